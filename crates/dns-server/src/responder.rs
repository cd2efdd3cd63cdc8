//! Octets in, decision out: reads a query, resolves it, writes the reply. No socket here.
//!
//! Most queries are answered at once, without a task or a lock. One that has to wait becomes a [`Later`], which holds on
//! to the service that it began with.

use std::fmt;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use arc_swap::ArcSwap;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::clock::{Clock, Epoch};
use zone_store::answer::{Answer, ErrorCode, ExtendedError, ResponseCode};
use zone_store::engine::{Outcome, Query, Resolution, Step, Trace};
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::snapshot::{NotAdmitted, Resolver, Vantage};

use crate::later;
pub use crate::later::{Finished, Later};
pub use crate::profile::EdnsProfile;
use crate::query_log::{QueryRecord, QuerySink};
use crate::server_cookies::{self, ServerCookies};
use crate::service::{ListenerId, Service};
use crate::upstream::Upstreams;
use crate::wire::{
    self, Cookie, CookieCheck, CookieSecret, Envelope, Rejection, Request, Sizes, Unanswerable,
};

/// Queries that may wait at a time, for the outside or for a reply to be due.
const MAX_WAITING: usize = 10_000;

/// Who asks, and where.
#[derive(Debug, Clone, Copy)]
pub struct Client {
    /// Where the query came from; IPv4-mapped IPv6 counts as IPv4.
    pub source: IpAddr,
    /// The listener it came to.
    pub listener: ListenerId,
    /// What carries the reply.
    pub transport: Transport,
}

/// What carries messages; it decides how large they may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Datagrams: small, with TC where an answer does not fit.
    Udp,
    /// Framed messages on a connection (RFC 7766).
    Tcp,
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
        })
    }
}

/// What is to be done about a query.
#[derive(Debug)]
pub enum Decision {
    /// Send what was written.
    Reply,
    /// Send nothing.
    Silence,
    /// Nothing was written yet: let [`Responder::finish`] wait, in a task of its own, and send what it returns.
    Later(Box<Later>),
    /// Send what was written, then let [`Responder::finish`] do the rest, in a task of its own.
    ReplyThen(Box<Later>),
}

/// Answers queries from one service at a time.
pub struct Responder {
    service: ArcSwap<Service>,
    /// The moment that the caches count from.
    pub(crate) epoch: Epoch,
    panics: AtomicU64,
    waiting: Arc<Semaphore>,
    log: Option<QuerySink>,
    /// `None`: the system gave no randomness at the start, so there are no server cookies.
    cookie_secret: Option<CookieSecret>,
    pub(crate) upstreams: Upstreams,
}

impl Responder {
    /// Answers from `service`.
    pub fn new(service: Service) -> Self {
        Self {
            service: ArcSwap::from_pointee(service),
            epoch: Epoch::begin(Clock::system()),
            panics: AtomicU64::new(0),
            waiting: Arc::new(Semaphore::new(MAX_WAITING)),
            log: None,
            cookie_secret: server_cookies::random_secret(),
            upstreams: Upstreams::default(),
        }
    }

