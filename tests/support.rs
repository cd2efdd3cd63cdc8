//! Where things are, and how to run them.

use std::path::{Path, PathBuf};
use std::process::Command;

use test_support::program;

/// The program under test.
pub(crate) const ZONITE: &str = env!("CARGO_BIN_EXE_zonite");

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// Runs the program in the repository; returns exit code, standard output and standard error.
pub(crate) fn zonite(args: &[&str]) -> (Option<i32>, String, String) {
    program::run(Path::new(ZONITE), &root(), args)
}

/// Runs every `$ zonite` command of the console blocks of a page, which must print what is shown below it; returns how many.
pub(crate) fn run_page(page: &str) -> usize {
    let text = std::fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
    let blocks = text.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut count = 0;
    for command in blocks.flat_map(|block| block.split("$ zonite ").skip(1)) {
        let (words, shown) = command.split_once('\n').expect("a command and its output");
        let (_, seen, err) = zonite(&words.split_whitespace().collect::<Vec<_>>());
        assert_eq!(seen, shown, "$ zonite {words}\n{err}");
        count += 1;
    }
    count
}

/// Starts the program on free ports.
pub(crate) fn serve(args: &[&str]) -> program::Server {
    program::Server::start(Path::new(ZONITE), &root(), args)
}

/// Runs a client from the system's packages; it must be there and exit 0.
pub(crate) fn client(name: &str, args: &[&str]) -> String {
    let output = Command::new(name)
        .args(args)
        .output()
        .unwrap_or_else(|error| panic!("{name}: {error}; tests/run installs what is missing"));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success(), "{name} {args:?}: {}\n{text}", output.status);
    text
}
