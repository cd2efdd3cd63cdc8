//! An estate that changes: what a change touches, what it leaves alone, what is refused.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;

use azure_objects::config_file::{
    ContainerRegistry, DnsForwardingRuleset, IpConfiguration, PrivateDnsZone, PrivateEndpoint, RecordSet,
    Rule, Subnet, VirtualMachine, VirtualNetwork, VirtualNetworkLink,
};
use azure_objects::id::{ObjectId, ObjectKind};
use azure_objects::object::{Change, Object};
use proptest::prelude::*;
use zone_store::record::RecordType;
use zone_store::zone::Zone;

use super::answers::ask;
use azure_model::{ConfigFile, Estate, Memory, Refusals};

const TEXT: &str = r#"
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
private_dns_zone_group = ["privatelink.azurecr.io"]
[[private_dns_zone]]
name = "privatelink.azurecr.io"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
[[private_dns_zone]]
name = "corp.example"
zone_file = "corp.zone"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
record_set = [{ name = "www", type = "A", records = ["10.0.0.80"] }]
[[private_dns_zone]]
name = "lab.example"
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
"#;

const FILES: [(&str, &str); 1] = [("corp.zone", "mail 300 IN A 10.0.0.25\n")];

fn files(files: &[(&str, &str)]) -> Memory {
    files.iter().fold(Memory::default(), |memory, (path, text)| memory.with(*path, *text))
}

fn parse(text: &str) -> ConfigFile {
    let mut refusals = Refusals::default();
    let config = formats::toml::parse(text, "zonite.toml", &mut refusals).expect("TOML");
    assert!(!refusals.has_errors(), "{:#?}", refusals.into_sorted());
    config
}

fn estate_of(config: ConfigFile) -> Estate {
    let made = Estate::new(config, &files(&FILES), Path::new("."), Refusals::default());
    made.unwrap_or_else(|refused| panic!("{refused:#?}"))
}

fn estate() -> Estate {
    estate_of(parse(TEXT))
}

fn id(kind: ObjectKind, name: &str) -> ObjectId {
    ObjectId::new(kind, None, name)
}

fn zone_id(apex: &str) -> ObjectId {
    id(ObjectKind::PrivateDnsZone, apex)
}

/// Returns the zone of a name as it is served.
fn zone(estate: &Estate, apex: &str) -> Arc<Zone> {
    let snapshot = estate.snapshot();
    let found = snapshot.zones().find(|(_, zone)| zone.apex().without_dot() == apex);
    snapshot.shared_zone(found.expect("a zone").0).clone()
}

fn set(name: &str, address: &str) -> RecordSet {
    RecordSet::new(name, "A", &[address])
}

fn put_set(zone: &str, name: &str, address: &str) -> Change {
    Change::put(Object::RecordSet(zone_id(zone), set(name, address)))
}

fn told(estate: &Estate, name: &str) -> String {
    ask(estate.loaded(), "hub", name, RecordType::A).join("; ")
}

#[test]
fn a_record_set_makes_its_zone_anew_and_no_other() {
    let mut estate = estate();
    let (lab, corp) = (zone(&estate, "lab.example"), zone(&estate, "corp.example"));
    let applied = estate.apply(&[put_set("lab.example", "a", "10.0.0.9")]).expect("a change");
    assert_eq!(applied.zones, [zone_id("lab.example")]);
    assert!(told(&estate, "a.lab.example").contains("10.0.0.9"), "{}", told(&estate, "a.lab.example"));
    assert!(!Arc::ptr_eq(&lab, &zone(&estate, "lab.example")));
    assert!(Arc::ptr_eq(&corp, &zone(&estate, "corp.example")));
}

#[test]
fn a_record_set_that_says_what_was_said_changes_nothing() {
    let mut estate = estate();
    let before = estate.snapshot().clone();
    let applied = estate.apply(&[put_set("corp.example", "www", "10.0.0.80")]).expect("a change");
    assert!(applied.zones.is_empty() && Arc::ptr_eq(&before, estate.snapshot()));
}

#[test]
fn the_records_of_a_zone_file_stay_when_a_record_set_beside_them_changes() {
    let mut estate = estate();
    estate.apply(&[put_set("corp.example", "www", "10.0.0.81")]).expect("a change");
    assert!(told(&estate, "mail.corp.example").contains("10.0.0.25"));
    assert!(told(&estate, "www.corp.example").contains("10.0.0.81"));
    let www = zone_id("corp.example").child("A", "www");
    estate.delete(&www).expect("a change");
    assert!(estate.get(&www).is_none());
    assert!(
        told(&estate, "www.corp.example").starts_with("NXDomain"),
        "{}",
        told(&estate, "www.corp.example")
    );
}

