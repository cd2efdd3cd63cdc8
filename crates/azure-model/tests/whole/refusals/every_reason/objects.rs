//! Networks, zones, links, endpoints, registries, resources, rulesets and servers.

use super::{Case, SPOKE, ZONE, cases};

pub(super) fn networks() -> Vec<Case> {
    let machine = |address: &str| {
        format!(
            "[[virtual_machine]]\nname = \"vm\"\nvirtual_network = \"hub\"\nprivate_ip_address = \"{address}\"\n"
        )
    };
    let network = |subnets: &str| {
        format!(
            "[[virtual_network]]\nname = \"v\"\naddress_space = [\"10.3.0.0/16\"]\nsubnet = [{subnets}]\n"
        )
    };
    cases(
        "network",
        [
            (
                "ServiceEndpointOfCloud",
                &format!(
                    "cloud = \"china\"\n{}",
                    network(
                        "{ name = \"s\", address_prefixes = [\"10.3.0.0/24\"], service_endpoints = [\"Microsoft.ContainerRegistry\"] }"
                    )
                ),
            ),
            ("NoPrefix", &network("{ name = \"s\", address_prefixes = [] }")),
            ("OutsideNetwork", &network("{ name = \"s\", address_prefixes = [\"10.4.0.0/24\"] }")),
            (
                "SpacesOverlap",
                "[[network]]\nname = \"n\"\naddress_space = [\"10.3.0.0/16\", \"10.3.1.0/24\"]\n",
            ),
            (
                "SubnetsOverlap",
                &network(
                    "{ name = \"s\", address_prefixes = [\"10.3.0.0/24\"] }, { name = \"t\", address_prefixes = [\"10.3.0.0/28\"] }",
                ),
            ),
            (
                "SharedClients",
                "[[network]]\nname = \"m\"\nclients = [\"127.0.0.0/8\"]\n[[network]]\nname = \"n\"\nclients = [\"127.0.0.0/8\"]\n",
            ),
            ("AddressOutsideNetwork", &machine("11.0.0.4")),
            (
                "AddressOutsideSubnet",
                "[[private_endpoint]]\nname = \"pe\"\nvirtual_network = \"hub\"\nsubnet = \"default\"\nresource = \"myregistry\"\nip_configuration = [{ member_name = \"registry\", private_ip_address = \"10.0.1.4\" }]\n",
            ),
            ("ReservedAddress", &machine("10.0.0.1")),
            ("AddressTaken", &format!("{}{}", machine("10.0.0.4"), machine("10.0.0.4"))),
            ("AzureAsUpstream", "[internet]\nupstream = [\"168.63.129.16\"]\n"),
            (
                "OwnListener",
                "[azure_dns]\nlisten = [\"127.0.0.1:5300\"]\n[internet]\nupstream = [\"127.0.0.1:5300\"]\n",
            ),
            (
                "ListenerTaken",
                "[azure_dns]\nlisten = [\"127.0.0.1:5300\"]\n[internet]\nlisten = [\"127.0.0.1:5300\"]\n",
            ),
        ],
    )
}

pub(super) fn zones() -> Vec<Case> {
    let zone = |name: &str| format!("[[private_dns_zone]]\nname = \"{name}\"\n");
    let many: Vec<String> = (1..=35).map(|label| label.to_string()).collect();
    cases(
        "zone",
        [
            ("OneLabel", &zone("corp")),
            ("TooManyLabels", &zone(&many.join("."))),
            ("Reserved", &zone("windows.net")),
            ("Multicast", &zone("corp.local")),
            (
                "PublicTaken",
                "[[internet.zone]]\nname = \"a.example\"\n[[internet.zone]]\nname = \"a.example\"\n",
            ),
        ],
    )
}

