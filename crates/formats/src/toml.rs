//! Configurations in TOML: the reader, and changes of a text that keep its layout.

pub mod edit;
mod read;

pub use read::{parse, parse_in_code};
