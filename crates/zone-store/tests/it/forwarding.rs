//! Resolvers that ask each other: custom DNS servers, rulesets, inbound endpoints, loops.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use zone_store::cache::{Caches, Moment};
use zone_store::engine::{Event, MAX_CALLS, Outcome, Progress, Resolution};
use zone_store::resolver::Chase;
use zone_store::snapshot::Behaviour;

use crate::world::{Built, World, query};

const SOA: &str = "azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10";
const ROOT_SOA: &str = "a.root-servers.net. nstld.verisign-grs.com. 2026010100 1800 900 604800 86400";

const PRIVATE: &str = "NOERROR
    reg.azurecr.io. 60 CNAME reg.privatelink.azurecr.io.
    reg.privatelink.azurecr.io. 10 A 10.0.0.7";
const PUBLIC: &str = "NOERROR
    reg.azurecr.io. 60 CNAME reg.privatelink.azurecr.io.
    reg.privatelink.azurecr.io. 60 CNAME reg.fe.azcr.io.
    reg.fe.azcr.io. 300 A 20.45.122.144";

/// A hub that is linked, with a server that forwards everything to azure_dns; on-premises, with a server of its own.
fn world() -> World {
    World::new()
        .zone("privatelink.azurecr.io", "reg 10 A 10.0.0.7\n")
        .network("hub", &["privatelink.azurecr.io"])
        .network("spoke", &[])
        .network("onprem", &[])
        .public(
            "reg.azurecr.io. 60 CNAME reg.privatelink.azurecr.io.\n\
             reg.privatelink.azurecr.io. 60 CNAME reg.fe.azcr.io.\nreg.fe.azcr.io. 300 A 20.45.122.144\n\
             www.example.org. 60 A 192.0.2.80\n",
        )
        .server("hub-dns", "hub")
        .forward("hub-dns", ".", &["azure:hub"])
        .server("onprem-dns", "onprem")
        .own_zone("onprem-dns", "corp.example", "www 300 A 192.168.0.80\nreg 300 CNAME reg.azurecr.io.\n")
        .dhcp("onprem", &["onprem-dns"])
}

#[test]
fn forwarding_the_public_zone_to_the_hub_reaches_the_private_address() {
    let built = world().forward("onprem-dns", "azurecr.io", &["hub-dns"]).build();
    built.check("client of onprem", "reg.azurecr.io", PRIVATE);
    built.check("client of onprem", "www.example.org", "NOERROR\nwww.example.org. 60 A 192.0.2.80");
    built.check("@hub-dns", "reg.azurecr.io", PRIVATE);
}

#[test]
fn forwarding_only_the_privatelink_zone_depends_on_who_chases_the_cname() {
    let with = |chase| {
        let world = world().forward("onprem-dns", "privatelink.azurecr.io", &["hub-dns"]);
        world.with_server("onprem-dns", |server| server.chase = chase).build()
    };
    with(Chase::Upstream).check("client of onprem", "reg.azurecr.io", PUBLIC);
    with(Chase::Own).check("client of onprem", "reg.azurecr.io", PRIVATE);
}

#[test]
fn the_events_say_which_inner_resolver_is_done_with_what() {
    let world = world().forward("onprem-dns", "azurecr.io", &["hub-dns"]);
    let built = world.forward("onprem-dns", "silent.example", &["!nobody is there"]).build();
    let answered = |name: &str| {
        let (_, _, events) = built.resolve("client of onprem", name);
        let done = |event: &Event| match event {
            Event::Answered { resolver, rcode } => {
                Some(format!("{} {rcode:?}", built.snapshot.label(*resolver)))
            }
            _ => None,
        };
        events.iter().filter_map(done).collect::<Vec<_>>()
    };
    let hub = ["azure_dns of hub Some(NoError)", "hub-dns Some(NoError)", "onprem-dns Some(NoError)"];
    assert_eq!(answered("reg.azurecr.io"), hub, "the innermost first; the client itself is not among them");
    assert_eq!(answered("www.silent.example"), ["onprem-dns Some(ServFail)"]);
}

