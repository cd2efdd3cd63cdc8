//! What the outside world says is spliced into the chain: a fake one that answers from a table.

use zone_store::cache::{Caches, Moment};
use zone_store::engine::{Event, Outcome, Progress, Resolution};
use zone_store::snapshot::Behaviour;

use crate::world::{World, query, text};

const SOA: &str = "azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10";

/// The real public chain of a registry with a private endpoint.
const CHAIN: &str = "NOERROR
    reg.azurecr.io. 50 CNAME reg.privatelink.azurecr.io.
    reg.privatelink.azurecr.io. 50 CNAME weu.fe.azcr.io.
    weu.fe.azcr.io. 2881 A 20.45.122.144";

fn world() -> World {
    World::new()
        .zone("privatelink.azurecr.io", "reg 10 A 10.0.0.7\n")
        .zone("azcr.example", "")
        .network("hub", &["privatelink.azurecr.io"])
        .network("spoke", &["+privatelink.azurecr.io"])
        .network("lone", &[])
        .outside("reg.azurecr.io", CHAIN)
}

#[test]
fn a_chain_from_outside_is_cut_where_a_linked_zone_decides() {
    world().build().check(
        "hub",
        "reg.azurecr.io",
        "NOERROR
        reg.azurecr.io. 50 CNAME reg.privatelink.azurecr.io.
        reg.privatelink.azurecr.io. 10 A 10.0.0.7",
    );
    let (_, asked, events) = world().build().resolve("hub", "reg.azurecr.io");
    assert_eq!(asked.len(), 1, "{asked:?}");
    let cut = events.iter().find_map(|event| match event {
        Event::Replied { cut, .. } => cut.clone(),
        _ => None,
    });
    assert_eq!(cut.map(|name| name.to_string()).as_deref(), Some("reg.privatelink.azurecr.io."));
}

#[test]
fn without_a_link_it_is_relayed_whole_with_capped_ttls() {
    world().build().check(
        "lone",
        "reg.azurecr.io",
        "NOERROR
        reg.azurecr.io. 50 CNAME reg.privatelink.azurecr.io.
        reg.privatelink.azurecr.io. 50 CNAME weu.fe.azcr.io.
        weu.fe.azcr.io. 1800 A 20.45.122.144",
    );
    world().build().check("internet", "reg.azurecr.io", CHAIN);
}

#[test]
fn the_rcode_and_authority_of_what_was_cut_off_are_dropped() {
    let built = world()
        .outside(
            "reg.azurecr.io AAAA",
            "NXDOMAIN
            reg.azurecr.io. 50 CNAME reg.privatelink.azurecr.io.
            --
            azurecr.io. 300 SOA a. b. 1 2 3 4 300",
        )
        .build();
    built.check(
        "hub",
        "reg.azurecr.io AAAA",
        &format!(
            "NOERROR
        reg.azurecr.io. 50 CNAME reg.privatelink.azurecr.io.
        --
        privatelink.azurecr.io. 10 SOA {SOA}"
        ),
    );
}

#[test]
fn a_redirected_name_is_asked_outside_and_not_cut_again() {
    let built = world()
        .outside(
            "other.azurecr.io",
            "NOERROR
            other.azurecr.io. 50 CNAME other.privatelink.azurecr.io.
            other.privatelink.azurecr.io. 50 CNAME weu.fe.azcr.io.
            weu.fe.azcr.io. 30 A 20.45.122.145",
        )
        .outside(
            "other.privatelink.azurecr.io",
            "NOERROR
            other.privatelink.azurecr.io. 50 CNAME weu.fe.azcr.io.
            weu.fe.azcr.io. 30 A 20.45.122.145",
        )
        .build();
    built.check(
        "spoke",
        "other.azurecr.io",
        "NOERROR
        other.azurecr.io. 50 CNAME other.privatelink.azurecr.io.
        other.privatelink.azurecr.io. 50 CNAME weu.fe.azcr.io.
        weu.fe.azcr.io. 30 A 20.45.122.145",
    );
    let (_, asked, _) = built.resolve("spoke", "other.azurecr.io");
    let names: Vec<String> = asked.iter().map(|ask| ask.query.name.to_string()).collect();
    assert_eq!(names, ["other.azurecr.io.", "other.privatelink.azurecr.io."]);
}

#[test]
fn the_target_of_a_redirected_name_reenters_the_zones_unless_assumed_otherwise() {
    let world = || {
        World::new()
            .zone("privatelink.azurecr.io", "")
            .zone("azcr.io", "weu.fe 10 A 10.9.9.9\n")
            .network("hub", &["+privatelink.azurecr.io", "azcr.io"])
            .public("x.privatelink.azurecr.io. 60 CNAME weu.fe.azcr.io.\nweu.fe.azcr.io. 60 A 192.0.2.1\n")
    };
    let answer = |address: &str| {
        format!(
            "NOERROR
        x.privatelink.azurecr.io. 60 CNAME weu.fe.azcr.io.
        weu.fe.azcr.io. {address}"
        )
    };
    world().build().check("hub", "x.privatelink.azurecr.io", &answer("10 A 10.9.9.9"));
    let mut assumed = world();
    assumed.builder.behaviour = Behaviour { redirect_reenters_zones: false, ..Behaviour::default() };
    assumed.build().check("hub", "x.privatelink.azurecr.io", &answer("60 A 192.0.2.1"));
}

