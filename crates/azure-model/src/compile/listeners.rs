//! Names for the listeners, by which they can be moved and are found when they are ready.

use std::collections::HashMap;
use std::net::SocketAddr;

use zone_store::snapshot::{Resolver, Vantage};

use super::forwarding::Identifiers;
use crate::model::{ListenerView, Model};

/// One address to listen on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerSpec {
    /// Unique: `azure_dns`, `internet`, a network, `network/clients`, a server or `resolver/endpoint`; a second one of a
    /// name is `hub#2`.
    pub name: String,
    /// Where.
    pub address: SocketAddr,
    /// What it fixes about its queries.
    pub vantage: Vantage,
}

/// Names the listeners of a model.
pub(super) fn specify(model: &Model, ids: &Identifiers) -> Vec<ListenerSpec> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let specify_one = |listener: &crate::model::Listener| {
        let (view, resolver) = match listener.view {
            ListenerView::AzureDns => ("azure_dns".to_owned(), None),
            ListenerView::Internet => ("internet".to_owned(), Some(Resolver::Internet)),
            ListenerView::Network(index) => {
                (model.networks()[index.0].label.clone(), Some(Resolver::AzureDns(ids.networks[index.0])))
            }
            ListenerView::Clients(index) => (
                format!("{}/clients", model.networks()[index.0].label),
                Some(Resolver::Client(ids.networks[index.0])),
            ),
            ListenerView::Server(index) => {
                (model.servers()[index.0].name.value.clone(), Some(Resolver::Server(ids.servers[index.0])))
            }
            ListenerView::Inbound(index) => {
                let resolver = &model.resolvers()[index.resolver];
                let name = resolver.label_of(&resolver.inbound_endpoints[index.endpoint]);
                (name, Some(ids.inbound(index)))
            }
        };
        let count = counts.entry(view.clone()).or_insert(0);
        *count += 1;
        let name = if *count == 1 { view } else { format!("{view}#{count}") };
        let vantage = resolver.map_or(Vantage::BySource, Vantage::Resolver);
        ListenerSpec { name, address: listener.address.value, vantage }
    };
    model.listeners().iter().map(specify_one).collect()
}
