//! When a public path is a finding, and when it is not.

use std::path::Path;

use zone_store::engine::{Outcome, Query, Resolution};
use zone_store::record::RecordType;
use zone_store::snapshot::Resolver;

use crate::diagnosis::lint::within;
use crate::diagnosis::{Case, lint, suspects};
use azure_model::{Loaded, Memory};
use formats::{ConfigurationText, load_text};

/// A registry with an endpoint in a linked network, and a spoke whose link and addresses differ.
fn text(spoke: &str, links: &str, rules: &str) -> String {
    format!(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.1.0.0/16"]
subnet = [{{ name = "endpoints", address_prefixes = ["10.1.0.0/24"] }}]
[[virtual_network]]
name = "spoke"
address_space = ["10.2.0.0/16"]
{spoke}
[[private_dns_zone]]
name = "privatelink.azurecr.io"
virtual_network_link = [{{ name = "hub", virtual_network = "hub" }}, {links}]
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "endpoints"
resource = "contoso"
private_dns_zone_group = ["privatelink.azurecr.io"]
[[container_registry]]
name = "contoso"
public_ip_address = "203.0.113.10"
{rules}
"#
    )
}

const DISABLED: &str = "public_network_access_enabled = false";
const DENY: &str =
    "network_rule_set = { default_action = \"Deny\", ip_rule = [{ ip_range = \"198.51.100.7\" }] }";
const LINK: &str = "{ name = \"spoke\", virtual_network = \"spoke\" }";

fn load(text: &str) -> Loaded {
    load_text(text, "z.toml").unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Lists the findings of M22.
fn found(text: &str) -> Vec<String> {
    found_in(&load(text))
}

fn found_in(loaded: &Loaded) -> Vec<String> {
    let findings = lint(loaded, None).into_iter();
    let ours = findings.filter(|finding| finding.rule.is_some_and(|rule| rule.id == "M22"));
    ours.map(|finding| {
        format!("{}: {}; {}", finding.place, finding.problem, finding.advice.unwrap_or_default())
    })
    .collect()
}

#[test]
fn m22_a_network_that_ends_public_at_a_registry_that_denies_it_is_found() {
    let problem = "clients of spoke get the public address of contoso.azurecr.io, and \"contoso\" answers them with 403";
    let fix = "make contoso.azurecr.io end at the private endpoint \"pe\" there (M1, M2, M12), or let the network in";
    let disabled = format!("{DISABLED}, at z.toml:21:33");
    assert_eq!(found(&text("", "", DISABLED)), [format!("z.toml:6:8: {problem}: {disabled}; {fix}")]);
    let egress = "egress_ip_addresses = [\"198.51.100.8\"]";
    let denied = "default_action = \"Deny\", at z.toml:21:39";
    assert_eq!(found(&text(egress, "", DENY)), [format!("z.toml:6:8: {problem}: {denied}; {fix}")]);
}

#[test]
fn m22_is_not_found_where_the_name_ends_private_or_somebody_gets_in_or_nobody_knows() {
    for (spoke, links, rules) in [
        ("", LINK, DISABLED),
        ("egress_ip_addresses = [\"198.51.100.7\"]", "", DENY),
        ("egress_ip_addresses = [\"198.51.100.7\", \"198.51.100.8\"]", "", DENY),
        ("", "", DENY),
        ("", "", ""),
    ] {
        assert_eq!(found(&text(spoke, links, rules)), Vec::<String>::new(), "{spoke} {links} {rules}");
    }
    let without =
        text("", "", DISABLED).replace("resource = ", "connection_status = \"Pending\"\nresource = ");
    assert_eq!(found(&without), Vec::<String>::new(), "no private endpoint that takes connections");
}

#[test]
fn m22_is_looked_for_within_the_questions_that_check_may_ask() {
    let loaded = load(&text("", "", DISABLED));
    let unasked = "too many names and networks: not every name was asked for from every network";
    let found = |questions| {
        let findings = within(&loaded, None, questions);
        let has_m22 = findings.iter().any(|one| one.rule.is_some_and(|rule| rule.id == "M22"));
        (has_m22, findings.iter().any(|one| one.problem == unasked))
    };
    assert_eq!(found(0), (false, true));
    let enough = (1..100).find(|&questions| !found(questions).1).expect("a bound that suffices");
    assert_eq!(found(enough), (true, false));
    assert_eq!(found(enough - 1), (false, true), "the last question is the one that finds it");
}

#[test]
fn m22_is_suspected_of_a_public_answer_and_of_no_other() {
    let text = text("", "", DISABLED);
    let loaded = load(&text);
    let snapshot = &*loaded.compiled.snapshot;
    let suspected = |from: &str, name: &str| {
        let query = Query::new(name.parse().expect("a name"), RecordType::A);
        let network = snapshot.network_named(from);
        let resolver = network.map_or(Resolver::Internet, Resolver::Client);
        let mut resolution = Resolution::recording(snapshot, resolver, query.clone());
        let outcome: Outcome<'_> = resolution.run_offline();
        let case = Case {
            loaded: &loaded,
            network,
            resolver,
            query: &query,
            outcome: &outcome,
            trace: resolution.trace(),
        };
        let written = ConfigurationText { path: Path::new("z.toml"), text: &text, files: &Memory::default() };
        let ours = suspects(&case, &written).into_iter().filter(|suspect| suspect.rule.id == "M22");
        ours.map(|suspect| format!("{}: {}", suspect.place, suspect.reason)).collect::<Vec<_>>()
    };
    let want = "z.toml:6:8: clients of spoke get the public address of contoso.azurecr.io, and \"contoso\" answers them with 403: public_network_access_enabled = false, at z.toml:21:33";
    assert_eq!(suspected("spoke", "contoso.azurecr.io"), [want]);
    assert_eq!(suspected("spoke", "CONTOSO.azurecr.io").len(), 1);
    assert_eq!(suspected("spoke", "contoso.westeurope.data.azurecr.io").len(), 1);
    for (from, name) in
        [("hub", "contoso.azurecr.io"), ("internet", "contoso.azurecr.io"), ("spoke", "other.azurecr.io")]
    {
        assert_eq!(suspected(from, name), Vec::<String>::new(), "{name} from {from}");
    }
}

#[test]
fn m22_is_found_in_no_configuration_that_is_meant_to_be_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("config/") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let loaded =
                formats::load(&path, &azure_model::Disk).unwrap_or_else(|errors| panic!("{errors:#?}"));
            assert_eq!(found_in(&loaded), Vec::<String>::new(), "{path:?}");
            count += 1;
        }
    }
    assert!(count > 10, "{count} configurations");
}
