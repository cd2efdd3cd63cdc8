//! Asking servers that run: one resolver, as one network sees it, or every listener of a running Zonite.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use dns_client::{DnsClient, NoAnswer, Patience};
use insight::Client;
use zone_store::clients::Membership;
use zone_store::engine::Query;
use zone_store::snapshot::NetworkId;

use crate::in_process::dig;
use crate::observed::SILENCE;
use crate::seen::{Observation, ObservedOutcome, Suspected};
use crate::suite::{Config, TestCase};

/// Most name servers of a `resolv.conf` that are used (`MAXNS` of resolv.conf(5)).
const MOST_NAME_SERVERS: usize = 3;

/// Servers that run.
#[derive(Debug, Clone)]
pub struct Servers {
    /// Who they are.
    pub reach: Reach,
    /// How long an answer is waited for.
    pub patience: Patience,
}

/// Who is asked.
#[derive(Debug, Clone)]
pub enum Reach {
    /// These, in order until one answers; they see what one network sees.
    One {
        /// Never empty.
        addresses: Vec<SocketAddr>,
        /// The network, in the word that expectations have for it.
        network: String,
    },
    /// The listeners of a running Zonite, by name.
    Listeners(BTreeMap<String, SocketAddr>),
}

/// Why there is no server to ask.
#[derive(Debug, thiserror::Error)]
pub enum ReachError {
    /// The file cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// Which.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// It names no server.
    #[error("{path}: there is no line \"nameserver ADDRESS\"")]
    NoNameServer {
        /// Which.
        path: String,
    },
    /// It is not what `zonite serve --ready-file` writes.
    #[error("{path}: is not a file that zonite serve --ready-file writes, JSON {{name: address}}: {why}")]
    NotReady {
        /// Which.
        path: String,
        /// What is wrong with it.
        why: String,
    },
}

/// Why an expectation cannot be asked here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutOfReach {
    /// The servers answer for another network.
    #[error("it is from {from}, and this machine is in {here}")]
    Elsewhere {
        /// Where the expectation is from.
        from: String,
        /// Which network the servers answer for.
        here: String,
    },
    /// The network or resolver has no listener.
    #[error("{name} has no listener; {fix}")]
    NoListener {
        /// Which.
        name: String,
        /// What to write into the configuration.
        fix: &'static str,
    },
    /// Its clients do not ask 168.63.129.16, and they have no listener.
    #[error("{network} has DNS servers of its own and no listener for its clients; give it a client_listen")]
    OwnServers {
        /// Which.
        network: String,
    },
    /// One of the two is a loopback address, and the other is not.
    #[error("{listener} cannot be asked from {source_address} here")]
    WrongSide {
        /// Who would be asked.
        listener: SocketAddr,
        /// From where.
        source_address: IpAddr,
    },
}

impl OutOfReach {
    fn no_listener(name: impl Into<String>, fix: &'static str) -> Self {
        Self::NoListener { name: name.into(), fix }
    }
}

/// Reads the name servers of a `resolv.conf`, as many as a stub resolver uses.
///
/// # Errors
/// [`ReachError`].
pub fn name_servers(path: &Path) -> Result<Vec<SocketAddr>, ReachError> {
    let shown = || path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|error| ReachError::Unreadable { path: shown(), error })?;
    let address = |line: &str| {
        let mut words = line.split_whitespace();
        (words.next()? == "nameserver").then_some(())?;
        Some(SocketAddr::new(words.next()?.parse().ok()?, 53))
    };
    let addresses: Vec<SocketAddr> = text.lines().filter_map(address).take(MOST_NAME_SERVERS).collect();
    match addresses.is_empty() {
        true => Err(ReachError::NoNameServer { path: shown() }),
        false => Ok(addresses),
    }
}

/// Reads the listeners that `zonite serve --ready-file` wrote.
///
/// # Errors
/// [`ReachError`].
pub fn listeners(path: &Path) -> Result<BTreeMap<String, SocketAddr>, ReachError> {
    let shown = || path.display().to_string();
    let not_ready = |why: String| ReachError::NotReady { path: shown(), why };
    let text =
        std::fs::read_to_string(path).map_err(|error| ReachError::Unreadable { path: shown(), error })?;
    let json: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| not_ready(error.to_string()))?;
    let object = json.as_object().ok_or_else(|| not_ready("it is not an object".to_owned()))?;
    let listener = |(name, value): (&String, &serde_json::Value)| {
        let address = value.as_str().and_then(|text| text.parse().ok());
        let address = address.ok_or_else(|| not_ready(format!("{name} has no address and port")))?;
        Ok((name.clone(), reachable(address)))
    };
    object.iter().map(listener).collect()
}

/// Puts the loopback address in the place of "every address".
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => SocketAddr::new(Ipv4Addr::LOCALHOST.into(), address.port()),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => SocketAddr::new(Ipv6Addr::LOCALHOST.into(), address.port()),
        _ => address,
    }
}

