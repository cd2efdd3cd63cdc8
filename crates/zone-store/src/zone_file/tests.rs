use proptest::prelude::*;

use super::*;
use crate::mistake::Mistake;

fn source(file: &str, text: &str, origin: u32) -> ZoneText {
    ZoneText { text: text.to_owned(), file: file.into(), origin: Origin(origin) }
}

/// Reads a text with other files beside it; returns its records and problems as lines.
fn read_all(text: &str, others: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let (records, report) = read_as(Dialect::Bind, text, others);
    (records, report.errors.iter().map(ToString::to_string).collect())
}

/// Reads a text by the rules of a dialect; returns its records as lines.
fn read_as(dialect: Dialect, text: &str, others: &[(&str, &str)]) -> (Vec<String>, ZoneFileReport) {
    let mut records = Vec::new();
    let report = read(
        &source("corp.zone", text, 101),
        &"corp.example".parse().expect("a name"),
        dialect,
        &mut |file| match others.iter().position(|(name, _)| *name == file) {
            Some(index) => Ok(source(file, others[index].1, 1000 * (index as u32 + 1) + 1)),
            None => Err(IncludeError::NotFound { folder: "zones".to_owned() }),
        },
        &mut |entry| {
            let rdata = rdata::display(entry.rtype, entry.rdata);
            let rtype = rdata::type_name(entry.rtype);
            records.push(format!("{}: {} {} {rtype} {rdata}", entry.origin.0, entry.owner, entry.ttl));
        },
    );
    (records, report)
}

/// Expects these records, each as `ORIGIN: OWNER TTL TYPE RDATA`, and these notices, each as `ORIGIN: OWNER TYPE: DEVIATION`.
fn check_as(dialect: Dialect, text: &str, want: &[&str], notices: &[&str]) {
    let (records, report) = read_as(dialect, text, &[]);
    let line = |notice: &ZoneFileNotice| {
        let ZoneFileNotice { origin, owner, rtype, deviation } = notice;
        format!("{}: {owner} {}: {deviation}", origin.0, rdata::type_name(*rtype))
    };
    let found: Vec<String> = report.notices.iter().map(line).collect();
    assert_eq!(report.errors, [], "{text}");
    assert_eq!(records, want, "{text}");
    assert_eq!(found, notices, "{text}");
}

/// Expects exactly these records, each as `ORIGIN: OWNER TTL TYPE RDATA`, and no problem.
fn check(text: &str, want: &[&str]) {
    let (records, errors) = read_all(text, &[]);
    assert_eq!((records, errors), (want.iter().map(ToString::to_string).collect(), Vec::new()), "{text}");
}

/// Expects exactly these problems.
fn check_errors(text: &str, want: &[&str]) {
    assert_eq!(read_all(text, &[]).1, want, "{text}");
}

#[test]
fn an_exported_azure_zone_is_read() {
    check_as(
        Dialect::AzureImport,
        "\n; Exported zone file from Azure DNS\n;      Zone name: corp.example\n\n$TTL 10\n$ORIGIN corp.example.\n\n\
         @ 3600 IN SOA azureprivatedns.net. azureprivatedns-host.microsoft.com. (\n\
         \t\t1 ; serial\n\t\t3600 ; refresh\n\t\t300 ; retry\n\t\t2419200 ; expire\n\t\t10 ; minimum\n\t\t)\n\n\
         myreg 10 IN A 10.0.0.5\n      20 IN A 10.0.0.6\nmyreg.westeurope.data 10 IN A 10.0.0.4\n",
        &[
            "108: corp.example. 3600 SOA azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10",
            "116: myreg.corp.example. 10 A 10.0.0.5",
            "117: myreg.corp.example. 10 A 10.0.0.6",
            "118: myreg.westeurope.data.corp.example. 10 A 10.0.0.4",
        ],
        &["117: myreg.corp.example. A: has the TTL 20, and its set 10"],
    );
}

#[test]
fn ttl_and_class_come_in_either_order_or_not_at_all() {
    for text in ["a 60 IN A 10.0.0.1", "a IN 60 A 10.0.0.1", "a in 1m a 10.0.0.1", "$TTL 60\na A 10.0.0.1"] {
        let (records, errors) = read_all(text, &[]);
        assert_eq!(errors, [""; 0]);
        assert!(records[0].ends_with(": a.corp.example. 60 A 10.0.0.1"), "{records:?}");
    }
}

