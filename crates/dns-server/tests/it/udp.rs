//! Datagrams: what is answered, how, and what is not.

use zone_store::snapshot::Outside;

use crate::lab::{Asked, Lab, exchange, nobody, receive, summary};

#[track_caller]
fn check(query: &Asked, want: &str) {
    assert_eq!(summary(&Lab::start().ask(&query.octets())), want);
}

fn www() -> Asked {
    Asked::new("www.corp.example", 1)
}

#[test]
fn answers_carry_flags_and_opt_as_asked() {
    let lab = Lab::start();
    for (query, want) in [
        (www(), "rcode 0 rd ra 1/0 opt -"),
        (www().flags(0), "rcode 0 ra 1/0 opt -"),
        (www().flags(0x0130), "rcode 0 rd ra cd 1/0 opt -"),
        (www().edns(4096, 0, b""), "rcode 0 rd ra 1/0 opt 1224"),
        (Asked::new("alias.corp.example", 1), "rcode 0 rd ra 2/0 opt -"),
        (Asked::new("www.corp.example", 28), "rcode 0 rd ra 0/1 opt -"),
        (Asked::new("none.corp.example", 1), "rcode 3 rd ra 0/1 opt -"),
        (Asked::new("odd.corp.example", 65_280), "rcode 0 rd ra 1/0 opt -"),
    ] {
        assert_eq!(summary(&lab.ask(&query.octets())), want);
    }
}

#[test]
fn questions_are_echoed_in_their_case() {
    let query = Asked::new("wWw.CoRp.ExAmPlE", 1).octets();
    let reply = Lab::start().ask(&query);
    assert_eq!(reply[12..query.len()], query[12..]);
    assert_eq!(reply[query.len()..query.len() + 2], [0xC0, 0x0C], "the owner points to the question");
}

#[test]
fn cookies_are_echoed() {
    let cookie = b"\x00\x0a\x00\x08abcdefgh";
    let reply = Lab::start().ask(&www().edns(1232, 0, cookie).octets());
    assert!(reply.ends_with(cookie));
    check(&www().edns(1232, 0, b"\x00\x0a\x00\x07abcdefg"), "rcode 1 rd ra 0/0 opt 1224");
}

#[test]
fn later_edns_versions_are_bad() {
    check(&www().edns(1232, 1, b""), "rcode 16 rd ra 0/0 opt 1224");
}

#[test]
fn two_opt_records_are_malformed() {
    check(&www().edns(1232, 0, b"").edns(1232, 0, b""), "rcode 1 rd ra 0/0 opt 1224");
}

#[test]
fn queries_without_a_question_are_malformed() {
    check(&www().without_question(), "rcode 1 rd ra 0/0 opt -");
    check(&www().without_question().edns(1232, 0, b""), "rcode 1 rd ra 0/0 opt 1224");
}

#[test]
fn other_opcodes_are_not_implemented() {
    check(&www().flags(0x2100), "rcode 4 rd ra 0/0 opt -");
}

#[test]
fn other_classes_are_refused_with_the_reason() {
    check(&www().class(3), "rcode 5 rd ra 0/0 opt -");
    let reply = Lab::start().ask(&www().class(3).edns(1232, 0, b"").octets());
    assert!(reply.ends_with(b"\x00\x15only class IN is served"));
}

#[test]
fn transfers_are_refused() {
    check(&Asked::new("corp.example", 252), "rcode 5 rd ra 0/0 opt -");
}

#[test]
fn sources_in_no_network_are_refused_with_the_reason() {
    let lab = Lab::start();
    let reply = exchange(&lab.udp("127.9.0.1"), &www().edns(1232, 0, b"").octets());
    assert_eq!(summary(&reply), "rcode 5 rd ra 0/0 opt 1224");
    let reason = b"127.9.0.1 is in no virtual network; add it to the clients of one";
    assert!(reply.ends_with(reason));
}

#[test]
fn answers_that_do_not_fit_are_truncated_and_keep_opt() {
    let many = Asked::new("many.corp.example", 1);
    check(&many, "rcode 0 tc rd ra 29/0 opt -");
    check(&many.clone().edns(512, 0, b""), "rcode 0 tc rd ra 29/0 opt 1224");
    check(&many.edns(4096, 0, b""), "rcode 0 tc rd ra 74/0 opt 1224");
}

