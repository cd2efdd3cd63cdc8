//! Real servers that are no others than this program: a query would come back to whoever has sent it.

use std::net::SocketAddr;

use super::listeners::{Listener, ListenerView};
use super::real::{RealAddress, RealUpstream};
use super::target::Target;
use super::whole::Model;
use azure_objects::Refusals;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{Instead, NetworkRefusal};

/// Whose address is written; that decides what could stand there instead.
#[derive(Clone, Copy)]
enum Use {
    Upstream,
    Rule,
    Forwarder,
}

/// Reports every real address at which a listener of the configuration answers.
pub(super) fn check(model: &Model, refusals: &mut Refusals) {
    for (usage, address, site) in addresses(model) {
        let Some(listener) = model.listeners.iter().find(|one| answers(&one.address, address.get())) else {
            continue;
        };
        let own = &listener.address.site;
        let instead = instead(model, usage, listener);
        let refused = NetworkRefusal::OwnListener { listener: own.path(), first: own.into(), instead };
        let written = Located::new(as_written(address), site.clone());
        refusals.push(written.refuse(refused));
    }
}

/// Lists the real addresses that something is sent to.
fn addresses(model: &Model) -> impl Iterator<Item = (Use, RealAddress, &Site)> {
    let of_networks = model.networks.iter().flat_map(|network| &network.dns_servers);
    let of_servers = model.servers.iter().flat_map(|server| &server.forwarders).flat_map(|one| &one.targets);
    let of_rules = model.rulesets.iter().flat_map(|ruleset| &ruleset.rules).flat_map(|rule| &rule.targets);
    let targets = of_networks.chain(of_servers).map(|target| (Use::Forwarder, target));
    let targets = targets.chain(of_rules.map(|target| (Use::Rule, target)));
    let targets =
        targets.filter_map(|(usage, target)| Some((usage, address_of(target.value)?, &target.site)));
    let upstreams = model.upstream.iter().filter_map(|upstream| match upstream.value {
        RealUpstream::System => None,
        RealUpstream::Address(address) => Some((Use::Upstream, address, &upstream.site)),
    });
    targets.chain(upstreams)
}

fn address_of(target: Target) -> Option<RealAddress> {
    match target {
        Target::Address(address) => Some(address),
        Target::AzureDns(_)
        | Target::Unreachable(_)
        | Target::Internet
        | Target::Server(_)
        | Target::Inbound(_) => None,
    }
}

/// Tells whether what is sent to `address` comes to a listener. Port 0 becomes some other port.
fn answers(listener: &SocketAddr, address: SocketAddr) -> bool {
    let own = SocketAddr::new(listener.ip().to_canonical(), listener.port());
    let is_everywhere = own.ip().is_unspecified() && own.is_ipv4() == address.is_ipv4();
    let is_here = address.ip().is_loopback() || address.ip().is_unspecified();
    own.port() == address.port()
        && own.port() != 0
        && (own.ip() == address.ip() || (is_everywhere && is_here))
}

fn as_written(address: RealAddress) -> String {
    match address.get().port() {
        53 => address.get().ip().to_string(),
        _ => address.get().to_string(),
    }
}

/// Says whom to name instead.
fn instead(model: &Model, usage: Use, listener: &Listener) -> Instead {
    Instead(match (listener.view, usage) {
        (_, Use::Upstream) | (ListenerView::Clients(_), _) => None,
        (ListenerView::AzureDns | ListenerView::Network(_) | ListenerView::Internet, Use::Rule) => None,
        (ListenerView::AzureDns | ListenerView::Network(_), Use::Forwarder) => Some("azure_dns".to_owned()),
        (ListenerView::Internet, Use::Forwarder) => Some("internet".to_owned()),
        (ListenerView::Server(index), _) => Some(model.servers[index.0].address.to_string()),
        (ListenerView::Inbound(index), _) => {
            Some(model.resolvers[index.resolver].inbound_endpoints[index.endpoint].address.to_string())
        }
    })
}
