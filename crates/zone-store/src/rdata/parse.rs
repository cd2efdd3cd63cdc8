//! Text to wire: walks a type's layout over the tokens.

use std::net::{Ipv4Addr, Ipv6Addr};

use data_encoding::{BASE32HEX_NOPAD, BASE64, HEXUPPER_PERMISSIVE};

use super::error::{RdataError, excerpt};
use super::layout::{DigestLengths, Field, Layout, is_data};
use super::token::{Token, decode, seconds};
use super::{display, parse_type, service};
use crate::name::Name;
use crate::record::RecordType;

/// Appends the wire octets of one RDATA to `out`, which on an error may hold a part of them.
pub(super) fn rdata(
    rtype: RecordType,
    tokens: &[Token<'_>],
    origin: &Name,
    out: &mut Vec<u8>,
) -> Result<(), RdataError> {
    if let Some((Token { text: "\\#", quoted: false }, rest)) = tokens.split_first() {
        return generic(rtype, rest, out);
    }
    let Some(layout) = Layout::of(rtype) else {
        return Err(if is_data(rtype) {
            RdataError::NoTextForm { rtype }
        } else {
            RdataError::NotData { rtype }
        });
    };
    let mut reader = RdataReader { rtype, layout, tokens, at: 0, origin, out };
    for &field in layout.fields {
        reader.field(field)?;
    }
    match tokens.get(reader.at) {
        None => Ok(()),
        Some(token) => Err(RdataError::Extra { rtype, text: excerpt(token.text) }),
    }
}

/// Reads `LENGTH HEX...`, which follow `\#` (RFC 3597 §5).
fn generic(rtype: RecordType, tokens: &[Token<'_>], out: &mut Vec<u8>) -> Result<(), RdataError> {
    if !is_data(rtype) {
        return Err(RdataError::NotData { rtype });
    }
    let (length, digits) = tokens.split_first().ok_or(RdataError::Generic)?;
    let said: usize = length.text.parse().map_err(|_| RdataError::Generic)?;
    let start = out.len();
    hex(digits, out).ok_or(RdataError::Generic)?;
    let found = out.len() - start;
    if said != found {
        return Err(RdataError::GenericLength { said, found });
    }
    match Layout::of(rtype) {
        Some(layout) if !display::is_well_formed(layout, &out[start..]) => {
            Err(RdataError::GenericMalformed { rtype })
        }
        _ => Ok(()),
    }
}

/// The tokens of one RDATA, and where its octets go.
struct RdataReader<'r, 't> {
    rtype: RecordType,
    layout: &'static Layout,
    tokens: &'r [Token<'t>],
    at: usize,
    origin: &'r Name,
    out: &'r mut Vec<u8>,
}

impl<'r, 't> RdataReader<'r, 't> {
    /// Reads one field.
    fn field(&mut self, field: Field) -> Result<(), RdataError> {
        match field {
            Field::U8 => self.number(0xFF).map(|n| self.out.push(n as u8)),
            Field::U16 => self.number(0xFFFF).map(|n| self.put(&(n as u16).to_be_bytes())),
            Field::U32 => self.number(u32::MAX).map(|n| self.put(&n.to_be_bytes())),
            Field::Seconds => self.converted(seconds, |field, text| RdataError::Seconds { field, text }),
            Field::Time => self.converted(time, |field, text| RdataError::Time { field, text }),
            Field::Ipv4 => self.ipv4(),
            Field::Ipv6 => self.ipv6(),
            Field::Name => self.name(),
            Field::Type => self.record_type(),
            Field::Text => {
                let token = self.next()?;
                self.string(token)
            }
            Field::Texts => {
                let first = self.next()?;
                self.string(first)?;
                self.rest().iter().try_for_each(|&token| self.string(token))
            }
            Field::Tag => self.tag(),
            Field::LongText => decode(self.next()?.text, self.out),
            Field::Hex => self.hex().map(|_| ()),
            Field::Digest(lengths) => self.digest(lengths),
            Field::Base64 => self.base64(),
            Field::Salt => self.salt(),
            Field::Hash => self.hash(),
            Field::Types => self.types(),
            Field::Parameters => service::parse(self.rest(), self.out),
        }
    }

    /// Takes the next token.
    fn next(&mut self) -> Result<Token<'t>, RdataError> {
        let token = self.tokens.get(self.at).ok_or(RdataError::Missing { rtype: self.rtype })?;
        self.at += 1;
        Ok(*token)
    }

    /// Takes all tokens that are left.
    fn rest(&mut self) -> &'r [Token<'t>] {
        let rest = &self.tokens[self.at..];
        self.at = self.tokens.len();
        rest
    }

    fn put(&mut self, octets: &[u8]) {
        self.out.extend_from_slice(octets);
    }

    /// Names the field whose only token was taken last.
    fn field_name(&self) -> &'static str {
        self.layout.field_name(self.at - 1)
    }

    fn number(&mut self, max: u32) -> Result<u32, RdataError> {
        let text = self.next()?.text;
        let number =
            Some(text).filter(|text| text.bytes().all(|b| b.is_ascii_digit())).and_then(|t| t.parse().ok());
        number.filter(|&number| number <= max).ok_or_else(|| RdataError::Number {
            field: self.field_name(),
            text: excerpt(text),
            max,
        })
    }

    /// Reads a token that `convert` makes four octets of.
    fn converted(
        &mut self,
        convert: fn(&str) -> Option<u32>,
        error: fn(&'static str, String) -> RdataError,
    ) -> Result<(), RdataError> {
        let text = self.next()?.text;
        let number = convert(text).ok_or_else(|| error(self.field_name(), excerpt(text)))?;
        self.put(&number.to_be_bytes());
        Ok(())
    }

    fn ipv4(&mut self) -> Result<(), RdataError> {
        let text = self.next()?.text;
        match text.parse::<Ipv4Addr>() {
            Ok(address) => self.put(&address.octets()),
            Err(_) if has_leading_zero(text) => return Err(RdataError::LeadingZero { text: excerpt(text) }),
            Err(_) => return Err(RdataError::Ipv4 { text: excerpt(text) }),
        }
        Ok(())
    }

    fn ipv6(&mut self) -> Result<(), RdataError> {
        let text = self.next()?.text;
        let address: Ipv6Addr = text.parse().map_err(|_| RdataError::Ipv6 { text: excerpt(text) })?;
        self.put(&address.octets());
        Ok(())
    }

    fn name(&mut self) -> Result<(), RdataError> {
        let text = self.next()?.text;
        let name = Name::parse(text, self.origin)
            .map_err(|error| RdataError::Name { text: excerpt(text), error })?;
        self.put(name.wire());
        Ok(())
    }

    fn record_type(&mut self) -> Result<(), RdataError> {
        let text = self.next()?.text;
        let rtype = parse_type(text).ok_or_else(|| RdataError::Type { text: excerpt(text) })?;
        self.put(&u16::from(rtype).to_be_bytes());
        Ok(())
    }

    fn string(&mut self, token: Token<'_>) -> Result<(), RdataError> {
        let start = self.out.len();
        self.out.push(0);
        decode(token.text, self.out)?;
        let length = self.out.len() - start - 1;
        self.out[start] = u8::try_from(length).map_err(|_| RdataError::StringTooLong { length })?;
        Ok(())
    }

    fn tag(&mut self) -> Result<(), RdataError> {
        let text = self.next()?.text;
        let valid = (1..=255).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if !valid {
            return Err(RdataError::Tag { field: self.field_name(), text: excerpt(text) });
        }
        self.out.push(text.len() as u8);
        self.put(text.as_bytes());
        Ok(())
    }

    /// Reads digits to the end; returns how many octets they are.
    fn hex(&mut self) -> Result<usize, RdataError> {
        let first = self.next()?;
        let field = self.field_name();
        let error = || RdataError::Hex { field, text: excerpt(first.text) };
        self.at -= 1;
        let digits = self.rest();
        match hex(digits, self.out) {
            None | Some(0) => Err(error()),
            Some(octets) => Ok(octets),
        }
    }

    fn digest(&mut self, lengths: &DigestLengths) -> Result<(), RdataError> {
        let (at, kind) = (self.at, self.out.last().copied().unwrap_or_default());
        let length = self.hex()?;
        lengths.check(kind, length).map_err(|want| RdataError::DigestLength {
            field: self.layout.field_name(at),
            length,
            of: self.layout.field_name(at - 1),
            kind,
            want,
        })
    }

    fn base64(&mut self) -> Result<(), RdataError> {
        let first = self.next()?.text;
        let field = self.field_name();
        let joined = first.to_owned() + &self.rest().iter().map(|token| token.text).collect::<String>();
        let octets = BASE64.decode(joined.as_bytes()).ok().filter(|octets| !octets.is_empty());
        let octets = octets.ok_or_else(|| RdataError::Base64 { field, text: excerpt(&joined) })?;
        self.put(&octets);
        Ok(())
    }

    fn salt(&mut self) -> Result<(), RdataError> {
        let token = self.next()?;
        let start = self.out.len();
        self.out.push(0);
        let octets = if token.text == "-" { Some(0) } else { hex(&[token], self.out) };
        let octets = octets.and_then(|octets| u8::try_from(octets).ok());
        self.out[start] =
            octets.ok_or_else(|| RdataError::Hex { field: self.field_name(), text: excerpt(token.text) })?;
        Ok(())
    }

    fn hash(&mut self) -> Result<(), RdataError> {
        let text = self.next()?.text;
        let octets = BASE32HEX_NOPAD.decode(text.to_ascii_uppercase().as_bytes()).ok();
        let octets = octets.filter(|octets| (1..=255).contains(&octets.len()));
        let octets =
            octets.ok_or_else(|| RdataError::Base32 { field: self.field_name(), text: excerpt(text) })?;
        self.out.push(octets.len() as u8);
        self.put(&octets);
        Ok(())
    }

    /// Writes the blocks of a type bitmap: 256 types each, empty ones and trailing zeros left out (RFC 4034 §4.1.2).
    fn types(&mut self) -> Result<(), RdataError> {
        let mut numbers = Vec::new();
        for token in self.rest() {
            let rtype =
                parse_type(token.text).ok_or_else(|| RdataError::Type { text: excerpt(token.text) })?;
            numbers.push(u16::from(rtype));
        }
        numbers.sort_unstable();
        for block in numbers.chunk_by(|a, b| a >> 8 == b >> 8) {
            let mut bits = [0_u8; 32];
            for number in block {
                bits[usize::from(number & 0xFF) / 8] |= 0x80 >> (number & 7);
            }
            let used = bits.iter().rposition(|&octet| octet != 0).map_or(0, |last| last + 1);
            self.put(&[(block[0] >> 8) as u8, used as u8]);
            self.put(&bits[..used]);
        }
        Ok(())
    }
}

/// Tells whether an address is only wrong for a number such as `010`.
fn has_leading_zero(text: &str) -> bool {
    text.split('.').count() == 4
        && text.split('.').all(|part| !part.is_empty() && part.parse::<u8>().is_ok())
        && text.split('.').any(|part| part.len() > 1 && part.starts_with('0'))
}

/// Appends the octets of hexadecimal digits that may be cut anywhere; returns how many, `None` when they are none.
fn hex(tokens: &[Token<'_>], out: &mut Vec<u8>) -> Option<usize> {
    let digits: String = tokens.iter().map(|token| token.text).collect();
    let octets = HEXUPPER_PERMISSIVE.decode(digits.as_bytes()).ok()?;
    out.extend_from_slice(&octets);
    Some(octets.len())
}

/// Reads `YYYYMMDDHHMMSS` in UTC, or seconds since 1970 (RFC 4034 §3.2).
fn time(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if text.len() != 14 {
        return text.parse().ok();
    }
    let number = |from: usize, to: usize| text[from..to].parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    let (hour, minute, second) = (number(8, 10)?, number(10, 12)?, number(12, 14)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    u32::try_from(days_since_1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second).ok()
}

/// Counts the days to a date of the Gregorian calendar: years begin in March, so that the leap day is their last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}
