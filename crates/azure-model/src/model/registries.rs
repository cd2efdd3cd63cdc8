//! Container registries: names, regions, addresses.

use std::net::Ipv4Addr;

use super::directory::{Directory, Named};
use super::members::MemberKind;
use super::network_rules::{self, Known, NetworkRules};
use azure_objects::config_file::{ContainerRegistry, PublicAddress};
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{NamingRefusal, RegistryRefusal, Related};
use azure_objects::words::{Cloud, Sku};
use azure_objects::{Refusals, normalize_region};

/// A container registry.
#[derive(Debug)]
pub struct Registry {
    /// Its ID.
    pub id: ObjectId,
    /// Its name; DNS has it in lower case.
    pub name: Located<String>,
    /// Its resource group.
    pub resource_group: Option<Located<String>>,
    /// Its regions, home first; each once.
    pub regions: Vec<String>,
    /// Whether its data endpoints have public names.
    pub has_data_endpoints: bool,
    /// Whether it has regional endpoints.
    pub has_regional_endpoints: bool,
    /// Whether its public names lead through privatelink.
    pub has_privatelink_cname: bool,
    /// Whom its public side lets in.
    pub rules: NetworkRules,
    /// Where it is written.
    pub site: Site,
    sku: Located<Sku>,
    pub(super) privatelink_cname: Option<bool>,
    public_address: Option<PublicAddress>,
}

impl Registry {
    /// Returns the name as DNS has it.
    pub fn label(&self) -> String {
        self.name.to_ascii_lowercase()
    }

    /// Returns the region it was created in.
    pub fn home(&self) -> &str {
        self.regions.first().map_or("", String::as_str)
    }

    /// Lists the members of an endpoint of this registry, in the order that Azure gives them addresses.
    pub(super) fn members(&self) -> Vec<MemberKind> {
        let regional = self.regions.iter().filter(|_| self.has_regional_endpoints);
        let data = self.regions.iter().cloned().map(MemberKind::Data);
        data.chain([MemberKind::Registry]).chain(regional.cloned().map(MemberKind::Regional)).collect()
    }

    /// Tells whether it is of the tier that has data endpoints, rules and private endpoints.
    pub fn is_premium(&self) -> bool {
        self.sku.value == Sku::Premium
    }

    /// Returns the name that the record of a member has in the private zone, relative to it.
    pub(super) fn relative_name(&self, member: &MemberKind) -> String {
        match member {
            MemberKind::Data(region) => format!("{}.{region}.data", self.label()),
            MemberKind::Regional(region) => format!("{}.{region}.geo", self.label()),
            MemberKind::Registry | MemberKind::Service(_) => self.label(),
        }
    }

    /// Lists the public names that it has: the login server, data endpoints, regional endpoints.
    pub fn names(&self, cloud: Cloud) -> Vec<(MemberKind, String)> {
        let name = |kind: &MemberKind| match kind {
            MemberKind::Data(region) => self.has_data_endpoints.then(|| self.data_endpoint(region, cloud)),
            MemberKind::Registry => Some(self.login_server(cloud)),
            MemberKind::Regional(region) => Some(self.regional_endpoint(region, cloud)),
            MemberKind::Service(_) => None,
        };
        let mut members = self.members();
        members.sort_by_key(|kind| *kind != MemberKind::Registry);
        members.into_iter().filter_map(|kind| name(&kind).map(|name| (kind, name))).collect()
    }

    /// Returns the public name of its login server.
    pub fn login_server(&self, cloud: Cloud) -> String {
        format!("{}.{}", self.label(), cloud.registry_suffix())
    }

    /// Returns the public name that its data endpoint of a region has, or would have.
    pub fn data_endpoint(&self, region: &str, cloud: Cloud) -> String {
        format!("{}.{region}.data.{}", self.label(), cloud.registry_suffix())
    }

    /// Returns the public name that its regional endpoint of a region has, or would have.
    pub fn regional_endpoint(&self, region: &str, cloud: Cloud) -> String {
        format!("{}.{region}.geo.{}", self.label(), cloud.registry_suffix())
    }

    /// Tells whether one of its public names leads to an address.
    pub fn has_public_address(&self, address: Ipv4Addr) -> bool {
        self.regions.iter().any(|region| self.public_address(region) == address)
    }

    /// Returns what its public names of a region lead to.
    pub fn public_address(&self, region: &str) -> Ipv4Addr {
        let given = match &self.public_address {
            Some(PublicAddress::One(address)) => Some(*address),
            Some(PublicAddress::ByRegion(list)) => {
                list.iter().find(|(name, _)| name == region).map(|(_, address)| *address)
            }
            None => None,
        };
        given.unwrap_or_else(|| documentation_address(&self.label(), region))
    }
}

