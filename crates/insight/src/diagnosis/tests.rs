//! Variants of the known mistakes, and what must not be taken for one. The plain case of each is an example of docs/findings.

mod circles;

use std::path::Path;

use zone_store::engine::Query;
use zone_store::record::RecordType;
use zone_store::snapshot::Resolver;

use super::reading::ask;
use super::{Case, Suspect, lint, suspects};
use azure_model::Loaded;
use azure_model::files::Memory;
use formats::{ConfigurationText, load_written};

/// A hub with an endpoint of myacr; its zone is written by each test.
const HUB: &str = r#"
[[virtual_network]]
name = "hub"
address_space = ["10.1.0.0/16"]
subnet = [
  { name = "endpoints", address_prefixes = ["10.1.0.0/24"] },
  { name = "inbound", address_prefixes = ["10.1.1.0/28"] },
]
[[container_registry]]
name = "myacr"
public_ip_address = "203.0.113.10"
"#;
const ENDPOINT: &str = r#"
[[private_endpoint]]
name = "pe"
virtual_network = "hub"
subnet = "endpoints"
resource = "myacr"
"#;
const GROUP: &str = "private_dns_zone_group = [\"privatelink.azurecr.io\"]\n";
const ZONE: &str = "[[private_dns_zone]]\nname = \"privatelink.azurecr.io\"\n";
const LINK: &str = "[[private_dns_zone.virtual_network_link]]\nname = \"l\"\nvirtual_network = \"hub\"\n";
const RESOLVER: &str = r#"
[[private_dns_resolver]]
name = "r"
virtual_network = "hub"
inbound_endpoint = [{ name = "in", subnet = "inbound" }]
"#;

fn loaded(text: &str) -> Loaded {
    let files = Memory::default();
    let written = ConfigurationText { path: Path::new("t.toml"), text, files: &files };
    load_written(&written).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"))
}

/// Returns the IDs that `check` finds.
fn found(text: &str) -> Vec<&'static str> {
    lint(&loaded(text), None).iter().filter_map(|finding| Some(finding.rule?.id)).collect()
}

/// Asks as a client of a network.
fn explained(text: &str, network: &str, name: &str) -> Vec<Suspect> {
    explained_for(text, network, name, RecordType::A)
}

/// Asks for records of a type.
fn explained_for(text: &str, network: &str, name: &str, rtype: RecordType) -> Vec<Suspect> {
    let (loaded, files) = (loaded(text), Memory::default());
    let snapshot = &loaded.compiled.snapshot;
    let id = snapshot.network_named(network).expect("a network");
    let query = Query::new(name.parse().expect("a name"), rtype);
    let resolver = Resolver::Client(id);
    let probe = ask(snapshot, resolver, query.clone());
    let case = Case {
        loaded: &loaded,
        network: Some(id),
        resolver,
        query: &query,
        outcome: &probe.outcome,
        trace: &probe.trace,
    };
    suspects(&case, &ConfigurationText { path: Path::new("t.toml"), text, files: &files })
}

/// A client's question: its network, and a name.
#[derive(Debug, Clone, Copy)]
struct Asked {
    network: &'static str,
    name: &'static str,
}

const fn asked(network: &'static str, name: &'static str) -> Asked {
    Asked { network, name }
}

/// Compares what `check` and `explain` say; `fixed` is the answer after the first change shown.
fn check(parts: &[&str], Asked { network, name }: Asked, ids: &[&str], fixed: Option<&str>) {
    let text = parts.concat();
    let seen = explained(&text, network, name);
    let suspected: Vec<&str> = seen.iter().map(|suspect| suspect.rule.id).collect();
    assert_eq!(suspected, ids, "explain: {seen:#?}\n{text}");
    let answer =
        seen.iter().find_map(|suspect| suspect.verified_fix.as_ref()).map(|fix| fix.answer.join(" "));
    assert_eq!(answer.as_deref(), fixed, "{seen:#?}\n{text}");
    assert_eq!(found(&text), ids, "check\n{text}");
}

const LOGIN: Asked = asked("hub", "myacr.azurecr.io");
const DATA: Asked = asked("hub", "myacr.westeurope.data.azurecr.io");

#[test]
fn nothing_is_suspected_of_a_right_answer() {
    check(&[HUB, ENDPOINT, GROUP, ZONE, LINK], LOGIN, &[], None);
    check(&[HUB, ENDPOINT, GROUP, ZONE, LINK], DATA, &[], None);
}

