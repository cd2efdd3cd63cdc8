//! What of a message from outside comes to the client: the chain, signatures for who wants them, and nothing else.

use zone_store::cache::Caches;

use crate::world::World;

/// A signature of a set of this type; the key tag tells signatures apart.
fn signature(covered: &str, tag: u32) -> String {
    format!("RRSIG {covered} 13 2 300 20300101000000 20200101000000 {tag} example. AQIDBA==")
}

/// A world whose outside says what the zone's key signed.
fn world() -> World {
    let (of_cname, of_a) = (signature("CNAME", 1), signature("A", 2));
    let chain = format!(
        "NOERROR
        www.example. 60 {of_cname}
        www.example. 60 CNAME web.example.
        web.example. 60 {of_a}
        web.example. 60 A 192.0.2.1
        web.example. 60 {}
        web.example. 60 TXT unasked",
        signature("A", 3),
    );
    let denial = format!(
        "NXDOMAIN
        gone.example. 60 {of_cname}
        gone.example. 60 CNAME no.example.
        --
        example. 300 SOA a. b. 1 2 3 4 300
        example. 300 {}
        m.example. 300 NSEC p.example. A
        m.example. 300 {}",
        signature("SOA", 4),
        signature("NSEC", 5),
    );
    World::new()
        .zone("web.example", "@ 10 A 10.0.0.7\n")
        .network("lone", &[])
        .network("linked", &["web.example"])
        .server("dns", "lone")
        .forward("dns", ".", &["azure:lone"])
        .outside("www.example", &chain)
        .outside("gone.example", &denial)
}

#[test]
fn signatures_come_with_the_sets_that_they_cover_as_one_set() {
    let want = format!(
        "NOERROR
        www.example. 60 CNAME web.example.
        www.example. 60 {}
        web.example. 60 A 192.0.2.1
        web.example. 60 {}
        web.example. 60 {}",
        signature("CNAME", 1),
        signature("A", 2),
        signature("A", 3)
    );
    for from in ["internet", "lone", "@dns", "inbound of lone"] {
        world().build().check(from, "+www.example", &want);
    }
}

#[test]
fn proofs_of_absence_are_kept_whole() {
    let want = format!(
        "NXDOMAIN
        gone.example. 60 CNAME no.example.
        gone.example. 60 {}
        --
        example. 300 SOA a. b. 1 2 3 4 300
        example. 300 {}
        m.example. 300 NSEC p.example. A
        m.example. 300 {}",
        signature("CNAME", 1),
        signature("SOA", 4),
        signature("NSEC", 5)
    );
    for from in ["lone", "@dns"] {
        world().build().check(from, "+gone.example", &want);
    }
}

#[test]
fn who_does_not_want_signatures_gets_none_from_a_server_that_sends_them_all_the_same() {
    for from in ["lone", "@dns"] {
        world().build().check(
            from,
            "www.example",
            "NOERROR\nwww.example. 60 CNAME web.example.\nweb.example. 60 A 192.0.2.1",
        );
        world().build().check(
            from,
            "gone.example",
            "NXDOMAIN\ngone.example. 60 CNAME no.example.\n--\nexample. 300 SOA a. b. 1 2 3 4 300",
        );
    }
}

#[test]
fn signatures_of_what_was_cut_off_go_with_it() {
    let want = format!(
        "NOERROR
        www.example. 60 CNAME web.example.
        www.example. 60 {}
        web.example. 10 A 10.0.0.7",
        signature("CNAME", 1)
    );
    world().build().check("linked", "+www.example", &want);
}

#[test]
fn signatures_can_be_asked_for_by_their_type() {
    let reply =
        format!("NOERROR\nweb.example. 60 {}\nweb.example. 60 {}", signature("A", 2), signature("TXT", 6));
    let any = format!("NOERROR\nweb.example. 60 A 192.0.2.1\nweb.example. 60 {}", signature("A", 2));
    let built = world().outside("web.example RRSIG", &reply).outside("web.example ANY", &any).build();
    built.check("lone", "web.example RRSIG", &reply);
    built.check("lone", "web.example ANY", &any);
}

