//! How much time is left.

use std::io;
use std::time::{Duration, Instant};

/// The moment at which waiting ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    /// Begins to count now.
    pub(crate) fn after(patience: Duration) -> Self {
        Self(Instant::now() + patience)
    }

    /// Returns the time that is left; never zero, which sockets take for "no limit".
    ///
    /// # Errors
    /// [`io::ErrorKind::TimedOut`] if there is none.
    pub(crate) fn left(self) -> io::Result<Duration> {
        let left = self.0.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

/// Tells whether an error says that time ran out; a socket with a time limit says `WouldBlock` on some systems.
pub(crate) fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}
