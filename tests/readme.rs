//! Every TOML block, command and output of README.md, as a reader would run them.

use std::path::Path;
use std::process::Command;

use test_support::program::{self, Folder, Server};

use crate::support::{ZONITE, root, serve};

/// A fenced block: the words after the fence, and the lines inside.
struct Block {
    info: String,
    lines: Vec<String>,
}

fn blocks() -> Vec<Block> {
    let text = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => open = Some(Block { info: info.to_owned(), lines: Vec::new() }),
            (None, Some(block)) => block.lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    blocks
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
                folder.file(file, &(block.lines.join("\n") + "\n"));
                files += 1;
            }
            None if block.info == "console" => {
                for (command, shown) in commands(&block) {
                    let seen = output(&command, &folder.path, &server);
                    assert_eq!(steady(&seen), steady(&shown), "$ {command}");
                    run += 1;
                }
            }
            None if block.info == "sh" => {}
            _ => panic!("a block that nothing runs: {}", block.info),
        }
    }
    assert!(files >= 2 && run >= 6, "{files} files, {run} commands");
}

/// The commands of the plain block: the first is shown with its output below, the second runs these very tests.
#[test]
fn the_two_commands_are_the_two_commands() {
    let plain: Vec<String> =
        blocks().into_iter().filter(|block| block.info == "sh").flat_map(|b| b.lines).collect();
    let commands: Vec<&str> =
        plain.iter().map(|line| line.split(" #").next().unwrap_or_default().trim()).collect();
    assert_eq!(commands, ["cargo run --release", "tests/run"]);
    assert!(root().join("tests/run").exists());
}

/// Finds the targets of links in a page, without those that leave the repository.
fn links(page: &str) -> Vec<&str> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://")).collect()
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

/// Writes the anchor that GitHub gives to a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let pages = [
        "README.md",
        "ARCHITECTURE.md",
        "parity/README.md",
        "docs/testing.md",
        "docs/README.md",
        "docs/reference.md",
        "docs/facts.md",
        "docs/forwarding.md",
        "docs/endpoints.md",
    ];
    let text =
        |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let findings = std::fs::read_dir(root().join("docs/findings")).expect("docs/findings");
    let findings = findings.map(|entry| entry.expect("an entry").path());
    let findings = findings.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    for page in pages.map(|page| root().join(page)).into_iter().chain(findings) {
        for target in links(&text(&page)) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let folder = page.parent().expect("a folder");
            let file = if file.is_empty() { page.clone() } else { folder.join(file) };
            assert!(file.exists(), "{page:?} leads to {target}");
            let is_heading = |line: &&str| line.starts_with('#') && anchor(line) == heading;
            assert!(heading.is_empty() || text(&file).lines().any(|line| is_heading(&line)), "{target}");
        }
    }
}

/// Runs a command as the reader would, but against the server of this test.
fn output(command: &str, folder: &Path, server: &Server) -> String {
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
fn listener(word: &str, server: &Server) -> String {
    match PORTS.iter().find(|(port, _)| *port == word) {
        Some((_, name)) => server.address(name).port().to_string(),
        None => word.to_owned(),
    }
}

/// Replaces the ports of the running server by those of the README.
fn usual_ports(text: &str, server: &Server) -> String {
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
