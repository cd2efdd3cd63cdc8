//! The one way a question becomes an answer (sans-I/O).
//!
//! A [`Resolution`] is a stack of frames, one per resolver on the way. It runs until it is done or needs a
//! real server. Then its caller asks, and resumes it with the reply. It has no clock and no socket: the caller passes the time.

mod additional;
mod advance;
mod asking;
mod context;
mod event;
mod message;
mod outcome;
pub(crate) mod question;
mod recursive;
mod relay;
mod server;
mod trace;
mod walk;

use std::time::Duration;

use smallvec::{SmallVec, smallvec};

use self::advance::{Advance, RelayRequest};
use self::asking::Asking;
use self::context::Context;
pub use self::event::{ChosenRoute, Decider, Event, NameResult, RouteKind};
pub use self::message::MAX_CHAIN;
pub use self::outcome::{Outcome, Progress, Reply};
pub use self::question::{Ask, Query, Refresh};
use self::recursive::Recursive;
use self::relay::Relay;
use self::server::Serving;
pub use self::trace::{NameDecision, Trace, TraceEntry};
use crate::answer::{Answer, ErrorCode, ResponseCode};
use crate::cache::{CacheLimits, Caches, Moment};
use crate::name::Name;
use crate::record::RecordType;
use crate::snapshot::{Resolver, Snapshot};

/// Most resolvers that may wait for each other.
pub const MAX_DEPTH: usize = 32;
/// How long a client waits for a server that DHCP gave it on Linux (docs/azure.md#6-reach-and-limits).
const CLIENT_TIMEOUT: Duration = Duration::from_secs(5);
/// Most questions that resolvers put to each other for one question of a client.
pub const MAX_CALLS: usize = 256;

/// One question on its way to an answer.
pub struct Resolution<'s> {
    snapshot: &'s Snapshot,
    state: State<'s>,
}

/// How far a resolution has come.
struct State<'s> {
    /// The resolvers on the way; the last one is at work. All but it wait for a reply.
    seats: SmallVec<[PendingFrame<'s>; 1]>,
    reply: Option<Reply<'s>>,
    /// What the outside world is asked.
    asking: Option<Asking>,
    /// The outside was not asked, because it had failed a moment ago.
    met_failure: bool,
    /// It asks for something again that is remembered still.
    is_refresh: bool,
    refreshes: Vec<Refresh>,
    /// The answer to a question that no resolver is asked.
    barred: Option<Answer<'s>>,
    calls: usize,
    /// How long the client has waited so far, as it would in reality.
    elapsed: Duration,
    /// The part of it that went by while the outside was asked.
    asked_for: Duration,
    trace: Option<Trace>,
}

/// A resolution that waits, without a hold on its snapshot: see [`Resolution::suspend`].
pub struct Suspended {
    /// Everything but the snapshot.
    state: State<'static>,
}

impl Suspended {
    /// Goes on where it was suspended; `snapshot` is the one that it began with.
    pub fn wake(self, snapshot: &Snapshot) -> Resolution<'_> {
        Resolution { snapshot, state: self.state.into_owned() }
    }
}

/// A frame, with the resolver that it stands for.
struct PendingFrame<'s> {
    frame: Frame<'s>,
    /// The resolver; `None` for a question on its way through several targets.
    resolver: Option<Resolver>,
    name: Name,
}

