//! Changes of a text in TOML that keep its layout and comments: a configuration, a file of expectations. Tables are found by
//! the path of their key, as `private_dns_zone[0].record_set[2]`, in whichever way they are written; what a change means is
//! tried elsewhere.

mod array;
mod find;
#[cfg(test)]
mod tests;

use std::fmt;

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use self::find::{DocumentNode, find, find_or_make, split_index};

/// One change. Paths are those of the unchanged file: a change that moves others comes after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Gives a key of a table another value; the key is added if it is missing.
    Set {
        /// Path of the table. A table of settings, which has no index, is made if it is missing.
        table: String,
        /// The key.
        key: &'static str,
        /// Its new value.
        value: NewValue,
    },
    /// Empties an array, if the table has it.
    Clear {
        /// Path of the table.
        table: String,
        /// The key of the array.
        key: &'static str,
    },
    /// Takes a key out of a table, if it has it. The comments above the key go to the next key.
    Drop {
        /// Path of the table; nothing is done if it is missing.
        table: String,
        /// The key.
        key: &'static str,
    },
    /// Adds a table to the end of an array of tables.
    Add {
        /// Path of the table that has the array.
        table: String,
        /// The key of the array, which is made if it is missing.
        key: &'static str,
        /// What the new table holds.
        entries: Vec<(&'static str, NewValue)>,
        /// A comment above the new table, without `#`; only where tables have headers of their own.
        comment: Option<&'static str>,
    },
    /// Replaces one value of an array.
    Replace {
        /// Path of the value.
        path: String,
        /// The new value.
        value: NewValue,
    },
    /// Takes a table or a value out of its array.
    Remove {
        /// Path of the table or value.
        path: String,
    },
}

/// What a change writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewValue {
    /// A string.
    Text(String),
    /// An array of strings, in one line.
    List(Vec<String>),
    /// An array of strings, each in a line of its own if there are several.
    Lines(Vec<String>),
    /// `true` or `false`.
    Flag(bool),
    /// An integer.
    Number(i64),
}

impl NewValue {
    /// Describes a string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn value(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::List(texts) => array::in_one_line(texts).into(),
            Self::Lines(texts) => array::in_lines(texts).into(),
            Self::Flag(flag) => (*flag).into(),
            Self::Number(number) => (*number).into(),
        }
    }
}

/// Writes the value as TOML has it.
impl fmt::Display for NewValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

/// Why a text cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text is not TOML.
    #[error("cannot be edited: {0}")]
    NotToml(String),
    /// It does not have what a change is about.
    #[error("has no {0}")]
    Missing(String),
}

/// Makes the changes in a text.
///
/// # Errors
/// [`EditError`]; then nothing is changed.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let not_toml = |error: toml_edit::TomlError| EditError::NotToml(error.message().to_owned());
    let mut document: DocumentMut = text.parse().map_err(not_toml)?;
    for edit in edits {
        make(document.as_item_mut(), edit).ok_or_else(|| EditError::Missing(edit.path().to_owned()))?;
    }
    Ok(document.to_string())
}

impl Edit {
    /// Returns the path of what must be there.
    fn path(&self) -> &str {
        match self {
            Self::Set { table, .. }
            | Self::Clear { table, .. }
            | Self::Drop { table, .. }
            | Self::Add { table, .. } => table,
            Self::Replace { path, .. } | Self::Remove { path } => path,
        }
    }
}

/// Makes one change; `None` if the document does not have what it is about.
fn make(root: &mut Item, edit: &Edit) -> Option<()> {
    match edit {
        Edit::Set { table, key, value } => set(find_or_make(root, table)?.table()?, key, value.value()),
        Edit::Clear { table, key } => {
            let table = find(root, table)?.table()?;
            if table.contains_key(key) {
                set(table, key, Array::new().into());
            }
        }
        Edit::Drop { table, key } => {
            if let Some(table) = find(root, table).and_then(DocumentNode::table) {
                take_key(table, key);
            }
        }
        Edit::Add { table, key, entries, comment } => {
            let node = find(root, table)?;
            add(node, key, entries, *comment)?;
        }
        Edit::Replace { path, value } => replace(root, path, value)?,
        Edit::Remove { path } => remove(root, path)?,
    }
    Some(())
}

