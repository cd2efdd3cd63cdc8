//! More of a thing than Azure allows, and what `[limits] enforce = false` changes.

use std::fmt::Write;

use super::super::load_files;
use super::{check, check_after_fine};

/// Checks that a text is refused with this line, and loads when the limits are not enforced.
fn check_limit(text: &str, files: &[(&str, &str)], want: &str) {
    let found = load_files(text, files).map(|_| ()).expect_err("a refusal");
    let found: Vec<String> = found.iter().map(|one| one.to_string().replace("/etc/zonite/", "")).collect();
    assert_eq!(found, [want]);
    let relaxed = format!("{text}\n[limits]\nenforce = false\n");
    load_files(&relaxed, files).unwrap_or_else(|errors| panic!("{errors:#?}"));
}

/// Joins one line for each number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "{}", line(number));
        text
    })
}

fn networks(count: usize) -> String {
    lines(count, |n| format!("[[virtual_network]]\nname = \"v{n}\""))
}

fn links(count: usize, more: &str) -> String {
    lines(count, |n| {
        format!(
            "[[private_dns_zone.virtual_network_link]]\nname = \"l{n}\"\nvirtual_network = \"v{n}\"\n{more}"
        )
    })
}

#[test]
fn s3_3_a_zone_has_25_000_record_sets() {
    let zone = "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"corp.zone\"\n";
    let file = |sets: usize| lines(sets, |n| format!("h{n} A 10.0.0.1"));
    let want = r#"zonite.toml:2:8: error: private_dns_zone.name = "corp.example": has 25001 record sets; a private DNS zone has at most 25000; remove some, or set enforce = false in [limits]"#;
    check_limit(zone, &[("corp.zone", &file(25_000))], want);
    load_files(zone, &[("corp.zone", &file(24_999))]).unwrap_or_else(|errors| panic!("{errors:#?}"));
}

#[test]
fn s3_1_a_record_set_has_20_records() {
    let set = |count: usize| {
        let records: Vec<String> = (0..count).map(|n| format!("\"10.0.0.{n}\"")).collect();
        format!(
            "[[private_dns_zone]]\nname = \"corp.example\"\n[[private_dns_zone.record_set]]\nname = \"www\"\ntype = \"A\"\nrecords = [{}]\n",
            records.join(", ")
        )
    };
    let want = r#"zonite.toml:4:8: error: private_dns_zone.record_set.name = "www": has 21 records; a record set has at most 20; remove some, or set enforce = false in [limits]"#;
    check_limit(&set(21), &[], want);
    load_files(&set(20), &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
}

#[test]
fn s3_3_a_zone_has_1000_links() {
    let text = |count| {
        format!("[[private_dns_zone]]\nname = \"corp.example\"\n{}{}", links(count, ""), networks(count))
    };
    let want = r#"zonite.toml:2:8: error: private_dns_zone.name = "corp.example": has 1001 virtual network links; a private DNS zone has at most 1000; remove some, or set enforce = false in [limits]"#;
    check_limit(&text(1001), &[], want);
    load_files(&text(1000), &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
}

#[test]
fn s3_3_a_zone_has_100_registration_links() {
    let text = |count| {
        let links = links(count, "registration_enabled = true");
        format!("[[private_dns_zone]]\nname = \"corp.example\"\n{links}{}", networks(count))
    };
    let want = r#"zonite.toml:2:8: error: private_dns_zone.name = "corp.example": has 101 virtual network links with registration_enabled; a private DNS zone has at most 100; remove some, or set enforce = false in [limits]"#;
    check_limit(&text(101), &[], want);
    load_files(&text(100), &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
}

#[test]
fn s3_3_a_subscription_has_1000_zones() {
    let text = |count| lines(count, |n| format!("[[private_dns_zone]]\nname = \"z{n}.example\""));
    let want = r#"zonite.toml:2002:8: error: private_dns_zone.name = "z1000.example": is one of 1001 private DNS zones; a subscription has at most 1000; remove some, or set enforce = false in [limits]"#;
    check_limit(&text(1001), &[], want);
    load_files(&text(1000), &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
}

#[test]
fn s3_3_a_network_is_linked_to_1000_zones() {
    let zone = |n| {
        format!(
            "[[private_dns_zone]]\nname = \"z{n}.example\"\nvirtual_network_link = [{{ name = \"l\", virtual_network = \"v0\" }}]"
        )
    };
    let text = format!("{}{}", networks(1), lines(1001, zone));
    check(
        &text,
        &[
            r#"zonite.toml:2:8: error: virtual_network.name = "v0": is linked to 1001 private DNS zones; a virtual network has at most 1000; remove some, or set enforce = false in [limits]"#,
            r#"zonite.toml:3004:8: error: private_dns_zone.name = "z1000.example": is one of 1001 private DNS zones; a subscription has at most 1000; remove some, or set enforce = false in [limits]"#,
        ],
    );
}

#[test]
fn enforce_is_a_boolean() {
    check_after_fine(
        "[limits]\nenforce = \"no\"\nrecord_sets = 1\n",
        &[
            r#"zonite.toml:8:11: error: limits.enforce = "no": is a string; write true or false"#,
            r#"zonite.toml:9:1: error: limits.record_sets: is not a key of this table; its keys are enforce"#,
        ],
    );
}

#[test]
fn a_registry_has_200_ip_rules_and_100_virtual_network_rules() {
    let text = |ranges: usize, subnets: usize| {
        let ranges = lines(ranges, |n| format!("  {{ ip_range = \"203.0.113.{}\" }},", n % 256));
        let rules = lines(subnets, |n| format!("  {{ virtual_network = \"hub\", subnet = \"s{n}\" }},"));
        let subnet = |n| {
            format!(
                "  {{ name = \"s{n}\", address_prefixes = [\"10.0.{n}.0/24\"], service_endpoints = [\"Microsoft.ContainerRegistry\"] }},"
            )
        };
        format!(
            "[[container_registry]]\nname = \"myregistry\"\n[container_registry.network_rule_set]\nip_rule = [\n{ranges}]\n\
             virtual_network = [\n{rules}]\n[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.0.0.0/16\"]\nsubnet = [\n{}]\n",
            lines(subnets, subnet)
        )
    };
    let want = |count, things, most| {
        format!(
            "zonite.toml:2:8: error: container_registry.name = \"myregistry\": has {count} {things}; a container registry has at most {most}; remove some, or set enforce = false in [limits]"
        )
    };
    check_limit(&text(201, 1), &[], &want(201, "IP rules", 200));
    check_limit(&text(1, 101), &[], &want(101, "virtual network rules", 100));
    load_files(&text(200, 100), &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
}