#[test]
fn a_ttl_left_out_is_that_of_the_directive_else_the_last_one_else_the_default() {
    check(
        "a A 10.0.0.1\nb 60 A 10.0.0.1\nc A 10.0.0.1\n$TTL 1h\nd 70 A 10.0.0.1\ne A 10.0.0.1\n$TTL 0\nf A 10.0.0.1",
        &[
            "101: a.corp.example. 3600 A 10.0.0.1",
            "102: b.corp.example. 60 A 10.0.0.1",
            "103: c.corp.example. 60 A 10.0.0.1",
            "105: d.corp.example. 70 A 10.0.0.1",
            "106: e.corp.example. 3600 A 10.0.0.1",
            "108: f.corp.example. 0 A 10.0.0.1",
        ],
    );
}

#[test]
fn names_are_relative_to_the_origin() {
    check(
        "@ NS ns\n$ORIGIN sub\nwww CNAME @\n*.x CNAME www\n$ORIGIN Corp.Example.\nwww CNAME a.example.\n\\$x A 10.0.0.1",
        &[
            "101: corp.example. 3600 NS ns.corp.example.",
            "103: www.sub.corp.example. 3600 CNAME sub.corp.example.",
            "104: *.x.sub.corp.example. 3600 CNAME www.sub.corp.example.",
            "106: www.Corp.Example. 3600 CNAME a.example.",
            "107: \\$x.Corp.Example. 3600 A 10.0.0.1",
        ],
    );
}

#[test]
fn blanks_quotes_comments_and_parentheses_follow_rfc_1035() {
    check(
        "\u{FEFF}a\tA\t10.0.0.1;c\r\n\t \r\n   ; c (\n (A 10.0.0.2)\n( b\n A ( ; ;\n\n10.0.0.3 ) )\n\
         t TXT \"a;(b\" c\\;d (\"\"\n  \"e f\")\nlast A 10.0.0.4",
        &[
            "101: a.corp.example. 3600 A 10.0.0.1",
            "104: a.corp.example. 3600 A 10.0.0.2",
            "105: b.corp.example. 3600 A 10.0.0.3",
            "109: t.corp.example. 3600 TXT \"a;(b\" \"c;d\" \"\" \"e f\"",
            "111: last.corp.example. 3600 A 10.0.0.4",
        ],
    );
    check("", &[]);
    check("\n;", &[]);
}

/// What `named-compilezone -s full -i none` makes of the same file (BIND 9.18).
#[test]
fn bind_reads_the_same() {
    check(
        r#"$TTL 1h
@ SOA ns1 admin ( 1 1h 5m
 4w 10 )
  NS ns1
$ORIGIN sub
a 30m1h IN A 10.0.0.2
  IN 70 AAAA ::102:304
( b
  A ( 10.0.0.3 ) )
t TXT "a;(b" c\;d ""(
  "e f")
 TXT a"b c"d
x\.y MX 010 mail
$ORIGIN corp.example.
h HTTPS 1 . alpn="h2,h3" port=443 key668
k TYPE65280 \# 4 0a 00 00 01
l TYPE1 \# 4 0A000004
"#,
        &[
            "102: corp.example. 3600 SOA ns1.corp.example. admin.corp.example. 1 3600 300 2419200 10",
            "104: corp.example. 3600 NS ns1.corp.example.",
            "106: a.sub.corp.example. 5400 A 10.0.0.2",
            "107: a.sub.corp.example. 70 AAAA ::1.2.3.4",
            "108: b.sub.corp.example. 3600 A 10.0.0.3",
            r#"110: t.sub.corp.example. 3600 TXT "a;(b" "c;d" "" "e f""#,
            r#"112: t.sub.corp.example. 3600 TXT "a" "b c" "d""#,
            r"113: x\.y.sub.corp.example. 3600 MX 10 mail.sub.corp.example.",
            r#"115: h.corp.example. 3600 HTTPS 1 . alpn="h2,h3" port=443 key668"#,
            r"116: k.corp.example. 3600 TYPE65280 \# 4 0A000001",
            "117: l.corp.example. 3600 A 10.0.0.4",
        ],
    );
}

