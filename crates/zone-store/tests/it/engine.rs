//! The order of docs/azure.md#1-resolution, without an outside world.

use zone_store::clients::Claim;
use zone_store::engine::{Decider, Event, NameResult};
use zone_store::snapshot::{AnyAnswer, Behaviour, SnapshotBuilder, UnknownSource, Vantage};

use crate::world::{Built, World};

const SOA: &str = "azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10";
const ROOT_SOA: &str = "a.root-servers.net. nstld.verisign-grs.com. 2026010100 1800 900 604800 86400";

/// Two networks see a zone of the same name, one of them by redirect; `lone` sees nothing.
fn world() -> World {
    World::new()
        .zone("privatelink.azurecr.io", "reg 10 A 10.0.0.7\nreg.weu.data 10 A 10.0.0.6\nlong 3600 A 10.0.0.8\n")
        .zone("empty.privatelink.azurecr.io", "")
        .zone(
            "corp.example",
            "@ 60 MX 10 mail\nmail 60 A 10.0.0.25\nmail 60 AAAA fd00::25\nalias 60 CNAME reg.azurecr.io.\n\
             _s._tcp 60 SRV 0 0 443 mail\n_s._tcp 60 SRV 0 0 443 www.example.org.\n*.wild 60 A 10.0.0.9\n\
             a 60 CNAME b\nb 60 CNAME a\n",
        )
        .network("hub", &["privatelink.azurecr.io", "corp.example"])
        .network("spoke", &["+privatelink.azurecr.io"])
        .network("shadowed", &["privatelink.azurecr.io", "empty.privatelink.azurecr.io"])
        .network("lone", &[])
        .public(
            "reg.azurecr.io. 60 CNAME reg.privatelink.azurecr.io.\n\
             reg.privatelink.azurecr.io. 60 CNAME reg.fe.azcr.io.\nreg.fe.azcr.io. 300 A 20.45.122.144\n\
             other.azurecr.io. 60 CNAME other.privatelink.azurecr.io.\n\
             other.privatelink.azurecr.io. 60 CNAME other.fe.azcr.io.\nother.fe.azcr.io. 300 A 20.45.122.145\n\
             reg.weu.data.azurecr.io. 60 CNAME reg.weu.data.privatelink.azurecr.io.\n\
             x.empty.azurecr.io. 60 CNAME x.empty.privatelink.azurecr.io.\n\
             long.azurecr.io. 3600 CNAME long.privatelink.azurecr.io.\n",
        )
}

fn built() -> Built {
    world().build()
}

#[test]
fn a_linked_zone_ends_the_public_chain_inside() {
    built().check(
        "hub",
        "reg.azurecr.io",
        "NOERROR
        reg.azurecr.io. 60 CNAME reg.privatelink.azurecr.io.
        reg.privatelink.azurecr.io. 10 A 10.0.0.7",
    );
    built().check(
        "hub",
        "REG.weu.Data.azurecr.io",
        "NOERROR
        REG.weu.Data.azurecr.io. 60 CNAME reg.weu.data.privatelink.azurecr.io.
        reg.weu.data.privatelink.azurecr.io. 10 A 10.0.0.6",
    );
}

#[test]
fn without_a_link_the_chain_is_public() {
    for from in ["lone", "internet"] {
        built().check(
            from,
            "reg.azurecr.io",
            "NOERROR
            reg.azurecr.io. 60 CNAME reg.privatelink.azurecr.io.
            reg.privatelink.azurecr.io. 60 CNAME reg.fe.azcr.io.
            reg.fe.azcr.io. 300 A 20.45.122.144",
        );
        built().check(
            from,
            "reg.privatelink.azurecr.io",
            "NOERROR
            reg.privatelink.azurecr.io. 60 CNAME reg.fe.azcr.io.
            reg.fe.azcr.io. 300 A 20.45.122.144",
        );
    }
}

#[test]
fn another_type_is_nodata_with_the_private_soa() {
    built().check(
        "hub",
        "reg.azurecr.io AAAA",
        &format!(
            "NOERROR
        reg.azurecr.io. 60 CNAME reg.privatelink.azurecr.io.
        --
        privatelink.azurecr.io. 10 SOA {SOA}"
        ),
    );
}

#[test]
fn a_miss_in_a_linked_zone_is_final_and_keeps_the_chain() {
    built().check(
        "hub",
        "other.azurecr.io",
        &format!(
            "NXDOMAIN
        other.azurecr.io. 60 CNAME other.privatelink.azurecr.io.
        --
        privatelink.azurecr.io. 10 SOA {SOA}"
        ),
    );
}

