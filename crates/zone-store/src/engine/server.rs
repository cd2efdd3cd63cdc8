//! A custom DNS server: its own zones, else its forwarders (ARCHITECTURE.md#resolution).

use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock};

use super::additional::{add_addresses, targets};
use super::advance::{Advance, RelayRequest};
use super::asking::is_failure;
use super::context::Context;
use super::event::{ChosenRoute, Decider, Event, RouteKind};
use super::outcome::{Outcome, Reply};
use super::question::Query;
use super::walk::{ChainStep, ChainWalk, NO_RECURSION_DESIRED};
use crate::answer::{Answer, ErrorCode, ResponseCode, rcode_name};
use crate::ids::ServerId;
use crate::name::LookupName;
use crate::resolver::{Chase, CustomDnsServer, QueryTarget, Resolver};
use crate::zone::{Lookup, Zone};

/// A server without a forwarder for a name asks the Internet, as with root hints.
static ROOT_HINTS: LazyLock<Arc<[QueryTarget]>> =
    LazyLock::new(|| Arc::from([QueryTarget::Resolver(Resolver::Internet)]));

/// A custom DNS server at work on one question.
pub(super) struct Serving<'s> {
    server: ServerId,
    walk: ChainWalk<'s>,
    /// The first name of the chain was in a zone of its own (RFC 1035 §4.1.1, AA).
    authoritative: bool,
    /// It follows a delegation, so it goes on by itself where the answer ends in a CNAME (RFC 1034 §5.3.3).
    iterates: bool,
}

impl<'s> Serving<'s> {
    /// Begins a question.
    pub(super) fn new(server: ServerId, query: Query) -> Self {
        Self { server, walk: ChainWalk::new(query), authoritative: false, iterates: false }
    }

