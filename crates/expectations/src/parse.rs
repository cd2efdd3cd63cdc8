//! A file of expectations as text becomes data; everything that is wrong with it is said at once.

use std::path::{Path, PathBuf};

use azure_catalogue::spelling::suggestion;
use azure_model::{Diagnostic, Place};
use insight::diagnosis::{Rule, rule, rules};
use toml::de::{DeTable, DeValue};
use zone_store::engine::Query;
use zone_store::name::Name;
use zone_store::rdata;
use zone_store::record::RecordType;

use crate::expectation::{AnswerMeaning, Expectation, Wanted, WantedRecord};
use crate::observed::SILENCE;
use crate::reader::{PlacedTable, TableFields, TomlReader, ValueError};

/// The keys of the file itself.
const ROOT_KEYS: [&str; 2] = ["config", "expect"];
/// The keys that say what is asked.
const QUESTION_KEYS: [&str; 5] = ["from", "query", "type", "settles", "reading"];
/// The keys that say what is to come back, in the order of reports.
const WANTED_KEYS: [&str; 10] = [
    "rcode",
    "authoritative",
    "answer",
    "address",
    "contains",
    "private",
    "ttl_at_most",
    "authority",
    "additional",
    "explains",
];
/// RCODEs that an answer can have, and what stands for none.
const RCODES: [&str; 8] =
    ["NOERROR", "NXDOMAIN", "SERVFAIL", "REFUSED", "FORMERR", "NOTIMP", "BADVERS", SILENCE];

/// A file of expectations as written; networks are names here.
#[derive(Debug, Clone)]
pub struct ParsedFile {
    /// The configuration as written, relative to the file, and where that is written; `None`: nothing is written.
    pub config: Option<(PathBuf, Place)>,
    /// What is expected, in the order of the file.
    pub expect: Vec<Expectation>,
}

/// Whether an expectation may expect nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emptiness {
    /// It is an error.
    Refused,
    /// What is seen will be written into it.
    ToBeFilled,
}

/// Reads a file of expectations.
///
/// # Errors
/// Every [`Diagnostic`], sorted by place.
pub fn parse(text: &str, path: &Path, emptiness: Emptiness) -> Result<ParsedFile, Vec<Diagnostic>> {
    let mut reader = TomlReader::new(text, path.display().to_string().into());
    let root = reader.root();
    let fields = reader.fields(PlacedTable { table: root.get_ref(), offset: 0 }, "", &ROOT_KEYS);
    let config = reader.text(&fields, "config", |text| match text.is_empty() {
        true => Err(ValueError::new("is empty", "write the path of a configuration")),
        false => Ok(PathBuf::from(text)),
    });
    let config_place = root.get_ref().get("config").map(|value| reader.place(value.span().start));
    reader.require(&fields, &[("expect", "write [[expect]] before each expectation")]);
    let mut expect = Vec::new();
    for (position, table) in reader.tables(&fields, "expect").unwrap_or_default().into_iter().enumerate() {
        expect.extend(expectation(&mut reader, table, position, emptiness));
    }
    match reader.diagnostics.has_errors() {
        true => Err(reader.diagnostics.into_sorted()),
        false => Ok(ParsedFile { config: config.zip(config_place), expect }),
    }
}

/// Lists the keys of an expectation.
pub fn keys() -> Vec<&'static str> {
    [&QUESTION_KEYS[..], &WANTED_KEYS].concat()
}

/// Tells whether a text is meant as a file of expectations: a configuration has neither of its keys, and asks nothing.
///
/// What is no TOML may have been meant as one, so that it is not passed over in silence.
pub(crate) fn is_meant(text: &str) -> bool {
    let (root, mistakes) = DeTable::parse_recoverable(text);
    let asks = |value: &DeValue<'_>| {
        let tables = value.as_array().into_iter().flat_map(|array| array.iter());
        tables.filter_map(|item| item.get_ref().as_table()).any(|table| table.contains_key("query"))
    };
    !mistakes.is_empty()
        || ROOT_KEYS.iter().any(|key| root.get_ref().contains_key(*key))
        || root.get_ref().values().any(|value| asks(value.get_ref()))
}

/// Reads one `[[expect]]`; `None` when it cannot be asked.
fn expectation<'t>(
    reader: &mut TomlReader<'t>,
    table: PlacedTable<'t, '_>,
    position: usize,
    emptiness: Emptiness,
) -> Option<Expectation> {
    let known = keys();
    let path = format!("expect[{position}]");
    let fields = reader.fields(table, &path, &known);
    let from_fix = "write a network, \"internet\", an address, or @ and a resolver";
    reader.require(&fields, &[("from", from_fix), ("query", "write the name to ask for")]);
    let from = reader.text(&fields, "from", |text| Ok(text.to_owned()));
    let from_place = fields.place_of(reader, "from");
    let name = reader
        .text(&fields, "query", |text| text.parse::<Name>().map_err(|error| ValueError::of_mistake(&error)));
    let rtype = match fields.has("type") {
        true => reader.text(&fields, "type", record_type),
        false => Some(RecordType::A),
    };
    let wanted = wanted(reader, &fields);
    if emptiness == Emptiness::Refused && fields.has_only(&QUESTION_KEYS) {
        let empty = Diagnostic::error(fields.place.clone(), path.clone(), "expects nothing");
        reader.diagnostics.push(empty.fix(format!(
            "write one of {}, or let zonite test --update write what it sees",
            WANTED_KEYS.join(", ")
        )));
    }
    let settles = reader.text(&fields, "settles", |text| Ok(text.to_owned()));
    let readings = readings(reader, &fields);
    if fields.has("reading") {
        reader.require(&fields, &[("settles", "write the open question that the readings are about")]);
    }
    let query = Query::new(name?, rtype?);
    Some(Expectation {
        place: fields.place,
        position,
        from: from?,
        from_place,
        query,
        wanted,
        settles,
        readings,
    })
}

