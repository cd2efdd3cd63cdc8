//! Models that were built in code are explained and checked as those of files: objects are told apart by what they are.

use std::path::Path;

use azure_model::{Loaded, Memory, Refusals};
use azure_objects::ConfigFile;
use azure_objects::config_file::{
    ContainerRegistry, DnsServer, Forwarder, Network, PrivateDnsZone, PrivateEndpoint, Subnet,
    VirtualNetwork, VirtualNetworkLink,
};
use formats::{ConfigurationText, load_config, load_text};
use zone_store::engine::Query;
use zone_store::name::Name;
use zone_store::record::RecordType;

use crate::explain::{Explanation, explain};
use crate::{Client, Seat, diagnosis};

/// What [`in_code`] builds, as a file.
const FILE: &str = r#"
[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[virtual_network]]
name = "spoke"
address_space = ["10.1.0.0/16"]
[[network]]
name = "onprem"
address_space = ["192.168.0.0/16"]
dns_servers = ["desk"]
[[private_dns_zone]]
name = "privatelink.azurecr.io"
virtual_network_link = [
  { name = "to-hub", virtual_network = "hub" },
  { name = "to-spoke", virtual_network = "spoke" },
]
[[private_dns_zone]]
name = "one.privatelink.windows.net"
[[private_dns_zone]]
name = "two.privatelink.windows.net"
[[container_registry]]
name = "myregistry"
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "default"
resource = "myregistry"
private_dns_zone_group = ["privatelink.azurecr.io"]
[[dns_server]]
name = "desk"
network = "onprem"
private_ip_address = "192.168.0.53"
forwarder = [
  { zone = "azurecr.us", to = ["internet"] },
  { zone = "azurecr.cn", to = ["internet"] },
  { zone = "privatelink.azurecr.io", to = ["internet"] },
]
"#;

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

fn network(label: &str, space: &str) -> VirtualNetwork {
    let mut network = VirtualNetwork::new(label);
    network.address_space = vec![space.parse::<ipnet::IpNet>().expect("a prefix").into()];
    network
}

fn in_code() -> ConfigFile {
    let mut hub = network("hub", "10.0.0.0/16");
    hub.subnets = vec![Subnet::new("default", &["10.0.0.0/24".parse().expect("a prefix")])];
    let mut onprem = Network::new("onprem");
    onprem.address_space = vec!["192.168.0.0/16".parse::<ipnet::IpNet>().expect("a prefix").into()];
    onprem.dns_servers = vec!["desk".into()];
    let mut zone = PrivateDnsZone::new(name("privatelink.azurecr.io"));
    zone.virtual_network_links =
        vec![VirtualNetworkLink::new("to-hub", "hub"), VirtualNetworkLink::new("to-spoke", "spoke")];
    let mut endpoint = PrivateEndpoint::new("pe", "hub", "default", "myregistry");
    endpoint.private_dns_zone_group = Some(vec!["privatelink.azurecr.io".into()]);
    let mut desk = DnsServer::new("desk", "192.168.0.53".parse().expect("an address"));
    desk.network = Some("onprem".into());
    desk.forwarders = ["azurecr.us", "azurecr.cn", "privatelink.azurecr.io"]
        .map(|zone| Forwarder::new(name(zone), &["internet"]))
        .into();
    let others = ["one.privatelink.windows.net", "two.privatelink.windows.net"]
        .map(|apex| PrivateDnsZone::new(name(apex)));
    ConfigFile {
        virtual_networks: vec![hub, network("spoke", "10.1.0.0/16")],
        networks: vec![onprem],
        private_dns_zones: [zone].into_iter().chain(others).collect(),
        container_registries: vec![ContainerRegistry::new("myregistry")],
        private_endpoints: vec![endpoint],
        dns_servers: vec![desk],
        ..ConfigFile::default()
    }
}

/// The same configuration, of a file and built in code.
fn both() -> [Loaded; 2] {
    let of_code = load_config(in_code(), &Memory::default(), Path::new("."), Refusals::default());
    [load_text(FILE, "zonite.toml"), of_code].map(|one| one.unwrap_or_else(|errors| panic!("{errors:#?}")))
}

fn explained(loaded: &Loaded, network: &str, asked: &str) -> Explanation {
    let client = Client::Network(loaded.compiled.snapshot.network_named(network).expect("a network"));
    let seat = Seat::asking(loaded, client, None).expect("a seat");
    let written = ConfigurationText { path: "zonite.toml".as_ref(), text: FILE, files: &Memory::default() };
    explain(loaded, &written, &seat, &Query::new(name(asked), RecordType::A))
}

