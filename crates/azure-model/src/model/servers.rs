//! Custom DNS servers: where they are, their own zones, their forwarders.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use zone_store::name::Name;

use super::addresses::Addresses;
use super::contents::Contents;
use super::delegations::Delegation;
use super::directory::{Directory, Named};
use super::machines;
use super::networks::{self, Network, OUTSIDE};
use super::positions::{NetworkIndex, ZoneIndex};
use super::reading::Reading;
use super::records::{Holder, WrittenZone};
use super::target::Target;
use super::targets::Targets;
use super::zones::Zone;
use azure_objects::Refusals;
use azure_objects::config_file::{self, DnsServer, DnsServerZone};
use azure_objects::id::{ObjectId, child};
use azure_objects::located::{Located, Site};
use azure_objects::refusal::ServerRefusal;
use azure_objects::words::Chase;

/// A custom DNS server.
#[derive(Debug)]
pub struct Server {
    /// Its ID.
    pub id: ObjectId,
    /// Its name.
    pub name: Located<String>,
    /// Its resource group.
    pub resource_group: Option<Located<String>>,
    /// The network it is in.
    pub network: NetworkIndex,
    /// Its address there.
    pub address: Located<Ipv4Addr>,
    /// Addresses that answer as this server.
    pub listen: Vec<Located<SocketAddr>>,
    /// Whether it answers for names outside its zones.
    pub recursion: bool,
    /// What becomes of the CNAMEs of a forwarded answer.
    pub chase: Chase,
    /// How long it waits for each target.
    pub timeout: Duration,
    /// Where queries go; one for each zone.
    pub forwarders: Vec<Forwarder>,
    /// Its own zones; one of each name.
    pub zones: Vec<OwnZone>,
    /// Where the delegations in its zones lead.
    pub delegations: Vec<Delegation>,
    /// Where it is written.
    pub site: Site,
}

/// Where queries for names below a zone go.
#[derive(Debug)]
pub struct Forwarder {
    /// Its ID.
    pub id: ObjectId,
    /// The zone; the root is the default forwarder.
    pub zone: Located<Name>,
    /// Who is asked, in order.
    pub targets: Vec<Located<Target>>,
    /// Where it is written.
    pub site: Site,
}

/// A zone that a server is authoritative for.
#[derive(Debug)]
pub struct OwnZone {
    /// Its ID.
    pub id: ObjectId,
    /// Its apex.
    pub apex: Located<Name>,
    /// What is in it.
    pub content: ZoneContent,
    /// Where it is written.
    pub site: Site,
}

/// What is in a zone of a server.
#[derive(Debug)]
pub enum ZoneContent {
    /// Records of its own.
    Own(Arc<Contents>),
    /// A private zone as it is.
    Private(ZoneIndex),
}

impl Named for Server {
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

/// What servers refer to.
pub(super) struct Known<'k> {
    pub(super) networks: &'k Directory<Network>,
    pub(super) zones: &'k Directory<Zone>,
    pub(super) reading: &'k Reading<'k>,
}

/// Resolves the servers without their forwarders.
pub(super) fn resolve(
    written: &[DnsServer],
    known: &Known<'_>,
    addresses: &mut Addresses,
    refusals: &mut Refusals,
) -> Directory<Server> {
    let resolve_one = |server: &DnsServer| {
        let resolved = refusals.about(|| server.id(), |refusals| resolve_one(server, known, refusals));
        if resolved.is_none() {
            refusals.leave_out(&DnsServer::TABLE, &server.name);
        }
        resolved
    };
    let servers = written.iter().filter_map(resolve_one).collect();
    let servers: Directory<Server> = Directory::new("DNS server", servers, refusals);
    for server in servers.items() {
        addresses.give(server.network, &server.id, &server.address, refusals);
    }
    servers
}

fn resolve_one(written: &DnsServer, known: &Known<'_>, refusals: &mut Refusals) -> Option<Server> {
    let networks = known.networks;
    let id = written.id();
    networks::check_name(&written.name, ("server", "DNS server"), refusals);
    let own_zones = resolve_zones(&id, &written.zones, known, refusals);
    let network = find_network(written, networks, refusals)?;
    let address = written.private_ip_address.clone();
    machines::check_address(&address, &networks.items()[network], refusals);
    Some(Server {
        id,
        name: written.name.clone(),
        resource_group: written.resource_group.clone(),
        network: NetworkIndex(network),
        address,
        listen: written.listen.clone(),
        recursion: written.recursion.value,
        chase: written.chase.value,
        timeout: written.timeout.value,
        forwarders: Vec::new(),
        zones: own_zones,
        delegations: Vec::new(),
        site: written.site.clone(),
    })
}

