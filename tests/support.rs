//! Where things are, and how to run them.

use std::path::{Path, PathBuf};
use std::process::Command;

use test_support::program::{self, Folder};

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

/// Runs the cargo that has built this test, and returns what it prints.
///
/// It may download what it looks at: tests do not rely on what something else has left in `CARGO_HOME`. If another cargo
/// holds the lock of the packages, it waits.
pub(crate) fn cargo(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(args).current_dir(root()).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Runs every `$ zonite …` of the console blocks of a page and compares what is printed; there are `at_least` so many.
///
/// With `ZONITE_UPDATE_PAGES=1` in the environment it writes what is printed into the page instead.
pub(crate) fn check_page(page: &str, at_least: usize) {
    let path = root().join(page);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"));
    let updates = std::env::var_os("ZONITE_UPDATE_PAGES").is_some();
    let (mut seen_page, mut count) = (String::new(), 0);
    for (index, part) in text.split("```console\n").enumerate() {
        let block = if index == 0 { None } else { part.split_once("```") };
        let Some((block, rest)) = block else {
            seen_page.push_str(part);
            continue;
        };
        seen_page.push_str("```console\n");
        for command in block.split("$ ").skip(1) {
            let (words, shown) = command.split_once('\n').expect("a command and its output");
            let seen = match words.strip_prefix("zonite ") {
                Some(words) => printed(&words.split_whitespace().collect::<Vec<_>>()),
                None => shown.to_owned(),
            };
            assert!(
                updates || seen == shown,
                "{page}: $ {words}\n{seen}\nZONITE_UPDATE_PAGES=1 writes it into the page"
            );
            seen_page += &format!("$ {words}\n{seen}");
            count += usize::from(words.starts_with("zonite "));
        }
        seen_page += &format!("```{rest}");
    }
    assert!(count >= at_least, "{page}: only {count} commands");
    if updates {
        std::fs::write(&path, seen_page).expect("the page");
    }
}

/// Returns what a command prints, to standard output, else to standard error.
fn printed(words: &[&str]) -> String {
    let (_, out, err) = zonite(words);
    if out.is_empty() { err } else { out }
}

/// Starts the program on free ports.
pub(crate) fn serve(args: &[&str]) -> program::RunningServer {
    program::RunningServer::start(Path::new(ZONITE), &root(), args)
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

/// Validates JSON documents with a tool that knows nothing of the program.
#[track_caller]
pub(crate) fn check_schema(schema: &Path, documents: &[String]) {
    let folder = Folder::new();
    let mut command = Command::new("jsonschema");
    for (index, document) in documents.iter().enumerate() {
        command.arg("-i").arg(folder.file(&format!("{index}.json"), document));
    }
    let output = command.arg(schema).output().expect("jsonschema; tests/run installs it");
    let told =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
}
