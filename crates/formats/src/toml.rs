//! Configurations in TOML: the reader, the writer, and changes of a text that keep its layout.

pub mod edit;
mod read;
mod write;

pub use read::{parse, parse_in_code};
pub use write::write;
