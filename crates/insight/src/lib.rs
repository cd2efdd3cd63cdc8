//! Views of what is served: why an answer is what it is, which known mistakes there are, whom a registry lets in.
//!
//! In comes a loaded configuration and a question; out come plain data for screens, JSON and pages. Every answer is asked of
//! the engine of `zone-store`: nothing here resolves a name, opens a socket or prints.

pub mod access;
pub mod diagnosis;
pub mod explain;
pub mod firewall;
pub mod seat;
#[cfg(test)]
mod tests;

pub use seat::{Client, Seat, SeatError};
