//! Record sets that a private zone refuses because of what is in them.

use super::super::check_files;
use super::{check, check_record_set};

/// A TXT set of this many characters in strings of at most 255, in two records.
fn text_set(length: usize) -> String {
    let strings = |length: usize| {
        let full = format!("'{}' ", "a".repeat(255)).repeat(length / 255);
        format!("{full}'{}'", "a".repeat(length % 255)).replace('\'', "\\\"")
    };
    format!("records = [\"{}\", \"{}\"]", strings(length / 2), strings(length - length / 2).replace('a', "b"))
}

#[test]
fn s3_1_a_txt_string_has_255_characters() {
    let record =
        |length: usize| format!("name = \"txt\"\ntype = \"TXT\"\nrecords = ['\"{}\"']\n", "a".repeat(length));
    check_record_set(&record(255), &[]);
    check_record_set(
        &record(256),
        &[
            r#"zonite.toml:6:12: error: private_dns_zone.record_set.records = ""aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…: a string of 256 octets is too long; split it into strings of at most 255, each in quotes"#,
        ],
    );
}

#[test]
fn s3_1_a_txt_set_has_4096_characters_and_1024_in_national_clouds() {
    let text = |cloud: &str, length: usize| {
        format!(
            "cloud = \"{cloud}\"\n[[private_dns_zone]]\nname = \"corp.example\"\n[[private_dns_zone.record_set]]\nname = \"txt\"\ntype = \"TXT\"\n{}\n[limits]\nenforce = false\n",
            text_set(length)
        )
    };
    for (cloud, most) in [("public", 4096), ("china", 1024), ("usgovernment", 1024)] {
        check(&text(cloud, most), &[]);
        let want = format!(
            r#"zonite.toml:5:8: error: private_dns_zone.record_set.name = "txt": has {} characters in its strings; a TXT record set of this cloud has at most {most}; shorten it"#,
            most + 1
        );
        check(&text(cloud, most + 1), &[&want]);
    }
}

#[test]
fn s3_1_sets_of_zone_files_have_the_same_limits() {
    let zone = "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"corp.zone\"\n[[private_dns_zone.record_set]]\nname = \"www\"\ntype = \"A\"\nrecords = [\"10.0.1.0\"]\n";
    let hosts: String = (0..20).map(|n| format!("www A 10.0.0.{n}\n")).collect();
    let txt: String = (0..17).map(|n| format!("txt TXT {n:0>241}\n")).collect();
    check_files(
        zone,
        &[("corp.zone", &format!("{hosts}{txt}"))],
        &[
            r#"corp.zone:21: error: txt.corp.example. TXT: has 4097 characters in its strings; a TXT record set of this cloud has at most 4096; shorten it"#,
            r#"zonite.toml:7:12: error: private_dns_zone.record_set.records = "10.0.1.0": www.corp.example. A: has 21 records; a record set has at most 20; remove some, or set enforce = false in [limits]"#,
        ],
    );
}

#[test]
fn s3_1_there_are_no_wildcards_of_ns_and_soa() {
    check_files(
        r#"[[private_dns_zone]]
name = "corp.example"
zone_file = "corp.zone"
record_set = [
  { name = "*", type = "NS", records = ["ns.example."] },
  { name = "*.a", type = "SOA", records = [] },
  { name = "*", type = "A", records = ["10.0.0.9"] },
]
"#,
        &[("corp.zone", "*.b SOA ns.example. admin.example. 7 1 2 3 44\n*.c NS ns\n")],
        &[
            r#"corp.zone:1: error: *.b.corp.example. has an SOA record, but the zone begins at "corp.example"; an SOA stands at the apex only"#,
            r#"corp.zone:2: warning: *.c.corp.example. NS: a private zone does not hold this type; the record is skipped"#,
            r#"zonite.toml:5:24: error: private_dns_zone.record_set.type = "NS": cannot be in a private zone: it has no delegations; make a private zone of the child's name"#,
            r#"zonite.toml:6:26: error: private_dns_zone.record_set.type = "SOA": is written by Azure in a private zone; change its fields with soa_record"#,
        ],
    );
}

#[test]
fn s3_1_a_zone_file_has_one_soa() {
    check_files(
        "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"corp.zone\"\n",
        &[("corp.zone", "@ SOA a. b. 1 2 3 4 5\n@ SOA a. b. 2 2 3 4 5\n")],
        &[
            r#"corp.zone:1: error: corp.example. has two SOA records (the other is corp.zone:2); a zone has one: remove one"#,
        ],
    );
}

