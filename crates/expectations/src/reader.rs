//! TOML with places: takes values out of tables, and says of everything that is wrong where it stands.

use std::collections::BTreeSet;
use std::sync::Arc;

use azure_catalogue::spelling::suggestion;
use azure_model::{Diagnostic, Place};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::Diagnostics;

/// A text that is being read, and what was found wrong with it so far.
pub(crate) struct TomlReader<'t> {
    text: &'t str,
    file: Arc<str>,
    line_starts: Vec<usize>,
    /// What is wrong so far.
    pub(crate) diagnostics: Diagnostics,
}

/// A table of a text.
#[derive(Clone, Copy)]
pub(crate) struct PlacedTable<'t, 'd> {
    pub(crate) table: &'d DeTable<'t>,
    /// Where it begins, in octets.
    pub(crate) offset: usize,
}

/// A table with the path that its keys have in messages.
pub(crate) struct TableFields<'t, 'd> {
    table: &'d DeTable<'t>,
    path: String,
    /// Where it begins.
    pub(crate) place: Place,
}

impl<'t> TomlReader<'t> {
    pub(crate) fn new(text: &'t str, file: Arc<str>) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, file, line_starts, diagnostics: Diagnostics::default() }
    }

    /// Parses the text; what TOML itself forbids is reported.
    pub(crate) fn root(&mut self) -> Spanned<DeTable<'t>> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let place = self.place(error.span().map_or(0, |span| span.start));
            let problem = error.message().lines().collect::<Vec<_>>().join(", ");
            self.diagnostics.push(Diagnostic::error(place, "", problem));
        }
        root
    }

    pub(crate) fn place(&self, offset: usize) -> Place {
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1);
        let start = self.line_starts[line - 1];
        let column = 1 + self.text.get(start..offset).map_or(0, |between| between.chars().count());
        Place { file: self.file.clone(), line: line as u32, column: column as u32 }
    }

    /// Returns the fields of a table; keys that are not among `known` are reported.
    pub(crate) fn fields<'d>(
        &mut self,
        PlacedTable { table, offset }: PlacedTable<'t, 'd>,
        path: &str,
        known: &[&str],
    ) -> TableFields<'t, 'd> {
        let fields = TableFields { table, path: path.to_owned(), place: self.place(offset) };
        for (name, _) in table {
            let key: &str = name.get_ref();
            if known.contains(&key) {
                continue;
            }
            let place = self.place(name.span().start);
            let unknown = Diagnostic::error(place, fields.key(key), "is not a key of this table");
            let suggestion = suggestion(key, known.iter().copied());
            let fix = suggestion.unwrap_or_else(|| format!("its keys are {}", known.join(", ")));
            self.diagnostics.push(unknown.fix(fix));
        }
        fields
    }

    /// Describes an error of a value as it is written.
    pub(crate) fn refuse(&self, key: String, value: &Spanned<DeValue<'_>>, problem: &str) -> Diagnostic {
        let written = self.text.get(value.span()).unwrap_or_default();
        Diagnostic::error(self.place(value.span().start), key, problem).value(written)
    }

    /// Converts a value that is a text; `fix` says what to write if it is not one, or not the right one.
    pub(crate) fn text<T>(
        &mut self,
        fields: &TableFields<'t, '_>,
        key: &str,
        convert: impl FnOnce(&str) -> Result<T, ValueError>,
    ) -> Option<T> {
        let value = fields.table.get(key)?;
        self.convert(fields.key(key), value, convert)
    }

    /// Converts every text of a list.
    pub(crate) fn texts<T>(
        &mut self,
        fields: &TableFields<'t, '_>,
        key: &str,
        mut convert: impl FnMut(&str) -> Result<T, ValueError>,
    ) -> Option<Vec<T>> {
        let value = fields.table.get(key)?;
        let DeValue::Array(elements) = value.get_ref() else {
            self.wrong_type(fields.key(key), value, "write a list of texts, [] for nothing");
            return None;
        };
        let path = |at: usize| format!("{}[{at}]", fields.key(key));
        let one = |(at, element)| self.convert(path(at), element, &mut convert);
        Some(elements.iter().enumerate().filter_map(one).collect())
    }

    fn convert<T>(
        &mut self,
        key: String,
        value: &Spanned<DeValue<'t>>,
        convert: impl FnOnce(&str) -> Result<T, ValueError>,
    ) -> Option<T> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(key, value, "write a text between quotes");
            return None;
        };
        match convert(text) {
            Ok(converted) => Some(converted),
            Err(ValueError { problem, fix }) => {
                let refused = self.refuse(key, value, &problem);
                self.diagnostics.push(Diagnostic { fix, ..refused });
                None
            }
        }
    }

    /// Takes `true` or `false`.
    pub(crate) fn boolean(&mut self, fields: &TableFields<'t, '_>, key: &str) -> Option<bool> {
        let value = fields.table.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(boolean) => Some(*boolean),
            _ => {
                self.wrong_type(fields.key(key), value, "write true or false");
                None
            }
        }
    }

    /// Takes a number of seconds.
    pub(crate) fn seconds(&mut self, fields: &TableFields<'t, '_>, key: &str) -> Option<u32> {
        let value = fields.table.get(key)?;
        let seconds = match value.get_ref() {
            DeValue::Integer(integer) => u32::from_str_radix(integer.as_str(), integer.radix()).ok(),
            _ => None,
        };
        if seconds.is_none() {
            let refused = self.refuse(fields.key(key), value, "is not a number of seconds");
            self.diagnostics.push(refused.fix("write 0 to 4294967295"));
        }
        seconds
    }

    /// Takes the tables of a list.
    pub(crate) fn tables<'d>(
        &mut self,
        fields: &TableFields<'t, 'd>,
        key: &str,
    ) -> Option<Vec<PlacedTable<'t, 'd>>> {
        let value = fields.table.get(key)?;
        let DeValue::Array(elements) = value.get_ref() else {
            self.wrong_type(fields.key(key), value, &format!("write [[{key}]] before each"));
            return None;
        };
        let mut tables = Vec::new();
        for (at, element) in elements.iter().enumerate() {
            match element.get_ref() {
                DeValue::Table(table) => {
                    tables.push(PlacedTable { table, offset: element.span().start });
                }
                _ => self.wrong_type(format!("{}[{at}]", fields.key(key)), element, "write a table"),
            }
        }
        Some(tables)
    }

    fn wrong_type(&mut self, key: String, value: &Spanned<DeValue<'_>>, fix: &str) {
        let kind = value.get_ref().type_str();
        let article = if kind.starts_with(['a', 'i']) { "an" } else { "a" };
        let refused = self.refuse(key, value, &format!("is {article} {kind}"));
        self.diagnostics.push(refused.fix(fix));
    }

    /// Reports keys that have to be there.
    pub(crate) fn require(&mut self, fields: &TableFields<'t, '_>, keys: &[(&str, &str)]) {
        for (key, fix) in keys.iter().filter(|(key, _)| !fields.has(key)) {
            let missing = Diagnostic::error(fields.place.clone(), fields.key(key), "is missing");
            self.diagnostics.push(missing.fix(*fix));
        }
    }
}

