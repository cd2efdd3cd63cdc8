//! The reference page says what the registry says, and each of its examples loads.

use std::path::{Path, PathBuf};

use azure_objects::config_file::Assumptions;

use formats::load_text;

#[path = "../../../azure-objects/reference/render.rs"]
pub(super) mod render;

#[path = "../../../azure-objects/reference/refusals.rs"]
mod refusals;

use render::Sources;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(super) fn sources() -> Sources {
    Sources::read(&root().join("crates/azure-objects/reference")).expect("reference/")
}

/// Puts the objects that examples refer to behind an example.
pub(super) fn with_base(example: &str) -> String {
    format!("{example}\n{}", include_str!("../../../azure-objects/reference/base.toml"))
}

#[test]
fn the_page_is_what_the_registry_says() {
    let page = std::fs::read_to_string(root().join("docs/reference.md")).unwrap_or_default();
    let rendered = render::render(&sources()).unwrap_or_else(|problem| panic!("{problem}"));
    assert!(
        rendered == page,
        "src/config_file or reference/ has changed; run `cargo run -p azure-objects --example generate-reference`"
    );
}

#[test]
fn the_page_of_refusals_is_what_the_registry_says() {
    let page = std::fs::read_to_string(root().join("docs/refusals.md")).unwrap_or_default();
    assert!(
        refusals::render() == page,
        "src/refusal has changed; run `cargo run -p azure-objects --example generate-reference`"
    );
}

#[test]
fn every_example_loads_and_shows_its_table() {
    for (path, example) in sources().examples {
        let loaded = load_text(&with_base(&example), &path).unwrap_or_else(|errors| panic!("{errors:#?}"));
        assert_eq!(loaded.warnings, [], "{path}");
        let is_header = |line: &str| line.trim_matches(['[', ']']) == path && line.starts_with('[');
        assert!(example.lines().any(is_header), "reference/examples/{path}.toml has no header [{path}]");
    }
}

#[test]
fn every_block_of_the_page_loads() {
    let page = std::fs::read_to_string(root().join("docs/reference.md")).expect("docs/reference.md");
    let blocks: Vec<&str> =
        page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() > sources().examples.len(), "the template has blocks of its own");
    for block in blocks {
        load_text(&with_base(block), "block.toml").unwrap_or_else(|errors| panic!("{block}\n{errors:#?}"));
    }
}

#[test]
fn every_assumption_is_explained_by_its_key() {
    let template = sources().template;
    for key in Assumptions::TABLE.keys {
        let path = format!("| `assumptions.{}` |", key.name);
        assert!(template.contains(&path), "reference/template.md, \"Assumptions\": add {path}");
    }
}

#[test]
fn a_table_without_an_example_is_named_and_so_is_an_example_without_a_table() {
    let mut sources = sources();
    let limits = sources.examples.remove("limits").expect("an example of limits");
    assert_eq!(render::render(&sources), Err("write reference/examples/limits.toml".to_owned()));
    sources.examples.insert("limits".to_owned(), limits.clone());
    sources.examples.insert("limit".to_owned(), limits);
    let problem = "reference/examples/limit.toml shows a table that is not in the registry";
    assert_eq!(render::render(&sources), Err(problem.to_owned()));
}
