//! Why a configuration is not served.

use dns_server::listeners::BindError;
use dns_server::upstream::machine::NoResolvers;
use thiserror::Error;

use crate::configuration::Refusal;
use crate::placement::PlacementError;

/// Why a configuration is not served. What was served before stays.
#[derive(Debug, Error)]
pub enum ApplyError {
    /// It has mistakes: every one, sorted by place.
    #[error("{}", count(.0.len()))]
    Configuration(Vec<Refusal>),
    /// Its listeners cannot be placed.
    #[error(transparent)]
    Placement(#[from] PlacementError),
    /// It wants the machine's resolvers, and there are none.
    #[error(transparent)]
    NoResolvers(#[from] NoResolvers),
    /// Listeners cannot be opened.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// Only files can be read again.
    #[error("{source_name} cannot be loaded again")]
    NotReloadable {
        /// What it is called.
        source_name: String,
    },
    /// There is no such place in the configuration.
    #[error("there is no place \"{place}\"")]
    NoSuchPlace {
        /// As it was written.
        place: String,
    },
    /// The system refuses a thread.
    #[error("the system refuses a thread: {0}")]
    Thread(#[from] std::io::Error),
    /// The host has ended.
    #[error("the server has ended")]
    Ended,
}

/// Writes a number of problems.
fn count(problems: usize) -> String {
    if problems == 1 { "1 problem".to_owned() } else { format!("{problems} problems") }
}
