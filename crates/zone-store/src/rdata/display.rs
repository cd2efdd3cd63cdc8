//! Wire to text: walks a type's layout over the octets, and falls back to RFC 3597 where they do not fit it.

use std::fmt::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr};

use data_encoding::{BASE32HEX_NOPAD, BASE64, HEXUPPER};

use super::layout::{Field, Layout};
use super::{name_length, service, type_name};
use crate::name::Name;
use crate::record::RecordType;

/// `dig` cuts long runs of hexadecimal digits and base 64 into pieces of so many characters.
const PIECE: usize = 56;

/// One RDATA, shown as text.
pub(super) struct Rdata<'a> {
    layout: Option<&'static Layout>,
    octets: &'a [u8],
}

impl<'a> Rdata<'a> {
    /// Pairs octets with their type.
    pub(super) fn new(rtype: RecordType, octets: &'a [u8]) -> Self {
        Self { layout: Layout::of(rtype), octets }
    }
}

impl fmt::Display for Rdata<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.layout.filter(|layout| is_well_formed(layout, self.octets)) {
            Some(layout) => write_fields(layout, self.octets, f).map_err(|_| fmt::Error),
            None => write!(f, "\\# {}", self.octets.len())
                .and_then(|()| if self.octets.is_empty() { Ok(()) } else { f.write_char(' ') })
                .and_then(|()| write_pieces(&HEXUPPER.encode(self.octets), f)),
        }
    }
}

/// Tells whether octets are a whole RDATA of this layout.
pub(super) fn is_well_formed(layout: &Layout, octets: &[u8]) -> bool {
    write_fields(layout, octets, &mut Nowhere).is_ok()
}

/// Takes text and forgets it.
struct Nowhere;

impl Write for Nowhere {
    fn write_str(&mut self, _: &str) -> fmt::Result {
        Ok(())
    }
}

/// Why writing stopped.
#[derive(Debug)]
pub(super) enum Stop {
    /// The octets do not fit the layout.
    Malformed,
    /// The writer refused.
    Refused,
}

impl From<fmt::Error> for Stop {
    fn from(_: fmt::Error) -> Self {
        Self::Refused
    }
}

fn write_fields(layout: &Layout, octets: &[u8], f: &mut dyn Write) -> Result<(), Stop> {
    let mut octets = OctetReader::new(octets);
    for (index, field) in layout.fields.iter().enumerate() {
        // The fields that may be empty write their own blank in front.
        if index > 0 && !matches!(field, Field::Types | Field::Parameters) {
            f.write_char(' ')?;
        }
        write_field(*field, &mut octets, f)?;
    }
    if octets.rest.is_empty() { Ok(()) } else { Err(Stop::Malformed) }
}

fn write_field(field: Field, octets: &mut OctetReader<'_>, f: &mut dyn Write) -> Result<(), Stop> {
    match field {
        Field::U8 => write!(f, "{}", octets.u8()?)?,
        Field::U16 => write!(f, "{}", octets.u16()?)?,
        Field::U32 | Field::Seconds => write!(f, "{}", octets.u32()?)?,
        Field::Time => write_time(octets.u32()?, f)?,
        Field::Ipv4 => write!(f, "{}", Ipv4Addr::from(octets.u32()?))?,
        Field::Ipv6 => write_ipv6(octets.array()?, f)?,
        Field::Name => write!(f, "{}", octets.name()?)?,
        Field::Type => write!(f, "{}", type_name(octets.u16()?.into()))?,
        Field::Text => write_string(octets.string()?, f)?,
        Field::Texts => write_strings(octets, f)?,
        Field::Tag => write_tag(octets.string()?, f)?,
        Field::LongText => write_string(octets.all(), f)?,
        Field::Hex => write_pieces(&HEXUPPER.encode(octets.some()?), f)?,
        Field::Digest(lengths) => {
            let (kind, octets) = (octets.last, octets.some()?);
            lengths.check(kind, octets.len()).map_err(|_| Stop::Malformed)?;
            write_pieces(&HEXUPPER.encode(octets), f)?;
        }
        Field::Base64 => write_pieces(&BASE64.encode(octets.some()?), f)?,
        Field::Salt => match octets.string()? {
            [] => f.write_char('-')?,
            salt => f.write_str(&HEXUPPER.encode(salt))?,
        },
        Field::Hash => match octets.string()? {
            [] => return Err(Stop::Malformed),
            hash => f.write_str(&BASE32HEX_NOPAD.encode(hash))?,
        },
        Field::Types => write_types(octets, f)?,
        Field::Parameters => service::write(octets, f)?,
    }
    Ok(())
}

/// Octets that are taken from the front.
pub(super) struct OctetReader<'a> {
    rest: &'a [u8],
    /// The last number of one octet that was taken.
    last: u8,
}

