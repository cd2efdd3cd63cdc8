//! What was seen is written into the file; comments, blanks and the order of keys stay.

use std::path::PathBuf;

use dns_client::PrintedRecord;
use similar::TextDiff;
use toml_edit::{Array, DocumentMut, Item, TableLike, Value};

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
    let mut document: DocumentMut = old.parse().map_err(|_| changed())?;
    let mut left = Vec::new();
    for one in checked {
        let expectation = &one.case.expectation;
        let table = table(&mut document, expectation.position).ok_or_else(changed)?;
        let wanted = &expectation.wanted;
        let mut write = |aspect| {
            if let Err(why) = write(table, aspect, &one.seen) {
                left.push(format!("{}: {}: {why}", super::report::place(expectation), aspect.key()));
            }
        };
        match (&one.verdict, wanted.is_empty(), &one.seen.outcome) {
            (ExpectationResult::Failed(_), _, ObservedOutcome::Silence(_)) => became_silent(table, wanted),
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
    let text = document.to_string();
    let diff = TextDiff::from_lines(&old, &text);
    let diff = match old == text {
        true => String::new(),
        false => diff.unified_diff().context_radius(2).header(&shown, &shown).to_string(),
    };
    Ok(Update { path, text, diff, left })
}

/// Finds the table of an expectation, in either way of writing it.
fn table(document: &mut DocumentMut, position: usize) -> Option<&mut dyn TableLike> {
    match document.get_mut("expect")? {
        Item::ArrayOfTables(tables) => tables.get_mut(position).map(|table| table as &mut dyn TableLike),
        Item::Value(Value::Array(array)) => {
            array.get_mut(position)?.as_inline_table_mut().map(|table| table as &mut dyn TableLike)
        }
        Item::None | Item::Value(_) | Item::Table(_) => None,
    }
}

/// Makes an expectation one of silence: nothing else can be expected of no answer.
fn became_silent(table: &mut dyn TableLike, wanted: &Wanted) {
    let written = Wanted { rcode: None, ..wanted.clone() };
    if !written.is_empty() {
        for aspect in [
            Aspect::Authoritative,
            Aspect::Answer,
            Aspect::Address,
            Aspect::Contains,
            Aspect::Private,
            Aspect::TtlAtMost,
            Aspect::Authority,
            Aspect::Additional,
            Aspect::Explains,
        ] {
            table.remove(aspect.key());
        }
    }
    put(table, Aspect::Rcode, SILENCE.into());
}

/// Writes what was seen of one thing; the error says why that cannot be done.
fn write(table: &mut dyn TableLike, aspect: Aspect, seen: &Observation) -> Result<(), &'static str> {
    let silence = Observed::silence();
    let observed = match &seen.outcome {
        ObservedOutcome::Answer(observed) => observed,
        ObservedOutcome::Silence(_) => &silence,
        ObservedOutcome::Unknown(_) | ObservedOutcome::NotAsked(_) => return Err("nothing was seen"),
    };
    let value: Value = match aspect {
        Aspect::Rcode => observed.rcode.as_str().into(),
        Aspect::Authoritative => observed.is_authoritative().into(),
        Aspect::Answer => lines(&observed.answer),
        Aspect::Authority => lines(&observed.authority),
        Aspect::Additional => lines(&observed.additional),
        Aspect::Address => match *observed.addresses() {
            [address] => address.into(),
            [] => return Err("there is no address; write answer = [] or the rcode instead"),
            _ => return Err("there are several addresses; write answer instead"),
        },
        Aspect::Private => match Privacy::of(observed) {
            Privacy::Private => true.into(),
            Privacy::Public | Privacy::Mixed => false.into(),
            Privacy::NoAddress => return Err("there is no address; write the rcode instead"),
        },
        Aspect::TtlAtMost => {
            let highest = observed.answer.iter().map(|record| record.ttl).max();
            i64::from(highest.unwrap_or(0)).into()
        }
        Aspect::Contains => return Err("which part of the answer is meant is not known"),
        Aspect::Explains => match &seen.suspected {
            Suspected::Mistakes(found) => {
                let first = found.first().ok_or("there is no known mistake; remove the key")?;
                first.rule.id.into()
            }
            Suspected::NotKnown(_) => return Err("a server does not say why it answers"),
        },
    };
    put(table, aspect, value);
    Ok(())
}

/// Writes a value; what stood before and after the old one stays.
fn put(table: &mut dyn TableLike, aspect: Aspect, mut value: Value) {
    if let Some(old) = table.get(aspect.key()).and_then(Item::as_value) {
        *value.decor_mut() = old.decor().clone();
    }
    match table.get_mut(aspect.key()) {
        Some(item) => *item = Item::Value(value),
        None => {
            let _ = table.insert(aspect.key(), Item::Value(value));
        }
    }
}

/// Writes a section as a list, a record a line if there are several.
fn lines(section: &[PrintedRecord]) -> Value {
    let mut array = Array::new();
    for record in section {
        array.push(record.to_string());
    }
    if section.len() > 1 {
        array.iter_mut().for_each(|value| value.decor_mut().set_prefix("\n  "));
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    Value::Array(array)
}
