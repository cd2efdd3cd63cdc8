//! Octets in, decision out: reads a query, resolves it, writes the reply. No socket here.

use std::fmt;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use zone_store::answer::{Answer, ErrorCode, ResponseCode};
use zone_store::cache::Caches;
use zone_store::engine::{Outcome, Query, Resolution, Step};
use zone_store::snapshot::{Resolver, Snapshot, Vantage};

use crate::outside;
use crate::wire::{self, Envelope, Request, Sizes, Unanswerable};

/// The UDP payload size that 168.63.129.16 announces, in octets.
const AZURE_PAYLOAD: u16 = 1224;
/// The UDP payload size that other resolvers announce, in octets.
const USUAL_PAYLOAD: u16 = 1232;

/// Who asks, and where.
#[derive(Debug, Clone, Copy)]
pub struct Client {
    /// Where the query came from; IPv4-mapped IPv6 counts as IPv4.
    pub source: IpAddr,
    /// What the listener fixes.
    pub vantage: Vantage,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Send what was written.
    Reply,
    /// Send nothing.
    Silence,
}

/// Answers queries from one snapshot.
pub struct Responder {
    snapshot: Arc<Snapshot>,
    caches: Caches,
    /// The moment that the caches count from.
    began: Instant,
    panics: AtomicU64,
}

