//! One question put to several targets in order, until one is not silent.

use std::time::Duration;

use smallvec::SmallVec;

use super::advance::{Advance, RelayRequest};
use super::context::Context;
use super::event::Event;
use super::outcome::{Outcome, Reply};
use super::question::Ask;
use crate::answer::{Answer, ResponseCode};
use crate::resolver::{QueryTarget, Upstream};

/// How long a ruleset's target that was silent is not asked (docs/azure.md#73-rules).
const ASIDE: Duration = Duration::from_secs(30 * 60);

/// Targets that are asked in turn.
pub(super) struct Relay<'s> {
    request: RelayRequest,
    /// The targets still to be asked, by position, the next one last.
    left: Option<SmallVec<[usize; 2]>>,
    /// Those asked last, by position: one, or several of the real world that are asked together.
    asked: SmallVec<[usize; 2]>,
    /// When they were asked, counted from the client's question.
    asked_at: Duration,
    /// The failure that it has gone on from.
    failure: Option<Answer<'s>>,
    /// What the targets did that were asked.
    silent: Vec<String>,
}

impl<'s> Relay<'s> {
    /// Puts a question to targets.
    pub(super) fn new(request: RelayRequest) -> Self {
        Self {
            request,
            left: None,
            asked: SmallVec::new(),
            asked_at: Duration::ZERO,
            failure: None,
            silent: Vec::new(),
        }
    }

    /// Lets go of the snapshot.
    pub(super) fn into_owned(self) -> Relay<'static> {
        let Self { request, left, asked, asked_at, failure, silent } = self;
        Relay { request, left, asked, asked_at, failure: failure.map(Answer::into_owned), silent }
    }

    /// Returns when the targets asked last are given up, counted from the client's question.
    pub(super) fn waits_until(&self) -> Duration {
        self.asked_at.saturating_add(self.request.timeout)
    }

    /// Goes on: with the first target, or with what the last one said.
    pub(super) fn advance(&mut self, context: &mut Context<'s, '_>, reply: Option<Reply<'s>>) -> Advance<'s> {
        match reply {
            Some(Reply::Answer(answer)) if context.elapsed() > self.waits_until() => {
                context.stop_waiting_at(self.waits_until());
                let what = self.too_late(context, &answer);
                self.note_silence(context, what);
            }
            Some(Reply::Answer(answer)) if self.request.goes_on && is_failure(answer.rcode) => {
                self.failure = Some(answer);
            }
            Some(Reply::Answer(answer)) => return Advance::Done(Outcome::Answer(answer)),
            Some(Reply::Unknown(ask)) => return Advance::Done(Outcome::Unknown(ask)),
            Some(Reply::Silence(what)) => self.note_silence(context, what),
            None => self.left = Some(self.in_order(context)),
        }
        while let Some(position) = self.next(context) {
            match self.request.targets[position].clone() {
                QueryTarget::Resolver(resolver) => {
                    return Advance::Call(resolver, self.request.query.clone());
                }
                QueryTarget::Address(address) => return Advance::Ask(self.ask_real(context, address)),
                QueryTarget::Unreachable(why) => {
                    context.wait(self.request.timeout);
                    self.note_silence(context, why.to_string());
                }
            }
        }
        match self.failure.take() {
            Some(failure) => Advance::Done(Outcome::Answer(failure)),
            None => Advance::Done(Outcome::Silence(self.silent.join("; "))),
        }
    }

    /// Turns to the next target; `None` when all were asked.
    fn next(&mut self, context: &mut Context<'s, '_>) -> Option<usize> {
        let position = self.left.as_mut()?.pop()?;
        self.asked = SmallVec::from_slice(&[position]);
        self.asked_at = context.elapsed();
        self.record(context, position);
        Some(position)
    }

    /// Returns the question for a server of the real world, and for those that follow it in the list.
    ///
    /// They share one timeout, because the upstream client tries the next one soon if one is silent. A client also asks the
    /// next server after a failure, so it asks each server separately.
    fn ask_real(&mut self, context: &mut Context<'s, '_>, address: std::net::SocketAddr) -> Ask {
        let mut targets = vec![Upstream::Address(address)];
        while !self.request.goes_on
            && let Some(left) = &mut self.left
            && let Some(&position) = left.last()
            && let QueryTarget::Address(address) = self.request.targets[position]
        {
            left.pop();
            targets.push(Upstream::Address(address));
            self.asked.push(position);
            self.record(context, position);
        }
        Ask { targets, in_order: true, query: self.request.query.clone(), timeout: self.request.timeout }
    }

    fn record(&self, context: &mut Context<'s, '_>, position: usize) {
        let RelayRequest { query, targets, route, .. } = &self.request;
        let (name, target) = (&query.name, &targets[position]);
        context.record(|| Event::Forwarded { name: name.clone(), route: *route, target: target.clone() });
    }

    /// Describes an answer that came too late, with the failure that it reports, if any.
    fn too_late(&self, context: &Context<'s, '_>, answer: &Answer<'s>) -> String {
        let label = |&position: &usize| context.snapshot.label_of(&self.request.targets[position]);
        let labels: Vec<_> = self.asked.iter().map(label).collect();
        let what = format!("{} did not answer in time", labels.join(", "));
        match answer.errors.first() {
            Some(error) => format!("{what} ({})", error.text),
            None => what,
        }
    }

    /// Lists the targets, the first to be asked last: in the order written, those set aside behind the others.
    fn in_order(&self, context: &Context<'s, '_>) -> SmallVec<[usize; 2]> {
        let mut order: SmallVec<[usize; 2]> = (0..self.request.targets.len()).collect();
        if let Some(memory) = &self.request.memory {
            order.sort_by_key(|&position| {
                let label = context.snapshot.label_of(&self.request.targets[position]);
                context.caches.is_aside(memory, &label, context.now)
            });
        }
        order.reverse();
        order
    }

    fn note_silence(&mut self, context: &Context<'s, '_>, what: String) {
        self.silent.push(what);
        let Some(memory) = &self.request.memory else { return };
        for &position in &self.asked {
            let label = context.snapshot.label_of(&self.request.targets[position]);
            context.caches.set_aside(memory, &label, context.now.saturating_add(ASIDE));
        }
    }
}

/// Tells whether a client's stub resolver asks its next server after this RCODE.
fn is_failure(rcode: ResponseCode) -> bool {
    matches!(rcode, ResponseCode::ServFail | ResponseCode::NotImp | ResponseCode::Refused)
}
