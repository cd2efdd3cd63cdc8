//! Walks the parsed tree with the schema beside it: every key known, every value of its kind, or a refusal.
//!
//! The result is a [`Section`] per table, from which the typed structs take their values and defaults.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use ipnet::{IpNet, Ipv4Net};
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};
use zone_store::name::Name;
use zone_store::resolver::Upstream;

use super::section::{Section, Value};
use crate::located::{Located, Site};
use crate::provenance::{Place, Provenance};
use crate::refusal::{
    Refusal, RefusalReason, Refusals, Suggestion, SyntaxRefusal, ValueRefusal, WithArticle,
};
use crate::schema::{Default, Key, Kind, Status, TARGET_DNS_SERVER, Table};
use crate::values::{RuledValue, is_region, normalize_region, unknown_region};
use azure_catalogue::spelling::nearest;

/// The text that is being walked and what was found wrong so far.
pub(super) struct Walk<'t> {
    text: &'t str,
    /// `None`: the text stands for no file, and its values count as built in code.
    file: Option<Arc<str>>,
    line_starts: Vec<usize>,
    /// The last offset that was asked for, and its column: on one long line, counting goes on from there.
    last_column: (usize, usize),
    /// Whether the text has syntax errors, so that a missing key may only seem to be missing.
    damaged: bool,
    refusals: &'t mut Refusals,
}