/// What `named-compilezone -s full -i none` makes of the same file, and what it warns of (BIND 9.18).
#[test]
fn bind_makes_the_same_of_sets_and_of_what_is_outside() {
    check_as(
        Dialect::Bind,
        "$TTL 300\nx 60 A 10.0.0.20\n  90 A 10.0.0.22\ny A 10.0.0.30\nx 90 A 10.0.0.21\nx 70 A 10.0.0.20\n\
         z CNAME Ns\nz CNAME ns\nu MX 10 Ns\nu MX 20 ns\nu MX 10 nS\nout.example. LOC x\n  A 10.0.0.1\n\
         w 60 RRSIG A 8 3 60 20300101000000 20200101000000 12345 corp.example. AAAA\n\
         w 90 RRSIG AAAA 8 3 90 20300101000000 20200101000000 12345 corp.example. AAAA\n",
        &[
            "102: x.corp.example. 90 A 10.0.0.20",
            "103: x.corp.example. 90 A 10.0.0.22",
            "104: y.corp.example. 300 A 10.0.0.30",
            "105: x.corp.example. 90 A 10.0.0.21",
            "107: z.corp.example. 300 CNAME Ns.corp.example.",
            "109: u.corp.example. 300 MX 10 Ns.corp.example.",
            "110: u.corp.example. 300 MX 20 ns.corp.example.",
            "114: w.corp.example. 60 RRSIG A 8 3 60 20300101000000 20200101000000 12345 corp.example. AAAA",
            "115: w.corp.example. 90 RRSIG AAAA 8 3 90 20300101000000 20200101000000 12345 corp.example. AAAA",
        ],
        &[
            "112: out.example. LOC: is not in the zone of this file",
            "102: x.corp.example. A: has the TTL 60, and its set 90",
            "106: x.corp.example. A: is there twice",
            "108: z.corp.example. CNAME: is there twice",
            "111: u.corp.example. MX: is there twice",
        ],
    );
    check(
        "@ SOA ns host 1 3600 600 86400 33\n  NS ns\nw 60 A 10.0.0.1\nv A 10.0.0.2\n",
        &[
            "101: corp.example. 33 SOA ns.corp.example. host.corp.example. 1 3600 600 86400 33",
            "102: corp.example. 33 NS ns.corp.example.",
            "103: w.corp.example. 60 A 10.0.0.1",
            "104: v.corp.example. 33 A 10.0.0.2",
        ],
    );
}

/// What `named-compilezone -s full -i none` makes of the same file (BIND 9.18).
#[test]
fn bind_generates_the_same() {
    check_as(
        Dialect::Bind,
        r#"$TTL 300
$GENERATE 1-2 dhcp-$ A 10.0.1.$
$GENERATE 0-20/10 ${0,2,n} PTR h${0,3,X}.
$GENERATE 20-29/10 a${0,3,n} TXT "x $ ${5} \$ $$ y"
$GENERATE 254-255 b$ 60 IN MX "${-250} ${0,4,x}"
$GENERATE 1-1 \$x$ A 10.0.0.$
"#,
        &[
            "102: dhcp-1.corp.example. 300 A 10.0.1.1",
            "102: dhcp-2.corp.example. 300 A 10.0.1.2",
            "103: 4.1.corp.example. 300 PTR h014.",
            r#"104: a4.1.corp.example. 300 TXT "x" "20" "25" "$" "$" "y""#,
            "105: b254.corp.example. 60 MX 4 00fe.corp.example.",
            "105: b255.corp.example. 60 MX 5 00ff.corp.example.",
            r"106: \$x1.corp.example. 300 A 10.0.0.1",
        ],
        &["103: 0. PTR: is not in the zone of this file", "103: a. PTR: is not in the zone of this file"],
    );
}

