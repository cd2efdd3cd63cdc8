//! Where a chain from outside is cut, and how it goes on there: rules, built-in zones, fallbacks.

use zone_store::snapshot::Behaviour;

use crate::world::World;

/// The public chain of a storage account, which somebody else denies at its end.
const CHAIN: &str = "NXDOMAIN
    acct.blob.example. 5000 CNAME acct.privatelink.blob.example.
    acct.privatelink.blob.example. 5000 CNAME blob.store.example.
    blob.store.example. 5000 CNAME end.example.
    --
    example. 5000 SOA a. b. 1 2 3 4 300";

fn world() -> World {
    World::new()
        .zone("privatelink.blob.example", "known 10 A 10.0.0.7\n")
        .zone("store.example", "blob 10 A 10.0.0.8\n")
        .network("hub", &[])
        .network("linked", &["privatelink.blob.example"])
        .network("falls", &["+privatelink.blob.example"])
        .network("both", &["+privatelink.blob.example", "store.example"])
        .outside("acct.blob.example", CHAIN)
        .outside(
            "acct.privatelink.blob.example",
            &CHAIN.replace("acct.blob.example. 5000 CNAME acct.privatelink.blob.example.\n", ""),
        )
}

/// Asks and returns the answer, with the names that were asked outside.
fn told(world: World, from: &str, question: &str) -> (String, String) {
    let (text, asked, _) = world.build().resolve(from, question);
    let asked: Vec<String> = asked.iter().map(|ask| ask.query.name.without_dot()).collect();
    (text, asked.join(" "))
}

#[track_caller]
fn check(world: World, from: &str, want: &str, asked: &str) {
    let want: Vec<&str> = want.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(told(world, from, "acct.blob.example"), (want.join("\n"), asked.to_owned()), "{from}");
}

#[test]
fn a_chain_that_nothing_cuts_keeps_its_rcode_and_authority_with_capped_ttls() {
    let capped = CHAIN.replace("5000", "1800");
    check(world(), "hub", &capped, "acct.blob.example");
    check(world(), "internet", CHAIN, "acct.blob.example");
}

#[test]
fn the_nxdomain_of_a_linked_zone_takes_the_place_of_the_outsides() {
    check(
        world(),
        "linked",
        "NXDOMAIN
        acct.blob.example. 1800 CNAME acct.privatelink.blob.example.
        --
        privatelink.blob.example. 10 SOA azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10",
        "acct.blob.example",
    );
}

#[test]
fn a_rule_cuts_and_what_its_target_says_is_final() {
    let world = world().rule("hub", "store.example", &["192.0.2.99:53"]).outside(
        "blob.store.example",
        "NOERROR\nblob.store.example. 30 CNAME x.blob.example.\nx.blob.example. 30 A 192.0.2.7",
    );
    check(
        world,
        "hub",
        "NOERROR
        acct.blob.example. 1800 CNAME acct.privatelink.blob.example.
        acct.privatelink.blob.example. 1800 CNAME blob.store.example.
        blob.store.example. 30 CNAME x.blob.example.
        x.blob.example. 30 A 192.0.2.7",
        "acct.blob.example blob.store.example",
    );
}

#[test]
fn a_domain_that_rules_do_not_reach_cuts_nothing() {
    let world = world().rule("hub", ".", &[]);
    check(world, "hub", &CHAIN.replace("5000", "1800"), "acct.blob.example");
}

#[test]
fn a_built_in_zone_cuts() {
    let world = world().zone("end.example", "@ 10 A 10.0.0.9\n").built_in("hub", &["end.example"]);
    check(
        world,
        "hub",
        "NOERROR
        acct.blob.example. 1800 CNAME acct.privatelink.blob.example.
        acct.privatelink.blob.example. 1800 CNAME blob.store.example.
        blob.store.example. 1800 CNAME end.example.
        end.example. 10 A 10.0.0.9",
        "acct.blob.example",
    );
}

#[test]
fn a_fallback_sends_the_name_outside_once_and_its_chain_is_relayed() {
    check(
        world(),
        "falls",
        &CHAIN.replace("5000", "1800"),
        "acct.blob.example acct.privatelink.blob.example",
    );
}

#[test]
fn a_fallbacks_chain_is_cut_at_another_linked_zone_unless_assumed_otherwise() {
    let cut = "NOERROR
        acct.blob.example. 1800 CNAME acct.privatelink.blob.example.
        acct.privatelink.blob.example. 1800 CNAME blob.store.example.
        blob.store.example. 10 A 10.0.0.8";
    check(world(), "both", cut, "acct.blob.example acct.privatelink.blob.example");
    let mut assumed = world();
    assumed.builder.behaviour = Behaviour { redirect_reenters_zones: false, ..Behaviour::default() };
    check(assumed, "both", &CHAIN.replace("5000", "1800"), "acct.blob.example acct.privatelink.blob.example");
}

#[test]
fn a_fallback_outside_that_fails_is_servfail() {
    let world = world().outside("acct.privatelink.blob.example", "silence");
    check(
        world,
        "falls",
        "SERVFAIL\n; 22 192.0.2.53 did not answer",
        "acct.blob.example acct.privatelink.blob.example",
    );
}

#[test]
fn only_addresses_and_aliases_fall_back() {
    let (text, asked) = told(world(), "falls", "acct.privatelink.blob.example TXT");
    assert!(text.starts_with("NXDOMAIN\n--\nprivatelink.blob.example. 10 SOA"), "{text}");
    assert_eq!(asked, "");
}

#[test]
fn a_real_resolver_at_a_public_address_knows_what_is_simulated() {
    let world = || {
        world()
            .server("dns", "hub")
            .forward("dns", ".", &["public:8.8.8.8:53"])
            .public("sim.example. 60 A 192.0.2.1\nblob.store.example. 60 A 192.0.2.2\n")
    };
    assert_eq!(
        told(world(), "@dns", "sim.example"),
        ("NOERROR\nsim.example. 60 A 192.0.2.1".to_owned(), String::new())
    );
    check(
        world(),
        "@dns",
        "NOERROR
        acct.blob.example. 5000 CNAME acct.privatelink.blob.example.
        acct.privatelink.blob.example. 5000 CNAME blob.store.example.
        blob.store.example. 60 A 192.0.2.2",
        "acct.blob.example",
    );
    let built = world().build();
    let (_, asked, _) = built.resolve("@dns", "acct.blob.example");
    assert_eq!(asked[0].targets.iter().map(ToString::to_string).collect::<Vec<_>>(), ["8.8.8.8:53"]);
}
