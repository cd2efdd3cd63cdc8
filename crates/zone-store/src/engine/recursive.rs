//! azure_dns and the Internet's resolvers: a chain of names, each decided by a linked zone, by a built-in zone of the
//! network or by the public side.
//!
//! The Internet is azure_dns without a network. azure-dns.md §0 and design.md §5 state the order.

use std::borrow::Cow;

use super::event::{Decider, Event, Verdict};
use super::{Ask, Context, MAX_CHAIN, Outcome, Query, Reply, Step};
use crate::answer::{Answer, Chain, ErrorCode, Records, ResponseCode, rcode_name};
use crate::name::{LookupName, Name};
use crate::public::{PublicLookup, closed_root};
use crate::record::{RdataList, RecordSet, RecordType};
use crate::snapshot::{AnyAnswer, Link, Network, NetworkId, OnNxDomain, Outside, Resolver, Snapshot, ZoneId};
use crate::zone::{Lookup, Zone};

/// One resolver at work on one question.
pub(super) struct Recursive<'s> {
    network: Option<NetworkId>,
    query: Query,
    /// The name of the chain that is looked at.
    current: Name,
    /// The CNAMEs followed so far, and at the end what was asked for.
    answer: Chain<'s>,
    /// The linked zones do not decide about `current`, because they have just sent it to the public side.
    redirected: bool,
}

/// What becomes of the name looked at.
#[expect(
    clippy::large_enum_variant,
    reason = "the large variant ends every query; a box would allocate for each"
)]
enum Next<'s> {
    /// The chain goes on: `current` is the next name.
    Follow,
    /// The linked zones have nothing to say.
    BuiltIn,
    /// Neither have the built-in zones.
    Public,
    /// The end.
    End(Step<'s>),
}

impl<'s> Recursive<'s> {
    /// Begins a question.
    pub(super) fn new(resolver: Resolver, query: Query) -> Self {
        let network = match resolver {
            Resolver::AzureDns(network) => Some(network),
            Resolver::Internet => None,
        };
        let current = query.name.clone();
        Self { network, query, current, answer: Chain::new(), redirected: false }
    }

