//! One client for each virtual network.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use azure_model::Model;
use azure_model::model::{Network, Target};
use ipnet::Ipv4Net;

use crate::addresses;

/// The client of a virtual network.
#[derive(Debug)]
pub(crate) struct NetworkClient {
    /// The network, as people call it.
    pub(crate) label: String,
    /// The client's service.
    pub(crate) service: String,
    /// The network's slice of the platform network.
    pub(crate) slice: Ipv4Net,
    /// The resolver that the client asks.
    pub(crate) asks: Asks,
    /// Whether `dns_servers` are left out, because no server in the lab has their addresses.
    pub(crate) loses_dns_servers: bool,
}

/// The resolver that a client asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    /// 168.63.129.16.
    AzureDns,
    /// The DNS servers that the network gives to its clients; Zonite plays them on a network of their own.
    Given {
        /// That network.
        subnet: Ipv4Net,
        /// Its name in the compose file.
        name: &'static str,
    },
}

impl NetworkClient {
    /// Returns the client's address on the platform network.
    pub(crate) fn platform_address(&self) -> Ipv4Addr {
        addresses::at(self.slice, 4)
    }

    /// Returns the address that the client's questions come from.
    pub(crate) fn source(&self) -> Ipv4Addr {
        match self.asks {
            Asks::AzureDns => self.platform_address(),
            Asks::Given { subnet, .. } => addresses::at(subnet, 3),
        }
    }

    /// Returns the resolver that the client asks.
    pub(crate) fn resolver(&self) -> Ipv4Addr {
        match self.asks {
            Asks::AzureDns => addresses::AZURE_DNS,
            Asks::Given { subnet, .. } => addresses::at(subnet, 2),
        }
    }
}

/// Names of the networks on which given DNS servers are reached.
const GIVEN: [&str; addresses::MOST_NETWORKS] =
    ["given-1", "given-2", "given-3", "given-4", "given-5", "given-6"];

/// Seats the virtual networks, as many as there is room for.
pub(super) fn of(model: &Model, notes: &mut Vec<String>) -> Vec<NetworkClient> {
    let mut services = BTreeSet::new();
    let virtual_networks = model.networks().iter().filter(|network| network.is_azure);
    let seat = |(position, network): (usize, &Network)| {
        let is_unknown = |target: &Target| matches!(target, Target::Address(_));
        let loses_dns_servers = network.dns_servers.iter().any(|target| is_unknown(&target.value));
        if loses_dns_servers {
            notes.push(format!(
                "dns_servers of {} are left out: the configuration has no server at those addresses. Its client asks \
                 168.63.129.16.",
                network.label
            ));
        }
        let asks = match network.dns_servers.is_empty() || loses_dns_servers {
            true => Asks::AzureDns,
            false => Asks::Given { subnet: addresses::dhcp(position), name: GIVEN[position] },
        };
        NetworkClient {
            label: network.label.clone(),
            service: service(&network.label, &mut services),
            slice: addresses::slice(position),
            asks,
            loses_dns_servers,
        }
    };
    virtual_networks.take(addresses::MOST_NETWORKS).enumerate().map(seat).collect()
}

/// Makes the name of a service of a network's name.
fn service(label: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '-' };
    let base: String = label.chars().map(plain).collect();
    let base = format!("{}-vm", base.trim_matches('-'));
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let free = std::iter::once(base.clone())
        .chain(numbered)
        .find(|name| !taken.contains(name))
        .unwrap_or(base.clone());
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_have_names_of_their_own() {
        let mut taken = BTreeSet::new();
        let names = ["hub", "rg-a/hub", "rg/a-hub", "Hub", "_x_"].map(|label| service(label, &mut taken));
        assert_eq!(names, ["hub-vm", "rg-a-hub-vm", "rg-a-hub-vm-2", "hub-vm-2", "x-vm"]);
    }
}