/// Returns an address of 203.0.113.0/24 (RFC 5737) that a name and a region decide, the same in every run.
pub(super) fn documentation_address(name: &str, region: &str) -> Ipv4Addr {
    let octets = name.bytes().chain([b'/']).chain(region.bytes());
    let hash =
        octets.fold(0x811c_9dc5_u32, |hash, octet| (hash ^ u32::from(octet)).wrapping_mul(0x0100_0193));
    Ipv4Addr::new(203, 0, 113, (hash % 254) as u8 + 1)
}

impl Named for Registry {
    const MAY_SHARE_NAMES: bool = false;
    const IS_OF_SERVER: bool = true;

    fn id(&self) -> &ObjectId {
        &self.id
    }

    fn name(&self) -> Located<String> {
        self.name.clone()
    }

    fn resource_group(&self) -> Option<&Located<String>> {
        self.resource_group.as_ref()
    }
}

pub(super) fn resolve(
    written: Vec<ContainerRegistry>,
    known: Known<'_>,
    refusals: &mut Refusals,
) -> Directory<Registry> {
    let registries: Vec<Registry> =
        written.into_iter().map(|registry| resolve_about(registry, known, refusals)).collect();
    Directory::new("container registry", registries, refusals)
}

fn resolve_about(written: ContainerRegistry, known: Known<'_>, refusals: &mut Refusals) -> Registry {
    let id = written.id();
    refusals.about(|| id, |refusals| resolve_one(written, known, refusals))
}

fn resolve_one(written: ContainerRegistry, known: Known<'_>, refusals: &mut Refusals) -> Registry {
    check_name(&written.name, refusals);
    check_features(&written, refusals);
    let rules = network_rules::resolve(&written, known, refusals);
    let id = written.id();
    let home = written
        .location
        .map_or_else(|| known.cloud.default_region().to_owned(), |region| normalize_region(&region));
    let mut regions = vec![home];
    for region in &written.georeplications {
        let normal = normalize_region(region);
        if regions.contains(&normal) {
            refusals.push(region.refuse(RegistryRefusal::RegionTwice));
        } else {
            regions.push(normal);
        }
    }
    Registry {
        id,
        name: written.name,
        resource_group: written.resource_group,
        regions,
        has_data_endpoints: written.data_endpoint_enabled.value,
        has_regional_endpoints: written.regional_endpoint_enabled.value,
        has_privatelink_cname: written.privatelink_cname.unwrap_or(false),
        rules,
        site: written.site,
        sku: written.sku,
        privatelink_cname: written.privatelink_cname.value,
        public_address: written.public_ip_address.map(|address| address.value),
    }
}

/// Tells whether the resource provider takes a name.
pub(crate) fn is_registry_name(name: &str) -> bool {
    (5..=50).contains(&name.len()) && name.bytes().all(|octet| octet.is_ascii_alphanumeric())
}

/// Reports names that the resource provider refuses: 5 to 50 letters and digits.
fn check_name(name: &Located<String>, refusals: &mut Refusals) {
    if !is_registry_name(name) {
        refusals.push(name.refuse(NamingRefusal::NotOfARegistry));
    }
}

/// Reports what only the Premium tier has.
fn check_features(registry: &ContainerRegistry, refusals: &mut Refusals) {
    let needs_premium = |feature| needs_premium(&registry.sku, feature);
    for region in &registry.georeplications {
        refusals.extend(needs_premium("replicas").map(|reason| region.refuse(reason)));
    }
    let switches = [
        (&registry.data_endpoint_enabled, "data endpoints"),
        (&registry.regional_endpoint_enabled, "regional endpoints"),
    ];
    for (switch, feature) in switches.into_iter().filter(|(switch, _)| switch.value) {
        refusals.extend(needs_premium(feature).map(|reason| switch.refuse(reason)));
    }
    if let Some(rule_set) = &registry.network_rule_set {
        refusals.extend(needs_premium("network rules").map(|reason| rule_set.site.refuse(reason)));
    }
}

/// Reports a private endpoint, at its reference, of a registry that cannot have one.
pub(super) fn check_tier(registry: &Registry, reference: &Located<String>, refusals: &mut Refusals) {
    refusals.extend(needs_premium(&registry.sku, "private endpoints").map(|reason| reference.refuse(reason)));
}

/// Says that a feature needs another tier, where the registry is not of it (`Azure Container Registry service tiers`).
fn needs_premium(sku: &Located<Sku>, feature: &'static str) -> Option<RegistryRefusal> {
    match sku.value {
        Sku::Premium => None,
        Sku::Basic | Sku::Standard => {
            let (sku, first) = (sku.word(), Related::from(&sku.site));
            Some(RegistryRefusal::NeedsPremium { feature, sku, first })
        }
    }
}
