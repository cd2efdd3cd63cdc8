//! What `zonite serve` prints: each address, whose view it is, and how to ask it.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use azure_model::Loaded;
use host::Host;
use ipnet::IpNet;
use zone_store::clients::Membership;
use zone_store::resolver::Upstream;
use zone_store::snapshot::{Outside, Resolver, Snapshot, Vantage};
use zone_store::zone::Sets;

use super::surroundings::{Surroundings, own_address, word};
use crate::commands::reachable;

/// Writes one line per address: whose view it is, and how to ask it; and whom the program asks itself.
///
/// `file` is what a command line would say to mean the same configuration: a file, or nothing; `None`: it cannot say it.
pub(super) fn greeting(host: &Host, surroundings: &Surroundings, file: Option<&str>) -> String {
    let configuration = host.handle().configuration();
    let loaded = configuration.loaded();
    let asking = QuestionCommand { loaded, surroundings, file, example: example(loaded) };
    let listeners = || loaded.compiled.listeners.iter();
    let addresses = host.listeners().into_iter().map(|listener| listener.address);
    let commands: Vec<(String, SocketAddr)> = listeners()
        .zip(addresses)
        .map(|(listener, address)| (asking.command(listener.vantage, address), address))
        .collect();
    let width = commands.iter().map(|(command, _)| command.len()).max().unwrap_or(0);
    let mut text = format!("Zonite {} serves {}\n\n", env!("CARGO_PKG_VERSION"), configuration.source());
    for (listener, (command, address)) in listeners().zip(commands) {
        let view = view(configuration.snapshot(), listener.vantage);
        let _ = match surroundings {
            Surroundings::Shell if command.starts_with("dig ") => {
                writeln!(text, "  {command:<width$}  # {view}")
            }
            Surroundings::Shell => {
                writeln!(text, "  {command:<width$}  # {view}, and no address of this machine is in one")
            }
            Surroundings::Container(_) => {
                writeln!(text, "  {command:<width$}  # port {}: {view}", address.port())
            }
        };
    }
    if let Surroundings::Container(id) = surroundings {
        let _ = write!(text, "\nPublished ports can be asked with dig; `docker port {id}` lists them.\n");
    }
    if let Some(upstreams) = upstreams(configuration.snapshot(), &host.handle().system_resolvers()) {
        let _ = write!(text, "\nEvery name that is not simulated is asked at {upstreams}.\n");
    }
    text.push_str("\nReady. Ctrl-C ends it.\n");
    text
}

/// Says what a listener shows.
fn view(snapshot: &Snapshot, vantage: Vantage) -> String {
    match vantage {
        Vantage::BySource => "168.63.129.16; the source address decides the network".to_owned(),
        Vantage::Resolver(Resolver::AzureDns(network)) => {
            format!("168.63.129.16 as seen from {}", snapshot.network(network).name)
        }
        Vantage::Resolver(Resolver::Internet) => "the public Internet".to_owned(),
        Vantage::Resolver(other) => snapshot.label(other).into_owned(),
    }
}

/// What commands are made of that ask a listener.
struct QuestionCommand<'a> {
    loaded: &'a Loaded,
    surroundings: &'a Surroundings,
    file: Option<&'a str>,
    example: String,
}