#[test]
fn an_absolute_name_means_the_record_set_that_its_relative_name_means() {
    let mut estate = estate();
    estate.apply(&[put_set("corp.example", "www.corp.example.", "10.0.0.82")]).expect("a change");
    assert!(told(&estate, "www.corp.example").contains("10.0.0.82"));
    assert_eq!(estate.config().private_dns_zones[1].record_sets.len(), 1);
}

#[test]
fn a_refused_change_leaves_no_trace() {
    let mut estate = estate();
    let before = estate.snapshot().clone();
    let changes = [put_set("lab.example", "a", "10.0.0.9"), put_set("lab.example", "b", "no address")];
    let refused = estate.apply(&changes).expect_err("a refusal");
    assert_eq!(refused.len(), 1, "{refused:#?}");
    assert!(refused[0].to_string().contains("no address"), "{}", refused[0]);
    assert!(Arc::ptr_eq(&before, estate.snapshot()));
    assert!(estate.get(&zone_id("lab.example").child("A", "a")).is_none());
    let refused =
        estate.apply(&[Change::Delete(zone_id("lab.example").child("A", "zzz"))]).expect_err("a refusal");
    assert!(refused[0].to_string().ends_with("is not there; create it first"), "{}", refused[0]);
}

#[test]
fn a_name_in_a_private_link_zone_of_a_closed_world_has_its_public_name_at_once() {
    let mut estate = estate();
    estate.apply(&[put_set("privatelink.azurecr.io", "other", "10.0.0.33")]).expect("a change");
    assert!(told(&estate, "other.azurecr.io").contains("10.0.0.33"), "{}", told(&estate, "other.azurecr.io"));
}

#[test]
fn a_zone_with_links_is_not_deleted() {
    let mut estate = estate();
    let lab = zone_id("lab.example");
    let refused = estate.delete(&lab).expect_err("a refusal");
    assert!(refused[0].to_diagnostic().problem.starts_with("CannotDeleteResource: "), "{}", refused[0]);
    estate.delete(&lab.child("virtualNetworkLinks", "link")).expect("a change");
    let applied = estate.delete(&lab).expect("a change");
    assert_eq!(applied.zones, [lab]);
    assert!(told(&estate, "a.lab.example").starts_with("NXDomain"));
}

#[test]
fn putting_a_zone_leaves_its_children() {
    let mut estate = estate();
    let applied =
        estate.put(Object::PrivateDnsZone(PrivateDnsZone::new("lab.example".parse().expect("a name"))));
    assert_eq!(applied.expect("a change").zones, []);
    assert!(estate.get(&zone_id("lab.example").child("virtualNetworkLinks", "link")).is_some());
}

#[test]
fn other_objects_leave_zones_that_they_do_not_write_to() {
    let mut estate = estate();
    let corp = zone(&estate, "corp.example");
    let mut spoke = VirtualNetwork::new("spoke");
    spoke.address_space = vec!["10.1.0.0/16".parse::<ipnet::IpNet>().expect("a prefix").into()];
    estate.put(Object::VirtualNetwork(spoke)).expect("a change");
    let link = VirtualNetworkLink::new("spoke", "spoke");
    estate.put(Object::VirtualNetworkLink(zone_id("corp.example"), link)).expect("a change");
    assert!(Arc::ptr_eq(&corp, &zone(&estate, "corp.example")));
    assert!(
        ask(estate.loaded(), "spoke", "mail.corp.example", RecordType::A).join(";").contains("10.0.0.25")
    );
}