impl<'a> OctetReader<'a> {
    /// Begins at the first of `octets`.
    pub(super) fn new(octets: &'a [u8]) -> Self {
        Self { rest: octets, last: 0 }
    }

    /// Tells whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes `count` octets.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Stop> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Stop::Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Takes as many octets as an array has.
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Stop> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(Stop::Malformed)?;
        self.rest = rest;
        Ok(*taken)
    }

    fn u8(&mut self) -> Result<u8, Stop> {
        self.last = u8::from_be_bytes(self.array()?);
        Ok(self.last)
    }

    /// Takes two octets as a number.
    pub(super) fn u16(&mut self) -> Result<u16, Stop> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    fn u32(&mut self) -> Result<u32, Stop> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    /// Takes octets behind their length in one octet.
    pub(super) fn string(&mut self) -> Result<&'a [u8], Stop> {
        let length = self.u8()?;
        self.take(usize::from(length))
    }

    fn name(&mut self) -> Result<Name, Stop> {
        let octets = self.take(name_length(self.rest).ok_or(Stop::Malformed)?)?;
        Name::from_wire(octets).map_err(|_| Stop::Malformed)
    }

    fn all(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.rest)
    }

    fn some(&mut self) -> Result<&'a [u8], Stop> {
        if self.rest.is_empty() { Err(Stop::Malformed) } else { Ok(self.all()) }
    }
}

/// Writes a string in quotes, with `\"`, `\\` and `\DDD` for what is not printable ASCII.
pub(super) fn write_string(octets: &[u8], f: &mut dyn Write) -> fmt::Result {
    f.write_char('"')?;
    for &octet in octets {
        match octet {
            b'"' | b'\\' => write!(f, "\\{}", char::from(octet))?,
            b' '..=b'~' => f.write_char(char::from(octet))?,
            _ => write!(f, "\\{octet:03}")?,
        }
    }
    f.write_char('"')
}

fn write_tag(octets: &[u8], f: &mut dyn Write) -> Result<(), Stop> {
    if octets.is_empty() || !octets.iter().all(u8::is_ascii_alphanumeric) {
        return Err(Stop::Malformed);
    }
    let tag = std::str::from_utf8(octets).map_err(|_| Stop::Malformed)?;
    Ok(f.write_str(tag)?)
}

fn write_strings(octets: &mut OctetReader<'_>, f: &mut dyn Write) -> Result<(), Stop> {
    write_string(octets.string()?, f)?;
    while !octets.is_empty() {
        f.write_char(' ')?;
        write_string(octets.string()?, f)?;
    }
    Ok(())
}

/// Writes ASCII text in pieces.
fn write_pieces(text: &str, f: &mut dyn Write) -> fmt::Result {
    let mut rest = text;
    while let Some((piece, next)) = rest.split_at_checked(PIECE).filter(|(_, next)| !next.is_empty()) {
        write!(f, "{piece} ")?;
        rest = next;
    }
    f.write_str(rest)
}

/// Writes an address as inet_ntop does, which knows the embedded IPv4 form `::1.2.3.4` too.
pub(super) fn write_ipv6(octets: [u8; 16], f: &mut dyn Write) -> fmt::Result {
    match octets {
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d] if (a, b) != (0, 0) => {
            write!(f, "::{}", Ipv4Addr::new(a, b, c, d))
        }
        _ => write!(f, "{}", Ipv6Addr::from(octets)),
    }
}

/// Writes `YYYYMMDDHHMMSS` in UTC (RFC 4034 §3.2), for the 136 years from 1970.
fn write_time(seconds: u32, f: &mut dyn Write) -> fmt::Result {
    let (days, second) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u32::from(month <= 2);
    write!(f, "{year:04}{month:02}{day:02}{:02}{:02}{:02}", second / 3_600, second / 60 % 60, second % 60)
}

/// Writes the types of a bitmap (RFC 4034 §4.1.2), each behind a blank.
fn write_types(octets: &mut OctetReader<'_>, f: &mut dyn Write) -> Result<(), Stop> {
    let mut lowest = 0;
    while !octets.is_empty() {
        let [block] = octets.array()?;
        let bits = octets.string()?;
        let in_order = u16::from(block) >= lowest;
        if !in_order || bits.len() > 32 || bits.last().is_none_or(|&last| last == 0) {
            return Err(Stop::Malformed);
        }
        lowest = u16::from(block) + 1;
        for (at, octet) in (0_u16..).step_by(8).zip(bits) {
            for bit in (0..8).filter(|bit| octet & (0x80 >> bit) != 0) {
                write!(f, " {}", type_name((u16::from(block) * 256 + at + bit).into()))?;
            }
        }
    }
    Ok(())
}
