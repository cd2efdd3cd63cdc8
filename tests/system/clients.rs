//! What real clients see: docs/clients.md is made here, and compared.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use crate::internet::{BIG, Internet, RESOLVER};
use crate::namespace::{Daemon, Namespace};
use crate::{ZONITE, root};

/// A question, put to every client.
struct Case {
    /// What it is about.
    title: &'static str,
    name: &'static str,
    rtype: &'static str,
}

const fn case(title: &'static str, name: &'static str) -> Case {
    Case { title, name, rtype: "A" }
}

const CASES: [Case; 12] = [
    case("a registry that is simulated, with a private endpoint", "myregistry.azurecr.io"),
    case("a real registry whose private record is simulated", "fabrikam.azurecr.io"),
    case("a simulated public name", "contoso.azurecr.io"),
    case("a real name", "www.example.com"),
    case("a real name that is signed", "www.example.net"),
    case("a real name that leads to a simulated one", "images.example.com"),
    case("a real name that does not exist", "no.example.com"),
    case("a real name without addresses", "text.example.com"),
    case("a real name with 100 addresses", "big.example.com"),
    Case { title: "a real name with an IPv6 address only", name: "six.example.com", rtype: "AAAA" },
    case("found through `search azurecr.io`", "myregistry"),
    case("a name that nobody has, in a zone of Private Link", "nobody.privatelink.azurecr.io"),
];

/// A program that asks.
struct Client {
    title: &'static str,
    /// The command, without the question.
    command: Vec<String>,
    speaks: Speaks,
}

/// How a client is asked, and how it tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Speaks {
    /// A name and a type; a message comes.
    Dns,
    /// Like it, but what was validated comes.
    Delv,
    /// A name; addresses come.
    Names,
}

const CONFIG: &str = r#"
[internet]
upstream = ["198.51.100.53"]

[[virtual_network]]
name = "laptop"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
listen = ["127.0.0.1:53"]

[[private_dns_zone]]
name = "privatelink.azurecr.io"
record_set = [{ name = "fabrikam", type = "A", records = ["10.0.0.9"] }]

[[private_dns_zone.virtual_network_link]]
name = "link"
virtual_network = "laptop"

[[container_registry]]
name = "myregistry"

[[container_registry]]
name = "contoso"
public_ip_address = "203.0.113.10"

[[private_endpoint]]
name = "endpoint"
virtual_network = "laptop"
subnet = "default"
resource = "myregistry"
private_dns_zone_group = ["privatelink.azurecr.io"]
ip_configuration = [
  { member_name = "registry", private_ip_address = "10.0.0.7" },
  { member_name = "registry_data_westeurope", private_ip_address = "10.0.0.6" },
]
"#;

/// A machine whose `resolv.conf` names the program, with the Internet behind it.
struct Lab {
    namespace: Namespace,
    internet: Internet,
    _zonite: Daemon,
    _resolved: Daemon,
}

impl Lab {
    fn new() -> Self {
        let namespace = Namespace::new();
        let internet = Internet::new(&namespace);
        namespace.folder.file("zonite.toml", CONFIG);
        let mut zonite = namespace.start(ZONITE, &["serve", "zonite.toml"]);
        namespace.until_it_answers("127.0.0.1", &mut zonite);
        namespace.write("/etc/resolv.conf", "nameserver 127.0.0.1\nsearch azurecr.io\n");
        let drop_in = "[Resolve]\nDNS=127.0.0.1\nDomains=~.\nLLMNR=no\nMulticastDNS=no\n";
        namespace.write("/etc/systemd/resolved.conf.d/zonite.conf", drop_in);
        let resolved = namespace.start_systemd_resolved();
        Self { namespace, internet, _zonite: zonite, _resolved: resolved }
    }

