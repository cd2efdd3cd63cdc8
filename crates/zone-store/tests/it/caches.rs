//! What resolvers remember: forwarded answers, counting down; never what they compose.

use std::time::Duration;

use zone_store::cache::{CacheLimits, Caches};

use crate::world::{Built, World};

/// On-premises forwards to the hub; the private zone has what `records` says.
fn world(records: &str) -> Built {
    World::new()
        .zone("privatelink.azurecr.io", records)
        .network("hub", &["privatelink.azurecr.io"])
        .network("onprem", &[])
        .public("reg.azurecr.io. 60 CNAME reg.privatelink.azurecr.io.\n")
        .server("onprem-dns", "onprem")
        .forward("onprem-dns", ".", &["azure:hub"])
        .outside("www.example.org", "NOERROR\nwww.example.org. 100 A 192.0.2.80")
        .outside("no.example.org", "NXDOMAIN\n--\nexample.org. 3600 SOA a. b. 1 2 3 4 30")
        .outside("broken.example.org", "SERVFAIL")
        .outside("zero.example.org", "NOERROR\nzero.example.org. 0 A 192.0.2.81")
        .build()
}

/// Asks at a moment; returns the last line of the answer.
fn last(built: &Built, from: &str, question: &str, caches: &Caches, seconds: u64) -> String {
    let (text, _, _) = built.resolve_at(from, question, caches, seconds);
    text.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn a_stale_answer_stays_at_the_server_that_forwarded_for_it() {
    let caches = Caches::default();
    let (before, after) = (world("reg 10 A 10.0.0.7\n"), world(""));
    let ask = |built: &Built, from: &str, seconds| {
        last(built, from, "reg.privatelink.azurecr.io", &caches, seconds)
    };
    assert_eq!(ask(&before, "@onprem-dns", 0), "reg.privatelink.azurecr.io. 10 A 10.0.0.7");
    // The record is gone; azure_dns knows at once, the server on-premises only when its memory has run out.
    assert!(ask(&after, "hub", 4).starts_with("privatelink.azurecr.io. 10 SOA"));
    assert_eq!(ask(&after, "@onprem-dns", 4), "reg.privatelink.azurecr.io. 6 A 10.0.0.7");
    assert!(ask(&after, "@onprem-dns", 10).starts_with("privatelink.azurecr.io. 10 SOA"));
    // And the NXDOMAIN is remembered in its turn (RFC 2308).
    assert!(ask(&before, "@onprem-dns", 19).starts_with("privatelink.azurecr.io. 1 SOA"));
    assert_eq!(ask(&before, "@onprem-dns", 20), "reg.privatelink.azurecr.io. 10 A 10.0.0.7");
}

#[test]
fn the_public_part_is_remembered_and_counts_down() {
    let (built, caches) = (world(""), Caches::default());
    assert_eq!(last(&built, "hub", "www.example.org", &caches, 0), "www.example.org. 100 A 192.0.2.80");
    let (text, asked, _) = built.resolve_at("hub", "www.example.org", &caches, 99);
    assert_eq!((text.as_str(), asked.len()), ("NOERROR\nwww.example.org. 1 A 192.0.2.80", 0));
    assert_eq!(built.resolve_at("hub", "www.example.org", &caches, 100).1.len(), 1, "asked again");
}

#[test]
fn memories_are_one_resolvers_own() {
    let (built, caches) = (world(""), Caches::default());
    built.resolve_at("hub", "www.example.org", &caches, 0);
    assert_eq!(built.resolve_at("internet", "www.example.org", &caches, 0).1.len(), 1);
    assert_eq!(built.resolve_at("inbound of hub", "www.example.org", &caches, 0).1.len(), 1);
    assert_eq!(
        built.resolve_at("inbound of hub", "www.example.org", &caches, 0).1.len(),
        1,
        "it remembers nothing"
    );
}

#[test]
fn a_negative_answer_lives_as_long_as_its_soa_says() {
    let (built, caches) = (world(""), Caches::default());
    built.resolve_at("hub", "no.example.org", &caches, 0);
    assert_eq!(built.resolve_at("hub", "no.example.org", &caches, 29).1.len(), 0);
    assert_eq!(built.resolve_at("hub", "no.example.org", &caches, 30).1.len(), 1);
}

#[test]
fn ttl_0_is_not_remembered() {
    let (built, caches) = (world(""), Caches::default());
    for _ in 0..2 {
        assert_eq!(built.resolve_at("hub", "zero.example.org", &caches, 0).1.len(), 1);
    }
    assert!(caches.is_empty());
}

#[test]
fn clearing_forgets_and_the_size_is_bounded() {
    let (built, caches) = (world(""), Caches::new(CacheLimits { size: 2, ..CacheLimits::default() }));
    for question in ["www.example.org", "no.example.org"] {
        built.resolve_at("hub", question, &caches, 0);
        built.resolve_at("internet", question, &caches, 0);
        assert!(caches.len() <= 2);
    }
    caches.clear();
    assert!(caches.is_empty());
    let none = Caches::new(CacheLimits { size: 0, ..CacheLimits::default() });
    built.resolve_at("hub", "www.example.org", &none, 0);
    assert!(none.is_empty());
}

#[test]
fn nothing_is_remembered_longer_than_the_limits_allow() {
    let (maximum_ttl, maximum_negative_ttl) = (Duration::from_secs(20), Duration::from_secs(10));
    let limits = CacheLimits { maximum_ttl, maximum_negative_ttl, ..CacheLimits::default() };
    let (built, caches) = (world(""), Caches::new(limits));
    for (question, until) in [("www.example.org", 20), ("no.example.org", 10)] {
        built.resolve_at("hub", question, &caches, 0);
        assert_eq!(built.resolve_at("hub", question, &caches, until - 1).1.len(), 0, "{question}");
        assert_eq!(built.resolve_at("hub", question, &caches, until).1.len(), 1, "{question}");
    }
}
