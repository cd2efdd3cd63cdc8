//! What a frame comes to when it has run, and how it has others asked.

use std::sync::Arc;
use std::time::Duration;

use super::event::ChosenRoute;
use super::outcome::Outcome;
use super::question::{Ask, Query};
use crate::resolver::{QueryTarget, Resolver};

/// What a frame comes to when it has run.
pub(super) enum Advance<'s> {
    /// It is done.
    Done(Outcome<'s>),
    /// It waits for the outside world.
    Ask(Ask),
    /// It waits for a resolver.
    Call(Resolver, Query),
    /// It waits for the first of several targets that is not silent.
    Relay(Box<RelayRequest>),
}

/// A question to be put to several targets in turn.
pub(super) struct RelayRequest {
    pub(super) targets: Arc<[QueryTarget]>,
    pub(super) query: Query,
    /// How long each target is waited for.
    pub(super) timeout: Duration,
    /// The forwarder or rule that has the targets; `None`: root hints, or what a client was given.
    pub(super) route: Option<ChosenRoute>,
    /// Whose memory of silent targets counts: for some time they are asked only after all others; `None`: nobody's.
    pub(super) memory: Option<Arc<str>>,
    /// A client's: it goes on to the next server when one fails or refuses, as stub resolvers do.
    pub(super) goes_on: bool,
}
