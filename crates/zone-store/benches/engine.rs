//! One answer of the engine, in a zone of 10 and of 1,000,000 record sets; and what that zone costs.
//!
//! `fixed` asks for the same few names again and again, `spread` for names all over the zone, so that the larger
//! zone also pays for the processor's caches.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use zone_store::cache::{Caches, Moment};
use zone_store::engine::{Progress, Query, Resolution};
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::snapshot::{LinkedZone, OnNxDomain, Resolver, Snapshot, SnapshotBuilder};
use zone_store::zone::{Record, Zone, ZoneBuilder};
use zone_store::zone_file::{self, Dialect, IncludeError, ZoneText};

const SOA: &str =
    "@ 3600 IN SOA azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10\n";

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

/// Reads zone-file text into a zone.
fn read(apex: &str, text: String) -> Zone {
    let apex = name(apex);
    let source = ZoneText { text, file: Arc::from("bench"), origin: Origin(1) };
    let mut builder = ZoneBuilder::new(apex.clone(), Origin::UNKNOWN);
    let mut include = |_: &str| -> Result<ZoneText, IncludeError> { unreachable!("no $INCLUDE here") };
    let report =
        zone_file::read(&source, &apex, Dialect::Bind, &mut include, &mut |record| builder.add(record));
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    builder.build().expect("a zone")
}

/// A private zone of `sets` registries and the public names that lead to it.
fn world(sets: usize) -> Snapshot {
    let address = |i: usize| format!("10.{}.{}.{}", i >> 16 & 255, i >> 8 & 255, i & 255);
    let registries = (0..sets).map(|i| format!("reg{i} 10 IN A {}\n", address(i))).collect::<String>();
    let text = format!("{SOA}{registries}*.wild 10 IN A 10.0.0.1\n");
    let began = Instant::now();
    let zone = read("privatelink.azurecr.io", text);
    let (took, each) = (began.elapsed(), zone.resident_octets() / zone.set_count());
    println!(
        "{} record sets read and built in {:.2} s, {each} octets each at rest",
        zone.set_count(),
        took.as_secs_f64()
    );
    let mut builder = SnapshotBuilder::default();
    for i in (0..sets).step_by((sets / 1000).max(1)) {
        let (owner, target) = (format!("reg{i}.azurecr.io"), name(&format!("reg{i}.privatelink.azurecr.io")));
        let (rtype, origin) = (RecordType::CNAME, Origin::UNKNOWN);
        builder.public.add(Record { owner: &name(&owner), rtype, ttl: 60, rdata: target.wire(), origin });
    }
    let zone = builder.add_zone(zone);
    let network = builder.add_network("hub", Origin::UNKNOWN);
    builder.link(network, LinkedZone { zone, on_nxdomain: OnNxDomain::Final, origin: Origin::UNKNOWN });
    builder.build().expect("a snapshot")
}

fn query(text: &str) -> Query {
    Query::new(name(text), RecordType::A)
}

/// `count` numbers below `sets`, far from each other.
fn spread(sets: usize, count: usize) -> Vec<usize> {
    (0..count).map(|i| i.wrapping_mul(2_654_435_761) % sets).collect()
}

fn engine(criterion: &mut Criterion) {
    for sets in [10, 1_000_000] {
        let snapshot = world(sets);
        let caches = Caches::default();
        let stride = (sets / 1000).max(1);
        let few =
            |pattern: &str| (0..8).map(|i| query(&pattern.replace('#', &(i * stride).to_string()))).collect();
        let far = spread(sets, 100_000)
            .into_iter()
            .map(|i| query(&format!("reg{i}.privatelink.azurecr.io")))
            .collect();
        let cases: [(&str, Vec<Query>); 5] = [
            ("hit", few("reg#.privatelink.azurecr.io")),
            ("cname chain", few("reg#.azurecr.io")),
            ("nxdomain", few("missing#.privatelink.azurecr.io")),
            ("wildcard", few("any#.wild.privatelink.azurecr.io")),
            ("hit spread", far),
        ];
        for (case, queries) in cases {
            let resolver = Resolver::AzureDns(snapshot.network_named("hub").expect("the network"));
            let mut turn = queries.iter().cycle();
            criterion.bench_function(&format!("{case}/{sets}"), |bencher| {
                bencher.iter(|| {
                    let query = turn.next().expect("it cycles").clone();
                    match Resolution::new(&snapshot, resolver, query).run(&caches, Moment::ZERO) {
                        Progress::Done(outcome) => black_box(outcome),
                        Progress::Ask(_) => unreachable!("a closed world"),
                    };
                });
            });
        }
    }
}

criterion_group!(benches, engine);
criterion_main!(benches);
