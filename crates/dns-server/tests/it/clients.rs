//! Real clients: what dig and kdig make of the replies.

use std::process::Command;

use crate::lab::{Lab, MANY};

/// Runs a client against the server and returns what it prints.
pub(crate) fn run(lab: &Lab, program: &str, arguments: &[&str]) -> String {
    let port = lab.address.port().to_string();
    let output = Command::new(program)
        .args(["@127.0.0.1", "-p", &port])
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[track_caller]
fn check(program: &str, arguments: &[&str], want: &[&str]) {
    let printed = run(&Lab::start(), program, arguments);
    for line in want {
        assert!(printed.contains(line), "{program} {arguments:?} lacks {line:?}:\n{printed}");
    }
    for complaint in ["WARNING", "Warning", "mismatch", "malformed"] {
        assert!(!printed.contains(complaint), "{program} {arguments:?} complains:\n{printed}");
    }
}

#[test]
fn dig_reads_an_answer() {
    check("dig", &["www.corp.example"], &["status: NOERROR", "flags: qr rd ra;", "udp: 1224", "10.0.0.1"]);
    check("dig", &["none.corp.example"], &["status: NXDOMAIN", "AUTHORITY: 1", "ns.corp.example."]);
}

#[test]
fn dig_sees_its_cookie_echoed() {
    check("dig", &["+cookie=0123456789abcdef", "www.corp.example"], &["COOKIE: 0123456789abcdef (echoed)"]);
}

#[test]
fn dig_reads_why_it_was_refused() {
    check("dig", &["-c", "CH", "www.corp.example"], &["status: REFUSED", "EDE: 21 (Not Supported)"]);
    check("dig", &["-b", "127.9.0.1", "www.corp.example"], &["status: REFUSED", "EDE: 18 (Prohibited)"]);
}

#[test]
fn dig_reads_badvers() {
    check("dig", &["+edns=1", "+noednsneg", "www.corp.example"], &["status: BADVERS", "version: 0"]);
}

#[test]
fn dig_asks_again_over_tcp() {
    let answers = format!("ANSWER: {MANY},");
    check("dig", &["many.corp.example"], &["Truncated, retrying in TCP mode", &answers]);
}

#[test]
fn kdig_reads_unknown_types_and_pipelines_over_tcp() {
    check("kdig", &["odd.corp.example", "TYPE65280"], &["\\# 3 010203"]);
    let questions = ["+tcp", "+keepopen", "www.corp.example", "six.corp.example", "AAAA"];
    check("kdig", &questions, &["10.0.0.1", "fd00::1"]);
}
