//! Where the client is, and why; whom it asks, and why.

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;
use zone_store::clients::Membership;
use zone_store::snapshot::{NetworkId, Resolver};

use super::book::Book;
use crate::seat::{Client, Seat};
use azure_model::model;
use azure_objects::provenance::Provenance;

/// Where a client is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientView {
    /// Its network; `None`: it is in none, in several, or on the Internet.
    pub network: Option<String>,
    /// Whether that is a virtual network.
    pub is_azure: bool,
    /// Why.
    pub why: WhyClient,
    /// Where the network, or the prefix that decided, is written.
    pub place: Option<Provenance>,
}

/// Why a client is where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyClient {
    /// It is on the Internet.
    Internet,
    /// The network was named.
    Named,
    /// Its address is in a prefix of the network.
    Prefix {
        /// The address.
        address: IpAddr,
        /// The prefix.
        prefix: IpNet,
        /// The key that claims it: `clients` or `address_space`.
        key: &'static str,
    },
    /// No network has its address.
    Nowhere {
        /// The address.
        address: IpAddr,
    },
    /// Several networks have its address.
    Several {
        /// The address.
        address: IpAddr,
        /// The networks, each with its prefix and where that is written.
        claims: Vec<(String, IpNet, Provenance)>,
    },
}

impl fmt::Display for ClientView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_azure { "a virtual network" } else { "a network outside Azure" };
        let network = self.network.as_deref().unwrap_or_default();
        match &self.why {
            WhyClient::Internet => f.write_str("on the public Internet"),
            WhyClient::Named => write!(f, "in {network}, {kind}"),
            WhyClient::Prefix { address, prefix, key } => {
                write!(f, "{address}, in {network} by its {key} {prefix}")
            }
            WhyClient::Nowhere { address } => write!(f, "{address}, in no network"),
            WhyClient::Several { address, claims } => {
                let claims: Vec<String> =
                    claims.iter().map(|(network, prefix, _)| format!("{network} ({prefix})")).collect();
                write!(f, "{address}, in the address space of {}", claims.join(" and "))
            }
        }
    }
}

/// Whom a client asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolverView {
    /// As people call it; `None`: nobody answers.
    pub resolver: Option<String>,
    /// Why.
    pub why: WhyResolver,
    /// Where that is written.
    pub place: Option<Provenance>,
}

/// Why a client asks whom it asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyResolver {
    /// It was named.
    Named,
    /// Its network has DNS servers of its own.
    DnsServers {
        /// The servers, in order.
        servers: Vec<String>,
    },
    /// Its virtual network has none: Azure provides 168.63.129.16.
    AzureProvided,
    /// Its network is outside Azure, and has none.
    Outside,
    /// It is on the Internet.
    Internet,
    /// An address asks 168.63.129.16 itself.
    Directly {
        /// What other clients of its network ask, if that is something else.
        others: Vec<String>,
    },
    /// Nobody answers.
    Nobody {
        /// Why.
        why: String,
    },
}

impl fmt::Display for ResolverView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let resolver = self.resolver.as_deref().unwrap_or_default();
        match &self.why {
            WhyResolver::Named => write!(f, "{resolver}, as you said"),
            WhyResolver::DnsServers { servers } => {
                write!(f, "{}: dns_servers of its network", servers.join(", then "))
            }
            WhyResolver::AzureProvided => {
                f.write_str("168.63.129.16: Azure-provided, its network has no dns_servers")
            }
            WhyResolver::Outside => write!(f, "{resolver}: its network has no dns_servers"),
            WhyResolver::Internet => f.write_str(resolver),
            WhyResolver::Directly { others } if others.is_empty() => write!(f, "{resolver}"),
            WhyResolver::Directly { others } => {
                write!(f, "{resolver} itself; dns_servers of its network: {}", others.join(", "))
            }
            WhyResolver::Nobody { why } => write!(f, "no resolver: {why}"),
        }
    }
}

