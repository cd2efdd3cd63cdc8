//! What queries are answered with, whatever is served: the clock, the upstreams, the query log, the secret of cookies. What
//! is done at once and what waits share it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zone_store::answer::{Answer, ErrorCode, ResponseCode};
use zone_store::engine::{Query, Resolution, Trace};
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::snapshot::Resolver;

use crate::clock::{Clock, Epoch};
use crate::incoming::IncomingMessage;
use crate::query_log::{QueryRecord, QuerySink};
use crate::server_cookies::{self, ServerCookies};
use crate::upstream::Upstreams;
use crate::wire::{CookieSecret, Request};

/// What queries are answered with, whatever is served.
pub(crate) struct Equipment {
    /// The moment that the caches count from.
    pub(crate) epoch: Epoch,
    pub(crate) upstreams: Upstreams,
    pub(crate) log: Option<QuerySink>,
    /// `None`: the system gave no randomness at the start, so there are no server cookies.
    pub(crate) cookie_secret: Option<CookieSecret>,
    panics: AtomicU64,
}

/// What became of a query.
#[derive(Clone, Copy)]
pub(crate) struct Conclusion<'q> {
    /// `None`: the trace tells, or there was none that could be read.
    pub(crate) question: Option<(&'q Name, RecordType)>,
    /// `None` is silence.
    pub(crate) answer: Option<&'q Answer<'q>>,
    pub(crate) trace: &'q Trace,
}

impl Default for Equipment {
    /// Has the system's clock, no log and no upstreams that are known.
    fn default() -> Self {
        Self {
            epoch: Epoch::begin(Clock::system()),
            upstreams: Upstreams::default(),
            log: None,
            cookie_secret: server_cookies::random_secret(),
            panics: AtomicU64::new(0),
        }
    }
}

impl Equipment {
    /// Counts the queries whose answering panicked.
    pub(crate) fn panics(&self) -> u64 {
        self.panics.load(Ordering::Relaxed)
    }

    /// Returns who gives server cookies, if anybody does.
    pub(crate) fn cookies(&self) -> Option<ServerCookies<'_>> {
        self.cookie_secret.as_ref().map(|secret| ServerCookies { secret, clock: self.epoch.clock() })
    }

    /// Counts a panic and says SERVFAIL; what the panic has left behind `start` is thrown away. Tells whether there is a reply.
    pub(crate) fn apologize(&self, case: IncomingMessage<'_>, start: usize, out: &mut Vec<u8>) -> bool {
        let panics = self.panics.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::error!(source = %case.client.source, panics, "answering a query panicked; it gets SERVFAIL");
        out.truncate(start);
        let reason = "answering failed because of a bug; the log of the server says more";
        let answer = Answer::empty(ResponseCode::ServFail).with_error(ErrorCode::Other, reason);
        let apology = AssertUnwindSafe(|| {
            let Ok(Request { envelope, .. }) = Request::parse(case.message) else { return false };
            case.write(&envelope, &answer, out);
            true
        });
        catch_unwind(apology).unwrap_or_else(|_| {
            out.truncate(start);
            false
        })
    }

    /// Returns what a query is told that we have sent ourselves; `None` for all others.
    pub(crate) fn returned(
        &self,
        case: IncomingMessage<'_>,
        request: &Request<'_>,
    ) -> Option<Answer<'static>> {
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
        case: IncomingMessage<'s>,
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

    /// Records what became of a query, if there is a log.
    pub(crate) fn conclude(&self, case: IncomingMessage<'_>, conclusion: Conclusion<'_>) {
        self.put(self.record(case, conclusion));
    }

    /// Puts a record into the log.
    pub(crate) fn put(&self, record: Option<QueryRecord>) {
        if let (Some(log), Some(record)) = (&self.log, record) {
            log.put(record);
        }
    }

    /// Says what became of a query; `None` without a log.
    pub(crate) fn record(
        &self,
        case: IncomingMessage<'_>,
        conclusion: Conclusion<'_>,
    ) -> Option<QueryRecord> {
        let began = case.began?;
        let Conclusion { question, answer, trace } = conclusion;
        let asked = trace.question();
        let of_trace = asked.map(|(_, query)| (&query.name, query.rtype));
        Some(QueryRecord {
            time: began.time,
            client: case.client.source.to_canonical(),
            transport: case.client.transport,
            listener: case.service.listener(case.client.listener).map(|listener| Arc::clone(&listener.name)),
            question: question.or(of_trace).map(|(name, rtype)| (name.clone(), rtype)),
            resolver: asked.map(|(resolver, _)| resolver),
            rcode: answer.map(|answer| answer.rcode),
            answers: answer.map_or(0, |answer| answer.answer.iter().map(|set| set.rdata().len()).sum()),
            duration: self.epoch.clock().since(began.clock),
            trace: trace.clone(),
            service: Arc::clone(case.service),
        })
    }
}
