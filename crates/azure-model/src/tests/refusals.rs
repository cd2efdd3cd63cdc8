//! The text of every refusal, each from a configuration that a person could have written.

use super::{check, check_files};

/// A network, a registry and a zone that are fine.
const FINE: &str = r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[container_registry]]
name = "myregistry"
"#;

/// Checks a text that follows [`FINE`]; its first line is line 7.
fn check_after_fine(text: &str, want: &[&str]) {
    check(&format!("{FINE}{text}"), want);
}

/// Checks a record set of the zone `corp.example`; its first line is line 4.
fn check_record_set(set: &str, want: &[&str]) {
    check(
        &format!("[[private_dns_zone]]\nname = \"corp.example\"\n[[private_dns_zone.record_set]]\n{set}"),
        want,
    );
}

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
ttl = 0
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
            r#"zonite.toml:13:7: error: private_dns_zone.record_set.ttl = 0: is out of range; write an integer from 1 to 2147483647"#,
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
        r#"[internet]
upstream = ["system"]
[[network]]
name = "onprem"
[[virtual_network]]
name = "hub"
dns_servers = ["10.0.0.4"]
client_listen = []
id = "x"
[limits]
enforce = true
"#,
        &[
            r#"zonite.toml:2:1: error: internet.upstream: is not supported by this version yet; remove it"#,
            r#"zonite.toml:3:3: error: network: is not supported by this version yet; remove it"#,
            r#"zonite.toml:7:1: error: virtual_network.dns_servers: is not supported by this version yet; remove it"#,
            r#"zonite.toml:8:1: error: virtual_network.client_listen: is not supported by this version yet; remove it"#,
            r#"zonite.toml:9:1: error: virtual_network.id: is not supported by this version yet; remove it"#,
            r#"zonite.toml:10:2: error: limits: is not supported by this version yet; remove it"#,
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
fn a_network_is_linked_to_a_zone_once() {
    check_after_fine(
        r#"[[private_dns_zone]]
name = "corp.example"
[[private_dns_zone.virtual_network_link]]
name = "one"
virtual_network = "hub"
[[private_dns_zone.virtual_network_link]]
name = "one"
virtual_network = "hub"
"#,
        &[
            r#"zonite.toml:13:8: error: private_dns_zone.virtual_network_link.name = "one": is the name of another link of this zone, at zonite.toml:10:8; rename one of them"#,
            r#"zonite.toml:14:19: error: private_dns_zone.virtual_network_link.virtual_network = "hub": is linked to this zone already, at zonite.toml:9:1; remove one link: there is only one link between a private DNS zone and a virtual network"#,
        ],
    );
}

#[test]
fn a_network_is_linked_to_one_zone_of_a_name() {
    check_after_fine(
        r#"[[private_dns_zone]]
name = "privatelink.azurecr.io"
resource_group = "one"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
[[private_dns_zone]]
name = "privatelink.azurecr.io"
resource_group = "two"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
"#,
        &[
            r#"zonite.toml:14:25: error: private_dns_zone.virtual_network_link: A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with 'privatelink.azurecr.io' and 'privatelink.azurecr.io' zones. The other link is at zonite.toml:10:25; remove one"#,
        ],
    );
}

#[test]
fn a_network_registers_in_one_zone() {
    check_after_fine(
        r#"[[private_dns_zone]]
name = "one.example"
virtual_network_link = [{ name = "link", virtual_network = "hub", registration_enabled = true }]
[[private_dns_zone]]
name = "two.example"
virtual_network_link = [{ name = "link", virtual_network = "hub", registration_enabled = true }]
"#,
        &[
            r#"zonite.toml:12:25: error: private_dns_zone.virtual_network_link: is a second registration zone of its network; the first is at zonite.toml:9:25; set registration_enabled = false on one"#,
        ],
    );
}

#[test]
fn fallback_is_for_private_link_zones() {
    check_after_fine(
        r#"[[private_dns_zone]]
name = "corp.example"
[[private_dns_zone.virtual_network_link]]
name = "link"
virtual_network = "hub"
resolution_policy = "NxDomainRedirect"
"#,
        &[
            r#"zonite.toml:12:21: error: private_dns_zone.virtual_network_link.resolution_policy = "NxDomainRedirect": is not supported on a link of "corp.example": it is no Private Link zone; write "Default""#,
        ],
    );
}

#[test]
fn names_that_a_private_zone_cannot_have() {
    check(
        r#"[[private_dns_zone]]
name = "corp"
[[private_dns_zone]]
name = "Windows.net"
[[private_dns_zone]]
name = "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21.22.23.24.25.26.27.28.29.30.31.32.33.34.35"
[[private_dns_zone]]
name = "bücher.example"
"#,
        &[
            r#"zonite.toml:2:8: error: private_dns_zone.name = "corp": has one label; single-labeled private DNS zones aren't supported; write a name of two labels or more"#,
            r#"zonite.toml:4:8: error: private_dns_zone.name = "Windows.net": is reserved by Azure; a private DNS zone cannot have this very name; make a zone of a name below it"#,
            r#"zonite.toml:6:8: error: private_dns_zone.name = "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21.22.2…: has 35 labels; the name of a private DNS zone has at most 34; shorten it"#,
            r#"zonite.toml:8:8: error: private_dns_zone.name = "bücher.example": has the character 'ü'; write an international name in its xn-- form"#,
        ],
    );
}

#[test]
fn reserved_names_are_those_of_the_cloud() {
    check(
        r#"cloud = "china"
[[private_dns_zone]]
name = "azure.com"
[[private_dns_zone]]
name = "azure.cn"
"#,
        &[
            r#"zonite.toml:5:8: error: private_dns_zone.name = "azure.cn": is reserved by Azure; a private DNS zone cannot have this very name; make a zone of a name below it"#,
        ],
    );
}

#[test]
fn types_that_a_private_zone_cannot_hold() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "@", type = "NS", records = ["ns.example."] },
  { name = "@", type = "SOA", records = [] },
  { name = "@", type = "CAA", records = [] },
  { name = "@", type = "ANY", records = [] },
  { name = "@", type = "HOST", records = [] },
]
"#,
        &[
            r#"zonite.toml:4:24: error: private_dns_zone.record_set.type = "NS": cannot be in a private zone: it has no delegations; make a private zone of the child's name"#,
            r#"zonite.toml:5:24: error: private_dns_zone.record_set.type = "SOA": is written by Azure in a private zone; change its fields with soa_record"#,
            r#"zonite.toml:6:24: error: private_dns_zone.record_set.type = "CAA": cannot be in a private zone; it holds A, AAAA, CNAME, MX, PTR, SRV and TXT records"#,
            r#"zonite.toml:7:24: error: private_dns_zone.record_set.type = "ANY": cannot be in a private zone; it holds A, AAAA, CNAME, MX, PTR, SRV and TXT records"#,
            r#"zonite.toml:8:24: error: private_dns_zone.record_set.type = "HOST": is not a record type; write a type such as "A""#,
        ],
    );
}