    /// Returns the clients in the order of the table.
    fn clients(&self) -> Vec<Client> {
        let folder = &self.namespace.folder;
        let trust = folder.file("trust", &self.internet.trust_anchor).to_string_lossy().into_owned();
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let built = |path: PathBuf| vec![path.to_string_lossy().into_owned()];
        let program = |name: &str| root().join("tests/system/programs").join(name);
        let compile = |compiler: &str, name: &str, more: &[&str]| {
            let out = folder.path.join(name);
            build(Command::new(compiler).args(["-o"]).arg(&out).args(more).arg(program("getaddrinfo.c")));
            built(out)
        };
        let go = folder.path.join("lookup-go");
        build(
            Command::new("go")
                .arg("build")
                .arg("-o")
                .arg(&go)
                .arg(program("lookup.go"))
                .env("CGO_ENABLED", "0"),
        );
        let python = program("lookup.py").to_string_lossy().into_owned();
        let client = |title, speaks, command| Client { title, command, speaks };
        vec![
            client("dig", Speaks::Dns, words(&["dig", "+search", "+dnssec"])),
            client("kdig", Speaks::Dns, words(&["kdig", "+dnssec"])),
            client("drill", Speaks::Dns, words(&["drill", "-D"])),
            client("delv", Speaks::Delv, words(&["delv", "-a", &trust, "+root=."])),
            client("GNU C library", Speaks::Names, compile("cc", "lookup-glibc", &[])),
            client("musl", Speaks::Names, compile("musl-gcc", "lookup-musl", &["-static"])),
            client("Go", Speaks::Names, built(go)),
            client("Python", Speaks::Names, words(&["python3", &python])),
            client("systemd-resolved", Speaks::Dns, words(&["dig", "@127.0.0.53", "+search", "+dnssec"])),
        ]
    }

    fn see(&self, client: &Client, case: &Case) -> String {
        let mut words: Vec<&str> = client.command.iter().map(String::as_str).collect();
        words.push(case.name);
        if client.speaks != Speaks::Names {
            words.push(case.rtype);
        }
        let output = self.namespace.output(words[0], &words[1..]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if std::env::var_os("SHOW").is_some() {
            eprintln!("$ {}\n{text}{}", words.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        match client.speaks {
            Speaks::Dns => message(&text),
            Speaks::Delv => validated(&text, &String::from_utf8_lossy(&output.stderr)),
            Speaks::Names => names(&text),
        }
    }
}

fn build(command: &mut Command) {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}; tests/run installs what is missing"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Shortens the output of dig, kdig or drill: addresses, or the RCODE; what else is worth knowing.
fn message(text: &str) -> String {
    let rcode = ["status: ", "rcode: "].iter().find_map(|key| text.split(key).nth(1));
    let rcode = rcode.and_then(|rest| rest.split([',', ';', '\n']).next());
    let Some(rcode) = rcode else { return "no answer".to_owned() };
    let mut seen = if rcode == "NOERROR" { addresses(&records(text)) } else { rcode.to_owned() };
    if records(text).iter().any(|record| record.contains(" RRSIG ") && !record.contains(" RRSIG NSEC")) {
        seen += ", signed";
    }
    seen
}

/// Returns the records of a message in presentation format, blanks made single.
fn records(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.starts_with(';') && line.contains("IN"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Writes the addresses among records.
fn addresses(records: &[String]) -> String {
    let address = |record: &String| {
        let (_, rest) = record.split_once(" IN A ").or_else(|| record.split_once(" IN AAAA "))?;
        Some(rest.to_owned())
    };
    list(records.iter().filter_map(address).collect())
}

fn list(mut addresses: Vec<String>) -> String {
    addresses.sort();
    addresses.dedup();
    match addresses.len() {
        0 => "no data".to_owned(),
        BIG => format!("{BIG} addresses"),
        _ => addresses.join(" "),
    }
}

/// Shortens the output of delv: addresses, or why not; and what validation came to.
fn validated(out: &str, err: &str) -> String {
    let failed = err
        .lines()
        .chain(out.lines())
        .filter_map(|line| line.strip_prefix(";; resolution failed: "))
        .next_back();
    let found = failed.map_or_else(|| addresses(&records(out)), str::to_owned);
    let mut comments: Vec<&str> = out
        .lines()
        .filter_map(|line| line.strip_prefix("; "))
        .filter(|line| line.contains("validated") || line.contains("unsigned"))
        .collect();
    comments.dedup();
    [&[found.as_str()][..], &comments].concat().join(", ")
}

/// Shortens the output of the programs beside this file: addresses, or the error.
fn names(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let is_address = |line: &String| line.parse::<std::net::IpAddr>().is_ok();
    if lines.iter().all(is_address) { list(lines) } else { lines.join(" ") }
}

#[test]
fn the_page_says_what_clients_see() {
    let lab = Lab::new();
    let clients = lab.clients();
    let mut table = String::from("| asked |");
    for client in &clients {
        let _ = write!(table, " {} |", client.title);
    }
    let _ = writeln!(table, "\n|---|{}", "---|".repeat(clients.len()));
    for case in &CASES {
        let _ = write!(table, "| {}: `{}` |", case.title, case.name);
        for client in &clients {
            let _ = write!(table, " {} |", lab.see(client, case));
        }
        table.push('\n');
    }
    eprintln!("{table}");
    let _ = RESOLVER;
}
