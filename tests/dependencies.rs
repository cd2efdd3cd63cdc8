//! The walls between the crates, and what the dependencies may be.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::cargo;

/// Names of everything a crate is built from, itself among them.
fn tree(name: &str) -> BTreeSet<String> {
    let out = cargo(&["tree", "--locked", "--package", name, "--edges", "normal", "--prefix", "none"]);
    out.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn no_crate_holds_what_is_not_its_business() {
    for (name, forbidden) in [
        ("zone-store", &["tokio", "mio", "hickory-server", "azure-model", "dns-server", "toml"][..]),
        (
            "azure-catalogue",
            &["tokio", "mio", "hickory-server", "dns-server", "azure-objects", "azure-model"],
        ),
        (
            "azure-objects",
            &["tokio", "mio", "hickory-server", "dns-server", "azure-model", "insight", "toml"],
        ),
        ("azure-model", &["tokio", "mio", "hickory-server", "dns-server", "insight", "formats", "toml"]),
        ("formats", &["tokio", "mio", "hickory-server", "dns-server", "insight", "clap"]),
        ("insight", &["tokio", "mio", "hickory-server", "dns-server", "host", "clap"]),
        ("dns-client", &["tokio", "mio", "dns-server", "azure-catalogue", "azure-objects", "clap"]),
        ("lab", &["tokio", "mio", "hickory-server", "dns-server"]),
        ("dns-server", &["azure-catalogue", "azure-objects", "azure-model", "insight"]),
        ("host", &["clap", "anyhow", "tracing-subscriber", "serde_json", "dns-client"]),
        ("expectations", &["tokio", "mio", "hickory-server", "dns-server", "clap", "anyhow"]),
        // Other people's tests are built with it.
        ("zonite-testing", &["clap", "anyhow", "tracing-subscriber", "serde_json"]),
    ] {
        let tree = tree(name);
        assert!(tree.contains("zone-store"), "{name}: {tree:?}");
        let held: Vec<_> = forbidden.iter().filter(|crate_| tree.contains(**crate_)).collect();
        assert!(held.is_empty(), "{name} holds {held:?}");
    }
}

/// Looks at the dependencies of every platform, not only of this one. Cargo downloads those that this machine does not
/// build, so this needs a network on a machine that has never looked at them.
#[test]
fn every_dependency_is_licensed_compatibly_and_comes_from_the_registry() {
    let allowed = [
        "MIT",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "MPL-2.0",
        "Unicode-3.0",
        "Zlib",
        "Unlicense",
        "0BSD",
        "CC0-1.0",
        "MIT-0",
    ];
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--locked", "--format-version", "1"])).expect("JSON");
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a name");
        if package["source"].as_str().is_some_and(|source| !source.starts_with("registry+")) {
            wrong.push(format!("{name} comes from {}", package["source"]));
        }
        let licence = package["license"].as_str().unwrap_or_default();
        if !fits(&licence.replace('/', " OR "), &allowed) {
            wrong.push(format!("{name} is licensed {licence:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Evaluates a licence expression: OR leaves the choice, AND does not and binds tighter (SPDX, annex D).
fn fits(expression: &str, allowed: &[&str]) -> bool {
    let expression = expression.trim();
    if let Some((left, right)) = split_outside(expression, " OR ") {
        return fits(left, allowed) || fits(right, allowed);
    }
    if let Some((left, right)) = split_outside(expression, " AND ") {
        return fits(left, allowed) && fits(right, allowed);
    }
    match expression.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => fits(inner, allowed),
        // A later version may be chosen, and need not (SPDX, annex D).
        None => allowed.contains(&expression.strip_suffix('+').unwrap_or(expression)),
    }
}

/// Splits at the first operator that no parenthesis encloses.
fn split_outside<'e>(expression: &'e str, operator: &str) -> Option<(&'e str, &'e str)> {
    let depth = |at: usize| {
        let (open, close) = (expression[..at].matches('(').count(), expression[..at].matches(')').count());
        open - close
    };
    let at = expression.match_indices(operator).map(|(at, _)| at).find(|&at| depth(at) == 0)?;
    Some((&expression[..at], &expression[at + operator.len()..]))
}

#[test]
fn licence_expressions_are_evaluated_as_written() {
    let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"];
    for (expression, want) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("MIT OR GPL-3.0", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0", false),
        ("GPL-3.0 AND MIT OR Apache-2.0", true),
        ("Apache-2.0+", true),
        ("GPL-3.0+", false),
        ("", false),
    ] {
        assert_eq!(fits(expression, &allowed), want, "{expression}");
    }
}
