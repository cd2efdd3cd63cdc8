//! Whom the upstream client asks, when, how, and what it says of it.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use dns_server::clock::Clock;
use dns_server::responder::{QuerySource, ReplyAction, Transport};
use dns_server::service::ListenerId;
use dns_server::upstream::{DomainAddresses, ResolverAddresses, SystemResolvers, UpstreamOptions, Upstreams};
use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::Notify;
use tokio::time::{Instant, advance};
use zone_store::engine::{Ask, Query, Reply};
use zone_store::record::RecordType;
use zone_store::resolver::Upstream;

use crate::lab::{Asked, CLOSED};
use crate::upstream_fake::{Act, Fake, Made, Received};
use crate::upstream_lab::{Lab, Way, ask, recursive, said, serve};

const ADDRESS: &[u8] = &[192, 0, 2, 80];
const GOOD: &str = "NOERROR | www.example.net A 192.0.2.80";

fn good(received: &Received) -> Vec<Act> {
    Made::to(received).answer(&received.question().0, 1, ADDRESS).send()
}

fn silent(_: &Received) -> Vec<Act> {
    Vec::new()
}

async fn direct(upstreams: &[SocketAddr]) -> Lab {
    Lab::start(Way::Direct, upstreams).await
}

/// Asks for a name that nobody has asked for yet.
async fn ask_anew(lab: &Lab, number: u32) -> String {
    lab.ask_for(&format!("n{number}.example.net"), 1).await
}

#[tokio::test(start_paused = true)]
async fn a_silent_upstream_is_passed_over_then_set_aside_and_probed() {
    let (first, second) = (Fake::start(silent).await, Fake::start(good).await);
    let lab = direct(&[first.address, second.address]).await;
    let began = Instant::now();
    assert!(ask_anew(&lab, 1).await.starts_with("NOERROR"));
    assert_eq!(began.elapsed().as_millis() / 100, 8, "one try at the silent one");
    for number in 2..10 {
        let began = Instant::now();
        assert!(ask_anew(&lab, number).await.starts_with("NOERROR"));
        assert!(began.elapsed() < Duration::from_millis(100), "the silent one is not waited for");
    }
    assert_eq!((first.received().len(), second.received().len()), (1, 9));
    for (seconds, probes) in [(2, 2), (3, 2), (1, 3), (8, 4)] {
        advance(Duration::from_secs(seconds)).await;
        let began = Instant::now();
        assert!(ask_anew(&lab, 100 + began.elapsed().as_secs() as u32 + probes).await.starts_with("NOERROR"));
        assert!(began.elapsed() < Duration::from_millis(100), "a probe holds nobody up");
        first.wait_for(probes as usize).await;
        assert_eq!(first.received().len(), probes as usize, "probes");
    }
}

#[tokio::test(start_paused = true)]
async fn an_upstream_that_answers_its_probe_is_asked_first_again() {
    let first = Fake::start(|received| if received.number == 0 { Vec::new() } else { good(received) }).await;
    let second = Fake::start(good).await;
    let lab = direct(&[first.address, second.address]).await;
    ask_anew(&lab, 1).await;
    advance(Duration::from_secs(2)).await;
    ask_anew(&lab, 2).await;
    first.wait_for(2).await;
    advance(Duration::from_millis(1)).await;
    ask_anew(&lab, 3).await;
    assert_eq!((first.received().len(), second.received().len()), (3, 2));
}

#[tokio::test(start_paused = true)]
async fn an_upstream_where_nothing_listens_is_passed_over_at_once() {
    let second = Fake::start(good).await;
    let lab = direct(&[CLOSED, second.address]).await;
    let began = Instant::now();
    assert_eq!(lab.ask().await, GOOD);
    assert!(began.elapsed() < Duration::from_millis(100));
}

