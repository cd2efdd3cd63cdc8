//! What was seen is written into the file; comments, blanks and the order of keys stay.

use std::path::PathBuf;

use dns_client::PrintedRecord;
use formats::toml::edit::{Edit, NewValue, apply};
use similar::TextDiff;

use crate::compare::Privacy;
use crate::expectation::{Aspect, Wanted};
use crate::observed::{Observed, SILENCE};
use crate::run::{Checked, ExpectationResult};
use crate::seen::{Observation, ObservedOutcome, Suspected};

/// A file with what was seen in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// The file.
    pub path: PathBuf,
    /// Its new text.
    pub text: String,
    /// The change as a unified diff.
    pub diff: String,
    /// What could not be written, each with its place and reason.
    pub left: Vec<String>,
}

/// Why a file cannot be updated.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// It cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// Which.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// It was changed meanwhile.
    #[error("{path}: it has changed since it was read; run this again")]
    Changed {
        /// Which.
        path: String,
    },
}

/// Makes new texts of the files whose expectations are not met, or empty. Nothing is written yet.
///
/// # Errors
/// [`UpdateError`].
pub fn updates(checked: &[Checked<'_>]) -> Result<Vec<Update>, UpdateError> {
    let of_file = checked.chunk_by(|a, b| a.file.path == b.file.path);
    let updates: Result<Vec<Update>, UpdateError> = of_file.map(update).collect();
    Ok(updates?.into_iter().filter(|update| !update.diff.is_empty() || !update.left.is_empty()).collect())
}

/// Makes the new text of one file.
fn update(checked: &[Checked<'_>]) -> Result<Update, UpdateError> {
    let path = checked.first().map(|one| one.file.path.clone()).unwrap_or_default();
    let shown = path.display().to_string();
    let old = std::fs::read_to_string(&path)
        .map_err(|error| UpdateError::Unreadable { path: shown.clone(), error })?;
    let changed = || UpdateError::Changed { path: shown.clone() };
    let mut edits = Vec::new();
    let mut left = Vec::new();
    for one in checked {
        let expectation = &one.case.expectation;
        let table = format!("expect[{}]", expectation.position);
        let wanted = &expectation.wanted;
        let mut write = |aspect: Aspect| match seen_value(aspect, &one.seen) {
            Ok(value) => edits.push(Edit::Set { table: table.clone(), key: aspect.key(), value }),
            Err(why) => {
                left.push(format!("{}: {}: {why}", super::report::place(expectation), aspect.key()));
            }
        };
        match (&one.verdict, wanted.is_empty(), &one.seen.outcome) {
            (ExpectationResult::Failed(_), _, ObservedOutcome::Silence(_)) => {
                edits.extend(became_silent(&table, wanted));
            }
            (ExpectationResult::Failed(compared), _, _) => {
                compared.differences.iter().for_each(|difference| write(difference.aspect));
            }
            (ExpectationResult::Passed(_), true, ObservedOutcome::Answer(_)) => {
                [Aspect::Rcode, Aspect::Answer].into_iter().for_each(write);
            }
            (ExpectationResult::Passed(_), true, _) => write(Aspect::Rcode),
            (
                ExpectationResult::Passed(_)
                | ExpectationResult::NotChecked(_)
                | ExpectationResult::Unknown(_),
                _,
                _,
            ) => {}
        }
    }
    let text = apply(&old, &edits).map_err(|_| changed())?;
    let diff = TextDiff::from_lines(&old, &text);
    let diff = match old == text {
        true => String::new(),
        false => diff.unified_diff().context_radius(2).header(&shown, &shown).to_string(),
    };
    Ok(Update { path, text, diff, left })
}

/// Makes an expectation one of silence: nothing else can be expected of no answer.
fn became_silent(table: &str, wanted: &Wanted) -> Vec<Edit> {
    let others = [
        Aspect::Authoritative,
        Aspect::Answer,
        Aspect::Address,
        Aspect::Contains,
        Aspect::Private,
        Aspect::TtlAtMost,
        Aspect::Authority,
        Aspect::Additional,
        Aspect::Explains,
    ];
    let expects_more = !Wanted { rcode: None, ..wanted.clone() }.is_empty();
    let dropped = others.into_iter().filter(|_| expects_more);
    let drop = |aspect: Aspect| Edit::Drop { table: table.to_owned(), key: aspect.key() };
    let value = NewValue::text(SILENCE);
    let silence = Edit::Set { table: table.to_owned(), key: Aspect::Rcode.key(), value };
    dropped.map(drop).chain([silence]).collect()
}

/// Returns what was seen of one thing, as the file has it; the error says why that cannot be written.
fn seen_value(aspect: Aspect, seen: &Observation) -> Result<NewValue, &'static str> {
    let silence = Observed::silence();
    let observed = match &seen.outcome {
        ObservedOutcome::Answer(observed) => observed,
        ObservedOutcome::Silence(_) => &silence,
        ObservedOutcome::Unknown(_) | ObservedOutcome::NotAsked(_) => return Err("nothing was seen"),
    };
    Ok(match aspect {
        Aspect::Rcode => NewValue::text(&observed.rcode),
        Aspect::Authoritative => NewValue::Flag(observed.is_authoritative()),
        Aspect::Answer => lines(&observed.answer),
        Aspect::Authority => lines(&observed.authority),
        Aspect::Additional => lines(&observed.additional),
        Aspect::Address => match *observed.addresses() {
            [address] => NewValue::text(address),
            [] => return Err("there is no address; write answer = [] or the rcode instead"),
            _ => return Err("there are several addresses; write answer instead"),
        },
        Aspect::Private => match Privacy::of(observed) {
            Privacy::Private => NewValue::Flag(true),
            Privacy::Public | Privacy::Mixed => NewValue::Flag(false),
            Privacy::NoAddress => return Err("there is no address; write the rcode instead"),
        },
        Aspect::TtlAtMost => {
            let highest = observed.answer.iter().map(|record| record.ttl).max();
            NewValue::Number(i64::from(highest.unwrap_or(0)))
        }
        Aspect::Contains => return Err("it is not known which part of the answer is meant"),
        Aspect::Explains => match &seen.suspected {
            Suspected::Mistakes(found) => {
                let first = found.first().ok_or("there is no known mistake; remove the key")?;
                NewValue::text(first.rule.id)
            }
            Suspected::NotKnown(_) => return Err("a server does not say why it answers"),
        },
    })
}

/// Writes a section as a list, a record a line if there are several.
fn lines(section: &[PrintedRecord]) -> NewValue {
    NewValue::Lines(section.iter().map(ToString::to_string).collect())
}
