//! RDATA between presentation text (RFC 1035 §5.1, RFC 3597 §5) and uncompressed wire octets.
//!
//! Texts are read as in a BIND zone file and written as `dig` writes them. Not here: names of owners, TTLs of
//! records and lines of files (see [`crate::zone_file`]), and what types may stand beside each other.

mod display;
mod error;
mod layout;
mod parse;
mod service;
mod token;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use smallvec::SmallVec;

use crate::name::{MAX_LABEL, MAX_NAME, Name};
use crate::record::{MAX_TTL, RecordType};
use layout::{LAYOUTS, Layout, MNEMONICS};

pub use error::RdataError;
pub(crate) use error::excerpt;
pub use layout::DigestLength;
pub use token::Token;
pub(crate) use token::{Lexeme, Scanner, tokens};

/// Reads the RDATA of one record and appends its wire octets to `out`; names are completed by `origin`.
///
/// Every type has the generic form `\# LENGTH HEX` too (RFC 3597 §5).
///
/// # Errors
/// [`RdataError`]; `out` is then as it was.
pub fn parse(
    rtype: RecordType,
    tokens: &[Token<'_>],
    origin: &Name,
    out: &mut Vec<u8>,
) -> Result<(), RdataError> {
    let start = out.len();
    let result = parse::rdata(rtype, tokens, origin, out).and_then(|()| match out.len() - start {
        0..=0xFFFF => Ok(()),
        length => Err(RdataError::TooLong { length }),
    });
    if result.is_err() {
        out.truncate(start);
    }
    result
}

/// Reads the RDATA of one record from one line of text, by the rules of zone files.
///
/// So a TXT text with blanks outside quotes is several strings: `v=spf1 -all` is two, `"v=spf1 -all"` with the quotes
/// is one. A `;` or parenthesis outside quotes is refused: a zone file would cut the text there.
///
/// # Errors
/// [`RdataError`].
pub fn parse_text(rtype: RecordType, text: &str, origin: &Name) -> Result<Vec<u8>, RdataError> {
    let mut out = Vec::new();
    parse(rtype, &token::tokens(text)?, origin, &mut out)?;
    Ok(out)
}

/// Writes RDATA as `dig` does: one line, names with the dot at the end.
///
/// Malformed RDATA and types without a text form become `\# LENGTH HEX` (RFC 3597 §5).
pub fn display(rtype: RecordType, rdata: &[u8]) -> impl fmt::Display {
    display::Rdata::new(rtype, rdata)
}

/// Reads a record type: a mnemonic in either case, or `TYPE` and its number (RFC 3597 §5).
pub fn parse_type(text: &str) -> Option<RecordType> {
    let known =
        LAYOUTS.iter().map(|layout| (layout.number, layout.mnemonic)).chain(MNEMONICS.iter().copied());
    let mut known = known.filter(|(_, mnemonic)| mnemonic.eq_ignore_ascii_case(text));
    if let Some((number, _)) = known.next() {
        return Some(RecordType::from(number));
    }
    let (prefix, digits) = text.split_at_checked(4)?;
    let is_number = prefix.eq_ignore_ascii_case("TYPE") && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten().map(|number: u16| RecordType::from(number))
}

/// Writes a record type's mnemonic, or `TYPE` and its number (RFC 3597 §5).
pub fn type_name(rtype: RecordType) -> impl fmt::Display {
    TypeName(rtype.into())
}

/// Returns the article of a record type's name, whose letters are read one by one: an A record, a CNAME record.
pub(crate) fn article(rtype: RecordType) -> &'static str {
    let name = type_name(rtype).to_string();
    if name.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X']) { "an" } else { "a" }
}

/// A record type by number, shown by its name.
struct TypeName(u16);

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known =
            LAYOUTS.iter().map(|layout| (layout.number, layout.mnemonic)).chain(MNEMONICS.iter().copied());
        match known.into_iter().find(|(number, _)| *number == self.0) {
            Some((_, mnemonic)) => f.pad(mnemonic),
            None => f.pad(&format!("TYPE{}", self.0)),
        }
    }
}

