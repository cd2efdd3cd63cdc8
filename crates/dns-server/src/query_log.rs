//! What became of each query, for those who keep a log: plain records through a bounded channel.
//!
//! Nothing is formatted here, and nothing waits: a record that finds the channel full is dropped and counted.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tokio::sync::mpsc;
use zone_store::answer::ResponseCode;
use zone_store::engine::{Decider, Event, RouteKind, Trace};
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::snapshot::Resolver;

use crate::client::Transport;
use crate::service::Service;

/// One query and what became of it.
pub struct QueryRecord {
    /// When it came.
    pub time: SystemTime,
    /// Who asked.
    pub client: IpAddr,
    /// Over what.
    pub transport: Transport,
    /// The name of the listener it came to; `None`: the configuration has it no more.
    pub listener: Option<Arc<str>>,
    /// Name and type asked for; `None` when they could not be read, or are of another class or opcode.
    pub question: Option<(Name, RecordType)>,
    /// The resolver that answered; `None` if the query reached none.
    pub resolver: Option<Resolver>,
    /// What happened on the way.
    pub trace: Trace,
    /// The RCODE; `None` is silence.
    pub rcode: Option<ResponseCode>,
    /// Records in the answer section, before any truncation.
    pub answers: usize,
    /// From the query to its reply.
    pub duration: Duration,
    /// What the identifiers above belong to.
    pub service: Arc<Service>,
}

/// Who decided about the last name of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedBy {
    /// A zone linked to the network.
    Zone,
    /// A zone that the network has without a link.
    BuiltInZone,
    /// A zone of a custom DNS server's own.
    OwnZone,
    /// A rule whose targets said nothing.
    Rule,
    /// A forwarder whose targets said nothing.
    Forwarder,
    /// What a resolver remembered.
    Cache,
    /// The real outside world.
    Outside,
    /// The simulated public side.
    Public,
    /// The closed world.
    ClosedWorld,
    /// The bounds on chains and on resolvers that ask each other.
    Limit,
}

/// What decided about the last name of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision<'r> {
    /// Who.
    pub by: DecidedBy,
    /// The apex, if it was a zone.
    pub zone: Option<&'r Name>,
    /// Where the zone's link, the rule or the forwarder was written.
    pub origin: Option<Origin>,
}

impl QueryRecord {
    /// Returns the network that the query was answered for; `None` on the Internet.
    pub fn network(&self) -> Option<&str> {
        let snapshot = self.service.snapshot();
        let id = match self.resolver? {
            Resolver::AzureDns(id) | Resolver::Client(id) => id,
            Resolver::Inbound(id) => snapshot.network_of_inbound(id),
            Resolver::Server(id) => snapshot.server(id).network,
            Resolver::Internet | Resolver::Public(_) => return None,
        };
        Some(&snapshot.network(id).name)
    }

    /// Returns the resolvers that took up a question, in that order.
    pub fn resolvers(&self) -> Vec<Cow<'_, str>> {
        self.trace.resolvers().map(|resolver| self.service.snapshot().label(resolver)).collect()
    }

    /// Returns what decided last; `None` where nothing did.
    pub fn decision(&self) -> Option<Decision<'_>> {
        self.trace.events().rev().find_map(|event| self.decision_of(event))
    }

    fn decision_of(&self, event: &Event) -> Option<Decision<'_>> {
        let plain = |by| Some(Decision { by, zone: None, origin: None });
        let of_zone = |by, zone, origin| {
            let zone = self.service.snapshot().zone(zone);
            Some(Decision {
                by,
                zone: Some(zone.apex()),
                origin: Some(origin).filter(|o| *o != Origin::UNKNOWN),
            })
        };
        match event {
            Event::Decided { by, .. } => match *by {
                Decider::Zone { zone, link } => of_zone(DecidedBy::Zone, zone, link),
                Decider::BuiltIn { zone } => of_zone(DecidedBy::BuiltInZone, zone, Origin::UNKNOWN),
                Decider::OwnZone { zone } => {
                    of_zone(DecidedBy::OwnZone, zone, self.service.snapshot().zone(zone).origin())
                }
                Decider::Public { .. } => plain(DecidedBy::Public),
                Decider::ClosedWorld => plain(DecidedBy::ClosedWorld),
            },
            Event::Chosen { route, .. } => {
                let by = match route.kind {
                    RouteKind::Forwarder => DecidedBy::Forwarder,
                    RouteKind::Rule => DecidedBy::Rule,
                };
                Some(Decision { by, zone: None, origin: Some(route.origin) })
            }
            Event::Remembered { .. } => plain(DecidedBy::Cache),
            Event::Asked { .. } | Event::Replied { .. } => plain(DecidedBy::Outside),
            Event::Circle { .. } | Event::TooManyResolvers { .. } | Event::Loop { .. } | Event::TooLong => {
                plain(DecidedBy::Limit)
            }
            Event::Entered { .. }
            | Event::Redirected { .. }
            | Event::Exempt { .. }
            | Event::Forwarded { .. }
            | Event::Answered { .. } => None,
        }
    }
}

/// Makes a channel that holds at most `capacity` records.
pub fn channel(capacity: usize) -> (QuerySink, QueryRecords) {
    let (sender, receiver) = mpsc::channel(capacity);
    let dropped = Arc::new(AtomicU64::new(0));
    let records =
        QueryRecords { receiver, entries: Vec::new(), has_ended: false, dropped: Arc::clone(&dropped) };
    (QuerySink { sender, dropped }, records)
}

/// Where a responder puts its records. Clones put them into the same channel.
#[derive(Clone)]
pub struct QuerySink {
    /// `None`: there will be no more.
    sender: mpsc::Sender<Option<QueryRecord>>,
    dropped: Arc<AtomicU64>,
}

impl QuerySink {
    /// Hands a record over, or drops it.
    pub(crate) fn put(&self, record: QueryRecord) {
        if self.sender.try_send(Some(record)).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Says that there will be no more records, though there are sinks; waits for room.
    pub async fn end(&self) {
        // Whoever takes no records any more need not be told.
        let _ = self.sender.send(None).await;
    }
}

/// Where a log takes them from.
pub struct QueryRecords {
    receiver: mpsc::Receiver<Option<QueryRecord>>,
    /// Room for what was received; empty between two calls.
    entries: Vec<Option<QueryRecord>>,
    has_ended: bool,
    dropped: Arc<AtomicU64>,
}

impl QueryRecords {
    /// Waits for records and appends those that are there, at most `limit`; `false` when there will be no more.
    ///
    /// Blocks the thread: not for use in a task.
    pub fn wait(&mut self, records: &mut Vec<QueryRecord>, limit: usize) -> bool {
        if self.has_ended {
            return false;
        }
        let before = records.len();
        let received = self.receiver.blocking_recv_many(&mut self.entries, limit);
        self.has_ended = received == 0;
        for entry in self.entries.drain(..) {
            self.has_ended |= entry.is_none();
            records.extend(entry);
        }
        records.len() > before
    }

    /// Tells whether the next [`Self::wait`] would block.
    pub fn is_empty(&self) -> bool {
        self.receiver.is_empty()
    }

    /// Counts the records that found the channel full.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }
}
