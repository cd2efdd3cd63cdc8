//! Streams: frames, concurrency, ends.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use zone_store::snapshot::Outside;

use crate::lab::{Asked, Lab, MANY, eventually, read_framed, send_framed, summary};

fn www() -> Asked {
    Asked::new("www.corp.example", 1)
}

/// Waits until the server has closed its side, reading nothing more.
#[track_caller]
fn expect_end(stream: &mut TcpStream) {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => assert!(rest.is_empty(), "{rest:?}"),
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{error}"),
    }
}

#[test]
fn both_transports_say_the_same() {
    let lab = Lab::start();
    for query in [
        www(),
        www().flags(0x0010),
        www().flags(0x2100),
        www().class(3).edns(1232, 0, b""),
        www().edns(1232, 1, b""),
        www().edns(1232, 0, b"\x00\x0a\x00\x08abcdefgh"),
        www().edns(1232, 0, b"\x00\x0a\x00\x07abcdefg"),
        Asked::new("AlIaS.corp.example", 1),
        Asked::new("none.corp.example", 16),
        Asked::new("odd.corp.example", 65_280),
        Asked::new("empty.corp.example", 65_281),
    ] {
        let query = query.octets();
        let mut stream = lab.tcp();
        send_framed(&mut stream, &query);
        assert_eq!(read_framed(&mut stream), lab.ask(&query));
    }
}

#[test]
fn what_udp_truncates_comes_whole() {
    let lab = Lab::start();
    let mut stream = lab.tcp();
    let query = Asked::new("many.corp.example", 1).edns(1232, 0, b"");
    send_framed(&mut stream, &query.octets());
    assert_eq!(summary(&read_framed(&mut stream)), format!("rcode 0 rd ra {MANY}/0 opt 1224"));
}

#[test]
fn pipelined_queries_are_all_answered() {
    let lab = Lab::start();
    let mut stream = lab.tcp();
    let frames: Vec<u8> = (0..300_u16)
        .flat_map(|id| {
            let query = www().id(id).octets();
            [&u16::try_from(query.len()).expect("short").to_be_bytes()[..], &query].concat()
        })
        .collect();
    stream.write_all(&frames).expect("written");
    let ids: HashSet<[u8; 2]> =
        (0..300).map(|_| read_framed(&mut stream)[..2].try_into().expect("two octets")).collect();
    assert_eq!(ids.len(), 300);
}

#[test]
fn frames_may_come_octet_by_octet() {
    let lab = Lab::start();
    let mut stream = lab.tcp();
    stream.set_nodelay(true).expect("set");
    let query = www().octets();
    let length = u16::try_from(query.len()).expect("short").to_be_bytes();
    for octet in [&length[..], &query].concat() {
        stream.write_all(&[octet]).expect("written");
    }
    assert_eq!(summary(&read_framed(&mut stream)), "rcode 0 rd ra 1/0 opt -");
}

#[test]
fn a_client_that_closes_its_side_still_gets_its_replies() {
    let lab = Lab::start();
    let mut stream = lab.tcp();
    send_framed(&mut stream, &www().octets());
    send_framed(&mut stream, &www().octets());
    stream.shutdown(Shutdown::Write).expect("closed");
    for _ in 0..2 {
        assert_eq!(summary(&read_framed(&mut stream)), "rcode 0 rd ra 1/0 opt -");
    }
    expect_end(&mut stream);
}

#[test]
fn frames_without_room_for_a_header_end_the_connection() {
    let lab = Lab::start();
    for length in [0_u8, 1, 11] {
        let mut stream = lab.tcp();
        stream.write_all(&[0, length]).expect("written");
        stream.write_all(&vec![0; usize::from(length)]).expect("written");
        expect_end(&mut stream);
    }
    assert_eq!(summary(&lab.ask(&www().octets())), "rcode 0 rd ra 1/0 opt -");
}

#[test]
fn responses_get_silence_and_the_connection_goes_on() {
    let lab = Lab::start();
    let mut stream = lab.tcp();
    send_framed(&mut stream, &www().id(1).flags(0x8100).octets());
    send_framed(&mut stream, &www().id(2).octets());
    assert_eq!(read_framed(&mut stream)[..2], [0, 2]);
}

#[test]
fn ipv6_clients_are_answered() {
    let lab = Lab::at("::1", Outside::Closed);
    let mut stream = lab.tcp();
    send_framed(&mut stream, &www().octets());
    assert_eq!(summary(&read_framed(&mut stream)), "rcode 0 rd ra 1/0 opt -");
}

#[test]
fn stopping_closes_connections_and_frees_the_port() {
    let mut lab = Lab::start();
    let mut stream = lab.tcp();
    send_framed(&mut stream, &www().octets());
    read_framed(&mut stream);
    lab.stop();
    expect_end(&mut stream);
    eventually(|| TcpStream::connect(lab.address).is_err());
    eventually(|| std::net::UdpSocket::bind(lab.address).is_ok());
}