#[tokio::test(start_paused = true)]
async fn what_every_upstream_did_is_said() {
    let failing = Fake::start(|received| Made::to(received).rcode(2).send()).await;
    let refusing = Fake::start(|received| Made::to(received).rcode(5).send()).await;
    let quiet = Fake::start(silent).await;
    let lab = direct(&[quiet.address, CLOSED, failing.address, refusing.address]).await;
    let want = "SERVFAIL | EDE 22 UPSTREAM-0 did not answer (3 tries in 3 s); UPSTREAM-1 refused the connection \
        (nothing listens there); UPSTREAM-2 answered SERVFAIL; UPSTREAM-3 answered REFUSED \
        | EDE 22 the upstream answered SERVFAIL for www.example.net.";
    assert_eq!(lab.ask().await, want);
    let lab = direct(&[CLOSED]).await;
    let want = "SERVFAIL | EDE 22 UPSTREAM refused the connection (nothing listens there)";
    assert_eq!(lab.ask().await, want);
}

#[tokio::test(start_paused = true)]
async fn an_error_of_one_upstream_is_not_the_last_word() {
    for rcode in [1, 2, 4, 5] {
        let failing = Fake::start(move |received| Made::to(received).rcode(rcode).send()).await;
        let second = Fake::start(good).await;
        let lab = direct(&[failing.address, second.address]).await;
        assert_eq!(lab.ask().await, GOOD, "after RCODE {rcode}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_resolver_that_validates_passes_its_reason_on() {
    let bogus = |received: &Received| {
        let mut octets = Made::to(received).rcode(2).octets();
        octets[11] = 1;
        octets.extend(b"\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x0c\x00\x0f\x00\x08\x00\x06failed");
        vec![Act::Send(octets)]
    };
    let fake = Fake::start(bogus).await;
    let said = direct(&[fake.address]).await.ask().await;
    assert!(said.starts_with("SERVFAIL | EDE 6 failed | EDE 22 UPSTREAM answered SERVFAIL"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn the_same_question_is_asked_once_while_it_is_on_its_way() {
    let told = Arc::new(Notify::new());
    let hold = Arc::clone(&told);
    let fake =
        Fake::start(move |received| [vec![Act::Await(Arc::clone(&hold))], good(received)].concat()).await;
    let lab = direct(&[fake.address]).await;
    let server = lab.first().address;
    let asking = |name: &'static str| {
        tokio::spawn(async move { said(&ask(server, &Asked::new(name, 1).octets()).await) })
    };
    // The first to ask does not stay: nobody else loses the answer with it.
    let left = asking("www.example.net");
    fake.wait_for(1).await;
    left.abort();
    let others = ["www.example.net", "WWW.example.net", "www.EXAMPLE.net"].map(asking);
    let last = asking("other.example.net");
    fake.wait_for(2).await;
    told.notify_waiters();
    for (other, want) in others.into_iter().zip(["www.example.net", "WWW.example.net", "www.EXAMPLE.net"]) {
        assert_eq!(other.await.expect("no panic"), format!("NOERROR | {want} A 192.0.2.80"));
    }
    last.await.expect("no panic");
    assert_eq!(fake.received().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn no_more_than_400_questions_are_on_their_way() {
    let told = Arc::new(Notify::new());
    let hold = Arc::clone(&told);
    let fake = Fake::start(move |received| match received.number {
        0..400 => [vec![Act::Await(Arc::clone(&hold))], good(received)].concat(),
        _ => good(received),
    })
    .await;
    let upstreams = Arc::new(Upstreams::default());
    let mut asked = Vec::new();
    for number in 0..401 {
        let (upstreams, ask) =
            (Arc::clone(&upstreams), question(&format!("n{number}.example"), fake.address));
        asked.push(tokio::spawn(async move { upstreams.ask(&ask).await }));
        // One after the other, so that no datagram finds the socket's buffer full.
        fake.wait_for(asked.len().min(400)).await;
    }
    assert_eq!(fake.received().len(), 400);
    told.notify_waiters();
    fake.wait_for(401).await;
    for asked in asked {
        assert!(matches!(asked.await, Ok(Reply::Answer(_))));
    }
}

fn question(name: &str, upstream: SocketAddr) -> Ask {
    let query = Query::new(name.parse().expect("a name"), RecordType::A);
    Ask {
        targets: vec![Upstream::Address(upstream)],
        in_order: false,
        query,
        timeout: Duration::from_secs(3),
    }
}

#[tokio::test(start_paused = true)]
async fn rd_do_and_cd_go_on_with_a_payload_size_of_our_own() {
    let fake = Fake::start(good).await;
    let lab = direct(&[fake.address]).await;
    let mut query = Asked::new("www.example.net", 1).flags(0x0110).edns(4096, 0, b"").octets();
    let at = query.len() - 4;
    query[at] = 0x80;
    ask(lab.first().address, &query).await;
    let sent = fake.received()[0].query.clone();
    assert_eq!(sent[2..4], [0x01, 0x10]);
    let opt = b"\x00\x00\x29\x04\xd0\x00\x00\x80\x00";
    assert!(sent.windows(opt.len()).any(|octets| octets == opt), "{sent:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_without_edns_is_asked_without_it_from_then_on() {
    let formerr = |received: &Received| {
        if received.has_opt() { Made::to(received).rcode(1).send() } else { good(received) }
    };
    let fake = Fake::start(formerr).await;
    let lab = direct(&[fake.address]).await;
    ask_anew(&lab, 1).await;
    ask_anew(&lab, 2).await;
    let opts: Vec<bool> = fake.received().iter().map(Received::has_opt).collect();
    assert_eq!(opts, [true, false, false]);
}

#[tokio::test(start_paused = true)]
async fn the_last_try_carries_no_option_that_a_firewall_may_not_know() {
    let fake = Fake::start(silent).await;
    let lab = direct(&[fake.address]).await;
    lab.ask().await;
    let marked: Vec<bool> =
        fake.received().iter().map(|r| r.query.windows(2).any(|octets| octets == b"\xff\x49")).collect();
    assert_eq!(marked, [true, true, false]);
    assert!(fake.received()[2].has_opt());
}

#[tokio::test]
async fn ids_and_ports_cannot_be_guessed() {
    let fake = Fake::start(good).await;
    let lab = direct(&[fake.address]).await;
    for number in 0..64 {
        ask_anew(&lab, number).await;
    }
    let received = fake.received();
    let ids: Vec<u16> = received.iter().map(|r| u16::from_be_bytes([r.query[0], r.query[1]])).collect();
    let ports: Vec<u16> = received.iter().map(|r| r.source.port()).collect();
    for (what, drawn) in [("IDs", ids), ("ports", ports)] {
        let different: HashSet<u16> = drawn.iter().copied().collect();
        // Of 64 draws from 28,000 ports, two pairs that are the same come up once in 10,000 runs.
        assert!(different.len() >= 60, "{what}: {drawn:?}");
        let in_order = drawn.windows(2).filter(|pair| pair[0] < pair[1]).count();
        assert!((10..54).contains(&in_order), "{what} are counted up or down: {drawn:?}");
        let near = drawn.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) <= 8).count();
        assert!(near <= 8, "{what} follow each other: {drawn:?}");
    }
}

const RANDOM_CASE: UpstreamOptions = UpstreamOptions { case_randomization: true };
const LONG: &str = "a-long-name-with-many-letters.example.net";

#[tokio::test(start_paused = true)]
async fn with_random_case_names_are_asked_in_any_case_and_answered_in_the_clients() {
    let fake = Fake::start(good).await;
    let lab = Lab::with(Way::Direct, &[fake.address], RANDOM_CASE).await;
    assert_eq!(lab.ask_for(LONG, 1).await, format!("NOERROR | {LONG} A 192.0.2.80"));
    let asked = fake.received()[0].question().0;
    assert!(asked != LONG && asked.eq_ignore_ascii_case(LONG), "{asked}");
    assert_eq!(fake.received().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn with_random_case_a_reply_in_another_case_leads_to_tcp() {
    let lowering = |received: &Received| {
        let forged = if received.tcp { ADDRESS } else { &[10, 6, 6, 6] };
        Made::to(received).question(LONG).answer(LONG, 1, forged).send()
    };
    let fake = Fake::start(lowering).await;
    let lab = Lab::with(Way::Direct, &[fake.address], RANDOM_CASE).await;
    assert_eq!(lab.ask_for(LONG, 1).await, format!("NOERROR | {LONG} A 192.0.2.80"));
    assert_eq!(fake.received().iter().map(|r| r.tcp).collect::<Vec<_>>(), [false, true]);
    let lab = direct(&[fake.address]).await;
    assert_eq!(lab.ask_for(LONG, 1).await, format!("NOERROR | {LONG} A 10.6.6.6"), "without the option");
}

#[tokio::test(start_paused = true)]
async fn the_case_is_random_from_the_moment_on_that_it_is_to_be() {
    let fake = Fake::start(good).await;
    let lab = direct(&[fake.address]).await;
    for (options, want) in
        [(UpstreamOptions::default(), true), (RANDOM_CASE, false), (UpstreamOptions::default(), true)]
    {
        lab.first().responder.upstreams().set_options(options);
        lab.first().responder.flush();
        lab.ask_for(LONG, 1).await;
        let asked = fake.received().last().expect("a query").question().0;
        assert_eq!(asked == LONG, want, "{asked}");
    }
}

#[tokio::test(start_paused = true)]
async fn tcp_that_is_refused_is_said() {
    let datagram = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let lab = direct(&[datagram.local_addr().expect("an address")]).await;
    let truncating = async {
        let mut buffer = [0; 512];
        let (length, source) = datagram.recv_from(&mut buffer).await.expect("a query");
        buffer[2..4].copy_from_slice(&[0x83, 0x80]);
        datagram.send_to(&buffer[..length], source).await.expect("sent");
    };
    let (said, ()) = tokio::join!(lab.ask(), truncating);
    let want = "SERVFAIL | EDE 22 UPSTREAM sent a truncated answer over UDP, and refused the TCP connection";
    assert_eq!(said, want);
}

#[tokio::test(start_paused = true)]
async fn our_own_listener_is_never_asked() {
    let lab = {
        // The server's port is known only once it is there: a proxy that the service begins with stands for it.
        let probe = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        direct(&[probe.local_addr().expect("an address")]).await
    };
    let own = lab.first().address;
    lab.first().responder.swap(recursive(&[own], Way::Direct));
    let said = lab.ask().await.replace(&own.to_string(), "OWN");
    assert_eq!(said, "SERVFAIL | EDE 22 OWN is a listener of this server itself, and is not asked");
}

/// Passes each datagram on to `target`, from one socket, and the replies back, as dnsmasq does.
async fn relay(socket: UdpSocket, target: SocketAddr, strips_options: bool) {
    let onward = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
    let mut clients: Vec<([u8; 2], SocketAddr)> = Vec::new();
    let (mut query, mut reply) = ([0; 4096], [0; 4096]);
    loop {
        tokio::select! {
            Ok((mut length, source)) = socket.recv_from(&mut query) => {
                clients.push(([query[0], query[1]], source));
                if strips_options {
                    query[11] = 0;
                    length = 12 + query[12..].iter().position(|octet| *octet == 0).expect("a name") + 5;
                }
                onward.send_to(&query[..length], target).await.expect("sent");
            }
            Ok((length, _)) = onward.recv_from(&mut reply) => {
                if let Some((_, client)) = clients.iter().rfind(|(id, _)| *id == reply[..2]) {
                    socket.send_to(&reply[..length], client).await.expect("sent");
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn our_own_query_is_known_when_it_comes_back() {
    let stub = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
    let lab = direct(&[stub.local_addr().expect("an address")]).await;
    tokio::spawn(relay(stub, lab.first().address, false));
    let began = Instant::now();
    let said = lab.ask().await;
    let want = "SERVFAIL | EDE 0 this query is our own: it came back through 127.0.0.1; the upstream UPSTREAM forwards to us \
        | EDE 22 UPSTREAM answered SERVFAIL: it forwards to this server (our own query came back from 127.0.0.1) \
        | EDE 22 the upstream answered SERVFAIL for www.example.net.";
    assert_eq!(said, want);
    assert!(began.elapsed() < Duration::from_millis(100));
}

#[tokio::test(start_paused = true)]
async fn a_loop_through_a_server_that_strips_options_is_bounded_and_suspected() {
    let stub = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
    let lab = direct(&[stub.local_addr().expect("an address")]).await;
    tokio::spawn(relay(stub, lab.first().address, true));
    let said = lab.ask().await;
    let want = "SERVFAIL | EDE 22 UPSTREAM did not answer (3 tries in 3 s); the same question came in 3 more times \
        meanwhile: does the upstream forward to us?";
    assert_eq!(said, want);
}

#[tokio::test(start_paused = true)]
async fn system_means_the_resolvers_that_the_machine_has_at_the_moment() {
    let (one, two) = (Fake::start(good).await, Fake::start(good).await);
    let system = Arc::new(SystemResolvers::default());
    let upstreams = Upstreams::new(UpstreamOptions::default(), Arc::clone(&system), Clock::system());
    let ask = |name: &str| Ask { targets: vec![Upstream::System], ..question(name, one.address) };
    let none = upstreams.ask(&ask("a.example")).await;
    assert!(matches!(none, Reply::Silence(text) if text == "this machine has no resolver that can be asked"));
    for fake in [&one, &two] {
        system.set(vec![fake.address]);
        assert!(matches!(upstreams.ask(&ask("a.example")).await, Reply::Answer(_)));
        assert_eq!(fake.received().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn names_of_a_domain_with_resolvers_of_its_own_are_asked_there() {
    let (all, domain) = (Fake::start(good).await, Fake::start(good).await);
    let system = Arc::new(SystemResolvers::new(ResolverAddresses {
        servers: vec![all.address],
        domains: vec![DomainAddresses {
            domain: "corp.example".parse().expect("a name"),
            servers: vec![domain.address],
        }],
    }));
    let upstreams = Upstreams::new(UpstreamOptions::default(), system, Clock::system());
    for (name, counts) in [("www.corp.example", (0, 1)), ("www.example", (1, 1))] {
        let ask = Ask { targets: vec![Upstream::System], ..question(name, all.address) };
        assert!(matches!(upstreams.ask(&ask).await, Reply::Answer(_)), "{name}");
        assert_eq!((all.received().len(), domain.received().len()), counts, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_waits_longer_is_not_served_the_silence_of_who_waits_shorter() {
    let fake = Fake::start(|received| if received.number < 2 { Vec::new() } else { good(received) }).await;
    let upstreams = Arc::new(Upstreams::default());
    let short = Ask { timeout: Duration::from_millis(500), ..question("www.example", fake.address) };
    let long = question("www.example", fake.address);
    let (short, long) = tokio::join!(upstreams.ask(&short), upstreams.ask(&long));
    assert!(matches!(short, Reply::Silence(_)), "{short:?}");
    assert!(matches!(long, Reply::Answer(_)), "{long:?}");
}

#[tokio::test(start_paused = true)]
async fn what_is_remembered_is_answered_at_once_without_a_task() {
    let fake = Fake::start(good).await;
    let lab = direct(&[fake.address]).await;
    assert_eq!(lab.ask().await, GOOD);
    let client = QuerySource {
        source: [127, 0, 0, 1].into(),
        listener: ListenerId::nth(0),
        transport: Transport::Udp,
    };
    let mut reply = Vec::new();
    let decision =
        lab.first().responder.respond(&Asked::new("www.example.net", 1).octets(), client, &mut reply);
    assert!(matches!(decision, ReplyAction::Reply), "{decision:?}");
    assert_eq!(said(&reply), GOOD);
}

#[tokio::test(start_paused = true)]
async fn what_is_known_of_upstreams_outlives_what_is_served() {
    let (first, second) = (Fake::start(silent).await, Fake::start(good).await);
    let both = [first.address, second.address];
    let served = serve(recursive(&both, Way::Direct), Upstreams::default()).await;
    let query = |name: &str| Asked::new(name, 1).octets();
    ask(served.address, &query("a.example")).await;
    served.responder.swap(recursive(&both, Way::Direct));
    ask(served.address, &query("b.example")).await;
    assert_eq!((first.received().len(), second.received().len()), (1, 2));
}
