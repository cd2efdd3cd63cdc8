//! Cuts a zone file into logical lines: comments gone, parentheses joined (RFC 1035 §5.1).

use super::ZoneFileProblem;
use crate::rdata::{Lexeme, Scanner, Token};

/// A logical line with at least one token or fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LogicalLine {
    /// Where it begins, from 1.
    pub(super) number: u32,
    /// Whether it begins with a blank, so that the last owner holds.
    pub(super) indented: bool,
    /// Its first fault and that fault's line.
    pub(super) fault: Option<(u32, ZoneFileProblem)>,
}

/// Walks over the logical lines of a text.
pub(super) struct Lines<'a> {
    scanner: Scanner<'a>,
    number: u32,
}

impl<'a> Lines<'a> {
    /// Begins at the first line; a byte order mark is skipped.
    pub(super) fn new(text: &'a str) -> Self {
        Self { scanner: Scanner::new(text.strip_prefix('\u{FEFF}').unwrap_or(text)), number: 1 }
    }

    /// Reads the next logical line that is not empty and puts its tokens in `tokens`; `None` at the end.
    pub(super) fn next(&mut self, tokens: &mut Vec<Token<'a>>) -> Option<LogicalLine> {
        tokens.clear();
        let mut line = LogicalLine { number: self.number, indented: self.scanner.at_blank(), fault: None };
        let mut depth = 0_u32;
        let mut opened = 0;
        loop {
            match self.scanner.next() {
                Lexeme::Word(token) => tokens.push(token),
                Lexeme::Comment => {}
                Lexeme::Open => {
                    if depth == 0 {
                        opened = self.number;
                    }
                    depth += 1;
                }
                Lexeme::Close if depth > 0 => depth -= 1,
                Lexeme::Close => self.fault(&mut line, ZoneFileProblem::CloseParenthesis),
                Lexeme::OpenQuote => self.fault(&mut line, ZoneFileProblem::OpenQuote),
                Lexeme::NewLine => {
                    self.number = self.number.saturating_add(1);
                    if depth > 0 {
                        continue;
                    }
                    if !tokens.is_empty() || line.fault.is_some() {
                        return Some(line);
                    }
                    line =
                        LogicalLine { number: self.number, indented: self.scanner.at_blank(), fault: None };
                }
                Lexeme::End => {
                    if depth > 0 {
                        line.fault = line.fault.or(Some((opened, ZoneFileProblem::OpenParenthesis)));
                    }
                    return (!tokens.is_empty() || line.fault.is_some()).then_some(line);
                }
            }
        }
    }

    /// Notes a fault at the current line, unless there is one already.
    fn fault(&self, line: &mut LogicalLine, problem: ZoneFileProblem) {
        if line.fault.is_none() {
            line.fault = Some((self.number, problem));
        }
    }
}