    /// Goes on: with the question, or with the reply it has waited for.
    pub(super) fn advance(&mut self, context: &mut Context<'s>, reply: Option<Reply<'s>>) -> Step<'s> {
        let mut next = match reply {
            Some(reply) => self.receive(context, reply),
            None => Next::Follow,
        };
        loop {
            next = match next {
                Next::End(step) => return step,
                Next::Follow => self.ask_zones(context),
                Next::BuiltIn => self.ask_built_in(context),
                Next::Public => self.ask_public(context),
            }
        }
    }

    /// Asks the longest zone linked to the network that the name is in.
    fn ask_zones(&mut self, context: &mut Context<'s>) -> Next<'s> {
        let Some(network) = self.seen_from(context.snapshot) else { return Next::Public };
        if self.redirected {
            return Next::BuiltIn;
        }
        let name = LookupName::new(&self.current);
        let Some((link, _)) = network.links().longest(&name) else { return Next::BuiltIn };
        let (zone, lookup) = self.look_up(context.snapshot, link.zone, &name);
        self.record(context, Decider::Zone { zone: link.zone, link: link.origin }, &lookup);
        if let Lookup::NxDomain { .. } = lookup
            && self.redirects(link)
        {
            self.redirected = true;
            let name = &self.current;
            context.record(|| Event::Redirected { name: name.clone(), link: link.origin });
            return Next::BuiltIn;
        }
        self.take(context, lookup, zone.soa().map(|soa| (zone.apex(), soa)))
    }

    /// Asks the longest of the network's built-in zones that the name is in; what it says is final.
    fn ask_built_in(&mut self, context: &mut Context<'s>) -> Next<'s> {
        let Some(network) = self.seen_from(context.snapshot) else { return Next::Public };
        let name = LookupName::new(&self.current);
        let Some((&zone, _)) = network.built_in().longest(&name) else { return Next::Public };
        let by = Decider::BuiltIn { zone };
        let (zone, lookup) = self.look_up(context.snapshot, zone, &name);
        self.record(context, by, &lookup);
        self.take(context, lookup, zone.soa().map(|soa| (zone.apex(), soa)))
    }

    /// Returns the network that the question comes from; `None` on the Internet.
    fn seen_from(&self, snapshot: &'s Snapshot) -> Option<&'s Network> {
        self.network.map(|network| snapshot.network(network))
    }

    /// Looks the name up in a zone; an empty non-terminal is what the snapshot takes it for.
    fn look_up(&self, snapshot: &'s Snapshot, zone: ZoneId, name: &LookupName) -> (&'s Zone, Lookup<'s>) {
        let zone = snapshot.zone(zone);
        let lookup = match zone.lookup(name, self.query.rtype) {
            Lookup::NoData { empty_non_terminal: true, .. }
                if snapshot.behaviour().empty_non_terminals_are_nxdomain =>
            {
                Lookup::NxDomain { closest_encloser: name.label_count() - 1 }
            }
            other => other,
        };
        (zone, lookup)
    }

    /// Tells whether an NXDOMAIN through this link is not the last word: "for A, AAAA, CNAME queries" only.
    fn redirects(&self, link: &Link) -> bool {
        link.on_nxdomain == OnNxDomain::Redirect
            && matches!(self.query.rtype, RecordType::A | RecordType::AAAA | RecordType::CNAME)
    }

    /// Asks the simulated public side, and where it knows nothing, what lies beyond.
    fn ask_public(&mut self, context: &mut Context<'s>) -> Next<'s> {
        let snapshot = context.snapshot;
        let name = LookupName::new(&self.current);
        let location = self.seen_from(snapshot).and_then(Network::location);
        match snapshot.public().lookup(location, &self.current, &name, self.query.rtype) {
            PublicLookup::Simulated { lookup: Lookup::Referral { .. }, .. } => {
                context.record(|| self.decided(Decider::Public, Verdict::Delegated));
                self.ask_outside(context, |this, context| {
                    let text = format!("{} is delegated to a server that is not simulated", this.current);
                    let answer = Answer::empty(ResponseCode::ServFail);
                    this.end(context, answer.with_error(ErrorCode::NoReachableAuthority, text))
                })
            }
            PublicLookup::Simulated { lookup, soa } => {
                self.record(context, Decider::Public, &lookup);
                match soa {
                    Some((apex, soa)) => self.take(context, lookup, Some((&apex, soa))),
                    None => self.take(context, lookup, root_soa()),
                }
            }
            PublicLookup::Outside { empty_non_terminal } => self.ask_outside(context, |this, context| {
                let lookup = if empty_non_terminal {
                    Lookup::NoData { empty_non_terminal, wildcard: None }
                } else {
                    Lookup::NxDomain { closest_encloser: 0 }
                };
                this.record(context, Decider::ClosedWorld, &lookup);
                this.take(context, lookup, root_soa())
            }),
        }
    }

    /// Asks the real outside, if there is one and the client wants it to be asked; else does what `closed` does.
    fn ask_outside(
        &mut self,
        context: &mut Context<'s>,
        closed: impl FnOnce(&mut Self, &mut Context<'s>) -> Next<'s>,
    ) -> Next<'s> {
        let Outside::Upstream(targets) = context.snapshot.outside() else { return closed(self, context) };
        if !self.query.recursion_desired {
            let rcode = if self.answer.is_empty() { ResponseCode::Refused } else { ResponseCode::NoError };
            let text = "the answer is elsewhere, and the query does not ask for recursion (RD=0)";
            return self.end(context, Answer::empty(rcode).with_error(ErrorCode::NotAuthoritative, text));
        }
        let ask = self.question(targets.clone());
        context.record(|| Event::Asked {
            name: ask.name.clone(),
            rtype: ask.rtype,
            targets: ask.targets.clone(),
        });
        Next::End(Step::Ask(ask))
    }

    fn question(&self, targets: Vec<std::net::SocketAddr>) -> Ask {
        Ask { targets, name: self.current.clone(), rtype: self.query.rtype }
    }

    /// Turns what a zone or the public side holds into the next step.
    fn take(
        &mut self,
        context: &mut Context<'s>,
        lookup: Lookup<'s>,
        soa: Option<(&Name, RecordSet<'s>)>,
    ) -> Next<'s> {
        match lookup {
            Lookup::Cname { set, .. } => self.follow(context, Records::from_set(self.current.clone(), set)),
            Lookup::Found { set, .. } => {
                self.answer.push(Records::from_set(self.current.clone(), set));
                let mut answer = Answer::empty(ResponseCode::NoError);
                if set.rtype == RecordType::SRV {
                    self.add_addresses(context, set, &mut answer);
                }
                self.end(context, answer)
            }
            Lookup::All { sets, .. } => {
                match context.snapshot.behaviour().any {
                    AnyAnswer::RecordSets => {
                        self.answer
                            .extend(sets.iter().map(|set| Records::from_set(self.current.clone(), set)));
                    }
                    AnyAnswer::Hinfo => self.answer.push(any_hinfo(self.current.clone())),
                }
                self.end(context, Answer::empty(ResponseCode::NoError))
            }
            Lookup::NoData { .. } => self.end_negative(context, ResponseCode::NoError, soa),
            Lookup::NxDomain { .. } => self.end_negative(context, ResponseCode::NXDomain, soa),
            Lookup::Referral { ns, cut } => {
                // A linked zone that holds a delegation: it is served as it is, for nobody here asks further.
                let mut answer = Answer::empty(ResponseCode::NoError);
                answer.authority.push(Records::from_set(self.current.rightmost(cut), ns));
                self.end(context, answer)
            }
        }
    }

    /// Takes an alias into the chain and turns to its target.
    fn follow(&mut self, context: &mut Context<'s>, alias: Records<'s>) -> Next<'s> {
        let target = alias.rdata().iter().next().and_then(|rdata| Name::from_wire(rdata).ok());
        self.answer.push(alias);
        let Some(target) = target else {
            return self.fail(context, ErrorCode::Other, "a CNAME record holds no name".to_owned());
        };
        if self.answer.iter().any(|passed| passed.owner == target) {
            let names: Vec<Name> =
                self.answer.iter().map(|passed| passed.owner.clone()).chain([target]).collect();
            let text: Vec<String> = names.iter().map(Name::without_dot).collect();
            context.record(|| Event::Loop { names });
            return self.fail(context, ErrorCode::Other, format!("CNAME loop: {}", text.join(" > ")));
        }
        if self.answer.len() > MAX_CHAIN {
            context.record(|| Event::TooLong);
            return self.fail(context, ErrorCode::Other, format!("CNAME chain of more than {MAX_CHAIN}"));
        }
        self.current = target;
        self.redirected &= !context.snapshot.behaviour().redirect_reenters_zones;
        Next::Follow
    }

    /// Takes over what the outside says about `current`: its chain up to the first name that is decided here.
    fn receive(&mut self, context: &mut Context<'s>, reply: Reply<'s>) -> Next<'s> {
        let reply = match reply {
            Reply::Answer(reply) => reply,
            Reply::Silence(what) => return self.fail(context, ErrorCode::NoReachableAuthority, what),
            Reply::Offline => {
                let Outside::Upstream(targets) = context.snapshot.outside() else {
                    unreachable!("only an upstream is asked")
                };
                return Next::End(Step::Done(Outcome::Unknown(self.question(targets.clone()))));
            }
        };
        let rcode = reply.rcode;
        if !matches!(rcode, ResponseCode::NoError | ResponseCode::NXDomain) {
            context.record(|| Event::Replied { rcode, followed: Vec::new(), cut: None });
            self.answer.clear();
            let mut answer = Answer::empty(ResponseCode::ServFail);
            answer.errors = reply.errors;
            let text = format!("the upstream answered {} for {}", rcode_name(rcode), self.current);
            return self.end(context, answer.with_error(ErrorCode::NoReachableAuthority, text));
        }
        let before = self.answer.len();
        let mut cut = None;
        while cut.is_none()
            && self.query.rtype != RecordType::CNAME
            && let Some(alias) = set_of(&reply.answer, &self.current, RecordType::CNAME)
        {
            match self.follow(context, alias.clone()) {
                Next::Follow => {}
                end @ (Next::BuiltIn | Next::Public | Next::End(_)) => return end,
            }
            cut = self.decides(context, &self.current).then(|| self.current.clone());
        }
        let followed = self.answer[before..].iter().map(|alias| alias.owner.clone()).collect();
        let was_cut = cut.is_some();
        context.record(|| Event::Replied { rcode, followed, cut });
        if was_cut { Next::Follow } else { self.finish_reply(context, reply, self.answer.len() > before) }
    }

    /// Takes over the end of a reply's chain, or goes on where the reply stopped half-way.
    fn finish_reply(&mut self, context: &mut Context<'s>, reply: Answer<'s>, followed: bool) -> Next<'s> {
        let wanted = self.query.rtype;
        let found: Chain<'s> = if wanted == RecordType::ANY {
            reply.answer.iter().filter(|set| set.owner == self.current).cloned().collect()
        } else {
            set_of(&reply.answer, &self.current, wanted).cloned().into_iter().collect()
        };
        let has_soa = reply.authority.iter().any(|set| set.rtype == RecordType::SOA);
        if followed && found.is_empty() && !has_soa && reply.rcode == ResponseCode::NoError {
            return Next::Follow;
        }
        self.answer.extend(found);
        let mut answer = Answer::empty(reply.rcode);
        answer.authority = reply.authority;
        answer.errors = reply.errors;
        self.end(context, answer)
    }

    /// Tells whether a linked zone, a built-in one or the simulated public side decides about `name`.
    fn decides(&self, context: &Context<'s>, name: &Name) -> bool {
        let lookup = LookupName::new(name);
        let network = self.seen_from(context.snapshot);
        let has_zone = |network: &Network| {
            network.links().longest(&lookup).is_some() || network.built_in().longest(&lookup).is_some()
        };
        network.is_some_and(has_zone)
            || context.snapshot.public().owns(network.and_then(Network::location), name)
    }

    /// Adds the addresses that the linked zones hold for the targets of an SRV set (RFC 2782).
    fn add_addresses(&self, context: &Context<'s>, set: RecordSet<'s>, answer: &mut Answer<'s>) {
        let Some(network) = self.network else { return };
        let snapshot = context.snapshot;
        for target in set.rdata.iter().filter_map(|rdata| Name::from_wire(rdata.get(6..)?).ok()) {
            let link = snapshot.network(network).links().longest(&LookupName::new(&target));
            let Some(zone) = link.map(|(link, _)| snapshot.zone(link.zone)) else { continue };
            for rtype in [RecordType::A, RecordType::AAAA] {
                let addresses = zone.exact(&target, rtype);
                answer.additional.extend(addresses.map(|set| Records::from_set(target.clone(), set)));
            }
        }
    }

    fn end_negative(
        &mut self,
        context: &mut Context<'s>,
        rcode: ResponseCode,
        soa: Option<(&Name, RecordSet<'s>)>,
    ) -> Next<'s> {
        let mut answer = Answer::empty(rcode);
        answer.authoritative = rcode == ResponseCode::NXDomain
            && self.network.is_some()
            && context.snapshot.behaviour().authoritative_negatives;
        answer.authority.extend(soa.map(|(apex, soa)| negative(apex, soa)));
        self.end(context, answer)
    }

    fn fail(&mut self, context: &mut Context<'s>, code: ErrorCode, text: String) -> Next<'s> {
        self.answer.clear();
        self.end(context, Answer::empty(ResponseCode::ServFail).with_error(code, text))
    }

    /// Ends with the chain so far; azure_dns caps its TTLs.
    fn end(&mut self, context: &mut Context<'s>, mut answer: Answer<'s>) -> Next<'s> {
        answer.answer = std::mem::take(&mut self.answer);
        if self.network.is_some() {
            let cap = context.snapshot.behaviour().maximum_ttl;
            answer.records_mut().for_each(|set| set.ttl = set.ttl.min(cap));
        }
        Next::End(Step::Done(Outcome::Answer(answer)))
    }

    fn decided(&self, by: Decider, verdict: Verdict) -> Event {
        Event::Decided { name: self.current.clone(), by, verdict }
    }

    fn record(&self, context: &mut Context<'s>, by: Decider, lookup: &Lookup<'s>) {
        context.record(|| {
            self.decided(
                by,
                match *lookup {
                    Lookup::Found { set, wildcard } => Verdict::Records { origin: set.origin, wildcard },
                    Lookup::All { sets, wildcard } => {
                        let origin = sets.iter().next().map(|set| set.origin).unwrap_or_default();
                        Verdict::Records { origin, wildcard }
                    }
                    Lookup::Cname { set, wildcard } => Verdict::Cname { origin: set.origin, wildcard },
                    Lookup::NoData { empty_non_terminal, .. } => Verdict::NoData { empty_non_terminal },
                    Lookup::NxDomain { closest_encloser } => Verdict::NxDomain { closest_encloser },
                    Lookup::Referral { .. } => Verdict::Delegated,
                },
            )
        });
    }
}

