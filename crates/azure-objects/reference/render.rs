//! The reference page as Markdown: shared by the program that writes it and by the test that compares it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use azure_objects::ConfigFile;
use azure_objects::schema::{Default, Key, Kind, Status, Table};

/// Where the template wants the tables.
const TABLES: &str = "<!-- tables -->\n";
/// Where it wants the keys that are not built.
const NOT_BUILT: &str = "<!-- not built -->\n";
/// Lines of the registry's Markdown end here at the latest; cells of tables may be longer.
const WIDTH: usize = 130;

/// What the page is made of, beside the registry.
pub(crate) struct Sources {
    /// The page around the tables.
    pub(crate) template: String,
    /// TOML by the full path of the table that it shows.
    pub(crate) examples: BTreeMap<String, String>,
}

impl Sources {
    /// Reads `template.md` and `examples/PATH.toml` of a folder.
    pub(crate) fn read(folder: &Path) -> std::io::Result<Self> {
        let mut examples = BTreeMap::new();
        for entry in std::fs::read_dir(folder.join("examples"))? {
            let path = entry?.path();
            let table = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            examples.insert(table, std::fs::read_to_string(path)?);
        }
        Ok(Self { template: std::fs::read_to_string(folder.join("template.md"))?, examples })
    }
}

/// A table with every place that it has in a file.
struct Section {
    table: &'static Table,
    places: Vec<Place>,
}

/// One place of a table, as `private_dns_zone.record_set`.
pub(crate) struct Place {
    /// The keys that lead to it, with dots.
    pub(crate) path: String,
    /// Whether there may be several: `[[..]]`.
    pub(crate) is_array: bool,
}

impl Place {
    fn header(&self) -> String {
        match self.is_array {
            true => format!("`[[{}]]`", self.path),
            false => format!("`[{}]`", self.path),
        }
    }
}

/// Writes the page; the error says which table has no example, or which example has no table.
pub(crate) fn render(sources: &Sources) -> Result<String, String> {
    let sections = sections();
    let mut tables = String::new();
    render_table(&ConfigFile::TABLE, &mut tables);
    for section in &sections {
        render_section(section, sources, &mut tables)?;
    }
    let has_table = |path: &str| places().iter().any(|place| place.path == path);
    if let Some(stray) = sources.examples.keys().find(|path| !has_table(path)) {
        return Err(format!("reference/examples/{stray}.toml shows a table that is not in the registry"));
    }
    let page = sources.template.replace(TABLES, &tables).replace(NOT_BUILT, &not_built(&sections));
    Ok(page)
}

/// Lists every place of a table below the root, in the order of the registry.
pub(crate) fn places() -> Vec<Place> {
    sections().into_iter().flat_map(|section| section.places).collect()
}

fn sections() -> Vec<Section> {
    let mut sections = Vec::new();
    gather(&ConfigFile::TABLE, "", &mut sections);
    sections
}

fn gather(table: &'static Table, path: &str, sections: &mut Vec<Section>) {
    for key in table.keys {
        let (inner, is_array) = match key.kind {
            Kind::Table(inner) => (inner, false),
            Kind::Tables(inner) => (inner, true),
            _ => continue,
        };
        let path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
        let place = Place { path: path.clone(), is_array };
        match sections.iter_mut().find(|section| section.table.path == inner.path) {
            Some(section) => section.places.push(place),
            None => sections.push(Section { table: inner, places: vec![place] }),
        }
        gather(inner, &path, sections);
    }
}

fn render_section(section: &Section, sources: &Sources, page: &mut String) -> Result<(), String> {
    let _ = writeln!(page, "### `{}`\n\n{}", section.table.path, wrap(section.table.doc));
    let headers: Vec<String> = section.places.iter().map(Place::header).collect();
    let often = if section.places.iter().all(|place| place.is_array) {
        "any number of times"
    } else {
        "at most once"
    };
    let _ = writeln!(page, "\nWritten as {}, {often}.\n", headers.join(" or "));
    render_table(section.table, page);
    for place in &section.places {
        let example = sources.examples.get(&place.path);
        let example = example.ok_or(format!("write reference/examples/{}.toml", place.path))?;
        let _ = writeln!(page, "```toml\n{}\n```\n", example.trim());
    }
    Ok(())
}

fn render_table(table: &Table, page: &mut String) {
    page.push_str("| key | type | default | azurerm | meaning |\n|---|---|---|---|---|\n");
    for key in table.keys.iter().filter(|key| key.status == Status::Built) {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} |",
            key.name,
            kind(&key.kind),
            default(key),
            azurerm(key),
            cell(key.doc)
        );
    }
    page.push('\n');
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Table(inner) => format!("[table](#{})", anchor(inner)),
        Kind::Tables(inner) => format!("[array of tables](#{})", anchor(inner)),
        Kind::List(element) => format!("array of: {}", bare(&element.to_string())),
        other => bare(&other.to_string()),
    }
}

/// Takes the article from a description.
fn bare(description: &str) -> String {
    let without = |article| description.strip_prefix(article);
    cell(without("a ").or_else(|| without("an ")).unwrap_or(description))
}

/// Writes the heading's name as GitHub's anchors have it: without dots.
fn anchor(table: &Table) -> String {
    table.path.replace('.', "")
}

fn default(key: &Key) -> String {
    match key.default {
        Default::Required => "**required**".to_owned(),
        Default::Value(text) => format!("`{text}`"),
        Default::Described(words) => cell(words),
    }
}

fn azurerm(key: &Key) -> String {
    key.azurerm.map(|argument| format!("`{argument}`")).unwrap_or_default()
}

/// Makes a text fit for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

/// Lists the keys of the contract that are errors for now.
fn not_built(sections: &[Section]) -> String {
    let later = |table: &'static Table| table.keys.iter().filter(|key| key.status == Status::NotBuilt);
    let root = later(&ConfigFile::TABLE).map(|key| (key.name.to_owned(), key));
    let inner = sections.iter().flat_map(|section| {
        later(section.table).map(|key| (format!("{}.{}", section.table.path, key.name), key))
    });
    let mut list = "| key | azurerm | meaning |\n|---|---|---|\n".to_owned();
    for (path, key) in root.chain(inner) {
        let _ = writeln!(list, "| `{path}` | {} | {} |", azurerm(key), cell(key.doc));
    }
    list
}

/// Breaks a text between words.
fn wrap(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().map_or(0, |line| line.len());
        match lines.last_mut() {
            Some(last) if line > 0 && line + 1 + word.len() <= WIDTH => *last += &format!(" {word}"),
            Some(last) if line == 0 => last.push_str(word),
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
