//! The error that ARM answers, for refusals whose code and message are known, and for others.

use super::FINE;
use azure_model::Refusal;
use formats::load_text;

/// A private endpoint of the registry, with these keys.
fn endpoint(keys: &str) -> String {
    format!(
        "[[private_endpoint]]\nname = \"pe\"\nvirtual_network = \"hub\"\nsubnet = \"default\"\nresource = \"myregistry\"\n{keys}\n"
    )
}

/// Checks the status, the code, the message and the target of the one refusal of a text that follows [`FINE`].
fn check_arm(text: &str, status: u16, code: &str, message: &str, target: &str) {
    let refused = load_text(&format!("{FINE}{text}"), "zonite.toml").map(|_| ()).expect_err(text);
    let arm: Vec<_> = refused.iter().map(Refusal::to_arm).collect();
    let [arm] = arm.as_slice() else { panic!("{arm:#?}") };
    let found = (arm.status, arm.code, arm.message.as_str(), arm.target.as_deref());
    assert_eq!(found, (status, code, message, Some(target)), "{text}");
}

/// Writes the ID of an object of `Microsoft.Network` in the default group.
fn id(rest: &str) -> String {
    format!(
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/default/providers/Microsoft.Network/{rest}"
    )
}

#[test]
fn two_zones_of_one_name_cannot_be_linked_to_one_network() {
    let zone = |group: &str| {
        format!(
            "[[private_dns_zone]]\nname = \"a.example\"\nresource_group = \"{group}\"\nvirtual_network_link = [{{ name = \"l\", virtual_network = \"hub\" }}]\n"
        )
    };
    check_arm(
        &format!("{}{}", zone("one"), zone("two")),
        400,
        "BadRequest",
        "A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network \
         with 'a.example' and 'a.example' zones.",
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/two/providers/Microsoft.Network/privateDnsZones/a.example/virtualNetworkLinks/l",
    );
}

#[test]
fn a_second_registration_zone_is_a_conflict() {
    let zone = |name: &str| {
        format!(
            "[[private_dns_zone]]\nname = \"{name}\"\nvirtual_network_link = [{{ name = \"l\", virtual_network = \"hub\", registration_enabled = true }}]\n"
        )
    };
    check_arm(
        &format!("{}{}", zone("one.example"), zone("two.example")),
        409,
        "Conflict",
        "A virtual network can only be linked to 1 Private DNS zone(s) with auto-registration enabled; conflicting Private DNS \
         zone is \"one.example\".",
        &id("privateDnsZones/two.example/virtualNetworkLinks/l"),
    );
}

#[test]
fn a_reference_to_nothing_is_invalid() {
    check_arm(
        "[[private_dns_zone]]\nname = \"a.example\"\nvirtual_network_link = [{ name = \"l\", virtual_network = \"nowhere\" }]\n",
        400,
        "InvalidResourceReference",
        &format!(
            "Resource nowhere referenced by resource {} was not found. Please make sure that the referenced resource exists, and \
             that both resources are in the same region.",
            id("privateDnsZones/a.example/virtualNetworkLinks/l")
        ),
        &format!("{}#virtual_network", id("privateDnsZones/a.example/virtualNetworkLinks/l")),
    );
}

#[test]
fn addresses_are_given_once() {
    let given = "ip_configuration = [{ member_name = \"registry\", private_ip_address = \"10.0.0.4\" }, { member_name = \"registry_data_westeurope\", private_ip_address = \"10.0.0.5\" }]";
    let machine =
        "[[virtual_machine]]\nname = \"vm\"\nvirtual_network = \"hub\"\nprivate_ip_address = \"10.0.0.5\"\n";
    let machine_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/default/providers/Microsoft.Compute/virtualMachines/vm";
    check_arm(
        &format!("{machine}{}", endpoint(given)),
        400,
        "PrivateIPAddressIsAllocated",
        &format!(
            "IP configuration {} is using the private IP address 10.0.0.5 which is already allocated to resource {machine_id}.",
            id("privateEndpoints/pe")
        ),
        &format!("{}#private_ip_address", id("privateEndpoints/pe")),
    );
}

#[test]
fn every_member_has_an_address_or_none() {
    check_arm(
        &endpoint("ip_configuration = [{ member_name = \"registry\", private_ip_address = \"10.0.0.4\" }]"),
        400,
        "PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps",
        "Private Endpoint pe contains static ipconfigurations: registry missing these membernames/groupids: \
         registry_data_westeurope",
        &format!("{}#name", id("privateEndpoints/pe")),
    );
}

#[test]
fn what_nobody_has_seen_azure_refuse_is_a_bad_request_in_our_words() {
    check_arm(
        "[[private_dns_zone]]\nname = \"corp\"\n",
        400,
        "BadRequest",
        "\"corp\" has one label; single-labeled private DNS zones aren't supported; write a name of two labels or more",
        &format!("{}#name", id("privateDnsZones/corp")),
    );
}
