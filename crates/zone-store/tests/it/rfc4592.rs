//! RFC 4592 §2.2.1: the example zone and every statement about it, line by line.

use zone_store::name::{LookupName, Name};
use zone_store::rdata::parse_type;
use zone_store::zone::{Lookup, Zone};

use crate::world::{name, zone};

/// The zone of §2.2.1.
const EXAMPLE: &str = "\
@                 3600 SOA   ns.example.com. admin.example.com. 1 3600 300 86400 60
example.          3600 NS    ns.example.com.
example.          3600 NS    ns.example.net.
*.example.        3600 TXT   \"this is a wildcard\"
*.example.        3600 MX    10 host1.example.
sub.*.example.    3600 TXT   \"this is not a wildcard\"
host1.example.    3600 A     192.0.2.1
_ssh._tcp.host1.example. 3600 SRV 0 0 22 host1.example.
_ssh._tcp.host2.example. 3600 SRV 0 0 22 host2.example.
subdel.example.   3600 NS    ns.example.com.
subdel.example.   3600 NS    ns.example.net.
";

fn example() -> Zone {
    zone("example", EXAMPLE)
}

/// Says what the zone holds, in a word and the encloser of the wildcard that matched.
fn describe(zone: &Zone, question: &str) -> String {
    let (owner, rtype) = question.split_once(' ').expect("NAME TYPE");
    let owner: Name = name(owner);
    let synthesized = |wildcard: Option<usize>| match wildcard {
        Some(labels) => format!(" from *.{}", owner.rightmost(labels)),
        None => String::new(),
    };
    match zone.lookup(&LookupName::new(&owner), parse_type(rtype).expect("a type")) {
        Lookup::Found { set, wildcard } => {
            format!("{} x{}{}", set.rtype, set.rdata.len(), synthesized(wildcard))
        }
        Lookup::All { sets, wildcard } => format!("{} sets{}", sets.iter().count(), synthesized(wildcard)),
        Lookup::Cname { wildcard, .. } => format!("CNAME{}", synthesized(wildcard)),
        Lookup::NoData { empty_non_terminal: true, .. } => "no data (empty non-terminal)".to_owned(),
        Lookup::NoData { wildcard, .. } => format!("no data{}", synthesized(wildcard)),
        Lookup::NxDomain { closest_encloser } => {
            format!("no name below {}", owner.rightmost(closest_encloser))
        }
        Lookup::Dname { labels, .. } => format!("DNAME of {}", owner.rightmost(labels)),
        Lookup::Referral { cut, .. } => format!("referral at {}", owner.rightmost(cut)),
    }
}

/// §2.2.1: "The following responses would be synthesized from one of the wildcards in the zone".
#[test]
fn responses_synthesized_from_a_wildcard() {
    let zone = example();
    // "QNAME=host3.example. QTYPE=MX, QCLASS=IN: the answer will be a "host3.example. IN MX ...""
    assert_eq!(describe(&zone, "host3.example MX"), "MX x1 from *.example.");
    // "QNAME=host3.example. QTYPE=A: the answer will reflect "no error, but no data""
    assert_eq!(describe(&zone, "host3.example A"), "no data from *.example.");
    // "QNAME=foo.bar.example. QTYPE=TXT: the answer will be "foo.bar.example. IN TXT ...""
    assert_eq!(describe(&zone, "foo.bar.example TXT"), "TXT x1 from *.example.");
}

/// §2.2.1: "The following responses would not be synthesized from any of the wildcards in the zone".
#[test]
fn responses_not_synthesized() {
    let zone = example();
    // "QNAME=host1.example., QTYPE=MX: because host1.example. exists"
    assert_eq!(describe(&zone, "host1.example MX"), "no data");
    // "QNAME=sub.*.example., QTYPE=MX: because sub.*.example. exists"
    assert_eq!(describe(&zone, "sub.*.example MX"), "no data");
    // "QNAME=_telnet._tcp.host1.example., QTYPE=SRV: because _tcp.host1.example. exists (without data)"
    assert_eq!(describe(&zone, "_telnet._tcp.host1.example SRV"), "no name below _tcp.host1.example.");
    // "QNAME=host.subdel.example., QTYPE=A: because subdel.example. exists (and is a zone cut)"
    assert_eq!(describe(&zone, "host.subdel.example A"), "referral at subdel.example.");
    // "QNAME=ghost.*.example., QTYPE=MX: because *.example. exists"
    assert_eq!(describe(&zone, "ghost.*.example MX"), "no name below *.example.");
}

/// §2.2.2: "_tcp.host1.example. and host2.example." are empty non-terminals, and so is "*.example" were it bare.
#[test]
fn names_without_data_exist() {
    let zone = example();
    for empty in ["_tcp.host1.example A", "host2.example A", "_tcp.host2.example SRV"] {
        assert_eq!(describe(&zone, empty), "no data (empty non-terminal)", "{empty}");
    }
    // §2.2.3: no name below host2.example is synthesized either.
    assert_eq!(describe(&zone, "x.host2.example MX"), "no name below host2.example.");
}

/// §2.3: a wildcard asked for by its own name is an ordinary name.
#[test]
fn the_wildcard_itself_is_an_ordinary_name() {
    let zone = example();
    assert_eq!(describe(&zone, "*.example TXT"), "TXT x1");
    assert_eq!(describe(&zone, "*.example A"), "no data");
    assert_eq!(describe(&zone, "sub.*.example TXT"), "TXT x1");
}

/// §3.3.1: the source of synthesis is below the closest encloser, nowhere higher.
#[test]
fn only_the_closest_encloser_has_a_say() {
    let zone = example();
    for (question, want) in [
        ("a.b.c.d.example TXT", "TXT x1 from *.example."),
        ("x.host1.example TXT", "no name below host1.example."),
        ("x.sub.*.example TXT", "no name below sub.*.example."),
    ] {
        assert_eq!(describe(&zone, question), want, "{question}");
    }
}

/// §4.3: a CNAME at a wildcard is followed like any other.
#[test]
fn a_wildcard_cname_is_an_alias_for_every_name() {
    let zone = zone("example", &format!("{EXAMPLE}*.alias 60 CNAME host1.example.\n"));
    assert_eq!(describe(&zone, "any.alias.example A"), "CNAME from *.alias.example.");
    assert_eq!(describe(&zone, "any.alias.example CNAME"), "CNAME x1 from *.alias.example.");
    assert_eq!(describe(&zone, "alias.example A"), "no data (empty non-terminal)");
}

/// A wildcard that only lies above another name exists: it is the source of synthesis and has no data (§2.2.2, §3.3.1).
#[test]
fn a_wildcard_without_data_gives_no_data() {
    let zone = zone("example", "@ 60 SOA a. b. 1 2 3 4 5\nsub.*.example. 60 A 192.0.2.1\n");
    assert_eq!(describe(&zone, "x.example A"), "no data (empty non-terminal)");
    assert_eq!(describe(&zone, "sub.x.example A"), "no data (empty non-terminal)");
}
