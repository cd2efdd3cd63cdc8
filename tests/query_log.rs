//! The query log: one JSON line per query, with what decided.

use std::net::IpAddr;
use std::path::Path;

use dns_client::Transports;
use nix::sys::signal::Signal;
use serde_json::{Value, json};
use test_support::client;
use test_support::program::{self, Folder};

use crate::logged::Logged;
use crate::signals::send;
use crate::support::ZONITE;

const CONFIG: &str = r#"
[internet]
listen = ["127.0.0.1:5302"]
[azure_dns]
listen = ["127.0.0.1:5300"]
[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
clients = ["127.0.0.0/16"]
[[private_dns_zone]]
name = "corp.example"
record_set = [{ name = "www", type = "A", records = ["10.0.0.1", "10.0.0.2"] }]
[[private_dns_zone.virtual_network_link]]
name = "l"
virtual_network = "hub"
"#;

/// Asks several things, ends the server, and returns it with the queries' lines, from which what varies is taken out.
fn log_of(args: &[&str], file: &str) -> Vec<Value> {
    let mut served = Logged::start(CONFIG, &[], args);
    for (transports, source, listener, name, rtype) in [
        (Transports::UdpOnly, [127, 0, 0, 1], "azure_dns", "wWw.corp.example.", 1),
        (Transports::TcpOnly, [127, 0, 0, 1], "azure_dns", "none.corp.example.", 28),
        (Transports::UdpOnly, [127, 0, 0, 1], "internet", "www.corp.example.", 1),
        (Transports::UdpOnly, [127, 9, 0, 1], "azure_dns", "www.corp.example.", 1),
    ] {
        let server = served.server.address(listener);
        client::ask(client::client(transports, IpAddr::from(source), server), name, rtype);
    }
    send(served.server.pid(), Signal::SIGTERM);
    assert_eq!(served.server.wait(), Some(0));
    let text = std::fs::read_to_string(served.folder.path.join(file)).expect("the query log");
    text.lines().filter(|line| line.starts_with('{')).map(steady).collect()
}

/// Reads a line; checks what varies and takes it out.
fn steady(line: &str) -> Value {
    assert!(line.starts_with("{\"time\":\"20"), "{line}");
    let mut value: Value = serde_json::from_str(line).expect("JSON");
    let fields = value.as_object_mut().expect("an object");
    let time = fields.remove("time").expect("a time");
    let form: String = time.as_str().expect("a text").replace(|c: char| c.is_ascii_digit(), "9");
    assert_eq!(form, "9999-99-99T99:99:99.999Z", "{line}");
    assert!(fields.remove("duration_us").is_some_and(|duration| duration.as_u64().is_some()), "{line}");
    value
}

fn want() -> Vec<Value> {
    vec![
        json!({
            "client": "127.0.0.1", "transport": "udp", "listener": "azure_dns", "network": "hub",
            "resolvers": ["azure_dns of hub"], "name": "wWw.corp.example.", "type": "A", "decided_by": "zone",
            "zone": "corp.example.", "origin": "lab.toml:13:1", "rcode": "NOERROR", "answers": 2,
        }),
        json!({
            "client": "127.0.0.1", "transport": "tcp", "listener": "azure_dns", "network": "hub",
            "resolvers": ["azure_dns of hub"], "name": "none.corp.example.", "type": "AAAA", "decided_by": "zone",
            "zone": "corp.example.", "origin": "lab.toml:13:1", "rcode": "NXDOMAIN", "answers": 0,
        }),
        json!({
            "client": "127.0.0.1", "transport": "udp", "listener": "internet", "network": null,
            "resolvers": ["internet"], "name": "www.corp.example.", "type": "A", "decided_by": "closed world",
            "zone": null, "origin": null, "rcode": "NXDOMAIN", "answers": 0,
        }),
        json!({
            "client": "127.9.0.1", "transport": "udp", "listener": "azure_dns", "network": null, "resolvers": [],
            "name": "www.corp.example.", "type": "A", "decided_by": null, "zone": null, "origin": null,
            "rcode": "REFUSED", "answers": 0,
        }),
    ]
}

#[test]
fn a_file_gets_a_line_per_query() {
    assert_eq!(log_of(&["--query-log", "queries.json"], "queries.json"), want());
}

#[test]
fn so_does_standard_error() {
    assert_eq!(log_of(&["--query-log", "-"], "stderr"), want());
}

#[test]
fn without_the_option_there_are_none() {
    assert_eq!(log_of(&[], "stderr"), Vec::<Value>::new());
}

#[test]
fn a_log_that_cannot_be_opened_is_an_error() {
    let folder = Folder::new();
    let args = ["serve", "--listen", "127.0.0.1:0", "--query-log", "no/such/folder"];
    let (code, _, err) = program::run(Path::new(ZONITE), &folder.path, &args);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("cannot open the query log no/such/folder"), "{err}");
}