    /// Takes the time from `clock`.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { epoch: Epoch::begin(clock), ..self }
    }

    /// Asks the outside world through `upstreams`. Without them, the machine has no resolvers that are known.
    #[must_use]
    pub fn with_upstreams(self, upstreams: Upstreams) -> Self {
        Self { upstreams, ..self }
    }

    /// Makes server cookies from this secret, as other servers of the same secret do, instead of one drawn at random.
    #[must_use]
    pub fn with_cookie_secret(self, secret: CookieSecret) -> Self {
        Self { cookie_secret: Some(secret), ..self }
    }

    /// Returns who gives server cookies, if anybody does.
    pub(crate) fn cookies(&self) -> Option<ServerCookies<'_>> {
        self.cookie_secret.as_ref().map(|secret| ServerCookies { secret, clock: self.epoch.clock() })
    }

    /// Returns who asks the outside world.
    pub fn upstreams(&self) -> &Upstreams {
        &self.upstreams
    }

    /// Records every query.
    #[must_use]
    pub fn with_log(self, log: QuerySink) -> Self {
        Self { log: Some(log), ..self }
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
        self.panics.load(Ordering::Relaxed)
    }

    /// Decides about one message, and appends the reply to `out` if it is due now. Never panics, whatever the octets.
    pub fn respond(&self, message: &[u8], client: Client, out: &mut Vec<u8>) -> Decision {
        let service = self.service.load();
        let case = Case {
            service: &service,
            message,
            client,
            cookies: self.cookies(),
            began: self.log.as_ref().map(|_| Began::now(self.epoch.clock())),
        };
        self.guarded(case, out, |case, out| self.attempt(case, out))
    }

    /// Does a part of what is left of a query: waits and returns the reply, or works for those who will ask the same.
    pub async fn finish(&self, later: Later) -> Finished {
        later::finish(self, later).await
    }

    /// Does the work; when that panics, says SERVFAIL.
    fn guarded(
        &self,
        case: Case<'_>,
        out: &mut Vec<u8>,
        work: impl FnOnce(Case<'_>, &mut Vec<u8>) -> Decision,
    ) -> Decision {
        let start = out.len();
        match catch_unwind(AssertUnwindSafe(|| work(case, out))) {
            Ok(decision) => decision,
            Err(_) => self.apologize(case, start, out),
        }
    }

    /// Counts a panic and says SERVFAIL; what the panic has left behind `start` is thrown away.
    pub(crate) fn apologize(&self, case: Case<'_>, start: usize, out: &mut Vec<u8>) -> Decision {
        let panics = self.panics.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::error!(source = %case.client.source, panics, "answering a query panicked; it gets SERVFAIL");
        out.truncate(start);
        let reason = "answering failed because of a bug; the log of the server says more";
        let answer = Answer::empty(ResponseCode::ServFail).with_error(ErrorCode::Other, reason);
        let apology = AssertUnwindSafe(|| {
            let Ok(Request { envelope, .. }) = Request::parse(case.message) else { return Decision::Silence };
            case.write(&envelope, &answer, out);
            Decision::Reply
        });
        catch_unwind(apology).unwrap_or_else(|_| {
            out.truncate(start);
            Decision::Silence
        })
    }

    /// Answers, as far as that needs no waiting.
    fn attempt(&self, case: Case<'_>, out: &mut Vec<u8>) -> Decision {
        let request = match Request::parse(case.message) {
            Ok(request) => request,
            Err(Unanswerable::Silence) => return Decision::Silence,
            Err(Unanswerable::Rejected(envelope, rejection)) => {
                return self.reject(case, &envelope, &rejection.answer(), out);
            }
            Err(Unanswerable::CookieRequest(envelope)) => {
                return self.reject(case, &envelope, &case.answer_to_cookie_request(&envelope), out);
            }
        };
        let resolver = match case.admit() {
            Ok(resolver) => resolver,
            Err(refusal) => return self.answer_at_once(case, request, refusal.answer().as_ref(), out),
        };
        if let Some(answer) = self.returned(case, &request) {
            return self.answer_at_once(case, request, Some(&answer), out);
        }
        let envelope = request.envelope;
        let mut resolution = self.begin(case, resolver, request);
        loop {
            match resolution.run(&case.service.caches, self.epoch.moment()) {
                Step::Done(outcome) => {
                    return self.done(case, &envelope, (resolver, &resolution, outcome), out);
                }
                Step::Ask(ask) => match Arc::clone(&self.waiting).try_acquire_owned() {
                    Ok(place) => {
                        let suspended = resolution.suspend();
                        return Decision::Later(Later::to_ask(case, resolver, suspended, ask, place));
                    }
                    Err(_) => {
                        resolution.give_up("too many queries wait for the outside".to_owned());
                    }
                },
            }
        }
    }

    /// Answers without asking any resolver.
    fn answer_at_once(
        &self,
        case: Case<'_>,
        request: Request<'_>,
        answer: Option<&Answer<'_>>,
        out: &mut Vec<u8>,
    ) -> Decision {
        self.conclude(case, Some((request.name, request.rtype)), answer, None);
        case.reply(&request.envelope, answer, out)
    }

    /// Returns what a query is told that we have sent ourselves; `None` for all others.
    fn returned(&self, case: Case<'_>, request: &Request<'_>) -> Option<Answer<'static>> {
        let mark = request.envelope.edns?.mark?;
        let source = case.client.source.to_canonical();
        let upstream = self.upstreams.recognize(mark, source)?;
        let text = format!(
            "this query is our own: it came back through {source}; the upstream {upstream} forwards to us"
        );
        Some(Answer::empty(ResponseCode::ServFail).with_error(ErrorCode::Other, text))
    }

    /// Begins to resolve a query; what happens is recorded for the log, and for reasons.
    pub(crate) fn begin<'s>(
        &self,
        case: Case<'s>,
        resolver: Resolver,
        request: Request<'_>,
    ) -> Resolution<'s> {
        let Request { envelope, name, rtype } = request;
        let query = Query {
            recursion_desired: envelope.flags.recursion_desired(),
            dnssec_ok: envelope.edns.is_some_and(|edns| edns.dnssec_ok),
            checking_disabled: envelope.flags.checking_disabled(),
            ..Query::new(name, rtype)
        };
        match self.log.is_some() || case.service.says_why() {
            false => Resolution::new(case.service.snapshot(), resolver, query),
            true => Resolution::recording(case.service.snapshot(), resolver, query),
        }
    }

    /// Writes the reply; one that is due later is held back, if there is room for it.
    fn done(
        &self,
        case: Case<'_>,
        envelope: &Envelope<'_>,
        (resolver, resolution, outcome): (Resolver, &Resolution<'_>, Outcome<'_>),
        out: &mut Vec<u8>,
    ) -> Decision {
        let mut answer = answer_of(outcome);
        if let Some(answer) = &mut answer {
            case.service.add_reason(resolution.trace(), answer);
        }
        let start = out.len();
        let decision = case.reply(envelope, answer.as_ref(), out);
        let record = self.record(case, None, answer.as_ref(), Some((resolver, resolution)));
        let (waited, refreshes) = (resolution.waited(), resolution.refreshes());
        if let Decision::Reply = decision
            && (!waited.is_zero() || !refreshes.is_empty())
            && let Ok(place) = Arc::clone(&self.waiting).try_acquire_owned()
        {
            let mut later = Later::to_refresh(case.service, refreshes, place);
            if !waited.is_zero() {
                later.hold(out.split_off(start), waited, record);
                return Decision::Later(later);
            }
            self.put(record);
            return Decision::ReplyThen(later);
        }
        self.put(record);
        decision
    }

    /// Answers what has no question that a resolver could answer.
    fn reject(
        &self,
        case: Case<'_>,
        envelope: &Envelope<'_>,
        answer: &Answer<'_>,
        out: &mut Vec<u8>,
    ) -> Decision {
        self.conclude(case, None, Some(answer), None);
        case.reply(envelope, Some(answer), out)
    }

    /// Records what became of a query, if there is a log.
    pub(crate) fn conclude(
        &self,
        case: Case<'_>,
        question: Option<(Name, RecordType)>,
        answer: Option<&Answer<'_>>,
        resolved: Option<(Resolver, &Resolution<'_>)>,
    ) {
        self.put(self.record(case, question, answer, resolved));
    }

    /// Puts a record into the log.
    pub(crate) fn put(&self, record: Option<QueryRecord>) {
        if let (Some(log), Some(record)) = (&self.log, record) {
            log.put(record);
        }
    }

    /// Says what became of a query; `None` without a log. A resolution knows its question itself.
    fn record(
        &self,
        case: Case<'_>,
        question: Option<(Name, RecordType)>,
        answer: Option<&Answer<'_>>,
        resolved: Option<(Resolver, &Resolution<'_>)>,
    ) -> Option<QueryRecord> {
        let began = case.began?;
        let trace = resolved.map_or(Trace::NOTHING, |(_, resolution)| resolution.trace().clone());
        let asked = || trace.question().map(|(_, query)| (query.name.clone(), query.rtype));
        Some(QueryRecord {
            time: began.time,
            client: case.client.source.to_canonical(),
            transport: case.client.transport,
            listener: case.service.listener(case.client.listener).map(|listener| Arc::clone(&listener.name)),
            question: question.or_else(asked),
            resolver: resolved.map(|(resolver, _)| resolver),
            rcode: answer.map(|answer| answer.rcode),
            answers: answer.map_or(0, |answer| answer.answer.iter().map(|set| set.rdata().len()).sum()),
            duration: self.epoch.clock().since(began.clock),
            trace,
            service: Arc::clone(case.service),
        })
    }
}

/// When a query came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Began {
    time: SystemTime,
    clock: Instant,
}

