//! A walked table: values that are of their kind, and the schema's defaults for the others.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use ipnet::{IpNet, Ipv4Net};
use zone_store::name::Name;
use zone_store::resolver::Upstream;

use super::PublicAddress;
use super::walk::default_value;
use crate::located::{Located, Site};
use crate::schema::{Default, Table};

/// A value that is of the kind its key wants.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Integer(i64),
    Boolean(bool),
    /// `None` is `"auto"`.
    AutoOrBoolean(Option<bool>),
    Name(Name),
    Address(Ipv4Addr),
    RegionAddress(String, Ipv4Addr),
    Prefix(IpNet),
    Range(Ipv4Net),
    Socket(SocketAddr),
    Upstream(Upstream),
    Duration(Duration),
    List(Vec<Located<Value>>),
    Table(Section),
    Tables(Vec<Section>),
}

/// One table of the file, or one that is absent and all defaults.
#[derive(Debug, Clone)]
pub(super) struct Section {
    schema: &'static Table,
    pub(super) site: Site,
    written: Vec<&'static str>,
    refused: Vec<&'static str>,
    values: Vec<(&'static str, Located<Value>)>,
}

impl Section {
    pub(super) fn new(schema: &'static Table, site: Site) -> Self {
        Self { schema, site, written: Vec::new(), refused: Vec::new(), values: Vec::new() }
    }

    pub(super) fn insert(&mut self, key: &'static str, value: Located<Value>) {
        self.values.push((key, value));
    }

    /// Remembers that the file has the key, even if its value is no good.
    pub(super) fn mark_written(&mut self, key: &'static str) {
        self.written.push(key);
    }

    pub(super) fn is_written(&self, key: &str) -> bool {
        self.written.contains(&key)
    }

    /// Remembers that something in the value of a key was refused, so that a part of it may be missing.
    pub(super) fn mark_refused(&mut self, key: &'static str) {
        self.refused.push(key);
    }

    /// Tells whether nothing in the value of a key was refused.
    pub(super) fn is_whole(&self, key: &str) -> bool {
        !self.refused.contains(&key)
    }

    /// Takes the elements of an array; `None` when it is absent, or one of them was refused.
    pub(super) fn whole_list<T: FromValue>(&mut self, key: &str) -> Option<Vec<Located<T>>> {
        self.optional_list(key).filter(|_| self.is_whole(key))
    }

    /// Takes a value, or the schema's default; `None` when there is neither, or the value was refused.
    fn take(&mut self, key: &str) -> Option<Located<Value>> {
        if let Some(at) = self.values.iter().position(|(name, _)| *name == key) {
            return Some(self.values.swap_remove(at).1);
        }
        let key = self.schema.key(key);
        debug_assert!(key.is_some(), "a key that the schema has");
        match key?.default {
            Default::Value(text) => {
                let site = self.site.of_key(key?.name, self.site.place.clone());
                Some(Located::new(default_value(&key?.kind, text)?, site))
            }
            Default::Required | Default::Described(_) => None,
        }
    }

    /// Takes a scalar; `None` when it is absent without a fixed default, or was refused.
    pub(super) fn get<T: FromValue>(&mut self, key: &str) -> Option<Located<T>> {
        let Located { value, site } = self.take(key)?;
        Some(Located::new(T::from_value(value)?, site))
    }

    /// Takes a scalar. What is missing or was refused becomes an empty value: its error has been reported.
    pub(super) fn need<T: FromValue>(&mut self, key: &str) -> Located<T> {
        let site = self.site.of_key(key, self.site.place.clone());
        self.get(key).unwrap_or_else(|| Located::new(T::placeholder(), site))
    }

    /// Takes a word that is one of an enum's; a refused one becomes `otherwise`.
    pub(super) fn word<T>(
        &mut self,
        key: &str,
        from_word: fn(&str) -> Option<T>,
        otherwise: T,
    ) -> Located<T> {
        let text: Located<String> = self.need(key);
        text.map(|word| from_word(&word).unwrap_or(otherwise))
    }

