//! Names for the listeners, by which they can be moved and are found when they are ready.

use std::collections::HashMap;
use std::net::SocketAddr;

use zone_store::snapshot::{NetworkId, Resolver, Vantage};

use crate::model::{ListenerView, Model};

/// One address to listen on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerSpec {
    /// Unique: `azure_dns`, `internet` or a network; a second address of one is `hub#2`.
    pub name: String,
    /// Where.
    pub address: SocketAddr,
    /// What it fixes about its queries.
    pub vantage: Vantage,
}

/// Names the listeners of a model.
pub(super) fn specify(model: &Model, networks: &[NetworkId]) -> Vec<ListenerSpec> {
    let mut counts: HashMap<ListenerView, usize> = HashMap::new();
    let specify_one = |listener: &crate::model::Listener| {
        let count = counts.entry(listener.view).or_insert(0);
        *count += 1;
        let (view, vantage) = match listener.view {
            ListenerView::AzureDns => ("azure_dns", Vantage::BySource),
            ListenerView::Internet => ("internet", Vantage::Resolver(Resolver::Internet)),
            ListenerView::Network(index) => (
                model.networks()[index.0].label.as_str(),
                Vantage::Resolver(Resolver::AzureDns(networks[index.0])),
            ),
        };
        let name = if *count == 1 { view.to_owned() } else { format!("{view}#{count}") };
        ListenerSpec { name, address: listener.address.value, vantage }
    };
    model.listeners().iter().map(specify_one).collect()
}
