//! Pages and comments: what they cite is in the repository.

use std::path::{Path, PathBuf};

use crate::support::root;

/// Folders that hold what builds and tests leave behind.
const LEFT_OUT: [&str; 5] = ["target", ".git", "node_modules", ".venv", "__pycache__"];

/// Returns every file of the repository whose name ends in one of the endings.
pub(crate) fn files(endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match path.is_dir() {
                true if LEFT_OUT.contains(&name.as_str()) => {}
                true => folders.push(path),
                false if endings.iter().any(|ending| name.ends_with(ending)) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found
}

pub(crate) fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Writes the anchor that GitHub gives to a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn has_heading(page: &Path, heading: &str) -> bool {
    heading.is_empty() || text(page).lines().any(|line| line.starts_with('#') && anchor(line) == heading)
}

/// Finds the targets of links in a page, without those that leave the repository.
pub(crate) fn links(page: &str) -> Vec<&str> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://")).collect()
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let pages = files(&[".md"]);
    assert!(pages.len() > 50, "only {} pages", pages.len());
    for page in pages.iter().filter(|page| !page.ends_with("reference/template.md")) {
        for target in links(&text(page)) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let folder = page.parent().expect("a folder");
            let file = if file.is_empty() { page.clone() } else { folder.join(file) };
            assert!(file.exists(), "{page:?} leads to {target}");
            assert!(has_heading(&file, heading), "{page:?} leads to {target}");
        }
    }
}

/// Finds the pages that a comment names, as `docs/azure.md#13-overlaps`.
fn cited(comment: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-./#".contains(c);
    let words = comment.split(|c| !is_part(c)).map(|word| word.trim_end_matches('.'));
    words.filter(|word| word.ends_with(".md") || word.contains(".md#")).collect()
}

/// Returns the comment of a line, if the whole line is one. A line that follows code is short and cites nothing.
fn comment<'t>(file: &Path, line: &'t str) -> Option<&'t str> {
    let mark = if file.extension().is_some_and(|ending| ending == "rs") { "//" } else { "#" };
    line.trim_start().strip_prefix(mark)
}

/// Tells whether a citation in a file leads to a page: from the top of the repository, or from a folder above the file.
fn is_there(file: &Path, citation: &str) -> bool {
    let (page, heading) = citation.split_once('#').unwrap_or((citation, ""));
    let mut folders = file.ancestors().skip(1).take_while(|folder| folder.starts_with(root()));
    folders.any(|folder| folder.join(page).is_file() && has_heading(&folder.join(page), heading))
}

#[test]
fn every_page_that_a_comment_cites_is_in_the_repository() {
    let mut count = 0;
    for file in files(&[".rs", ".toml", ".py", ".sh", ".yaml", ".yml", ".go", ".mjs"]) {
        let text = text(&file);
        for (index, line) in text.lines().enumerate() {
            for citation in cited(comment(&file, line).unwrap_or_default()) {
                assert!(is_there(&file, citation), "{}:{}: {citation}", file.display(), index + 1);
                count += 1;
            }
        }
    }
    assert!(count > 20, "only {count} citations");
}

#[test]
fn a_citation_that_leads_nowhere_is_found() {
    let file = root().join("tests/documents.rs");
    let (missing, wrong) = (format!("design{}", ".md"), format!("docs/azure{}", ".md#no-such-heading"));
    for (comment, cites, there) in [
        (format!(" The order ({missing} §5)."), missing.as_str(), false),
        (format!(" See {wrong}."), wrong.as_str(), false),
        (" The order is in docs/azure.md#12-order.".to_owned(), "docs/azure.md#12-order", true),
    ] {
        assert_eq!(cited(&comment), [cites]);
        assert_eq!(is_there(&file, cites), there, "{cites}");
    }
}
