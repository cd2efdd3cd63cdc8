//! Every service of the catalogue: public chains, private endpoints, and the public names of a closed world.

use std::collections::BTreeSet;

use zone_store::name::Name;
use zone_store::record::RecordType;

use super::answers::{ask, check};
use super::load_files;
use azure_catalogue::Cloud;
use azure_catalogue::catalogue::{Catalogue, Entry};
use azure_model::Loaded;
use azure_model::model::{PublicSide, ResourceName};

/// A network, and a storage account with an endpoint in it.
const STORAGE: &str = r#"
[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[private_dns_zone]]
name = "privatelink.blob.core.windows.net"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
[[private_link_resource]]
name = "MyStorage"
private_dns_zone = "privatelink.blob.core.windows.net"
public_ip_address = "203.0.113.40"
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "mystorage"
private_dns_zone_group = ["privatelink.blob.core.windows.net"]
ip_configuration = [{ member_name = "blob", private_ip_address = "10.0.0.9" }]
"#;

#[test]
fn an_endpoint_of_any_service_writes_its_record() {
    check(
        STORAGE,
        "hub",
        "mystorage.blob.core.windows.net",
        &[
            "NoError",
            "mystorage.blob.core.windows.net. 60 CNAME mystorage.privatelink.blob.core.windows.net.",
            "mystorage.privatelink.blob.core.windows.net. 10 A 10.0.0.9",
        ],
    );
}

#[test]
fn the_public_chain_has_a_privatelink_name_while_an_endpoint_is_approved() {
    let outside = [
        "NoError",
        "mystorage.blob.core.windows.net. 60 CNAME mystorage.privatelink.blob.core.windows.net.",
        "mystorage.privatelink.blob.core.windows.net. 60 CNAME blob.mystorage.store.core.windows.net.",
        "blob.mystorage.store.core.windows.net. 10 A 203.0.113.40",
    ];
    let without = [
        "NoError",
        "mystorage.blob.core.windows.net. 60 CNAME blob.mystorage.store.core.windows.net.",
        "blob.mystorage.store.core.windows.net. 10 A 203.0.113.40",
    ];
    check(STORAGE, "internet", "mystorage.blob.core.windows.net", &outside);
    for status in ["Pending", "Rejected", "Disconnected"] {
        let status = format!("resource = \"mystorage\"\nconnection_status = \"{status}\"");
        let text = STORAGE.replace("resource = \"mystorage\"", &status);
        check(&text, "internet", "mystorage.blob.core.windows.net", &without);
        check(&text, "hub", "mystorage.blob.core.windows.net", &without);
    }
    let never = STORAGE.replace("public_ip", "privatelink_cname = false\npublic_ip");
    check(&never, "internet", "mystorage.blob.core.windows.net", &without);
    let (alone, _) = STORAGE.split_once("[[private_endpoint]]").expect("an endpoint");
    check(alone, "internet", "mystorage.blob.core.windows.net", &without);
    let theirs = alone.replace("public_ip", "privatelink_cname = true\npublic_ip");
    check(&theirs, "internet", "mystorage.blob.core.windows.net", &outside);
}

