//! What came of asking.

use insight::diagnosis::Rule;

use crate::observed::Observed;

/// What came of asking, and why as far as that is known.
#[derive(Debug, Clone)]
pub struct Observation {
    /// What came back.
    pub outcome: ObservedOutcome,
    /// What probably made it so.
    pub suspected: Suspected,
    /// The question as `dig` would be typed.
    pub dig: String,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObservedOutcome {
    /// A message.
    Answer(Observed),
    /// Nothing, as long as it was waited for; the text says why, if it is known.
    Silence(String),
    /// It cannot be known: the outside would have to be asked, or no server could be. The text says which.
    Unknown(String),
    /// It was not asked, because the answer would be another network's; the text says so.
    NotAsked(String),
}

/// Known mistakes behind an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suspected {
    /// The likeliest first.
    Mistakes(Vec<SuspectedMistake>),
    /// They were not looked for, or cannot be; the text says why.
    NotKnown(String),
}

/// A known mistake that is suspected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuspectedMistake {
    /// Which.
    pub rule: &'static Rule,
    /// Why; one sentence.
    pub reason: String,
}
