//! A zone that changes step by step, against the zone that is built at once: large enough to be of many parts.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use zone_store::name::{LookupName, Name};
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::zone::{Record, Zone, ZoneBuilder};

use crate::world::name;

/// The types of each owner.
type Owners = BTreeMap<Name, BTreeSet<RecordType>>;

const TYPES: [RecordType; 4] = [RecordType::A, RecordType::TXT, RecordType::CNAME, RecordType::NS];

/// Owners that the zone begins with, in the zone itself and below it.
const FIRST: u32 = 2400;

fn apex() -> Name {
    name("zone.test")
}

fn host(number: u32) -> Name {
    name(&match number % 4 {
        0 => format!("host{number}.rack{}.zone.test", number % 97),
        1 => format!("*.wild{number}.zone.test"),
        _ => format!("host{number}.zone.test"),
    })
}

/// What a step does to some owners.
#[derive(Debug, Clone)]
struct Step {
    owners: Vec<Name>,
    types: BTreeSet<RecordType>,
}

/// One owner of few labels gets other types, or some hundred hosts come or go.
fn step() -> impl Strategy<Value = Step> {
    let labels = vec(prop_oneof![Just("a"), Just("b"), Just("*"), Just("rack7"), Just("host2")], 0..4);
    let types = prop_oneof![
        2 => Just(BTreeSet::new()),
        4 => (0..TYPES.len()).prop_map(|at| BTreeSet::from([TYPES[at]])),
        1 => Just(BTreeSet::from([RecordType::A, RecordType::TXT])),
    ];
    let one = (labels, types).prop_map(|(labels, types)| {
        let add = |name: Name, label: &&str| name.prepend(label.as_bytes()).expect("a short name");
        Step { owners: vec![labels.iter().rev().fold(apex(), add)], types }
    });
    let many = (0..2 * FIRST, 1..1800_u32, any::<bool>()).prop_map(|(first, count, is_there)| {
        let types = is_there.then_some(RecordType::A).into_iter().collect();
        Step { owners: (first..first + count).map(host).collect(), types }
    });
    prop_oneof![6 => one, 1 => many]
}

fn change(owners: &mut Owners, step: &Step) {
    for owner in &step.owners {
        let mut types = step.types.clone();
        // An alias is no apex.
        if *owner == apex() {
            types.remove(&RecordType::CNAME);
            types.insert(RecordType::SOA);
        }
        match types.is_empty() {
            true => owners.remove(owner),
            false => owners.insert(owner.clone(), types),
        };
    }
}

fn builder<'o>(owners: impl IntoIterator<Item = (&'o Name, &'o BTreeSet<RecordType>)>) -> ZoneBuilder {
    let mut builder = ZoneBuilder::new(apex(), Origin::UNKNOWN);
    for (owner, types) in owners {
        for &rtype in types {
            let origin = Origin(u16::from(rtype).into());
            builder.add(Record { owner, rtype, ttl: 1, rdata: b"\x00", origin });
        }
    }
    builder
}

/// Lists every owner with its sets, sorted.
fn contents(zone: &Zone) -> Vec<String> {
    let mut contents: Vec<String> = zone.owners().map(|(owner, sets)| format!("{owner} {sets:?}")).collect();
    contents.sort();
    contents
}

/// Says what a zone answers to the names of some owners, to those above and to some that are not there.
fn answers(zone: &Zone, owners: &BTreeSet<Name>) -> Vec<String> {
    let above = |owner: &Name| {
        let owner = owner.clone();
        (apex().label_count()..=owner.label_count()).map(move |labels| owner.rightmost(labels))
    };
    let mut names: BTreeSet<Name> = owners.iter().flat_map(above).collect();
    let below: Vec<Name> = names.iter().filter_map(|name| name.prepend(b"x").ok()).collect();
    names.extend(below);
    let ask = |name: &Name| {
        let name = LookupName::new(name);
        [RecordType::A, RecordType::DS, RecordType::ANY].map(|rtype| zone.lookup(&name, rtype))
    };
    names.iter().map(|name| format!("{name} {:?}", ask(name))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_zone_changed_step_by_step_answers_as_the_zone_built_at_once(steps in vec(step(), 1..60)) {
        let mut owners: Owners = (0..FIRST).map(|n| (host(n), BTreeSet::from([RecordType::A]))).collect();
        owners.insert(apex(), BTreeSet::from([RecordType::SOA]));
        let first = builder(&owners).build().expect("no conflict by construction");
        let before = contents(&first);
        let mut asked: BTreeSet<Name> = owners.keys().cloned().collect();
        let mut changed = builder(&owners).build().expect("a zone");
        for step in &steps {
            change(&mut owners, step);
            asked.extend(step.owners.iter().cloned());
            let records = step.owners.iter().filter_map(|owner| owners.get_key_value(owner));
            let gathered = builder(records);
            changed = gathered.build_onto(&changed, &step.owners).expect("no conflict by construction");
        }
        let at_once = builder(&owners).build().expect("a zone");
        prop_assert_eq!(contents(&changed), contents(&at_once));
        prop_assert_eq!(answers(&changed, &asked), answers(&at_once, &asked));
        prop_assert_eq!(changed.set_count(), at_once.set_count());
        prop_assert_eq!(contents(&first), before, "the zone that it began with stays as it was");
    }
}

#[test]
fn a_change_that_is_refused_says_why() {
    let zone = builder(&Owners::from([(apex(), BTreeSet::from([RecordType::SOA]))])).build().expect("a zone");
    let alias = BTreeSet::from([RecordType::A, RecordType::CNAME]);
    let refused = builder(&Owners::from([(host(2), alias)])).build_onto(&zone, []).err().expect("a refusal");
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(refused[0].to_string().contains("has a CNAME and an A record"), "{}", refused[0]);
    let without_soa = builder(&Owners::new()).build_onto(&zone, [&apex()]);
    assert!(without_soa.is_err(), "a zone has a SOA");
}
