//! Brings a resolution to its end: the one place where a question that waits for the outside world meets those who know.

use zone_store::cache::Caches;
use zone_store::engine::{Ask, Outcome, Progress, Resolution};

use crate::clock::{Clock, Epoch};
use crate::upstream::Upstreams;

/// Runs a resolution to its end, and asks the outside world wherever it is needed. The caches count from the `epoch`. Wants a
/// tokio runtime with I/O and time.
pub async fn to_end<'s>(
    resolution: &mut Resolution<'s>,
    upstreams: &Upstreams,
    caches: &Caches,
    epoch: &Epoch,
) -> Outcome<'s> {
    loop {
        match resolution.run(caches, epoch.moment()) {
            Progress::Done(outcome) => return outcome,
            Progress::Ask(ask) => ask_outside(resolution, upstreams, &ask, epoch.clock()).await,
        }
    }
}

/// Asks the outside world what a resolution waits for, and hands the reply in.
pub(crate) async fn ask_outside(
    resolution: &mut Resolution<'_>,
    upstreams: &Upstreams,
    ask: &Ask,
    clock: &Clock,
) {
    let asked = clock.now();
    let reply = upstreams.ask(ask).await;
    resolution.resume(reply, clock.since(asked));
}
