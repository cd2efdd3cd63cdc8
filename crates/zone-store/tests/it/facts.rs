//! Facts about the order of 168.63.129.16, one test a fact; `docs/facts.md` has the table, by the sections in the names.

use crate::world::{Built, World};

const SOA: &str = "azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10";

/// A hub with a zone and a server elsewhere that has the same names and more.
fn world() -> World {
    World::new()
        .zone("corp.example", "www 10 A 10.0.0.7\n")
        .network("hub", &["corp.example"])
        .network("onprem", &[])
        .public("www.corp.example. 60 A 203.0.113.1\nwww.lab.example. 60 A 203.0.113.2\nwww.example. 60 A 203.0.113.3\n")
        .server("onprem-dns", "onprem")
        .own_zone("onprem-dns", "corp.example", "www 60 A 192.168.0.1\nonly 60 A 192.168.0.2\n")
        .own_zone("onprem-dns", "lab.example", "www 60 A 192.168.0.3\n")
}

#[track_caller]
fn check_address(built: &Built, from: &str, name: &str, want: &str) {
    let (answer, _, _) = built.resolve(from, name);
    let address = answer.rsplit(' ').next().unwrap_or_default();
    assert_eq!(address, want, "{name} from {from}: {answer}");
}

#[test]
fn s1_1_rules_are_not_for_clients_with_dns_servers_of_their_own() {
    let with = |servers: &[&str]| {
        let world = world().server("plain-dns", "onprem").forward("plain-dns", ".", &["internet"]);
        world.rule("hub", "lab.example", &["onprem-dns"]).dhcp("hub", servers).build()
    };
    check_address(&with(&[]), "client of hub", "www.lab.example", "192.168.0.3");
    check_address(&with(&["plain-dns"]), "client of hub", "www.lab.example", "203.0.113.2");
}

#[test]
fn s1_1_linked_zones_are_not_for_clients_with_dns_servers_of_their_own_unless_they_forward_to_azure() {
    let with = |target: &str| {
        let world = world().server("hub-dns", "hub").forward("hub-dns", ".", &[target]);
        world.dhcp("hub", &["hub-dns"]).build()
    };
    check_address(&with("internet"), "client of hub", "www.corp.example", "203.0.113.1");
    check_address(&with("azure:hub"), "client of hub", "www.corp.example", "10.0.0.7");
    check_address(&with("azure:onprem"), "client of hub", "www.corp.example", "203.0.113.1");
}

#[test]
fn s1_2_linked_zones_then_rules_then_the_public_side() {
    let built = world().rule("hub", "lab.example", &["onprem-dns"]).build();
    check_address(&built, "hub", "www.corp.example", "10.0.0.7");
    check_address(&built, "hub", "www.lab.example", "192.168.0.3");
    check_address(&built, "hub", "www.example", "203.0.113.3");
}

#[test]
fn s1_2_the_rule_with_the_longest_suffix_is_used() {
    let built =
        world().rule("hub", "example", &["internet"]).rule("hub", "lab.example", &["onprem-dns"]).build();
    check_address(&built, "hub", "www.lab.example", "192.168.0.3");
    check_address(&built, "hub", "www.example", "203.0.113.3");
}

#[test]
fn s1_3_a_linked_zone_wins_over_the_rule_of_the_same_name() {
    let built = world().rule("hub", "corp.example", &["onprem-dns"]).build();
    check_address(&built, "hub", "www.corp.example", "10.0.0.7");
    built.check("hub", "only.corp.example", &format!("NXDOMAIN\n--\ncorp.example. 10 SOA {SOA}"));
}

#[test]
fn s1_3_a_linked_zone_hides_the_public_domain_of_its_name_and_an_unlinked_one_does_not() {
    let built = world().public("shop.corp.example. 60 A 203.0.113.4\n").build();
    built.check("hub", "shop.corp.example", &format!("NXDOMAIN\n--\ncorp.example. 10 SOA {SOA}"));
    check_address(&built, "onprem", "shop.corp.example", "203.0.113.4");
}

#[test]
fn s1_5_a_closer_name_wins_over_a_wildcard() {
    let zone = "* 60 A 10.0.0.1\n*.foo 60 A 10.0.0.2\nwww 60 A 10.0.0.3\n";
    let built = World::new().zone("corp.example", zone).network("hub", &["corp.example"]).build();
    check_address(&built, "hub", "any.corp.example", "10.0.0.1");
    check_address(&built, "hub", "any.foo.corp.example", "10.0.0.2");
    check_address(&built, "hub", "www.corp.example", "10.0.0.3");
}
