//! What is served at one moment: a snapshot, and what each listener fixes about its queries in it.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use zone_store::answer::{Answer, ErrorCode, ExtendedError};
use zone_store::cache::Caches;
use zone_store::engine::Event;
use zone_store::origin::Origin;
use zone_store::snapshot::{Snapshot, Vantage};

/// Says what an origin of a snapshot stands for; `None` for one that is unknown.
pub type DescribeOrigin = Box<dyn Fn(Origin) -> Option<String> + Send + Sync>;

/// Says in a line why an answer is what it is, from what happened; `None`: there is nothing to say.
pub type SayWhy = Box<dyn Fn(&[Event]) -> Option<String> + Send + Sync>;

/// A snapshot with the vantages of its listeners: the identifiers of one mean nothing in another, so they never part.
pub struct Service {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) caches: Arc<Caches>,
    vantages: FxHashMap<String, Vantage>,
    describe: Option<DescribeOrigin>,
    say_why: Option<SayWhy>,
}

impl Service {
    /// Serves `snapshot`, with caches of its own; a listener of no such name is not served any more.
    pub fn new(snapshot: Arc<Snapshot>, listeners: impl IntoIterator<Item = (String, Vantage)>) -> Self {
        let (caches, vantages) = (Arc::default(), listeners.into_iter().collect());
        Self { snapshot, caches, vantages, describe: None, say_why: None }
    }

    /// Remembers in these caches, which may outlive the service: the next one can go on with what they hold.
    #[must_use]
    pub fn with_caches(self, caches: Arc<Caches>) -> Self {
        Self { caches, ..self }
    }

    /// Names the snapshot's origins, for the query log.
    #[must_use]
    pub fn with_origins(self, describe: DescribeOrigin) -> Self {
        Self { describe: Some(describe), ..self }
    }

    /// Adds the reason to every answer that gives none, as an Extended DNS Error (RFC 8914).
    #[must_use]
    pub fn saying_why(self, say_why: SayWhy) -> Self {
        Self { say_why: Some(say_why), ..self }
    }

    /// Tells whether answers get their reasons, for which events have to be recorded.
    pub(crate) fn says_why(&self) -> bool {
        self.say_why.is_some()
    }

    /// Adds the reason to an answer; those that say why already are left alone.
    pub(crate) fn add_reason(&self, events: &[Event], answer: &mut Answer<'_>) {
        let Some(say_why) = self.say_why.as_ref().filter(|_| answer.errors.is_empty()) else { return };
        if let Some(text) = say_why(events) {
            answer.errors.push(ExtendedError { code: ErrorCode::Other, text });
        }
    }

    /// Returns what answers come from.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Returns what its resolvers remember.
    pub fn caches(&self) -> &Arc<Caches> {
        &self.caches
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