#[test]
fn nothing_is_suspected_of_a_name_with_ipv4_addresses_only() {
    let right = [HUB, ENDPOINT, GROUP, ZONE, LINK].concat();
    let ids = |text: &str, at: Asked| -> Vec<&str> {
        explained_for(text, at.network, at.name, RecordType::AAAA)
            .iter()
            .map(|suspect| suspect.rule.id)
            .collect()
    };
    for at in [LOGIN, DATA] {
        assert_eq!(ids(&right, at), [] as [&str; 0], "{at:?}");
    }
    let corp = "[[private_dns_zone]]\nname = \"corp.example\"\n\
        record_set = [{ name = \"www\", type = \"A\", records = [\"10.1.0.9\"] }]\n";
    let public = "[[internet.zone]]\nname = \"corp.example\"\n\
        record_set = [{ name = \"www\", type = \"A\", records = [\"203.0.113.9\"] }]\n";
    let both = [HUB, corp, LINK, public].concat();
    assert_eq!(ids(&both, asked("hub", "www.corp.example")), [] as [&str; 0], "the name of no registry");
    let empty = [HUB, ENDPOINT, ZONE, LINK].concat();
    assert!(!ids(&empty, LOGIN).is_empty(), "without A records the name is missing for every type");
}

#[test]
fn a_zone_group_that_writes_nothing_is_told_in_each_form() {
    let other = "[[private_dns_zone]]\nname = \"privatelink.other.windows.net\"\n";
    let wrong = "private_dns_zone_group = [\"privatelink.other.windows.net\"]\n";
    // Right zone and wrong group; L2 is about the name of the other zone.
    let text = [HUB, ENDPOINT, wrong, ZONE, LINK, other].concat();
    assert_eq!(found(&text), ["M20", "L2"]);
    let seen = explained(&text, "hub", "myacr.azurecr.io");
    assert_eq!(seen[0].rule.id, "M20");
    assert_eq!(seen[0].verified_fix.as_ref().expect("a change").answer, ["10.1.0.5"]);
    // Only the wrong zone: it is renamed, in the group too.
    let linked = [HUB, ENDPOINT, wrong, other, LINK].concat();
    let seen = explained(&linked, "hub", "myacr.azurecr.io");
    assert_eq!(seen[0].verified_fix.as_ref().expect("a change").lines.len(), 4);
    let waiting = "connection_status = \"Pending\"\n";
    check(&[HUB, ENDPOINT, GROUP, waiting, ZONE, LINK], LOGIN, &["M20"], Some("10.1.0.5"));
}

#[test]
fn a_missing_record_behind_a_fallback_is_the_same_mistake() {
    let record = "record_set = [{ name = \"myacr\", type = \"A\", records = [\"10.1.0.5\"] }]\n";
    let fall_back = "resolution_policy = \"NxDomainRedirect\"\n";
    check(&[HUB, ENDPOINT, ZONE, record, LINK], DATA, &["M3"], Some("10.1.0.4"));
    check(&[HUB, ENDPOINT, ZONE, record, LINK, fall_back], DATA, &["M3"], Some("10.1.0.4"));
}

