//! Whether a registry is reached in private: its login server and its data endpoints, each with a verdict.

use std::net::IpAddr;

use zone_store::engine::Query;
use zone_store::name::Name;
use zone_store::record::RecordType;

use super::access::{self, AccessView};
use super::book::Book;
use super::{Asker, Heard, Told};
use crate::diagnosis::Suspect;
use azure_model::model::{MemberKind, Registry, RegistryIndex, Resource, ResourceIndex};
use azure_objects::provenance::Provenance;
use azure_objects::words::ConnectionStatus;

/// How a name, or all names of a registry, are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// By a private address.
    Private,
    /// By a public address.
    Public,
    /// Some by private addresses, some by public ones.
    Split,
    /// Not at all, or by an address that leads elsewhere.
    Broken,
    /// Nobody knows without asking the outside world.
    Unknown,
}

impl Verdict {
    /// Returns the word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Public => "public",
            Self::Split => "split",
            Self::Broken => "broken",
            Self::Unknown => "unknown",
        }
    }

    /// Sums up the verdicts of several names: one that is broken breaks all.
    pub fn of_all(verdicts: impl IntoIterator<Item = Self>) -> Self {
        let sum = |one: Self, other: Self| match (one, other) {
            _ if one == other => one,
            (Self::Broken, _) | (_, Self::Broken) => Self::Broken,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            _ => Self::Split,
        };
        verdicts.into_iter().reduce(sum).unwrap_or(Self::Unknown)
    }
}

/// What a registry's name is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Signing in, manifests.
    Login,
    /// The layers of a region.
    Data(String),
    /// One region's login server.
    Regional(String),
}

impl Role {
    /// Returns the word for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Data(_) => "data",
            Self::Regional(_) => "regional",
        }
    }

    /// Returns the region, if it is for one alone.
    pub fn region(&self) -> Option<&str> {
        match self {
            Self::Login => None,
            Self::Data(region) | Self::Regional(region) => Some(region),
        }
    }

    fn member(&self) -> MemberKind {
        match self {
            Self::Login => MemberKind::Registry,
            Self::Data(region) => MemberKind::Data(region.clone()),
            Self::Regional(region) => MemberKind::Regional(region.clone()),
        }
    }
}

/// A registry, as it is seen from one place.
#[derive(Debug, Clone)]
pub struct RegistryView {
    /// Its name.
    pub name: String,
    /// Where it is written.
    pub place: Provenance,
    /// All its names together.
    pub verdict: Verdict,
    /// Whether an approved private endpoint leads to it.
    pub has_endpoint: bool,
    /// Whether it has data endpoints; else layers come from a storage account, which is no name of the registry.
    pub has_data_endpoints: bool,
    /// Its names, the login server first.
    pub names: Vec<NameVerdict>,
}

/// One name of a registry.
#[derive(Debug, Clone)]
pub struct NameVerdict {
    /// What it is for.
    pub role: Role,
    /// The name.
    pub name: Name,
    /// How it is reached.
    pub verdict: Verdict,
    /// The addresses.
    pub addresses: Vec<IpAddr>,
    /// The answer.
    pub told: Told,
    /// What is odd about the address.
    pub note: Option<String>,
    /// Whether the registry would let the client in that way; `None`: it has no address to go to.
    pub access: Option<AccessView>,
    /// Known mistakes that probably made the answer.
    pub(super) suspects: Vec<Suspect>,
}

/// Finds the registry that a name belongs to: a public name of it, or one in the private zone.
pub(super) fn find(book: Book<'_>, name: &Name) -> Option<RegistryIndex> {
    let suffix = book.model().cloud().registry_suffix();
    let name = name.to_lowercase().without_dot();
    let own = name.strip_suffix(suffix)?.strip_suffix('.')?;
    let own = own.strip_suffix("privatelink").map_or(Some(own), |own| own.strip_suffix('.'))?;
    let mut labels = own.split('.');
    let (first, rest) = (labels.next()?, labels.collect::<Vec<_>>());
    let is_own = matches!(rest.as_slice(), [] | [_, "data" | "geo"]);
    let is_it = |registry: &Registry| is_own && registry.label() == first;
    book.model().registries().iter().position(is_it).map(RegistryIndex)
}

