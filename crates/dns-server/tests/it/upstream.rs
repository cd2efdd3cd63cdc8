//! What a client sees when an upstream misbehaves, in three ways: directly, in the middle of a chain that begins in a
//! private zone, and through two of our servers.
//!
//! The client asks for the A records of `www.example.net`, with EDNS. UPSTREAM and SECOND stand for addresses.
//!
//! | the upstream | the client gets |
//! |---|---|
//! | says nothing | SERVFAIL after 3 s: `UPSTREAM did not answer (3 tries in 3 s)` |
//! | answers the first try after the second | the answer |
//! | answers when the client has SERVFAIL already | that is dropped, and not remembered |
//! | SERVFAIL, or REFUSED | SERVFAIL (through servers: as it came): `UPSTREAM answered SERVFAIL` |
//! | sets TC, and answers over TCP | the answer |
//! | sets TC, and resets, refuses or ends the connection, or says nothing there | SERVFAIL that says so |
//! | sends a wrong ID, a wrong question, or less than a header | SERVFAIL after 3 s, with how many; the answer, if that comes too |
//! | answers from another port | SERVFAIL after 3 s, as if it said nothing; the answer, if that comes too |
//! | answers twice | the first answer |
//! | sends garbage behind header and question | SERVFAIL: `sent a reply that is not DNS (…)` |
//! | sends more than was announced | the answer, from TCP |
//! | sends a CNAME loop | SERVFAIL: `CNAME loop: …` |
//! | sends a chain of 30 | SERVFAIL: `CNAME chain of more than 16` |
//! | adds records that were not asked for | the answer without them; nothing of them is remembered |
//! | NXDOMAIN, NODATA, with or without a chain | the same, with the SOA |
//! | refers to other servers | SERVFAIL: `answered with a referral: it does not recurse, …` |
//! | knows no EDNS (FORMERR, NOTIMP, BADVERS) | the answer to the query without it |

use std::sync::Arc;

use tokio::sync::Notify;

use crate::lab::wire;
use crate::upstream_fake::{Act, Fake, Made, Received};
use crate::upstream_lab::{Lab, Way};

const ADDRESS: &[u8] = &[192, 0, 2, 80];
const GOOD: &str = "www.example.net A 192.0.2.80";
const ALIAS: &str = "alias.corp.example CNAME www.example.net.";
const WAYS: [Way; 3] = [Way::Direct, Way::MidChain, Way::TwoServers];

fn good(received: &Received) -> Made {
    Made::to(received).answer("www.example.net", 1, ADDRESS)
}

/// What the client sees in each of [`WAYS`].
type Wanted = [String; 3];

/// An answer with these records or errors.
fn answered(rcode: &str, tail: &str) -> Wanted {
    let direct = format!("{rcode} | {tail}");
    [direct.clone(), format!("{rcode} | {ALIAS} | {tail}"), direct]
}

/// No answer, because the upstream did this.
fn unanswered(what: &str) -> Wanted {
    let direct = format!("SERVFAIL | EDE 22 UPSTREAM {what}");
    let through = "SERVFAIL | EDE 22 second: no answer for www.example.net: UPSTREAM";
    [direct.clone(), direct, format!("{through} {what} | EDE 22 SECOND answered SERVFAIL")]
}

/// How many answers are kept in each of [`WAYS`], where each server keeps the upstream's, and where none does.
const KEPT: [usize; 3] = [1, 1, 2];
const NOT_KEPT: [usize; 3] = [0; 3];

/// Plays one upstream in each way; `queries` come to it, and so many answers are kept.
async fn check(script: fn(&Received) -> Vec<Act>, want: Wanted, queries: usize, kept: [usize; 3]) {
    for ((way, want), kept) in WAYS.into_iter().zip(want).zip(kept) {
        let fake = Fake::start(script).await;
        let lab = Lab::start(way, &[fake.address]).await;
        assert_eq!(lab.ask().await, want, "{way:?}");
        assert_eq!(fake.received().len(), queries, "{way:?}: queries");
        assert_eq!(lab.flush(), kept, "{way:?}: kept");
    }
}

