//! Domain names as wire bytes, and the lower-cased form that lookups walk.
//!
//! Names keep the case they were written in and compare without it (RFC 4343).

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use smallvec::SmallVec;
use thiserror::Error;

use crate::mistake::Mistake;

pub use crate::lookup_name::LookupName;

/// Longest name on the wire, in octets, with the root label (RFC 1035 §3.1).
pub const MAX_NAME: usize = 255;
/// Longest label, in octets (RFC 1035 §3.1).
pub const MAX_LABEL: usize = 63;
/// Most labels a name can have, without the root.
pub const MAX_LABELS: usize = 127;

/// Why a text or a run of octets is not a domain name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing where a name was expected.
    #[error("a name cannot be empty")]
    Empty,
    /// Two dots in a row, or a leading dot.
    #[error("has an empty label (two dots in a row, or a dot at the start)")]
    EmptyLabel,
    /// A label over 63 octets.
    #[error("label \"{label}\" has {length} octets")]
    LabelTooLong {
        /// The label as written, shortened.
        label: String,
        /// Its length in octets.
        length: usize,
    },
    /// The whole name is over 255 octets.
    #[error("has {length} octets on the wire")]
    TooLong {
        /// Its length in octets.
        length: usize,
    },
    /// A backslash that is followed by neither a character nor three digits up to 255.
    #[error("has a bad escape at \"{at}\"")]
    BadEscape {
        /// The text from the backslash on, shortened.
        at: String,
    },
    /// A character outside printable ASCII.
    #[error("has the character {character:?}")]
    NotAscii {
        /// The character.
        character: char,
    },
    /// Wire bytes that are no uncompressed name.
    #[error("is not a well-formed name on the wire")]
    Malformed,
}

impl NameError {
    /// Tells whether the reason is about the whole text; otherwise it names the part.
    pub(crate) fn is_about_all(&self) -> bool {
        match self {
            Self::Empty | Self::LabelTooLong { .. } => false,
            Self::EmptyLabel
            | Self::TooLong { .. }
            | Self::BadEscape { .. }
            | Self::NotAscii { .. }
            | Self::Malformed => true,
        }
    }
}

impl Mistake for NameError {
    fn fix(&self) -> Option<Cow<'_, str>> {
        let fix = match self {
            Self::Empty => "write \"@\" or \".\"",
            Self::LabelTooLong { .. } => "a label has at most 63",
            Self::TooLong { .. } => "a name has at most 255",
            Self::BadEscape { .. } => r"write \. or \DDD with DDD from 000 to 255",
            Self::NotAscii { .. } => "write an international name in its xn-- form",
            Self::EmptyLabel | Self::Malformed => return None,
        };
        Some(fix.into())
    }
}

/// An absolute domain name: uncompressed wire octets, at most 255, case kept.
pub struct Name {
    wire: SmallVec<[u8; 64]>,
}

impl Clone for Name {
    fn clone(&self) -> Self {
        // SmallVec's own clone goes octet by octet.
        Self { wire: SmallVec::from_slice(&self.wire) }
    }
}

impl Name {
    /// Returns the root, `.`.
    pub fn root() -> Self {
        Self { wire: SmallVec::from_slice(&[0]) }
    }

    /// Reads an absolute or relative text; a relative one is completed by `origin`.
    ///
    /// `@` is the origin itself. A trailing dot makes the text absolute (RFC 1035 §5.1).
    ///
    /// # Errors
    /// [`NameError`] when the text is no name, or the completed name is over 255 octets.
    pub fn parse(text: &str, origin: &Name) -> Result<Self, NameError> {
        if text == "@" {
            return Ok(origin.clone());
        }
        let (mut wire, absolute) = parse_labels(text)?;
        if absolute {
            wire.push(0);
        } else {
            wire.extend_from_slice(&origin.wire);
        }
        Self::checked(wire)
    }

