//! What is refused of a file is refused of objects that were built in code.

use std::path::Path;
use std::time::Duration;

use azure_objects::config_file::{
    ContainerRegistry, DnsServer, InternetZone, IpRule, Network, NetworkRuleSet, PrivateDnsZone, RecordSet,
    SoaRecord, VirtualNetwork,
};
use zone_store::name::Name;

use azure_model::{ConfigFile, Estate, Memory, Refusals};

/// Checks that a configuration that code has built is refused, or warned of, with exactly these lines.
fn check_code(build: impl FnOnce(&mut ConfigFile), want: &[&str]) {
    let mut config = ConfigFile::default();
    build(&mut config);
    let found = match Estate::new(config, &Memory::default(), Path::new("."), Refusals::default()) {
        Ok(estate) => estate.loaded().warnings.clone(),
        Err(refusals) => refusals,
    };
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, want);
}

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

#[test]
fn ttls_are_in_range() {
    check_code(
        |config| {
            let mut zone = PrivateDnsZone::new(name("a.example"));
            let mut set = RecordSet::new("w", "A", &["10.0.0.4"]);
            set.ttl = u32::MAX.into();
            zone.record_sets = vec![set].into_iter().collect();
            config.private_dns_zones.push(zone);
            let mut zone = PrivateDnsZone::new(name("c.example"));
            zone.soa_record = Some(SoaRecord { ttl: Some(u32::MAX.into()), ..SoaRecord::default() });
            config.private_dns_zones.push(zone);
            let mut public = InternetZone::new(name("b.example"));
            let mut set = RecordSet::new("w", "A", &["10.0.0.4"]);
            set.ttl = u32::MAX.into();
            public.record_sets = vec![set].into_iter().collect();
            config.internet.zones.push(public);
        },
        &[
            "code: error: 4294967295: is out of range; write an integer from 0 to 2147483647",
            "code: error: 4294967295: is out of range; write an integer from 0 to 2147483647",
            "code: error: 4294967295: is out of range; write an integer from 0 to 2147483647",
        ],
    );
}

#[test]
fn prefixes_have_no_host_bits() {
    let host = || "10.0.0.1/16".parse::<ipnet::IpNet>().expect("a prefix");
    let want = ["code: error: \"10.0.0.1/16\": has bits set behind the prefix length; write \"10.0.0.0/16\""];
    check_code(
        |config| {
            let address_space = vec![host().into()];
            config.virtual_networks.push(VirtualNetwork { address_space, ..VirtualNetwork::new("hub") });
        },
        &want,
    );
    check_code(
        |config| {
            let clients = Some(vec![host().into()]);
            config.networks.push(Network { clients, ..Network::new("onprem") });
        },
        &want,
    );
    check_code(
        |config| {
            let mut registry = ContainerRegistry::new("myregistry");
            let rule = IpRule::new("203.0.113.7/24".parse().expect("a prefix"));
            registry.network_rule_set =
                Some(NetworkRuleSet { ip_rules: vec![rule], ..NetworkRuleSet::default() });
            config.container_registries.push(registry);
        },
        &["code: error: \"203.0.113.7/24\": has bits set behind the prefix length; write \"203.0.113.0/24\""],
    );
}

#[test]
fn regions_are_words_and_unknown_ones_a_warning() {
    check_code(
        |config| {
            let location = Some("west-europe".into());
            config.virtual_networks.push(VirtualNetwork { location, ..VirtualNetwork::new("hub") });
        },
        &["code: error: \"west-europe\": is not the name of a region; write a region such as \"westeurope\""],
    );
    check_code(
        |config| {
            let mut registry = ContainerRegistry::new("myregistry");
            registry.georeplications.push("West Europ".into());
            config.container_registries.push(registry);
        },
        &[
            "code: warning: \"West Europ\": is not among the known regions of Azure; did you mean \"westeurope\"?",
        ],
    );
}

#[test]
fn zones_are_no_root_and_times_have_an_end() {
    let want = ["code: error: \".\": is the root; write a domain name"];
    check_code(|config| config.private_dns_zones.push(PrivateDnsZone::new(Name::root())), &want);
    check_code(|config| config.internet.zones.push(InternetZone::new(Name::root())), &want);
    for (timeout, written) in [(Duration::ZERO, "0s"), (Duration::from_millis(60_500), "60500ms")] {
        check_code(
            |config| {
                let address_space = vec!["10.9.0.0/16".parse::<ipnet::IpNet>().expect("a prefix").into()];
                config.networks.push(Network { address_space, ..Network::new("onprem") });
                let mut server = DnsServer::new("s", "10.9.0.53".parse().expect("an address"));
                server.network = Some("onprem".into());
                server.timeout = timeout.into();
                config.dns_servers.push(server);
            },
            &[&format!(
                "code: error: \"{written}\": is not a time allowed here; write a time such as \"3s\" or \"500ms\", from 1ms to 60s"
            )],
        );
    }
}

#[test]
fn texts_are_not_empty() {
    check_code(
        |config| {
            let resource_group = Some(" ".into());
            config.virtual_networks.push(VirtualNetwork { resource_group, ..VirtualNetwork::new("hub") });
        },
        &["code: error: \" \": is empty; write a string"],
    );
}
