//! Changes of a configuration's text that keep its layout and comments. Objects are found by the path of their key, as
//! `private_dns_zone[0].record_set[2]`; what a change means is tried elsewhere.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// One change. Paths are those of the unchanged file: a change that moves others comes after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Gives a key of a table another value.
    Set {
        /// Path of the table.
        table: String,
        /// The key.
        key: &'static str,
        /// Its new value.
        value: Scalar,
    },
    /// Adds a table to the end of an array of tables.
    Add {
        /// Path of the table that has the array.
        table: String,
        /// The key of the array, which is made if it is missing.
        key: &'static str,
        /// What the new table holds.
        entries: Vec<(&'static str, Scalar)>,
    },
    /// Replaces one value of an array.
    Replace {
        /// Path of the value.
        path: String,
        /// The new value.
        value: Scalar,
    },
    /// Takes a table or a value out of its array.
    Remove {
        /// Path of the table or value.
        path: String,
    },
}

/// What a change writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// A string.
    Text(String),
    /// An array of strings.
    List(Vec<String>),
}

impl Scalar {
    /// Describes a string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn value(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::List(texts) => texts.iter().map(String::as_str).collect::<Array>().into(),
        }
    }
}

/// Makes the changes in a text; `None` if it does not have what they are about.
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    for edit in edits {
        let root = document.as_item_mut();
        match edit {
            Edit::Set { table, key, value } => set(find(root, table)?, key, value)?,
            Edit::Add { table, key, entries } => add(find(root, table)?, key, entries)?,
            Edit::Replace { path, value } => replace(root, path, value)?,
            Edit::Remove { path } => remove(root, path)?,
        }
    }
    Some(document.to_string())
}

/// A table or a value, wherever the file has it.
enum Place<'d> {
    Item(&'d mut Item),
    Table(&'d mut Table),
    Value(&'d mut Value),
}

impl<'d> Place<'d> {
    fn table(self) -> Option<&'d mut dyn TableLike> {
        match self {
            Self::Item(item) => item.as_table_like_mut(),
            Self::Table(table) => Some(table),
            Self::Value(value) => value.as_inline_table_mut().map(|table| table as &mut dyn TableLike),
        }
    }

    fn key(self, key: &str) -> Option<Self> {
        self.table()?.get_mut(key).map(Self::Item)
    }

    fn index(self, index: usize) -> Option<Self> {
        match self {
            Self::Item(Item::ArrayOfTables(tables)) => tables.get_mut(index).map(Self::Table),
            Self::Item(Item::Value(value)) | Self::Value(value) => {
                value.as_array_mut()?.get_mut(index).map(Self::Value)
            }
            Self::Item(_) | Self::Table(_) => None,
        }
    }
}

/// Finds what a path leads to.
fn find<'d>(root: &'d mut Item, path: &str) -> Option<Place<'d>> {
    let steps = path.split('.').filter(|step| !step.is_empty());
    let follow = |place: Option<Place<'d>>, step: &str| match split_index(step) {
        (key, Some(index)) => place?.key(key)?.index(index),
        (key, None) => place?.key(key),
    };
    steps.fold(Some(Place::Item(root)), follow)
}

/// Takes `key[3]` apart.
fn split_index(step: &str) -> (&str, Option<usize>) {
    let found = step.strip_suffix(']').and_then(|step| step.rsplit_once('['));
    match found.and_then(|(key, index)| Some((key, index.parse().ok()?))) {
        Some((key, index)) => (key, Some(index)),
        None => (step, None),
    }
}

fn set(place: Place<'_>, key: &str, scalar: &Scalar) -> Option<()> {
    let table = place.table()?;
    let mut value = scalar.value();
    if let Some(Item::Value(old)) = table.get(key) {
        *value.decor_mut() = old.decor().clone();
    }
    table.insert(key, Item::Value(value));
    Some(())
}

/// Adds a table in the form that the array has; a new array is made of `[[tables]]` where its owner is one.
fn add(place: Place<'_>, key: &str, entries: &[(&'static str, Scalar)]) -> Option<()> {
    let is_inline = matches!(place, Place::Value(_));
    let owner = place.table()?;
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
            table.decor_mut().set_prefix("\n");
            for (key, value) in entries {
                table.insert(key, Item::Value(value.value()));
            }
            tables.push(table);
        }
        Item::Value(Value::Array(array)) => {
            let table: InlineTable = entries.iter().map(|(key, value)| (*key, value.value())).collect();
            push(array, table.into());
        }
        Item::None | Item::Value(_) | Item::Table(_) => return None,
    }
    Some(())
}

