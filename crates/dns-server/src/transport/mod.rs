//! Sockets to [`Responder`] and back. What is said is decided there; how it travels, here.

pub(crate) mod sockets;
pub(crate) mod stream;
pub(crate) mod udp;

use std::net::IpAddr;
use std::sync::Arc;

use zone_store::snapshot::Vantage;

use crate::responder::{Client, Decision, Responder, Transport};

/// What every query of one listener shares.
#[derive(Clone)]
pub(crate) struct Endpoint {
    /// Answers.
    pub(crate) responder: Arc<Responder>,
    /// What the listener fixes.
    pub(crate) vantage: Vantage,
}

impl Endpoint {
    /// Appends the reply to one message to `out`.
    fn respond(&self, message: &[u8], source: IpAddr, transport: Transport, out: &mut Vec<u8>) -> Decision {
        self.responder.respond(message, Client { source, vantage: self.vantage, transport }, out)
    }
}