/// Reads what answers mean; see [`AnswerMeaning`].
fn readings<'t>(reader: &mut TomlReader<'t>, fields: &TableFields<'t, '_>) -> Vec<AnswerMeaning> {
    let known = [&["means"][..], &WANTED_KEYS].concat();
    let mut readings = Vec::new();
    for (at, table) in reader.tables(fields, "reading").unwrap_or_default().into_iter().enumerate() {
        let inner = reader.fields(table, &format!("{}[{at}]", fields.key("reading")), &known);
        reader.require(&inner, &[("means", "write what this answer means")]);
        let means = reader.text(&inner, "means", |text| Ok(text.to_owned()));
        let wanted = wanted(reader, &inner);
        readings.extend(means.map(|means| AnswerMeaning { means, wanted }));
    }
    readings
}

/// Reads what is to come back.
fn wanted<'t>(reader: &mut TomlReader<'t>, fields: &TableFields<'t, '_>) -> Wanted {
    let rcode = reader.text(fields, "rcode", rcode);
    if rcode.as_deref() == Some(SILENCE) {
        let others: Vec<&str> = fields.written(&WANTED_KEYS[1..]).into_iter().collect();
        if !others.is_empty() {
            let problem = "means that no answer comes; nothing else can be expected with it";
            let refused = Diagnostic::error(fields.place.clone(), fields.key("rcode"), problem);
            let fix = format!("remove {}", others.join(", "));
            reader.diagnostics.push(refused.value(format!("\"{SILENCE}\"")).fix(fix));
        }
    }
    Wanted {
        rcode,
        authoritative: reader.boolean(fields, "authoritative"),
        answer: reader.texts(fields, "answer", record),
        address: reader.text(fields, "address", |text| {
            text.parse().map_err(|_| ValueError::new("is not an address", "write for example \"10.0.0.7\""))
        }),
        contains: reader.text(fields, "contains", |text| match text {
            "" => Err(ValueError::new("is in every record", "write a part of the record that is expected")),
            text => Ok(text.to_owned()),
        }),
        private: reader.boolean(fields, "private"),
        ttl_at_most: reader.seconds(fields, "ttl_at_most"),
        authority: reader.texts(fields, "authority", record),
        additional: reader.texts(fields, "additional", record),
        explains: reader.text(fields, "explains", known_mistake),
    }
}

/// Finds a known mistake by ID or name.
fn known_mistake(text: &str) -> Result<&'static Rule, ValueError> {
    rule(text).ok_or_else(|| {
        let ids: Vec<&str> = rules().iter().map(|rule| rule.id).collect();
        let suggestion = suggestion(text, rules().iter().map(|rule| rule.name));
        ValueError::new(
            "is not a known mistake",
            suggestion.unwrap_or_else(|| format!("they are {}", ids.join(", "))),
        )
    })
}

fn rcode(text: &str) -> Result<String, ValueError> {
    let is_number = text.strip_prefix("RCODE").is_some_and(|digits| digits.parse::<u16>().is_ok());
    match RCODES.contains(&text) || is_number {
        true => Ok(text.to_owned()),
        false => Err(ValueError::of_word(text, "is not an RCODE", &RCODES, "write one of")),
    }
}

fn record_type(text: &str) -> Result<RecordType, ValueError> {
    let fix = "write for example A, AAAA, CNAME, TXT or TYPE65";
    rdata::parse_type(text).ok_or_else(|| ValueError::new("is not a record type", fix))
}

/// Reads `OWNER TTL [IN] TYPE RDATA`, so that a line of dig will do. A TTL of `*` is any.
fn record(text: &str) -> Result<WantedRecord, ValueError> {
    let shape = || ValueError::new("is not a record", "write \"OWNER TTL TYPE RDATA\"; a TTL of * is any");
    let (owner, rest) = word(text).ok_or_else(shape)?;
    let (ttl, rest) = word(rest).ok_or_else(shape)?;
    let (class_or_type, rest) = word(rest).ok_or_else(shape)?;
    let (kind, data) = if class_or_type.eq_ignore_ascii_case("IN") {
        word(rest).ok_or_else(shape)?
    } else {
        (class_or_type, rest)
    };
    let owner = owner.parse::<Name>().map_err(|error| ValueError::of_mistake(&error))?;
    let ttl = match ttl {
        "*" => None,
        seconds => Some(seconds.parse::<u32>().map_err(|_| shape())?),
    };
    let rtype = record_type(kind)?;
    let octets = rdata::parse_text(rtype, data.trim(), &Name::root())
        .map_err(|error| ValueError::of_mistake(&error))?;
    Ok(WantedRecord {
        owner: owner.to_string(),
        ttl,
        kind: rdata::type_name(rtype).to_string(),
        data: rdata::display(rtype, &octets).to_string(),
    })
}

/// Cuts off the first word.
fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}
