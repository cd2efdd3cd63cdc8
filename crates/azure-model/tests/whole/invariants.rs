//! Random models: whatever builds keeps what must always hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::net::Ipv4Addr;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use zone_store::record::RecordType;
use zone_store::snapshot::ZoneId;

use azure_model::Loaded;
use azure_model::model::{MemberKind, ResourceIndex};
use azure_objects::words::ConnectionStatus;
use formats::load_text;

/// One endpoint as chosen at random.
#[derive(Debug, Clone)]
struct Choice {
    network: usize,
    subnet: usize,
    registry: usize,
    status: usize,
    /// Zones of its group.
    group: Vec<usize>,
    /// Last octets that are given, for as many members as there are; empty: allocated.
    given: Vec<u8>,
}

const STATUSES: [&str; 5] = ["Approved", "Approved", "Pending", "Rejected", "Disconnected"];
/// The last two never have the recommended name.
const ZONES: [(&str, &str); 4] = [
    ("privatelink.azurecr.io", "one"),
    ("privatelink.azurecr.io", "two"),
    ("azurecr.io", "one"),
    ("corp.example", "one"),
];

fn choice() -> impl Strategy<Value = Choice> {
    let group = prop::collection::vec(0..ZONES.len(), 0..3);
    let given = prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(4_u8..24, 7)];
    (0..2_usize, 0..3_usize, 0..2_usize, 0..STATUSES.len(), group, given).prop_map(
        |(network, subnet, registry, status, group, given)| Choice {
            network,
            subnet,
            registry,
            status,
            group,
            given,
        },
    )
}

/// Writes a configuration; not every one is accepted.
fn configuration(choices: &[Choice], replicas: [usize; 2], regional: bool) -> String {
    let mut text = String::new();
    for network in 0..2 {
        let _ = writeln!(
            text,
            "[[virtual_network]]\nname = \"v{network}\"\naddress_space = [\"10.{network}.0.0/16\"]\nsubnet = [\n\
             {{ name = \"s0\", address_prefixes = [\"10.{network}.0.0/27\"] }},\n\
             {{ name = \"s1\", address_prefixes = [\"10.{network}.1.0/28\", \"10.{network}.3.0/29\"] }},\n\
             {{ name = \"s2\", address_prefixes = [\"10.{network}.2.0/24\"] }}]"
        );
    }
    for (name, group) in ZONES {
        let _ = writeln!(text, "[[private_dns_zone]]\nname = \"{name}\"\nresource_group = \"{group}\"");
    }
    for (index, count) in replicas.into_iter().enumerate() {
        let regions = &["northeurope", "eastus"][..count];
        let _ = writeln!(
            text,
            "[[container_registry]]\nname = \"registry{index}\"\ngeoreplications = {regions:?}\nregional_endpoint_enabled = {regional}"
        );
    }
    for (index, choice) in choices.iter().enumerate() {
        let Choice { network, subnet, registry, status, group, given } = choice;
        let group: Vec<String> =
            group.iter().map(|&zone| format!("{}/{}", ZONES[zone].1, ZONES[zone].0)).collect();
        let _ = writeln!(
            text,
            "[[private_endpoint]]\nname = \"pe{index}\"\nvirtual_network = \"v{network}\"\nsubnet = \"s{subnet}\"\n\
             resource = \"registry{registry}\"\nconnection_status = \"{}\"\nprivate_dns_zone_group = {group:?}",
            STATUSES[*status]
        );
        let regions = &["westeurope", "northeurope", "eastus"][..=replicas[*registry]];
        let regional = regions.iter().filter(|_| regional).map(|region| format!("registry_{region}"));
        let data = regions.iter().map(|region| format!("registry_data_{region}"));
        let members = data.chain(["registry".to_owned()]).chain(regional);
        let given: Vec<String> = members
            .zip(given)
            .map(|(member, last)| {
                format!(
                    "{{ member_name = \"{member}\", private_ip_address = \"10.{network}.{subnet}.{last}\" }}"
                )
            })
            .collect();
        if !given.is_empty() {
            let _ = writeln!(text, "ip_configuration = [{}]", given.join(", "));
        }
    }
    text
}

