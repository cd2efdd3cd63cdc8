//! Reading an upstream's reply: octets become an [`Answer`] that owns what it holds.
//!
//! Whether the reply answers the question that was asked is seen before ([`super::query`]); which of its records have to
//! do with the question, after. The additional section is walked over but for its OPT record.

use std::borrow::Cow;
use std::fmt;

use thiserror::Error;
use zone_store::answer::{Answer, Records, ResponseCode};
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::rdata::type_name;
use zone_store::record::{MAX_TTL, RdataList, RecordType};

use super::cursor::Cursor;
use super::edns::{self, ReplyEdns};
use super::header::Header;

/// Class IN.
const IN: u16 = 1;
/// Most record sets of a section: more than any answer to one question has, and a bound for the work of sorting them.
const MAX_SETS: usize = 512;

/// Why octets are no DNS message of an upstream.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// It ends before the header does.
    #[error("its header is incomplete")]
    Header,
    /// The question section is cut or holds a malformed name.
    #[error("its question section is truncated or malformed")]
    Question,
    /// A record is cut, or its owner is malformed.
    #[error("record {number} of its {section} section is truncated or malformed")]
    Record {
        /// Which, from 1.
        number: u16,
        /// Where.
        section: MessageSection,
    },
    /// A record is not of class IN.
    #[error("record {number} of its {section} section is of class {class}")]
    Class {
        /// Which, from 1.
        number: u16,
        /// Where.
        section: MessageSection,
        /// Its class.
        class: u16,
    },
    /// The RDATA is not what its type says.
    #[error("record {number} of its {section} section is not a valid {}", type_name(*rtype))]
    Rdata {
        /// Which, from 1.
        number: u16,
        /// Where.
        section: MessageSection,
        /// Its type.
        rtype: RecordType,
    },
    /// There is a second OPT record, or one where none may stand (RFC 6891 §6.1.1).
    #[error("it has a second, misplaced or malformed OPT record")]
    Opt,
    /// More sets than any answer has.
    #[error("its {section} section has more than {MAX_SETS} record sets")]
    TooManySets {
        /// Where.
        section: MessageSection,
    },
}

/// A section of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageSection {
    /// The answer section.
    Answer,
    /// The authority section.
    Authority,
    /// The additional section.
    Additional,
}

impl fmt::Display for MessageSection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Answer => "answer",
            Self::Authority => "authority",
            Self::Additional => "additional",
        })
    }
}

/// Reads a whole reply; octets behind its last record are ignored.
///
/// Records of one owner and type become one set with the lowest TTL among them (RFC 2181 §5.2); a TTL with its highest
/// bit set is 0 (RFC 2181 §8).
///
/// # Errors
/// [`DecodeError`] says what is malformed first.
pub fn decode(message: &[u8]) -> Result<Answer<'static>, DecodeError> {
    let mut cursor = Cursor::new(message, 0);
    let header = Header::parse(&mut cursor).ok_or(DecodeError::Header)?;
    for _ in 0..header.questions {
        cursor.skip_name().and_then(|_| cursor.take(4)).ok_or(DecodeError::Question)?;
    }
    let mut reader = RecordReader { cursor, owner: Vec::new(), rdata: Vec::new() };
    let answers = reader.section(MessageSection::Answer, header.answers)?;
    let authority = reader.section(MessageSection::Authority, header.authorities)?;
    let opt = reader.additional(header.additional)?;
    let low = (header.flags.0 & 0x0F) as u8;
    let high = opt.as_ref().map_or(0, |opt| opt.rcode_high);
    let mut answer = Answer::empty(ResponseCode::from(high, low));
    answer.authoritative = header.flags.is_authoritative();
    answer.recursion_available = header.flags.has_recursion();
    answer.answer = answers;
    answer.authority = authority;
    answer.errors = opt.map(|opt| opt.errors).unwrap_or_default();
    Ok(answer)
}

/// A walk over the records of a message.
struct RecordReader<'d> {
    cursor: Cursor<'d>,
    /// The owner of the last record read, uncompressed.
    owner: Vec<u8>,
    /// Its RDATA, uncompressed.
    rdata: Vec<u8>,
}

/// What stands between owner and RDATA.
struct Fixed {
    rtype: u16,
    class: u16,
    ttl: u32,
}

