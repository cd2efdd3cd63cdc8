//! Why a question has no answer.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_proto::ProtoError;
use hickory_proto::serialize::binary::DecodeError;

use crate::deadline::is_timeout;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// No answer came in time.
    #[error("{server} did not answer within {} ms", patience.as_millis())]
    Silence {
        /// Who was asked.
        server: SocketAddr,
        /// How long the client waited, all tries together.
        patience: Duration,
    },
    /// Nothing listens there, or no route leads there.
    #[error("{server} cannot be asked: {error}")]
    Unreachable {
        /// Who was asked.
        server: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// The source address is not of this machine.
    #[error("this machine cannot ask from {source_address}: {error}")]
    Source {
        /// The address.
        source_address: IpAddr,
        /// What the system says.
        error: io::Error,
    },
    /// What came over a connection is no answer to this question.
    #[error("{server} sent no answer: {error}")]
    NoReply {
        /// Who was asked.
        server: SocketAddr,
        /// What is wrong with it.
        error: NoReply,
    },
    /// The question has no form on the wire.
    #[error("the question cannot be sent: {0}")]
    Question(#[from] ProtoError),
}

impl NoAnswer {
    /// Tells silence from failure by what the system says.
    pub(crate) fn from_system(server: SocketAddr, patience: Duration, error: io::Error) -> Self {
        if is_timeout(&error) {
            Self::Silence { server, patience }
        } else {
            Self::Unreachable { server, error }
        }
    }
}

/// Why octets are no answer to a question.
#[derive(Debug, thiserror::Error)]
pub enum NoReply {
    /// They are no message.
    #[error("it cannot be read: {0}")]
    Garbled(#[from] DecodeError),
    /// They are a question, or answer another one.
    #[error("it answers something else")]
    Foreign,
}
