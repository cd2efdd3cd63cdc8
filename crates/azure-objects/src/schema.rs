//! What is known of a table and its keys: kinds, defaults, docs, names elsewhere, what is not built yet.
//!
//! Each table is made by the declaration of its kind of object (`declare.rs`). The reader and the writer are driven by it, and
//! the reference page is printed from it. What a value means to other values (references, duplicates) is not here: that is
//! `model`.

use std::fmt;

use azure_catalogue::spelling::nearest;

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
    /// A table of strings, or of arrays of strings, by name.
    ValuesByName,
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
            Self::ValuesByName => "a table of strings, or of arrays of strings".into(),
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
    pub(crate) const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self::new(name, kind, Default::Required, doc)
    }

    /// A key with a fixed default, written as in the file.
    pub(crate) const fn optional(
        name: &'static str,
        kind: Kind,
        default: &'static str,
        doc: &'static str,
    ) -> Self {
        Self::new(name, kind, Default::Value(default), doc)
    }

    /// A key whose absence means something that `default` says in words.
    pub(crate) const fn described(
        name: &'static str,
        kind: Kind,
        default: &'static str,
        doc: &'static str,
    ) -> Self {
        Self::new(name, kind, Default::Described(default), doc)
    }

    /// A key of the contract that a later version brings.
    pub(crate) const fn later(name: &'static str, doc: &'static str) -> Self {
        Self { status: Status::NotBuilt, ..Self::new(name, Kind::Later, Default::Described("absent"), doc) }
    }

    /// Names its argument of azurerm; tables that have a name there have it here too.
    pub(crate) const fn azurerm(mut self, argument: &'static str) -> Self {
        self.azurerm = match self.kind {
            Kind::Table(Table { azurerm: Some(name), .. })
            | Kind::Tables(Table { azurerm: Some(name), .. }) => Some(*name),
            _ => Some(argument),
        };
        self
    }
}

/// One table, or each table of an array of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its path from the root, as `private_dns_zone.record_set`; empty for the root itself.
    pub path: &'static str,
    /// One line for the reference page.
    pub doc: &'static str,
    /// Its keys, in the order of the reference page.
    pub keys: &'static [Key],
    /// The resource of Terraform's azurerm provider, or the block of one, that it mirrors; `None`: there is none.
    pub azurerm: Option<&'static str>,
    /// The type of the object in ARM, as `Microsoft.Network/virtualNetworks`; of a child the last part, as `subnets`. `None`: it
    /// is no object of its own.
    pub arm: Option<&'static str>,
    /// Whether each is small, and written between braces where it is in an array.
    pub is_small: bool,
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
