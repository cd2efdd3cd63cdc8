//! Against servers: who is asked, and what is not.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use dns_client::Patience;
use expectations::compare::{Strictness, compare};
use expectations::report::paint::Paint;
use expectations::report::text;
use expectations::seen::{Observation, ObservedOutcome, Suspected, SuspectedMistake};
use expectations::servers::{self, Reach, Servers};
use expectations::{Counts, Driver, ExpectationResult, Observed, RunResult, Selection, Suite};
use test_support::program::Folder;

use crate::golden::{check, load};

const HASTY: Patience = Patience { timeout: Duration::from_millis(20), tries: 1 };

/// Nobody listens at the port of discard (RFC 863) here.
const NOBODY: &str = "127.0.0.1:9";

fn one(network: &str) -> Driver {
    let addresses = vec![NOBODY.parse().expect("an address")];
    Driver::Servers(Servers { reach: Reach::One { addresses, network: network.to_owned() }, patience: HASTY })
}

#[test]
fn what_another_network_expects_is_not_checked() {
    let suite = load("failures.toml").expect("a suite");
    let checked = suite.run(&one("172.16.0.1"));
    check("elsewhere.txt", &text::report(&checked, Paint::Plain));
    assert_eq!(Counts::of(&checked).passed, 0);
}

#[test]
fn nothing_checked_is_no_success() {
    let suite = load("failures.toml").expect("a suite");
    let checked = suite.run(&one("nobody"));
    assert_eq!(Counts::of(&checked), Counts { all: 17, not_checked: 17, ..Counts::default() });
    assert_eq!(Counts::of(&checked).result(), RunResult::Unknown);
}

/// A server is a stranger to the emulator's reasons.
#[test]
fn explains_is_never_passed_by_a_server() {
    let suite = load("failures.toml").expect("a suite");
    let explains = |case: &&expectations::TestCase| case.expectation.wanted.explains.is_some();
    let case = suite.files[0].cases.iter().find(explains).expect("one that explains");
    let outcome = ObservedOutcome::Answer(Observed { rcode: "NOERROR".to_owned(), ..Observed::default() });
    let rule = case.expectation.wanted.explains.expect("a rule");
    let check = |suspected| {
        let seen = Observation { outcome: outcome.clone(), suspected, dig: String::new() };
        compare(&case.expectation.wanted, &seen, Strictness::Wire).expect("an answer")
    };
    let unknown = check(Suspected::NotKnown("it does not say".to_owned()));
    assert!(unknown.differences.is_empty() && unknown.not_checked.len() == 1, "{unknown:?}");
    let mistake = SuspectedMistake { rule, reason: "the record is missing".to_owned() };
    let known = check(Suspected::Mistakes(vec![mistake]));
    assert!(known.differences.is_empty() && known.not_checked.is_empty(), "{known:?}");
    let other = insight::diagnosis::rule("M1").expect("M1");
    let mistake = SuspectedMistake { rule: other, reason: "no link".to_owned() };
    let other = check(Suspected::Mistakes(vec![mistake]));
    assert_eq!(other.differences[0].lines[1].content.to_text(), "M1 zone-not-linked: no link");
}

fn way_of(listeners: &[&str], from: &str) -> Result<String, String> {
    let suite = load("failures.toml").expect("a suite");
    let listeners: BTreeMap<String, SocketAddr> = listeners
        .iter()
        .enumerate()
        .map(|(at, name)| ((*name).to_owned(), SocketAddr::from(([127, 0, 0, 1], 5300 + at as u16))))
        .collect();
    let servers = Servers { reach: Reach::Listeners(listeners), patience: HASTY };
    let file = &suite.files[0];
    let case = file.cases.iter().find(|case| case.expectation.from == from).expect("a case");
    let (source, addresses) = servers.way(&file.config, case).map_err(|why| why.to_string())?;
    Ok(format!("{} from {source:?}", addresses[0]))
}

