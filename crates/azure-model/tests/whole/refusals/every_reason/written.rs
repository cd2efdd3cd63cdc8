//! Texts that a reader refuses, values, names, references and counts.

use super::{Case, SPOKE, ZONE, cases};

pub(super) fn syntax() -> Vec<Case> {
    cases(
        "syntax",
        [
            ("Toml", "cloud = \n"),
            ("ZoneFile", "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"bad.zone\"\n"),
            (
                "ZoneFileUnreadable",
                "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"none.zone\"\n",
            ),
            ("UnknownKey", "[limits]\nenforced = true\n"),
            ("KeyOfLaterVersion", "[metrics]\nsize = 1\n"),
            ("MissingKey", "[[private_dns_zone]]\n"),
            ("WrongType", "[limits]\nenforce = 1\n"),
            ("UnknownWord", "[azure_dns]\nunknown_source = \"refused\"\n"),
            ("NotADomainName", "[[private_dns_zone]]\nname = \"corp..example\"\n"),
            (
                "NotAnIpv4Address",
                "[[container_registry]]\nname = \"other\"\npublic_ip_address = \"2001:db8::1\"\n",
            ),
            (
                "NotAnAddress",
                "[[dns_forwarding_ruleset]]\nname = \"r\"\nrule = [{ name = \"a\", domain_name = \"a.\", target_dns_servers = [\"x\"] }]\n",
            ),
            ("NotAPrefix", "[[network]]\nname = \"onprem\"\naddress_space = [\"10.0.0.0/33\"]\n"),
            (
                "NeitherAddressNorPrefix",
                "[[container_registry]]\nname = \"other\"\nnetwork_rule_set = { ip_rule = [{ ip_range = \"x\" }] }\n",
            ),
            ("NoPort", "[azure_dns]\nlisten = [\"127.0.0.1\"]\n"),
            ("NotASocket", "[azure_dns]\nlisten = [\"here\"]\n"),
            ("NotAnUpstream", "[internet]\nupstream = [\"there\"]\n"),
            (
                "NotATime",
                "[[dns_server]]\nname = \"s\"\nvirtual_network = \"hub\"\nprivate_ip_address = \"10.0.0.9\"\ntimeout = \"1h\"\n",
            ),
        ],
    )
}

pub(super) fn values() -> Vec<Case> {
    cases(
        "value",
        [
            ("Empty", "[[network]]\nname = \" \"\n"),
            (
                "OutOfRange",
                "[[internet.zone]]\nname = \"a.example\"\nrecord_set = [{ name = \"@\", type = \"A\", ttl = -1, records = [] }]\n",
            ),
            (
                "TimeOutOfRange",
                "[[dns_server]]\nname = \"s\"\nvirtual_network = \"hub\"\nprivate_ip_address = \"10.0.0.9\"\ntimeout = \"61s\"\n",
            ),
            ("Root", "[[private_dns_zone]]\nname = \".\"\n"),
            ("NotARegion", "[[virtual_network]]\nname = \"v\"\nlocation = \"9\"\n"),
            ("UnknownRegion", "[[virtual_network]]\nname = \"v\"\nlocation = \"mars\"\n"),
            ("HostBits", "[[network]]\nname = \"onprem\"\naddress_space = [\"10.0.0.1/16\"]\n"),
            (
                "Ipv6",
                "[[container_registry]]\nname = \"other\"\nnetwork_rule_set = { ip_rule = [{ ip_range = \"2001:db8::/32\" }] }\n",
            ),
        ],
    )
}

pub(super) fn names() -> Vec<Case> {
    cases(
        "name",
        [
            (
                "Taken",
                "[[private_dns_zone]]\nname = \"a.example\"\n[[private_dns_zone]]\nname = \"a.example\"\n",
            ),
            (
                "TakenInGroup",
                "[[private_dns_zone]]\nname = \"a.example\"\nresource_group = \"g\"\n[[private_dns_zone]]\nname = \"a.example\"\nresource_group = \"g\"\n",
            ),
            (
                "TakenEverywhere",
                "[[dns_forwarding_ruleset]]\nname = \"r\"\n[[dns_forwarding_ruleset]]\nname = \"r\"\n",
            ),
            ("TakenByServer", "[[container_registry]]\nname = \"myregistry\"\n"),
            (
                "TakenInParent",
                "[[virtual_network]]\nname = \"v\"\naddress_space = [\"10.3.0.0/16\"]\nsubnet = [{ name = \"s\", address_prefixes = [\"10.3.0.0/24\"] }, { name = \"s\", address_prefixes = [\"10.3.1.0/24\"] }]\n",
            ),
            (
                "TakenInZone",
                "[[private_link_resource]]\nname = \"one\"\nprivate_dns_zone = \"privatelink.blob.core.windows.net\"\n[[private_link_resource]]\nname = \"one\"\nprivate_dns_zone = \"privatelink.blob.core.windows.net\"\n",
            ),
            ("OfAResolver", "[[virtual_network]]\nname = \"internet\"\n"),
            ("NotOfAnObject", "[[virtual_network]]\nname = \"a b\"\n"),
            (
                "NotOfAMachine",
                "[[virtual_machine]]\nname = \"a_b\"\nvirtual_network = \"hub\"\nprivate_ip_address = \"10.0.0.9\"\n",
            ),
            ("NotOfARegistry", "[[container_registry]]\nname = \"abc\"\n"),
            (
                "NotOfAResource",
                "[[private_link_resource]]\nname = \"a/b\"\nprivate_dns_zone = \"privatelink.blob.core.windows.net\"\n",
            ),
            (
                "NotOfAService",
                "[[private_link_resource]]\nname = \"a/b\"\ntype = \"Microsoft.KeyVault/vaults\"\n",
            ),
        ],
    )
}

