//! Configurations with a real world beyond them: what is asked there, and what never is. Nothing is sent.

use std::time::Duration;

use zone_store::engine::{Outcome, Query, Resolution};
use zone_store::rdata::{display, parse_type};
use zone_store::resolver::Upstream;
use zone_store::snapshot::Resolver;

use super::load_files;
use azure_model::Loaded;

/// A hub with a rule for names on-premises; on-premises asks a public resolver, and a real server there.
const BASE: &str = r#"
[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
[[virtual_network]]
name = "spoke"
address_space = ["10.1.0.0/16"]
dns_servers = ["8.8.8.8", "8.8.4.4"]
[[network]]
name = "onprem"
address_space = ["192.168.0.0/16"]
dns_servers = ["onprem-dns"]
[[container_registry]]
name = "myregistry"
privatelink_cname = true
[[dns_server]]
name = "onprem-dns"
network = "onprem"
private_ip_address = "192.168.0.53"
forwarder = [
  { zone = ".", to = ["8.8.8.8", "1.1.1.1:5353", "2001:4860:4860::8888"] },
  { zone = "real.example", to = ["192.168.0.54", "192.168.0.55"] },
]
[[dns_forwarding_ruleset]]
name = "rules"
virtual_networks = ["hub"]
rule = [
  { name = "real", domain_name = "real.example.", target_dns_servers = ["192.168.0.54"] },
  { name = "public", domain_name = "public.example.", target_dns_servers = ["9.9.9.9", "1.1.1.1"] },
]
[[internet.zone]]
name = "whole.example"
record_set = [{ name = "www", type = "A", records = ["203.0.113.7"] }]
"#;

/// Loads [`BASE`] with keys of `[internet]`.
fn load(internet: &str) -> Loaded {
    load_files(&format!("[internet]\n{internet}\n{BASE}"), &[]).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Asks; returns RCODE and records of the answer, or whom the outside world would be asked for what.
fn told(loaded: &Loaded, from: &str, question: &str) -> String {
    let snapshot = &loaded.compiled.snapshot;
    let (name, rtype) = question.split_once(' ').unwrap_or((question, "A"));
    let resolver = match snapshot.network_named(from) {
        Some(network) if snapshot.network(network).dns_servers().is_empty() => Resolver::AzureDns(network),
        Some(network) => Resolver::Client(network),
        None => Resolver::Internet,
    };
    let query = Query::new(name.parse().expect("a name"), parse_type(rtype).expect("a type"));
    match Resolution::new(snapshot, resolver, query).run_offline() {
        Outcome::Answer(answer) => {
            let sets = answer.answer.iter().chain(&answer.authority);
            let records = sets.map(|set| {
                let rdata: Vec<String> =
                    set.rdata().iter().map(|one| display(set.rtype, one).to_string()).collect();
                format!(" {} {}", set.owner, rdata.join(" "))
            });
            format!("{:?}{}", answer.rcode, records.collect::<String>())
        }
        Outcome::Unknown(ask) => {
            let targets: Vec<String> = ask.targets.iter().map(Upstream::to_string).collect();
            format!("{} at {} in {:?}", ask.query.name, targets.join(", "), ask.timeout)
        }
        Outcome::Silence(why) => format!("silence: {why}"),
    }
}

#[track_caller]
fn check(internet: &str, from: &str, question: &str, want: &str) {
    assert_eq!(told(&load(internet), from, question), want, "{question} from {from}");
}

const UPSTREAM: &str = "upstream = [\"system\", \"192.0.2.53\", \"[2001:db8::53]:5353\", \"2001:db8::54\"]";
const EVERYBODY: &str =
    "at the system's resolvers, 192.0.2.53:53, [2001:db8::53]:5353, [2001:db8::54]:53 in 3s";

#[test]
fn what_is_not_simulated_goes_to_the_upstreams_in_their_order() {
    for from in ["internet", "hub"] {
        check(UPSTREAM, from, "www.contoso.example", &format!("www.contoso.example. {EVERYBODY}"));
        check(UPSTREAM, from, "other.azurecr.io", &format!("other.azurecr.io. {EVERYBODY}"));
    }
    check(
        "upstream = []",
        "internet",
        "www.contoso.example",
        "NXDomain . a.root-servers.net. nstld.verisign-grs.com. 2026010100 1800 900 604800 86400",
    );
}

#[test]
fn what_is_simulated_does_not() {
    for (question, want) in [
        ("myregistry.azurecr.io", "NoError myregistry.azurecr.io. myregistry.privatelink.azurecr.io. "),
        ("www.whole.example", "NoError www.whole.example. 203.0.113.7"),
        ("no.whole.example", "NXDomain whole.example. "),
    ] {
        for from in ["internet", "hub", "onprem", "spoke"] {
            let told = told(&load(UPSTREAM), from, question);
            assert!(told.starts_with(want), "{question} from {from}: {told}");
        }
    }
}

#[test]
fn local_names_are_never_asked_for_outside() {
    let empty = |zone: &str| format!("NXDomain {zone}. {zone}. nobody.invalid. 1 3600 1200 604800 10800");
    for (question, zone) in [
        ("4.0.0.10.in-addr.arpa PTR", "10.in-addr.arpa"),
        ("1.31.16.172.in-addr.arpa PTR", "16.172.in-addr.arpa"),
        ("1.2.3.100.100.in-addr.arpa PTR", "100.100.in-addr.arpa"),
        ("1.d.f.ip6.arpa PTR", "d.f.ip6.arpa"),
        ("www.invalid", "invalid"),
        ("www.test", "test"),
        ("printer.local", "local"),
        ("x.onion", "onion"),
        ("router.home.arpa", "home.arpa"),
        ("x.resolver.arpa", "resolver.arpa"),
    ] {
        for from in ["internet", "onprem", "spoke"] {
            check(UPSTREAM, from, question, &empty(zone));
        }
    }
    for (question, want) in [
        ("localhost", "NoError localhost. 127.0.0.1"),
        ("localhost AAAA", "NoError localhost. ::1"),
        ("a.b.localhost", "NoError a.b.localhost. 127.0.0.1"),
        (
            "_dns.resolver.arpa SVCB",
            "NoError resolver.arpa. resolver.arpa. nobody.invalid. 1 3600 1200 604800 10800",
        ),
        (
            "1.2.0.192.in-addr.arpa PTR",
            "NXDomain 2.0.192.in-addr.arpa. 2.0.192.in-addr.arpa. nobody.invalid. 1 3600 1200 604800 10800",
        ),
    ] {
        check(UPSTREAM, "internet", question, want);
    }
    let asked = told(&load(UPSTREAM), "internet", "8.8.8.8.in-addr.arpa PTR");
    assert_eq!(asked, format!("8.8.8.8.in-addr.arpa. {EVERYBODY}"), "other reverse names are");
}

#[test]
fn a_zone_of_the_configuration_takes_the_place_of_a_local_one() {
    let zones = "[[internet.zone]]\nname = \"corp.test\"\nrecord_set = [{ name = \"www\", type = \"A\", records = [\"10.0.0.1\"] }]\n\
                 [[internet.zone]]\nname = \"home.arpa\"\nrecord_set = [{ name = \"tv\", type = \"A\", records = [\"10.0.0.2\"] }]\n\
                 [[internet.zone]]\nname = \"x.localhost\"\noverlay = true\nrecord_set = [{ name = \"@\", type = \"A\", records = [\"10.0.0.3\"] }]\n";
    let loaded = load(&format!("{UPSTREAM}\n{zones}"));
    for (question, want) in [
        ("www.corp.test", "NoError www.corp.test. 10.0.0.1"),
        ("tv.home.arpa", "NoError tv.home.arpa. 10.0.0.2"),
        ("x.localhost", "NoError x.localhost. 10.0.0.3"),
        ("y.localhost", "NoError y.localhost. 127.0.0.1"),
    ] {
        assert_eq!(told(&loaded, "internet", question), want);
    }
    assert!(told(&loaded, "internet", "no.corp.test").starts_with("NXDomain corp.test. ns1"));
    assert!(told(&loaded, "internet", "no.home.arpa").starts_with("NXDomain home.arpa. ns1"));
    assert!(told(&loaded, "internet", "no.test").starts_with("NXDomain test. test. nobody"));
}

#[test]
fn a_closed_world_without_real_servers_keeps_its_answers() {
    let closed = BASE
        .replace("\"8.8.8.8\", \"8.8.4.4\"", "")
        .replace("\"8.8.8.8\", \"1.1.1.1:5353\", \"2001:4860:4860::8888\"", "\"internet\"");
    let closed = closed.replace("\"9.9.9.9\", \"1.1.1.1\"", "\"192.168.0.55\"");
    let loaded = load_files(&closed, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    for question in ["localhost", "printer.local", "1.0.0.10.in-addr.arpa PTR"] {
        assert!(
            told(&loaded, "internet", question).starts_with("NXDomain . a.root-servers.net."),
            "{question}"
        );
    }
}

#[test]
fn servers_at_public_addresses_know_what_is_simulated_and_are_asked_the_rest_together() {
    let three = "at 8.8.8.8:53, 1.1.1.1:5353, [2001:4860:4860::8888]:53 in 3s";
    for internet in ["", UPSTREAM] {
        check(internet, "onprem", "www.contoso.example", &format!("www.contoso.example. {three}"));
        check(internet, "hub", "x.public.example", "x.public.example. at 9.9.9.9:53, 1.1.1.1:53 in 3s");
        check(internet, "spoke", "www.contoso.example", "www.contoso.example. at 8.8.8.8:53 in 3s");
        let told = told(&load(internet), "onprem", "printer.local");
        assert!(told.starts_with("NXDomain local. local. nobody.invalid."), "{told}");
    }
}

#[test]
fn servers_at_private_addresses_are_asked_everything() {
    check("", "onprem", "www.real.example", "www.real.example. at 192.168.0.54:53, 192.168.0.55:53 in 3s");
    check("", "hub", "www.real.example", "www.real.example. at 192.168.0.54:53 in 3s");
    let text = BASE.replace("zone = \"real.example\"", "zone = \"local\"");
    let loaded = load_files(&text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!(told(&loaded, "onprem", "dc.local"), "dc.local. at 192.168.0.54:53, 192.168.0.55:53 in 3s");
}

#[test]
fn keys_of_the_cache_reach_it() {
    let text = "[cache]\nsize = 5\nmaximum_ttl = 6\nmaximum_negative_ttl = 7\nerror_ttl = 8\nserve_stale = 9\nprefetch = true";
    let loaded = load_files(text, &[]).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let cache = loaded.model.cache();
    let durations = [cache.maximum_ttl, cache.maximum_negative_ttl, cache.error_ttl, cache.serve_stale];
    assert_eq!((cache.size, cache.prefetch, durations), (5, true, [6, 7, 8, 9].map(Duration::from_secs)));
    let cache = load_files("", &[]).unwrap_or_else(|errors| panic!("{errors:#?}")).model.cache();
    assert_eq!(cache, zone_store::cache::CacheLimits::default());
}