/// RFC 9461 §5, as `named-compilezone` of BIND 9.18 takes and writes it.
#[test]
fn bind_reads_the_same_paths_of_dns_over_https() {
    check(
        "_d SVCB 1 x. alpn=h2 dohpath=/dns-query{?dns}\n_e SVCB 1 x. key7=\"/q;x{?dns}\"\n",
        &[
            "101: _d.corp.example. 3600 SVCB 1 x. alpn=\"h2\" key7=\"/dns-query{?dns}\"",
            "102: _e.corp.example. 3600 SVCB 1 x. key7=\"/q;x{?dns}\"",
        ],
    );
    for wrong in ["dohpath=/dns-query", "dohpath=dns-query{?dns}", "dohpath", "key7=/foo", "dohpath=/x{?dns"]
    {
        assert_eq!(read_all(&format!("_d SVCB 1 x. {wrong}\n"), &[]).1.len(), 1, "{wrong}");
    }
}

#[test]
fn what_cannot_be_generated_is_reported_once() {
    check_errors(
        "$GENERATE 1-9/0 a$ A 10.0.0.$\n$GENERATE 1-2000000 a$ A 10.0.0.$\n$GENERATE 1-9 a${x} A 10.0.0.$\n\
         $GENERATE 250-299 a$ A 10.0.0.$\n$GENERATE 1-9 a${0,3,q} A 10.0.0.$\n$GENERATE 1-9 a$ A\n",
        &[
            "corp.zone:1: write \"$GENERATE START-STOP[/STEP] NAME [TTL] [IN] TYPE DATA\" with the data in quotes if it has blanks, for example \"$GENERATE 1-9 host-$ A 10.0.0.$\"",
            "corp.zone:2: these are more than 1048576 records; write a smaller range, or several",
            "corp.zone:3: \"${x}\" is no \"${OFFSET,WIDTH,BASE}\"; write a number, its width and one of d, o, x, X, n and N, as in ${0,3,d}",
            "corp.zone:4: \"10.0.0.256\" is not an IPv4 address; write four numbers from 0 to 255 with dots",
            "corp.zone:5: \"${0,3,q}\" is no \"${OFFSET,WIDTH,BASE}\"; write a number, its width and one of d, o, x, X, n and N, as in ${0,3,d}",
            "corp.zone:6: A needs \"ADDRESS\", for example \"10.0.0.4\"",
        ],
    );
}

/// What `az network private-dns zone import` of azure-cli makes of the same file.
#[test]
fn azures_import_makes_the_same() {
    check_as(
        Dialect::AzureImport,
        "@ SOA ns host 1 3600 600 86400 33\nw 60 A 10.0.0.1\nv A 10.0.0.2\n  20 A 10.0.0.3\nx LOC 51 30 N\n\
         s SPF \"v=spf1\" \" -all\"\nt TXT a \"b c\" d\n4 PTR web.corp.example\nm MX 10 mail\nc CNAME a\nc CNAME b\n\
         w A 10.0.0.1\n",
        &[
            "101: corp.example. 3600 SOA ns.corp.example. host.corp.example. 1 3600 600 86400 33",
            "102: w.corp.example. 60 A 10.0.0.1",
            "103: v.corp.example. 20 A 10.0.0.2",
            "104: v.corp.example. 20 A 10.0.0.3",
            "106: s.corp.example. 3600 TXT \"v=spf1 -all\"",
            "107: t.corp.example. 3600 TXT \"ab cd\"",
            "108: 4.corp.example. 3600 PTR web.corp.example.",
            "109: m.corp.example. 3600 MX 10 mail.corp.example.",
            "110: c.corp.example. 3600 CNAME a.corp.example.",
        ],
        &[
            "105: x.corp.example. LOC: a private zone does not hold this type",
            "106: s.corp.example. SPF: becomes a TXT record",
            "103: v.corp.example. A: has the TTL 3600, and its set 20",
            "111: c.corp.example. CNAME: is a second CNAME of its owner",
            "112: w.corp.example. A: is there twice",
        ],
    );
    let long = format!("t TXT \"{}\" \"{}\"\n", "a".repeat(200), "b".repeat(200));
    let (records, _) = read_as(Dialect::AzureImport, &long, &[]);
    assert_eq!(
        records,
        [format!(
            "101: t.corp.example. 3600 TXT \"{}{}\" \"{}\"",
            "a".repeat(200),
            "b".repeat(55),
            "b".repeat(145)
        )]
    );
    let (_, report) =
        read_as(Dialect::AzureImport, "$GENERATE 1-9 a$ A 10.0.0.$\nx.example. A 10.0.0.1\n", &[]);
    let errors: Vec<String> = report.errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "corp.zone:1: $GENERATE is not read in the file of a private zone; write the records out, as \"named-compilezone -o OUT ZONE FILE\" does",
            "corp.zone:2: x.example.: the owner is not in the zone \"corp.example\"; write a name without a dot at its end, or one that ends in \"corp.example.\"",
        ]
    );
}

