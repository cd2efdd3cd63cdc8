//! The way along a path to a table or a value of a document.

use toml_edit::{Item, Table, TableLike, Value};

/// A table or a value, wherever the file has it.
pub(super) enum DocumentNode<'d> {
    Item(&'d mut Item),
    Table(&'d mut Table),
    Value(&'d mut Value),
}

impl<'d> DocumentNode<'d> {
    /// Returns the table that the node is, in either way of writing it.
    pub(super) fn table(self) -> Option<&'d mut dyn TableLike> {
        match self {
            Self::Item(item) => item.as_table_like_mut(),
            Self::Table(table) => Some(table),
            Self::Value(value) => value.as_inline_table_mut().map(|table| table as &mut dyn TableLike),
        }
    }

    fn key(self, key: &str) -> Option<Self> {
        self.table()?.get_mut(key).map(Self::Item)
    }

    fn key_or_table(self, key: &str) -> Option<Self> {
        Some(Self::Item(self.table()?.entry(key).or_insert_with(toml_edit::table)))
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

/// Finds what a path leads to; an empty path leads to the whole document.
pub(super) fn find<'d>(root: &'d mut Item, path: &str) -> Option<DocumentNode<'d>> {
    follow(root, path, DocumentNode::key)
}

/// Finds what a path leads to. Tables that are missing are made, but not in arrays.
pub(super) fn find_or_make<'d>(root: &'d mut Item, path: &str) -> Option<DocumentNode<'d>> {
    follow(root, path, DocumentNode::key_or_table)
}

/// Follows a path; `to_key` takes each step that has no index.
fn follow<'d>(
    root: &'d mut Item,
    path: &str,
    to_key: impl Fn(DocumentNode<'d>, &str) -> Option<DocumentNode<'d>>,
) -> Option<DocumentNode<'d>> {
    let mut steps = path.split('.').filter(|step| !step.is_empty());
    steps.try_fold(DocumentNode::Item(root), |node, step| match split_index(step) {
        (key, Some(index)) => node.key(key)?.index(index),
        (key, None) => to_key(node, key),
    })
}

/// Takes `key[3]` apart.
pub(super) fn split_index(step: &str) -> (&str, Option<usize>) {
    let found = step.strip_suffix(']').and_then(|step| step.rsplit_once('['));
    match found.and_then(|(key, index)| Some((key, index.parse().ok()?))) {
        Some((key, index)) => (key, Some(index)),
        None => (step, None),
    }
}
