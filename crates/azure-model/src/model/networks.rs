//! Virtual networks, and networks outside Azure: their names, prefixes and clients.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use super::directory::{Directory, Named};
use super::target::Target;
use azure_catalogue::Cloud;
use azure_objects::config_file::{self, VirtualNetwork};
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{NamingRefusal, NetworkRefusal, Related};
use azure_objects::schema::Table;
use azure_objects::{Refusals, normalize_region};

/// Words that mean resolvers, so that no network may be called so.
const RESERVED: [&str; 3] = ["azure_dns", "internet", "system"];
/// What a subnet has for registries to know it by.
pub(crate) const SERVICE_ENDPOINT: &str = "Microsoft.ContainerRegistry";
/// What a network outside Azure is called where virtual networks are meant.
pub(super) const OUTSIDE: &str = "network outside Azure";

/// A virtual network, or a network outside Azure.
#[derive(Debug)]
pub struct Network {
    /// Its ID.
    pub id: ObjectId,
    /// Whether it is a virtual network; 168.63.129.16 answers in no other.
    pub is_azure: bool,
    /// As people call it: its name, or "group/name" where two networks share the name.
    pub label: String,
    /// Its name.
    pub name: Located<String>,
    /// Its resource group.
    pub resource_group: Option<Located<String>>,
    /// Its region; that of the cloud where it is outside Azure.
    pub location: String,
    /// Its prefixes.
    pub address_space: Vec<IpNet>,
    /// Source prefixes that were given as its clients; `None`: its address space counts.
    pub clients: Option<Vec<IpNet>>,
    /// The prefixes that count as its clients, each where it is written.
    pub sources: Vec<Located<IpNet>>,
    /// Its subnets.
    pub subnets: Vec<Subnet>,
    /// Who its clients ask, in order; empty is 168.63.129.16, or the Internet outside Azure.
    pub dns_servers: Vec<Located<Target>>,
    /// Public addresses that its clients are seen with; none: nobody has said.
    pub egress: Vec<Located<Ipv4Addr>>,
    /// Where it is written.
    pub site: Site,
}

/// A subnet.
#[derive(Debug)]
pub struct Subnet {
    /// Its name.
    pub name: String,
    /// Its prefixes.
    pub prefixes: Vec<IpNet>,
    /// Services that it reaches over a service endpoint.
    pub service_endpoints: Vec<Located<String>>,
}

impl Subnet {
    /// Tells whether an address is one of the subnet's.
    pub fn contains(&self, address: Ipv4Addr) -> bool {
        self.prefixes.iter().any(|prefix| prefix.contains(&IpAddr::V4(address)))
    }

    /// Tells whether registries know its clients by the subnet, and not by a public address.
    pub fn has_registry_endpoint(&self) -> bool {
        self.service_endpoints.iter().any(|name| is_registry_endpoint(name))
    }
}

fn is_registry_endpoint(name: &str) -> bool {
    name.eq_ignore_ascii_case(SERVICE_ENDPOINT)
}

impl Network {
    /// Finds a subnet by name.
    pub fn subnet(&self, name: &str) -> Option<&Subnet> {
        self.subnet_position(name).map(|position| &self.subnets[position])
    }

    pub(super) fn subnet_position(&self, name: &str) -> Option<usize> {
        self.subnets.iter().position(|subnet| subnet.name.eq_ignore_ascii_case(name))
    }
}

impl Named for Network {
    const TABLES: &'static [&'static Table] = &[&VirtualNetwork::TABLE, &config_file::Network::TABLE];

    fn id(&self) -> &ObjectId {
        &self.id
    }

    fn name(&self) -> Located<String> {
        self.name.clone()
    }

    fn resource_group(&self) -> Option<&Located<String>> {
        self.resource_group.as_ref()
    }

    fn kind(&self) -> Option<&'static str> {
        (!self.is_azure).then_some(OUTSIDE)
    }
}

