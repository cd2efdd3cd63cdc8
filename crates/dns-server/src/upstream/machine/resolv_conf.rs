//! Reads a `resolv.conf` as resolv.conf(5) has it, and as the C library reads it. Whatever is odd is reported and skipped.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};

use super::{Oddity, interfaces};

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

/// A line that says something.
pub(super) struct Line<'t> {
    /// Counted from 1.
    pub(super) number: usize,
    /// Without its comment.
    pub(super) text: &'t str,
    pub(super) keyword: &'t str,
    /// What stands behind the keyword.
    pub(super) words: Vec<&'t str>,
}

/// Returns the lines that say something. `;` and `#` begin a comment, also behind an address, as in the GNU C library.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    text.lines().enumerate().filter_map(|(index, line)| {
        let text = line.split([';', '#']).next().unwrap_or_default().trim_end();
        let mut words = text.split_whitespace();
        Some(Line { number: index + 1, text, keyword: words.next()?, words: words.collect() })
    })
}

/// Reads a file.
///
/// More than the three servers that C libraries look at are taken: whoever wrote them wants them asked.
pub(super) fn parse(text: &str) -> ResolvConf {
    let mut read = ResolvConf::default();
    for line in lines(text) {
        let mut odd = |reason| {
            let text = line.text.to_owned();
            read.oddities.push(Oddity { line: line.number, text, reason });
        };
        match (line.keyword, line.words.first()) {
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
            let index = scope.parse().ok().or_else(|| interfaces::number(scope));
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
        check("nameserver fe80::1%7", &["[fe80::1%7]:53"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_scope_may_be_the_name_of_an_interface() {
        let (name, number) = ["lo", "lo0"]
            .iter()
            .find_map(|name| interfaces::number(name).map(|number| (name, number)))
            .expect("every machine has a loopback interface");
        check(&format!("nameserver fe80::1%{name}"), &[&format!("[fe80::1%{number}]:53")]);
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
