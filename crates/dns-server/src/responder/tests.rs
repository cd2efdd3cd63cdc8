use std::net::{IpAddr, Ipv4Addr};

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::resolver::{CustomDnsServer, Forwarding, QueryTarget};
use zone_store::snapshot::{Resolver, SnapshotBuilder, Vantage};

use super::*;
use crate::service::{ListenerId, ServedListener};

const QUERY: &[u8] = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x01\
    \x01x\x00\x00\x01\x00\x01\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00";

fn service(vantage: Vantage) -> Service {
    let snapshot = SnapshotBuilder::default().build().expect("a snapshot");
    Service::new(Arc::new(snapshot), [("here".to_owned(), vantage)])
}

fn responder(vantage: Vantage) -> Responder {
    Responder::new(service(vantage))
}

fn client() -> QuerySource {
    QuerySource {
        source: IpAddr::V4(Ipv4Addr::LOCALHOST),
        listener: ListenerId(0),
        transport: Transport::Udp,
    }
}

/// Returns the reply to the query, behind what `out` holds.
fn reply(responder: &Responder, out: &mut Vec<u8>) {
    let decision = responder.respond(QUERY, client(), out);
    assert!(matches!(decision, ReplyAction::Reply), "{decision:?}");
}

#[test]
fn a_panic_while_answering_becomes_servfail_and_is_counted() {
    let responder = responder(Vantage::Resolver(Resolver::Internet));
    let mut out = b"before".to_vec();
    let service = responder.service();
    let case =
        IncomingMessage { service: &service, message: QUERY, client: client(), cookies: None, began: None };
    let decision = responder.guarded(case, &mut out, |_, out| {
        out.extend(b"half");
        panic!("a bug")
    });
    assert!(matches!(decision, ReplyAction::Reply), "{decision:?}");
    assert_eq!(responder.panics(), 1);
    assert_eq!(out[..6], *b"before", "what stood there stays");
    assert_eq!(out[6..10], *b"\x12\x34\x81\x82");
    assert_eq!(out[18..25], QUERY[12..19], "the question is echoed");
    reply(&responder, &mut out);
    assert_eq!(responder.panics(), 1);
}

#[test]
fn the_resolver_decides_the_payload_size() {
    for (vantage, want) in [(Vantage::Resolver(Resolver::Internet), 1232_u16), (Vantage::BySource, 1224)] {
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
    let mut server = CustomDnsServer::new("onprem-dns", network, Origin::UNKNOWN);
    let target = match outside {
        true => QueryTarget::Address(([192, 0, 2, 1], 53).into()),
        false => QueryTarget::Unreachable("it is gone".into()),
    };
    server.forward(&Name::root(), Forwarding { targets: [target].into(), origin: Origin::UNKNOWN });
    let vantage = Vantage::Resolver(Resolver::Server(builder.add_server(server)));
    Service::new(Arc::new(builder.build().expect("a snapshot")), [("here".to_owned(), vantage)])
}

#[test]
fn queries_that_find_no_place_to_wait_are_answered_at_once() {
    for (outside, reason) in [(false, "it is gone"), (true, "too many queries wait for upstreams")] {
        let responder = Responder::new(waiting(outside));
        let mut out = Vec::new();
        let decision = responder.respond(QUERY, client(), &mut out);
        assert!(matches!(decision, ReplyAction::Later(_)) && out.is_empty(), "{decision:?}");
        let taken = responder.waiting.try_acquire_many(MAX_WAITING as u32 - 1).expect("one place is taken");
        reply(&responder, &mut out);
        assert_eq!(out[3] & 15, 2, "SERVFAIL");
        let text = String::from_utf8_lossy(&out).into_owned();
        assert!(text.contains(reason), "{text}");
        drop((taken, decision));
        assert_eq!(responder.waiting.available_permits(), MAX_WAITING);
    }
}
