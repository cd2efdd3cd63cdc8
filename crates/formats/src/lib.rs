//! Ways in and out of an estate: what other tools and people write, as objects, and objects as what they read.
//!
//! In comes a text or a file; out come objects with the places of their values, or a text. A reader refuses syntax only:
//! whether objects are right is said by `azure-objects` one at a time, and by `azure-model` together. Changes of a TOML
//! text that keep its layout are here too, for everybody who makes some. No sockets; files only through [`Files`].

mod load;
pub mod toml;

#[cfg(doc)]
use azure_model::Files;

pub use load::{
    ConfigurationText, folder_of, load, load_config, load_text, load_written, read_text, unreadable,
};
