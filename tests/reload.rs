//! Reloading: when told to, and by watching, whole or not at all, with nothing lost.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use dns_client::{NoAnswer, Response, Transports};
use test_support::client::{self, LOCAL};
use test_support::program::{self, Folder};

use crate::logged::Logged;
use crate::support::ZONITE;

/// A network that sees `corp.example`, in which `www` has this address, and that listens.
pub(crate) fn lab(address: &str) -> String {
    format!(
        "[internet]\nlisten = [\"127.0.0.1:5302\"]\n\
         [[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.0.0.0/16\"]\nlisten = [\"127.0.0.1:5301\"]\n\
         [[private_dns_zone]]\nname = \"corp.example\"\n\
         record_set = [{{ name = \"www\", type = \"A\", records = [\"{address}\"] }}]\n\
         [[private_dns_zone.virtual_network_link]]\nname = \"l\"\nvirtual_network = \"hub\"\n"
    )
}

/// The same with the records in a zone file.
fn lab_of_file() -> String {
    lab("10.0.0.1").replace(
        "record_set = [{ name = \"www\", type = \"A\", records = [\"10.0.0.1\"] }]",
        "zone_file = \"corp.zone\"",
    )
}

/// One of two configurations: all numbers differ, an alias crosses two zones, the networks stand in another order.
fn state(number: u8) -> String {
    let network = |name: &str, net: u8| {
        let listen = if name == "hub" { "listen = [\"127.0.0.1:5301\"]\n" } else { "" };
        format!(
            "[[virtual_network]]\nname = \"{name}\"\naddress_space = [\"10.{net}.0.0/16\"]\nclients = []\n{listen}"
        )
    };
    let zone = |name: &str, record: &str| {
        format!(
            "[[private_dns_zone]]\nname = \"{name}\"\nrecord_set = [{record}]\n\
             [[private_dns_zone.virtual_network_link]]\nname = \"l\"\nvirtual_network = \"hub\"\n"
        )
    };
    let alias =
        format!("{{ name = \"www\", type = \"CNAME\", records = [\"host{number}.other.example.\"] }}");
    let hosts: Vec<String> = (1..9).map(|last| format!("\"10.{number}.0.{last}\"")).collect();
    let hosts = format!("{{ name = \"host{number}\", type = \"A\", records = [{}] }}", hosts.join(", "));
    let mut networks = [network("aside", 200), network("hub", number)];
    let mut zones = [zone("corp.example", &alias), zone("other.example", &hosts)];
    if number == 2 {
        networks.reverse();
        zones.reverse();
    }
    networks.concat() + &zones.concat()
}

/// Tells which state an answer is of; it has to be one of them, wholly.
#[track_caller]
fn state_of(answer: &Response) -> u8 {
    let fits = |number: u8| {
        let addresses: Vec<IpAddr> = (1..9).map(|last| IpAddr::from([10, number, 0, last])).collect();
        answer.rcode_name() == "NOERROR"
            && answer.answer.len() == 9
            && answer.answer[0].to_string().ends_with(&format!(" CNAME host{number}.other.example."))
            && answer.addresses() == addresses
    };
    [1, 2].into_iter().find(|number| fits(*number)).unwrap_or_else(|| panic!("of no state: {answer:?}"))
}

/// Asks until told to stop; returns the states seen and how many answers there were.
fn keep_asking(
    transports: Transports,
    server: SocketAddr,
    stop: &Arc<AtomicBool>,
) -> JoinHandle<(BTreeSet<u8>, usize)> {
    let stop = Arc::clone(stop);
    let query = client::query("www.corp.example.", 1);
    thread::spawn(move || {
        let (mut seen, mut count) = (BTreeSet::new(), 0);
        let client = client::client(transports, LOCAL, server);
        let mut connection = client.connect().expect("a connection");
        while !stop.load(Ordering::Relaxed) {
            let response = match transports {
                Transports::TcpOnly => connection.ask(&query),
                Transports::UdpOnly | Transports::UdpThenTcp => client.ask(&query),
            };
            seen.insert(state_of(&response.expect("an answer")));
            count += 1;
        }
        (seen, count)
    })
}

