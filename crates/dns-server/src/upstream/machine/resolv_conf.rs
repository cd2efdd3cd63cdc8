//! Reads a `resolv.conf` as resolv.conf(5) has it, and as the C library reads it. Whatever is odd is reported and skipped.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};

use super::Oddity;

/// The port of every resolver in such a file; there is no way to write another.
const PORT: u16 = 53;
/// Keywords that say nothing about which servers there are.
const OTHERS: [&str; 6] = ["search", "domain", "options", "sortlist", "lookup", "family"];

/// What a file says about servers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ResolvConf {
    /// In the order written, each once.
    pub(super) servers: Vec<SocketAddr>,
    /// The lines that were skipped.
    pub(super) oddities: Vec<Oddity>,
}

/// Reads a file. `;` and `#` begin a comment, also behind an address, as in the GNU C library.
///
/// It takes more than the three servers that C libraries use: the file's author wants them asked.
pub(super) fn parse(text: &str) -> ResolvConf {
    let mut read = ResolvConf::default();
    for (index, line) in text.lines().enumerate() {
        let line = line.split([';', '#']).next().unwrap_or_default().trim_end();
        let mut words = line.split_whitespace();
        let Some(keyword) = words.next() else { continue };
        let mut odd = |reason| {
            let text = line.to_owned();
            read.oddities.push(Oddity { line: index + 1, text, reason });
        };
        match (keyword, words.next()) {
            ("nameserver", None) => odd("has no address"),
            ("nameserver", Some(word)) => match address(word) {
                // The C library takes the first word and never looks at the rest.
                Ok(server) if read.servers.contains(&server) => {}
                Ok(server) => read.servers.push(server),
                Err(reason) => odd(reason),
            },
            (other, _) if OTHERS.contains(&other) => {}
            _ => odd("begins with no keyword of resolv.conf(5)"),
        }
    }
    read
}

/// Reads an address, an IPv6 one perhaps with its scope: `fe80::1%eth0` (RFC 4007 §11). The address 0.0.0.0 is this
/// machine, as for the C library.
fn address(word: &str) -> Result<SocketAddr, &'static str> {
    const NO_ADDRESS: &str = "is not an address; write for example nameserver 192.0.2.53";
    let (host, scope) = match word.split_once('%') {
        Some((host, scope)) => (host, Some(scope)),
        None => (word, None),
    };
    match (host.parse().map_err(|_| NO_ADDRESS)?, scope) {
        (IpAddr::V4(_), Some(_)) => Err(NO_ADDRESS),
        (IpAddr::V4(address), None) if address.is_unspecified() => Ok((Ipv4Addr::LOCALHOST, PORT).into()),
        (IpAddr::V6(address), None) if address.is_unspecified() => Ok((Ipv6Addr::LOCALHOST, PORT).into()),
        (IpAddr::V4(address), None) => Ok((address, PORT).into()),
        (IpAddr::V6(address), None) if address.is_unicast_link_local() => {
            Err("is a link-local address without its interface; write for example fe80::1%eth0")
        }
        (IpAddr::V6(address), None) => Ok((address, PORT).into()),
        (IpAddr::V6(address), Some(scope)) => {
            let index = scope.parse().ok().or_else(|| nix::net::if_::if_nametoindex(scope).ok());
            let index = index.ok_or("names an interface that this machine does not have")?;
            Ok(SocketAddrV6::new(address, PORT, 0, index).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let read = parse(text);
        let servers: Vec<String> = read.servers.iter().map(ToString::to_string).collect();
        assert_eq!(servers, want, "{text:?}");
        assert_eq!(read.oddities, [], "{text:?}");
    }

    #[track_caller]
    fn check_odd(text: &str, line: usize, reason: &str) {
        let read = parse(text);
        assert_eq!(read.servers, [SocketAddr::from(([192, 0, 2, 1], 53))], "{text:?}: the others count");
        let [odd] = &read.oddities[..] else { panic!("{text:?}: {:?}", read.oddities) };
        assert_eq!(odd.line, line, "{text:?}");
        assert!(odd.reason.contains(reason), "{text:?}: {}", odd.reason);
    }

    #[test]
    fn servers_are_taken_in_order_and_once() {
        check("nameserver 192.0.2.1\nnameserver 2001:db8::53\n", &["192.0.2.1:53", "[2001:db8::53]:53"]);
        check(
            "nameserver 192.0.2.2\nnameserver 192.0.2.1\nnameserver 192.0.2.2",
            &["192.0.2.2:53", "192.0.2.1:53"],
        );
        let four = ["192.0.2.1:53", "192.0.2.2:53", "192.0.2.3:53", "192.0.2.4:53"];
        check(
            "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4",
            &four,
        );
    }

    #[test]
    fn comments_blanks_and_other_keywords_are_no_servers() {
        check("", &[]);
        check("# nameserver 192.0.2.1\n; nameserver 192.0.2.2\n   # more\n\n", &[]);
        check(
            "search a.example b.example\noptions edns0 trust-ad timeout:1\ndomain x\nsortlist 10.0.0.0",
            &[],
        );
        check("nameserver\t192.0.2.1   # the router\r\n", &["192.0.2.1:53"]);
        check("  nameserver 192.0.2.1 and more", &["192.0.2.1:53"]);
    }

    #[test]
    fn the_unspecified_address_is_this_machine() {
        check("nameserver 0.0.0.0\nnameserver ::", &["127.0.0.1:53", "[::1]:53"]);
    }

    #[test]
    fn link_local_addresses_keep_their_scope() {
        let loopback = nix::net::if_::if_nametoindex("lo").or_else(|_| nix::net::if_::if_nametoindex("lo0"));
        let loopback = loopback.expect("every machine has one");
        check("nameserver fe80::1%7", &["[fe80::1%7]:53"]);
        let name = if cfg!(target_os = "macos") { "lo0" } else { "lo" };
        check(&format!("nameserver fe80::1%{name}"), &[&format!("[fe80::1%{loopback}]:53")]);
    }

    #[test]
    fn what_is_odd_is_told_and_skipped() {
        check_odd("nameserver 192.0.2.1\nnameserver 10.0.0\n", 2, "is not an address");
        check_odd("nameserver\nnameserver 192.0.2.1", 1, "has no address");
        check_odd("nameserver [192.0.2.2]:5300\nnameserver 192.0.2.1", 1, "is not an address");
        check_odd("nameserver 192.0.2.2%eth0\nnameserver 192.0.2.1", 1, "is not an address");
        check_odd("nameserver fe80::1\nnameserver 192.0.2.1", 1, "without its interface");
        check_odd("nameserver fe80::1%no-such\nnameserver 192.0.2.1", 1, "does not have");
        check_odd("name server 192.0.2.2\nnameserver 192.0.2.1", 1, "no keyword");
        check_odd("\u{feff}nameserver 192.0.2.2\nnameserver 192.0.2.1", 1, "no keyword");
    }
}
