//! A configuration that was applied: what came before it, and what it has changed.

use std::fmt;
use std::sync::Arc;

use dns_server::listeners::ListenAddress;

use crate::changes::Changes;
use crate::configuration::Configuration;

/// A configuration that is served now, in place of another.
pub struct Replacement {
    /// What was served before.
    pub before: Arc<Configuration>,
    /// What is served.
    pub after: Arc<Configuration>,
    /// Listeners that are there now and were not before, by their name and address.
    pub opened: Vec<ListenAddress>,
    /// Listeners that were there before and are not any more.
    pub closed: Vec<ListenAddress>,
}

impl Replacement {
    /// Finds out what is different.
    pub fn changes(&self) -> Changes {
        Changes::between(&self.before, &self.after)
    }
}

impl fmt::Display for Replacement {
    /// Writes what there is now, and what is different, in a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.changes())?;
        for ListenAddress { name, address } in &self.opened {
            write!(f, "; {name} listens on {address}")?;
        }
        for ListenAddress { name, address } in &self.closed {
            write!(f, "; {name} does not listen on {address} any more")?;
        }
        Ok(())
    }
}