#[test]
fn the_network_of_the_forwarder_decides_which_links_count() {
    let built = world()
        .server("spoke-dns", "spoke")
        .forward("spoke-dns", ".", &["azure:spoke"])
        .forward("onprem-dns", "azurecr.io", &["spoke-dns"])
        .build();
    built.check("client of onprem", "reg.azurecr.io", PUBLIC);
}

#[test]
fn an_unreachable_target_is_waited_for_and_then_servfail() {
    let why = "168.63.129.16 answers only inside Azure";
    let built = world().forward("onprem-dns", "azurecr.io", &[&format!("!{why}")]).build();
    built.check(
        "client of onprem",
        "reg.azurecr.io",
        &format!("SERVFAIL\n; 22 onprem-dns: no answer for reg.azurecr.io: {why}"),
    );
    let resolver = built.resolver("@onprem-dns");
    let mut resolution = Resolution::new(&built.snapshot, resolver, query("reg.azurecr.io"));
    resolution.run_offline();
    assert_eq!(resolution.waited(), Duration::from_secs(3));
}

#[test]
fn targets_are_asked_in_order_until_one_is_not_silent() {
    let built = world().forward("onprem-dns", "azurecr.io", &["!down", "hub-dns", "!never asked"]).build();
    built.check("@onprem-dns", "reg.azurecr.io", PRIVATE);
    let built = world().forward("onprem-dns", "azurecr.io", &["!down", "!out"]).build();
    built.check(
        "@onprem-dns",
        "reg.azurecr.io",
        "SERVFAIL\n; 22 onprem-dns: no answer for reg.azurecr.io: down; out",
    );
}

#[test]
fn a_client_whose_servers_are_all_silent_waits_in_vain() {
    let built = world().dhcp("spoke", &["!down", "!out"]).build();
    built.check("client of spoke", "reg.azurecr.io", "SILENCE down; out");
    let built = world().dhcp("spoke", &["!down", "hub-dns"]).build();
    built.check("client of spoke", "reg.azurecr.io", PRIVATE);
}

#[test]
fn a_client_goes_on_to_its_next_server_after_a_failure_or_a_refusal() {
    let world = || world().with_server("onprem-dns", |server| server.recursion = false);
    world().dhcp("spoke", &["onprem-dns", "hub-dns"]).build().check(
        "client of spoke",
        "reg.azurecr.io",
        PRIVATE,
    );
    let refused = "REFUSED\n; 20 onprem-dns does not recurse, and has no zone for this name";
    world().dhcp("spoke", &["onprem-dns", "!down"]).build().check(
        "client of spoke",
        "reg.azurecr.io",
        refused,
    );
}

#[test]
fn a_target_that_waits_longer_than_it_is_waited_for_is_silent() {
    let built = world()
        .server("slow", "hub")
        .with_server("slow", |server| server.timeout = Duration::from_secs(4))
        .forward("slow", ".", &["!down"])
        .with_server("onprem-dns", |server| server.timeout = Duration::from_secs(1))
        .forward("onprem-dns", "azurecr.io", &["slow", "hub-dns"])
        .build();
    built.check("@onprem-dns", "reg.azurecr.io", PRIVATE);
    let mut resolution =
        Resolution::new(&built.snapshot, built.resolver("@onprem-dns"), query("reg.azurecr.io"));
    resolution.run_offline();
    assert_eq!(resolution.waited(), Duration::from_secs(1));
}

#[test]
fn long_ways_are_gone_and_too_long_ones_named() {
    let chain = |length: usize| {
        let names: Vec<String> = (0..length).map(|number| format!("s{number}")).collect();
        let world = names.iter().fold(world(), |world, name| world.server(name, "hub"));
        let world =
            names.windows(2).fold(world, |world, pair| world.forward(&pair[0], ".", &[pair[1].as_str()]));
        world.forward(&names[length - 1], ".", &["azure:hub"]).build()
    };
    chain(30).check("@s0", "reg.azurecr.io", PRIVATE);
    let (text, _, _) = chain(40).resolve("@s0", "reg.azurecr.io");
    assert!(text.starts_with("SERVFAIL\n; 0 reg.azurecr.io needs too many resolvers: s0 > s1 > "), "{text}");
}

