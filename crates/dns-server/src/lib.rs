//! Serves a [`zone_store`] snapshot over UDP and TCP: sockets, message octets, EDNS and sizes.
//!
//! [`wire`] reads queries and writes replies, [`responder`] puts the resolution engine between the two, the
//! transports move octets, and [`server`] binds the listeners and runs them. Which names exist, and who may see
//! them, is the snapshot's business and never appears here.

mod bind_error;
mod holder;
mod outside;
pub mod responder;
pub mod server;
mod transport;
pub mod wire;
