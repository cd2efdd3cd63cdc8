//! Every file of tests/scenarios, by four drivers: `zonite test` in process and against a running program, TCP, and
//! `zonite query`. Same file, same answer.

use std::collections::BTreeMap;
use std::thread;

use dns_client::{Patience, PrintedRecord, Transports};
use expectations::compare::{Strictness, compare};
use expectations::seen::{Observation, ObservedOutcome, Suspected};
use expectations::servers::{Reach, Servers};
use expectations::{Observed, SILENCE, Selection, Suite, TestCase, TestFile};
use serde_json::Value;
use test_support::client::{self, LOCAL};
use test_support::program::{Folder, RunningServer};
use zone_store::rdata;

use crate::support::{root, serve, zonite};

const FOLDER: &str = "tests/scenarios";

fn suite() -> Suite {
    let selection = Selection { paths: vec![root().join(FOLDER)], ..Selection::default() };
    let suite = Suite::load(&selection).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert!(suite.files.len() >= 15, "only {} files", suite.files.len());
    suite
}

/// Runs a driver for every file, all at a time; fails with what they return.
fn each(driver: impl Fn(&TestFile) -> Vec<String> + Sync) {
    let suite = suite();
    let failures: Vec<String> = thread::scope(|scope| {
        let runs: Vec<_> = suite.files.iter().map(|file| scope.spawn(|| driver(file))).collect();
        runs.into_iter().flat_map(|run| run.join().expect("a driver")).collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn start(file: &TestFile) -> RunningServer {
    serve(&[file.config.path.to_str().expect("a path")])
}

/// Reads what `zonite test --json` printed: by line, the status and what was seen without TTLs and reasons.
fn results(out: &str) -> BTreeMap<u64, (String, Value)> {
    let json: Value = serde_json::from_str(out).unwrap_or_else(|error| panic!("{error}: {out}"));
    let result = |one: &Value| {
        let status = one["status"].as_str().expect("a status").to_owned();
        (one["line"].as_u64().expect("a line"), (status, without_ttls(&one["seen"])))
    };
    json["expectations"].as_array().expect("results").iter().map(result).collect()
}

fn without_ttls(seen: &Value) -> Value {
    let mut seen = seen.clone();
    for key in ["answer", "authority", "additional"] {
        for line in seen[key].as_array_mut().into_iter().flatten() {
            let text = line.as_str().expect("a record");
            let mut fields: Vec<&str> = text.split(' ').collect();
            fields[1] = "*";
            *line = fields.join(" ").into();
        }
    }
    let object = seen.as_object_mut().expect("something was seen");
    ["reason", "errors", "explains"].into_iter().for_each(|key| drop(object.remove(key)));
    seen
}

#[test]
fn in_process_and_against_a_running_program_the_results_are_equal() {
    each(|file| {
        let path = file.path.to_str().expect("a path");
        let server = start(file);
        let folder = Folder::new();
        let ready = server.ready_file(&folder);
        let (code, in_process, err) = zonite(&["test", "--json", path]);
        assert_eq!(code, Some(0), "{path}: {in_process}{err}");
        let ready = ready.to_str().expect("a path");
        let (code, running, err) = zonite(&["test", "--json", "--ready-file", ready, path]);
        assert_eq!(code, Some(0), "{path}: {running}{err}");
        let (in_process, running) = (results(&in_process), results(&running));
        assert_eq!(in_process.len(), file.cases.len(), "{path}");
        let differs = |line: &&u64| in_process[line] != running[line] || in_process[line].0 != "passed";
        let failure = |line: &u64| format!("{path}:{line}: {:?}\n  {:?}", in_process[line], running[line]);
        in_process.keys().filter(differs).map(failure).collect()
    });
}

/// Asks over TCP.
fn by_tcp(file: &TestFile, server: &RunningServer, case: &TestCase) -> Observed {
    let servers =
        Servers { reach: Reach::Listeners(server.addresses.clone()), patience: Patience::default() };
    let (source, addresses) = servers.way(&file.config, case).expect("a listener");
    let client = client::client(Transports::TcpOnly, source.unwrap_or(LOCAL), addresses[0]);
    let query = &case.expectation.query;
    let expects_silence = case.expectation.wanted.rcode.as_deref() == Some(SILENCE);
    if expects_silence && client::is_silent(client, query) {
        return Observed::silence();
    }
    client.ask(query).expect("an answer").into()
}

#[test]
fn the_program_answers_as_expected_over_tcp() {
    each(|file| {
        let server = start(file);
        let failure = |case: &TestCase| {
            let seen = match by_tcp(file, &server, case) {
                observed if observed.rcode == SILENCE => ObservedOutcome::Silence(String::new()),
                observed => ObservedOutcome::Answer(observed),
            };
            let suspected = Suspected::NotKnown(String::new());
            let seen = Observation { outcome: seen, suspected, dig: String::new() };
            let compared = compare(&case.expectation.wanted, &seen, Strictness::Wire).expect("compared");
            let place = format!("{}:{}", file.path.display(), case.expectation.place.line);
            (!compared.differences.is_empty()).then(|| format!("{place}: {:?}", compared.differences))
        };
        file.cases.iter().filter_map(failure).collect()
    });
}

#[test]
fn query_json_and_the_wire_agree() {
    each(|file| {
        let server = start(file);
        file.cases.iter().filter_map(|case| disagreement(file, &server, case)).collect()
    });
}

fn disagreement(file: &TestFile, server: &RunningServer, case: &TestCase) -> Option<String> {
    let expectation = &case.expectation;
    let (from, query) = (&*expectation.from, expectation.query.name.to_string());
    let rtype = rdata::type_name(expectation.query.rtype).to_string();
    let config = file.config.path.to_str().expect("a path");
    let (code, out, err) = match from.strip_prefix('@') {
        Some(_) => zonite(&["query", config, "--from", "internet", "--json", from, &query, &rtype]),
        None => zonite(&["query", config, "--from", from, "--json", &query, &rtype]),
    };
    if expectation.wanted.rcode.as_deref() == Some(SILENCE) {
        assert_eq!(code, Some(1), "{query} {rtype} from {from}: {err}");
        return None;
    }
    assert_eq!(code, Some(0), "{query} {rtype} from {from}: {err}");
    let mut printed = observed(&serde_json::from_str(&out).expect("JSON"));
    let mut wire = by_tcp(file, server, case);
    wire.errors.clear();
    if !file.config.loaded.model.servers().is_empty() {
        // What a server remembers counts down.
        [&mut printed, &mut wire].into_iter().for_each(Observed::forget_details);
    }
    (printed != wire)
        .then(|| format!("{query} {rtype} from {from}:\n  printed {printed:?}\n  wire    {wire:?}"))
}

/// Reads an object of RFC 8427.
fn observed(message: &Value) -> Observed {
    let lines = |key: &str| -> Vec<PrintedRecord> {
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
        errors: Vec::new(),
    }
}

fn record(record: &Value) -> PrintedRecord {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let kind = text(&record["TYPEname"]);
    PrintedRecord {
        owner: text(&record["NAME"]),
        ttl: u32::try_from(record["TTL"].as_u64().expect("a TTL")).expect("a TTL"),
        data: text(&record[format!("rdata{kind}")]),
        kind,
    }
}