#[test]
fn s3_1_an_alias_in_a_zone_file_stands_alone_too() {
    check_files(
        r#"[[private_dns_zone]]
name = "corp.example"
zone_file = "corp.zone"
"#,
        &[("corp.zone", "@ CNAME www\nwww CNAME a.example.\nwww CNAME b.example.\n")],
        &[
            r#"corp.zone:1: error: corp.example. has a CNAME and an SOA record (the other is zonite.toml:1:1); an alias can have no other records: remove one of the two"#,
            r#"corp.zone:3: warning: www.corp.example. CNAME: is a second CNAME of its owner; the first is served; remove this one"#,
        ],
    );
    check_files(
        "[[internet.zone]]\nname = \"example.com\"\nzone_file = \"public.zone\"\n",
        &[("public.zone", "www CNAME a\nwww CNAME b\nftp CNAME a\nftp CNAME A\n")],
        &[
            r#"public.zone:2: error: www.example.com. has two CNAME records (the other is public.zone:1); an alias has one target: remove one"#,
            r#"public.zone:4: warning: ftp.example.com. CNAME: is there twice; it is served once; remove one"#,
        ],
    );
}

#[test]
fn s1_5_an_asterisk_is_the_whole_first_label() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "*", type = "A", records = ["10.0.0.9"] },
  { name = "*.foo", type = "A", records = ["10.0.0.9"] },
  { name = "a-*.x", type = "A", records = ["10.0.0.9"] },
  { name = "foo.*", type = "A", records = ["10.0.0.9"] },
]
"#,
        &[
            r#"zonite.toml:6:12: error: private_dns_zone.record_set.name = "a-*.x": has a * that is not the whole of its first label; write a wildcard as * or *.NAME"#,
            r#"zonite.toml:7:12: error: private_dns_zone.record_set.name = "foo.*": has a * that is not the whole of its first label; write a wildcard as * or *.NAME"#,
        ],
    );
}

#[test]
fn s3_1_a_service_is_in_its_set_once() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "_ldap._tcp", type = "SRV", records = ["0 5 389 dc1.corp.example", "0 5 389 dc2.corp.example"] },
  { name = "_sip._tcp", type = "SRV", records = ["0 5 5060 sip.corp.example", "0 5 5061 sip.corp.example"] },
]
[[internet.zone]]
name = "public.example"
record_set = [
  { name = "_sip._tcp", type = "SRV", records = ["0 5 5060 sip.public.example", "0 5 5061 sip.public.example"] },
]
"#,
        &[
            r#"zonite.toml:5:79: error: private_dns_zone.record_set.records = "0 5 5061 sip.corp.example": has the priority, weight and target of the record at zonite.toml:5:50; Azure takes each once; remove one of the two"#,
        ],
    );
}

#[test]
fn s3_1_labels_and_names_have_a_length() {
    let long = "a".repeat(64);
    let longer = format!("{}.", "a".repeat(63)).repeat(4);
    check(
        &format!(
            r#"[[private_dns_zone]]
name = "{long}.example"
[[private_dns_zone]]
name = "{longer}"
[[private_dns_zone]]
name = "corp.example"
record_set = [
  {{ name = "{long}", type = "A", records = ["10.0.0.9"] }},
  {{ name = "{longer}", type = "A", records = ["10.0.0.9"] }},
]
"#
        ),
        &[
            r#"zonite.toml:2:8: error: private_dns_zone.name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…: label "aaaaaaaaaaaaaaaa…" has 64 octets; a label has at most 63"#,
            r#"zonite.toml:4:8: error: private_dns_zone.name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…: has 257 octets on the wire; a name has at most 255"#,
            r#"zonite.toml:8:12: error: private_dns_zone.record_set.name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…: label "aaaaaaaaaaaaaaaa…" has 64 octets; a label has at most 63"#,
            r#"zonite.toml:9:12: error: private_dns_zone.record_set.name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…: has 257 octets on the wire; a name has at most 255"#,
        ],
    );
}

#[test]
fn s3_1_record_data_of_every_type() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "a", type = "A", records = ["2001:db8::1"] },
  { name = "b", type = "AAAA", records = ["10.0.0.1"] },
  { name = "c", type = "CNAME", records = ["bad..name."] },
  { name = "d", type = "MX", records = ["mail"] },
  { name = "e", type = "MX", records = ["70000 mail"] },
  { name = "f", type = "PTR", records = ["two names"] },
  { name = "g", type = "SRV", records = ["1 2 host"] },
  { name = "h", type = "TXT", records = ["\"open"] },
]
"#,
        &[
            r#"zonite.toml:4:40: error: private_dns_zone.record_set.records = "2001:db8::1": is not an IPv4 address; write four numbers from 0 to 255 with dots"#,
            r#"zonite.toml:5:43: error: private_dns_zone.record_set.records = "10.0.0.1": is not an IPv6 address; write groups of hexadecimal digits with colons, as in 2001:db8::4"#,
            r#"zonite.toml:6:44: error: private_dns_zone.record_set.records = "bad..name.": has an empty label (two dots in a row, or a dot at the start)"#,
            r#"zonite.toml:7:41: error: private_dns_zone.record_set.records = "mail": PREFERENCE is "mail"; write a number from 0 to 65535"#,
            r#"zonite.toml:8:41: error: private_dns_zone.record_set.records = "70000 mail": PREFERENCE is "70000"; write a number from 0 to 65535"#,
            r#"zonite.toml:9:42: error: private_dns_zone.record_set.records = "two names": "names" is left over; PTR needs "NAME", for example "www.example.com.""#,
            r#"zonite.toml:10:42: error: private_dns_zone.record_set.records = "1 2 host": PORT is "host"; write a number from 0 to 65535"#,
            r#"zonite.toml:11:42: error: private_dns_zone.record_set.records = ""open": a double quote is not closed; write one at the end of the string, and \" for a quote inside"#,
        ],
    );
}