/// Finds the one network that a server is in.
fn find_network(server: &DnsServer, networks: &Directory<Network>, refusals: &mut Refusals) -> Option<usize> {
    match (&server.network, &server.virtual_network) {
        (Some(network), None) => networks.find_of_kind(Some(OUTSIDE), network, refusals),
        (None, Some(network)) => networks.find(network, refusals),
        (Some(network), Some(_)) => {
            refusals.push(network.refuse(ServerRefusal::TwoNetworks));
            None
        }
        (None, None) => {
            refusals.push(server.name.refuse(ServerRefusal::NoNetwork));
            None
        }
    }
}

/// Resolves the zones of a server; a second one of a name is reported.
fn resolve_zones(
    server: &ObjectId,
    written: &[DnsServerZone],
    known: &Known<'_>,
    refusals: &mut Refusals,
) -> Vec<OwnZone> {
    let mut resolved: Vec<OwnZone> = Vec::new();
    let mut seen: HashMap<Name, Site> = HashMap::new();
    for zone in written {
        let Some(zone) = resolve_zone(server, zone, known, refusals) else { continue };
        match seen.get(&zone.apex.value) {
            Some(first) => {
                let taken = ServerRefusal::ZoneTaken { first: first.into() };
                refusals.push(zone.apex.refuse(taken).of(zone.id));
            }
            None => {
                seen.insert(zone.apex.value.clone(), zone.apex.site.clone());
                resolved.push(zone);
            }
        }
    }
    resolved
}

fn resolve_zone(
    server: &ObjectId,
    written: &DnsServerZone,
    known: &Known<'_>,
    refusals: &mut Refusals,
) -> Option<OwnZone> {
    let Known { zones, reading, .. } = known;
    let site = written.site.clone();
    let Some(reference) = &written.private_dns_zone else {
        let Some(apex) = written.name.clone() else {
            refusals.push(site.refuse(ServerRefusal::ZoneWithoutName));
            return None;
        };
        let id = server.child(child::ZONE, &apex.without_dot());
        let (sets, zone_file) = (&written.record_sets, written.zone_file.as_ref());
        let zone = WrittenZone { id: &id, apex: &apex, sets, zone_file, holder: Holder::Public };
        let content = ZoneContent::Own(reading.contents(&zone, refusals));
        return Some(OwnZone { id, apex, content, site });
    };
    let has_records = !written.record_sets.is_empty() || written.zone_file.is_some();
    if has_records {
        refusals.push(reference.refuse(ServerRefusal::RecordsBesideZone));
    }
    let index = zones.find(reference, refusals)?;
    let apex = Located::new(zones.items()[index].apex.value.clone(), reference.site.clone());
    if let Some(name) = written.name.as_ref().filter(|name| name.value != apex.value) {
        refusals.push(name.refuse(ServerRefusal::NotItsName { zone: apex.without_dot() }));
    }
    let id = server.child(child::ZONE, &apex.without_dot());
    Some(OwnZone { id, apex, content: ZoneContent::Private(ZoneIndex(index)), site })
}

/// Resolves the forwarders of every server, in the order of `servers`.
pub(super) fn resolve_forwarders(
    written: &[DnsServer],
    servers: &Directory<Server>,
    targets: &Targets<'_>,
    refusals: &mut Refusals,
) -> Vec<Vec<Forwarder>> {
    let by_id: HashMap<ObjectId, &DnsServer> = written.iter().map(|server| (server.id(), server)).collect();
    let of_server = |server: &Server| match by_id.get(&server.id) {
        Some(written) => refusals.about(
            || server.id.clone(),
            |refusals| forwarders_of(server, &written.forwarders, targets, refusals),
        ),
        None => Vec::new(),
    };
    servers.items().iter().map(of_server).collect()
}

fn forwarders_of(
    server: &Server,
    written: &[config_file::Forwarder],
    targets: &Targets<'_>,
    refusals: &mut Refusals,
) -> Vec<Forwarder> {
    let mut forwarders: Vec<Forwarder> = Vec::new();
    let mut seen: HashMap<&Name, &Site> = HashMap::new();
    for forwarder in written {
        let to: Vec<Located<Target>> =
            forwarder.to.iter().filter_map(|text| targets.find(text, server.network, refusals)).collect();
        if let Some(first) = seen.get(&forwarder.zone.value) {
            let taken = ServerRefusal::ForwarderTaken { first: (*first).into() };
            refusals.push(forwarder.zone.refuse(taken));
            continue;
        }
        seen.insert(&forwarder.zone.value, &forwarder.zone.site);
        if forwarder.to.is_empty() {
            refusals.push(forwarder.site.refuse(ServerRefusal::NoTarget));
        }
        let (zone, site) = (forwarder.zone.clone(), forwarder.site.clone());
        let id = forwarder.id(&server.id);
        forwarders.push(Forwarder { id, zone, targets: to, site });
    }
    forwarders
}