    /// Takes uncompressed wire octets, with the root label at the end.
    ///
    /// # Errors
    /// [`NameError::Malformed`] when they are not exactly one uncompressed name, [`NameError::TooLong`] over 255.
    pub fn from_wire(octets: &[u8]) -> Result<Self, NameError> {
        let mut at = 0;
        loop {
            match octets.get(at) {
                Some(0) if at + 1 == octets.len() => return Self::checked(SmallVec::from_slice(octets)),
                Some(&n) if n > 0 && usize::from(n) <= MAX_LABEL => at += 1 + usize::from(n),
                _ => return Err(NameError::Malformed),
            }
        }
    }

    fn checked(wire: SmallVec<[u8; 64]>) -> Result<Self, NameError> {
        if wire.len() > MAX_NAME { Err(NameError::TooLong { length: wire.len() }) } else { Ok(Self { wire }) }
    }

    /// Returns the uncompressed wire octets, with the root label.
    pub fn wire(&self) -> &[u8] {
        &self.wire
    }

    /// Tells whether this is the root.
    pub fn is_root(&self) -> bool {
        self.wire.len() == 1
    }

    /// Tells whether its first label is `*`: a wildcard (RFC 4592 §2.1.1).
    pub fn is_wildcard(&self) -> bool {
        self.labels().next() == Some(b"*")
    }

    /// Iterates over the labels, leftmost first, without the root.
    pub fn labels(&self) -> Labels<'_> {
        Labels { rest: &self.wire }
    }

    /// Counts the labels, without the root.
    pub fn label_count(&self) -> usize {
        self.labels().count()
    }

    /// Tells whether this name is `ancestor` or below it.
    pub fn is_at_or_below(&self, ancestor: &Name) -> bool {
        let (mine, theirs) = (self.wire.len(), ancestor.wire.len());
        mine >= theirs
            && self.wire[mine - theirs..].eq_ignore_ascii_case(&ancestor.wire)
            && self.is_label_boundary(mine - theirs)
    }

    fn is_label_boundary(&self, offset: usize) -> bool {
        let mut at = 0;
        while at < offset {
            at += 1 + usize::from(self.wire[at]);
        }
        at == offset
    }

    /// Returns the name without its leftmost label; `None` at the root.
    pub fn parent(&self) -> Option<Name> {
        let first = usize::from(self.wire[0]);
        (first > 0).then(|| Self { wire: SmallVec::from_slice(&self.wire[first + 1..]) })
    }

    /// Returns the name that keeps only the `count` rightmost labels; the whole name when it has fewer.
    pub fn rightmost(&self, count: usize) -> Name {
        let mut at = 0;
        for _ in count..self.label_count() {
            at += 1 + usize::from(self.wire[at]);
        }
        Self { wire: SmallVec::from_slice(&self.wire[at..]) }
    }

    /// Puts `target` in the place of `suffix`, which the name ends in.
    ///
    /// # Errors
    /// [`NameError`] when the result is over 255 octets.
    pub fn with_suffix(&self, suffix: &Name, target: &Name) -> Result<Name, NameError> {
        let kept = self.wire.len().saturating_sub(suffix.wire.len());
        let mut wire = SmallVec::from_slice(&self.wire[..kept]);
        wire.extend_from_slice(&target.wire);
        Self::checked(wire)
    }

    /// Puts one label, as raw octets, in front.
    ///
    /// # Errors
    /// [`NameError`] when the label is empty or over 63 octets, or the result over 255.
    pub fn prepend(&self, label: &[u8]) -> Result<Name, NameError> {
        let length = label.len();
        if label.is_empty() {
            return Err(NameError::EmptyLabel);
        }
        if length > MAX_LABEL {
            return Err(NameError::LabelTooLong {
                label: String::from_utf8_lossy(label).into_owned(),
                length,
            });
        }
        let mut wire = SmallVec::with_capacity(1 + length + self.wire.len());
        wire.push(length as u8);
        wire.extend_from_slice(label);
        wire.extend_from_slice(&self.wire);
        Self::checked(wire)
    }

    /// Returns the name in lower case.
    pub fn to_lowercase(&self) -> Name {
        let mut name = self.clone();
        name.wire.make_ascii_lowercase();
        name
    }

    /// Writes the name without the dot at its end, as Azure and people write it; the root stays `.`.
    pub fn without_dot(&self) -> String {
        let mut text = self.to_string();
        // One dot, and no more: the last label may end with an escaped one.
        if !self.is_root() && text.ends_with('.') {
            text.pop();
        }
        text
    }
}

