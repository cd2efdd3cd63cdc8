//! Record sets, zone files, and records that others write.

use super::{Case, ZONE, cases};

/// A private zone with one record set, as the keys of the set say.
fn with_set(set: &str) -> String {
    format!("[[private_dns_zone]]\nname = \"a.example\"\nrecord_set = [{{ {set} }}]\n")
}

pub(super) fn record_sets() -> Vec<Case> {
    let set = |set: &str| with_set(set);
    cases(
        "record",
        [
            (
                "SetTaken",
                &set(
                    "name = \"w\", type = \"A\", records = [] }, { name = \"w\", type = \"A\", records = []",
                ),
            ),
            ("Wildcard", &set("name = \"a-*\", type = \"A\", records = []")),
            (
                "SrvTwice",
                &set("name = \"w\", type = \"SRV\", records = [\"1 2 443 a.example\", \"1 2 80 a.example\"]"),
            ),
            ("SeveralTargets", &set("name = \"w\", type = \"CNAME\", records = [\"a\", \"b\"]")),
            (
                "AliasBesideOthers",
                &set(
                    "name = \"w\", type = \"CNAME\", records = [\"a\"] }, { name = \"w\", type = \"A\", records = [\"10.0.0.4\"]",
                ),
            ),
            ("AliasAtApex", &set("name = \"@\", type = \"CNAME\", records = [\"a\"]")),
            (
                "SoaBelowApex",
                "[[internet.zone]]\nname = \"a.example\"\nrecord_set = [{ name = \"w\", type = \"SOA\", records = [\"a. b. 1 2 3 4 5\"] }]\n",
            ),
            ("OutsideZone", &set("name = \"w.b.example.\", type = \"A\", records = []")),
            ("Owner", &set("name = \"w..x\", type = \"A\", records = []")),
            ("SoaOfAzure", &set("name = \"@\", type = \"SOA\", records = []")),
            ("Delegation", &set("name = \"w\", type = \"NS\", records = []")),
            ("TypeOfPublicZones", &set("name = \"w\", type = \"CAA\", records = []")),
            (
                "TypeOfQuestions",
                "[[internet.zone]]\nname = \"a.example\"\nrecord_set = [{ name = \"w\", type = \"ANY\", records = [] }]\n",
            ),
            ("UnknownType", &set("name = \"w\", type = \"B\", records = []")),
            ("Twice", &set("name = \"w\", type = \"A\", records = [\"10.0.0.4\", \"10.0.0.4\"]")),
            ("Data", &set("name = \"w\", type = \"A\", records = [\"10.0.0.400\"]")),
            ("PartOfData", &set("name = \"w\", type = \"MX\", records = [\"10 a..b\"]")),
        ],
    )
}

pub(super) fn records_together() -> Vec<Case> {
    let with_file = |file: &str| {
        format!(
            "{}zone_file = \"{file}\"\n",
            with_set("name = \"w\", type = \"A\", records = [\"10.0.0.4\"]")
        )
    };
    let endpoint = "[[private_endpoint]]\nname = \"pe\"\nvirtual_network = \"hub\"\nsubnet = \"default\"\nresource = \"myregistry\"\nprivate_dns_zone_group = [\"privatelink.azurecr.io\"]\n";
    let label = "a".repeat(60);
    let longest = format!("{label}.{label}.{label}.{}", "b".repeat(60));
    let resource = "[[private_link_resource]]\nname = \"one\"\nprivate_dns_zone = \"privatelink.blob.core.windows.net\"\n";
    cases(
        "record",
        [
            ("NotAsWritten", &with_file("skipped.zone")),
            ("Together", &with_file("again.zone")),
            ("InZone", "[[internet.zone]]\nname = \"a.example\"\nzone_file = \"low-soa.zone\"\n"),
            (
                "Overwritten",
                &format!(
                    "{ZONE}record_set = [{{ name = \"myregistry\", type = \"A\", records = [\"10.0.0.99\"] }}]\n{endpoint}"
                ),
            ),
            (
                "MachineName",
                &format!(
                    "[[private_dns_zone]]\nname = \"{longest}\"\nvirtual_network_link = [{{ name = \"l\", virtual_network = \"hub\", registration_enabled = true }}]\n\
                     [[virtual_machine]]\nname = \"a-long-name\"\nvirtual_network = \"hub\"\nprivate_ip_address = \"10.0.0.9\"\n"
                ),
            ),
            (
                "PublicNameTaken",
                "[[internet.zone]]\nname = \"azurecr.io\"\noverlay = true\nrecord_set = [{ name = \"myregistry\", type = \"A\", records = [\"203.0.113.9\"] }]\n",
            ),
            ("UnknownPlaceholder", "[public_chain]\nlogin_hops = [\"{name}.example\"]\n"),
            (
                "UnknownResourcePlaceholder",
                &format!("{resource}[public_chain]\nresource_hops = [\"{{name}}.example\"]\n"),
            ),
            ("TwiceInChain", "[public_chain]\nlogin_hops = [\"a.example\", \"a.example\"]\n"),
        ],
    )
}
