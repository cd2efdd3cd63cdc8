//! The one registry of configuration tables and keys: kinds, defaults, docs, what is not built yet.
//!
//! The walk over a file is driven by it, the defaults are read from it, and a reference page can be printed from it.
//! What a value means to other values (references, duplicates) is not here: that is `model`.

mod access;
mod forwarding;
mod objects;
mod settings;

use std::fmt;

use azure_catalogue::spelling::nearest;

pub use access::{IP_RULE, NETWORK_RULE_SET, VIRTUAL_NETWORK_RULE};
pub use forwarding::{
    DNS_FORWARDING_RULESET, DNS_SERVER, DNS_SERVER_ZONE, FORWARDER, INBOUND_ENDPOINT, NETWORK,
    PRIVATE_DNS_RESOLVER, RULE, TARGET_DNS_SERVER,
};
pub use objects::{
    CONTAINER_REGISTRY, IP_CONFIGURATION, PRIVATE_DNS_ZONE, PRIVATE_ENDPOINT, PRIVATE_LINK_RESOURCE,
    PUBLIC_RECORD_SET, RECORD_SET, SOA_RECORD, SUBNET, VIRTUAL_MACHINE, VIRTUAL_NETWORK,
    VIRTUAL_NETWORK_LINK,
};
pub use settings::{
    ASSUMPTIONS, AZURE_DNS, CACHE, DEFAULT_LISTEN, INTERNET, INTERNET_ZONE, LIMITS, PUBLIC_CHAIN, ROOT,
};

/// What a value must look like in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A string that may not be empty.
    Text,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// An integer of this range, both ends included.
    Integer(i64, i64),
    /// `true` or `false`.
    Boolean,
    /// `"auto"`, `true` or `false`.
    AutoOrBoolean,
    /// An absolute domain name; the dot at its end may be left out.
    DomainName,
    /// The same, or `.`.
    DomainNameOrRoot,
    /// An Azure region, as `westeurope` or `West Europe`.
    Region,
    /// An IPv4 address.
    Address,
    /// An IPv4 address, or a table of addresses by region.
    AddressByRegion,
    /// A prefix without host bits, IPv4 or IPv6.
    Prefix,
    /// An IPv4 address, or an IPv4 prefix without host bits.
    AddressOrPrefix,
    /// An address with a port.
    Socket,
    /// An IPv4 or IPv6 address, with a port if it is not 53; or a table with `ip_address` and `port`.
    TargetDnsServer,
    /// `"system"`, or an IPv4 or IPv6 address, with a port if it is not 53.
    Upstream,
    /// A span of time, as `3s` or `500ms`.
    Duration,
    /// An array whose elements all are of one kind.
    List(&'static Kind),
    /// A table.
    Table(&'static Table),
    /// An array of tables.
    Tables(&'static Table),
    /// Whatever a later version says; only keys that are not built have it.
    Later,
}

impl fmt::Display for Kind {
    /// Names the kind for a sentence: "write {an integer}".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Text => String::from("a string"),
            Self::Choice(words) => choices(words),
            Self::Integer(low, high) => format!("an integer from {low} to {high}"),
            Self::Boolean => "true or false".into(),
            Self::AutoOrBoolean => "\"auto\", true or false".into(),
            Self::DomainName => "a domain name".into(),
            Self::DomainNameOrRoot => "a domain name, or \".\"".into(),
            Self::Region => "a region such as \"westeurope\"".into(),
            Self::Address => "an IPv4 address".into(),
            Self::AddressByRegion => "an IPv4 address, or a table of them by region".into(),
            Self::Prefix => "a prefix such as \"10.0.0.0/16\"".into(),
            Self::AddressOrPrefix => "an IPv4 address, or a prefix such as \"203.0.113.0/24\"".into(),
            Self::Socket => "an address with a port such as \"127.0.0.1:5300\"".into(),
            Self::TargetDnsServer => "an address, with a port if it is not 53".into(),
            Self::Upstream => "\"system\", or an address, with a port if it is not 53".into(),
            Self::Duration => "a time such as \"3s\" or \"500ms\", from 1ms to 60s".into(),
            Self::List(element) => format!("an array, each element {element}"),
            Self::Table(_) => "a table".into(),
            Self::Tables(_) => "an array of tables".into(),
            Self::Later => "anything".into(),
        };
        f.write_str(&text)
    }
}

/// Joins words as `"a", "b" or "c"`.
fn choices(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("\"{one}\""),
        [head @ .., last] => {
            let head: Vec<String> = head.iter().map(|word| format!("\"{word}\"")).collect();
            format!("{} or \"{last}\"", head.join(", "))
        }
    }
}