/// Resolves both kinds into one namespace, virtual networks first; whom their clients ask is added later.
pub(super) fn resolve(
    written: Vec<VirtualNetwork>,
    outside: Vec<config_file::Network>,
    cloud: Cloud,
    refusals: &mut Refusals,
) -> Directory<Network> {
    let of_azure = written.iter().map(|network| (&network.name, network.clients.as_deref()));
    let of_others = outside.iter().map(|network| (&network.name, network.clients.as_deref()));
    check_clients(of_azure.chain(of_others), refusals);
    let mut networks: Vec<Network> =
        written.into_iter().map(|network| resolve_one(network, cloud, refusals)).collect();
    networks.extend(outside.into_iter().map(|network| resolve_outside(network, cloud, refusals)));
    let mut directory = Directory::new("virtual network", networks, refusals);
    for index in 0..directory.items().len() {
        directory.items_mut()[index].label = directory.label(index);
    }
    directory
}

fn values(list: Vec<Located<IpNet>>) -> Vec<IpNet> {
    list.into_iter().map(|prefix| prefix.value).collect()
}

fn resolve_one(written: VirtualNetwork, cloud: Cloud, refusals: &mut Refusals) -> Network {
    let id = written.id();
    refusals.about(
        || id.clone(),
        |refusals| {
            check_name(&written.name, ("network", "virtual network"), refusals);
            check_subnets(&written, refusals);
            check_service_endpoints(&written, cloud, refusals);
        },
    );
    let subnet = |subnet: config_file::Subnet| Subnet {
        name: subnet.name.value,
        prefixes: values(subnet.address_prefixes),
        service_endpoints: subnet.service_endpoints,
    };
    Network {
        id,
        is_azure: true,
        label: written.name.value.clone(),
        name: written.name,
        resource_group: written.resource_group,
        location: written
            .location
            .map_or_else(|| cloud.default_region().to_owned(), |region| normalize_region(&region)),
        sources: written.clients.as_ref().unwrap_or(&written.address_space).clone(),
        address_space: values(written.address_space),
        clients: written.clients.map(values),
        subnets: written.subnets.into_iter().map(subnet).collect(),
        dns_servers: Vec::new(),
        egress: written.egress_ip_addresses,
        site: written.site,
    }
}

fn resolve_outside(written: config_file::Network, cloud: Cloud, refusals: &mut Refusals) -> Network {
    let id = written.id();
    refusals.about(
        || id.clone(),
        |refusals| {
            check_name(&written.name, ("network", "network"), refusals);
            check_spaces(&written.address_space, refusals);
        },
    );
    Network {
        id,
        is_azure: false,
        label: written.name.value.clone(),
        name: written.name,
        resource_group: written.resource_group,
        location: cloud.default_region().to_owned(),
        sources: written.clients.as_ref().unwrap_or(&written.address_space).clone(),
        address_space: values(written.address_space),
        clients: written.clients.map(values),
        subnets: Vec::new(),
        dns_servers: Vec::new(),
        egress: written.egress_ip_addresses,
        site: written.site,
    }
}

/// Reports the name of a `what` that means something else; `kind` says more exactly what it is.
pub(super) fn check_name(
    name: &Located<String>,
    (what, kind): (&'static str, &'static str),
    refusals: &mut Refusals,
) {
    if RESERVED.iter().any(|reserved| name.eq_ignore_ascii_case(reserved)) {
        refusals.push(name.refuse(NamingRefusal::OfAResolver { kind: what }));
    }
    if name.parse::<IpAddr>().is_ok()
        || name.contains(['/', '#', '=', '@'])
        || name.contains(char::is_whitespace)
    {
        refusals.push(name.refuse(NamingRefusal::NotOfAnObject { kind }));
    }
}

/// Reports service endpoints of registries in a cloud that has none
/// (`Restrict access to a container registry using a service endpoint`).
fn check_service_endpoints(network: &VirtualNetwork, cloud: Cloud, refusals: &mut Refusals) {
    let endpoints = network.subnets.iter().flat_map(|subnet| &subnet.service_endpoints);
    for endpoint in endpoints.filter(|name| is_registry_endpoint(name)) {
        if !cloud.has_registry_service_endpoints() {
            let refused = NetworkRefusal::ServiceEndpointOfCloud { cloud: cloud.word() };
            refusals.push(endpoint.refuse(refused));
        }
    }
}

