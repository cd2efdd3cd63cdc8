//! Private endpoints and DNS zone groups.

use zone_store::record::RecordType;

use super::{BASE, ask, endpoint, load_base, load_files, members, told};
use azure_model::compile::Overwritten;
use azure_model::model::EndpointIndex;

const LOGIN: &str = "myregistry.privatelink.azurecr.io";
const DATA: &str = "myregistry.westeurope.data.privatelink.azurecr.io";
const REPLICA: &str = "myregistry.northeurope.data.privatelink.azurecr.io";

#[test]
fn s4_1_a_group_writes_only_into_zones_of_the_recommended_name() {
    let zone = "[[private_dns_zone]]\nname = \"corp.example\"\nvirtual_network_link = [{ name = \"link\", virtual_network = \"hub\" }]\n";
    let group = endpoint("pe", "").replace("azurecr.io\"]", "azurecr.io\", \"corp.example\"]");
    let loaded = load_base(&format!("{zone}{group}"));
    assert_eq!(told(&loaded, "hub", LOGIN), format!("NoError: {LOGIN}. 10 A 10.0.0.6"));
    assert!(told(&loaded, "hub", "myregistry.corp.example").starts_with("NXDomain"));
    let group = &loaded.model.endpoints()[0].zone_group;
    assert_eq!(group.iter().map(|zone| zone.is_recommended).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn s4_1_the_recommended_name_is_of_the_cloud() {
    let text = |name: &str| {
        format!("cloud = \"china\"\n{BASE}{}", endpoint("pe", "")).replace("privatelink.azurecr.io", name)
    };
    let told = |name: &str| {
        let loaded = load_files(&text(name), &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
        told(&loaded, "hub", &format!("myregistry.{name}"))
    };
    assert!(told("privatelink.azurecr.cn").starts_with("NoError"));
    assert!(told("privatelink.azurecr.io").starts_with("NXDomain"));
}

#[test]
fn s4_1_a_group_links_no_network() {
    let text = BASE.replace("virtual_network_link = [{ name = \"link\", virtual_network = \"hub\" }]\n", "");
    let loaded = load_files(&format!("{text}{}", endpoint("pe", "")), &[]).expect("a configuration");
    assert!(loaded.model.zones()[0].links.is_empty());
    assert!(told(&loaded, "hub", "myregistry.azurecr.io").contains(" A 203.0.113."));
}

#[test]
fn s4_1_without_a_group_nothing_is_written() {
    let without = endpoint("pe", "").replace("private_dns_zone_group = [\"privatelink.azurecr.io\"]\n", "");
    let loaded = load_base(&without);
    assert_eq!(members(&loaded, 0).len(), 3);
    assert!(told(&loaded, "hub", LOGIN).starts_with("NXDomain"));
}

#[test]
fn s4_2_each_member_has_a_record() {
    let text = BASE.replace("georeplications", "regional_endpoint_enabled = true\ngeoreplications");
    let loaded = load_files(&format!("{text}{}", endpoint("pe", "")), &[]).expect("a configuration");
    for (owner, last) in [
        ("myregistry.westeurope.data", 4),
        ("myregistry.northeurope.data", 5),
        ("myregistry", 6),
        ("myregistry.westeurope.geo", 7),
        ("myregistry.northeurope.geo", 8),
    ] {
        let name = format!("{owner}.privatelink.azurecr.io");
        assert_eq!(told(&loaded, "hub", &name), format!("NoError: {name}. 10 A 10.0.0.{last}"));
    }
}

#[test]
fn s4_2_an_endpoint_has_an_address_per_member() {
    for (registry, want) in [
        ("", 2),
        ("georeplications = [\"northeurope\", \"eastus\"]", 4),
        ("georeplications = [\"northeurope\", \"eastus\"]\nregional_endpoint_enabled = true", 7),
    ] {
        let text = BASE.replace("georeplications = [\"northeurope\"]", registry);
        let loaded = load_files(&format!("{text}{}", endpoint("pe", "")), &[]).expect("a configuration");
        assert_eq!(members(&loaded, 0).len(), want, "{registry}");
    }
}

#[test]
fn s4_2_data_members_get_the_lower_address() {
    let loaded = load_base(&format!("{}{}", endpoint("one", ""), endpoint("two", "")));
    assert_eq!(
        members(&loaded, 0),
        [
            "registry_data_westeurope = 10.0.0.4",
            "registry_data_northeurope = 10.0.0.5",
            "registry = 10.0.0.6"
        ]
    );
    assert_eq!(
        members(&loaded, 1),
        [
            "registry_data_westeurope = 10.0.0.7",
            "registry_data_northeurope = 10.0.0.8",
            "registry = 10.0.0.9"
        ]
    );
}

#[test]
fn s4_2_given_addresses_are_skipped_wherever_they_are_written() {
    let given = r#"ip_configuration = [
  { member_name = "registry", private_ip_address = "10.0.0.5" },
  { member_name = "registry_data_westeurope", private_ip_address = "10.0.0.4" },
  { member_name = "registry_data_northeurope", private_ip_address = "10.0.0.7" },
]"#;
    let loaded = load_base(&format!("{}{}", endpoint("dynamic", ""), endpoint("static", given)));
    assert_eq!(
        members(&loaded, 0),
        [
            "registry_data_westeurope = 10.0.0.6",
            "registry_data_northeurope = 10.0.0.8",
            "registry = 10.0.0.9"
        ]
    );
    let kinds: Vec<bool> = loaded.model.endpoints().iter().map(|endpoint| endpoint.is_static).collect();
    assert_eq!(kinds, [false, true]);
}

#[test]
fn s4_2_a_replica_adds_a_member() {
    let before = BASE.replace("georeplications = [\"northeurope\"]\n", "");
    let before = load_files(&format!("{before}{}", endpoint("pe", "")), &[]).expect("a configuration");
    assert!(told(&before, "hub", REPLICA).starts_with("NXDomain"));
    let after = load_base(&endpoint("pe", ""));
    assert!(told(&after, "hub", REPLICA).starts_with(&format!("NoError: {REPLICA}. 10 A")));
}

#[test]
fn s4_2_a_private_name_has_no_ipv6_address() {
    let loaded = load_base(&endpoint("pe", ""));
    let lines = ask(&loaded, "hub", LOGIN, RecordType::AAAA);
    assert_eq!(lines, ["NoError", "authority: privatelink.azurecr.io. 10 SOA minimum 10"]);
}

#[test]
fn s4_2_a_forgotten_manual_record_is_nxdomain() {
    let manual = "record_set = [{ name = \"myregistry\", type = \"A\", records = [\"10.0.0.9\"] }]\n";
    let without = endpoint("pe", "").replace("private_dns_zone_group = [\"privatelink.azurecr.io\"]\n", "");
    let loaded = load_base(&format!("{manual}{without}"));
    assert_eq!(told(&loaded, "hub", LOGIN), format!("NoError: {LOGIN}. 1800 A 10.0.0.9"));
    let data = told(&loaded, "hub", "myregistry.westeurope.data.azurecr.io");
    assert_eq!(data, "NXDomain: authority: privatelink.azurecr.io. 10 SOA minimum 10");
}

#[test]
fn s4_2_an_endpoint_switches_data_endpoints_on() {
    let name = "myregistry.westeurope.data.azurecr.io";
    assert!(told(&load_base(""), "internet", name).starts_with("NXDomain"));
    assert!(told(&load_base(&endpoint("pe", "")), "internet", name).starts_with("NoError"));
}

#[test]
fn s4_3_a_deleted_endpoint_leaves_no_record_and_maybe_a_stale_name() {
    let stale = BASE.replace("georeplications", "privatelink_cname = true\ngeoreplications");
    let loaded = load_files(&stale, &[]).expect("a configuration");
    assert!(told(&loaded, "hub", "myregistry.azurecr.io").starts_with("NXDomain"));
    assert!(told(&loaded, "spoke", "myregistry.azurecr.io").starts_with("NoError"));
    assert!(told(&load_base(""), "hub", "myregistry.azurecr.io").starts_with("NoError"));
}

#[test]
fn s4_3_the_last_endpoint_of_a_name_wins() {
    let loaded = load_base(&format!("{}{}", endpoint("one", ""), endpoint("two", "")));
    assert_eq!(told(&loaded, "hub", LOGIN), format!("NoError: {LOGIN}. 10 A 10.0.0.9"));
    let overwritten: Vec<(String, String, Option<EndpointIndex>)> = loaded
        .compiled
        .overwritten
        .iter()
        .map(|one| (one.owner.without_dot(), one.address.to_string(), one.was_of))
        .collect();
    let one = Some(EndpointIndex(0));
    assert_eq!(overwritten.len(), 3);
    for (owner, address) in [(LOGIN, "10.0.0.6"), (DATA, "10.0.0.4"), (REPLICA, "10.0.0.5")] {
        assert!(overwritten.contains(&(owner.into(), address.into(), one)), "{overwritten:?}");
    }
}

#[test]
fn s4_3_an_endpoint_overwrites_a_manual_record() {
    let manual = "zone_file = \"acr.zone\"\nrecord_set = [{ name = \"MyRegistry\", type = \"A\", records = [\"10.0.0.9\", \"10.0.0.10\"] }]\n";
    let text = format!("{BASE}{manual}{}", endpoint("pe", ""));
    let loaded = load_files(&text, &[("acr.zone", "myregistry.westeurope.data A 10.0.0.11\n")])
        .unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!(told(&loaded, "hub", LOGIN), format!("NoError: {LOGIN}. 10 A 10.0.0.6"));
    let describe = |one: &Overwritten| {
        assert_eq!((one.by, one.was_of), (EndpointIndex(0), None));
        let source = loaded.compiled.origins.describe(one.origin).expect("a source");
        format!("{} {}", one.address, source.to_string().replace("/etc/zonite/", ""))
    };
    let mut overwritten: Vec<String> = loaded.compiled.overwritten.iter().map(describe).collect();
    overwritten.sort();
    assert_eq!(
        overwritten,
        ["10.0.0.10 zonite.toml:18:73", "10.0.0.11 acr.zone:1", "10.0.0.9 zonite.toml:18:61"]
    );
    let warnings = loaded.warnings.iter().map(|one| one.to_string().replace("/etc/zonite/", ""));
    let record = "warning: private_dns_zone.record_set.records";
    let who = "is not served: private endpoint \"pe\", at zonite.toml:20:8, writes";
    let fix =
        "over it, as Azure does; remove the record, or the zone from the endpoint's private_dns_zone_group";
    assert_eq!(
        warnings.collect::<Vec<_>>(),
        [
            format!(
                "acr.zone:1: warning: myregistry.westeurope.data.privatelink.azurecr.io. A 10.0.0.11 {who} 10.0.0.4 {fix}"
            ),
            format!(
                "zonite.toml:18:61: {record} = \"10.0.0.9\": MyRegistry.privatelink.azurecr.io. A 10.0.0.9 {who} 10.0.0.6 {fix}"
            ),
            format!(
                "zonite.toml:18:73: {record} = \"10.0.0.10\": MyRegistry.privatelink.azurecr.io. A 10.0.0.10 {who} 10.0.0.6 {fix}"
            ),
        ]
    );
}

#[test]
fn a_manual_record_that_says_the_same_is_no_mistake() {
    let text = format!("{BASE}zone_file = \"acr.zone\"\n{}", endpoint("pe", ""));
    let loaded = load_files(&text, &[("acr.zone", "myregistry 10 IN A 10.0.0.6\n")])
        .unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!((loaded.compiled.overwritten.len(), loaded.warnings.len()), (1, 0));
}

#[test]
fn s4_4_only_an_approved_endpoint_has_records_and_a_public_name() {
    for status in ["Approved", "Pending", "Rejected", "Disconnected"] {
        let loaded = load_base(&endpoint("pe", &format!("connection_status = \"{status}\"")));
        let is_approved = status == "Approved";
        assert_eq!(told(&loaded, "hub", LOGIN).starts_with("NoError"), is_approved, "{status}");
        let public = ask(&loaded, "internet", "myregistry.azurecr.io", RecordType::A);
        assert_eq!(public[1].contains(&format!("CNAME {LOGIN}")), is_approved, "{public:?}");
    }
}

#[test]
fn a_pending_endpoint_shows_in_the_public_name_where_that_is_assumed() {
    for (status, want) in [("Pending", true), ("Rejected", true), ("Disconnected", false)] {
        let assumed = "[assumptions]\npending_privatelink_cname = true\n";
        let pending = endpoint("pe", &format!("connection_status = \"{status}\""));
        let storage = "[[private_link_resource]]\nname = \"mystorage\"\nprivate_dns_zone = \"privatelink.blob.core.windows.net\"\n";
        let other = pending.replace("\"pe\"", "\"other\"").replace("\"myregistry\"", "\"mystorage\"");
        let loaded = load_base(&format!("{assumed}{pending}{storage}{other}"));
        for name in ["myregistry.azurecr.io", "mystorage.blob.core.windows.net"] {
            let public = ask(&loaded, "internet", name, RecordType::A);
            assert_eq!(public[1].contains(".privatelink."), want, "{status} {public:?}");
        }
        assert!(!told(&loaded, "hub", LOGIN).starts_with("NoError"), "{status}");
    }
}

#[test]
fn s4_4_an_endpoint_of_another_network_changes_the_public_name_for_everyone() {
    let other = endpoint("pe", "").replace("private_dns_zone_group = [\"privatelink.azurecr.io\"]\n", "");
    let other = other.replace("virtual_network = \"hub\"", "virtual_network = \"spoke\"");
    let loaded = load_base(&other);
    assert!(told(&loaded, "hub", "myregistry.azurecr.io").starts_with("NXDomain"));
    assert!(told(&load_base(""), "hub", "myregistry.azurecr.io").starts_with("NoError"));
}
