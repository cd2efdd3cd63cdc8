//! The address that a name comes to, asked of the engine.

use std::net::Ipv4Addr;

use zone_store::answer::Answer;
use zone_store::engine::{Outcome, Query, Resolution};
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::snapshot::{NetworkId, Resolver, Snapshot};

use azure_model::model::NetworkIndex;

/// Resolves a name as the clients of a network do, without sending anything; `None`: it has no address, or nobody can know.
///
/// Networks of a snapshot are numbered as in the model that it was compiled from.
pub fn address_from(snapshot: &Snapshot, network: NetworkIndex, name: &str) -> Option<Ipv4Addr> {
    let name: Name = name.parse().ok()?;
    let query = Query::new(name, RecordType::A);
    let resolver = Resolver::Client(NetworkId(u32::try_from(network.0).ok()?));
    match Resolution::new(snapshot, resolver, query).run_offline() {
        Outcome::Answer(answer) => address_of(&answer),
        Outcome::Silence(_) | Outcome::Unknown(_) => None,
    }
}

/// Returns the first address that an answer ends with; `None`: it ends without.
pub fn address_of(answer: &Answer<'_>) -> Option<Ipv4Addr> {
    let last = answer.answer.last().filter(|records| records.rtype == RecordType::A)?;
    let octets: [u8; 4] = last.rdata().iter().next()?.try_into().ok()?;
    Some(octets.into())
}