/// Looks at all names of a registry from a seat.
pub(super) fn view(asker: &Asker<'_>, index: RegistryIndex) -> RegistryView {
    let book = asker.book;
    let registry = &book.model().registries()[index.0];
    let (suffix, label) = (book.model().cloud().registry_suffix(), registry.label());
    let regions = || registry.regions.iter().cloned();
    let mut roles = vec![Role::Login];
    roles.extend(regions().filter(|_| registry.has_data_endpoints).map(Role::Data));
    roles.extend(regions().filter(|_| registry.has_regional_endpoints).map(Role::Regional));
    let names: Vec<NameVerdict> = roles
        .into_iter()
        .filter_map(|role| {
            let text = match &role {
                Role::Login => format!("{label}.{suffix}"),
                Role::Data(region) => format!("{label}.{region}.data.{suffix}"),
                Role::Regional(region) => format!("{label}.{region}.geo.{suffix}"),
            };
            Some(name_verdict(asker, index, role, text.parse().ok()?))
        })
        .collect();
    RegistryView {
        name: registry.name.value.clone(),
        place: registry.site.place.clone(),
        verdict: Verdict::of_all(names.iter().map(|name| name.verdict)),
        has_endpoint: members(book)
            .any(|(one, member)| std::ptr::eq(one, registry) && member.status == ConnectionStatus::Approved),
        has_data_endpoints: registry.has_data_endpoints,
        names,
    }
}

fn name_verdict(asker: &Asker<'_>, index: RegistryIndex, role: Role, name: Name) -> NameVerdict {
    let book = asker.book;
    let registry = &book.model().registries()[index.0];
    let query = Query::new(name.clone(), RecordType::A);
    let Heard { told, suspects, .. } = asker.ask(&query);
    let addresses = told.addresses();
    let (verdict, note) = match (&told, addresses.as_slice()) {
        (Told::Unknown { .. }, _) => (Verdict::Unknown, None),
        (Told::Answer(_) | Told::Silence { .. }, []) => (Verdict::Broken, None),
        (_, addresses) => {
            let each: Vec<_> = addresses.iter().map(|one| of_address(book, registry, &role, *one)).collect();
            let note = each.iter().find_map(|(_, note)| note.clone());
            (Verdict::of_all(each.into_iter().map(|(verdict, _)| verdict)), note)
        }
    };
    let access = addresses.first().and_then(|address| access::view(asker, index, *address));
    NameVerdict { role, name, verdict, addresses, told, note, access, suspects }
}

/// A member of a private endpoint of a registry.
struct MemberAt<'l> {
    kind: &'l MemberKind,
    address: IpAddr,
    endpoint: &'l str,
    status: ConnectionStatus,
}

fn members<'l>(book: Book<'l>) -> impl Iterator<Item = (&'l Registry, MemberAt<'l>)> {
    book.model().endpoints().iter().flat_map(move |endpoint| {
        let registry = match (endpoint.resource, book.model().resource(endpoint.resource)) {
            (ResourceIndex::Registry(_), Resource::Registry(registry)) => Some(registry),
            _ => None,
        };
        registry.into_iter().flat_map(move |registry| {
            endpoint.members.iter().map(move |member| {
                let (kind, address) = (&member.kind, IpAddr::V4(member.address));
                let (name, status) = (endpoint.name.value.as_str(), endpoint.connection_status);
                (registry, MemberAt { kind, address, endpoint: name, status })
            })
        })
    })
}

/// Judges one address of a registry's name: is it the one that the private endpoint has for it?
fn of_address(
    book: Book<'_>,
    registry: &Registry,
    role: &Role,
    address: IpAddr,
) -> (Verdict, Option<String>) {
    let owners: Vec<(bool, MemberAt<'_>)> = members(book)
        .filter(|(_, member)| member.address == address)
        .map(|(owner, member)| (std::ptr::eq(owner, registry) && *member.kind == role.member(), member))
        .collect();
    let is_approved = |member: &MemberAt<'_>| member.status == ConnectionStatus::Approved;
    if owners.iter().any(|(is_right, member)| *is_right && is_approved(member)) {
        return (Verdict::Private, None);
    }
    if let Some((is_right, member)) = owners.first() {
        let what = member.kind.member_name();
        let note = match is_right {
            true => format!("private endpoint \"{}\" is {}", member.endpoint, member.status.word()),
            false => format!("the address of {what} of private endpoint \"{}\"", member.endpoint),
        };
        return (Verdict::Broken, Some(note));
    }
    let is_public =
        registry.regions.iter().any(|region| IpAddr::V4(registry.public_address(region)) == address);
    match !is_public && is_private(address) {
        // Nobody is there: a stale record, or one written by hand.
        true => (Verdict::Broken, Some("no private endpoint of this registry has this address".to_owned())),
        false => (Verdict::Public, None),
    }
}

/// Judges an address of any other name.
pub(super) fn of_any(addresses: &[IpAddr]) -> Option<Verdict> {
    let one = |address: &IpAddr| if is_private(*address) { Verdict::Private } else { Verdict::Public };
    addresses
        .iter()
        .map(one)
        .map(Some)
        .reduce(|one, other| one.zip(other).map(|(one, other)| Verdict::of_all([one, other])))?
}

/// Tells whether an address is of those that no Internet leads to (RFC 1918, RFC 6598, RFC 4193).
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || matches!(v4.octets(), [100, 64..=127, ..]),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_loopback(),
    }
}
