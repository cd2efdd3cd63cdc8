//! Every TOML block, command and output of README.md, as a reader would run them; and the code that pages show.

use std::path::Path;
use std::process::Command;

use test_support::page::{self, Block};
use test_support::program::{self, Folder, RunningServer};

use crate::documents::links;
use crate::support::{ZONITE, root, serve};

fn blocks() -> Vec<Block> {
    blocks_of("README.md")
}

fn blocks_of(file: &str) -> Vec<Block> {
    page::blocks(&root().join(file))
}

/// A command of a console block with the output shown below it.
fn commands(block: &Block) -> Vec<(String, String)> {
    let mut commands: Vec<(String, String)> = Vec::new();
    for line in &block.lines {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => *output += &format!("{line}\n"),
            (None, None) => panic!("output before any command: {line}"),
        }
    }
    commands
}

#[test]
fn every_command_prints_what_the_readme_shows() {
    let folder = Folder::new();
    let server = serve(&[]);
    let (mut files, mut run) = (0, 0);
    for block in blocks() {
        match block.info.split_once(' ') {
            Some(("toml", file)) => {
                folder.file(file, &block.text());
                files += 1;
            }
            None if block.info == "console" => {
                for (command, shown) in commands(&block) {
                    let seen = output(&command, &folder.path, &server);
                    assert_eq!(steady(&seen), steady(&shown), "$ {command}");
                    run += 1;
                }
            }
            None if block.info == "sh" || example(&block.info).is_some() => {}
            Some((_, file)) if is_tried(file) => {}
            _ => panic!("a block that nothing runs: {}", block.info),
        }
    }
    assert!(files >= 2 && run >= 6, "{files} files, {run} commands");
}

/// Tells whether tests/system tries a file of another program, which takes root; or nobody can who has no Mac.
fn is_tried(file: &str) -> bool {
    let setups = std::fs::read_to_string(root().join("tests/system/setups.rs")).expect("the set-ups");
    file.starts_with("/etc/resolver/") || setups.contains(&format!("\"{file}\""))
}

/// The commands of the first plain block: the first is shown with its output below, the second runs these very tests.
/// Those of the others take too long for a test; what they run is there.
#[test]
fn the_two_commands_are_the_two_commands() {
    let plain: Vec<Vec<String>> =
        blocks().into_iter().filter(|block| block.info == "sh").map(|block| block.lines).collect();
    let [two, others @ ..] = plain.as_slice() else { panic!("a plain block") };
    let command = |line: &String| line.split(" #").next().unwrap_or_default().trim().to_owned();
    assert_eq!(two.iter().map(command).collect::<Vec<_>>(), ["cargo run --release", "tests/run"]);
    assert!(root().join("tests/run").exists());
    let programs = others.iter().flatten().map(|line| line.split(' ').next().unwrap_or_default());
    for program in programs.filter(|program| program.contains('/')) {
        assert!(root().join(program).exists(), "{program}");
    }
}

/// The file of `examples/` that code in a language is shown from. `tests/examples` runs all of them.
fn example(language: &str) -> Option<&'static str> {
    Some(match language {
        "rust" => "examples/rust/tests/lab.rs",
        "python" => "examples/python/test_lab.py",
        "go" => "examples/go/lab_test.go",
        "js" => "examples/node/lab.test.mjs",
        "bash" => "examples/bash/lab.sh",
        _ => return None,
    })
}

#[test]
fn code_that_a_page_shows_is_part_of_an_example() {
    for (page, least) in [("README.md", 2), ("docs/libraries.md", 6)] {
        let shown =
            blocks_of(page).into_iter().filter_map(|block| Some((example(&block.info)?, block.lines)));
        let shown: Vec<_> = shown.map(|(file, lines)| (file, lines.join("\n"))).collect();
        assert!(shown.len() >= least, "{page} shows {} examples", shown.len());
        for (file, code) in shown {
            let text = std::fs::read_to_string(root().join(file)).expect(file);
            assert!(text.contains(&code), "{page} shows what {file} does not have:\n{code}");
        }
    }
}

