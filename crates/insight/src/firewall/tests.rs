//! What clients of a registry connect to, per cloud and feature.

use super::{exempt_from_proxies, find, private_targets, requirements};
use azure_model::Loaded;
use azure_model::model::RegistryIndex;
use formats::load_text;

const REGISTRY: RegistryIndex = RegistryIndex(0);

fn load(text: &str) -> Loaded {
    load_text(text, "z.toml").unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn registry(keys: &str) -> String {
    format!("[[container_registry]]\nname = \"Contoso\"\n{keys}\n")
}

/// Checks the names of the registry's own, and those around it, of a configuration.
fn check(text: &str, own: &[&str], around: &[&str]) {
    let requirements = requirements(&load(text).model, REGISTRY);
    let names: Vec<&str> = requirements.hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(names, [own, around].concat(), "{text}");
}

/// What every client of the public cloud's registries needs besides.
const AROUND: [&str; 5] = [
    "azurecr.io",
    "mcr.microsoft.com",
    "*.data.mcr.microsoft.com",
    "login.microsoftonline.com",
    "management.azure.com",
];

#[test]
fn without_data_endpoints_the_wildcard_of_storage_accounts_is_needed() {
    check(&registry(""), &["contoso.azurecr.io", "*.blob.core.windows.net"], &AROUND);
}

#[test]
fn every_region_has_a_data_endpoint_and_where_enabled_a_regional_one() {
    let regions =
        "location = \"westeurope\"\ngeoreplications = [\"northeurope\"]\ndata_endpoint_enabled = true\n";
    let data = ["contoso.westeurope.data.azurecr.io", "contoso.northeurope.data.azurecr.io"];
    check(&registry(regions), &["contoso.azurecr.io", data[0], data[1]], &AROUND);
    let regional = format!("{regions}regional_endpoint_enabled = true");
    let geo = ["contoso.westeurope.geo.azurecr.io", "contoso.northeurope.geo.azurecr.io"];
    check(&registry(&regional), &["contoso.azurecr.io", geo[0], geo[1], data[0], data[1]], &AROUND);
}

#[test]
fn each_cloud_has_names_of_its_own() {
    check(
        &format!("cloud = \"china\"\n{}", registry("")),
        &["contoso.azurecr.cn", "*.blob.core.chinacloudapi.cn", "azurecr.cn"],
        &[
            "mcr.azure.cn",
            "*.data.mcr.azure.cn",
            "mcr.microsoft.com",
            "*.data.mcr.microsoft.com",
            "login.chinacloudapi.cn",
            "management.chinacloudapi.cn",
        ],
    );
    check(
        &format!("cloud = \"usgovernment\"\n{}", registry("data_endpoint_enabled = true")),
        &["contoso.azurecr.us", "contoso.usgovvirginia.data.azurecr.us", "azurecr.us"],
        &[
            "mcr.microsoft.com",
            "*.data.mcr.microsoft.com",
            "login.microsoftonline.us",
            "management.usgovcloudapi.net",
        ],
    );
}

#[test]
fn tags_name_each_region_and_storage_only_where_layers_come_from_there() {
    let tags = |keys: &str| {
        let tags = requirements(&load(&registry(keys)).model, REGISTRY).service_tags;
        tags.into_iter()
            .map(|tag| tag.name)
            .take_while(|name| name != "MicrosoftContainerRegistry")
            .collect::<Vec<_>>()
    };
    assert_eq!(
        tags("georeplications = [\"australiaeast\"]"),
        [
            "AzureContainerRegistry.WestEurope",
            "AzureContainerRegistry.AustraliaEast",
            "AzureContainerRegistry",
            "Storage.WestEurope",
            "Storage.AustraliaEast"
        ]
    );
    let on = tags("data_endpoint_enabled = true");
    assert_eq!(on, ["AzureContainerRegistry.WestEurope", "AzureContainerRegistry"]);
}

#[test]
fn names_are_to_be_allowed_before_data_endpoints_are_switched_on() {
    let before = |keys: &str| requirements(&load(&registry(keys)).model, REGISTRY).before_data_endpoints;
    let both = ["contoso.westeurope.data.azurecr.io", "contoso.northeurope.data.azurecr.io"];
    assert_eq!(before("georeplications = [\"northeurope\"]"), both);
    assert_eq!(before("data_endpoint_enabled = true"), Vec::<String>::new());
    assert_eq!(before("sku = \"Basic\""), Vec::<String>::new());
}

#[test]
fn a_registry_is_found_by_name_group_or_login_server() {
    let loaded = load(&registry("resource_group = \"rg\""));
    for text in ["contoso", "CONTOSO", "rg/contoso", "contoso.azurecr.io", "contoso.azurecr.io."] {
        assert_eq!(find(&loaded.model, text), Some(REGISTRY), "{text}");
    }
    for text in ["", "contos", "other/contoso", "contoso.azurecr.cn"] {
        assert_eq!(find(&loaded.model, text), None, "{text}");
    }
}

/// A network with an endpoint, whose link may be missing; one with a DNS server of its own; one outside that sees the public side.
fn networks(link: &str, status: &str) -> String {
    format!(
        r#"[[virtual_network]]
name = "hub"
address_space = ["10.1.0.0/16"]
subnet = [{{ name = "endpoints", address_prefixes = ["10.1.0.0/24"] }}]
[[virtual_network]]
name = "spoke"
address_space = ["10.2.0.0/16"]
dns_servers = ["hub-dns"]
[[network]]
name = "office"
address_space = ["192.168.0.0/16"]
[[dns_server]]
name = "hub-dns"
virtual_network = "hub"
private_ip_address = "10.1.0.99"
forwarder = [{{ zone = ".", to = ["azure_dns"] }}]
[[private_dns_zone]]
name = "privatelink.azurecr.io"
virtual_network_link = [{link}]
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "endpoints"
resource = "contoso"
connection_status = "{status}"
private_dns_zone_group = ["privatelink.azurecr.io"]
{}"#,
        registry("")
    )
}

const LINK: &str = r#"{ name = "hub", virtual_network = "hub" }"#;

#[test]
fn a_proxy_must_not_take_names_that_end_private_as_the_engine_says() {
    let exempt = |text: &str| {
        let Loaded { model, compiled, .. } = load(text);
        let lists = exempt_from_proxies(&model, &compiled.snapshot, REGISTRY);
        let line = |list: super::Exempt| {
            let networks: Vec<&str> =
                list.networks.iter().map(|index| model.networks()[index.0].label.as_str()).collect();
            format!("{}: {}", networks.join(","), list.names.join(","))
        };
        lists.into_iter().map(line).collect::<Vec<_>>()
    };
    let both = "hub,spoke: contoso.azurecr.io,contoso.westeurope.data.azurecr.io";
    assert_eq!(exempt(&networks(LINK, "Approved")), [both]);
    assert_eq!(exempt(&networks("", "Approved")), Vec::<String>::new());
    assert_eq!(exempt(&networks(LINK, "Pending")), Vec::<String>::new());
    let by_hand = r#"{ name = "hub", virtual_network = "hub" }]
record_set = [{ name = "contoso", type = "A", records = ["10.9.9.9"] }"#;
    let pending = networks(by_hand, "Pending") + "privatelink_cname = true\n";
    assert_eq!(exempt(&pending), ["hub,spoke: contoso.azurecr.io"]);
}

#[test]
fn addresses_of_approved_endpoints_take_the_place_of_the_public_side() {
    let targets = |status: &str| {
        let targets = private_targets(&load(&networks(LINK, status)).model, REGISTRY);
        targets.into_iter().map(|target| format!("{} {}", target.address, target.name)).collect::<Vec<_>>()
    };
    assert_eq!(
        targets("Approved"),
        ["10.1.0.4 contoso.westeurope.data.azurecr.io", "10.1.0.5 contoso.azurecr.io"]
    );
    assert_eq!(targets("Rejected"), Vec::<String>::new());
}