pub(super) fn links() -> Vec<Case> {
    let zone = |name: &str, group: &str, links: &str| {
        format!(
            "[[private_dns_zone]]\nname = \"{name}\"\nresource_group = \"{group}\"\nvirtual_network_link = [{links}]\n"
        )
    };
    let link = "{ name = \"one\", virtual_network = \"hub\" }";
    let registering = "{ name = \"one\", virtual_network = \"hub\", registration_enabled = true }";
    cases(
        "virtual network link",
        [
            (
                "Linked",
                &zone("a.example", "g", &format!("{link}, {{ name = \"two\", virtual_network = \"hub\" }}")),
            ),
            (
                "PolicyOfOtherZone",
                &zone(
                    "a.example",
                    "g",
                    "{ name = \"one\", virtual_network = \"hub\", resolution_policy = \"NxDomainRedirect\" }",
                ),
            ),
            ("SameName", &format!("{}{}", zone("a.example", "g", link), zone("a.example", "h", link))),
            (
                "SecondRegistration",
                &format!("{}{}", zone("a.example", "g", registering), zone("b.example", "g", registering)),
            ),
        ],
    )
}

pub(super) fn endpoints() -> Vec<Case> {
    let of_storage = |more: &str| {
        format!(
            "[[private_link_resource]]\nname = \"s\"\ntype = \"Microsoft.Storage/storageAccounts\"\n\
             [[private_endpoint]]\nname = \"pe\"\nresource = \"s\"\nvirtual_network = \"hub\"\nsubnet = \"default\"\n{more}"
        )
    };
    let endpoint =
        |rest: &str| format!("[[private_endpoint]]\nname = \"pe\"\nresource = \"myregistry\"\n{rest}\n");
    let hub = "virtual_network = \"hub\"\nsubnet = \"default\"\n";
    let given = |configurations: &str| endpoint(&format!("{hub}ip_configuration = [{configurations}]"));
    let grouped = |group: &str| format!("{ZONE}resource_group = \"{group}\"\n");
    let registry = "{ member_name = \"registry\", private_ip_address = \"10.0.0.4\" }";
    let group = "private_dns_zone_group = [\"a/privatelink.azurecr.io\", \"b/privatelink.azurecr.io\"]";
    cases(
        "private endpoint",
        [
            ("ZoneTaken", &format!("{}{}{}", grouped("a"), grouped("b"), endpoint(&format!("{hub}{group}")))),
            ("UnknownMember", &given("{ member_name = \"regisrty\", private_ip_address = \"10.0.0.4\" }")),
            (
                "MemberTwice",
                &given(&format!(
                    "{registry}, {{ member_name = \"registry\", private_ip_address = \"10.0.0.5\" }}"
                )),
            ),
            ("MissingMembers", &given(registry)),
            ("WhichSubresource", &of_storage("")),
            ("NoSubresource", &of_storage("subresource = \"dfss\"\n")),
            (
                "SubnetFull",
                &format!(
                    "{SPOKE}[[container_registry]]\nname = \"other\"\ngeoreplications = [\"northeurope\", \"eastus\"]\n\
                     [[private_endpoint]]\nname = \"pe\"\nresource = \"other\"\nvirtual_network = \"spoke\"\nsubnet = \"small\"\n"
                ),
            ),
        ],
    )
}

pub(super) fn registries() -> Vec<Case> {
    let registry = |rest: &str| format!("[[container_registry]]\nname = \"other\"\n{rest}\n");
    let rule =
        "network_rule_set = { virtual_network = [{ virtual_network = \"hub\", subnet = \"default\" }] }";
    cases(
        "container registry",
        [
            ("NeedsPremium", &registry("sku = \"Basic\"\ngeoreplications = [\"northeurope\"]")),
            ("RegionTwice", &registry("georeplications = [\"westeurope\"]")),
            ("RuleOfCloud", &format!("cloud = \"china\"\n{}", registry(rule))),
            ("NoServiceEndpoint", &registry(rule)),
            (
                "RuleAndEndpoint",
                &format!(
                    "{}[[private_endpoint]]\nname = \"pe\"\nresource = \"other\"\nvirtual_network = \"hub\"\nsubnet = \"default\"\n",
                    registry(rule)
                ),
            ),
        ],
    )
}

