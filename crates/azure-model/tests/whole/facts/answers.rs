//! Section 2 and the part of section 3 about zone files: what a private zone says that nobody wrote into it.

use zone_store::rdata;
use zone_store::record::RecordType;
use zone_store::snapshot::ZoneId;

use super::super::answers::ask;
use super::{load_base, load_files};
use azure_model::Loaded;

const SOA: &str = "azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10";

/// Writes TTL and data of the SOA record of the first zone.
fn soa(loaded: &Loaded) -> String {
    let set = loaded.compiled.snapshot.zone(ZoneId(0)).soa().expect("a SOA");
    let octets = set.rdata.iter().next().expect("a record");
    format!("{} {}", set.ttl, rdata::display(RecordType::SOA, octets))
}

#[test]
fn s2_2_a_record_set_has_3600_seconds_unless_it_says_otherwise() {
    let zone = r#"[assumptions]
maximum_ttl = 86400
[[private_dns_zone]]
name = "corp.example"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
record_set = [
  { name = "plain", type = "A", records = ["10.0.0.9"] },
  { name = "short", type = "A", ttl = 60, records = ["10.0.0.9"] },
]
"#;
    let loaded = load_base(zone);
    for (name, ttl) in [("plain.corp.example", 3600), ("short.corp.example", 60)] {
        let want = format!("{name}. {ttl} A 10.0.0.9");
        assert_eq!(ask(&loaded, "hub", name, RecordType::A), ["NoError", want.as_str()]);
    }
}

#[test]
fn s3_1_a_ttl_of_0_is_served() {
    let set =
        "[[private_dns_zone.record_set]]\nname = \"x\"\ntype = \"A\"\nttl = 0\nrecords = [\"10.0.0.9\"]\n";
    let found = ask(&load_base(set), "hub", "x.privatelink.azurecr.io", RecordType::A);
    assert_eq!(found, ["NoError", "x.privatelink.azurecr.io. 0 A 10.0.0.9"]);
}

#[test]
fn s3_1_targets_are_absolute_as_written() {
    let set = "[[private_dns_zone.record_set]]\nname = \"x\"\ntype = \"CNAME\"\nrecords = [\"mystore.blob.example\"]\n";
    let found = ask(&load_base(set), "hub", "x.privatelink.azurecr.io", RecordType::CNAME);
    assert_eq!(found, ["NoError", "x.privatelink.azurecr.io. 1800 CNAME mystore.blob.example."]);
}

#[test]
fn s2_3_the_soa_is_azures_and_no_record_changes_its_serial() {
    assert_eq!(soa(&load_base("")), format!("3600 {SOA}"));
    let sets = "[[private_dns_zone.record_set]]\nname = \"x\"\ntype = \"A\"\nrecords = [\"10.0.0.9\"]\n";
    assert_eq!(soa(&load_base(sets)), format!("3600 {SOA}"));
}

#[test]
fn s2_3_a_private_zone_has_no_ns_set() {
    let nodata = ["NoError", "authority: privatelink.azurecr.io. 10 SOA minimum 10"];
    assert_eq!(ask(&load_base(""), "hub", "privatelink.azurecr.io", RecordType::NS), nodata);
}

#[test]
fn s3_7_the_soa_of_a_zone_file_is_taken_but_for_its_host_and_its_serial() {
    let text = "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"corp.zone\"\n";
    let file = "$TTL 60\n@ SOA ns.example. admin.example. 7 1 2 3 44\n";
    let loaded = load_files(text, &[("corp.zone", file)]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!(soa(&loaded), "60 azureprivatedns.net. admin.example. 1 1 2 3 44");
}

#[test]
fn s3_7_types_that_cannot_be_imported_are_skipped_with_a_warning() {
    let text = "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"corp.zone\"\n";
    let file = "x 60 NS ns\nx 60 CAA 0 issue \"ca.example\"\nx 60 TLSA 0 0 1 00\ny 60 A 10.0.0.9\n";
    let loaded = load_files(text, &[("corp.zone", file)]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let skipped: Vec<String> =
        loaded.warnings.iter().map(|warning| warning.to_diagnostic().problem).collect();
    let want = |rtype| format!("x.corp.example. {rtype}: a private zone does not hold this type");
    assert_eq!(skipped, [want("NS"), want("CAA"), want("TLSA")]);
}
