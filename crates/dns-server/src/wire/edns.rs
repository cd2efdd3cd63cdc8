//! The OPT record (RFC 6891) with the options in use: COOKIE (RFC 7873), Extended DNS Error (RFC 8914), and our own mark.

use zone_store::answer::{ErrorCode, ExtendedError};

use super::cookie::Cookie;
use super::cursor::Cursor;

/// The OPT record's type.
pub(super) const OPT: u16 = 41;
/// Option code of COOKIE (RFC 7873 §4).
const COOKIE: u16 = 10;
/// Option code of Extended DNS Error (RFC 8914 §2).
const EXTENDED_ERROR: u16 = 15;
/// Option code of the mark on our queries to upstreams, by which we know them when they come back; from the range for
/// local use (RFC 6891 §9).
const MARK: u16 = 65_353;
/// The DO bit in the low half of the TTL (RFC 3225 §3).
const DNSSEC_OK: u16 = 0x8000;
/// Octets of an OPT record without options: root, type, class, TTL, length.
const FIXED: usize = 11;
/// Octets of an option before its data.
const OPTION_FIXED: usize = 4;
/// Extended DNS Errors that one reply carries at most, so that their fixed part always fits.
const MAX_ERRORS: usize = 8;

/// What the OPT record of a query says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edns<'d> {
    /// The largest UDP reply that the client takes, in octets, as written.
    pub payload_size: u16,
    /// The EDNS version; only 0 exists.
    pub version: u8,
    /// The DO bit (RFC 3225).
    pub dnssec_ok: bool,
    /// The first COOKIE option.
    pub cookie: Option<Cookie<'d>>,
    /// The data of the first option in which servers of our kind mark their queries.
    pub mark: Option<&'d [u8]>,
}

impl<'d> Edns<'d> {
    /// Reads what follows the type of an OPT record. `None` when it runs past the end.
    ///
    /// The inner `None` says that the options are malformed; version and size are known even then.
    pub(super) fn parse(cursor: &mut Cursor<'d>) -> Option<(Self, Option<()>)> {
        let payload_size = cursor.u16()?;
        let (_extended_rcode, version) = (cursor.u8()?, cursor.u8()?);
        let dnssec_ok = cursor.u16()? & DNSSEC_OK != 0;
        let length = cursor.u16()?;
        let options = cursor.take(usize::from(length))?;
        let mut edns = Self { payload_size, version, dnssec_ok, cookie: None, mark: None };
        // The options of a later version may be laid out in another way.
        let read = if version == 0 { edns.read_options(options) } else { Some(()) };
        Some((edns, read))
    }

    /// Takes the first COOKIE; a bad length, of it or of any option, is `None` (RFC 7873 §5.2, §5.2.2).
    fn read_options(&mut self, options: &'d [u8]) -> Option<()> {
        let mut cursor = Cursor::new(options, 0);
        while !cursor.is_at_end() {
            let (code, length) = (cursor.u16()?, cursor.u16()?);
            let data = cursor.take(usize::from(length))?;
            if code == COOKIE && self.cookie.is_none() {
                self.cookie = Some(Cookie::parse(data)?);
            }
            if code == MARK && self.mark.is_none() {
                self.mark = Some(data);
            }
        }
        Some(())
    }
}

/// What the OPT record of an upstream's reply says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReplyEdns {
    /// The high eight bits of the RCODE.
    pub(super) rcode_high: u8,
    /// Why the answer is as it is; those past the eighth are left out.
    pub(super) errors: Vec<ExtendedError>,
}

