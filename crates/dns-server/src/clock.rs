//! Where the time comes from. Nothing else in this crate reads a clock; what waits, waits on tokio's timers.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

/// Where the time comes from: the system, or a hand that moves it. Clones show the same time.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// `None`: the system's.
    manual: Option<Arc<ManualTime>>,
}

#[derive(Debug)]
struct ManualTime {
    start: Instant,
    wall: SystemTime,
    passed: Mutex<Duration>,
}

/// Moves a clock that was made by [`Clock::manual`].
#[derive(Debug, Clone)]
pub struct ClockHand {
    time: Arc<ManualTime>,
}

impl Clock {
    /// Returns the system's clock.
    pub const fn system() -> Self {
        Self { manual: None }
    }

    /// Returns a clock that stands still at `wall` until its hand moves it.
    #[expect(clippy::disallowed_methods, reason = "this is the place that reads the clock")]
    pub fn manual(wall: SystemTime) -> (Self, ClockHand) {
        let time = Arc::new(ManualTime { start: Instant::now(), wall, passed: Mutex::default() });
        (Self { manual: Some(Arc::clone(&time)) }, ClockHand { time })
    }

    /// Returns the time that only goes forward: for spans, and for what is due.
    #[expect(clippy::disallowed_methods, reason = "this is the place that reads the clock")]
    pub fn now(&self) -> Instant {
        match &self.manual {
            Some(time) => time.start + time.passed(),
            None => Instant::now(),
        }
    }

    /// Returns the time of day: for logs.
    #[expect(clippy::disallowed_methods, reason = "this is the place that reads the clock")]
    pub fn wall(&self) -> SystemTime {
        match &self.manual {
            Some(time) => time.wall + time.passed(),
            None => SystemTime::now(),
        }
    }

    /// Returns the time that has gone by since then.
    pub fn since(&self, then: Instant) -> Duration {
        self.now().saturating_duration_since(then)
    }
}

impl ManualTime {
    fn passed(&self) -> Duration {
        *self.passed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ClockHand {
    /// Lets so much time go by at once.
    pub fn advance(&self, time: Duration) {
        *self.time.passed.lock().unwrap_or_else(PoisonError::into_inner) += time;
    }
}

/// The beginning of a server's time, which its caches count from.
#[derive(Debug, Clone)]
pub struct Epoch {
    clock: Clock,
    began: Instant,
}

impl Epoch {
    /// Begins now.
    pub fn begin(clock: Clock) -> Self {
        let began = clock.now();
        Self { clock, began }
    }

    /// Returns the clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Returns how long ago it began.
    pub fn moment(&self) -> Duration {
        self.clock.since(self.began)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_stands_still_until_its_hand_moves_it() {
        let (clock, hand) = Clock::manual(SystemTime::UNIX_EPOCH);
        let epoch = Epoch::begin(clock.clone());
        assert_eq!((clock.wall(), epoch.moment()), (SystemTime::UNIX_EPOCH, Duration::ZERO));
        let day = Duration::from_secs(86_400);
        hand.advance(day);
        assert_eq!((clock.wall(), epoch.moment()), (SystemTime::UNIX_EPOCH + day, day));
    }
}
