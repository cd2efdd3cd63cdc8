//! Objects as TOML that a person would have written: keys in the order of the schema, defaults left out, what is small on one
//! line.

use azure_objects::ConfigFile;
use azure_objects::raw::{RawData, RawTable};
use azure_objects::schema::{Kind, Table};

/// Most columns of a line that has several values.
const WIDTH: usize = 120;
/// How many keys lead to the tables that have a header at most, as `private_dns_zone.record_set`.
const DEEPEST_HEADER: usize = 2;

/// Writes the objects of a configuration. Whoever reads the text gets the same objects.
pub fn write(config: &ConfigFile) -> String {
    let mut text = String::new();
    write_table(&mut text, &Under { path: "", depth: 0 }, &config.to_table(), &ConfigFile::TABLE);
    text
}

/// Where a table stands.
struct Under<'p> {
    /// The keys that lead to it, with dots.
    path: &'p str,
    /// How many they are.
    depth: usize,
}

/// Writes the keys of a table, then the tables in it that have a header.
fn write_table(text: &mut String, under: &Under<'_>, table: &RawTable<'_>, schema: &Table) {
    let mut with_header = Vec::new();
    for entry in &table.entries {
        match header_of(schema, &entry.key, &entry.value.data, under.depth) {
            Some(header) => with_header.push((entry, header)),
            None => write_key(text, &entry.key, &entry.value.data),
        }
    }
    for (entry, inner) in with_header {
        let path = match under.path {
            "" => key_text(&entry.key),
            path => format!("{path}.{}", key_text(&entry.key)),
        };
        let under = Under { path: &path, depth: under.depth + 1 };
        match &entry.value.data {
            RawData::Table(table) => {
                if !has_only_headers(table, inner, under.depth) {
                    start_table(text, &format!("[{path}]"));
                }
                write_table(text, &under, table, inner);
            }
            RawData::Array(tables) => {
                for table in tables {
                    start_table(text, &format!("[[{path}]]"));
                    if let RawData::Table(table) = &table.data {
                        write_table(text, &under, table, inner);
                    }
                }
            }
            RawData::Text(_) | RawData::Integer(_) | RawData::Boolean(_) | RawData::Other(_) => {}
        }
    }
}

/// Returns the schema of what a key has under a header; `None`: its value stands behind the key.
fn header_of(schema: &Table, key: &str, data: &RawData<'_>, depth: usize) -> Option<&'static Table> {
    let (Kind::Table(inner) | Kind::Tables(inner)) = schema.key(key)?.kind else { return None };
    let is_empty_array = matches!(data, RawData::Array(array) if array.is_empty());
    (!inner.is_small && depth < DEEPEST_HEADER && !is_empty_array).then_some(inner)
}

/// Tells whether a table needs no header of its own: those in it say that it is there.
fn has_only_headers(table: &RawTable<'_>, schema: &Table, depth: usize) -> bool {
    let mut entries = table.entries.iter().peekable();
    entries.peek().is_some()
        && entries.all(|entry| header_of(schema, &entry.key, &entry.value.data, depth).is_some())
}

fn start_table(text: &mut String, header: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(header);
    text.push('\n');
}

/// Writes a key and its value: a list that is long, or that has several tables, with an element on each line.
fn write_key(text: &mut String, key: &str, data: &RawData<'_>) {
    let key = key_text(key);
    let line = format!("{key} = {}\n", value_text(data));
    match data {
        RawData::Array(elements) if is_on_lines(elements.len(), data, &line) => {
            text.push_str(&format!("{key} = [\n"));
            for element in elements {
                text.push_str(&format!("  {},\n", value_text(&element.data)));
            }
            text.push_str("]\n");
        }
        _ => text.push_str(&line),
    }
}

fn is_on_lines(count: usize, data: &RawData<'_>, line: &str) -> bool {
    let has_tables = matches!(data, RawData::Array(elements) if elements.iter().any(|one| matches!(one.data, RawData::Table(_))));
    (has_tables && count > 1) || (count > 0 && line.chars().count() > WIDTH)
}

/// Writes a value on one line.
fn value_text(data: &RawData<'_>) -> String {
    match data {
        RawData::Text(text) => quote(text),
        RawData::Integer(integer) => integer.map_or_else(String::new, |integer| integer.to_string()),
        RawData::Boolean(boolean) => boolean.to_string(),
        RawData::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(|element| value_text(&element.data)).collect();
            format!("[{}]", elements.join(", "))
        }
        RawData::Table(table) if table.entries.is_empty() => "{}".to_owned(),
        RawData::Table(table) => {
            let entry = |key: &str, data| format!("{} = {}", key_text(key), value_text(data));
            let entries: Vec<String> =
                table.entries.iter().map(|one| entry(&one.key, &one.value.data)).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        RawData::Other(_) => String::new(),
    }
}

fn key_text(key: &str) -> String {
    let is_bare = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-');
    match !key.is_empty() && key.bytes().all(is_bare) {
        true => key.to_owned(),
        false => quote(key),
    }
}

/// Writes a text between quotes: single ones where double ones would need escapes.
fn quote(text: &str) -> String {
    let has = |wanted: fn(char) -> bool| text.contains(wanted);
    if has(|one| matches!(one, '"' | '\\')) && !has(|one| one == '\'' || one.is_control()) {
        return format!("'{text}'");
    }
    let mut quoted = String::from("\"");
    for one in text.chars() {
        match one {
            '"' | '\\' => quoted.extend(['\\', one]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            one if one.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(one))),
            one => quoted.push(one),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests;