#[test]
fn the_most_specific_linked_zone_wins_even_if_it_is_empty() {
    built().check(
        "shadowed",
        "x.empty.azurecr.io",
        &format!(
            "NXDOMAIN
        x.empty.azurecr.io. 60 CNAME x.empty.privatelink.azurecr.io.
        --
        empty.privatelink.azurecr.io. 10 SOA {SOA}"
        ),
    );
}

#[test]
fn a_redirect_goes_on_at_the_public_side() {
    built().check(
        "spoke",
        "other.azurecr.io",
        "NOERROR
        other.azurecr.io. 60 CNAME other.privatelink.azurecr.io.
        other.privatelink.azurecr.io. 60 CNAME other.fe.azcr.io.
        other.fe.azcr.io. 300 A 20.45.122.145",
    );
    built().check(
        "spoke",
        "other.privatelink.azurecr.io",
        "NOERROR
        other.privatelink.azurecr.io. 60 CNAME other.fe.azcr.io.
        other.fe.azcr.io. 300 A 20.45.122.145",
    );
    built().check(
        "spoke",
        "other.privatelink.azurecr.io CNAME",
        "NOERROR
        other.privatelink.azurecr.io. 60 CNAME other.fe.azcr.io.",
    );
    built().check(
        "spoke",
        "other.azurecr.io AAAA",
        &format!(
            "NOERROR
        other.azurecr.io. 60 CNAME other.privatelink.azurecr.io.
        other.privatelink.azurecr.io. 60 CNAME other.fe.azcr.io.
        --
        . 1800 SOA {ROOT_SOA}"
        ),
    );
}

#[test]
fn a_redirect_leaves_alone_what_the_zone_has() {
    built().check(
        "spoke",
        "reg.azurecr.io",
        "NOERROR
        reg.azurecr.io. 60 CNAME reg.privatelink.azurecr.io.
        reg.privatelink.azurecr.io. 10 A 10.0.0.7",
    );
}

#[test]
fn only_an_nxdomain_is_redirected_and_only_for_three_types() {
    let nodata = format!("NOERROR\n--\nprivatelink.azurecr.io. 10 SOA {SOA}");
    built().check("spoke", "reg.privatelink.azurecr.io AAAA", &nodata);
    for rtype in ["MX", "TXT", "SRV", "PTR", "SOA", "HTTPS", "ANY"] {
        let nxdomain = format!("NXDOMAIN\n--\nprivatelink.azurecr.io. 10 SOA {SOA}");
        built().check("spoke", &format!("other.privatelink.azurecr.io {rtype}"), &nxdomain);
    }
}

#[test]
fn a_redirect_to_a_public_nxdomain_is_the_public_nxdomain() {
    built().check("spoke", "nobody.privatelink.azurecr.io", &format!("NXDOMAIN\n--\n. 1800 SOA {ROOT_SOA}"));
}

#[test]
fn a_private_cname_may_point_to_a_public_name() {
    built().check(
        "hub",
        "alias.corp.example",
        "NOERROR
        alias.corp.example. 60 CNAME reg.azurecr.io.
        reg.azurecr.io. 60 CNAME reg.privatelink.azurecr.io.
        reg.privatelink.azurecr.io. 10 A 10.0.0.7",
    );
}

#[test]
fn srv_answers_bring_the_addresses_that_linked_zones_hold() {
    built().check(
        "hub",
        "_s._tcp.corp.example SRV",
        "NOERROR
        _s._tcp.corp.example. 60 SRV 0 0 443 mail.corp.example.
        _s._tcp.corp.example. 60 SRV 0 0 443 www.example.org.
        ++
        mail.corp.example. 60 A 10.0.0.25
        mail.corp.example. 60 AAAA fd00::25",
    );
}

#[test]
fn a_wildcard_answers_under_the_name_asked_for() {
    built().check(
        "hub",
        "any.Thing.wild.corp.example",
        "NOERROR\nany.Thing.wild.corp.example. 60 A 10.0.0.9",
    );
}

#[test]
fn a_closed_world_denies_with_the_roots_soa() {
    built().check("internet", "example.org", &format!("NXDOMAIN\n--\n. 86400 SOA {ROOT_SOA}"));
    built().check("internet", ". SOA", &format!("NOERROR\n. 86400 SOA {ROOT_SOA}"));
    // Names that only lie above simulated ones exist.
    for parent in ["azurecr.io", "io", "."] {
        built().check("internet", parent, &format!("NOERROR\n--\n. 86400 SOA {ROOT_SOA}"));
    }
}

