//! What real clients see: docs/clients.md is made here, and compared.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::internet::{Internet, RESOLVER};
use crate::namespace::{Daemon, Namespace};
use crate::{ZONITE, root};

/// A question, put to every client.
struct Case {
    /// What it is about.
    title: &'static str,
    name: &'static str,
    rtype: &'static str,
    /// What clients see is what they see without the program in between.
    real: bool,
}

const fn simulated(title: &'static str, name: &'static str) -> Case {
    Case { title, name, rtype: "A", real: false }
}

const fn real(title: &'static str, name: &'static str) -> Case {
    Case { title, name, rtype: "A", real: true }
}

const CASES: [Case; 14] = [
    simulated("a simulated registry, with a private endpoint", "myregistry.azurecr.io"),
    simulated("the same, found through `search azurecr.io`", "myregistry"),
    simulated("a real registry whose private record is simulated", "fabrikam.azurecr.io"),
    simulated("a simulated registry, public", "contoso.azurecr.io"),
    simulated("a real alias of a simulated registry", "images.example.com"),
    simulated("a name that nobody has, in a linked zone", "nobody.privatelink.azurecr.io"),
    simulated("a name of a linked zone, without addresses", "text.privatelink.azurecr.io"),
    real("a real name", "www.example.com"),
    real("a real alias", "alias.example.com"),
    real("a real name that is signed", "www.example.net"),
    real("a real name that does not exist", "no.example.com"),
    real("a real name without addresses", "text.example.com"),
    real("a real name with 100 addresses", "big.example.com"),
    Case { rtype: "AAAA", ..real("a real name with an IPv6 address only", "six.example.com") },
];

/// A program that asks.
struct Client {
    title: &'static str,
    /// The command, without the question.
    command: Vec<String>,
    speaks: Speaks,
}

impl Client {
    /// Returns how long it takes at most to report that nobody answers. Stub resolvers ask twice.
    fn patience(&self) -> Duration {
        Duration::from_secs(if self.speaks == Speaks::Names { 10 } else { 5 })
    }
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
record_set = [
  { name = "fabrikam", type = "A", records = ["10.0.0.9"] },
  { name = "text", type = "TXT", records = ["no address here"] },
]

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
    zonite: Daemon,
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
        Self { namespace, internet, zonite, _resolved: resolved }
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