impl ReplyEdns {
    /// Reads what follows the type of an OPT record; `None` when it, or an option, runs past the end.
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Option<Self> {
        let _payload_size = cursor.u16()?;
        let (rcode_high, version) = (cursor.u8()?, cursor.u8()?);
        let _flags = cursor.u16()?;
        let length = cursor.u16()?;
        let options = cursor.take(usize::from(length))?;
        let mut errors = Vec::new();
        // The options of a later version may be laid out in another way.
        let mut cursor = Cursor::new(if version == 0 { options } else { &[] }, 0);
        while !cursor.is_at_end() {
            let (code, length) = (cursor.u16()?, cursor.u16()?);
            let data = cursor.take(usize::from(length))?;
            if code == EXTENDED_ERROR && errors.len() < MAX_ERRORS {
                let (number, text) = data.split_first_chunk::<2>()?;
                // Some end the text with a zero octet, which RFC 8914 §2 tells us to expect.
                let text = String::from_utf8_lossy(text).trim_end_matches('\0').to_owned();
                errors.push(ExtendedError { code: ErrorCode::from(u16::from_be_bytes(*number)), text });
            }
        }
        Some(Self { rcode_high, errors })
    }
}

/// Appends the OPT record of a query to an upstream.
pub(super) fn write_query_opt(payload_size: u16, dnssec_ok: bool, mark: Option<&[u8]>, out: &mut Vec<u8>) {
    out.push(0);
    out.extend_from_slice(&OPT.to_be_bytes());
    out.extend_from_slice(&payload_size.to_be_bytes());
    let flags = if dnssec_ok { DNSSEC_OK } else { 0 };
    out.extend_from_slice(&[0, 0]);
    out.extend_from_slice(&flags.to_be_bytes());
    let length = mark.map_or(0, |mark| OPTION_FIXED + mark.len());
    out.extend_from_slice(&(length as u16).to_be_bytes());
    if let Some(mark) = mark {
        write_option(MARK, &[mark], out);
    }
}

/// The OPT record of a reply.
#[derive(Debug, Clone, Copy)]
pub(super) struct OptRecord<'a> {
    /// The OPT record of the query.
    pub(super) query: Edns<'a>,
    /// The largest UDP query that this server takes, in octets.
    pub(super) payload_size: u16,
    /// The COOKIE option; `None`: the reply has none.
    pub(super) cookie: Option<Cookie<'a>>,
    /// The high eight bits of the RCODE.
    pub(super) rcode_high: u8,
    /// Why, for people; those past the eighth are left out.
    pub(super) errors: &'a [ExtendedError],
}

impl OptRecord<'_> {
    fn errors(&self) -> &[ExtendedError] {
        &self.errors[..self.errors.len().min(MAX_ERRORS)]
    }

    /// Counts the octets that it needs when every error text is left out.
    pub(super) fn least_length(&self) -> usize {
        let cookie = self.cookie.map_or(0, |cookie| OPTION_FIXED + cookie.length());
        FIXED + cookie + self.errors().len() * (OPTION_FIXED + 2)
    }

    /// Appends it, in at most `room` octets: error texts are cut to fit (RFC 8914 §2 allows that).
    pub(super) fn write(&self, room: usize, out: &mut Vec<u8>) {
        out.push(0);
        out.extend_from_slice(&OPT.to_be_bytes());
        out.extend_from_slice(&self.payload_size.to_be_bytes());
        out.extend_from_slice(&[self.rcode_high, 0]);
        let flags = if self.query.dnssec_ok { DNSSEC_OK } else { 0 };
        out.extend_from_slice(&flags.to_be_bytes());
        let length_at = out.len();
        out.extend_from_slice(&[0, 0]);
        if let Some(cookie) = self.cookie {
            write_option(COOKIE, &[&cookie.client, cookie.server], out);
        }
        let mut spare = room.saturating_sub(self.least_length());
        for error in self.errors() {
            let text = &error.text[..error.text.floor_char_boundary(spare)];
            spare -= text.len();
            write_option(EXTENDED_ERROR, &[&error.code.number().to_be_bytes(), text.as_bytes()], out);
        }
        let length = out.len() - length_at - 2;
        out[length_at..length_at + 2].copy_from_slice(&(length as u16).to_be_bytes());
    }
}

/// Appends one option whose data is `parts`, which together are under 65,536 octets.
fn write_option(code: u16, parts: &[&[u8]], out: &mut Vec<u8>) {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    out.extend_from_slice(&code.to_be_bytes());
    out.extend_from_slice(&(length as u16).to_be_bytes());
    for part in parts {
        out.extend_from_slice(part);
    }
}