#[test]
fn ttls_of_azure_dns_are_capped() {
    built().check(
        "hub",
        "long.azurecr.io",
        "NOERROR
        long.azurecr.io. 1800 CNAME long.privatelink.azurecr.io.
        long.privatelink.azurecr.io. 1800 A 10.0.0.8",
    );
    built().check(
        "internet",
        "long.azurecr.io CNAME",
        "NOERROR\nlong.azurecr.io. 3600 CNAME long.privatelink.azurecr.io.",
    );
    built().check("hub", "corp.example SOA", &format!("NOERROR\ncorp.example. 1800 SOA {SOA}"));
}

#[test]
fn an_alias_loop_is_servfail_and_named() {
    built().check(
        "hub",
        "a.corp.example",
        "SERVFAIL\n; 0 CNAME loop: a.corp.example > b.corp.example > a.corp.example",
    );
    let (_, _, events) = built().resolve("hub", "a.corp.example");
    assert!(events.iter().any(|event| matches!(event, Event::Loop { names } if names.len() == 3)));
}

#[test]
fn a_chain_of_sixteen_is_followed_and_one_more_is_not() {
    let chain = |links: usize| -> String {
        let cnames: String = (0..links).map(|i| format!("c{i} 60 CNAME c{}\n", i + 1)).collect();
        format!("{cnames}c{links} 60 A 10.0.0.1\n")
    };
    let world = |links| World::new().zone("example", &chain(links)).network("hub", &["example"]).build();
    assert!(world(16).resolve("hub", "c0.example").0.ends_with("c16.example. 60 A 10.0.0.1"));
    world(17).check("hub", "c0.example", "SERVFAIL\n; 0 CNAME chain of more than 16");
}

#[test]
fn a_whole_public_zone_owns_its_names_and_single_names_only_themselves() {
    let soa = "ns1-02.azure-dns.com. azuredns-hostmaster.microsoft.com. 1 3600 300 2419200 300";
    let built = World::new()
        .public_zone(
            "example.com",
            &format!("@ 3600 SOA {soa}\nwww 60 A 192.0.2.1\nsub 60 NS ns.elsewhere.\n"),
        )
        .public("single.other.example. 60 A 192.0.2.2\nabove.www.example.com. 60 A 192.0.2.3")
        .build();
    built.check("internet", "nothing.example.com", &format!("NXDOMAIN\n--\nexample.com. 300 SOA {soa}"));
    built.check("internet", "www.example.com AAAA", &format!("NOERROR\n--\nexample.com. 300 SOA {soa}"));
    built.check("internet", "above.www.example.com", "NOERROR\nabove.www.example.com. 60 A 192.0.2.3");
    built.check("internet", "neighbour.other.example", &format!("NXDOMAIN\n--\n. 86400 SOA {ROOT_SOA}"));
    built.check(
        "internet",
        "x.sub.example.com",
        "SERVFAIL\n; 22 x.sub.example.com. is delegated to a server that is not simulated",
    );
}

#[test]
fn any_returns_the_sets_of_the_name_or_refers_to_rfc_8482() {
    built().check(
        "hub",
        "corp.example ANY",
        &format!("NOERROR\ncorp.example. 1800 SOA {SOA}\ncorp.example. 60 MX 10 mail.corp.example."),
    );
    let mut world = world();
    world.builder.behaviour = Behaviour { any: AnyAnswer::Hinfo, ..Behaviour::default() };
    world.build().check("hub", "corp.example ANY", "NOERROR\ncorp.example. 1800 HINFO \"RFC8482\" \"\"");
}

#[test]
fn ns_of_a_private_zone_is_nodata() {
    built().check("hub", "corp.example NS", &format!("NOERROR\n--\ncorp.example. 10 SOA {SOA}"));
}

#[test]
fn empty_non_terminals_are_nodata_unless_assumed_otherwise() {
    built().check(
        "hub",
        "weu.data.privatelink.azurecr.io",
        &format!("NOERROR\n--\nprivatelink.azurecr.io. 10 SOA {SOA}"),
    );
    let mut world = world();
    world.builder.behaviour = Behaviour { empty_non_terminals_are_nxdomain: true, ..Behaviour::default() };
    world.build().check(
        "hub",
        "weu.data.privatelink.azurecr.io",
        &format!("NXDOMAIN\n--\nprivatelink.azurecr.io. 10 SOA {SOA}"),
    );
}

