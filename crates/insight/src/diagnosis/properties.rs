//! Estates at random: no fix takes a name away from anybody, and no finding is told whose premise does not hold.

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use zone_store::engine::{Outcome, Query};
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::snapshot::Resolver;

use super::budget::Budget;
use super::facts::Facts;
use super::hit::Hit;
use super::reading::ask;
use super::trial::{Effect, Trial};
use super::{fix, lint};
use azure_model::files::Memory;
use azure_model::{Loaded, Model};
use formats::{ConfigurationText, load_written};

/// What an estate is made of; each number chooses one of a few forms.
#[derive(Debug, Clone)]
struct Choices {
    /// Of each network: its DNS servers.
    dns_servers: [usize; 3],
    /// Of each server: its forwarders.
    forwarders: [usize; 2],
    /// Of each zone: the networks that it is linked to, as bits, and whether links fall back.
    links: [usize; 3],
    /// Records written by hand, as bits.
    records: usize,
    /// Networks of the ruleset, as bits, and its rule.
    ruleset: [usize; 2],
    /// Whether the registry has an alias, and the endpoint a zone group.
    registry: [usize; 2],
}

fn choices() -> impl Strategy<Value = Choices> {
    let numbers = prop::array::uniform14(0_usize..24);
    numbers.prop_map(|n| Choices {
        dns_servers: [n[0], n[1], n[2]],
        forwarders: [n[3], n[4]],
        links: [n[5], n[6], n[7]],
        records: n[8],
        ruleset: [n[9], n[10]],
        registry: [n[11], n[12]],
    })
}

const SERVERS: [&str; 6] = [
    "",
    "dns_servers = [\"d0\"]",
    "dns_servers = [\"d1\"]",
    "",
    "dns_servers = [\"d0\", \"d1\"]",
    "dns_servers = [\"r/in\"]",
];
const FORWARDERS: [&str; 8] = [
    "",
    "{ zone = \".\", to = [\"168.63.129.16\"] }",
    "{ zone = \".\", to = [\"internet\"] }",
    "{ zone = \"azurecr.io\", to = [\"r/in\"] }",
    "{ zone = \"privatelink.azurecr.io\", to = [\"r/in\"] }, { zone = \".\", to = [\"internet\"] }",
    "{ zone = \".\", to = [\"r/in\"] }",
    "{ zone = \".\", to = [\"d0\", \"d1\"] }",
    "{ zone = \"corp.example\", to = [\"d1\"] }, { zone = \".\", to = [\"168.63.129.16\"] }",
];
const ZONES: [&str; 3] = ["privatelink.azurecr.io", "corp.example", "0.10.in-addr.arpa"];
const RULES: [&str; 4] = [
    "{ name = \"r\", domain_name = \"corp.example.\", target_dns_servers = [\"192.168.0.53\"] }",
    "{ name = \"r\", domain_name = \"corp.example.\", target_dns_servers = [\"10.0.1.4\"] }",
    "{ name = \"r\", domain_name = \"myacr.azurecr.io.\", target_dns_servers = [\"192.168.0.53\"] }",
    "{ name = \"r\", domain_name = \".\", target_dns_servers = [\"192.168.0.53\"] }",
];

fn configuration(choices: &Choices) -> String {
    let mut text = String::new();
    let server = |at: usize| SERVERS[choices.dns_servers[at] % SERVERS.len()];
    for at in 0..2 {
        let _ = writeln!(
            text,
            "[[virtual_network]]\nname = \"v{at}\"\naddress_space = [\"10.{at}.0.0/16\"]\n\
             subnet = [{{ name = \"s\", address_prefixes = [\"10.{at}.0.0/24\"] }}]\n{}",
            server(at)
        );
    }
    let _ = writeln!(
        text,
        "[[network]]\nname = \"onprem\"\naddress_space = [\"192.168.0.0/16\"]\n{}\n\
         [[virtual_machine]]\nname = \"vm\"\nvirtual_network = \"v0\"\nprivate_ip_address = \"10.0.0.9\"\n\
         [[private_dns_resolver]]\nname = \"r\"\nvirtual_network = \"v0\"\n\
         inbound_endpoint = [{{ name = \"in\", private_ip_address = \"10.0.1.4\" }}]",
        server(2)
    );
    write_servers(&mut text, choices);
    write_zones(&mut text, choices);
    let networks: Vec<String> =
        (0..2).filter(|at| choices.ruleset[0] >> at & 1 == 1).map(|at| format!("\"v{at}\"")).collect();
    let rule = RULES[choices.ruleset[1] % RULES.len()];
    let _ = writeln!(
        text,
        "[[dns_forwarding_ruleset]]\nname = \"rules\"\nvirtual_networks = [{}]\nrule = [{rule}]",
        networks.join(", ")
    );
    let alias = ["", "", "privatelink_cname = false"][choices.registry[0] % 3];
    let group = ["private_dns_zone_group = [\"privatelink.azurecr.io\"]", ""][choices.registry[1] % 2];
    let _ = writeln!(
        text,
        "[[container_registry]]\nname = \"myacr\"\n{alias}\n[[container_registry]]\nname = \"theirs\"\nprivatelink_cname = true\n\
         [[private_endpoint]]\nname = \"pe\"\nvirtual_network = \"v0\"\nsubnet = \"s\"\nresource = \"myacr\"\n{group}"
    );
    text
}

