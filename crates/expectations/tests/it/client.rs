//! The client, against servers that behave badly.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::thread;
use std::time::Duration;

use expectations::Observed;
use expectations::client::{NoAnswer, Patience, ask};
use zone_store::engine::Query;
use zone_store::record::RecordType;

const PATIENT: Patience = Patience { timeout: Duration::from_secs(5), tries: 2 };
const HASTY: Patience = Patience { timeout: Duration::from_millis(20), tries: 2 };

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
fn check_answer(seen: Result<Observed, NoAnswer>) {
    assert_eq!(seen.expect("an answer").addresses(), ["192.0.2.7"]);
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
    check_answer(ask(None, udp, &query(), PATIENT));
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
    check_answer(ask(None, server, &query(), PATIENT));
}

#[test]
fn a_lost_question_is_sent_again() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server = udp(move |socket, client, question| {
        if count.fetch_add(1, std::sync::atomic::Ordering::Relaxed) > 0 {
            send(socket, client, &answer(question, false));
        }
    });
    let patience = Patience { timeout: Duration::from_millis(500), tries: 20 };
    check_answer(ask(None, server, &query(), patience));
}

#[test]
fn silence_is_waited_for_and_said() {
    let server = udp(|_, _, _| {});
    let silence = ask(None, server, &query(), HASTY).expect_err("silence");
    assert!(matches!(silence, NoAnswer::Silence { .. }), "{silence}");
    assert_eq!(silence.to_string(), format!("{server} did not answer within 40 ms"));
}

#[test]
fn a_port_that_nobody_listens_on_is_no_silence() {
    let free = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let refused = ask(None, address, &query(), PATIENT).expect_err("nobody");
    assert!(matches!(refused, NoAnswer::Unreachable { .. }), "{refused}");
}

#[test]
fn a_source_that_is_not_of_this_machine_is_named() {
    let server = udp(|_, _, _| {});
    let source = Some(Ipv4Addr::new(192, 0, 2, 1).into());
    let error = ask(source, server, &query(), HASTY).expect_err("not ours");
    assert!(error.to_string().starts_with("this machine cannot ask from 192.0.2.1"), "{error}");
}
