//! What is served at one moment: a snapshot, and what each listener fixes about its queries in it.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use zone_store::origin::Origin;
use zone_store::snapshot::{Snapshot, Vantage};

/// Says what an origin of a snapshot stands for; `None` for one that is unknown.
pub type DescribeOrigin = Box<dyn Fn(Origin) -> Option<String> + Send + Sync>;

/// A snapshot with the vantages of its listeners: the identifiers of one mean nothing in another, so they never part.
pub struct Service {
    pub(crate) snapshot: Arc<Snapshot>,
    vantages: FxHashMap<String, Vantage>,
    describe: Option<DescribeOrigin>,
}

impl Service {
    /// Serves `snapshot`; a listener of no such name is not served any more.
    pub fn new(snapshot: Arc<Snapshot>, listeners: impl IntoIterator<Item = (String, Vantage)>) -> Self {
        Self { snapshot, vantages: listeners.into_iter().collect(), describe: None }
    }

    /// Names the snapshot's origins, for the query log.
    #[must_use]
    pub fn with_origins(self, describe: DescribeOrigin) -> Self {
        Self { describe: Some(describe), ..self }
    }

    /// Returns what answers come from.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Returns what a listener fixes; `None` when this configuration has no such listener.
    pub fn vantage(&self, listener: &str) -> Option<Vantage> {
        self.vantages.get(listener).copied()
    }

    /// Says what an origin of the snapshot stands for.
    pub fn describe(&self, origin: Origin) -> Option<String> {
        self.describe.as_ref().and_then(|describe| describe(origin))
    }
}
