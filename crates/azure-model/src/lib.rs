//! Azure's private DNS as a configuration: TOML to [`ConfigFile`] to [`Model`] to a snapshot that can be served.
//!
//! No sockets and no clock here, and no files but through the [`Files`] that [`load()`] is given.

pub mod catalogue;
pub mod cloud;
pub mod compile;
pub mod config_file;
pub mod diagnosis;
pub mod diagnostic;
pub mod files;
mod load;
pub mod located;
pub mod model;
pub mod origins;
pub mod regions;
pub mod schema;
#[cfg(test)]
mod tests;
pub mod words;

pub use catalogue::Catalogue;
pub use compile::{Compiled, ListenerSpec, Overwritten, Unregistered, compile};
pub use config_file::ConfigFile;
pub use diagnostic::{Diagnostic, Diagnostics, Place, Severity};
pub use files::{Disk, Files, Memory};
pub use load::{Loaded, Written, load, load_text, load_written, read_text};
pub use located::{Located, Site};
pub use model::Model;
pub use origins::{Origins, Source};