#[test]
fn ttls_are_in_range() {
    check_record_set(
        r#"name = "www"
type = "A"
ttl = 2147483648
records = ["10.0.0.9"]
"#,
        &[
            r#"zonite.toml:6:7: error: private_dns_zone.record_set.ttl = 2147483648: is out of range; write an integer from 1 to 2147483647"#,
        ],
    );
}

#[test]
fn record_data_is_of_its_type() {
    check_record_set(
        r#"name = "www"
type = "A"
records = ["10.0.0.256", "10.0.0.9", "10.0.0.9"]
"#,
        &[
            r#"zonite.toml:6:12: error: private_dns_zone.record_set.records = "10.0.0.256": is not an IPv4 address; write four numbers from 0 to 255 with dots"#,
            r#"zonite.toml:6:38: error: private_dns_zone.record_set.records = "10.0.0.9": is in this record set twice; remove one"#,
        ],
    );
}

#[test]
fn owners_are_in_their_zone() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "www.corp.example.com.", type = "A", records = ["10.0.0.9"] },
  { name = "a..b", type = "A", records = ["10.0.0.9"] },
  { name = "a b", type = "A", records = ["10.0.0.9"] },
]
"#,
        &[
            r#"zonite.toml:4:12: error: private_dns_zone.record_set.name = "www.corp.example.com.": is not in the zone "corp.example"; write it relative to the zone, without a dot at its end"#,
            r#"zonite.toml:5:12: error: private_dns_zone.record_set.name = "a..b": has an empty label (two dots in a row, or a dot at the start)"#,
            r#"zonite.toml:6:12: error: private_dns_zone.record_set.name = "a b": has the character ' '; write an international name in its xn-- form"#,
        ],
    );
}

#[test]
fn one_set_per_name_and_type() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "www", type = "A", records = ["10.0.0.9"] },
  { name = "WWW.corp.example.", type = "a", records = ["10.0.0.10"] },
]
"#,
        &[
            r#"zonite.toml:5:12: error: private_dns_zone.record_set.name = "WWW.corp.example.": has another A record set, at zonite.toml:4:3; put the records into one set"#,
        ],
    );
}

