//! Names in the sources: one name stands for one type, and no function takes a tuple.
//!
//! The sources are read as text. That is enough for code that rustfmt has laid out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::documents::{files, text};
use crate::support::root;

/// Names that two types have on purpose, with the reason.
const MEANT: [(&str, &str); 10] = [
    ("Answer", "the data of the engine's answer; and what zonite-testing shows to tests of other people"),
    ("Forwarder", AS_WRITTEN_AND_RESOLVED),
    ("InboundEndpoint", AS_WRITTEN_AND_RESOLVED),
    ("InternetZone", AS_WRITTEN_AND_RESOLVED),
    ("Limits", AS_WRITTEN_AND_RESOLVED),
    ("Network", AS_WRITTEN_AND_RESOLVED),
    ("PrivateDnsResolver", AS_WRITTEN_AND_RESOLVED),
    ("PrivateLinkResource", AS_WRITTEN_AND_RESOLVED),
    (
        "RecordSet",
        "the object of a configuration; and the set as a zone holds it, which RFC 9499 calls by the same name",
    ),
    ("Subnet", AS_WRITTEN_AND_RESOLVED),
];

/// Why an object of Azure has the same name in two crates.
const AS_WRITTEN_AND_RESOLVED: &str =
    "an object as it is written (azure-objects: references are names), and as it is resolved (azure-model)";

/// Names that several types still have, and how many. To be renamed; nothing is to be added.
const SHARED: [(&str, usize); 5] = [("Known", 5), ("Place", 2), ("Record", 2), ("Rule", 3), ("Zone", 2)];

/// Functions that still take a tuple. To be changed; nothing is to be added.
const WITH_TUPLES: [&str; 9] = [
    "crates/azure-model/src/model/addresses.rs: allocate",
    "crates/azure-model/src/model/endpoints.rs: give_addresses",
    "crates/azure-model/src/model/endpoints.rs: resolve_member",
    "crates/azure-model/src/model/endpoints.rs: check_missing",
    "crates/azure-model/src/model/endpoints.rs: allocate_addresses",
    "crates/azure-model/src/model/forwarding.rs: dns_servers",
    "crates/azure-model/src/model/networks.rs: check_name",
    "crates/azure-model/src/model/rulesets.rs: resolve_rules",
    "crates/azure-model/src/model/targets.rs: add",
];

/// Returns the sources of the workspace's crates, without tests and benches.
fn sources() -> Vec<PathBuf> {
    let crates = root().join("crates");
    let is_test = |path: &Path| {
        let inside = path.strip_prefix(&crates).unwrap_or(path);
        let mut parts = inside.iter().map(|part| part.to_string_lossy());
        parts.any(|part| matches!(&*part, "tests" | "benches" | "tests.rs"))
    };
    files(&[".rs"]).into_iter().filter(|path| path.starts_with(&crates) && !is_test(path)).collect()
}

fn named(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Returns the name of the type that a line begins to define. Associated types, which are indented, are not counted, nor is
/// what a macro leaves to its user.
fn defined(line: &str) -> Option<&str> {
    let code = line.trim_start();
    let code = match code.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.strip_prefix(' ')?,
        None => code,
    };
    let (keyword, rest) = code.split_once(' ')?;
    let defines = matches!(keyword, "struct" | "enum" | "trait" | "union");
    let is_alias = keyword == "type" && !line.starts_with(' ');
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    (defines || is_alias).then(|| &rest[..end]).filter(|name| !name.is_empty())
}

#[test]
fn one_name_stands_for_one_type() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in sources() {
        for (index, line) in text(&file).lines().enumerate() {
            if let Some(name) = defined(line) {
                places.entry(name.to_owned()).or_default().push(format!("{}:{}", named(&file), index + 1));
            }
        }
    }
    assert!(places.len() > 200, "only {} types", places.len());
    let allowed = |name: &str| {
        let meant = MEANT.iter().find(|(known, _)| *known == name).map(|_| 2);
        meant.or(SHARED.iter().find(|(known, _)| *known == name).map(|(_, count)| *count)).unwrap_or(1)
    };
    for (name, places) in &places {
        assert!(places.len() <= allowed(name), "{name} stands for {} types: {places:#?}", places.len());
    }
    for (name, _) in SHARED {
        let count = places.get(name).map_or(0, Vec::len);
        assert!(count > 1, "{name} stands for {count} types: take it from the list in tests/names.rs");
    }
}