#[test]
fn a_private_alias_to_the_outside_is_asked_there_and_may_come_back() {
    let built = world()
        .zone("corp.example", "www 60 CNAME reg.azurecr.io.\n")
        .network("corp", &["corp.example", "privatelink.azurecr.io"])
        .build();
    built.check(
        "corp",
        "www.corp.example",
        "NOERROR
        www.corp.example. 60 CNAME reg.azurecr.io.
        reg.azurecr.io. 50 CNAME reg.privatelink.azurecr.io.
        reg.privatelink.azurecr.io. 10 A 10.0.0.7",
    );
}

#[test]
fn a_chain_that_enters_a_simulated_name_goes_on_there() {
    let built = world().public("weu.fe.azcr.io. 60 A 192.0.2.99\n").build();
    built.check(
        "internet",
        "reg.azurecr.io",
        "NOERROR
        reg.azurecr.io. 50 CNAME reg.privatelink.azurecr.io.
        reg.privatelink.azurecr.io. 50 CNAME weu.fe.azcr.io.
        weu.fe.azcr.io. 60 A 192.0.2.99",
    );
}

#[test]
fn a_reply_that_stops_half_way_is_asked_on() {
    let built = world()
        .outside("half.example", "NOERROR\nhalf.example. 60 CNAME rest.example.")
        .outside("rest.example", "NOERROR\nrest.example. 60 A 192.0.2.5")
        .build();
    built.check(
        "lone",
        "half.example",
        "NOERROR
        half.example. 60 CNAME rest.example.
        rest.example. 60 A 192.0.2.5",
    );
}

#[test]
fn negatives_are_relayed_with_their_chain_and_soa() {
    for rcode in ["NXDOMAIN", "NOERROR"] {
        let reply = format!(
            "{rcode}
            gone.example. 60 CNAME target.example.
            --
            example. 300 SOA a. b. 1 2 3 4 300"
        );
        let built = world().outside("gone.example", &reply).build();
        built.check("lone", "gone.example", &reply);
    }
}

#[test]
fn records_nobody_asked_for_are_left_out() {
    let built = world()
        .outside("x.example", "NOERROR\nx.example. 60 A 192.0.2.5\nbank.example. 60 A 192.0.2.66")
        .build();
    built.check("lone", "x.example", "NOERROR\nx.example. 60 A 192.0.2.5");
}

#[test]
fn failures_are_servfail_and_say_who() {
    let built = world().outside("dead.example", "silence").outside("no.example", "REFUSED").build();
    built.check("lone", "dead.example", "SERVFAIL\n; 22 192.0.2.53 did not answer");
    built.check("lone", "no.example", "SERVFAIL\n; 22 the upstream answered REFUSED for no.example.");
}

#[test]
fn a_loop_through_the_outside_ends() {
    let built = world()
        .outside("a.example", "NOERROR\na.example. 60 CNAME b.example.")
        .outside("b.example", "NOERROR\nb.example. 60 CNAME a.example.")
        .build();
    built.check("lone", "a.example", "SERVFAIL\n; 0 CNAME loop: a.example > b.example > a.example");
}

#[test]
fn a_query_without_rd_is_never_asked_outside() {
    let built = world().public("sim.example. 60 CNAME elsewhere.example.\n").build();
    let refused = "; 20 the answer is elsewhere, and the query does not ask for recursion (RD=0)";
    built.check("lone", "-www.example", &format!("REFUSED\n{refused}"));
    built.check("hub", "-reg.privatelink.azurecr.io", "NOERROR\nreg.privatelink.azurecr.io. 10 A 10.0.0.7");
    built.check(
        "lone",
        "-sim.example",
        &format!("NOERROR\n{refused}\nsim.example. 60 CNAME elsewhere.example."),
    );
}

#[test]
fn offline_the_answer_is_unknown_and_says_what_would_be_asked() {
    let built = world().build();
    let mut resolution = Resolution::new(&built.snapshot, built.resolver("hub"), query("reg.azurecr.io"));
    assert!(matches!(resolution.run(&Caches::default(), Moment::ZERO), Progress::Ask(_)));
    let mut resolution = Resolution::new(&built.snapshot, built.resolver("hub"), query("reg.azurecr.io"));
    let outcome = resolution.run_offline();
    assert_eq!(text(&outcome), "UNKNOWN reg.azurecr.io. A");
    let Outcome::Unknown(ask) = outcome else { panic!("unknown") };
    assert_eq!(ask.targets.len(), 1);
}