/// Adds a value on a line of its own, if the last one has that. What stands between two values belongs to the first of them,
/// up to the end of its line: a comment.
fn push(array: &mut Array, mut value: Value) {
    let indent = array.iter().last().and_then(|last| {
        let prefix = last.decor().prefix()?.as_str()?;
        Some(prefix.rsplit_once('\n')?.1.to_owned())
    });
    let Some(indent) = indent else {
        array.push(value);
        return;
    };
    let trailing = array.trailing().as_str().unwrap_or_default().to_owned();
    let comment = trailing.split_once('\n').map_or("", |(comment, _)| comment);
    value.decor_mut().set_prefix(format!("{comment}\n{indent}"));
    array.set_trailing(trailing[comment.len()..].to_owned());
    array.push_formatted(value);
}

/// Takes a value out, with the comment on its line.
fn take_out(array: &mut Array, index: usize) {
    let removed = array.remove(index);
    let text =
        |value: &Value| value.decor().prefix().and_then(|text| text.as_str()).unwrap_or_default().to_owned();
    let before = text(&removed);
    match array.get_mut(index) {
        Some(next) if text(next).contains('\n') || index == 0 => next.decor_mut().set_prefix(before),
        Some(_) => {}
        None => {
            let trailing = array.trailing().as_str().unwrap_or_default().to_owned();
            let comment = before.rsplit_once('\n').map_or("", |(comment, _)| comment);
            let rest = trailing.find('\n').map_or(&*trailing, |at| &trailing[at..]);
            array.set_trailing(format!("{comment}{rest}"));
        }
    }
}

fn replace(root: &mut Item, path: &str, scalar: &Scalar) -> Option<()> {
    let old = match find(root, path)? {
        Place::Value(value) | Place::Item(Item::Value(value)) => value,
        Place::Item(_) | Place::Table(_) => return None,
    };
    let mut value = scalar.value();
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
        Item::Value(Value::Array(array)) if index < array.len() => {
            take_out(array, index);
        }
        Item::None | Item::Value(_) | Item::Table(_) | Item::ArrayOfTables(_) => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# a lab
[[zone]]
name = \"a\"                 # the first
rules = [
  { name = \"x\" },   # one
  { name = \"y\" },
]

[[zone.link]]
name = \"hub\"

[[zone]]
name = \"b\"
to = [\"1\", \"2\"]
";

    fn check(edit: Edit, gone: &[&str], new: &[&str]) {
        let after = apply(TEXT, &[edit]).expect("a change");
        let (old, changed): (Vec<&str>, Vec<&str>) = (TEXT.lines().collect(), after.lines().collect());
        let only = |one: &[&'static str], other: &[&str]| -> Vec<&str> {
            one.iter().filter(|line| !other.contains(line)).copied().collect()
        };
        assert_eq!(only(&old, &changed), gone, "{after}");
        let added: Vec<&&str> = changed.iter().filter(|line| !old.contains(line)).collect();
        assert_eq!(added, new.iter().collect::<Vec<_>>(), "{after}");
    }

    #[test]
    fn only_the_lines_meant_change() {
        let text = Scalar::text;
        let set = Edit::Set { table: "zone[0]".into(), key: "name", value: text("c") };
        check(
            set,
            &["name = \"a\"                 # the first"],
            &["name = \"c\"                 # the first"],
        );
        let set = Edit::Set { table: "zone[0].link[0]".into(), key: "policy", value: text("p") };
        check(set, &[], &["policy = \"p\""]);
        let add = Edit::Add { table: "zone[1]".into(), key: "link", entries: vec![("name", text("spoke"))] };
        check(add, &[], &["name = \"spoke\""]);
        let add = Edit::Add { table: "zone[0]".into(), key: "rules", entries: vec![("name", text("z"))] };
        check(add, &[], &["  { name = \"z\" },"]);
        let remove = |path: &str| Edit::Remove { path: path.into() };
        check(remove("zone[0].rules[0]"), &["  { name = \"x\" },   # one"], &[]);
        check(remove("zone[0].rules[1]"), &["  { name = \"y\" },"], &[]);
        check(remove("zone[1].to[0]"), &["to = [\"1\", \"2\"]"], &["to = [\"2\"]"]);
        check(remove("zone[1].to[1]"), &["to = [\"1\", \"2\"]"], &["to = [\"1\"]"]);
        check(remove("zone[0].link[0]"), &["[[zone.link]]", "name = \"hub\""], &[]);
        let replace = Edit::Replace { path: "zone[1].to[0]".into(), value: text("3") };
        check(replace, &["to = [\"1\", \"2\"]"], &["to = [\"3\", \"2\"]"]);
    }

    #[test]
    fn what_is_not_there_is_not_changed() {
        for path in ["zone[7]", "zone[0].nothing", "zone[0].rules[5]", "other[0].x"] {
            assert_eq!(apply(TEXT, &[Edit::Remove { path: path.into() }]), None, "{path}");
        }
    }
}
