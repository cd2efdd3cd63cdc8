//! Every reason of the registry, each with what triggers it; and what a refusal says beside its sentence.

mod objects;
mod records;
mod written;

use std::collections::BTreeSet;
use std::path::Path;

use azure_objects::config_file::{PrivateDnsZone, VirtualNetwork, VirtualNetworkLink};
use azure_objects::refusal::{self, ReasonEntry};
use azure_objects::{Change, Object, Refusal, Refusals};

use super::FINE;
use azure_model::{ConfigFile, Estate, Memory};

/// The names of a reason.
type ReasonName = (&'static str, &'static str);

/// What triggers a reason: tables that stand before [`FINE`], the network "hub" and the registry "myregistry".
struct Case {
    reason: ReasonName,
    text: String,
}

/// Names the reasons of a family, each with the text that triggers it.
fn cases<const N: usize>(family: &'static str, texts: [(&'static str, &str); N]) -> Vec<Case> {
    texts.map(|(name, text)| Case { reason: (family, name), text: text.to_owned() }).into()
}

/// A second network.
const SPOKE: &str = r#"[[virtual_network]]
name = "spoke"
address_space = ["10.1.0.0/16"]
subnet = [{ name = "small", address_prefixes = ["10.1.0.0/29"] }, { name = "large", address_prefixes = ["10.1.16.0/20"] }]
"#;

/// The zone of registries, linked to nothing.
const ZONE: &str = "[[private_dns_zone]]\nname = \"privatelink.azurecr.io\"\n";

fn all() -> Vec<Case> {
    let families = [
        written::syntax(),
        written::values(),
        written::names(),
        written::references(),
        written::limits(),
        objects::networks(),
        objects::zones(),
        objects::links(),
        records::record_sets(),
        records::records_together(),
        objects::endpoints(),
        objects::registries(),
        objects::resources(),
        objects::rulesets(),
        objects::servers(),
    ];
    families.into_iter().flatten().collect()
}

/// Returns the files beside a text.
fn files() -> Memory {
    Memory::default()
        .with("bad.zone", "w A\n")
        .with("skipped.zone", "x CAA 0 issue \"ca.example\"\n")
        .with("again.zone", "w A 10.0.0.4\n")
        .with("low-soa.zone", "low SOA a. b. 1 2 3 4 5\n")
}

/// Returns everything that is refused of a text, and everything that it warns of.
fn refusals_of(text: &str) -> Vec<Refusal> {
    match formats::load("zonite.toml".as_ref(), &files().with("zonite.toml", format!("{text}\n{FINE}"))) {
        Ok(loaded) => loaded.warnings,
        Err(refusals) => refusals,
    }
}

/// Returns the same of the objects of a text, as if code had built them.
fn refusals_in_code(text: &str) -> Vec<Refusal> {
    let mut refusals = Refusals::default();
    let config = formats::toml::parse_in_code(&format!("{text}\n{FINE}"), &mut refusals);
    assert!(!refusals.has_errors(), "{refusals:#?}");
    let config = config.expect("a configuration");
    match Estate::new(config, &files(), Path::new("."), refusals) {
        Ok(estate) => estate.loaded().warnings.clone(),
        Err(refusals) => refusals,
    }
}

/// Returns what is refused of files that cannot be read, and of changes of an estate.
fn refusals_without_a_text() -> Vec<Refusal> {
    let unreadable =
        formats::load("none.toml".as_ref(), &Memory::default()).map(|_| ()).expect_err("a refusal");
    let mut config = ConfigFile::default();
    let name = |text: &str| text.parse::<zone_store::name::Name>().expect("a name");
    config.virtual_networks.push(VirtualNetwork::new("hub"));
    let mut linked = PrivateDnsZone::new(name("a.example"));
    linked.virtual_network_links.push(VirtualNetworkLink::new("link", "hub"));
    config.private_dns_zones.push(linked.clone());
    let estate = Estate::new(config, &Memory::default(), Path::new("."), Refusals::default());
    let mut estate = estate.expect("an estate");
    let mut with_file = PrivateDnsZone::new(name("b.example"));
    with_file.zone_file = Some("b.zone".into());
    let changes = [
        Change::Delete(linked.id()),
        Change::Delete(PrivateDnsZone::new(name("none.example")).id()),
        Change::put(Object::PrivateDnsZone(with_file)),
    ];
    let refused = changes.iter().map(|change| estate.apply(std::slice::from_ref(change)));
    unreadable.into_iter().chain(refused.filter_map(Result::err).flatten()).collect()
}

fn name_of(entry: &ReasonEntry) -> ReasonName {
    (entry.family, entry.name)
}

#[test]
fn every_reason_is_triggered() {
    let mut left: BTreeSet<ReasonName> = refusal::registry().map(name_of).collect();
    for Case { reason, text } in all() {
        let refusals = refusals_of(&text);
        let found: Vec<ReasonName> = refusals.iter().map(|one| name_of(one.reason.entry())).collect();
        assert!(found.contains(&reason), "{reason:?} is not among {refusals:#?} of\n{text}");
        assert!(left.remove(&reason), "{reason:?} has two cases, or is not in the registry");
    }
    for refusal in refusals_without_a_text() {
        left.remove(&name_of(refusal.reason.entry()));
    }
    assert_eq!(left, BTreeSet::new(), "add a case for each");
}

#[test]
fn objects_that_code_has_built_are_refused_alike() {
    for Case { reason, text } in all().into_iter().filter(|case| !matches!(case.reason.0, "syntax" | "value"))
    {
        let refusals = refusals_in_code(&text);
        let found: Vec<ReasonName> = refusals.iter().map(|one| name_of(one.reason.entry())).collect();
        assert!(found.contains(&reason), "{reason:?} is not among {refusals:#?} of\n{text}");
    }
}

#[test]
fn a_refusal_of_an_object_says_which_one() {
    // No object is refused: files and settings of this program, what lies between objects, and the one tree of public names.
    const WITHOUT: [&str; 10] = [
        "AzureAsUpstream",
        "OwnListener",
        "ListenerTaken",
        "SharedClients",
        "SharedAddress",
        "UnknownServer",
        "UnknownPlaceholder",
        "UnknownResourcePlaceholder",
        "TwiceInChain",
        "InZone",
    ];
    let is_without =
        |entry: &ReasonEntry| matches!(entry.family, "syntax" | "value") || WITHOUT.contains(&entry.name);
    let refusals =
        all().into_iter().flat_map(|case| refusals_of(&case.text)).chain(refusals_without_a_text());
    for refusal in refusals.filter(|one| !is_without(one.reason.entry())) {
        assert!(refusal.subject.is_some(), "{refusal:#?}");
    }
}

#[test]
fn every_refusal_is_an_error_of_arm() {
    let refusals =
        all().into_iter().flat_map(|case| refusals_of(&case.text)).chain(refusals_without_a_text());
    for refusal in refusals {
        let arm = refusal.to_arm();
        assert!((400..500).contains(&arm.status) && arm.status != 429, "{arm:?}");
        assert!(arm.code.chars().all(char::is_alphanumeric) && !arm.message.is_empty(), "{arm:?}");
        let azure = refusal.reason.entry().azure.as_ref();
        if azure.is_some_and(|azure| azure.message.is_some()) {
            assert!(!arm.message.contains(['{', '}']) && !arm.message.contains("  "), "{arm:?}");
            assert!(!arm.message.contains("''"), "{arm:?}");
        }
    }
}
