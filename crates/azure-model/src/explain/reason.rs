//! The reason for an answer in one line, for an Extended DNS Error.

use zone_store::engine::Event;
use zone_store::snapshot::Resolver;

use super::book::Book;
use super::near::{self, Near};
use super::way::{self, Act, By, Finding};
use crate::load::Loaded;

/// Says in one line why an answer is what it is: who decided last, and the first thing that nearly did.
pub fn reason(loaded: &Loaded, _resolver: Resolver, events: &[Event]) -> Option<String> {
    let book = Book::new(loaded);
    let steps = way::steps(book, events);
    let last = steps.iter().rev().find_map(|step| said(&step.act))?;
    let near = near::misses(book, events).into_iter().find_map(|miss| match miss.what {
        Near::NotLinked { zone, network, .. } => Some(format!("{zone} is not linked to {network}")),
        _ => None,
    });
    Some(match near {
        Some(near) => format!("{last}; {near}"),
        None => last,
    })
}

fn said(act: &Act) -> Option<String> {
    Some(match act {
        Act::Decided { by, finding, .. } => match (by, finding) {
            (by, Finding::NxDomain) => format!("{by}: no such name"),
            (by, Finding::NoData) => format!("{by}: no such record"),
            (By::Public { what: Some(what), .. }, _) => format!("public address of {what}"),
            (by, _) => by.to_string(),
        },
        Act::Stopped { why } => why.clone(),
        _ => return None,
    })
}
