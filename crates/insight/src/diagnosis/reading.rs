//! What the recorded events of one resolution come to: who forwarded to whom, who decided about which name, how it ended.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use zone_store::answer::{Answer, ResponseCode};
use zone_store::engine::{Event, NameDecision, Outcome, Query, Resolution, Trace};
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::resolver::QueryTarget;
use zone_store::resolver::Upstream;
use zone_store::snapshot::{Resolver, Snapshot};

use super::circles::{ClosedCircle, stopped};
use super::facts::{Chosen, Facts};
use azure_model::model::RealAddress;

/// How a question ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// With these addresses, at this name.
    Addresses(Vec<IpAddr>),
    /// With other records.
    Records,
    /// Without such records.
    NoData,
    NxDomain,
    /// With another RCODE.
    Failed(ResponseCode),
    /// Nobody answered.
    Silence,
    /// Somebody on the real Internet would have to be asked.
    Unknown,
    /// A real server in a private network would have to be asked, and what it knows is not written here.
    Unseen,
}

fn is_private(upstream: &Upstream) -> bool {
    match upstream {
        Upstream::System => false,
        Upstream::Address(address) => RealAddress::new(*address).is_some_and(RealAddress::is_private),
    }
}

/// A resolution, read.
#[derive(Debug)]
pub(super) struct EventReading<'m> {
    trace: Trace,
    /// Forwarders and rules that were followed, in order.
    pub(super) chosen: Vec<Followed<'m>>,
    pub(super) end: End,
}

/// A forwarder or rule, and the name that it was followed for.
#[derive(Debug)]
pub(super) struct Followed<'m> {
    pub(super) name: Name,
    pub(super) chosen: Chosen<'m>,
}

impl<'m> EventReading<'m> {
    pub(super) fn new(facts: &Facts<'m>, outcome: &Outcome<'_>, trace: Trace) -> Self {
        let followed = |event: &Event| match event {
            Event::Chosen { name, route } => {
                facts.chosen(route.origin).map(|chosen| Followed { name: name.clone(), chosen })
            }
            _ => None,
        };
        let chosen = trace.events().filter_map(followed).collect();
        Self { trace, chosen, end: End::of(outcome) }
    }

    /// Iterates over what was decided about each name, in order.
    pub(super) fn decisions(&self) -> impl DoubleEndedIterator<Item = NameDecision<'_>> {
        self.trace.decisions()
    }

    /// Returns the last decision about a name.
    pub(super) fn decision(&self, name: &Name) -> Option<NameDecision<'_>> {
        self.decisions().rev().find(|decision| decision.name == name)
    }

    /// Returns the decision that the answer ended with.
    pub(super) fn last(&self) -> Option<NameDecision<'_>> {
        self.decisions().next_back()
    }

    /// Iterates over the resolvers that were asked, in order.
    pub(super) fn entered(&self) -> impl DoubleEndedIterator<Item = Resolver> {
        self.trace.resolvers()
    }

    /// Returns the name that a link sent on to the public side.
    pub(super) fn redirected(&self) -> Option<&Name> {
        self.trace.events().rev().find_map(|event| match event {
            Event::Redirected { name, .. } => Some(name),
            _ => None,
        })
    }

    /// Iterates over the circles that the engine stopped at.
    pub(super) fn stops(&self) -> impl Iterator<Item = ClosedCircle<'_>> {
        stopped(&self.trace)
    }

    /// Tells whether resolvers were stopped that ask each other.
    pub(super) fn is_circle(&self) -> bool {
        let is_stop = |event: &Event| matches!(event, Event::Circle { .. } | Event::TooManyResolvers { .. });
        self.trace.events().any(is_stop)
    }

    /// Tells whether 168.63.129.16 was asked from outside Azure.
    pub(super) fn is_cut_off(&self) -> bool {
        let is_cut_off =
            |event: &Event| matches!(event, Event::Forwarded { target: QueryTarget::Unreachable(_), .. });
        self.trace.events().any(is_cut_off)
    }

    /// Returns the rule that was followed for a name.
    pub(super) fn rule_for(&self, name: &Name) -> Option<Chosen<'m>> {
        let is_meant =
            |followed: &&Followed<'m>| followed.name == *name && matches!(followed.chosen, Chosen::Rule(..));
        self.chosen.iter().find(is_meant).map(|followed| followed.chosen)
    }
}

impl End {
    pub(super) fn of(outcome: &Outcome<'_>) -> Self {
        let answer = match outcome {
            Outcome::Answer(answer) => answer,
            Outcome::Silence(_) => return Self::Silence,
            Outcome::Unknown(ask) if ask.targets.iter().all(is_private) => return Self::Unseen,
            Outcome::Unknown(_) => return Self::Unknown,
        };
        match answer.rcode {
            ResponseCode::NoError => Self::of_records(answer),
            ResponseCode::NXDomain => Self::NxDomain,
            other => Self::Failed(other),
        }
    }

    fn of_records(answer: &Answer<'_>) -> Self {
        let Some(last) = answer.answer.last() else { return Self::NoData };
        match last.rtype {
            RecordType::A | RecordType::AAAA => {
                Self::Addresses(last.rdata().iter().filter_map(read_address).collect())
            }
            RecordType::CNAME if !answer.authority.is_empty() => Self::NoData,
            _ => Self::Records,
        }
    }
}

fn read_address(rdata: &[u8]) -> Option<IpAddr> {
    if let Ok(v4) = <[u8; 4]>::try_from(rdata) {
        return Some(Ipv4Addr::from(v4).into());
    }
    <[u8; 16]>::try_from(rdata).ok().map(|v6| Ipv6Addr::from(v6).into())
}

/// A question that was asked to find out.
#[derive(Debug)]
pub(super) struct Probe<'s> {
    pub(super) outcome: Outcome<'s>,
    pub(super) trace: Trace,
}

/// Asks a resolver for the addresses of a name, without sending anything.
pub(super) fn probe<'s>(snapshot: &'s Snapshot, resolver: Resolver, name: &Name) -> Probe<'s> {
    let query = Query::new(name.clone(), RecordType::A);
    ask(snapshot, resolver, query)
}

/// Puts a question to a resolver, without sending anything.
pub(super) fn ask(snapshot: &Snapshot, resolver: Resolver, query: Query) -> Probe<'_> {
    let mut resolution = Resolution::recording(snapshot, resolver, query);
    let outcome = resolution.run_offline();
    Probe { outcome, trace: resolution.into_trace() }
}
