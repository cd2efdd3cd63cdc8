//! Why a text is no RDATA, in words that say what to write instead.

use std::fmt;

use thiserror::Error;

use super::layout::Layout;
use super::type_name;
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
    #[error("\"{text}\" is left over; {}", Needs(.rtype))]
    Extra {
        /// The type that was to be read.
        rtype: RecordType,
        /// The first item too much.
        text: String,
    },
    /// An IPv4 address was expected.
    #[error("\"{text}\" is not an IPv4 address; write four numbers from 0 to 255 with dots")]
    Ipv4 {
        /// What is there.
        text: String,
    },
    /// An IPv4 address has a number such as `010`.
    #[error("\"{text}\" has a leading zero, which some programs take for octal; write its numbers without")]
    LeadingZero {
        /// What is there.
        text: String,
    },
    /// An IPv6 address was expected.
    #[error(
        "\"{text}\" is not an IPv6 address; write groups of hexadecimal digits with colons, as in 2001:db8::4"
    )]
    Ipv6 {
        /// What is there.
        text: String,
    },
    /// A number was expected.
    #[error("{field} is \"{text}\"; write a number from 0 to {max}")]
    Number {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
        /// The highest number that fits.
        max: u32,
    },
    /// A time span was expected.
    #[error("{field} is \"{text}\"; write seconds up to 4294967295, or units as in 1h30m (w, d, h, m, s)")]
    Seconds {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// A point in time was expected.
    #[error("{field} is \"{text}\"; write UTC as YYYYMMDDHHMMSS, or seconds since 1970")]
    Time {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// A domain name was expected.
    #[error("{}", BadName(.text, .error))]
    Name {
        /// What is there.
        text: String,
        /// Why it is no name.
        error: NameError,
    },
    /// A record type was expected.
    #[error("\"{text}\" is not a record type; write a name such as A or AAAA, or TYPE and a number")]
    Type {
        /// What is there.
        text: String,
    },
    /// A string is over 255 octets (RFC 1035 §3.3).
    #[error("a string of {length} octets is too long; split it into strings of at most 255, each in quotes")]
    StringTooLong {
        /// Its length in octets.
        length: usize,
    },
    /// A backslash that is followed by neither a character nor three digits up to 255.
    #[error("bad escape at \"{at}\"; write \\\\ for a backslash, or \\DDD with DDD from 000 to 255")]
    Escape {
        /// The text from the backslash on, shortened.
        at: String,
    },
    /// A CAA tag was expected (RFC 8659 §4.1).
    #[error("{field} is \"{text}\"; write only letters and digits, as in issue")]
    Tag {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// Hexadecimal digits were expected.
    #[error("{field} is \"{text}\"; write pairs of hexadecimal digits")]
    Hex {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// Base 64 was expected.
    #[error("{field} is \"{text}\"; write base 64, with = at its end where needed")]
    Base64 {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// Base 32 was expected (RFC 4648 §7).
    #[error("{field} is \"{text}\"; write base 32 with the digits 0 to 9 and A to V")]
    Base32 {
        /// Which field.
        field: &'static str,
        /// What is there.
        text: String,
    },
    /// A service parameter was expected (RFC 9460 §2.1).
    #[error("\"{text}\" is not a service parameter; {}", super::service::advice(.text))]
    Parameter {
        /// What is there.
        text: String,
    },
    /// A service parameter is there twice (RFC 9460 §2.1).
    #[error("service parameter \"{key}\" is there twice; keep one")]
    ParameterTwice {
        /// Its key.
        key: String,
    },
    /// `mandatory` lists itself, a key twice, or one that is not there (RFC 9460 §8).
    #[error(
        "mandatory lists \"{key}\"; list each key once, and only keys of this record other than mandatory"
    )]
    Mandatory {
        /// The key.
        key: String,
    },
    /// The length of a generic text does not fit its octets (RFC 3597 §5).
    #[error("\\# says {said} octets but {found} follow; write their number behind \\#")]
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
    #[error("these octets are not the RDATA of {}; {}", type_name(*.rtype), Needs(.rtype))]
    GenericMalformed {
        /// The type that was to be read.
        rtype: RecordType,
    },
    /// The type has no text form but the generic one.
    #[error("{} has no text form here; write octets as \\# LENGTH HEX, for example \"\\# 4 0A000004\"", type_name(*.rtype))]
    NoTextForm {
        /// The type that was to be read.
        rtype: RecordType,
    },
    /// The type is a question or belongs to a message (RFC 6895 §3.1).
    #[error("{} is not a type that a zone can hold; write a type of data, such as A", type_name(*.rtype))]
    NotData {
        /// The type that was to be read.
        rtype: RecordType,
    },
    /// A quoted string is not closed.
    #[error("a double quote is not closed; write one at the end of the string, and \\\" for a quote inside")]
    OpenQuote,
    /// A character that means something in zone files, but not in a single line.
    #[error(
        "'{character}' outside quotes has a meaning of its own in zone files; put the string in double quotes"
    )]
    Special {
        /// The character.
        character: char,
    },
    /// The whole RDATA is over 65,535 octets.
    #[error("the record has {length} octets; a record has at most 65535, so split it")]
    TooLong {
        /// Its length in octets.
        length: usize,
    },
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

/// Says what is wrong with a name: the text, unless the reason quotes it, and the reason.
pub(crate) struct BadName<'a>(pub(crate) &'a str, pub(crate) &'a NameError);

impl fmt::Display for BadName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text, error) = self;
        match error {
            NameError::Empty | NameError::LabelTooLong { .. } => error.fmt(f),
            NameError::EmptyLabel
            | NameError::TooLong { .. }
            | NameError::BadEscape { .. }
            | NameError::NotAscii { .. }
            | NameError::Malformed => write!(f, "\"{text}\" {error}"),
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
