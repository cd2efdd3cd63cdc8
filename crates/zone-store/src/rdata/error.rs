//! Why a text is no RDATA, and what to write instead.

use std::borrow::Cow;
use std::fmt;

use thiserror::Error;

use super::layout::{DigestLength, Layout};
use super::type_name;
use crate::mistake::Mistake;
use crate::name::NameError;
use crate::record::RecordType;

/// Why a text is not the RDATA of its type.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RdataError {
    /// Fields are missing.
    #[error("{}", Needs(.rtype))]
    Missing {
        /// The type that was to be read.
        rtype: RecordType,
    },
    /// There is more than the type has fields.
    #[error("is left over")]
    Extra {
        /// The type that was to be read.
        rtype: RecordType,
        /// The first item too much.
        text: String,
    },
    /// An IPv4 address was expected.
    #[error("is not an IPv4 address")]
    Ipv4 {
        /// What is there.
        text: String,
    },
    /// An IPv4 address has a number such as `010`.
    #[error("has a leading zero, which some programs take for octal")]
    LeadingZero {
        /// What is there.
        text: String,
    },
    /// An IPv6 address was expected.
    #[error("is not an IPv6 address")]
    Ipv6 {
        /// What is there.
        text: String,
    },
    /// A number was expected.
    #[error("{field} is \"{text}\"")]
    Number {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
        /// The highest number that fits.
        max: u32,
    },
    /// A time span was expected.
    #[error("{field} is \"{text}\"")]
    Seconds {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// A point in time was expected.
    #[error("{field} is \"{text}\"")]
    Time {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// A domain name was expected.
    #[error("{error}")]
    Name {
        /// What is there.
        text: String,
        /// Why it is no name.
        error: NameError,
    },
    /// A record type was expected.
    #[error("is not a record type")]
    Type {
        /// What is there.
        text: String,
    },
    /// A string is over 255 octets (RFC 1035 §3.3).
    #[error("a string of {length} octets is too long")]
    StringTooLong {
        /// Its length in octets.
        length: usize,
    },
    /// A backslash that is followed by neither a character nor three digits up to 255.
    #[error("bad escape at \"{at}\"")]
    Escape {
        /// The text from the backslash on, shortened.
        at: String,
    },
    /// A CAA tag was expected (RFC 8659 §4.1).
    #[error("{field} is \"{text}\"")]
    Tag {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// Hexadecimal digits were expected.
    #[error("{field} is \"{text}\"")]
    Hex {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// A digest is not as long as its kind is.
    #[error("{field} has {length} octets")]
    DigestLength {
        /// Which field.
        field: &'static str,
        /// How many octets it has.
        length: usize,
        /// The field that says of what kind it is.
        of: &'static str,
        /// The kind.
        kind: u8,
        /// How many octets that kind has.
        want: DigestLength,
    },
    /// Base 64 was expected.
    #[error("{field} is \"{text}\"")]
    Base64 {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// Base 32 was expected (RFC 4648 §7).
    #[error("{field} is \"{text}\"")]
    Base32 {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// A service parameter was expected (RFC 9460 §2.1).
    #[error("is not a service parameter")]
    Parameter {
        /// What is there.
        text: String,
    },
    /// A service parameter is there twice (RFC 9460 §2.1).
    #[error("service parameter \"{key}\" is there twice")]
    ParameterTwice {
        /// Its key.
        key: String,
    },
    /// `mandatory` lists itself, a key twice, or one that is not there (RFC 9460 §8).
    #[error("mandatory lists \"{key}\"")]
    Mandatory {
        /// The key.
        key: String,
    },
    /// The length of a generic text does not fit its octets (RFC 3597 §5).
    #[error("\\# says {said} octets but {found} follow")]
    GenericLength {
        /// The number written.
        said: usize,
        /// The number of octets written.
        found: usize,
    },
    /// A generic text is not `\# LENGTH HEX` (RFC 3597 §5).
    #[error("write octets as \\# LENGTH HEX, for example \"\\# 4 0A000004\"")]
    Generic,
    /// The octets of a generic text do not fit the type (RFC 3597 §5).
    #[error("these octets are not the RDATA of {}", type_name(*.rtype))]
    GenericMalformed {
        /// The type that was to be read.
        rtype: RecordType,
    },
    /// The type has no text form but the generic one.
    #[error("{} has no text form here", type_name(*.rtype))]
    NoTextForm {
        /// The type that was to be read.
        rtype: RecordType,
    },
    /// The type is a question or belongs to a message (RFC 6895 §3.1).
    #[error("{} is not a type that a zone can hold", type_name(*.rtype))]
    NotData {
        /// The type that was to be read.
        rtype: RecordType,
    },
    /// A quoted string is not closed.
    #[error("a double quote is not closed")]
    OpenQuote,
    /// A character that means something in zone files, but not in a single line.
    #[error("'{character}' outside quotes has a meaning of its own in zone files")]
    Special {
        /// The character.
        character: char,
    },
    /// The whole RDATA is over 65,535 octets.
    #[error("the record has {length} octets")]
    TooLong {
        /// Its length in octets.
        length: usize,
    },
}

impl Mistake for RdataError {
    fn subject(&self) -> Option<&str> {
        match self {
            Self::Extra { text, .. }
            | Self::Ipv4 { text }
            | Self::LeadingZero { text }
            | Self::Ipv6 { text }
            | Self::Type { text }
            | Self::Parameter { text } => Some(text),
            Self::Name { text, error } => error.is_about_all().then_some(text),
            Self::Missing { .. }
            | Self::Number { .. }
            | Self::Seconds { .. }
            | Self::Time { .. }
            | Self::StringTooLong { .. }
            | Self::Escape { .. }
            | Self::Tag { .. }
            | Self::Hex { .. }
            | Self::DigestLength { .. }
            | Self::Base64 { .. }
            | Self::Base32 { .. }
            | Self::ParameterTwice { .. }
            | Self::Mandatory { .. }
            | Self::GenericLength { .. }
            | Self::Generic
            | Self::GenericMalformed { .. }
            | Self::NoTextForm { .. }
            | Self::NotData { .. }
            | Self::OpenQuote
            | Self::Special { .. }
            | Self::TooLong { .. } => None,
        }
    }

    fn fix(&self) -> Option<Cow<'_, str>> {
        let fix = match self {
            Self::Missing { .. } | Self::Generic => return None,
            Self::Extra { rtype, .. } | Self::GenericMalformed { rtype } => {
                return Some(Needs(rtype).to_string().into());
            }
            Self::Name { error, .. } => return error.fix(),
            Self::Number { max, .. } => return Some(format!("write a number from 0 to {max}").into()),
            Self::DigestLength { of, kind, want, .. } => {
                return Some(format!("write {want}, for {of} is {kind}").into());
            }
            Self::Parameter { text } => super::service::advice(text),
            Self::Ipv4 { .. } => "write four numbers from 0 to 255 with dots",
            Self::LeadingZero { .. } => "write its numbers without",
            Self::Ipv6 { .. } => "write groups of hexadecimal digits with colons, as in 2001:db8::4",
            Self::Seconds { .. } => "write seconds up to 4294967295, or units as in 1h30m (w, d, h, m, s)",
            Self::Time { .. } => "write UTC as YYYYMMDDHHMMSS, or seconds since 1970",
            Self::Type { .. } => "write a name such as A or AAAA, or TYPE and a number",
            Self::StringTooLong { .. } => "split it into strings of at most 255, each in quotes",
            Self::Escape { .. } => r"write \\ for a backslash, or \DDD with DDD from 000 to 255",
            Self::Tag { .. } => "write only letters and digits, as in issue",
            Self::Hex { .. } => "write pairs of hexadecimal digits",
            Self::Base64 { .. } => "write base 64, with = at its end where needed",
            Self::Base32 { .. } => "write base 32 with the digits 0 to 9 and A to V",
            Self::ParameterTwice { .. } => "keep one",
            Self::Mandatory { .. } => "list each key once, and only keys of this record other than mandatory",
            Self::GenericLength { .. } => r"write their number behind \#",
            Self::NoTextForm { .. } => r##"write octets as \# LENGTH HEX, for example "\# 4 0A000004""##,
            Self::NotData { .. } => "write a type of data, such as A",
            Self::OpenQuote => r#"write one at the end of the string, and \" for a quote inside"#,
            Self::Special { .. } => "put the string in double quotes",
            Self::TooLong { .. } => "a record has at most 65535, so split it",
        };
        Some(fix.into())
    }
}

/// Says what fields a type has.
struct Needs<'a>(&'a RecordType);

impl fmt::Display for Needs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = type_name(*self.0);
        match Layout::of(*self.0) {
            Some(layout) => write!(f, "{name} needs \"{}\", for example \"{}\"", layout.form, layout.example),
            None => write!(f, "{name} needs \"\\# LENGTH HEX\", for example \"\\# 4 0A000004\""),
        }
    }
}

/// Keeps the start of a text for an error.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 64;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
