//! What is served at one moment: a snapshot, and what each listener fixes about its queries in it.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use zone_store::answer::{Answer, ErrorCode, ExtendedError};
use zone_store::cache::Caches;
use zone_store::engine::Trace;
use zone_store::origin::Origin;
use zone_store::snapshot::{Snapshot, Vantage};

/// Says what an origin of a snapshot stands for; `None` for one that is unknown.
pub type DescribeOrigin = Box<dyn Fn(Origin) -> Option<String> + Send + Sync>;

/// Says in a line why an answer is what it is, from what happened; `None`: there is nothing to say.
pub type SayWhy = Box<dyn Fn(&Trace) -> Option<String> + Send + Sync>;

/// Identifies the sockets of a listener while they are open. The listener of the same sockets may have another name, and
/// mean something else, in the next configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ListenerId(pub(crate) u32);

impl ListenerId {
    /// Returns the identifier of the listener that a server has opened as its `index`th, counted from 0.
    pub fn nth(index: u32) -> Self {
        Self(index)
    }
}

/// What one configuration says about a listener.
#[derive(Debug, Clone)]
pub struct ServedListener {
    /// Its name.
    pub name: Arc<str>,
    /// What it fixes about its queries; `None`: the configuration has it no more, and it refuses them.
    pub vantage: Option<Vantage>,
}

/// A snapshot with the vantages of its listeners: the identifiers of one mean nothing in another, so they never part.
pub struct Service {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) caches: Arc<Caches>,
    listeners: FxHashMap<ListenerId, ServedListener>,
    describe: Option<DescribeOrigin>,
    say_why: Option<SayWhy>,
}

impl Service {
    /// Serves `snapshot` at the listeners that a server has opened first, in that order, with caches of its own.
    pub fn new(snapshot: Arc<Snapshot>, listeners: impl IntoIterator<Item = (String, Vantage)>) -> Self {
        let listener =
            |(name, vantage): (String, Vantage)| ServedListener { name: name.into(), vantage: Some(vantage) };
        let listeners = (0..).map(ListenerId).zip(listeners.into_iter().map(listener)).collect();
        Self { snapshot, caches: Arc::default(), listeners, describe: None, say_why: None }
    }

    /// Serves it at these listeners instead.
    #[must_use]
    pub fn at(self, listeners: impl IntoIterator<Item = (ListenerId, ServedListener)>) -> Self {
        Self { listeners: listeners.into_iter().collect(), ..self }
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

    /// Tells whether answers get their reasons, for which traces have to be recorded.
    pub(crate) fn says_why(&self) -> bool {
        self.say_why.is_some()
    }

    /// Adds the reason to an answer; those that say why already are left alone.
    pub(crate) fn add_reason(&self, trace: &Trace, answer: &mut Answer<'_>) {
        let Some(say_why) = self.say_why.as_ref().filter(|_| answer.errors.is_empty()) else { return };
        if let Some(text) = say_why(trace) {
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

    /// Returns what this configuration says about a listener; `None`: nothing, for it is being closed.
    pub fn listener(&self, id: ListenerId) -> Option<&ServedListener> {
        self.listeners.get(&id)
    }

    /// Says what an origin of the snapshot stands for.
    pub fn describe(&self, origin: Origin) -> Option<String> {
        self.describe.as_ref().and_then(|describe| describe(origin))
    }
}
