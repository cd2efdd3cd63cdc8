//! What is wrong with a file before any object is looked at: TOML, keys, kinds of values.

use super::check;

#[test]
fn everything_wrong_is_reported_at_once_in_order() {
    check(
        r#"cloud = "germany"
[azure_dns]
listen = ["127.0.0.1", "127.0.0.1:5300", 53]
[[virtual_network]]
name = "hub"
adress_space = ["10.0.0.0/16"]
address_space = ["10.0.0.1/16", "10.0.0.0/33"]
[[private_dns_zone]]
name = "privatelink..azurecr.io"
[[private_dns_zone.record_set]]
name = "www"
type = "A"
ttl = -1
records = "10.0.0.9"
"#,
        &[
            r#"zonite.toml:1:9: error: cloud = "germany": is not one of the words allowed here; write "public", "china" or "usgovernment""#,
            r#"zonite.toml:3:11: error: azure_dns.listen = "127.0.0.1": has no port; write "127.0.0.1:5300""#,
            r#"zonite.toml:3:42: error: azure_dns.listen = 53: is an integer; write an address with a port such as "127.0.0.1:5300""#,
            r#"zonite.toml:6:1: error: virtual_network.adress_space: is not a key of this table; did you mean "address_space"?"#,
            r#"zonite.toml:7:18: error: virtual_network.address_space = "10.0.0.1/16": has bits set behind the prefix length; write "10.0.0.0/16""#,
            r#"zonite.toml:7:33: error: virtual_network.address_space = "10.0.0.0/33": is not a prefix; write a prefix such as "10.0.0.0/16""#,
            r#"zonite.toml:9:8: error: private_dns_zone.name = "privatelink..azurecr.io": has an empty label (two dots in a row, or a dot at the start)"#,
            r#"zonite.toml:13:7: error: private_dns_zone.record_set.ttl = -1: is out of range; write an integer from 0 to 2147483647"#,
            r#"zonite.toml:14:11: error: private_dns_zone.record_set.records = "10.0.0.9": is a string; write an array, each element a string"#,
        ],
    );
}

#[test]
fn damaged_text_is_reported_with_every_error_and_without_consequences() {
    check(
        r#"[[virtual_network]
name = "hub"
[[private_dns_zone]]
name = privatelink.azurecr.io
ttl = 1
[[private_dns_zone.virtual_network_link]]
virtual_network = "hub"
"#,
        &[
            r#"zonite.toml:1:19: error: unclosed array table, expected `]`"#,
            r#"zonite.toml:4:8: error: string values must be quoted, expected literal string"#,
            r#"zonite.toml:5:1: error: private_dns_zone.ttl: is not a key of this table; its keys are name, resource_group, zone_file, soa_record, virtual_network_link, record_set"#,
        ],
    );
}