pub(super) fn references() -> Vec<Case> {
    let endpoint = |rest: &str| {
        format!(
            "[[private_endpoint]]\nname = \"pe\"\nvirtual_network = \"hub\"\n{rest}resource = \"myregistry\"\n"
        )
    };
    let grouped = |group: &str| format!("{ZONE}resource_group = \"{group}\"\n");
    let of_group = endpoint("subnet = \"default\"\nprivate_dns_zone_group = [\"privatelink.azurecr.io\"]\n");
    cases(
        "reference",
        [
            (
                "Unknown",
                "[[private_dns_zone]]\nname = \"a.example\"\nvirtual_network_link = [{ name = \"l\", virtual_network = \"nowhere\" }]\n",
            ),
            (
                "OfAnotherKind",
                "[[network]]\nname = \"onprem\"\n[[private_dns_zone]]\nname = \"a.example\"\nvirtual_network_link = [{ name = \"l\", virtual_network = \"onprem\" }]\n",
            ),
            ("UnknownSubnet", &endpoint("subnet = \"other\"\n")),
            (
                "UnknownResource",
                "[[private_endpoint]]\nname = \"pe\"\nvirtual_network = \"hub\"\nsubnet = \"default\"\nresource = \"nothing\"\n",
            ),
            ("UnknownServer", "[[network]]\nname = \"onprem\"\ndns_servers = [\"nobody\"]\n"),
            ("Ambiguous", &format!("{}{}{of_group}", grouped("one"), grouped("two"))),
            ("Indistinct", &format!("{ZONE}{ZONE}{of_group}")),
            (
                "SharedAddress",
                "[[network]]\nname = \"one\"\naddress_space = [\"10.9.0.0/16\"]\n[[network]]\nname = \"two\"\naddress_space = [\"10.9.0.0/16\"]\n\
                 [[dns_server]]\nname = \"s\"\nnetwork = \"one\"\nprivate_ip_address = \"10.9.0.53\"\n\
                 [[dns_server]]\nname = \"t\"\nnetwork = \"two\"\nprivate_ip_address = \"10.9.0.53\"\n\
                 [[network]]\nname = \"three\"\ndns_servers = [\"10.9.0.53\"]\n",
            ),
        ],
    )
}

pub(super) fn limits() -> Vec<Case> {
    let set = |rtype: &str, records: Vec<String>| {
        let records = records.iter().map(|record| format!("\"{record}\"")).collect::<Vec<_>>().join(", ");
        format!(
            "[[private_dns_zone]]\nname = \"a.example\"\nrecord_set = [{{ name = \"w\", type = \"{rtype}\", records = [{records}] }}]\n"
        )
    };
    let resolver = |endpoints: &str| {
        format!(
            "{SPOKE}[[private_dns_resolver]]\nname = \"r\"\nvirtual_network = \"spoke\"\ninbound_endpoint = [{endpoints}]\n"
        )
    };
    let zones: Vec<String> = (1..=6).map(|at| format!("\"zone{at}.example\"")).collect();
    cases(
        "limit",
        [
            ("TooMany", &set("A", (1..=21).map(|last| format!("10.0.0.{last}")).collect())),
            (
                "TooManyAlways",
                &format!(
                    "[[private_endpoint]]\nname = \"pe\"\nvirtual_network = \"hub\"\nsubnet = \"default\"\nresource = \"myregistry\"\nprivate_dns_zone_group = [{}]\n",
                    zones.join(", ")
                ),
            ),
            ("SubnetLength", &resolver("{ name = \"in\", subnet = \"large\" }")),
            (
                "SubnetShared",
                &resolver("{ name = \"in\", subnet = \"small\" }, { name = \"too\", subnet = \"small\" }"),
            ),
            ("TextLength", &set("TXT", (0..20).map(|at| format!("{at:0>250}")).collect())),
        ],
    )
}
