//! Azure's private DNS as a configuration: TOML to [`ConfigFile`] to [`Model`] to a snapshot that can be served.
//!
//! No sockets and no clock here, and no files but through the reader that [`load`] is given.

pub mod cloud;
pub mod config_file;
pub mod diagnostic;
pub mod located;
pub mod model;
pub mod schema;
pub mod words;

pub use config_file::ConfigFile;
pub use diagnostic::{Diagnostic, Diagnostics, Place, Severity};
pub use located::{Located, Site};
pub use model::Model;
