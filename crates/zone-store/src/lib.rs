//! Names, zones, networks and the resolution engine of Zonite, as pure data: no sockets, files or clocks here,
//! and no word of what a zone is for.

pub mod answer;
pub mod cache;
pub mod clients;
pub mod engine;
pub mod ids;
mod lookup_name;
pub mod mistake;
pub mod name;
pub mod origin;
pub mod public;
pub mod rdata;
pub mod record;
pub mod resolver;
pub mod snapshot;
pub mod suffix_map;
mod tree;
mod tree_builder;
mod trie;
pub mod zone;
pub mod zone_file;
