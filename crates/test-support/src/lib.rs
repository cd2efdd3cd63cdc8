//! What the tests of several crates share: a small DNS client, the running program, other people's servers, the blocks
//! of a page.
//!
//! For tests only: it panics where a test should fail.

pub mod client;
pub mod page;
pub mod peer;
pub mod program;