#[test]
fn each_network_is_asked_at_its_own_listener() {
    for (listeners, from, want) in [
        (&["azure_dns", "hub"][..], "hub", Ok("127.0.0.1:5301 from None")),
        (&["hub", "hub/clients"], "hub", Ok("127.0.0.1:5301 from None")),
        (&["azure_dns", "onprem/clients"], "onprem", Ok("127.0.0.1:5301 from None")),
        (&["azure_dns"], "hub", Err("hub has no listener")),
        (&["azure_dns", "office"], "onprem", Err("onprem has DNS servers of its own")),
        (&["azure_dns"], "172.16.0.1", Err("127.0.0.1:5300 cannot be asked from 172.16.0.1 here")),
        (&["hub"], "172.16.0.1", Err("azure_dns has no listener")),
    ] {
        let way = way_of(listeners, from);
        match want {
            Ok(want) => assert_eq!(way.as_deref(), Ok(want), "{listeners:?} {from}"),
            Err(want) => assert!(way.as_ref().is_err_and(|why| why.starts_with(want)), "{from}: {way:?}"),
        }
    }
}

#[test]
fn a_network_without_a_listener_is_asked_from_an_address_of_its_clients() {
    let paths = vec!["../../tests/scenarios/four-networks.toml".into()];
    let suite = Suite::load(&Selection { paths, ..Selection::default() }).expect("a suite");
    let listeners = BTreeMap::from([("azure_dns".to_owned(), SocketAddr::from(([127, 0, 0, 1], 5300)))]);
    let servers = Servers { reach: Reach::Listeners(listeners), patience: HASTY };
    let file = &suite.files[0];
    for (from, source) in [("hub", "127.0.1.1"), ("dev", "127.0.4.1"), ("127.0.4.7", "127.0.4.7")] {
        let case = file.cases.iter().find(|case| case.expectation.from == from).expect("a case");
        let (found, _) = servers.way(&file.config, case).expect("a way");
        assert_eq!(found, source.parse().ok(), "{from}");
    }
}

#[test]
fn name_servers_are_those_that_a_stub_resolver_uses() {
    let folder = Folder::new();
    let path = folder.file(
        "resolv.conf",
        "# nameserver 192.0.2.9\nsearch corp.example\nnameserver 127.0.0.53\n nameserver\t2001:db8::1\n\
         nameserver 192.0.2.1\nnameserver 192.0.2.2\n",
    );
    let found = servers::name_servers(&path).expect("name servers");
    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["127.0.0.53:53", "[2001:db8::1]:53", "192.0.2.1:53"]);
    let empty = folder.file("empty", "search corp.example\n");
    let error = servers::name_servers(&empty).expect_err("nobody").to_string();
    assert!(error.ends_with("there is no line \"nameserver ADDRESS\""), "{error}");
}

#[test]
fn a_ready_file_that_is_none_says_so() {
    let folder = Folder::new();
    for (text, want) in [
        ("{\"hub\": \"127.0.0.1\"}", "hub has no address and port"),
        ("[]", "it is not an object"),
        ("{", "EOF"),
    ] {
        let path = folder.file("ready.json", text);
        let error = servers::listeners(&path).expect_err(text).to_string();
        assert!(error.contains(want) && error.contains("zonite serve --ready-file"), "{error}");
    }
    let path = folder.file("ready.json", "{\"hub\": \"0.0.0.0:53\"}");
    assert_eq!(servers::listeners(&path).expect("listeners")["hub"].to_string(), "127.0.0.1:53");
}

#[test]
fn several_files_share_a_configuration_and_folders_are_searched() {
    let folder = Folder::new();
    std::fs::copy("tests/golden/lab.toml", folder.path.join("lab.toml")).expect("a copy");
    let text =
        "config = \"lab.toml\"\n[[expect]]\nfrom = \"hub\"\nquery = \"contoso.azurecr.io\"\nprivate = true\n";
    folder.file("b.toml", text);
    folder.file("a.toml", text);
    let paths = vec![folder.path.clone()];
    let suite = Suite::load(&Selection { paths, ..Selection::default() }).expect("a suite");
    let names: Vec<_> = suite.files.iter().filter_map(|file| file.path.file_name()).collect();
    assert_eq!(names, ["a.toml", "b.toml"], "the configuration is no file of expectations");
    assert!(std::sync::Arc::ptr_eq(&suite.files[0].config, &suite.files[1].config));
    let all_passed = |one: &expectations::Checked<'_>| one.verdict == ExpectationResult::Passed(Vec::new());
    assert!(suite.run(&Driver::InProcess).iter().all(all_passed));
}

