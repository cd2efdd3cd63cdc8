//! Chooses among the network adapters of a Windows machine, which has no list of resolvers but one for each adapter.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use super::{SettingsPlace, SystemServer};

/// A network adapter.
#[derive(Debug, Clone)]
pub(super) struct Adapter {
    /// As Windows shows it to people: `Wi-Fi`.
    pub(super) name: String,
    /// It works, and is not the loopback one.
    pub(super) is_up: bool,
    /// Windows prefers the adapter with the lower number.
    pub(super) metric: u32,
    /// In the order in which they are to be asked.
    pub(super) servers: Vec<SocketAddr>,
}

/// Returns the servers of the adapters that are up, of the preferred one first, each once.
pub(super) fn servers(mut adapters: Vec<Adapter>) -> Vec<SystemServer> {
    adapters.retain(|adapter| adapter.is_up);
    adapters.sort_by_key(|adapter| adapter.metric);
    let mut found: Vec<SystemServer> = Vec::new();
    for Adapter { name, servers, .. } in adapters {
        for address in servers {
            let is_known = found.iter().any(|server| server.address == address);
            if !is_known && !is_placeholder(address.ip()) {
                found.push(SystemServer { address, place: SettingsPlace::Adapter(name.clone()) });
            }
        }
    }
    found
}

/// Tells whether an address is one of fec0:0:0:ffff::1 to 3, which Windows names for an adapter that was given no IPv6
/// resolver (draft-ietf-ipngwg-dns-discovery). Nobody has had them since RFC 3879.
fn is_placeholder(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(_) => false,
        IpAddr::V6(ip) => (1..=3).any(|last| ip == Ipv6Addr::new(0xfec0, 0, 0, 0xffff, 0, 0, 0, last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adapter(name: &str, metric: u32, servers: &[&str]) -> Adapter {
        let servers = servers.iter().map(|address| address.parse().expect("an address")).collect();
        Adapter { name: name.to_owned(), is_up: true, metric, servers }
    }

    #[track_caller]
    fn check(adapters: Vec<Adapter>, want: &[(&str, &str)]) {
        let found = servers(adapters);
        let seen: Vec<(String, String)> =
            found.iter().map(|one| (one.address.to_string(), one.place.to_string())).collect();
        let seen: Vec<(&str, &str)> = seen.iter().map(|(address, place)| (&**address, &**place)).collect();
        assert_eq!(seen, want);
    }

    const WIFI: &str = "the settings of the adapter \"Wi-Fi\"";
    const VPN: &str = "the settings of the adapter \"VPN\"";

    #[test]
    fn the_preferred_adapter_comes_first() {
        let adapters = vec![
            adapter("Wi-Fi", 50, &["192.0.2.1:53", "192.0.2.2:53"]),
            adapter("VPN", 5, &["10.0.0.53:53"]),
        ];
        check(adapters, &[("10.0.0.53:53", VPN), ("192.0.2.1:53", WIFI), ("192.0.2.2:53", WIFI)]);
    }

    #[test]
    fn adapters_that_are_down_do_not_count() {
        let down = Adapter { is_up: false, ..adapter("VPN", 5, &["10.0.0.53:53"]) };
        check(vec![down, adapter("Wi-Fi", 50, &["192.0.2.1:53"])], &[("192.0.2.1:53", WIFI)]);
    }

    #[test]
    fn a_server_of_two_adapters_is_asked_once() {
        let adapters = vec![adapter("Wi-Fi", 50, &["192.0.2.1:53"]), adapter("VPN", 5, &["192.0.2.1:53"])];
        check(adapters, &[("192.0.2.1:53", VPN)]);
    }

    #[test]
    fn addresses_that_stand_for_no_server_are_left_out() {
        let servers = ["[fec0:0:0:ffff::1]:53", "[fec0:0:0:ffff::3]:53", "[fe80::1%7]:53"];
        check(vec![adapter("Wi-Fi", 50, &servers)], &[("[fe80::1%7]:53", WIFI)]);
    }
}
