//! Configurations of the real servers, and of the clients' resolvers.

use std::fmt::Write as _;

use crate::plan::{HubResolver, Plan};
use crate::{File, OnPremises, addresses};

/// Why no server validates, as a comment.
const NO_VALIDATION: &str =
    "No validation: the private answers are unsigned, and a validating server would reject them as bogus.";

/// Writes the configurations of the server on-premises and of the forwarder, if there is one.
pub(crate) fn files(plan: &Plan) -> Vec<File> {
    let text = match plan.server {
        OnPremises::Bind => bind(plan),
        OnPremises::Unbound => unbound(plan),
        OnPremises::Dnsmasq => dnsmasq(plan),
        OnPremises::Coredns => coredns(plan),
    };
    let mut files = vec![File::new(format!("onprem-dns/{}", plan.server.file()), text)];
    if let HubResolver::Forwarder(azure) = plan.hub.way {
        files.push(File::new("forwarder/unbound.conf", forwarder(plan, azure)));
    }
    files
}

/// Writes a `resolv.conf` for each client.
pub(crate) fn resolv_confs(plan: &Plan) -> Vec<File> {
    let file = |service: &str, resolver| {
        File::new(format!("resolv.conf/{service}"), format!("nameserver {resolver}\n"))
    };
    let seats = plan.seats.iter().map(|seat| file(&seat.service, seat.resolver()));
    seats.chain([file("desk", plan.office.server), file("outsider", addresses::INTERNET_DNS)]).collect()
}

impl OnPremises {
    /// Returns the name of its configuration file.
    pub(crate) const fn file(self) -> &'static str {
        match self {
            Self::Bind => "named.conf",
            Self::Unbound => "unbound.conf",
            Self::Dnsmasq => "dnsmasq.conf",
            Self::Coredns => "Corefile",
        }
    }
}

/// Says in a comment what the server does.
fn head(plan: &Plan, comment: &str) -> String {
    let who = match plan.hub.way {
        HubResolver::Inbound(_) => "the inbound endpoint",
        HubResolver::Forwarder(_) => "the forwarder in the virtual network",
    };
    format!(
        "{comment} The server on-premises. The PUBLIC zones, and not their privatelink zones, go to {who},\n\
         {comment} {}; all else goes to the Internet.\n",
        plan.hub.address
    )
}

fn bind(plan: &Plan) -> String {
    let mut text = head(plan, "//");
    let _ = write!(
        text,
        "options {{\n  directory \"/tmp\";\n  pid-file none;\n  listen-on {{ any; }};\n  listen-on-v6 {{ none; }};\n  \
         recursion yes;\n  allow-query {{ any; }};\n  allow-recursion {{ any; }};\n  // {NO_VALIDATION}\n  \
         dnssec-validation no;\n  // A query to a forwarder that does not answer fails before the client gives up.\n  \
         resolver-query-timeout 2000;\n  // Reverse zones of private addresses are forwarded like any others.\n  \
         empty-zones-enable no;\n  forwarders {{ {}; }};\n  forward only;\n}};\ncontrols {{ }};\n",
        addresses::INTERNET_DNS
    );
    for forward in &plan.forwards {
        let _ = writeln!(
            text,
            "// {}\nzone \"{}\" {{ type forward; forward only; forwarders {{ {}; }}; }};",
            forward.why,
            forward.zone.without_dot(),
            plan.hub.address
        );
    }
    text
}

/// Writes what both Unbounds have.
fn unbound_server(interface: impl std::fmt::Display, outgoing: Option<std::net::Ipv4Addr>) -> String {
    let outgoing = outgoing.map(|address| format!("  outgoing-interface: {address}\n")).unwrap_or_default();
    format!(
        "server:\n  interface: {interface}\n{outgoing}  access-control: 0.0.0.0/0 allow\n  # {NO_VALIDATION}\n  \
         module-config: \"iterator\"\n  # Reverse zones of private addresses are forwarded like any others.\n  \
         unblock-lan-zones: yes\n  chroot: \"\"\n  username: \"\"\n  pidfile: \"\"\n  directory: \"/tmp\"\n  \
         do-daemonize: no\n  use-syslog: no\n  logfile: \"\"\nremote-control:\n  control-enable: no\n"
    )
}

fn unbound(plan: &Plan) -> String {
    let mut text = head(plan, "#") + &unbound_server(plan.office.server, None);
    for forward in &plan.forwards {
        let zone = forward.zone.without_dot();
        let _ = write!(
            text,
            "# {}\nforward-zone:\n  name: \"{zone}\"\n  forward-addr: {}\n",
            forward.why, plan.hub.address
        );
    }
    let _ = write!(text, "forward-zone:\n  name: \".\"\n  forward-addr: {}\n", addresses::INTERNET_DNS);
    text
}

fn forwarder(plan: &Plan, azure: std::net::Ipv4Addr) -> String {
    format!(
        "# The forwarder in {}: everything goes to 168.63.129.16, which sees a question from that network.\n{}\
         forward-zone:\n  name: \".\"\n  forward-addr: {}\n",
        plan.hub_seat().label,
        unbound_server(plan.hub.address, Some(azure)),
        addresses::AZURE_DNS
    )
}

fn dnsmasq(plan: &Plan) -> String {
    let mut text = head(plan, "#");
    let _ = write!(
        text,
        "# {NO_VALIDATION}\n# dnsmasq does not validate unless \"dnssec\" is set.\nno-resolv\nno-hosts\nuser=root\n\
         pid-file=\nlisten-address={}\nbind-interfaces\nserver={}\n",
        plan.office.server,
        addresses::INTERNET_DNS
    );
    for forward in &plan.forwards {
        let (zone, why) = (forward.zone.without_dot(), &forward.why);
        let _ = write!(text, "# {why}\nserver=/{zone}/{}\n", plan.hub.address);
    }
    text
}

fn coredns(plan: &Plan) -> String {
    let mut text = head(plan, "#");
    let _ = writeln!(text, "# {NO_VALIDATION}\n# CoreDNS does not validate.");
    let block = |zone: &str, to| {
        format!("{zone} {{\n    bind {}\n    forward . {to}\n    errors\n}}\n", plan.office.server)
    };
    text += &block(".", addresses::INTERNET_DNS);
    for forward in &plan.forwards {
        let _ = write!(text, "# {}\n{}", forward.why, block(&forward.zone.without_dot(), plan.hub.address));
    }
    text
}