#[test]
fn every_problem_is_reported_and_reading_goes_on() {
    check_errors(
        "www A 10.0.0.256\n    MX 10\na..b A 10.0.0.1\n    A 10.0.0.1\nother.example. A 10.0.0.1\nc\nd 99999999999 A 1\n\
         e CH A 10.0.0.1\nf FOO 10.0.0.1\ng A 10.0.0.1 )\nh TXT \"x\ni A ::1\nj A (\n 1\nk A 10.0.0.1\n",
        &[
            "corp.zone:1: www.corp.example.: \"10.0.0.256\" is not an IPv4 address; write four numbers from 0 to 255 with dots",
            "corp.zone:2: www.corp.example.: MX needs \"PREFERENCE NAME\", for example \"10 mail.example.com.\"",
            "corp.zone:3: \"a..b\" has an empty label (two dots in a row, or a dot at the start)",
            "corp.zone:6: c.corp.example.: the record has no type; write \"NAME [TTL] [IN] TYPE DATA\", for example \"www 300 IN A 10.0.0.4\"",
            "corp.zone:7: d.corp.example.: \"99999999999\" is not a TTL; write seconds up to 2147483647, or units as in 1h30m (w, d, h, m, s)",
            "corp.zone:8: e.corp.example.: class CH is not served; write IN or leave the class out",
            "corp.zone:9: f.corp.example.: \"FOO\" is not a record type; write \"NAME [TTL] [IN] TYPE DATA\", for example \"www 300 IN A 10.0.0.4\"",
            "corp.zone:10: g.corp.example.: \")\" closes nothing; remove it, or write \"(\" where the record begins to span lines",
            "corp.zone:11: h.corp.example.: a double quote is not closed on its line; close it, and write \\\" for a quote inside a string",
            "corp.zone:12: i.corp.example.: \"::1\" is not an IPv4 address; write four numbers from 0 to 255 with dots",
            "corp.zone:13: j.corp.example.: \"(\" is never closed, so the rest of the file was not read; write \")\" at the end of the record",
        ],
    );
}

#[test]
fn a_quote_that_is_not_closed_is_reported_where_it_began() {
    check_errors(
        "a TXT (\n \"x\"\n \"y\n \"z\" )\nb A x\n",
        &[
            "corp.zone:3: a.corp.example.: a double quote is not closed on its line; close it, and write \\\" for a quote inside a string",
            "corp.zone:5: b.corp.example.: \"x\" is not an IPv4 address; write four numbers from 0 to 255 with dots",
        ],
    );
    check_errors(
        ")\n\"x\n",
        &[
            "corp.zone:1: \")\" closes nothing; remove it, or write \"(\" where the record begins to span lines",
            "corp.zone:2: a double quote is not closed on its line; close it, and write \\\" for a quote inside a string",
        ],
    );
}

#[test]
fn a_parenthesis_that_swallows_the_rest_is_reported_under_a_wrong_owner_too() {
    check_errors(
        "a..b A 10.0.0.1\n  A (\nc A 10.0.0.1\n",
        &[
            "corp.zone:1: \"a..b\" has an empty label (two dots in a row, or a dot at the start)",
            "corp.zone:2: \"(\" is never closed, so the rest of the file was not read; write \")\" at the end of the record",
        ],
    );
}

#[test]
fn a_first_record_without_an_owner_is_reported_once() {
    check_errors(
        "  A 10.0.0.1\n  A 10.0.0.2\n",
        &[
            "corp.zone:1: the line begins with a blank, but no owner comes before it; write a name or @ at its start",
        ],
    );
}

