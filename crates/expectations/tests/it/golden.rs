//! Texts that tests compare with files; `ZONITE_BLESS=1` writes the files.

use std::path::{Path, PathBuf};

use expectations::{Selection, Suite};

/// Compares a text with a file of tests/golden.
#[track_caller]
pub(crate) fn check(name: &str, text: &str) {
    let path = Path::new("tests/golden").join(name);
    if std::env::var_os("ZONITE_BLESS").is_some() {
        std::fs::write(&path, text).expect("a file");
    }
    let want = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(want == text, "{} is otherwise:\n{text}", path.display());
}

/// Reads a file of tests/golden.
pub(crate) fn load(name: &str) -> Result<Suite, Vec<azure_model::Diagnostic>> {
    let paths = vec![PathBuf::from("tests/golden").join(name)];
    Suite::load(&Selection { paths, ..Selection::default() })
}

#[track_caller]
fn check_refusals(name: &str) {
    let problems = load(&format!("{name}.toml")).expect_err("it is refused");
    // Known mistakes are no business of this test.
    let line = |problem: &azure_model::Diagnostic| match problem.to_string().split_once("they are M1,") {
        Some((head, _)) => format!("{head}they are M1, …\n"),
        None => format!("{problem}\n"),
    };
    let lines: String = problems.iter().map(line).collect();
    check(&format!("{name}.txt"), &lines);
}

#[test]
fn everything_that_is_wrong_with_a_file_is_said_at_once() {
    check_refusals("broken");
}

#[test]
fn an_unknown_place_lists_those_that_there_are() {
    check_refusals("nowhere");
}
