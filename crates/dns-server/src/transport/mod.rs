//! Sockets to [`Responder`] and back. What is said is decided there; how it travels, here.

#[cfg(any(target_os = "linux", target_os = "android"))]
mod batched;
pub(crate) mod datagrams;
mod portable;
pub(crate) mod sockets;
pub(crate) mod stream;
pub(crate) mod udp;

use std::net::IpAddr;
use std::sync::Arc;

use crate::responder::{QuerySource, ReplyAction, Responder, Transport};
use crate::service::ListenerId;

/// What every query of one listener shares.
#[derive(Clone)]
pub(crate) struct QueryHandler {
    /// Answers.
    pub(crate) responder: Arc<Responder>,
    /// Where it came to.
    pub(crate) listener: ListenerId,
}

impl QueryHandler {
    /// Decides about one message, and appends the reply to `out` if it is due now.
    fn respond(
        &self,
        message: &[u8],
        source: IpAddr,
        transport: Transport,
        out: &mut Vec<u8>,
    ) -> ReplyAction {
        self.responder.respond(message, QuerySource { source, listener: self.listener, transport }, out)
    }
}
