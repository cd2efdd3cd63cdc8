//! Zones that a network has without a link: after the linked ones, before the public side.

use zone_store::engine::{Decider, Event, NameResult};
use zone_store::snapshot::Behaviour;

use crate::world::World;

const SOA: &str = "azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10";
const ROOT_SOA: &str = "a.root-servers.net. nstld.verisign-grs.com. 2026010100 1800 900 604800 86400";

/// `hub` and `spoke` each have an `internal.example` of their own, and share an empty `10.in-addr.arpa`.
fn world() -> World {
    World::new()
        .zone(
            "internal.example#hub",
            "vm 3600 A 10.0.0.4\nweb 60 CNAME www.example.org.\na.b 60 A 10.0.0.9\n",
        )
        .zone("internal.example#spoke", "vm 10 A 10.1.0.4\n")
        .zone("10.in-addr.arpa", "")
        .zone("0.10.in-addr.arpa", "4.0 10 PTR vm.internal.example.\n4.0 10 PTR vm.corp.example.\n")
        .zone("corp.example", "vm 10 A 10.0.0.4\nalias 60 CNAME vm.internal.example.\n")
        .network("hub", &["corp.example"])
        .network("spoke", &["corp.example"])
        .network("lone", &[])
        .built_in("hub", &["internal.example#hub", "10.in-addr.arpa", "0.10.in-addr.arpa"])
        .built_in("spoke", &["internal.example#spoke", "10.in-addr.arpa"])
        .public("vm.internal.example. 60 A 192.0.2.1\nwww.example.org. 60 A 192.0.2.2\n")
        .public("public.example. 60 CNAME vm.internal.example.\n")
}

#[test]
fn each_network_has_its_own_and_others_go_to_the_public_side() {
    let built = world().build();
    built.check("hub", "vm.internal.example", "NOERROR\nvm.internal.example. 1800 A 10.0.0.4");
    built.check("spoke", "vm.internal.example", "NOERROR\nvm.internal.example. 10 A 10.1.0.4");
    for from in ["lone", "internet"] {
        built.check(from, "vm.internal.example", "NOERROR\nvm.internal.example. 60 A 192.0.2.1");
    }
}

#[test]
fn what_a_built_in_zone_says_is_final() {
    let built = world().build();
    built.check("hub", "no.internal.example", &format!("NXDOMAIN\n--\ninternal.example. 10 SOA {SOA}"));
    built.check("hub", "vm.internal.example AAAA", &format!("NOERROR\n--\ninternal.example. 10 SOA {SOA}"));
    built.check("hub", "b.internal.example", &format!("NOERROR\n--\ninternal.example. 10 SOA {SOA}"));
    built.check("lone", "no.internal.example", &format!("NXDOMAIN\n--\n. 1800 SOA {ROOT_SOA}"));
}

#[test]
fn the_longest_built_in_zone_answers() {
    let built = world().build();
    built.check(
        "hub",
        "4.0.0.10.in-addr.arpa PTR",
        "NOERROR
        4.0.0.10.in-addr.arpa. 10 PTR vm.internal.example.
        4.0.0.10.in-addr.arpa. 10 PTR vm.corp.example.",
    );
    built.check("hub", "4.0.1.10.in-addr.arpa PTR", &format!("NXDOMAIN\n--\n10.in-addr.arpa. 10 SOA {SOA}"));
    built.check(
        "spoke",
        "4.0.0.10.in-addr.arpa PTR",
        &format!("NXDOMAIN\n--\n10.in-addr.arpa. 10 SOA {SOA}"),
    );
}

#[test]
fn a_linked_zone_comes_first_even_if_it_is_shorter_or_empty() {
    let built = world()
        .zone("10.in-addr.arpa#linked", "")
        .network("linked", &["10.in-addr.arpa#linked"])
        .built_in("linked", &["0.10.in-addr.arpa"])
        .build();
    built.check(
        "linked",
        "4.0.0.10.in-addr.arpa PTR",
        &format!("NXDOMAIN\n--\n10.in-addr.arpa. 10 SOA {SOA}"),
    );
}

#[test]
fn an_alias_begins_anew_on_either_side_of_a_built_in_zone() {
    let built = world().build();
    built.check(
        "hub",
        "alias.corp.example",
        "NOERROR
        alias.corp.example. 60 CNAME vm.internal.example.
        vm.internal.example. 1800 A 10.0.0.4",
    );
    built.check(
        "hub",
        "public.example",
        "NOERROR
        public.example. 60 CNAME vm.internal.example.
        vm.internal.example. 1800 A 10.0.0.4",
    );
    built.check(
        "hub",
        "web.internal.example",
        "NOERROR
        web.internal.example. 60 CNAME www.example.org.
        www.example.org. 60 A 192.0.2.2",
    );
}

#[test]
fn a_chain_from_outside_is_cut_at_a_built_in_name() {
    let built = world()
        .outside(
            "www.example.net A",
            "NOERROR
            www.example.net. 60 CNAME no.internal.example.
            no.internal.example. 60 A 192.0.2.9",
        )
        .build();
    built.check(
        "hub",
        "www.example.net",
        &format!(
            "NXDOMAIN
        www.example.net. 60 CNAME no.internal.example.
        --
        internal.example. 10 SOA {SOA}"
        ),
    );
    built.check(
        "lone",
        "www.example.net",
        "NOERROR
        www.example.net. 60 CNAME no.internal.example.
        no.internal.example. 60 A 192.0.2.9",
    );
}

#[test]
fn a_redirect_does_not_pass_a_built_in_zone() {
    let built = world()
        .zone("internal.example#linked", "")
        .network("redirecting", &["+internal.example#linked"])
        .built_in("redirecting", &["internal.example#spoke"])
        .build();
    built.check("redirecting", "vm.internal.example", "NOERROR\nvm.internal.example. 10 A 10.1.0.4");
    built.check(
        "redirecting",
        "no.internal.example",
        &format!("NXDOMAIN\n--\ninternal.example. 10 SOA {SOA}"),
    );
}

#[test]
fn an_empty_non_terminal_is_what_it_is_assumed_to_be() {
    let mut world = world();
    world.builder.behaviour = Behaviour { empty_non_terminals_are_nxdomain: true, ..Behaviour::default() };
    world.build().check(
        "hub",
        "b.internal.example",
        &format!("NXDOMAIN\n--\ninternal.example. 10 SOA {SOA}"),
    );
}

#[test]
fn the_event_names_the_zone() {
    let built = world().build();
    let (_, _, events) = built.resolve("spoke", "no.internal.example");
    let decided = events.iter().find_map(|event| match event {
        Event::Decided { by: Decider::BuiltIn { zone }, verdict, .. } => Some((*zone, *verdict)),
        _ => None,
    });
    let (zone, verdict) = decided.expect("a built-in zone");
    assert_eq!(built.snapshot.zone(zone).apex().to_string(), "internal.example.");
    assert_eq!(verdict, NameResult::NxDomain { closest_encloser: 2 });
}

#[test]
fn a_snapshot_lists_every_zone_linked_or_not() {
    let snapshot = world().zone("unlinked.example", "").build().snapshot;
    let zones: Vec<String> = snapshot.zones().map(|(_, zone)| zone.apex().to_string()).collect();
    assert!(zones.contains(&"unlinked.example.".to_owned()), "{zones:?}");
    assert!(snapshot.zones().all(|(id, zone)| snapshot.zone(id).apex() == zone.apex()));
    assert_eq!(zones.len(), 6, "{zones:?}");
}