/// Each change is waited for, so that none is passed over; that takes well below 50 ms a change.
#[test]
fn no_query_is_lost_or_answered_from_a_mixture_while_the_configuration_changes() {
    let lab = Logged::start(&state(1), &[], &[]);
    let (server, stop) = (lab.server.address("hub"), Arc::new(AtomicBool::new(false)));
    let clients = [Transports::UdpOnly, Transports::UdpOnly, Transports::TcpOnly]
        .map(|t| keep_asking(t, server, &stop));
    let (start, mut changes) = (Instant::now(), 0_usize);
    while changes < 40 || start.elapsed() < Duration::from_secs(2) {
        let number = if changes % 2 == 0 { 2 } else { 1 };
        lab.replace(&state(number));
        lab.reload();
        lab.wait_for_state(number);
        changes += 1;
    }
    stop.store(true, Ordering::Relaxed);
    for asking in clients {
        let (seen, count) = asking.join().expect("every query has one whole answer");
        assert_eq!(seen, BTreeSet::from([1, 2]));
        assert!(count >= changes, "{count} answers during {changes} changes");
    }
}

impl Logged {
    /// Waits until the ready file names these listeners, in the order of their names; returns where they are.
    #[track_caller]
    fn wait_for_listeners(&self, names: &[&str]) -> BTreeMap<String, SocketAddr> {
        let start = Instant::now();
        loop {
            let addresses = self.server.addresses_now();
            if addresses.keys().eq(names) {
                return addresses;
            }
            assert!(start.elapsed() < client::PATIENCE, "{addresses:?}:\n{}", self.log());
        }
    }

    /// Waits until the answers are of this state.
    fn wait_for_state(&self, number: u8) {
        let start = Instant::now();
        while state_of(&self.ask("hub", "www.corp.example.")) != number {
            assert!(start.elapsed() < client::PATIENCE, "state {number} does not come:\n{}", self.log());
        }
    }
}

#[test]
fn a_change_of_the_configuration_is_seen() {
    let served = Logged::start(&lab("10.0.0.1"), &[], &[]);
    served.replace(&lab("10.0.0.2"));
    served.wait_for_address("www.corp.example.", "10.0.0.2");
    // Written in place, too.
    served.folder.file("lab.toml", &lab("10.0.0.3"));
    served.wait_for_address("www.corp.example.", "10.0.0.3");
}

#[test]
fn changes_of_zone_files_and_what_they_include_are_seen() {
    let files = [("corp.zone", "$INCLUDE more.zone\n"), ("more.zone", "www 60 A 10.0.0.1\n")];
    let served = Logged::start(&lab_of_file(), &files, &[]);
    served.wait_for_address("www.corp.example.", "10.0.0.1");
    served.folder.file("more.zone", "www 60 A 10.0.0.2\n");
    served.wait_for_address("www.corp.example.", "10.0.0.2");
    served.folder.file("corp.zone", "www 60 A 10.0.0.3\n");
    served.wait_for_address("www.corp.example.", "10.0.0.3");
}

#[test]
fn a_broken_file_keeps_the_old_answers_and_is_told_with_its_lines() {
    let served = Logged::start(&lab("10.0.0.1"), &[], &[]);
    served.replace(&lab("10.0.0.256").replace("name = \"l\"", "name = \"l\"\nnonsense = 1"));
    served.wait_for_log("lab.toml: 2 problems; the old configuration is still served");
    let log = served.log();
    assert!(log.contains("lab.toml:9:") && log.contains("lab.toml:12:"), "{log}");
    served.wait_for_address("www.corp.example.", "10.0.0.1");
    served.replace(&lab("10.0.0.2"));
    served.wait_for_address("www.corp.example.", "10.0.0.2");
}

