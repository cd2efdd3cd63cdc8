//! JSON for programs.

use dns_client::PrintedRecord;
use serde_json::{Value, json};
use zone_store::rdata;

use crate::compare::{Difference, Side};
use crate::observed::{Observed, SILENCE};
use crate::run::{Checked, Counts, ExpectationResult};
use crate::seen::{ObservedOutcome, Suspected};

/// Returns one object: `summary` with the counts, and `expectations` in the order of the files.
pub fn report(checked: &[Checked<'_>]) -> Value {
    let counts = Counts::of(checked);
    json!({
        "summary": {
            "expectations": counts.all,
            "passed": counts.passed,
            "passed_in_part": counts.in_part,
            "failed": counts.failed,
            "unknown": counts.unknown,
            "not_checked": counts.not_checked,
        },
        "expectations": checked.iter().map(expectation).collect::<Vec<_>>(),
    })
}

fn expectation(one: &Checked<'_>) -> Value {
    let expectation = &one.case.expectation;
    let (status, why) = match &one.verdict {
        ExpectationResult::Passed(_) => ("passed", None),
        ExpectationResult::Failed(_) => ("failed", None),
        ExpectationResult::NotChecked(why) => ("not_checked", Some(why)),
        ExpectationResult::Unknown(why) => ("unknown", Some(why)),
    };
    let left_out = one.verdict.left_out().iter();
    let left_out: Vec<Value> =
        left_out.map(|(aspect, why)| json!({ "key": aspect.key(), "reason": why })).collect();
    json!({
        "file": one.file.path.display().to_string(),
        "line": expectation.place.line,
        "config": one.file.config.path.display().to_string(),
        "from": expectation.from,
        "query": expectation.query.name.to_string(),
        "type": rdata::type_name(expectation.query.rtype).to_string(),
        "dig": one.seen.dig,
        "status": status,
        "reason": why,
        "seen": seen(one),
        "differences": one.verdict.differences().iter().map(difference).collect::<Vec<_>>(),
        "not_checked": left_out,
    })
}

/// Returns what was seen; null where nothing was.
fn seen(one: &Checked<'_>) -> Value {
    let mistakes: Option<Vec<&str>> = match &one.seen.suspected {
        Suspected::Mistakes(found) => Some(found.iter().map(|found| found.rule.id).collect()),
        Suspected::NotKnown(_) => None,
    };
    match &one.seen.outcome {
        ObservedOutcome::Answer(observed) => answer(observed, mistakes.as_deref()),
        ObservedOutcome::Silence(why) => json!({ "rcode": SILENCE, "reason": why }),
        ObservedOutcome::Unknown(_) | ObservedOutcome::NotAsked(_) => Value::Null,
    }
}

fn answer(observed: &Observed, mistakes: Option<&[&str]>) -> Value {
    let lines =
        |records: &[PrintedRecord]| -> Vec<String> { records.iter().map(ToString::to_string).collect() };
    json!({
        "rcode": observed.rcode,
        "flags": observed.flags,
        "answer": lines(&observed.answer),
        "authority": lines(&observed.authority),
        "additional": lines(&observed.additional),
        "errors": observed.errors,
        "explains": mistakes,
    })
}

fn difference(difference: &Difference) -> Value {
    json!({
        "key": difference.aspect.key(),
        "expected": difference.side(Side::Expected),
        "seen": difference.side(Side::Observation),
    })
}
