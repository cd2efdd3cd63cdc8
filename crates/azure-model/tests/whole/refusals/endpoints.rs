//! Private endpoints that are refused.

use super::{check, check_after_fine};

#[test]
fn an_endpoint_refers_to_what_there_is() {
    check_after_fine(
        r#"[[private_endpoint]]
name = "pe"
virtual_network = "hup"
subnet = "default"
resource = "myregistri"
private_dns_zone_group = ["privatelink.azurecr.io"]
ip_configuration = []
[[private_endpoint]]
name = "pe2"
virtual_network = "hub"
subnet = "endpoints"
resource = "myregistry"
ip_configuration = [
  { member_name = "registry", private_ip_address = "10.0.0.5" },
  { member_name = "registry_data_westeurope", private_ip_address = "10.0.0.4" },
]
"#,
        &[
            r#"zonite.toml:9:19: error: private_endpoint.virtual_network = "hup": is no virtual network; did you mean "hub"?"#,
            r#"zonite.toml:11:12: error: private_endpoint.resource = "myregistri": is no container registry and no private link resource; did you mean "myregistry"?"#,
            r#"zonite.toml:12:27: error: private_endpoint.private_dns_zone_group = "privatelink.azurecr.io": is no private DNS zone; the file has no private DNS zone"#,
            r#"zonite.toml:17:10: error: private_endpoint.subnet = "endpoints": is no subnet of "hub"; there is default"#,
        ],
    );
}

#[test]
fn s4_2_given_addresses_are_in_the_subnet_and_of_one_member() {
    check_after_fine(
        r#"[[private_endpoint]]
name = "two"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
ip_configuration = [
  { member_name = "registry", private_ip_address = "10.0.1.5" },
  { member_name = "registry", private_ip_address = "10.0.0.5" },
  { member_name = "registry_data_northeurope", private_ip_address = "10.0.0.6" },
]
[[private_endpoint]]
name = "three"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
ip_configuration = [
  { member_name = "registry", private_ip_address = "10.0.0.7" },
  { member_name = "registry_data_westeurope", private_ip_address = "10.0.0.7" },
]
"#,
        &[
            r#"zonite.toml:8:8: error: private_endpoint.name = "two": Private Endpoint two contains static ipconfigurations: registry, registry, registry_data_northeurope missing these membernames/groupids: registry_data_westeurope; add an ip_configuration for each, or remove all so that addresses are allocated"#,
            r#"zonite.toml:13:52: error: private_endpoint.ip_configuration.private_ip_address = "10.0.1.5": is outside the subnet "default"; write an address from 10.0.0.4 to 10.0.0.254"#,
            r#"zonite.toml:14:19: error: private_endpoint.ip_configuration.member_name = "registry": has an address already; remove one ip_configuration"#,
            r#"zonite.toml:15:19: error: private_endpoint.ip_configuration.member_name = "registry_data_northeurope": is no member of this registry; its members are "registry_data_westeurope", "registry""#,
            r#"zonite.toml:24:68: error: private_endpoint.ip_configuration.private_ip_address = "10.0.0.7": is the address of something else in this network, at zonite.toml:23:52; write another address of the subnet"#,
        ],
    );
}

#[test]
fn s4_2_given_addresses_are_not_those_that_azure_keeps() {
    check_after_fine(
        r#"[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
ip_configuration = [
  { member_name = "registry", private_ip_address = "10.0.0.3" },
  { member_name = "registry_data_westeurope", private_ip_address = "10.0.0.255" },
]
"#,
        &[
            r#"zonite.toml:13:52: error: private_endpoint.ip_configuration.private_ip_address = "10.0.0.3": is reserved by Azure, as the first four addresses and the last of the subnet "default" are; write an address from 10.0.0.4 to 10.0.0.254"#,
            r#"zonite.toml:14:68: error: private_endpoint.ip_configuration.private_ip_address = "10.0.0.255": is reserved by Azure, as the first four addresses and the last of the subnet "default" are; write an address from 10.0.0.4 to 10.0.0.254"#,
        ],
    );
}

#[test]
fn an_address_that_is_none_has_no_consequences() {
    check_after_fine(
        r#"[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
ip_configuration = [
  { member_name = "registry", private_ip_address = "10.0.0.500" },
  { member_name = "registry_data_westeurope", private_ip_address = "10.0.0.4" },
]
"#,
        &[
            r#"zonite.toml:13:52: error: private_endpoint.ip_configuration.private_ip_address = "10.0.0.500": is not an IPv4 address; write an IPv4 address"#,
        ],
    );
}

#[test]
fn s4_2_a_replica_needs_an_address_among_those_given() {
    check(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[container_registry]]
name = "myregistry"
georeplications = ["northeurope"]
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
ip_configuration = [
  { member_name = "registry", private_ip_address = "10.0.0.5" },
  { member_name = "registry_data_westeurope", private_ip_address = "10.0.0.4" },
]
"#,
        &[
            r#"zonite.toml:9:8: error: private_endpoint.name = "pe": Failed to replicate private endpoint. Private Endpoint pe contains static ipconfigurations: registry, registry_data_westeurope missing these membernames/groupids: registry_data_northeurope; add an ip_configuration for each, or remove all so that addresses are allocated"#,
        ],
    );
}

