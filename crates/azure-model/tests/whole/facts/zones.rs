//! Private zones: names, record sets, links.

use zone_store::record::RecordType;

use super::super::{check, load_files};
use super::{ask, load_base, told};

#[test]
fn s3_1_a_zone_holds_seven_types() {
    let text = r#"
[[virtual_network]]
name = "hub"
[[private_dns_zone]]
name = "corp.example"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
record_set = [
  { name = "@", type = "A", records = ["10.0.0.9"] },
  { name = "@", type = "AAAA", records = ["fd00::9"] },
  { name = "alias", type = "CNAME", records = ["@"] },
  { name = "@", type = "MX", records = ["10 mail"] },
  { name = "9", type = "PTR", records = ["host.corp.example."] },
  { name = "_sip._tcp", type = "SRV", records = ["1 2 5060 sip"] },
  { name = "@", type = "TXT", records = ['"hello"'] },
]
"#;
    let loaded = load_files(text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    for (name, rtype) in [
        ("corp.example", RecordType::A),
        ("corp.example", RecordType::AAAA),
        ("alias.corp.example", RecordType::CNAME),
        ("corp.example", RecordType::MX),
        ("9.corp.example", RecordType::PTR),
        ("_sip._tcp.corp.example", RecordType::SRV),
        ("corp.example", RecordType::TXT),
        ("corp.example", RecordType::SOA),
    ] {
        let lines = ask(&loaded, "hub", name, rtype);
        assert!(lines[1].starts_with(&format!("{name}. ")), "{lines:?}");
    }
}

#[test]
fn s3_1_the_soa_is_there_and_its_host_is_azures() {
    let loaded = load_base("");
    let soa = ask(&loaded, "hub", "privatelink.azurecr.io", RecordType::SOA);
    assert_eq!(soa, ["NoError", "privatelink.azurecr.io. 1800 SOA minimum 10"]);
    let zone = loaded.compiled.snapshot.zone(zone_store::snapshot::ZoneId(0));
    let rdata = zone.soa().and_then(|set| set.rdata.iter().next()).expect("a SOA");
    assert!(rdata.starts_with(b"\x0fazureprivatedns\x03net\0"), "{rdata:?}");
    check(
        "[[private_dns_zone]]\nname = \"corp.example\"\nsoa_record = { host = \"ns.example\" }\n",
        &[
            r#"zonite.toml:3:16: error: private_dns_zone.soa_record.host: is not a key of this table; its keys are email, ttl, serial_number, refresh_time, retry_time, expire_time, minimum_ttl"#,
        ],
    );
}

#[test]
fn s3_1_the_ttl_is_of_the_set() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "low", type = "A", ttl = 1, records = ["10.0.0.9", "10.0.0.10"] },
  { name = "high", type = "A", ttl = 2147483647, records = ["10.0.0.9"] },
]
"#,
        &[],
    );
}

#[test]
fn s3_2_a_zone_has_two_to_34_labels() {
    let zone =
        |labels: usize| format!("[[private_dns_zone]]\nname = \"{}example\"\n", "a.".repeat(labels - 1));
    check(&zone(2), &[]);
    check(&zone(34), &[]);
    assert!(load_files(&zone(1), &[]).is_err());
    assert!(load_files(&zone(35), &[]).is_err());
}

#[test]
fn s3_2_a_name_is_unique_in_its_resource_group() {
    let zone = |group: &str| {
        format!("[[private_dns_zone]]\nname = \"corp.example\"\nresource_group = \"{group}\"\n")
    };
    check(&format!("{}{}", zone("one"), zone("two")), &[]);
    check(
        &format!("{}{}", zone("one"), zone("ONE")),
        &[
            r#"zonite.toml:5:8: error: private_dns_zone.name = "corp.example": is the name of another private DNS zone in resource group "one", at zonite.toml:2:8; rename one of them"#,
        ],
    );
}

#[test]
fn s3_2_names_below_reserved_ones_and_azurecr_io_are_free() {
    for name in ["privatelink.blob.core.windows.net", "x.azure.com", "azurecr.io", "azure.cn"] {
        check(&format!("[[private_dns_zone]]\nname = \"{name}\"\n"), &[]);
    }
}

#[test]
fn s3_2_a_zone_of_the_public_name_hides_every_other_registry() {
    let zone = "[[private_dns_zone]]\nname = \"azurecr.io\"\nvirtual_network_link = [{ name = \"link\", virtual_network = \"hub\" }]\n";
    let loaded = load_base(zone);
    assert_eq!(
        told(&loaded, "hub", "myregistry.azurecr.io"),
        "NXDomain: authority: azurecr.io. 10 SOA minimum 10"
    );
    assert!(told(&loaded, "spoke", "myregistry.azurecr.io").starts_with("NoError"));
}

#[test]
fn s3_4_a_link_works_in_any_region_and_for_its_network_only() {
    let zone = r#"[[private_dns_zone]]
name = "corp.example"
virtual_network_link = [{ name = "far", virtual_network = "spoke" }]
record_set = [{ name = "x", type = "A", records = ["10.0.0.9"] }]
"#;
    let loaded = load_base(zone);
    assert_eq!(told(&loaded, "spoke", "x.corp.example"), "NoError: x.corp.example. 1800 A 10.0.0.9");
    assert!(told(&loaded, "hub", "x.corp.example").starts_with("NXDomain"));
}

#[test]
fn s3_6_each_network_sees_its_own_zone_of_a_name() {
    let zone = |group: &str, network: &str, last: u8| {
        format!(
            "[[private_dns_zone]]\nname = \"corp.example\"\nresource_group = \"{group}\"\n\
             virtual_network_link = [{{ name = \"link\", virtual_network = \"{network}\" }}]\n\
             record_set = [{{ name = \"x\", type = \"A\", records = [\"10.0.0.{last}\"] }}]\n"
        )
    };
    let loaded = load_base(&format!("{}{}", zone("one", "hub", 1), zone("two", "spoke", 2)));
    assert_eq!(told(&loaded, "hub", "x.corp.example"), "NoError: x.corp.example. 1800 A 10.0.0.1");
    assert_eq!(told(&loaded, "spoke", "x.corp.example"), "NoError: x.corp.example. 1800 A 10.0.0.2");
}

#[test]
fn s3_6_a_zone_and_its_parent_may_be_linked_to_one_network() {
    let zone = |name: &str| {
        format!(
            "[[private_dns_zone]]\nname = \"{name}\"\nvirtual_network_link = [{{ name = \"link\", virtual_network = \"hub\" }}]\n"
        )
    };
    load_base(&format!("{}{}", zone("corp.example"), zone("eu.corp.example")));
}
