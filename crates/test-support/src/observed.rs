//! An answer as seen, by whatever way, in one form that can be compared.

use hickory_proto::op::Message;
use hickory_proto::rr::{RData, Record};
use hickory_proto::serialize::binary::{BinEncodable, BinEncoder, NameEncoding};
use zone_store::answer::{Answer, Records, ResponseCode, rcode_name};
use zone_store::rdata;

/// What stands in the place of an RCODE when no answer comes.
pub const SILENCE: &str = "SILENCE";

/// An answer as seen: records are `OWNER TTL TYPE RDATA`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observed {
    /// The mnemonic.
    pub rcode: String,
    /// `aa`, `rd`, `ra` and so on, in dig's order.
    pub flags: Vec<&'static str>,
    /// The answer section.
    pub answer: Vec<String>,
    /// The authority section.
    pub authority: Vec<String>,
    /// The additional section without OPT.
    pub additional: Vec<String>,
}

impl Observed {
    /// Describes that no answer came.
    pub fn silence() -> Self {
        Self { rcode: SILENCE.to_owned(), ..Self::default() }
    }

    /// Reads an answer of the engine.
    pub fn from_answer(answer: &Answer<'_>) -> Self {
        let lines = |section: &[Records<'_>]| section.iter().flat_map(set_lines).collect();
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
        let lines = |section: &[Record]| section.iter().map(record_line).collect();
        Self {
            rcode: rcode_name(ResponseCode::from_low(meta.response_code.low())).into_owned(),
            flags,
            answer: lines(&message.answers),
            authority: lines(&message.authorities),
            additional: lines(&message.additionals),
        }
    }

    /// Makes every TTL 0.
    pub fn forget_ttls(&mut self) {
        for line in self.answer.iter_mut().chain(&mut self.authority).chain(&mut self.additional) {
            let mut fields: Vec<&str> = line.split(' ').collect();
            fields[1] = "0";
            *line = fields.join(" ");
        }
    }

    /// Returns the addresses of the answer section.
    pub fn addresses(&self) -> Vec<&str> {
        let fields = self.answer.iter().map(|line| line.split(' ').collect::<Vec<_>>());
        fields.filter(|f| matches!(f[2], "A" | "AAAA")).map(|f| f[3]).collect()
    }
}

fn set_lines(set: &Records<'_>) -> Vec<String> {
    let line = |octets: &[u8]| {
        let (kind, data) = (rdata::type_name(set.rtype), rdata::display(set.rtype, octets));
        format!("{} {} {kind} {data}", set.owner, set.ttl)
    };
    set.rdata().iter().map(line).collect()
}

fn record_line(record: &Record) -> String {
    let owner = wire(&record.name);
    let owner = zone_store::name::Name::from_wire(&owner).expect("a name");
    let rtype = record.record_type();
    let octets = match &record.data {
        RData::Update0(_) => Vec::new(),
        data => wire(data),
    };
    format!("{owner} {} {} {}", record.ttl, rdata::type_name(rtype), rdata::display(rtype, &octets))
}

/// Encodes without compression.
fn wire(item: &impl BinEncodable) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut encoder = BinEncoder::new(&mut octets);
    encoder.set_name_encoding(NameEncoding::Uncompressed);
    item.emit(&mut encoder).expect("it was decoded before");
    octets
}
