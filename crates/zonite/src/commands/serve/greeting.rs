//! What `zonite serve` prints: each address, whose view it is, and how to ask it.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use azure_model::{ListenerSpec, Loaded};
use host::Host;
use ipnet::IpNet;
use zone_store::clients::Membership;
use zone_store::resolver::Upstream;
use zone_store::snapshot::{Outside, Resolver, Snapshot, Vantage};

use crate::commands::reachable;

/// Writes one line per address: whose view it is, and how to ask it; and whom the program asks itself.
pub(super) fn greeting(host: &Host) -> String {
    let configuration = host.handle().configuration();
    let loaded = configuration.loaded();
    let (snapshot, example) = (&**configuration.snapshot(), example(loaded));
    let command = |(listener, address): (&ListenerSpec, SocketAddr)| {
        let from = match listener.vantage {
            Vantage::BySource => seat(loaded, reachable(address).ip()),
            Vantage::Resolver(_) => Some(String::new()),
        };
        Some(format!("dig{} {} {example}", from?, dig_server(address)))
    };
    let addresses = host.listeners().into_iter().map(|listener| listener.address);
    let pairs = loaded.compiled.listeners.iter().zip(addresses);
    let nobody = "(no address of this machine is in a network: give one clients = [\"127.0.0.0/8\"])";
    let commands: Vec<String> =
        pairs.map(|pair| command(pair).unwrap_or_else(|| nobody.to_owned())).collect();
    let width = commands.iter().map(String::len).max().unwrap_or(0);
    let mut text = format!("Zonite {} serves {}\n\n", env!("CARGO_PKG_VERSION"), configuration.source());
    for (listener, command) in loaded.compiled.listeners.iter().zip(commands) {
        let view = match listener.vantage {
            Vantage::BySource => "168.63.129.16; the source address decides the network".to_owned(),
            Vantage::Resolver(Resolver::AzureDns(network)) => {
                format!("168.63.129.16 as seen from {}", snapshot.network(network).name)
            }
            Vantage::Resolver(Resolver::Internet) => "the public Internet".to_owned(),
            Vantage::Resolver(other) => snapshot.label(other).into_owned(),
        };
        let _ = writeln!(text, "  {command:<width$}  # {view}");
    }
    if let Some(upstreams) = upstreams(snapshot, &host.handle().system_resolvers()) {
        let _ = write!(text, "\nEvery name that is not simulated is asked at {upstreams}.\n");
    }
    text.push_str("\nReady. Ctrl-C ends it.\n");
    text
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

/// Finds how dig asks from inside a network: its usual address, or with `-b` one of a network's loopback addresses.
fn seat(loaded: &Loaded, listener: IpAddr) -> Option<String> {
    if matches!(loaded.compiled.snapshot.membership(listener), Membership::Of(..)) {
        return Some(String::new());
    }
    let clients = loaded.model.networks().iter().filter_map(|network| network.clients.as_ref()).flatten();
    let first =
        |prefix: &IpNet| prefix.hosts().next().filter(|address| address.is_ipv4() && address.is_loopback());
    clients.filter_map(first).next().map(|address| format!(" -b {address}"))
}

/// Picks a name worth asking for: a registry, else a record of a linked zone, else the root.
fn example(loaded: &Loaded) -> String {
    let suffix = loaded.model.cloud().registry_suffix();
    let registry = loaded.model.registries().first().map(|registry| format!("{}.{suffix}", registry.label()));
    let snapshot = &*loaded.compiled.snapshot;
    let record = || {
        let links = snapshot.networks().flat_map(|(_, network)| network.links().values());
        let mut owners = links
            .map(|link| snapshot.zone(link.zone))
            .flat_map(|zone| zone.owners().map(|(owner, _)| owner).filter(|owner| owner != zone.apex()));
        owners.next().map(|owner| owner.without_dot())
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
