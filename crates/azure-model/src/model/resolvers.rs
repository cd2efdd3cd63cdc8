//! DNS private resolvers and their inbound endpoints.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};

use ipnet::IpNet;

use super::addresses::Addresses;
use super::directory::{Directory, Named};
use super::limits::{self, Limits};
use super::networks::{self, Network, Subnet};
use super::positions::NetworkIndex;
use super::{machines, subnets};
use azure_objects::Refusals;
use azure_objects::config_file;
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{LimitRefusal, NamingRefusal, Related, ServerRefusal};

/// Lengths that the prefix of an endpoint's subnet may have (`What is Azure DNS Private Resolver?`).
const SUBNET_LENGTHS: std::ops::RangeInclusive<u8> = 24..=28;

/// A DNS private resolver.
#[derive(Debug)]
pub struct PrivateDnsResolver {
    /// Its ID.
    pub id: ObjectId,
    /// Its name.
    pub name: Located<String>,
    /// Its resource group.
    pub resource_group: Option<Located<String>>,
    /// The network it is in.
    pub network: NetworkIndex,
    /// Its inbound endpoints.
    pub inbound_endpoints: Vec<InboundEndpoint>,
    /// Where it is written.
    pub site: Site,
}

/// An inbound endpoint.
#[derive(Debug)]
pub struct InboundEndpoint {
    /// Its ID.
    pub id: ObjectId,
    /// Its name, one of its kind in the resolver.
    pub name: Located<String>,
    /// Its address.
    pub address: Located<Ipv4Addr>,
    /// Position of the subnet it is in, if it says so.
    pub subnet: Option<usize>,
    /// Addresses that answer as this endpoint.
    pub listen: Vec<Located<SocketAddr>>,
    /// Where it is written.
    pub site: Site,
}

impl PrivateDnsResolver {
    /// Returns what references to an endpoint write: `resolver/endpoint`.
    pub fn label_of(&self, endpoint: &InboundEndpoint) -> String {
        format!("{}/{}", self.name.value, endpoint.name.value)
    }
}

impl Named for PrivateDnsResolver {
    const MAY_SHARE_NAMES: bool = false;

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
    written: &[config_file::PrivateDnsResolver],
    networks: &Directory<Network>,
    limits: Limits,
    addresses: &mut Addresses,
    refusals: &mut Refusals,
) -> Vec<PrivateDnsResolver> {
    if let Some(surplus) = written.get(limits::RESOLVERS.most) {
        limits.check(&limits::RESOLVERS, written.len(), &surplus.name, refusals);
    }
    let resolve_one = |one: &config_file::PrivateDnsResolver| {
        let resolved = refusals.about(|| one.id(), |refusals| resolve_one(one, networks, limits, refusals));
        if resolved.is_none() {
            refusals.leave_out(&config_file::PrivateDnsResolver::TABLE, &one.name);
        }
        resolved
    };
    let resolvers: Vec<PrivateDnsResolver> = written.iter().filter_map(resolve_one).collect();
    let resolvers = Directory::new("private DNS resolver", resolvers, refusals).into_items();
    let mut counts: HashMap<NetworkIndex, usize> = HashMap::new();
    for resolver in &resolvers {
        let count = counts.entry(resolver.network).or_default();
        *count += 1;
        refusals.about(
            || resolver.id.clone(),
            |refusals| limits.check(&limits::RESOLVERS_OF_NETWORK, *count, &resolver.name, refusals),
        );
        for endpoint in &resolver.inbound_endpoints {
            addresses.give(resolver.network, &endpoint.id, &endpoint.address, refusals);
        }
    }
    resolvers
}

