//! How resolvers speak EDNS: Azure's in one way, all others in another.

use zone_store::resolver::QueryTarget;
use zone_store::snapshot::{Resolver, Snapshot};

/// What the OPT record of a resolver's replies says, apart from the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdnsProfile {
    /// 168.63.129.16 and inbound endpoints: a COOKIE option comes back as it was sent.
    Azure,
    /// Custom DNS servers and the Internet: clients get server cookies (RFC 9018).
    Standard,
}

impl EdnsProfile {
    /// Returns the profile of a resolver; `None`: 168.63.129.16 for a source in no network.
    ///
    /// The clients of a network ask the first of their DNS servers.
    pub fn of(snapshot: &Snapshot, resolver: Option<Resolver>) -> Self {
        let Some(resolver) = resolver else { return Self::Azure };
        let asked = match resolver {
            Resolver::Client(id) => match snapshot.network(id).dns_servers().first() {
                Some(QueryTarget::Resolver(first)) => *first,
                Some(QueryTarget::Address(_) | QueryTarget::Unreachable(_)) => return Self::Standard,
                None => resolver,
            },
            Resolver::AzureDns(_)
            | Resolver::Inbound(_)
            | Resolver::Server(_)
            | Resolver::Internet
            | Resolver::Public(_) => resolver,
        };
        if snapshot.seen_from(asked).is_some() { Self::Azure } else { Self::Standard }
    }

    /// Returns the UDP payload size that the resolver announces, in octets.
    pub fn payload_size(self) -> u16 {
        match self {
            Self::Azure => 1224,
            Self::Standard => 1232,
        }
    }
}
