//! Reports of a file in which every kind of failure is.

use std::time::Duration;

use expectations::report::paint::Paint;
use expectations::report::{json, junit, list, matrix, tap, text};
use expectations::{Counts, Driver, RunResult};

use crate::golden::{check, load};

#[test]
fn each_kind_of_failure_reads_like_a_diff() {
    let suite = load("failures.toml").expect("a suite");
    let checked = suite.run(&Driver::InProcess);
    check("failures.txt", &text::report(&checked, Paint::Plain));
    assert_eq!(Counts::of(&checked).result(), RunResult::Failed);
}

#[test]
fn colours_are_added_and_nothing_else() {
    let suite = load("failures.toml").expect("a suite");
    let checked = suite.run(&Driver::InProcess);
    let coloured = text::report(&checked, Paint::Colour);
    assert!(coloured.contains("\u{1b}[31m    - NOERROR\u{1b}[0m"), "{coloured}");
    let mut plain = String::new();
    for (at, part) in coloured.split('\u{1b}').enumerate() {
        plain.push_str(if at == 0 { part } else { part.split_once('m').expect("a code").1 });
    }
    assert_eq!(plain, text::report(&checked, Paint::Plain));
}

#[test]
fn tap_has_a_point_for_each_expectation() {
    let suite = load("failures.toml").expect("a suite");
    check("failures.tap", &tap::report(&suite.run(&Driver::InProcess)));
}

#[test]
fn the_list_has_a_line_for_each_expectation() {
    check("list.txt", &list::list(&load("failures.toml").expect("a suite")));
}

#[test]
fn json_has_what_was_expected_and_what_was_seen() {
    let suite = load("failures.toml").expect("a suite");
    check("failures.json", &format!("{:#}\n", json::report(&suite.run(&Driver::InProcess))));
}

#[test]
fn the_matrix_marks_what_is_not_expected() {
    let suite = load("failures.toml").expect("a suite");
    let checked = suite.run(&Driver::InProcess);
    let matrices = matrix::matrices(&suite, &Driver::InProcess, &checked);
    check("matrix.txt", &matrix::terminal(&matrices, Paint::Plain));
    check("matrix.md", &matrix::markdown(&matrices));
    assert!(matrix::terminal(&matrices, Paint::Colour).contains("\u{1b}[31mbroken NXDOMAIN\u{1b}[0m"));
}

/// Read by a parser that knows nothing of this program.
#[test]
fn junit_is_read_back_by_somebody_else() {
    let suite = load("failures.toml").expect("a suite");
    let checked = suite.run(&Driver::InProcess);
    let xml = junit::report(&checked, Duration::from_millis(12));
    let read = junit_parser::from_reader(xml.as_bytes()).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let counts = Counts::of(&checked);
    assert_eq!((read.tests, read.failures, read.errors), (counts.all as u64, counts.failed as u64, 1));
    let [suite] = &*read.suites else { panic!("one file is one suite: {xml}") };
    assert_eq!(suite.cases.len(), counts.all);
    let by_status = |is: fn(&junit_parser::TestStatus) -> bool| {
        suite.cases.iter().filter(|case| is(&case.status)).count()
    };
    assert_eq!(by_status(junit_parser::TestStatus::is_failure), counts.failed);
    assert_eq!(by_status(junit_parser::TestStatus::is_success), counts.passed);
    let junit_parser::TestStatus::Failure(first) = &suite.cases[0].status else { panic!("{xml}") };
    assert_eq!(first.message, "rcode differs");
    assert!(first.text.contains("    - NOERROR\n    + NXDOMAIN"), "{}", first.text);
    let contains = &suite.cases[4];
    let junit_parser::TestStatus::Failure(contains) = &contains.status else { panic!("{xml}") };
    assert!(contains.text.contains("a record that contains \"10.1.0.\""), "{}", contains.text);
}