/// What holds when a key is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Default {
    /// The key must be there.
    Required,
    /// This value, as it would be written in the file.
    Value(&'static str),
    /// Something that depends on other values, in words.
    Described(&'static str),
}

/// Whether this version acts on a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Built,
    /// The key is part of the contract and an error for now.
    NotBuilt,
}

/// One key of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// As written in the file.
    pub name: &'static str,
    /// What its value looks like.
    pub kind: Kind,
    /// What holds without it.
    pub default: Default,
    /// One line for the reference page.
    pub doc: &'static str,
    /// The argument of Terraform's azurerm provider that it mirrors, as `resource.argument`.
    pub azurerm: Option<&'static str>,
    /// Whether this version acts on it.
    pub status: Status,
}

impl Key {
    const fn new(name: &'static str, kind: Kind, default: Default, doc: &'static str) -> Self {
        Self { name, kind, default, doc, azurerm: None, status: Status::Built }
    }

    /// A key that must be there.
    const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self::new(name, kind, Default::Required, doc)
    }

    /// A key with a fixed default, written as in the file.
    const fn optional(name: &'static str, kind: Kind, default: &'static str, doc: &'static str) -> Self {
        Self::new(name, kind, Default::Value(default), doc)
    }

    /// A key whose absence means something that `default` says in words.
    const fn described(name: &'static str, kind: Kind, default: &'static str, doc: &'static str) -> Self {
        Self::new(name, kind, Default::Described(default), doc)
    }

    /// A key of the contract that a later version brings.
    const fn later(name: &'static str, doc: &'static str) -> Self {
        Self { status: Status::NotBuilt, ..Self::new(name, Kind::Later, Default::Described("absent"), doc) }
    }

    const fn azurerm(mut self, argument: &'static str) -> Self {
        self.azurerm = Some(argument);
        self
    }
}

/// One table, or each table of an array of tables.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its path from the root, as `private_dns_zone.record_set`; empty for the root itself.
    pub path: &'static str,
    /// One line for the reference page.
    pub doc: &'static str,
    /// Its keys, in the order of the reference page.
    pub keys: &'static [Key],
}

impl Table {
    /// Finds a key by name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Visits this table and every table below it.
    pub fn visit(&'static self, visitor: &mut dyn FnMut(&'static Table)) {
        visitor(self);
        for key in self.keys {
            if let Kind::Table(inner) | Kind::Tables(inner) = key.kind {
                inner.visit(visitor);
            }
        }
    }

    /// Finds the key that was probably meant by an unknown `name`.
    pub fn nearest(&self, name: &str) -> Option<&'static str> {
        nearest(name, self.keys.iter().filter(|key| key.status == Status::Built).map(|key| key.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Cloud;

    #[test]
    fn a_typing_error_finds_the_key_that_was_meant() {
        for (table, written, want) in [
            (&ROOT, "virtual_netwrok", Some("virtual_network")),
            (&ROOT, "privat_dns_zone", Some("private_dns_zone")),
            (&RECORD_SET, "tll", Some("ttl")),
            (&RECORD_SET, "TTL", Some("ttl")),
            (&RECORD_SET, "comment", None),
        ] {
            assert_eq!(table.nearest(written), want, "{written}");
        }
    }

    #[test]
    fn defaults_in_words_say_what_the_code_does() {
        let words = |table: &Table, key| match table.key(key).map(|key| key.default) {
            Some(Default::Described(words)) => words,
            _ => "",
        };
        assert!(words(&AZURE_DNS, "listen").contains(&format!("\"{DEFAULT_LISTEN}\"")));
        for cloud in [Cloud::Public, Cloud::China, Cloud::UsGovernment] {
            assert!(words(&VIRTUAL_NETWORK, "location").contains(cloud.default_region()));
            assert!(words(&CONTAINER_REGISTRY, "location").contains(cloud.default_region()));
        }
    }

    #[test]
    fn every_key_has_one_line_of_doc_and_no_twin() {
        ROOT.visit(&mut |table| {
            assert!(table.doc.ends_with('.') && !table.doc.contains('\n'), "{}", table.path);
            for (at, key) in table.keys.iter().enumerate() {
                assert!(key.doc.ends_with('.') && !key.doc.contains('\n'), "{}.{}", table.path, key.name);
                assert!(table.keys[..at].iter().all(|other| other.name != key.name), "{}", key.name);
                assert_eq!(matches!(key.kind, Kind::Later), key.status == Status::NotBuilt, "{}", key.name);
            }
        });
    }
}