#[test]
fn a_key_twice_is_an_error() {
    check(
        r#"cloud = "china"
cloud = "public"
"#,
        &[r#"zonite.toml:2:1: error: duplicate key"#],
    );
}

#[test]
fn keys_of_later_versions_say_so() {
    check(
        r#"[azure_dns]
queue = 1
[[network]]
name = "onprem"
id = "y"
[[virtual_network]]
name = "hub"
id = "x"
[metrics]
size = 1
"#,
        &[
            r#"zonite.toml:2:1: error: azure_dns.queue: is not supported by this version yet; remove it"#,
            r#"zonite.toml:5:1: error: network.id: is not supported by this version yet; remove it"#,
            r#"zonite.toml:8:1: error: virtual_network.id: is not supported by this version yet; remove it"#,
            r#"zonite.toml:9:2: error: metrics: is not supported by this version yet; remove it"#,
        ],
    );
}

#[test]
fn unknown_keys_name_the_one_that_was_meant() {
    check(
        r#"[[virtual_netwrok]]
name = "hub"
[[private_dns_zone]]
name = "corp.example"
soa_record = { minimum = 10 }
[[private_dns_zone.virtual_network_link]]
name = "link"
color = "red"
"#,
        &[
            r#"zonite.toml:1:3: error: virtual_netwrok: is not a key of this table; did you mean "virtual_network"?"#,
            r#"zonite.toml:5:16: error: private_dns_zone.soa_record.minimum: is not a key of this table; did you mean "minimum_ttl"?"#,
            r#"zonite.toml:6:1: error: private_dns_zone.virtual_network_link.virtual_network: is missing; write a string"#,
            r#"zonite.toml:8:1: error: private_dns_zone.virtual_network_link.color: is not a key of this table; its keys are name, virtual_network, registration_enabled, resolution_policy"#,
        ],
    );
}

#[test]
fn missing_keys_are_named() {
    check(
        r#"[[virtual_network]]
[[private_dns_zone]]
[[container_registry]]
[[private_endpoint]]
"#,
        &[
            r#"zonite.toml:1:1: error: virtual_network.name: is missing; write a string"#,
            r#"zonite.toml:2:1: error: private_dns_zone.name: is missing; write a domain name"#,
            r#"zonite.toml:3:1: error: container_registry.name: is missing; write a string"#,
            r#"zonite.toml:4:1: error: private_endpoint.name: is missing; write a string"#,
            r#"zonite.toml:4:1: error: private_endpoint.resource: is missing; write a string"#,
            r#"zonite.toml:4:1: error: private_endpoint.subnet: is missing; write a string"#,
            r#"zonite.toml:4:1: error: private_endpoint.virtual_network: is missing; write a string"#,
        ],
    );
}

#[test]
fn values_of_another_type() {
    check(
        r#"[[virtual_network]]
name = 7
location = "West/Europe"
address_space = "10.0.0.0/16"
subnet = "default"
[azure_dns]
unknown_source = "refused"
[[container_registry]]
name = "myregistry"
public_ip_address = "2001:db8::1"
privatelink_cname = "yes"
sku = ""
[[container_registry]]
name = "otherregistry"
public_ip_address = { westeurope = "203.0.113.256" }
"#,
        &[
            r#"zonite.toml:2:8: error: virtual_network.name = 7: is an integer; write a string"#,
            r#"zonite.toml:3:12: error: virtual_network.location = "West/Europe": is not the name of a region; write a region such as "westeurope""#,
            r#"zonite.toml:4:17: error: virtual_network.address_space = "10.0.0.0/16": is a string; write an array, each element a prefix such as "10.0.0.0/16""#,
            r#"zonite.toml:5:10: error: virtual_network.subnet = "default": is a string; write an array of tables"#,
            r#"zonite.toml:7:18: error: azure_dns.unknown_source = "refused": is not one of the words allowed here; did you mean "refuse"?"#,
            r#"zonite.toml:10:21: error: container_registry.public_ip_address = "2001:db8::1": is not an IPv4 address; write an IPv4 address, or a table of them by region"#,
            r#"zonite.toml:11:21: error: container_registry.privatelink_cname = "yes": is not one of the words allowed here; write "auto", true or false"#,
            r#"zonite.toml:12:7: error: container_registry.sku = "": is not one of the words allowed here; write "Basic", "Standard" or "Premium""#,
            r#"zonite.toml:15:36: error: container_registry.public_ip_address.westeurope = "203.0.113.256": is not an IPv4 address; write an IPv4 address"#,
        ],
    );
}

#[test]
fn the_first_file_itself_may_be_missing_or_no_text() {
    let files = azure_model::Memory::default().with("latin1.toml", b"# \xfc".to_vec());
    for (file, want) in [
        ("none.toml", "none.toml: error: cannot be read: entity not found"),
        ("latin1.toml", "latin1.toml: error: cannot be read: it is not UTF-8 text"),
    ] {
        let errors = formats::load(file.as_ref(), &files).map(|_| ()).expect_err("a refusal");
        assert_eq!(errors[0].to_string(), want);
    }
}

#[test]
fn regions_are_words_and_unknown_ones_a_warning() {
    let text = r#"[[virtual_network]]
name = "hub"
location = "West Europe"
[[virtual_network]]
name = "spoke"
location = "Mars 9"
[[container_registry]]
name = "myregistry"
location = "west europ"
georeplications = ["Spain Central"]
public_ip_address = { westeurop = "203.0.113.7" }
"#;
    let loaded = formats::load_text(text, "zonite.toml").unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!(loaded.model.networks()[0].location, "westeurope");
    assert_eq!(
        loaded.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            r#"zonite.toml:6:12: warning: virtual_network.location = "Mars 9": is not among the known regions of Azure"#,
            r#"zonite.toml:9:12: warning: container_registry.location = "west europ": is not among the known regions of Azure; did you mean "westeurope"?"#,
            r#"zonite.toml:11:23: warning: container_registry.public_ip_address.westeurop: is not among the known regions of Azure; did you mean "westeurope"?"#,
        ]
    );
    for bad in ["9", "west-europe", "west\\teurope", "Düsseldorf", " "] {
        let text = format!("[[virtual_network]]\nname = \"hub\"\nlocation = \"{bad}\"\n");
        assert!(formats::load_text(&text, "zonite.toml").is_err(), "{bad}");
    }
}