#[tokio::test(start_paused = true)]
async fn silence() {
    check(|_| Vec::new(), unanswered("did not answer (3 tries in 3 s)"), 3, NOT_KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn servfail() {
    let failed = "SERVFAIL | EDE 22 UPSTREAM answered SERVFAIL";
    let direct = format!("{failed} | EDE 22 the upstream answered SERVFAIL for www.example.net.");
    let want = [direct.clone(), direct, format!("{failed} | EDE 22 SECOND answered SERVFAIL")];
    check(|received| Made::to(received).rcode(2).send(), want, 1, NOT_KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn refused() {
    let failed = "EDE 22 UPSTREAM answered REFUSED";
    let direct = format!("SERVFAIL | {failed} | EDE 22 the upstream answered REFUSED for www.example.net.");
    let want = [direct.clone(), direct, format!("REFUSED | {failed} | EDE 22 SECOND answered REFUSED")];
    check(|received| Made::to(received).rcode(5).send(), want, 1, NOT_KEPT).await;
}

/// A cut reply over UDP, and whatever a test says over TCP.
fn cut(received: &Received, tcp: Vec<Act>) -> Vec<Act> {
    if received.tcp { tcp } else { Made::to(received).flags(0x8380).send() }
}

#[tokio::test(start_paused = true)]
async fn truncation_then_tcp() {
    check(|received| cut(received, good(received).send()), answered("NOERROR", GOOD), 2, KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn truncation_then_a_reset() {
    check(|received| cut(received, vec![Act::Reset]), unanswered("reset the TCP connection"), 2, NOT_KEPT)
        .await;
}

#[tokio::test(start_paused = true)]
async fn truncation_then_an_end_in_the_middle() {
    let want = unanswered("closed the TCP connection before its answer was complete");
    check(|received| cut(received, vec![Act::SendRaw(b"\x00\x40half".to_vec())]), want, 2, NOT_KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn truncation_then_silence() {
    let never = |received: &Received| cut(received, vec![Act::Await(Arc::new(Notify::new()))]);
    for (way, want) in WAYS
        .into_iter()
        .zip(unanswered("sent a truncated answer over UDP, and did not answer over TCP within 3 s"))
    {
        let fake = Fake::start(never).await;
        let lab = Lab::start(way, &[fake.address]).await;
        assert_eq!(lab.ask().await, want, "{way:?}");
        assert_eq!(lab.flush(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn truncation_over_tcp_too() {
    let script = |received: &Received| Made::to(received).flags(0x8380).send();
    check(script, unanswered("sent a truncated reply over TCP"), 2, NOT_KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn a_tcp_reply_in_pieces() {
    let pieces = |received: &Received| {
        let reply = good(received).octets();
        let framed = [&u16::try_from(reply.len()).expect("short").to_be_bytes()[..], &reply].concat();
        cut(received, framed.iter().map(|octet| Act::SendRaw(vec![*octet])).collect())
    };
    check(pieces, answered("NOERROR", GOOD), 2, KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn a_stranger_over_tcp_then_the_reply() {
    let script = |received: &Received| {
        cut(received, [good(received).other_id().send(), good(received).send()].concat())
    };
    check(script, answered("NOERROR", GOOD), 2, KEPT).await;
}

const IGNORED: &str = "did not answer (3 tries in 3 s); 3 datagrams from there did not answer the question";

#[tokio::test(start_paused = true)]
async fn a_wrong_id() {
    check(|received| good(received).other_id().send(), unanswered(IGNORED), 3, NOT_KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn a_wrong_question() {
    check(|received| good(received).question("www.example.org").send(), unanswered(IGNORED), 3, NOT_KEPT)
        .await;
}

#[tokio::test(start_paused = true)]
async fn less_than_a_header() {
    check(|_| vec![Act::Send(b"garbage".to_vec())], unanswered(IGNORED), 3, NOT_KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn a_query_of_its_own() {
    check(|received| vec![Act::Send(received.query.clone())], unanswered(IGNORED), 3, NOT_KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn a_wrong_source() {
    let script = |received: &Received| vec![Act::SendFromElsewhere(good(received).octets())];
    check(script, unanswered("did not answer (3 tries in 3 s)"), 3, NOT_KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn forgeries_before_the_reply() {
    let script = |received: &Received| {
        let forged = Made::to(received).answer("www.example.net", 1, &[10, 6, 6, 6]);
        let elsewhere = vec![Act::SendFromElsewhere(forged.octets())];
        let (id, question) = (forged.clone().other_id().send(), forged.question("www.example.org").send());
        [elsewhere, id, question, good(received).send()].concat()
    };
    check(script, answered("NOERROR", GOOD), 1, KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn a_duplicate() {
    let script = |received: &Received| {
        let other = Made::to(received).answer("www.example.net", 1, &[10, 6, 6, 6]);
        [good(received).send(), good(received).send(), other.send()].concat()
    };
    check(script, answered("NOERROR", GOOD), 1, KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn garbage() {
    let script = |received: &Received| {
        let reply = good(received).octets();
        vec![Act::Send([&reply[..reply.len() - 7], b"\xff"].concat())]
    };
    let want = "sent a reply that is not DNS (record 1 of its answer section is truncated or malformed)";
    check(script, unanswered(want), 1, NOT_KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn a_reply_larger_than_announced() {
    let script = |received: &Received| {
        let text = [&[200][..], &[b'x'; 200]].concat();
        let padded = (0..10).fold(good(received), |made, _| made.additional("x.example", 16, &text));
        if received.tcp { good(received).send() } else { padded.send() }
    };
    check(script, answered("NOERROR", GOOD), 2, KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn a_cname_loop() {
    let script = |received: &Received| {
        let one = Made::to(received).alias("www.example.net", "b.example.net");
        one.alias("b.example.net", "www.example.net").send()
    };
    let names = "www.example.net > b.example.net > www.example.net";
    let want = [
        format!("SERVFAIL | EDE 0 CNAME loop: {names}"),
        format!("SERVFAIL | EDE 0 CNAME loop: alias.corp.example > {names}"),
        format!("SERVFAIL | EDE 0 CNAME loop: {names} | EDE 22 SECOND answered SERVFAIL"),
    ];
    check(script, want, 1, [1, 1, 1]).await;
}

/// The name after so many aliases.
fn hop(number: u32) -> String {
    if number == 0 { "www.example.net".to_owned() } else { format!("h{number}.example.net") }
}

#[tokio::test(start_paused = true)]
async fn a_chain_of_30() {
    let script = |received: &Received| {
        let chain = (0..30).fold(Made::to(received), |made, n| made.alias(&hop(n), &hop(n + 1)));
        cut(received, chain.answer(&hop(30), 1, ADDRESS).send())
    };
    let long = "SERVFAIL | EDE 0 CNAME chain of more than 16".to_owned();
    let through = format!("{long} | EDE 22 SECOND answered SERVFAIL");
    check(script, [long.clone(), long, through], 2, [1, 1, 1]).await;
}

#[tokio::test(start_paused = true)]
async fn nxdomain_and_nodata_with_and_without_a_chain() {
    let nxdomain = |received: &Received| Made::to(received).rcode(3).soa("example.net").send();
    check(nxdomain, answered("NXDOMAIN", "[example.net SOA]"), 1, KEPT).await;
    let nodata = |received: &Received| Made::to(received).soa("example.net").send();
    check(nodata, answered("NOERROR", "[example.net SOA]"), 1, KEPT).await;
    let chained = |received: &Received| {
        Made::to(received).rcode(3).alias("www.example.net", "gone.example.org").soa("example.org").send()
    };
    let tail = "www.example.net CNAME gone.example.org. | [example.org SOA]";
    check(chained, answered("NXDOMAIN", tail), 1, KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn a_referral() {
    let script = |received: &Received| {
        let referral = Made::to(received).flags(0x8100).authority("net", 2, &wire("a.nic.example"));
        referral.additional("a.nic.example", 1, ADDRESS).send()
    };
    let want = unanswered("answered with a referral: it does not recurse, so it cannot be an upstream");
    check(script, want, 1, NOT_KEPT).await;
}

#[tokio::test(start_paused = true)]
async fn no_edns() {
    let formerr = |received: &Received| {
        if received.has_opt() { Made::to(received).rcode(1).send() } else { good(received).send() }
    };
    check(formerr, answered("NOERROR", GOOD), 2, KEPT).await;
    let notimp = |received: &Received| {
        if received.has_opt() { Made::to(received).rcode(4).send() } else { good(received).send() }
    };
    check(notimp, answered("NOERROR", GOOD), 2, KEPT).await;
}

/// Every reply brings addresses of a victim along, in each section.
fn poisoned(received: &Received) -> Vec<Act> {
    let (asked, _) = received.question();
    let evil: &[u8] = &[10, 6, 6, 6];
    let reply = Made::to(received).answer("www.victim.example", 1, evil).answer(&asked, 1, ADDRESS);
    let reply = reply.alias("mail.victim.example", &asked).answer(&asked, 16, b"\x04evil");
    let reply = reply.authority("victim.example", 2, &wire("ns.evil.example"));
    let reply = reply.authority("www.victim.example", 1, evil).soa("victim.example");
    reply.additional("www.victim.example", 1, evil).additional(&asked, 1, evil).send()
}

#[tokio::test(start_paused = true)]
async fn poison_is_neither_passed_on_nor_remembered() {
    check(poisoned, answered("NOERROR", GOOD), 1, KEPT).await;
    for way in WAYS {
        let fake = Fake::start(poisoned).await;
        let lab = Lab::start(way, &[fake.address]).await;
        lab.ask().await;
        lab.ask_for("www.victim.example", 1).await;
        assert_eq!(fake.received().len(), 2, "{way:?}: it was asked");
        lab.ask_for("mail.victim.example", 1).await;
        assert_eq!(fake.received().len(), 3, "{way:?}: it was asked");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_to_the_first_try_counts_after_the_second() {
    for (way, want) in WAYS.into_iter().zip(answered("NOERROR", GOOD)) {
        let told = Arc::new(Notify::new());
        let first = Arc::clone(&told);
        let fake = Fake::start(move |received| match received.number {
            0 => [vec![Act::Await(Arc::clone(&first))], good(received).send()].concat(),
            _ => Vec::new(),
        })
        .await;
        let lab = Lab::start(way, &[fake.address]).await;
        let (said, ()) = tokio::join!(lab.ask(), async {
            fake.wait_for(2).await;
            told.notify_one();
        });
        assert_eq!(said, want, "{way:?}");
        assert_eq!(fake.received().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_after_the_end_is_dropped_and_not_remembered() {
    for (way, want) in WAYS.into_iter().zip(unanswered("did not answer (3 tries in 3 s)")) {
        let told = Arc::new(Notify::new());
        let late = Arc::clone(&told);
        let fake = Fake::start(move |received| match received.number {
            0..3 => [vec![Act::Await(Arc::clone(&late))], good(received).send()].concat(),
            _ => good(received).send(),
        })
        .await;
        let lab = Lab::start(way, &[fake.address]).await;
        assert_eq!(lab.ask().await, want, "{way:?}");
        (0..3).for_each(|_| told.notify_one());
        tokio::task::yield_now().await;
        assert_eq!(lab.flush(), 0, "{way:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_public_chain_that_enters_a_private_zone_is_cut_there() {
    let fake = Fake::start(|received| {
        let reply = Made::to(received).alias("app.example.net", "www.corp.example");
        reply.answer("www.corp.example", 1, &[203, 0, 113, 9]).send()
    })
    .await;
    let lab = Lab::start(Way::MidChain, &[fake.address]).await;
    let want = "NOERROR | app.example.net CNAME www.corp.example. | www.corp.example A 10.0.0.1";
    assert_eq!(lab.ask_for("app.example.net", 1).await, want);
}
