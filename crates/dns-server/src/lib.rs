//! Serves a [`zone_store`] snapshot over UDP and TCP: sockets, message octets, EDNS and sizes.
//!
//! [`wire`] reads queries and writes replies, [`responder`] puts the resolution engine between the two, the
//! transports move octets, and [`listeners`] opens and closes sockets while they run. A [`service`] is what is served at one
//! moment and is swapped as a whole; [`upstream`] asks the real world where the snapshot ends; [`query_log`] tells what
//! became of each query. Which names exist, and who may see them, is the snapshot's business and never appears here.

mod bind_error;
mod binding;
mod holder;
mod later;
pub mod listeners;
pub mod query_log;
pub mod resolve;
pub mod responder;
pub mod service;
mod transport;
pub mod upstream;
pub mod wire;
