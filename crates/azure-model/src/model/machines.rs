//! Virtual machines: their names, networks and addresses.

use std::net::{IpAddr, Ipv4Addr};

use super::addresses::Addresses;
use super::directory::{Directory, Named};
use super::networks::Network;
use super::positions::NetworkIndex;
use super::subnets;
use azure_objects::config_file::VirtualMachine;
use azure_objects::diagnostic::Diagnostics;
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};

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
    diagnostics: &mut Diagnostics,
) -> Vec<Machine> {
    let machines =
        written.into_iter().filter_map(|machine| resolve_one(machine, networks, diagnostics)).collect();
    let machines = Directory::new("virtual machine", machines, diagnostics).into_items();
    for machine in &machines {
        addresses.give(machine.network, &machine.address, diagnostics);
    }
    machines
}

fn resolve_one(
    written: VirtualMachine,
    networks: &Directory<Network>,
    diagnostics: &mut Diagnostics,
) -> Option<Machine> {
    check_name(&written.name, diagnostics);
    let network = networks.find(&written.virtual_network, diagnostics)?;
    let id = written.id();
    let address = written.private_ip_address?;
    check_address(&address, &networks.items()[network], diagnostics);
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
fn check_name(name: &Located<String>, diagnostics: &mut Diagnostics) {
    let is_allowed = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-';
    if name.len() > LONGEST_NAME
        || !name.bytes().all(is_allowed)
        || name.starts_with('-')
        || name.ends_with('-')
    {
        let fix = format!("write 1 to {LONGEST_NAME} letters, digits and hyphens, no hyphen at either end");
        diagnostics.push(name.error("is not the name of a virtual machine").fix(fix));
    }
}

/// Reports an address that is not in the network, and one that Azure keeps for itself.
pub(super) fn check_address(address: &Located<Ipv4Addr>, network: &Network, diagnostics: &mut Diagnostics) {
    let prefixes = &network.address_space;
    if prefixes.iter().any(|prefix| prefix.contains(&IpAddr::V4(address.value))) {
        let subnet = network.subnets.iter().find(|subnet| subnet.contains(address.value));
        if let Some(subnet) = subnet {
            subnets::check_address(address, subnet, diagnostics);
        }
        return;
    }
    let fix = match prefixes.as_slice() {
        [] => "the network has no address_space: add one".to_owned(),
        _ => {
            let prefixes: Vec<String> = prefixes.iter().map(ToString::to_string).collect();
            format!("write an address of {}", prefixes.join(" or "))
        }
    };
    let problem = format!("is outside the address_space of \"{}\"", network.label);
    diagnostics.push(address.error(problem).fix(fix));
}