#[test]
fn an_alias_stands_alone() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "@", type = "CNAME", records = ["www.example.com."] },
  { name = "two", type = "CNAME", records = ["a.example.", "b.example."] },
  { name = "both", type = "A", records = ["10.0.0.9"] },
  { name = "both", type = "CNAME", records = ["a.example."] },
]
"#,
        &[
            r#"zonite.toml:4:12: error: private_dns_zone.record_set.name = "@": is a CNAME at the apex, beside the zone's SOA; write A records there, or give the alias a name"#,
            r#"zonite.toml:5:60: error: private_dns_zone.record_set.records = "b.example.": has 2 records; an alias has one target; remove all but one"#,
            r#"zonite.toml:7: error: both.corp.example. has a CNAME and a A record (the other is zonite.toml:6); an alias can have no other records: remove one of the two"#,
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
            r#"zonite.toml:11:12: error: private_endpoint.resource = "myregistri": is no container registry; did you mean "myregistry"?"#,
            r#"zonite.toml:12:27: error: private_endpoint.private_dns_zone_group = "privatelink.azurecr.io": is no private DNS zone; the file has no private DNS zone"#,
            r#"zonite.toml:17:10: error: private_endpoint.subnet = "endpoints": is no subnet of "hub"; there is default"#,
        ],
    );
}

#[test]
fn an_endpoint_has_an_address_for_each_member() {
    check_after_fine(
        r#"[[private_endpoint]]
name = "one"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
[[private_endpoint]]
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
            r#"zonite.toml:7:1: error: private_endpoint: has no ip_configuration; this version does not allocate addresses yet; give the address of each member: registry, registry_data_westeurope"#,
            r#"zonite.toml:12:1: error: private_endpoint: contains static ipconfigurations that are missing these membernames: registry_data_westeurope; add an ip_configuration for each"#,
            r#"zonite.toml:18:52: error: private_endpoint.ip_configuration.private_ip_address = "10.0.1.5": is outside the subnet "default"; write an address of 10.0.0.0/24"#,
            r#"zonite.toml:19:19: error: private_endpoint.ip_configuration.member_name = "registry": has an address already; remove one ip_configuration"#,
            r#"zonite.toml:20:19: error: private_endpoint.ip_configuration.member_name = "registry_data_northeurope": is no member of this registry; its members are "registry", "registry_data_westeurope""#,
            r#"zonite.toml:29:68: error: private_endpoint.ip_configuration.private_ip_address = "10.0.0.7": is an address of another member, at zonite.toml:28:52; write another address of the subnet"#,
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
            r#"zonite.toml:1:1: error: container_registry: its public name "myregistry.azurecr.io" has other records already, from zonite.toml:11; remove one of the two, or change [public_chain]"#,
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
fn zone_files_are_beside_the_configuration() {
    check_files(
        r#"[[private_dns_zone]]
name = "one.example"
zone_file = "missing.zone"
[[private_dns_zone]]
name = "two.example"
zone_file = "../secret.zone"
[[private_dns_zone]]
name = "three.example"
zone_file = "zones/three.zone"
"#,
        &[("../secret.zone", ""), ("zones/three.zone", "$INCLUDE ../secret.zone\n")],
        &[
            r#"zones/three.zone:1: error: cannot include "../secret.zone": it is outside /etc/zonite; move it there"#,
            r#"zonite.toml:3:13: error: private_dns_zone.zone_file = "missing.zone": there is no such file; paths are relative to /etc/zonite"#,
            r#"zonite.toml:6:13: error: private_dns_zone.zone_file = "../secret.zone": it is outside /etc/zonite; move it there"#,
        ],
    );
}

#[test]
fn problems_of_zone_files_have_file_line_and_owner() {
    check_files(
        r#"[[private_dns_zone]]
name = "corp.example"
zone_file = "corp.zone"
[[private_dns_zone.record_set]]
name = "www"
type = "A"
records = ["10.0.0.9"]
"#,
        &[(
            "corp.zone",
            "www 3600 IN A 10.0.0.9\nmail MX ten mx\nalias CNAME www\nalias A 10.0.0.10\nzero 0 IN A 10.0.0.1\n@ NS ns\n",
        )],
        &[
            r#"corp.zone:1: error: www.corp.example. has this A record twice (the other is zonite.toml:7); remove one"#,
            r#"corp.zone:2: error: mail.corp.example.: PREFERENCE is "ten"; write a number from 0 to 65535"#,
            r#"corp.zone:3: error: alias.corp.example. has a CNAME and a A record (the other is corp.zone:4); an alias can have no other records: remove one of the two"#,
            r#"corp.zone:5: error: zero.corp.example. A: 0 is not a TTL of a private zone; write 1 to 2147483647"#,
            r#"corp.zone:6: warning: corp.example. NS: a private zone does not hold this type; the record is skipped"#,
        ],
    );
}