    fn see(&self, client: &Client, name: &str, rtype: &str) -> String {
        let mut words: Vec<&str> = client.command.iter().map(String::as_str).collect();
        words.push(name);
        if client.speaks != Speaks::Names {
            words.push(rtype);
        }
        let output = self.namespace.output(words[0], &words[1..]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
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
    let flags = text.lines().find(|line| line.to_lowercase().starts_with(";; flags:")).unwrap_or_default();
    if flags.contains(" tc ") {
        return "cut short".to_owned();
    }
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
        many @ 10.. => format!("{many} addresses"),
        _ => addresses.join(" "),
    }
}

/// Shortens the output of delv: addresses, or why not; and what validation came to.
fn validated(out: &str, err: &str) -> String {
    let mut lines = err.lines().chain(out.lines());
    let found = match lines.find_map(|line| line.strip_prefix(";; resolution failed: ")) {
        Some("ncache nxdomain") => "NXDOMAIN".to_owned(),
        Some("ncache nxrrset") => "no data".to_owned(),
        Some(other) => other.to_owned(),
        None => addresses(&records(out)),
    };
    let comments = ["fully validated", "unsigned answer"];
    let comment = comments.iter().find(|comment| out.contains(*comment));
    comment.map_or_else(|| found.clone(), |comment| format!("{found}, {comment}"))
}

/// Shortens the output of the programs beside this file: addresses, or the error.
fn names(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let is_address = |line: &String| line.parse::<std::net::IpAddr>().is_ok();
    if lines.iter().all(is_address) { list(lines) } else { lines.join(" ") }
}

/// What clients see of the cases, a row each.
type Rows = Vec<Vec<String>>;

/// Asks everything from everybody, who all look at the servers of `resolv.conf`.
fn see_all(lab: &Lab, clients: &[Client], server: &str) -> Rows {
    lab.namespace.write("/etc/resolv.conf", &format!("nameserver {server}\nsearch azurecr.io\n"));
    let row = |case: &Case| clients.iter().map(|client| lab.see(client, case.name, case.rtype)).collect();
    CASES.iter().map(row).collect()
}

/// Returns what is seen of real names through the program and not without it. systemd-resolved always has it in between.
fn differences(clients: &[Client], direct: &Rows, ours: &Rows) -> Vec<String> {
    let rows = CASES.iter().zip(direct.iter().zip(ours)).filter(|(case, _)| case.real);
    let cells = rows.flat_map(|(case, (direct, ours))| {
        clients.iter().zip(direct.iter().zip(ours)).map(move |(client, cells)| (case, client, cells))
    });
    let different = cells.filter(|(_, _, (direct, ours))| direct != ours);
    different.map(|(case, client, cells)| format!("{} by {}: {cells:?}", case.name, client.title)).collect()
}

/// Cuts the provider's resolver off and asks what nobody has asked before; returns what each client sees, which must be
/// within the time that the page states.
fn see_silence(lab: &Lab, clients: &[Client]) -> Vec<String> {
    lab.namespace.run("ip", &["-n", "street", "address", "del", "198.51.100.53/32", "dev", "lo"]);
    let see = |(index, client): (usize, &Client)| -> String {
        let began = Instant::now();
        let seen = lab.see(client, &format!("unheard-{index}.example.com"), "A");
        assert!(began.elapsed() < client.patience(), "{}: {:?}", client.title, began.elapsed());
        seen
    };
    let seen = thread::scope(|scope| {
        let asked: Vec<_> = clients.iter().enumerate().map(|asked| scope.spawn(move || see(asked))).collect();
        asked.into_iter().map(|seen| seen.join().expect("it was quick enough")).collect()
    });
    let reason = "198.51.100.53:53 did not answer";
    let told = lab.namespace.dig("127.0.0.1", &["unheard.example.com"]).expect("an answer");
    assert!(told.contains("EDE: 22 (No Reachable Authority)") && told.contains(reason), "{told}");
    assert!(lab.zonite.log().contains(reason), "{}", lab.zonite.log());
    lab.namespace.run("ip", &["-n", "street", "address", "add", "198.51.100.53/32", "dev", "lo"]);
    seen
}

#[test]
fn the_page_says_what_clients_see() {
    let mut lab = Lab::new();
    let clients = lab.clients();
    let direct = see_all(&lab, &clients, RESOLVER);
    let ours = see_all(&lab, &clients, "127.0.0.1");
    assert_eq!(differences(&clients, &direct, &ours), [""; 0], "(without the program, through it)");
    let silence = see_silence(&lab, &clients);
    let Lab { namespace, zonite, .. } = &mut lab;
    namespace.until("the upstream is asked again", zonite, || {
        namespace
            .dig("127.0.0.1", &["+short", "www.example.com"])
            .is_some_and(|text| text.contains("198.51.100.80"))
    });
    let page = page(&clients, &ours, &silence);
    let path = root().join("docs/clients.md");
    if std::env::var_os("ZONITE_WRITE_PAGES").is_some() {
        std::fs::write(&path, &page).expect("the page");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let only = |one: &str, other: &str| -> Vec<String> {
        one.lines().filter(|line| other.lines().all(|known| known != *line)).map(str::to_owned).collect()
    };
    assert_eq!(
        (only(&written, &page), only(&page, &written)),
        (Vec::new(), Vec::new()),
        "docs/clients.md says the first, the second was seen; ZONITE_WRITE_PAGES=1 cargo test -p zonite --test system \
         clients writes the page"
    );
}

/// The words of the page.
const PAGE: &str = include_str!("clients.template.md");

/// Writes the page.
fn page(clients: &[Client], rows: &Rows, silence: &[String]) -> String {
    let mut table = String::from("| asked |");
    for client in clients {
        let _ = write!(table, " {} |", client.title);
    }
    let _ = write!(table, "\n|---|{}", "---|".repeat(clients.len()));
    for (case, row) in CASES.iter().zip(rows) {
        let _ = write!(table, "\n| {}: `{}` | {} |", case.title, case.name, row.join(" | "));
    }
    let mut silent = String::from("| client | sees | within |\n|---|---|---|");
    for (client, seen) in clients.iter().zip(silence) {
        let _ = write!(silent, "\n| {} | {seen} | {} s |", client.title, client.patience().as_secs());
    }
    PAGE.replace("{table}", &table).replace("{silence}", &silent)
}
