//! Subnets by name, and addresses in them.

use std::net::Ipv4Addr;

use super::networks::{Network, Subnet};
use azure_objects::diagnostic::Diagnostics;
use azure_objects::located::Located;

/// Finds a subnet of a network by name; what there is not is reported. Empty ones have been.
pub(super) fn find_subnet_of(
    name: &Located<String>,
    network: &Network,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    if name.is_missing(diagnostics) {
        return None;
    }
    let position = network.subnet_position(name);
    if position.is_none() {
        let names: Vec<&str> = network.subnets.iter().map(|subnet| subnet.name.as_str()).collect();
        let fix = match names.as_slice() {
            [] => "the network has no subnet: add one".to_owned(),
            _ => format!("there is {}", names.join(", ")),
        };
        diagnostics.push(name.error(format!("is no subnet of \"{}\"", network.label)).fix(fix));
    }
    position.filter(|&position| !network.subnets[position].prefixes.is_empty())
}

/// Reports an address outside the subnet, and one that Azure keeps for itself.
pub(super) fn check_address(address: &Located<Ipv4Addr>, subnet: &Subnet, diagnostics: &mut Diagnostics) {
    let name = &subnet.name;
    let problem = if !subnet.contains(address.value) {
        format!("is outside the subnet \"{name}\"")
    } else if subnet.is_reserved(address.value) {
        format!("is reserved by Azure, as the first four addresses and the last of the subnet \"{name}\" are")
    } else {
        return;
    };
    let fix = match subnet.capacity() {
        0 => "the subnet has no address for endpoints: widen it".to_owned(),
        _ => format!("write an address from {}", subnet.describe_usable()),
    };
    diagnostics.push(address.error(problem).fix(fix));
}