#[test]
fn an_endpoint_writes_only_into_the_zone_of_its_service() {
    let text = STORAGE
        .replace("private_dns_zone_group = [\"privatelink.blob", "private_dns_zone_group = [\"x.blob")
        + "[[private_dns_zone]]\nname = \"x.blob.core.windows.net\"\n"
        + "virtual_network_link = [{ name = \"link\", virtual_network = \"hub\" }]\n";
    let loaded = load_files(&text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    for zone in ["x.blob", "privatelink.blob"] {
        let found = ask(&loaded, "hub", &format!("mystorage.{zone}.core.windows.net"), RecordType::A);
        assert_eq!(found[0], "NXDomain", "{zone}");
    }
}

#[test]
fn addresses_of_any_service_are_allocated() {
    let (text, _) = STORAGE.split_once("ip_configuration").expect("a key");
    let loaded = load_files(text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let inside = ask(&loaded, "hub", "mystorage.privatelink.blob.core.windows.net", RecordType::A);
    assert_eq!(inside[1], "mystorage.privatelink.blob.core.windows.net. 10 A 10.0.0.4");
}

#[test]
fn a_reference_may_be_the_public_name() {
    for reference in ["mystorage.blob.core.windows.net", "MyStorage.blob.core.windows.net.", "rg/mystorage"] {
        let text = STORAGE
            .replace("resource = \"mystorage\"", &format!("resource = \"{reference}\""))
            .replace("public_ip", "resource_group = \"rg\"\npublic_ip");
        load_files(&text, &[]).unwrap_or_else(|errors| panic!("{reference}: {errors:#?}"));
    }
}

#[test]
fn hops_and_ttls_of_the_public_chain_can_be_written() {
    let text = format!(
        "[public_chain]\nregistry_ttl = 1\nhop_ttl = 2\naddress_ttl = 3\n\
         resource_hops = [\"{{resource}}.front.example\", \"{{resource}}.{{public_zone}}.edge.example\"]\n{STORAGE}"
    );
    check(
        &text,
        "internet",
        "mystorage.blob.core.windows.net",
        &[
            "NoError",
            "mystorage.blob.core.windows.net. 1 CNAME mystorage.privatelink.blob.core.windows.net.",
            "mystorage.privatelink.blob.core.windows.net. 1 CNAME mystorage.front.example.",
            "mystorage.front.example. 2 CNAME mystorage.blob.core.windows.net.edge.example.",
            "mystorage.blob.core.windows.net.edge.example. 3 A 203.0.113.40",
        ],
    );
}

#[test]
fn a_subresource_decides_the_public_zone() {
    let text = r#"
[[private_link_resource]]
name = "v1.z3"
private_dns_zone = "privatelink.blob.core.windows.net"
subresource = "VolumeGroup"
public_ip_address = "203.0.113.7"
"#;
    check(
        text,
        "internet",
        "v1.z3.blob.storage.azure.net",
        &[
            "NoError",
            "v1.z3.blob.storage.azure.net. 60 CNAME v1.z3.blob.storage.azure.net.trafficmanager.net.",
            "v1.z3.blob.storage.azure.net.trafficmanager.net. 10 A 203.0.113.7",
        ],
    );
}

/// The labels of placeholders, as a name would have them.
fn concrete(entry: &Entry) -> Name {
    let value = |placeholder| match placeholder {
        "regionCode" => "we",
        "partitionId" => "3",
        "region" | "regionName" => "westeurope",
        _ => "prefix",
    };
    let values: Vec<_> =
        entry.zone.placeholders().map(|placeholder| (placeholder, value(placeholder).to_owned())).collect();
    entry.zone.fill(&values).expect("a name")
}

/// ARCHITECTURE.md#resolution: a zone with an A record and nothing else already works.
#[test]
fn every_zone_of_the_catalogue_works_with_a_record_and_nothing_else() {
    let mut without_public_names = BTreeSet::new();
    for cloud in [Cloud::Public, Cloud::China, Cloud::UsGovernment] {
        let catalogue = Catalogue::of(cloud);
        for entry in catalogue.entries() {
            let zone = concrete(entry).without_dot();
            let text = format!(
                "cloud = \"{}\"\n[[virtual_network]]\nname = \"hub\"\n[[private_dns_zone]]\nname = \"{zone}\"\n\
                 record_set = [{{ name = \"x1\", type = \"A\", ttl = 10, records = [\"10.0.0.4\"] }}]\n\
                 virtual_network_link = [{{ name = \"link\", virtual_network = \"hub\", \
                 resolution_policy = \"NxDomainRedirect\" }}]\n",
                cloud.word()
            );
            let loaded = load_files(&text, &[]).unwrap_or_else(|errors| panic!("{zone}: {errors:#?}"));
            let private = format!("x1.{zone}.");
            let publics = catalogue.public_names(&private.parse().expect("a name"));
            if publics.is_empty() {
                // Clients ask for the name in the zone itself.
                without_public_names.insert(zone.clone());
                assert_eq!(
                    ask(&loaded, "hub", &private, RecordType::A)[1],
                    format!("{private} 10 A 10.0.0.4")
                );
                assert_eq!(ask(&loaded, "internet", &private, RecordType::A)[0], "NXDomain");
            }
            for public in publics {
                let found = ask(&loaded, "hub", &public.to_string(), RecordType::A);
                let alias = format!("{public} 60 CNAME {private}");
                assert_eq!(found, ["NoError", &alias, &format!("{private} 10 A 10.0.0.4")]);
                let outside = ask(&loaded, "internet", &public.to_string(), RecordType::A);
                assert_eq!(outside[..2], ["NXDomain", &alias]);
            }
        }
    }
    // AKS, Backup, Migrate and the feed of AVD: clients ask for the names in the zone.
    assert_eq!(
        without_public_names.into_iter().collect::<Vec<_>>(),
        [
            "prefix.privatelink.westeurope.azmk8s.io",
            "privatelink.prod.migration.windowsazure.com",
            "privatelink.prod.migration.windowsazure.us",
            "privatelink.we.backup.windowsazure.com",
            "privatelink.we.backup.windowsazure.us",
            "privatelink.westeurope.azmk8s.io",
            "privatelink.westeurope.backup.windowsazure.cn",
            "privatelink.westeurope.cx.prod.service.azk8s.cn",
            "privatelink.wvd.azure.cn",
            "privatelink.wvd.azure.us",
            "privatelink.wvd.microsoft.com",
        ]
    );
}

#[test]
fn every_zone_of_the_catalogue_can_be_of_a_resource_with_an_endpoint() {
    let mut needing = Vec::new();
    for cloud in [Cloud::Public, Cloud::China, Cloud::UsGovernment] {
        let is_usable = |entry: &&Entry| entry.deploy_separately && entry.subresource != "registry";
        for entry in Catalogue::of(cloud).entries().filter(is_usable) {
            let zone = concrete(entry).without_dot();
            let (endpoint, _) = STORAGE.split_once("ip_configuration").expect("its addresses");
            let text = endpoint
                .replace("privatelink.blob.core.windows.net", &zone)
                .replace("public_ip", &format!("subresource = \"{}\"\npublic_ip", entry.subresource));
            let text = format!("cloud = \"{}\"\n{text}", cloud.word());
            let loaded = match load_files(&text, &[]) {
                Ok(loaded) => loaded,
                Err(refused) => {
                    let missing = refused.iter().map(|one| one.to_diagnostic().problem).collect::<String>();
                    needing.push(format!("{} {zone}: {missing}", entry.subresource));
                    continue;
                }
            };
            let resource = &loaded.model.private_link_resources()[0];
            let in_zone = |name: &&ResourceName| {
                name.record
                    .as_ref()
                    .is_some_and(|record| record.zone.without_dot().eq_ignore_ascii_case(&zone))
            };
            let names: Vec<&ResourceName> = resource.names().filter(in_zone).collect();
            assert!(!names.is_empty(), "{zone}");
            for name in names {
                check_name(&loaded, name);
            }
        }
    }
    // Names that hold something of the service: the name of the resource alone does not make them.
    let missing = |what: &str| format!("has names that hold its {what}, which is not known");
    let (service, event, endpoint) = (missing("service"), missing("event"), missing("endpoint"));
    assert_eq!(
        needing,
        [
            format!("healthcareworkspace privatelink.dicom.azurehealthcareapis.com: {service}"),
            format!("liveevent privatelink.media.azure.net: {event}"),
            format!("streamingendpoint privatelink.media.azure.net: {endpoint}"),
            format!("AzureBackup_secondary privatelink.we.backup.windowsazure.com: {service}"),
            format!("healthcareworkspace privatelink.fhir.azurehealthcareapis.us: {service}"),
            format!("healthcareworkspace privatelink.dicom.azurehealthcareapis.us: {service}"),
        ]
    );
}

/// Asks for a name of a resource with an endpoint, from the linked network and from the Internet.
fn check_name(loaded: &Loaded, name: &ResourceName) {
    let last = |network, asked: &Name| ask(loaded, network, &asked.to_string(), RecordType::A).pop();
    let record = &name.record.as_ref().expect("a record").owner;
    let inside = last("hub", record).unwrap_or_default();
    assert!(inside.starts_with(&format!("{record} 10 A 10.0.0.")), "{record}: {inside}");
    let Some(public) = name.public.as_ref() else { return };
    match &name.public_side {
        PublicSide::Private | PublicSide::Nothing => {
            let outside = ask(loaded, "internet", &public.to_string(), RecordType::A);
            assert_eq!(outside[0], "NXDomain", "{public}");
        }
        side => {
            assert!(side.leads_to_record(), "{public}: {side:?}");
            assert_eq!(last("hub", public).as_deref(), Some(inside.as_str()), "{public}");
            let outside = last("internet", public).unwrap_or_default();
            assert!(outside.ends_with(" 10 A 203.0.113.40"), "{public}: {outside}");
        }
    }
}

/// A zone whose owners have no public name of their own; more of the file follows.
fn closed_world(more: &str) -> Loaded {
    let text = format!(
        r#"{more}
[[virtual_network]]
name = "hub"
[[private_dns_zone]]
name = "privatelink.blob.core.windows.net"
zone_file = "blob.zone"
virtual_network_link = [{{ name = "link", virtual_network = "hub" }}]
record_set = [
  {{ name = "one", type = "A", records = ["10.0.0.1"] }},
  {{ name = "@", type = "TXT", records = ["apex"] }},
  {{ name = "*", type = "A", records = ["10.0.0.2"] }},
  {{ name = "*.deep", type = "A", records = ["10.0.0.3"] }},
]
"#
    );
    let file = "$TTL 60\nfiled A 10.0.0.4\n";
    load_files(&text, &[("blob.zone", file)]).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Returns the second line of an answer, which is the alias if there is one.
fn alias(loaded: &azure_model::Loaded, name: &str) -> String {
    ask(loaded, "internet", name, RecordType::A).get(1).cloned().unwrap_or_default()
}

#[test]
fn owners_of_records_and_files_have_public_names_but_wildcards_and_the_apex_have_none() {
    let loaded = closed_world("");
    let nothing = "authority: . 86400 SOA minimum 86400";
    for (name, want) in [
        (
            "one.blob.core.windows.net",
            "one.blob.core.windows.net. 60 CNAME one.privatelink.blob.core.windows.net.",
        ),
        (
            "filed.blob.core.windows.net",
            "filed.blob.core.windows.net. 60 CNAME filed.privatelink.blob.core.windows.net.",
        ),
        ("blob.core.windows.net", nothing),
        ("any.blob.core.windows.net", nothing),
        ("any.deep.blob.core.windows.net", nothing),
        ("one.privatelink.blob.core.windows.net", nothing),
    ] {
        assert_eq!(alias(&loaded, name), want, "{name}");
    }
}

#[test]
fn what_is_simulated_otherwise_keeps_its_records() {
    let name = "one.blob.core.windows.net";
    let zone = |apex: &str, overlay: bool, owner: &str| {
        format!(
            "[[internet.zone]]\nname = \"{apex}\"\noverlay = {overlay}\n\
             record_set = [{{ name = \"{owner}\", type = \"A\", ttl = 5, records = [\"203.0.113.1\"] }}]\n"
        )
    };
    let resource = "[[private_link_resource]]\nname = \"one\"\n\
                    private_dns_zone = \"privatelink.blob.core.windows.net\"\n";
    for (more, want) in [
        (zone("blob.core.windows.net", true, "one"), "one.blob.core.windows.net. 5 A 203.0.113.1"),
        (zone("blob.core.windows.net", true, "*"), "one.blob.core.windows.net. 5 A 203.0.113.1"),
        (zone("core.windows.net", false, "www"), "authority: core.windows.net. 300 SOA minimum 300"),
        (zone("core.windows.net", false, "*"), "one.blob.core.windows.net. 5 A 203.0.113.1"),
        (resource.to_owned(), "one.blob.core.windows.net. 60 CNAME blob.one.store.core.windows.net."),
        (
            zone("blob.core.windows.net", true, "x.two"),
            "one.blob.core.windows.net. 60 CNAME one.privatelink.blob.core.windows.net.",
        ),
    ] {
        assert_eq!(alias(&closed_world(&more), name), want, "{more}");
    }
}

/// A wildcard does not stand for names below another name that exists (RFC 4592 §3.3.1).
#[test]
fn a_wildcard_further_up_does_not_simulate_a_name_below_an_existing_one() {
    let more = "[[internet.zone]]\nname = \"core.windows.net\"\noverlay = true\nrecord_set = [\n\
                { name = \"*\", type = \"A\", records = [\"203.0.113.1\"] },\n\
                { name = \"www.blob\", type = \"A\", records = [\"203.0.113.1\"] }]\n";
    let want = "one.blob.core.windows.net. 60 CNAME one.privatelink.blob.core.windows.net.";
    assert_eq!(alias(&closed_world(more), "one.blob.core.windows.net"), want);
}

#[test]
fn the_order_of_zones_does_not_decide_where_a_public_name_leads() {
    let zone = |name: &str| {
        format!(
            "[[private_dns_zone]]\nname = \"{name}\"\n\
             record_set = [{{ name = \"ns\", type = \"A\", records = [\"10.0.0.1\"] }}]\n"
        )
    };
    let (plain, odd) =
        (zone("privatelink.servicebus.usgovcloudapi.net"), zone("privatelink.servicebus.windows.us"));
    for zones in [format!("{plain}{odd}"), format!("{odd}{plain}")] {
        let text = format!("cloud = \"usgovernment\"\n{zones}");
        let loaded = load_files(&text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
        assert_eq!(
            alias(&loaded, "ns.servicebus.usgovcloudapi.net"),
            "ns.servicebus.usgovcloudapi.net. 60 CNAME ns.privatelink.servicebus.usgovcloudapi.net."
        );
    }
}

#[test]
fn an_allocated_address_is_not_a_virtual_machines() {
    let (text, _) = STORAGE.split_once("ip_configuration").expect("a key");
    let machine =
        "[[virtual_machine]]\nname = \"vm\"\nvirtual_network = \"hub\"\nprivate_ip_address = \"10.0.0.4\"\n";
    let loaded = load_files(&format!("{text}{machine}"), &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let inside = ask(&loaded, "hub", "mystorage.privatelink.blob.core.windows.net", RecordType::A);
    assert_eq!(inside[1], "mystorage.privatelink.blob.core.windows.net. 10 A 10.0.0.5");
}
