//! What configurations answer, asked at the engine.

use zone_store::answer::Answer;
use zone_store::engine::{Outcome, Query, Resolution};
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::snapshot::{AnyAnswer, Behaviour, NotAdmitted, Resolver, Vantage};

use super::load_files;
use azure_model::{ConfigFile, Loaded, Memory, Model, compile};
use azure_objects::config_file::{
    ContainerRegistry, IpConfiguration, PrivateDnsZone, PrivateEndpoint, RecordSet, Subnet, VirtualNetwork,
    VirtualNetworkLink,
};

/// Asks for a name as `network` sees it, or as the Internet does; returns one line a record set.
pub(super) fn ask(loaded: &Loaded, network: &str, name: &str, rtype: RecordType) -> Vec<String> {
    let snapshot = &loaded.compiled.snapshot;
    let resolver = snapshot.network_named(network).map_or(Resolver::Internet, Resolver::AzureDns);
    let query = Query::new(name.parse().expect("a name"), rtype);
    match Resolution::new(snapshot, resolver, query).run_offline() {
        Outcome::Answer(answer) => lines(&answer),
        other => vec![format!("{other:?}")],
    }
}

fn lines(answer: &Answer<'_>) -> Vec<String> {
    let line = |section: &str, records: &zone_store::answer::Records<'_>| {
        let rdata: Vec<String> = records.rdata().iter().map(|rdata| text(records.rtype, rdata)).collect();
        format!("{section}{} {} {} {}", records.owner, records.ttl, records.rtype, rdata.join(" "))
    };
    let answers = answer.answer.iter().map(|records| line("", records));
    let authority = answer.authority.iter().map(|records| line("authority: ", records));
    std::iter::once(format!("{:?}", answer.rcode)).chain(answers).chain(authority).collect()
}

/// Writes the types that these tests meet; of a SOA the minimum.
fn text(rtype: RecordType, rdata: &[u8]) -> String {
    match rtype {
        RecordType::CNAME | RecordType::PTR => Name::from_wire(rdata).expect("a name").to_string(),
        RecordType::SOA => format!("minimum {}", u32::from_be_bytes(*rdata.last_chunk().expect("a SOA"))),
        _ => rdata.iter().map(ToString::to_string).collect::<Vec<_>>().join("."),
    }
}

