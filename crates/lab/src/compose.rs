//! `compose.yaml`, as Compose v2 and docker-compose 1.29 both take it.

use std::fmt::{Display, Write as _};
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::plan::{Asks, HubResolver, NetworkClient, Plan};
use crate::{OnPremises, addresses};

/// A container's networks and its addresses there.
type Attachments = Vec<(&'static str, Ipv4Addr)>;

/// Writes the file.
pub(crate) fn write(plan: &Plan) -> String {
    let mut text = format!(
        "# The lab {}: desk -> onprem-dns ({}) -> {} -> Zonite. README.md has the picture.\n\
         x-machine: &machine\n  image: zonite-lab\n  init: true\n  \
         cap_add: [NET_ADMIN]                       # lets you break things with ip(8)\n\nservices:\n",
        plan.name,
        plan.server.title(),
        match plan.hub.way {
            HubResolver::Inbound(_) => "the inbound endpoint",
            HubResolver::Forwarder(_) => "forwarder (Unbound)",
        },
    );
    text += &zonite(plan);
    if let HubResolver::Forwarder(azure) = plan.hub.way {
        text += &forwarder(plan, azure);
    }
    text += &server(plan);
    let needs_zonite = "depends_on: { zonite: { condition: service_healthy } }";
    for seat in &plan.seats {
        let mut addresses: Attachments = vec![("platform", seat.platform_address())];
        if let Asks::Given { name, .. } = seat.asks {
            addresses.push((name, seat.source()));
        }
        text += &client(&seat.service, &seat.label, needs_zonite, &addresses);
    }
    text += &client("desk", &plan.office.label, &needs_of_desk(plan), &[("onprem", plan.office.desk)]);
    text += &client("outsider", "internet", needs_zonite, &[("internet", addresses::OUTSIDER)]);
    text + &networks(plan)
}

fn zonite(plan: &Plan) -> String {
    let mut addresses: Attachments =
        vec![("platform", addresses::AZURE_DNS), ("internet", addresses::INTERNET_DNS)];
    let what = match plan.hub.way {
        HubResolver::Inbound(_) => {
            addresses.push(("vpn", plan.hub.address));
            "168.63.129.16, the inbound endpoint, and the resolvers of the Internet"
        }
        HubResolver::Forwarder(_) => "168.63.129.16, and the resolvers of the Internet",
    };
    for seat in &plan.seats {
        if let Asks::Given { name, .. } = seat.asks {
            addresses.push((name, seat.resolver()));
        }
    }
    format!(
        "  # {what}\n  zonite:\n    image: zonite\n    command: [serve, --query-log, \"-\"]\n    \
         volumes: [\".:/etc/zonite:ro\"]\n    \
         healthcheck: {{ test: [CMD, /zonite, healthcheck], interval: 1s, timeout: 1s, retries: 10 }}\n{}\n",
        places(&addresses)
    )
}

fn forwarder(plan: &Plan, azure: Ipv4Addr) -> String {
    format!(
        "  # Unbound in {}\n  forwarder:\n    <<: *machine\n    command: [unbound, -d, -c, /etc/lab/unbound.conf]\n    \
         volumes: [\"./forwarder:/etc/lab:ro\"]\n{}{}\n",
        plan.hub_seat().label,
        healthcheck(plan.hub.address),
        places(&[("platform", azure), ("vpn", plan.hub.address)])
    )
}

fn server(plan: &Plan) -> String {
    let addresses =
        [("onprem", plan.office.server), ("vpn", plan.hub.server), ("internet", addresses::SERVER_OUTSIDE)];
    let (image, command) = match plan.server {
        OnPremises::Bind => ("<<: *machine", "[named, -g, -c, /etc/lab/named.conf]"),
        OnPremises::Unbound => ("<<: *machine", "[unbound, -d, -c, /etc/lab/unbound.conf]"),
        OnPremises::Dnsmasq => ("<<: *machine", "[dnsmasq, -k, -C, /etc/lab/dnsmasq.conf]"),
        OnPremises::Coredns => ("image: coredns/coredns", "[-conf, /etc/lab/Corefile]"),
    };
    let healthcheck = match plan.server {
        OnPremises::Bind | OnPremises::Unbound | OnPremises::Dnsmasq => healthcheck(plan.office.server),
        // Its image holds no program that could ask.
        OnPremises::Coredns => String::new(),
    };
    format!(
        "  # {}, the server that the desk asks\n  onprem-dns:\n    {image}\n    command: {command}\n    \
         volumes: [\"./onprem-dns:/etc/lab:ro\"]\n{healthcheck}{}\n",
        plan.server.title(),
        places(&addresses)
    )
}

fn needs_of_desk(plan: &Plan) -> String {
    let server = match plan.server {
        OnPremises::Bind | OnPremises::Unbound | OnPremises::Dnsmasq => "service_healthy",
        OnPremises::Coredns => "service_started",
    };
    let forwarder = match plan.hub.way {
        HubResolver::Inbound(_) => "",
        HubResolver::Forwarder(_) => ", forwarder: { condition: service_healthy }",
    };
    format!(
        "depends_on: {{ zonite: {{ condition: service_healthy }}, onprem-dns: {{ condition: {server} }}{forwarder} }}"
    )
}

fn client(service: &str, label: &str, needs: &str, addresses: &[(&str, Ipv4Addr)]) -> String {
    format!(
        "  {service}:\n    <<: *machine\n    labels: {{ zonite.lab.network: {} }}\n    {needs}\n    \
         volumes: [\".:/lab:ro\", \"./resolv.conf/{service}:/etc/resolv.conf:ro\"]\n{}\n",
        quoted(label),
        places(addresses)
    )
}

fn healthcheck(server: Ipv4Addr) -> String {
    format!(
        "    healthcheck: {{ test: [CMD, dig, +time=1, +tries=1, \"@{server}\", version.bind, CH, TXT], interval: 1s, \
         timeout: 2s, retries: 20 }}\n"
    )
}

fn places(addresses: &[(&str, Ipv4Addr)]) -> String {
    let mut text = "    networks:\n".to_owned();
    for (network, address) in addresses {
        let _ = writeln!(text, "      {network}: {{ ipv4_address: {address} }}");
    }
    text
}

fn networks(plan: &Plan) -> String {
    let mut text = format!(
        "networks:\n  # A container on this network is in a virtual network; the host gets no address here.\n  platform:\n    \
         internal: true\n    driver_opts: {{ com.docker.network.bridge.inhibit_ipv4: \"true\" }}\n    \
         ipam: {{ config: [{{ subnet: {}, gateway: {} }}] }}\n",
        addresses::PLATFORM,
        addresses::PLATFORM_GATEWAY
    );
    let mut add = |name: &str, subnet: Ipv4Net, why: &dyn Display| {
        let _ = write!(
            text,
            "  # {why}\n  {name}:\n    internal: true\n    ipam: {{ config: [{{ subnet: {subnet} }}] }}\n"
        );
    };
    let hub = &plan.hub_seat().label;
    add("vpn", plan.hub.subnet, &format!("The private way between {hub} and on-premises."));
    add("onprem", plan.office.subnet, &format!("On-premises: {}.", plan.office.label));
    add("internet", addresses::INTERNET, &"The Internet.");
    for NetworkClient { asks, label, .. } in &plan.seats {
        if let Asks::Given { subnet, name } = asks {
            add(
                name,
                *subnet,
                &format!("Where clients of {label} reach the DNS servers that they are given."),
            );
        }
    }
    text
}

/// Writes a text between quotes; a dollar sign is doubled, for Compose puts variables in.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "$$"))
}