fn write_servers(text: &mut String, choices: &Choices) {
    for (at, network) in ["virtual_network = \"v1\"", "network = \"onprem\""].into_iter().enumerate() {
        let address = ["10.1.0.99", "192.168.0.53"][at];
        let forwarder = FORWARDERS[choices.forwarders[at] % FORWARDERS.len()];
        let _ = writeln!(
            text,
            "[[dns_server]]\nname = \"d{at}\"\n{network}\nprivate_ip_address = \"{address}\"\nforwarder = [{forwarder}]"
        );
        if at == 1 {
            text.push_str(
                "zone = [{ name = \"corp.example\", record_set = [{ name = \"intranet\", type = \"A\", records = [\"192.168.0.80\"] }] }]\n",
            );
        }
    }
}

fn write_zones(text: &mut String, choices: &Choices) {
    let records = [
        "{ name = \"myacr\", type = \"A\", records = [\"10.0.0.77\"] }",
        "{ name = \"web\", type = \"A\", records = [\"10.0.0.20\"] }",
        "{ name = \"8.0\", type = \"PTR\", records = [\"web.corp.example.\"] }",
    ];
    for (at, zone) in ZONES.iter().enumerate() {
        let _ = writeln!(text, "[[private_dns_zone]]\nname = \"{zone}\"");
        if choices.records >> at & 1 == 1 {
            let _ = writeln!(text, "record_set = [{}]", records[at]);
        }
        let policy = if choices.links[at] >= 12 && at == 0 {
            ", resolution_policy = \"NxDomainRedirect\""
        } else {
            ""
        };
        let links = (0..2).filter(|network| choices.links[at] >> network & 1 == 1);
        let links: Vec<String> = links
            .map(|network| format!("{{ name = \"l{network}\", virtual_network = \"v{network}\"{policy} }}"))
            .collect();
        let _ = writeln!(text, "virtual_network_link = [{}]", links.join(", "));
    }
}

const NAMES: [&str; 9] = [
    "myacr.azurecr.io",
    "myacr.westeurope.data.azurecr.io",
    "theirs.azurecr.io",
    "web.corp.example",
    "intranet.corp.example",
    "nobody.corp.example",
    "vm.internal.cloudapp.net",
    "9.0.0.10.in-addr.arpa",
    "8.0.0.10.in-addr.arpa",
];

/// What every network, server and inbound endpoint gets for every name: 0 is no answer, 1 no such name, 2 an address or a pointer.
fn answers(loaded: &Loaded) -> Vec<(String, u8, Vec<String>)> {
    let snapshot = &loaded.compiled.snapshot;
    let mut found = Vec::new();
    let networks = snapshot.networks().map(|(id, network)| (network.name.to_string(), Resolver::Client(id)));
    for (place, resolver) in networks.chain(loaded.compiled.resolvers.iter().cloned()) {
        for text in NAMES {
            let rtype = if text.ends_with("arpa") { RecordType::PTR } else { RecordType::A };
            let query = Query::new(name(text), rtype);
            let probe = ask(snapshot, resolver, query);
            let (grade, data) = match &probe.outcome {
                Outcome::Answer(answer) => match answer.answer.last().filter(|last| last.rtype == rtype) {
                    Some(last) => {
                        let text = |octets| zone_store::rdata::display(rtype, octets).to_string();
                        (2, last.rdata().iter().map(text).collect())
                    }
                    None if matches!(u16::from(answer.rcode), 0 | 3) => (1, Vec::new()),
                    None => (0, Vec::new()),
                },
                Outcome::Silence(_) | Outcome::Unknown(_) => (0, Vec::new()),
            };
            found.push((format!("{text} from {place}"), grade, data));
        }
    }
    found
}

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