#[test]
fn responses_and_scraps_get_silence() {
    let lab = Lab::start();
    let socket = lab.udp("127.0.0.1");
    let query = www().octets();
    socket.send(&www().flags(0x8100).octets()).expect("sent");
    for length in 0..12 {
        socket.send(&query[..length]).expect("sent");
    }
    // The first reply is the one to the last query: the others had none.
    let reply = exchange(&socket, &www().id(0x0102).octets());
    assert_eq!(reply[..2], [1, 2]);
}

#[test]
fn queries_of_more_than_4096_octets_are_malformed() {
    for (length, want) in [(4096, "rcode 0 rd ra 1/0 opt 1224"), (4097, "rcode 1 rd ra 0/0 opt -")] {
        let bare = www().edns(1232, 0, b"").octets().len();
        // An option that nobody knows fills the datagram.
        let data = vec![0; length - bare - 4];
        let size = u16::try_from(data.len()).expect("short").to_be_bytes();
        let query = www().edns(1232, 0, &[&[0xFF, 0xFF], &size[..], &data].concat());
        assert_eq!(query.octets().len(), length);
        check(&query, want);
    }
}

#[test]
fn garbage_does_not_stop_the_server() {
    let lab = Lab::start();
    let socket = lab.udp("127.0.0.1");
    let query = www().edns(1232, 0, b"\x00\x0a\x00\x08abcdefgh").octets();
    for at in 0..query.len() {
        let mut broken = query.clone();
        broken[at] = !broken[at];
        socket.send(&broken).expect("sent");
        socket.send(&query[..at]).expect("sent");
    }
    socket.send(&[0xFF; 9000]).expect("sent");
    let fresh = lab.udp("127.0.0.1");
    assert_eq!(summary(&exchange(&fresh, &query)), "rcode 0 rd ra 1/0 opt 1224");
}

#[test]
fn a_burst_is_answered_whole() {
    let lab = Lab::start();
    let socket = lab.udp("127.0.0.1");
    let mut ids: Vec<u16> = (0..100).collect();
    for &id in &ids {
        socket.send(&www().id(id).octets()).expect("sent");
    }
    ids.retain(|_| {
        let reply = receive(&socket);
        summary(&reply) != "rcode 0 rd ra 1/0 opt -"
    });
    assert!(ids.is_empty());
}

#[test]
fn clients_that_go_away_do_not_stop_the_server() {
    let lab = Lab::start();
    for _ in 0..50 {
        lab.udp("127.0.0.1").send(&www().octets()).expect("sent");
    }
    assert_eq!(summary(&lab.ask(&www().octets())), "rcode 0 rd ra 1/0 opt -");
}

#[test]
fn ipv6_clients_are_answered() {
    let lab = Lab::at("::1", Outside::Closed);
    let reply = exchange(&lab.udp("::1"), &www().octets());
    assert_eq!(summary(&reply), "rcode 0 rd ra 1/0 opt -");
}

#[test]
fn wildcard_listeners_reply_from_the_address_asked() {
    let lab = Lab::at("0.0.0.0", Outside::Closed);
    // A connected socket takes datagrams from the address it asked only.
    for address in ["127.0.0.5", "127.0.0.1", "127.7.7.7"] {
        let reply = exchange(&lab.udp_to("127.0.0.9", address), &www().octets());
        assert_eq!(summary(&reply), "rcode 0 rd ra 1/0 opt -", "{address}");
    }
}

#[test]
fn dual_stack_wildcards_know_ipv4_clients_by_their_ipv4_address() {
    let lab = Lab::at("::", Outside::Closed);
    for (source, address) in [("127.0.0.9", "127.0.0.5"), ("::1", "::1")] {
        let reply = exchange(&lab.udp_to(source, address), &www().octets());
        assert_eq!(summary(&reply), "rcode 0 rd ra 1/0 opt -", "{address}");
    }
}

#[test]
fn what_only_an_upstream_knows_fails_with_the_reason() {
    let lab = Lab::at("127.0.0.1", nobody());
    let reply = lab.ask(&Asked::new("www.example.net", 1).edns(1232, 0, b"").octets());
    assert_eq!(summary(&reply), "rcode 2 rd ra 0/0 opt 1224");
    let text = String::from_utf8_lossy(&reply).into_owned();
    assert!(text.contains("refused the connection (nothing listens there)"), "{text}");
}
