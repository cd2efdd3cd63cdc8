//! What a change of a file does to all of it: every name that the file has is asked from every network and at every resolver,
//! before and after. A change that takes something away from anybody is no cure.

use std::cell::{Cell, OnceCell};

use zone_store::engine::Outcome;
use zone_store::name::Name;

use super::edit::{Edit, apply};
use super::facts::{Facts, Subject};
use super::questions::{NameQuestion, QuestionKind, Viewpoint, places, questions};
use super::reading::{End, ask};
use super::seen::is_right;
use azure_model::Loaded;
use azure_model::model::NetworkIndex;
use formats::{ConfigurationText, load_written};

/// Most questions that one change is tried with.
const MOST_QUESTIONS: usize = 20_000;
/// Most questions that all changes of one configuration are tried with.
const MOST_IN_ALL: usize = 100_000;

/// What a change does to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Somebody gets a better answer, and nobody a worse one.
    Better,
    /// Nobody notices.
    None,
    /// Somebody gets a worse answer; or the changed file is refused.
    Worse,
    /// The file has too many names and networks to say.
    Unknown,
}

/// How good an answer is, from 0: no answer, no such name, nobody knows, one that may be meant, the right one.
type Grade = u8;

const NO_ANSWER: Grade = 0;
const NO_NAME: Grade = 1;
const NOBODY_KNOWS: Grade = 2;
const MAY_BE_MEANT: Grade = 3;
const RIGHT: Grade = 4;

/// What somebody got for a question.
#[derive(Debug, PartialEq, Eq)]
struct Got {
    grade: Grade,
    /// The records at the end of the answer, or who would have to be asked.
    data: Vec<Vec<u8>>,
    /// Whether it is the name of a resource, so that another address may be as good.
    is_of_resource: bool,
}

/// A file, and what everybody gets from it.
pub(super) struct Trial<'a> {
    loaded: &'a Loaded,
    written: Option<&'a ConfigurationText<'a>>,
    before: OnceCell<Option<Baseline>>,
    left: Cell<usize>,
}

/// All questions, with what came of each.
struct Baseline {
    places: Vec<Viewpoint>,
    questions: Vec<NameQuestion>,
    got: Vec<Got>,
}

impl<'a> Trial<'a> {
    /// Prepares a file; `written`: its text, without which nothing can be tried.
    pub(super) fn new(loaded: &'a Loaded, written: Option<&'a ConfigurationText<'a>>) -> Self {
        Self { loaded, written, before: OnceCell::new(), left: Cell::new(MOST_IN_ALL) }
    }

    /// Returns the text.
    pub(super) fn written(&self) -> Option<&'a ConfigurationText<'a>> {
        self.written
    }

    /// Applies a change to the text; `None`: it cannot be applied, or makes a file that is refused.
    pub(super) fn changed(&self, edits: &[Edit]) -> Option<Changed> {
        let written = self.written?;
        let text = apply(written.text, edits).ok()?;
        let loaded = load_written(&ConfigurationText { text: &text, ..*written }).ok()?;
        Some(Changed { text, loaded })
    }

    /// Says what a change does; only a better answer for the name that is `wanted` counts, if one is.
    pub(super) fn effect(&self, changed: &Changed, wanted: Option<&Name>) -> Effect {
        let before = self.before.get_or_init(|| before(self.loaded));
        let Some(before) = before.as_ref() else { return Effect::Unknown };
        let Some(left) = self.left.get().checked_sub(before.got.len()) else { return Effect::Unknown };
        self.left.set(left);
        let facts = Facts::new(&changed.loaded);
        let counts = |question: &NameQuestion| match wanted {
            Some(wanted) => question.name == *wanted,
            None => question.kind != QuestionKind::Probe,
        };
        let mut effect = Effect::None;
        let mut old = before.got.iter();
        for place in &before.places {
            let Some((resolver, network)) = place.find(&changed.loaded) else { return Effect::Worse };
            for question in &before.questions {
                let Some(old) = old.next() else { return Effect::Unknown };
                let new = got(&facts, resolver, network, question);
                match compare(old, &new) {
                    Effect::Better if counts(question) => effect = Effect::Better,
                    Effect::Better | Effect::None => {}
                    Effect::Worse | Effect::Unknown => return Effect::Worse,
                }
            }
        }
        effect
    }
}

