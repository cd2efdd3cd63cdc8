//! What time decides, on a clock that a test moves by hand: records of the log, what is remembered, server cookies.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, SystemTime};

use dns_server::clock::{Clock, ClockHand};
use dns_server::query_log;
use dns_server::responder::{QuerySource, ReplyAction, Responder, Transport};
use dns_server::service::ListenerId;
use dns_server::wire::{Cookie, CookieCheck, CookieSecret};
use hickory_proto::op::Message;
use zone_store::snapshot::Outside;

use crate::cookies::{self, corp_server};
use crate::lab::{Asked, LISTENER, service, snapshot};
use crate::upstream_fake::{Fake, Made};
use crate::upstream_lab::{Way, recursive};

const NAME: &str = "www.example.net";

fn client() -> QuerySource {
    let (source, listener) = (IpAddr::V4(Ipv4Addr::LOCALHOST), ListenerId::nth(0));
    QuerySource { source, listener, transport: Transport::Udp }
}

/// Returns a clock that stands at noon of some day, and its hand.
fn noon() -> (Clock, ClockHand) {
    Clock::manual(SystemTime::UNIX_EPOCH + Duration::from_secs(20_000 * 86_400 + 43_200))
}

#[test]
fn a_record_has_the_time_of_the_responders_clock() {
    let (clock, hand) = noon();
    let (sink, mut records) = query_log::channel(2);
    let responder =
        Responder::new(service(snapshot(Outside::Closed))).with_clock(clock.clone()).with_log(sink);
    let mut wanted = Vec::new();
    for _ in 0..2 {
        wanted.push((clock.wall(), Duration::ZERO));
        responder.respond(&Asked::new("www.corp.example", 1).octets(), client(), &mut Vec::new());
        hand.advance(Duration::from_secs(90));
    }
    let mut all = Vec::new();
    assert!(records.wait(&mut all, 2));
    let seen: Vec<_> = all.iter().map(|record| (record.time, record.duration)).collect();
    assert_eq!(seen, wanted);
}

/// Asks for the name; returns the TTL of the answer, and whether the upstream was asked.
async fn ask(responder: &Responder) -> (u32, bool) {
    let mut out = Vec::new();
    let is_asked = match responder.respond(&Asked::new(NAME, 1).octets(), client(), &mut out) {
        // What follows a reply is a refresh, which nobody asks for here.
        ReplyAction::Reply | ReplyAction::ReplyThen(_) => false,
        ReplyAction::Later(later) => {
            out = responder.finish(*later).await.reply.expect("a reply");
            true
        }
        ReplyAction::Silence => panic!("no reply"),
    };
    (Message::from_vec(&out).expect("a reply").answers[0].ttl, is_asked)
}

#[tokio::test]
async fn what_is_remembered_grows_old_with_the_responders_clock() {
    let fake = Fake::start(|received| Made::to(received).answer(NAME, 1, &[192, 0, 2, 1]).send()).await;
    let (clock, hand) = noon();
    let responder = Responder::new(recursive(&[fake.address], Way::Direct)).with_clock(clock);
    assert_eq!(ask(&responder).await, (60, true));
    assert_eq!(ask(&responder).await, (60, false), "no time goes by unless the hand moves");
    hand.advance(Duration::from_secs(25));
    assert_eq!(ask(&responder).await, (35, false));
    hand.advance(Duration::from_secs(35));
    assert_eq!(ask(&responder).await, (60, true), "it is forgotten when its TTL is over");
}

#[test]
fn server_cookies_are_made_and_checked_at_the_time_of_the_responders_clock() {
    let (clock, hand) = noon();
    let secret = || CookieSecret::new([7; 16]);
    let (snapshot, vantage) = corp_server();
    let service = dns_server::service::Service::new(snapshot, [(LISTENER.to_owned(), vantage)]);
    let responder = Responder::new(service).with_clock(clock.clone()).with_cookie_secret(secret());
    let cookie_for = |data: &[u8]| {
        let query = Asked::new("www.corp.example", 1).edns(1232, 0, &cookies::option(data));
        let mut out = Vec::new();
        responder.respond(&query.octets(), client(), &mut out);
        cookies::read(&out).1.expect("a COOKIE option")
    };
    let check = |data: &[u8]| {
        let (client, server) = data.split_first_chunk().expect("a client cookie");
        let now = clock.wall().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs();
        secret().check(Cookie { client: *client, server }, self::client().source, now as u32)
    };
    let given = cookie_for(b"12345678");
    assert_eq!(check(&given), CookieCheck::Valid);
    // A cookie is renewed when half an hour is over, and is no longer taken after an hour (RFC 9018 §4.3).
    hand.advance(Duration::from_secs(29 * 60));
    assert_eq!((check(&given), cookie_for(&given)), (CookieCheck::Valid, given.clone()));
    hand.advance(Duration::from_secs(2 * 60));
    let renewed = cookie_for(&given);
    assert_ne!(renewed, given);
    hand.advance(Duration::from_secs(30 * 60));
    assert_eq!((check(&given), check(&renewed)), (CookieCheck::Invalid, CookieCheck::Valid));
}
