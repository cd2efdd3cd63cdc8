//! Reads the files of `/etc/resolver`, with which macOS asks other servers for names of one domain: resolver(5).

use std::net::{IpAddr, SocketAddr};

use super::Oddity;
use super::resolv_conf::{self, Line};

/// The port, where a file does not name another.
const PORT: u16 = 53;
/// Keywords that say nothing about which servers there are.
const OTHERS: [&str; 5] = ["search", "options", "sortlist", "timeout", "pid"];

/// What a file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ResolverFile {
    /// The domain; `None`: the name of the file is the domain.
    pub(super) domain: Option<String>,
    /// Among files of one domain, the one with the lower number comes first.
    pub(super) order: u32,
    /// In the order written.
    pub(super) servers: Vec<SocketAddr>,
    /// The lines that were skipped.
    pub(super) oddities: Vec<Oddity>,
}

/// Reads a file.
pub(super) fn parse(text: &str) -> ResolverFile {
    let mut file = ResolverFile::default();
    let (mut port, mut servers) = (PORT, Vec::new());
    for line in resolv_conf::lines(text) {
        let word = line.words.first().copied();
        let done = match (line.keyword, word) {
            ("nameserver", Some(word)) => server(word).map(|server| servers.push(server)),
            ("port", Some(word)) => word.parse().map(|number| port = number).map_err(|_| "is not a port"),
            ("domain", Some(word)) => {
                file.domain = Some(word.to_owned());
                Ok(())
            }
            ("search_order", Some(word)) => {
                word.parse().map(|number| file.order = number).map_err(|_| "is not a number")
            }
            ("nameserver" | "port" | "domain" | "search_order", None) => Err("has no value"),
            (other, _) if OTHERS.contains(&other) => Ok(()),
            _ => Err("begins with no keyword of resolver(5)"),
        };
        if let Err(reason) = done {
            file.oddities.push(odd(&line, reason));
        }
    }
    file.servers = servers.into_iter().map(|(ip, own)| SocketAddr::new(ip, own.unwrap_or(port))).collect();
    file
}

fn odd(line: &Line<'_>, reason: &'static str) -> Oddity {
    Oddity { line: line.number, text: line.text.to_owned(), reason }
}

/// Reads an address, perhaps with a port behind another dot: `10.0.0.17.55` is port 55 of 10.0.0.17.
fn server(word: &str) -> Result<(IpAddr, Option<u16>), &'static str> {
    if let Ok(ip) = word.parse() {
        return Ok((ip, None));
    }
    let split =
        word.rsplit_once('.').and_then(|(ip, port)| Some((ip.parse().ok()?, Some(port.parse().ok()?))));
    split.ok_or("is not an address; write for example nameserver 192.0.2.53")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, servers: &[&str], oddities: &[&str]) {
        let file = parse(text);
        let seen: Vec<String> = file.servers.iter().map(ToString::to_string).collect();
        assert_eq!(seen, servers, "{text:?}");
        let told: Vec<&str> = file.oddities.iter().map(|one| one.reason).collect();
        assert_eq!(told, oddities, "{text:?}");
    }

    #[test]
    fn servers_have_a_port_of_their_own_or_that_of_the_file() {
        check("nameserver 127.0.0.1\nport 5300\n", &["127.0.0.1:5300"], &[]);
        check("port 5300\nnameserver 10.0.0.17.55\nnameserver ::1\n", &["10.0.0.17:55", "[::1]:5300"], &[]);
        check("nameserver 10.0.0.17\r\n", &["10.0.0.17:53"], &[]);
        check("# nothing\n", &[], &[]);
    }

    #[test]
    fn a_file_may_name_its_domain_and_its_place() {
        let file = parse("domain corp.example\nsearch_order 3\ntimeout 5\noptions debug\n");
        assert_eq!((file.domain.as_deref(), file.order), (Some("corp.example"), 3));
        assert_eq!(file.oddities, []);
    }

    #[test]
    fn what_is_odd_is_told_and_skipped() {
        let address = "is not an address; write for example nameserver 192.0.2.53";
        check("nameserver 10.0.0\nnameserver 192.0.2.1\n", &["192.0.2.1:53"], &[address]);
        check("port high\nnameserver 192.0.2.1\n", &["192.0.2.1:53"], &["is not a port"]);
        check(
            "nameserver\nserver 192.0.2.1\n",
            &[],
            &["has no value", "begins with no keyword of resolver(5)"],
        );
    }
}
