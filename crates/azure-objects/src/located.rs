//! Values that know where they were written.

use std::net::{Ipv4Addr, SocketAddr};
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use ipnet::{IpNet, Ipv4Net};
use zone_store::name::Name;

use crate::provenance::Provenance;
use crate::refusal::{Refusal, RefusalReason};

/// Where a value stands: which way it came, and the path of its key. What was built in code has no path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Site {
    /// Where the value begins.
    pub place: Provenance,
    /// Path of the table that holds it, with positions, as `private_dns_zone[0]`; empty at the root.
    table: Arc<str>,
    /// Its key; empty for the table itself.
    key: Arc<str>,
}

impl Site {
    /// Describes a table that begins at `place`.
    pub fn table(place: impl Into<Provenance>, path: Arc<str>) -> Self {
        match place.into() {
            Provenance::Code => Self::code(),
            place => Self { place, table: path, key: Arc::from("") },
        }
    }

    /// Describes what no file holds.
    pub fn code() -> Self {
        Self { place: Provenance::Code, table: Arc::from(""), key: Arc::from("") }
    }

    /// Describes a value of this table.
    pub fn of_key(&self, key: &str, place: Provenance) -> Self {
        match place {
            Provenance::Code => Self::code(),
            place => Self { place, table: self.table.clone(), key: key.into() },
        }
    }

    /// Moves to another place and keeps the path: from a key to its value.
    pub fn at(&self, place: Provenance) -> Self {
        Self { place, ..self.clone() }
    }

    /// Describes one element of this array.
    pub fn element(&self, index: usize) -> Self {
        match self.place {
            Provenance::Code => Self::code(),
            Provenance::File(_) | Provenance::Import(_) | Provenance::Control(_) => {
                Self { key: format!("{}[{index}]", self.key).into(), ..self.clone() }
            }
        }
    }

    /// Returns the whole path.
    pub fn path(&self) -> String {
        match (self.table.is_empty(), self.key.is_empty()) {
            (true, _) => self.key.to_string(),
            (_, true) => self.table.to_string(),
            _ => format!("{}.{}", self.table, self.key),
        }
    }

    /// Returns the key alone; empty for a table.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Refuses what stands here.
    pub fn refuse(&self, reason: impl Into<RefusalReason>) -> Refusal {
        Refusal::new(self.clone(), reason)
    }
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub site: Site,
}

impl<T> Located<T> {
    /// Attaches a site.
    pub fn new(value: T, site: Site) -> Self {
        Self { value, site }
    }

    /// Changes the value and keeps the site.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: change(self.value), site: self.site }
    }
}

impl<T: WrittenAs> Located<T> {
    /// Refuses this value.
    pub fn refuse(&self, reason: impl Into<RefusalReason>) -> Refusal {
        self.site.refuse(reason).value(self.value.written())
    }
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> From<T> for Located<T> {
    /// Wraps a value that was built in code.
    fn from(value: T) -> Self {
        Self { value, site: Site::code() }
    }
}

impl From<&str> for Located<String> {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

/// Writes a value as a configuration file would.
pub trait WrittenAs {
    /// Returns the text of the value, without quotes.
    fn text(&self) -> String;

    /// Returns the TOML text of the value.
    fn written(&self) -> String {
        format!("\"{}\"", self.text())
    }
}

impl WrittenAs for Duration {
    fn text(&self) -> String {
        match self.subsec_nanos() {
            0 => format!("{}s", self.as_secs()),
            _ => format!("{}ms", self.as_millis()),
        }
    }
}

impl WrittenAs for Ipv4Net {
    fn text(&self) -> String {
        match self.prefix_len() {
            32 => self.addr().to_string(),
            _ => self.to_string(),
        }
    }
}

impl WrittenAs for Name {
    fn text(&self) -> String {
        self.without_dot()
    }
}

/// Writes what is between quotes as it is shown.
macro_rules! written_as_shown {
    ($($type:ty),+) => {
        $(impl WrittenAs for $type {
            fn text(&self) -> String {
                self.to_string()
            }
        })+
    };
}
written_as_shown!(String, Ipv4Addr, SocketAddr, IpNet);

/// Writes what has no quotes.
macro_rules! written_bare {
    ($($type:ty),+) => {
        $(impl WrittenAs for $type {
            fn text(&self) -> String {
                self.to_string()
            }

            fn written(&self) -> String {
                self.text()
            }
        })+
    };
}
written_bare!(bool, u32);
