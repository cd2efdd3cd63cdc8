//! The reason for an answer in one line, for an Extended DNS Error.

use zone_store::engine::{Event, Resolution, Trace};

use super::book::Book;
use super::near::{self, Near};
use super::way::{self, Act, By, NameFinding};
use crate::diagnosis::{Rule, rules};
use azure_model::Loaded;

/// Says in one line why an answer is what it is: who decided last; or what nearly did, and which known mistake that looks
/// like. Nothing is tried out.
///
/// Where a resolver remembered, the question is asked anew without memories.
pub fn reason(loaded: &Loaded, trace: &Trace) -> Option<String> {
    let is_remembered = trace.events().any(|event| matches!(event, Event::Remembered { .. }));
    match (is_remembered, trace.question()) {
        (true, Some((resolver, query))) => {
            let snapshot = &loaded.compiled.snapshot;
            let mut anew = Resolution::recording(snapshot, resolver, query.clone());
            anew.run_offline();
            of_trace(loaded, anew.trace()).map(|text| format!("from the cache; without it: {text}"))
        }
        _ => of_trace(loaded, trace),
    }
}

fn of_trace(loaded: &Loaded, trace: &Trace) -> Option<String> {
    let book = Book::new(loaded);
    let steps = way::steps(book, trace);
    let last = steps.iter().rev().map(|step| &step.act).find(|act| says_something(act))?;
    let is_wanted = |act: &Act| {
        matches!(
            act,
            Act::Decided {
                by: By::Zone { .. } | By::OwnZone { .. },
                finding: NameFinding::Records { .. },
                ..
            }
        )
    };
    let near = || near::misses(book, trace).into_iter().find_map(|miss| suspicion(&miss.what, last));
    Some(match (!is_wanted(last)).then(near).flatten() {
        Some((near, rule)) => format!("{near}; {} {}", rule.id, rule.name),
        None => said(last),
    })
}

fn says_something(act: &Act) -> bool {
    matches!(act, Act::Decided { .. } | Act::Stopped { .. } | Act::CameBack { .. })
}

fn said(act: &Act) -> String {
    match act {
        Act::Decided { by, finding: NameFinding::NxDomain, .. } => format!("no such name: {by}"),
        Act::Decided { by, finding: NameFinding::NoData, .. } => format!("no record of this type: {by}"),
        Act::Decided { by, .. } => by.to_string(),
        Act::Stopped { why } => why.clone(),
        Act::CameBack { .. } => "answered by a real server".to_owned(),
        Act::Asked { .. }
        | Act::FellBack { .. }
        | Act::Forwarded { .. }
        | Act::WentOutside { .. }
        | Act::Remembered { .. }
        | Act::Answered { .. } => String::new(),
    }
}

/// Says what nearly decided, if that looks like a known mistake.
fn suspicion(near: &Near, last: &Act) -> Option<(String, &'static Rule)> {
    let is_missing = matches!(last, Act::Decided { finding: NameFinding::NxDomain, .. });
    Some(match near {
        Near::NotLinked { zone, network, data, .. } if !data.is_empty() => {
            (format!("{zone} is not linked to {network}"), rules::M1)
        }
        Near::NotAskedAgain { is_rule: true, .. } => (near.to_string(), rules::M14),
        Near::NotAskedAgain { is_rule: false, data, .. } if data.is_empty() => (near.to_string(), rules::M2),
        Near::LessSpecific { data, .. } if is_missing && !data.is_empty() => (near.to_string(), rules::M5),
        Near::ZoneBeforeRule { .. } if is_missing => (near.to_string(), rules::M15),
        Near::ReservedDomain { .. } => (near.to_string(), rules::M16),
        Near::ZoneBeforeBuiltIn { .. } if is_missing => (near.to_string(), rules::M5),
        Near::RulesetNotLinked { .. } if is_missing => (near.to_string(), rules::M30),
        Near::NotLinked { .. }
        | Near::NotAskedAgain { .. }
        | Near::LessSpecific { .. }
        | Near::ZoneBeforeRule { .. }
        | Near::DisabledRule { .. }
        | Near::ZoneBeforeBuiltIn { .. }
        | Near::RulesetNotLinked { .. }
        | Near::NotAsked { .. }
        | Near::ZoneBeforeForwarder { .. }
        | Near::ShorterForwarder { .. } => return None,
    })
}
