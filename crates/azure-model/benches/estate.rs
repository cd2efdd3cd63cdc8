//! Changes one record among 1,000, 20,000 and 200,000 sets, 200 to a zone and all in one zone: what a change costs must not
//! grow with the estate, nor with the zone. Each zone has changed before: the first time, its owners are indexed.
//!
//! Prints the median of each size and the ratio to the smallest, which is at most 1.5; then what it takes to put a file into
//! the place of one that differs in one record, without parsing. That grows with the number of zones, for each is compared,
//! and with the zone that changed.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use azure_model::{ConfigFile, Estate, Memory, Refusals};
use azure_objects::config_file::RecordSet;
use azure_objects::id::{ObjectId, ObjectKind};
use azure_objects::object::{Change, Object};

/// Record sets of each size.
const SETS: [usize; 3] = [1000, 20_000, 200_000];
/// Record sets of each zone, where there are several.
const RECORDS: usize = 200;
/// Changes of each size, in turns: what the machine does meanwhile disturbs all alike.
const ROUNDS: usize = 300;
/// Files of each size that are put into the place of another.
const RELOADS: usize = 5;
/// Most that the largest estate may cost, in terms of the smallest.
const LIMIT: f64 = 1.5;

/// How the sets of an estate are spread.
#[derive(Clone, Copy)]
struct Shape {
    zones: usize,
    /// Sets of each zone.
    records: usize,
}

fn main() {
    let several = SETS.map(|sets| Shape { zones: sets / RECORDS, records: RECORDS });
    let one = SETS.map(|records| Shape { zones: 1, records });
    let mut worst = changes("one record in one of the zones", several, change);
    worst = worst.max(changes("one record in the one zone", one, change));
    worst = worst.max(changes("a record more in the one zone", one, add));
    worst = worst.max(changes("a record less in the one zone", one, delete));
    for (what, shapes) in [("zones of 200", several), ("one zone", one)] {
        for shape in shapes {
            let sets = shape.zones * shape.records;
            let Reload { made, dropped } = reload(shape);
            println!(
                "a file with {sets:7} sets in {what:12} {made:10.2?}, and {dropped:.2?} to free the last one"
            );
        }
    }
    assert!(worst <= LIMIT, "more than {LIMIT} times as long");
}

/// Measures changes of each shape in turns; returns the ratio of the last to the first.
fn changes(what: &str, shapes: [Shape; 3], change: fn(Shape, usize) -> Change) -> f64 {
    let mut estates = shapes.map(|shape| estate(&text(shape)));
    let mut times = shapes.map(|_| Vec::new());
    for (estate, shape) in estates.iter_mut().zip(shapes) {
        let begin = Instant::now();
        for zone in 0..shape.zones {
            let set = RecordSet::new("first", "A", &["10.7.0.1"]);
            estate.put(Object::RecordSet(zone_id(shape, zone), set)).expect("a change");
        }
        let each = begin.elapsed() / shape.zones as u32;
        println!("the first change of a zone of {:7} sets {each:10.2?}", shape.records);
    }
    for round in 0..ROUNDS {
        for ((estate, shape), times) in estates.iter_mut().zip(shapes).zip(&mut times) {
            let change = change(shape, round);
            let begin = Instant::now();
            let applied = estate.apply(&[change]).expect("a change");
            times.push(begin.elapsed());
            assert_eq!(applied.zones.len(), 1);
        }
    }
    let medians = times.map(median);
    let ratio = |time: Duration| time.as_secs_f64() / medians[0].as_secs_f64();
    for (shape, time) in shapes.iter().zip(medians) {
        let sets = shape.zones * shape.records;
        println!("{what:30} among {sets:7} sets {time:10.2?}  {:.2}", ratio(time));
    }
    ratio(medians[2])
}

fn zone_id(shape: Shape, round: usize) -> ObjectId {
    ObjectId::new(ObjectKind::PrivateDnsZone, None, &format!("z{}.example", round % shape.zones))
}

/// Numbers of sets that are far from each other.
fn far(shape: Shape, round: usize) -> usize {
    round * 7_919 % shape.records
}

fn change(shape: Shape, round: usize) -> Change {
    let (address, name) =
        (format!("10.7.{}.{}", round / 250, round % 250), format!("r{}", far(shape, round)));
    Change::put(Object::RecordSet(zone_id(shape, round), RecordSet::new(&name, "A", &[&address])))
}

fn add(shape: Shape, round: usize) -> Change {
    let set = RecordSet::new(&format!("new{round}"), "A", &["10.7.0.1"]);
    Change::put(Object::RecordSet(zone_id(shape, round), set))
}

fn delete(shape: Shape, round: usize) -> Change {
    Change::Delete(zone_id(shape, round).child("A", &format!("r{}", far(shape, round))))
}

/// How long it takes to put a file into the place of another that differs in one record.
struct Reload {
    /// To make the estate that follows.
    made: Duration,
    /// To give back the memory of the one before.
    dropped: Duration,
}

fn reload(shape: Shape) -> Reload {
    let text = text(shape);
    let mut estate = estate(&text);
    let (mut made, mut dropped) = (Vec::new(), Vec::new());
    for round in 0..RELOADS {
        let config = parse(&text.replacen("10.1.2.3", &format!("10.1.2.{}", 10 + round), 1));
        let begin = Instant::now();
        let next = estate.next(config, &Memory::default(), Path::new("."), Refusals::default());
        made.push(begin.elapsed());
        let before = std::mem::replace(&mut estate, next.expect("a change"));
        let begin = Instant::now();
        drop(before);
        dropped.push(begin.elapsed());
    }
    Reload { made: median(made), dropped: median(dropped) }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn parse(text: &str) -> ConfigFile {
    formats::toml::parse(text, "bench.toml", &mut Refusals::default()).expect("a configuration")
}

fn estate(text: &str) -> Estate {
    Estate::new(parse(text), &Memory::default(), Path::new("."), Refusals::default()).expect("an estate")
}

fn text(shape: Shape) -> String {
    let mut text = "[limits]\nenforce = false\n".to_owned();
    for zone in 0..shape.zones {
        let (high, low) = (zone / 256, zone % 256);
        let _ = writeln!(
            text,
            "[[virtual_network]]\nname = \"v{zone}\"\naddress_space = [\"10.{high}.{low}.0/24\"]\n\
             [[private_dns_zone]]\nname = \"z{zone}.example\"\n\
             virtual_network_link = [{{ name = \"link\", virtual_network = \"v{zone}\" }}]\nrecord_set = ["
        );
        for record in 0..shape.records {
            let _ = writeln!(text, "{{ name = \"r{record}\", type = \"A\", records = [\"10.1.2.3\"] }},");
        }
        text.push_str("]\n");
    }
    text
}
