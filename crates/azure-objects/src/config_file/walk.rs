//! Walks the tables of a document with the schema beside it: every key known, every value of its kind, or a refusal.
//!
//! The result is a [`Section`] per table, from which the typed structs take their values and defaults.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use ipnet::{IpNet, Ipv4Net};
use zone_store::name::Name;
use zone_store::resolver::Upstream;

use super::section::{Section, Value};
use crate::located::{Located, Site};
use crate::raw::{RawData, RawDocument, RawEntry, RawTable, RawValue};
use crate::refusal::{
    Refusal, RefusalReason, Refusals, Suggestion, SyntaxRefusal, ValueRefusal, WithArticle,
};
use crate::schema::{Default, Key, Kind, Status, TARGET_DNS_SERVER, Table};
use crate::values::{RuledValue, is_region, normalize_region, unknown_region};
use azure_catalogue::spelling::nearest;

/// The tables that are being walked, and what was found wrong so far.
pub(super) struct Walk<'d> {
    /// Whether the document has no syntax errors; in a damaged one, a key may only seem to be missing.
    is_intact: bool,
    refusals: &'d mut Refusals,
}

impl<'d> Walk<'d> {
    /// Reads the root table of a document.
    pub(super) fn root(
        document: &RawDocument<'_>,
        schema: &'static Table,
        refusals: &'d mut Refusals,
    ) -> Section {
        let site = Site::table(document.place.clone(), "".into());
        Self { is_intact: document.is_intact, refusals }.section(&document.root, schema, &site)
    }

    fn section(&mut self, table: &RawTable<'_>, schema: &'static Table, site: &Site) -> Section {
        let mut section = Section::new(schema, site.clone());
        for RawEntry { key: name, place, value } in &table.entries {
            let at_key = site.of_key(name, place.clone());
            match schema.key(name) {
                None => self.unknown_key(schema, name, &at_key),
                Some(key) if key.status == Status::NotBuilt => {
                    self.refusals.push(at_key.refuse(SyntaxRefusal::KeyOfLaterVersion));
                }
                Some(key) => {
                    section.mark_written(key.name);
                    let before = self.refusals.error_count();
                    if let Some(value) = self.value(&key.kind, value, &at_key) {
                        section.insert(key.name, value);
                    }
                    if self.refusals.error_count() > before {
                        section.mark_refused(key.name);
                    }
                }
            }
        }
        if self.is_intact {
            self.missing_keys(&section, schema, site);
        }
        section
    }

    fn unknown_key(&mut self, schema: &Table, name: &str, site: &Site) {
        let names = || schema.keys.iter().filter(|key| key.status == Status::Built).map(|key| key.name);
        let suggestion = match schema.nearest(name) {
            Some(meant) => Suggestion::Nearest(vec![meant.to_owned()]),
            None => Suggestion::Keys(names().map(str::to_owned).collect()),
        };
        self.refusals.push(site.refuse(SyntaxRefusal::UnknownKey { suggestion }));
    }

    fn missing_keys(&mut self, section: &Section, schema: &Table, site: &Site) {
        let is_missing = |key: &&Key| key.default == Default::Required && !section.is_written(key.name);
        for key in schema.keys.iter().filter(is_missing) {
            let at_key = site.of_key(key.name, site.place.clone());
            self.refusals.push(at_key.refuse(SyntaxRefusal::MissingKey { kind: key.kind }));
        }
    }

    /// Converts one value; what cannot be converted is reported and `None`.
    fn value(&mut self, kind: &Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Located<Value>> {
        let site = at_key.at(raw.place.clone());
        let value = match (kind, &raw.data) {
            (Kind::Table(schema), RawData::Table(table)) => Value::Table(self.section(
                table,
                schema,
                &Site::table(site.place.clone(), site.path().into()),
            )),
            (Kind::Tables(schema), RawData::Array(array)) => Value::Tables(self.tables(schema, array, &site)),
            (Kind::List(element), RawData::Array(array)) => {
                Value::List(self.elements(array, &site, |walk, value, site| walk.value(element, value, site)))
            }
            (Kind::AddressByRegion, RawData::Table(table)) => Value::List(self.by_region(table, &site)),
            (Kind::TargetDnsServer, RawData::Table(table)) => self.target_dns_server(table, &site)?,
            (kind, data) => match scalar(kind, data) {
                Ok(value) => {
                    if let (Kind::Region, Value::Text(region)) = (kind, &value) {
                        self.check_region(region, |reason| site.refuse(reason).value(raw.written));
                    }
                    value
                }
                Err(reason) => {
                    self.refusals.push(site.refuse(*reason).value(raw.written));
                    return None;
                }
            },
        };
        Some(Located::new(value, site))
    }

    fn tables(&mut self, schema: &'static Table, array: &[RawValue<'_>], site: &Site) -> Vec<Section> {
        self.elements(array, site, |walk, value, site| {
            match walk.value(&Kind::Table(schema), value, site)?.value {
                Value::Table(section) => Some(section),
                _ => None,
            }
        })
    }

