//! What is listened on, and as seen from where.

use std::net::SocketAddr;

use super::networks::NetworkIndex;
use crate::config_file::ConfigFile;
use crate::diagnostic::Diagnostics;
use crate::located::{Located, Site};
use crate::schema::DEFAULT_LISTEN;

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
    /// A resolver outside Azure.
    Internet,
}

/// Gathers the listeners: azure_dns, the networks in file order, the Internet.
pub(super) fn resolve(config: &ConfigFile, diagnostics: &mut Diagnostics) -> Vec<Listener> {
    let of_network = |(index, network): (usize, &crate::config_file::VirtualNetwork)| {
        let view = ListenerView::Network(NetworkIndex(index));
        network.listen.iter().map(move |address| (address.clone(), view)).collect::<Vec<_>>()
    };
    let azure_dns =
        config.azure_dns.listen.iter().flatten().map(|address| (address.clone(), ListenerView::AzureDns));
    let networks = config.virtual_networks.iter().enumerate().flat_map(of_network);
    let internet = config.internet.listen.iter().map(|address| (address.clone(), ListenerView::Internet));
    let all = azure_dns.chain(networks).chain(internet);
    let mut listeners: Vec<Listener> = all.map(|(address, view)| Listener { address, view }).collect();
    if listeners.is_empty() && config.azure_dns.listen.is_none() {
        let address = Located::new(DEFAULT_LISTEN, Site::code());
        listeners.push(Listener { address, view: ListenerView::AzureDns });
    }
    for (index, listener) in listeners.iter().enumerate() {
        if let Some(earlier) =
            listeners[..index].iter().find(|other| overlap(&other.address, &listener.address))
        {
            let problem =
                format!("is taken by {} at {}", earlier.address.site.path(), earlier.address.site.place);
            diagnostics.push(listener.address.error(problem).fix("write another port or address"));
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