/// Reports subnets outside the address space, of one name, or with an address in two of them.
fn check_subnets<'n>(network: &'n VirtualNetwork, refusals: &mut Refusals) {
    let mut names: HashMap<String, &Site> = HashMap::new();
    for subnet in &network.subnets {
        if let Some(first) = names.get(&subnet.name.to_lowercase()) {
            let (kind, parent) = ("subnet", "network");
            let taken = NamingRefusal::TakenInParent { kind, parent, first: (*first).into() };
            refusals.push(subnet.name.refuse(taken));
        } else {
            names.insert(subnet.name.to_lowercase(), &subnet.name.site);
        }
        if subnet.address_prefixes.is_empty() {
            refusals.push(subnet.name.refuse(NetworkRefusal::NoPrefix));
        }
    }
    let network_name = || network.name.value.clone();
    let of_subnet = |subnet: &'n config_file::Subnet| {
        subnet.address_prefixes.iter().map(move |prefix| (prefix, subnet.name.as_str()))
    };
    let prefixes = || network.subnets.iter().flat_map(of_subnet);
    for (prefix, subnet) in prefixes() {
        if !network.address_space.iter().any(|space| space.contains(&prefix.value)) {
            let (subnet, network) = (subnet.to_owned(), network_name());
            refusals.push(prefix.refuse(NetworkRefusal::OutsideNetwork { subnet, network }));
        }
    }
    check_spaces(&network.address_space, refusals);
    for Overlap { first, later, name } in overlaps(prefixes()) {
        let (prefix, first) = (first.value.to_string(), Related::from(&first.site));
        let (subnet, network) = (name.to_owned(), network_name());
        refusals.push(later.refuse(NetworkRefusal::SubnetsOverlap { subnet, network, prefix, first }));
    }
}

/// Reports prefixes of one address space that share addresses.
fn check_spaces(address_space: &[Located<IpNet>], refusals: &mut Refusals) {
    for Overlap { first, later, .. } in overlaps(address_space.iter().map(|prefix| (prefix, ""))) {
        let (prefix, first) = (first.value.to_string(), Related::from(&first.site));
        refusals.push(later.refuse(NetworkRefusal::SpacesOverlap { prefix, first }));
    }
}

/// Two prefixes that share addresses.
struct Overlap<'p> {
    /// The one that is written first.
    first: &'p Located<IpNet>,
    /// The other.
    later: &'p Located<IpNet>,
    /// What the other is called.
    name: &'p str,
}

/// Finds prefixes, each with its name, that share addresses with another one.
///
/// Prefixes either hold one another or share nothing, so that in the order of their first addresses, larger ones
/// first, a prefix need only be compared with the last one that no other held.
fn overlaps<'p>(prefixes: impl Iterator<Item = (&'p Located<IpNet>, &'p str)>) -> Vec<Overlap<'p>> {
    let mut sorted: Vec<(&Located<IpNet>, &str)> = prefixes.collect();
    sorted.sort_by_key(|(prefix, _)| (prefix.network(), prefix.prefix_len()));
    let mut outermost: Option<(&Located<IpNet>, &str)> = None;
    let mut found = Vec::new();
    for (prefix, name) in sorted {
        match outermost {
            Some((outer, of_outer)) if outer.contains(&prefix.value) => {
                found.push(match outer.site.place.cmp(&prefix.site.place) {
                    Ordering::Greater => Overlap { first: prefix, later: outer, name: of_outer },
                    Ordering::Less | Ordering::Equal => Overlap { first: outer, later: prefix, name },
                });
            }
            _ => outermost = Some((prefix, name)),
        }
    }
    found
}

/// Reports prefixes that are clients of two networks, or twice of one.
fn check_clients<'n>(
    networks: impl Iterator<Item = (&'n Located<String>, Option<&'n [Located<IpNet>]>)>,
    refusals: &mut Refusals,
) {
    let mut taken: HashMap<IpNet, (&Located<String>, &Located<IpNet>)> = HashMap::new();
    for (name, clients) in networks {
        for prefix in clients.into_iter().flatten() {
            if let Some((other, first)) = taken.get(&prefix.value) {
                let (network, first) = (other.value.clone(), Related::from(&first.site));
                refusals.push(prefix.refuse(NetworkRefusal::SharedClients { network, first }));
            } else {
                taken.insert(prefix.value, (name, prefix));
            }
        }
    }
}
