//! Real servers as upstreams: BIND with a signed zone of its own, and Unbound and dnsmasq in front of it.

use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

use dns_client::{Query, Response, Transports};
use expectations::Observed;
use test_support::client::{self, LOCAL};
use test_support::peer::PeerServer;
use test_support::program::{Folder, RunningServer};

use crate::logged::Logged;
use crate::peers::{Forwarding, dnsmasq, start, unbound};
use crate::support::serve;

/// How long BIND may take to sign its zone.
const LIMIT: Duration = Duration::from_secs(30);
/// Name, type and whether the answer is too long for a datagram.
const QUESTIONS: &[(&str, u16, bool)] = &[
    ("www.lab.example.", 1, false),
    ("www.lab.example.", 28, false),
    ("alias.lab.example.", 1, false),
    ("chain.lab.example.", 28, false),
    ("gone.lab.example.", 1, false),
    ("to-gone.lab.example.", 1, false),
    ("any.wild.lab.example.", 16, false),
    ("lab.example.", 15, false),
    ("_sip._tcp.lab.example.", 33, false),
    ("lab.example.", 6, false),
    ("big.lab.example.", 16, true),
];

/// A BIND that recurses and has the zone `lab.example`, which it signs itself.
fn bind(_: &Forwarding<'_>, port: u16, folder: &Folder) -> Command {
    let texts: String = (0..20).map(|n| format!("big TXT \"{n:02} {}\"\n", "x".repeat(180))).collect();
    folder.file(
        "lab.zone",
        &format!(
            "$TTL 300\n@ SOA ns admin 1 3600 300 2419200 60\n@ NS ns\n@ MX 10 mail\nns A 127.0.0.1\n\
             mail A 192.0.2.25\nwww A 192.0.2.1\nwww A 192.0.2.2\nalias CNAME www\nchain CNAME alias\n\
             to-gone CNAME gone\n*.wild TXT wild\n_sip._tcp SRV 1 2 5060 www\n{texts}"
        ),
    );
    let config = folder.file(
        "named.conf",
        &format!(
            "options {{ directory \"{}\"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
               recursion yes; dnssec-validation no; pid-file none; session-keyfile none; notify no;
               forward only; forwarders {{ 127.0.0.1 port 1; }}; }};
             controls {{ }};
             zone \"lab.example\" {{ type primary; file \"lab.zone\"; dnssec-policy default; inline-signing yes; }};\n",
            folder.path.display()
        ),
    );
    let mut command = Command::new("named");
    command.arg("-g").arg("-c").arg(config);
    command
}

/// Starts BIND and waits until its zone is signed.
fn signed() -> PeerServer {
    let nobody = SocketAddr::from(([127, 0, 0, 1], 1));
    let peer = start(bind, &Forwarding { zone: "lab.example", azure: nobody, internet: nobody });
    let began = Instant::now();
    // The denial of a name is signed last.
    let signatures = || observed(peer.address, "gone.lab.example.", 1, true).authority;
    while signatures().iter().filter(|record| record.kind == "RRSIG").count() < 2 {
        assert!(began.elapsed() < LIMIT, "the zone is not signed in time");
        std::thread::park_timeout(Duration::from_millis(10));
    }
    peer
}

/// Asks over UDP, and over TCP where the answer is cut; tells whether it was.
fn ask(server: SocketAddr, name: &str, rtype: u16, dnssec_ok: bool) -> (Response, bool) {
    let query = Query { dnssec_ok, ..client::query(name, rtype) };
    let over = |transports| client::client(transports, LOCAL, server).ask(&query).expect("an answer");
    let response = over(Transports::UdpOnly);
    if !response.has_flag("tc") {
        return (response, false);
    }
    let whole = over(Transports::TcpOnly);
    assert!(!whole.has_flag("tc"), "{name} is cut over TCP");
    (whole, true)
}

/// What does not depend on who answers: not TTLs that count down, not the order of a set, no flags, no glue.
fn observed(server: SocketAddr, name: &str, rtype: u16, dnssec_ok: bool) -> Observed {
    let (response, _) = ask(server, name, rtype, dnssec_ok);
    let mut seen = Observed::from(response);
    seen.forget_details();
    seen.answer.sort_by_key(ToString::to_string);
    // BIND adds its NS set to positive answers, and others leave it out.
    seen.authority.retain(|record| record.kind != "NS");
    seen.authority.sort_by_key(ToString::to_string);
    seen.additional.clear();
    seen.flags.clear();
    seen
}