#[test]
fn a_file_in_which_lines_moved_leaves_the_zones_and_moves_the_places() {
    let mut estate = estate();
    let zones = ["corp.example", "lab.example", "privatelink.azurecr.io"].map(|apex| zone(&estate, apex));
    let place = |estate: &Estate| {
        let zone = zone(estate, "corp.example");
        let origins = &estate.loaded().compiled.origins;
        let (_, sets) =
            zone.owners().find(|(owner, _)| owner.without_dot() == "www.corp.example").expect("an owner");
        let origin = sets.iter().next().expect("a set").origin;
        (origins.describe(zone.origin()), origins.describe(origin)).clone()
    };
    let lines = |estate: &Estate| {
        let (zone, set) = place(estate);
        (zone.expect("an origin").place.line(), set.expect("an origin").place.line())
    };
    assert_eq!(lines(&estate), (17, 21));
    let moved = format!("# one\n# two\n{TEXT}");
    let applied = estate.replace(parse(&moved), &files(&FILES), Path::new("."), Refusals::default());
    assert!(applied.expect("a change").zones.is_empty());
    let after = ["corp.example", "lab.example", "privatelink.azurecr.io"].map(|apex| zone(&estate, apex));
    assert!(zones.iter().zip(&after).all(|(one, other)| Arc::ptr_eq(one, other)));
    assert_eq!(lines(&estate), (19, 23));
    // One that is refused moves nothing.
    let broken = format!("# three\n{moved}[[private_dns_zone]]\nname = \"lab.example\"\n");
    estate
        .replace(parse(&broken), &files(&FILES), Path::new("."), Refusals::default())
        .expect_err("a refusal");
    assert_eq!(lines(&estate), (19, 23));
}

#[test]
fn a_zone_file_that_changed_makes_its_zone_anew() {
    let mut estate = estate();
    let changed = [("corp.zone", "mail 300 IN A 10.0.0.26\n")];
    let applied = estate.replace(parse(TEXT), &files(&changed), Path::new("."), Refusals::default());
    assert_eq!(applied.expect("a change").zones, [zone_id("corp.example")]);
    assert!(told(&estate, "mail.corp.example").contains("10.0.0.26"));
}

#[test]
fn what_was_found_in_a_zone_file_is_still_said_when_a_record_set_beside_it_changes() {
    let skipped = files(&[("corp.zone", "mail 300 IN A 10.0.0.25\n@ 300 IN CAA 0 issue \"ca.example\"\n")]);
    let mut estate =
        Estate::new(parse(TEXT), &skipped, Path::new("."), Refusals::default()).expect("an estate");
    let warnings = |estate: &Estate| -> Vec<String> {
        estate.loaded().warnings.iter().map(ToString::to_string).collect()
    };
    let before = warnings(&estate);
    assert_eq!(before.len(), 1, "{before:#?}");
    estate.apply(&[put_set("corp.example", "www", "10.0.0.81")]).expect("a change");
    assert_eq!(warnings(&estate), before);
}

#[test]
fn a_file_in_which_one_record_changed_moves_the_others_and_numbers_them_as_before() {
    let text = |third: &str, more: &str| {
        let sets: String = ["a", "b", third, "d"]
            .map(|name| format!("  {{ name = \"{name}\", type = \"A\", records = [\"10.0.0.9\"] }},\n"))
            .concat();
        format!("{TEXT}record_set = [\n{more}{sets}]\n")
    };
    let mut estate = estate_of(parse(&text("c", "")));
    let origins = |estate: &Estate| -> Vec<(String, Option<u32>, u32)> {
        let places = &estate.loaded().compiled.origins;
        let zone = zone(estate, "lab.example");
        let mut of_owners: Vec<(String, Option<u32>, u32)> = zone
            .owners()
            .filter(|(owner, _)| owner.label_count() > 2)
            .map(|(owner, sets)| {
                let origin = sets.iter().next().expect("a set").origin;
                (owner.without_dot(), places.describe(origin).map(|source| source.place.line()), origin.0)
            })
            .collect();
        of_owners.sort();
        of_owners
    };
    let before = origins(&estate);
    let more = "  { name = \"more\", type = \"A\", records = [\"10.0.0.9\"] },\n";
    for (text, names, moved) in [
        (text("x", ""), ["a", "b", "d", "x"].as_slice(), 0),
        (text("x", more), ["a", "b", "d", "more", "x"].as_slice(), 1),
        (text("c", ""), ["a", "b", "c", "d"].as_slice(), 0),
    ] {
        let applied = estate.replace(parse(&text), &files(&FILES), Path::new("."), Refusals::default());
        assert_eq!(applied.expect("a change").zones, [zone_id("lab.example")]);
        let after = origins(&estate);
        let of_names: Vec<String> = names.iter().map(|name| format!("{name}.lab.example")).collect();
        assert_eq!(after.iter().map(|one| &one.0).collect::<Vec<_>>(), of_names.iter().collect::<Vec<_>>());
        for (owner, line, number) in &before {
            if let Some(now) = after.iter().find(|one| one.0 == *owner).filter(|_| owner != "c.lab.example") {
                assert_eq!((now.1, now.2), (line.map(|line| line + moved), *number), "{owner}");
            }
        }
    }
}

