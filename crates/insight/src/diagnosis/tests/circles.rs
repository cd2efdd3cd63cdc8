//! Circles of forwarders.

use super::super::lint;
use super::loaded;

/// Two networks with a server in each, a private resolver in `hub`, and forwarders to choose.
fn configuration(hub: &str, onprem: &str, rules: &str) -> String {
    format!(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
[[network]]
name = "onprem"
address_space = ["192.168.0.0/16"]
[[private_dns_zone]]
name = "linked.example"
virtual_network_link = [{{ name = "link", virtual_network = "hub" }}]
[[dns_server]]
name = "hub-dns"
virtual_network = "hub"
private_ip_address = "10.0.0.4"
forwarder = [{hub}]
[[dns_server]]
name = "onprem-dns"
network = "onprem"
private_ip_address = "192.168.0.53"
forwarder = [{onprem}]
zone = [{{ name = "own.example" }}]
[[private_dns_resolver]]
name = "resolver"
virtual_network = "hub"
inbound_endpoint = [{{ name = "in", private_ip_address = "10.0.1.4" }}]
[[dns_forwarding_ruleset]]
name = "rules"
virtual_networks = ["hub"]
rule = [{rules}]
"#
    )
}

/// Checks the warnings of a configuration, without their places.
#[track_caller]
fn check(hub: &str, onprem: &str, rules: &str, want: &[&str]) {
    let text = configuration(hub, onprem, rules);
    let findings = lint(&loaded(&text), None).into_iter();
    let circles = findings.filter(|finding| finding.rule.is_some_and(|rule| rule.id == "M13"));
    let found: Vec<String> = circles.map(|finding| finding.problem).collect();
    assert_eq!(found, want);
}

#[test]
fn two_servers_that_ask_each_other() {
    check(
        r#"{ zone = ".", to = ["onprem-dns"] }"#,
        r#"{ zone = ".", to = ["10.0.0.4"] }"#,
        "",
        &["names go round in circles: hub-dns > onprem-dns > hub-dns"],
    );
    check(
        r#"{ zone = "a.example", to = ["onprem-dns"] }, { zone = ".", to = ["azure_dns"] }"#,
        r#"{ zone = ".", to = ["hub-dns"] }"#,
        "",
        &["names below a.example go round in circles: hub-dns > onprem-dns > hub-dns"],
    );
}

#[test]
fn a_server_that_asks_itself() {
    check(
        r#"{ zone = "a.example", to = ["192.0.2.1", "hub-dns"] }"#,
        "",
        "",
        &["names below a.example go round in circles: hub-dns > hub-dns"],
    );
}

#[test]
fn a_rule_to_its_own_inbound_endpoint() {
    check(
        "",
        "",
        r#"{ name = "r", domain_name = "a.example.", target_dns_servers = ["10.0.1.4"] }"#,
        &["names below a.example go round in circles: resolver/in > resolver/in"],
    );
}

#[test]
fn a_rule_to_its_own_inbound_endpoint_through_servers() {
    check(
        r#"{ zone = ".", to = ["onprem-dns"] }"#,
        r#"{ zone = ".", to = ["resolver/in"] }"#,
        r#"{ name = "r", domain_name = "a.example.", target_dns_servers = ["10.0.0.4"] }"#,
        &["names below a.example go round in circles: hub-dns > onprem-dns > resolver/in > hub-dns"],
    );
}

#[test]
fn the_wildcard_rule_closes_a_circle_too() {
    check(
        "",
        r#"{ zone = ".", to = ["resolver/in"] }"#,
        r#"{ name = "r", domain_name = ".", target_dns_servers = ["192.168.0.53"] }"#,
        &["names go round in circles: onprem-dns > resolver/in > onprem-dns"],
    );
}

#[test]
fn zones_end_what_would_be_a_circle() {
    let rule = |name: &str| {
        format!("{{ name = \"r\", domain_name = \"{name}.\", target_dns_servers = [\"192.168.0.53\"] }}")
    };
    let back = r#"{ zone = ".", to = ["resolver/in"] }"#;
    for name in ["linked.example", "a.linked.example", "own.example", "a.own.example"] {
        check("", back, &rule(name), &[]);
    }
    check("", back, &rule("a.example").replace(" }", ", enabled = false }"), &[]);
}

#[test]
fn a_circle_is_reported_where_it_closes() {
    let text = configuration(
        r#"{ zone = "a.example", to = ["onprem-dns"] }"#,
        r#"{ zone = ".", to = ["192.0.2.1", "hub-dns"] }"#,
        "",
    );
    let findings = lint(&loaded(&text), None);
    let circle = findings.iter().find(|finding| finding.rule.is_some_and(|rule| rule.id == "M13"));
    let line = circle.expect("a circle").to_string();
    assert_eq!(
        line.rsplit('/').next(),
        Some(
            "t.toml:19:47: warning: dns_server.forwarder.to: names below a.example go round in circles: \
             onprem-dns > hub-dns > onprem-dns; let one of them ask a resolver that does not ask back"
        )
    );
}
