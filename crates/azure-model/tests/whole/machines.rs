//! Virtual machines and built-in names (docs/azure.md#17-reverse-and-built-in-names, docs/azure.md#35-auto-registration).

use zone_store::record::RecordType;
use zone_store::snapshot::ZoneId;

use super::answers::ask;
use super::load_files;
use azure_model::Loaded;

/// `hub` registers in `corp.example`, `spoke` does not see it registered, `lone` sees nothing.
const THREE: &str = r#"
[[virtual_network]]
name = "hub"
address_space = ["10.10.0.0/16", "20.30.4.0/24"]
[[virtual_network]]
name = "spoke"
address_space = ["10.20.0.0/16"]
[[virtual_network]]
name = "lone"
address_space = ["192.168.0.0/16", "fd00:1::/48"]
[[virtual_machine]]
name = "Web"
virtual_network = "hub"
private_ip_address = "10.10.0.4"
[[virtual_machine]]
name = "edge"
virtual_network = "hub"
private_ip_address = "20.30.4.5"
[[virtual_machine]]
name = "db"
virtual_network = "spoke"
private_ip_address = "10.20.0.4"
[[private_dns_zone]]
name = "corp.example"
[[private_dns_zone.virtual_network_link]]
name = "hub"
virtual_network = "hub"
registration_enabled = true
[[private_dns_zone.virtual_network_link]]
name = "spoke"
virtual_network = "spoke"
"#;

