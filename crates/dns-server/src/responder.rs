//! Octets in, decision out: reads a query, resolves it, writes the reply. No socket here.
//!
//! Most queries are answered at once, without a task or a lock. One that has to wait becomes a [`Later`], which holds on
//! to the service that it began with.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::Semaphore;
use zone_store::answer::Answer;
use zone_store::engine::{Outcome, Progress, Resolution, Trace};

pub use crate::client::{QuerySource, Transport};
use crate::clock::{Clock, Epoch};
use crate::equipment::{Conclusion, Equipment};
use crate::incoming::{Began, IncomingMessage};
use crate::later::{self, answer_of};
pub use crate::later::{Finished, Later};
pub use crate::profile::EdnsProfile;
use crate::query_log::QuerySink;
use crate::service::Service;
use crate::upstream::Upstreams;
use crate::wire::{CookieSecret, Envelope, Request, Unanswerable};

/// Queries that may wait at a time, for the outside or for a reply to be due.
const MAX_WAITING: usize = 10_000;

/// What is to be done about a query.
#[derive(Debug)]
pub enum ReplyAction {
    /// Send what was written.
    Reply,
    /// Send nothing.
    Silence,
    /// Nothing was written yet: let [`Responder::finish`] wait, in a task of its own, and send what it returns.
    Later(Box<Later>),
    /// Send what was written, then let [`Responder::finish`] do the rest, in a task of its own.
    ReplyThen(Box<Later>),
}

impl ReplyAction {
    /// Returns what is to be done when all was written that is to be sent, if anything.
    fn of(is_reply: bool) -> Self {
        if is_reply { Self::Reply } else { Self::Silence }
    }
}

/// Answers queries from one service at a time.
pub struct Responder {
    service: ArcSwap<Service>,
    equipment: Equipment,
    /// Places for queries that wait.
    waiting: Arc<Semaphore>,
}

impl Responder {
    /// Answers from `service`.
    pub fn new(service: Service) -> Self {
        Self {
            service: ArcSwap::from_pointee(service),
            equipment: Equipment::default(),
            waiting: Arc::new(Semaphore::new(MAX_WAITING)),
        }
    }

