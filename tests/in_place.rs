//! Every configuration and every file of expectations runs from the folder that it lies in: whoever copies the folder has
//! all that they name.

use std::path::{Path, PathBuf};

use test_support::program;

use crate::support::{ZONITE, root};

/// Returns the TOML files below a folder of the repository.
fn toml_files(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![root().join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|extension| extension == "toml") => files.push(path),
                false => {}
            }
        }
    }
    files.retain(|path| !path.ends_with("Cargo.toml"));
    files.sort();
    assert!(!files.is_empty(), "{folder}");
    files
}

/// Tells whether a file holds expectations: it names a configuration.
fn is_of_expectations(path: &Path) -> bool {
    let text = std::fs::read_to_string(path).expect("a file");
    let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    table.contains_key("config")
}

/// Runs the program in the folder of a file; returns what it says if the exit code is none of these.
fn complaint(words: &[&str], path: &Path, fine: &[i32]) -> Option<String> {
    let (folder, name) = (path.parent().expect("a folder"), path.file_name().expect("a name"));
    let file = format!("./{}", name.to_str().expect("UTF-8"));
    let (code, out, err) = program::run(ZONITE.as_ref(), folder, &[words, &[&file]].concat());
    let is_fine = code.is_some_and(|code| fine.contains(&code));
    (!is_fine).then(|| format!("{} {words:?}: {code:?}\n{out}{err}", path.display()))
}

#[test]
fn configurations_and_expectations_run_where_they_lie() {
    let mut complaints = Vec::new();
    for folder in ["config", "examples", "parity", "docker", "tests/scenarios"] {
        for path in toml_files(folder) {
            complaints.extend(match (is_of_expectations(&path), folder) {
                // Findings are warnings; the mistakes among them are meant to be there.
                (false, _) => complaint(&["check"], &path, &[0, 1]),
                // Those of the labs are for the real servers of the labs, and docker/labs/run plays them.
                (true, "docker") => complaint(&["test", "--list"], &path, &[0]),
                (true, _) => complaint(&["test"], &path, &[0]),
            });
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