impl Responder {
    /// Answers from `snapshot`.
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        Self { snapshot, caches: Caches::default(), began: Instant::now(), panics: AtomicU64::new(0) }
    }

    /// Counts the queries whose answering panicked; each got SERVFAIL. Above 0 there is a bug to report.
    pub fn panics(&self) -> u64 {
        self.panics.load(Ordering::Relaxed)
    }

    /// Appends the reply to one message to `out`, unless the decision is silence. Never panics, whatever the octets.
    pub fn respond(&self, message: &[u8], client: Client, out: &mut Vec<u8>) -> Decision {
        self.guarded(message, client, out, |request, client| self.answer(request, client))
    }

    /// Answers with `answer`; when that panics, says SERVFAIL.
    fn guarded<'a>(
        &self,
        message: &[u8],
        client: Client,
        out: &mut Vec<u8>,
        answer: impl FnOnce(Request<'_>, Client) -> Option<Answer<'a>>,
    ) -> Decision {
        let start = out.len();
        // What a panic leaves behind is thrown away: the octets written so far are cut off.
        if let Ok(decision) = catch_unwind(AssertUnwindSafe(|| respond(message, client, out, answer))) {
            return decision;
        }
        self.panics.fetch_add(1, Ordering::Relaxed);
        tracing::error!(source = %client.source, "answering a query panicked; it gets SERVFAIL");
        out.truncate(start);
        let reason = "answering failed because of a bug; the log of the server says more";
        let failed = |_: Request<'_>, _| {
            Some(Answer::empty(ResponseCode::ServFail).with_error(ErrorCode::Other, reason))
        };
        catch_unwind(AssertUnwindSafe(|| respond(message, client, out, failed))).unwrap_or_else(|_| {
            out.truncate(start);
            Decision::Silence
        })
    }

    /// Resolves a query; `None` is silence.
    fn answer(&self, request: Request<'_>, client: Client) -> Option<Answer<'_>> {
        match self.snapshot.admit(client.vantage, client.source.to_canonical()) {
            Ok(resolver) => self.resolve(request, resolver),
            Err(refusal) => refusal.answer(),
        }
    }

    /// Resolves a query that was admitted; `None` is silence.
    fn resolve(&self, request: Request<'_>, resolver: Resolver) -> Option<Answer<'_>> {
        let recursion_desired = request.envelope.flags.recursion_desired();
        let query = Query { name: request.name, rtype: request.rtype, recursion_desired };
        let mut resolution = Resolution::new(&self.snapshot, resolver, query);
        loop {
            match resolution.run(&self.caches, self.began.elapsed()) {
                Step::Done(Outcome::Answer(answer)) => return Some(answer),
                // Only a reply that nobody here gives leads to the unknown.
                Step::Done(Outcome::Silence(_) | Outcome::Unknown(_)) => return None,
                Step::Ask(ask) => resolution.resume(outside::ask(&ask)),
            }
        }
    }
}

/// Reads a message and appends the reply.
fn respond<'a>(
    message: &[u8],
    client: Client,
    out: &mut Vec<u8>,
    answer: impl FnOnce(Request<'_>, Client) -> Option<Answer<'a>>,
) -> Decision {
    match Request::parse(message) {
        Ok(request) => {
            let envelope = request.envelope;
            match answer(request, client) {
                Some(answer) => write(&envelope, &answer, client, out),
                None => Decision::Silence,
            }
        }
        Err(Unanswerable::Silence) => Decision::Silence,
        Err(Unanswerable::Rejected(envelope, rejection)) => {
            write(&envelope, &rejection.answer(), client, out)
        }
    }
}

fn write(envelope: &Envelope<'_>, answer: &Answer<'_>, client: Client, out: &mut Vec<u8>) -> Decision {
    let payload_size = payload_size(resolver_behind(client.vantage));
    let sizes = match client.transport {
        Transport::Udp => Sizes::udp(envelope.edns.as_ref(), payload_size),
        Transport::Tcp => Sizes::tcp(payload_size),
    };
    wire::encode(envelope, answer, sizes, out);
    Decision::Reply
}

/// Returns the UDP payload size that a resolver announces, in octets; `None`: 168.63.129.16 for a source in no network.
pub fn payload_size(resolver: Option<Resolver>) -> u16 {
    match resolver {
        Some(Resolver::AzureDns(_) | Resolver::Inbound(_)) | None => AZURE_PAYLOAD,
        Some(Resolver::Server(_) | Resolver::Client(_) | Resolver::Internet) => USUAL_PAYLOAD,
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

    use zone_store::snapshot::SnapshotBuilder;

    use super::*;

    const QUERY: &[u8] = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x01\
        \x01x\x00\x00\x01\x00\x01\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00";

    fn responder() -> Responder {
        Responder::new(Arc::new(SnapshotBuilder::default().build().expect("a snapshot")))
    }

    fn client(vantage: Vantage) -> Client {
        Client { source: IpAddr::V4(Ipv4Addr::LOCALHOST), vantage, transport: Transport::Udp }
    }

    #[test]
    fn a_panic_while_answering_becomes_servfail_and_is_counted() {
        let responder = responder();
        let mut out = b"before".to_vec();
        let decision =
            responder.guarded(QUERY, client(Vantage::Resolver(Resolver::Internet)), &mut out, |_, _| {
                panic!("a bug")
            });
        assert_eq!((decision, responder.panics()), (Decision::Reply, 1));
        assert_eq!(out[..6], *b"before", "what stood there stays");
        assert_eq!(out[6..10], *b"\x12\x34\x81\x82");
        assert_eq!(out[18..25], QUERY[12..19], "the question is echoed");
        assert_eq!(
            responder.respond(QUERY, client(Vantage::Resolver(Resolver::Internet)), &mut out),
            Decision::Reply
        );
        assert_eq!(responder.panics(), 1);
    }

    #[test]
    fn no_answer_is_silence() {
        let mut out = Vec::new();
        let decision =
            responder().guarded(QUERY, client(Vantage::Resolver(Resolver::Internet)), &mut out, |_, _| None);
        assert_eq!((decision, out.len()), (Decision::Silence, 0));
    }

    #[test]
    fn the_resolver_decides_the_payload_size() {
        for (vantage, want) in [(Vantage::Resolver(Resolver::Internet), 1232_u16), (Vantage::BySource, 1224)]
        {
            let mut out = Vec::new();
            responder().respond(QUERY, client(vantage), &mut out);
            let opt = [&b"\x00\x00\x29"[..], &want.to_be_bytes()].concat();
            assert!(out.windows(5).any(|octets| octets == opt), "{vantage:?}: {out:?}");
        }
    }
}
