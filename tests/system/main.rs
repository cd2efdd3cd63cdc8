//! The program as the resolver of a whole machine: real clients, and the real software that sits between them and it.
//!
//! Every machine here is a network namespace. That takes root, so `tests/run` runs these and `cargo test` does not.
#![cfg(target_os = "linux")]

mod clients;
mod internet;
mod namespace;
#[path = "../support.rs"]
mod support;
