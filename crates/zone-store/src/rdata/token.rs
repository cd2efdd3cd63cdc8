//! Cuts text in presentation format into tokens (RFC 1035 §5.1), and decodes the escapes in them.

use crate::name::{NameError, unescape};

use super::RdataError;

/// One item of text: a run without blanks, or the inside of a quoted string. Escapes are still in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// The text, without its quotes.
    pub text: &'a str,
    /// Whether it stood in double quotes.
    pub quoted: bool,
}

/// What [`Scanner::next`] comes upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lexeme<'a> {
    /// A token.
    Word(Token<'a>),
    /// A quoted string that its line does not close.
    OpenQuote,
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `;` and what follows on its line.
    Comment,
    /// The end of a line.
    NewLine,
    /// The end of the text.
    End,
}

/// Walks over a text, blanks skipped.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    /// Begins at the start of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Tells whether a blank comes next.
    pub(crate) fn at_blank(&self) -> bool {
        matches!(self.text.as_bytes().get(self.at), Some(b' ' | b'\t'))
    }

    /// Returns what comes next.
    pub(crate) fn next(&mut self) -> Lexeme<'a> {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\t' | b'\r') = bytes.get(self.at) {
            self.at += 1;
        }
        let Some(&first) = bytes.get(self.at) else { return Lexeme::End };
        self.at += 1;
        match first {
            b'\n' => Lexeme::NewLine,
            b'(' => Lexeme::Open,
            b')' => Lexeme::Close,
            b';' => {
                self.at =
                    bytes[self.at..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |n| self.at + n);
                Lexeme::Comment
            }
            b'"' => self.quoted(),
            _ => {
                self.at -= 1;
                self.word()
            }
        }
    }

    /// Reads on to the next blank or special character. All of them are ASCII, so cutting there is sound.
    fn word(&mut self) -> Lexeme<'a> {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b'(' | b')' | b';' | b'"' => break,
                b'\\' => self.skip_escape(),
                _ => self.at += 1,
            }
        }
        Lexeme::Word(Token { text: &self.text[start..self.at], quoted: false })
    }

    /// Reads on to the closing quote, which must be on the same line.
    fn quoted(&mut self) -> Lexeme<'a> {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return Lexeme::Word(Token { text: &self.text[start..self.at - 1], quoted: true });
                }
                b'\n' => break,
                b'\\' => self.skip_escape(),
                _ => self.at += 1,
            }
        }
        Lexeme::OpenQuote
    }

    /// Steps over a backslash and the octet behind it, unless that ends the line.
    fn skip_escape(&mut self) {
        let escaped = self.text.as_bytes().get(self.at + 1).is_some_and(|&b| b != b'\n');
        self.at += if escaped { 2 } else { 1 };
    }
}

/// Cuts one line into tokens. What has a meaning only between lines is refused rather than dropped.
///
/// # Errors
/// [`RdataError::OpenQuote`], and [`RdataError::Special`] for `;`, `(` and `)` outside quotes.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token<'_>>, RdataError> {
    let mut scanner = Scanner::new(text);
    let mut tokens = Vec::new();
    loop {
        match scanner.next() {
            Lexeme::Word(token) => tokens.push(token),
            Lexeme::NewLine => {}
            Lexeme::OpenQuote => return Err(RdataError::OpenQuote),
            Lexeme::Open => return Err(RdataError::Special { character: '(' }),
            Lexeme::Close => return Err(RdataError::Special { character: ')' }),
            Lexeme::Comment => return Err(RdataError::Special { character: ';' }),
            Lexeme::End => return Ok(tokens),
        }
    }
}

/// Appends the octets that `text` stands for: UTF-8 as it is, `\X` and `\DDD` decoded (RFC 1035 §5.1).
///
/// # Errors
/// [`RdataError::Escape`].
pub(super) fn decode(text: &str, out: &mut Vec<u8>) -> Result<(), RdataError> {
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let (octet, used) = unescape(&rest[at..]).map_err(|error| match error {
            NameError::BadEscape { at } => RdataError::Escape { at },
            _ => RdataError::Escape { at: rest[at..].chars().take(5).collect() },
        })?;
        out.push(octet);
        rest = &rest[at + used..];
    }
    out.extend_from_slice(rest.as_bytes());
    Ok(())
}

/// Reads seconds with BIND's units, `300` or `1h30m`; `None` when it is none of both or over `u32::MAX`.
pub(super) fn seconds(text: &str) -> Option<u32> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let mut total = 0_u32;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let unit = match rest.as_bytes().get(digits)?.to_ascii_lowercase() {
            b'w' => 604_800,
            b'd' => 86_400,
            b'h' => 3_600,
            b'm' => 60,
            b's' => 1,
            _ => return None,
        };
        let number: u32 = rest[..digits].parse().ok()?;
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = &rest[digits + 1..];
    }
    Some(total)
}
