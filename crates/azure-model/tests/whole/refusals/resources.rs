//! Resources of other services, and references to them, that are refused.

use super::check;

#[test]
fn s4_5_the_zone_of_a_resource_is_in_the_catalogue_of_its_cloud() {
    check(
        r#"[[private_link_resource]]
name = "one"
private_dns_zone = "privatelink.blob.core.window.net"
[[private_link_resource]]
name = "two"
private_dns_zone = "vault.azure.net"
[[private_link_resource]]
name = "three"
private_dns_zone = "corp.example"
[[private_link_resource]]
name = "four"
private_dns_zone = "privatelink.blob.core.chinacloudapi.cn"
[[private_link_resource]]
name = "five"
private_dns_zone = "scm.privatelink.azurewebsites.net"
[[private_link_resource]]
name = "six"
private_dns_zone = "westeurope.data.privatelink.azurecr.io"
[[private_link_resource]]
name = "seven"
private_dns_zone = "privatelink.azurecr.io"
[[private_link_resource]]
name = "eight"
"#,
        &[
            r#"zonite.toml:3:20: error: private_link_resource.private_dns_zone = "privatelink.blob.core.window.net": is no Private Link zone of the cloud "public"; did you mean "privatelink.blob.core.windows.net" or "privatelink.web.core.windows.net" or "privatelink.dfs.core.windows.net"?"#,
            r#"zonite.toml:6:20: error: private_link_resource.private_dns_zone = "vault.azure.net": is no Private Link zone of the cloud "public"; did you mean "privatelink.vaultcore.azure.net"?"#,
            r#"zonite.toml:9:20: error: private_link_resource.private_dns_zone = "corp.example": is no Private Link zone of the cloud "public"; write the private zone that Microsoft recommends for the service"#,
            r#"zonite.toml:12:20: error: private_link_resource.private_dns_zone = "privatelink.blob.core.chinacloudapi.cn": is a zone of the cloud "china", and this file's is "public"; set cloud = "china", or write a zone of this cloud"#,
            r#"zonite.toml:15:20: error: private_link_resource.private_dns_zone = "scm.privatelink.azurewebsites.net": must not be deployed as a zone of its own: its names are in "privatelink.azurewebsites.net"; write "privatelink.azurewebsites.net""#,
            r#"zonite.toml:18:20: error: private_link_resource.private_dns_zone = "westeurope.data.privatelink.azurecr.io": must not be deployed as a zone of its own: its names are in "privatelink.azurecr.io"; write a [[container_registry]] instead"#,
            r#"zonite.toml:21:20: error: private_link_resource.private_dns_zone = "privatelink.azurecr.io": is the zone of container registries; write a [[container_registry]] instead"#,
            r#"zonite.toml:22:1: error: private_link_resource: has neither a type nor a private_dns_zone, so that its service is not known; write its type, as type = "Microsoft.Storage/storageAccounts""#,
        ],
    );
}

#[test]
fn names_and_subresources_of_resources() {
    check(
        r#"[[private_link_resource]]
name = "mystorage."
private_dns_zone = "privatelink.blob.core.windows.net"
[[private_link_resource]]
name = "my storage"
private_dns_zone = "privatelink.blob.core.windows.net"
[[private_link_resource]]
name = "mystorage"
private_dns_zone = "privatelink.queue.core.windows.net"
[[private_link_resource]]
name = "MyStorage"
private_dns_zone = "privatelink.queue.core.windows.net"
[[private_link_resource]]
name = "other"
private_dns_zone = "privatelink.sql.azuresynapse.net"
subresource = "sqlserver"
"#,
        &[
            r#"zonite.toml:2:8: error: private_link_resource.name = "mystorage.": is not the name of a resource; write what stands before "blob.core.windows.net""#,
            r#"zonite.toml:5:8: error: private_link_resource.name = "my storage": has the character ' '; write an international name in its xn-- form"#,
            r#"zonite.toml:11:8: error: private_link_resource.name = "MyStorage": is the name of another resource in "privatelink.queue.core.windows.net", at zonite.toml:8:8; rename one of them: it is the name of a server"#,
            r#"zonite.toml:16:15: error: private_link_resource.subresource = "sqlserver": is no subresource of this service; write "Sql" or "SqlOnDemand""#,
        ],
    );
}

