//! What the reference page says in words, held to what the program does. That its tables are those of the code is a test of
//! azure-model.

use test_support::program::{self, Folder};

use crate::support::{ZONITE, root};

/// A row of the page's table of limits: how it begins, and the constant in the sources whose value it shows.
const LIMITS: &[(&str, &str, &str)] = &[
    ("CNAMEs that one resolver follows", "crates/zone-store/src/engine/message.rs", "MAX_CHAIN"),
    ("resolvers that wait for each other", "crates/zone-store/src/engine/mod.rs", "MAX_DEPTH"),
    ("questions that resolvers ask each other", "crates/zone-store/src/engine/mod.rs", "MAX_CALLS"),
    ("queries that wait at a time", "crates/dns-server/src/responder.rs", "MAX_WAITING"),
    ("questions to real servers at a time", "crates/dns-server/src/upstream/mod.rs", "MAX_IN_FLIGHT"),
    ("tries at one real server", "crates/dns-server/src/upstream/question.rs", "MAX_TRIES"),
    ("record sets in a section", "crates/dns-server/src/wire/response.rs", "MAX_SETS"),
    ("octets of a query over UDP", "crates/dns-server/src/transport/datagrams.rs", "LONGEST_QUERY"),
    ("octets of a reply over UDP", "crates/dns-server/src/wire/encode.rs", "PLAIN_UDP"),
    ("octets of a reply over UDP", "crates/dns-server/src/wire/encode.rs", "LARGEST_UDP"),
    ("Extended DNS Errors of one reply", "crates/dns-server/src/wire/edns.rs", "MAX_ERRORS"),
    ("TCP connections of all listeners", "crates/dns-server/src/transport/stream.rs", "MAX_CONNECTIONS"),
    ("queries of one TCP connection", "crates/dns-server/src/transport/stream.rs", "MAX_IN_FLIGHT"),
    ("seconds for which a TCP connection", "crates/dns-server/src/transport/stream.rs", "IDLE"),
    ("seconds for which queries in flight", "crates/dns-server/src/transport/stream.rs", "DRAIN"),
    ("age of a server cookie", "crates/dns-server/src/wire/cookie.rs", "VALID"),
    ("files that `$INCLUDE` each other", "crates/zone-store/src/zone_file.rs", "MAX_DEPTH"),
    ("`$INCLUDE`s of a zone", "crates/zone-store/src/zone_file.rs", "MAX_INCLUDES"),
    ("queries that wait to be written", "crates/host/src/observers.rs", "CAPACITY"),
    ("questions that `zonite check` asks", "crates/insight/src/diagnosis/lint.rs", "MOST_PROBES"),
];

/// Returns the last number of a constant's value, as a page writes it: `1_024` and `from_secs(1_024)` are `1,024`.
fn constant(file: &str, name: &str) -> String {
    let text = std::fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let start = format!("const {name}: ");
    let line = text.lines().find_map(|line| line.split_once(&start).map(|(_, rest)| rest));
    let (_, value) = line.and_then(|rest| rest.split_once(" = ")).unwrap_or_else(|| panic!("{file}: {name}"));
    let mut numbers = value.split(|letter: char| !letter.is_ascii_digit() && letter != '_');
    let digits = numbers.rfind(|part| part.starts_with(|letter: char| letter.is_ascii_digit()));
    let digits = digits.unwrap_or_else(|| panic!("{file}: {name} = {value}")).replace('_', "");
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    String::from_utf8(groups.join(&b","[..])).expect("digits")
}

#[test]
fn limits_are_those_of_the_code() {
    let page = std::fs::read_to_string(root().join("docs/reference.md")).expect("the page");
    let (_, section) = page.split_once("## Limits that no key changes\n").expect("the section");
    let rows: Vec<Vec<&str>> = section
        .lines()
        .take_while(|line| !line.starts_with("## "))
        .filter_map(|line| line.strip_prefix("| "))
        .filter(|row| !row.starts_with("limit "))
        .map(|row| row.split(" | ").collect())
        .collect();
    for row in &rows {
        assert!(
            LIMITS.iter().any(|(start, ..)| row[0].starts_with(start)),
            "no constant is known for {row:?}"
        );
    }
    for (start, file, name) in LIMITS {
        let row =
            rows.iter().find(|row| row[0].starts_with(start)).unwrap_or_else(|| panic!("no row {start}"));
        let want = constant(file, name);
        let numbers = row[1].split(|letter: char| !letter.is_ascii_digit() && letter != ',');
        assert!(
            numbers.into_iter().any(|number| number == want),
            "{name} is {want}, and the page says {row:?}"
        );
    }
}

#[test]
fn zones_without_an_soa_record_have_the_one_that_the_page_names() {
    let folder = Folder::new();
    folder.file("some.zone", "www 10 A 10.0.0.1\n");
    folder.file(
        "zonite.toml",
        r#"
        virtual_network = [{ name = "hub", address_space = ["10.0.0.0/16"] }]
        [[private_dns_zone]]
        name = "private.example"
        zone_file = "some.zone"
        virtual_network_link = [{ name = "hub-link", virtual_network = "hub" }]
        [[internet.zone]]
        name = "public.example"
        zone_file = "some.zone"
        [[dns_server]]
        name = "dns"
        virtual_network = "hub"
        private_ip_address = "10.0.0.53"
        zone = [{ name = "own.example", zone_file = "some.zone" }]
        "#,
    );
    for (resolver, zone, want) in [
        ("@azure_dns", "private.example", "azureprivatedns.net. azureprivatedns-host.microsoft.com. "),
        ("@internet", "public.example", "ns1-02.azure-dns.com. azuredns-hostmaster.microsoft.com. "),
        ("@dns", "own.example", "ns.own.example. hostmaster.own.example. "),
    ] {
        let words = ["query", "./zonite.toml", "--from", "hub", resolver, "--short", zone, "SOA"];
        let (code, out, err) = program::run(ZONITE.as_ref(), &folder.path, &words);
        assert_eq!(code, Some(0), "{err}");
        assert!(out.starts_with(want), "{zone}: {out}");
    }
}