pub(super) fn resources() -> Vec<Case> {
    let of_type = |name: &str| format!("[[private_link_resource]]\nname = \"r\"\ntype = \"{name}\"\n");
    let resource =
        |zone: &str| format!("[[private_link_resource]]\nname = \"one\"\nprivate_dns_zone = \"{zone}\"\n");
    cases(
        "private link resource",
        [
            ("ZoneOfCloud", &resource("privatelink.blob.core.chinacloudapi.cn")),
            ("UnknownZone", &resource("privatelink.a.example")),
            ("ZoneOfRegistries", &resource("privatelink.azurecr.io")),
            ("ZoneInAnother", &resource("scm.privatelink.azurewebsites.net")),
            ("ZoneInRegistries", &resource("westeurope.data.privatelink.azurecr.io")),
            (
                "UnknownSubresource",
                &format!("{}subresource = \"nothing\"\n", resource("privatelink.blob.core.windows.net")),
            ),
            ("NoService", "[[private_link_resource]]\nname = \"r\"\n"),
            ("UnknownType", &of_type("Microsoft.Web/site")),
            ("TypeOfRegistries", &of_type("microsoft.containerregistry/registries")),
            ("MissingValue", &resource("privatelink.dicom.azurehealthcareapis.com")),
        ],
    )
}

pub(super) fn rulesets() -> Vec<Case> {
    let ruleset = |rules: &str| {
        format!("[[dns_forwarding_ruleset]]\nname = \"r\"\nvirtual_networks = [\"hub\"]\nrule = [{rules}]\n")
    };
    let rule = |domain: &str, targets: &str| {
        format!("{{ name = \"rule\", domain_name = \"{domain}\", target_dns_servers = [{targets}] }}")
    };
    let good = rule("a.example.", "\"192.0.2.1\"");
    let many: Vec<String> = (1..=35).map(|label| label.to_string()).collect();
    cases(
        "forwarding ruleset",
        [
            (
                "Linked",
                &format!(
                    "{}[[dns_forwarding_ruleset]]\nname = \"s\"\nvirtual_networks = [\"hub\"]\n",
                    ruleset(&good)
                ),
            ),
            ("ReservedDomain", &ruleset(&rule("windows.net.", "\"192.0.2.1\""))),
            ("DomainTaken", &ruleset(&format!("{good}, {}", good.replace("\"rule\"", "\"rule2\"")))),
            ("NoDot", &ruleset(&rule("a.example", "\"192.0.2.1\""))),
            ("TooManyLabels", &ruleset(&rule(&format!("{}.", many.join(".")), "\"192.0.2.1\""))),
            ("NotADomainName", &ruleset(&rule("a..example.", "\"192.0.2.1\""))),
            ("NoTarget", &ruleset(&rule("a.example.", ""))),
            ("AzureAsTarget", &ruleset(&rule("a.example.", "\"168.63.129.16\""))),
        ],
    )
}

pub(super) fn servers() -> Vec<Case> {
    let server = |rest: &str| {
        format!(
            "[[dns_server]]\nname = \"s\"\nprivate_ip_address = \"10.0.0.9\"\nvirtual_network = \"hub\"\n{rest}\n"
        )
    };
    let forwarder = |to: &str| format!("{{ zone = \".\", to = [{to}] }}");
    cases(
        "DNS server",
        [
            (
                "NoAddress",
                "[[private_dns_resolver]]\nname = \"r\"\nvirtual_network = \"hub\"\ninbound_endpoint = [{ name = \"in\" }]\n",
            ),
            ("TwoNetworks", &format!("[[network]]\nname = \"onprem\"\n{}", server("network = \"onprem\""))),
            ("NoNetwork", "[[dns_server]]\nname = \"s\"\nprivate_ip_address = \"10.0.0.9\"\n"),
            ("ZoneTaken", &server("zone = [{ name = \"a.example\" }, { name = \"a.example\" }]")),
            ("ZoneWithoutName", &server("zone = [{ record_set = [] }]")),
            (
                "RecordsBesideZone",
                &format!(
                    "{ZONE}{}",
                    server(
                        "zone = [{ private_dns_zone = \"privatelink.azurecr.io\", record_set = [{ name = \"w\", type = \"A\", records = [] }] }]"
                    )
                ),
            ),
            (
                "NotItsName",
                &format!(
                    "{ZONE}{}",
                    server(
                        "zone = [{ private_dns_zone = \"privatelink.azurecr.io\", name = \"a.example\" }]"
                    )
                ),
            ),
            (
                "ForwarderTaken",
                &server(&format!(
                    "forwarder = [{}, {}]",
                    forwarder("\"internet\""),
                    forwarder("\"internet\"")
                )),
            ),
            ("NoTarget", &server(&format!("forwarder = [{}]", forwarder("")))),
        ],
    )
}