#[test]
fn a_client_without_servers_of_its_own_asks_azure_dns() {
    world().build().check("client of hub", "reg.azurecr.io", PRIVATE);
    world().build().check("client of spoke", "reg.azurecr.io", PUBLIC);
}

#[test]
fn own_zones_are_authoritative_and_come_before_forwarders() {
    let soa = "ns.corp. admin.corp. 1 3600 300 2419200 60";
    let built = world().forward("onprem-dns", "corp.example", &["hub-dns"]).build();
    built.check("@onprem-dns", "www.corp.example", "NOERROR aa\nwww.corp.example. 300 A 192.168.0.80");
    built.check("@onprem-dns", "no.corp.example", &format!("NXDOMAIN aa\n--\ncorp.example. 60 SOA {soa}"));
    built.check(
        "@onprem-dns",
        "www.corp.example AAAA",
        &format!("NOERROR aa\n--\ncorp.example. 60 SOA {soa}"),
    );
}

#[test]
fn an_alias_of_an_own_zone_is_followed_through_the_forwarders() {
    let built = world().forward("onprem-dns", "azurecr.io", &["hub-dns"]).build();
    built.check(
        "@onprem-dns",
        "reg.corp.example",
        "NOERROR aa
        reg.corp.example. 300 CNAME reg.azurecr.io.
        reg.azurecr.io. 60 CNAME reg.privatelink.azurecr.io.
        reg.privatelink.azurecr.io. 10 A 10.0.0.7",
    );
}

#[test]
fn a_server_without_recursion_refuses_what_it_has_no_zone_for() {
    let built = world().with_server("onprem-dns", |server| server.recursion = false).build();
    let refused = "; 20 onprem-dns does not recurse, and has no zone for this name";
    built.check("@onprem-dns", "reg.azurecr.io", &format!("REFUSED\n{refused}"));
    built.check(
        "@onprem-dns",
        "reg.corp.example",
        &format!("NOERROR aa\n{refused}\nreg.corp.example. 300 CNAME reg.azurecr.io."),
    );
    // And nobody forwards what does not ask for recursion.
    let built = world().forward("onprem-dns", "azurecr.io", &["hub-dns"]).build();
    let unasked = "; 20 the answer is elsewhere, and the query does not ask for recursion (RD=0)";
    built.check("@onprem-dns", "-reg.azurecr.io", &format!("REFUSED\n{unasked}"));
    // What is remembered is given all the same.
    let caches = Caches::default();
    built.resolve_at("@onprem-dns", "reg.azurecr.io", &caches, 0);
    let (text, _, _) = built.resolve_at("@onprem-dns", "-reg.azurecr.io", &caches, 1);
    assert!(text.ends_with("reg.privatelink.azurecr.io. 9 A 10.0.0.7"), "{text}");
}

#[test]
fn a_delegation_is_answered_with_its_glue_or_forwarded_below() {
    let world = || {
        world().own_zone(
            "onprem-dns",
            "parent.example",
            "child 300 NS ns.child\nns.child 300 A 192.168.0.54\nwww 300 A 192.168.0.81\n",
        )
    };
    world().build().check(
        "@onprem-dns",
        "-x.child.parent.example",
        "NOERROR
        --
        child.parent.example. 300 NS ns.child.parent.example.
        ++
        ns.child.parent.example. 300 A 192.168.0.54",
    );
    // A server that recurses owes more than a referral; a shorter forwarder does not follow a delegation.
    world().forward("onprem-dns", "example", &["internet"]).build().check(
        "@onprem-dns",
        "x.child.parent.example",
        "SERVFAIL
        ; 22 onprem-dns: x.child.parent.example is delegated to a server whose address its zones do not have; add its glue, or a forwarder",
    );
    let built = world()
        .server("child-dns", "onprem")
        .own_zone("child-dns", "child.parent.example", "x 60 A 192.168.0.99\n")
        .forward("onprem-dns", "child.parent.example", &["child-dns"])
        .build();
    built.check(
        "@onprem-dns",
        "x.child.parent.example",
        "NOERROR\nx.child.parent.example. 60 A 192.168.0.99",
    );
}

