//! Where a question is put: the place of a client, and the resolver that it asks.
//!
//! Everything that asks offline (query, explain) reads `--from` and `@RESOLVER` here.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use zone_store::snapshot::{NetworkId, NotAdmitted, Resolver, Snapshot, Vantage};

use azure_model::Loaded;
use azure_model::compile::Compiled;
use azure_model::model::{AZURE_DNS, Model};

/// Where a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    /// On the public Internet.
    Internet,
    /// In this network, named; it asks what DHCP gave it.
    Network(NetworkId),
    /// Behind this address, which asks 168.63.129.16 itself, whatever the DNS servers of its network are.
    Address(IpAddr),
}

/// A client with the resolver that it asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Where the client is.
    pub client: Client,
    /// Who answers it.
    ///
    /// # Errors
    /// Why nobody does.
    pub resolver: Result<Resolver, NotAdmitted>,
    /// The resolver as it was named, if it is not the client's own.
    pub named: Option<String>,
}

/// Why a text is no seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeatError {
    /// No network has this name.
    NoNetwork {
        /// What was written.
        name: String,
        /// What can be written.
        places: String,
    },
    /// No resolver has this name or address.
    NoResolver {
        /// What was written.
        name: String,
        /// What can be written.
        resolvers: Vec<String>,
    },
    /// Several resolvers have this address, none of them in the client's network.
    SeveralResolvers {
        /// The address.
        address: Ipv4Addr,
        /// What can be written instead.
        resolvers: Vec<String>,
    },
    /// 168.63.129.16 does not answer where the client is.
    OutOfReach {
        /// The virtual networks.
        networks: Vec<String>,
    },
}

impl std::error::Error for SeatError {}

impl fmt::Display for SeatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ats = |names: &[String]| names.iter().map(|name| format!("@{name}")).collect::<Vec<_>>();
        match self {
            Self::NoNetwork { name, places } => {
                write!(f, "there is no network \"{name}\"; --from takes one of: {places}")
            }
            Self::NoResolver { name, resolvers } => {
                write!(f, "there is no resolver \"{name}\"; write {} or @internet", ats(resolvers).join(", "))
            }
            Self::SeveralResolvers { address, resolvers } => {
                write!(
                    f,
                    "{address} is the address of several resolvers; write {}",
                    ats(resolvers).join(" or ")
                )
            }
            Self::OutOfReach { networks } => write!(
                f,
                "168.63.129.16 cannot be reached from there; ask it --from a virtual network: {}",
                networks.join(", ")
            ),
        }
    }
}

/// Lists what a client's place can be, for messages.
pub fn places(snapshot: &Snapshot) -> String {
    let networks = snapshot.networks().map(|(_, network)| &*network.name);
    networks.chain(["internet", "an address"]).collect::<Vec<_>>().join(", ")
}

impl Client {
    /// Reads a place: a network's name, `internet`, or an address.
    ///
    /// # Errors
    /// [`SeatError::NoNetwork`].
    pub fn read(snapshot: &Snapshot, text: &str) -> Result<Self, SeatError> {
        if text == "internet" {
            return Ok(Self::Internet);
        }
        if let Some(network) = snapshot.network_named(text) {
            return Ok(Self::Network(network));
        }
        text.parse()
            .map(Self::Address)
            .map_err(|_| SeatError::NoNetwork { name: text.to_owned(), places: places(snapshot) })
    }
}

impl Seat {
    /// Returns the seat of a client that asks its own resolver.
    pub fn of(snapshot: &Snapshot, client: Client) -> Self {
        let resolver = match client {
            Client::Internet => Ok(Resolver::Internet),
            Client::Network(network) => Ok(match snapshot.network(network).dns_servers() {
                [] => Resolver::AzureDns(network),
                _ => Resolver::Client(network),
            }),
            Client::Address(address) => snapshot.admit(Vantage::BySource, address),
        };
        Self { client, resolver, named: None }
    }

