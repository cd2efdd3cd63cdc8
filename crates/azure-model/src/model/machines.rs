//! Virtual machines: their names, networks and addresses.

use std::net::{IpAddr, Ipv4Addr};

use super::addresses::Addresses;
use super::directory::{Directory, Named};
use super::networks::Network;
use super::positions::NetworkIndex;
use super::subnets;
use azure_objects::Refusals;
use azure_objects::config_file::VirtualMachine;
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{AddressSpace, NamingRefusal, NetworkRefusal};

/// Most characters of a name: Azure takes 64 on Linux and 15 on Windows, a label of DNS holds 63.
const LONGEST_NAME: usize = 63;

/// A virtual machine.
#[derive(Debug)]
pub struct Machine {
    /// Its ID.
    pub id: ObjectId,
    /// Its name, which is its host name too.
    pub name: Located<String>,
    /// Its resource group.
    pub resource_group: Option<Located<String>>,
    /// The network it is in.
    pub network: NetworkIndex,
    /// The address of its primary network interface.
    pub address: Located<Ipv4Addr>,
    /// Where it is written.
    pub site: Site,
}

impl Machine {
    /// Returns the name as DNS has it.
    pub fn label(&self) -> String {
        self.name.to_ascii_lowercase()
    }
}

impl Named for Machine {
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
    written: Vec<VirtualMachine>,
    networks: &Directory<Network>,
    addresses: &mut Addresses,
    refusals: &mut Refusals,
) -> Vec<Machine> {
    let resolve_one = |machine: VirtualMachine| {
        let id = machine.id();
        refusals.about(|| id, |refusals| resolve_one(machine, networks, refusals))
    };
    let machines = written.into_iter().filter_map(resolve_one).collect();
    let machines = Directory::new("virtual machine", machines, refusals).into_items();
    for machine in &machines {
        addresses.give(machine.network, &machine.id, &machine.address, refusals);
    }
    machines
}

fn resolve_one(
    written: VirtualMachine,
    networks: &Directory<Network>,
    refusals: &mut Refusals,
) -> Option<Machine> {
    check_name(&written.name, refusals);
    let network = networks.find(&written.virtual_network, refusals)?;
    let id = written.id();
    let address = written.private_ip_address;
    check_address(&address, &networks.items()[network], refusals);
    Some(Machine {
        id,
        name: written.name,
        resource_group: written.resource_group,
        network: NetworkIndex(network),
        address,
        site: written.site,
    })
}

/// Reports names that are no host names.
fn check_name(name: &Located<String>, refusals: &mut Refusals) {
    let is_allowed = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-';
    if name.len() > LONGEST_NAME
        || !name.bytes().all(is_allowed)
        || name.starts_with('-')
        || name.ends_with('-')
    {
        refusals.push(name.refuse(NamingRefusal::NotOfAMachine { longest: LONGEST_NAME }));
    }
}

/// Reports an address that is not in the network, and one that Azure keeps for itself.
pub(super) fn check_address(address: &Located<Ipv4Addr>, network: &Network, refusals: &mut Refusals) {
    let prefixes = &network.address_space;
    if prefixes.iter().any(|prefix| prefix.contains(&IpAddr::V4(address.value))) {
        let subnet = network.subnets.iter().find(|subnet| subnet.contains(address.value));
        if let Some(subnet) = subnet {
            subnets::check_address(address, subnet, refusals);
        }
        return;
    }
    let (network, prefixes) = (network.label.clone(), AddressSpace(prefixes.clone()));
    refusals.push(address.refuse(NetworkRefusal::AddressOutsideNetwork { network, prefixes }));
}
