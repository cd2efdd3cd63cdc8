//! RFC 1034 §4.3.2 beyond wildcards: cuts, glue, aliases; and what a zone refuses to hold.

use zone_store::mistake::Mistake;
use zone_store::name::{LookupName, Name};
use zone_store::origin::Origin;
use zone_store::rdata::parse_type;
use zone_store::record::{Record, RecordType};
use zone_store::zone::{Lookup, Zone, ZoneBuilder};

use crate::world::{name, records, try_zone, zone};

const ZONE: &str = "\
@      3600 SOA ns.example.com. admin.example.com. 7 3600 300 86400 60
@      3600 NS  ns
ns     3600 A   192.0.2.53
www    300  CNAME web
web    300  A   192.0.2.80
web    300  A   192.0.2.81
sub    3600 NS  ns.sub
ns.sub 3600 A   192.0.2.54
sub    3600 DS  1 8 2 0000000000000000000000000000000000000000000000000000000000000000
deep.a.b 60 TXT x
";

fn find<'z>(zone: &'z Zone, owner: &str, rtype: &str) -> Lookup<'z> {
    zone.lookup(&LookupName::new(&name(owner)), parse_type(rtype).expect("a type"))
}

#[test]
fn names_are_found_without_case() {
    let zone = zone("example.com", ZONE);
    let Lookup::Found { set, wildcard: None } = find(&zone, "WEB.Example.COM", "A") else { panic!("found") };
    assert_eq!((set.rdata.len(), set.ttl), (2, 300));
}

#[test]
fn an_alias_answers_for_every_type_but_its_own() {
    let zone = zone("example.com", ZONE);
    assert!(matches!(find(&zone, "www.example.com", "AAAA"), Lookup::Cname { .. }));
    assert!(matches!(find(&zone, "www.example.com", "CNAME"), Lookup::Found { .. }));
    assert!(matches!(find(&zone, "www.example.com", "ANY"), Lookup::All { .. }));
}

#[test]
fn the_apex_ns_is_data_and_a_lower_one_a_cut() {
    let zone = zone("example.com", ZONE);
    assert!(matches!(find(&zone, "example.com", "NS"), Lookup::Found { .. }));
    for (owner, rtype) in [("sub.example.com", "A"), ("x.sub.example.com", "A"), ("ns.sub.example.com", "A")]
    {
        assert!(matches!(find(&zone, owner, rtype), Lookup::Referral { cut: 3, .. }), "{owner} {rtype}");
    }
}

#[test]
fn the_ds_of_a_cut_is_answered_above_it() {
    let zone = zone("example.com", ZONE);
    assert!(matches!(find(&zone, "sub.example.com", "DS"), Lookup::Found { .. }));
    assert!(matches!(find(&zone, "x.sub.example.com", "DS"), Lookup::Referral { .. }));
}

#[test]
fn glue_is_reachable_by_its_exact_name() {
    let zone = zone("example.com", ZONE);
    assert!(zone.exact(&name("ns.sub.example.com"), RecordType::A).is_some());
    assert!(zone.exact(&name("nothing.sub.example.com"), RecordType::A).is_none());
    assert!(zone.exact(&name("example.net"), RecordType::A).is_none());
}

#[test]
fn every_owner_comes_back() {
    let zone = zone("example.com", ZONE);
    let mut owners: Vec<String> =
        zone.owners().map(|(owner, sets)| format!("{owner} {}", sets.iter().count())).collect();
    assert_eq!(owners[0], "example.com. 2", "the apex comes first");
    owners.sort();
    assert_eq!(
        owners,
        [
            "deep.a.b.example.com. 1",
            "example.com. 2",
            "ns.example.com. 1",
            "ns.sub.example.com. 1",
            "sub.example.com. 2",
            "web.example.com. 1",
            "www.example.com. 1"
        ]
    );
    assert_eq!(zone.set_count(), 9);
}

/// Builds and returns the problems with the lines of both places. Each line is read alone: of a whole file, the reader leaves
/// out what is there twice.
fn problems(text: &str) -> Vec<String> {
    let mut builder = ZoneBuilder::new(name("example.com"), Origin::UNKNOWN);
    for (number, line) in (1..).zip(text.lines()) {
        let origin = Origin(number);
        records("example.com", line).iter().for_each(|read| builder.add(Record { origin, ..read.record() }));
    }
    let Err(problems) = builder.build() else { panic!("a zone that should not be") };
    let place = |problem: &zone_store::zone::ZoneProblem| match problem.origins() {
        (at, Some(first)) => format!("{} after {}", at.0, first.0),
        (at, None) => at.0.to_string(),
    };
    problems.iter().map(|problem| format!("{}: {}", place(problem), problem.line())).collect()
}

#[test]
fn every_duplicate_and_conflict_is_seen_at_once() {
    let text = "\
@ 60 SOA a. b. 1 2 3 4 5
a 60 A 192.0.2.1
a 60 A 192.0.2.1
b 60 CNAME x
b 60 CNAME y
c 60 A 192.0.2.1
c 60 CNAME x
d 60 A 192.0.2.1
d 30 A 192.0.2.2
@ 60 SOA a. b. 2 2 3 4 5
e 60 SOA a. b. 1 2 3 4 5
";
    assert_eq!(
        problems(text),
        [
            "10 after 1: example.com. has two SOA records; a zone has one: remove one",
            "3 after 2: a.example.com. has this A record twice; remove one",
            "5 after 4: b.example.com. has two CNAME records; an alias has one target: remove one",
            "7 after 6: c.example.com. has a CNAME and an A record; an alias can have no other records: remove one of the two",
            "9 after 8: d.example.com. A has the TTL 30 here and 60 before; the records of a set share one TTL: make them equal",
            "11: e.example.com. has an SOA record, but the zone begins at \"example.com\"; an SOA stands at the apex only",
        ]
    );
}

#[test]
fn a_zone_without_soa_is_none() {
    assert_eq!(
        problems("a 60 A 192.0.2.1\n"),
        ["0: the zone \"example.com\" has no SOA record; add one at its apex"]
    );
}

#[test]
fn dnssec_records_may_stand_beside_an_alias() {
    let text = "@ 60 SOA a. b. 1 2 3 4 5\na 60 CNAME b\na 60 NSEC b CNAME\n";
    assert!(try_zone("example.com", text).is_ok());
}

#[test]
fn the_first_record_of_an_owner_is_found_while_a_zone_is_gathered() {
    let mut builder = ZoneBuilder::new(name("example"), Origin::UNKNOWN);
    let text =
        "www 60 TXT x\nwww 60 A 192.0.2.1\nWWW 60 A 192.0.2.2\nalias 60 CNAME www\nabove.www 60 TXT y\n";
    records("example", text).iter().for_each(|line| builder.add(line.record()));
    let owners = ["www.example", "Alias.example", "above.www.example", "no.example", "www.other"].map(name);
    let owners: Vec<&Name> = owners.iter().collect();
    let found = builder.first_origins(&owners, &[RecordType::A, RecordType::CNAME]);
    assert_eq!(found, [Some(Origin(2)), Some(Origin(4)), None, None, None]);
}