/// A file after a change.
pub(super) struct Changed {
    pub(super) text: String,
    pub(super) loaded: Loaded,
}

/// Asks everything of a file; `None`: that is too much.
fn before(loaded: &Loaded) -> Option<Baseline> {
    let facts = Facts::new(loaded);
    let places = places(loaded);
    let questions = questions(&facts, MOST_QUESTIONS / places.len().max(1))?;
    let mut all = Vec::with_capacity(places.len() * questions.len());
    for place in &places {
        let (resolver, network) = place.find(loaded)?;
        all.extend(questions.iter().map(|question| got(&facts, resolver, network, question)));
    }
    Some(Baseline { places, questions, got: all })
}

fn got(
    facts: &Facts<'_>,
    resolver: zone_store::snapshot::Resolver,
    network: Option<NetworkIndex>,
    question: &NameQuestion,
) -> Got {
    let probe = ask(facts.snapshot, resolver, question.to_query());
    let subject = facts.subject(&question.name);
    let end = End::of(&probe.outcome);
    let grade = match subject {
        Some(subject) => grade_of_resource(facts, network, subject, &end),
        None => grade(&end),
    };
    Got { grade, data: data(&probe.outcome), is_of_resource: subject.is_some() }
}

/// Grades an answer for a name of no resource: whatever there is may be meant.
fn grade(end: &End) -> Grade {
    match end {
        End::Addresses(_) | End::Records => MAY_BE_MEANT,
        End::Unknown | End::Unseen => NOBODY_KNOWS,
        End::NoData | End::NxDomain => NO_NAME,
        End::Failed(_) | End::Silence => NO_ANSWER,
    }
}

/// Grades an answer for a name of a resource: its endpoints say what is right, or where there is none, its public side.
fn grade_of_resource(
    facts: &Facts<'_>,
    network: Option<NetworkIndex>,
    subject: &Subject,
    end: &End,
) -> Grade {
    let has_endpoint = !facts.expected(subject).is_empty();
    let clients: Vec<NetworkIndex> = network.into_iter().collect();
    match end {
        End::Addresses(_) if has_endpoint && is_right(facts, &clients, subject, end) => RIGHT,
        End::Addresses(addresses) if addresses.iter().all(super::fix::is_public) => match has_endpoint {
            true => MAY_BE_MEANT,
            false => RIGHT,
        },
        // A private address that no endpoint has leads nowhere.
        End::Addresses(_) => NO_NAME,
        other => grade(other),
    }
}

/// Returns what an answer ends with, in an order of its own.
fn data(outcome: &Outcome<'_>) -> Vec<Vec<u8>> {
    let mut data: Vec<Vec<u8>> = match outcome {
        Outcome::Answer(answer) => match answer.answer.last() {
            Some(last) => last.rdata().iter().map(<[u8]>::to_vec).collect(),
            None => Vec::new(),
        },
        Outcome::Silence(_) => Vec::new(),
        Outcome::Unknown(ask) => ask.targets.iter().map(|target| target.to_string().into_bytes()).collect(),
    };
    data.sort();
    data
}

fn compare(old: &Got, new: &Got) -> Effect {
    match new.grade.cmp(&old.grade) {
        _ if old.data == new.data && old.grade.min(new.grade) > NO_NAME => Effect::None,
        std::cmp::Ordering::Greater => Effect::Better,
        std::cmp::Ordering::Less => Effect::Worse,
        std::cmp::Ordering::Equal => {
            let may_differ = old.grade <= NO_NAME || (old.is_of_resource && new.is_of_resource);
            if may_differ || old.data == new.data { Effect::None } else { Effect::Worse }
        }
    }
}