/// Reads the labels of a text into wire form without the root; tells whether the text was absolute.
fn parse_labels(text: &str) -> Result<(SmallVec<[u8; 64]>, bool), NameError> {
    let mut wire = SmallVec::new();
    if text == "." {
        return Ok((wire, true));
    }
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    let mut start = 0;
    wire.push(0);
    let mut rest = text;
    let mut absolute = false;
    while let Some(character) = rest.chars().next() {
        absolute = false;
        match character {
            '.' => {
                close_label(&mut wire, start)?;
                start = wire.len();
                wire.push(0);
                absolute = true;
                rest = &rest[1..];
            }
            '\\' => {
                let (octet, used) = unescape(rest)?;
                wire.push(octet);
                rest = &rest[used..];
            }
            '!'..='~' => {
                wire.push(character as u8);
                rest = &rest[1..];
            }
            _ => return Err(NameError::NotAscii { character }),
        }
    }
    if absolute {
        wire.pop();
    } else {
        close_label(&mut wire, start)?;
    }
    Ok((wire, absolute))
}

/// Writes the length of the label that begins at `start`.
fn close_label(wire: &mut [u8], start: usize) -> Result<(), NameError> {
    let length = wire.len() - start - 1;
    match length {
        0 => Err(NameError::EmptyLabel),
        1..=MAX_LABEL => {
            wire[start] = length as u8;
            Ok(())
        }
        _ => {
            let label = String::from_utf8_lossy(&wire[start + 1..start + 17]).into_owned() + "…";
            Err(NameError::LabelTooLong { label, length })
        }
    }
}

/// Reads `\X` or `\DDD` at the start of `text`; returns the octet and how many bytes of text it took.
pub(crate) fn unescape(text: &str) -> Result<(u8, usize), NameError> {
    let bad = || NameError::BadEscape { at: text.chars().take(5).collect() };
    let bytes = text.as_bytes();
    match bytes.get(1) {
        Some(b'0'..=b'9') => {
            let digits = bytes.get(1..4).filter(|d| d.iter().all(u8::is_ascii_digit)).ok_or_else(bad)?;
            let value = digits.iter().fold(0_u16, |sum, d| sum * 10 + u16::from(d - b'0'));
            Ok((u8::try_from(value).map_err(|_| bad())?, 4))
        }
        Some(&octet) if octet.is_ascii_graphic() || octet == b' ' => Ok((octet, 2)),
        _ => Err(bad()),
    }
}

/// The labels of a name, leftmost first.
#[derive(Debug, Clone)]
pub struct Labels<'n> {
    rest: &'n [u8],
}

impl<'n> Iterator for Labels<'n> {
    type Item = &'n [u8];

    fn next(&mut self) -> Option<Self::Item> {
        let length = usize::from(self.rest[0]);
        if length == 0 {
            return None;
        }
        let label = &self.rest[1..=length];
        self.rest = &self.rest[length + 1..];
        Some(label)
    }
}

impl FromStr for Name {
    type Err = NameError;

    /// Reads an absolute name; the dot at its end may be left out.
    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::parse(text, &Self::root())
    }
}