/// Reads a TTL in seconds, plain or with BIND's units w, d, h, m and s (`1h30m`); `None` over [`MAX_TTL`].
pub fn parse_ttl(text: &str) -> Option<u32> {
    token::seconds(text).filter(|&seconds| seconds <= MAX_TTL)
}

/// Returns where the names stand that may be compressed on the wire (RFC 3597 §4): those of NS, CNAME, PTR, SOA and
/// MX. Nothing for other types and for malformed RDATA.
pub fn names_in(rtype: RecordType, rdata: &[u8]) -> SmallVec<[Range<usize>; 2]> {
    let mut names = SmallVec::new();
    match rtype {
        RecordType::NS | RecordType::CNAME | RecordType::PTR if name_length(rdata) == Some(rdata.len()) => {
            names.push(0..rdata.len());
        }
        RecordType::MX if rdata.get(2..).and_then(name_length).is_some_and(|n| n + 2 == rdata.len()) => {
            names.push(2..rdata.len());
        }
        RecordType::SOA => {
            if let Some(soa) = soa(rdata) {
                let mname = soa.mname.len();
                names.push(0..mname);
                names.push(mname..mname + soa.rname.len());
            }
        }
        _ => {}
    }
    names
}

/// Returns RDATA with its names in lower case, as records are compared (RFC 4034 §6.2). Malformed RDATA stays as it is.
pub(crate) fn in_lower_case(rtype: RecordType, rdata: &[u8]) -> Cow<'_, [u8]> {
    let Some(layout) = Layout::of(rtype) else { return Cow::Borrowed(rdata) };
    let names = layout.names_in(rdata);
    if names.iter().all(|name| !rdata[name.clone()].iter().any(u8::is_ascii_uppercase)) {
        return Cow::Borrowed(rdata);
    }
    let mut lower = rdata.to_vec();
    names.into_iter().for_each(|name| lower[name].make_ascii_lowercase());
    Cow::Owned(lower)
}

/// Joins the strings of TXT RDATA, and cuts them again after every 255 octets.
pub(crate) fn join_strings(rdata: &mut Vec<u8>) {
    let (mut joined, mut rest) = (Vec::with_capacity(rdata.len()), rdata.as_slice());
    while let Some((string, tail)) =
        rest.split_first().and_then(|(&length, tail)| tail.split_at_checked(usize::from(length)))
    {
        joined.extend_from_slice(string);
        rest = tail;
    }
    rdata.clear();
    let strings = joined.chunks(255);
    // No string at all is one empty string.
    for string in strings.chain(joined.is_empty().then_some(&[][..])) {
        rdata.push(string.len() as u8);
        rdata.extend_from_slice(string);
    }
}

/// The fields of a SOA record (RFC 1035 §3.3.13).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoaRdata<'a> {
    /// The primary server, as wire octets.
    pub mname: &'a [u8],
    /// The mailbox of the responsible person, as wire octets.
    pub rname: &'a [u8],
    /// The zone's version.
    pub serial: u32,
    /// Seconds between a secondary's checks.
    pub refresh: u32,
    /// Seconds between a secondary's checks after one failed.
    pub retry: u32,
    /// Seconds after which a secondary without a reachable primary stops answering.
    pub expire: u32,
    /// Seconds a negative answer is cached for, with the record's own TTL as a limit (RFC 2308 §5).
    pub minimum: u32,
}

/// Reads a SOA record's RDATA without copying; `None` when malformed.
pub fn soa(rdata: &[u8]) -> Option<SoaRdata<'_>> {
    let (mname, rest) = rdata.split_at(name_length(rdata)?);
    let (rname, numbers) = rest.split_at(name_length(rest)?);
    let numbers: &[u8; 20] = numbers.try_into().ok()?;
    let number = |i: usize| u32::from_be_bytes([numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3]]);
    Some(SoaRdata {
        mname,
        rname,
        serial: number(0),
        refresh: number(4),
        retry: number(8),
        expire: number(12),
        minimum: number(16),
    })
}

/// Measures the uncompressed name that `octets` begin with; `None` when there is none.
fn name_length(octets: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let label = usize::from(*octets.get(at)?);
        at += 1 + label;
        match label {
            0 if at <= MAX_NAME => return Some(at),
            1..=MAX_LABEL if at < MAX_NAME => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests;