#[test]
fn s3_2_names_ending_in_local_are_a_warning() {
    let text = "[[private_dns_zone]]\nname = \"corp.local\"\n";
    let loaded = super::super::load_files(text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let warnings: Vec<String> = loaded.warnings.iter().map(ToString::to_string).collect();
    let want = r#"/etc/zonite/zonite.toml:2:8: warning: private_dns_zone.name = "corp.local": DNS names ending with `.local` are reserved for use with multicast DNS; write a name of a domain of your own"#;
    assert_eq!(warnings, [want]);
}

#[test]
fn conflicts_of_records_in_the_configuration_have_column_key_and_value() {
    check_files(
        r#"[[private_dns_zone]]
name = "corp.example"
zone_file = "corp.zone"
record_set = [{ name = "a", type = "A", records = ["10.0.0.1"] }, { name = "b", type = "A", ttl = 9, records = ["10.0.0.1", "10.0.0.2"] }]
[[internet.zone]]
name = "example.com"
record_set = [{ name = "@", type = "SOA", records = ["a. b. 1 2 3 4 5", "a. b. 2 2 3 4 5"] }]
"#,
        &[("corp.zone", "a CNAME www\n$TTL 8\nb A 10.0.0.2\nb A 10.0.0.3\n")],
        &[
            r#"corp.zone:1: error: a.corp.example. has a CNAME and an A record (the other is zonite.toml:4:52); an alias can have no other records: remove one of the two"#,
            r#"corp.zone:3: error: b.corp.example. A has the TTL 8 here and 9 before (the other is zonite.toml:4:113); the records of a set share one TTL: make them equal"#,
            r#"corp.zone:3: error: b.corp.example. has this A record twice (the other is zonite.toml:4:125); remove one"#,
            r#"corp.zone:4: error: b.corp.example. A has the TTL 8 here and 9 before (the other is zonite.toml:4:113); the records of a set share one TTL: make them equal"#,
            r#"zonite.toml:7:73: error: internet.zone.record_set.records = "a. b. 2 2 3 4 5": example.com. has two SOA records (the other is zonite.toml:7:54); a zone has one: remove one"#,
        ],
    );
}

#[test]
fn a_record_with_bad_data_stands_beside_an_alias_all_the_same() {
    let zone = "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"corp.zone\"\n";
    check_files(
        &format!("{zone}record_set = [{{ name = \"d\", type = \"CNAME\", records = [\"www\"] }}]\n"),
        &[(
            "corp.zone",
            "a A 10.0.0.256\na CNAME www\nb CNAME a..b\nb A 10.0.0.1\nc NS a..b\nc CNAME www\nd A ::1\n",
        )],
        &[
            r#"corp.zone:1: error: a.corp.example.: "10.0.0.256" is not an IPv4 address; write four numbers from 0 to 255 with dots"#,
            r#"corp.zone:2: error: a.corp.example. has a CNAME and an A record (the other is corp.zone:1); an alias can have no other records: remove one of the two"#,
            r#"corp.zone:3: error: b.corp.example. has a CNAME and an A record (the other is corp.zone:4); an alias can have no other records: remove one of the two"#,
            r#"corp.zone:3: error: b.corp.example.: "a..b" has an empty label (two dots in a row, or a dot at the start)"#,
            r#"corp.zone:5: warning: c.corp.example. NS: a private zone does not hold this type; the record is skipped"#,
            r#"corp.zone:7: error: d.corp.example.: "::1" is not an IPv4 address; write four numbers from 0 to 255 with dots"#,
            r#"zonite.toml:4:56: error: private_dns_zone.record_set.records = "www": d.corp.example. has a CNAME and an A record (the other is corp.zone:7); an alias can have no other records: remove one of the two"#,
        ],
    );
}

#[test]
fn a_dname_is_refused_in_a_private_zone() {
    check_files(
        r#"[[internet.zone]]
name = "example.com"
zone_file = "public.zone"
record_set = [{ name = "old", type = "DNAME", records = ["new"] }, { name = "older", type = "TYPE39", records = ["new"] }]
[[private_dns_zone]]
name = "corp.example"
zone_file = "private.zone"
record_set = [{ name = "old", type = "DNAME", records = ["new"] }]
"#,
        &[("public.zone", "@ NS ns\nsub DNAME other\n"), ("private.zone", "sub DNAME other\n")],
        &[
            r#"private.zone:1: warning: sub.corp.example. DNAME: a private zone does not hold this type; the record is skipped"#,
            r#"zonite.toml:8:38: error: private_dns_zone.record_set.type = "DNAME": cannot be in a private zone; it holds A, AAAA, CNAME, MX, PTR, SRV and TXT records"#,
        ],
    );
}