/// Checks that no address is used twice in a network, or is one that Azure keeps.
fn check_addresses(loaded: &Loaded) {
    let mut taken: BTreeSet<(usize, Ipv4Addr)> = BTreeSet::new();
    for endpoint in loaded.model.endpoints() {
        let subnet = loaded.model.networks()[endpoint.network.0].subnet(&endpoint.subnet).expect("a subnet");
        for member in &endpoint.members {
            assert!(taken.insert((endpoint.network.0, member.address)), "{} twice", member.address);
            assert!(subnet.contains(member.address) && !subnet.is_reserved(member.address));
        }
    }
}

/// Checks that every zone has the records of the approved endpoints in whose groups it is, and no others.
fn check_records(loaded: &Loaded) {
    let model = &loaded.model;
    for (index, zone) in model.zones().iter().enumerate() {
        let mut want: BTreeMap<String, Ipv4Addr> = BTreeMap::new();
        for endpoint in model.endpoints() {
            let is_in_group = endpoint.zone_group.iter().any(|group_zone| group_zone.zone.0 == index);
            let is_recommended = zone.apex.without_dot() == "privatelink.azurecr.io";
            if endpoint.connection_status != ConnectionStatus::Approved || !is_in_group || !is_recommended {
                continue;
            }
            let ResourceIndex::Registry(registry) = endpoint.resource else {
                panic!("a registry, for there is nothing else")
            };
            let registry = &model.registries()[registry.0].name.value;
            for member in &endpoint.members {
                let owner = match &member.kind {
                    MemberKind::Registry | MemberKind::Service(_) => registry.clone(),
                    MemberKind::Data(region) => format!("{registry}.{region}.data"),
                    MemberKind::Regional(region) => format!("{registry}.{region}.geo"),
                };
                want.insert(format!("{owner}.{}", zone.apex.without_dot()), member.address);
            }
        }
        let built = loaded.compiled.snapshot.zone(ZoneId(index as u32));
        let found: BTreeMap<String, Ipv4Addr> = built
            .owners()
            .flat_map(|(owner, sets)| sets.iter().map(move |set| (owner.clone(), set)).collect::<Vec<_>>())
            .filter(|(_, set)| set.rtype == RecordType::A)
            .map(|(owner, set)| {
                assert_eq!((set.ttl, set.rdata.len()), (10, 1), "{owner}");
                let octets: [u8; 4] =
                    set.rdata.iter().next().and_then(|rdata| rdata.try_into().ok()).expect("A");
                (owner.without_dot(), octets.into())
            })
            .collect();
        assert_eq!(found, want, "{}", zone.apex.without_dot());
    }
}

proptest! {
    #[test]
    fn whatever_builds_keeps_its_invariants(
        choices in prop::collection::vec(choice(), 0..7),
        replicas in [0..3_usize, 0..3_usize],
        regional: bool,
    ) {
        let text = configuration(&choices, replicas, regional);
        let Ok(loaded) = load_text(&text, "any.toml") else {
            return Ok(());
        };
        check_addresses(&loaded);
        check_records(&loaded);
        let again = load_text(&text, "any.toml").expect("the same");
        let members = |loaded: &Loaded| format!("{:?}", loaded.model.endpoints());
        prop_assert_eq!(members(&loaded), members(&again));
        prop_assert_eq!(&loaded.compiled.overwritten, &again.compiled.overwritten);
    }
}

#[test]
fn many_random_models_build() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = prop::collection::vec(choice(), 1..7);
    let builds = (0..200).filter(|_| {
        let choices = strategy.new_tree(&mut runner).expect("a value").current();
        load_text(&configuration(&choices, [1, 0], true), "any.toml").is_ok()
    });
    let count = builds.count();
    assert!(count > 60, "only {count} of 200 build, so the property says little");
}
