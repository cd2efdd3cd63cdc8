//! Questions to real servers: how long they may take, and what is accepted from their replies.

use std::time::Duration;

use super::event::Event;
use super::outcome::Reply;
use super::question::{Ask, Query};
use super::{Frame, PendingFrame, Resolution, message};
use crate::answer::{Answer, ErrorCode, ResponseCode};
use crate::cache::{Caches, FailedAsk, Moment};

/// What the outside world is asked, and what came of it.
pub(super) struct Asking {
    /// Who is asked, as text.
    targets: String,
    query: Query,
    /// It was not given half the time that it might have taken, so that silence means little.
    is_cut_short: bool,
    /// How it failed, once that is known.
    failure: Option<FailedAsk>,
}

impl<'s> Resolution<'s> {
    /// Lets a question go out, for as long as everybody waits who waits for the reply.
    ///
    /// # Errors
    /// The reply, if no server is asked: a waiting resolver has already given up, or asking has just failed (RFC 9520).
    pub(super) fn let_out(&mut self, ask: Ask, caches: &Caches, now: Moment) -> Result<Ask, Box<Reply<'s>>> {
        let left = |seat: &PendingFrame<'s>| match &seat.frame {
            Frame::Relay(relay) => Some(relay.waits_until().saturating_sub(self.state.elapsed)),
            Frame::Recursive(_) | Frame::Serving(_) => None,
        };
        let timeout = self.state.seats.iter().filter_map(left).fold(ask.timeout, Duration::min);
        let targets: Vec<String> = ask.targets.iter().map(ToString::to_string).collect();
        let targets = targets.join(", ");
        if timeout.is_zero() {
            return Err(Box::new(Reply::Silence(format!("no time was left to ask {targets}"))));
        }
        if let Some(failure) = caches.failure(&targets, &ask.query, now) {
            self.state.met_failure = true;
            if let Some(trace) = &mut self.state.trace {
                trace.record(Event::Remembered { name: ask.query.name.clone() });
            }
            return Err(Box::new(failure.into()));
        }
        let is_cut_short = timeout < ask.timeout / 2;
        self.state.asking = Some(Asking { targets, query: ask.query.clone(), is_cut_short, failure: None });
        Ok(Ask { timeout, ..ask })
    }

    /// Hands in what came of the [`Ask`], and how long that took.
    pub fn resume(&mut self, mut reply: Reply<'s>, took: Duration) {
        self.state.elapsed += took;
        self.state.asked_for += took;
        if let Some(asking) = &mut self.state.asking {
            if let Reply::Answer(answer) = &mut reply {
                message::reduce(answer, &asking.query);
            }
            asking.failure = FailedAsk::of(&reply).filter(|failure| match failure {
                FailedAsk::Silence(_) => !asking.is_cut_short,
                FailedAsk::NotAdmitted(..) => true,
            });
        }
        self.state.reply = Some(reply);
    }

    /// Goes on without asking, for a reason that does not depend on the servers.
    pub fn give_up(&mut self, why: String) {
        self.state.asking = None;
        self.state.reply = Some(Reply::Silence(why));
    }

    /// Remembers how the last question for the outside failed.
    pub(super) fn remember_failure(&mut self, caches: &Caches, now: Moment) {
        if let Some(Asking { targets, query, failure: Some(failure), .. }) = self.state.asking.take() {
            caches.put_failure(&targets, &query, failure, now);
        }
    }

    /// Says so where an answer is a failure that was only remembered.
    pub(super) fn note_remembered_failure(&self, answer: &mut Answer<'s>) {
        if self.state.met_failure && is_failure(answer.rcode) {
            let text = "it failed a moment ago and was not asked again";
            *answer = std::mem::replace(answer, Answer::empty(answer.rcode))
                .with_error(ErrorCode::CachedError, text);
        }
    }
}

/// Tells whether an RCODE says nothing about the name asked for.
pub(super) fn is_failure(rcode: ResponseCode) -> bool {
    !matches!(rcode, ResponseCode::NoError | ResponseCode::NXDomain)
}

impl FailedAsk {
    /// Returns how asking failed; `None` if it did not fail, or if no server was asked.
    fn of(reply: &Reply<'_>) -> Option<Self> {
        match reply {
            Reply::Silence(what) => Some(Self::Silence(what.clone())),
            Reply::Answer(answer) if is_failure(answer.rcode) => {
                Some(Self::NotAdmitted(answer.rcode, answer.errors.clone()))
            }
            Reply::Answer(_) | Reply::Unknown(_) => None,
        }
    }
}

impl From<FailedAsk> for Reply<'_> {
    fn from(failure: FailedAsk) -> Self {
        match failure {
            FailedAsk::Silence(what) => Self::Silence(what),
            FailedAsk::NotAdmitted(rcode, errors) => Self::Answer(Answer { errors, ..Answer::empty(rcode) }),
        }
    }
}
