//! What the recorded events of one resolution come to: who forwarded to whom, who decided about which name, how it ended.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use zone_store::answer::{Answer, ResponseCode};
use zone_store::engine::{Decider, Event, NameResult, Outcome, Query, Resolution};
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::resolver::Target;
use zone_store::resolver::Upstream;
use zone_store::snapshot::{Resolver, Snapshot};

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

/// What one resolver decided about one name.
#[derive(Debug)]
pub(super) struct NameDecision {
    pub(super) name: Name,
    pub(super) by: Decider,
    pub(super) verdict: NameResult,
    /// The resolver at work.
    pub(super) at: Resolver,
}

/// A resolution, read.
#[derive(Debug)]
pub(super) struct EventReading<'m> {
    pub(super) decisions: Vec<NameDecision>,
    /// Forwarders and rules that were followed, and the name each was followed for.
    pub(super) chosen: Vec<(Name, Chosen<'m>)>,
    /// The resolvers that were asked, in order.
    pub(super) entered: Vec<Resolver>,
    /// Those that have not answered yet.
    at_work: Vec<Resolver>,
    /// The name that a link sent on to the public side.
    pub(super) redirected: Option<Name>,
    pub(super) is_circle: bool,
    /// Whether 168.63.129.16 was asked from outside Azure.
    pub(super) is_cut_off: bool,
    pub(super) end: End,
}

impl<'m> EventReading<'m> {
    pub(super) fn new(facts: &Facts<'m>, outcome: &Outcome<'_>, events: &[Event]) -> Self {
        let end = End::of(outcome);
        let mut reading = Self {
            decisions: Vec::new(),
            chosen: Vec::new(),
            entered: Vec::new(),
            at_work: Vec::new(),
            redirected: None,
            is_circle: false,
            is_cut_off: false,
            end,
        };
        for event in events {
            reading.read(facts, event);
        }
        reading
    }

    fn read(&mut self, facts: &Facts<'m>, event: &Event) {
        match event {
            Event::Entered { resolver, .. } => {
                self.entered.push(*resolver);
                self.at_work.push(*resolver);
            }
            Event::Answered { .. } => {
                self.at_work.pop();
            }
            Event::Decided { name, by, verdict } => {
                let Some(&at) = self.at_work.last() else { return };
                self.decisions.push(NameDecision { name: name.clone(), by: *by, verdict: *verdict, at });
            }
            Event::Redirected { name, .. } => self.redirected = Some(name.clone()),
            Event::Chosen { name, route } => {
                self.chosen.extend(facts.chosen(route.origin).map(|chosen| (name.clone(), chosen)));
            }
            Event::Circle { .. } => self.is_circle = true,
            Event::Forwarded { target: Target::Unreachable(_), .. } => self.is_cut_off = true,
            Event::Forwarded { target: Target::Resolver(_) | Target::Address(_), .. }
            | Event::Asked { .. }
            | Event::Replied { .. }
            | Event::Remembered { .. }
            | Event::Loop { .. }
            | Event::TooLong => {}
        }
    }

    /// Returns the last decision about a name.
    pub(super) fn decision(&self, name: &Name) -> Option<&NameDecision> {
        self.decisions.iter().rev().find(|decision| decision.name == *name)
    }

    /// Returns the decision that the answer ended with.
    pub(super) fn last(&self) -> Option<&NameDecision> {
        self.decisions.last()
    }

    /// Returns the rule that was followed for a name.
    pub(super) fn rule_for(&self, name: &Name) -> Option<Chosen<'m>> {
        let is_meant = |(chosen_for, chosen): &&(Name, Chosen<'m>)| {
            chosen_for == name && matches!(chosen, Chosen::Rule(..))
        };
        self.chosen.iter().find(is_meant).map(|(_, chosen)| *chosen)
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

impl NameDecision {
    /// Tells whether the name was not found, or found without such records.
    pub(super) fn is_negative(&self) -> bool {
        matches!(self.verdict, NameResult::NxDomain { .. } | NameResult::NoData { .. })
    }
}

/// A question that was asked to find out.
#[derive(Debug)]
pub(super) struct Probe<'s> {
    pub(super) outcome: Outcome<'s>,
    pub(super) events: Vec<Event>,
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
    let events = resolution.events().to_vec();
    Probe { outcome, events }
}
