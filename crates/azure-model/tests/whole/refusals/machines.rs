//! Virtual machines that are refused.

use super::{check, check_after_fine};

#[test]
fn names_of_machines() {
    check_after_fine(
        r#"[[virtual_machine]]
name = "vm_1"
virtual_network = "hub"
private_ip_address = "10.0.0.4"
[[virtual_machine]]
name = "vm-"
virtual_network = "hub"
private_ip_address = "10.0.0.5"
[[virtual_machine]]
name = "a234567890123456789012345678901234567890123456789012345678901234"
virtual_network = "hub"
private_ip_address = "10.0.0.6"
[[virtual_machine]]
name = "web"
virtual_network = "hub"
private_ip_address = "10.0.0.7"
[[virtual_machine]]
name = "WEB"
virtual_network = "hub"
private_ip_address = "10.0.0.8"
"#,
        &[
            r#"zonite.toml:8:8: error: virtual_machine.name = "vm_1": is not the name of a virtual machine; write 1 to 63 letters, digits and hyphens, no hyphen at either end"#,
            r#"zonite.toml:12:8: error: virtual_machine.name = "vm-": is not the name of a virtual machine; write 1 to 63 letters, digits and hyphens, no hyphen at either end"#,
            r#"zonite.toml:16:8: error: virtual_machine.name = "a234567890123456789012345678901234567890123456789012345678…: is not the name of a virtual machine; write 1 to 63 letters, digits and hyphens, no hyphen at either end"#,
            r#"zonite.toml:24:8: error: virtual_machine.name = "WEB": is the name of another virtual machine, at zonite.toml:20:8; rename one of them, or give each a resource_group of its own"#,
        ],
    );
}

#[test]
fn addresses_of_machines_are_in_their_network() {
    check(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16", "10.2.0.0/16"]
[[virtual_network]]
name = "empty"
[[virtual_machine]]
name = "one"
virtual_network = "hub"
private_ip_address = "10.1.0.4"
[[virtual_machine]]
name = "two"
virtual_network = "empty"
private_ip_address = "10.0.0.4"
[[virtual_machine]]
name = "three"
virtual_network = "hup"
private_ip_address = "10.0.0.300"
[[virtual_machine]]
name = "four"
[[virtual_machine]]
name = "five"
virtual_network = "hub"
private_ip_address = "10.0.0.x"
[[virtual_machine]]
name = "six"
virtual_network = "hub"
private_ip_address = "10.0.0.y"
"#,
        &[
            r#"zonite.toml:9:22: error: virtual_machine.private_ip_address = "10.1.0.4": is outside the address_space of "hub"; write an address of 10.0.0.0/16 or 10.2.0.0/16"#,
            r#"zonite.toml:13:22: error: virtual_machine.private_ip_address = "10.0.0.4": is outside the address_space of "empty"; the network has no address_space: add one"#,
            r#"zonite.toml:17:22: error: virtual_machine.private_ip_address = "10.0.0.300": is not an IPv4 address; write an IPv4 address"#,
            r#"zonite.toml:18:1: error: virtual_machine.private_ip_address: is missing; write an IPv4 address"#,
            r#"zonite.toml:18:1: error: virtual_machine.virtual_network: is missing; write a string"#,
            r#"zonite.toml:23:22: error: virtual_machine.private_ip_address = "10.0.0.x": is not an IPv4 address; write an IPv4 address"#,
            r#"zonite.toml:27:22: error: virtual_machine.private_ip_address = "10.0.0.y": is not an IPv4 address; write an IPv4 address"#,
        ],
    );
}

#[test]
fn an_address_of_a_network_belongs_to_one_thing() {
    check_after_fine(
        r#"[[virtual_machine]]
name = "one"
virtual_network = "hub"
private_ip_address = "10.0.0.4"
[[virtual_machine]]
name = "two"
virtual_network = "hub"
private_ip_address = "10.0.0.4"
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
ip_configuration = [
  { member_name = "registry", private_ip_address = "10.0.0.5" },
  { member_name = "registry_data_westeurope", private_ip_address = "10.0.0.4" },
]
[[virtual_network]]
name = "elsewhere"
address_space = ["10.0.0.0/16"]
[[virtual_machine]]
name = "three"
virtual_network = "elsewhere"
private_ip_address = "10.0.0.4"
"#,
        &[
            r#"zonite.toml:14:22: error: virtual_machine.private_ip_address = "10.0.0.4": is the address of something else in this network, at zonite.toml:10:22; write another address of the subnet"#,
            r#"zonite.toml:22:68: error: private_endpoint.ip_configuration.private_ip_address = "10.0.0.4": is the address of something else in this network, at zonite.toml:10:22; write another address of the subnet"#,
        ],
    );
}

#[test]
fn a_name_too_long_for_the_registration_zone() {
    let zone = format!("{0}.{0}.{0}.{1}", "a".repeat(60), "b".repeat(50));
    check_after_fine(
        &format!(
            r#"[[virtual_machine]]
name = "a-name-that-is-quite-long"
virtual_network = "hub"
private_ip_address = "10.0.0.4"
[[private_dns_zone]]
name = "{zone}"
[[private_dns_zone.virtual_network_link]]
name = "link"
virtual_network = "hub"
registration_enabled = true
"#
        ),
        &[
            r#"zonite.toml:8:8: error: virtual_machine.name = "a-name-that-is-quite-long": with its registration zone, has 261 octets on the wire; a name has at most 255"#,
        ],
    );
}

#[test]
fn an_address_that_azure_keeps_is_no_machines() {
    check_after_fine(
        r#"[[virtual_machine]]
name = "one"
virtual_network = "hub"
private_ip_address = "10.0.0.3"
[[virtual_machine]]
name = "two"
virtual_network = "hub"
private_ip_address = "10.0.9.3"
"#,
        &[
            r#"zonite.toml:10:22: error: virtual_machine.private_ip_address = "10.0.0.3": is reserved by Azure, as the first four addresses and the last of the subnet "default" are; write an address from 10.0.0.4 to 10.0.0.254"#,
        ],
    );
}