    /// Lets go of the snapshot.
    pub(super) fn into_owned(self) -> Serving<'static> {
        let Self { server, walk, authoritative, iterates } = self;
        Serving { server, walk: walk.into_owned(), authoritative, iterates }
    }

    /// Goes on: with the question, or with the reply it has waited for.
    pub(super) fn advance(&mut self, context: &mut Context<'s, '_>, reply: Option<Reply<'s>>) -> Advance<'s> {
        let server = context.snapshot.server(self.server);
        let mut taken = match reply {
            Some(Reply::Unknown(ask)) => return Advance::Done(Outcome::Unknown(ask)),
            Some(Reply::Silence(what)) => {
                let name = self.walk.current.without_dot();
                let text = format!("{}: no answer for {name}: {what}", server.name);
                match self.stale(context, &text) {
                    Some(taken) => taken,
                    None => self.walk.fail(ErrorCode::NoReachableAuthority, text),
                }
            }
            Some(Reply::Answer(answer)) if is_failure(answer.rcode) => self.pass_on(context, answer),
            Some(Reply::Answer(answer)) => {
                context.remember(&server.name, &self.walk, &answer);
                self.receive(context, answer)
            }
            None => ControlFlow::Continue(()),
        };
        loop {
            match taken {
                ControlFlow::Break(answer) => return self.end(server, answer),
                ControlFlow::Continue(()) => match self.decide(context) {
                    ControlFlow::Break(advance) => return advance,
                    ControlFlow::Continue(next) => taken = next,
                },
            }
        }
    }

    /// Decides about the name looked at: its own zones, its memory, its forwarders.
    fn decide(&mut self, context: &mut Context<'s, '_>) -> ControlFlow<Advance<'s>, ChainStep<'s>> {
        let server = context.snapshot.server(self.server);
        let looked_at = LookupName::new(&self.walk.current);
        let mut chosen = server.forwarders.longest(&looked_at);
        self.iterates = false;
        if let Some((&id, _)) = server.zones.longest(&looked_at) {
            let zone = context.snapshot.zone(id);
            let lookup = zone.lookup(&looked_at, self.walk.query.rtype);
            self.walk.record(context, Decider::OwnZone { zone: id }, &lookup);
            let Lookup::Referral { cut, .. } = lookup else {
                self.authoritative |= self.walk.answer.is_empty();
                return ControlFlow::Continue(self.take_own(context, zone, lookup));
            };
            // A server that recurses follows a delegation, unless it has a forwarder for the zone delegated, or below.
            chosen = chosen.filter(|(_, labels)| *labels >= cut);
            if chosen.is_none() {
                chosen = server.delegations.longest(&looked_at).filter(|(_, labels)| *labels == cut);
                self.iterates = true;
            }
            if chosen.is_none() || !self.recurses(server) {
                return ControlFlow::Continue(self.refer(context, zone, lookup));
            }
        }
        if !server.recursion {
            let text = format!("{} does not recurse, and has no zone for this name", server.name);
            return ControlFlow::Continue(ControlFlow::Break(self.walk.refuse(&text)));
        }
        if let Some(answer) = context.remembered(&server.name, &mut self.walk) {
            return ControlFlow::Continue(self.receive(context, answer));
        }
        if !self.walk.query.recursion_desired {
            return ControlFlow::Continue(ControlFlow::Break(self.walk.refuse(NO_RECURSION_DESIRED)));
        }
        let (targets, route) = match chosen {
            Some((forwarder, labels)) => {
                let route = ChosenRoute { kind: RouteKind::Forwarder, origin: forwarder.origin, labels };
                let name = &self.walk.current;
                context.record(|| Event::Chosen { name: name.clone(), route });
                (forwarder.targets.clone(), Some(route))
            }
            None => (ROOT_HINTS.clone(), None),
        };
        let (query, timeout) = (self.walk.onward(), server.timeout);
        let request = RelayRequest { targets, query, timeout, route, memory: None, goes_on: false };
        ControlFlow::Break(Advance::Relay(Box::new(request)))
    }

    /// Answers at a delegation that is not followed: with the referral, or with SERVFAIL if the client wants recursion.
    fn refer(&mut self, context: &mut Context<'s, '_>, zone: &'s Zone, lookup: Lookup<'s>) -> ChainStep<'s> {
        let server = context.snapshot.server(self.server);
        if self.recurses(server) {
            let (server, name) = (&server.name, self.walk.current.without_dot());
            let text = format!(
                "{server}: {name} is delegated to a server whose address its zones do not have; add its glue, or a forwarder"
            );
            return self.walk.fail(ErrorCode::NoReachableAuthority, text);
        }
        let mut taken = self.walk.take(context, lookup, None);
        if let (ControlFlow::Break(answer), Lookup::Referral { ns, .. }) = (&mut taken, lookup) {
            add_addresses(&targets(ns), |_| Some(zone), answer);
        }
        taken
    }

    fn recurses(&self, server: &CustomDnsServer) -> bool {
        server.recursion && self.walk.query.recursion_desired
    }

    /// Takes what a zone of its own holds; an SRV, MX or NS set brings the addresses that the zone has for its targets.
    fn take_own(
        &mut self,
        context: &mut Context<'s, '_>,
        zone: &'s Zone,
        lookup: Lookup<'s>,
    ) -> ChainStep<'s> {
        let mut taken = self.walk.take(context, lookup, zone.soa().map(|soa| (zone.apex(), soa)));
        if let (ControlFlow::Break(answer), Lookup::Found { set, .. }) = (&mut taken, lookup) {
            add_addresses(&targets(set), |_| Some(zone), answer);
        }
        taken
    }

    /// Passes a failure on, unless there is a memory of a better answer.
    fn pass_on(&mut self, context: &mut Context<'s, '_>, failure: Answer<'s>) -> ChainStep<'s> {
        let server = &context.snapshot.server(self.server).name;
        let name = self.walk.current.without_dot();
        let why = match failure.errors.first() {
            Some(error) => error.text.clone(),
            None => format!("{server}: {} for {name}", rcode_name(failure.rcode)),
        };
        if let Some(taken) = self.stale(context, &why) {
            return taken;
        }
        self.walk.answer.clear();
        ControlFlow::Break(Answer { errors: failure.errors, ..Answer::empty(failure.rcode) })
    }

    /// Takes over what it remembers beyond its time.
    fn stale(&mut self, context: &mut Context<'s, '_>, why: &str) -> Option<ChainStep<'s>> {
        let server = context.snapshot.server(self.server);
        let answer = context.stale(&server.name, &mut self.walk, why)?;
        Some(self.receive(context, answer))
    }

    /// Takes over a forwarded answer: whole, or one alias at a time.
    fn receive(&mut self, context: &mut Context<'s, '_>, reply: Answer<'s>) -> ChainStep<'s> {
        if (self.iterates || context.snapshot.server(self.server).chase == Chase::Own)
            && let Some(taken) = self.walk.follow_reply(context, &reply)
        {
            return taken;
        }
        ControlFlow::Break(self.walk.take_reply(context, reply))
    }

    fn end(&mut self, server: &CustomDnsServer, answer: Answer<'s>) -> Advance<'s> {
        let mut answer = self.walk.end(answer);
        answer.authoritative = self.authoritative && answer.rcode != ResponseCode::ServFail;
        answer.recursion_available = server.recursion;
        Advance::Done(Outcome::Answer(answer))
    }
}
