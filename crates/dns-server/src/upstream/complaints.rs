//! Warnings about upstreams in the log: the first of each kind at once, then one a minute that says how many there were.

use std::mem::{Discriminant, discriminant};
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::time::Instant;

use crate::clock::Clock;

use super::failure::UpstreamFailure;

/// How long one kind of failure of one upstream is not mentioned again.
const QUIET: Duration = Duration::from_secs(60);
/// Kinds of failures of upstreams that are kept apart at most.
const MAX_KINDS: usize = 4096;

/// What was said last, by upstream and kind.
#[derive(Default)]
pub(super) struct Complaints {
    clock: Clock,
    last: Mutex<FxHashMap<(SocketAddr, Discriminant<UpstreamFailure>), Last>>,
}

struct Last {
    said: Instant,
    /// What was not said since.
    suppressed: u64,
}

impl Complaints {
    /// Has said nothing yet.
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, last: Mutex::default() }
    }

    /// Warns about an upstream, unless that was done a short while ago.
    pub(super) fn note(&self, address: SocketAddr, failure: &UpstreamFailure, asked: &str) {
        if let Some(suppressed) = self.take(address, failure) {
            tracing::warn!(asked, suppressed, "{address} {failure}");
        }
    }

    /// Returns how many were suppressed, when it is time to say something.
    fn take(&self, address: SocketAddr, failure: &UpstreamFailure) -> Option<u64> {
        let now = self.clock.now();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (address, discriminant(failure));
        if last.len() >= MAX_KINDS && !last.contains_key(&key) {
            last.clear();
        }
        match last.get_mut(&key) {
            Some(last) if now.duration_since(last.said) < QUIET => {
                last.suppressed += 1;
                None
            }
            Some(last) => {
                last.said = now;
                Some(std::mem::take(&mut last.suppressed))
            }
            None => {
                last.insert(key, Last { said: now, suppressed: 0 });
                Some(0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_kind_of_each_upstream_is_said_once_a_minute_with_what_was_suppressed() {
        let complaints = Complaints::default();
        let [one, two] = [1, 2].map(|last| SocketAddr::from(([192, 0, 2, last], 53)));
        let (refused, reset) = (UpstreamFailure::Refused, UpstreamFailure::Reset);
        assert_eq!(complaints.take(one, &refused), Some(0));
        assert_eq!(complaints.take(one, &reset), Some(0));
        assert_eq!(complaints.take(two, &refused), Some(0));
        assert_eq!([0; 3].map(|_| complaints.take(one, &refused)), [None; 3]);
        advance(QUIET).await;
        assert_eq!(complaints.take(one, &refused), Some(3));
        assert_eq!(complaints.take(one, &refused), None);
    }
}