/// Lists what the members of an endpoint were given.
fn addresses(estate: &Estate, endpoint: &str) -> Vec<String> {
    let id = id(ObjectKind::PrivateEndpoint, endpoint);
    let found = estate.loaded().model.endpoints().iter().find(|one| one.id == id).expect("an endpoint");
    found.members.iter().map(|member| member.address.to_string()).collect()
}

fn endpoint(name: &str, registry: &str, given: &[(&str, &str)]) -> Object {
    let mut endpoint = PrivateEndpoint::new(name, "hub", "default", registry);
    if !given.is_empty() {
        let given = given
            .iter()
            .map(|(member, address)| IpConfiguration::new(member, address.parse().expect("an address")));
        endpoint.ip_configurations = Some(given.collect());
    }
    Object::PrivateEndpoint(endpoint)
}

#[test]
fn an_allocated_address_stays_whatever_comes_and_goes() {
    let mut estate = estate();
    assert_eq!(addresses(&estate, "pe"), ["10.0.0.4", "10.0.0.5"]);
    let registry = |name: &str| Change::put(Object::ContainerRegistry(ContainerRegistry::new(name)));
    let changes = [registry("second"), registry("third"), Change::put(endpoint("pe2", "second", &[]))];
    estate.apply(&changes).expect("a change");
    assert_eq!(addresses(&estate, "pe2"), ["10.0.0.6", "10.0.0.7"]);
    estate.delete(&id(ObjectKind::PrivateEndpoint, "pe")).expect("a change");
    assert_eq!(addresses(&estate, "pe2"), ["10.0.0.6", "10.0.0.7"]);
    // A given address that somebody was allocated is refused, and nobody moves.
    let taken =
        endpoint("pe3", "third", &[("registry_data_westeurope", "10.0.0.6"), ("registry", "10.0.0.9")]);
    let refused = estate.put(taken).expect_err("a refusal");
    assert!(refused[0].to_string().contains("10.0.0.6"), "{refused:#?}");
    assert_eq!(addresses(&estate, "pe2"), ["10.0.0.6", "10.0.0.7"]);
    estate.put(endpoint("pe3", "third", &[])).expect("a change");
    assert_eq!(addresses(&estate, "pe3"), ["10.0.0.4", "10.0.0.5"]);
}

#[test]
fn a_new_replica_gets_an_address_of_its_own() {
    let mut estate = estate();
    let mut registry = ContainerRegistry::new("myregistry");
    registry.georeplications = vec!["northeurope".into()];
    estate.put(Object::ContainerRegistry(registry)).expect("a change");
    // Data endpoints come before the login server, and those that had an address keep it.
    assert_eq!(addresses(&estate, "pe"), ["10.0.0.4", "10.0.0.6", "10.0.0.5"]);
}

#[test]
fn subnets_are_children_that_come_and_go() {
    let mut estate = estate();
    let hub = id(ObjectKind::VirtualNetwork, "hub");
    let prefix = |text: &str| text.parse::<ipnet::IpNet>().expect("a prefix");
    estate.put(Object::Subnet(hub.clone(), Subnet::new("more", &[prefix("10.0.1.0/24")]))).expect("a change");
    assert!(estate.get(&hub.child("subnets", "MORE")).is_some());
    estate.delete(&hub.child("subnets", "more")).expect("a change");
    let refused = estate.delete(&hub.child("subnets", "default")).expect_err("an endpoint is in it");
    assert!(refused[0].to_string().contains("\"default\": is no subnet of \"hub\""), "{}", refused[0]);
}

#[test]
fn what_was_built_in_code_with_an_empty_reference_is_refused() {
    let rule = Rule::new("", "", &["10.0.0.4:53".parse().expect("an address")]);
    let mut ruleset = DnsForwardingRuleset::new("rules");
    ruleset.rules = vec![rule];
    for object in [
        Object::VirtualMachine(VirtualMachine::new("vm", "", Ipv4Addr::new(10, 0, 0, 9))),
        Object::VirtualMachine(VirtualMachine::new("", "hub", Ipv4Addr::new(10, 0, 0, 9))),
        Object::PrivateEndpoint(PrivateEndpoint::new("pe2", "", "", "")),
        Object::PrivateEndpoint(PrivateEndpoint::new("pe2", "hub", "", "myregistry")),
        Object::VirtualNetworkLink(zone_id("lab.example"), VirtualNetworkLink::new("", "")),
        Object::RecordSet(zone_id("lab.example"), RecordSet::new("", "", &["10.0.0.9"])),
        Object::DnsForwardingRuleset(ruleset),
    ] {
        let what = format!("{object:?}");
        let refused = estate().put(object).expect_err(&what);
        // Two that say the same of code are one.
        let is_empty =
            |one: &azure_model::Refusal| one.to_string().starts_with("code: error: \"\": is empty;");
        assert!(refused.iter().any(is_empty), "{what}\n{refused:#?}");
    }
}

