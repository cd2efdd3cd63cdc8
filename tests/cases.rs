//! Situations that people reported, with the right value of each (`tests/cases`), and more of each kind.

use crate::support::{root, zonite};

/// What a command prints about a case.
struct Case {
    /// The configuration in `tests/cases`.
    file: &'static str,
    /// The command; `FILE` stands for the configuration.
    command: &'static str,
    /// What the output holds.
    has: &'static [&'static str],
    /// What it does not.
    lacks: &'static [&'static str],
}

const fn case(
    file: &'static str,
    command: &'static str,
    has: &'static [&'static str],
    lacks: &'static [&'static str],
) -> Case {
    Case { file, command, has, lacks }
}

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for Case { file, command, has, lacks } in cases {
        let path = root().join("tests/cases").join(file);
        let path = path.to_str().expect("a path");
        let words: Vec<&str> =
            command.split(' ').map(|word| if word == "FILE" { path } else { word }).collect();
        let (_, out, err) = zonite(&words);
        let said = format!("{out}{err}");
        let missing: Vec<&&str> = has.iter().filter(|text| !said.contains(**text)).collect();
        let found: Vec<&&str> = lacks.iter().filter(|text| said.contains(**text)).collect();
        if !missing.is_empty() || !found.is_empty() {
            wrong.push(format!("{file}: {command}: misses {missing:?}, has {found:?}\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A resource has the zones and names of its service.
#[test]
fn resources_have_what_their_service_has() {
    check(&[
        case("a-f1.toml", "check FILE", &["nothing wrong"], &["M20"]),
        case(
            "a-f2.toml",
            "query FILE --from hub shopapp.scm.azurewebsites.net",
            &["CNAME", "10.1.1.4"],
            &["NXDOMAIN"],
        ),
        case("a-f2.toml", "query FILE --from hub shopapp.azurewebsites.net", &["10.1.1.4"], &[]),
        case(
            "a-f3.toml",
            "query FILE --from agents shop-1a2b.privatelink.westeurope.azmk8s.io",
            &["NXDOMAIN"],
            &[],
        ),
        case(
            "a-f3.toml",
            "explain FILE --from hub shop-1a2b.privatelink.westeurope.azmk8s.io",
            &["10.1.1.4"],
            &["M21"],
        ),
        case(
            "a-f6.toml",
            "query FILE --from internet vendorreg.westeurope.data.azurecr.io",
            &["203.0.113."],
            &["NXDOMAIN"],
        ),
        case("a-f12.toml", "check FILE", &["nothing wrong"], &["error"]),
    ]);
}

/// Copied values mean what they meant where they come from.
#[test]
fn the_api_is_wider_than_its_pages() {
    check(&[
        case(
            "absolute-targets.toml",
            "check FILE",
            &["L11", "_sip._tcp.corp.example leads to \"app.\""],
            &["www.corp.example leads"],
        ),
        case("a-f11.toml", "check FILE", &["nothing wrong"], &["L11"]),
        case(
            "a-f11.toml",
            "query FILE --from v files.corp.example",
            &["mystore.blob.core.windows.net."],
            &["windows.net.corp"],
        ),
        case("b-m1.toml", "check FILE", &["nothing wrong"], &["error"]),
        case(
            "b-m2.toml",
            "query FILE --from hub corp.example SOA",
            &["1 3600 600 86400 300"],
            &["2024010101"],
        ),
    ]);
}

/// A finding tells the cause, not the symptom.
#[test]
fn a_public_name_without_an_alias_is_no_missing_link() {
    const FIX: &str = "fix: remove privatelink_cname";
    check(&[
        case("a-f4.toml", "check FILE", &["L10 public-name-without-alias", FIX], &["M1 "]),
        // The zone is not linked either, so the alias alone does not help.
        case("a-f4b.toml", "check FILE", &["L10", "advice: remove privatelink_cname"], &["M1 "]),
        case("a-f4c.toml", "check FILE", &["L10", FIX], &["M1 "]),
    ]);
    check(&[case(
        "a-f4.toml",
        "explain FILE --from hub mystore.blob.core.windows.net",
        &["L10", "the answer is 10.1.1.4"],
        &["not linked"],
    )]);
}

/// What takes names away from somebody is no fix.
#[test]
fn no_fix_is_printed_that_does_harm() {
    check(&[
        case("a-f7.toml", "check FILE", &["nothing wrong"], &["M15", "fix"]),
        // API Management in internal mode has a zone of the public name.
        case("a-f7b.toml", "check FILE", &["M9"], &["fix:"]),
        // The zone has a record that the rule's target lacks, and the target one that no A record of the zone can be.
        case("a-f7c.toml", "check FILE", &["M15"], &["fix: remove the link"]),
    ]);
}

/// Not every privatelink label is Azure's.
#[test]
fn zones_of_other_vendors_are_no_mistakes() {
    check(&[
        case("a-f8.toml", "check FILE", &["nothing wrong"], &[]),
        case("a-f8b.toml", "check FILE", &["nothing wrong"], &[]),
        case("a-f8c.toml", "check FILE", &["nothing wrong"], &[]),
        case("a-f8d.toml", "check FILE", &["L2", "privatelink.blob.core.windows.net"], &[]),
    ]);
}

/// Servers of which any may be asked know the same names.
#[test]
fn servers_that_know_different_names_are_told_with_the_names() {
    let told = &["M25", "app.corp.example", "10.60.0.80 from dc1", "NXDOMAIN from 168.63.129.16"];
    check(&[
        case("a-f9.toml", "check FILE", told, &["fix:"]),
        case("a-f9b.toml", "check FILE", told, &["fix:"]),
        case("a-f9.toml", "explain FILE --from aks app.corp.example", told, &[]),
        case("a-f9b.toml", "explain FILE --from aks app.corp.example", told, &[]),
        case(
            "a-f9c.toml",
            "check FILE",
            &["M25", "old.corp.example: 10.60.0.81 from dc1, NXDOMAIN from dc2"],
            &["app."],
        ),
        case("a-f9d.toml", "check FILE", &["nothing wrong"], &[]),
        case("a-f9e.toml", "check FILE", &["M25", "7:40", "old.corp.example"], &["app."]),
    ]);
}

/// Findings start from who decides about the name asked.
#[test]
fn names_of_plain_zones_are_missed_for_a_reason() {
    check(&[
        case("b-m5.toml", "check FILE", &["M30"], &[]),
        case(
            "b-m5.toml",
            "explain FILE --from spoke app.corp.example",
            &["ruleset rules is not linked to spoke, only to hub", "M30", "the answer is 192.168.0.20"],
            &[],
        ),
        case(
            "b-m5b.toml",
            "explain FILE --from other app.corp.example",
            &["M30", "advice: link the ruleset"],
            &["fix:"],
        ),
        case("b-m5c.toml", "check FILE", &["nothing wrong"], &[]),
        case(
            "b-m6.toml",
            "check FILE",
            &["M12", "do not find api.apps.internal", "fix: let dns forward"],
            &[],
        ),
        case(
            "b-m6.toml",
            "explain FILE --from hub api.apps.internal",
            &["zone apps.internal (A 10.0.5.10), linked to hub, is not looked at", "the answer is 10.0.5.10"],
            &[],
        ),
        case("b-m6b.toml", "check FILE", &["M12"], &[]),
        case("b-m6c.toml", "check FILE", &["M12", "and link \"apps.internal\" to hub"], &[]),
        case("b-m6d.toml", "check FILE", &["nothing wrong"], &[]),
        case(
            "b-m7.toml",
            "explain FILE --from onprem web.azure.corp.example",
            &["L9", "azure.corp.example (A 10.0.5.10), linked to hub", "the answer is 10.0.5.10"],
            &[],
        ),
        case(
            "b-m7b.toml",
            "explain FILE --from onprem web.azure.corp.example",
            &["L9", "the answer is 10.0.5.10"],
            &[],
        ),
        case(
            "b-m7c.toml",
            "explain FILE --from onprem web.azure.corp.example",
            &["L9", "they ask the Internet"],
            &[],
        ),
        case("b-m7d.toml", "explain FILE --from onprem web.azure.corp.example", &["PRIVATE"], &["L9"]),
        case("b-m1b.toml", "check FILE", &["M1", "is asked from hub", "fix: link"], &[]),
    ]);
}

/// A linked zone comes before the names that a network has of its machines.
#[test]
fn a_reverse_zone_hides_machines() {
    let ask = "explain FILE --from hub 4.0.0.10.in-addr.arpa PTR";
    check(&[
        case(
            "b-m9.toml",
            ask,
            &["hub has the name without a link (PTR vm1.", "M5", "the answer is vm1."],
            &[],
        ),
        case("b-m9.toml", "check FILE", &["M5", "fix: remove the link"], &[]),
        case("b-m9b.toml", "check FILE", &["M5", "fix: add \"4\" PTR vm1."], &["remove the link"]),
        case("b-m9c.toml", "check FILE", &["nothing wrong"], &[]),
        case("b-m9d.toml", "check FILE", &["nothing wrong"], &[]),
    ]);
}

/// The verdict is the question's, not its registry's.
#[test]
fn a_name_that_does_not_exist_is_not_private() {
    check(&[
        case("a-f4c.toml", "explain FILE --from hub nobody.myacr.azurecr.io", &["NXDOMAIN"], &["PRIVATE"]),
        case(
            "a-f4c.toml",
            "explain FILE --from hub myacr.eastus.data.azurecr.io",
            &["BROKEN", "NXDOMAIN"],
            &["PRIVATE"],
        ),
    ]);
}

/// A private zone's file is read as Azure's import reads it.
#[test]
fn the_file_of_a_private_zone_is_what_azure_imports() {
    check(&[
        case(
            "b-e-ptr.toml",
            "query FILE --from hub 4.2.0.10.in-addr.arpa PTR",
            &["web.corp.example."],
            &["in-addr.arpa.\n", "web.corp.example.2"],
        ),
        case(
            "b-p-loc.toml",
            "check FILE",
            &["L8", "x.corp.example. LOC", "the record is skipped"],
            &["error"],
        ),
        case("b-p-loc.toml", "query FILE --from hub web.corp.example", &["10.0.0.4"], &[]),
        case("b-p-spf.toml", "check FILE", &["becomes a TXT record"], &["error", "the record is skipped"]),
        case("b-p-spf.toml", "query FILE --from hub x.corp.example TXT", &["\"v=spf1 -all\""], &[]),
        case("import.toml", "check FILE", &["3 findings: 3 warnings"], &["error"]),
        case(
            "import.toml",
            "query FILE --from hub set.corp.example",
            &["60\tIN\tA\t10.0.0.4", "60\tIN\tA\t10.0.0.5"],
            &[],
        ),
        case(
            "import.toml",
            "query FILE --from hub alias.corp.example CNAME",
            &["one.example."],
            &["two.example."],
        ),
        case("import.toml", "query FILE --from hub text.corp.example TXT", &["\"one two\""], &[]),
        case("import.toml", "query FILE --from hub late.corp.example", &["1800"], &["\t60\t"]),
        case("import.toml", "query FILE --from hub zero.corp.example", &["\t0\tIN"], &[]),
    ]);
}

/// The file of a server is read as BIND reads it: what others take is no error.
#[test]
fn the_file_of_a_server_is_what_bind_loads() {
    check(&[
        case("b-s-ttl.toml", "check FILE", &["L8", "has the TTL 90, and its set 60"], &["error"]),
        case(
            "b-s-ttl.toml",
            "query FILE --from onprem x.corp.example",
            &["60\tIN\tA\t192.168.0.20", "60\tIN\tA\t192.168.0.21"],
            &[],
        ),
        case("b-s-dup.toml", "check FILE", &["L8", "is there twice"], &["error"]),
        case("b-s-dup.toml", "query FILE --from onprem x.corp.example", &["192.168.0.20"], &[]),
        case("b-s-rrsig.toml", "check FILE", &["nothing wrong"], &["error", "L8"]),
        case("b-s-out.toml", "check FILE", &["L8", "ns2.other.example. A: is not in the zone"], &["error"]),
        case("b-s-out.toml", "query FILE --from onprem x.corp.example", &["192.168.0.20"], &[]),
        case("b-s-latin.toml", "check FILE", &["nothing wrong"], &["error"]),
        case("b-s-latin.toml", "query FILE --from onprem x.corp.example", &["192.168.0.20"], &[]),
        case("b-s-gen.toml", "check FILE", &["nothing wrong"], &["error"]),
        case("b-s-gen.toml", "query FILE --from onprem dhcp-3.corp.example", &["192.168.1.3"], &[]),
        case("b-s-gen.toml", "query FILE --from onprem dhcp-4.corp.example", &["NXDOMAIN"], &[]),
        case("b-s-dname.toml", "check FILE", &["nothing wrong"], &["error"]),
        case(
            "b-s-dname.toml",
            "query FILE --from onprem x.old.corp.example",
            &["DNAME\tnew.corp.example.", "CNAME\tx.new.corp.example.", "NXDOMAIN"],
            &[],
        ),
        case("b-s-doh.toml", "check FILE", &["nothing wrong"], &["error"]),
        case("load.toml", "check FILE", &["4 findings: 4 warnings"], &["error"]),
        case("load.toml", "query FILE --from onprem mail.corp.example MX", &["10 a.corp.example."], &[]),
        case("load.toml", "query FILE --from onprem text.corp.example TXT", &["\"\\228\""], &[]),
        case("load.toml", "query FILE --from onprem a1f.corp.example", &["10.1.0.31"], &[]),
    ]);
}

/// A delegation in a server's own zone is followed by its glue.
#[test]
fn a_delegation_is_followed_by_its_glue() {
    check(&[
        case("glue.toml", "check FILE", &["nothing wrong"], &["error"]),
        case(
            "glue.toml",
            "query FILE --from onprem www.branch.corp.example",
            &["192.168.9.80"],
            &["SERVFAIL"],
        ),
        // The alias leads back into the parent's zone, which the parent follows by itself.
        case(
            "glue.toml",
            "query FILE --from onprem back.branch.corp.example",
            &["CNAME\twww.corp.example.", "192.168.0.80"],
            &["SERVFAIL"],
        ),
        case("glue.toml", "query FILE --from onprem x.branch.corp.example", &["NXDOMAIN"], &[]),
        // Nothing is sent from here: the answer names whom it would ask.
        case(
            "glue.toml",
            "query FILE --from onprem www.real.corp.example",
            &["192.168.77.10"],
            &["SERVFAIL"],
        ),
        case(
            "glue.toml",
            "query FILE --from onprem www.lost.corp.example",
            &["SERVFAIL", "add its glue, or a forwarder"],
            &[],
        ),
    ]);
}
