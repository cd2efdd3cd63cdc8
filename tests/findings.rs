//! The pages of docs/findings: every command is run, every output compared, every mistake fixed.
//!
//! `ZONITE_UPDATE_PAGES=1` writes the outputs into the pages instead; read the difference before you commit it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use azure_model::Disk;
use insight::diagnosis::{Rule, rules};
use similar::{ChangeTag, TextDiff};
use test_support::program::{self, RunningServer};

use crate::support::{ZONITE, root, serve};

/// What no known mistake may be called by `check` alone: the configuration cannot be used, so that nothing is explained.
const REFUSED: [&str; 2] = ["M28", "L4"];

fn folder() -> PathBuf {
    root().join("docs/findings")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Compares a page with what it should be, or writes it.
fn settle(path: &Path, want: &str) {
    if std::env::var_os("ZONITE_UPDATE_PAGES").is_some() {
        std::fs::write(path, want).expect("the page can be written");
        return;
    }
    assert_eq!(read(path), want, "{}; see the top of tests/findings.rs", path.display());
}

/// The example of a page: its configuration before and after, served when first asked.
struct Example {
    id: &'static str,
    servers: BTreeMap<String, (RunningServer, BTreeMap<String, String>)>,
}

impl Example {
    /// Returns what a command prints; `stem` is the configuration that is served meanwhile.
    fn output(&mut self, command: &str, stem: &str) -> String {
        let words: Vec<&str> = command.split(' ').collect();
        match words[0] {
            "zonite" => {
                let (_, out, err) = program::run(Path::new(ZONITE), &root(), &words[1..]);
                if out.is_empty() { err } else { out }
            }
            "dig" => self.dig(&words[1..], stem),
            other => panic!("{}: nothing here runs {other}", self.id),
        }
    }

    fn dig(&mut self, words: &[&str], stem: &str) -> String {
        let file = format!("docs/findings/{stem}.toml");
        let (server, ports) = self.servers.entry(stem.to_owned()).or_insert_with(|| {
            let loaded = formats::load(&root().join(&file), &Disk).expect("a configuration");
            let named =
                |spec: &azure_model::ListenerSpec| (spec.address.port().to_string(), spec.name.clone());
            (serve(&[&file]), loaded.compiled.listeners.iter().map(named).collect())
        });
        let moved = |word: &&str| match ports.get(*word) {
            Some(name) => server.address(name).port().to_string(),
            None => (*word).to_owned(),
        };
        let output = Command::new("dig").args(words.iter().map(moved)).output();
        let output = output.expect("dig; tests/run installs it");
        assert!(output.status.success(), "{}: dig {words:?}: {output:?}", self.id);
        String::from_utf8(output.stdout).expect("UTF-8")
    }
}

/// Takes out what differs from run to run: identifiers and cookies.
fn steady(output: &str) -> String {
    let lines = output.trim_end().lines().filter(|line| !line.starts_with("; COOKIE: "));
    let line = |line: &str| match line.split_once(", id: ") {
        Some((head, _)) => format!("{head}, id: 0\n"),
        None => format!("{}\n", line.trim_end()),
    };
    lines.map(line).collect()
}

/// Lists the lines that the fix takes away and adds, with where they are.
fn difference(id: &str) -> String {
    let text = |stem: &str| read(&folder().join(format!("{stem}.toml")));
    let (old, new) = (text(id), text(&format!("{id}.fixed")));
    let line = |change: similar::Change<&str>| {
        let sign = match change.tag() {
            ChangeTag::Equal => return None,
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        let text = change.value().trim_end();
        (!text.is_empty()).then(|| format!("{sign}{text}\n"))
    };
    TextDiff::from_lines(&old, &new).iter_all_changes().filter_map(line).collect()
}

/// Writes a page again with what its commands print today.
fn replayed(rule: &'static Rule, page: &str) -> String {
    let mut example = Example { id: rule.id, servers: BTreeMap::new() };
    let (mut text, mut fence, mut stem) = (String::new(), None, rule.id.to_owned());
    for line in page.lines() {
        match (fence, line) {
            (Some(_), "```") => fence = None,
            (Some("console"), line) => {
                if let Some(command) = line.strip_prefix("$ ") {
                    text.push_str(&format!("{line}\n{}", steady(&example.output(command, &stem))));
                }
                continue;
            }
            (Some(_), _) => continue,
            (None, "```console") => fence = Some("console"),
            (None, "```diff") => {
                text.push_str(&format!("{line}\n{}", difference(rule.id)));
                fence = Some("diff");
                continue;
            }
            (None, "## Fix") => stem = format!("{}.fixed", rule.id),
            (None, _) => assert!(!line.starts_with("```"), "{}: nothing runs {line}", rule.id),
        }
        text.push_str(&format!("{line}\n"));
    }
    text
}

/// Returns the IDs that `check` finds in a configuration.
fn found_in(file: &str) -> Vec<String> {
    let args = ["check", "--format", "json", file];
    let (_, out, err) = program::run(Path::new(ZONITE), &root(), &args);
    let findings: serde_json::Value =
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{file}: {error}\n{out}{err}"));
    let findings = findings.as_array().expect("an array");
    findings.iter().map(|finding| finding["rule"].as_str().expect("an ID").to_owned()).collect()
}

#[test]
fn every_page_shows_what_its_commands_print() {
    for rule in rules() {
        let path = folder().join(format!("{}.md", rule.id));
        let page = read(&path);
        let head = format!("# {}: {}\n\n{} Severity: {}.\n", rule.id, rule.name, rule.title, rule.severity);
        assert!(page.starts_with(&head), "{} begins with\n{head}", path.display());
        settle(&path, &replayed(rule, &page));
    }
}

#[test]
fn every_example_has_its_mistake_and_no_other_and_the_fix_leaves_nothing() {
    for rule in rules() {
        let mut found = found_in(&format!("docs/findings/{}.toml", rule.id));
        found.dedup();
        assert_eq!(found, [rule.id], "{}.toml", rule.id);
        let left = found_in(&format!("docs/findings/{}.fixed.toml", rule.id));
        assert!(left.is_empty(), "{}.fixed.toml: {left:?}", rule.id);
    }
}

/// Returns the words of the `explain` command of a page.
fn explain_of(page: &str) -> Option<Vec<&str>> {
    let line = page.lines().find_map(|line| line.strip_prefix("$ zonite explain "))?;
    Some(line.split(' ').collect())
}

#[test]
fn every_misconfiguration_is_named_by_explain_until_it_is_fixed() {
    for rule in rules().iter().filter(|rule| !REFUSED.contains(&rule.id)) {
        let page = read(&folder().join(format!("{}.md", rule.id)));
        let Some(words) = explain_of(&page) else {
            assert!(rule.id.starts_with('L'), "{}.md has no zonite explain", rule.id);
            continue;
        };
        let named = format!("\n{} {}", rule.id, rule.name);
        let run = |words: &[&str]| {
            let args: Vec<&str> = ["explain"].iter().chain(words).copied().collect();
            program::run(Path::new(ZONITE), &root(), &args).1
        };
        assert!(run(&words).contains(&named), "{}: {}", rule.id, run(&words));
        let fixed = format!("docs/findings/{}.fixed.toml", rule.id);
        let words: Vec<&str> =
            words.iter().map(|word| if word.ends_with(".toml") { &*fixed } else { word }).collect();
        assert!(!run(&words).contains(&named), "{}, fixed: {}", rule.id, run(&words));
    }
}

/// Writes the table of the index.
fn table() -> String {
    let mut table = "| ID | name | severity | what is wrong | `check` | `explain` |\n".to_owned();
    table.push_str("|---|---|---|---|---|---|\n");
    for rule in rules() {
        let Rule { id, name, severity, title } = rule;
        let page = read(&folder().join(format!("{id}.md")));
        let explained = if explain_of(&page).is_some() { "yes" } else { "" };
        table.push_str(&format!("| [{id}]({id}.md) | {name} | {severity} | {title} | yes | {explained} |\n"));
    }
    table
}

#[test]
fn the_index_lists_every_mistake_and_finds_each_by_a_symptom() {
    const BEGIN: &str = "<!-- made by tests/findings.rs -->\n";
    const END: &str = "<!-- end -->\n";
    let path = folder().join("README.md");
    let page = read(&path);
    let (head, rest) = page.split_once(BEGIN).expect("the mark where the table begins");
    let (_, tail) = rest.split_once(END).expect("the mark where the table ends");
    settle(&path, &format!("{head}{BEGIN}{}{END}{tail}", table()));
    for rule in rules() {
        let link = format!("[{0}]({0}.md)", rule.id);
        assert!(head.contains(&link) || tail.contains(&link), "{} is under no symptom", rule.id);
    }
}

#[test]
fn every_file_of_the_folder_belongs_to_a_mistake() {
    for entry in std::fs::read_dir(folder()).expect("the folder") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        let stem = name.split('.').next().unwrap_or_default();
        assert!(name == "README.md" || rules().iter().any(|rule| rule.id == stem), "{name}");
    }
}
