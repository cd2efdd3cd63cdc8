//! An answer as seen, by whatever way, in one form that can be compared and printed.

use dns_client::{PrintedRecord, Response};
use zone_store::answer::{Answer, Records, rcode_name};

/// What stands in the place of an RCODE when no answer comes.
pub const SILENCE: &str = "SILENCE";

/// An answer as seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observed {
    /// The mnemonic.
    pub rcode: String,
    /// `qr`, `aa`, `rd`, `ra` and so on, in dig's order.
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

impl From<Response> for Observed {
    fn from(response: Response) -> Self {
        let rcode = response.rcode_name().into_owned();
        let Response { rcode: _, flags, answer, authority, additional, errors } = response;
        Self { rcode, flags, answer, authority, additional, errors }
    }
}

fn records_of_set(set: &Records<'_>) -> Vec<PrintedRecord> {
    let record = |octets: &[u8]| PrintedRecord::new(set.owner.to_string(), set.ttl, set.rtype, octets);
    set.rdata().iter().map(record).collect()
}
