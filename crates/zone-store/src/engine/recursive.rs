//! azure_dns and the Internet's resolvers: a chain of names, each decided by a linked zone, by a rule of the network's
//! ruleset, by a built-in zone of the network or by the public side.
//!
//! The Internet is azure_dns without a network. docs/azure.md#0-summary has the order, ARCHITECTURE.md#resolution
//! the rest of the contract.

use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use super::additional::{add_addresses, targets};
use super::advance::{Advance, RelayRequest};
use super::asking::is_failure;
use super::context::Context;
use super::event::{ChosenRoute, Decider, Event, RouteKind};
use super::message::aliases;
use super::outcome::{Outcome, Reply};
use super::question::{Ask, Query};
use super::walk::{ChainStep, ChainWalk, NO_RECURSION_DESIRED};
use crate::answer::{Answer, ErrorCode, ExtendedError, rcode_name};
use crate::ids::{NetworkId, PublicResolverId, ZoneId};
use crate::name::{LookupName, Name};
use crate::public::{PublicLookup, closed_root};
use crate::record::{RecordSet, RecordType};
use crate::resolver::{RuleEffect, Upstream};
use crate::snapshot::{LinkedZone, NetworkView, OnNxDomain, Outside, Snapshot};
use crate::zone::{Lookup, Zone};

/// How long a ruleset's target is waited for.
const RULE_TIMEOUT: Duration = Duration::from_secs(3);

/// How long the outside is waited for, in all: stub resolvers give up after 4 to 5 seconds.
const OUTSIDE_TIMEOUT: Duration = Duration::from_secs(3);

/// One resolver at work on one question.
pub(super) struct Recursive<'s> {
    /// Whose linked zones, rules and built-in zones it sees; `None` on the Internet.
    network: Option<NetworkId>,
    walk: ChainWalk<'s>,
    /// It remembers what the outside said.
    remembers: bool,
    /// The linked zones do not decide about the name, because they have just sent it to the public side.
    redirected: bool,
    /// What it waits for is the answer of a rule's target, which is final.
    by_rule: bool,
    /// When it stops to wait for the outside, since it asked for the first time.
    waits_until: Option<Duration>,
    /// The servers for names that are not simulated; `None`: those of the snapshot.
    servers: Option<PublicResolverId>,
}

/// What becomes of the name looked at.
enum Next<'s> {
    /// The chain goes on: the walk stands at the next name.
    Follow,
    /// The source that was asked does not decide about the name.
    Pass,
    /// The end, or a wait.
    End(Advance<'s>),
}

impl<'s> Recursive<'s> {
    /// Begins a question, as it is seen from a network.
    pub(super) fn new(network: Option<NetworkId>, query: Query, remembers: bool) -> Self {
        Self {
            network,
            walk: ChainWalk::new(query),
            remembers,
            redirected: false,
            by_rule: false,
            waits_until: None,
            servers: None,
        }
    }

    /// Asks only these servers about names that are not simulated.
    pub(super) fn at(self, servers: PublicResolverId) -> Self {
        Self { servers: Some(servers), ..self }
    }

