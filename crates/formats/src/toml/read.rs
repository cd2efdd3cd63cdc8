//! Reads TOML into values that any other format could have written, with the place of each.

use std::borrow::Cow;
use std::sync::Arc;

use azure_objects::raw::{RawData, RawDocument, RawEntry, RawTable, RawValue};
use azure_objects::refusal::SyntaxRefusal;
use azure_objects::{ConfigFile, Place, Provenance, Refusals, Site};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Parses a text; `file` names it in refusals. What is wrong goes to `refusals`, and the rest is returned.
///
/// `None`: the text is damaged (no TOML), so that checks across objects would only report consequences.
pub fn parse(text: &str, file: &str, refusals: &mut Refusals) -> Option<ConfigFile> {
    parse_as(text, Some(Arc::from(file)), refusals)
}

/// Parses a text that is part of a program: its values are those of the same structs built in code, with no place.
///
/// `None` as for [`parse`].
pub fn parse_in_code(text: &str, refusals: &mut Refusals) -> Option<ConfigFile> {
    parse_as(text, None, refusals)
}

fn parse_as(text: &str, file: Option<Arc<str>>, refusals: &mut Refusals) -> Option<ConfigFile> {
    let document = DocumentReader::new(text, file).document(refusals);
    let config = ConfigFile::from_document(&document, refusals);
    document.is_intact.then_some(config)
}

/// The text that is being read.
struct DocumentReader<'t> {
    text: &'t str,
    /// `None`: the text stands for no file, and its values count as built in code.
    file: Option<Arc<str>>,
    line_starts: Vec<usize>,
    /// The last offset that was asked for, and its column: on one long line, counting goes on from there.
    last_column: (usize, usize),
}

impl<'t> DocumentReader<'t> {
    fn new(text: &'t str, file: Option<Arc<str>>) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, file, line_starts, last_column: (0, 1) }
    }

    /// Reads the whole text, and reports what TOML itself forbids.
    fn document(mut self, refusals: &mut Refusals) -> RawDocument<'t> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let place = self.place(error.span().map_or(0, |span| span.start));
            let error = error.message().lines().collect::<Vec<_>>().join(", ");
            refusals.push(Site::table(place, "".into()).refuse(SyntaxRefusal::Toml { error }));
        }
        let place = self.place(0);
        RawDocument { root: self.table(root.into_inner()), place, is_intact: errors.is_empty() }
    }

    fn place(&mut self, offset: usize) -> Provenance {
        let Some(file) = self.file.clone() else { return Provenance::Code };
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1);
        let start = self.line_starts[line - 1];
        let (last, last_column) = self.last_column;
        let from = if (start..=offset).contains(&last) { (last, last_column) } else { (start, 1) };
        let column = from.1 + self.text.get(from.0..offset).map_or(0, |between| between.chars().count());
        self.last_column = (offset, column);
        Place { file, line: line as u32, column: column as u32 }.into()
    }

    fn table(&mut self, table: DeTable<'t>) -> RawTable<'t> {
        let entry = |(key, value): (Spanned<Cow<'t, str>>, _)| RawEntry {
            place: self.place(key.span().start),
            key: key.into_inner(),
            value: self.value(value),
        };
        RawTable { entries: table.into_iter().map(entry).collect() }
    }

    fn value(&mut self, value: Spanned<DeValue<'t>>) -> RawValue<'t> {
        let span = value.span();
        let place = self.place(span.start);
        let data = match value.into_inner() {
            DeValue::String(text) => RawData::Text(text),
            DeValue::Integer(integer) => {
                RawData::Integer(i64::from_str_radix(integer.as_str(), integer.radix()).ok())
            }
            DeValue::Boolean(boolean) => RawData::Boolean(boolean),
            DeValue::Array(array) => {
                RawData::Array(array.into_iter().map(|element| self.value(element)).collect())
            }
            DeValue::Table(table) => RawData::Table(self.table(table)),
            DeValue::Float(_) => RawData::Other("float"),
            DeValue::Datetime(_) => RawData::Other("datetime"),
        };
        RawValue { data, place, written: self.text.get(span).unwrap_or_default() }
    }
}