    /// Takes the time from `clock`.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.equipment.epoch = Epoch::begin(clock);
        self
    }

    /// Asks the outside world through `upstreams`. Without them, the machine has no resolvers that are known.
    #[must_use]
    pub fn with_upstreams(mut self, upstreams: Upstreams) -> Self {
        self.equipment.upstreams = upstreams;
        self
    }

    /// Makes server cookies from this secret, as other servers of the same secret do, instead of one drawn at random.
    #[must_use]
    pub fn with_cookie_secret(mut self, secret: CookieSecret) -> Self {
        self.equipment.cookie_secret = Some(secret);
        self
    }

    /// Returns who asks the outside world.
    pub fn upstreams(&self) -> &Upstreams {
        &self.equipment.upstreams
    }

    /// Records every query.
    #[must_use]
    pub fn with_log(mut self, log: QuerySink) -> Self {
        self.equipment.log = Some(log);
        self
    }

    /// Answers from another service from now on. A query that has begun ends with the one it began with.
    pub fn swap(&self, service: Service) {
        self.service.store(Arc::new(service));
    }

    /// Returns what is served now.
    pub fn service(&self) -> Arc<Service> {
        self.service.load_full()
    }

    /// Forgets what the resolvers remember; returns how many answers that were.
    pub fn flush(&self) -> usize {
        let service = self.service.load();
        let remembered = service.caches.len();
        service.caches.clear();
        remembered
    }

    /// Counts the queries whose answering panicked; each got SERVFAIL. Above 0 there is a bug to report.
    pub fn panics(&self) -> u64 {
        self.equipment.panics()
    }

    /// Decides about one message, and appends the reply to `out` if it is due now. Never panics, whatever the octets.
    pub fn respond(&self, message: &[u8], client: QuerySource, out: &mut Vec<u8>) -> ReplyAction {
        let service = self.service.load();
        let case = IncomingMessage {
            service: &service,
            message,
            client,
            cookies: self.equipment.cookies(),
            began: self.equipment.log.as_ref().map(|_| Began::now(self.equipment.epoch.clock())),
        };
        self.guarded(case, out, |case, out| self.attempt(case, out))
    }

    /// Does a part of what is left of a query: waits and returns the reply, or works for those who will ask the same.
    pub async fn finish(&self, later: Later) -> Finished {
        later::finish(&self.equipment, later).await
    }

    /// Does the work; when that panics, says SERVFAIL.
    fn guarded(
        &self,
        case: IncomingMessage<'_>,
        out: &mut Vec<u8>,
        work: impl FnOnce(IncomingMessage<'_>, &mut Vec<u8>) -> ReplyAction,
    ) -> ReplyAction {
        let start = out.len();
        match catch_unwind(AssertUnwindSafe(|| work(case, out))) {
            Ok(decision) => decision,
            Err(_) => ReplyAction::of(self.equipment.apologize(case, start, out)),
        }
    }

    /// Answers, as far as that needs no waiting.
    fn attempt(&self, case: IncomingMessage<'_>, out: &mut Vec<u8>) -> ReplyAction {
        let request = match Request::parse(case.message) {
            Ok(request) => request,
            Err(Unanswerable::Silence) => return ReplyAction::Silence,
            Err(Unanswerable::Rejected(envelope, rejection)) => {
                return self.reject(case, &envelope, &rejection.answer(), out);
            }
            Err(Unanswerable::CookieRequest(envelope)) => {
                return self.reject(case, &envelope, &case.answer_to_cookie_request(&envelope), out);
            }
        };
        let resolver = match case.admit() {
            Ok(resolver) => resolver,
            Err(refusal) => return self.answer_at_once(case, &request, refusal.answer().as_ref(), out),
        };
        if let Some(answer) = self.equipment.returned(case, &request) {
            return self.answer_at_once(case, &request, Some(&answer), out);
        }
        let envelope = request.envelope;
        let mut resolution = self.equipment.begin(case, resolver, request);
        loop {
            match resolution.run(&case.service.caches, self.equipment.epoch.moment()) {
                Progress::Done(outcome) => {
                    return self.done(
                        case,
                        &envelope,
                        ResolvedQuery { resolution: &resolution, outcome },
                        out,
                    );
                }
                Progress::Ask(ask) => match Arc::clone(&self.waiting).try_acquire_owned() {
                    Ok(place) => {
                        let suspended = resolution.suspend();
                        return ReplyAction::Later(Later::to_ask(case, suspended, ask, place));
                    }
                    Err(_) => {
                        resolution.give_up("too many queries wait for upstreams".to_owned());
                    }
                },
            }
        }
    }

    /// Answers without asking any resolver.
    fn answer_at_once(
        &self,
        case: IncomingMessage<'_>,
        request: &Request<'_>,
        answer: Option<&Answer<'_>>,
        out: &mut Vec<u8>,
    ) -> ReplyAction {
        let question = Some((&request.name, request.rtype));
        self.equipment.conclude(case, Conclusion { question, answer, trace: &Trace::NOTHING });
        reply(case, &request.envelope, answer, out)
    }

    /// Writes the reply; one that is due later is held back, if there is room for it.
    fn done(
        &self,
        case: IncomingMessage<'_>,
        envelope: &Envelope<'_>,
        resolved: ResolvedQuery<'_, '_>,
        out: &mut Vec<u8>,
    ) -> ReplyAction {
        let ResolvedQuery { resolution, outcome } = resolved;
        let mut answer = answer_of(outcome);
        if let Some(answer) = &mut answer {
            case.service.add_reason(resolution.trace(), answer);
        }
        let start = out.len();
        let decision = reply(case, envelope, answer.as_ref(), out);
        let conclusion = Conclusion { question: None, answer: answer.as_ref(), trace: resolution.trace() };
        let record = self.equipment.record(case, conclusion);
        let (waited, refreshes) = (resolution.waited(), resolution.refreshes());
        if let ReplyAction::Reply = decision
            && (!waited.is_zero() || !refreshes.is_empty())
            && let Ok(place) = Arc::clone(&self.waiting).try_acquire_owned()
        {
            let mut later = Later::to_refresh(case.service, refreshes, place);
            if !waited.is_zero() {
                later.hold(out.split_off(start), waited, record);
                return ReplyAction::Later(later);
            }
            self.equipment.put(record);
            return ReplyAction::ReplyThen(later);
        }
        self.equipment.put(record);
        decision
    }

    /// Answers what has no question that a resolver could answer.
    fn reject(
        &self,
        case: IncomingMessage<'_>,
        envelope: &Envelope<'_>,
        answer: &Answer<'_>,
        out: &mut Vec<u8>,
    ) -> ReplyAction {
        let (answer, trace) = (Some(answer), &Trace::NOTHING);
        self.equipment.conclude(case, Conclusion { question: None, answer, trace });
        reply(case, envelope, answer, out)
    }
}

/// A resolution at its end.
struct ResolvedQuery<'r, 's> {
    resolution: &'r Resolution<'s>,
    outcome: Outcome<'s>,
}

/// Appends the reply, if there is to be one.
fn reply(
    case: IncomingMessage<'_>,
    envelope: &Envelope<'_>,
    answer: Option<&Answer<'_>>,
    out: &mut Vec<u8>,
) -> ReplyAction {
    if let Some(answer) = answer {
        case.write(envelope, answer, out);
    }
    ReplyAction::of(answer.is_some())
}

#[cfg(test)]
mod tests;
