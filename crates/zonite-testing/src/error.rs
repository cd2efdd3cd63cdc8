//! Why a test cannot ask.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use azure_model::{Refusal, Severity};
use dns_client::NoAnswer;
use dns_server::listeners::BindError;
use host::ApplyError;
use thiserror::Error;

/// Why a model cannot be served, or a question not be asked.
///
/// `Debug` writes what `Display` writes, because that is how a test that returns an error, or unwraps one, shows it.
#[derive(Error)]
#[non_exhaustive]
pub enum Error {
    /// The model has mistakes; here is every one, sorted by place.
    #[error("{}", mistakes(.0))]
    Model(Vec<Refusal>),
    /// The model has no such place.
    #[error("the model has no place \"{place}\"; it has: {}", .known.join(", "))]
    NoSuchPlace {
        /// What was written.
        place: String,
        /// The places there are.
        known: Vec<String>,
    },
    /// The name cannot be asked for.
    #[error("the name \"{name}\": {why}")]
    Name {
        /// What was written.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// There is no such record type.
    #[error("\"{0}\" is not a record type; write for example A, AAAA, CNAME, TXT or TYPE65")]
    Type(String),
    /// No port could be had.
    #[error("{0}")]
    Listen(#[from] BindError),
    /// The system refuses a thread or a socket.
    #[error("the system refuses {what}: {error}")]
    System {
        /// What was wanted.
        what: &'static str,
        /// What it says.
        error: io::Error,
    },
    /// Nobody answered.
    #[error("no answer from {server} within {patience:?}")]
    NoAnswer {
        /// Who was asked.
        server: SocketAddr,
        /// How long.
        patience: Duration,
    },
    /// What came back is no answer to the question: a bug of Zonite.
    #[error("{server} sent something that is not an answer: {why}; this is a bug, please report it")]
    NotAnAnswer {
        /// Who was asked.
        server: SocketAddr,
        /// What is wrong with it.
        why: String,
    },
}

impl From<Vec<Refusal>> for Error {
    /// Leaves out what one may look at: a test is told why its model cannot be served.
    fn from(list: Vec<Refusal>) -> Self {
        Self::Model(list.into_iter().filter(|one| one.severity() == Severity::Error).collect())
    }
}

impl From<ApplyError> for Error {
    fn from(failure: ApplyError) -> Self {
        let of_machine = |error| Self::System { what: "the resolvers that the model wants", error };
        match failure {
            ApplyError::Configuration(list) => list.into(),
            ApplyError::Bind(error) => Self::Listen(error),
            ApplyError::NoResolvers(error) => of_machine(io::Error::other(error)),
            ApplyError::Thread(error) => Self::System { what: "a thread", error },
            ApplyError::NoSuchPlace { place } => Self::NoSuchPlace { place, known: Vec::new() },
            error @ (ApplyError::Placement(_) | ApplyError::NotReloadable { .. } | ApplyError::Ended) => {
                Self::System { what: "to answer any longer", error: io::Error::other(error) }
            }
        }
    }
}

impl From<NoAnswer> for Error {
    fn from(failure: NoAnswer) -> Self {
        let what = "a question over a socket of its own";
        match failure {
            NoAnswer::Silence { server, patience } => Self::NoAnswer { server, patience },
            NoAnswer::Unreachable { error, .. } | NoAnswer::Source { error, .. } => {
                Self::System { what, error }
            }
            NoAnswer::Question(error) => Self::System { what, error: io::Error::other(error) },
            NoAnswer::NoReply { server, error } => Self::NotAnAnswer { server, why: error.to_string() },
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn mistakes(list: &[Refusal]) -> String {
    let count = if list.len() == 1 { "1 mistake".to_owned() } else { format!("{} mistakes", list.len()) };
    let lines = list.iter().map(|refusal| format!("\n{refusal}"));
    [format!("the model has {count}")].into_iter().chain(lines).collect()
}