#[test]
fn s4_2_a_full_subnet_is_an_error() {
    check(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [
  { name = "small", address_prefixes = ["10.0.0.0/29"] },
  { name = "tiny", address_prefixes = ["10.0.1.0/30"] },
]
[[container_registry]]
name = "myregistry"
[[container_registry]]
name = "otherregistry"
georeplications = ["northeurope"]
[[private_endpoint]]
name = "one"
virtual_network = "hub"
subnet = "small"
resource = "myregistry"
[[private_endpoint]]
name = "two"
virtual_network = "hub"
subnet = "small"
resource = "otherregistry"
[[private_endpoint]]
name = "three"
virtual_network = "hub"
subnet = "tiny"
resource = "myregistry"
"#,
        &[
            r#"zonite.toml:21:10: error: private_endpoint.subnet = "small": has 1 of 3 addresses left (10.0.0.0/29, of which Azure keeps the first four and the last), but this endpoint needs 3: registry_data_westeurope, registry_data_northeurope, registry; widen the subnet, or move the endpoint to another"#,
            r#"zonite.toml:26:10: error: private_endpoint.subnet = "tiny": has 0 of 0 addresses left (10.0.1.0/30, of which Azure keeps the first four and the last), but this endpoint needs 2: registry_data_westeurope, registry; widen the subnet, or move the endpoint to another"#,
        ],
    );
}

#[test]
fn s4_2_only_premium_registries_have_endpoints() {
    check(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[container_registry]]
name = "myregistry"
sku = "Basic"
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
"#,
        &[
            r#"zonite.toml:12:12: error: private_endpoint.resource = "myregistry": private endpoints are of the Premium tier, but the registry is Basic, at zonite.toml:7:7; write sku = "Premium", or remove it"#,
        ],
    );
}

#[test]
fn s4_1_a_zone_group_has_five_zones() {
    let zones: String = (0..6).map(|n| format!("[[private_dns_zone]]\nname = \"z{n}.example\"\n")).collect();
    check_after_fine(
        &format!(
            r#"{zones}[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
private_dns_zone_group = ["z0.example", "z1.example", "z2.example", "z3.example", "z4.example", "z5.example"]
[limits]
enforce = false
"#
        ),
        &[
            r#"zonite.toml:24:97: error: private_endpoint.private_dns_zone_group = "z5.example": is one of 6 private DNS zones; a DNS zone group has at most 5; remove some"#,
        ],
    );
}

#[test]
fn s4_1_a_zone_group_has_no_two_zones_of_one_name() {
    check_after_fine(
        r#"[[private_dns_zone]]
name = "privatelink.azurecr.io"
resource_group = "one"
[[private_dns_zone]]
name = "privatelink.azurecr.io"
resource_group = "two"
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
private_dns_zone_group = ["one/privatelink.azurecr.io", "two/privatelink.azurecr.io"]
"#,
        &[
            r#"zonite.toml:18:57: error: private_endpoint.private_dns_zone_group = "two/privatelink.azurecr.io": DuplicateResourceName: its zone group has a zone "privatelink.azurecr.io" already, at zonite.toml:18:27; remove one of the two"#,
        ],
    );
}

#[test]
fn s4_2_a_registry_has_200_endpoints() {
    let endpoint = |n: usize| {
        format!(
            "[[private_endpoint]]\nname = \"pe{n}\"\nvirtual_network = \"hub\"\nsubnet = \"default\"\nresource = \"myregistry\"\n"
        )
    };
    let text = |count: usize| {
        let endpoints: String = (0..count).map(endpoint).collect();
        format!(
            "[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.0.0.0/16\"]\nsubnet = [{{ name = \"default\", address_prefixes = [\"10.0.0.0/16\"] }}]\n[[container_registry]]\nname = \"myregistry\"\n{endpoints}"
        )
    };
    check(&text(200), &[]);
    check(
        &text(201),
        &[
            r#"zonite.toml:6:8: error: container_registry.name = "myregistry": has 201 private endpoints; a container registry has at most 200; remove some, or set enforce = false in [limits]"#,
        ],
    );
    check(&format!("{}[limits]\nenforce = false\n", text(201)), &[]);
}

#[test]
fn an_alias_cannot_stand_where_an_endpoint_writes() {
    check_after_fine(
        r#"[[private_dns_zone]]
name = "privatelink.azurecr.io"
record_set = [{ name = "myregistry", type = "CNAME", records = ["www.example.com."] }]
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
private_dns_zone_group = ["privatelink.azurecr.io"]
"#,
        &[
            r#"zonite.toml:9:65: error: private_dns_zone.record_set.records = "www.example.com.": myregistry.privatelink.azurecr.io. has a CNAME and an A record (the other is private endpoint "pe" at zonite.toml:10:1); an alias can have no other records: remove one of the two"#,
        ],
    );
}
