use proptest::prelude::*;

use super::*;
use crate::mistake::Mistake;

fn origin() -> Name {
    "example.com".parse().expect("a name")
}

fn rtype(text: &str) -> RecordType {
    parse_type(text).expect(text)
}

/// Reads `text`, and expects it to be written as `want`, and that to be read as the same octets.
fn check(mnemonic: &str, text: &str, want: &str) -> Vec<u8> {
    let rtype = rtype(mnemonic);
    let octets =
        parse_text(rtype, text, &origin()).unwrap_or_else(|error| panic!("{mnemonic} {text}: {error}"));
    assert_eq!(display(rtype, &octets).to_string(), want, "{mnemonic} {text}");
    assert_eq!(parse_text(rtype, want, &Name::root()).as_ref(), Ok(&octets), "{mnemonic} {want}");
    octets
}

/// Expects `text` to be refused with these words.
fn check_error(mnemonic: &str, text: &str, want: &str) {
    let error = parse_text(rtype(mnemonic), text, &origin()).expect_err(text);
    assert_eq!(error.line().to_string(), want, "{mnemonic} {text}");
}

/// Reads octets from hexadecimal digits.
fn octets(digits: &str) -> Vec<u8> {
    data_encoding::HEXUPPER_PERMISSIVE.decode(digits.as_bytes()).expect(digits)
}

