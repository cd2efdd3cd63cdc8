//! Rules of registries, and service endpoints, that are refused or warned of.

use super::{check, check_after_fine};
use formats::load_text;

/// Checks that a text loads with exactly these warnings.
fn check_warnings(text: &str, want: &[&str]) {
    let loaded = load_text(text, "zonite.toml").unwrap_or_else(|errors| panic!("{errors:#?}"));
    let found: Vec<String> = loaded.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(found, want, "{text}");
}

#[test]
fn ip_rules_take_ipv4_addresses_and_prefixes() {
    check_after_fine(
        r#"[container_registry.network_rule_set]
default_action = "deny"
ip_rule = [
  { ip_range = "203.0.113.300" },
  { ip_range = "203.0.113.7/24" },
  { ip_range = "2001:db8::/32" },
  { ip_range = "2001:db8::1" },
  { action = "Deny", ip_range = "203.0.113.7" },
  { },
  { ip_range = 7 },
]
"#,
        &[
            r#"zonite.toml:8:18: error: container_registry.network_rule_set.default_action = "deny": is not one of the words allowed here; did you mean "Deny"?"#,
            r#"zonite.toml:10:16: error: container_registry.network_rule_set.ip_rule.ip_range = "203.0.113.300": is no address and no prefix; write an IPv4 address, or a prefix such as "203.0.113.0/24""#,
            r#"zonite.toml:11:16: error: container_registry.network_rule_set.ip_rule.ip_range = "203.0.113.7/24": has bits set behind the prefix length; write "203.0.113.0/24""#,
            r#"zonite.toml:12:16: error: container_registry.network_rule_set.ip_rule.ip_range = "2001:db8::/32": is IPv6, which rules of a registry do not take; write an IPv4 address, or a prefix such as "203.0.113.0/24""#,
            r#"zonite.toml:13:16: error: container_registry.network_rule_set.ip_rule.ip_range = "2001:db8::1": is IPv6, which rules of a registry do not take; write an IPv4 address, or a prefix such as "203.0.113.0/24""#,
            r#"zonite.toml:14:14: error: container_registry.network_rule_set.ip_rule.action = "Deny": is not one of the words allowed here; write "Allow""#,
            r#"zonite.toml:15:3: error: container_registry.network_rule_set.ip_rule.ip_range: is missing; write an IPv4 address, or a prefix such as "203.0.113.0/24""#,
            r#"zonite.toml:16:16: error: container_registry.network_rule_set.ip_rule.ip_range = 7: is an integer; write an IPv4 address, or a prefix such as "203.0.113.0/24""#,
        ],
    );
}

#[test]
fn rules_are_of_the_premium_tier() {
    check_after_fine(
        "sku = \"Standard\"\nnetwork_rule_set = { default_action = \"Deny\" }\n",
        &[
            r#"zonite.toml:8:20: error: container_registry.network_rule_set: network rules are of the Premium tier, but the registry is Standard, at zonite.toml:7:7; write sku = "Premium", or remove it"#,
        ],
    );
}

#[test]
fn subnets_of_rules_are_there() {
    check_after_fine(
        r#"[container_registry.network_rule_set]
virtual_network = [
  { virtual_network = "hob", subnet = "default" },
  { virtual_network = "hub", subnet = "defalt" },
  { virtual_network = "onprem", subnet = "default" },
  { virtual_network = "hub" },
]
[[network]]
name = "onprem"
"#,
        &[
            r#"zonite.toml:9:23: error: container_registry.network_rule_set.virtual_network.virtual_network = "hob": is no virtual network; did you mean "hub"?"#,
            r#"zonite.toml:10:39: error: container_registry.network_rule_set.virtual_network.subnet = "defalt": is no subnet of "hub"; there is default"#,
            r#"zonite.toml:11:23: error: container_registry.network_rule_set.virtual_network.virtual_network = "onprem": is no virtual network, but a network outside Azure; there is hub"#,
            r#"zonite.toml:12:3: error: container_registry.network_rule_set.virtual_network.subnet: is missing; write a string"#,
        ],
    );
}

#[test]
fn china_and_government_have_no_service_endpoints_of_registries() {
    for cloud in ["china", "usgovernment"] {
        let text = format!(
            r#"cloud = "{cloud}"
[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{{ name = "default", address_prefixes = ["10.0.0.0/24"], service_endpoints = ["Microsoft.Storage", "Microsoft.ContainerRegistry"] }}]
[[container_registry]]
name = "myregistry"
network_rule_set = {{ virtual_network = [{{ virtual_network = "hub", subnet = "default" }}] }}
"#
        );
        check(
            &text,
            &[
                &format!(
                    r#"zonite.toml:5:109: error: virtual_network.subnet.service_endpoints = "Microsoft.ContainerRegistry": is no service endpoint of the cloud "{cloud}"; remove it; use a private endpoint"#
                ),
                &format!(
                    r#"zonite.toml:8:77: error: container_registry.network_rule_set.virtual_network.subnet = "default": Microsoft.ContainerRegistry is no service endpoint of the cloud "{cloud}"; remove the rule; use a private endpoint"#
                ),
            ],
        );
    }
}

/// A network with one subnet, and a registry that lets it in.
fn with_rule(service_endpoints: &str, more: &str) -> String {
    format!(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{{ name = "default", address_prefixes = ["10.0.0.0/24"], service_endpoints = {service_endpoints} }}]
[[container_registry]]
name = "myregistry"
network_rule_set = {{ virtual_network = [{{ virtual_network = "hub", subnet = "default" }}] }}
{more}"#
    )
}

#[test]
fn a_rule_wants_the_service_endpoint_of_its_subnet() {
    check_warnings(&with_rule(r#"["microsoft.containerregistry"]"#, ""), &[]);
    check_warnings(
        &with_rule("[]", ""),
        &[
            r#"zonite.toml:7:77: warning: container_registry.network_rule_set.virtual_network.subnet = "default": has no service endpoint Microsoft.ContainerRegistry, so that this rule matches nobody; add it to the subnet's service_endpoints"#,
        ],
    );
}

#[test]
fn a_private_endpoint_and_a_service_endpoint_from_one_network_are_not_supported_together() {
    let endpoint = "[[private_endpoint]]\nname = \"pe\"\nvirtual_network = \"hub\"\nsubnet = \"default\"\nresource = \"myregistry\"\n";
    check_warnings(
        &with_rule(r#"["Microsoft.ContainerRegistry"]"#, endpoint),
        &[
            r#"zonite.toml:7:41: warning: container_registry.network_rule_set.virtual_network: "hub" has the private endpoint "pe" of this registry, at zonite.toml:8:1; both from one network are not supported; remove this rule"#,
        ],
    );
}
