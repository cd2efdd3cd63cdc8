//! Names, zones, networks and the resolution engine of Zonite, as pure data.
//!
//! In: record sets, zones, links, rules and servers, each with an origin. Together they are one immutable
//! [`snapshot::Snapshot`]. Out: the answer to a question at a resolver ([`engine::Resolution`]), and the events on the way.
//!
//! It has no sockets, files or clocks: the caller asks real servers and passes the time. It does not know what a zone is
//! for: the words "registry" and "private endpoint" belong to azure-model.

pub mod answer;
pub mod cache;
pub mod clients;
pub mod contenders;
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
mod shared_list;
pub mod snapshot;
pub mod suffix_map;
mod tree;
mod tree_builder;
mod trie;
pub mod zone;
pub mod zone_file;
