//! The one record of a resolution: every event with the resolver at work. Whoever asks why reads this, and matches no name
//! again.

use super::event::{Decider, Event, NameResult};
use super::question::Query;
use crate::name::{LookupName, Name};
use crate::public::PublicLookup;
use crate::resolver::Resolver;
use crate::snapshot::{NetworkView, Snapshot};
use crate::zone::Lookup;

/// What happened to one question on its way, in order. Plain data: its identifiers belong to the snapshot of the resolution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    entries: Vec<TraceEntry>,
    /// The resolvers that have not answered yet; the last one is at work.
    at_work: Vec<Resolver>,
}

/// One event of a [`Trace`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceEntry {
    /// How many resolvers wait for the one at work.
    pub depth: usize,
    /// The resolver at work.
    pub resolver: Resolver,
    /// What happened.
    pub event: Event,
}

/// What was decided about one name of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameDecision<'t> {
    /// The name.
    pub name: &'t Name,
    /// Who decided.
    pub by: Decider,
    /// What.
    pub verdict: NameResult,
    /// The resolver at work.
    pub at: Resolver,
}

impl Trace {
    /// Nothing was recorded.
    pub const NOTHING: Self = Self { entries: Vec::new(), at_work: Vec::new() };

    /// Begins with the question of the client.
    pub(super) fn begin(resolver: Resolver, query: Query) -> Self {
        let mut trace = Self::NOTHING;
        trace.record(Event::Entered { resolver, query });
        trace
    }

    /// Adds an event of the resolver at work.
    pub(super) fn record(&mut self, event: Event) {
        if let Event::Entered { resolver, .. } = event {
            self.at_work.push(resolver);
        }
        let answered = match event {
            Event::Answered { resolver, .. } => self.at_work.pop().or(Some(resolver)),
            _ => None,
        };
        let Some(resolver) = answered.or(self.at_work.last().copied()) else { return };
        let depth = match answered {
            Some(_) => self.at_work.len(),
            None => self.at_work.len().saturating_sub(1),
        };
        self.entries.push(TraceEntry { depth, resolver, event });
    }

    /// Returns the events, each with the resolver at work.
    pub fn entries(&self) -> &[TraceEntry] {
        &self.entries
    }

    /// Iterates over the events.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.entries.iter().map(|entry| &entry.event)
    }

    /// Returns the resolver that the client asked, and its question; `None` when nothing was recorded.
    pub fn question(&self) -> Option<(Resolver, &Query)> {
        match &self.entries.first()?.event {
            Event::Entered { resolver, query } => Some((*resolver, query)),
            _ => None,
        }
    }

    /// Iterates over the resolvers that took up a question, in that order.
    pub fn resolvers(&self) -> impl DoubleEndedIterator<Item = Resolver> {
        self.events().filter_map(|event| match event {
            Event::Entered { resolver, .. } => Some(*resolver),
            _ => None,
        })
    }

    /// Iterates over what was decided about each name, in order.
    pub fn decisions(&self) -> impl DoubleEndedIterator<Item = NameDecision<'_>> {
        self.entries.iter().filter_map(TraceEntry::decision)
    }

    /// Returns what the decider of an entry holds for its name; `None` where that is nothing, or the entry is no decision.
    ///
    /// Records are not copied into a trace: `snapshot` has them. Panics on a snapshot without such a zone or network.
    pub fn records<'s>(&self, snapshot: &'s Snapshot, entry: &TraceEntry) -> Option<Lookup<'s>> {
        let (_, query) = self.question()?;
        let NameDecision { name, by, at, .. } = entry.decision()?;
        let looked_at = LookupName::new(name);
        let lookup = match by {
            Decider::Zone { zone, .. } | Decider::BuiltIn { zone } | Decider::OwnZone { zone } => {
                snapshot.zone(zone).lookup(&looked_at, query.rtype)
            }
            Decider::Public { .. } => {
                let network = snapshot.seen_from(at).map(|id| snapshot.network(id));
                let location = network.and_then(NetworkView::location);
                match snapshot.public().lookup(location, name, &looked_at, query.rtype) {
                    PublicLookup::Simulated { lookup, .. } => lookup,
                    PublicLookup::Outside { .. } => return None,
                }
            }
            Decider::ClosedWorld => return None,
        };
        match lookup {
            found @ (Lookup::Found { .. }
            | Lookup::All { .. }
            | Lookup::Cname { .. }
            | Lookup::Dname { .. }) => Some(found),
            Lookup::NoData { .. } | Lookup::NxDomain { .. } | Lookup::Referral { .. } => None,
        }
    }
}

impl TraceEntry {
    /// Returns what was decided; `None` for other events.
    pub fn decision(&self) -> Option<NameDecision<'_>> {
        match &self.event {
            Event::Decided { name, by, verdict } => {
                Some(NameDecision { name, by: *by, verdict: *verdict, at: self.resolver })
            }
            _ => None,
        }
    }
}

impl NameDecision<'_> {
    /// Tells whether the name was not found, or found without such records.
    pub fn is_negative(&self) -> bool {
        matches!(self.verdict, NameResult::NxDomain { .. } | NameResult::NoData { .. })
    }
}
