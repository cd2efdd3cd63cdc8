//! Resolvers: 168.63.129.16 as seen from a network, custom DNS servers, inbound endpoints, the Internet. And their targets.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

pub use crate::ids::{InboundId, PublicResolverId, ServerId};
use crate::ids::{NetworkId, ZoneId};
use crate::name::Name;
use crate::origin::Origin;
use crate::suffix_map::SuffixMap;

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resolver {
    /// 168.63.129.16, asked from this network.
    AzureDns(NetworkId),
    /// An inbound endpoint: azure_dns of its network, without a cache of its own.
    Inbound(InboundId),
    /// A custom DNS server.
    Server(ServerId),
    /// What the clients of this network were given by DHCP: their DNS servers in order, else azure_dns.
    Client(NetworkId),
    /// A resolver on the public Internet.
    Internet,
    /// Real resolvers on the public Internet. They answer simulated names as if those were real; the real server is not asked.
    Public(PublicResolverId),
}

/// A server of the real world, beyond everything that is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Upstream {
    /// The resolvers of the machine. The caller that asks knows their current addresses.
    System,
    /// The server at this address.
    Address(SocketAddr),
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("the system's resolvers"),
            Self::Address(address) => address.fmt(f),
        }
    }
}

/// What a resolver asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryTarget {
    /// A resolver of the same snapshot; it is never dialled.
    Resolver(Resolver),
    /// A server of the real world.
    Address(SocketAddr),
    /// Nothing, for this reason: it stays silent.
    Unreachable(Arc<str>),
}

/// Where queries for names below a suffix go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarding {
    /// Asked in order, until one is not silent.
    pub targets: Arc<[QueryTarget]>,
    /// Where it was written.
    pub origin: Origin,
}

/// What a ruleset says about names below a suffix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleEffect {
    /// They are forwarded.
    Forward(Forwarding),
    /// Shorter rules do not reach them.
    Exempt,
}

/// What a custom DNS server does with the CNAMEs of an answer that it has forwarded for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Chase {
    /// It returns the chain as it came.
    #[default]
    Upstream,
    /// It puts every target through its own zones and forwarders.
    Own,
}

/// A custom DNS server.
pub struct CustomDnsServer {
    /// As people call it.
    pub name: Arc<str>,
    /// Where it was written.
    pub origin: Origin,
    /// The network it stands in.
    pub network: NetworkId,
    /// Its own authoritative zones, by name.
    pub zones: SuffixMap<ZoneId>,
    /// Its forwarders, by the zone they are for.
    pub forwarders: SuffixMap<Forwarding>,
    /// Where the delegations in its zones lead, by the name delegated, as far as the zones have the addresses.
    pub delegations: SuffixMap<Forwarding>,
    /// It answers for names that are not in its zones.
    pub recursion: bool,
    /// What it does with CNAMEs.
    pub chase: Chase,
    /// How long it waits for each target.
    pub timeout: Duration,
}

impl CustomDnsServer {
    /// Returns a server without zones and forwarders, which recurses and waits 3 seconds.
    pub fn new(name: &str, network: NetworkId, origin: Origin) -> Self {
        Self {
            name: name.into(),
            origin,
            network,
            zones: SuffixMap::default(),
            forwarders: SuffixMap::default(),
            delegations: SuffixMap::default(),
            recursion: true,
            chase: Chase::Upstream,
            timeout: Duration::from_secs(3),
        }
    }

    /// Adds a forwarder; returns the one of the same zone that it takes the place of.
    pub fn forward(&mut self, zone: &Name, forwarder: Forwarding) -> Option<Forwarding> {
        self.forwarders.insert(zone, forwarder)
    }
}