#[test]
fn definitions_are_recognised() {
    for (line, name) in [
        ("pub(crate) struct Place {", Some("Place")),
        ("pub enum Kind<'a> {", Some("Kind")),
        ("    struct Inner;", Some("Inner")),
        ("type Shared = Arc<Snapshot>;", Some("Shared")),
        ("    type Item = u8;", None),
        ("        pub enum $name {", None),
        ("// a struct Place", None),
        ("let structure = 1;", None),
    ] {
        assert_eq!(defined(line), name, "{line}");
    }
}

/// Returns what stands between a bracket at the start of a text and the one that closes it.
fn inside(code: &str) -> &str {
    let mut depth = 0;
    let mut before = ' ';
    for (index, c) in code.char_indices() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            '>' if matches!(before, '-' | '=') => {}
            ')' | ']' | '}' | '>' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &code[1..index];
        }
        before = c;
    }
    code
}

/// Splits at a separator that stands in no brackets.
fn split_outside(code: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    let mut before = ' ';
    for (index, c) in code.char_indices() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            '>' if matches!(before, '-' | '=') => {}
            ')' | ']' | '}' | '>' => depth -= 1,
            _ if c == separator && depth == 0 => {
                parts.push(&code[start..index]);
                start = index + c.len_utf8();
            }
            _ => {}
        }
        before = c;
    }
    parts.push(&code[start..]);
    parts
}

/// Tells whether a parameter, `pattern: type`, is a tuple or refers to one.
fn is_tuple(parameter: &str) -> bool {
    let parts = split_outside(parameter, ':');
    let [_, of_type] = parts.as_slice() else { return false };
    let of_type = of_type.trim().trim_start_matches("&mut ").trim_start_matches('&');
    let of_type = match of_type.strip_prefix('\'') {
        Some(lifetime) => lifetime.split_once(' ').map_or("", |(_, rest)| rest).trim_start_matches("mut "),
        None => of_type,
    };
    of_type.starts_with('(') && !of_type.starts_with("()")
}

/// Returns the names of the functions of a source that take a tuple.
fn functions_with_tuples(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let code = source.match_indices("fn ").map(|(index, _)| (index, &source[index + 3..]));
    for (index, rest) in code {
        let line = source[..index].rsplit('\n').next().unwrap_or_default();
        let is_code = line.chars().all(|c| c.is_ascii_lowercase() || " ()".contains(c));
        let Some(end) = rest.find(['(', '<']).filter(|_| is_code) else { continue };
        let (name, mut rest) = rest.split_at(end);
        if rest.starts_with('<') {
            rest = &rest[inside(rest).len() + 2..];
        }
        if split_outside(inside(rest), ',').into_iter().any(is_tuple) {
            found.push(name);
        }
    }
    found
}

#[test]
fn no_function_takes_a_tuple() {
    let mut found = Vec::new();
    for file in files(&[".rs"]).iter().filter(|file| !file.starts_with(root().join("target"))) {
        let text = text(file);
        found.extend(functions_with_tuples(&text).iter().map(|name| format!("{}: {name}", named(file))));
    }
    for function in &found {
        assert!(WITH_TUPLES.contains(&function.as_str()), "{function} takes a tuple: name its parts");
    }
    for function in WITH_TUPLES {
        let is_there = found.iter().any(|known| known == function);
        assert!(is_there, "{function} takes no tuple: take it from the list in tests/names.rs");
    }
}

#[test]
fn tuples_are_recognised() {
    for (code, takes) in [
        ("fn add((id, ids): (ServerId, &Identifiers)) {}", true),
        ("pub(crate) fn row(pair: &(String, u8)) {}", true),
        ("fn each<'a>(pair: &'a (String, u8)) {}", true),
        ("fn map<F: Fn(u8) -> u8>(\n    f: F,\n    (low, high): (u8, u8),\n) {}", true),
        ("fn all(pairs: &[(u8, u8)]) {}", false),
        ("fn call(f: impl Fn((u8, u8)) -> u8) {}", false),
        ("fn unit(nothing: ()) {}", false),
        ("// fn old(pair: (u8, u8))", false),
    ] {
        assert_eq!(!functions_with_tuples(code).is_empty(), takes, "{code}");
    }
}