impl RecordReader<'_> {
    /// Reads `count` records into sets, in the order in which each set begins.
    fn section(&mut self, section: MessageSection, count: u16) -> Result<Vec<Records<'static>>, DecodeError> {
        let mut sets: Vec<Records<'static>> = Vec::new();
        for number in 1..=count {
            let malformed = || DecodeError::Record { number, section };
            let Fixed { rtype, class, ttl } = self.fixed().ok_or_else(malformed)?;
            if rtype == edns::OPT {
                return Err(DecodeError::Opt);
            }
            if class != IN {
                return Err(DecodeError::Class { number, section, class });
            }
            let rtype = RecordType::from(rtype);
            let length = self.cursor.u16().ok_or_else(malformed)?;
            self.rdata(rtype, length).ok_or(DecodeError::Rdata { number, section, rtype })?;
            match self.place(&sets, rtype) {
                Some(known) => {
                    let set = &mut sets[known];
                    set.ttl = set.ttl.min(ttl);
                    RdataList::pack(set.packed.to_mut(), &self.rdata);
                }
                None if sets.len() == MAX_SETS => return Err(DecodeError::TooManySets { section }),
                None => {
                    let owner = Name::from_wire(&self.owner).map_err(|_| malformed())?;
                    let mut packed = Vec::with_capacity(self.rdata.len() + 2);
                    RdataList::pack(&mut packed, &self.rdata);
                    let packed = Cow::Owned(packed);
                    sets.push(Records { owner, rtype, ttl, packed, origin: Origin::UNKNOWN });
                }
            }
        }
        Ok(sets)
    }

    /// Finds the set that the record just read belongs to; most often it is the last.
    fn place(&self, sets: &[Records<'static>], rtype: RecordType) -> Option<usize> {
        sets.iter().rposition(|set| set.rtype == rtype && set.owner.wire().eq_ignore_ascii_case(&self.owner))
    }

    /// Walks over `count` records; returns the OPT record among them.
    fn additional(&mut self, count: u16) -> Result<Option<ReplyEdns>, DecodeError> {
        let section = MessageSection::Additional;
        let mut opt = None;
        for number in 1..=count {
            let malformed = || DecodeError::Record { number, section };
            let is_root = self.cursor.skip_name().ok_or_else(malformed)?;
            if self.cursor.u16().ok_or_else(malformed)? == edns::OPT {
                let read = ReplyEdns::parse(&mut self.cursor).filter(|_| is_root && opt.is_none());
                opt = Some(read.ok_or(DecodeError::Opt)?);
                continue;
            }
            let rest = self.cursor.take(6).and_then(|_| self.cursor.u16());
            rest.and_then(|length| self.cursor.take(usize::from(length))).ok_or_else(malformed)?;
        }
        Ok(opt)
    }

    /// Reads a record up to the length of its RDATA.
    fn fixed(&mut self) -> Option<Fixed> {
        self.owner.clear();
        self.cursor.name(&mut self.owner)?;
        let (rtype, class) = (self.cursor.u16()?, self.cursor.u16()?);
        let ttl = u32::from(self.cursor.u16()?) << 16 | u32::from(self.cursor.u16()?);
        Some(Fixed { rtype, class, ttl: if ttl > MAX_TTL { 0 } else { ttl } })
    }

    /// Reads RDATA of this length, and uncompresses its names; `None` when it is not of its type's shape.
    fn rdata(&mut self, rtype: RecordType, length: u16) -> Option<()> {
        let end = self.cursor.position() + usize::from(length);
        self.rdata.clear();
        for part in shape(rtype) {
            match *part {
                Part::Octets(count) => self.rdata.extend_from_slice(self.cursor.take(count)?),
                Part::Text => {
                    let count = self.cursor.u8()?;
                    self.rdata.push(count);
                    self.rdata.extend_from_slice(self.cursor.take(usize::from(count))?);
                }
                Part::Name => self.cursor.name(&mut self.rdata)?,
                Part::Rest => {
                    let rest = end.checked_sub(self.cursor.position())?;
                    self.rdata.extend_from_slice(self.cursor.take(rest)?);
                }
            }
        }
        (self.cursor.position() == end && self.rdata.len() <= usize::from(u16::MAX)).then_some(())
    }
}

/// A part of an RDATA.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// So many octets.
    Octets(usize),
    /// One string behind its length.
    Text,
    /// A name that may be compressed.
    Name,
    /// Whatever is left.
    Rest,
}

/// Returns the shape of a type's RDATA, as far as it has to be known: where compressed names can stand.
///
/// These are the types that may be compressed (RFC 1035 §3.3) and those that receivers should be ready to find compressed
/// (RFC 3597 §4); DNAME may not be, and is by some (RFC 6672 §2.5 is later than they). All others pass as they are.
fn shape(rtype: RecordType) -> &'static [Part] {
    use Part::{Name, Octets, Rest, Text};
    match u16::from(rtype) {
        // A, AAAA
        1 => &[Octets(4)],
        28 => &[Octets(16)],
        // NS, MD, MF, CNAME, MB, MG, MR, PTR, DNAME
        2..=5 | 7..=9 | 12 | 39 => &[Name],
        // SOA
        6 => &[Name, Name, Octets(20)],
        // MINFO, RP
        14 | 17 => &[Name, Name],
        // MX, AFSDB, RT
        15 | 18 | 21 => &[Octets(2), Name],
        // SIG
        24 => &[Octets(18), Name, Rest],
        // PX
        26 => &[Octets(2), Name, Name],
        // NXT
        30 => &[Name, Rest],
        // SRV
        33 => &[Octets(6), Name],
        // NAPTR
        35 => &[Octets(4), Text, Text, Text, Name],
        _ => &[Rest],
    }
}

#[cfg(test)]
mod tests;
