//! The chain of names that one resolver follows for one question: what all resolvers do alike.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::context::Context;
use super::event::{Decider, Event, NameResult};
use super::message::MAX_CHAIN;
use super::message::{ChainLink, aliases, has_alias, link, wanted};
use super::question::Query;
use crate::answer::{Answer, Chain, ErrorCode, ExtendedError, Records, ResponseCode};
use crate::cache::CacheQuestion;
use crate::name::Name;
use crate::record::{RdataList, RecordSet, RecordType};
use crate::snapshot::AnyAnswer;
use crate::zone::Lookup;

/// Why a query without RD is not forwarded (RFC 1035 §4.1.1).
pub(super) const NO_RECURSION_DESIRED: &str =
    "the answer is elsewhere, and the query does not ask for recursion (RD=0)";

/// The chain so far, and the name that is looked at.
pub(super) struct ChainWalk<'s> {
    pub(super) query: Query,
    /// The name of the chain that is looked at.
    pub(super) current: Name,
    /// The CNAMEs followed so far, and at the end what was asked for.
    pub(super) answer: Chain<'s>,
    /// Notes about how the chain was found.
    pub(super) notes: Vec<ExtendedError>,
}

/// Whether the chain goes on at `current`, or ends with this answer, to which [`ChainWalk::end`] adds the chain.
pub(super) type ChainStep<'s> = ControlFlow<Answer<'s>>;

impl<'s> ChainWalk<'s> {
    /// Begins with the name asked for.
    pub(super) fn new(query: Query) -> Self {
        let current = query.name.clone();
        Self { query, current, answer: Chain::new(), notes: Vec::new() }
    }

