//! The program as the resolver of a whole machine: real clients, and the real software that sits between them and it.
//!
//! Every machine here is a network namespace. That takes root, so `tests/run` runs these and `cargo test` does not.
#![cfg(target_os = "linux")]

mod clients;
mod greeting;
mod internet;
mod namespace;
mod setups;

use std::path::{Path, PathBuf};

/// The program under test.
const ZONITE: &str = env!("CARGO_BIN_EXE_zonite");

/// Returns the top of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}
