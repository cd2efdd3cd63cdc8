//! Results for people and for machines. Nothing is printed here: texts are returned.

pub mod json;
pub mod junit;
pub mod list;
pub mod matrix;
pub mod paint;
pub mod settled;
pub mod tap;
pub mod text;

use zone_store::rdata;

use crate::expectation::Expectation;
use crate::run::Checked;

/// Writes where an expectation stands: `FILE:LINE`.
pub(crate) fn place(expectation: &Expectation) -> String {
    format!("{}:{}", expectation.place.file, expectation.place.line)
}

/// Writes what is asked from where: `NAME TYPE from NETWORK`.
pub(crate) fn title(expectation: &Expectation) -> String {
    let Expectation { from, query, .. } = expectation;
    format!("{} {} from {from}", query.name.without_dot(), rdata::type_name(query.rtype))
}

/// Counts the files of a run.
pub(crate) fn file_count(checked: &[Checked<'_>]) -> usize {
    let mut paths: Vec<_> = checked.iter().map(|one| &one.file.path).collect();
    paths.sort();
    paths.dedup();
    paths.len()
}

/// Writes a number of things.
pub(crate) fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}
