//! What is listened on, and as seen from where.

use std::net::SocketAddr;

use super::positions::{InboundIndex, NetworkIndex, ServerIndex};
use super::resolvers::PrivateDnsResolver;
use super::servers::Server;
use azure_objects::Refusals;
use azure_objects::config_file::{ConfigFile, DEFAULT_LISTEN};
use azure_objects::located::{Located, Site};
use azure_objects::refusal::NetworkRefusal;

/// An address that answers.
#[derive(Debug, Clone)]
pub struct Listener {
    /// Where.
    pub address: Located<SocketAddr>,
    /// As whom.
    pub view: ListenerView,
}

/// Whose answers a listener gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListenerView {
    /// 168.63.129.16; the source address decides the network.
    AzureDns,
    /// 168.63.129.16 as seen from this network.
    Network(NetworkIndex),
    /// The DNS servers that clients of this network have.
    Clients(NetworkIndex),
    /// A custom DNS server.
    Server(ServerIndex),
    /// An inbound endpoint.
    Inbound(InboundIndex),
    /// A resolver outside Azure.
    Internet,
}

/// Addresses that answer, with whose answers they give, in the order of the file.
pub(super) type Views = Vec<(Located<SocketAddr>, ListenerView)>;

/// Gathers the listeners of the networks, virtual ones first.
pub(super) fn of_networks(config: &ConfigFile) -> Views {
    let virtual_networks = config.virtual_networks.iter().map(|one| (&*one.listen, &one.client_listen));
    let others = config.networks.iter().map(|one| (&[][..], &one.client_listen));
    let of_network = |(index, (listen, clients)): (usize, (&[Located<SocketAddr>], &Vec<_>))| {
        let index = NetworkIndex(index);
        let own = listen.iter().map(move |address| (address.clone(), ListenerView::Network(index)));
        let clients = clients
            .iter()
            .map(move |address: &Located<SocketAddr>| (address.clone(), ListenerView::Clients(index)));
        own.chain(clients).collect::<Vec<_>>()
    };
    virtual_networks.chain(others).enumerate().flat_map(of_network).collect()
}

/// Gathers the listeners of the servers, then those of the inbound endpoints.
pub(super) fn of_resolvers(servers: &[Server], resolvers: &[PrivateDnsResolver]) -> Views {
    let mut views = Views::new();
    for (index, server) in servers.iter().enumerate() {
        let view = ListenerView::Server(ServerIndex(index));
        views.extend(server.listen.iter().map(|address| (address.clone(), view)));
    }
    for (index, resolver) in resolvers.iter().enumerate() {
        for (position, endpoint) in resolver.inbound_endpoints.iter().enumerate() {
            let view = ListenerView::Inbound(InboundIndex { resolver: index, endpoint: position });
            views.extend(endpoint.listen.iter().map(|address| (address.clone(), view)));
        }
    }
    views
}

/// Joins the listeners: azure_dns, the networks, the servers and inbound endpoints, the Internet.
pub(super) fn resolve(
    azure_dns: Option<&[Located<SocketAddr>]>,
    others: Views,
    internet: &[Located<SocketAddr>],
    refusals: &mut Refusals,
) -> Vec<Listener> {
    let view = |address: &Located<SocketAddr>, view| (address.clone(), view);
    let own = azure_dns.unwrap_or_default().iter().map(|address| view(address, ListenerView::AzureDns));
    let internet = internet.iter().map(|address| view(address, ListenerView::Internet));
    let all = own.chain(others).chain(internet);
    let mut listeners: Vec<Listener> = all.map(|(address, view)| Listener { address, view }).collect();
    if listeners.is_empty() && azure_dns.is_none() {
        let address = Located::new(DEFAULT_LISTEN, Site::code());
        listeners.push(Listener { address, view: ListenerView::AzureDns });
    }
    for (index, listener) in listeners.iter().enumerate() {
        if let Some(earlier) =
            listeners[..index].iter().find(|other| overlap(&other.address, &listener.address))
        {
            let site = &earlier.address.site;
            let taken = NetworkRefusal::ListenerTaken { listener: site.path(), first: site.into() };
            refusals.push(listener.address.refuse(taken));
        }
    }
    listeners
}

/// Tells whether two sockets cannot be open at once. Port 0 is a different port each time.
fn overlap(one: &SocketAddr, other: &SocketAddr) -> bool {
    let is_any = |socket: &SocketAddr| socket.ip().is_unspecified();
    let same_family = one.is_ipv4() == other.is_ipv4();
    let same_address = one.ip() == other.ip() || (same_family && (is_any(one) || is_any(other)));
    one.port() == other.port() && one.port() != 0 && same_address
}
