//! Neutral values: as a format wrote them, before the schema says what they should be; or as a format is to write them.
//!
//! A reader of a format (TOML, JSON) makes a [`RawDocument`] and knows no key of it; the walk over it knows no format.

use std::borrow::Cow;

use crate::provenance::Provenance;

/// A whole document.
#[derive(Debug, Clone)]
pub struct RawDocument<'t> {
    /// Its outermost table.
    pub root: RawTable<'t>,
    /// Where it begins.
    pub place: Provenance,
    /// Whether its syntax is right. In a damaged one, a key may only seem to be missing.
    pub is_intact: bool,
}

/// A table: keys and values in the order of their reader.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawTable<'t> {
    /// Its entries; no key is there twice.
    pub entries: Vec<RawEntry<'t>>,
}

impl<'t> RawTable<'t> {
    /// Finds the entry of a key.
    pub fn get(&self, key: &str) -> Option<&RawEntry<'t>> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Adds what no file has brought.
    pub fn push(&mut self, key: impl Into<Cow<'t, str>>, data: RawData<'t>) {
        self.entries.push(RawEntry { key: key.into(), place: Provenance::Code, value: data.into() });
    }
}

/// A key of a table and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct RawEntry<'t> {
    /// The key, without quotes.
    pub key: Cow<'t, str>,
    /// Where the key begins.
    pub place: Provenance,
    /// Its value.
    pub value: RawValue<'t>,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct RawValue<'t> {
    /// What it is.
    pub data: RawData<'t>,
    /// Where it begins.
    pub place: Provenance,
    /// The value as written, for messages.
    pub written: &'t str,
}

impl<'t> From<RawData<'t>> for RawValue<'t> {
    /// Wraps what no file has brought.
    fn from(data: RawData<'t>) -> Self {
        Self { data, place: Provenance::Code, written: "" }
    }
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum RawData<'t> {
    /// A string.
    Text(Cow<'t, str>),
    /// An integer; `None`: it has more than 64 bits.
    Integer(Option<i64>),
    /// `true` or `false`.
    Boolean(bool),
    /// An array.
    Array(Vec<RawValue<'t>>),
    /// A table.
    Table(RawTable<'t>),
    /// A type that no key takes, by its name.
    Other(&'static str),
}

impl RawData<'_> {
    /// Names the type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::Integer(_) => "integer",
            Self::Boolean(_) => "boolean",
            Self::Array(_) => "array",
            Self::Table(_) => "table",
            Self::Other(name) => name,
        }
    }

    /// Returns a single value as a configuration would have it, for messages; of others nothing.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Text(text) => format!("\"{text}\""),
            Self::Integer(Some(integer)) => integer.to_string(),
            Self::Boolean(boolean) => boolean.to_string(),
            Self::Integer(None) | Self::Array(_) | Self::Table(_) | Self::Other(_) => String::new(),
        }
    }
}
