//! One row per rule of who is let in (docs/azure.md#9-registry-access).

use std::net::Ipv4Addr;

use super::{AccessClient, AccessOutcome, AccessVerdict, denied_body, judge};
use azure_model::Loaded;
use azure_model::model::{NetworkIndex, RegistryIndex};
use formats::load_text;

/// Networks and an endpoint; the registry follows, from line 25 on.
const NETWORKS: &str = r#"[[virtual_network]]
name = "hub"
address_space = ["10.1.0.0/16"]
subnet = [{ name = "endpoints", address_prefixes = ["10.1.0.0/24"] }]
[[virtual_network]]
name = "spoke"
address_space = ["10.2.0.0/16"]
egress_ip_addresses = ["198.51.100.7", "198.51.100.8"]
[[virtual_network]]
name = "aks"
address_space = ["10.3.0.0/16"]
subnet = [
  { name = "nodes", address_prefixes = ["10.3.0.0/24"], service_endpoints = ["microsoft.containerregistry"] },
  { name = "build", address_prefixes = ["10.3.1.0/24"] },
]
[[network]]
name = "onprem"
egress_ip_addresses = ["192.0.2.9"]
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "endpoints"
resource = "myregistry"
[[container_registry]]
name = "myregistry"
public_ip_address = "203.0.113.10"
"#;

/// The public address of the registry.
const PUBLIC: &str = "203.0.113.10";
/// The address of the login server at the private endpoint.
const PRIVATE: &str = "10.1.0.5";

fn client(loaded: &Loaded, from: &str) -> AccessClient {
    let (name, address) = from.split_once(' ').map_or((from, None), |(name, address)| (name, Some(address)));
    let position = loaded.model.networks().iter().position(|network| network.label == name);
    let address = address.map(|address| address.parse().expect("an address"));
    AccessClient { network: position.map(NetworkIndex), address }
}

fn with_verdict(keys: &str, from: &str, address: &str, look: impl FnOnce(&AccessVerdict<'_>)) {
    let loaded =
        load_text(&format!("{NETWORKS}{keys}"), "z.toml").unwrap_or_else(|errors| panic!("{errors:#?}"));
    let address: Ipv4Addr = address.parse().expect("an address");
    look(&judge(&loaded.model, RegistryIndex(0), client(&loaded, from), address));
}

/// Checks what a client is told, with the bodies of 403 left out.
fn check(keys: &str, from: &str, address: &str, want: &[&str]) {
    with_verdict(keys, from, address, |verdict| {
        let text = verdict.to_string();
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("  ")).collect();
        assert_eq!(lines, want, "{keys} from {from} to {address}");
    });
}

#[test]
fn private_endpoints_are_exempt_from_every_rule() {
    for keys in
        ["", "public_network_access_enabled = false", "network_rule_set = { default_action = \"Deny\" }"]
    {
        let want = r#"allowed: private endpoint "pe", at z.toml:19:1, is exempt from the registry's rules; it is in "hub" itself"#;
        check(keys, "hub", PRIVATE, &[want]);
    }
}