fn resolve_one(
    written: &config_file::PrivateDnsResolver,
    networks: &Directory<Network>,
    limits: Limits,
    refusals: &mut Refusals,
) -> Option<PrivateDnsResolver> {
    networks::check_name(&written.name, ("resolver", "private DNS resolver"), refusals);
    let network = networks.find(&written.virtual_network, refusals)?;
    limits.check(&limits::INBOUND_ENDPOINTS, written.inbound_endpoints.len(), &written.name, refusals);
    let id = written.id();
    let mut endpoints: Vec<InboundEndpoint> = Vec::new();
    for endpoint in &written.inbound_endpoints {
        let check_name = |refusals: &mut Refusals| {
            networks::check_name(&endpoint.name, ("endpoint", "inbound endpoint"), refusals);
        };
        refusals.about(|| endpoint.id(&id), check_name);
        if let Some(first) = endpoints.iter().find(|other| other.name.eq_ignore_ascii_case(&endpoint.name)) {
            let (kind, parent, first) = ("endpoint", "resolver", Related::from(&first.name.site));
            let taken = NamingRefusal::TakenInParent { kind, parent, first };
            refusals.push(endpoint.name.refuse(taken).of(endpoint.id(&id)));
            continue;
        }
        let resolve = |refusals: &mut Refusals| {
            resolve_endpoint(&id, endpoint, &networks.items()[network], limits, refusals)
        };
        match refusals.about(|| endpoint.id(&id), resolve) {
            Some(resolved) => endpoints.push(resolved),
            None => {
                let reference = format!("{}/{}", written.name.value, endpoint.name.value);
                refusals.leave_out(&config_file::InboundEndpoint::TABLE, &reference);
            }
        }
    }
    check_subnets(&endpoints, limits, refusals);
    Some(PrivateDnsResolver {
        id,
        name: written.name.clone(),
        resource_group: written.resource_group.clone(),
        network: NetworkIndex(network),
        inbound_endpoints: endpoints,
        site: written.site.clone(),
    })
}

fn resolve_endpoint(
    resolver: &ObjectId,
    written: &config_file::InboundEndpoint,
    network: &Network,
    limits: Limits,
    refusals: &mut Refusals,
) -> Option<InboundEndpoint> {
    let subnet = match &written.subnet {
        Some(name) => Some(subnets::find_subnet_of(name, network, refusals)?),
        None => None,
    };
    let prefixes = subnet.map(|at| &network.subnets[at]);
    if let (Some(name), Some(subnet)) = (&written.subnet, prefixes) {
        check_length(name, subnet, limits, refusals);
    }
    let address = match (&written.private_ip_address, prefixes) {
        (Some(address), Some(subnet)) => {
            subnets::check_address(address, subnet, refusals);
            address.clone()
        }
        (Some(address), None) => {
            machines::check_address(address, network, refusals);
            address.clone()
        }
        (None, Some(subnet)) => {
            let site = written.subnet.as_ref().map_or(&written.site, |name| &name.site);
            Located::new(subnet.first_usable()?, site.clone())
        }
        (None, None) => {
            refusals.push(written.name.refuse(ServerRefusal::NoAddress));
            return None;
        }
    };
    let (name, listen, site) = (written.name.clone(), written.listen.clone(), written.site.clone());
    let id = written.id(resolver);
    Some(InboundEndpoint { id, name, address, subnet, listen, site })
}

/// Reports a subnet that is too large or too small for an endpoint.
fn check_length(name: &Located<String>, subnet: &Subnet, limits: Limits, refusals: &mut Refusals) {
    let fits = |prefix: &IpNet| prefix.addr().is_ipv6() || SUBNET_LENGTHS.contains(&prefix.prefix_len());
    if let Some(prefix) = subnet.prefixes.iter().find(|prefix| !fits(prefix))
        && limits.are_enforced
    {
        refusals.push(name.refuse(LimitRefusal::SubnetLength { length: prefix.prefix_len() }));
    }
}

/// Reports two endpoints in one subnet.
fn check_subnets(endpoints: &[InboundEndpoint], limits: Limits, refusals: &mut Refusals) {
    let mut seen: HashMap<usize, &InboundEndpoint> = HashMap::new();
    for endpoint in endpoints {
        let Some(subnet) = endpoint.subnet else { continue };
        if let Some(first) = seen.get(&subnet)
            && limits.are_enforced
        {
            let shared = LimitRefusal::SubnetShared { endpoint: first.name.value.clone() };
            refusals.push(endpoint.name.refuse(shared).of(endpoint.id.clone()));
        }
        seen.insert(subnet, endpoint);
    }
}
