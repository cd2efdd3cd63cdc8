//! On-premises: a desk and its DNS server.

use std::net::Ipv4Addr;

use azure_model::model::{Network, NetworkIndex};
use azure_model::{Diagnostic, Model};
use ipnet::{IpNet, Ipv4Net};

use super::{Hub, about};
use crate::addresses::{self, Objection};

/// Most parts of a prefix that are tried.
const MOST_TRIED: usize = 64;
/// What on-premises may have where the configuration has no network outside Azure (RFC 1918, RFC 6598).
const SPACES: [[u8; 4]; 4] = [[192, 168, 0, 0], [172, 31, 0, 0], [10, 255, 0, 0], [100, 64, 0, 0]];

/// The network on-premises.
#[derive(Debug)]
pub(crate) struct Office {
    /// As people call it.
    pub(crate) label: String,
    /// Its address space, if the configuration does not have the network yet.
    pub(crate) new_space: Option<Ipv4Net>,
    /// Its subnet.
    pub(crate) subnet: Ipv4Net,
    /// Its DNS server.
    pub(crate) server: Ipv4Addr,
    /// Its client.
    pub(crate) desk: Ipv4Addr,
}

/// Takes the first network outside Azure, or makes one.
///
/// # Errors
/// Why none of its addresses can be used.
pub(super) fn of(
    model: &Model,
    hub: Option<&Hub>,
    notes: &mut Vec<String>,
) -> Result<Office, Vec<Diagnostic>> {
    let mut outside = model.networks().iter().enumerate().filter(|(_, network)| !network.is_azure);
    let Some((index, network)) = outside.next() else { return Ok(made(model, hub)) };
    let others: Vec<&str> = outside.map(|(_, network)| &*network.label).collect();
    if !others.is_empty() {
        notes.push(format!("On-premises is {}; the lab leaves out {}.", network.label, others.join(", ")));
    }
    let wanted = super::server_in(model, NetworkIndex(index));
    let mut why = Vec::new();
    for subnet in candidates(network, wanted) {
        match furnish(network.label.clone(), subnet, wanted, hub) {
            Ok(office) => return Ok(office),
            Err(objection) if !why.contains(&objection) => why.push(objection),
            Err(_) => {}
        }
    }
    why.truncate(3);
    let why = super::reasons(&why);
    let problem = format!("has no addresses for a desk and a DNS server: {why}");
    let fix = "give it an address_space of its own, for example [\"192.168.0.0/16\"]";
    Err(vec![about(&network.name, problem).fix(fix)])
}

/// Lists the parts of a network that may be its subnet, the part with its server first.
fn candidates(network: &Network, wanted: Option<Ipv4Addr>) -> Vec<Ipv4Net> {
    let mut all = addresses::halls(&network.address_space, wanted);
    for prefix in &network.address_space {
        if let IpNet::V4(v4) = prefix {
            let parts = v4.subnets(v4.prefix_len().max(24)).into_iter().flatten();
            all.extend(parts.take(MOST_TRIED));
        }
    }
    all
}

fn furnish(
    label: String,
    subnet: Ipv4Net,
    wanted: Option<Ipv4Addr>,
    hub: Option<&Hub>,
) -> Result<Office, Objection> {
    addresses::check(subnet)?;
    if let Some(hub) = hub.filter(|hub| addresses::overlap(hub.subnet, subnet)) {
        return Err(Objection::OnTheWay { subnet, way: hub.subnet });
    }
    let server = wanted.filter(|address| addresses::can_have(subnet, *address));
    let server = server.or_else(|| addresses::pick(subnet, 53, &[])).ok_or(Objection::Full(subnet))?;
    let desk = addresses::pick(subnet, 20, &[server]).ok_or(Objection::Full(subnet))?;
    Ok(Office { label, new_space: None, subnet, server, desk })
}

/// Makes a network whose addresses no other one has.
fn made(model: &Model, hub: Option<&Hub>) -> Office {
    let is_taken =
        |name: &str| model.networks().iter().any(|network| network.name.eq_ignore_ascii_case(name));
    let names = (2..).map(|number| format!("onprem-{number}"));
    let label =
        std::iter::once("onprem".to_owned()).chain(names).find(|name| !is_taken(name)).unwrap_or_default();
    let is_free = |space: &Ipv4Net| {
        let prefixes = model.networks().iter().flat_map(|network| &network.address_space);
        !prefixes.into_iter().any(|prefix| matches!(prefix, IpNet::V4(v4) if addresses::overlap(*v4, *space)))
    };
    let spaces = SPACES.map(|octets| Ipv4Net::new_assert(octets.into(), 16));
    // Large networks can cover all four; what counts then is that containers find room beside the private way.
    let is_beside = |space: &Ipv4Net| !hub.is_some_and(|hub| addresses::overlap(hub.subnet, *space));
    let space =
        spaces.into_iter().find(is_free).or_else(|| spaces.into_iter().find(is_beside)).unwrap_or(spaces[0]);
    let subnet = Ipv4Net::new_assert(space.network(), 24);
    let (server, desk) = (addresses::at(subnet, 53), addresses::at(subnet, 20));
    Office { label, new_space: Some(space), subnet, server, desk }
}
