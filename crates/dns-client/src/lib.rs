//! A small blocking DNS client: one question, one answer, never longer than it may take.
//!
//! In comes a [`Query`] of zone-store and the address of a server; out comes a [`Response`] in the texts that `dig` prints,
//! or [`NoAnswer`] with the reason. [`DnsClient`] asks over UDP, and over TCP if the answer does not fit into a datagram.
//! `zonite test` asks running servers with it, zonite-testing asks its own, and so do the tests of the workspace.
//!
//! Messages are written and read with hickory-proto. The server has a codec of its own, so a test that asks the server with
//! this client compares two codecs.
//!
//! What never enters: tokio, the server, Azure's objects, and any choice between several servers.

mod client;
mod codec;
mod connection;
mod deadline;
mod error;
mod response;

pub use client::{DnsClient, Patience, Transports};
pub use codec::{decode_response, encode_query};
pub use connection::Connection;
pub use error::{NoAnswer, NoReply};
pub use response::{PrintedRecord, Response};
pub use zone_store::engine::Query;
