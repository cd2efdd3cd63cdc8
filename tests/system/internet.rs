//! A BIND that plays the Internet: one server with the root and a few zones below, signed and unsigned, and a resolver
//! that validates, as a provider runs it.

use std::path::Path;
use std::process::Command;

use crate::namespace::{Daemon, Namespace};

/// The provider's resolver.
pub(crate) const RESOLVER: &str = "198.51.100.53";
/// The server of the root and of all zones.
const AUTHORITY: &str = "198.51.100.1";

/// Every zone by name, with what stands in it; whether it is signed; the children first.
const ZONES: [(&str, bool, &str); 10] = [
    (
        "example.com",
        false,
        "www 300 A 198.51.100.80\n\
         text 300 TXT \"no address here\"\n\
         six 300 AAAA 2001:db8::80\n\
         alias 300 CNAME www\n\
         images 300 CNAME pull.example.com.\n\
         pull 300 CNAME myregistry.azurecr.io.\n\
         corp.www 300 A 198.51.100.82\n",
    ),
    ("example.net", true, "www 300 A 198.51.100.81\n"),
    // A real registry with a private endpoint somewhere: its public chain leads through the zone of Private Link.
    (
        "azurecr.io",
        false,
        "fabrikam 300 CNAME fabrikam.privatelink.azurecr.io.\nfabrikam.privatelink 300 CNAME fabrikam.azcr.io.\n",
    ),
    ("azcr.io", false, "fabrikam 300 A 198.51.100.90\n"),
    // Hop names of simulated registries end there.
    ("trafficmanager.net", false, ""),
    ("azure.com", false, ""),
    ("com", true, "example 300 NS ns.root.\nazure 300 NS ns.root.\n"),
    ("net", true, "example 300 NS ns.root.\ntrafficmanager 300 NS ns.root.\n"),
    ("io", true, "azurecr 300 NS ns.root.\nazcr 300 NS ns.root.\n"),
    (".", true, "com 300 NS ns.root.\nnet 300 NS ns.root.\nio 300 NS ns.root.\nns.root 300 A 198.51.100.1\n"),
];

/// How many addresses `big.example.com` has.
pub(crate) const BIG: usize = 100;

/// The Internet; it ends with the value.
pub(crate) struct Internet {
    _authority: Daemon,
    resolver: Daemon,
    /// The root's key, as BIND's tools want it written.
    pub(crate) trust_anchor: String,
}

impl Internet {
    /// Starts it inside a namespace, and waits until it resolves.
    pub(crate) fn new(namespace: &Namespace) -> Self {
        let folder = &namespace.folder.path;
        let zones: String = ZONES
            .iter()
            .map(|(name, signed, records)| zone_statement(folder, name, *signed, records))
            .collect();
        let trust_anchor = trust_anchor(folder);
        let options = |address: &str, more: &str| {
            format!(
                "options {{ directory \"{}\"; listen-on {{ {address}; }}; listen-on-v6 {{ none; }}; pid-file none; \
                 session-keyfile none; {more} }};\ncontrols {{ }};\n",
                folder.display()
            )
        };
        let authority = options(AUTHORITY, "recursion no;") + &zones;
        namespace.folder.file("authority.conf", &authority);
        namespace.folder.file("hints", &format!(". 300 NS ns.root.\nns.root. 300 A {AUTHORITY}\n"));
        let source = format!("query-source {RESOLVER}; empty-zones-enable no; dnssec-validation yes;");
        let resolver =
            options(RESOLVER, &source) + &trust_anchor + "zone \".\" { type hint; file \"hints\"; };\n";
        namespace.folder.file("resolver.conf", &resolver);
        let mut authority = namespace.start_outside("named", &["-g", "-c", "authority.conf"]);
        namespace.until_it_answers(AUTHORITY, &mut authority);
        let mut resolver = namespace.start_outside("named", &["-g", "-c", "resolver.conf"]);
        namespace.until_it_answers(RESOLVER, &mut resolver);
        let internet = Self { _authority: authority, resolver, trust_anchor };
        let checked = namespace.dig(RESOLVER, &["+dnssec", "www.example.net"]).expect("an answer");
        assert!(
            checked.contains("198.51.100.81") && checked.contains("flags: qr rd ra ad;"),
            "{checked}\n{}",
            internet.resolver.log()
        );
        internet
    }
}

/// Writes a zone's file, signs it if it is to be, and returns its statement.
fn zone_statement(folder: &Path, name: &str, signed: bool, records: &str) -> String {
    let origin = if name == "." { ".".to_owned() } else { format!("{name}.") };
    let mut text = format!(
        "$ORIGIN {origin}\n@ 300 SOA ns.root. hostmaster.root. 1 3600 600 86400 30\n@ 300 NS ns.root.\n{records}"
    );
    if name == "example.com" {
        text.extend((1..=BIG).map(|last| format!("big 300 A 203.0.113.{last}\n")));
    }
    let stem = if name == "." { "root" } else { name };
    let file = format!("{stem}.zone");
    std::fs::write(folder.join(&file), text).expect("a file");
    if !signed {
        return format!("zone \"{name}\" {{ type primary; file \"{file}\"; }};\n");
    }
    tool(folder, "dnssec-keygen", &["-q", "-a", "ECDSAP256SHA256", "-f", "KSK", name]);
    // One key for everything; the children's DS records come from where they were signed before.
    tool(
        folder,
        "dnssec-signzone",
        &["-q", "-S", "-z", "-g", "-o", name, "-f", &format!("{file}.signed"), &file],
    );
    format!("zone \"{name}\" {{ type primary; file \"{file}.signed\"; }};\n")
}

fn tool(folder: &Path, program: &str, args: &[&str]) {
    let output = Command::new(program).args(args).current_dir(folder).output();
    let output =
        output.unwrap_or_else(|error| panic!("{program}: {error}; tests/run installs what is missing"));
    assert!(output.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Reads the root's key.
fn trust_anchor(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let is_key = |path: &std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy();
        name.starts_with("K.+") && name.ends_with(".key")
    };
    let key = entries.into_iter().find(is_key).expect("the root's key");
    let text = std::fs::read_to_string(key).expect("a file");
    let record = text.lines().find(|line| !line.starts_with(';')).expect("a record");
    let rdata = record.split("DNSKEY").nth(1).expect("its data").split_whitespace().collect::<Vec<_>>();
    let [flags, protocol, algorithm, key @ ..] = &rdata[..] else { panic!("{record}") };
    format!("trust-anchors {{ . static-key {flags} {protocol} {algorithm} \"{}\"; }};\n", key.concat())
}