#[test]
fn a_private_path_from_elsewhere_says_which_route_it_assumes() {
    let exempt = r#"allowed: private endpoint "pe", at z.toml:19:1, is exempt from the registry's rules; assumes a route from"#;
    check("", "spoke", PRIVATE, &[&format!(r#"{exempt} "spoke" to "hub" (peering)"#)]);
    check("", "onprem", PRIVATE, &[&format!(r#"{exempt} "onprem" to "hub" (VPN or ExpressRoute)"#)]);
    let want =
        r#"unreachable: the Internet has no route to 10.1.0.5, of private endpoint "pe", at z.toml:19:1"#;
    check("", "internet", PRIVATE, &[want]);
}

#[test]
fn only_an_approved_connection_passes_traffic() {
    for status in ["Pending", "Rejected", "Disconnected"] {
        let second = format!(
            "[[private_endpoint]]\nname = \"late\"\nvirtual_network = \"aks\"\nsubnet = \"build\"\nresource = \"myregistry\"\nconnection_status = \"{status}\"\n"
        );
        let want = format!(
            r#"unreachable: private endpoint "late", at z.toml:27:1, is {status} and passes no traffic; approve it"#
        );
        check(&second, "aks", "10.3.1.5", &[&want]);
    }
}

#[test]
fn disabled_public_access_overrides_all_rules_and_service_endpoints() {
    let rules = r#"public_network_access_enabled = false
network_rule_set = { default_action = "Allow", ip_rule = [{ ip_range = "0.0.0.0/0" }], virtual_network = [{ virtual_network = "aks", subnet = "nodes" }] }"#;
    let why = "public_network_access_enabled = false, at z.toml:27:33, overrides every rule, also those for service endpoints";
    check(rules, "hub", PUBLIC, &[&format!("denied: {why}")]);
    check(
        rules,
        "aks",
        PUBLIC,
        &[
            &format!(r#"clients in subnet "nodes" of "aks": denied: {why}"#),
            &format!(r#"other clients of "aks": denied: {why}"#),
        ],
    );
}

#[test]
fn without_rules_or_with_default_action_allow_everybody_is_let_in() {
    check("", "hub", PUBLIC, &[r#"allowed: "myregistry" has no network_rule_set, so it lets everybody in"#]);
    check(
        r#"network_rule_set = { default_action = "Allow", ip_rule = [{ ip_range = "192.0.2.0/24" }] }"#,
        "hub",
        PUBLIC,
        &[r#"allowed: default_action = "Allow", at z.toml:27:39, and no rule names them"#],
    );
}

#[test]
fn with_default_action_deny_ip_rules_let_addresses_and_ranges_in() {
    let keys = r#"network_rule_set = { default_action = "Deny", ip_rule = [{ ip_range = "192.0.2.0/24" }, { ip_range = "198.51.100.8" }] }"#;
    check(
        keys,
        "spoke",
        PUBLIC,
        &[
            r#"clients of "spoke" seen with 198.51.100.7: denied: default_action = "Deny", at z.toml:27:39, and no ip_rule has that address"#,
            r#"clients of "spoke" seen with 198.51.100.8: allowed: the ip_rule for "198.51.100.8", at z.toml:27:102, has that address"#,
        ],
    );
    check(
        keys,
        "onprem",
        PUBLIC,
        &[
            r#"clients of "onprem" seen with 192.0.2.9: allowed: the ip_rule for "192.0.2.0/24", at z.toml:27:71, has that address"#,
        ],
    );
    with_verdict(keys, "spoke", PUBLIC, |verdict| assert_eq!(verdict.outcome(), None));
    with_verdict(keys, "onprem", PUBLIC, |verdict| {
        assert_eq!(verdict.outcome(), Some(AccessOutcome::Allowed));
    });
}

#[test]
fn an_unknown_address_is_asked_for_where_it_matters_and_only_there() {
    let deny = r#"network_rule_set = { default_action = "Deny" }"#;
    let denied = r#"denied: default_action = "Deny", at z.toml:27:39, and no rule names them"#;
    check(deny, "hub", PUBLIC, &[denied]);
    check(deny, "internet", PUBLIC, &[denied]);
    let some = r#"network_rule_set = { default_action = "Deny", ip_rule = [{ ip_range = "192.0.2.0/24" }] }"#;
    let unknown = r#"unknown: its rules let some addresses in, and those of "hub" are unknown; set egress_ip_addresses of "hub""#;
    check(some, "hub", PUBLIC, &[unknown]);
    let unknown = "unknown: its rules let some addresses in, and this may be one of them";
    check(some, "internet", PUBLIC, &[unknown]);
    let all = r#"network_rule_set = { default_action = "Deny", ip_rule = [{ ip_range = "0.0.0.0/0" }] }"#;
    check(
        all,
        "hub",
        PUBLIC,
        &[r#"allowed: the ip_rule for "0.0.0.0/0", at z.toml:27:71, has that address"#],
    );
}

#[test]
fn a_service_endpoint_shows_the_subnet_and_not_an_address() {
    let by_subnet = r#"network_rule_set = { default_action = "Deny", virtual_network = [{ virtual_network = "aks", subnet = "nodes" }] }"#;
    let allowed = r#"clients in subnet "nodes" of "aks": allowed: a virtual_network rule, at z.toml:27:66, has that subnet"#;
    let others =
        r#"other clients of "aks": denied: default_action = "Deny", at z.toml:27:39, and no rule names them"#;
    check(by_subnet, "aks", PUBLIC, &[allowed, others]);
    check(by_subnet, "aks 10.3.0.9", PUBLIC, &[allowed]);
    check(
        by_subnet,
        "aks 10.3.1.9",
        PUBLIC,
        &[others.strip_prefix("other clients of \"aks\": ").expect("it")],
    );
    let by_address =
        r#"network_rule_set = { default_action = "Deny", ip_rule = [{ ip_range = "10.3.0.0/24" }] }"#;
    let denied = r#"clients in subnet "nodes" of "aks": denied: default_action = "Deny", at z.toml:27:39, and no virtual_network rule has that subnet"#;
    check(by_address, "aks 10.3.0.9", PUBLIC, &[denied]);
}

#[test]
fn a_rule_for_a_subnet_without_the_service_endpoint_matches_nobody() {
    let keys = r#"network_rule_set = { default_action = "Deny", virtual_network = [{ virtual_network = "aks", subnet = "build" }] }"#;
    let denied = r#"denied: default_action = "Deny", at z.toml:27:39, and no rule names them"#;
    check(keys, "aks 10.3.1.9", PUBLIC, &[denied]);
}

#[test]
fn an_address_that_is_not_of_the_registry_leads_elsewhere() {
    check(
        "",
        "hub",
        "10.1.0.99",
        &[r#"unreachable: 10.1.0.99 is not an address of "myregistry", public or private"#],
    );
}

#[test]
fn the_403_has_azures_words_with_the_address_that_the_registry_sees() {
    let body = r#"{"errors":[{"code":"DENIED","message":"client with IP \u0027198.51.100.7\u0027 is not allowed access. Refer https://aka.ms/acr/firewall to grant access."}]}"#;
    assert_eq!(denied_body("198.51.100.7"), body);
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/endpoints.md");
    let page = std::fs::read_to_string(page).expect("docs/endpoints.md");
    assert!(page.contains(&denied_body("198.51.100.99")), "the page shows the body");
    let bodies = |from: &str| {
        let mut bodies = Vec::new();
        with_verdict("public_network_access_enabled = false", from, PUBLIC, |verdict| {
            assert!(verdict.to_string().contains("\n  403 {\"errors\":"), "{verdict}");
            bodies.extend(verdict.cases.iter().filter_map(|case| verdict.denied_body(case)));
        });
        bodies
    };
    assert_eq!(bodies("spoke"), [body.to_owned(), denied_body("198.51.100.8")]);
    assert_eq!(bodies("aks 10.3.0.9"), [denied_body("10.3.0.9")]);
    assert_eq!(bodies("internet"), [denied_body("<ip>")]);
    with_verdict("", "spoke", PUBLIC, |verdict| {
        assert!(verdict.cases.iter().all(|case| verdict.denied_body(case).is_none()));
    });
}

#[test]
fn trusted_services_pass_and_no_other_client_does() {
    let keys = |option: &str| {
        format!("public_network_access_enabled = false\nnetwork_rule_bypass_option = \"{option}\"")
    };
    for (option, want) in [("AzureServices", true), ("None", false)] {
        with_verdict(&keys(option), "spoke", PUBLIC, |verdict| {
            assert_eq!(verdict.outcome(), Some(AccessOutcome::Denied));
            assert_eq!(verdict.lets_trusted_services_in, want);
            assert_eq!(verdict.to_string().contains("trusted services"), want, "{verdict}");
        });
        with_verdict(&keys(option), "hub", PRIVATE, |verdict| assert!(!verdict.lets_trusted_services_in));
    }
}

#[test]
fn where_networks_share_an_address_the_clients_own_endpoint_counts() {
    let twin = r#"
[[virtual_network]]
name = "twin"
address_space = ["10.1.0.0/16"]
subnet = [{ name = "endpoints", address_prefixes = ["10.1.0.0/24"] }]
[[private_endpoint]]
name = "pe2"
virtual_network = "twin"
subnet = "endpoints"
resource = "myregistry"
"#;
    for (from, want) in [("hub", "pe"), ("twin", "pe2"), ("spoke", "pe")] {
        with_verdict(twin, from, PRIVATE, |verdict| {
            assert_eq!(verdict.endpoint().map(|endpoint| endpoint.name.as_str()), Some(want), "{from}");
        });
    }
}