/// One resolver at work, or a question on its way through several targets.
enum Frame<'s> {
    Recursive(Recursive<'s>),
    Serving(Serving<'s>),
    Relay(Box<Relay<'s>>),
}

impl<'s> Frame<'s> {
    fn advance(&mut self, context: &mut Context<'s, '_>, reply: Option<Reply<'s>>) -> Advance<'s> {
        match self {
            Self::Recursive(frame) => frame.advance(context, reply),
            Self::Serving(frame) => frame.advance(context, reply),
            Self::Relay(frame) => frame.advance(context, reply),
        }
    }
}

impl<'s> Resolution<'s> {
    /// Begins a question at a resolver.
    pub fn new(snapshot: &'s Snapshot, resolver: Resolver, query: Query) -> Self {
        let barred = barred(query.rtype);
        let seats = smallvec![PendingFrame::of_resolver(snapshot, resolver, query)];
        let state = State {
            seats,
            reply: None,
            asking: None,
            met_failure: false,
            is_refresh: false,
            refreshes: Vec::new(),
            barred,
            calls: 0,
            elapsed: Duration::ZERO,
            asked_for: Duration::ZERO,
            trace: None,
        };
        Self { snapshot, state }
    }

    /// Begins one that refreshes the cache: no client waits for the answer.
    pub fn refreshing(snapshot: &'s Snapshot, refresh: Refresh) -> Self {
        let Refresh { resolver, query } = refresh;
        let mut resolution = Self::new(snapshot, resolver, query);
        resolution.state.is_refresh = true;
        resolution
    }

    /// Begins one that records what happens; see [`Self::trace`].
    pub fn recording(snapshot: &'s Snapshot, resolver: Resolver, query: Query) -> Self {
        let trace = Trace::begin(resolver, query.clone());
        let mut resolution = Self::new(snapshot, resolver, query);
        resolution.state.trace = Some(trace);
        resolution
    }

    /// Lets go of the snapshot while the outside world is asked: whoever waits keeps the snapshot by other means, and goes
    /// on with [`Suspended::wake`]. Most questions never wait, and borrow all that they give out.
    pub fn suspend(self) -> Suspended {
        Suspended { state: self.state.into_owned() }
    }

    /// Runs until the end, or until the outside world is needed. `now` never goes backwards for one set of caches.
    pub fn run(&mut self, caches: &Caches, now: Moment) -> Progress<'s> {
        if let Some(answer) = self.state.barred.take() {
            return Progress::Done(Outcome::Answer(answer));
        }
        self.remember_failure(caches, now);
        loop {
            let is_first = self.state.seats.len() == 1;
            let Some(seat) = self.state.seats.last_mut() else {
                unreachable!("a resolution that is done is not run again")
            };
            let is_refresh = self.state.is_refresh && is_first;
            let (snapshot, elapsed, trace) =
                (self.snapshot, &mut self.state.elapsed, self.state.trace.as_mut());
            let refreshes = SmallVec::new();
            let mut context = Context { snapshot, caches, now, elapsed, trace, is_refresh, refreshes };
            let advance = seat.frame.advance(&mut context, self.state.reply.take());
            if let Some(resolver) = seat.resolver {
                let refreshes = context.refreshes.into_iter().map(|query| Refresh { resolver, query });
                self.state.refreshes.extend(refreshes);
            }
            match advance {
                Advance::Ask(ask) => match self.let_out(ask, caches, now) {
                    Ok(ask) => return Progress::Ask(ask),
                    Err(reply) => self.state.reply = Some(*reply),
                },
                Advance::Done(outcome) if is_first => return Progress::Done(self.end(outcome)),
                Advance::Done(outcome) => {
                    self.leave(&outcome);
                    self.state.reply = Some(outcome.into());
                }
                Advance::Call(resolver, query) => self.call(resolver, query),
                Advance::Relay(request) => {
                    let name = request.query.name.clone();
                    let frame = Frame::Relay(Box::new(Relay::new(*request)));
                    self.state.seats.push(PendingFrame { frame, resolver: None, name });
                }
            }
        }
    }

    /// Comes to the end: says whether what failed was only remembered to have failed.
    fn end(&self, mut outcome: Outcome<'s>) -> Outcome<'s> {
        if let Outcome::Answer(answer) = &mut outcome {
            self.note_remembered_failure(answer);
        }
        outcome
    }

    /// Takes the last seat away, which has come to an outcome.
    fn leave(&mut self, outcome: &Outcome<'s>) {
        let left = self.state.seats.pop().and_then(|seat| seat.resolver);
        if let (Some(trace), Some(resolver)) = (&mut self.state.trace, left) {
            let rcode = match outcome {
                Outcome::Answer(answer) => Some(answer.rcode),
                Outcome::Silence(_) => None,
                // It would still be waiting.
                Outcome::Unknown(_) => return,
            };
            trace.record(Event::Answered { resolver, rcode });
        }
    }

    /// Puts a question to another resolver, unless that would go round in circles or never end.
    fn call(&mut self, resolver: Resolver, query: Query) {
        self.state.calls += 1;
        let again = |seat: &PendingFrame<'_>| seat.resolver == Some(resolver) && seat.name == query.name;
        let way = |first: usize| -> Vec<Resolver> {
            self.state.seats[first..].iter().filter_map(|seat| seat.resolver).chain([resolver]).collect()
        };
        let name = query.name.clone();
        let depth = self.state.seats.iter().filter(|seat| seat.resolver.is_some()).count();
        let refusal = if let Some(first) = self.state.seats.iter().position(again) {
            Some(Event::Circle { name, resolvers: way(first) })
        } else if depth >= MAX_DEPTH || self.state.calls > MAX_CALLS {
            Some(Event::TooManyResolvers { name, resolvers: way(0) })
        } else {
            None
        };
        match refusal {
            None => {
                if let Some(trace) = &mut self.state.trace {
                    trace.record(Event::Entered { resolver, query: query.clone() });
                }
                self.state.seats.push(PendingFrame::of_resolver(self.snapshot, resolver, query));
            }
            Some(refusal) => {
                let text = refusal.refusal(self.snapshot).unwrap_or_default();
                if let Some(trace) = &mut self.state.trace {
                    trace.record(refusal);
                }
                let answer = Answer::empty(ResponseCode::ServFail).with_error(ErrorCode::Other, text);
                self.state.reply = Some(Reply::Answer(answer));
            }
        }
    }

    /// Runs to the end without asking anybody: where the outside is needed, the outcome is unknown.
    pub fn run_offline(&mut self) -> Outcome<'s> {
        let caches = Caches::new(CacheLimits { size: 0, ..CacheLimits::default() });
        loop {
            match self.run(&caches, Moment::ZERO) {
                Progress::Done(outcome) => return outcome,
                Progress::Ask(ask) => self.resume(Reply::Unknown(ask), Duration::ZERO),
            }
        }
    }

    /// Returns how much later than now an answer is due on the wire: targets were waited for in vain that nothing was
    /// sent to. The time that asking the outside took is past, and not in it.
    pub fn waited(&self) -> Duration {
        self.state.elapsed.saturating_sub(self.state.asked_for)
    }

    /// Returns what to refresh after the reply is sent, by [`Self::refreshing`]. Each entry is returned once.
    pub fn refreshes(&self) -> &[Refresh] {
        &self.state.refreshes
    }

    /// Returns what has happened so far; nothing unless [`Self::recording`] began it.
    pub fn trace(&self) -> &Trace {
        static NOTHING: Trace = Trace::NOTHING;
        self.state.trace.as_ref().unwrap_or(&NOTHING)
    }

    /// Returns the same when the resolution is not needed any more.
    pub fn into_trace(self) -> Trace {
        self.state.trace.unwrap_or(Trace::NOTHING)
    }
}

impl State<'_> {
    /// Lets go of the snapshot, for whatever lifetime comes next.
    fn into_owned<'o>(self) -> State<'o> {
        let Self { seats, reply, asking, met_failure, is_refresh, refreshes, barred, .. } = self;
        State {
            seats: seats.into_iter().map(|seat| -> PendingFrame<'o> { seat.into_owned() }).collect(),
            reply: reply.map(Reply::into_owned),
            asking,
            met_failure,
            is_refresh,
            refreshes,
            barred: barred.map(Answer::into_owned),
            calls: self.calls,
            elapsed: self.elapsed,
            asked_for: self.asked_for,
            trace: self.trace,
        }
    }
}

impl<'s> PendingFrame<'s> {
    /// Lets go of the snapshot.
    fn into_owned(self) -> PendingFrame<'static> {
        let frame = match self.frame {
            Frame::Recursive(frame) => Frame::Recursive(frame.into_owned()),
            Frame::Serving(frame) => Frame::Serving(frame.into_owned()),
            Frame::Relay(frame) => Frame::Relay(Box::new(frame.into_owned())),
        };
        PendingFrame { frame, resolver: self.resolver, name: self.name }
    }

    /// Puts a question to a resolver.
    fn of_resolver(snapshot: &Snapshot, resolver: Resolver, query: Query) -> Self {
        let name = query.name.clone();
        let recursive = |id, remembers| Recursive::new(Some(id), query.clone(), remembers);
        let frame = match resolver {
            Resolver::AzureDns(id) => Frame::Recursive(recursive(id, true)),
            Resolver::Inbound(id) => Frame::Recursive(recursive(snapshot.network_of_inbound(id), false)),
            Resolver::Internet => Frame::Recursive(Recursive::new(None, query, true)),
            Resolver::Public(id) => Frame::Recursive(Recursive::new(None, query, false).at(id)),
            Resolver::Server(id) => Frame::Serving(Serving::new(id, query)),
            Resolver::Client(id) => match &snapshot.network(id).dns_servers {
                none if none.is_empty() => Frame::Recursive(recursive(id, true)),
                targets => {
                    let (targets, timeout) = (targets.clone(), CLIENT_TIMEOUT);
                    let (route, memory, goes_on) = (None, None, true);
                    let request = RelayRequest { targets, query, timeout, route, memory, goes_on };
                    Frame::Relay(Box::new(Relay::new(request)))
                }
            },
        };
        Self { frame, resolver: Some(resolver), name }
    }
}

/// Returns the answer to a question for a type that is no data (RFC 6895 §3.1), with the RCODEs of BIND 9.
fn barred<'s>(rtype: RecordType) -> Option<Answer<'s>> {
    match u16::from(rtype) {
        // IXFR, AXFR
        251 | 252 => {
            let refused = Answer::empty(ResponseCode::Refused);
            Some(refused.with_error(ErrorCode::NotSupported, "zone transfers are not served"))
        }
        // MAILB, MAILA
        253 | 254 => Some(Answer::empty(ResponseCode::NotImp)),
        // ANY
        255 => None,
        // OPT, TKEY, TSIG and other types that only stand in a message
        41 | 128..=250 => Some(Answer::empty(ResponseCode::FormErr)),
        _ => None,
    }
}
