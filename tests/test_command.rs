//! `zonite test` as a command: exit codes, flags, what goes where. Reports are tested beside the crate that makes them.

use std::path::Path;
use std::process::Command;

use test_support::program::{Folder, RunningServer};

use crate::support::{ZONITE, root, serve, zonite};

const FILE: &str = "tests/scenarios/myregistry.toml";
const CONFIG: &str = "../../config/myregistry.toml";

/// Writes a file of one expectation of the article's registry.
fn file(folder: &Folder, from: &str, expects: &str) -> String {
    let config = root().join("tests/scenarios").join(CONFIG);
    let text = format!(
        "config = \"{}\"\n[[expect]]\nfrom = \"{from}\"\nquery = \"myregistry.azurecr.io\"\n{expects}\n",
        config.display()
    );
    folder.file("expected.toml", &text).display().to_string()
}

#[test]
fn the_exit_code_is_0_passed_1_failed_2_cannot() {
    let folder = Folder::new();
    let code = |from: &str, expects: &str, args: &[&str]| {
        let path = file(&folder, from, expects);
        zonite(&[&["test", &path], args].concat()).0
    };
    assert_eq!(code("myVNet", "private = true", &[]), Some(0));
    assert_eq!(code("internet", "private = true", &[]), Some(1));
    assert_eq!(code("nowhere", "private = true", &[]), Some(2));
    assert_eq!(code("myVNet", "privat = true", &[]), Some(2));
    assert_eq!(code("myVNet", "", &[]), Some(2));
    assert_eq!(code("myVNet", "private = true", &["--filter", "nobody"]), Some(2));
    assert_eq!(code("myVNet", "private = true", &["--junit", "/no/such/folder/junit.xml"]), Some(2));
    assert_eq!(zonite(&["test", "no/such.toml"]).0, Some(2));
    assert_eq!(zonite(&["test", "docs"]).0, Some(2), "a folder without files of expectations");
}

#[test]
fn every_offline_example_of_the_help_runs() {
    let (_, out, _) = zonite(&["test", "--help"]);
    let examples = out.lines().filter_map(|line| line.strip_prefix("  zonite "));
    let mut run = 0;
    for example in examples.filter(|example| example.contains("tests/scenarios")) {
        let command = example.split("   ").next().unwrap_or_default().replace('\'', "");
        let (code, _, err) = zonite(&command.split_whitespace().collect::<Vec<_>>());
        assert_eq!(code, Some(0), "{command}: {err}");
        run += 1;
    }
    assert!(run >= 5, "{out}");
}

#[test]
fn results_are_written_to_a_junit_file_beside_what_is_shown() {
    let folder = Folder::new();
    let junit = folder.path.join("junit.xml").display().to_string();
    let (code, out, _) = zonite(&["test", "--tap", "--junit", &junit, FILE]);
    assert_eq!(code, Some(0));
    assert!(out.starts_with("TAP version 14\n"), "{out}");
    let xml = std::fs::read_to_string(junit).expect("a file");
    assert!(xml.contains(" failures=\"0\" errors=\"0\" skipped=\"0\""), "{xml}");
}

#[test]
fn what_is_shown_is_chosen_once() {
    for (one, other) in [("--json", "--tap"), ("--list", "--update"), ("--matrix", "--report")] {
        let (code, _, err) = zonite(&["test", one, other, FILE]);
        assert_eq!(code, Some(2), "{one} {other}");
        assert!(err.contains("cannot be used with"), "{err}");
    }
    let (code, _, err) = zonite(&["test", "--server", "127.0.0.1", "--ready-file", "x", FILE]);
    assert_eq!(code, Some(2), "{err}");
    let (code, _, err) = zonite(&["test", "--as", "hub", FILE]);
    assert_eq!(code, Some(2), "{err}");
}

#[test]
fn a_server_needs_to_be_told_where_it_stands() {
    let server = serve(&[]);
    let address = server.address("myVNet").to_string();
    let (code, _, err) = zonite(&["test", "--server", &address, FILE]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("where is this machine? Add --as with one of: myVNet, "), "{err}");
    let (code, _, err) = zonite(&["test", "--server", &address, "--as", "hub", FILE]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("nothing is expected from hub; --as takes one of: myVNet, "), "{err}");
    let (code, out, err) = zonite(&["test", "--server", &address, "--as", "myVNet", FILE]);
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(out.contains("NOT CHECKED") && !out.contains("failed"), "{out}");
    // One place: nothing to ask.
    let folder = Folder::new();
    let path = file(&folder, "myVNet", "address = \"10.0.0.7\"");
    let (code, out, _) = zonite(&["test", "--server", &address, &path]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("1 passed"), "{out}");
}

#[test]
fn another_configuration_can_take_the_place_of_the_files_own() {
    let folder = Folder::new();
    let path = file(&folder, "myVNet", "address = \"10.0.0.7\"");
    let config = root().join("config/myregistry.toml");
    let text = std::fs::read_to_string(config).expect("a configuration").replace("10.0.0.7", "10.0.0.9");
    let other = folder.file("other.toml", &text).display().to_string();
    let (code, out, _) = zonite(&["test", "--config", &other, &path]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("    - 10.0.0.7\n    + 10.0.0.9\n"), "{out}");
}

#[test]
fn a_ready_file_is_of_one_configuration() {
    let folder = Folder::new();
    let server: RunningServer = serve(&[]);
    let ready = server.ready_file(&folder).display().to_string();
    let (code, _, err) = zonite(&["test", "--ready-file", &ready, "tests/scenarios"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("a server serves one configuration"), "{err}");
    let (code, _, err) = zonite(&["test", "--ready-file", "no/such.json", FILE]);
    assert_eq!(code, Some(2));
    assert!(err.contains("no/such.json: No such file"), "{err}");
}

/// Name servers are on port 53; the file names one that nobody runs.
#[test]
fn the_name_servers_of_a_resolv_conf_are_asked() {
    let folder = Folder::new();
    let path = file(&folder, "myVNet", "address = \"10.0.0.7\"");
    let conf = folder.file("resolv.conf", "nameserver 127.0.99.53\n").display().to_string();
    let (code, out, err) = zonite(&["test", &format!("--resolv-conf={conf}"), &path, "--timeout", "100ms"]);
    assert_eq!(code, Some(2), "{out}{err}");
    assert!(out.contains("dig @127.0.99.53 myregistry.azurecr.io A"), "{out}");
}

#[test]
fn updating_writes_the_file_and_then_it_passes() {
    let folder = Folder::new();
    let path = file(&folder, "internet", "private = true # ?");
    let (code, out, err) = zonite(&["test", "--update", &path]);
    assert_eq!((code, &*err), (Some(0), "1 file written\n"), "{out}");
    assert!(out.contains("-private = true # ?\n+private = false # ?\n"), "{out}");
    assert_eq!(zonite(&["test", &path]).0, Some(0));
    let (code, out, err) = zonite(&["test", "--update", &path]);
    assert_eq!((code, &*out, &*err), (Some(0), "", "0 files written\n"));
}

/// A pipe gets no colours; neither does anybody who has said so.
#[test]
fn a_pipe_gets_no_colours() {
    let folder = Folder::new();
    let path = file(&folder, "internet", "private = true");
    let output = Command::new(Path::new(ZONITE)).args(["test", &path]).output().expect("the program runs");
    assert!(!output.stdout.contains(&0x1b) && output.status.code() == Some(1));
}
