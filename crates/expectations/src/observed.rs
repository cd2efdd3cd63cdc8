//! An answer as seen, by whatever way, in one form that can be compared and printed.

use std::fmt;

use hickory_proto::op::Message;
use hickory_proto::rr::rdata::opt::{EdnsCode, EdnsOption};
use hickory_proto::rr::{RData, Record};
use hickory_proto::serialize::binary::{BinEncodable, BinEncoder, NameEncoding};
use zone_store::answer::{Answer, Records, ResponseCode, rcode_name};
use zone_store::name::Name;
use zone_store::rdata;

/// What stands in the place of an RCODE when no answer comes.
pub const SILENCE: &str = "SILENCE";

/// One record as seen, in the texts that `dig` prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRecord {
    /// With the dot at its end, in the case it came in.
    pub owner: String,
    /// Seconds.
    pub ttl: u32,
    /// The type's mnemonic.
    pub kind: String,
    /// RDATA in presentation format.
    pub data: String,
}

impl fmt::Display for SeenRecord {
    /// Writes `OWNER TTL TYPE RDATA`, as an expectation is written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.owner, self.ttl, self.kind, self.data)
    }
}

/// An answer as seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observed {
    /// The mnemonic.
    pub rcode: String,
    /// `qr`, `aa`, `rd`, `ra` and so on, in dig's order.
    pub flags: Vec<&'static str>,
    /// The answer section.
    pub answer: Vec<SeenRecord>,
    /// The authority section.
    pub authority: Vec<SeenRecord>,
    /// The additional section without OPT.
    pub additional: Vec<SeenRecord>,
    /// The texts of its Extended DNS Errors (RFC 8914).
    pub errors: Vec<String>,
}

impl Observed {
    /// Describes that no answer came.
    pub fn silence() -> Self {
        Self { rcode: SILENCE.to_owned(), ..Self::default() }
    }

    /// Reads an answer of the engine to a question with RD.
    pub fn from_answer(answer: &Answer<'_>) -> Self {
        let lines = |section: &[Records<'_>]| section.iter().flat_map(records_of_set).collect();
        let mut flags = vec!["qr"];
        for (set, flag) in [(answer.authoritative, "aa"), (true, "rd"), (answer.recursion_available, "ra")] {
            flags.extend(set.then_some(flag));
        }
        Self {
            rcode: rcode_name(answer.rcode).into_owned(),
            flags,
            answer: lines(&answer.answer),
            authority: lines(&answer.authority),
            additional: lines(&answer.additional),
            errors: answer.errors.iter().map(|error| error.text.clone()).collect(),
        }
    }

    /// Reads a message of the wire.
    pub fn from_message(message: &Message) -> Self {
        let meta = &message.metadata;
        let mut flags = vec!["qr"];
        for (set, flag) in [
            (meta.authoritative, "aa"),
            (meta.truncation, "tc"),
            (meta.recursion_desired, "rd"),
            (meta.recursion_available, "ra"),
            (meta.authentic_data, "ad"),
            (meta.checking_disabled, "cd"),
        ] {
            flags.extend(set.then_some(flag));
        }
        let lines = |section: &[Record]| section.iter().map(record_of_wire).collect();
        Self {
            rcode: rcode_name(ResponseCode::from_low(meta.response_code.low())).into_owned(),
            flags,
            answer: lines(&message.answers),
            authority: lines(&message.authorities),
            additional: lines(&message.additionals),
            errors: errors_of_wire(message),
        }
    }

    /// Tells whether the AA bit is set.
    pub fn is_authoritative(&self) -> bool {
        self.flags.contains(&"aa")
    }

    /// Returns the addresses of the answer section.
    pub fn addresses(&self) -> Vec<&str> {
        let addresses = self.answer.iter().filter(|record| matches!(&*record.kind, "A" | "AAAA"));
        addresses.map(|record| &*record.data).collect()
    }

    /// Makes every TTL 0 and drops the texts of errors, which differ between ways of asking.
    pub fn forget_details(&mut self) {
        let records = self.answer.iter_mut().chain(&mut self.authority).chain(&mut self.additional);
        records.for_each(|record| record.ttl = 0);
        self.errors.clear();
    }
}

fn records_of_set(set: &Records<'_>) -> Vec<SeenRecord> {
    let record = |octets: &[u8]| SeenRecord {
        owner: set.owner.to_string(),
        ttl: set.ttl,
        kind: rdata::type_name(set.rtype).to_string(),
        data: rdata::display(set.rtype, octets).to_string(),
    };
    set.rdata().iter().map(record).collect()
}

fn record_of_wire(record: &Record) -> SeenRecord {
    let rtype = record.record_type();
    let octets = match &record.data {
        RData::Update0(_) => Vec::new(),
        data => wire(data),
    };
    let owner = Name::from_wire(&wire(&record.name)).map(|name| name.to_string());
    SeenRecord {
        owner: owner.unwrap_or_else(|_| record.name.to_string()),
        ttl: record.ttl,
        kind: rdata::type_name(rtype).to_string(),
        data: rdata::display(rtype, &octets).to_string(),
    }
}

/// Returns the texts of the Extended DNS Errors (RFC 8914 §2: a code in two octets, then UTF-8).
fn errors_of_wire(message: &Message) -> Vec<String> {
    const CODE: u16 = 15;
    let Some(edns) = &message.edns else { return Vec::new() };
    let text = |(code, option): &(EdnsCode, EdnsOption)| match option {
        EdnsOption::Unknown(CODE, octets) if u16::from(*code) == CODE => {
            octets.get(2..).map(|text| String::from_utf8_lossy(text).into_owned())
        }
        _ => None,
    };
    edns.options().options.iter().filter_map(text).collect()
}

/// Encodes without compression; what was decoded before can be encoded.
fn wire(item: &impl BinEncodable) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut encoder = BinEncoder::new(&mut octets);
    encoder.set_name_encoding(NameEncoding::Uncompressed);
    match item.emit(&mut encoder) {
        Ok(()) => octets,
        Err(_) => Vec::new(),
    }
}