fn loaded(text: &str) -> Loaded {
    load_files(text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Checks what a network answers; a record set a line.
#[track_caller]
fn check(text: &str, network: &str, name: &str, rtype: RecordType, want: &[&str]) {
    assert_eq!(ask(&loaded(text), network, name, rtype), want, "{network} {name}");
}

/// Checks that a name does not exist, by the zone that says so.
#[track_caller]
fn check_denied(text: &str, network: &str, name: &str, rtype: RecordType, zone: &str) {
    let ttl = if zone == "." { "1800 SOA minimum 86400" } else { "10 SOA minimum 10" };
    check(text, network, name, rtype, &["NXDomain", &format!("authority: {zone} {ttl}")]);
}

#[test]
fn s1_7_a_machine_has_a_name_in_its_own_network_only() {
    let web = &["NoError", "web.internal.cloudapp.net. 10 A 10.10.0.4"];
    check(THREE, "hub", "web.internal.cloudapp.net", RecordType::A, web);
    for network in ["spoke", "lone"] {
        check_denied(THREE, network, "web.internal.cloudapp.net", RecordType::A, "internal.cloudapp.net.");
    }
    let outside = ask(&loaded(THREE), "internet", "web.internal.cloudapp.net", RecordType::A);
    assert_eq!(outside[0], "NXDomain");
}

#[test]
fn s1_7_an_unknown_internal_name_does_not_exist() {
    check_denied(THREE, "hub", "nobody.internal.cloudapp.net", RecordType::A, "internal.cloudapp.net.");
}

#[test]
fn s1_7_ptr_has_one_name_without_a_registration_zone() {
    check(
        THREE,
        "spoke",
        "4.0.20.10.in-addr.arpa",
        RecordType::PTR,
        &["NoError", "4.0.20.10.in-addr.arpa. 10 PTR db.internal.cloudapp.net."],
    );
}

#[test]
fn s1_7_ptr_has_two_names_with_a_registration_zone() {
    check(
        THREE,
        "hub",
        "4.0.10.10.in-addr.arpa",
        RecordType::PTR,
        &["NoError", "4.0.10.10.in-addr.arpa. 10 PTR web.internal.cloudapp.net. web.corp.example."],
    );
}

#[test]
fn s1_7_ptr_of_another_network_does_not_exist() {
    check_denied(THREE, "hub", "4.0.20.10.in-addr.arpa", RecordType::PTR, "10.in-addr.arpa.");
    check_denied(THREE, "spoke", "4.0.10.10.in-addr.arpa", RecordType::PTR, "10.in-addr.arpa.");
    check_denied(THREE, "hub", "9.9.168.192.in-addr.arpa", RecordType::PTR, "168.192.in-addr.arpa.");
}

#[test]
fn s1_7_a_linked_reverse_zone_overrides_the_built_in_one() {
    let link = "[[private_dns_zone.virtual_network_link]]\nname = \"hub\"\nvirtual_network = \"hub\"\n";
    let empty = format!("{THREE}[[private_dns_zone]]\nname = \"10.10.in-addr.arpa\"\n{link}");
    check_denied(&empty, "hub", "4.0.10.10.in-addr.arpa", RecordType::PTR, "10.10.in-addr.arpa.");
    let set =
        "[[private_dns_zone.record_set]]\nname = \"4.0\"\ntype = \"PTR\"\nrecords = [\"mine.example.\"]\n";
    check(
        &format!("{empty}{set}"),
        "hub",
        "4.0.10.10.in-addr.arpa",
        RecordType::PTR,
        &["NoError", "4.0.10.10.in-addr.arpa. 1800 PTR mine.example."],
    );
}

#[test]
fn s1_7_ptr_of_the_resolver_does_not_exist() {
    for network in ["hub", "lone"] {
        check_denied(
            THREE,
            network,
            "16.129.63.168.in-addr.arpa",
            RecordType::PTR,
            "129.63.168.in-addr.arpa.",
        );
    }
}

#[test]
fn s1_7_localhost_is_answered_by_the_resolver() {
    check(THREE, "lone", "localhost", RecordType::A, &["NoError", "localhost. 10 A 127.0.0.1"]);
    check(
        THREE,
        "lone",
        "localhost",
        RecordType::AAAA,
        &["NoError", "authority: localhost. 10 SOA minimum 10"],
    );
}

#[test]
fn reverse_names_of_a_public_prefix_are_built_in_where_the_prefix_is() {
    check(
        THREE,
        "hub",
        "5.4.30.20.in-addr.arpa",
        RecordType::PTR,
        &["NoError", "5.4.30.20.in-addr.arpa. 10 PTR edge.internal.cloudapp.net. edge.corp.example."],
    );
    check_denied(THREE, "hub", "6.4.30.20.in-addr.arpa", RecordType::PTR, "4.30.20.in-addr.arpa.");
    check_denied(THREE, "lone", "5.4.30.20.in-addr.arpa", RecordType::PTR, ".");
}

#[test]
fn private_reverse_names_never_reach_the_public_side() {
    for (name, zone) in [
        ("1.1.16.172.in-addr.arpa", "16.172.in-addr.arpa."),
        ("1.1.31.172.in-addr.arpa", "31.172.in-addr.arpa."),
        ("1.0.0.127.in-addr.arpa", "127.in-addr.arpa."),
        ("1.1.254.169.in-addr.arpa", "254.169.in-addr.arpa."),
        ("1.0.0.0.d.f.ip6.arpa", "d.f.ip6.arpa."),
    ] {
        check_denied(THREE, "lone", name, RecordType::PTR, zone);
    }
    check_denied(THREE, "lone", "1.1.32.172.in-addr.arpa", RecordType::PTR, ".");
}

#[test]
fn internal_names_are_those_of_the_cloud() {
    for (cloud, zone) in
        [("china", "internal.chinacloudapp.cn"), ("usgovernment", "internal.usgovcloudapp.net")]
    {
        let text = format!("cloud = \"{cloud}\"\n{THREE}");
        let name = format!("web.{zone}");
        check(&text, "hub", &name, RecordType::A, &["NoError", &format!("{name}. 10 A 10.10.0.4")]);
    }
}

#[test]
fn s3_5_a_machine_is_registered_with_a_ttl_of_10_and_only_by_a_registration_link() {
    let web = &["NoError", "web.corp.example. 10 A 10.10.0.4"];
    check(THREE, "hub", "web.corp.example", RecordType::A, web);
    check(THREE, "spoke", "web.corp.example", RecordType::A, web);
    check_denied(THREE, "hub", "db.corp.example", RecordType::A, "corp.example.");
}

#[test]
fn s3_5_registration_writes_no_ptr_into_the_zone() {
    let loaded = loaded(THREE);
    let zone = loaded.compiled.snapshot.zone(ZoneId(0));
    assert_eq!(zone.apex().to_string(), "corp.example.");
    assert!(zone.owners().all(|(_, sets)| sets.iter().all(|set| set.rtype != RecordType::PTR)));
}

#[test]
fn s3_5_a_private_endpoint_is_not_registered() {
    let endpoint = r#"
[[container_registry]]
name = "myregistry"
[[private_endpoint]]
name = "pe"
virtual_network = "lone"
subnet = "endpoints"
resource = "myregistry"
ip_configuration = [
  { member_name = "registry", private_ip_address = "192.168.0.5" },
  { member_name = "registry_data_westeurope", private_ip_address = "192.168.0.4" },
]
[[private_dns_zone]]
name = "lone.example"
[[private_dns_zone.virtual_network_link]]
name = "lone"
virtual_network = "lone"
registration_enabled = true
"#;
    let subnet = "address_space = [\"192.168.0.0/16\", \"fd00:1::/48\"]\n\
                  subnet = [{ name = \"endpoints\", address_prefixes = [\"192.168.0.0/24\"] }]\n";
    let text = THREE.replace("address_space = [\"192.168.0.0/16\", \"fd00:1::/48\"]\n", subnet) + endpoint;
    check_denied(&text, "lone", "pe.lone.example", RecordType::A, "lone.example.");
    check_denied(&text, "lone", "5.0.168.192.in-addr.arpa", RecordType::PTR, "168.192.in-addr.arpa.");
}

/// The machines that give way, each with its name and what is served instead.
fn unregistered(loaded: &Loaded) -> Vec<String> {
    let describe = |one: &azure_model::Unregistered| {
        let machine = &loaded.model.machines()[one.machine.0];
        let instead = loaded.compiled.origins.describe(one.instead).expect("a source").to_string();
        format!("{} of {}: {}", one.owner, machine.address.value, instead.replace("/etc/zonite/", ""))
    };
    loaded.compiled.unregistered.iter().map(describe).collect()
}

#[test]
fn s3_5_a_manual_record_wins_and_the_machine_is_remembered() {
    let set = |name: &str, kind: &str, data: &str| {
        format!(
            "[[private_dns_zone.record_set]]\nname = \"{name}\"\ntype = \"{kind}\"\nrecords = [\"{data}\"]\n"
        )
    };
    let text = format!("{THREE}{}{}", set("WEB", "A", "10.10.9.9"), set("edge", "CNAME", "www.example.org."));
    let found = loaded(&text);
    assert_eq!(
        unregistered(&found),
        [
            "edge.corp.example. of 20.30.4.5: zonite.toml:39:12",
            "web.corp.example. of 10.10.0.4: zonite.toml:35:12"
        ]
    );
    let web = ask(&found, "hub", "web.corp.example", RecordType::A);
    assert_eq!(web, ["NoError", "web.corp.example. 1800 A 10.10.9.9"]);
    let edge = ask(&found, "hub", "edge.corp.example", RecordType::A);
    assert_eq!(edge[1], "edge.corp.example. 1800 CNAME www.example.org.");
    // The reverse names are kept beside the zone, so a manual record does not change them.
    let reverse = ask(&found, "hub", "4.0.10.10.in-addr.arpa", RecordType::PTR);
    assert!(reverse[1].ends_with("PTR web.internal.cloudapp.net. web.corp.example."), "{reverse:?}");
}

#[test]
fn s3_5_a_record_of_another_type_stands_beside_the_automatic_one() {
    let set = "[[private_dns_zone.record_set]]\nname = \"web\"\ntype = \"TXT\"\nrecords = [\"hello\"]\n";
    let found = loaded(&format!("{THREE}{set}"));
    assert!(found.compiled.unregistered.is_empty());
    let web = ask(&found, "hub", "web.corp.example", RecordType::A);
    assert_eq!(web, ["NoError", "web.corp.example. 10 A 10.10.0.4"]);
}

#[test]
fn s3_5_a_record_of_a_zone_file_is_a_manual_one() {
    let text =
        THREE.replace("name = \"corp.example\"\n", "name = \"corp.example\"\nzone_file = \"c.zone\"\n");
    let found = load_files(&text, &[("c.zone", "\nweb 60 A 10.10.9.8\n")])
        .unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!(unregistered(&found), ["web.corp.example. of 10.10.0.4: c.zone:2"]);
    let web = ask(&found, "hub", "web.corp.example", RecordType::A);
    assert_eq!(web, ["NoError", "web.corp.example. 60 A 10.10.9.8"]);
}

#[test]
fn s3_5_of_two_machines_of_one_name_in_one_zone_the_last_one_in_the_file_wins() {
    let register = THREE.replace(
        "name = \"spoke\"\nvirtual_network = \"spoke\"\n",
        "name = \"spoke\"\nvirtual_network = \"spoke\"\nregistration_enabled = true\n",
    );
    let other = "[[virtual_machine]]\nname = \"web\"\nresource_group = \"rg-spoke\"\n\
                 virtual_network = \"spoke\"\nprivate_ip_address = \"10.20.0.9\"\n";
    let text = register.replace("name = \"Web\"\n", "name = \"Web\"\nresource_group = \"rg-hub\"\n") + other;
    let found = loaded(&text);
    let web = ask(&found, "hub", "web.corp.example", RecordType::A);
    assert_eq!(web, ["NoError", "web.corp.example. 10 A 10.20.0.9"]);
    let remembered = unregistered(&found);
    assert_eq!(remembered.len(), 1, "{remembered:?}");
    assert!(
        remembered[0].starts_with("web.corp.example. of 10.10.0.4: virtual machine \"web\" at "),
        "{remembered:?}"
    );
    for (network, address) in [("hub", "10.10.0.4"), ("spoke", "10.20.0.9")] {
        let own = ask(&found, network, "web.internal.cloudapp.net", RecordType::A);
        assert_eq!(own, ["NoError", &format!("web.internal.cloudapp.net. 10 A {address}")], "{network}");
    }
}

#[test]
fn an_endpoint_is_not_allocated_the_address_of_a_machine() {
    let text = r#"
[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[container_registry]]
name = "myregistry"
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
[[virtual_machine]]
name = "web"
virtual_network = "hub"
private_ip_address = "10.0.0.5"
"#;
    let loaded = loaded(text);
    let addresses: Vec<String> =
        loaded.model.endpoints()[0].members.iter().map(|member| member.address.to_string()).collect();
    assert_eq!(addresses, ["10.0.0.4", "10.0.0.6"]);
}
