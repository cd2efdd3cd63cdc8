//! Zones, links, records and zone files that are refused.

use super::super::check_files;
use super::{check, check_after_fine, check_record_set};

#[test]
fn s3_4_a_network_is_linked_to_a_zone_once() {
    check_after_fine(
        r#"[[private_dns_zone]]
name = "corp.example"
[[private_dns_zone.virtual_network_link]]
name = "one"
virtual_network = "hub"
[[private_dns_zone.virtual_network_link]]
name = "one"
virtual_network = "hub"
"#,
        &[
            r#"zonite.toml:13:8: error: private_dns_zone.virtual_network_link.name = "one": is the name of another link of this zone, at zonite.toml:10:8; rename one of them"#,
            r#"zonite.toml:14:19: error: private_dns_zone.virtual_network_link.virtual_network = "hub": is linked to this zone already, at zonite.toml:9:1; remove one link: there is only one link between a private DNS zone and a virtual network"#,
        ],
    );
}

#[test]
fn s3_6_a_network_is_linked_to_one_zone_of_a_name() {
    check_after_fine(
        r#"[[private_dns_zone]]
name = "privatelink.azurecr.io"
resource_group = "one"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
[[private_dns_zone]]
name = "privatelink.azurecr.io"
resource_group = "two"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
"#,
        &[
            r#"zonite.toml:14:25: error: private_dns_zone.virtual_network_link: A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with 'privatelink.azurecr.io' and 'privatelink.azurecr.io' zones. The other link is at zonite.toml:10:25; remove one"#,
        ],
    );
}

#[test]
fn s3_3_a_network_registers_in_one_zone() {
    check_after_fine(
        r#"[[private_dns_zone]]
name = "one.example"
virtual_network_link = [{ name = "link", virtual_network = "hub", registration_enabled = true }]
[[private_dns_zone]]
name = "two.example"
virtual_network_link = [{ name = "link", virtual_network = "hub", registration_enabled = true }]
"#,
        &[
            r#"zonite.toml:12:25: error: private_dns_zone.virtual_network_link: is a second registration zone of its network; the first is at zonite.toml:9:25; set registration_enabled = false on one"#,
        ],
    );
}

#[test]
fn fallback_is_for_private_link_zones() {
    check_after_fine(
        r#"[[private_dns_zone]]
name = "corp.example"
[[private_dns_zone.virtual_network_link]]
name = "link"
virtual_network = "hub"
resolution_policy = "NxDomainRedirect"
"#,
        &[
            r#"zonite.toml:12:21: error: private_dns_zone.virtual_network_link.resolution_policy = "NxDomainRedirect": is not supported on a link of "corp.example": it is no Private Link zone; write "Default""#,
        ],
    );
}

#[test]
fn s3_2_names_that_a_private_zone_cannot_have() {
    check(
        r#"[[private_dns_zone]]
name = "corp"
[[private_dns_zone]]
name = "Windows.net"
[[private_dns_zone]]
name = "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21.22.23.24.25.26.27.28.29.30.31.32.33.34.35"
[[private_dns_zone]]
name = "bücher.example"
"#,
        &[
            r#"zonite.toml:2:8: error: private_dns_zone.name = "corp": has one label; single-labeled private DNS zones aren't supported; write a name of two labels or more"#,
            r#"zonite.toml:4:8: error: private_dns_zone.name = "Windows.net": is reserved by Azure; a private DNS zone cannot have this very name; make a zone of a name below it"#,
            r#"zonite.toml:6:8: error: private_dns_zone.name = "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21.22.2…: has 35 labels; the name of a private DNS zone has at most 34; shorten it"#,
            r#"zonite.toml:8:8: error: private_dns_zone.name = "bücher.example": has the character 'ü'; write an international name in its xn-- form"#,
        ],
    );
}

#[test]
fn s3_2_reserved_names_are_those_of_the_cloud() {
    check(
        r#"cloud = "china"
[[private_dns_zone]]
name = "azure.com"
[[private_dns_zone]]
name = "azure.cn"
"#,
        &[
            r#"zonite.toml:5:8: error: private_dns_zone.name = "azure.cn": is reserved by Azure; a private DNS zone cannot have this very name; make a zone of a name below it"#,
        ],
    );
}

#[test]
fn s3_1_types_that_a_private_zone_cannot_hold() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "@", type = "NS", records = ["ns.example."] },
  { name = "@", type = "SOA", records = [] },
  { name = "@", type = "CAA", records = [] },
  { name = "@", type = "ANY", records = [] },
  { name = "@", type = "HOST", records = [] },
]
"#,
        &[
            r#"zonite.toml:4:24: error: private_dns_zone.record_set.type = "NS": cannot be in a private zone: it has no delegations; make a private zone of the child's name"#,
            r#"zonite.toml:5:24: error: private_dns_zone.record_set.type = "SOA": is written by Azure in a private zone; change its fields with soa_record"#,
            r#"zonite.toml:6:24: error: private_dns_zone.record_set.type = "CAA": cannot be in a private zone; it holds A, AAAA, CNAME, MX, PTR, SRV and TXT records"#,
            r#"zonite.toml:7:24: error: private_dns_zone.record_set.type = "ANY": cannot be in a private zone; it holds A, AAAA, CNAME, MX, PTR, SRV and TXT records"#,
            r#"zonite.toml:8:24: error: private_dns_zone.record_set.type = "HOST": is not a record type; write a type such as "A""#,
        ],
    );
}

