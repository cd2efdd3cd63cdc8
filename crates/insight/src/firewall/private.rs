//! The private side: what a firewall between networks lets through, and what a proxy must not take.

use std::net::Ipv4Addr;

use zone_store::snapshot::Snapshot;

use crate::access::{AccessClient, Path, address_from, judge};
use azure_model::model::{EndpointIndex, Model, NetworkIndex, RegistryIndex, ResourceIndex};
use azure_objects::words::ConnectionStatus;

/// An address of a private endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateTarget {
    /// The endpoint.
    pub endpoint: EndpointIndex,
    /// The address.
    pub address: Ipv4Addr,
    /// The name of the registry that it stands for.
    pub name: String,
}

/// Names that a proxy must not take, and the networks where that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exempt {
    /// The networks, in the order of the model.
    pub networks: Vec<NetworkIndex>,
    /// The names, as `NO_PROXY` has them.
    pub names: Vec<String>,
}

/// Lists the addresses of a registry's approved private endpoints.
pub fn private_targets(model: &Model, registry: RegistryIndex) -> Vec<PrivateTarget> {
    let mut targets = Vec::new();
    for (index, endpoint) in model.endpoints().iter().enumerate() {
        let is_ours = endpoint.resource == ResourceIndex::Registry(registry);
        if !is_ours || endpoint.connection_status != ConnectionStatus::Approved {
            continue;
        }
        for member in &endpoint.members {
            let name = super::public_name(&model.registries()[registry.0], &member.kind, model.cloud());
            targets.extend(name.map(|name| PrivateTarget {
                endpoint: EndpointIndex(index),
                address: member.address,
                name,
            }));
        }
    }
    targets
}

/// Finds, for each network, the names of a registry that end in private addresses there: a proxy elsewhere would not come to
/// them. `snapshot` is what the model was compiled to; networks of one list are put together, those without are left out.
pub fn exempt_from_proxies(model: &Model, snapshot: &Snapshot, registry: RegistryIndex) -> Vec<Exempt> {
    let mut lists: Vec<Exempt> = Vec::new();
    let names = model.registries()[registry.0].names(model.cloud());
    for index in (0..model.networks().len()).map(NetworkIndex) {
        let ends_private = |name: &&String| {
            let address = address_from(snapshot, index, name);
            address.is_some_and(|address| is_private(model, registry, index, address))
        };
        let private: Vec<String> = names.iter().map(|(_, name)| name).filter(ends_private).cloned().collect();
        match lists.iter_mut().find(|list| list.names == private) {
            _ if private.is_empty() => {}
            Some(list) => list.networks.push(index),
            None => lists.push(Exempt { networks: vec![index], names: private }),
        }
    }
    lists
}

/// Tells whether an address is one that only private routes lead to.
fn is_private(model: &Model, registry: RegistryIndex, network: NetworkIndex, address: Ipv4Addr) -> bool {
    match judge(model, registry, AccessClient::of_network(network), address).path {
        Path::PrivateEndpoint(_) => true,
        Path::Public => false,
        Path::Elsewhere => address.is_private(),
    }
}