/// Takes places out of what is printed: of all values, and inside sentences.
fn without_places(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("File(Place {") {
        kept.push_str(&rest[..at]);
        kept.push_str("Code");
        let end = rest[at..].find("})").expect("a place ends");
        rest = &rest[at + end + 2..];
    }
    kept.push_str(rest);
    let mut pieces = kept.split("zonite.toml:");
    let first = pieces.next().unwrap_or_default().to_owned();
    let is_number = |character: char| character.is_ascii_digit() || character == ':';
    pieces.fold(first, |text, piece| text + "code" + piece.trim_start_matches(is_number))
}

#[test]
fn check_reports_every_object_of_a_rule() {
    let [of_file, of_code] = both().map(|loaded| {
        let found = diagnosis::lint(&loaded, None).into_iter();
        let mut found: Vec<String> =
            found.map(|one| format!("{}: {}", one.rule.map_or("", |rule| rule.id), one.problem)).collect();
        found.sort();
        found
    });
    assert_eq!(of_file, of_code);
    let count = |rule: &str| of_code.iter().filter(|found| found.starts_with(rule)).count();
    assert_eq!((count("L2: "), count("L3: ")), (2, 2), "{of_code:#?}");
}

#[test]
fn a_second_link_and_a_second_forwarder_are_named_right() {
    for (network, asked) in [
        ("hub", "myregistry.azurecr.io"),
        ("spoke", "myregistry.azurecr.io"),
        ("spoke", "other.privatelink.azurecr.io"),
        ("onprem", "myregistry.azurecr.io"),
        ("onprem", "x.azurecr.cn"),
        ("onprem", "myregistry.privatelink.azurecr.io"),
    ] {
        let [of_file, of_code] = both().map(|loaded| {
            let Explanation { steps, near_misses, told, verdict, .. } = explained(&loaded, network, asked);
            without_places(&format!("{steps:?} {near_misses:?} {told:?} {verdict:?}"))
        });
        assert_eq!(of_file, of_code, "{asked} from {network}");
    }
    let [_, of_code] = both();
    let steps = format!("{:?}", explained(&of_code, "spoke", "myregistry.azurecr.io").steps);
    assert!(steps.contains("to-spoke") && !steps.contains("to-hub"), "{steps}");
}

/// The ready configurations, each with its name.
fn configurations() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder config/")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("a text")))
        .collect();
    found.sort();
    assert!(found.len() >= 10, "{found:?}");
    found
}

/// Lists names that a configuration decides about: the owners of its private zones, and their public names.
fn names_of(loaded: &Loaded) -> Vec<String> {
    let zones = loaded.compiled.snapshot.zones().filter(|(id, _)| loaded.zone(*id).is_some());
    let owners = zones.flat_map(|(_, zone)| zone.owners().map(|(owner, _)| owner.without_dot()));
    let mut names: Vec<String> =
        owners.flat_map(|owner| [owner.replace("privatelink.", ""), owner]).collect();
    names.extend(loaded.model.registries().iter().map(|registry| format!("{}.azurecr.io", *registry.name)));
    names.sort();
    names.dedup();
    names
}

#[test]
fn ready_configurations_are_explained_and_checked_in_code_as_from_a_file() {
    for (path, text) in configurations() {
        let mut refusals = Refusals::default();
        let config = formats::toml::parse_in_code(&text, &mut refusals).expect("a configuration");
        let of_code = load_config(config, &Memory::default(), Path::new("."), refusals);
        let of_code = of_code.unwrap_or_else(|errors| panic!("{path}: {errors:#?}"));
        let of_file = load_text(&text, "zonite.toml").unwrap_or_else(|errors| panic!("{path}: {errors:#?}"));
        let [in_file, in_code] = [&of_file, &of_code].map(checked);
        assert_eq!(in_file, in_code, "{path}");
        for network in of_file.model.networks() {
            for asked in names_of(&of_file) {
                let [in_file, in_code] =
                    [&of_file, &of_code].map(|loaded| told(loaded, &network.name, &asked));
                assert_eq!(in_file, in_code, "{path}: {asked} from {}", *network.name);
            }
        }
    }
}

/// Returns what `check` says, without places, sorted.
fn checked(loaded: &Loaded) -> Vec<String> {
    let said = |one: azure_model::Diagnostic| {
        let rule = one.rule.map_or("", |rule| rule.id);
        without_places(&format!("{rule} {} {:?}", one.problem, one.fix))
    };
    let mut found: Vec<String> = diagnosis::lint(loaded, None).into_iter().map(said).collect();
    found.sort();
    found
}

/// Returns what `explain` says, without places. There is no text, so that no change of a file is tried: code has none.
fn told(loaded: &Loaded, network: &str, asked: &str) -> String {
    let client = Client::Network(loaded.compiled.snapshot.network_named(network).expect("a network"));
    let seat = Seat::asking(loaded, client, None).expect("a seat");
    let written = ConfigurationText { path: "zonite.toml".as_ref(), text: "", files: &Memory::default() };
    without_places(&format!(
        "{:?}",
        explain(loaded, &written, &seat, &Query::new(name(asked), RecordType::A))
    ))
}