#[test]
fn s3_1_ttls_are_in_range() {
    check_record_set(
        r#"name = "www"
type = "A"
ttl = 2147483648
records = ["10.0.0.9"]
"#,
        &[
            r#"zonite.toml:6:7: error: private_dns_zone.record_set.ttl = 2147483648: is out of range; write an integer from 0 to 2147483647"#,
        ],
    );
}

#[test]
fn a_public_ttl_may_be_0() {
    let set = |ttl: u32| {
        format!(
            "[[internet.zone]]\nname = \"example.com\"\n[[internet.zone.record_set]]\nname = \"www\"\ntype = \"A\"\nttl = {ttl}\nrecords = [\"192.0.2.1\"]\n"
        )
    };
    check(&set(0), &[]);
    check(
        &set(2_147_483_648),
        &[
            r#"zonite.toml:6:7: error: internet.zone.record_set.ttl = 2147483648: is out of range; write an integer from 0 to 2147483647"#,
        ],
    );
}

#[test]
fn record_data_is_of_its_type() {
    check_record_set(
        r#"name = "www"
type = "A"
records = ["10.0.0.256", "10.0.0.9", "10.0.0.9"]
"#,
        &[
            r#"zonite.toml:6:12: error: private_dns_zone.record_set.records = "10.0.0.256": is not an IPv4 address; write four numbers from 0 to 255 with dots"#,
            r#"zonite.toml:6:38: error: private_dns_zone.record_set.records = "10.0.0.9": is in this record set twice; remove one"#,
        ],
    );
}

#[test]
fn owners_are_in_their_zone() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "www.corp.example.com.", type = "A", records = ["10.0.0.9"] },
  { name = "a..b", type = "A", records = ["10.0.0.9"] },
  { name = "a b", type = "A", records = ["10.0.0.9"] },
]
"#,
        &[
            r#"zonite.toml:4:12: error: private_dns_zone.record_set.name = "www.corp.example.com.": is not in the zone "corp.example"; write it relative to the zone, without a dot at its end"#,
            r#"zonite.toml:5:12: error: private_dns_zone.record_set.name = "a..b": has an empty label (two dots in a row, or a dot at the start)"#,
            r#"zonite.toml:6:12: error: private_dns_zone.record_set.name = "a b": has the character ' '; write an international name in its xn-- form"#,
        ],
    );
}

#[test]
fn one_set_per_name_and_type() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "www", type = "A", records = ["10.0.0.9"] },
  { name = "WWW.corp.example.", type = "a", records = ["10.0.0.10"] },
]
"#,
        &[
            r#"zonite.toml:5:12: error: private_dns_zone.record_set.name = "WWW.corp.example.": has another A record set, at zonite.toml:4:3; put the records into one set"#,
        ],
    );
}

#[test]
fn s3_1_an_alias_stands_alone() {
    check(
        r#"[[private_dns_zone]]
name = "corp.example"
record_set = [
  { name = "@", type = "CNAME", records = ["www.example.com."] },
  { name = "two", type = "CNAME", records = ["a.example.", "b.example."] },
  { name = "both", type = "A", records = ["10.0.0.9"] },
  { name = "both", type = "CNAME", records = ["a.example."] },
]
"#,
        &[
            r#"zonite.toml:4:12: error: private_dns_zone.record_set.name = "@": is a CNAME at the apex, beside the zone's SOA; write A records there, or give the alias a name"#,
            r#"zonite.toml:5:60: error: private_dns_zone.record_set.records = "b.example.": has 2 records; an alias has one target; remove all but one"#,
            r#"zonite.toml:7:27: error: private_dns_zone.record_set.type = "CNAME": CNAME record sets can't coexist with other record sets with the same name; the A record set is at zonite.toml:6:3; remove one of the two"#,
        ],
    );
}

#[test]
fn zone_files_are_beside_the_configuration() {
    check_files(
        r#"[[private_dns_zone]]
name = "one.example"
zone_file = "missing.zone"
[[private_dns_zone]]
name = "two.example"
zone_file = "../secret.zone"
[[private_dns_zone]]
name = "three.example"
zone_file = "zones/three.zone"
"#,
        &[("../secret.zone", ""), ("zones/three.zone", "$INCLUDE ../secret.zone\n")],
        &[
            r#"zones/three.zone:1: error: cannot include "../secret.zone": it is outside /etc/zonite; move it there"#,
            r#"zonite.toml:3:13: error: private_dns_zone.zone_file = "missing.zone": there is no such file; paths are relative to /etc/zonite"#,
            r#"zonite.toml:6:13: error: private_dns_zone.zone_file = "../secret.zone": it is outside /etc/zonite; move it there"#,
        ],
    );
}

