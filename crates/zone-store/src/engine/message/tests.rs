//! What is left of a reply for a question.

use std::borrow::Cow;

use super::*;
use crate::answer::ResponseCode;
use crate::origin::Origin;
use crate::rdata::{self, type_name};

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

/// Reads sets, one a line: owner, type, RDATA.
fn sets(text: &str) -> Vec<Records<'static>> {
    let set = |line: &str| {
        let mut words = line.splitn(3, ' ');
        let owner = name(words.next().expect("an owner"));
        let rtype = rdata::parse_type(words.next().expect("a type")).expect("a type");
        let rdata = rdata::parse_text(rtype, words.next().expect("RDATA"), &Name::root()).expect("RDATA");
        let mut packed = Vec::new();
        RdataList::pack(&mut packed, &rdata);
        Records { owner, rtype, ttl: 1, packed: Cow::Owned(packed), origin: Origin::UNKNOWN }
    };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(set).collect()
}

fn said(section: &[Records<'_>]) -> String {
    let line = |set: &Records<'_>| format!("{} {}", set.owner.without_dot(), type_name(set.rtype));
    section.iter().map(line).collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn check(question: &str, answer: &str, authority: &str, want: [&str; 2]) {
    let (asked, rtype) = question.split_once(' ').expect("a name and a type");
    for dnssec_ok in [false, true] {
        let mut reply = Answer::empty(ResponseCode::NoError);
        (reply.answer, reply.authority) = (sets(answer), sets(authority));
        reply.additional = sets("www.victim A 10.6.6.6");
        let rtype = rdata::parse_type(rtype).expect("a type");
        reduce(&mut reply, &Query { dnssec_ok, ..Query::new(name(asked), rtype) });
        assert!(reply.additional.is_empty());
        if dnssec_ok {
            assert_eq!([said(&reply.answer), said(&reply.authority)], want);
        } else {
            assert!(!said(&[reply.answer, reply.authority].concat()).contains("RRSIG"));
        }
    }
}

const SOA: &str = "SOA ns.example. admin.example. 1 2 3 4 5";

#[test]
fn the_chain_stays_in_order_and_strangers_go() {
    let answer =
        "b.example A 10.0.0.1\n www.victim A 10.6.6.6\n a.example CNAME b.example.\n b.example TXT x";
    check("A.example A", answer, "", ["a.example CNAME, b.example A", ""]);
    check("a.example CNAME", answer, "", ["a.example CNAME", ""]);
    check("a.example ANY", answer, "", ["a.example CNAME", ""]);
    check("c.example A", answer, "", ["", ""]);
}

#[test]
fn circles_end() {
    let circle = "a.example CNAME b.example.\n b.example CNAME a.example.";
    check("a.example A", circle, "", ["a.example CNAME, b.example CNAME", ""]);
    check("a.example A", "a.example CNAME a.example.", "", ["a.example CNAME", ""]);
}

#[test]
fn dnames_stay_with_the_aliases_made_from_them() {
    let answer = "old.example DNAME new.example.\n a.old.example CNAME a.new.example.\n a.new.example A 10.0.0.1\n \
        victim DNAME evil.";
    check("a.old.example A", answer, "", ["old.example DNAME, a.old.example CNAME, a.new.example A", ""]);
}

#[test]
fn authority_is_kept_for_zones_of_the_chain() {
    let authority = format!(
        "example {SOA}\n victim {SOA}\n example NS ns.example.\n victim NS ns.evil.\n ns.evil A 10.6.6.6"
    );
    check("a.example A", "", &authority, ["", "example SOA, example NS"]);
    let moved = "a.example CNAME b.test.";
    check("a.example A", moved, &format!("test {SOA}"), ["a.example CNAME", "test SOA"]);
}

#[test]
fn signatures_and_proofs_stay_where_do_was_set() {
    let signature = "RRSIG A 13 2 300 20300101000000 20200101000000 60485 example. AQIDBA==";
    let answer = format!("a.example A 10.0.0.1\n a.example {signature}\n www.victim {signature}");
    let authority = format!("a.example NSEC b.example. A\n a.example {signature}");
    check(
        "a.example A",
        &answer,
        &authority,
        ["a.example A, a.example RRSIG", "a.example NSEC, a.example RRSIG"],
    );
}
