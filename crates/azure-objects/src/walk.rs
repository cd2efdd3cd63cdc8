//! Walks the tables of a document with the schema beside it: every key known, every value of its kind, or a refusal.
//!
//! Of each table an object is made (`form.rs`). Where one of its values is refused there is no object, and what refers to it
//! is not refused for that.

use crate::form::{Declared, FieldValue};
use crate::located::Site;
use crate::raw::{RawData, RawEntry, RawTable};
use crate::refusal::{Refusals, Suggestion, SyntaxRefusal};
use crate::schema::{Default, Key, Status, Table};

/// What is known while a document is walked.
pub(crate) struct Walk<'d> {
    /// Whether the document has no syntax errors; in a damaged one, a key may only seem to be missing.
    is_intact: bool,
    /// What was found wrong so far.
    pub(crate) refusals: &'d mut Refusals,
}

impl<'d> Walk<'d> {
    /// Starts at the root of a document.
    pub(crate) fn new(is_intact: bool, refusals: &'d mut Refusals) -> Self {
        Self { is_intact, refusals }
    }

    /// Reads the table that begins at a site; `None`: something of it is refused.
    pub(crate) fn table<D: Declared>(
        &mut self,
        table: &RawTable<'_>,
        schema: &'static Table,
        site: &Site,
    ) -> Option<D> {
        let mark = self.refusals.left_out();
        let site = Site::table(site.place.clone(), site.path().into());
        self.unknown_keys(table, schema, &site);
        let object = D::read_fields(&mut TableReader { walk: self, table, schema, site });
        if self.refusals.left_out() > mark || (object.is_none() && D::STANDS_ALONE) {
            self.refusals.leave_out_of(schema, &references(table), mark, object.is_some());
        }
        object
    }

    fn unknown_keys(&mut self, table: &RawTable<'_>, schema: &Table, site: &Site) {
        for RawEntry { key: name, place, .. } in &table.entries {
            let refused = match schema.key(name).map(|key| key.status) {
                Some(Status::Built) => continue,
                Some(Status::NotBuilt) => SyntaxRefusal::KeyOfLaterVersion,
                None => SyntaxRefusal::UnknownKey { suggestion: suggestion(schema, name) },
            };
            self.refusals.push(site.of_key(name, place.clone()).refuse(refused));
        }
    }
}

/// Says which key was probably meant.
fn suggestion(schema: &Table, name: &str) -> Suggestion {
    let names = || schema.keys.iter().filter(|key| key.status == Status::Built).map(|key| key.name);
    match schema.nearest(name) {
        Some(meant) => Suggestion::Nearest(vec![meant.to_owned()]),
        None => Suggestion::Keys(names().map(str::to_owned).collect()),
    }
}

/// One table that is being read.
pub(crate) struct TableReader<'r, 'd> {
    walk: &'r mut Walk<'d>,
    table: &'r RawTable<'r>,
    schema: &'static Table,
    /// Where the table begins.
    pub(crate) site: Site,
}

impl TableReader<'_, '_> {
    /// Reads the key at a position of the schema; `None`: it is refused, or is missing and has no default.
    pub(crate) fn field<F: FieldValue>(&mut self, position: usize) -> Option<F> {
        let key = &self.schema.keys[position];
        if let Some(entry) = self.table.get(key.name) {
            let at_key = self.site.of_key(key.name, entry.place.clone());
            return F::read(self.walk, key.kind, &entry.value, &at_key);
        }
        let at_key = self.site.of_key(key.name, self.site.place.clone());
        if key.default == Default::Required {
            self.missing(key, &at_key);
            return None;
        }
        F::absent(key, &at_key)
    }

    /// Does the same; where the value is refused, what holds without the key stays.
    pub(crate) fn setting<F: FieldValue>(&mut self, position: usize) -> Option<F> {
        let key = &self.schema.keys[position];
        self.field(position).or_else(|| F::absent(key, &self.site.of_key(key.name, self.site.place.clone())))
    }

    fn missing(&mut self, key: &Key, at_key: &Site) {
        if self.walk.is_intact {
            self.walk.refusals.push(at_key.refuse(SyntaxRefusal::MissingKey { kind: key.kind }));
        }
    }
}

/// Lists the texts by which others may refer to the object of a table, in lower case: its name, alone and with its group.
pub(crate) fn references(table: &RawTable<'_>) -> Vec<String> {
    let text = |key| match &table.get(key)?.value.data {
        RawData::Text(text) => Some(text.strip_suffix('.').unwrap_or(text).to_lowercase()),
        _ => None,
    };
    let Some(name) = text("name") else { return Vec::new() };
    let in_group = text("resource_group").map(|group| format!("{group}/{name}"));
    std::iter::once(name).chain(in_group).collect()
}
