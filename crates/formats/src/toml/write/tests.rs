//! What is written and read again is the same; and it looks as a person would have written it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use azure_objects::raw::RawDocument;
use azure_objects::schema::{Default, Status};
use azure_objects::{Provenance, Refusals};
use ipnet::IpNet;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::toml::parse_in_code;

/// Reads objects that must be right.
fn read(text: &str) -> ConfigFile {
    let mut refusals = Refusals::default();
    let config = parse_in_code(text, &mut refusals);
    let refusals: Vec<String> = refusals.into_sorted().iter().map(ToString::to_string).collect();
    assert!(!refusals.iter().any(|one| one.contains("error")), "{refusals:#?}\n{text}");
    config.unwrap_or_else(|| panic!("no TOML:\n{text}"))
}

fn check_same(config: &ConfigFile) {
    let text = write(config);
    assert_eq!(&read(&text), config, "{text}");
}

/// Any value that a key of a kind takes.
fn value(kind: Kind) -> BoxedStrategy<RawData<'static>> {
    let text = |text: String| RawData::Text(text.into());
    let list = |element| prop::collection::vec(value(element).prop_map(Into::into), 0..3);
    match kind {
        Kind::Text => {
            any::<String>().prop_filter("no text", |text| !text.trim().is_empty()).prop_map(text).boxed()
        }
        Kind::Choice(words) => select(words).prop_map(|word| RawData::Text(word.into())).boxed(),
        Kind::Integer(low, high) => (low..=high).prop_map(|number| RawData::Integer(Some(number))).boxed(),
        Kind::Boolean => any::<bool>().prop_map(RawData::Boolean).boxed(),
        Kind::AutoOrBoolean => prop_oneof![value(Kind::Boolean), Just(RawData::Text("auto".into()))].boxed(),
        Kind::DomainName => {
            r"([A-Za-z0-9_*-]|\\[.\\]|\\0[0-9]{2}){1,9}(\.[a-zA-Z0-9]{1,9}){0,3}\.?".prop_map(text).boxed()
        }
        Kind::DomainNameOrRoot => {
            prop_oneof![value(Kind::DomainName), Just(RawData::Text(".".into()))].boxed()
        }
        Kind::Region => "[a-z][a-z0-9]{0,9}".prop_map(text).boxed(),
        Kind::Address => any::<Ipv4Addr>().prop_map(move |address| text(address.to_string())).boxed(),
        Kind::AddressByRegion => prop_oneof![value(Kind::Address), by_region()].boxed(),
        Kind::ValuesByName => values_by_name(),
        Kind::Prefix => prefix(any::<IpAddr>()),
        Kind::AddressOrPrefix => {
            prop_oneof![value(Kind::Address), prefix(any::<Ipv4Addr>().prop_map(IpAddr::V4))].boxed()
        }
        Kind::Socket => any::<SocketAddr>().prop_map(move |socket| text(socket.to_string())).boxed(),
        Kind::TargetDnsServer => prop_oneof![server(), target()].boxed(),
        Kind::Upstream => prop_oneof![server(), Just(RawData::Text("system".into()))].boxed(),
        Kind::Duration => prop_oneof![
            (1..=60_u32).prop_map(|seconds| format!("{seconds}s")),
            (1..=60_000_u32).prop_map(|milliseconds| format!("{milliseconds}ms")),
        ]
        .prop_map(text)
        .boxed(),
        Kind::List(element) => list(*element).prop_map(RawData::Array).boxed(),
        Kind::Tables(inner) => list(Kind::Table(inner)).prop_map(RawData::Array).boxed(),
        Kind::Table(inner) => table(inner).prop_map(RawData::Table).boxed(),
        Kind::Later => unreachable!("a key that is not built"),
    }
}

/// What stands for placeholders; a list of one value is that value.
fn values_by_name() -> BoxedStrategy<RawData<'static>> {
    let values = prop_oneof![
        value(Kind::Text),
        prop::collection::vec(value(Kind::Text), 2..4)
            .prop_map(|list| RawData::Array(list.into_iter().map(Into::into).collect())),
    ];
    prop::collection::btree_map("[a-zA-Z]{1,9}", values, 0..3)
        .prop_map(|entries| {
            let mut table = RawTable::default();
            entries.into_iter().for_each(|(name, value)| table.push(name, value));
            RawData::Table(table)
        })
        .boxed()
}

fn prefix(address: impl Strategy<Value = IpAddr> + 'static) -> BoxedStrategy<RawData<'static>> {
    let of_length = |(address, length): (IpAddr, u8)| {
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = IpNet::new(address, length % (longest + 1)).expect("a prefix").trunc();
        RawData::Text(prefix.to_string().into())
    };
    (address, any::<u8>()).prop_map(of_length).boxed()
}

/// An address of a server, with and without a port.
fn server() -> BoxedStrategy<RawData<'static>> {
    let alone = any::<IpAddr>().prop_map(|address| address.to_string());
    let with_port = any::<SocketAddr>().prop_map(|socket| socket.to_string());
    prop_oneof![alone, with_port].prop_map(|text| RawData::Text(text.into())).boxed()
}

/// A target as azurerm writes it.
fn target() -> BoxedStrategy<RawData<'static>> {
    let target = |(address, port): (Ipv4Addr, i64)| {
        let mut table = RawTable::default();
        table.push("ip_address", RawData::Text(address.to_string().into()));
        table.push("port", RawData::Integer(Some(port)));
        RawData::Table(table)
    };
    (any::<Ipv4Addr>(), 1..=65_535_i64).prop_map(target).boxed()
}

