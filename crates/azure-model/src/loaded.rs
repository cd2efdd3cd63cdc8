//! What a configuration comes to.

use zone_store::origin::Origin;
use zone_store::resolver::ServerId;
use zone_store::snapshot::{NetworkId, ZoneId};

use crate::compile::Compiled;
use crate::model::{Link, Model, Network, NetworkIndex, Server, Zone, ZoneIndex};
use azure_objects::{ObjectId, Refusal};

/// A configuration that can be served.
#[derive(Debug)]
pub struct Loaded {
    /// The objects.
    pub model: Model,
    /// What they come to.
    pub compiled: Compiled,
    /// What somebody should look at, sorted by place.
    pub warnings: Vec<Refusal>,
}

/// What the engine's identifiers stand for. Networks, servers and private zones of a snapshot are numbered in the order of
/// the model, private zones before all others; a configuration that was loaded has them all.
impl Loaded {
    /// Returns the network of an identifier.
    pub fn network(&self, id: NetworkId) -> &Network {
        &self.model.networks()[id.0 as usize]
    }

    /// Returns the engine's identifier of a network.
    pub fn network_id(index: NetworkIndex) -> NetworkId {
        NetworkId(index.0 as u32)
    }

    /// Returns the model's position of a network.
    pub fn network_index(id: NetworkId) -> NetworkIndex {
        NetworkIndex(id.0 as usize)
    }

    /// Returns the custom DNS server of an identifier.
    pub fn server(&self, id: ServerId) -> &Server {
        &self.model.servers()[id.0 as usize]
    }

    /// Returns the private zone of an identifier; `None` for a zone that is something else.
    pub fn zone(&self, id: ZoneId) -> Option<&Zone> {
        self.model.zones().get(id.0 as usize)
    }

    /// Returns the engine's identifier of a private zone.
    pub fn zone_id(index: ZoneIndex) -> ZoneId {
        ZoneId(index.0 as u32)
    }

    /// Returns the link of a private zone that an origin stands for.
    pub fn link(&self, zone: ZoneId, origin: Origin) -> Option<&Link> {
        let id: ObjectId = self.compiled.origins.object(origin)?;
        self.zone(zone)?.links.iter().find(|link| link.id == id)
    }
}
