//! Subnets by name, and addresses in them.

use std::net::Ipv4Addr;

use super::networks::{Network, Subnet};
use azure_objects::Refusals;
use azure_objects::config_file;
use azure_objects::located::Located;
use azure_objects::refusal::{NetworkRefusal, ReferenceRefusal, Suggestion, UsableAddresses};

/// Finds a subnet of a network by name; what there is not is reported, but not what was refused.
pub(super) fn find_subnet_of(
    name: &Located<String>,
    network: &Network,
    refusals: &mut Refusals,
) -> Option<usize> {
    let position = network.subnet_position(name);
    let reference = format!("{}/{}", network.label, name.value);
    if position.is_none() && !refusals.has_left_out(&config_file::Subnet::TABLE, &reference) {
        let mut names: Vec<String> = network.subnets.iter().map(|subnet| subnet.name.clone()).collect();
        if names.is_empty() {
            let owner = format!("{}/", network.label).to_lowercase();
            let left_out = refusals.references_left_out(&config_file::Subnet::TABLE);
            names.extend(left_out.filter_map(|one| one.strip_prefix(&owner)).map(str::to_owned));
        }
        let suggestion = match names.is_empty() {
            true => Suggestion::NoSubnet,
            false => Suggestion::ThereIs { names, more: 0 },
        };
        let network = network.label.clone();
        refusals.push(name.refuse(ReferenceRefusal::UnknownSubnet { network, suggestion }));
    }
    position.filter(|&position| !network.subnets[position].prefixes.is_empty())
}

/// Reports an address outside the subnet, and one that Azure keeps for itself.
pub(super) fn check_address(address: &Located<Ipv4Addr>, subnet: &Subnet, refusals: &mut Refusals) {
    let usable = || UsableAddresses((subnet.capacity() > 0).then(|| subnet.describe_usable()));
    let name = || subnet.name.clone();
    if !subnet.contains(address.value) {
        let outside = NetworkRefusal::AddressOutsideSubnet { subnet: name(), usable: usable() };
        refusals.push(address.refuse(outside));
    } else if subnet.is_reserved(address.value) {
        let (subnet, usable) = (name(), usable());
        let reserved = NetworkRefusal::ReservedAddress { address: address.value, subnet, usable };
        refusals.push(address.refuse(reserved));
    }
}