pub(super) fn client(book: Book<'_>, seat: &Seat) -> ClientView {
    let found = |id: NetworkId, why, place: Option<Provenance>| ClientView {
        network: Some(book.network_label(id)),
        is_azure: book.snapshot().network(id).reaches_azure_dns(),
        place: Some(place.unwrap_or_else(|| book.network(id).site.place.clone())),
        why,
    };
    let lost = |why| ClientView { network: None, is_azure: false, why, place: None };
    match seat.client {
        Client::Internet => lost(WhyClient::Internet),
        Client::Network(id) => found(id, WhyClient::Named, None),
        Client::Address(address) => match book.snapshot().membership(address) {
            Membership::None => lost(WhyClient::Nowhere { address }),
            Membership::Of(id, prefix) => {
                let network = book.network(id);
                let key = key_of(network);
                found(id, WhyClient::Prefix { address, prefix, key }, place_of(network, prefix))
            }
            Membership::Ambiguous(networks) => {
                let claim = |id| {
                    let network = book.network(id);
                    let is_it = |prefix: &&azure_objects::Located<IpNet>| prefix.contains(&address);
                    let prefix = network.sources.iter().find(is_it)?;
                    Some((network.label.clone(), prefix.value, prefix.site.place.clone()))
                };
                let mut claims: Vec<_> = networks.into_iter().filter_map(claim).collect();
                claims.sort_by(|one, other| one.2.cmp(&other.2));
                lost(WhyClient::Several { address, claims })
            }
        },
    }
}

fn key_of(network: &model::Network) -> &'static str {
    match &network.clients {
        Some(_) => "clients",
        None => "address_space",
    }
}

fn place_of(network: &model::Network, prefix: IpNet) -> Option<Provenance> {
    let sources = network.sources.iter();
    sources.filter(|source| source.value.trunc() == prefix).map(|source| source.site.place.clone()).next()
}

pub(super) fn resolver(book: Book<'_>, seat: &Seat) -> ResolverView {
    let snapshot = book.snapshot();
    let resolver = match &seat.resolver {
        Ok(resolver) => *resolver,
        Err(_) => {
            let why = WhyResolver::Nobody { why: why_silent(book, seat) };
            return ResolverView { resolver: None, why, place: None };
        }
    };
    let network = seat.network(snapshot).map(|id| book.network(id));
    let servers = || match seat.network(snapshot) {
        Some(id) => snapshot.network(id).dns_servers().iter().map(|target| book.target(target)).collect(),
        None => Vec::new(),
    };
    let first_place =
        || network.and_then(|network| network.dns_servers.first()).map(|server| server.site.place.clone());
    let (why, place) = match (seat.named.is_some(), seat.client, resolver) {
        (true, ..) => (WhyResolver::Named, None),
        (false, Client::Internet, _) => (WhyResolver::Internet, None),
        (false, Client::Network(_), Resolver::Client(_)) => {
            match network.map(|one| one.dns_servers.is_empty()) {
                Some(true) => (WhyResolver::Outside, None),
                Some(false) | None => (WhyResolver::DnsServers { servers: servers() }, first_place()),
            }
        }
        (false, Client::Network(_), _) => (WhyResolver::AzureProvided, None),
        (false, Client::Address(_), _) => (WhyResolver::Directly { others: servers() }, first_place()),
    };
    let name = match (&why, servers().first()) {
        (WhyResolver::DnsServers { .. } | WhyResolver::Outside, Some(first)) => first.clone(),
        _ => book.resolver(resolver),
    };
    ResolverView { resolver: Some(name), why, place }
}

/// Says why nobody answers a client.
pub(super) fn why_silent(book: Book<'_>, seat: &Seat) -> String {
    match seat.network(book.snapshot()) {
        Some(id) => {
            let name = book.network_label(id);
            format!(
                "168.63.129.16 answers only inside Azure, and {name} is outside; --from {name} shows what its clients get"
            )
        }
        None => "168.63.129.16 answers only sources in a virtual network".to_owned(),
    }
}