/// Writes a value. The comments around the old value and above its key stay.
fn set(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key) {
        Some(item) => {
            if let Some(old) = item.as_value() {
                *value.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(value);
        }
        None => {
            take_blank_at_end(table, &mut value);
            table.insert(key, Item::Value(value));
        }
    }
}

/// Gives a new last value the blank in front of the closing bracket: in a table written in one line it belongs to the value
/// that was the last one.
fn take_blank_at_end(table: &mut dyn TableLike, value: &mut Value) {
    let Some(last) = table.iter_mut().last().and_then(|(_, item)| item.as_value_mut()) else { return };
    let blank = last.decor().suffix().and_then(|suffix| suffix.as_str());
    if let Some(blank) = blank.filter(|text| text.trim().is_empty()).map(str::to_owned) {
        last.decor_mut().set_suffix("");
        value.decor_mut().set_suffix(blank);
    }
}

/// Takes a key out; the comments above it go to the next key.
fn take_key(table: &mut dyn TableLike, key: &str) {
    let Some(position) = table.iter().position(|(name, _)| name == key) else { return };
    let next = table.iter().nth(position + 1).map(|(name, _)| name.to_owned());
    let prefix = table.key(key).and_then(|key| key.leaf_decor().prefix()?.as_str().map(str::to_owned));
    table.remove(key);
    let Some(mut next) = next.as_deref().and_then(|name| table.key_mut(name)) else { return };
    let own = next.leaf_decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
    next.leaf_decor_mut().set_prefix(prefix.unwrap_or_default() + &own);
}

/// Adds a table in the form that the array has; a new array is made of `[[tables]]` where its owner is one.
fn add(
    node: DocumentNode<'_>,
    key: &str,
    entries: &[(&'static str, NewValue)],
    comment: Option<&str>,
) -> Option<()> {
    let is_inline = matches!(node, DocumentNode::Value(_));
    let owner = node.table()?;
    if owner.get(key).is_none() {
        let empty = match is_inline {
            true => Item::Value(Array::new().into()),
            false => Item::ArrayOfTables(ArrayOfTables::new()),
        };
        owner.insert(key, empty);
    }
    match owner.get_mut(key)? {
        Item::ArrayOfTables(tables) => {
            let mut table = Table::new();
            let comment = comment.map(|text| format!("# {text}\n")).unwrap_or_default();
            table.decor_mut().set_prefix(format!("\n{comment}"));
            for (key, value) in entries {
                table.insert(key, Item::Value(value.value()));
            }
            tables.push(table);
        }
        Item::Value(Value::Array(array)) => {
            let table: InlineTable = entries.iter().map(|(key, value)| (*key, value.value())).collect();
            array::push(array, table.into());
        }
        Item::None | Item::Value(_) | Item::Table(_) => return None,
    }
    Some(())
}

fn replace(root: &mut Item, path: &str, new: &NewValue) -> Option<()> {
    let old = match find(root, path)? {
        DocumentNode::Value(value) | DocumentNode::Item(Item::Value(value)) => value,
        DocumentNode::Item(_) | DocumentNode::Table(_) => return None,
    };
    let mut value = new.value();
    *value.decor_mut() = old.decor().clone();
    *old = value;
    Some(())
}

fn remove(root: &mut Item, path: &str) -> Option<()> {
    let (owner, step) = path.rsplit_once('.').unwrap_or(("", path));
    let (key, index) = split_index(step);
    let owner = find(root, owner)?.table()?;
    let Some(index) = index else {
        return owner.remove(key).map(|_| ());
    };
    match owner.get_mut(key)? {
        Item::ArrayOfTables(tables) if index < tables.len() => {
            tables.remove(index);
        }
        Item::Value(Value::Array(array)) if index < array.len() => array::take_out(array, index),
        Item::None | Item::Value(_) | Item::Table(_) | Item::ArrayOfTables(_) => return None,
    }
    Some(())
}