#[test]
fn every_type_is_written_as_dig_writes_it() {
    for (mnemonic, text, want) in [
        ("A", "10.0.0.9", "10.0.0.9"),
        ("AAAA", "2001:DB8:0:1:0:0:0:1", "2001:db8:0:1::1"),
        ("AAAA", "2001:db8:0:1:2:3:4:5", "2001:db8:0:1:2:3:4:5"),
        ("AAAA", "::ffff:1.2.3.4", "::ffff:1.2.3.4"),
        ("AAAA", "::102:304", "::1.2.3.4"),
        ("AAAA", "::2", "::2"),
        ("AAAA", "::100", "::100"),
        ("NS", "ns1", "ns1.example.com."),
        ("CNAME", "@", "example.com."),
        ("PTR", "Host.example.NET.", "Host.example.NET."),
        ("DNAME", ".", "."),
        ("NS", r#"a\.\@\$.\(\)\;\"\\\032."#, r#"a\.\@\$.\(\)\;\"\\\032."#),
        ("MX", "10 mail", "10 mail.example.com."),
        ("SOA", "ns1 admin.x. 1 1h 5m 4w 10", "ns1.example.com. admin.x. 1 3600 300 2419200 10"),
        ("SOA", ". . 4294967295 0 0 0 1H1M1S", ". . 4294967295 0 0 0 3661"),
        ("SRV", "0 5 443 www", "0 5 443 www.example.com."),
        ("HINFO", r#""x y" Linux"#, r#""x y" "Linux""#),
        ("CAA", r#"0 issue "le.org; a=\"b\"\255""#, r#"0 issue "le.org; a=\"b\"\255""#),
        ("CAA", r#"128 iodef """#, r#"128 iodef """#),
        ("NAPTR", "100 10 U E2U+sip !^.*$!sip:a@b! .", r#"100 10 "U" "E2U+sip" "!^.*$!sip:a@b!" ."#),
        ("SSHFP", "4 3 00 01 fe", "4 3 0001FE"),
        ("RP", "a.b. .", "a.b. ."),
        ("AFSDB", "1 afs", "1 afs.example.com."),
        ("KX", "1 a.", "1 a."),
        ("URI", r#"10 1 "https://a/\"b\" \255""#, r#"10 1 "https://a/\"b\" \255""#),
        ("KEY", "256 3 13 AAEC Aw==", "256 3 13 AAECAw=="),
        ("CDS", "0 0 0 00", "0 0 0 00"),
        ("CDNSKEY", "0 3 0 AA==", "0 3 0 AA=="),
        ("SMIMEA", "3 1 1 00010203", "3 1 1 00010203"),
        ("NSEC", "b.example. CAA NSEC RRSIG MX A", "b.example. A MX RRSIG NSEC CAA"),
        ("NSEC", "b.example.", "b.example."),
        ("NSEC3PARAM", "1 0 10 -", "1 0 10 -"),
        ("NSEC3PARAM", "1 0 10 aa", "1 0 10 AA"),
        ("NSEC3", "1 0 10 aabb 00000000 A", "1 0 10 AABB 00000000 A"),
        ("CSYNC", "66 3 AAAA NS A", "66 3 A NS AAAA"),
        ("OPENPGPKEY", "AAEC", "AAEC"),
        ("SPF", "v=spf1 -all", r#""v=spf1" "-all""#),
        ("SVCB", "0 svc", "0 svc.example.com."),
    ] {
        check(mnemonic, text, want);
    }
}

#[test]
fn the_example_of_every_type_is_valid() {
    for layout in LAYOUTS {
        let octets = parse_text(layout.number.into(), layout.example, &Name::root()).expect(layout.mnemonic);
        check(layout.mnemonic, layout.example, &display(layout.number.into(), &octets).to_string());
        assert_eq!(layout.form.split(' ').count(), layout.fields.len(), "{}", layout.mnemonic);
    }
}

#[test]
fn long_octets_are_cut_every_56_characters_as_dig_cuts_them() {
    let digest = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B 1C1D1E1F";
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygp KissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==";
    for (mnemonic, fields, long) in [
        ("DS", "60485 13 2", digest),
        ("DLV", "60485 13 2", digest),
        ("TLSA", "3 1 1", digest),
        ("ZONEMD", "1 1 3", digest),
        ("DNSKEY", "257 3 13", key),
        ("RRSIG", "A 13 2 300 20300101000000 20200101000000 60485 example.com.", key),
        ("RRSIG", "TYPE65280 13 2 300 20240229235959 19700101000000 60485 example.com.", key),
        ("TYPE65280", "\\# 32", digest),
    ] {
        let text = format!("{fields} {long}");
        check(mnemonic, &text, &text);
    }
}

#[test]
fn txt_strings_are_split_and_escaped_as_in_zone_files() {
    for (text, want) in [
        ("v=spf1 -all", r#""v=spf1" "-all""#),
        (r#""v=spf1 -all""#, r#""v=spf1 -all""#),
        (r#""a""b"c"#, r#""a" "b" "c""#),
        (r#""a;b @$ \"q\" \\ \000\127\255 ()" """#, r#""a;b @$ \"q\" \\ \000\127\255 ()" """#),
        (r"a\;b\ c\065", r#""a;b cA""#),
        ("é", r#""\195\169""#),
    ] {
        check("TXT", text, want);
    }
}

#[test]
fn service_parameters_are_sorted_and_escaped_as_in_rfc_9460() {
    for (text, want) in [
        (
            r#"1 . key65535=x key668 key667="hel\"l o;\210" ipv6hint=::1,::2 ech=AARhYmNk ipv4hint=1.2.3.4,5.6.7.8 port=443 no-default-alpn alpn="h2,h\\,3\\\\\032\"x" mandatory=ipv4hint,alpn"#,
            r#"1 . mandatory=alpn,ipv4hint alpn="h2,h\\,3\\\\\032\"x" no-default-alpn port=443 ipv4hint=1.2.3.4,5.6.7.8 ech=AARhYmNk ipv6hint=::1,::2 key667="hel\"l o;\210" key668 key65535="x""#,
        ),
        // RFC 9460 Appendix D, figures 7 to 10.
        (
            r#"1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1""#,
            "1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1",
        ),
        ("1 a. ipv6hint=2001:db8:122:344::192.0.2.33", "1 a. ipv6hint=2001:db8:122:344::c000:221"),
        (
            "16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1",
            r#"16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3-19" ipv4hint=192.0.2.1"#,
        ),
        (r#"16 foo.example.org. alpn="f\\\\oo\\,bar,h2""#, r#"16 foo.example.org. alpn="f\\\\oo\\,bar,h2""#),
        (r"16 foo.example.org. alpn=f\\\092oo\092,bar,h2", r#"16 foo.example.org. alpn="f\\\\oo\\,bar,h2""#),
    ] {
        check("HTTPS", text, want);
    }
}

#[test]
fn octets_have_a_generic_form_for_every_type() {
    check("TYPE65280", r"\# 4 0A000001", r"\# 4 0A000001");
    check("TYPE65280", r"\# 4 0a 00 00 01", r"\# 4 0A000001");
    check("TYPE65280", r"\# 0", r"\# 0");
    check("A", r"\# 4 0A000001", "10.0.0.1");
    check("NULL", r"\# 3 616263", r"\# 3 616263");
    assert_eq!(parse_type("type1"), Some(RecordType::A));
}

#[test]
fn malformed_octets_are_written_in_the_generic_form() {
    for (mnemonic, digits, want) in [
        ("A", "0A0000", r"\# 3 0A0000"),
        ("A", "0A00000101", r"\# 5 0A00000101"),
        ("TXT", "", r"\# 0"),
        ("TXT", "0261", r"\# 2 0261"),
        ("NS", "C00C", r"\# 2 C00C"),
        ("MX", "000A", r"\# 2 000A"),
        ("CAA", "00012078", r"\# 4 00012078"),
        ("NSEC", "000001", r"\# 3 000001"),
        ("SVCB", "000100000300020050000100026833", r"\# 15 000100000300020050000100026833"),
        ("TYPE65305", "01", r"\# 1 01"),
    ] {
        assert_eq!(display(rtype(mnemonic), &octets(digits)).to_string(), want);
    }
}

#[test]
fn errors_of_fields_say_what_to_write() {
    for (mnemonic, text, want) in [
        ("A", "", r#"A needs "ADDRESS", for example "10.0.0.4""#),
        (
            "A",
            "10.0.0.256",
            r#""10.0.0.256" is not an IPv4 address; write four numbers from 0 to 255 with dots"#,
        ),
        ("A", "::1", r#""::1" is not an IPv4 address; write four numbers from 0 to 255 with dots"#),
        (
            "A",
            "010.0.0.1",
            r#""010.0.0.1" has a leading zero, which some programs take for octal; write its numbers without"#,
        ),
        ("A", "10.0.0.1 10.0.0.2", r#""10.0.0.2" is left over; A needs "ADDRESS", for example "10.0.0.4""#),
        (
            "AAAA",
            "::g",
            r#""::g" is not an IPv6 address; write groups of hexadecimal digits with colons, as in 2001:db8::4"#,
        ),
        ("MX", "mail", r#"PREFERENCE is "mail"; write a number from 0 to 65535"#),
        ("MX", "10", r#"MX needs "PREFERENCE NAME", for example "10 mail.example.com.""#),
        ("MX", "65536 a.", r#"PREFERENCE is "65536"; write a number from 0 to 65535"#),
        ("MX", "+1 a.", r#"PREFERENCE is "+1"; write a number from 0 to 65535"#),
        ("SRV", "1 2 x y", r#"PORT is "x"; write a number from 0 to 65535"#),
        ("CAA", "256 issue x", r#"FLAGS is "256"; write a number from 0 to 255"#),
        ("CAA", "0 is-sue x", r#"TAG is "is-sue"; write only letters and digits, as in issue"#),
        (
            "SOA",
            ". . 1 1y 2 3 4",
            r#"REFRESH is "1y"; write seconds up to 4294967295, or units as in 1h30m (w, d, h, m, s)"#,
        ),
        (
            "RRSIG",
            "A 13 2 300 20301301000000 0 1 . AA==",
            r#"EXPIRATION is "20301301000000"; write UTC as YYYYMMDDHHMMSS, or seconds since 1970"#,
        ),
        ("CNAME", "a..b", r#""a..b" has an empty label (two dots in a row, or a dot at the start)"#),
        ("CNAME", r#""""#, r#"a name cannot be empty; write "@" or ".""#),
        (
            "NSEC",
            "a. FOO",
            r#""FOO" is not a record type; write a name such as A or AAAA, or TYPE and a number"#,
        ),
        ("DS", "1 2 3 0Z", r#"DIGEST is "0Z"; write pairs of hexadecimal digits"#),
        ("DNSKEY", "1 2 3 A", r#"KEY is "A"; write base 64, with = at its end where needed"#),
        ("NSEC3", "1 0 0 - ZZ A", r#"NEXT is "ZZ"; write base 32 with the digits 0 to 9 and A to V"#),
    ] {
        check_error(mnemonic, text, want);
    }
}

/// What `named-checkzone` says to the same lengths (BIND 9.18).
#[test]
fn digests_are_as_long_as_bind_wants_them() {
    for (mnemonic, fields, right, wrong) in [
        ("DS", "1 13 1", &[20][..], &[1, 19, 21][..]),
        ("DS", "1 13 2", &[32], &[31, 33]),
        ("DS", "1 13 3", &[1, 32], &[0]),
        ("CDS", "1 13 4", &[48], &[47, 49]),
        ("CDS", "0 0 0", &[1], &[0]),
        ("DLV", "1 13 2", &[32], &[31]),
        ("SSHFP", "4 1", &[20], &[0, 19, 21]),
        ("SSHFP", "4 2", &[32], &[31, 33]),
        ("SSHFP", "4 3", &[1, 99], &[0]),
        ("TLSA", "3 1 1", &[1, 32, 33], &[0]),
        ("SMIMEA", "3 1 2", &[1, 64], &[0]),
        ("ZONEMD", "1 1 1", &[48], &[47, 49]),
        ("ZONEMD", "1 1 2", &[64], &[63, 65]),
        ("ZONEMD", "1 1 240", &[12, 13], &[11]),
    ] {
        let text = |length: &usize| format!("{fields} {}", "AB".repeat(*length));
        let is_read = |length: &usize| parse_text(rtype(mnemonic), &text(length), &origin()).is_ok();
        assert!(right.iter().all(is_read) && !wrong.iter().any(is_read), "{mnemonic} {fields}");
    }
    check_error("DS", "1 13 2 ABCD", "DIGEST has 2 octets; write 32 octets, for DIGESTTYPE is 2");
    check_error("ZONEMD", "1 1 9 AB CD", "DIGEST has 2 octets; write 12 octets or more, for HASH is 9");
    let generic = r"\# 4 0101ABCD";
    assert!(parse_text(rtype("SSHFP"), generic, &origin()).is_err());
    assert_eq!(display(rtype("SSHFP"), &octets("0101ABCD")).to_string(), generic);
}

#[test]
fn errors_of_texts_say_what_to_write() {
    let long = "a".repeat(300);
    for (mnemonic, text, want) in [
        (
            "TXT",
            long.as_str(),
            "a string of 300 octets is too long; split it into strings of at most 255, each in quotes",
        ),
        (
            "TXT",
            r"a\256",
            r#"bad escape at "\256"; write \\ for a backslash, or \DDD with DDD from 000 to 255"#,
        ),
        (
            "TXT",
            "v=DKIM1; k=rsa",
            "';' outside quotes has a meaning of its own in zone files; put the string in double quotes",
        ),
        (
            "TXT",
            "\"a",
            r#"a double quote is not closed; write one at the end of the string, and \" for a quote inside"#,
        ),
        ("A", r"\# 3 0A000001", r"\# says 3 octets but 4 follow; write their number behind \#"),
        (
            "A",
            r"\# 3 0A0000",
            r#"these octets are not the RDATA of A; A needs "ADDRESS", for example "10.0.0.4""#,
        ),
        ("A", r"\# x", r#"write octets as \# LENGTH HEX, for example "\# 4 0A000004""#),
        (
            "LOC",
            "51 N",
            r#"LOC has no text form here; write octets as \# LENGTH HEX, for example "\# 4 0A000004""#,
        ),
        ("ANY", r"\# 0", "ANY is not a type that a zone can hold; write a type of data, such as A"),
        ("AXFR", "x", "AXFR is not a type that a zone can hold; write a type of data, such as A"),
    ] {
        check_error(mnemonic, text, want);
    }
}

#[test]
fn errors_of_service_parameters_say_what_to_write() {
    for (text, want) in [
        (
            "1 . port=x",
            r#""port=x" is not a service parameter; write a number from 0 to 65535, as in port=443"#,
        ),
        (
            "1 . foo=x",
            r#""foo=x" is not a service parameter; write alpn=, port=, ipv4hint=, ipv6hint=, ech=, mandatory=, no-default-alpn or key and a number"#,
        ),
        ("1 . port=1 port=2", r#"service parameter "port" is there twice; keep one"#),
        (
            "1 . mandatory=port",
            r#"mandatory lists "port"; list each key once, and only keys of this record other than mandatory"#,
        ),
        (
            "1 . mandatory=mandatory",
            r#"mandatory lists "mandatory"; list each key once, and only keys of this record other than mandatory"#,
        ),
        (
            "1 . no-default-alpn=",
            r#""no-default-alpn=" is not a service parameter; write no-default-alpn without a value"#,
        ),
        (
            "1 . alpn=h2,,h3",
            r#""alpn=h2,,h3" is not a service parameter; write protocols of 1 to 255 octets with commas, as in alpn=h2,h3"#,
        ),
    ] {
        check_error("HTTPS", text, want);
    }
}

#[test]
fn an_rdata_over_65535_octets_is_refused_and_leaves_nothing_behind() {
    let text = format!("\"{}\" ", "a".repeat(255)).repeat(257);
    let mut out = vec![7];
    let tokens = token::tokens(&text).expect("tokens");
    let error = parse(RecordType::TXT, &tokens, &origin(), &mut out).expect_err("too long");
    assert_eq!(
        error.line().to_string(),
        "the record has 65792 octets; a record has at most 65535, so split it"
    );
    assert_eq!(out, [7]);
}

#[test]
fn types_have_names_and_numbers() {
    for (text, number, name) in
        [("a", 1, "A"), ("Type257", 257, "CAA"), ("TYPE65280", 65280, "TYPE65280"), ("spf", 99, "SPF")]
    {
        assert_eq!(parse_type(text), Some(RecordType::from(number)));
        assert_eq!(type_name(number.into()).to_string(), name);
    }
    for text in ["", "TYPE", "TYPE65536", "TYPE+1", "foo", "ä€"] {
        assert_eq!(parse_type(text), None, "{text}");
    }
}

#[test]
fn articles_follow_the_first_letter() {
    for (article_of_type, mnemonics) in [
        ("an", &["A", "AAAA", "MX", "SOA", "SRV", "NS", "HTTPS"][..]),
        ("a", &["CNAME", "PTR", "TXT", "TYPE65280"]),
    ] {
        for mnemonic in mnemonics {
            assert_eq!(article(rtype(mnemonic)), article_of_type, "{mnemonic}");
        }
    }
}

#[test]
fn no_type_is_listed_twice() {
    let mut numbers: Vec<u16> =
        LAYOUTS.iter().map(|l| l.number).chain(MNEMONICS.iter().map(|m| m.0)).collect();
    let count = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), count);
}

#[test]
fn ttls_have_units() {
    for (text, want) in [
        ("300", Some(300)),
        ("1h30m", Some(5400)),
        ("1W2D", Some(777_600)),
        ("2147483647", Some(MAX_TTL)),
        ("2147483648", None),
        ("9999w", None),
        ("", None),
        ("h", None),
        ("1h30", None),
        ("-1", None),
        ("1y", None),
        ("1é", None),
    ] {
        assert_eq!(parse_ttl(text), want, "{text}");
    }
}

#[test]
fn only_names_of_rfc_1035_types_may_be_compressed() {
    for (mnemonic, text, want) in [
        ("NS", "a.b.", &[(0, 5)][..]),
        ("CNAME", ".", &[(0, 1)]),
        ("PTR", "a.", &[(0, 3)]),
        ("MX", "10 a.", &[(2, 5)]),
        ("SOA", "a. b.c. 1 2 3 4 5", &[(0, 3), (3, 8)]),
        ("SRV", "1 2 3 a.", &[]),
        ("DNAME", "a.", &[]),
        ("A", "10.0.0.1", &[]),
    ] {
        let octets = parse_text(rtype(mnemonic), text, &origin()).expect(text);
        let names = names_in(rtype(mnemonic), &octets);
        assert!(
            names.iter().map(|name| (name.start, name.end)).eq(want.iter().copied()),
            "{mnemonic} {names:?}"
        );
    }
}

#[test]
fn a_soa_is_read_field_by_field() {
    let octets = parse_text(RecordType::SOA, "a. b. 1 2 3 4 5", &origin()).expect("a SOA");
    let want = SoaRdata {
        mname: b"\x01a\x00",
        rname: b"\x01b\x00",
        serial: 1,
        refresh: 2,
        retry: 3,
        expire: 4,
        minimum: 5,
    };
    assert_eq!(soa(&octets), Some(want));
    assert_eq!(soa(&octets[1..]), None);
    assert_eq!(soa(&[octets, vec![0]].concat()), None);
}

/// Any octets of a name.
fn any_name() -> impl Strategy<Value = Vec<u8>> {
    let label = prop::collection::vec(any::<u8>(), 1..20);
    prop::collection::vec(label, 0..6).prop_map(|labels| {
        let mut wire: Vec<u8> = labels
            .iter()
            .flat_map(|label| std::iter::once(label.len() as u8).chain(label.iter().copied()))
            .collect();
        wire.push(0);
        wire
    })
}

/// Expects the text of these octets to be read as the same octets.
fn check_octets(rtype: RecordType, octets: &[u8]) {
    let text = display(rtype, octets).to_string();
    assert!(!text.starts_with("\\#"), "{text}");
    assert_eq!(parse_text(rtype, &text, &Name::root()).as_deref(), Ok(octets), "{text}");
}

proptest! {
    #[test]
    fn no_text_panics(number in any::<u16>(), text in "\\PC*|[ -~]*|[0-9a-z\\\\\"=,. #]*") {
        for rtype in LAYOUTS.iter().map(|l| l.number).chain([number]) {
            let _ = parse_text(rtype.into(), &text, &origin());
        }
        let _ = (parse_type(&text), parse_ttl(&text));
    }

    #[test]
    fn no_octets_panic_and_what_is_no_generic_text_is_read_back(octets in prop::collection::vec(any::<u8>(), 0..64)) {
        for layout in LAYOUTS {
            let rtype = layout.number.into();
            let text = display(rtype, &octets).to_string();
            prop_assert!(text.starts_with("\\#") || parse_text(rtype, &text, &Name::root()).is_ok(), "{}", text);
            let _ = names_in(rtype, &octets);
        }
        let _ = soa(&octets);
    }

    #[test]
    fn any_txt_is_read_back(strings in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..=255), 1..5)) {
        let octets: Vec<u8> =
            strings.iter().flat_map(|s| std::iter::once(s.len() as u8).chain(s.iter().copied())).collect();
        check_octets(RecordType::TXT, &octets);
    }

    #[test]
    fn any_mx_and_srv_is_read_back(numbers in any::<[u8; 6]>(), name in any_name()) {
        check_octets(RecordType::MX, &[&numbers[..2], &name].concat());
        check_octets(RecordType::SRV, &[&numbers[..], &name].concat());
    }

    #[test]
    fn any_caa_is_read_back(flags in any::<u8>(), tag in "[0-9A-Za-z]{1,255}", value in prop::collection::vec(any::<u8>(), 0..300)) {
        check_octets(RecordType::CAA, &[&[flags, tag.len() as u8], tag.as_bytes(), &value].concat());
    }

    #[test]
    fn any_time_is_read_back(expiration in any::<[u8; 4]>()) {
        let mut octets = parse_text(RecordType::RRSIG, "A 13 2 300 0 0 1 . AA==", &origin()).expect("a signature");
        octets[8..12].copy_from_slice(&expiration);
        check_octets(RecordType::RRSIG, &octets);
    }
}