#[test]
fn a_reference_to_a_resource_means_one() {
    let endpoint = |name: &str, resource: &str| {
        format!(
            "[[private_endpoint]]\nname = \"{name}\"\nvirtual_network = \"hub\"\nsubnet = \"default\"\nresource = \"{resource}\"\n"
        )
    };
    let head = r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[container_registry]]
name = "mystorage"
[[private_link_resource]]
name = "mystorage"
private_dns_zone = "privatelink.blob.core.windows.net"
[[private_link_resource]]
name = "refused"
private_dns_zone = "privatelink.azurecr.io"
"#;
    let endpoints = [
        endpoint("a", "mystorage"),
        endpoint("b", "mystorages.blob.core.windows.net"),
        endpoint("c", "refused"),
        endpoint("d", "quitedifferent"),
    ];
    check(
        &format!("{head}{}", endpoints.concat()),
        &[
            r#"zonite.toml:12:20: error: private_link_resource.private_dns_zone = "privatelink.azurecr.io": is the zone of container registries; write a [[container_registry]] instead"#,
            r#"zonite.toml:17:12: error: private_endpoint.resource = "mystorage": means 2 resources; write "mystorage.azurecr.io" or "mystorage.blob.core.windows.net""#,
            r#"zonite.toml:22:12: error: private_endpoint.resource = "mystorages.blob.core.windows.net": is no container registry and no private link resource; did you mean "mystorage.blob.core.windows.net"?"#,
            r#"zonite.toml:32:12: error: private_endpoint.resource = "quitedifferent": is no container registry and no private link resource; there is mystorage.azurecr.io, mystorage.blob.core.windows.net"#,
        ],
    );
}

#[test]
fn members_of_a_resource_are_its_subresource() {
    check(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[private_link_resource]]
name = "mystorage"
private_dns_zone = "privatelink.blob.core.windows.net"
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "mystorage"
ip_configuration = [{ member_name = "file", private_ip_address = "10.0.0.4" }]
"#,
        &[
            r#"zonite.toml:9:8: error: private_endpoint.name = "pe": Private Endpoint pe contains static ipconfigurations: file missing these membernames/groupids: blob; add an ip_configuration for each, or remove all so that addresses are allocated"#,
            r#"zonite.toml:13:37: error: private_endpoint.ip_configuration.member_name = "file": is no member of this resource; its members are "blob""#,
        ],
    );
}

#[test]
fn hops_of_resources_are_names_and_their_own() {
    check(
        r#"[[private_link_resource]]
name = "one"
private_dns_zone = "privatelink.blob.core.windows.net"
public_ip_address = "203.0.113.1"
[[private_link_resource]]
name = "two"
private_dns_zone = "privatelink.blob.core.windows.net"
public_ip_address = "203.0.113.2"
[public_chain]
resource_hops = ["{registry}.example", "same.example"]
"#,
        &[
            r#"zonite.toml:5:1: error: private_link_resource: its public name "same.example" has other records already, from private link resource "one.blob.core.windows.net" at zonite.toml:1:1; remove one of the two, or change [public_chain]"#,
            r#"zonite.toml:10:18: error: public_chain.resource_hops = "{registry}.example": has an unknown placeholder; write {resource} or {public_zone}"#,
        ],
    );
}

/// docs/azure.md#16-fallback-to-the-internet: labels decide, or the catalogue.
#[test]
fn fallback_is_for_zones_of_the_catalogue() {
    check(
        r#"[[virtual_network]]
name = "hub"
[[private_dns_zone]]
name = "privatelink-global.wvd.microsoft.com"
virtual_network_link = [{ name = "a", virtual_network = "hub", resolution_policy = "NxDomainRedirect" }]
[[private_dns_zone]]
name = "scm.privatelink.azurewebsites.net"
virtual_network_link = [{ name = "a", virtual_network = "hub", resolution_policy = "NxDomainRedirect" }]
[[private_dns_zone]]
name = "vaultcore.azure.net"
virtual_network_link = [{ name = "a", virtual_network = "hub", resolution_policy = "NxDomainRedirect" }]
"#,
        &[
            r#"zonite.toml:11:84: error: private_dns_zone.virtual_network_link.resolution_policy = "NxDomainRedirect": is not supported on a link of "vaultcore.azure.net": it is no Private Link zone; write "Default""#,
        ],
    );
}