impl Began {
    fn now(clock: &Clock) -> Self {
        Self { time: clock.wall(), clock: clock.now() }
    }
}

/// One message with all that decides about its reply.
#[derive(Clone, Copy)]
pub(crate) struct Case<'c> {
    pub(crate) service: &'c Arc<Service>,
    pub(crate) message: &'c [u8],
    pub(crate) client: Client,
    /// Who gives server cookies; `None`: nobody does.
    pub(crate) cookies: Option<ServerCookies<'c>>,
    /// `None` without a log.
    pub(crate) began: Option<Began>,
}

impl<'c> Case<'c> {
    /// Finds who answers.
    ///
    /// # Errors
    /// [`NotAdmitted`] as the snapshot says, and when the listener is not served any more.
    pub(crate) fn admit(self) -> Result<Resolver, NotAdmitted> {
        let listener = self.service.listener(self.client.listener);
        if let Some(vantage) = self.vantage() {
            return self.service.snapshot().admit(vantage, self.client.source.to_canonical());
        }
        let name = listener.map_or_else(String::new, |listener| format!(" {}", listener.name));
        let text = format!("the configuration has no listener{name} any more");
        Err(NotAdmitted::Refuse(ExtendedError { code: ErrorCode::Prohibited, text }))
    }

    /// Returns what the listener fixes about the query.
    fn vantage(self) -> Option<Vantage> {
        self.service.listener(self.client.listener)?.vantage
    }