impl QuestionCommand<'_> {
    /// Writes a command that asks as a client of the listener does: with dig, or if no dig could be that client, with the
    /// program itself.
    fn command(&self, vantage: Vantage, address: SocketAddr) -> String {
        let dig = || {
            let from = match vantage {
                Vantage::BySource => seat(self.loaded, reachable(address).ip())?,
                Vantage::Resolver(_) => String::new(),
            };
            Some(format!("dig{from} {} {}", dig_server(address), self.example))
        };
        let query = || {
            let (file, seat) = (self.file?, self.query_seat(vantage)?);
            let space = if file.is_empty() { "" } else { " " };
            Some(format!("{} query{space}{file} {seat} {}", self.surroundings.program(), self.example))
        };
        let command = match self.surroundings {
            Surroundings::Shell => dig().or_else(query),
            Surroundings::Container(_) => query(),
        };
        command.unwrap_or_else(|| "(no command asks this)".to_owned())
    }

    /// Writes `--from` and `@RESOLVER` of a client of the listener; `None`: it has no client.
    fn query_seat(&self, vantage: Vantage) -> Option<String> {
        let snapshot = &*self.loaded.compiled.snapshot;
        let in_azure = || snapshot.networks().find(|(_, network)| network.reaches_azure_dns());
        let resolver = match vantage {
            Vantage::BySource => Resolver::AzureDns(in_azure()?.0),
            Vantage::Resolver(resolver) => resolver,
        };
        let named = || {
            let mut resolvers = self.loaded.compiled.resolvers.iter();
            resolvers.find(|(_, known)| *known == resolver).map(|(name, _)| &**name)
        };
        let (network, named) = match resolver {
            Resolver::AzureDns(id) => (id, Some("azure_dns")),
            Resolver::Client(id) => (id, None),
            Resolver::Inbound(id) => (snapshot.network_of_inbound(id), Some(named()?)),
            Resolver::Server(id) => (snapshot.server(id).network, Some(named()?)),
            Resolver::Internet | Resolver::Public(_) => return Some("--from internet".to_owned()),
        };
        let from = word(&snapshot.network(network).name);
        Some(match named {
            Some(named) => format!("--from {from} {}", word(&format!("@{named}"))),
            None => format!("--from {from}"),
        })
    }
}

/// Says who is asked for names that a snapshot does not simulate; `None` in a closed world.
fn upstreams(snapshot: &Snapshot, system: &[SocketAddr]) -> Option<String> {
    let Outside::Upstream(upstreams) = snapshot.outside() else { return None };
    let one = |upstream: &Upstream| match upstream {
        Upstream::System => {
            let addresses: Vec<String> = system.iter().map(ToString::to_string).collect();
            format!("the system's resolvers ({})", addresses.join(", "))
        }
        Upstream::Address(address) => address.to_string(),
    };
    Some(upstreams.iter().map(one).collect::<Vec<_>>().join(", then "))
}

/// Writes a server as dig takes it: not a wildcard, and without the usual port.
fn dig_server(address: SocketAddr) -> String {
    let address = reachable(address);
    match address.port() {
        53 => format!("@{}", address.ip()),
        port => format!("@{} -p {port}", address.ip()),
    }
}

/// Finds how dig asks from inside a network: its usual address, or with `-b` one of a network's loopback addresses, or
/// another address of this machine.
fn seat(loaded: &Loaded, listener: IpAddr) -> Option<String> {
    if matches!(loaded.compiled.snapshot.membership(listener), Membership::Of(..)) {
        return Some(String::new());
    }
    let clients = loaded.model.networks().iter().filter_map(|network| network.clients.as_ref()).flatten();
    let first =
        |prefix: &IpNet| prefix.hosts().next().filter(|address| address.is_ipv4() && address.is_loopback());
    let own = || {
        let networks = loaded.model.networks().iter();
        let prefixes = networks.flat_map(|network| &network.sources).map(|prefix| prefix.value);
        own_address(&loaded.compiled.snapshot, prefixes)
    };
    clients.filter_map(first).next().or_else(own).map(|address| format!(" -b {address}"))
}

/// Picks a name worth asking for: a registry, else the first record of linked zones, else the root.
fn example(loaded: &Loaded) -> String {
    let suffix = loaded.model.cloud().registry_suffix();
    let registry = loaded.model.registries().first().map(|registry| format!("{}.{suffix}", registry.label()));
    let snapshot = &*loaded.compiled.snapshot;
    let record = || {
        let links = snapshot.networks().flat_map(|(_, network)| network.links().values());
        let owners = links
            .map(|link| snapshot.zone(link.zone))
            .flat_map(|zone| zone.owners().filter(|(owner, _)| owner != zone.apex()));
        let origin = |sets: &Sets<'_>| sets.iter().next().map(|set| set.origin);
        owners.min_by_key(|(_, sets)| origin(sets)).map(|(owner, _)| owner.without_dot())
    };
    registry.or_else(record).unwrap_or_else(|| ".".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_to_paste_name_an_address_that_can_be_asked() {
        let check = |address: &str, want: &str| {
            assert_eq!(dig_server(address.parse().expect("an address")), want, "{address}");
        };
        check("127.0.0.1:5300", "@127.0.0.1 -p 5300");
        check("168.63.129.16:53", "@168.63.129.16");
        check("0.0.0.0:53", "@127.0.0.1");
        check("0.0.0.0:5300", "@127.0.0.1 -p 5300");
        check("[::]:53", "@::1");
    }
}