impl fmt::Display for Name {
    /// Writes presentation format with the dot at the end (RFC 1035 §5.1).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_root() {
            return f.write_str(".");
        }
        for label in self.labels() {
            for &octet in label {
                let character = octet as char;
                match octet {
                    b'.' | b'\\' | b'"' | b'(' | b')' | b';' | b'@' | b'$' => write!(f, "\\{character}"),
                    b'!'..=b'~' => write!(f, "{character}"),
                    _ => write!(f, "\\{octet:03}"),
                }?;
            }
            f.write_str(".")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        // Length octets are below b'A', so comparing them as letters changes nothing.
        self.wire.eq_ignore_ascii_case(&other.wire)
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for octet in &self.wire {
            state.write_u8(octet.to_ascii_lowercase());
        }
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    /// Canonical order: label by label from the right, in lower case (RFC 4034 §6.1).
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let (mine, theirs) = (LookupName::new(self), LookupName::new(other));
        (0..mine.label_count().min(theirs.label_count()))
            .map(|i| mine.label(i).cmp(theirs.label(i)))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| mine.label_count().cmp(&theirs.label_count()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        text.parse().expect("a name")
    }

    #[test]
    fn without_its_dot_a_name_is_the_same() {
        for (text, want) in [(".", "."), ("a.b.", "a.b"), ("a\\..", "a\\."), ("\\.\\..", "\\.\\.")] {
            assert_eq!(name(text).without_dot(), want);
            assert_eq!(name(want), name(text));
        }
    }

    #[test]
    fn text_and_wire_say_the_same() {
        for text in [".", "a.", "myregistry.azurecr.io.", "a\\.b.c.", "\\000\\255.x.", "*.example."] {
            assert_eq!(name(text).to_string(), text);
            assert_eq!(Name::from_wire(name(text).wire()), Ok(name(text)));
        }
        assert_eq!(name("WWW.Example").wire(), b"\x03WWW\x07Example\x00");
    }

    #[test]
    fn relative_names_are_completed_by_the_origin() {
        let origin = name("example.com");
        for (text, want) in [
            ("www", "www.example.com."),
            ("www.", "www."),
            ("@", "example.com."),
            ("a.b", "a.b.example.com."),
        ] {
            assert_eq!(Name::parse(text, &origin).expect("a name").to_string(), want);
        }
    }

    #[test]
    fn bad_texts_are_named_for_what_is_wrong() {
        let long = "a".repeat(64);
        let many = "a.".repeat(128);
        for (text, want) in [
            ("", "a name cannot be empty; write \"@\" or \".\""),
            ("a..b", "has an empty label (two dots in a row, or a dot at the start)"),
            (".a", "has an empty label (two dots in a row, or a dot at the start)"),
            ("..", "has an empty label (two dots in a row, or a dot at the start)"),
            (&long, "label \"aaaaaaaaaaaaaaaa…\" has 64 octets; a label has at most 63"),
            (&many, "has 257 octets on the wire; a name has at most 255"),
            ("a\\256b", "has a bad escape at \"\\256b\"; write \\. or \\DDD with DDD from 000 to 255"),
            ("a\\", "has a bad escape at \"\\\"; write \\. or \\DDD with DDD from 000 to 255"),
            ("bücher.de", "has the character 'ü'; write an international name in its xn-- form"),
            ("a b", "has the character ' '; write an international name in its xn-- form"),
        ] {
            assert_eq!(text.parse::<Name>().expect_err(text).line().to_string(), want);
        }
    }

    #[test]
    fn wire_bytes_that_are_no_name_are_refused() {
        for bytes in [&b""[..], b"\x01", b"\x01a", b"\x01a\x00\x00", b"\xc0\x0c", b"\x40"] {
            assert_eq!(Name::from_wire(bytes), Err(NameError::Malformed), "{bytes:?}");
        }
    }

    #[test]
    fn names_compare_without_case() {
        assert_eq!(name("A.B"), name("a.b"));
        assert!(name("x.PRIVATELINK.azurecr.io").is_at_or_below(&name("privatelink.AZURECR.io")));
        assert!(!name("xprivatelink.azurecr.io").is_at_or_below(&name("privatelink.azurecr.io")));
        assert!(name("a").is_at_or_below(&Name::root()));
    }

    #[test]
    fn octets_that_look_like_a_label_boundary_are_none() {
        let tricky = Name::from_wire(b"\x03a\x01b\x00").expect("a name");
        assert!(!tricky.is_at_or_below(&name("b")));
    }

    #[test]
    fn order_is_canonical() {
        let mut names =
            ["z.example", "example", "*.z.example", "a.example", "zABC.a.EXAMPLE", "\\001.z.example"]
                .map(name)
                .to_vec();
        names.sort();
        let texts: Vec<String> = names.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            ["example.", "a.example.", "zABC.a.EXAMPLE.", "z.example.", "\\001.z.example.", "*.z.example."]
        );
    }
}