    /// Appends the reply, if there is to be one.
    pub(crate) fn reply(
        self,
        envelope: &Envelope<'_>,
        answer: Option<&Answer<'_>>,
        out: &mut Vec<u8>,
    ) -> Decision {
        let Some(answer) = answer else { return Decision::Silence };
        self.write(envelope, answer, out);
        Decision::Reply
    }

    fn write(self, envelope: &Envelope<'_>, answer: &Answer<'_>, out: &mut Vec<u8>) {
        let profile = self.profile();
        let payload_size = profile.payload_size();
        let sizes = match self.client.transport {
            Transport::Udp => Sizes::udp(envelope.edns.as_ref(), payload_size),
            Transport::Tcp => Sizes::tcp(payload_size),
        };
        let asked = envelope.edns.and_then(|edns| edns.cookie);
        let server;
        let cookie = match (profile, asked, self.cookies) {
            (EdnsProfile::Azure, asked, _) => asked,
            (EdnsProfile::Standard, Some(cookie), Some(cookies)) => {
                server = cookies.give(cookie, self.client.source);
                Some(Cookie { server: &server, ..cookie })
            }
            (EdnsProfile::Standard, _, _) => None,
        };
        wire::encode(envelope, answer, sizes, cookie, out);
    }

    /// Returns how the resolver behind the listener speaks EDNS.
    fn profile(self) -> EdnsProfile {
        EdnsProfile::of(self.service.snapshot(), self.vantage().and_then(resolver_behind))
    }

