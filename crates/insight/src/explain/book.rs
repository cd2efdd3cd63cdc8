//! What the numbers of a snapshot are called, and where the things behind them are written.

use zone_store::origin::Origin;
use zone_store::resolver::QueryTarget;
use zone_store::snapshot::{NetworkId, Resolver, Snapshot, ZoneId};

use crate::seat;
use azure_model::Loaded;
use azure_model::model::{self, Model};
use azure_model::origins::Source;
use azure_objects::provenance::Provenance;

/// A loaded configuration, asked by the identifiers of its snapshot.
#[derive(Clone, Copy)]
pub(super) struct Book<'l> {
    loaded: &'l Loaded,
}

impl<'l> Book<'l> {
    pub(super) fn new(loaded: &'l Loaded) -> Self {
        Self { loaded }
    }

    pub(super) fn loaded(self) -> &'l Loaded {
        self.loaded
    }

    pub(super) fn snapshot(self) -> &'l Snapshot {
        &self.loaded.compiled.snapshot
    }

    pub(super) fn model(self) -> &'l Model {
        &self.loaded.model
    }

    pub(super) fn network(self, id: NetworkId) -> &'l model::Network {
        self.loaded.network(id)
    }

    pub(super) fn network_label(self, id: NetworkId) -> String {
        self.snapshot().network(id).name.to_string()
    }

    /// Returns the private zone of the model; `None` for zones that are something else.
    pub(super) fn zone(self, id: ZoneId) -> Option<&'l model::Zone> {
        self.loaded.zone(id)
    }

    /// Returns a zone as references write it: its name, or "group/name" where two share it.
    pub(super) fn zone_label(self, id: ZoneId) -> String {
        let apex = self.snapshot().zone(id).apex().without_dot();
        let group = self.zone(id).and_then(|zone| {
            let twins = self.model().zones().iter().filter(|twin| twin.apex.value == zone.apex.value).count();
            zone.resource_group.as_ref().filter(|_| twins > 1)
        });
        match group {
            Some(group) => format!("{}/{apex}", group.value),
            None => apex,
        }
    }

    /// Returns the link that was written at an origin.
    pub(super) fn link(self, zone: ZoneId, origin: Origin) -> Option<&'l model::Link> {
        self.loaded.link(zone, origin)
    }

    pub(super) fn source(self, origin: Origin) -> Option<Source> {
        self.loaded.compiled.origins.describe(origin)
    }

    /// Returns where an origin is written; `None` where that is no file.
    pub(super) fn place(self, origin: Origin) -> Option<Provenance> {
        self.source(origin).map(|source| source.place)
    }

    /// Returns a resolver as people call it.
    pub(super) fn resolver(self, resolver: Resolver) -> String {
        match resolver {
            Resolver::AzureDns(id) => format!("168.63.129.16 as seen from {}", self.network_label(id)),
            Resolver::Inbound(_) => {
                let known = self.loaded.compiled.resolvers.iter().filter(|(_, known)| *known == resolver);
                let names: Vec<String> = known.map(|(name, _)| self.with_address(name)).collect();
                format!("inbound endpoint {}", names.join(" or "))
            }
            Resolver::Client(id) => format!("client in {}", self.network_label(id)),
            Resolver::Server(id) => self.with_address(&self.snapshot().server(id).name),
            Resolver::Internet => "the public Internet".to_owned(),
            Resolver::Public(_) => self.snapshot().label(resolver).into_owned(),
        }
    }

    /// Returns whom a forward goes to, as people call it.
    pub(super) fn target(self, target: &QueryTarget) -> String {
        match target {
            QueryTarget::Resolver(resolver) => self.resolver(*resolver),
            QueryTarget::Address(address) => address.to_string(),
            QueryTarget::Unreachable(_) => "168.63.129.16".to_owned(),
        }
    }

    fn with_address(self, name: &str) -> String {
        match seat::addresses(self.model()).find(|(_, known, _)| known == name) {
            Some((.., address)) => format!("{name} ({address})"),
            None => name.to_owned(),
        }
    }
}