    /// Lets go of the snapshot.
    pub(super) fn into_owned(self) -> Recursive<'static> {
        let Self { network, walk, remembers, redirected, by_rule, waits_until, servers } = self;
        let walk = walk.into_owned();
        Recursive { network, walk, remembers, redirected, by_rule, waits_until, servers }
    }

    fn network(&self, snapshot: &'s Snapshot) -> Option<&'s NetworkView> {
        self.network.map(|id| snapshot.network(id))
    }

    /// Goes on: with the question, or with the reply it has waited for.
    pub(super) fn advance(&mut self, context: &mut Context<'s, '_>, reply: Option<Reply<'s>>) -> Advance<'s> {
        let mut next = match reply {
            Some(reply) => self.receive(context, reply),
            None => Next::Follow,
        };
        loop {
            next = match next {
                Next::End(advance) => return advance,
                Next::Follow | Next::Pass => self.decide(context),
            }
        }
    }

    /// Asks the sources about the current name, in order, until one decides.
    fn decide(&mut self, context: &mut Context<'s, '_>) -> Next<'s> {
        let name = LookupName::new(&self.walk.current);
        if let Some(network) = self.network(context.snapshot) {
            for ask in [Self::ask_zones, Self::ask_rules, Self::ask_built_in] {
                match ask(self, context, network, &name) {
                    Next::Pass => {}
                    decided @ (Next::Follow | Next::End(_)) => return decided,
                }
            }
        }
        self.ask_public(context, &name)
    }

    /// Asks the longest zone linked to the network that the name is in.
    fn ask_zones(
        &mut self,
        context: &mut Context<'s, '_>,
        network: &'s NetworkView,
        name: &LookupName,
    ) -> Next<'s> {
        if self.redirected {
            return Next::Pass;
        }
        let Some((link, labels)) = network.links().longest(name) else { return Next::Pass };
        if context.snapshot.behaviour().longer_rule_beats_zone
            && let Some((RuleEffect::Forward(_), longer)) = network.rules().longest(name)
            && longer > labels
        {
            return Next::Pass;
        }
        let (zone, lookup) = self.look_up(context.snapshot, link.zone, name);
        self.walk.record(context, Decider::Zone { zone: link.zone, link: link.origin }, &lookup);
        if let Lookup::NxDomain { .. } = lookup
            && self.redirects(link)
        {
            self.redirected = true;
            let name = &self.walk.current;
            context.record(|| Event::Redirected { name: name.clone(), link: link.origin });
            return Next::Pass;
        }
        self.take(context, lookup, zone.soa().map(|soa| (zone.apex(), soa)))
    }

    /// Tells whether an NXDOMAIN through this link is not the last word: "for A, AAAA, CNAME queries" only.
    fn redirects(&self, link: &LinkedZone) -> bool {
        link.on_nxdomain == OnNxDomain::Redirect
            && matches!(self.walk.query.rtype, RecordType::A | RecordType::AAAA | RecordType::CNAME)
    }

    /// Asks the targets of the longest rule that the name is under; what they say is final.
    fn ask_rules(
        &mut self,
        context: &mut Context<'s, '_>,
        network: &'s NetworkView,
        name: &LookupName,
    ) -> Next<'s> {
        if self.redirected {
            return Next::Pass;
        }
        let (forwarder, labels) = match network.rules().longest(name) {
            Some((RuleEffect::Forward(forwarder), labels)) => (forwarder, labels),
            Some((RuleEffect::Exempt, _)) => {
                let name = &self.walk.current;
                context.record(|| Event::Exempt { name: name.clone() });
                return Next::Pass;
            }
            None => return Next::Pass,
        };
        let (name, route) =
            (&self.walk.current, ChosenRoute { kind: RouteKind::Rule, origin: forwarder.origin, labels });
        context.record(|| Event::Chosen { name: name.clone(), route });
        if !self.walk.query.recursion_desired {
            return self.refuse(context);
        }
        self.by_rule = true;
        Next::End(Advance::Relay(Box::new(RelayRequest {
            targets: forwarder.targets.clone(),
            query: self.walk.onward(),
            timeout: RULE_TIMEOUT,
            route: Some(route),
            memory: Some(network.memory.clone()),
            goes_on: false,
        })))
    }

    /// Asks the longest of the network's built-in zones that the name is in; what it says is final.
    fn ask_built_in(
        &mut self,
        context: &mut Context<'s, '_>,
        network: &'s NetworkView,
        name: &LookupName,
    ) -> Next<'s> {
        let Some((&zone, _)) = network.built_in().longest(name) else { return Next::Pass };
        let by = Decider::BuiltIn { zone };
        let (zone, lookup) = self.look_up(context.snapshot, zone, name);
        self.walk.record(context, by, &lookup);
        self.take(context, lookup, zone.soa().map(|soa| (zone.apex(), soa)))
    }

    /// Looks the name up in a zone; an empty non-terminal is what the snapshot takes it for.
    fn look_up(&self, snapshot: &'s Snapshot, zone: ZoneId, name: &LookupName) -> (&'s Zone, Lookup<'s>) {
        let zone = snapshot.zone(zone);
        let lookup = match zone.lookup(name, self.walk.query.rtype) {
            Lookup::NoData { empty_non_terminal: true, .. }
                if snapshot.behaviour().empty_non_terminals_are_nxdomain =>
            {
                Lookup::NxDomain { closest_encloser: name.label_count() - 1 }
            }
            other => other,
        };
        (zone, lookup)
    }

    /// Asks the simulated public side, and where it knows nothing, what lies beyond.
    fn ask_public(&mut self, context: &mut Context<'s, '_>, name: &LookupName) -> Next<'s> {
        let location = self.network(context.snapshot).and_then(NetworkView::location);
        let ChainWalk { current, query, .. } = &self.walk;
        let found = context.snapshot.public().lookup(location, current, name, query.rtype);
        match (found, self.beyond(context.snapshot)) {
            (PublicLookup::Simulated { lookup: lookup @ Lookup::Referral { .. }, soa }, beyond) => {
                self.walk.record(context, decided_by_public(soa.as_ref()), &lookup);
                match beyond {
                    Some(targets) => self.ask_outside(context, targets),
                    None => {
                        let name = &self.walk.current;
                        let text = format!("{name} is delegated to a server that is not simulated");
                        let taken = self.walk.fail(ErrorCode::NoReachableAuthority, text);
                        self.taken(context, taken)
                    }
                }
            }
            (PublicLookup::Simulated { lookup, soa }, _) => {
                self.walk.record(context, decided_by_public(soa.as_ref()), &lookup);
                match soa {
                    Some((apex, soa)) => self.take(context, lookup, Some((&apex, soa))),
                    None => self.take(context, lookup, root_soa()),
                }
            }
            (PublicLookup::Outside { .. }, Some(targets)) => self.ask_outside(context, targets),
            (PublicLookup::Outside { empty_non_terminal }, None) => {
                let lookup = match empty_non_terminal {
                    _ if current.is_root() => closed_root().lookup(name, query.rtype),
                    true => Lookup::NoData { empty_non_terminal, wildcard: None },
                    false => Lookup::NxDomain { closest_encloser: 0 },
                };
                self.walk.record(context, Decider::ClosedWorld, &lookup);
                self.take(context, lookup, root_soa())
            }
        }
    }

    /// Returns the servers for names that are not simulated; `None` in a closed world.
    fn beyond(&self, snapshot: &'s Snapshot) -> Option<&'s [Upstream]> {
        match (self.servers, snapshot.outside()) {
            (Some(servers), _) => Some(snapshot.public_resolver(servers)),
            (None, Outside::Upstream(servers)) => Some(servers),
            (None, Outside::Closed) => None,
        }
    }

    /// Asks the real outside, unless its answer is remembered, or the client does not want it to be asked.
    fn ask_outside(&mut self, context: &mut Context<'s, '_>, targets: &[Upstream]) -> Next<'s> {
        if let Some(memory) = self.memory(context.snapshot)
            && let Some(answer) = context.remembered(memory, &mut self.walk)
        {
            return self.splice(context, answer);
        }
        if !self.walk.query.recursion_desired {
            return self.refuse(context);
        }
        let until = *self.waits_until.get_or_insert_with(|| context.elapsed() + OUTSIDE_TIMEOUT);
        let timeout = until.saturating_sub(context.elapsed());
        // The addresses of a named public resolver have an order.
        let in_order = self.servers.is_some();
        let ask = Ask { targets: targets.to_vec(), in_order, query: self.walk.onward(), timeout };
        let (name, rtype) = (&self.walk.current, self.walk.query.rtype);
        context.record(|| Event::Asked { name: name.clone(), rtype, targets: targets.to_vec() });
        Next::End(Advance::Ask(ask))
    }

    /// Returns whose memory the outside's answers are kept in.
    fn memory(&self, snapshot: &'s Snapshot) -> Option<&'s Arc<str>> {
        static INTERNET: LazyLock<Arc<str>> = LazyLock::new(|| Arc::from("internet"));
        self.remembers.then(|| self.network(snapshot).map_or(&*INTERNET, |network| &network.memory))
    }

    fn refuse(&mut self, context: &Context<'s, '_>) -> Next<'s> {
        let answer = self.walk.refuse(NO_RECURSION_DESIRED);
        self.end(context, answer)
    }

    fn take(
        &mut self,
        context: &mut Context<'s, '_>,
        lookup: Lookup<'s>,
        soa: Option<(&Name, RecordSet<'s>)>,
    ) -> Next<'s> {
        let mut taken = self.walk.take(context, lookup, soa);
        if let ControlFlow::Break(answer) = &mut taken {
            match lookup {
                Lookup::Found { set, .. } if set.rtype == RecordType::SRV => {
                    self.add_addresses(context.snapshot, set, answer);
                }
                Lookup::NxDomain { .. } => {
                    let behaviour = context.snapshot.behaviour();
                    answer.authoritative = self.network.is_some() && behaviour.authoritative_negatives;
                }
                _ => {}
            }
        }
        self.taken(context, taken)
    }

    fn taken(&mut self, context: &Context<'s, '_>, taken: ChainStep<'s>) -> Next<'s> {
        match taken {
            ControlFlow::Continue(()) => {
                self.redirected &= !context.snapshot.behaviour().redirect_reenters_zones;
                Next::Follow
            }
            ControlFlow::Break(answer) => self.end(context, answer),
        }
    }

    /// Takes what was waited for.
    fn receive(&mut self, context: &mut Context<'s, '_>, reply: Reply<'s>) -> Next<'s> {
        let by_rule = std::mem::take(&mut self.by_rule);
        match reply {
            Reply::Unknown(ask) => Next::End(Advance::Done(Outcome::Unknown(ask))),
            Reply::Silence(what) => self.fail(context, Vec::new(), what, by_rule),
            Reply::Answer(reply) if by_rule => {
                let mut answer = self.walk.take_reply(context, reply);
                answer.recursion_available = true;
                self.end(context, answer)
            }
            Reply::Answer(reply) if is_failure(reply.rcode) => {
                let rcode = reply.rcode;
                context.record(|| Event::Replied { rcode, followed: Vec::new(), cut: None });
                let text = format!("the upstream answered {} for {}", rcode_name(rcode), self.walk.current);
                self.fail(context, reply.errors, text, by_rule)
            }
            Reply::Answer(reply) => {
                if let Some(memory) = self.memory(context.snapshot) {
                    context.remember(memory, &self.walk, &reply);
                }
                self.splice(context, reply)
            }
        }
    }

    /// Ends in SERVFAIL, unless an expired answer from outside is cached. The errors that other resolvers reported come
    /// first.
    fn fail(
        &mut self,
        context: &mut Context<'s, '_>,
        errors: Vec<ExtendedError>,
        what: String,
        by_rule: bool,
    ) -> Next<'s> {
        if let Some(memory) = self.memory(context.snapshot).filter(|_| !by_rule)
            && let Some(answer) = context.stale(memory, &mut self.walk, &what)
        {
            return self.splice(context, answer);
        }
        let mut taken = self.walk.fail(ErrorCode::NoReachableAuthority, what);
        if let ControlFlow::Break(answer) = &mut taken {
            answer.errors.splice(0..0, errors);
        }
        self.taken(context, taken)
    }

    /// Takes over what the outside says: its chain up to the first name that is decided here.
    fn splice(&mut self, context: &mut Context<'s, '_>, reply: Answer<'s>) -> Next<'s> {
        let rcode = reply.rcode;
        let before = self.walk.answer.len();
        let mut cut = None;
        while cut.is_none()
            && let Some(taken) = self.walk.follow_reply(context, &reply)
        {
            match self.taken(context, taken) {
                Next::Follow => {}
                end @ (Next::Pass | Next::End(_)) => return end,
            }
            cut = self.decides(context.snapshot).then(|| self.walk.current.clone());
        }
        let followed: Vec<Name> =
            aliases(&self.walk.answer[before..]).map(|alias| alias.owner.clone()).collect();
        let (was_cut, moved) = (cut.is_some(), !followed.is_empty());
        context.record(|| Event::Replied { rcode, followed, cut });
        match was_cut {
            true => Next::Follow,
            false => match self.walk.finish_reply(reply, moved) {
                Some(answer) => self.end(context, answer),
                None => Next::Follow,
            },
        }
    }

    /// Tells whether a linked zone, a rule, a built-in zone or the simulated public side decides about a name.
    fn decides(&self, snapshot: &'s Snapshot) -> bool {
        let name = &LookupName::new(&self.walk.current);
        let by_network = |network: &NetworkView| {
            let by_link = network.links().longest(name).is_some();
            let by_rule = matches!(network.rules().longest(name), Some((RuleEffect::Forward(_), _)));
            (!self.redirected && (by_link || by_rule)) || network.built_in().longest(name).is_some()
        };
        let network = self.network(snapshot);
        network.is_some_and(by_network)
            || snapshot.public().owns(network.and_then(NetworkView::location), &self.walk.current)
    }

    /// Adds the addresses that the linked zones hold for the targets of an SRV set (RFC 2782).
    fn add_addresses(&self, snapshot: &'s Snapshot, set: RecordSet<'s>, answer: &mut Answer<'s>) {
        let Some(network) = self.network(snapshot) else { return };
        let zone_of = |target: &Name| {
            let link = network.links().longest(&LookupName::new(target));
            link.map(|(link, _)| snapshot.zone(link.zone))
        };
        add_addresses(&targets(set), zone_of, answer);
    }

    /// Ends with the chain so far; azure_dns caps its TTLs.
    fn end(&mut self, context: &Context<'s, '_>, answer: Answer<'s>) -> Next<'s> {
        let mut answer = self.walk.end(answer);
        if self.network.is_some() {
            let cap = context.snapshot.behaviour().maximum_ttl;
            answer.records_mut().for_each(|set| set.ttl = set.ttl.min(cap));
        }
        Next::End(Advance::Done(Outcome::Answer(answer)))
    }
}

/// Names the public side as the one that decides, by the SOA of the zone that the name is in.
fn decided_by_public(soa: Option<&(Name, RecordSet<'_>)>) -> Decider {
    Decider::Public { apex: soa.map(|(apex, _)| apex.label_count()) }
}

fn root_soa() -> Option<(&'static Name, RecordSet<'static>)> {
    let root: &'static Zone = closed_root();
    root.soa().map(|soa| (root.apex(), soa))
}
