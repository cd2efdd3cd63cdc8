//! Delegations in the zones of a DNS server: whom it asks about the names below, by the addresses that its zones have.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, SocketAddr};

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::zone::Record;

use super::contents::Contents;
use super::positions::ServerIndex;
use super::servers::{OwnZone, Server, ZoneContent};
use super::target::Target;
use super::targets::Targets;
use azure_objects::located::Located;

/// The port of DNS (RFC 1035 §4.2.1).
const PORT: u16 = 53;

/// Where a delegation leads.
#[derive(Debug)]
pub struct Delegation {
    /// The name delegated.
    pub zone: Name,
    /// Who is asked, in order.
    pub targets: Vec<Located<Target>>,
    /// Where its first NS record is written.
    pub origin: Origin,
}

/// The NS records of one name.
struct Cut {
    zone: Name,
    servers: Vec<Name>,
    origin: Origin,
}

/// Finds the delegations of a server that lead somewhere. Those without an address in its zones are left out.
pub(super) fn of_server(index: ServerIndex, server: &Server, targets: &Targets<'_>) -> Vec<Delegation> {
    let cuts: Vec<(Cut, &OwnZone)> =
        server.zones.iter().flat_map(|zone| cuts_of(zone).into_iter().map(move |cut| (cut, zone))).collect();
    let wanted: HashSet<&Name> = cuts.iter().flat_map(|(cut, _)| &cut.servers).collect();
    let addresses = addresses_of(server, &wanted);
    let found = cuts.iter().filter_map(|(cut, zone)| {
        let addresses = cut.servers.iter().flat_map(|name| addresses.get(name).into_iter().flatten());
        // Whom an address means that several have, nobody knows; and a server does not ask itself.
        let asked = addresses
            .filter_map(|&address| targets.who_has(SocketAddr::new(address, PORT), server.network).ok())
            .filter(|target| *target != Target::Server(index));
        let targets: Vec<_> = asked.map(|target| Located::new(target, zone.site.clone())).collect();
        let (zone, origin) = (cut.zone.clone(), cut.origin);
        (!targets.is_empty()).then_some(Delegation { zone, targets, origin })
    });
    found.collect()
}

fn contents(zone: &OwnZone) -> Option<&Contents> {
    match &zone.content {
        ZoneContent::Own(contents) => Some(contents),
        // A private zone has no delegations.
        ZoneContent::Private(_) => None,
    }
}

/// Lists the delegations in a zone that no other one hides.
fn cuts_of(zone: &OwnZone) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    let mut places: HashMap<Name, usize> = HashMap::new();
    let mut add = |record: Record<'_>| {
        let server = Name::from_wire(record.rdata).ok().filter(|_| record.rtype == RecordType::NS);
        let Some(server) = server.filter(|_| *record.owner != zone.apex.value) else { return };
        let place = *places.entry(record.owner.clone()).or_insert_with(|| {
            cuts.push(Cut { zone: record.owner.clone(), servers: Vec::new(), origin: record.origin });
            cuts.len() - 1
        });
        cuts[place].servers.push(server);
    };
    contents(zone).into_iter().for_each(|contents| contents.for_each(&mut add));
    cuts.retain(|cut| {
        let labels = cut.zone.label_count();
        !(zone.apex.value.label_count()..labels).any(|count| places.contains_key(&cut.zone.rightmost(count)))
    });
    cuts
}

/// Returns the addresses that the zones of a server have for names.
fn addresses_of(server: &Server, wanted: &HashSet<&Name>) -> HashMap<Name, Vec<IpAddr>> {
    let mut addresses: HashMap<Name, Vec<IpAddr>> = HashMap::new();
    if wanted.is_empty() {
        return addresses;
    }
    let mut add = |record: Record<'_>| {
        let address = match record.rtype {
            RecordType::A => <[u8; 4]>::try_from(record.rdata).ok().map(IpAddr::from),
            RecordType::AAAA => <[u8; 16]>::try_from(record.rdata).ok().map(IpAddr::from),
            _ => None,
        };
        if let Some(address) = address.filter(|_| wanted.contains(record.owner)) {
            addresses.entry(record.owner.clone()).or_default().push(address);
        }
    };
    server.zones.iter().filter_map(contents).for_each(|contents| contents.for_each(&mut add));
    addresses
}
