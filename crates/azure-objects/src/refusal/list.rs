//! Refusals gathered from every stage: nothing stops at the first one.

use super::Refusal;
use crate::diagnostic::{Diagnostic, Severity};
use crate::id::ObjectId;

/// Everything that is refused so far, and everything that somebody should look at.
#[derive(Debug, Default)]
pub struct Refusals {
    list: Vec<Refusal>,
    error_count: usize,
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