    /// Lets go of the snapshot.
    pub(super) fn into_owned(self) -> ChainWalk<'static> {
        let Self { query, current, answer, notes } = self;
        ChainWalk { query, current, answer: answer.into_iter().map(Records::into_owned).collect(), notes }
    }

    /// Returns the question about the current name, as another resolver gets it.
    pub(super) fn onward(&self) -> Query {
        let Query { rtype, dnssec_ok, checking_disabled, .. } = self.query;
        Query { name: self.current.clone(), rtype, recursion_desired: true, dnssec_ok, checking_disabled }
    }

    /// Returns the name looked at, and what is asked about it.
    pub(super) fn question(&self) -> CacheQuestion<'_> {
        CacheQuestion { name: &self.current, query: &self.query }
    }

    /// Turns what a zone or the public side holds into the next step; `soa` is the authority of a negative answer.
    pub(super) fn take(
        &mut self,
        context: &mut Context<'s, '_>,
        lookup: Lookup<'s>,
        soa: Option<(&Name, RecordSet<'s>)>,
    ) -> ChainStep<'s> {
        let negative = |rcode| {
            let mut answer = Answer::empty(rcode);
            answer.authority.extend(soa.map(|(apex, soa)| negative(apex, soa)));
            ControlFlow::Break(answer)
        };
        match lookup {
            Lookup::Cname { set, .. } => self.follow(context, Records::from_set(self.current.clone(), set)),
            Lookup::Dname { set, labels } => self.substitute(context, set, labels),
            Lookup::Found { set, .. } => {
                self.answer.push(Records::from_set(self.current.clone(), set));
                ControlFlow::Break(Answer::empty(ResponseCode::NoError))
            }
            Lookup::All { sets, .. } => {
                let own = |set| Records::from_set(self.current.clone(), set);
                match context.snapshot.behaviour().any {
                    AnyAnswer::RecordSets => self.answer.extend(sets.iter().map(own)),
                    AnyAnswer::Hinfo => self.answer.push(any_hinfo(self.current.clone())),
                }
                ControlFlow::Break(Answer::empty(ResponseCode::NoError))
            }
            Lookup::NoData { .. } => negative(ResponseCode::NoError),
            Lookup::NxDomain { .. } => negative(ResponseCode::NXDomain),
            Lookup::Referral { ns, cut } => {
                let mut answer = Answer::empty(ResponseCode::NoError);
                answer.authority.push(Records::from_set(self.current.rightmost(cut), ns));
                ControlFlow::Break(answer)
            }
        }
    }

    /// Makes the CNAME that a DNAME stands for, and turns to its target, unless the alias itself was asked for. A name that gets
    /// too long is YXDOMAIN (RFC 6672 §2.2, §3.2).
    fn substitute(
        &mut self,
        context: &mut Context<'s, '_>,
        dname: RecordSet<'s>,
        labels: usize,
    ) -> ChainStep<'s> {
        let owner = self.current.rightmost(labels);
        let target = dname.rdata.iter().next().and_then(|rdata| Name::from_wire(rdata).ok());
        if !self.answer.iter().any(|set| set.rtype == RecordType::DNAME && set.owner == owner) {
            self.answer.push(Records::from_set(owner.clone(), dname));
        }
        let Some(target) = target else {
            return self.fail(ErrorCode::Other, "a DNAME record holds no name".to_owned());
        };
        let Ok(name) = self.current.with_suffix(&owner, &target) else {
            return ControlFlow::Break(Answer::empty(ResponseCode::YXDomain));
        };
        let mut packed = Vec::new();
        RdataList::pack(&mut packed, name.wire());
        let (owner, ttl, origin) = (self.current.clone(), dname.ttl, dname.origin);
        let alias = Records { owner, rtype: RecordType::CNAME, ttl, packed: Cow::Owned(packed), origin };
        if matches!(self.query.rtype, RecordType::CNAME | RecordType::ANY) {
            self.answer.push(alias);
            return ControlFlow::Break(Answer::empty(ResponseCode::NoError));
        }
        self.follow(context, alias)
    }

    /// Takes an alias into the chain and turns to its target.
    fn follow(&mut self, context: &mut Context<'s, '_>, alias: Records<'s>) -> ChainStep<'s> {
        let target = alias.rdata().iter().next().and_then(|rdata| Name::from_wire(rdata).ok());
        self.answer.push(alias);
        let Some(target) = target else {
            return self.fail(ErrorCode::Other, "a CNAME record holds no name".to_owned());
        };
        if has_alias(&self.answer, &target) {
            let names: Vec<Name> =
                aliases(&self.answer).map(|passed| passed.owner.clone()).chain([target]).collect();
            let text: Vec<String> = names.iter().map(Name::without_dot).collect();
            context.record(|| Event::Loop { names });
            return self.fail(ErrorCode::Other, format!("CNAME loop: {}", text.join(" > ")));
        }
        if aliases(&self.answer).count() > MAX_CHAIN {
            context.record(|| Event::TooLong);
            return self.fail(ErrorCode::Other, format!("CNAME chain of more than {MAX_CHAIN}"));
        }
        self.current = target;
        ControlFlow::Continue(())
    }

    /// Ends in SERVFAIL without a chain.
    pub(super) fn fail(&mut self, code: ErrorCode, text: String) -> ChainStep<'s> {
        self.answer.clear();
        ControlFlow::Break(Answer::empty(ResponseCode::ServFail).with_error(code, text))
    }

    /// Ends without asking anybody else: the chain so far, or REFUSED where there is none.
    pub(super) fn refuse(&mut self, text: &str) -> Answer<'s> {
        let rcode = if self.answer.is_empty() { ResponseCode::Refused } else { ResponseCode::NoError };
        Answer::empty(rcode).with_error(ErrorCode::NotAuthoritative, text)
    }

    /// Takes over one alias of a reply, if it has one for the name looked at.
    pub(super) fn follow_reply(
        &mut self,
        context: &mut Context<'s, '_>,
        reply: &Answer<'s>,
    ) -> Option<ChainStep<'s>> {
        let ChainLink { before, alias, after, .. } = link(&reply.answer, &self.current, &self.query)?;
        self.answer.extend(before);
        let taken = self.follow(context, alias);
        if taken.is_continue() {
            self.answer.extend(after);
        }
        Some(taken)
    }

    /// Takes over a whole reply: its chain, and what it ends with.
    pub(super) fn take_reply(&mut self, context: &mut Context<'s, '_>, mut reply: Answer<'s>) -> Answer<'s> {
        while let Some(taken) = self.follow_reply(context, &reply) {
            if let ControlFlow::Break(failure) = taken {
                return failure;
            }
        }
        self.answer.extend(wanted(&reply.answer, &self.current, &self.query));
        reply.answer.clear();
        reply.authoritative = false;
        reply
    }

    /// Takes over what a reply holds for the name looked at; `None` when it stops half-way, after `followed` aliases.
    pub(super) fn finish_reply(&mut self, reply: Answer<'s>, followed: bool) -> Option<Answer<'s>> {
        let found = wanted(&reply.answer, &self.current, &self.query);
        let has_soa = reply.authority.iter().any(|set| set.rtype == RecordType::SOA);
        if followed && found.is_empty() && !has_soa && reply.rcode == ResponseCode::NoError {
            return None;
        }
        self.answer.extend(found);
        let mut answer = Answer::empty(reply.rcode);
        answer.authority = reply.authority;
        answer.errors = reply.errors;
        Some(answer)
    }

    /// Puts the chain into the answer that ends it.
    pub(super) fn end(&mut self, mut answer: Answer<'s>) -> Answer<'s> {
        answer.answer = std::mem::take(&mut self.answer);
        answer.errors.append(&mut self.notes);
        answer
    }

    /// Records who decided what about the name looked at.
    pub(super) fn record(&self, context: &mut Context<'s, '_>, by: Decider, lookup: &Lookup<'s>) {
        context.record(|| {
            let verdict = match *lookup {
                Lookup::Found { set, wildcard } => NameResult::Records { origin: set.origin, wildcard },
                Lookup::All { sets, wildcard } => {
                    let origin = sets.iter().next().map(|set| set.origin).unwrap_or_default();
                    NameResult::Records { origin, wildcard }
                }
                Lookup::Cname { set, wildcard } => NameResult::Cname { origin: set.origin, wildcard },
                Lookup::Dname { set, .. } => NameResult::Cname { origin: set.origin, wildcard: None },
                Lookup::NoData { empty_non_terminal, .. } => NameResult::NoData { empty_non_terminal },
                Lookup::NxDomain { closest_encloser } => NameResult::NxDomain { closest_encloser },
                Lookup::Referral { .. } => NameResult::Delegated,
            };
            Event::Decided { name: self.current.clone(), by, verdict }
        });
    }
}

/// Returns the SOA as a negative answer carries it: its TTL is the lower of its own and its MINIMUM (RFC 2308 §5).
fn negative<'s>(apex: &Name, soa: RecordSet<'s>) -> Records<'s> {
    let minimum = soa.rdata.iter().next().and_then(|rdata| rdata.last_chunk::<4>().copied());
    let ttl = minimum.map_or(soa.ttl, |minimum| soa.ttl.min(u32::from_be_bytes(minimum)));
    Records { ttl, ..Records::from_set(apex.clone(), soa) }
}

/// Returns the record that stands for "ask for a type" (RFC 8482 §4.2).
fn any_hinfo<'s>(owner: Name) -> Records<'s> {
    let mut packed = Vec::new();
    RdataList::pack(&mut packed, b"\x07RFC8482\x00");
    let origin = crate::origin::Origin::UNKNOWN;
    Records { owner, rtype: RecordType::HINFO, ttl: 3600, packed: Cow::Owned(packed), origin }
}
