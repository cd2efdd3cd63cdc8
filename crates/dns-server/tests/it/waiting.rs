//! Queries that wait: for a reply that is due later, and for the outside.

use std::sync::Arc;
use std::time::Duration;

use dns_server::query_log::{self, DecidedBy, QueryRecord};
use dns_server::responder::{Responder, Transport};
use dns_server::service::Service;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::resolver::{CustomDnsServer, Forwarding, QueryTarget};
use zone_store::snapshot::{Outside, Resolver, SnapshotBuilder, Vantage};

use crate::lab::{
    Asked, LISTENER, Lab, exchange, nobody, read_framed, receive, send_framed, service, snapshot, summary,
};

/// How long the server waits for its dead target.
const TIMEOUT: Duration = Duration::from_secs(1);

/// Returns a server whose names below `dead.example` go to a target that is silent, then to one on the Internet.
fn forwarding() -> Service {
    let mut builder = SnapshotBuilder::default();
    let network = builder.add_network("onprem", Origin::UNKNOWN);
    let mut server = CustomDnsServer::new("onprem-dns", network, Origin::UNKNOWN);
    server.timeout = TIMEOUT;
    let dead = QueryTarget::Unreachable("168.63.129.16 is not reachable from outside Azure".into());
    let both = vec![dead.clone(), QueryTarget::Resolver(Resolver::Internet)];
    for (zone, targets) in [("dead.example", vec![dead]), ("late.example", both)] {
        let zone: Name = zone.parse().expect("a name");
        server.forward(&zone, Forwarding { targets: targets.into(), origin: Origin(7) });
    }
    let server = builder.add_server(server);
    let vantage = Vantage::Resolver(Resolver::Server(server));
    Service::new(Arc::new(builder.build().expect("a snapshot")), [(LISTENER.to_owned(), vantage)])
}

fn lab(service: Service) -> Lab {
    Lab::with("127.0.0.1", Responder::new(service))
}

fn dead() -> Asked {
    Asked::new("www.dead.example", 1).id(1)
}

fn quick() -> Asked {
    Asked::new("www.example.net", 1).id(2)
}

#[test]
fn a_held_reply_does_not_hold_up_a_later_one_over_udp() {
    let lab = lab(forwarding());
    let socket = lab.udp("127.0.0.1");
    socket.send(&dead().octets()).expect("sent");
    let first = exchange(&socket, &quick().octets());
    assert_eq!((first[1], &*summary(&first)), (2, "rcode 3 rd ra 0/1 opt -"));
    let second = receive(&socket);
    assert_eq!((second[1], &*summary(&second)), (1, "rcode 2 rd ra 0/0 opt -"));
}

#[test]
fn a_held_reply_does_not_hold_up_a_later_one_over_tcp() {
    let lab = lab(forwarding());
    let mut stream = lab.tcp();
    send_framed(&mut stream, &dead().octets());
    send_framed(&mut stream, &quick().octets());
    assert_eq!([read_framed(&mut stream)[1], read_framed(&mut stream)[1]], [2, 1]);
}

#[test]
fn held_replies_leave_from_the_address_asked() {
    let lab = Lab::with("0.0.0.0", Responder::new(forwarding()));
    let reply = exchange(&lab.udp_to("127.0.0.9", "127.0.0.5"), &dead().octets());
    assert_eq!(summary(&reply), "rcode 2 rd ra 0/0 opt -");
}

#[test]
fn held_replies_are_dropped_at_the_end() {
    let mut lab = lab(forwarding());
    let mut stream = lab.tcp();
    send_framed(&mut stream, &dead().octets());
    send_framed(&mut stream, &quick().octets());
    // This reply proves that the query before it was read.
    assert_eq!(read_framed(&mut stream)[1], 2);
    lab.stop();
    let mut rest = Vec::new();
    std::io::Read::read_to_end(&mut stream, &mut rest).expect("closed");
    assert!(rest.is_empty(), "{rest:?}");
}

