//! Compiles 1,000 networks, 1,000 zones and 200,000 records, with and without an error in every hundredth record.
//!
//! The limit is 2 s for each. Unknown references and long lines are compared with it: they cost more once. The
//! configurations are text, so parsing is part of the time; a zone file of a million records is loaded too, for load
//! tests need it.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use azure_model::{Memory, Model, Refusals, compile};
use formats::{load, load_text};

/// Networks, and zones.
const OBJECTS: usize = 1000;
/// Record sets of each zone.
const RECORDS: usize = 200;
/// Each of the two models must be done by then.
const LIMIT: Duration = Duration::from_secs(2);

fn main() {
    let good = configuration(|_| true);
    let bad = configuration(|record| record % 100 != 0);
    let one_line = good.replace(",\n", ", ");
    let unknown = good.replace("\"b\", virtual_network = \"v", "\"b\", virtual_network = \"w");
    let mut is_fast = true;
    for (what, text, errors) in [
        ("good", &good, 0),
        ("errors", &bad, OBJECTS * RECORDS / 100),
        ("references", &unknown, OBJECTS),
        ("long lines", &one_line, 0),
    ] {
        let begin = Instant::now();
        let found = load_text(text, "bench.toml").map_or_else(|errors| errors.len(), |_| 0);
        let taken = begin.elapsed();
        assert_eq!(found, errors, "{what}");
        is_fast &= taken < LIMIT;
        println!("{what:12} {taken:8.2?}  {} MiB of text, {found} errors", text.len() >> 20);
    }
    phases(&good);
    zone_files();
    assert!(is_fast, "slower than {LIMIT:?}");
}

/// Writes the configuration; a record for which `is_good` is false has no address.
fn configuration(is_good: impl Fn(usize) -> bool) -> String {
    let mut text = String::new();
    for n in 0..OBJECTS {
        let (high, low) = (n / 256, n % 256);
        let _ = writeln!(
            text,
            "[[virtual_network]]\nname = \"v{n}\"\naddress_space = [\"10.{high}.{low}.0/24\"]\n\
             subnet = [{{ name = \"default\", address_prefixes = [\"10.{high}.{low}.0/24\"] }}]\n\
             [[container_registry]]\nname = \"registry{n}\"\n\
             [[private_endpoint]]\nname = \"pe{n}\"\nvirtual_network = \"v{n}\"\nsubnet = \"default\"\n\
             resource = \"registry{n}\"\n\
             [[private_dns_zone]]\nname = \"z{n}.example\"\n\
             virtual_network_link = [{{ name = \"a\", virtual_network = \"v{n}\" }}, \
             {{ name = \"b\", virtual_network = \"v{}\" }}]\nrecord_set = [",
            (n + 1) % OBJECTS
        );
        for m in 0..RECORDS {
            let last = if is_good(m) { m } else { 256 + m };
            let _ = writeln!(
                text,
                "  {{ name = \"h{m}\", type = \"A\", records = [\"10.{high}.{low}.{last}\"] }},"
            );
        }
        text.push_str("]\n");
    }
    text
}

/// Prints what each step of the way takes.
fn phases(text: &str) {
    let mut refusals = Refusals::default();
    let begin = Instant::now();
    let config = formats::toml::parse(text, "bench.toml", &mut refusals).expect("a configuration");
    let parsed = begin.elapsed();
    let model = Model::new(config, &Memory::default()).expect("a model");
    let resolved = begin.elapsed();
    let compiled = compile(&model).expect("a snapshot");
    let done = begin.elapsed();
    drop(compiled);
    println!("  parse {parsed:.2?}, model {:.2?}, compile {:.2?}", resolved - parsed, done - resolved);
}

/// Loads one network and one zone from a zone file, as load tests do.
fn zone_files() {
    let text = "[limits]\nenforce = false\n\
                [[virtual_network]]\nname = \"hub\"\nclients = [\"127.0.0.0/8\"]\n\
                [[private_dns_zone]]\nname = \"bench.example\"\nzone_file = \"bench.zone\"\n\
                virtual_network_link = [{ name = \"link\", virtual_network = \"hub\" }]\n";
    for count in [10_000, 1_000_000] {
        let mut zone = String::new();
        for n in 0..count {
            let _ = writeln!(zone, "host{n} 300 IN A 10.{}.{}.{}", n >> 16, n >> 8 & 255, n & 255);
        }
        let files = Memory::default().with("bench.toml", text).with("bench.zone", zone);
        let begin = Instant::now();
        let loaded = load("bench.toml".as_ref(), &files).expect("a configuration");
        let taken = begin.elapsed();
        drop(loaded);
        println!("zone file    {taken:8.2?}  {count} records");
    }
}