/// Starts the program with this upstream.
fn zonite(upstream: SocketAddr) -> (RunningServer, Folder) {
    let folder = Folder::new();
    let text = format!("[internet]\nlisten = [\"127.0.0.1:0\"]\nupstream = [\"{upstream}\"]\n");
    let config = folder.file("zonite.toml", &text);
    (serve(&[&config.to_string_lossy()]), folder)
}

/// Everything goes to this server.
fn to(server: &PeerServer) -> Forwarding<'static> {
    Forwarding { zone: "lab.example", azure: server.address, internet: server.address }
}

/// Compares what clients get through the program with what they get from the upstream itself.
#[track_caller]
fn check(upstream: SocketAddr) {
    let (zonite, _folder) = zonite(upstream);
    let ours = zonite.address("internet");
    for dnssec_ok in [false, true] {
        for &(name, rtype, is_long) in QUESTIONS {
            // Twice: from the upstream, and from memory.
            for _ in 0..2 {
                let (through, direct) =
                    (observed(ours, name, rtype, dnssec_ok), observed(upstream, name, rtype, dnssec_ok));
                assert_eq!(through, direct, "{name} {rtype}, DO {dnssec_ok}");
                assert_eq!(ask(ours, name, rtype, dnssec_ok).1, is_long, "{name} over UDP");
            }
        }
    }
}

#[test]
fn bind_as_an_upstream_says_the_same_through_us() {
    let bind = signed();
    check(bind.address);
}

#[test]
fn unbound_as_an_upstream_says_the_same_through_us() {
    let bind = signed();
    let unbound = start(unbound, &to(&bind));
    check(unbound.address);
}

#[test]
fn dnsmasq_as_an_upstream_says_the_same_through_us() {
    let bind = signed();
    let dnsmasq = start(dnsmasq, &to(&bind));
    check(dnsmasq.address);
}

/// Takes the zone's key from the upstream, and lets delv validate what comes through us.
#[test]
fn delv_validates_a_signed_zone_through_us() {
    let bind = signed();
    let (zonite, folder) = zonite(bind.address);
    let keys = ask(bind.address, "lab.example.", 48, false).0.answer;
    let key = keys.iter().find_map(|record| record.data.strip_prefix("257 ")).expect("a key");
    let fields: Vec<&str> = key.split(' ').collect();
    let anchor = folder.file(
        "anchor",
        &format!(
            "trust-anchors {{ \"lab.example.\" static-key 257 {} {} \"{}\"; }};\n",
            fields[0],
            fields[1],
            fields[2..].concat()
        ),
    );
    let ours = zonite.address("internet");
    for (name, rtype, want) in [
        ("www.lab.example", "A", "; fully validated"),
        ("chain.lab.example", "A", "; fully validated"),
        ("any.wild.lab.example", "TXT", "; fully validated"),
        ("big.lab.example", "TXT", "; fully validated"),
        ("www.lab.example", "AAAA", "; negative response, fully validated"),
        ("gone.lab.example", "A", "; negative response, fully validated"),
    ] {
        let output = Command::new("delv")
            .args(["@127.0.0.1", "-p", &ours.port().to_string(), "+root=lab.example."])
            .arg("-a")
            .arg(&anchor)
            .args([name, rtype])
            .output()
            .unwrap_or_else(|error| panic!("delv: {error}; tests/run installs what is missing"));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains(want), "{name} {rtype}\n{text}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn what_an_upstream_did_is_told_to_every_client_and_logged_once() {
    let config = "[internet]\nlisten = [\"127.0.0.1:0\"]\nupstream = [\"127.0.0.1:1\"]\n";
    let logged = Logged::start(config, &[], &[]);
    let what = "127.0.0.1:1 refused the connection (nothing listens there)";
    for number in 0..5 {
        let server = logged.server.address("internet");
        let response = client::ask_udp(server, &format!("n{number}.example."), 1);
        assert_eq!(response.rcode_name(), "SERVFAIL");
        assert!(response.errors.concat().contains(what), "{response:?}");
    }
    logged.wait_for_log(what);
    let log = logged.log();
    assert_eq!(log.matches(what).count(), 1, "{log}");
    assert!(log.contains("WARN") && log.contains("n0.example A"), "{log}");
}
