//! Scenario files, by three drivers: the engine alone, the program over UDP, the program over TCP. Same file, same answer.

use azure_model::Compiled;
use serde_json::Value;
use test_support::client::{self, Transport};
use test_support::observed::{Observed, SILENCE};
use test_support::program::{Server, seat};
use test_support::scenario::{Expectation, Loaded, load_all};
use zone_store::engine::{Outcome, Query, Resolution};
use zone_store::rdata;
use zone_store::snapshot::{Resolver, Vantage};

use crate::support::{root, serve, zonite};

fn each(mut driver: impl FnMut(&Loaded) -> Vec<String>) {
    let failures: Vec<String> =
        load_all(&root().join("tests/scenarios")).iter().flat_map(&mut driver).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Compares every expectation of a scenario; returns what differs.
fn compare(scenario: &Loaded, mut see: impl FnMut(&Expectation) -> Observed) -> Vec<String> {
    let file = scenario.path.file_name().expect("a file").to_string_lossy().into_owned();
    let compare = |expectation: &Expectation| {
        let Expectation { from, query, rtype, .. } = expectation;
        let difference = expectation.compare(&see(expectation)).err()?;
        Some(format!("{file}: {query} {rtype} from {from}: {difference}"))
    };
    scenario.expect.iter().filter_map(compare).collect()
}

fn by_engine(compiled: &Compiled, expectation: &Expectation) -> Observed {
    let snapshot = &*compiled.snapshot;
    let named = |name: &str| compiled.resolvers.iter().find(|(known, _)| known == name);
    let resolver = match expectation.from.as_str() {
        "internet" => Ok(Resolver::Internet),
        from if from.starts_with('@') => Ok(named(&from[1..]).expect("the resolver").1),
        from => match from.parse() {
            Ok(source) => snapshot.admit(Vantage::BySource, source),
            Err(_) => Ok(Resolver::Client(snapshot.network_named(from).expect("the network"))),
        },
    };
    let query = Query::new(
        expectation.query.parse().expect("a name"),
        rdata::parse_type(&expectation.rtype).expect("a type"),
    );
    match resolver {
        Err(refusal) => {
            refusal.answer().map_or_else(Observed::silence, |answer| Observed::from_answer(&answer))
        }
        Ok(resolver) => match Resolution::new(snapshot, resolver, query).run_offline() {
            Outcome::Answer(answer) => Observed::from_answer(&answer),
            Outcome::Silence(_) => Observed::silence(),
            other @ Outcome::Unknown(_) => panic!("{other:?} in a closed world"),
        },
    }
}

fn by_wire(scenario: &Loaded, server: &Server, transport: Transport, expectation: &Expectation) -> Observed {
    let (source, address) = seat(&scenario.table, server, &expectation.from);
    let rtype = rdata::parse_type(&expectation.rtype).expect("a type");
    let (name, rtype) = (&expectation.query, rtype.into());
    if expectation.rcode.as_deref() == Some(SILENCE)
        && client::is_silent(transport, source, address, name, rtype)
    {
        return Observed::silence();
    }
    Observed::from_message(&client::ask(transport, source, address, name, rtype))
}

fn start(scenario: &Loaded) -> Server {
    serve(&[scenario.config.to_str().expect("a path")])
}

#[test]
fn the_engine_answers_as_expected() {
    each(|scenario| {
        let loaded = azure_model::load(&scenario.config, &azure_model::Disk).expect("a configuration");
        compare(scenario, |expectation| by_engine(&loaded.compiled, expectation))
    });
}

#[test]
fn the_program_answers_as_expected_over_udp() {
    each(|scenario| {
        let server = start(scenario);
        compare(scenario, |expectation| by_wire(scenario, &server, Transport::Udp, expectation))
    });
}

#[test]
fn the_program_answers_as_expected_over_tcp() {
    each(|scenario| {
        let server = start(scenario);
        compare(scenario, |expectation| by_wire(scenario, &server, Transport::Tcp, expectation))
    });
}

#[test]
fn query_json_and_the_wire_agree() {
    each(|scenario| {
        let server = start(scenario);
        scenario
            .expect
            .iter()
            .filter_map(|expectation| disagreement(scenario, &server, expectation))
            .collect()
    });
}

fn disagreement(scenario: &Loaded, server: &Server, expectation: &Expectation) -> Option<String> {
    let Expectation { from, query, rtype, .. } = expectation;
    let config = scenario.config.to_str().expect("a path");
    let asked = match from.strip_prefix('@') {
        Some(_) => zonite(&["query", config, "--from", "internet", "--json", from, query, rtype]),
        None => zonite(&["query", config, "--from", from, "--json", query, rtype]),
    };
    let (code, out, err) = asked;
    if expectation.rcode.as_deref() == Some(SILENCE) {
        assert_eq!(code, Some(1), "{query} {rtype} from {from}: {err}");
        return None;
    }
    assert_eq!(code, Some(0), "{query} {rtype} from {from}: {err}");
    let mut printed = observed(&serde_json::from_str(&out).expect("JSON"));
    let mut wire = by_wire(scenario, server, Transport::Tcp, expectation);
    if scenario.table.contains_key("dns_server") {
        // What a server remembers counts down.
        [&mut printed, &mut wire].into_iter().for_each(Observed::forget_ttls);
    }
    (printed != wire)
        .then(|| format!("{query} {rtype} from {from}:\n  printed {printed:?}\n  wire    {wire:?}"))
}

/// Reads an object of RFC 8427.
fn observed(message: &Value) -> Observed {
    let lines = |key: &str| -> Vec<String> {
        let records = message.get(key).and_then(Value::as_array).into_iter().flatten();
        records.map(record).collect()
    };
    let flag = |(key, name): &(&str, &'static str)| (message[*key] == 1).then_some(*name);
    let flags =
        [("QR", "qr"), ("AA", "aa"), ("TC", "tc"), ("RD", "rd"), ("RA", "ra"), ("AD", "ad"), ("CD", "cd")];
    let rcode = match message["RCODE"].as_u64() {
        Some(0) => "NOERROR",
        Some(1) => "FORMERR",
        Some(2) => "SERVFAIL",
        Some(3) => "NXDOMAIN",
        Some(4) => "NOTIMP",
        Some(5) => "REFUSED",
        other => panic!("RCODE {other:?}"),
    };
    Observed {
        rcode: rcode.to_owned(),
        flags: flags.iter().filter_map(flag).collect(),
        answer: lines("answerRRs"),
        authority: lines("authorityRRs"),
        additional: lines("additionalRRs"),
    }
}

fn record(record: &Value) -> String {
    let kind = record["TYPEname"].as_str().expect("a type");
    let data = record[format!("rdata{kind}")].as_str().expect("data");
    format!("{} {} {kind} {data}", record["NAME"].as_str().expect("an owner"), record["TTL"])
}