/// Checks what a built-in configuration answers to a query of type A.
pub(super) fn check(configuration: &str, network: &str, name: &str, want: &[&str]) {
    let loaded = load_files(configuration, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!(ask(&loaded, network, name, RecordType::A), want, "{network} {name}");
}

const ARTICLE: &str = include_str!("../../../../config/myregistry.toml");
const CHINA: &str = include_str!("../../../../config/myregistry-china.toml");
const FOUR: &str = include_str!("../../../../config/four-networks.toml");

#[test]
fn the_article_from_inside_and_from_outside() {
    check(
        ARTICLE,
        "myVNet",
        "myregistry.azurecr.io",
        &[
            "NoError",
            "myregistry.azurecr.io. 1800 CNAME myregistry.privatelink.azurecr.io.",
            "myregistry.privatelink.azurecr.io. 10 A 10.0.0.7",
        ],
    );
    check(
        ARTICLE,
        "internet",
        "myregistry.azurecr.io",
        &[
            "NoError",
            "myregistry.azurecr.io. 2881 CNAME myregistry.privatelink.azurecr.io.",
            "myregistry.privatelink.azurecr.io. 2881 CNAME xxxx.xx.azcr.io.",
            "xxxx.xx.azcr.io. 300 CNAME xxxx-xxx-reg.trafficmanager.net.",
            "xxxx-xxx-reg.trafficmanager.net. 300 CNAME xxxx.westeurope.cloudapp.azure.com.",
            "xxxx.westeurope.cloudapp.azure.com. 10 A 20.45.122.144",
        ],
    );
}

#[test]
fn the_data_endpoint_from_inside_and_from_outside() {
    check(
        ARTICLE,
        "myVNet",
        "myregistry.westeurope.data.azurecr.io",
        &[
            "NoError",
            "myregistry.westeurope.data.azurecr.io. 1800 CNAME myregistry.westeurope.data.privatelink.azurecr.io.",
            "myregistry.westeurope.data.privatelink.azurecr.io. 10 A 10.0.0.6",
        ],
    );
    check(
        ARTICLE,
        "internet",
        "myregistry.westeurope.data.azurecr.io",
        &[
            "NoError",
            "myregistry.westeurope.data.azurecr.io. 2881 CNAME myregistry.westeurope.data.privatelink.azurecr.io.",
            "myregistry.westeurope.data.privatelink.azurecr.io. 2881 CNAME myregistry.weu.data.azcr.io.",
            "myregistry.weu.data.azcr.io. 300 CNAME myregistry-weu-acr-dp.trafficmanager.net.",
            "myregistry-weu-acr-dp.trafficmanager.net. 300 CNAME myregistry-weu-dp.westeurope.cloudapp.azure.com.",
            "myregistry-weu-dp.westeurope.cloudapp.azure.com. 10 A 20.45.122.144",
        ],
    );
}

#[test]
fn the_article_in_china() {
    check(
        CHINA,
        "internet",
        "myregistry.azurecr.cn",
        &[
            "NoError",
            "myregistry.azurecr.cn. 2881 CNAME myregistry.privatelink.azurecr.cn.",
            "myregistry.privatelink.azurecr.cn. 2881 CNAME xxxx.xx.azcr.io.",
            "xxxx.xx.azcr.io. 300 CNAME xxxx-xxx-reg.trafficmanager.cn.",
            "xxxx-xxx-reg.trafficmanager.cn. 300 CNAME xxxx.chinaeast2.cloudapp.chinacloudapi.cn.",
            "xxxx.chinaeast2.cloudapp.chinacloudapi.cn. 10 A 20.45.122.144",
        ],
    );
}

#[test]
fn four_networks_see_four_things() {
    let last = |network: &str, name: &str| {
        let loaded = load_files(FOUR, &[]).expect("a configuration");
        ask(&loaded, network, name, RecordType::A).pop().unwrap_or_default()
    };
    for (network, name, want) in [
        ("hub", "myacr.azurecr.io", "myacr.privatelink.azurecr.io. 10 A 10.1.0.5"),
        ("spoke", "myacr.azurecr.io", "myacr.privatelink.azurecr.io. 10 A 10.1.0.5"),
        ("onprem", "myacr.azurecr.io", "myacr-weu.westeurope.cloudapp.azure.com. 10 A 203.0.113.10"),
        ("dev", "myacr.azurecr.io", "myacr.privatelink.azurecr.io. 10 A 10.9.0.5"),
        ("hub", "otheracr.azurecr.io", "authority: privatelink.azurecr.io. 10 SOA minimum 10"),
        ("spoke", "otheracr.azurecr.io", "otheracr-weu.westeurope.cloudapp.azure.com. 10 A 203.0.113.20"),
        ("hub", "pubacr.azurecr.io", "pubacr-weu.westeurope.cloudapp.azure.com. 10 A 203.0.113.30"),
        (
            "onprem",
            "myacr.privatelink.azurecr.io",
            "myacr-weu.westeurope.cloudapp.azure.com. 10 A 203.0.113.10",
        ),
    ] {
        assert_eq!(last(network, name), want, "{network} {name}");
    }
}

#[test]
fn an_endpoint_that_is_not_approved_writes_nothing_and_shows_nothing() {
    let text = ARTICLE
        .replace("resource = \"myregistry\"", "resource = \"myregistry\"\nconnection_status = \"Pending\"");
    let loaded = load_files(&text, &[]).expect("a configuration");
    let inside = ask(&loaded, "myVNet", "myregistry.azurecr.io", RecordType::A);
    assert_eq!(inside[1], "myregistry.azurecr.io. 1800 CNAME xxxx.xx.azcr.io.");
    let private = ask(&loaded, "myVNet", "myregistry.privatelink.azurecr.io", RecordType::A);
    assert_eq!(private[0], "NXDomain");
}

#[test]
fn s3_1_an_empty_record_set_serves_nothing() {
    let zone = "[[private_dns_zone.record_set]]\nname = \"empty\"\ntype = \"A\"\nrecords = []\n\n[[container_registry]]";
    let loaded = load_files(&ARTICLE.replace("[[container_registry]]", zone), &[]).expect("a configuration");
    assert_eq!(ask(&loaded, "myVNet", "empty.privatelink.azurecr.io", RecordType::A)[0], "NXDomain");
}

#[test]
fn soa_fields_that_are_written_replace_those_of_azure() {
    let zone = "name = \"privatelink.azurecr.io\"\nsoa_record = { minimum_ttl = 77, ttl = 100 }\n";
    let loaded = load_files(&ARTICLE.replace("name = \"privatelink.azurecr.io\"\n", zone), &[])
        .expect("a configuration");
    let soa = ask(&loaded, "myVNet", "privatelink.azurecr.io", RecordType::SOA);
    assert_eq!(soa[1], "privatelink.azurecr.io. 100 SOA minimum 77");
}

#[test]
fn a_zone_file_is_served_beside_record_sets_and_its_lines_are_named() {
    let zone = "name = \"privatelink.azurecr.io\"\nzone_file = \"zones/acr.zone\"\n";
    let text = ARTICLE.replace("name = \"privatelink.azurecr.io\"\n", zone);
    let file = "$TTL 60\n@ SOA ns.example. admin.example. 7 1 2 3 44\n$INCLUDE zones/more.zone\n@ NS ns\n";
    let files =
        [("zones/acr.zone", file), ("zones/more.zone", "\nmanual A 10.0.0.9\nmyregistry A 10.0.0.1\n")];
    let loaded = load_files(&text, &files).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let manual = ask(&loaded, "myVNet", "manual.privatelink.azurecr.io", RecordType::A);
    assert_eq!(manual[1], "manual.privatelink.azurecr.io. 60 A 10.0.0.9");
    let missing = ask(&loaded, "myVNet", "missing.privatelink.azurecr.io", RecordType::A);
    assert_eq!(missing, ["NXDomain", "authority: privatelink.azurecr.io. 44 SOA minimum 44"]);
    let warnings: Vec<String> = loaded.warnings.iter().map(ToString::to_string).collect();
    let skipped = "privatelink.azurecr.io. NS: a private zone does not hold this type; the record is skipped";
    let overwritten = "myregistry.privatelink.azurecr.io. A 10.0.0.1 is not served: private endpoint \"myPrivateEndpoint\", at /etc/zonite/zonite.toml:37:8, writes 10.0.0.7 over it, as Azure does; remove the record, or the zone from the endpoint's private_dns_zone_group";
    assert_eq!(
        warnings,
        [
            format!("/etc/zonite/zones/acr.zone:4: warning: {skipped}"),
            format!("/etc/zonite/zones/more.zone:3: warning: {overwritten}")
        ]
    );
    let origin_of = |name: &str| {
        let zone = loaded.compiled.snapshot.zone(zone_store::snapshot::ZoneId(0));
        let set = zone.exact(&name.parse().expect("a name"), RecordType::A).expect("a record set");
        loaded.compiled.origins.describe(set.origin).expect("a source").to_string()
    };
    assert_eq!(origin_of("manual.privatelink.azurecr.io"), "/etc/zonite/zones/more.zone:2");
    let endpoint = "private endpoint \"myPrivateEndpoint\" at /etc/zonite/zonite.toml:";
    assert!(origin_of("myregistry.privatelink.azurecr.io").starts_with(endpoint));
}

#[test]
fn assumptions_reach_the_snapshot() {
    let text = r#"
[azure_dns]
unknown_source = "drop"
[assumptions]
any_answers = "hinfo"
maximum_ttl = 60
authoritative_negatives = true
fallback_reenters_zones = false
empty_non_terminals = "nxdomain"
"#;
    let loaded = load_files(text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let want = Behaviour {
        any: AnyAnswer::Hinfo,
        maximum_ttl: 60,
        authoritative_negatives: true,
        empty_non_terminals_are_nxdomain: true,
        redirect_reenters_zones: false,
        longer_rule_beats_zone: false,
    };
    assert_eq!(*loaded.compiled.snapshot.behaviour(), want);
    let admitted = loaded.compiled.snapshot.admit(Vantage::BySource, [192, 0, 2, 1].into());
    assert_eq!(admitted, Err(NotAdmitted::Drop));
    let plain = load_files("", &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!(*plain.compiled.snapshot.behaviour(), Behaviour::default());
}

#[test]
fn a_registry_in_two_regions_of_the_government_cloud() {
    let text = r#"
cloud = "usgovernment"
[[container_registry]]
name = "MyRegistry"
georeplications = ["usgovarizona"]
data_endpoint_enabled = true
public_ip_address = { usgovarizona = "203.0.113.77" }
"#;
    check(
        text,
        "internet",
        "myregistry.usgovarizona.data.azurecr.us",
        &[
            "NoError",
            "myregistry.usgovarizona.data.azurecr.us. 60 CNAME myregistry.uga.data.azcr.io.",
            "myregistry.uga.data.azcr.io. 300 CNAME myregistry-uga-acr-dp.usgovtrafficmanager.net.",
            "myregistry-uga-acr-dp.usgovtrafficmanager.net. 300 CNAME myregistry-uga-dp.usgovarizona.usgovcloudapp.net.",
            "myregistry-uga-dp.usgovarizona.usgovcloudapp.net. 10 A 203.0.113.77",
        ],
    );
    let loaded = load_files(text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let login = ask(&loaded, "internet", "myregistry.azurecr.us", RecordType::A).pop().unwrap_or_default();
    assert!(login.starts_with("myregistry-ugv.usgovvirginia.usgovcloudapp.net. 10 A 203.0.113."), "{login}");
}

#[test]
fn privatelink_cname_decides_over_the_endpoints() {
    let never = ARTICLE.replace("location = \"westeurope\"\npublic", "privatelink_cname = false\npublic");
    let loaded = load_files(&never, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let outside = ask(&loaded, "internet", "myregistry.azurecr.io", RecordType::A);
    assert_eq!(outside[1], "myregistry.azurecr.io. 2881 CNAME xxxx.xx.azcr.io.");
}

#[test]
fn listeners_have_names_of_their_own() {
    let text = r#"
[internet]
listen = ["127.0.0.1:5310"]
[[virtual_network]]
name = "hub"
resource_group = "one"
listen = ["127.0.0.1:5301", "[::1]:5301"]
[[virtual_network]]
name = "hub"
resource_group = "two"
listen = ["127.0.0.1:5302"]
"#;
    let loaded = load_files(text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let names: Vec<&str> = loaded.compiled.listeners.iter().map(|listener| listener.name.as_str()).collect();
    assert_eq!(names, ["one/hub", "one/hub#2", "two/hub", "internet"]);
    let plain = load_files("", &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let only: Vec<String> =
        plain.compiled.listeners.iter().map(|one| format!("{} {}", one.name, one.address)).collect();
    assert_eq!(only, ["azure_dns 127.0.0.1:5300"]);
}

#[test]
fn internet_zones_are_whole_or_single_names() {
    let text = r#"
[[internet.zone]]
name = "example.com"
record_set = [{ name = "www", type = "A", records = ["203.0.113.7"] }]
[[internet.zone]]
name = "azurecr.io"
overlay = true
record_set = [{ name = "mcr", type = "A", records = ["203.0.113.8"] }]
"#;
    let loaded = load_files(text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    for (name, want) in [
        ("www.example.com", &["NoError", "www.example.com. 3600 A 203.0.113.7"][..]),
        ("no.example.com", &["NXDomain", "authority: example.com. 300 SOA minimum 300"]),
        ("mcr.azurecr.io", &["NoError", "mcr.azurecr.io. 3600 A 203.0.113.8"]),
        ("no.azurecr.io", &["NXDomain", "authority: . 86400 SOA minimum 86400"]),
    ] {
        assert_eq!(ask(&loaded, "internet", name, RecordType::A), want, "{name}");
    }
}

#[test]
fn a_configuration_built_in_code_answers_like_one_that_was_written() {
    let subnet = Subnet::new("default", &["10.0.0.0/24".parse().expect("a prefix")]);
    let link = VirtualNetworkLink::new("link", "hub");
    let members = vec![
        IpConfiguration::new("registry", [10, 0, 0, 5].into()),
        IpConfiguration::new("registry_data_westeurope", [10, 0, 0, 4].into()),
    ];
    let config = ConfigFile {
        virtual_networks: vec![VirtualNetwork {
            address_space: vec!["10.0.0.0/16".parse::<ipnet::IpNet>().expect("a prefix").into()],
            subnets: vec![subnet],
            ..VirtualNetwork::new("hub")
        }],
        private_dns_zones: vec![PrivateDnsZone {
            virtual_network_links: vec![link],
            record_sets: vec![RecordSet::new("manual", "TXT", &["hello"])].into(),
            ..PrivateDnsZone::new("privatelink.azurecr.io".parse().expect("a name"))
        }],
        container_registries: vec![ContainerRegistry::new("myregistry")],
        private_endpoints: vec![PrivateEndpoint {
            private_dns_zone_group: Some(vec!["privatelink.azurecr.io".into()]),
            ip_configurations: Some(members),
            ..PrivateEndpoint::new("pe", "hub", "default", "myregistry")
        }],
        ..ConfigFile::default()
    };
    let model = Model::new(config, &Memory::default()).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let compiled = compile(&model).unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!(compiled.listeners.len(), 1);
    let loaded = Loaded { model, compiled, warnings: Vec::new() };
    let answer = ask(&loaded, "hub", "myregistry.azurecr.io", RecordType::A);
    assert_eq!(answer.last().map(String::as_str), Some("myregistry.privatelink.azurecr.io. 10 A 10.0.0.5"));
}
