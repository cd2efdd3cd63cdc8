//! DNAMEs (RFC 6672), and the addresses beside an answer: what BIND 9.18 says to the same questions about the same zone.

use crate::world::{Built, World};

fn world() -> Built {
    let long = format!("long DNAME {0}.{0}.{0}.x\n", "a".repeat(60));
    World::new()
        .network("onprem", &[])
        .server("dns", "onprem")
        .own_zone(
            "dns",
            "corp.example",
            &format!(
                "new 300 A 10.0.0.1\nwww.new 300 A 10.0.0.2\nold 120 DNAME new\nbelow.old 300 A 10.9.9.9\n\
                 out 300 DNAME else.example.\nloop 300 DNAME loop.loop\nself 300 CNAME www.old\n\
                 mx 300 MX 10 m\nmx 300 MX 20 m\nm 300 A 10.1.1.1\nm 300 AAAA ::5:5:5\n\
                 srv 300 SRV 0 0 1 m\nsrv 300 SRV 0 0 2 m\nsrv 300 SRV 0 0 2 c\nc 300 CNAME m\n\
                 deep.old 300 NS ns.elsewhere.example.\ncut 300 NS m\nname.cut 300 DNAME new\n{long}"
            ),
        )
        .build()
}

const SOA: &str = "corp.example. 60 SOA ns.corp. admin.corp. 1 3600 300 2419200 60";

#[test]
fn names_below_a_dname_are_aliases() {
    let built = world();
    built.check(
        "@dns",
        "-www.old.corp.example",
        "NOERROR aa
        old.corp.example. 120 DNAME new.corp.example.
        www.old.corp.example. 120 CNAME www.new.corp.example.
        www.new.corp.example. 300 A 10.0.0.2",
    );
    // A CNAME that leads below one, and a target in another zone.
    built.check(
        "@dns",
        "-self.corp.example",
        "NOERROR aa
        self.corp.example. 300 CNAME www.old.corp.example.
        old.corp.example. 120 DNAME new.corp.example.
        www.old.corp.example. 120 CNAME www.new.corp.example.
        www.new.corp.example. 300 A 10.0.0.2",
    );
    // What stands below it is hidden: records, delegations.
    for hidden in ["below", "deep", "x.deep"] {
        built.check(
            "@dns",
            &format!("-{hidden}.old.corp.example"),
            &format!(
                "NXDOMAIN aa
                old.corp.example. 120 DNAME new.corp.example.
                {hidden}.old.corp.example. 120 CNAME {hidden}.new.corp.example.
                --
                {SOA}"
            ),
        );
    }
}

/// §2.3: "the DNAME RR does not redirect its own owner name".
#[test]
fn a_dname_says_nothing_about_its_own_name() {
    let built = world();
    built.check("@dns", "-old.corp.example", &format!("NOERROR aa\n--\n{SOA}"));
    built.check(
        "@dns",
        "-old.corp.example DNAME",
        "NOERROR aa\nold.corp.example. 120 DNAME new.corp.example.",
    );
}

#[test]
fn the_alias_itself_can_be_asked_for() {
    for rtype in ["CNAME", "ANY"] {
        world().check(
            "@dns",
            &format!("-x.old.corp.example {rtype}"),
            "NOERROR aa
            old.corp.example. 120 DNAME new.corp.example.
            x.old.corp.example. 120 CNAME x.new.corp.example.",
        );
    }
}

/// §2.2: "If the resulting name is too long, the server MUST return YXDOMAIN".
#[test]
fn a_name_that_gets_too_long_is_yxdomain() {
    let label = "a".repeat(60);
    world().check(
        "@dns",
        &format!("-{label}.long.corp.example"),
        &format!("YXDOMAIN aa\nlong.corp.example. 300 DNAME {label}.{label}.{label}.x.corp.example."),
    );
}

#[test]
fn a_dname_that_leads_below_itself_ends() {
    let (text, ..) = world().resolve("@dns", "-x.loop.corp.example");
    assert!(text.starts_with("SERVFAIL"), "{text}");
    assert!(text.contains("CNAME chain of more than 16"), "{text}");
}

/// Whichever comes first on the way down.
#[test]
fn a_cut_above_a_dname_is_a_cut() {
    world().check(
        "@dns",
        "-x.name.cut.corp.example",
        "NOERROR
        --
        cut.corp.example. 300 NS m.corp.example.
        ++
        m.corp.example. 300 A 10.1.1.1
        m.corp.example. 300 AAAA ::5:5:5",
    );
}

/// RFC 2181 §5: a set is a whole, and is there once. RFC 1035 §3.3.9, RFC 2782: its targets' addresses come with it.
#[test]
fn addresses_come_once_for_each_target() {
    let built = world();
    let addresses = "++\nm.corp.example. 300 A 10.1.1.1\nm.corp.example. 300 AAAA ::5:5:5";
    built.check(
        "@dns",
        "-mx.corp.example MX",
        &format!("NOERROR aa\nmx.corp.example. 300 MX 10 m.corp.example.\nmx.corp.example. 300 MX 20 m.corp.example.\n{addresses}"),
    );
    built.check(
        "@dns",
        "-srv.corp.example SRV",
        &format!(
            "NOERROR aa
            srv.corp.example. 300 SRV 0 0 1 m.corp.example.
            srv.corp.example. 300 SRV 0 0 2 m.corp.example.
            srv.corp.example. 300 SRV 0 0 2 c.corp.example.
            {addresses}"
        ),
    );
}

#[test]
fn azure_dns_gives_the_addresses_of_an_srv_set_once() {
    let built = World::new()
        .zone("corp.example", "srv 10 SRV 0 0 1 m\nsrv 10 SRV 0 0 2 m\nm 10 A 10.1.1.1\n")
        .network("hub", &["corp.example"])
        .build();
    built.check(
        "hub",
        "srv.corp.example SRV",
        "NOERROR
        srv.corp.example. 10 SRV 0 0 1 m.corp.example.
        srv.corp.example. 10 SRV 0 0 2 m.corp.example.
        ++
        m.corp.example. 10 A 10.1.1.1",
    );
}