#[test]
fn a_rule_forwards_what_no_linked_zone_has_and_its_answer_is_final() {
    let built =
        world().rule("hub", "corp.example", &["onprem-dns"]).rule("hub", "azurecr.io", &["internet"]).build();
    built.check("hub", "www.corp.example", "NOERROR\nwww.corp.example. 300 A 192.168.0.80");
    // The rule for the public name bypasses the private zone: the CNAME of its answer is not chased again.
    built.check("hub", "reg.azurecr.io", PUBLIC);
    // The zone wins for names under it.
    built.check("hub", "reg.privatelink.azurecr.io", "NOERROR\nreg.privatelink.azurecr.io. 10 A 10.0.0.7");
}

#[test]
fn a_missing_record_of_a_linked_zone_never_reaches_the_rule_of_the_same_name() {
    let built = world().rule("hub", "privatelink.azurecr.io", &["onprem-dns"]).build();
    let nxdomain = format!("NXDOMAIN\n--\nprivatelink.azurecr.io. 10 SOA {SOA}");
    built.check("hub", "other.privatelink.azurecr.io", &nxdomain);
}

#[test]
fn a_longer_rule_beats_a_zone_only_where_assumed() {
    let with = |longer_rule_beats_zone| {
        let mut world = world()
            .own_zone("onprem-dns", "a.privatelink.azurecr.io", "x 60 A 192.168.0.1\n")
            .rule("hub", "a.privatelink.azurecr.io", &["onprem-dns"]);
        world.builder.behaviour = Behaviour { longer_rule_beats_zone, ..Behaviour::default() };
        world.build()
    };
    let nxdomain = format!("NXDOMAIN\n--\nprivatelink.azurecr.io. 10 SOA {SOA}");
    with(false).check("hub", "x.a.privatelink.azurecr.io", &nxdomain);
    let forwarded = "NOERROR\nx.a.privatelink.azurecr.io. 60 A 192.168.0.1";
    with(true).check("hub", "x.a.privatelink.azurecr.io", forwarded);
}

#[test]
fn exempt_names_are_not_reached_by_shorter_rules() {
    let built = world()
        .own_zone("onprem-dns", "azurecr.io", "reg 60 A 192.168.0.66\n")
        .own_zone("onprem-dns", "example.org", "www 60 A 192.168.0.67\n")
        .rule("hub", ".", &["onprem-dns"])
        .rule("hub", "azurecr.io", &[])
        .build();
    built.check("hub", "reg.azurecr.io", PRIVATE);
    built.check("hub", "www.example.org", "NOERROR\nwww.example.org. 60 A 192.168.0.67");
}

#[test]
fn a_rule_whose_targets_are_silent_is_servfail() {
    let built = world().rule("hub", "corp.example", &["!192.168.0.53 is down"]).build();
    built.check("hub", "www.corp.example", "SERVFAIL\n; 22 192.168.0.53 is down");
}

/// docs/azure.md#73-rules: a target that did not respond is not used for 30 minutes.
#[test]
fn a_silent_target_of_a_rule_is_set_aside() {
    let built = world().rule("hub", "corp.example", &["!down", "onprem-dns"]).build();
    let caches = Caches::default();
    let waited = |seconds| {
        let mut resolution =
            Resolution::new(&built.snapshot, built.resolver("hub"), query("www.corp.example"));
        let step = resolution.run(&caches, Moment::from_secs(seconds));
        assert!(matches!(step, Progress::Done(Outcome::Answer(_))), "{step:?}");
        resolution.waited().as_secs()
    };
    assert_eq!([waited(0), waited(1), waited(1799), waited(1800), waited(1801)], [3, 0, 0, 3, 0]);
    // Where all are silent, all are asked.
    let built = world().rule("hub", "corp.example", &["!down", "!out"]).build();
    let caches = Caches::default();
    for seconds in [0, 1] {
        let (text, _, _) = built.resolve_at("hub", "www.corp.example", &caches, seconds);
        assert_eq!(text, "SERVFAIL\n; 22 down; out");
    }
}

