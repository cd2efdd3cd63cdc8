//! The label tree against a naive look-up that reads RFC 1034 §4.3.2 and RFC 4592 word for word.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use zone_store::name::{LookupName, Name};
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::zone::{Lookup, Record, Zone, ZoneBuilder};

type Labels = Vec<&'static str>;

/// The zone as a plain map: labels below the apex, leftmost first, to the types there.
type Naive = BTreeMap<Labels, BTreeSet<u16>>;

const TYPES: [RecordType; 4] = [RecordType::A, RecordType::TXT, RecordType::CNAME, RecordType::NS];

fn labels() -> impl Strategy<Value = Labels> {
    vec(prop_oneof![Just("a"), Just("b"), Just("c"), Just("*")], 0..5)
}

fn naive_zone() -> impl Strategy<Value = Naive> {
    proptest::collection::btree_map(
        labels(),
        prop_oneof![4 => Just(0), 2 => Just(1), 2 => Just(2), 1 => Just(3)],
        0..12,
    )
    .prop_map(|owners| {
        let mut zone: Naive =
            owners.into_iter().map(|(owner, at)| (owner, BTreeSet::from([u16::from(TYPES[at])]))).collect();
        zone.insert(Vec::new(), BTreeSet::from([u16::from(RecordType::SOA)]));
        zone
    })
}

fn full(labels: &[&str]) -> Name {
    labels.iter().rev().fold("zone.test".parse().expect("a name"), |name: Name, label| {
        name.prepend(label.as_bytes()).expect("a short name")
    })
}

fn build(naive: &Naive) -> Zone {
    let mut builder = ZoneBuilder::new(full(&[]), Origin::UNKNOWN);
    for (owner, types) in naive {
        for &rtype in types {
            let (owner, rtype) = (&full(owner), RecordType::from(rtype));
            builder.add(Record { owner, rtype, ttl: 1, rdata: b"\x00", origin: Origin::UNKNOWN });
        }
    }
    builder.build().expect("no conflict by construction")
}

fn exists(zone: &Naive, name: &[&str]) -> bool {
    zone.keys().any(|owner| owner.ends_with(name))
}

/// Says in a word what the RFCs demand.
fn demanded(zone: &Naive, name: &[&'static str], rtype: RecordType) -> String {
    let cut = (0..name.len())
        .rev()
        .map(|at| &name[at..])
        .find(|ancestor| zone.get(*ancestor).is_some_and(|types| types.contains(&u16::from(RecordType::NS))));
    if let Some(cut) = cut {
        return format!("referral {}", cut.len());
    }
    if exists(zone, name) {
        return at(zone, name, rtype, "");
    }
    let encloser = (1..=name.len()).map(|at| &name[at..]).find(|a| exists(zone, a)).expect("the apex exists");
    let wildcard: Labels = std::iter::once("*").chain(encloser.iter().copied()).collect();
    if exists(zone, &wildcard) {
        at(zone, &wildcard, rtype, " by wildcard")
    } else {
        format!("no name {}", encloser.len())
    }
}

fn at(zone: &Naive, owner: &[&'static str], rtype: RecordType, how: &str) -> String {
    match zone.get(owner) {
        Some(types) if types.contains(&u16::from(rtype)) => format!("found{how}"),
        Some(types) if types.contains(&u16::from(RecordType::CNAME)) => format!("alias{how}"),
        Some(_) => format!("no data{how}"),
        None => format!("empty{how}"),
    }
}

fn seen(zone: &Zone, name: &Name, rtype: RecordType) -> String {
    let apex = zone.apex().label_count();
    let how = |wildcard: Option<usize>| if wildcard.is_some() { " by wildcard" } else { "" };
    match zone.lookup(&LookupName::new(name), rtype) {
        Lookup::Found { wildcard, .. } => format!("found{}", how(wildcard)),
        Lookup::All { wildcard, .. } => format!("all{}", how(wildcard)),
        Lookup::Cname { wildcard, .. } => format!("alias{}", how(wildcard)),
        Lookup::NoData { empty_non_terminal: true, wildcard } => format!("empty{}", how(wildcard)),
        Lookup::NoData { wildcard, .. } => format!("no data{}", how(wildcard)),
        Lookup::NxDomain { closest_encloser } => format!("no name {}", closest_encloser - apex),
        Lookup::Dname { labels, .. } => format!("substituted {}", labels - apex),
        Lookup::Referral { cut, .. } => format!("referral {}", cut - apex),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_tree_answers_as_the_rfcs_demand(naive in naive_zone(), names in vec(labels(), 1..20)) {
        let zone = build(&naive);
        for labels in names {
            for rtype in [RecordType::A, RecordType::TXT, RecordType::CNAME] {
                let name = full(&labels);
                // A cut at the apex is none: there the NS set is data.
                prop_assert_eq!(
                    seen(&zone, &name, rtype),
                    demanded(&naive, &labels, rtype),
                    "{} {} in {:?}", name, rtype, naive
                );
            }
        }
    }

    #[test]
    fn names_survive_text_and_wire(octets in vec(vec(any::<u8>(), 1..20), 0..8)) {
        let name = octets.iter().fold(Name::root(), |name, label| name.prepend(label).expect("short"));
        prop_assert_eq!(name.to_string().parse::<Name>(), Ok(name.clone()));
        prop_assert_eq!(Name::from_wire(name.wire()), Ok(name));
    }

    #[test]
    fn any_text_and_octets_are_a_name_or_an_error(text in ".{0,80}", octets in vec(any::<u8>(), 0..300)) {
        if let Ok(name) = text.parse::<Name>() {
            prop_assert!(name.wire().len() <= 255);
        }
        if let Ok(name) = Name::from_wire(&octets) {
            prop_assert_eq!(name.wire(), &octets[..]);
        }
    }
}
