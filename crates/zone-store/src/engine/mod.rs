//! The one way a question becomes an answer (sans-I/O).
//!
//! A [`Resolution`] is a stack of frames, one per resolver on the way. It runs until it is done or needs the outside
//! world; then whoever drives it asks, and resumes it with the reply. No clock, no socket, no lock here.

mod event;
mod recursive;

use smallvec::{SmallVec, smallvec};

pub use self::event::{Decider, Event, Verdict};
use self::recursive::Recursive;
use crate::answer::Answer;
use crate::name::Name;
use crate::record::RecordType;
use crate::snapshot::{Resolver, Snapshot};

/// Most CNAMEs that one resolver follows for one question.
pub const MAX_CHAIN: usize = 16;

/// A question to a resolver. The class is IN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// In the case it was asked.
    pub name: Name,
    /// The type.
    pub rtype: RecordType,
    /// The RD bit: without it nothing outside is asked.
    pub recursion_desired: bool,
}

/// A question for the outside world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Which of the snapshot's outsides is to be asked.
    pub targets: Vec<std::net::SocketAddr>,
    /// The name to ask for.
    pub name: Name,
    /// The type to ask for.
    pub rtype: RecordType,
}

/// What came of an [`Ask`].
#[derive(Debug, Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "the large variant is the usual one; a box would allocate for each"
)]
pub enum Reply<'s> {
    /// A message.
    Answer(Answer<'s>),
    /// No target answered; the text says what they did.
    Silence(String),
    /// Nobody was asked, because nothing may be sent.
    Offline,
}

/// What a resolution comes to.
#[derive(Debug, Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "the large variant is the usual one; a box would allocate for each"
)]
pub enum Outcome<'s> {
    /// An answer.
    Answer(Answer<'s>),
    /// It cannot be known without asking the outside world.
    Unknown(Ask),
}

/// Where a resolution stands.
#[derive(Debug, Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "the large variant is the usual one; a box would allocate for each"
)]
pub enum Step<'s> {
    /// It has come to its end.
    Done(Outcome<'s>),
    /// It waits for the outside world: ask, then [`Resolution::resume`] and run again.
    Ask(Ask),
}

/// One question on its way to an answer.
pub struct Resolution<'s> {
    context: Context<'s>,
    /// The resolvers on the way; the last one is at work. All but it wait for a reply.
    frames: SmallVec<[Recursive<'s>; 1]>,
    reply: Option<Reply<'s>>,
}

/// What every frame sees.
struct Context<'s> {
    snapshot: &'s Snapshot,
    events: Option<Vec<Event>>,
}

impl Context<'_> {
    /// Records an event, if somebody wants to know.
    fn record(&mut self, event: impl FnOnce() -> Event) {
        if let Some(events) = &mut self.events {
            events.push(event());
        }
    }
}

impl<'s> Resolution<'s> {
    /// Begins a question at a resolver.
    pub fn new(snapshot: &'s Snapshot, resolver: Resolver, query: Query) -> Self {
        let context = Context { snapshot, events: None };
        Self { context, frames: smallvec![Recursive::new(resolver, query)], reply: None }
    }

    /// Begins one that records what happens; see [`Self::events`].
    pub fn recording(snapshot: &'s Snapshot, resolver: Resolver, query: Query) -> Self {
        let mut resolution = Self::new(snapshot, resolver, query.clone());
        resolution.context.events = Some(vec![Event::Entered { resolver, query }]);
        resolution
    }

    /// Runs until the end, or until the outside world is needed.
    pub fn run(&mut self) -> Step<'s> {
        loop {
            let Some(frame) = self.frames.last_mut() else {
                unreachable!("a resolution that is done is not run again")
            };
            match frame.advance(&mut self.context, self.reply.take()) {
                Step::Ask(ask) => return Step::Ask(ask),
                Step::Done(outcome) if self.frames.len() == 1 => return Step::Done(outcome),
                Step::Done(outcome) => {
                    self.frames.pop();
                    self.reply = Some(outcome.into());
                }
            }
        }
    }

    /// Hands in what came of the [`Ask`].
    pub fn resume(&mut self, reply: Reply<'s>) {
        self.reply = Some(reply);
    }

    /// Runs to the end without asking anybody: where the outside is needed, the outcome is unknown.
    pub fn run_offline(&mut self) -> Outcome<'s> {
        loop {
            match self.run() {
                Step::Done(outcome) => return outcome,
                Step::Ask(_) => self.resume(Reply::Offline),
            }
        }
    }

    /// Returns what has happened so far; nothing unless [`Self::recording`] began it.
    pub fn events(&self) -> &[Event] {
        self.context.events.as_deref().unwrap_or_default()
    }
}

impl<'s> From<Outcome<'s>> for Reply<'s> {
    fn from(outcome: Outcome<'s>) -> Self {
        match outcome {
            Outcome::Answer(answer) => Self::Answer(answer),
            Outcome::Unknown(_) => Self::Offline,
        }
    }
}