impl Servers {
    /// Asks on behalf of a case; what would be another network's answer is not asked for.
    pub fn ask(&self, config: &Config, case: &TestCase) -> Observation {
        let suspected =
            Suspected::NotKnown("a server does not say why it answers; leave out the server".to_owned());
        let query = &case.expectation.query;
        let (source, addresses) = match self.way(config, case) {
            Ok(way) => way,
            Err(why) => {
                return Observation {
                    outcome: ObservedOutcome::NotAsked(why.to_string()),
                    suspected,
                    dig: dig(query),
                };
            }
        };
        // To observe silence, one try is enough.
        let expects_silence = case.expectation.wanted.rcode.as_deref() == Some(SILENCE);
        let tries = if expects_silence { 1 } else { self.patience.tries };
        let patience = Patience { tries, ..self.patience };
        let mut failures = Vec::new();
        for &address in &addresses {
            match DnsClient::new(address).from_source(source).with_patience(patience).ask(query) {
                Ok(response) => {
                    let dig = dig_at(source, address, query);
                    return Observation { outcome: ObservedOutcome::Answer(response.into()), suspected, dig };
                }
                Err(failure) => failures.push(failure),
            }
        }
        let why = failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        let is_silence = failures.iter().any(|failure| matches!(failure, NoAnswer::Silence { .. }));
        let outcome = if is_silence { ObservedOutcome::Silence(why) } else { ObservedOutcome::Unknown(why) };
        let dig = addresses.first().map_or_else(|| dig(query), |&first| dig_at(source, first, query));
        Observation { outcome, suspected, dig }
    }

    /// Finds the server to ask, and the source address; `None`: the system chooses.
    ///
    /// # Errors
    /// [`OutOfReach`].
    pub fn way(
        &self,
        config: &Config,
        case: &TestCase,
    ) -> Result<(Option<IpAddr>, Vec<SocketAddr>), OutOfReach> {
        match &self.reach {
            Reach::One { addresses, network } if case.expectation.from == *network => {
                Ok((None, addresses.clone()))
            }
            Reach::One { network, .. } => {
                Err(OutOfReach::Elsewhere { from: case.expectation.from.clone(), here: network.clone() })
            }
            Reach::Listeners(listeners) => {
                let (source, address) = listener(listeners, config, case)?;
                Ok((source, vec![address]))
            }
        }
    }
}

/// Finds the listener of a case, and the address to ask it from.
fn listener(
    listeners: &BTreeMap<String, SocketAddr>,
    config: &Config,
    case: &TestCase,
) -> Result<(Option<IpAddr>, SocketAddr), OutOfReach> {
    let snapshot = &*config.loaded.compiled.snapshot;
    let named = |name: &str| listeners.get(name).copied();
    let by_source = |source: IpAddr| match named("azure_dns") {
        Some(address) if address.ip().is_loopback() == source.is_loopback() => Ok((Some(source), address)),
        Some(listener) => Err(OutOfReach::WrongSide { listener, source_address: source }),
        None => Err(OutOfReach::no_listener("azure_dns", "give [azure_dns] a listen")),
    };
    if let Some(resolver) = &case.seat.named {
        return named(&name_of(resolver, config, case))
            .map(|to| (None, to))
            .ok_or_else(|| OutOfReach::no_listener(resolver, "give it a listen"));
    }
    match case.seat.client {
        Client::Internet => named("internet")
            .map(|to| (None, to))
            .ok_or_else(|| OutOfReach::no_listener("internet", "give [internet] a listen")),
        Client::Address(source) => by_source(source),
        Client::Network(id) => {
            let network = snapshot.network(id);
            let name = &*network.name;
            if let Some(clients) = named(&format!("{name}/clients")) {
                return Ok((None, clients));
            }
            if !network.dns_servers().is_empty() || !network.reaches_azure_dns() {
                return Err(OutOfReach::OwnServers { network: name.to_owned() });
            }
            match (named(name), client_address(config, id)) {
                (Some(direct), _) => Ok((None, direct)),
                (None, Some(source)) => by_source(source),
                (None, None) => {
                    let fix = "give it a listen, or clients = [\"127.0.1.0/24\"]";
                    Err(OutOfReach::no_listener(name, fix))
                }
            }
        }
    }
}

/// Returns the name that the listener of a resolver has; it may be written by its address.
fn name_of(written: &str, config: &Config, case: &TestCase) -> String {
    let resolvers = &config.loaded.compiled.resolvers;
    let is_it = |(name, resolver): &&(String, _)| *name == written || case.seat.resolver == Ok(*resolver);
    resolvers.iter().find(is_it).map_or_else(|| written.to_owned(), |(name, _)| name.clone())
}

/// Returns a loopback address among the clients of a network.
fn client_address(config: &Config, id: NetworkId) -> Option<IpAddr> {
    let snapshot = &*config.loaded.compiled.snapshot;
    let name = &*snapshot.network(id).name;
    let network = config.loaded.model.networks().iter().find(|network| network.label == name)?;
    let hosts = network.clients.iter().flatten().filter_map(|prefix| prefix.hosts().next());
    hosts
        .filter(IpAddr::is_loopback)
        .find(|&host| matches!(snapshot.membership(host), Membership::Of(found, _) if found == id))
}

/// Writes a question to a server as `dig` takes it.
fn dig_at(source: Option<IpAddr>, server: SocketAddr, query: &Query) -> String {
    let port = if server.port() == 53 { String::new() } else { format!(" -p {}", server.port()) };
    let source = source.map_or_else(String::new, |source| format!(" -b {source}"));
    let question = dig(query);
    format!("dig @{}{port}{source}{}", server.ip(), question.trim_start_matches("dig"))
}