impl<'t> Walk<'t> {
    pub(super) fn new(text: &'t str, file: Option<Arc<str>>, refusals: &'t mut Refusals) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, file, line_starts, last_column: (0, 1), damaged: false, refusals }
    }

    /// Reads the root table and reports what TOML itself forbids. `false`: the text has such errors.
    pub(super) fn root(&mut self, schema: &'static Table) -> (Section, bool) {
        let text = self.text;
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let place = self.place(error.span().map_or(0, |span| span.start));
            let error = error.message().lines().collect::<Vec<_>>().join(", ");
            let site = Site::table(place, "".into());
            self.refusals.push(site.refuse(SyntaxRefusal::Toml { error }));
        }
        self.damaged = !errors.is_empty();
        let site = Site::table(self.place(0), "".into());
        let section = self.section(root.get_ref(), schema, &site);
        (section, errors.is_empty())
    }

    fn place(&mut self, offset: usize) -> Provenance {
        let Some(file) = self.file.clone() else { return Provenance::Code };
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1);
        let start = self.line_starts[line - 1];
        let (last, last_column) = self.last_column;
        let from = if (start..=offset).contains(&last) { (last, last_column) } else { (start, 1) };
        let column = from.1 + self.text.get(from.0..offset).map_or(0, |between| between.chars().count());
        self.last_column = (offset, column);
        Place { file, line: line as u32, column: column as u32 }.into()
    }

    fn section(&mut self, table: &DeTable<'_>, schema: &'static Table, site: &Site) -> Section {
        let mut section = Section::new(schema, site.clone());
        for (name, value) in table {
            let at_key = site.of_key(name.get_ref(), self.place(name.span().start));
            match schema.key(name.get_ref()) {
                None => self.unknown_key(schema, name.get_ref(), &at_key),
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
        if !self.damaged {
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
    fn value(
        &mut self,
        kind: &Kind,
        spanned: &Spanned<DeValue<'_>>,
        at_key: &Site,
    ) -> Option<Located<Value>> {
        let site = at_key.at(self.place(spanned.span().start));
        let value = match (kind, spanned.get_ref()) {
            (Kind::Table(schema), DeValue::Table(table)) => Value::Table(self.section(
                table,
                schema,
                &Site::table(site.place.clone(), site.path().into()),
            )),
            (Kind::Tables(schema), DeValue::Array(array)) => Value::Tables(self.tables(schema, array, &site)),
            (Kind::List(element), DeValue::Array(array)) => {
                Value::List(self.elements(array, &site, |walk, value, site| walk.value(element, value, site)))
            }
            (Kind::AddressByRegion, DeValue::Table(table)) => Value::List(self.by_region(table, &site)),
            (Kind::TargetDnsServer, DeValue::Table(table)) => self.target_dns_server(table, &site)?,
            (kind, value) => match scalar(kind, value) {
                Ok(value) => {
                    if let (Kind::Region, Value::Text(region)) = (kind, &value) {
                        let written = self.text.get(spanned.span()).unwrap_or_default();
                        self.check_region(region, |reason| site.refuse(reason).value(written));
                    }
                    value
                }
                Err(reason) => {
                    let written = self.text.get(spanned.span()).unwrap_or_default();
                    self.refusals.push(site.refuse(*reason).value(written));
                    return None;
                }
            },
        };
        Some(Located::new(value, site))
    }

    fn tables(
        &mut self,
        schema: &'static Table,
        array: &[Spanned<DeValue<'_>>],
        site: &Site,
    ) -> Vec<Section> {
        self.elements(array, site, |walk, value, site| {
            match walk.value(&Kind::Table(schema), value, site)?.value {
                Value::Table(section) => Some(section),
                _ => None,
            }
        })
    }

    fn elements<T>(
        &mut self,
        array: &[Spanned<DeValue<'_>>],
        site: &Site,
        mut convert: impl FnMut(&mut Self, &Spanned<DeValue<'_>>, &Site) -> Option<T>,
    ) -> Vec<T> {
        let convert_one = |(index, value)| convert(self, value, &site.element(index));
        array.iter().enumerate().filter_map(convert_one).collect()
    }

    /// Warns of a region that Azure is not known to have; `refuse` says where it is written.
    fn check_region(&mut self, region: &str, refuse: impl FnOnce(ValueRefusal) -> Refusal) {
        self.refusals.extend(unknown_region(region).map(refuse));
    }

    /// Reads `{ ip_address = "192.168.0.53", port = 53 }`.
    fn target_dns_server(&mut self, table: &DeTable<'_>, site: &Site) -> Option<Value> {
        let site = Site::table(site.place.clone(), site.path().into());
        let mut section = self.section(table, &TARGET_DNS_SERVER, &site);
        let address: Located<Ipv4Addr> = section.get("ip_address")?;
        let port: Located<u32> = section.get("port")?;
        Some(Value::Socket(SocketAddr::new(address.value.into(), u16::try_from(port.value).ok()?)))
    }

    /// Reads `{ westeurope = "203.0.113.1" }`; the key of each element is its region.
    fn by_region(&mut self, table: &DeTable<'_>, site: &Site) -> Vec<Located<Value>> {
        let inner = Site::table(site.place.clone(), site.path().into());
        let mut addresses = Vec::new();
        for (region, value) in table {
            let at_key = inner.of_key(region.get_ref(), self.place(region.span().start));
            if !is_region(&normalize_region(region.get_ref())) {
                let suggestion = Suggestion::OfKind(Kind::Region);
                self.refusals.push(at_key.refuse(SyntaxRefusal::UnknownKey { suggestion }));
                continue;
            }
            self.check_region(&normalize_region(region.get_ref()), |reason| at_key.refuse(reason));
            if let Some(Located { value: Value::Address(address), site }) =
                self.value(&Kind::Address, value, &at_key)
            {
                let region = normalize_region(region.get_ref());
                addresses.push(Located::new(Value::RegionAddress(region, address), site));
            }
        }
        addresses
    }
}

/// Reads the value that the schema states for a key that is absent.
pub(super) fn default_value(kind: &Kind, text: &'static str) -> Option<Value> {
    match (kind, DeValue::parse(text).ok()?.get_ref()) {
        (Kind::Table(schema), DeValue::Table(_)) => Some(Value::Table(Section::new(schema, Site::code()))),
        (Kind::Tables(_), DeValue::Array(_)) => Some(Value::Tables(Vec::new())),
        (Kind::List(_), DeValue::Array(_)) => Some(Value::List(Vec::new())),
        (kind, value) => scalar(kind, value).ok(),
    }
}

fn scalar(kind: &Kind, value: &DeValue<'_>) -> Result<Value, Box<RefusalReason>> {
    match (kind, value) {
        (_, DeValue::String(text)) => from_text(kind, text),
        (Kind::Integer(..), DeValue::Integer(integer)) => {
            let number = parse_integer(integer).ok_or(ValueRefusal::OutOfRange { kind: *kind })?;
            Ok(Value::Integer(allowed(number, *kind)?))
        }
        (Kind::Boolean, DeValue::Boolean(boolean)) => Ok(Value::Boolean(*boolean)),
        (Kind::AutoOrBoolean, DeValue::Boolean(boolean)) => Ok(Value::AutoOrBoolean(Some(*boolean))),
        (_, value) => Err(wrong_type(value.type_str(), *kind)),
    }
}

fn wrong_type(written: &'static str, kind: Kind) -> Box<RefusalReason> {
    SyntaxRefusal::WrongType { written: WithArticle(written), kind }.into()
}

fn parse_integer(integer: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
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