/// The network of the examples is the one that README.md shows, with something to listen on.
#[test]
fn the_network_of_the_examples_is_the_one_in_the_readme() {
    let lab = std::fs::read_to_string(root().join("examples/lab.toml")).expect("examples/lab.toml");
    let readme: toml::Table = blocks()
        .into_iter()
        .find(|block| block.info == "toml lab.toml")
        .and_then(|block| block.lines.join("\n").parse().ok())
        .expect("lab.toml in README.md");
    let mut lab: toml::Table = lab.parse().expect("TOML");
    lab.remove("internet").expect("it listens");
    for network in lab["virtual_network"].as_array_mut().expect("networks") {
        network.as_table_mut().expect("a table").remove("listen").expect("it listens");
    }
    assert_eq!(lab, readme);
}

/// The lines that docs/ci.md shows are lines of every pipeline.
#[test]
fn pipelines_run_the_lines_that_their_page_shows() {
    for block in blocks_of("docs/ci.md").iter().filter(|block| block.info == "sh") {
        for file in ["github.yml", "gitlab.yml", "azure-pipelines.yml"] {
            let text = std::fs::read_to_string(root().join("examples/ci").join(file)).expect(file);
            let missing: Vec<_> = block.lines.iter().filter(|line| !text.contains(line.as_str())).collect();
            assert!(missing.is_empty(), "{file} lacks {missing:?}");
        }
    }
}

#[test]
fn the_table_of_configurations_has_every_file_of_the_folder() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    let rows = readme.lines().filter(|line| line.starts_with("| [`config/"));
    let mut shown: Vec<String> = rows.flat_map(links).map(str::to_owned).collect();
    let entries = std::fs::read_dir(root().join("config")).expect("config/");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        format!("config/{}", entry.expect("an entry").file_name().to_string_lossy())
    };
    let mut files: Vec<String> = entries.map(name).filter(|path| path.ends_with(".toml")).collect();
    shown.sort();
    files.sort();
    assert_eq!(shown, files, "the table \"Ready configurations\" of README.md, and the folder");
}

/// Runs a command as the reader would, but against the server of this test.
fn output(command: &str, folder: &Path, server: &RunningServer) -> String {
    let words: Vec<&str> = command.split(' ').collect();
    match words[0] {
        "cargo" => usual_ports(&server.greeting, server),
        "zonite" => {
            let (_, out, err) = program::run(Path::new(ZONITE), folder, &words[1..]);
            err + &out
        }
        "dig" => {
            let words: Vec<String> = words[1..].iter().map(|word| listener(word, server)).collect();
            let output = Command::new("dig").args(words).output().expect("dig; tests/run installs it");
            String::from_utf8(output.stdout).expect("UTF-8")
        }
        other => panic!("nothing here runs {other}"),
    }
}

const PORTS: [(&str, &str); 3] = [("5300", "azure_dns"), ("5301", "myVNet"), ("5302", "internet")];

/// Replaces a port of the README by the one of the running server.
fn listener(word: &str, server: &RunningServer) -> String {
    match PORTS.iter().find(|(port, _)| *port == word) {
        Some((_, name)) => server.address(name).port().to_string(),
        None => word.to_owned(),
    }
}

/// Replaces the ports of the running server by those of the README.
fn usual_ports(text: &str, server: &RunningServer) -> String {
    PORTS.iter().fold(text.to_owned(), |text, (port, name)| {
        text.replace(&format!("-p {} ", server.address(name).port()), &format!("-p {port} "))
    })
}

/// Takes out what differs from run to run: blanks that align comments, identifiers, cookies.
fn steady(output: &str) -> String {
    let line = |line: &str| {
        let line = match line.split_once(", id: ") {
            Some((head, _)) => head.to_owned(),
            None if line.starts_with("; COOKIE: ") => "; COOKIE: (echoed)".to_owned(),
            None => line.to_owned(),
        };
        match line.split_once(" # ") {
            Some((command, comment)) => format!("{} # {comment}", command.trim_end()),
            None => line,
        }
    };
    output.trim_end().lines().map(line).collect::<Vec<_>>().join("\n")
}
