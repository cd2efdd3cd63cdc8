//! An answer as it came over the socket, in the texts that `dig` prints.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use hickory_proto::op::{Message, MessageType};
use hickory_proto::rr::rdata::opt::{EdnsCode, EdnsOption};
use hickory_proto::rr::{RData, Record};
use hickory_proto::serialize::binary::{BinEncodable, BinEncoder, NameEncoding};
use zone_store::answer::{ResponseCode, rcode_name};
use zone_store::name::Name;
use zone_store::rdata;
use zone_store::record::RecordType;

/// The option code of Extended DNS Errors (RFC 8914 §2).
const EXTENDED_ERROR: u16 = 15;

/// One record, in the texts that `dig` prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedRecord {
    /// The name it belongs to, with the dot at its end, in the case it came in.
    pub owner: String,
    /// Seconds.
    pub ttl: u32,
    /// The type's mnemonic.
    pub kind: String,
    /// RDATA in presentation format.
    pub data: String,
}

impl PrintedRecord {
    /// Prints a record; `octets` are its RDATA without compression.
    pub fn new(owner: String, ttl: u32, rtype: RecordType, octets: &[u8]) -> Self {
        let kind = rdata::type_name(rtype).to_string();
        Self { owner, ttl, kind, data: rdata::display(rtype, octets).to_string() }
    }

    fn of_wire(record: &Record) -> Self {
        let octets = match &record.data {
            RData::Update0(_) => Vec::new(),
            data => wire(data),
        };
        let owner = match Name::from_wire(&wire(&record.name)) {
            Ok(name) => name.to_string(),
            Err(_) => record.name.to_string(),
        };
        Self::new(owner, record.ttl, record.record_type(), &octets)
    }
}

impl fmt::Display for PrintedRecord {
    /// Writes `OWNER TTL TYPE RDATA`, as files of expectations have it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.owner, self.ttl, self.kind, self.data)
    }
}

/// An answer as it came over the socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The RCODE, with its upper bits from the OPT record (RFC 6891 §6.1.3).
    pub rcode: ResponseCode,
    /// The bits that are set, in dig's order: `qr`, `aa`, `tc`, `rd`, `ra`, `ad`, `cd`.
    pub flags: Vec<&'static str>,
    /// The answer section.
    pub answer: Vec<PrintedRecord>,
    /// The authority section.
    pub authority: Vec<PrintedRecord>,
    /// The additional section without OPT.
    pub additional: Vec<PrintedRecord>,
    /// The texts of its Extended DNS Errors (RFC 8914).
    pub errors: Vec<String>,
}

impl Response {
    pub(crate) fn from_message(message: &Message) -> Self {
        let meta = &message.metadata;
        let bits = [
            (meta.message_type == MessageType::Response, "qr"),
            (meta.authoritative, "aa"),
            (meta.truncation, "tc"),
            (meta.recursion_desired, "rd"),
            (meta.recursion_available, "ra"),
            (meta.authentic_data, "ad"),
            (meta.checking_disabled, "cd"),
        ];
        let section = |records: &[Record]| records.iter().map(PrintedRecord::of_wire).collect();
        Self {
            rcode: meta.response_code,
            flags: bits.into_iter().filter_map(|(is_set, flag)| is_set.then_some(flag)).collect(),
            answer: section(&message.answers),
            authority: section(&message.authorities),
            additional: section(&message.additionals),
            errors: errors(message),
        }
    }

    /// Returns the mnemonic of the RCODE.
    pub fn rcode_name(&self) -> Cow<'static, str> {
        rcode_name(self.rcode)
    }

    /// Tells whether a bit is set, by its name in dig's words.
    pub fn has_flag(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }

    /// Returns the addresses of the answer section, in its order.
    pub fn addresses(&self) -> Vec<IpAddr> {
        let data = self.answer.iter().filter(|record| matches!(&*record.kind, "A" | "AAAA"));
        data.filter_map(|record| record.data.parse().ok()).collect()
    }
}

/// Returns the texts of the Extended DNS Errors (RFC 8914 §2: a code in two octets, then UTF-8).
fn errors(message: &Message) -> Vec<String> {
    let Some(edns) = &message.edns else { return Vec::new() };
    let text = |(code, option): &(EdnsCode, EdnsOption)| match option {
        EdnsOption::Unknown(EXTENDED_ERROR, octets) if u16::from(*code) == EXTENDED_ERROR => {
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