#[test]
fn files_that_are_deleted_and_written_again_are_loaded() {
    let served = Logged::start(&lab_of_file(), &[("corp.zone", "www 60 A 10.0.0.1\n")], &[]);
    for (file, text, address) in [
        ("corp.zone", "www 60 A 10.0.0.2\n".to_owned(), "10.0.0.2"),
        ("lab.toml", lab("10.0.0.3"), "10.0.0.3"),
    ] {
        let before = served.ask("hub", "www.corp.example.");
        let failures = served.log().matches("the old configuration is still served").count();
        std::fs::remove_file(served.folder.path.join(file)).expect("removed");
        let start = Instant::now();
        while served.log().matches("the old configuration is still served").count() == failures {
            assert!(start.elapsed() < client::PATIENCE, "{file}: {}", served.log());
        }
        assert_eq!(served.ask("hub", "www.corp.example."), before, "{file}");
        served.folder.file(file, &text);
        served.wait_for_address("www.corp.example.", address);
    }
}

#[test]
fn listeners_that_stay_keep_their_addresses_and_others_come_and_go() {
    let served = Logged::start(&lab("10.0.0.1"), &[], &["--no-watch"]);
    let config = lab("10.0.0.2");
    let hub = served.server.address("hub");
    // The network's number changes with its place; the listener finds it by name.
    let aside = "[[virtual_network]]\nname = \"aside\"\naddress_space = [\"10.9.0.0/16\"]\n";
    served.replace(&config.replacen("[[virtual_network]]", &format!("{aside}[[virtual_network]]"), 1));
    served.reload();
    served.wait_for_address("www.corp.example.", "10.0.0.2");
    assert!(!served.log().contains("listen"), "{}", served.log());
    let internet = served.server.address("internet");
    served.replace(&config.replace("listen = [\"127.0.0.1:5302\"]", ""));
    served.reload();
    served.wait_for_log(&format!("; internet does not listen on {internet} any more\n"));
    served.wait_for_listeners(&["hub"]);
    served.wait_for_address("www.corp.example.", "10.0.0.2");
    let gone = client::client(Transports::UdpOnly, LOCAL, internet).ask(&client::query("a.example.", 1));
    assert!(matches!(gone, Err(NoAnswer::Unreachable { .. })), "{gone:?}");
    served.replace(&config);
    served.reload();
    served.wait_for_log("; internet listens on 127.0.0.1:");
    let addresses = served.wait_for_listeners(&["hub", "internet"]);
    assert_eq!(addresses["hub"], hub, "it has kept its port through all of it");
    let response = client::ask_udp(addresses["internet"], "www.corp.example.", 1);
    assert_eq!(response.rcode_name(), "NXDOMAIN");
}

#[test]
fn nothing_to_listen_on_is_an_error_that_says_what_to_add() {
    let folder = Folder::new();
    folder.file("lab.toml", "[azure_dns]\nlisten = []\n");
    let (code, _, err) = program::run(Path::new(ZONITE), &folder.path, &["serve", "lab.toml"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("has no listener; add listen = [\"127.0.0.1:5300\"] to [azure_dns]"), "{err}");
}

#[test]
fn no_ready_file_is_left_where_nobody_is_ready() {
    let taken = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port");
    let listen = format!("azure_dns={}", taken.local_addr().expect("an address"));
    let folder = Folder::new();
    let stale = folder.file("r.json", "{}");
    let args = ["serve", "--listen", "127.0.0.1:0", "--listen", &listen, "--ready-file", "r.json"];
    assert_eq!(program::run(Path::new(ZONITE), &folder.path, &args).0, Some(2));
    assert!(!stale.exists(), "it is stale");
    // A folder cannot be replaced by a file: the temporary file is not left behind.
    std::fs::create_dir_all(folder.path.join("r.json/full")).expect("a folder");
    let args = ["serve", "--listen", "127.0.0.1:0", "--ready-file", "r.json"];
    let (code, _, err) = program::run(Path::new(ZONITE), &folder.path, &args);
    assert_eq!(code, Some(2), "{err}");
    assert_eq!(std::fs::read_dir(&folder.path).expect("a folder").count(), 1, "{err}");
}
