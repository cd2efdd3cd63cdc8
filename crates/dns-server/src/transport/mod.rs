//! Sockets to [`Responder`] and back. What is said is decided there; how it travels, here.

pub(crate) mod sockets;
pub(crate) mod stream;
pub(crate) mod udp;

use std::net::IpAddr;
use std::sync::Arc;

use crate::responder::{Client, Decision, Responder, Transport};

/// What every query of one listener shares.
#[derive(Clone)]
pub(crate) struct Endpoint {
    /// Answers.
    pub(crate) responder: Arc<Responder>,
    /// The listener's name.
    pub(crate) listener: Arc<str>,
}

impl Endpoint {
    /// Decides about one message, and appends the reply to `out` if it is due now.
    fn respond(&self, message: &[u8], source: IpAddr, transport: Transport, out: &mut Vec<u8>) -> Decision {
        self.responder.respond(message, Client { source, listener: &self.listener, transport }, out)
    }
}
