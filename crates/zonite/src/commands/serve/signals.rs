//! What the system sends to a program: wishes that it ends, loads its configuration again, or clears its caches. Unix has
//! signals for all three; Windows has the first one only, and `zonite reload` and `zonite flush` are for the others.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(super) use self::unix::{end, obey};
#[cfg(windows)]
pub(super) use self::windows::{end, obey};
