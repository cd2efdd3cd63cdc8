//! What the objects mean together: references resolved, what Azure refuses, and the snapshot that answers come from.
//!
//! In comes a [`ConfigFile`]; out come a [`Model`] and a snapshot, or everything that is wrong. No sockets and no clock here,
//! and no files but through [`Files`].

pub mod compile;
mod estate;
pub mod files;
mod loaded;
pub mod model;
pub mod origins;
mod written;

pub use azure_objects::{
    ConfigFile, Diagnostic, Located, Place, Provenance, Refusal, Refusals, Severity, Site,
};
pub use compile::{Compiled, ListenerSpec, Overwritten, Unregistered, compile};
pub use estate::{Applied, Estate};
pub use files::{Disk, Files, Memory};
pub use loaded::Loaded;
pub use model::Model;
pub use origins::{Origins, Source};
