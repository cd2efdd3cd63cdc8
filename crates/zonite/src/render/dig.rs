//! Answers as `dig` prints them.

use std::fmt::{self, Write};

use zone_store::answer::{Answer, ExtendedError, Records, rcode_name};
use zone_store::engine::Query;
use zone_store::rdata;

/// Columns of TTL, class, type and RDATA.
const COLUMNS: [usize; 4] = [24, 32, 40, 48];

/// An answer with its question, in the words of `dig`.
pub(crate) struct Dig<'a, 's> {
    /// The question.
    pub(crate) query: &'a Query,
    /// The answer.
    pub(crate) answer: &'a Answer<'s>,
    /// The UDP payload size that the resolver announces, octets.
    pub(crate) payload: u16,
    /// The client and the resolver: the last line.
    pub(crate) footer: String,
}

impl fmt::Display for Dig<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { query, answer, .. } = self;
        writeln!(f, ";; ->>HEADER<<- opcode: QUERY, status: {}, id: 0", rcode_name(answer.rcode))?;
        let mut flags = String::from("qr");
        for (set, name) in [
            (answer.authoritative, " aa"),
            (query.recursion_desired, " rd"),
            (answer.recursion_available, " ra"),
        ] {
            flags.push_str(if set { name } else { "" });
        }
        let count = |section: &[Records<'_>]| section.iter().map(|set| set.rdata().len()).sum::<usize>();
        writeln!(
            f,
            ";; flags: {flags}; QUERY: 1, ANSWER: {}, AUTHORITY: {}, ADDITIONAL: {}\n",
            count(&answer.answer),
            count(&answer.authority),
            count(&answer.additional) + 1
        )?;
        writeln!(f, ";; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: {}", self.payload)?;
        answer.errors.iter().try_for_each(|error| write_error(f, error))?;
        writeln!(f, ";; QUESTION SECTION:")?;
        // dig does not count the semicolon.
        let mut line = query.name.to_string();
        pad(&mut line, COLUMNS[1]);
        line.push_str("IN");
        pad(&mut line, COLUMNS[2]);
        writeln!(f, ";{line}{}", rdata::type_name(query.rtype))?;
        for (title, section) in [
            ("ANSWER", &*answer.answer),
            ("AUTHORITY", &*answer.authority),
            ("ADDITIONAL", &*answer.additional),
        ] {
            write_section(f, title, section)?;
        }
        writeln!(f, "\n;; {}", self.footer)
    }
}

fn write_section(f: &mut fmt::Formatter<'_>, title: &str, section: &[Records<'_>]) -> fmt::Result {
    if section.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n;; {title} SECTION:")?;
    for set in section {
        for octets in set.rdata().iter() {
            let mut line = set.owner.to_string();
            pad(&mut line, COLUMNS[0]);
            write!(line, "{}", set.ttl)?;
            pad(&mut line, COLUMNS[1]);
            line.push_str("IN");
            pad(&mut line, COLUMNS[2]);
            write!(line, "{}", rdata::type_name(set.rtype))?;
            pad(&mut line, COLUMNS[3]);
            writeln!(f, "{line}{}", rdata::display(set.rtype, octets))?;
        }
    }
    Ok(())
}

fn write_error(f: &mut fmt::Formatter<'_>, error: &ExtendedError) -> fmt::Result {
    let code = error.code.number();
    writeln!(f, "; EDE: {code} ({}): ({})", super::error_name(error.code), error.text)
}

/// Fills a line up to a column, or by one where it is past it: with tabs as far as they reach, then blanks, as dig does.
fn pad(line: &mut String, column: usize) {
    let at = line.chars().fold(0, |at, c| if c == '\t' { at / 8 * 8 + 8 } else { at + 1 });
    let to = column.max(at + 1);
    let tabs = to / 8 - at / 8;
    let blanks = if tabs > 0 { to % 8 } else { to - at };
    line.extend(std::iter::repeat_n('\t', tabs).chain(std::iter::repeat_n(' ', blanks)));
}

/// The record data alone, a line each, as `dig +short` prints them.
pub(crate) fn short(answer: &Answer<'_>) -> String {
    let mut text = String::new();
    for set in &answer.answer {
        for octets in set.rdata().iter() {
            text.push_str(&rdata::display(set.rtype, octets).to_string());
            text.push('\n');
        }
    }
    text
}
