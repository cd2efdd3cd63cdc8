//! Refusals gathered from every stage: nothing stops at the first one.

use super::Refusal;
use crate::diagnostic::{Diagnostic, Severity};
use crate::id::ObjectId;
use crate::schema::Table;

/// Everything that is refused so far, and everything that somebody should look at.
#[derive(Debug, Default)]
pub struct Refusals {
    list: Vec<Refusal>,
    error_count: usize,
    left_out: Vec<LeftOut>,
}

/// An object that there is not because it is refused, or one of its values.
#[derive(Debug)]
struct LeftOut {
    /// The path of its table in the schema.
    path: &'static str,
    /// How others may refer to it, in lower case.
    reference: String,
}

impl Refusals {
    /// Adds one.
    pub fn push(&mut self, refusal: Refusal) {
        self.error_count += usize::from(refusal.severity() == Severity::Error);
        self.list.push(refusal);
    }

    /// Does some work about an object: what it adds, and does not say about another object, is about this one.
    pub fn about<T>(&mut self, subject: impl FnOnce() -> ObjectId, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.list.len();
        let result = work(self);
        if self.list.len() > before {
            let subject = subject();
            for refusal in self.list[before..].iter_mut().filter(|refusal| refusal.subject.is_none()) {
                refusal.subject = Some(subject.clone());
            }
        }
        result
    }

    /// Counts the objects that are left out so far.
    pub(crate) fn left_out(&self) -> usize {
        self.left_out.len()
    }

    /// Notes an object that was read or looked at since `mark` objects were left out, by the texts that others may refer to it
    /// with. One that is there puts them before those of its children that are left out; of one that is not, its children are
    /// not noted: nothing finds the way to them.
    pub(crate) fn leave_out_of(
        &mut self,
        table: &'static Table,
        references: &[String],
        mark: usize,
        is_there: bool,
    ) {
        let children = self.left_out.split_off(mark);
        match is_there {
            true if references.is_empty() => self.left_out.extend(children),
            true => {
                for LeftOut { path, reference } in &children {
                    let full = references.iter().map(|owner| format!("{owner}/{reference}"));
                    self.left_out.extend(full.map(|reference| LeftOut { path, reference }));
                }
            }
            false => {
                let own = references.iter().cloned();
                self.left_out.extend(own.map(|reference| LeftOut { path: table.path, reference }));
            }
        }
    }

    /// Notes an object that there is not because it is refused, by the text that others refer to it with.
    pub fn leave_out(&mut self, table: &'static Table, reference: &str) {
        self.left_out.push(LeftOut { path: table.path, reference: reference.to_lowercase() });
    }

    /// Tells whether a reference may mean an object of a table that is left out because it is refused. Who refers to it
    /// is not to blame. A reference to a child begins with one to the object that it is in.
    pub fn has_left_out(&self, table: &Table, reference: &str) -> bool {
        let reference = reference.strip_suffix('.').unwrap_or(reference).to_lowercase();
        self.references_left_out(table).any(|one| one == reference)
    }

    /// Lists the references, in lower case, to the objects of a table that are left out.
    pub fn references_left_out(&self, table: &Table) -> impl Iterator<Item = &str> {
        let path = table.path;
        self.left_out.iter().filter(move |one| one.path == path).map(|one| one.reference.as_str())
    }

    /// Counts the errors.
    pub fn error_count(&self) -> usize {
        self.error_count
    }

    /// Tells whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.error_count > 0
    }

    /// Returns them sorted by place, key and text; of equal ones, one.
    pub fn into_sorted(self) -> Vec<Refusal> {
        let mut list = self.list;
        list.sort_by_cached_key(|refusal| {
            let Diagnostic { place, key, problem, .. } = refusal.to_diagnostic();
            (place, key, problem)
        });
        list.dedup();
        list
    }
}

impl Extend<Refusal> for Refusals {
    fn extend<I: IntoIterator<Item = Refusal>>(&mut self, refusals: I) {
        refusals.into_iter().for_each(|refusal| self.push(refusal));
    }
}