    /// Takes the elements of an array; none when it is absent.
    pub(super) fn list<T: FromValue>(&mut self, key: &str) -> Vec<Located<T>> {
        self.optional_list(key).unwrap_or_default()
    }

    /// Takes the elements of an array; `None` when it is absent.
    pub(super) fn optional_list<T: FromValue>(&mut self, key: &str) -> Option<Vec<Located<T>>> {
        let convert = |Located { value, site }| Some(Located::new(T::from_value(value)?, site));
        match self.take(key)?.value {
            Value::List(elements) => Some(elements.into_iter().filter_map(convert).collect()),
            _ => None,
        }
    }

    /// Takes a table; an absent one is all defaults.
    pub(super) fn table(&mut self, key: &str, schema: &'static Table) -> Section {
        self.optional_table(key).unwrap_or_else(|| Self::new(schema, self.site.clone()))
    }

    /// Takes a table; `None` when it is absent.
    pub(super) fn optional_table(&mut self, key: &str) -> Option<Section> {
        match self.take(key)?.value {
            Value::Table(section) => Some(section),
            _ => None,
        }
    }

    /// Takes the tables of an array; none when it is absent.
    pub(super) fn tables(&mut self, key: &str) -> Vec<Section> {
        match self.take(key).map(|located| located.value) {
            Some(Value::Tables(sections)) => sections,
            _ => Vec::new(),
        }
    }
}

impl Section {
    /// Takes the objects of an array of tables, without those that have no name: that has been reported.
    pub(super) fn named_tables<T>(
        &mut self,
        key: &str,
        read: fn(Section) -> T,
        is_nameless: fn(&T) -> bool,
    ) -> Vec<T> {
        self.tables(key).into_iter().map(read).filter(|object| !is_nameless(object)).collect()
    }
}

/// Types that a scalar of a walked table can become.
pub(super) trait FromValue: Sized {
    /// Returns `None` for a value of another kind.
    fn from_value(value: Value) -> Option<Self>;

    /// Stands for a value that was refused; nothing is built from it.
    fn placeholder() -> Self;
}

/// Implements [`FromValue`] for the payload of one variant.
macro_rules! from_value {
    ($($type:ty, $variant:ident, $placeholder:expr;)+) => {
        $(impl FromValue for $type {
            fn from_value(value: Value) -> Option<Self> {
                match value {
                    Value::$variant(inner) => inner.try_into().ok(),
                    _ => None,
                }
            }

            fn placeholder() -> Self {
                $placeholder
            }
        })+
    };
}
from_value! {
    String, Text, String::new();
    u32, Integer, 0;
    bool, Boolean, false;
    Option<bool>, AutoOrBoolean, None;
    Name, Name, Name::root();
    Ipv4Addr, Address, Ipv4Addr::UNSPECIFIED;
    IpNet, Prefix, IpNet::default();
    Ipv4Net, Range, Ipv4Net::default();
    SocketAddr, Socket, SocketAddr::from(([0; 4], 0));
    Upstream, Upstream, Upstream::System;
    Duration, Duration, Duration::from_secs(3);
}

impl FromValue for PublicAddress {
    fn from_value(value: Value) -> Option<Self> {
        let of_region = |element: Located<Value>| match element.value {
            Value::RegionAddress(region, address) => Some((region, address)),
            _ => None,
        };
        match value {
            Value::Address(address) => Some(Self::One(address)),
            Value::List(elements) => {
                Some(Self::ByRegion(elements.into_iter().filter_map(of_region).collect()))
            }
            _ => None,
        }
    }

    fn placeholder() -> Self {
        Self::ByRegion(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{ROOT, Status};

    #[test]
    fn every_default_is_a_value_of_its_kind() {
        ROOT.visit(&mut |table| {
            for key in table.keys.iter().filter(|key| key.status == Status::Built) {
                if let Default::Value(text) = key.default {
                    assert!(default_value(&key.kind, text).is_some(), "{}.{} = {text}", table.path, key.name);
                }
            }
        });
    }
}
