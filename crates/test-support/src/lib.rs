//! What the tests of several crates share: a small DNS client, the running program, and answers in a form that compares.
//!
//! For tests only: it panics where a test should fail.

pub mod client;
pub mod program;

pub use expectations::observed;
