//! What a run says about open questions: what was asked, what was seen, what that means.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::compare::{Strictness, compare};
use crate::run::Checked;
use crate::seen::ObservedOutcome;

use super::count;

/// Writes, for each open question, what was asked and seen, and what that means; for people to send back.
pub fn report(checked: &[Checked<'_>]) -> String {
    let mut questions: Vec<&str> = Vec::new();
    let mut by_question: BTreeMap<&str, Vec<&Checked<'_>>> = BTreeMap::new();
    for one in checked {
        if let Some(question) = &one.case.expectation.settles {
            if !by_question.contains_key(&**question) {
                questions.push(question);
            }
            by_question.entry(question).or_default().push(one);
        }
    }
    let mut text = String::new();
    let mut settled = 0;
    for question in &questions {
        let _ = writeln!(text, "{question}");
        for one in by_question.get(question).into_iter().flatten() {
            settled += usize::from(answer(&mut text, one));
        }
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "{}, {} with a meaning",
        count(questions.len(), "open question"),
        count(settled, "answer")
    );
    text
}

/// Writes one answer; tells whether it has a meaning.
fn answer(text: &mut String, one: &Checked<'_>) -> bool {
    let _ = writeln!(text, "  asked from {}: {}", one.case.expectation.from, one.seen.dig);
    match &one.seen.outcome {
        ObservedOutcome::Answer(observed) => {
            let _ = writeln!(text, "  seen  {} (flags: {})", observed.rcode, observed.flags.join(" "));
            for (section, records) in [
                ("answer", &observed.answer),
                ("authority", &observed.authority),
                ("additional", &observed.additional),
            ] {
                for record in records {
                    let _ = writeln!(text, "        {section}: {record}");
                }
            }
        }
        ObservedOutcome::Silence(why) => {
            let _ = writeln!(text, "  seen  no answer: {why}");
        }
        ObservedOutcome::Unknown(why) | ObservedOutcome::NotAsked(why) => {
            let _ = writeln!(text, "  not asked: {why}");
            return false;
        }
    }
    let readings = &one.case.expectation.readings;
    let fits = |wanted| {
        compare(wanted, &one.seen, Strictness::Meaning).is_some_and(|found| found.differences.is_empty())
    };
    match readings.iter().find(|reading| fits(&reading.wanted)) {
        Some(reading) => {
            let _ = writeln!(text, "  means {}", reading.means);
            true
        }
        None if readings.is_empty() => false,
        None => {
            let _ = writeln!(text, "  means something that no reading describes");
            false
        }
    }
}