#[test]
fn directives_are_checked() {
    check_errors(
        "$GENERATE 9-1 a$ A 10.0.0.$\n$FOO\n$TTL\n$TTL 1y\n$ORIGIN a b\n$origin a..b.\n$INCLUDE\n$INCLUDE gone.zone\n\
         $TTL \"\n",
        &[
            "corp.zone:1: write \"$GENERATE START-STOP[/STEP] NAME [TTL] [IN] TYPE DATA\" with the data in quotes if it has blanks, for example \"$GENERATE 1-9 host-$ A 10.0.0.$\"",
            "corp.zone:2: $FOO is not a directive; write $ORIGIN, $TTL, $INCLUDE or $GENERATE, or \\$ for a name that begins with a dollar sign",
            "corp.zone:3: write \"$TTL SECONDS\", for example \"$TTL 3600\"",
            "corp.zone:4: \"1y\" is not a TTL; write seconds up to 2147483647, or units as in 1h30m (w, d, h, m, s)",
            "corp.zone:5: write \"$ORIGIN NAME\", for example \"$ORIGIN example.com.\"",
            "corp.zone:6: \"a..b.\" has an empty label (two dots in a row, or a dot at the start)",
            "corp.zone:7: write \"$INCLUDE FILE [ORIGIN]\", for example \"$INCLUDE hosts.zone\"",
            "corp.zone:8: cannot include \"gone.zone\": there is no such file; paths are relative to zones",
            "corp.zone:9: a double quote is not closed on its line; close it, and write \\\" for a quote inside a string",
        ],
    );
}

#[test]
fn an_included_file_leaves_origin_and_owner_as_they_were() {
    let (records, errors) = read_all(
        "a A 10.0.0.1\n$INCLUDE sub.zone sub\n  A 10.0.0.4\nb A 10.0.0.5\n",
        &[("sub.zone", "  A 10.0.0.2\nx A 10.0.0.3\n$ORIGIN corp.example.\ny A x\n")],
    );
    assert_eq!(
        records,
        [
            "101: a.corp.example. 3600 A 10.0.0.1",
            "1001: a.corp.example. 3600 A 10.0.0.2",
            "1002: x.sub.corp.example. 3600 A 10.0.0.3",
            "103: a.corp.example. 3600 A 10.0.0.4",
            "104: b.corp.example. 3600 A 10.0.0.5",
        ]
    );
    assert_eq!(
        errors,
        [
            "sub.zone:4: y.corp.example.: \"x\" is not an IPv4 address; write four numbers from 0 to 255 with dots"
        ]
    );
}

#[test]
fn files_that_include_themselves_are_reported() {
    let (_, errors) = read_all("$INCLUDE a\n", &[("a", "$INCLUDE b\n"), ("b", "x A 10.0.0.1\n$INCLUDE a\n")]);
    assert_eq!(errors, ["b:2: \"a\" includes itself, directly or through others; remove one $INCLUDE"]);
}

#[test]
fn includes_are_bounded_in_depth_and_number() {
    let mut next = 0;
    let mut include = |_: &str| {
        next += 1;
        Ok(source(&format!("f{next}"), "$INCLUDE x\n$INCLUDE x\n$INCLUDE x\n", 1))
    };
    let first = source("f0", "$INCLUDE x\n", 1);
    let errors = read(&first, &Name::root(), Dialect::Bind, &mut include, &mut |_| {}).errors;
    let has = |text: &str| errors.iter().any(|error| error.to_string() == text);
    assert!(has("f9:1: \"f10\" is more than 10 files deep; include it from a file further up"), "{errors:?}");
    assert!(errors.iter().any(|error| {
        error.problem.line().to_string()
            == "this is $INCLUDE number 1001; a zone has at most 1000, so join some files"
    }));
    assert_eq!(next, MAX_INCLUDES);
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*|[ -~\\n\\t]*|([a$@ ]|IN|A|TXT|10|\\.|\"|\\(|\\)|;|\\\\|\\n|\\$INCLUDE|\\$GENERATE|1-9|\\$ORIGIN|\\$TTL| )*") {
        let mut include = |_: &str| Ok(source("same", &text, 1));
        let apex = "a".parse().expect("a name");
        let mut records = Vec::new();
        for dialect in [Dialect::Bind, Dialect::AzureImport] {
            let report = read(&source("first", &text, 1), &apex, dialect, &mut include, &mut |entry| {
                records.push(rdata::display(entry.rtype, entry.rdata).to_string());
            });
            for error in report.errors {
                let _ = error.to_string();
            }
        }
    }
}
