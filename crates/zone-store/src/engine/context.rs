//! What every frame sees while it is at work.

use std::sync::Arc;
use std::time::Duration;

use smallvec::SmallVec;

use super::event::Event;
use super::question::Query;
use super::trace::Trace;
use super::walk::ChainWalk;
use crate::answer::Answer;
use crate::cache::{CacheHit, Caches, Moment};
use crate::snapshot::Snapshot;

/// What every frame sees while it is at work.
pub(super) struct Context<'s, 'c> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) caches: &'c Caches,
    pub(super) now: Moment,
    pub(super) elapsed: &'c mut Duration,
    pub(super) trace: Option<&'c mut Trace>,
    /// The resolver at work is to ask again for what it remembers of the question.
    pub(super) is_refresh: bool,
    /// Questions that the resolver at work should ask again.
    pub(super) refreshes: SmallVec<[Query; 1]>,
}

impl Context<'_, '_> {
    /// Records an event, if events are recorded.
    pub(super) fn record(&mut self, event: impl FnOnce() -> Event) {
        if let Some(trace) = &mut self.trace {
            trace.record(event());
        }
    }

    /// Notes that a target was waited for in vain.
    pub(super) fn wait(&mut self, time: Duration) {
        *self.elapsed += time;
    }

    /// Returns what the resolver at work remembers of the name that it looks at.
    pub(super) fn remembered<'s>(&mut self, memory: &str, walk: &mut ChainWalk<'s>) -> Option<Answer<'s>> {
        if self.is_refresh && walk.answer.is_empty() {
            return None;
        }
        let CacheHit { mut answer, wants_refresh } = self.caches.get(memory, walk.question(), self.now)?;
        if wants_refresh {
            self.refreshes.push(walk.onward());
        }
        walk.notes.append(&mut answer.errors);
        self.record(|| Event::Remembered { name: walk.current.clone() });
        Some(answer)
    }

    /// Caches an answer of another resolver about the current name.
    pub(super) fn remember(&mut self, memory: &Arc<str>, walk: &ChainWalk<'_>, answer: &Answer<'_>) {
        self.caches.put(memory, walk.question(), answer, self.now);
    }

    /// Returns an expired answer of the current resolver; `why` says why no other source is left.
    pub(super) fn stale<'s>(
        &mut self,
        memory: &str,
        walk: &mut ChainWalk<'s>,
        why: &str,
    ) -> Option<Answer<'s>> {
        let mut answer = self.caches.get_stale(memory, walk.question(), self.now, why)?;
        walk.notes.append(&mut answer.errors);
        self.record(|| Event::Remembered { name: walk.current.clone() });
        Some(answer)
    }

    /// Returns how long the client has waited so far.
    pub(super) fn elapsed(&self) -> Duration {
        *self.elapsed
    }

    /// Notes that the waiting resolver had already given up at this time.
    pub(super) fn stop_waiting_at(&mut self, time: Duration) {
        *self.elapsed = time;
    }
}
