//! The Test Anything Protocol, version 14.

use std::fmt::Write as _;

use super::{place, title};
use crate::compare::Side;
use crate::run::{Checked, ExpectationResult};

/// Writes a test point for each expectation; what differs follows in YAML.
pub fn report(checked: &[Checked<'_>]) -> String {
    let mut text = format!("TAP version 14\n1..{}\n", checked.len());
    for (at, one) in checked.iter().enumerate() {
        let expectation = &one.case.expectation;
        let number = at + 1;
        // A # would begin a directive.
        let name = format!("{} ({})", title(expectation), place(expectation)).replace('#', "\\#");
        match &one.verdict {
            ExpectationResult::Passed(_) => {
                let _ = writeln!(text, "ok {number} - {name}");
            }
            ExpectationResult::NotChecked(why) => {
                let _ = writeln!(text, "ok {number} - {name} # SKIP {why}");
            }
            ExpectationResult::Unknown(why) => {
                let _ = writeln!(text, "not ok {number} - {name}\n  ---\n  unknown: {}\n  ...", quoted(why));
            }
            ExpectationResult::Failed(compared) => {
                let _ = writeln!(text, "not ok {number} - {name}\n  ---\n  dig: {}", quoted(&one.seen.dig));
                for difference in &compared.differences {
                    let _ = writeln!(text, "  {}:", difference.aspect.key());
                    for (key, side) in [("expected", Side::Expected), ("seen", Side::Observation)] {
                        let lines: Vec<String> =
                            difference.side(side).iter().map(|line| quoted(line)).collect();
                        let _ = writeln!(text, "    {key}: [{}]", lines.join(", "));
                    }
                }
                text.push_str("  ...\n");
            }
        }
        for (aspect, why) in one.verdict.left_out() {
            let _ = writeln!(text, "# {number}: {} not checked: {why}", aspect.key());
        }
    }
    text
}

/// Writes a text between quotes: YAML's double quotes are JSON's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
