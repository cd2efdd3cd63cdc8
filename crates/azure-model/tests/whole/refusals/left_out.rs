//! An object of which a value is refused is not there, and nobody is blamed for referring to it.

use std::path::Path;

use azure_model::{ConfigFile, Estate, Memory, Refusals};
use azure_objects::config_file::{Subnet, VirtualMachine, VirtualNetwork};

use super::{check, check_after_fine};

#[test]
fn a_network() {
    check(
        r#"[[virtual_network]]
name = "Hub"
resource_group = "rg"
address_space = ["10.0.0.0/33"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[network]]
name = "onprem"
clients = ["x"]
[[virtual_machine]]
name = "vm"
virtual_network = "hub"
private_ip_address = "10.0.0.4"
[[private_dns_zone]]
name = "corp.example"
virtual_network_link = [{ name = "link", virtual_network = "RG/hub" }, { name = "other", virtual_network = "hubs" }]
[[dns_server]]
name = "dns"
network = "onprem"
private_ip_address = "192.168.0.53"
[[dns_forwarding_ruleset]]
name = "rules"
virtual_networks = ["hub", "onprem", "data-centre"]
"#,
        &[
            r#"zonite.toml:4:18: error: virtual_network.address_space = "10.0.0.0/33": is not a prefix; write a prefix such as "10.0.0.0/16""#,
            r#"zonite.toml:8:12: error: network.clients = "x": is not a prefix; write a prefix such as "10.0.0.0/16""#,
            r#"zonite.toml:15:108: error: private_dns_zone.virtual_network_link.virtual_network = "hubs": is no virtual network; there is hub"#,
            r#"zonite.toml:22:38: error: dns_forwarding_ruleset.virtual_networks = "data-centre": is no virtual network; there is hub"#,
        ],
    );
}

#[test]
fn subnets_zones_and_resources() {
    check_after_fine(
        r#"sku = "Prime"
[[virtual_network]]
name = "spoke"
address_space = ["10.1.0.0/16"]
subnet = [
  { name = "one", address_prefixes = ["10.1.0.1/24"] },
  { name = "two", address_prefixes = ["10.1.2.0/24"] },
]
[[private_dns_zone]]
name = "privatelink.azurecr.io"
soa_record = { ttl = -1 }
[[private_link_resource]]
name = "storage"
private_dns_zone = "privatelink..windows.net"
[[private_endpoint]]
name = "a"
virtual_network = "spoke"
subnet = "One"
resource = "myregistry"
private_dns_zone_group = ["privatelink.azurecr.io"]
[[private_endpoint]]
name = "b"
virtual_network = "spoke"
subnet = "two"
resource = "storage.blob.core.windows.net"
[[private_endpoint]]
name = "c"
virtual_network = "hub"
subnet = "one"
resource = "myregistry.azurecr.io"
[[private_endpoint]]
name = "d"
virtual_network = "spoke"
subnet = "three"
resource = "vault"
"#,
        &[
            r#"zonite.toml:7:7: error: container_registry.sku = "Prime": is not one of the words allowed here; write "Basic", "Standard" or "Premium""#,
            r#"zonite.toml:12:39: error: virtual_network.subnet.address_prefixes = "10.1.0.1/24": has bits set behind the prefix length; write "10.1.0.0/24""#,
            r#"zonite.toml:17:22: error: private_dns_zone.soa_record.ttl = -1: is out of range; write an integer from 0 to 2147483647"#,
            r#"zonite.toml:20:20: error: private_link_resource.private_dns_zone = "privatelink..windows.net": has an empty label (two dots in a row, or a dot at the start)"#,
            r#"zonite.toml:35:10: error: private_endpoint.subnet = "one": is no subnet of "hub"; there is default"#,
            r#"zonite.toml:40:10: error: private_endpoint.subnet = "three": is no subnet of "spoke"; there is two"#,
            r#"zonite.toml:41:12: error: private_endpoint.resource = "vault": is no container registry and no private link resource; there is myregistry, storage"#,
        ],
    );
}

#[test]
fn servers_and_inbound_endpoints() {
    check_after_fine(
        r#"[[dns_server]]
name = "dns"
virtual_network = "hub"
private_ip_address = "10.0.0"
[[private_dns_resolver]]
name = "r"
virtual_network = "hub"
inbound_endpoint = [{ name = "in", private_ip_address = "10.0.0.300" }]
[[private_dns_resolver]]
name = "s"
virtual_network = ""
inbound_endpoint = [{ name = "in", private_ip_address = "10.0.0.5" }]
[[virtual_network]]
name = "spoke"
dns_servers = ["dns", "r/in", "s/in", "r/out"]
"#,
        &[
            r#"zonite.toml:10:22: error: dns_server.private_ip_address = "10.0.0": is not an IPv4 address; write an IPv4 address"#,
            r#"zonite.toml:14:57: error: private_dns_resolver.inbound_endpoint.private_ip_address = "10.0.0.300": is not an IPv4 address; write an IPv4 address"#,
            r#"zonite.toml:17:19: error: private_dns_resolver.virtual_network = "": is empty; write a string"#,
            r#"zonite.toml:21:39: error: virtual_network.dns_servers = "r/out": is no DNS server; there is azure_dns, internet, and any address"#,
        ],
    );
}

#[test]
fn objects_that_code_has_built() {
    let mut config = ConfigFile::default();
    let prefix = |text: &str| text.parse::<ipnet::IpNet>().expect("a prefix");
    let mut hub = VirtualNetwork::new("hub");
    hub.address_space.push(prefix("10.0.0.0/16").into());
    hub.subnets.push(Subnet::new("default", &[prefix("10.0.0.1/24")]));
    let mut spoke = VirtualNetwork::new("spoke");
    spoke.address_space.push(prefix("10.1.0.1/16").into());
    config.virtual_networks = vec![hub, spoke];
    let address = "10.1.0.4".parse().expect("an address");
    config.virtual_machines.push(VirtualMachine::new("vm", "spoke", address));
    config.virtual_machines.push(VirtualMachine::new("vm2", "", address));
    let refusals = Estate::new(config, &Memory::default(), Path::new("."), Refusals::default());
    let found: Vec<String> = refusals.expect_err("refusals").iter().map(ToString::to_string).collect();
    let want = [
        "code: error: \"10.0.0.1/24\": has bits set behind the prefix length; write \"10.0.0.0/24\"",
        "code: error: \"10.1.0.1/16\": has bits set behind the prefix length; write \"10.1.0.0/16\"",
        "code: error: \"\": is empty; write a string",
    ];
    assert_eq!(found, want);
}
