//! Where on-premises reaches Azure: an inbound endpoint, else a forwarder in a virtual network.

use std::net::Ipv4Addr;

use azure_model::model::{InboundIndex, Network, NetworkIndex};
use azure_model::{Diagnostic, Model};
use ipnet::{IpNet, Ipv4Net};

use super::about;
use crate::addresses::{self, Objection, PLATFORM};

/// The end of the private way from on-premises.
#[derive(Debug)]
pub(crate) struct Hub {
    /// The virtual network that questions come from.
    pub(crate) network: NetworkIndex,
    /// Who answers there.
    pub(crate) way: HubResolver,
    /// The private way's subnet, a part of that network.
    pub(crate) subnet: Ipv4Net,
    /// The server that on-premises asks.
    pub(crate) address: Ipv4Addr,
    /// The address of the server on-premises on the private way.
    pub(crate) server: Ipv4Addr,
}

/// Who answers on-premises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HubResolver {
    /// An inbound endpoint: Zonite itself.
    Inbound(InboundIndex),
    /// A forwarder, which asks 168.63.129.16 from this address.
    Forwarder(Ipv4Addr),
}

/// Chooses it.
///
/// # Errors
/// Why no subnet of the network can be made; nothing where there is no virtual network at all.
pub(super) fn of(model: &Model, notes: &mut Vec<String>) -> Result<Hub, Vec<Diagnostic>> {
    let mut endpoints = inbound(model, notes);
    // The first that sees zones; a stable sort leaves the others in the order of the file.
    endpoints.sort_by_key(|hub| !is_linked(model, hub.network));
    if let Some(first) = endpoints.into_iter().next() {
        return Ok(first);
    }
    let virtual_networks =
        || (0..model.networks().len()).map(NetworkIndex).filter(|at| model.networks()[at.0].is_azure);
    let linked = virtual_networks().find(|at| is_linked(model, *at));
    let Some(network) = linked.or_else(|| virtual_networks().next()) else { return Err(Vec::new()) };
    if linked.is_none() {
        notes.push(
            "No private zone is linked to any network: on-premises sees what the Internet sees.".to_owned(),
        );
    }
    forwarder(model, network)
}

fn is_linked(model: &Model, network: NetworkIndex) -> bool {
    model.zones().iter().any(|zone| zone.links.iter().any(|link| link.network == network))
}

/// Lists the inbound endpoints that Zonite can be; of the others it notes why not.
fn inbound(model: &Model, notes: &mut Vec<String>) -> Vec<Hub> {
    let mut found = Vec::new();
    for (resolver, one) in model.resolvers().iter().enumerate() {
        for (endpoint, inbound) in one.inbound_endpoints.iter().enumerate() {
            let network = &model.networks()[one.network.0];
            let address = inbound.address.value;
            let way = HubResolver::Inbound(InboundIndex { resolver, endpoint });
            let hall = subnets(network, Some(address)).into_iter().find(|hall| hall.contains(&address));
            match hall
                .ok_or(Objection::Outside)
                .and_then(|hall| seated(model, one.network, way, hall, address))
            {
                Ok(hub) => found.push(hub),
                Err(why) => notes.push(format!(
                    "The inbound endpoint {} at {address} is left out: {why}.",
                    one.label_of(inbound)
                )),
            }
        }
    }
    found
}

/// Puts a forwarder into a network: at the address of its DNS server, if it has one.
fn forwarder(model: &Model, index: NetworkIndex) -> Result<Hub, Vec<Diagnostic>> {
    let network = &model.networks()[index.0];
    let wanted = super::server_in(model, index);
    let way = HubResolver::Forwarder(addresses::at(PLATFORM, 32 * (index.0 as u32 + 1) + 2));
    let mut why = Vec::new();
    for hall in subnets(network, wanted) {
        let given = super::given(model);
        let own = wanted.filter(|address| addresses::can_have(hall, *address));
        let Some(address) = own.or_else(|| addresses::pick(hall, 4, &given)) else {
            why.push(Objection::Full(hall));
            continue;
        };
        match seated(model, index, way, hall, address) {
            Ok(hub) => return Ok(hub),
            Err(reason) => why.push(reason),
        }
    }
    let problem = format!("has no subnet that a container could stand in: {}", super::reasons(&why));
    Err(vec![about(&network.name, problem).fix("give it a subnet of 8 to 256 addresses")])
}

/// Lists the subnets of a network, then its prefixes, those with the address first.
fn subnets(network: &Network, inside: Option<Ipv4Addr>) -> Vec<Ipv4Net> {
    let of_subnets: Vec<IpNet> =
        network.subnets.iter().flat_map(|subnet| subnet.prefixes.iter().copied()).collect();
    let mut all = addresses::halls(&of_subnets, inside);
    all.extend(addresses::halls(&network.address_space, inside));
    all.sort_by_key(|hall| !inside.is_some_and(|address| hall.contains(&address)));
    all
}

/// Finds an address for the server on-premises beside the one that answers it.
fn seated(
    model: &Model,
    network: NetworkIndex,
    way: HubResolver,
    subnet: Ipv4Net,
    address: Ipv4Addr,
) -> Result<Hub, Objection> {
    addresses::check(subnet)?;
    if !addresses::can_have(subnet, address) {
        return Err(Objection::Special { subnet, address });
    }
    let mut taken = super::given(model);
    taken.push(address);
    // Endpoints are no containers: where there is no other room, their addresses will do.
    let server = addresses::pick(subnet, 200, &taken).or_else(|| addresses::pick(subnet, 200, &[address]));
    let server = server.ok_or(Objection::Full(subnet))?;
    Ok(Hub { network, way, subnet, address, server })
}
