//! Failures as a diff of what `dig` would print, and a line that sums up.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::paint::{Colour, Paint};
use super::{count, file_count, place};
use crate::compare::{Content, DiffLine, Difference, Side};
use crate::expectation::Aspect;
use crate::run::{Checked, Counts, ExpectationResult};
use crate::seen::ObservedOutcome;

/// Writes every failure, what could not be known, what was not checked and why, and a line that sums up.
pub fn report(checked: &[Checked<'_>], paint: Paint) -> String {
    let mut text = String::new();
    checked.iter().for_each(|one| problem(&mut text, one, paint));
    text.push_str(&unchecked(checked, paint));
    text.push_str(&summary(checked, paint));
    text
}

/// Writes what is to be said about one expectation; nothing if it passed.
pub(crate) fn problem(text: &mut String, one: &Checked<'_>, paint: Paint) {
    match &one.verdict {
        ExpectationResult::Failed(compared) => {
            heading(text, one, &paint.paint(Colour::Red, "FAILED"));
            compared.differences.iter().for_each(|found| difference(text, found, paint));
            notes(text, one, paint);
        }
        ExpectationResult::Unknown(why) => {
            heading(text, one, &paint.paint(Colour::Yellow, "UNKNOWN"));
            let _ = writeln!(text, "  {why}\n");
        }
        ExpectationResult::Passed(_) | ExpectationResult::NotChecked(_) => {}
    }
}

fn heading(text: &mut String, one: &Checked<'_>, word: &str) {
    let expectation = &one.case.expectation;
    let _ = writeln!(text, "{word} {}", place(expectation));
    let _ = writeln!(text, "  from {}: {}", expectation.from, one.seen.dig);
}

/// Writes one difference; records are aligned as `dig` aligns them.
fn difference(text: &mut String, difference: &Difference, paint: Paint) {
    let _ = writeln!(text, "  {}", difference.aspect.key());
    let mut widths = [0; 3];
    for line in &difference.lines {
        if let Content::Record(fields) = &line.content {
            for (width, field) in widths.iter_mut().zip(fields) {
                *width = (*width).max(field.chars().count());
            }
        }
    }
    for DiffLine { side, content } in &difference.lines {
        let shown = match content {
            Content::Text(text) => text.clone(),
            Content::Record([owner, ttl, kind, data]) => {
                let [w0, w1, w2] = widths;
                format!("{owner:<w0$} {ttl:>w1$} {kind:<w2$} {data}")
            }
        };
        let _ = match side {
            Side::Both => writeln!(text, "      {shown}"),
            Side::Expected => writeln!(text, "{}", paint.paint(Colour::Red, &format!("    - {shown}"))),
            Side::Observation => writeln!(text, "{}", paint.paint(Colour::Green, &format!("    + {shown}"))),
        };
    }
}

/// Writes what else the answer says about why it is so.
fn notes(text: &mut String, one: &Checked<'_>, paint: Paint) {
    if let ObservedOutcome::Answer(observed) = &one.seen.outcome {
        let is_shown = one.verdict.differences().iter().any(|found| found.aspect == Aspect::Rcode);
        let rcode =
            (observed.rcode != "NOERROR" && !is_shown).then(|| format!("; status: {}", observed.rcode));
        for note in rcode.into_iter().chain(observed.errors.iter().map(|error| format!("; EDE: {error}"))) {
            let _ = writeln!(text, "  {}", paint.paint(Colour::Dim, &note));
        }
    }
    text.push('\n');
}

/// Writes what was not checked, once for each reason.
fn unchecked(checked: &[Checked<'_>], paint: Paint) -> String {
    let mut whole: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut parts: BTreeMap<(Aspect, &str), Vec<String>> = BTreeMap::new();
    for one in checked {
        let at = || place(&one.case.expectation);
        if let ExpectationResult::NotChecked(why) = &one.verdict {
            whole.entry(why).or_default().push(at());
        }
        for (aspect, why) in one.verdict.left_out() {
            parts.entry((*aspect, why)).or_default().push(at());
        }
    }
    let mut text = String::new();
    let word = paint.paint(Colour::Yellow, "NOT CHECKED");
    for (why, places) in whole {
        let _ = writeln!(text, "{word} {}: {why}\n  {}", places.len(), shortened(&places));
    }
    for ((aspect, why), places) in parts {
        let _ =
            writeln!(text, "{word} {} of {}: {why}\n  {}", aspect.key(), places.len(), shortened(&places));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Lists the first few.
fn shortened(places: &[String]) -> String {
    const FEW: usize = 4;
    let shown = places.iter().take(FEW).cloned().collect::<Vec<_>>().join(", ");
    match places.len().saturating_sub(FEW) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Sums up in one line.
pub fn summary(checked: &[Checked<'_>], paint: Paint) -> String {
    let counts = Counts::of(checked);
    let head = format!("{} in {}", count(counts.all, "expectation"), count(file_count(checked), "file"));
    let passed = match counts.in_part {
        0 => format!("{} passed", counts.passed),
        part => format!("{} passed, {part} of them in part", counts.passed),
    };
    let mut parts = vec![paint.paint(Colour::Green, &passed)];
    for (number, word, colour) in [
        (counts.failed, "failed", Colour::Red),
        (counts.unknown, "unknown", Colour::Yellow),
        (counts.not_checked, "not checked", Colour::Yellow),
    ] {
        parts.extend((number > 0).then(|| paint.paint(colour, &format!("{number} {word}"))));
    }
    format!("{head}: {}\n", parts.join(", "))
}
