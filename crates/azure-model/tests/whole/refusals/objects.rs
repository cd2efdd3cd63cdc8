//! Networks, listeners, registries and endpoints that are refused.

use super::{check, check_after_fine};

#[test]
fn names_of_one_kind_are_unique() {
    check(
        r#"[[virtual_network]]
name = "hub"
[[virtual_network]]
name = "Hub"
[[virtual_network]]
name = "spoke"
resource_group = "rg"
[[virtual_network]]
name = "spoke"
resource_group = "RG"
[[private_dns_zone]]
name = "corp.example"
resource_group = "rg"
[[private_dns_zone]]
name = "corp.example."
[[container_registry]]
name = "myregistry"
resource_group = "one"
[[container_registry]]
name = "MyRegistry"
resource_group = "two"
[[internet.zone]]
name = "example.com"
[[internet.zone]]
name = "EXAMPLE.com"
"#,
        &[
            r#"zonite.toml:4:8: error: virtual_network.name = "Hub": is the name of another virtual network, at zonite.toml:2:8; rename one of them, or give each a resource_group of its own"#,
            r#"zonite.toml:9:8: error: virtual_network.name = "spoke": is the name of another virtual network in resource group "rg", at zonite.toml:6:8; rename one of them"#,
            r#"zonite.toml:15:8: error: private_dns_zone.name = "corp.example": is the name of another private DNS zone, at zonite.toml:12:8; rename one of them, or give each a resource_group of its own"#,
            r#"zonite.toml:20:8: error: container_registry.name = "MyRegistry": is the name of another container registry, at zonite.toml:17:8; rename one of them: it is the name of a server"#,
            r#"zonite.toml:25:8: error: internet.zone.name = "EXAMPLE.com": is the name of another internet.zone, at zonite.toml:23:8; put the records into one zone"#,
        ],
    );
}

#[test]
fn resolvers_have_their_names_for_themselves() {
    check(
        r#"[[virtual_network]]
name = "internet"
[[virtual_network]]
name = "rg/hub"
"#,
        &[
            r#"zonite.toml:2:8: error: virtual_network.name = "internet": is the name of a resolver; give the network another name"#,
            r#"zonite.toml:4:8: error: virtual_network.name = "rg/hub": is not the name of a virtual network; write letters, digits, underscores, periods and hyphens"#,
        ],
    );
}

#[test]
fn references_must_mean_one_object() {
    check(
        r#"[[virtual_network]]
name = "hub"
resource_group = "west"
[[virtual_network]]
name = "hub"
resource_group = "north"
[[virtual_network]]
name = "spoke"
[[private_dns_zone]]
name = "corp.example"
[[private_dns_zone.virtual_network_link]]
name = "one"
virtual_network = "hub"
[[private_dns_zone.virtual_network_link]]
name = "two"
virtual_network = "spook"
[[private_dns_zone.virtual_network_link]]
name = "three"
virtual_network = "south/hub"
[[private_dns_zone.virtual_network_link]]
name = "four"
virtual_network = "data-centre"
"#,
        &[
            r#"zonite.toml:13:19: error: private_dns_zone.virtual_network_link.virtual_network = "hub": means 2 virtual networks; write "west/hub" or "north/hub""#,
            r#"zonite.toml:16:19: error: private_dns_zone.virtual_network_link.virtual_network = "spook": is no virtual network; did you mean "spoke"?"#,
            r#"zonite.toml:19:19: error: private_dns_zone.virtual_network_link.virtual_network = "south/hub": is no virtual network; did you mean "north/hub"?"#,
            r#"zonite.toml:22:19: error: private_dns_zone.virtual_network_link.virtual_network = "data-centre": is no virtual network; there is west/hub, north/hub, spoke"#,
        ],
    );
}

#[test]
fn a_prefix_is_clients_of_one_network() {
    check(
        r#"[[virtual_network]]
name = "hub"
clients = ["127.0.0.0/8"]
[[virtual_network]]
name = "spoke"
clients = ["127.0.1.0/24", "127.0.0.0/8"]
"#,
        &[
            r#"zonite.toml:6:28: error: virtual_network.clients = "127.0.0.0/8": is among the clients of "hub" too, at zonite.toml:3:12; a prefix belongs to one network; remove one of the two"#,
        ],
    );
}

