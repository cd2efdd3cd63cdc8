//! What Azure does, one test a fact; the first part of each name is the section of the facts, as `docs/facts.md` says.

mod answers;
mod endpoints;
mod forwarding;
mod zones;

use std::collections::BTreeSet;
use std::path::Path;

use zone_store::record::RecordType;

use super::answers::ask;
use super::load_files;
use azure_model::Loaded;

/// Two networks, a zone that one of them sees, and a registry in two regions.
const BASE: &str = r#"
[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[virtual_network]]
name = "spoke"
location = "eastus"
address_space = ["10.1.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.1.0.0/24"] }]
[[container_registry]]
name = "myregistry"
georeplications = ["northeurope"]
[[private_dns_zone]]
name = "privatelink.azurecr.io"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
"#;

/// An endpoint of the registry in `hub`, whose group is the zone; more keys may follow.
fn endpoint(name: &str, more: &str) -> String {
    format!(
        "[[private_endpoint]]\nname = \"{name}\"\nvirtual_network = \"hub\"\nsubnet = \"default\"\n\
         resource = \"myregistry\"\nprivate_dns_zone_group = [\"privatelink.azurecr.io\"]\n{more}\n"
    )
}

/// Loads [`BASE`] with more behind it.
fn load_base(more: &str) -> Loaded {
    load_files(&format!("{BASE}{more}"), &[]).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Returns RCODE and the last line of what `network` is told about an address.
fn told(loaded: &Loaded, network: &str, name: &str) -> String {
    let mut lines = ask(loaded, network, name, RecordType::A);
    let last = lines.pop().unwrap_or_default();
    match lines.first() {
        Some(rcode) => format!("{rcode}: {last}"),
        None => last,
    }
}

/// Lists `member = address` of an endpoint, in the order of its members.
fn members(loaded: &Loaded, endpoint: usize) -> Vec<String> {
    let members = &loaded.model.endpoints()[endpoint].members;
    members.iter().map(|member| format!("{} = {}", member.kind.member_name(), member.address)).collect()
}

/// Finds the words of a text that are names of tests of a section.
fn test_names(text: &str) -> BTreeSet<&str> {
    let is_name = |word: &&str| {
        let mut parts = word.split('_');
        matches!(parts.next(), Some("s1" | "s2" | "s3" | "s4" | "s6" | "s7"))
            && parts.next().is_some_and(|part| part.parse::<u8>().is_ok())
    };
    text.split(|octet: char| !octet.is_ascii_alphanumeric() && octet != '_').filter(is_name).collect()
}

/// Joins every file of Rust below a folder.
fn read_all(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.fold(String::new(), |text, path| match path.is_dir() {
        true => text + &read_all(&path),
        false if path.extension().is_some_and(|extension| extension == "rs") => {
            text + &std::fs::read_to_string(path).expect("a text")
        }
        false => text,
    })
}

/// Reads the sources of the workspace, and the page.
fn sources_and_page() -> (String, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let sources = read_all(&root.join("crates")) + &read_all(&root.join("tests"));
    (sources, std::fs::read_to_string(root.join("docs/facts.md")).expect("docs/facts.md"))
}

#[test]
fn the_page_of_facts_names_every_test_of_a_fact() {
    let (sources, page) = sources_and_page();
    let (tests, named) = (test_names(&sources), test_names(&page));
    let missing: Vec<_> = tests.difference(&named).collect();
    assert!(missing.is_empty(), "docs/facts.md lacks {missing:?}");
}

#[test]
fn every_fact_has_a_test_or_the_reason_why_not() {
    let (sources, page) = sources_and_page();
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| fact "));
    let mut count = 0;
    for row in rows {
        let last = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        count += 1;
        if last.starts_with("not modelled: ") {
            continue;
        }
        let tests: Vec<&str> = last.split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "no test: {row}");
        for test in tests {
            assert!(sources.contains(&format!("fn {test}() {{")), "no such test: {test}");
        }
    }
    assert!(count > 100, "{count} facts");
}