#[test]
fn answers_with_and_without_signatures_are_remembered_apart() {
    let (built, caches) = (world().build(), Caches::default());
    for question in ["www.example", "+www.example"] {
        assert_eq!(built.resolve_at("lone", question, &caches, 0).1.len(), 1, "{question}");
        let (text, asked, _) = built.resolve_at("lone", question, &caches, 1);
        assert_eq!((asked.len(), text.contains("RRSIG")), (0, question.starts_with('+')), "{question}");
    }
}

#[test]
fn the_order_of_records_in_a_message_does_not_matter() {
    let shuffled = "NOERROR
        c.example. 60 A 192.0.2.9
        b.example. 60 CNAME c.example.
        a.example. 60 CNAME b.example.";
    let sorted = "NOERROR
        a.example. 60 CNAME b.example.
        b.example. 60 CNAME c.example.
        c.example. 60 A 192.0.2.9";
    for from in ["lone", "@dns"] {
        world().outside("a.example", shuffled).build().check(from, "a.example", sorted);
    }
}

#[test]
fn a_dname_comes_with_the_alias_that_was_made_of_it() {
    let reply = "NOERROR
        old.example. 60 TYPE39 \\# 13 036e6577076578616d706c6500
        a.old.example. 60 CNAME a.new.example.
        a.new.example. 60 A 192.0.2.9";
    let stranger = format!("{reply}\n strange.example. 60 TYPE39 \\# 1 00");
    let built = world().outside("a.old.example", &stranger).build();
    let (text, ..) = built.resolve("lone", "a.old.example");
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(text.starts_with("NOERROR\nold.example. 60 "), "{text}");
}

#[test]
fn poison_in_any_section_is_neither_passed_on_nor_remembered() {
    let reply = "NOERROR
        x.example. 60 A 192.0.2.5
        bank.example. 60 A 192.0.2.66
        --
        example. 60 NS ns.example.
        bank.test. 60 NS evil.example.
        bank.test. 60 SOA a. b. 1 2 3 4 300
        ns.example. 60 A 192.0.2.66";
    let want = "NOERROR\nx.example. 60 A 192.0.2.5\n--\nexample. 60 NS ns.example.";
    let (built, caches) = (world().outside("x.example", reply).build(), Caches::default());
    for from in ["lone", "@dns"] {
        for _ in 0..2 {
            let (text, ..) = built.resolve_at(from, "x.example", &caches, 0);
            assert_eq!(text, want.lines().map(str::trim).collect::<Vec<_>>().join("\n"), "{from}");
        }
    }
}

/// Returns a reply with a chain of `length` CNAMEs, and the answer's first line to it.
fn chain(length: usize) -> String {
    let alias = |number: usize| format!("n{number}.example. 60 CNAME n{}.example.", number + 1);
    let aliases: Vec<String> = (0..length).rev().map(alias).collect();
    format!("NOERROR\nn{length}.example. 60 A 192.0.2.1\n{}", aliases.join("\n"))
}

#[test]
fn chains_of_16_are_passed_on_and_longer_ones_and_circles_fail() {
    let circle = "NOERROR\na.example. 60 CNAME b.example.\nb.example. 60 CNAME a.example.";
    let itself = "NOERROR\na.example. 60 CNAME a.example.";
    for (question, reply, want) in [
        ("n0.example", chain(16), "NOERROR"),
        ("n0.example", chain(17), "SERVFAIL\n; 0 CNAME chain of more than 16"),
        ("n0.example", chain(300), "SERVFAIL\n; 0 CNAME chain of more than 16"),
        ("a.example", circle.to_owned(), "SERVFAIL\n; 0 CNAME loop: a.example > b.example > a.example"),
        ("a.example", itself.to_owned(), "SERVFAIL\n; 0 CNAME loop: a.example > a.example"),
    ] {
        let world = world().forward("dns", "example", &["192.0.2.53:53"]);
        let world = world.rule("linked", "example", &["192.0.2.53:53"]).outside(question, &reply);
        let built = world.build();
        for from in ["internet", "lone", "@dns", "linked"] {
            let (text, asked, _) = built.resolve(from, question);
            assert!(text.starts_with(want), "{question} from {from}: {text}");
            assert_eq!(asked.len(), 1, "{from}");
        }
    }
}