#[test]
fn two_listeners_cannot_share_an_address() {
    check(
        r#"[azure_dns]
listen = ["0.0.0.0:5300", "127.0.0.1:0"]
[internet]
listen = ["127.0.0.1:5300", "[::1]:5300", "127.0.0.1:0"]
"#,
        &[
            r#"zonite.toml:4:11: error: internet.listen = "127.0.0.1:5300": is taken by azure_dns.listen[0] at zonite.toml:2:11; write another port or address"#,
        ],
    );
}

#[test]
fn subnets_are_in_their_network() {
    check(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [
  { name = "default", address_prefixes = ["10.1.0.0/24"] },
  { name = "Default", address_prefixes = ["10.0.0.0/24"] },
]
"#,
        &[
            r#"zonite.toml:5:43: error: virtual_network.subnet.address_prefixes = "10.1.0.0/24": is outside the network's address_space; write a prefix inside it, or widen address_space"#,
            r#"zonite.toml:6:12: error: virtual_network.subnet.name = "Default": is the name of another subnet of this network, at zonite.toml:5:12; rename one of them"#,
        ],
    );
}

#[test]
fn names_and_regions_of_registries() {
    check(
        r#"[[container_registry]]
name = "my-registry"
[[container_registry]]
name = "acr1"
[[container_registry]]
name = "myregistry"
location = "West Europe"
georeplications = ["northeurope", "westeurope"]
"#,
        &[
            r#"zonite.toml:2:8: error: container_registry.name = "my-registry": is not the name of a registry; write 5 to 50 letters and digits"#,
            r#"zonite.toml:4:8: error: container_registry.name = "acr1": is not the name of a registry; write 5 to 50 letters and digits"#,
            r#"zonite.toml:8:35: error: container_registry.georeplications = "westeurope": is a region of this registry already; remove it: a registry is in a region once"#,
        ],
    );
}

#[test]
fn a_public_name_has_one_source() {
    check(
        r#"[[container_registry]]
name = "myregistry"
[[container_registry]]
name = "otherregistry"
public_ip_address = "203.0.113.7"
[public_chain]
login_hops = ["same.azcr.io"]
[[internet.zone]]
name = "azurecr.io"
overlay = true
record_set = [{ name = "myregistry", type = "A", records = ["203.0.113.9"] }]
"#,
        &[
            r#"zonite.toml:1:1: error: container_registry: its public name "myregistry.azurecr.io" has other records already, from zonite.toml:11:61; remove one of the two, or change [public_chain]"#,
            r#"zonite.toml:3:1: error: container_registry: its public name "same.azcr.io" has other records already, from container registry "myregistry" at zonite.toml:1:1; remove one of the two, or change [public_chain]"#,
        ],
    );
}

#[test]
fn hop_names_must_be_names() {
    check(
        r#"[[container_registry]]
name = "myregistry"
[public_chain]
login_hops = ["{registry}..azcr.io", "{registry}.azurecr.io"]
"#,
        &[
            r#"zonite.toml:4:15: error: public_chain.login_hops = "myregistry..azcr.io": has an empty label (two dots in a row, or a dot at the start)"#,
            r#"zonite.toml:4:38: error: public_chain.login_hops = "myregistry.azurecr.io": is in this chain twice, so that it would never end; write another name"#,
        ],
    );
}

#[test]
fn subnets_do_not_overlap() {
    check(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16", "10.0.128.0/17"]
subnet = [
  { name = "endpoints", address_prefixes = ["10.0.1.128/25"] },
  { name = "default", address_prefixes = ["10.0.0.0/23"] },
  { name = "gateway", address_prefixes = ["10.0.2.0/24", "10.0.2.0/24"] },
]
[[virtual_network]]
name = "spoke"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
"#,
        &[
            r#"zonite.toml:3:33: error: virtual_network.address_space = "10.0.128.0/17": overlaps with the prefix of this address_space "10.0.0.0/16" at zonite.toml:3:18; write another prefix"#,
            r#"zonite.toml:6:43: error: virtual_network.subnet.address_prefixes = "10.0.0.0/23": overlaps with the subnet of this network "10.0.1.128/25" at zonite.toml:5:45; write another prefix"#,
            r#"zonite.toml:7:58: error: virtual_network.subnet.address_prefixes = "10.0.2.0/24": overlaps with the subnet of this network "10.0.2.0/24" at zonite.toml:7:43; write another prefix"#,
        ],
    );
}

#[test]
fn a_prefix_of_one_network_is_written_once() {
    check(
        r#"[[virtual_network]]
name = "hub"
clients = ["127.0.0.0/8", "127.0.0.0/8"]
"#,
        &[
            r#"zonite.toml:3:27: error: virtual_network.clients = "127.0.0.0/8": is among the clients of "hub" too, at zonite.toml:3:12; a prefix belongs to one network; remove one of the two"#,
        ],
    );
}