#[test]
fn what_was_waited_for_is_remembered_until_the_caches_are_flushed() {
    let lab = lab(forwarding());
    let late = Asked::new("www.late.example", 1).id(1).octets();
    let socket = lab.udp("127.0.0.1");
    // The first query is held, and what came of it is in the cache: the second is answered before it.
    socket.send(&late).expect("sent");
    let second = exchange(&socket, &Asked::new("www.late.example", 1).id(2).octets());
    assert_eq!(second[1], 2);
    assert_eq!(receive(&socket)[1], 1);
    assert_eq!(lab.responder.flush(), 1);
    socket.send(&late).expect("sent");
    assert_eq!(exchange(&socket, &quick().octets())[1], 2, "held again");
}

#[test]
fn a_query_that_waits_ends_with_the_service_it_began_with() {
    let lab = lab(forwarding());
    let socket = lab.udp("127.0.0.1");
    socket.send(&dead().edns(1232, 0, b"").octets()).expect("sent");
    assert_eq!(exchange(&socket, &quick().octets())[1], 2);
    lab.responder.swap(service(snapshot(Outside::Closed)));
    let held = receive(&socket);
    assert_eq!(held[1], 1);
    assert!(String::from_utf8_lossy(&held).contains("168.63.129.16 is not reachable"), "{held:?}");
    assert_eq!(summary(&lab.ask(&Asked::new("www.corp.example", 1).octets())), "rcode 0 rd ra 1/0 opt -");
}

/// Asks in turn; returns what was recorded of it.
fn records(service: Service, queries: &[Asked]) -> Vec<QueryRecord> {
    let (sink, mut records) = query_log::channel(100);
    let lab = Lab::with("127.0.0.1", Responder::new(service).with_log(sink));
    queries.iter().for_each(|query| drop(lab.ask(&query.octets())));
    drop(lab);
    let mut all = Vec::new();
    while records.wait(&mut all, 100) {}
    assert_eq!(records.dropped(), 0);
    all
}

#[test]
fn records_say_who_decided() {
    let mut all = records(service(snapshot(nobody())), &[Asked::new("Alias.corp.example", 1), quick()]);
    all.extend(records(forwarding(), &[quick(), dead()]));
    let said = |record: &QueryRecord| {
        let (name, rtype) = record.question.clone().expect("a question");
        assert_eq!((rtype, record.transport), (RecordType::A, Transport::Udp));
        let decision = record.decision().expect("a decision");
        let (by, rcode) = (decision.by, record.rcode.map(u16::from).expect("an answer"));
        (name.to_string(), record.resolvers().join(" > "), by, rcode, record.answers)
    };
    let said: Vec<_> = all.iter().map(said).collect();
    let of =
        |name: &str, who: &str, by, rcode, answers| (name.to_owned(), who.to_owned(), by, rcode, answers);
    assert_eq!(
        said,
        [
            of("Alias.corp.example.", "azure_dns of hub", DecidedBy::Zone, 0, 2),
            of("www.example.net.", "azure_dns of hub", DecidedBy::Outside, 2, 0),
            of("www.example.net.", "onprem-dns > internet", DecidedBy::ClosedWorld, 3, 0),
            of("www.dead.example.", "onprem-dns", DecidedBy::Forwarder, 2, 0),
        ]
    );
    assert_eq!(all[0].network(), Some("hub"));
    assert_eq!(
        all[0].decision().and_then(|d| d.zone.cloned()),
        Some("corp.example".parse().expect("a name"))
    );
    assert_eq!(all[3].decision().and_then(|d| d.origin), Some(Origin(7)));
    assert!(all[3].duration >= TIMEOUT);
}

#[test]
fn queries_that_reach_no_resolver_are_recorded() {
    let all = records(service(snapshot(Outside::Closed)), &[quick().class(3), quick().flags(0x2000)]);
    let said: Vec<_> = all.iter().map(|r| (r.rcode.map(u16::from), r.decision(), r.resolver)).collect();
    assert_eq!(said, [(Some(5), None, None), (Some(4), None, None)]);
}

#[test]
fn records_that_find_the_channel_full_are_counted() {
    let (sink, mut records) = query_log::channel(1);
    let responder = Responder::new(service(snapshot(Outside::Closed))).with_log(sink);
    let lab = Lab::with("127.0.0.1", responder);
    for _ in 0..3 {
        lab.ask(&quick().octets());
    }
    drop(lab);
    assert_eq!(records.dropped(), 2);
    assert!(records.wait(&mut Vec::new(), 10) && !records.wait(&mut Vec::new(), 10));
}
