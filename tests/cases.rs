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
