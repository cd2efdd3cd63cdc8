//! Values that know where they were written.

use std::ops::Deref;
use std::sync::Arc;

use crate::provenance::Provenance;
use crate::refusal::{NamingRefusal, Refusal, RefusalReason, Refusals};

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

impl Located<String> {
    /// Tells whether there is no text. A reader has refused that already; in what was built in code it is refused here.
    pub fn is_missing(&self, refusals: &mut Refusals) -> bool {
        if self.value.is_empty() && self.site.place == Provenance::Code {
            refusals.push(self.refuse(NamingRefusal::Empty));
        }
        self.value.is_empty()
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
    /// Returns the TOML text of the value.
    fn written(&self) -> String;
}

impl WrittenAs for String {
    fn written(&self) -> String {
        format!("\"{self}\"")
    }
}

impl WrittenAs for bool {
    fn written(&self) -> String {
        self.to_string()
    }
}

impl WrittenAs for u32 {
    fn written(&self) -> String {
        self.to_string()
    }
}

impl WrittenAs for std::time::Duration {
    fn written(&self) -> String {
        match self.subsec_nanos() {
            0 => format!("\"{}s\"", self.as_secs()),
            _ => format!("\"{}ms\"", self.as_millis()),
        }
    }
}

impl WrittenAs for ipnet::Ipv4Net {
    fn written(&self) -> String {
        match self.prefix_len() {
            32 => format!("\"{}\"", self.addr()),
            _ => format!("\"{self}\""),
        }
    }
}

impl WrittenAs for zone_store::name::Name {
    fn written(&self) -> String {
        format!("\"{}\"", self.without_dot())
    }
}

/// Writes addresses and prefixes between quotes.
macro_rules! written_in_quotes {
    ($($type:ty),+) => {
        $(impl WrittenAs for $type {
            fn written(&self) -> String {
                format!("\"{self}\"")
            }
        })+
    };
}
written_in_quotes!(std::net::Ipv4Addr, std::net::SocketAddr, ipnet::IpNet);