    fn elements<T>(
        &mut self,
        array: &[RawValue<'_>],
        site: &Site,
        mut convert: impl FnMut(&mut Self, &RawValue<'_>, &Site) -> Option<T>,
    ) -> Vec<T> {
        let convert_one = |(index, value)| convert(self, value, &site.element(index));
        array.iter().enumerate().filter_map(convert_one).collect()
    }

    /// Warns of a region that Azure is not known to have; `refuse` says where it is written.
    fn check_region(&mut self, region: &str, refuse: impl FnOnce(ValueRefusal) -> Refusal) {
        self.refusals.extend(unknown_region(region).map(refuse));
    }

    /// Reads `{ ip_address = "192.168.0.53", port = 53 }`.
    fn target_dns_server(&mut self, table: &RawTable<'_>, site: &Site) -> Option<Value> {
        let site = Site::table(site.place.clone(), site.path().into());
        let mut section = self.section(table, &TARGET_DNS_SERVER, &site);
        let address: Located<Ipv4Addr> = section.get("ip_address")?;
        let port: Located<u32> = section.get("port")?;
        Some(Value::Socket(SocketAddr::new(address.value.into(), u16::try_from(port.value).ok()?)))
    }

    /// Reads `{ westeurope = "203.0.113.1" }`; the key of each element is its region.
    fn by_region(&mut self, table: &RawTable<'_>, site: &Site) -> Vec<Located<Value>> {
        let inner = Site::table(site.place.clone(), site.path().into());
        let mut addresses = Vec::new();
        for RawEntry { key, place, value } in &table.entries {
            let at_key = inner.of_key(key, place.clone());
            let region = normalize_region(key);
            if !is_region(&region) {
                let suggestion = Suggestion::OfKind(Kind::Region);
                self.refusals.push(at_key.refuse(SyntaxRefusal::UnknownKey { suggestion }));
                continue;
            }
            self.check_region(&region, |reason| at_key.refuse(reason));
            if let Some(Located { value: Value::Address(address), site }) =
                self.value(&Kind::Address, value, &at_key)
            {
                addresses.push(Located::new(Value::RegionAddress(region, address), site));
            }
        }
        addresses
    }
}

/// Reads the value that the schema states for a key that is absent.
pub(super) fn default_value(kind: &Kind, text: &'static str) -> Option<Value> {
    match (kind, text) {
        (Kind::Table(schema), "{}") => Some(Value::Table(Section::new(schema, Site::code()))),
        (Kind::Tables(_), "[]") => Some(Value::Tables(Vec::new())),
        (Kind::List(_), "[]") => Some(Value::List(Vec::new())),
        (kind, text) => scalar(kind, &default_data(text)?).ok(),
    }
}

/// Reads a scalar as the schema writes it.
fn default_data(text: &'static str) -> Option<RawData<'static>> {
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match (quoted, text) {
        (Some(text), _) => Some(RawData::Text(text.into())),
        (None, "true") => Some(RawData::Boolean(true)),
        (None, "false") => Some(RawData::Boolean(false)),
        (None, number) => number.parse().ok().map(|number| RawData::Integer(Some(number))),
    }
}

fn scalar(kind: &Kind, data: &RawData<'_>) -> Result<Value, Box<RefusalReason>> {
    match (kind, data) {
        (_, RawData::Text(text)) => from_text(kind, text),
        (Kind::Integer(..), RawData::Integer(integer)) => {
            let number = integer.ok_or(ValueRefusal::OutOfRange { kind: *kind })?;
            Ok(Value::Integer(allowed(number, *kind)?))
        }
        (Kind::Boolean, RawData::Boolean(boolean)) => Ok(Value::Boolean(*boolean)),
        (Kind::AutoOrBoolean, RawData::Boolean(boolean)) => Ok(Value::AutoOrBoolean(Some(*boolean))),
        (_, data) => Err(wrong_type(data.type_name(), *kind)),
    }
}

fn wrong_type(written: &'static str, kind: Kind) -> Box<RefusalReason> {
    SyntaxRefusal::WrongType { written: WithArticle(written), kind }.into()
}

fn from_text(written: &Kind, text: &str) -> Result<Value, Box<RefusalReason>> {
    let kind = *written;
    Ok(match kind {
        Kind::Text => Value::Text(allowed(text.to_owned(), kind)?),
        Kind::Region => Value::Text(normalize_region(&allowed(text.to_owned(), kind)?)),
        Kind::Choice(words) if words.contains(&text) => Value::Text(text.to_owned()),
        Kind::Choice(words) => return Err(unknown_word(nearest(text, words.iter().copied()), kind)),
        Kind::AutoOrBoolean if text == "auto" => Value::AutoOrBoolean(None),
        Kind::AutoOrBoolean => return Err(unknown_word(None, kind)),
        Kind::DomainNameOrRoot if text == "." => Value::Name(Name::root()),
        Kind::DomainName | Kind::DomainNameOrRoot => {
            let name = text.parse().map_err(|error| SyntaxRefusal::NotADomainName { error })?;
            Value::Name(allowed(name, Kind::DomainName)?)
        }
        Kind::Address | Kind::AddressByRegion => {
            Value::Address(text.parse().map_err(|_| SyntaxRefusal::NotAnIpv4Address { kind })?)
        }
        Kind::Prefix => {
            let prefix: IpNet = text.parse().map_err(|_| SyntaxRefusal::NotAPrefix { kind })?;
            Value::Prefix(allowed(prefix, kind)?)
        }
        Kind::AddressOrPrefix => address_or_prefix(text)?,
        Kind::Socket => socket(text)?,
        Kind::TargetDnsServer => {
            Value::Socket(address_of_server(text).ok_or(SyntaxRefusal::NotAnAddress { kind })?)
        }
        Kind::Upstream if text == "system" => Value::Upstream(Upstream::System),
        Kind::Upstream => {
            let address = address_of_server(text).ok_or(SyntaxRefusal::NotAnUpstream { kind })?;
            Value::Upstream(Upstream::Address(address))
        }
        Kind::Duration => {
            let duration = duration(text).ok_or(SyntaxRefusal::NotATime { kind })?;
            Value::Duration(allowed(duration, kind)?)
        }
        Kind::Integer(..)
        | Kind::Boolean
        | Kind::List(_)
        | Kind::Table(_)
        | Kind::Tables(_)
        | Kind::Later => return Err(wrong_type("string", kind)),
    })
}

/// Returns a value that a key of this kind takes.
fn allowed<T: RuledValue>(value: T, kind: Kind) -> Result<T, Box<RefusalReason>> {
    match value.refused_by(kind) {
        Some(refused) => Err(refused.into()),
        None => Ok(value),
    }
}

fn unknown_word(meant: Option<&str>, kind: Kind) -> Box<RefusalReason> {
    let suggestion = match meant {
        Some(meant) => Suggestion::Nearest(vec![meant.to_owned()]),
        None => Suggestion::OfKind(kind),
    };
    SyntaxRefusal::UnknownWord { suggestion }.into()
}

/// Reads an address with or without a port; without, it is 53.
pub fn address_of_server(text: &str) -> Option<SocketAddr> {
    let alone = || text.parse::<IpAddr>().ok().map(|address| SocketAddr::new(address, 53));
    text.parse().ok().or_else(alone)
}

/// Reads `3s` or `500ms`.
fn duration(text: &str) -> Option<Duration> {
    Some(match text.strip_suffix("ms") {
        Some(number) => Duration::from_millis(number.parse().ok()?),
        None => Duration::from_secs(text.strip_suffix('s')?.parse().ok()?),
    })
}

/// Reads `203.0.113.7`, which is `203.0.113.7/32`, or `203.0.113.0/24`.
fn address_or_prefix(text: &str) -> Result<Value, Box<RefusalReason>> {
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return Ok(Value::Range(Ipv4Net::from(address)));
    }
    let kind = Kind::AddressOrPrefix;
    match text.parse::<Ipv4Net>() {
        Ok(range) => Ok(Value::Range(allowed(range, kind)?)),
        Err(_) if text.parse::<IpNet>().is_ok() || text.parse::<IpAddr>().is_ok() => {
            Err(ValueRefusal::Ipv6 { kind }.into())
        }
        Err(_) => Err(SyntaxRefusal::NeitherAddressNorPrefix { kind }.into()),
    }
}

fn socket(text: &str) -> Result<Value, Box<RefusalReason>> {
    match text.parse::<SocketAddr>() {
        Ok(socket) => Ok(Value::Socket(socket)),
        Err(_) => Err(match text.trim_matches(['[', ']']).parse() {
            Ok(address) => SyntaxRefusal::NoPort { meant: SocketAddr::new(address, 5300).to_string() }.into(),
            Err(_) => SyntaxRefusal::NotASocket { kind: Kind::Socket }.into(),
        }),
    }
}