    /// Returns the seat of a client that asks the resolver of this name or address, or without one, its own.
    ///
    /// # Errors
    /// [`SeatError`] when the text means nobody, or nobody in reach.
    pub fn asking(loaded: &Loaded, client: Client, named: Option<&str>) -> Result<Self, SeatError> {
        let own = Self::of(&loaded.compiled.snapshot, client);
        let Some(named) = named else { return Ok(own) };
        let Compiled { snapshot, resolvers, .. } = &loaded.compiled;
        let by_name = resolvers.iter().find(|(name, _)| name == named).map(|(_, resolver)| *resolver);
        let resolver = match (by_name, named, named.parse::<Ipv4Addr>()) {
            (Some(resolver), ..) => Ok(resolver),
            (None, "internet", _) => Ok(Resolver::Internet),
            (None, "azure_dns", _) | (None, _, Ok(AZURE_DNS)) => own.azure_dns(snapshot)?,
            (None, _, Ok(address)) => Ok(at_address(loaded, &own, address)?),
            (None, _, Err(_)) => return Err(unknown(named, resolvers)),
        };
        Ok(Self { client, resolver, named: Some(named.to_owned()) })
    }

    /// Returns the network that the client is in, if it is in one alone.
    pub fn network(&self, snapshot: &Snapshot) -> Option<NetworkId> {
        use zone_store::clients::Membership;
        match self.client {
            Client::Internet => None,
            Client::Network(network) => Some(network),
            Client::Address(address) => match snapshot.membership(address) {
                Membership::Of(network, _) => Some(network),
                Membership::Ambiguous(_) | Membership::None => None,
            },
        }
    }

    fn azure_dns(&self, snapshot: &Snapshot) -> Result<Result<Resolver, NotAdmitted>, SeatError> {
        match &self.resolver {
            Err(_) | Ok(Resolver::AzureDns(_)) => Ok(self.resolver.clone()),
            Ok(Resolver::Client(network)) if snapshot.network(*network).reaches_azure_dns() => {
                Ok(Ok(Resolver::AzureDns(*network)))
            }
            Ok(_) => {
                let networks = snapshot.networks().filter(|(_, network)| network.reaches_azure_dns());
                let networks = networks.map(|(_, network)| network.name.to_string()).collect();
                Err(SeatError::OutOfReach { networks })
            }
        }
    }
}

fn unknown(named: &str, resolvers: &[(String, Resolver)]) -> SeatError {
    let known = resolvers.iter().map(|(name, _)| name.clone());
    let resolvers = ["azure_dns".to_owned()].into_iter().chain(known).collect();
    SeatError::NoResolver { name: named.to_owned(), resolvers }
}

/// Finds who has an address: in the client's own network first.
fn at_address(loaded: &Loaded, seat: &Seat, address: Ipv4Addr) -> Result<Resolver, SeatError> {
    let Compiled { snapshot, resolvers, .. } = &loaded.compiled;
    let own = seat.network(snapshot).map(|id| &*snapshot.network(id).name);
    let mut owners: Vec<(&str, Resolver)> = Vec::new();
    for (network, name, theirs) in addresses(&loaded.model) {
        let known = resolvers.iter().find(|(known, _)| *known == name);
        if let (true, Some((name, resolver))) = (theirs == address, known) {
            if Some(network) == own {
                return Ok(*resolver);
            }
            owners.push((name, *resolver));
        }
    }
    match owners.as_slice() {
        [] => Err(unknown(&address.to_string(), resolvers)),
        [(_, resolver)] => Ok(*resolver),
        several => {
            let resolvers = several.iter().map(|(name, _)| (*name).to_owned()).collect();
            Err(SeatError::SeveralResolvers { address, resolvers })
        }
    }
}

/// Lists the servers and inbound endpoints: the network's label, the name, the address there.
pub(crate) fn addresses(model: &Model) -> impl Iterator<Item = (&str, String, Ipv4Addr)> {
    let label = |index: azure_model::model::NetworkIndex| model.networks()[index.0].label.as_str();
    let servers = model.servers().iter();
    let servers =
        servers.map(move |server| (label(server.network), server.name.value.clone(), server.address.value));
    let endpoints = model.resolvers().iter().flat_map(move |resolver| {
        let endpoints = resolver.inbound_endpoints.iter();
        endpoints.map(move |one| (label(resolver.network), resolver.label_of(one), one.address.value))
    });
    servers.chain(endpoints)
}
