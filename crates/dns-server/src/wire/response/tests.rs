use zone_store::answer::ErrorCode;
use zone_store::rdata;

use super::*;

const QUESTION: &[u8] = b"\x03www\x07example\x00\x00\x01\x00\x01";

/// A reply with these counts and what follows the question.
fn message(flags: u16, counts: [u16; 3], body: &[&[u8]]) -> Vec<u8> {
    let words = [0x1234, flags, 1, counts[0], counts[1], counts[2]].map(u16::to_be_bytes).concat();
    [&words[..], QUESTION, &body.concat()].concat()
}

/// A record of the name asked for.
fn record(rtype: u16, ttl: u32, rdata: &[u8]) -> Vec<u8> {
    of(b"\xc0\x0c", rtype, ttl, rdata)
}

fn of(owner: &[u8], rtype: u16, ttl: u32, rdata: &[u8]) -> Vec<u8> {
    let length = u16::try_from(rdata.len()).expect("short").to_be_bytes();
    [owner, &rtype.to_be_bytes(), &[0, 1], &ttl.to_be_bytes(), &length, rdata].concat()
}

/// Says a section as lines of a zone file.
fn lines(section: &[Records<'_>]) -> Vec<String> {
    let line = |set: &Records<'_>, rdata: &[u8]| {
        let (rtype, data) = (type_name(set.rtype), rdata::display(set.rtype, rdata));
        format!("{} {} {rtype} {data}", set.owner, set.ttl)
    };
    section
        .iter()
        .flat_map(|set| set.rdata().iter().map(|rdata| line(set, rdata)).collect::<Vec<_>>())
        .collect()
}

#[track_caller]
fn check(body: &[&[u8]], want: &[&str]) {
    let count = u16::try_from(body.len()).expect("few");
    let answer = decode(&message(0x8180, [count, 0, 0], body)).expect("a message");
    assert_eq!(lines(&answer.answer), want);
}

#[track_caller]
fn check_error(counts: [u16; 3], body: &[&[u8]], want: &str) {
    let error = decode(&message(0x8180, counts, body)).map(|answer| answer.rcode).expect_err("malformed");
    assert_eq!(error.to_string(), want);
}

#[test]
fn records_become_sets_with_the_lowest_ttl() {
    let odd = of(b"\x03WWW\xc0\x10", 1, 5, &[10, 0, 0, 3]);
    check(
        &[&record(1, 300, &[10, 0, 0, 1]), &record(28, 60, &[0; 16]), &record(1, 20, &[10, 0, 0, 2]), &odd],
        &[
            "www.example. 5 A 10.0.0.1",
            "www.example. 5 A 10.0.0.2",
            "www.example. 5 A 10.0.0.3",
            "www.example. 60 AAAA ::",
        ],
    );
}

#[test]
fn names_in_rdata_are_uncompressed() {
    check(&[&record(5, 1, b"\x01a\xc0\x10")], &["www.example. 1 CNAME a.example."]);
    check(&[&record(15, 1, b"\x00\x0a\xc0\x0c")], &["www.example. 1 MX 10 www.example."]);
    let numbers = [1_u32, 2, 3, 4, 5].map(u32::to_be_bytes).concat();
    check(
        &[&record(6, 1, &[b"\xc0\x0c\x01b\xc0\x10", &numbers[..]].concat())],
        &["www.example. 1 SOA www.example. b.example. 1 2 3 4 5"],
    );
    check(&[&record(33, 1, b"\x00\x01\x00\x02\x00\x03\xc0\x0c")], &["www.example. 1 SRV 1 2 3 www.example."]);
    check(&[&record(39, 1, b"\xc0\x10")], &["www.example. 1 DNAME example."]);
    check(
        &[&record(35, 1, b"\x00\x01\x00\x02\x01S\x00\x02!!\xc0\x10")],
        &["www.example. 1 NAPTR 1 2 \"S\" \"\" \"!!\" example."],
    );
    check(&[&record(17, 1, b"\xc0\x10\x00")], &["www.example. 1 RP example. ."]);
    // SIG, PX, NXT: no text form, so their octets.
    let signature = [&[7; 18][..], b"\xc0\x10", b"sig"].concat();
    let want = format!("www.example. 1 SIG \\# 30 {}076578616D706C650073 6967", "07".repeat(18));
    check(&[&record(24, 1, &signature)], &[&want]);
    check(&[&record(26, 1, b"\x00\x01\xc0\x10\x00")], &["www.example. 1 PX \\# 12 0001076578616D706C650000"]);
    check(&[&record(30, 1, b"\xc0\x10\x40")], &["www.example. 1 NXT \\# 10 076578616D706C650040"]);
}

