//! Every file, command and output of docs/testing.md and parity/README.md, as a reader would run them.

use std::path::Path;

use test_support::program::{self, Folder, RunningServer};

use crate::support::{ZONITE, root};

/// Splits a page into its fenced blocks: the words after the fence, and the text inside.
fn blocks(page: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
    let inside = text.split("```").skip(1).step_by(2);
    let block = |block: &str| block.split_once('\n').map(|(info, text)| (info.to_owned(), text.to_owned()));
    inside.map(|text| block(text).expect("a block")).collect()
}

/// Runs the commands of a page in a folder; returns how many there were.
fn run(page: &str, folder: &Path) -> usize {
    let mut servers = Vec::new();
    let mut count = 0;
    for (info, text) in blocks(page) {
        match info.split_once(' ') {
            Some(("toml", name)) => std::fs::write(folder.join(name), text).expect("a file"),
            None if info == "console" => {
                for command in text.split("$ zonite ").skip(1) {
                    let (line, shown) = command.split_once('\n').expect("a command and its output");
                    match line.strip_suffix(" &") {
                        Some(served) => servers.push(serve(served, folder)),
                        None => {
                            let words: Vec<&str> = line.split_whitespace().collect();
                            let (_, out, err) = program::run(Path::new(ZONITE), folder, &words);
                            assert_eq!(err + &out, shown, "$ zonite {line}");
                        }
                    }
                    count += 1;
                }
            }
            // Asking Azure is not for a test.
            None if info == "sh" => {}
            _ => panic!("a block that nothing runs: {info}"),
        }
    }
    count
}

/// Starts the server of a command, which has the flags that a test would add.
fn serve(line: &str, folder: &Path) -> RunningServer {
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["serve", config, "--listen", "127.0.0.1:0", "--ready-file", ready] = *words else {
        panic!("no such server: {line}")
    };
    let server = RunningServer::start(Path::new(ZONITE), folder, &[config]);
    let own = Folder::new();
    std::fs::copy(server.ready_file(&own), folder.join(ready)).expect("a copy");
    server
}

#[test]
fn every_command_of_the_page_about_expectations_prints_what_it_shows() {
    let folder = Folder::new();
    assert!(run("docs/testing.md", &folder.path) >= 10);
}

#[test]
fn every_command_of_the_parity_page_prints_what_it_shows() {
    assert!(run("parity/README.md", &root()) >= 2);
}

/// The table of keys has every key, and no other.
#[test]
fn the_table_of_keys_is_complete() {
    let page = std::fs::read_to_string(root().join("docs/testing.md")).expect("the page");
    let (_, table) = page.split_once("| key | means |").expect("the table");
    let (table, _) = table.split_once("\n\n").expect("its end");
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once(" |"));
    let mut shown: Vec<&str> =
        rows.flat_map(|(keys, _)| keys.split("`, `")).map(|key| key.trim_end_matches('`')).collect();
    let mut known = expectations::parse::keys();
    shown.sort_unstable();
    known.sort_unstable();
    assert_eq!(shown, known);
}