#[test]
fn problems_of_zone_files_have_file_line_and_owner() {
    check_files(
        r#"[[private_dns_zone]]
name = "corp.example"
zone_file = "corp.zone"
[[private_dns_zone.record_set]]
name = "www"
type = "A"
records = ["10.0.0.9"]
"#,
        &[(
            "corp.zone",
            "www 3600 IN A 10.0.0.9\nmail MX ten mx\nalias CNAME www\nalias A 10.0.0.10\nzero 0 IN A 10.0.0.1\n@ NS ns\n",
        )],
        &[
            r#"corp.zone:1: error: www.corp.example. has this A record twice (the other is zonite.toml:7:12); remove one"#,
            r#"corp.zone:2: error: mail.corp.example.: PREFERENCE is "ten"; write a number from 0 to 65535"#,
            r#"corp.zone:3: error: alias.corp.example. has a CNAME and an A record (the other is corp.zone:4); an alias can have no other records: remove one of the two"#,
            r#"corp.zone:6: warning: corp.example. NS: a private zone does not hold this type; the record is skipped"#,
        ],
    );
}

#[cfg(unix)]
#[test]
fn a_link_on_a_disk_leads_nowhere_outside_the_folder() {
    let folder = std::env::temp_dir().join(format!("azure-model-{}", std::process::id()));
    let inside = folder.join("inside");
    std::fs::create_dir_all(&inside).expect("a folder");
    std::fs::write(folder.join("secret.zone"), "www A 10.0.0.9\n").expect("a file");
    std::os::unix::fs::symlink("../secret.zone", inside.join("link.zone")).expect("a link");
    let text = "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"link.zone\"\n";
    std::fs::write(inside.join("zonite.toml"), text).expect("a file");
    let errors =
        formats::load(&inside.join("zonite.toml"), &azure_model::Disk).map(|_| ()).expect_err("a refusal");
    std::fs::remove_dir_all(&folder).expect("the folder");
    assert_eq!(errors[0].to_diagnostic().problem, format!("it is outside {}", inside.display()));
}

#[test]
fn a_comment_holds_any_octet_and_so_does_a_string() {
    let text = "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"corp.zone\"\n";
    let files = azure_model::Memory::default()
        .with("zonite.toml", text)
        .with("corp.zone", b"www A 10.0.0.9 ; B\xfcro\nt TXT \"\xe4\"\nx A 1 ; \xff\n".to_vec());
    let errors = formats::load("zonite.toml".as_ref(), &files).map(|_| ()).expect_err("a refusal");
    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let want = "corp.zone:3: error: x.corp.example.: \"1\" is not an IPv4 address; write four numbers from 0 to 255 with dots";
    assert_eq!(errors, [want]);
}

#[test]
fn reason_and_fix_are_apart_whatever_the_file_holds() {
    let files = azure_model::Memory::default()
        .with("zonite.toml", "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"corp.zone\"\n")
        .with("corp.zone", "$INCLUDE \"no;pe; x.zone\"\nwww A \"1; 2\"\n");
    let errors = formats::load("zonite.toml".as_ref(), &files).map(|_| ()).expect_err("a refusal");
    let described = azure_model::Refusal::to_diagnostics(&errors);
    let parts: Vec<_> = described.iter().map(|one| (one.problem.as_str(), one.fix.as_deref())).collect();
    assert_eq!(
        parts,
        [
            (
                r#"cannot include "no;pe; x.zone": there is no such file"#,
                Some("paths are relative to the configuration's folder")
            ),
            (
                r#"www.corp.example.: "1; 2" is not an IPv4 address"#,
                Some("write four numbers from 0 to 255 with dots")
            ),
        ]
    );
}

#[test]
fn the_working_folder_is_named_for_what_it_is() {
    let files = azure_model::Memory::default()
        .with("secret.zone", "")
        .with("zonite.toml", "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"missing.zone\"\n");
    for (path, want) in [
        ("zonite.toml", "there is no such file; paths are relative to the configuration's folder"),
        ("./zonite.toml", "there is no such file; paths are relative to the configuration's folder"),
    ] {
        let errors = formats::load(path.as_ref(), &files).map(|_| ()).expect_err("a refusal");
        assert!(errors[0].to_string().ends_with(want), "{}", errors[0]);
    }
}

#[test]
fn only_regular_files_are_read() {
    let folder = std::env::temp_dir().join(format!("azure-model-pipe-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let pipe = folder.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    let text = "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"pipe\"\n";
    std::fs::write(folder.join("zonite.toml"), text).expect("a file");
    let found: Vec<String> = [folder.join("zonite.toml"), pipe, folder.clone()]
        .iter()
        .map(|path| {
            formats::load(path, &azure_model::Disk).map(|_| ()).expect_err("a refusal")[0]
                .to_diagnostic()
                .problem
        })
        .collect();
    std::fs::remove_dir_all(&folder).expect("the folder");
    let unreadable = "cannot be read: it is not a regular file";
    assert_eq!(found, ["it is not a regular file", unreadable, unreadable]);
}
