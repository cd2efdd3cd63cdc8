//! Changes one record among 1,000, 20,000 and 200,000 sets, 200 to a zone: what a change costs must not grow with the estate.
//!
//! Prints the median of each size and the ratio to the smallest, which is at most 1.5; then what it takes to put a file into
//! the place of one that differs in one record, without parsing. That grows with the file, for all of it is compared.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use azure_model::{ConfigFile, Estate, Memory, Refusals};
use azure_objects::config_file::RecordSet;
use azure_objects::id::{ObjectId, ObjectKind};
use azure_objects::object::{Change, Object};

/// Record sets of each zone.
const RECORDS: usize = 200;
/// Numbers of zones.
const ZONES: [usize; 3] = [5, 100, 1000];
/// Changes of each size, in turns: what the machine does meanwhile disturbs all alike.
const ROUNDS: usize = 300;
/// Most that the largest estate may cost, in terms of the smallest.
const LIMIT: f64 = 1.5;

fn main() {
    let mut estates = ZONES.map(|zones| estate(&text(zones)));
    let mut times = ZONES.map(|_| Vec::new());
    for round in 0..ROUNDS {
        for ((estate, zones), times) in estates.iter_mut().zip(ZONES).zip(&mut times) {
            times.push(change_one(estate, round % zones, round));
        }
    }
    let medians = times.map(median);
    let ratio = |time: Duration| time.as_secs_f64() / medians[0].as_secs_f64();
    for (zones, time) in ZONES.iter().zip(medians) {
        println!("one record among {:7} sets {time:10.2?}  {:.2}", zones * RECORDS, ratio(time));
    }
    for zones in ZONES {
        let mut estate = estate(&text(zones));
        let config = parse(&text(zones).replacen("10.1.2.3", "10.1.2.4", 1));
        let begin = Instant::now();
        let applied = estate.replace(config, &Memory::default(), Path::new("."), Refusals::default());
        let taken = begin.elapsed();
        let made = applied.expect("a change").zones.len();
        println!("a file with {:7} sets     {taken:10.2?}  {made} zones made anew", zones * RECORDS);
    }
    assert!(ratio(medians[2]) <= LIMIT, "more than {LIMIT} times as long");
}

fn change_one(estate: &mut Estate, zone: usize, round: usize) -> Duration {
    let zone = ObjectId::new(ObjectKind::PrivateDnsZone, None, &format!("z{zone}.example"));
    let address = format!("10.7.{}.{}", round / 250, round % 250);
    let change = Change::put(Object::RecordSet(zone, RecordSet::new("r7", "A", &[&address])));
    let begin = Instant::now();
    let applied = estate.apply(&[change]).expect("a change");
    let taken = begin.elapsed();
    assert_eq!(applied.zones.len(), 1);
    taken
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

fn text(zones: usize) -> String {
    let mut text = String::new();
    for zone in 0..zones {
        let (high, low) = (zone / 256, zone % 256);
        let _ = writeln!(
            text,
            "[[virtual_network]]\nname = \"v{zone}\"\naddress_space = [\"10.{high}.{low}.0/24\"]\n\
             [[private_dns_zone]]\nname = \"z{zone}.example\"\n\
             virtual_network_link = [{{ name = \"link\", virtual_network = \"v{zone}\" }}]\nrecord_set = ["
        );
        for record in 0..RECORDS {
            let _ = writeln!(text, "{{ name = \"r{record}\", type = \"A\", records = [\"10.1.2.3\"] }},");
        }
        text.push_str("]\n");
    }
    text
}
