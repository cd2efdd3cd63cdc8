//! Public names that differ by the location of the network that asks.

use zone_store::mistake::Mistake;

use crate::world::World;

const ROOT_SOA: &str = "a.root-servers.net. nstld.verisign-grs.com. 2026010100 1800 900 604800 86400";

/// `profile.example` leads west, from the north to the north.
fn world() -> World {
    World::new()
        .network("west", &[])
        .network("north", &[])
        .network("south", &[])
        .network("nowhere", &[])
        .located("west", "west")
        .located("north", "north")
        .located("south", "south")
        .public(
            "reg.example. 60 CNAME profile.example.\nprofile.example. 60 CNAME west.example.\n\
             west.example. 60 A 192.0.2.1\nnorth.example. 60 A 192.0.2.2\n",
        )
        .public_at("north", "profile.example. 30 CNAME north.example.\n")
}

#[test]
fn a_location_sees_its_own_records_and_the_others_what_everybody_sees() {
    let built = world().build();
    built.check(
        "north",
        "reg.example",
        "NOERROR
        reg.example. 60 CNAME profile.example.
        profile.example. 30 CNAME north.example.
        north.example. 60 A 192.0.2.2",
    );
    for from in ["west", "south", "nowhere", "internet"] {
        built.check(
            from,
            "reg.example",
            "NOERROR
            reg.example. 60 CNAME profile.example.
            profile.example. 60 CNAME west.example.
            west.example. 60 A 192.0.2.1",
        );
    }
}

#[test]
fn a_name_of_a_location_has_no_other_records_there() {
    let built = world()
        .public("both.example. 60 A 192.0.2.3\nboth.example. 60 AAAA 2001:db8::3\n")
        .public_at("north", "both.example. 60 A 192.0.2.4\n")
        .build();
    built.check("north", "both.example AAAA", &format!("NOERROR\n--\n. 1800 SOA {ROOT_SOA}"));
    built.check("west", "both.example AAAA", "NOERROR\nboth.example. 60 AAAA 2001:db8::3");
}

#[test]
fn names_beside_and_above_those_of_a_location_are_as_everywhere() {
    let built = world().public_at("north", "a.b.other.example. 60 A 192.0.2.5\n").build();
    built.check("north", "a.b.other.example", "NOERROR\na.b.other.example. 60 A 192.0.2.5");
    for (from, name) in
        [("north", "b.other.example"), ("north", "x.profile.example"), ("west", "a.b.other.example")]
    {
        built.check(from, name, &format!("NXDOMAIN\n--\n. 1800 SOA {ROOT_SOA}"));
    }
}

#[test]
fn a_whole_zone_gives_its_soa_to_the_names_of_a_location() {
    let soa = "ns1-02.azure-dns.com. azuredns-hostmaster.microsoft.com. 1 3600 300 2419200 300";
    let built = world()
        .public_zone("whole.example", &format!("@ 3600 SOA {soa}\nwww 60 A 192.0.2.6\n"))
        .public_at("north", "www.whole.example. 60 A 192.0.2.7\n")
        .build();
    built.check("north", "www.whole.example", "NOERROR\nwww.whole.example. 60 A 192.0.2.7");
    built.check("north", "www.whole.example AAAA", &format!("NOERROR\n--\nwhole.example. 300 SOA {soa}"));
}

#[test]
fn a_chain_from_outside_is_cut_at_a_name_of_the_location() {
    let reply = "NOERROR\nwww.example.net. 60 CNAME only.example.\nonly.example. 60 A 192.0.2.9";
    let built = world()
        .public_at("north", "only.example. 60 A 192.0.2.8\n")
        .outside("www.example.net A", reply)
        .build();
    built.check(
        "north",
        "www.example.net",
        "NOERROR\nwww.example.net. 60 CNAME only.example.\nonly.example. 60 A 192.0.2.8",
    );
    built.check("west", "www.example.net", reply);
}

#[test]
fn what_is_wrong_with_the_records_of_a_location_is_reported() {
    let world = world().public_at("north", "profile.example. 30 CNAME west.example.\n");
    let problems = world.builder.build().err().expect("two aliases");
    assert_eq!(
        problems.iter().map(|problem| problem.line().to_string()).collect::<Vec<_>>(),
        ["profile.example. has two CNAME records; an alias has one target: remove one"]
    );
}

#[test]
fn a_location_of_one_name_is_one_location() {
    let mut world = world();
    let (north, south) = (world.builder.location("north"), world.builder.location("south"));
    assert_ne!(north, south);
    let built = world.build();
    assert_eq!(built.snapshot.location(north), "north");
    let network = built.snapshot.network_named("north").expect("a network");
    assert_eq!(built.snapshot.network(network).location(), Some(north));
    let nowhere = built.snapshot.network_named("nowhere").expect("a network");
    assert_eq!(built.snapshot.network(nowhere).location(), None);
}
