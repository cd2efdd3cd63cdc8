//! `zonite check` as it is called: formats, exit codes, what is allowed and denied.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{cargo, check_schema, root, zonite};

/// Runs `check` and reads its JSON.
fn json(args: &[&str]) -> (Option<i32>, Vec<Value>) {
    let all: Vec<&str> = ["check", "--format", "json"].iter().chain(args).copied().collect();
    let (code, out, err) = zonite(&all);
    let found = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{args:?}: {error}\n{out}{err}"));
    (code, found)
}

/// What is found in the ready configurations; all others are right.
const MEANT: [(&str, &[&str]); 9] = [
    ("wrong-zone-linked-to-spoke-only", &["M1"]),
    ("wrong-privatelink-forwarder", &["M2"]),
    ("wrong-straight-to-azure", &["M11"]),
    ("wrong-rule-bypasses-zone", &["M14"]),
    // It says of itself that a reverse zone hides machines.
    ("auto-registration", &["M5"]),
    // It says of itself that a record was forgotten.
    ("geo-replicated", &["M4"]),
    // Registries and accounts of somebody else, NXDOMAIN on purpose: of severity info.
    ("four-networks", &["M6"]),
    ("on-premises-manual-records", &["M6"]),
    ("storage-and-keyvault", &["M6"]),
];

#[test]
fn ready_configurations_have_the_mistakes_that_they_show_and_no_others() {
    let meant = BTreeMap::from(MEANT);
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("config")).expect("config/") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let (code, found) = json(&[path.to_str().expect("a path")]);
        let mut ids: Vec<&str> = found.iter().filter_map(|finding| finding["rule"].as_str()).collect();
        ids.dedup();
        let want = meant.get(name).copied().unwrap_or_default();
        assert_eq!(ids, want, "{name}: {found:#?}");
        assert!(want.is_empty() || name.starts_with("wrong-") || ids != ["M1"], "{name}");
        let counts = found.iter().any(|finding| finding["severity"] != "info");
        assert_eq!(code, Some(i32::from(counts)), "{name}");
        seen += usize::from(meant.contains_key(name));
    }
    assert_eq!(seen, MEANT.len(), "a configuration of the table is gone");
}

#[test]
fn the_exit_code_says_whether_something_counts() {
    for (args, want) in [
        (&["docs/findings/M1.fixed.toml"][..], 0),
        (&["docs/findings/M1.toml"], 1),
        (&["--allow", "M1", "docs/findings/M1.toml"], 0),
        (&["--allow", "zone-not-linked", "docs/findings/M1.toml"], 0),
        (&["--allow", "m2", "docs/findings/M1.toml"], 1),
        (&["docs/findings/M6.toml"], 0),
        (&["--deny", "M6", "docs/findings/M6.toml"], 1),
        (&["--deny", "warnings", "docs/findings/M6.toml"], 0),
        (&["docs/findings/M28.toml"], 2),
        (&["no/such.toml"], 2),
        (&["--list"], 0),
        (&["--deny", "M99", "docs/findings/M1.toml"], 2),
    ] {
        let all: Vec<&str> = ["check"].iter().chain(args).copied().collect();
        let (code, out, err) = zonite(&all);
        assert_eq!(code, Some(want), "{args:?}: {out}{err}");
    }
}

#[test]
fn what_is_denied_is_an_error() {
    let severity = |args: &[&str]| json(args).1[0]["severity"].clone();
    assert_eq!(severity(&["docs/findings/M1.toml"]), "warning");
    assert_eq!(severity(&["--deny", "warnings", "docs/findings/M1.toml"]), "error");
    assert_eq!(severity(&["--deny", "zone-not-linked", "docs/findings/M1.toml"]), "error");
    assert_eq!(severity(&["--deny", "M2", "docs/findings/M1.toml"]), "warning");
}

#[test]
fn an_unknown_id_is_told_with_what_was_meant() {
    let (_, _, err) = zonite(&["check", "--allow", "linked"]);
    assert!(err.contains("did you mean \"zone-not-linked\""), "{err}");
}

#[test]
fn json_has_every_part_of_a_finding() {
    let (_, found) = json(&["docs/findings/M3.toml"]);
    let keys =
        ["rule", "name", "severity", "file", "line", "column", "key", "value", "problem", "fix", "page"];
    for key in keys {
        assert!(found[0].get(key).is_some(), "{key}: {found:#?}");
    }
    assert_eq!((&found[0]["line"], &found[0]["key"]), (&8.into(), &"private_dns_zone[0].name".into()));
    assert_eq!(found[0]["page"], "docs/findings/M3.md");
    let (_, refused) = json(&["no/such.toml"]);
    assert_eq!((&refused[0]["rule"], &refused[0]["page"]), (&"error".into(), &Value::Null));
}

/// The schema comes with the crate serde-sarif, which is compiled for this test alone.
#[test]
fn sarif_is_what_its_schema_says() {
    for file in ["docs/findings/M1.toml", "docs/findings/L8.toml", "docs/findings/M28.toml", "no/such.toml"] {
        let (_, out, err) = zonite(&["check", "--format", "sarif", file]);
        let log: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"));
        check_schema(&schema(), &[out]);
        let results = log["runs"][0]["results"].as_array().expect("results");
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
        assert!(!results.is_empty(), "{file}");
        for result in results {
            assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result:#}");
        }
    }
}

#[test]
#[should_panic(expected = "2.1.1")]
fn the_schema_of_sarif_refuses_another_version() {
    let (_, out, _) = zonite(&["check", "--format", "sarif", "docs/findings/M1.toml"]);
    check_schema(&schema(), &[out.replace("\"version\": \"2.1.0\"", "\"version\": \"2.1.1\"")]);
}

/// Finds the official schema, OASIS's, among the sources of a crate that was built anyway.
fn schema() -> PathBuf {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc").stdout;
    let version = String::from_utf8(version).expect("UTF-8");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("the host");
    let metadata = cargo(&["metadata", "--locked", "--format-version", "1", "--filter-platform", host]);
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").expect("serde-sarif");
    Path::new(package["manifest_path"].as_str().expect("a path")).with_file_name("src/schema.json")
}

#[test]
fn a_line_is_shown_with_a_mark_under_what_is_meant() {
    let (_, out, _) = zonite(&["check", "docs/findings/M14.toml"]);
    let lines: Vec<&str> = out.lines().collect();
    let (line, mark) = (lines[2], lines[3]);
    let from = mark.find('^').expect("a mark");
    assert_eq!(&line[from..from + mark[from..].len()], "\"myacr.azurecr.io.\"", "{out}");
}