impl TableFields<'_, '_> {
    /// Returns the path of a key.
    pub(crate) fn key(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Tells whether a key is written.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Tells whether no other keys are written.
    pub(crate) fn has_only(&self, keys: &[&str]) -> bool {
        self.table.iter().all(|(key, _)| keys.contains(&&**key.get_ref()))
    }

    /// Returns where a value stands; the table's place if it is missing.
    pub(crate) fn place_of(&self, reader: &TomlReader<'_>, key: &str) -> Place {
        self.table.get(key).map_or_else(|| self.place.clone(), |value| reader.place(value.span().start))
    }

    /// Returns which of some keys are written.
    pub(crate) fn written<'k>(&self, keys: &[&'k str]) -> BTreeSet<&'k str> {
        keys.iter().copied().filter(|key| self.has(key)).collect()
    }
}

/// Why a text is not what it should be, and what to write.
pub(crate) struct ValueError {
    problem: String,
    /// `None`: the problem says it.
    fix: Option<String>,
}

impl ValueError {
    pub(crate) fn new(problem: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { problem: problem.into(), fix: Some(fix.into()) }
    }

    /// Refuses a word that is not among those known; a typing error is recognized.
    pub(crate) fn of_word(word: &str, problem: &str, known: &[&str], listed: &str) -> Self {
        let suggestion = suggestion(word, known.iter().copied());
        Self::new(problem, suggestion.unwrap_or_else(|| format!("{listed} {}", known.join(", "))))
    }

    pub(crate) fn of_mistake(mistake: &impl zone_store::mistake::Mistake) -> Self {
        Self { problem: mistake.sentence().to_string(), fix: mistake.fix().map(|fix| fix.into_owned()) }
    }
}