/// Returns the set of this owner and type; a section holds one at most.
fn set_of<'r, 's>(section: &'r [Records<'s>], owner: &Name, rtype: RecordType) -> Option<&'r Records<'s>> {
    section.iter().find(|set| set.rtype == rtype && set.owner == *owner)
}

/// Returns the SOA as a negative answer carries it: its TTL is the lower of its own and its MINIMUM (RFC 2308 §5).
fn negative<'s>(apex: &Name, soa: RecordSet<'s>) -> Records<'s> {
    let minimum = soa.rdata.iter().next().and_then(|rdata| rdata.last_chunk::<4>().copied());
    let ttl = minimum.map_or(soa.ttl, |minimum| soa.ttl.min(u32::from_be_bytes(minimum)));
    Records { ttl, ..Records::from_set(apex.clone(), soa) }
}

fn root_soa() -> Option<(&'static Name, RecordSet<'static>)> {
    let root: &'static Zone = closed_root();
    root.soa().map(|soa| (root.apex(), soa))
}

/// Returns the record that stands for "ask for a type" (RFC 8482 §4.2).
fn any_hinfo<'s>(owner: Name) -> Records<'s> {
    let mut packed = Vec::new();
    RdataList::pack(&mut packed, b"\x07RFC8482\x00");
    let origin = crate::origin::Origin::UNKNOWN;
    Records { owner, rtype: RecordType::HINFO, ttl: 3600, packed: Cow::Owned(packed), origin }
}