/// The zones of random estates.
const APEXES: [&str; 3] = ["a.example", "b.a.example", "privatelink.azurecr.io"];
const NETWORKS: [&str; 2] = ["hub", "spoke"];
const OWNERS: [&str; 6] = ["@", "www", "x.www", "*", "vm0", "host7.rack0"];
const MACHINES: [&str; 2] = ["vm", "other"];

fn network(name: &str) -> VirtualNetwork {
    let mut network = VirtualNetwork::new(name);
    let second = NETWORKS.iter().position(|one| *one == name).expect("a network");
    let prefix: ipnet::IpNet = format!("10.{second}.0.0/16").parse().expect("a prefix");
    network.address_space = vec![prefix.into()];
    network
}

/// One object of a random estate, and what it takes to be there.
fn object() -> impl Strategy<Value = Object> {
    let set = (0..APEXES.len(), 0..OWNERS.len(), 1..4_u8).prop_map(|(apex, owner, last)| {
        Object::RecordSet(zone_id(APEXES[apex]), set(OWNERS[owner], &format!("10.9.9.{last}")))
    });
    let link = (0..APEXES.len(), 0..NETWORKS.len(), any::<bool>()).prop_map(|(apex, network, registers)| {
        let mut link = VirtualNetworkLink::new(NETWORKS[network], NETWORKS[network]);
        link.registration_enabled = registers.into();
        Object::VirtualNetworkLink(zone_id(APEXES[apex]), link)
    });
    let machine = (0..NETWORKS.len(), 0..MACHINES.len()).prop_map(|(network, machine)| {
        let address = Ipv4Addr::new(10, network as u8, 0, 10 + machine as u8);
        let name = format!("{}{network}", MACHINES[machine]);
        Object::VirtualMachine(VirtualMachine::new(&name, NETWORKS[network], address))
    });
    prop_oneof![6 => set, 2 => link, 1 => machine]
}

/// Makes an estate with `count` record sets in its first zone: those of many do not lie together.
fn base(count: usize) -> Estate {
    let mut zones = APEXES.map(|apex| PrivateDnsZone::new(apex.parse().expect("a name")));
    zones[0].record_sets =
        (0..count).map(|number| set(&format!("host{number}.rack{}", number % 7), "10.9.9.9")).collect();
    let config = ConfigFile {
        virtual_networks: NETWORKS.iter().map(|name| network(name)).collect(),
        private_dns_zones: zones.into(),
        container_registries: vec![ContainerRegistry::new("myregistry")],
        ..ConfigFile::default()
    };
    estate_of(config)
}

/// Says what every network is told about every name that somebody knows.
fn answers(estate: &Estate) -> Vec<String> {
    let snapshot = estate.snapshot();
    let mut names: BTreeSet<String> = snapshot.public().owners().map(|name| name.without_dot()).collect();
    for (_, zone) in snapshot.zones() {
        names.extend(zone.owners().map(|(owner, _)| owner.without_dot().replace('*', "wild")));
    }
    let ask = |network: &&str, name: &String| {
        format!("{network} {name}: {}", ask(estate.loaded(), network, name, RecordType::A).join("; "))
    };
    names.iter().flat_map(|name| NETWORKS.iter().map(move |network| ask(network, name))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_changes_that_ends_in_the_same_objects_gives_the_same_answers(
        count in prop_oneof![6 => Just(0_usize), 1 => Just(2100)],
        changes in prop::collection::vec((object(), any::<bool>()), 1..24),
    ) {
        let mut estate = base(count);
        for (object, is_deleted) in changes {
            let change = if is_deleted { Change::Delete(object.id()) } else { Change::put(object) };
            let before = estate.snapshot().clone();
            if estate.apply(&[change]).is_err() {
                prop_assert!(Arc::ptr_eq(&before, estate.snapshot()), "a refusal leaves no trace");
            }
        }
        let at_once = estate_of(estate.config().clone());
        prop_assert_eq!(answers(&estate), answers(&at_once));
        let found = |estate: &Estate| -> Vec<String> {
            estate.loaded().warnings.iter().map(ToString::to_string).collect()
        };
        prop_assert_eq!(found(&estate), found(&at_once));
    }
}