#[test]
fn other_types_pass_as_they_are() {
    check(&[&record(65_280, 1, b"\xc0\x0c")], &["www.example. 1 TYPE65280 \\# 2 C00C"]);
    check(&[&record(65_281, 1, b"")], &["www.example. 1 TYPE65281 \\# 0"]);
    check(&[&record(16, 1, b"\x05hello")], &["www.example. 1 TXT \"hello\""]);
}

#[test]
fn ttls_with_the_highest_bit_set_are_0() {
    check(&[&record(1, 0x8000_0000, &[10, 0, 0, 1])], &["www.example. 0 A 10.0.0.1"]);
    check(&[&record(1, 0x7FFF_FFFF, &[10, 0, 0, 1])], &["www.example. 2147483647 A 10.0.0.1"]);
}

#[test]
fn flags_rcode_and_extended_errors_are_read() {
    let opt = b"\x00\x00\x29\x04\xd0\x01\x00\x00\x00\x00\x18\x00\x03\x00\x01x\x00\x0f\x00\x05\x00\x06bad\x00\x0f\x00\x06\x00\x16why\x00";
    let answer =
        decode(&message(0x8580, [0, 0, 2], &[&record(1, 1, &[9, 9, 9, 9]), opt])).expect("a message");
    assert_eq!(u16::from(answer.rcode), 16);
    assert!(answer.authoritative && answer.recursion_available);
    let errors: Vec<_> = answer.errors.iter().map(|error| (error.code, &*error.text)).collect();
    assert_eq!(errors, [(ErrorCode::Relayed(6), "bad"), (ErrorCode::NoReachableAuthority, "why")]);
    assert!(answer.additional.is_empty());
    let plain = decode(&message(0x8005, [0; 3], &[])).expect("a message");
    assert_eq!((u16::from(plain.rcode), plain.recursion_available), (5, false));
}

#[test]
fn what_is_malformed_is_named() {
    check_error([1, 0, 0], &[&record(1, 1, &[10, 0, 0])], "record 1 of its answer section is not a valid A");
    check_error([1, 0, 0], &[&record(28, 1, &[0; 17])], "record 1 of its answer section is not a valid AAAA");
    check_error(
        [1, 0, 0],
        &[&record(5, 1, b"\xc0\xff")],
        "record 1 of its answer section is not a valid CNAME",
    );
    check_error(
        [1, 0, 0],
        &[&record(5, 1, b"\x01a\x00\x00")],
        "record 1 of its answer section is not a valid CNAME",
    );
    check_error([1, 0, 0], &[&record(24, 1, b"short")], "record 1 of its answer section is not a valid SIG");
    let a = record(1, 1, &[10, 0, 0, 1]);
    check_error([1, 1, 0], &[&a, &a[..9]], "record 1 of its authority section is truncated or malformed");
    check_error([2, 0, 0], &[&a], "record 2 of its answer section is truncated or malformed");
    check_error([0, 0, 1], &[&a[..15]], "record 1 of its additional section is truncated or malformed");
    check_error([1, 0, 0], &[&a[..15]], "record 1 of its answer section is not a valid A");
    let chaos = [&a[..4], &[0, 3], &a[6..]].concat();
    check_error([1, 0, 0], &[&chaos], "record 1 of its answer section is of class 3");
    let opt = b"\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00";
    let want = "it has a second, misplaced or malformed OPT record";
    check_error([1, 0, 0], &[opt], want);
    check_error([0, 0, 2], &[opt, opt], want);
    check_error([0, 0, 1], &[b"\x01a", opt], want);
    check_error([0, 0, 1], &[&opt[..9], b"\x00\x01x"], want);
    assert_eq!(decode(b"\x00\x00").expect_err("short").to_string(), "its header is incomplete");
    assert_eq!(
        decode(&message(0x8180, [0; 3], &[])[..20]).expect_err("short").to_string(),
        "its question section is truncated or malformed"
    );
    let owner = |number: u16| [b"\x04", format!("{number:04}").as_bytes(), b"\x00"].concat();
    let many: Vec<Vec<u8>> = (0..513).map(|number| of(&owner(number), 1, 1, &[0; 4])).collect();
    let many: Vec<&[u8]> = many.iter().map(Vec::as_slice).collect();
    check_error([513, 0, 0], &many, "its answer section has more than 512 record sets");
}

#[test]
fn octets_behind_the_last_record_are_ignored() {
    check(&[&record(1, 1, &[10, 0, 0, 1])], &["www.example. 1 A 10.0.0.1"]);
    let message = message(0x8180, [1, 0, 0], &[&record(1, 1, &[10, 0, 0, 1]), b"padding"]);
    assert_eq!(lines(&decode(&message).expect("a message").answer), ["www.example. 1 A 10.0.0.1"]);
}
