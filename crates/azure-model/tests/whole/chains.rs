//! Public chains of registries by cloud and region (docs/azure.md#2-the-wire, 2.4 to 2.7).

use zone_store::record::RecordType;

use super::answers::ask;
use super::load_files;

/// A network in each of four regions, the last one where the registry has no replica.
const NETWORKS: &str = r#"
[[virtual_network]]
name = "west"
location = "westeurope"
[[virtual_network]]
name = "north"
location = "North Europe"
[[virtual_network]]
name = "canada"
location = "canadacentral"
[[virtual_network]]
name = "japan"
location = "japaneast"
"#;

/// A registry at home in the west, with replicas in the north and in Canada.
const GEO: &str = r#"
[[container_registry]]
name = "geoacr"
location = "westeurope"
georeplications = ["northeurope", "canadacentral"]
public_ip_address = { westeurope = "203.0.113.1", northeurope = "203.0.113.2", canadacentral = "203.0.113.3" }
"#;

/// Asks for an address; returns the owners of the chain and the address at its end.
fn chain(text: &str, network: &str, name: &str) -> Vec<String> {
    let loaded = load_files(text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let lines = ask(&loaded, network, name, RecordType::A);
    let last = lines.last().and_then(|line| line.rsplit(' ').next()).unwrap_or_default();
    let owners = lines[1..].iter().filter_map(|line| line.split(' ').next());
    owners.chain([last]).map(str::to_owned).collect()
}

#[track_caller]
fn check(text: &str, network: &str, name: &str, want: &[&str]) {
    assert_eq!(chain(&format!("{NETWORKS}{text}"), network, name), want, "{network} {name}");
}

/// The profile of `geoacr`: it never changes, so that answers are the same everywhere.
const PROFILE: &str = "geoacr-8e09c095fc3c64bf6f08547bcd8fee3c.trafficmanager.net.";

#[test]
fn s2_4_a_registry_in_one_region() {
    let text = "[[container_registry]]\nname = \"oneacr\"\nlocation = \"swedencentral\"\npublic_ip_address = \"203.0.113.9\"\n";
    for network in ["west", "japan", "internet"] {
        check(
            text,
            network,
            "oneacr.azurecr.io",
            &[
                "oneacr.azurecr.io.",
                "oneacr.sec.fe.azcr.io.",
                "oneacr-sec-acr-reg.trafficmanager.net.",
                "oneacr-sec.swedencentral.cloudapp.azure.com.",
                "203.0.113.9",
            ],
        );
    }
}

#[test]
fn s2_4_a_replicated_registry_leads_to_the_replica_in_the_clients_region_or_home() {
    for (network, code, region, address) in [
        ("west", "weu", "westeurope", "203.0.113.1"),
        ("north", "neu", "northeurope", "203.0.113.2"),
        ("canada", "cac", "canadacentral", "203.0.113.3"),
        ("japan", "weu", "westeurope", "203.0.113.1"),
        ("internet", "weu", "westeurope", "203.0.113.1"),
    ] {
        check(
            GEO,
            network,
            "geoacr.azurecr.io",
            &[
                "geoacr.azurecr.io.",
                PROFILE,
                &format!("geoacr.{code}.fe.azcr.io."),
                &format!("geoacr-{code}-acr-reg.trafficmanager.net."),
                &format!("geoacr-{code}.{region}.cloudapp.azure.com."),
                address,
            ],
        );
    }
}

#[test]
fn s2_4_the_hops_of_every_replica_are_known_everywhere() {
    check(
        GEO,
        "japan",
        "geoacr.cac.fe.azcr.io",
        &[
            "geoacr.cac.fe.azcr.io.",
            "geoacr-cac-acr-reg.trafficmanager.net.",
            "geoacr-cac.canadacentral.cloudapp.azure.com.",
            "203.0.113.3",
        ],
    );
}

#[test]
fn s2_4_a_data_name_leads_to_its_own_region_wherever_the_client_is() {
    let text = GEO.replace("location = \"west", "data_endpoint_enabled = true\nlocation = \"west");
    for network in ["west", "north", "internet"] {
        check(
            &text,
            network,
            "geoacr.canadacentral.data.azurecr.io",
            &[
                "geoacr.canadacentral.data.azurecr.io.",
                "geoacr.cac.data.azcr.io.",
                "geoacr-cac-acr-dp.trafficmanager.net.",
                "geoacr-cac-dp.canadacentral.cloudapp.azure.com.",
                "203.0.113.3",
            ],
        );
    }
}

#[test]
fn s2_4_without_a_private_endpoint_there_is_no_privatelink_hop() {
    let names = chain(&format!("{NETWORKS}{GEO}"), "north", "geoacr.azurecr.io");
    assert!(names.iter().all(|name| !name.contains("privatelink")), "{names:?}");
}

#[test]
fn s2_5_with_a_private_endpoint_the_privatelink_hop_comes_first() {
    let text = GEO.replace(
        "location = \"west",
        "privatelink_cname = true\ndata_endpoint_enabled = true\nlocation = \"west",
    );
    check(
        &text,
        "north",
        "geoacr.azurecr.io",
        &[
            "geoacr.azurecr.io.",
            "geoacr.privatelink.azurecr.io.",
            PROFILE,
            "geoacr.neu.fe.azcr.io.",
            "geoacr-neu-acr-reg.trafficmanager.net.",
            "geoacr-neu.northeurope.cloudapp.azure.com.",
            "203.0.113.2",
        ],
    );
    check(
        &text,
        "internet",
        "geoacr.northeurope.data.azurecr.io",
        &[
            "geoacr.northeurope.data.azurecr.io.",
            "geoacr.northeurope.data.privatelink.azurecr.io.",
            "geoacr.neu.data.azcr.io.",
            "geoacr-neu-acr-dp.trafficmanager.net.",
            "geoacr-neu-dp.northeurope.cloudapp.azure.com.",
            "203.0.113.2",
        ],
    );
}

#[test]
fn s4_5_regional_names_lead_to_their_region_when_they_are_enabled() {
    assert_eq!(
        chain(&format!("{NETWORKS}{GEO}"), "west", "geoacr.northeurope.geo.azurecr.io").len(),
        2,
        "no such name"
    );
    let text = GEO.replace("location = \"west", "regional_endpoint_enabled = true\nlocation = \"west");
    let hops = [
        "geoacr.neu.fe.azcr.io.",
        "geoacr-neu-acr-reg.trafficmanager.net.",
        "geoacr-neu.northeurope.cloudapp.azure.com.",
        "203.0.113.2",
    ];
    let plain = [&["geoacr.northeurope.geo.azurecr.io."], &hops[..]].concat();
    check(&text, "canada", "geoacr.northeurope.geo.azurecr.io", &plain);
    let text = text.replace("location = \"west", "privatelink_cname = true\nlocation = \"west");
    let privatelink = [
        &["geoacr.northeurope.geo.azurecr.io.", "geoacr.northeurope.geo.privatelink.azurecr.io."],
        &hops[..],
    ]
    .concat();
    check(&text, "canada", "geoacr.northeurope.geo.azurecr.io", &privatelink);
}

#[test]
fn s2_7_a_replicated_registry_in_the_other_clouds() {
    for (cloud, suffix, profile, home, replica, code) in [
        ("china", "azurecr.cn", "trafficmanager.cn", "chinaeast2", "chinanorth", "bjb"),
        ("usgovernment", "azurecr.us", "usgovtrafficmanager.net", "usgovvirginia", "usgovtexas", "ugt"),
    ] {
        let text = format!(
            "cloud = \"{cloud}\"\n[[virtual_network]]\nname = \"there\"\nlocation = \"{replica}\"\n\
             [[container_registry]]\nname = \"geoacr\"\nlocation = \"{home}\"\ngeoreplications = [\"{replica}\"]\n"
        );
        let names = chain(&text, "there", &format!("geoacr.{suffix}"));
        assert_eq!(names[1].split_once('.').map(|(_, rest)| rest), Some(format!("{profile}.").as_str()));
        assert_eq!(names[2], format!("geoacr.{code}.fe.azcr.io."));
        assert!(names[4].contains(&format!(".{replica}.")), "{names:?}");
    }
}

#[test]
fn every_hop_carries_the_name_of_the_registry_so_that_none_is_a_real_one() {
    let longest = "a".repeat(50);
    let text = format!(
        "{NETWORKS}[[container_registry]]\nname = \"{longest}\"\nlocation = \"australiacentral2\"\n\
         georeplications = [\"northeurope\"]\nregional_endpoint_enabled = true\n\
         data_endpoint_enabled = true\nprivatelink_cname = true\n"
    );
    for network in ["west", "north"] {
        let names = chain(&text, network, &format!("{longest}.azurecr.io"));
        assert_eq!(names.len(), 7, "{names:?}");
        assert!(names[..6].iter().all(|name| name.starts_with(&longest)), "{names:?}");
    }
}

#[test]
fn fixed_hops_lead_everybody_over_the_same_names_to_the_replica_of_its_region() {
    let text =
        format!("{GEO}[public_chain]\nlogin_hops = [\"xxxx.xx.azcr.io\", \"xxxx.cloudapp.azure.com\"]\n");
    for (network, address) in [("west", "203.0.113.1"), ("north", "203.0.113.2"), ("japan", "203.0.113.1")] {
        check(
            &text,
            network,
            "geoacr.azurecr.io",
            &["geoacr.azurecr.io.", "xxxx.xx.azcr.io.", "xxxx.cloudapp.azure.com.", address],
        );
    }
}

#[test]
fn hops_with_a_region_are_those_of_the_replica_and_the_profile_is_one_of_them_if_it_is_written() {
    let text = format!(
        "{GEO}[public_chain]\nlogin_hops = [\"{{profile}}.tm.example\", \"{{registry}}.{{region}}.example\"]\n"
    );
    let names = chain(&format!("{NETWORKS}{text}"), "canada", "geoacr.azurecr.io");
    assert_eq!(names[2..], ["geoacr.canadacentral.example.", "203.0.113.3"]);
    let profile = names[1].strip_suffix(".tm.example.").expect("a profile");
    assert!(profile.len() == 32 && profile.bytes().all(|octet| octet.is_ascii_hexdigit()), "{profile}");
}

#[test]
fn regional_names_keep_the_clouds_hops() {
    let text = GEO.replace("location = \"west", "regional_endpoint_enabled = true\nlocation = \"west");
    let text = format!("{text}[public_chain]\nlogin_hops = [\"xxxx.xx.azcr.io\"]\n");
    check(
        &text,
        "west",
        "geoacr.northeurope.geo.azurecr.io",
        &[
            "geoacr.northeurope.geo.azurecr.io.",
            "geoacr.neu.fe.azcr.io.",
            "geoacr-neu-acr-reg.trafficmanager.net.",
            "geoacr-neu.northeurope.cloudapp.azure.com.",
            "203.0.113.2",
        ],
    );
}

#[test]
fn one_address_serves_every_region() {
    let text = GEO.replace(
        "{ westeurope = \"203.0.113.1\", northeurope = \"203.0.113.2\", canadacentral = \"203.0.113.3\" }",
        "\"203.0.113.8\"",
    );
    for network in ["west", "north", "canada", "japan", "internet"] {
        let names = chain(&format!("{NETWORKS}{text}"), network, "geoacr.azurecr.io");
        assert_eq!(names.last().map(String::as_str), Some("203.0.113.8"), "{network}");
    }
}