#[test]
fn an_address_that_no_endpoint_has_is_stale() {
    let records = "record_set = [
  { name = \"myacr\", type = \"A\", records = [\"10.1.0.99\"] },
  { name = \"myacr.westeurope.data\", type = \"A\", records = [\"10.1.0.4\"] },
]\n";
    check(&[HUB, ENDPOINT, ZONE, records, LINK], LOGIN, &["M8"], Some("10.1.0.5"));
}

#[test]
fn a_record_without_any_endpoint_is_stale() {
    let gone = "privatelink_cname = true\n";
    let record = "record_set = [{ name = \"myacr\", type = \"A\", records = [\"10.1.0.5\"] }]\n";
    check(&[HUB, gone, ZONE, record, LINK], LOGIN, &["M8"], Some("203.0.113.10"));
}

/// A network outside Azure whose server has these forwarders.
fn onprem(forwarders: &str) -> String {
    format!(
        "[[network]]\nname = \"onprem\"\naddress_space = [\"192.168.0.0/16\"]\ndns_servers = [\"dns\"]\n[[dns_server]]\n\
         name = \"dns\"\nnetwork = \"onprem\"\nprivate_ip_address = \"192.168.0.53\"\nforwarder = [{forwarders}]\n"
    )
}

#[test]
fn a_link_is_missing_where_azure_is_asked_not_where_the_client_is() {
    let there = onprem("{ zone = \"azurecr.io\", to = [\"r/in\"] }");
    let spoke = "[[virtual_network]]\nname = \"spoke\"\naddress_space = [\"10.2.0.0/16\"]\n";
    let spoke_link = LINK.replace("hub", "spoke");
    let parts = [HUB, ENDPOINT, GROUP, ZONE, &spoke_link, spoke, RESOLVER, &there];
    check(&parts, asked("onprem", "myacr.azurecr.io"), &["M1", "M1"][..1], Some("10.1.0.5"));
}

#[test]
fn whoever_has_nothing_to_do_with_the_zone_is_only_explained() {
    let partner = "[[virtual_network]]\nname = \"partner\"\naddress_space = [\"10.3.0.0/16\"]\n";
    let there = onprem("{ zone = \".\", to = [\"internet\"] }");
    let text = [HUB, ENDPOINT, GROUP, ZONE, LINK, partner, RESOLVER, &there].concat();
    assert_eq!(found(&text), [""; 0]);
    for (network, id) in [("partner", "M1"), ("onprem", "L9")] {
        let seen = explained(&text, network, "myacr.azurecr.io");
        assert_eq!(seen[0].rule.id, id, "{seen:#?}");
        assert_eq!(seen[0].verified_fix.as_ref().expect("a change").answer, ["10.1.0.5"]);
    }
}

#[test]
fn a_server_in_azure_without_forwarders_bypasses_it() {
    let server =
        "[[dns_server]]\nname = \"d\"\nvirtual_network = \"hub\"\nprivate_ip_address = \"10.1.0.100\"\n";
    let hub = HUB.replace("[[container", "dns_servers = [\"d\"]\n[[container");
    check(&[&hub, ENDPOINT, GROUP, ZONE, LINK, server], LOGIN, &["M12"], Some("10.1.0.5"));
    // Forwarding alone would not do: the zone is not linked to the server's network either.
    let spoke = "[[virtual_network]]\nname = \"spoke\"\naddress_space = [\"10.2.0.0/16\"]\n";
    let unlinked = LINK.replace("hub", "spoke");
    let text = [&*hub, ENDPOINT, GROUP, ZONE, &unlinked, spoke, server].concat();
    let seen = explained(&text, "hub", "myacr.azurecr.io");
    let fix = seen[0].verified_fix.as_ref().expect("a change");
    assert!(fix.lines.iter().any(|line| line.text.contains("virtual_network_link")), "{fix:#?}");
}

#[test]
fn servers_that_ask_each_other_are_a_loop() {
    let hub = HUB.replace("[[container", "dns_servers = [\"d\"]\n[[container");
    let server = "[[dns_server]]\nname = \"d\"\nvirtual_network = \"hub\"\nprivate_ip_address = \"10.1.0.100\"\n\
                  forwarder = [{ zone = \".\", to = [\"192.168.0.53\"] }]\n";
    let there = onprem("{ zone = \".\", to = [\"10.1.0.100\"] }");
    check(&[&hub, ENDPOINT, GROUP, ZONE, LINK, server, &there], LOGIN, &["M13"], Some("10.1.0.5"));
}

#[test]
fn clients_outside_azure_cannot_be_given_its_resolver() {
    let there = "[[network]]\nname = \"onprem\"\naddress_space = [\"192.168.0.0/16\"]\n\
                 dns_servers = [\"168.63.129.16\"]\n";
    let parts = [HUB, ENDPOINT, GROUP, ZONE, LINK, RESOLVER, there];
    check(&parts, asked("onprem", "myacr.azurecr.io"), &["M11"], Some("10.1.0.5"));
}

#[test]
fn asking_for_the_private_name_is_told_apart_from_what_is_written() {
    let text = [HUB, ENDPOINT, GROUP, ZONE, LINK].concat();
    let seen = explained(&text, "hub", "myacr.privatelink.azurecr.io");
    assert_eq!(seen.iter().map(|suspect| suspect.rule.id).collect::<Vec<_>>(), ["M21"]);
    assert_eq!(seen[0].advice.as_deref(), Some("ask for myacr.azurecr.io"));
    assert_eq!(seen[0].verified_fix, None);
}

#[test]
fn zones_of_one_name_are_right_where_each_has_its_endpoint() {
    let twin = "[[virtual_network]]\nname = \"east\"\naddress_space = [\"10.2.0.0/16\"]\n\
                subnet = [{ name = \"endpoints\", address_prefixes = [\"10.2.0.0/24\"] }]\n";
    let zones = "[[private_dns_zone]]\nname = \"privatelink.azurecr.io\"\nresource_group = \"a\"\n";
    let other = zones.replace("\"a\"", "\"b\"");
    let group = "private_dns_zone_group = [\"a/privatelink.azurecr.io\"]\n";
    let endpoint = ENDPOINT.replace("\"pe\"", "\"pe2\"").replace("\"hub\"", "\"east\"");
    let (group_b, link_b) = (group.replace("a/", "b/"), LINK.replace("hub", "east"));
    let parts = [HUB, twin, ENDPOINT, group, &endpoint, &group_b, zones, LINK, &other, &link_b];
    check(&parts, LOGIN, &[], None);
    // Without its own endpoint and records the second zone is the wrong one for its network.
    let parts = [HUB, twin, ENDPOINT, group, zones, LINK, &other, &link_b];
    check(&parts, asked("east", "myacr.azurecr.io"), &["M7"], Some("10.1.0.5"));
}

#[test]
fn dns_servers_of_a_network_may_disagree_too() {
    let client = "[[virtual_network]]\nname = \"spoke\"\naddress_space = [\"10.2.0.0/16\"]\n\
                  subnet = [{ name = \"inbound\", address_prefixes = [\"10.2.1.0/28\"] }]\n\
                  dns_servers = [\"r/in\", \"s/in\"]\n";
    let second = RESOLVER.replace("\"r\"", "\"s\"").replace("\"hub\"", "\"spoke\"");
    let parts = [HUB, ENDPOINT, GROUP, ZONE, LINK, RESOLVER, client, &second];
    check(&parts, asked("spoke", "myacr.azurecr.io"), &["M25"], Some("10.1.0.5"));
}

#[test]
fn clients_whose_addresses_belong_to_others_are_told() {
    let listen = "[azure_dns]\nlisten = [\"127.0.0.1:0\"]\n";
    let network = |name: &str, prefixes: &str, clients: &str| {
        format!("[[virtual_network]]\nname = \"{name}\"\naddress_space = [{prefixes}]\n{clients}\n")
    };
    let wide = network("wide", "\"10.0.0.0/8\"", "clients = [\"10.0.0.0/8\"]");
    let halves = network("a", "\"10.0.0.0/9\"", "clients = [\"10.0.0.0/9\"]")
        + &network("b", "\"10.128.0.0/9\"", "clients = [\"10.128.0.0/9\"]");
    assert_eq!(found(&[listen, &wide, &halves].concat()), ["L1"]);
    let one_half = network("a", "\"10.0.0.0/9\"", "clients = [\"10.0.0.0/9\"]");
    assert_eq!(found(&[listen, &wide, &one_half].concat()), [""; 0]);
    let same = network("a", "\"10.0.0.0/16\"", "") + &network("b", "\"10.0.0.0/16\"", "");
    assert_eq!(found(&[listen, &same].concat()), ["L1"]);
    // Without a listener that looks at the source, addresses may be shared, as in Azure.
    let other = "[internet]\nlisten = [\"127.0.0.1:0\"]\n";
    assert_eq!(found(&[other, &same].concat()), [""; 0]);
}

#[test]
fn a_split_horizon_of_a_domain_of_ones_own_is_only_explained() {
    let horizon = "[[private_dns_zone]]\nname = \"contoso.example\"\n";
    let public = "[[internet.zone]]\nname = \"contoso.example\"\n\
                  record_set = [{ name = \"www\", type = \"A\", records = [\"203.0.113.80\"] }]\n";
    let text = [HUB, horizon, LINK, public].concat();
    assert_eq!(found(&text), [""; 0]);
    let seen = explained(&text, "hub", "www.contoso.example");
    assert_eq!(seen.iter().map(|suspect| suspect.rule.id).collect::<Vec<_>>(), ["M9"]);
    assert_eq!(explained(&text, "hub", "nobody.contoso.example"), []);
}

#[test]
fn of_a_real_server_in_a_private_network_nothing_is_claimed() {
    let hub = HUB.replace("subnet = [", "dns_servers = [\"10.1.0.4\"]\nsubnet = [");
    let text = [&hub, ENDPOINT, GROUP, ZONE, LINK].concat();
    assert_eq!(found(&text), [""; 0]);
    assert_eq!(explained(&text, "hub", "myacr.azurecr.io"), []);
    let bypassed = text.replace("10.1.0.4", "8.8.8.8");
    assert_eq!(found(&bypassed), ["M12"]);
}