#[test]
fn negatives_are_authoritative_only_where_assumed() {
    let mut world = world();
    world.builder.behaviour = Behaviour { authoritative_negatives: true, ..Behaviour::default() };
    let built = world.build();
    built.check("hub", "nobody.corp.example", &format!("NXDOMAIN aa\n--\ncorp.example. 10 SOA {SOA}"));
    built.check("internet", "nobody.corp.example", &format!("NXDOMAIN\n--\n. 86400 SOA {ROOT_SOA}"));
}

#[test]
fn the_events_name_who_decided_each_name() {
    let built = built();
    let (_, _, events) = built.resolve("spoke", "other.azurecr.io");
    let decided: Vec<String> = events
        .iter()
        .filter_map(|event| match event {
            Event::Decided { name, by, verdict } => Some((name, by, verdict)),
            _ => None,
        })
        .map(|(name, by, verdict)| {
            let by = match by {
                Decider::Zone { zone, .. } => built.snapshot.zone(*zone).apex().to_string(),
                Decider::BuiltIn { .. } => "built-in".to_owned(),
                Decider::OwnZone { zone } => format!("own {}", built.snapshot.zone(*zone).apex()),
                Decider::Public { apex } => format!("public{}", if apex.is_some() { " zone" } else { "" }),
                Decider::ClosedWorld => "closed world".to_owned(),
            };
            let verdict = match verdict {
                NameResult::Records { .. } => "records",
                NameResult::Cname { .. } => "alias",
                NameResult::NoData { .. } => "no data",
                NameResult::NxDomain { .. } => "no name",
                NameResult::Delegated => "delegated",
            };
            format!("{name} {by} {verdict}")
        })
        .collect();
    assert_eq!(
        decided,
        [
            "other.azurecr.io. public alias",
            "other.privatelink.azurecr.io. privatelink.azurecr.io. no name",
            "other.privatelink.azurecr.io. public alias",
            "other.fe.azcr.io. public records"
        ]
    );
    assert!(events.iter().any(|event| matches!(event, Event::Redirected { .. })));
}

#[test]
fn nothing_is_recorded_unless_asked() {
    let built = built();
    let query = crate::world::query("reg.azurecr.io");
    let mut resolution = zone_store::engine::Resolution::new(&built.snapshot, built.resolver("hub"), query);
    resolution.run_offline();
    assert!(resolution.trace().entries().is_empty());
}

#[test]
fn a_source_in_no_network_is_refused_or_dropped() {
    let source = "192.0.2.1".parse().expect("an address");
    let refusal = built().snapshot.admit(Vantage::BySource, source).expect_err("nobody's");
    assert!(format!("{refusal:?}").contains("192.0.2.1 is in no virtual network"), "{refusal:?}");
    let mut world = world();
    world.builder.unknown_source = UnknownSource::Drop;
    let refusal = world.build().snapshot.admit(Vantage::BySource, source).expect_err("nobody's");
    assert_eq!(refusal, zone_store::snapshot::NotAdmitted::Drop);
}

#[test]
fn a_source_in_a_network_outside_azure_gets_nothing() {
    let mut builder = SnapshotBuilder::default();
    let outside = builder.add_network("onprem", zone_store::origin::Origin::UNKNOWN);
    builder.add_clients(outside, "192.168.0.0/16".parse().expect("a prefix"), Claim::AddressSpace);
    builder.cut_off_azure_dns(outside);
    let snapshot = builder.build().expect("a snapshot");
    let refusal = snapshot.admit(Vantage::BySource, "192.168.0.9".parse().expect("an address"));
    assert_eq!(refusal, Err(zone_store::snapshot::NotAdmitted::Drop));
}

/// RFC 6895 §3.1; the RCODEs are BIND 9's.
#[test]
fn types_that_are_no_data_reach_no_resolver() {
    for rtype in [41, 128, 249, 250] {
        built().check("hub", &format!("reg.azurecr.io TYPE{rtype}"), "FORMERR");
    }
    for rtype in ["IXFR", "AXFR"] {
        built().check(
            "hub",
            &format!("reg.azurecr.io {rtype}"),
            "REFUSED\n; 21 zone transfers are not served",
        );
    }
    for rtype in ["MAILA", "MAILB"] {
        built().check("hub", &format!("reg.azurecr.io {rtype}"), "NOTIMP");
    }
    assert!(built().resolve("hub", "reg.azurecr.io TYPE256").0.starts_with("NOERROR"));
}