#[test]
fn an_inbound_endpoint_answers_as_azure_dns_of_its_network_rules_included() {
    let built = world()
        .rule("hub", "corp.example", &["onprem-dns"])
        .forward("onprem-dns", "azurecr.io", &["inbound:hub"])
        .build();
    built.check("inbound of hub", "reg.azurecr.io", PRIVATE);
    built.check("inbound of hub", "www.corp.example", "NOERROR\nwww.corp.example. 300 A 192.168.0.80");
    built.check("client of onprem", "reg.azurecr.io", PRIVATE);
}

#[test]
fn loops_end_in_servfail_that_names_the_circle() {
    let two =
        world().server("a", "hub").server("b", "hub").forward("a", ".", &["b"]).forward("b", ".", &["a"]);
    two.build().check("@a", "x.example", "SERVFAIL\n; 0 forwarding loop for x.example: a > b > a");
    let three = world()
        .server("a", "hub")
        .server("b", "hub")
        .server("c", "hub")
        .forward("a", ".", &["b"])
        .forward("b", ".", &["c"])
        .forward("c", ".", &["b"]);
    three.build().check("@a", "x.example", "SERVFAIL\n; 0 forwarding loop for x.example: b > c > b");
    let own = world().rule("hub", "corp.example", &["inbound:hub"]);
    own.build().check(
        "inbound of hub",
        "x.corp.example",
        "SERVFAIL\n; 0 forwarding loop for x.corp.example: hub/in > hub/in",
    );
    let azure = world().rule("hub", "corp.example", &["hub-dns"]);
    azure.build().check(
        "hub",
        "x.corp.example",
        "SERVFAIL\n; 0 forwarding loop for x.corp.example: azure_dns of hub > hub-dns > azure_dns of hub",
    );
}

#[test]
fn a_real_address_is_asked_and_offline_unknown() {
    let built = world()
        .forward("onprem-dns", "example.net", &["192.0.2.53:53"])
        .outside("www.example.net", "NOERROR\nwww.example.net. 60 A 192.0.2.9")
        .build();
    built.check("@onprem-dns", "www.example.net", "NOERROR\nwww.example.net. 60 A 192.0.2.9");
    let resolver = built.resolver("@onprem-dns");
    let outcome = Resolution::new(&built.snapshot, resolver, query("www.example.net")).run_offline();
    assert_eq!(crate::world::text(&outcome), "UNKNOWN www.example.net. A");
}

#[test]
fn the_root_soa_comes_through_a_server_that_asks_the_internet() {
    world().build().check("@onprem-dns", "no.example", &format!("NXDOMAIN\n--\n. 86400 SOA {ROOT_SOA}"));
}

/// One forwarder of a random graph: the server's number, the zone's, the targets' numbers.
type Edge = (usize, usize, Vec<usize>);

fn graph(edges: &[Edge]) -> Built {
    let names = ["a", "b", "c", "d", "e"];
    let zones = [".", "azurecr.io", "privatelink.azurecr.io", "corp.example"];
    let mut world = world();
    for name in names {
        world = world.server(name, "hub").with_server(name, |server| server.chase = Chase::Own);
    }
    for (server, zone, targets) in edges {
        let target = |number: &usize| match number {
            0..=4 => names[*number],
            5 => "azure:hub",
            6 => "inbound:hub",
            7 => "internet",
            _ => "!down",
        };
        let targets: Vec<&str> = targets.iter().map(target).collect();
        world = match server {
            0..=4 => world.forward(names[*server], zones[*zone], &targets),
            _ => world.rule("hub", zones[*zone], &targets),
        };
    }
    world.build()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_graph_of_resolvers_ends(edges in vec((0..6_usize, 0..4_usize, vec(0..9_usize, 1..4)), 0..20)) {
        let built = graph(&edges);
        for from in ["@a", "hub", "client of onprem", "inbound of hub"] {
            for question in ["reg.azurecr.io", "x.corp.example", "reg.privatelink.azurecr.io AAAA"] {
                let mut resolution =
                    Resolution::recording(&built.snapshot, built.resolver(from), query(question));
                let step = resolution.run(&Caches::default(), Moment::ZERO);
                prop_assert!(matches!(step, Progress::Done(_)), "{from} {question}: nobody outside is asked");
                prop_assert!(resolution.trace().entries().len() < MAX_CALLS * 32, "{} events", resolution.trace().entries().len());
            }
        }
    }
}