fn by_region() -> BoxedStrategy<RawData<'static>> {
    let table = |regions: std::collections::BTreeMap<String, Ipv4Addr>| {
        let mut table = RawTable::default();
        for (region, address) in regions {
            table.push(region, RawData::Text(address.to_string().into()));
        }
        RawData::Table(table)
    };
    prop::collection::btree_map("[a-z]{1,9}", any::<Ipv4Addr>(), 0..3).prop_map(table).boxed()
}

/// A table with all keys that must be there, and any of the others.
fn table(schema: &'static Table) -> BoxedStrategy<RawTable<'static>> {
    let key = |key: &'static azure_objects::schema::Key| {
        let present = value(key.kind);
        match key.default {
            Default::Required => present.prop_map(Some).boxed(),
            Default::Value(_) | Default::Described(_) => prop::option::of(present).boxed(),
        }
    };
    let built = || schema.keys.iter().filter(|key| key.status == Status::Built);
    let values: Vec<_> = built().map(key).collect();
    let names: Vec<&'static str> = built().map(|key| key.name).collect();
    let joined = move |values: Vec<Option<RawData<'static>>>| {
        let mut table = RawTable::default();
        for (name, value) in names.iter().zip(values) {
            if let Some(value) = value {
                table.push(*name, value);
            }
        }
        table
    };
    values.prop_map(joined).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_objects_are_the_same_when_they_are_read_again(root in table(&ConfigFile::TABLE)) {
        let document = RawDocument { root, place: Provenance::Code, is_intact: true };
        let mut refusals = Refusals::default();
        let config = ConfigFile::from_document(&document, &mut refusals);
        prop_assert!(!refusals.has_errors(), "{refusals:#?}");
        check_same(&config);
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn texts_of(folder: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(repository().join(folder)).expect(folder);
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let paths = paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let mut texts: Vec<(String, String)> = paths
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).expect("a text"))
        })
        .collect();
    texts.sort();
    texts
}

#[test]
fn every_configuration_is_the_same_when_it_is_read_again() {
    for folder in ["config", "tests/explain", "crates/azure-objects/reference/examples"] {
        let texts = texts_of(folder);
        assert!(texts.len() > 2, "{folder}");
        for (_, text) in texts {
            check_same(&read(&text));
        }
    }
}

/// Leaves out comments and empty lines.
fn bare(text: &str) -> String {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim_end());
    lines.filter(|line| !line.is_empty()).fold(String::new(), |bare, line| bare + line + "\n")
}

/// The configurations whose objects stand in the order of the schema.
const IN_ORDER: [&str; 5] = [
    "four-networks.toml",
    "laptop.toml",
    "myregistry-china.toml",
    "myregistry.toml",
    "wrong-straight-to-azure.toml",
];

#[test]
fn what_is_written_looks_as_a_person_has_written_it() {
    let texts = texts_of("config");
    for (name, text) in texts.iter().filter(|(name, _)| IN_ORDER.contains(&name.as_str())) {
        let written = write(&read(text));
        assert_eq!(bare(&written), bare(text), "{name}");
        let lines: Vec<&str> = written.lines().collect();
        assert!(lines.windows(2).all(|pair| !pair[1].starts_with('[') || pair[0].is_empty()), "{written}");
    }
}

#[test]
fn tables_in_tables_stand_where_a_person_would_put_them() {
    let text = r#"cloud = "china"

[[internet.zone]]
name = "example.org"
record_set = [{ name = "w", type = "TXT", records = ['"v=spf1"'] }]

[[virtual_network]]
name = "hub"
clients = []
subnet = [
  { name = "one", address_prefixes = ["10.0.0.0/24", "10.0.1.0/24"] },
  { name = "two", address_prefixes = [], service_endpoints = ["Microsoft.Storage"] },
]

[[private_dns_zone]]
name = "corp.example"

[private_dns_zone.soa_record]
ttl = 3600

[[private_dns_zone.virtual_network_link]]
name = "link"
virtual_network = "hub"

[[container_registry]]
name = "contoso"
public_ip_address = { chinaeast2 = "203.0.113.1" }
regional_endpoint_enabled = true

[container_registry.network_rule_set]
ip_rule = [
  { ip_range = "203.0.113.7" },
  { ip_range = "198.51.100.0/24" },
]

[[dns_server]]
name = "dns"
network = "onprem"
private_ip_address = "192.168.0.53"
timeout = "500ms"
forwarder = [{ zone = ".", to = ["internet"] }]

[[dns_server.zone]]
name = "corp.example"
record_set = [{ name = "w", type = "A", ttl = 60, records = ["192.168.0.80"] }]

[[dns_forwarding_ruleset]]
name = "rules"
rule = [{ name = "r", domain_name = ".", target_dns_servers = ["192.0.2.1", "192.0.2.2:5353"] }]
"#;
    assert_eq!(write(&read(text)), text);
}

#[test]
fn texts_are_quoted_so_that_few_need_escapes() {
    for (text, want) in [
        ("hub", "\"hub\""),
        ("\"v=spf1 -all\"", "'\"v=spf1 -all\"'"),
        ("a\\.b", "'a\\.b'"),
        ("it's \"so\"", "\"it's \\\"so\\\"\""),
        ("a\nb\u{1}\u{7f}", "\"a\\nb\\u0001\\u007F\""),
    ] {
        assert_eq!(quote(text), want);
    }
}
