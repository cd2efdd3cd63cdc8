//! JUnit's XML, as CI systems read it: a suite for each file, a case for each expectation.

use std::fmt::Write as _;
use std::time::Duration;

use super::{place, text, title};
use crate::report::paint::Paint;
use crate::run::{Checked, Counts, ExpectationResult};

/// Writes the file; `took` is how long the whole run took.
pub fn report(checked: &[Checked<'_>], took: Duration) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let seconds = took.as_secs_f64();
    let _ = writeln!(xml, "<testsuites name=\"zonite test\" {} time=\"{seconds:.3}\">", numbers(checked));
    for suite in checked.chunk_by(|a, b| a.file.path == b.file.path) {
        let name = suite.first().map(|one| one.file.path.display().to_string()).unwrap_or_default();
        // How long each file took is not measured.
        let _ = writeln!(xml, "  <testsuite name=\"{}\" {} time=\"0\">", quoted(&name), numbers(suite));
        suite.iter().for_each(|one| case(&mut xml, one, &name));
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

/// Writes the attributes that count; what could not be known is an error.
fn numbers(checked: &[Checked<'_>]) -> String {
    let Counts { all, failed, unknown, not_checked, .. } = Counts::of(checked);
    format!("tests=\"{all}\" failures=\"{failed}\" errors=\"{unknown}\" skipped=\"{not_checked}\"")
}

fn case(xml: &mut String, one: &Checked<'_>, file: &str) {
    let expectation = &one.case.expectation;
    let name = quoted(&format!("{} ({})", title(expectation), place(expectation)));
    let class = quoted(file);
    let line = expectation.place.line;
    let _ = write!(
        xml,
        "    <testcase name=\"{name}\" classname=\"{class}\" file=\"{class}\" line=\"{line}\" time=\"0\""
    );
    let inner = inner(one);
    if inner.is_empty() {
        xml.push_str("/>\n");
    } else {
        let _ = writeln!(xml, ">\n{inner}    </testcase>");
    }
}

/// Writes what there is to say about a case; nothing if it passed whole.
fn inner(one: &Checked<'_>) -> String {
    let mut inner = String::new();
    match &one.verdict {
        ExpectationResult::Passed(_) => {}
        ExpectationResult::Failed(compared) => {
            let keys: Vec<&str> = compared.differences.iter().map(|found| found.aspect.key()).collect();
            let message = format!("{} differs", keys.join(", "));
            let mut body = String::new();
            text::problem(&mut body, one, Paint::Plain);
            let body = escaped(body.trim_end());
            let _ =
                writeln!(inner, "      <failure message=\"{message}\" type=\"expectation\">{body}</failure>");
        }
        ExpectationResult::NotChecked(why) => {
            let _ = writeln!(inner, "      <skipped message=\"{}\"/>", quoted(why));
        }
        ExpectationResult::Unknown(why) => {
            let _ = writeln!(inner, "      <error message=\"{}\" type=\"unknown\"/>", quoted(why));
        }
    }
    let left_out = one.verdict.left_out().iter();
    let left_out: Vec<String> =
        left_out.map(|(aspect, why)| format!("{} not checked: {why}", aspect.key())).collect();
    if !left_out.is_empty() {
        let _ = writeln!(inner, "      <system-out>{}</system-out>", escaped(&left_out.join("\n")));
    }
    inner
}

/// Writes a text for an attribute.
fn quoted(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}

/// Writes a text as XML 1.0 can hold it; what it cannot hold becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\n' | '\t' => xml.push(character),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => {
                xml.push('\u{fffd}');
            }
            other => xml.push(other),
        }
    }
    xml
}
