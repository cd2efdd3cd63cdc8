//! What would be asked.

use std::fmt::Write as _;

use super::{count, place, title};
use crate::suite::Suite;

/// Writes a line for each expectation.
pub fn list(suite: &Suite) -> String {
    let mut text = String::new();
    for (_, case) in suite.cases() {
        let _ = writeln!(text, "{}: {}", place(&case.expectation), title(&case.expectation));
    }
    let _ = writeln!(text, "{}", count(suite.count(), "expectation"));
    text
}
