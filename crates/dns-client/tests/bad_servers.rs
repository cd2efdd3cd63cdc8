//! The client, against servers that behave badly.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use dns_client::{DnsClient, NoAnswer, Patience, Query, Response, Transports};
use zone_store::record::RecordType;

const PATIENT: Patience = Patience { timeout: Duration::from_secs(5), tries: 2 };
const HASTY: Patience = Patience { timeout: Duration::from_millis(20), tries: 2 };

fn client(server: SocketAddr, patience: Patience) -> DnsClient {
    DnsClient::new(server).with_patience(patience)
}

fn query() -> Query {
    Query::new("www.example.".parse().expect("a name"), RecordType::A)
}

/// Makes an answer of the question: its header's flags are replaced, and an address is added unless it is cut off.
fn answer(question: &[u8], is_cut_off: bool) -> Vec<u8> {
    // The question ends 5 octets after its name, before OPT.
    let end = 12 + question[12..].iter().position(|&octet| octet == 0).expect("a root label") + 5;
    let mut reply = question[..end].to_vec();
    reply[2] = if is_cut_off { 0x83 } else { 0x81 };
    reply[3] = 0x80;
    reply[6..12].copy_from_slice(&[0, u8::from(!is_cut_off), 0, 0, 0, 0]);
    if !is_cut_off {
        reply.extend([0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7]);
    }
    reply
}

/// Starts a server that lets `behave` send datagrams; it ends with the test program.
fn udp(behave: impl Fn(&UdpSocket, SocketAddr, &[u8]) + Send + 'static) -> SocketAddr {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = socket.local_addr().expect("an address");
    thread::spawn(move || {
        let mut octets = [0; 1500];
        while let Ok((length, client)) = socket.recv_from(&mut octets) {
            behave(&socket, client, &octets[..length]);
        }
    });
    address
}

fn send(socket: &UdpSocket, client: SocketAddr, reply: &[u8]) {
    socket.send_to(reply, client).expect("it is sent");
}

#[track_caller]
fn check_answer(seen: Result<Response, NoAnswer>) {
    assert_eq!(seen.expect("an answer").addresses(), [Ipv4Addr::new(192, 0, 2, 7)]);
}

#[test]
fn an_answer_that_was_cut_off_is_asked_for_again_over_tcp() {
    let (udp, tcp) = loop {
        let address = udp(|socket, client, question| send(socket, client, &answer(question, true)));
        // Somebody else may have the port of that number.
        if let Ok(tcp) = TcpListener::bind(address) {
            break (address, tcp);
        }
    };
    thread::spawn(move || {
        let (mut stream, _) = tcp.accept().expect("a client");
        let mut length = [0; 2];
        stream.read_exact(&mut length).expect("a length");
        let mut question = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut question).expect("a question");
        let reply = answer(&question, false);
        let length = u16::try_from(reply.len()).expect("short").to_be_bytes();
        // In two pieces, as a network may deliver it.
        stream.write_all(&length).expect("it is sent");
        stream.write_all(&reply).expect("it is sent");
    });
    check_answer(client(udp, PATIENT).ask(&query()));
}

#[test]
fn answers_to_something_else_are_not_listened_to() {
    let server = udp(|socket, client, question| {
        let good = answer(question, false);
        let mut other_id = good.clone();
        other_id[0] ^= 1;
        let mut other_name = good.clone();
        other_name[13] = b'x';
        for reply in [&b"garbage"[..], question, &other_id, &other_name, &good] {
            send(socket, client, reply);
        }
    });
    check_answer(client(server, PATIENT).ask(&query()));
}

#[test]
fn a_lost_question_is_sent_again() {
    let count = AtomicUsize::new(0);
    let server = udp(move |socket, client, question| {
        if count.fetch_add(1, Ordering::Relaxed) > 0 {
            send(socket, client, &answer(question, false));
        }
    });
    let patience = Patience { timeout: Duration::from_millis(500), tries: 20 };
    check_answer(client(server, patience).ask(&query()));
}

#[test]
fn silence_is_waited_for_and_said() {
    let server = udp(|_, _, _| {});
    let silence = client(server, HASTY).ask(&query()).expect_err("silence");
    assert!(matches!(silence, NoAnswer::Silence { .. }), "{silence}");
    assert_eq!(silence.to_string(), format!("{server} did not answer within 40 ms"));
}

#[test]
fn a_port_that_nobody_listens_on_is_no_silence() {
    let free = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let refused = client(address, PATIENT).ask(&query()).expect_err("nobody");
    assert!(matches!(refused, NoAnswer::Unreachable { .. }), "{refused}");
}

#[test]
fn a_source_that_is_not_of_this_machine_is_named() {
    let server = udp(|_, _, _| {});
    let source = IpAddr::from([192, 0, 2, 1]);
    let error = client(server, HASTY).from_source(source).ask(&query()).expect_err("not ours");
    assert!(error.to_string().starts_with("this machine cannot ask from 192.0.2.1"), "{error}");
}

#[test]
fn a_try_ends_in_time_though_wrong_answers_keep_coming() {
    let ended = Arc::new(AtomicBool::new(false));
    let has_ended = Arc::clone(&ended);
    let server = udp(move |socket, client, question| {
        // One after the other, until the client gives up: each would renew a time limit of the socket's own.
        while !has_ended.load(Ordering::Relaxed) {
            send(socket, client, question);
        }
    });
    let silence = client(server, Patience { tries: 1, ..HASTY }).ask(&query()).expect_err("silence");
    ended.store(true, Ordering::Relaxed);
    assert!(matches!(silence, NoAnswer::Silence { .. }), "{silence}");
}

#[test]
fn without_tcp_a_truncated_answer_is_shown_as_it_is() {
    let server = udp(|socket, client, question| send(socket, client, &answer(question, true)));
    let response = client(server, PATIENT).over(Transports::UdpOnly).ask(&query()).expect("an answer");
    assert!(response.has_flag("tc") && response.answer.is_empty(), "{response:?}");
}

#[test]
fn a_connection_that_is_closed_is_no_silence() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let server = listener.local_addr().expect("an address");
    thread::spawn(move || drop(listener.accept()));
    let closed = client(server, PATIENT).over(Transports::TcpOnly).ask(&query()).expect_err("closed");
    assert!(matches!(closed, NoAnswer::Unreachable { .. }), "{closed}");
}

#[test]
fn a_server_that_connects_and_says_nothing_is_silent() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let server = listener.local_addr().expect("an address");
    let silence = client(server, HASTY).over(Transports::TcpOnly).ask(&query()).expect_err("silence");
    assert!(matches!(silence, NoAnswer::Silence { .. }), "{silence}");
}

#[test]
fn octets_are_exchanged_as_they_are() {
    let server = udp(|socket, client, octets| send(socket, client, &[octets, b"!"].concat()));
    assert_eq!(client(server, PATIENT).exchange(b"no message").expect("octets"), b"no message!");
}
