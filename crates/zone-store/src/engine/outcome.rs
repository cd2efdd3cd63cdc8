//! What comes of questions.

use super::question::Ask;
use crate::answer::Answer;

/// What came of a question that a resolver has put to another, or to the outside.
#[derive(Debug, Clone)]
pub enum Reply<'s> {
    /// A message.
    Answer(Answer<'s>),
    /// No server answered; the text says what they did.
    Silence(String),
    /// No server was asked, because nothing may be sent.
    Unknown(Ask),
}

/// What a resolution comes to.
#[derive(Debug, Clone)]
pub enum Outcome<'s> {
    /// An answer.
    Answer(Answer<'s>),
    /// No answer: the client waits in vain. The text says why.
    Silence(String),
    /// It cannot be known without asking the outside world.
    Unknown(Ask),
}

/// Where a resolution stands.
#[derive(Debug, Clone)]
pub enum Progress<'s> {
    /// It has come to its end.
    Done(Outcome<'s>),
    /// It waits for the outside world: ask, then [`super::Resolution::resume`] and run again.
    Ask(Ask),
}

impl Reply<'_> {
    /// Lets go of the snapshot.
    pub(super) fn into_owned(self) -> Reply<'static> {
        match self {
            Self::Answer(answer) => Reply::Answer(answer.into_owned()),
            Self::Silence(what) => Reply::Silence(what),
            Self::Unknown(ask) => Reply::Unknown(ask),
        }
    }
}

impl<'s> From<Outcome<'s>> for Reply<'s> {
    fn from(outcome: Outcome<'s>) -> Self {
        match outcome {
            Outcome::Answer(answer) => Self::Answer(answer),
            Outcome::Silence(what) => Self::Silence(what),
            Outcome::Unknown(ask) => Self::Unknown(ask),
        }
    }
}
