//! Problems of one file, gathered: nothing stops at the first one.

use azure_model::Diagnostic;

/// What is wrong with a file so far; all of it is an error.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Tells whether there is any.
    pub(crate) fn has_errors(&self) -> bool {
        !self.list.is_empty()
    }

    /// Returns them sorted by place; of equal ones, one.
    pub(crate) fn into_sorted(self) -> Vec<Diagnostic> {
        let mut list = self.list;
        list.sort_by(|a, b| (&a.place, &a.key, &a.problem).cmp(&(&b.place, &b.key, &b.problem)));
        list.dedup();
        list
    }
}
