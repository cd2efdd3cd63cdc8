//! Serves a [`zone_store`] snapshot over UDP and TCP: sockets, message octets, EDNS and sizes.
//!
//! [`wire`] reads queries and writes replies, [`responder`] puts the resolution engine between the two, the
//! transports move octets, and [`listeners`] opens and closes sockets while they run. A [`service`] is what is served at one
//! moment and is swapped as a whole; [`upstream`] asks real servers if the snapshot has no answer; [`query_log`] records the
//! result of each query.
//!
//! In: octets from clients, and a snapshot to serve. Out: octets to clients and to real servers, and query records. Which
//! names exist, and which client sees them, is decided by the snapshot. Azure's objects never appear here.

mod bind_error;
mod binding;
mod client;
pub mod clock;
mod equipment;
mod holder;
mod incoming;
mod later;
pub mod listeners;
pub mod platform;
mod profile;
pub mod query_log;
pub mod resolve;
pub mod responder;
mod server_cookies;
pub mod service;
mod transport;
pub mod upstream;
pub mod wire;
