//! Real servers in the place of an on-premises DNS server: BIND, Unbound and dnsmasq from the system's packages.
//!
//! Each has a default forwarder to the Internet and one conditional forwarder to 168.63.129.16 as a virtual network sees
//! it. DNSSEC validation is off: the private answers are unsigned, and a validating forwarder would call them bogus.

use std::net::SocketAddr;
use std::process::Command;

use test_support::client;
use test_support::peer::PeerServer;
use test_support::program::{Folder, RunningServer};

use crate::support::serve;

/// What a peer forwards, and where to.
pub(crate) struct Forwarding<'f> {
    /// This zone goes to `azure`.
    pub(crate) zone: &'f str,
    /// 168.63.129.16, as a network sees it.
    pub(crate) azure: SocketAddr,
    /// All else goes here.
    pub(crate) internet: SocketAddr,
}

fn bind(to: &Forwarding<'_>, port: u16, folder: &Folder) -> Command {
    let Forwarding { zone, azure, internet } = to;
    let config = folder.file(
        "named.conf",
        &format!(
            "options {{ directory \"{}\"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
               recursion yes; dnssec-validation no; forward only; pid-file none; session-keyfile none;
               forwarders {{ {} port {}; }}; }};
             controls {{ }};
             zone \"{zone}\" {{ type forward; forward only; forwarders {{ {} port {}; }}; }};\n",
            folder.path.display(),
            internet.ip(),
            internet.port(),
            azure.ip(),
            azure.port()
        ),
    );
    let mut command = Command::new("named");
    command.arg("-g").arg("-c").arg(config);
    command
}

/// Unbound, which does not validate.
pub(crate) fn unbound(to: &Forwarding<'_>, port: u16, folder: &Folder) -> Command {
    let Forwarding { zone, azure, internet } = to;
    let config = folder.file(
        "unbound.conf",
        &format!(
            "server:\n  interface: 127.0.0.1@{port}\n  module-config: \"iterator\"\n  do-daemonize: no\n  chroot: \"\"\n  \
             username: \"\"\n  pidfile: \"\"\n  use-syslog: no\n  do-not-query-localhost: no\n\
             remote-control:\n  control-enable: no\n\
             forward-zone:\n  name: \".\"\n  forward-addr: {}@{}\n\
             forward-zone:\n  name: \"{zone}\"\n  forward-addr: {}@{}\n",
            internet.ip(),
            internet.port(),
            azure.ip(),
            azure.port()
        ),
    );
    let mut command = Command::new("unbound");
    command.arg("-d").arg("-c").arg(config);
    command
}

/// dnsmasq.
pub(crate) fn dnsmasq(to: &Forwarding<'_>, port: u16, folder: &Folder) -> Command {
    let Forwarding { zone, azure, internet } = to;
    let config = folder.file(
        "dnsmasq.conf",
        &format!(
            "port={port}\nlisten-address=127.0.0.1\nbind-interfaces\nno-resolv\nno-hosts\n\
             server={}#{}\nserver=/{zone}/{}#{}\n",
            internet.ip(),
            internet.port(),
            azure.ip(),
            azure.port()
        ),
    );
    let mut command = Command::new("dnsmasq");
    command.args(["--keep-in-foreground", "--user", "--group", "--pid-file"]).arg("-C").arg(config);
    command
}

/// Writes a peer's configuration for a port, and says how to start it.
pub(crate) type Make = fn(&Forwarding<'_>, u16, &Folder) -> Command;

/// Starts a peer that forwards, and waits until it answers.
pub(crate) fn start(make: Make, to: &Forwarding<'_>) -> PeerServer {
    let question = client::question("myregistry.azurecr.io.", 1);
    PeerServer::start(&question, |port, folder| make(to, port, folder))
}

/// Asks for the article's registry; returns its address.
fn registry(server: SocketAddr) -> String {
    let addresses = client::ask_udp(server, "myregistry.azurecr.io.", 1).addresses();
    addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

const PRIVATE: &str = "10.0.0.7";
const PUBLIC: &str = "20.45.122.144";

/// Forwards each zone through a peer, and compares with the addresses wanted.
fn check(make: Make, public_zone: &str, privatelink_zone: &str) {
    let zonite: RunningServer = serve(&[]);
    let (azure, internet) = (zonite.address("myVNet"), zonite.address("internet"));
    for (zone, want) in [("azurecr.io", public_zone), ("privatelink.azurecr.io", privatelink_zone)] {
        let peer = start(make, &Forwarding { zone, azure, internet });
        assert_eq!(registry(peer.address), want, "forwarding {zone}");
    }
}

#[test]
fn bind_chases_the_cname_through_its_forwarders() {
    check(bind, PRIVATE, PRIVATE);
}

#[test]
fn unbound_chases_the_cname_through_its_forwarders() {
    check(unbound, PRIVATE, PRIVATE);
}

/// The commonest on-premises mistake: the forwarder is on the privatelink zone, and the server takes the upstream's word.
#[test]
fn dnsmasq_takes_the_upstreams_word_for_the_cname() {
    check(dnsmasq, PRIVATE, PUBLIC);
}
