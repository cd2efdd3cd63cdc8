//! One question, one answer, in one line of a test.

use std::net::{IpAddr, SocketAddr};
use std::thread;
use std::time::Duration;

use dns_client::{DnsClient, NoAnswer, Patience, Query, Response, Transports, encode_query};

/// How long a test waits for an answer before it fails.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// The address that most tests ask from.
pub const LOCAL: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

/// Asks once over one transport, from an address of choice.
pub fn client(transports: Transports, source: IpAddr, server: SocketAddr) -> DnsClient {
    let patience = Patience { timeout: PATIENCE, tries: 1 };
    DnsClient::new(server).from_source(source).over(transports).with_patience(patience)
}

/// Reads a name and makes a question of it, as a stub resolver puts it.
pub fn query(name: &str, rtype: u16) -> Query {
    Query::new(name.parse().expect("a name"), rtype.into())
}

/// Writes a question with RD and EDNS, as dig does.
pub fn question(name: &str, rtype: u16) -> Vec<u8> {
    encode_query(4711, &query(name, rtype)).expect("it has a form on the wire")
}

/// Asks for a name.
pub fn ask(client: DnsClient, name: &str, rtype: u16) -> Response {
    client.ask(&query(name, rtype)).expect("an answer")
}

/// Asks for a name over UDP, from this machine's usual address.
pub fn ask_udp(server: SocketAddr, name: &str, rtype: u16) -> Response {
    ask(client(Transports::UdpOnly, LOCAL, server), name, rtype)
}

/// Tells whether nothing comes back within a short while.
pub fn is_silent(client: DnsClient, query: &Query) -> bool {
    let patience = Patience { timeout: Duration::from_millis(300), tries: 1 };
    // A server may close a connection instead of leaving it silent.
    matches!(
        client.with_patience(patience).ask(query),
        Err(NoAnswer::Silence { .. } | NoAnswer::Unreachable { .. })
    )
}

/// Tells whether a server answers already; waits a moment if it does not.
pub fn answers_yet(server: SocketAddr, question: &[u8]) -> bool {
    let patience = Patience { timeout: Duration::from_millis(20), tries: 1 };
    let client = DnsClient::new(server).over(Transports::UdpOnly).with_patience(patience);
    let answers = client.exchange(question).is_ok();
    if !answers {
        // A port that is not bound yet refuses at once: without this, a caller that repeats the call would spin.
        thread::park_timeout(Duration::from_millis(10));
    }
    answers
}