    /// Answers a query that asks for nothing but a server cookie (RFC 7873 §5.4). Who gives none takes it for malformed.
    fn answer_to_cookie_request(self, envelope: &Envelope<'_>) -> Answer<'static> {
        let cookie = envelope.edns.and_then(|edns| edns.cookie);
        let (EdnsProfile::Standard, Some((cookie, cookies))) = (self.profile(), cookie.zip(self.cookies))
        else {
            return Rejection::NoQuestion.answer();
        };
        Answer::empty(match cookies.check(cookie, self.client.source) {
            CookieCheck::Absent | CookieCheck::Valid => ResponseCode::NoError,
            CookieCheck::Invalid => ResponseCode::BADCOOKIE,
        })
    }
}

/// Returns what an outcome sends; `None` is nothing.
pub(crate) fn answer_of(outcome: Outcome<'_>) -> Option<Answer<'_>> {
    match outcome {
        Outcome::Answer(answer) => Some(answer),
        // Only a reply that nobody here gives leads to the unknown.
        Outcome::Silence(_) | Outcome::Unknown(_) => None,
    }
}

/// Returns the resolver behind a listener, as far as the listener alone decides it.
fn resolver_behind(vantage: Vantage) -> Option<Resolver> {
    match vantage {
        Vantage::BySource => None,
        Vantage::Resolver(resolver) => Some(resolver),
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use zone_store::origin::Origin;
    use zone_store::resolver::{Forwarder, Server, Target};
    use zone_store::snapshot::SnapshotBuilder;

    use super::*;
    use crate::service::ServedListener;

    const QUERY: &[u8] = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x01\
        \x01x\x00\x00\x01\x00\x01\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00";

    fn service(vantage: Vantage) -> Service {
        let snapshot = SnapshotBuilder::default().build().expect("a snapshot");
        Service::new(Arc::new(snapshot), [("here".to_owned(), vantage)])
    }

    fn responder(vantage: Vantage) -> Responder {
        Responder::new(service(vantage))
    }

    fn client() -> Client {
        Client { source: IpAddr::V4(Ipv4Addr::LOCALHOST), listener: ListenerId(0), transport: Transport::Udp }
    }

    /// Returns the reply to the query, behind what `out` holds.
    fn reply(responder: &Responder, out: &mut Vec<u8>) {
        let decision = responder.respond(QUERY, client(), out);
        assert!(matches!(decision, Decision::Reply), "{decision:?}");
    }

    #[test]
    fn a_panic_while_answering_becomes_servfail_and_is_counted() {
        let responder = responder(Vantage::Resolver(Resolver::Internet));
        let mut out = b"before".to_vec();
        let service = responder.service();
        let case = Case { service: &service, message: QUERY, client: client(), cookies: None, began: None };
        let decision = responder.guarded(case, &mut out, |_, out| {
            out.extend(b"half");
            panic!("a bug")
        });
        assert!(matches!(decision, Decision::Reply), "{decision:?}");
        assert_eq!(responder.panics(), 1);
        assert_eq!(out[..6], *b"before", "what stood there stays");
        assert_eq!(out[6..10], *b"\x12\x34\x81\x82");
        assert_eq!(out[18..25], QUERY[12..19], "the question is echoed");
        reply(&responder, &mut out);
        assert_eq!(responder.panics(), 1);
    }

    #[test]
    fn the_resolver_decides_the_payload_size() {
        for (vantage, want) in [(Vantage::Resolver(Resolver::Internet), 1232_u16), (Vantage::BySource, 1224)]
        {
            let mut out = Vec::new();
            reply(&responder(vantage), &mut out);
            let opt = [&b"\x00\x00\x29"[..], &want.to_be_bytes()].concat();
            assert!(out.windows(5).any(|octets| octets == opt), "{vantage:?}: {out:?}");
        }
    }

    #[test]
    fn an_answer_gets_its_reason_unless_it_has_one() {
        let why = |trace: &Trace| Some(format!("after {} events", trace.entries().len()));
        for (vantage, want) in
            [(Vantage::Resolver(Resolver::Internet), Some("after 2 events")), (Vantage::BySource, None)]
        {
            let responder = Responder::new(service(vantage).saying_why(Box::new(why)));
            let mut out = Vec::new();
            reply(&responder, &mut out);
            let text = String::from_utf8_lossy(&out).into_owned();
            assert_eq!(text.contains("after"), want.is_some(), "{text}");
            assert!(want.is_none_or(|want| text.contains(want)), "{text}");
        }
        let mut out = Vec::new();
        reply(&self::responder(Vantage::Resolver(Resolver::Internet)), &mut out);
        assert!(!String::from_utf8_lossy(&out).contains("after"));
    }

    #[test]
    fn a_swap_gives_the_listener_its_new_vantage() {
        let responder = responder(Vantage::BySource);
        let rcode = |responder: &Responder| {
            let mut out = Vec::new();
            reply(responder, &mut out);
            (out[3] & 15, String::from_utf8_lossy(&out).into_owned())
        };
        assert_eq!(rcode(&responder).0, 5, "the source is in no network");
        responder.swap(service(Vantage::Resolver(Resolver::Internet)));
        assert_eq!(rcode(&responder).0, 3, "the Internet does not know the name");
        let nowhere = || Service::new(Arc::clone(&responder.service().snapshot), []);
        let gone = ServedListener { name: "here".into(), vantage: None };
        for (service, want) in [
            (nowhere().at([(ListenerId(0), gone)]), "the configuration has no listener here any more"),
            (nowhere(), "the configuration has no listener any more"),
        ] {
            responder.swap(service);
            let (rcode, text) = rcode(&responder);
            assert!(rcode == 5 && text.contains(want), "{text}");
        }
    }

    /// Returns a service in which every name is asked from a target that is silent, or from the outside.
    fn waiting(outside: bool) -> Service {
        let mut builder = SnapshotBuilder::default();
        let network = builder.add_network("onprem", Origin::UNKNOWN);
        let mut server = Server::new("onprem-dns", network, Origin::UNKNOWN);
        let target = match outside {
            true => Target::Address(([192, 0, 2, 1], 53).into()),
            false => Target::Unreachable("it is gone".into()),
        };
        server.forward(&Name::root(), Forwarder { targets: [target].into(), origin: Origin::UNKNOWN });
        let vantage = Vantage::Resolver(Resolver::Server(builder.add_server(server)));
        Service::new(Arc::new(builder.build().expect("a snapshot")), [("here".to_owned(), vantage)])
    }

    #[test]
    fn queries_that_find_no_place_to_wait_are_answered_at_once() {
        for (outside, reason) in [(false, "it is gone"), (true, "too many queries wait for the outside")] {
            let responder = Responder::new(waiting(outside));
            let mut out = Vec::new();
            let decision = responder.respond(QUERY, client(), &mut out);
            assert!(matches!(decision, Decision::Later(_)) && out.is_empty(), "{decision:?}");
            let taken =
                responder.waiting.try_acquire_many(MAX_WAITING as u32 - 1).expect("one place is taken");
            reply(&responder, &mut out);
            assert_eq!(out[3] & 15, 2, "SERVFAIL");
            let text = String::from_utf8_lossy(&out).into_owned();
            assert!(text.contains(reason), "{text}");
            drop((taken, decision));
            assert_eq!(responder.waiting.available_permits(), MAX_WAITING);
        }
    }
}