#[test]
fn only_premium_registries_have_replicas_and_data_endpoints() {
    check(
        r#"[[container_registry]]
name = "myregistry"
sku = "Standard"
georeplications = ["northeurope", "eastus"]
data_endpoint_enabled = true
regional_endpoint_enabled = true
[[container_registry]]
name = "otherregistry"
sku = "Basic"
"#,
        &[
            r#"zonite.toml:4:20: error: container_registry.georeplications = "northeurope": replicas are of the Premium tier, but the registry is Standard, at zonite.toml:3:7; write sku = "Premium", or remove it"#,
            r#"zonite.toml:4:35: error: container_registry.georeplications = "eastus": replicas are of the Premium tier, but the registry is Standard, at zonite.toml:3:7; write sku = "Premium", or remove it"#,
            r#"zonite.toml:5:25: error: container_registry.data_endpoint_enabled = true: data endpoints are of the Premium tier, but the registry is Standard, at zonite.toml:3:7; write sku = "Premium", or remove it"#,
            r#"zonite.toml:6:29: error: container_registry.regional_endpoint_enabled = true: regional endpoints are of the Premium tier, but the registry is Standard, at zonite.toml:3:7; write sku = "Premium", or remove it"#,
        ],
    );
}

#[test]
fn a_reference_to_a_name_used_twice_says_where() {
    check_after_fine(
        r#"[[container_registry]]
name = "MyRegistry"
[[virtual_network]]
name = "spoke"
resource_group = "rg"
address_space = ["10.1.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.1.0.0/24"] }]
[[virtual_network]]
name = "spoke"
resource_group = "RG"
[[private_endpoint]]
name = "pe"
virtual_network = "rg/spoke"
subnet = "default"
resource = "myregistry"
"#,
        &[
            r#"zonite.toml:8:8: error: container_registry.name = "MyRegistry": is the name of another container registry, at zonite.toml:6:8; rename one of them: it is the name of a server"#,
            r#"zonite.toml:15:8: error: virtual_network.name = "spoke": is the name of another virtual network in resource group "rg", at zonite.toml:10:8; rename one of them"#,
            r#"zonite.toml:19:19: error: private_endpoint.virtual_network = "rg/spoke": means 2 virtual networks of one name, at zonite.toml:10:8 and zonite.toml:15:8; rename all but one"#,
            r#"zonite.toml:21:12: error: private_endpoint.resource = "myregistry": means 2 resources of one name, at zonite.toml:6:8 and zonite.toml:8:8; rename all but one"#,
        ],
    );
}

#[test]
fn a_bad_prefix_has_no_consequences() {
    check(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16", "10.1.0.1/16"]
subnet = [
  { name = "default", address_prefixes = ["10.1.0.0/24"] },
  { name = "endpoints", address_prefixes = ["10.1.1.1/24"] },
  { name = "empty", address_prefixes = [] },
  { name = "missing" },
]
[[virtual_network]]
name = "spoke"
address_space = "10.2.0.0/16"
subnet = [{ name = "default", address_prefixes = ["10.2.0.0/24"] }]
[[container_registry]]
name = "myregistry"
[[private_endpoint]]
name = "allocated"
virtual_network = "hub"
subnet = "endpoints"
resource = "myregistry"
[[private_endpoint]]
name = "given"
virtual_network = "hub"
subnet = "endpoints"
resource = "myregistry"
ip_configuration = [
  { member_name = "registry", private_ip_address = "10.1.1.5" },
  { member_name = "registry_data_westeurope", private_ip_address = "10.1.1.6" },
]
"#,
        &[
            r#"zonite.toml:3:33: error: virtual_network.address_space = "10.1.0.1/16": has bits set behind the prefix length; write "10.1.0.0/16""#,
            r#"zonite.toml:6:45: error: virtual_network.subnet.address_prefixes = "10.1.1.1/24": has bits set behind the prefix length; write "10.1.1.0/24""#,
            r#"zonite.toml:8:3: error: virtual_network.subnet.address_prefixes: is missing; write an array, each element a prefix such as "10.0.0.0/16""#,
            r#"zonite.toml:12:17: error: virtual_network.address_space = "10.2.0.0/16": is a string; write an array, each element a prefix such as "10.0.0.0/16""#,
        ],
    );
}