/// Checks that a change leaves everybody what they had; a private address of the registry that the endpoint does not have is
/// nothing to lose.
fn check_harmless(before: &Loaded, after: &Loaded, what: &str) {
    let stale = |data: &[String]| data == ["10.0.0.77"];
    for ((who, old, was), (_, new, is)) in answers(before).into_iter().zip(answers(after)) {
        assert!(new >= old || stale(&was), "{who} had {was:?}, and has nothing after: {what}");
        let is_private =
            |data: &[String]| data.iter().any(|one| one.starts_with("10.") && one != "10.0.0.77");
        assert!(!is_private(&was) || is == was, "{who} had {was:?}, and has {is:?} after: {what}");
    }
}

/// Checks what a finding says against the objects.
fn check_premise(loaded: &Loaded, hit: &Hit) {
    let model: &Model = &loaded.model;
    let labels = || model.networks().iter().map(|network| network.label.as_str());
    match hit.rule.id {
        "M1" | "M26" => {
            let zone = model.zones().iter().find(|zone| zone.id == hit.subject).expect("the zone");
            let network = hit.part.as_deref().expect("a network");
            let is_it = |link: &azure_model::model::Link| model.networks()[link.network.0].label == network;
            assert!(!zone.links.iter().any(is_it), "{} is linked to {network}", *zone.apex);
        }
        "M30" => {
            let ruleset = model.rulesets().iter().find(|one| one.id == hit.subject).expect("the ruleset");
            let network = hit.part.as_deref().expect("a network");
            assert!(labels().any(|label| label == network));
            assert!(!ruleset.networks.iter().any(|one| model.networks()[one.0].label == network));
        }
        "M13" => {
            // A target that is asked only if others are silent closes no circle as long as they answer.
            let mut forwarders = model.servers().iter().flat_map(|server| &server.forwarders);
            let has_others = forwarders.any(|forwarder| forwarder.targets.len() > 1);
            let is_failing = answers(loaded).iter().any(|(_, grade, _)| *grade == 0);
            assert!(is_failing || has_others, "nobody is without an answer: {}", hit.problem);
        }
        "M25" => {
            let said = hit.problem.split(": ").nth(2).expect("what each says");
            let first = said.split(" from ").next().expect("an answer");
            assert!(said.matches(first).count() < said.matches(" from ").count(), "{}", hit.problem);
        }
        "L10" => assert!(hit.problem.contains("privatelink_cname = false")),
        "M12" => {
            let all = answers(loaded);
            let is_right = |data: &[String]| data.iter().any(|one| one.starts_with("10.0.0."));
            assert!(all.iter().any(|(_, _, data)| !is_right(data)), "{}", hit.problem);
        }
        _ => {}
    }
}

fn check(choices: &Choices) {
    let (text, files) = (configuration(choices), Memory::default());
    let written = ConfigurationText { path: Path::new("t.toml"), text: &text, files: &files };
    let loaded = load_written(&written).unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"));
    let (facts, trial) = (Facts::new(&loaded), Trial::new(&loaded, Some(&written)));
    let (hits, is_whole) = lint::hits(&facts, Budget::new(100_000));
    assert!(is_whole);
    for hit in hits.iter().filter(|hit| hit.is_sure) {
        check_premise(&loaded, hit);
        let Some((said, _)) = fix::cure(&trial, hit).fix else { continue };
        let of_text = hit.tries.iter().filter(|one| *one.text.as_ref().unwrap_or(&hit.fix) == said);
        let changed = of_text.filter_map(|one| trial.changed(&one.edits));
        let mut harmless = changed.filter(|one| trial.effect(one, hit.wanted.as_ref()) != Effect::Worse);
        let changed = harmless.next().expect("the change that was tried");
        check_harmless(&loaded, &changed.loaded, &format!("{} {said}\n{text}", hit.rule.id));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_fix_does_harm_and_no_finding_is_without_its_premise(choices in choices()) {
        check(&choices);
    }
}