#[test]
fn a_bad_configuration_is_told_once() {
    let folder = Folder::new();
    folder.file("lab.toml", "cloud = \"mars\"\n");
    let text = "config = \"lab.toml\"\n[[expect]]\nfrom = \"hub\"\nquery = \"a.b\"\nprivate = true\n";
    let paths = vec![folder.file("a.toml", text), folder.file("b.toml", text)];
    let problems = Suite::load(&Selection { paths, ..Selection::default() }).expect_err("refused");
    assert_eq!(problems.len(), 1, "{problems:?}");
    let paths = vec![folder.file("c.toml", &text.replace("lab.toml", "no.toml"))];
    let problems = Suite::load(&Selection { paths, ..Selection::default() }).expect_err("refused");
    assert!(problems[0].to_string().contains("c.toml:1:10: error: config = "), "{}", problems[0]);
}

/// Compares the wants of one expectation with an answer that has nothing but an RCODE; returns what differs.
fn against_nothing(rcode: &str, wants: &str) -> Vec<String> {
    let folder = Folder::new();
    folder.file("zonite.toml", "[internet]\nlisten = [\"127.0.0.1:0\"]\n");
    let text = format!(
        "config = \"zonite.toml\"\n[[expect]]\nfrom = \"internet\"\nquery = \"www.example\"\n{wants}\n"
    );
    let paths = vec![folder.file("expect.toml", &text)];
    let suite = Suite::load(&Selection { paths, ..Selection::default() }).expect("a suite");
    let observed = Observed { rcode: rcode.to_owned(), ..Observed::default() };
    let seen = Observation {
        dig: String::new(),
        outcome: ObservedOutcome::Answer(observed),
        suspected: Suspected::NotKnown(String::new()),
    };
    let wanted = &suite.files[0].cases[0].expectation.wanted;
    let compared = compare(wanted, &seen, Strictness::Exact).expect("an answer");
    compared.differences.iter().map(|difference| difference.aspect.key().to_owned()).collect()
}

#[test]
fn an_error_is_no_answer() {
    for wants in ["answer = []", "authority = []", "authoritative = false"] {
        for error in ["SERVFAIL", "REFUSED", "FORMERR"] {
            assert_eq!(against_nothing(error, wants), ["rcode"], "{error}, {wants}");
        }
        assert_eq!(against_nothing("NXDOMAIN", wants), [""; 0], "{wants}");
    }
    assert_eq!(against_nothing("REFUSED", "rcode = \"REFUSED\"\nanswer = []"), [""; 0]);
    assert_eq!(against_nothing("NOERROR", "ttl_at_most = 60"), ["ttl_at_most"], "no record has a TTL");
}

#[test]
fn no_file_of_a_folder_is_passed_over_that_may_be_meant() {
    let folder = Folder::new();
    folder.file("zonite.toml", "[internet]\nlisten = [\"127.0.0.1:0\"]\n");
    folder.file("broken.toml", "x = [\n");
    folder.file("misspelt.toml", "[[expct]]\nfrom = \"internet\"\nquery = \"www.example\"\n");
    let selection = Selection { paths: vec![folder.path.clone()], ..Selection::default() };
    let problems = Suite::load(&selection).expect_err("two files are wrong");
    let files: Vec<String> = problems.iter().map(|problem| problem.place.holder().into_owned()).collect();
    for file in ["broken.toml", "misspelt.toml"] {
        assert!(files.iter().any(|place| place.ends_with(file)), "{file}: {problems:?}");
    }
    assert!(!files.iter().any(|place| place.ends_with("zonite.toml")), "{problems:?}");
}
