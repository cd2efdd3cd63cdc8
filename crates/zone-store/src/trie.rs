//! A label tree that grows: nodes by (parent, label), one hash index for all. Zones are gathered in one (`tree_builder`),
//! and [`crate::suffix_map`] is one with values; a finished zone has another layout (`tree`).
//!
//! A node costs 8 octets, its label and about 5 octets of index. Walking costs one probe a label, however many nodes
//! there are. Labels are stored in lower case.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::name::{LookupName, Name};

/// A node of a [`LabelTrie`]; 0 is its root.
pub(crate) type NodeId = u32;

/// The root of every tree.
pub(crate) const ROOT: NodeId = 0;

#[derive(Clone, Copy)]
struct TrieNode {
    parent: NodeId,
    /// Where its label starts in `labels`: a length octet, then the label.
    label: u32,
}

/// A tree of labels. The root stands for the name that the tree hangs from.
pub(crate) struct LabelTrie {
    nodes: Vec<TrieNode>,
    labels: Vec<u8>,
    index: HashTable<NodeId>,
}

impl LabelTrie {
    /// Returns a tree that is only its root.
    pub(crate) fn new() -> Self {
        Self { nodes: vec![TrieNode { parent: ROOT, label: 0 }], labels: vec![0], index: HashTable::new() }
    }

    /// Counts the nodes, with the root.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the child of `parent` under `label`, which is in lower case.
    pub(crate) fn child(&self, parent: NodeId, label: &[u8]) -> Option<NodeId> {
        self.index.find(hash(parent, label), |&id| self.is(id, parent, label)).copied()
    }

    fn is(&self, id: NodeId, parent: NodeId, label: &[u8]) -> bool {
        self.nodes[id as usize].parent == parent && self.label(id) == label
    }

    /// Returns the label of a node; empty for the root.
    pub(crate) fn label(&self, id: NodeId) -> &[u8] {
        let at = self.nodes[id as usize].label as usize;
        &self.labels[at + 1..=at + usize::from(self.labels[at])]
    }

    /// Returns the parent of a node; the root is its own.
    pub(crate) fn parent(&self, id: NodeId) -> NodeId {
        self.nodes[id as usize].parent
    }

    /// Walks from the root along the labels of `name`, skipping the `above` rightmost ones, which the root stands for.
    ///
    /// Returns the last node reached and how many labels of the name, counted from the right, lead there.
    pub(crate) fn walk(&self, name: &LookupName, above: usize) -> (NodeId, usize) {
        let (mut node, mut matched) = (ROOT, above);
        while matched < name.label_count() {
            match self.child(node, name.label(matched)) {
                Some(next) => node = next,
                None => break,
            }
            matched += 1;
        }
        (node, matched)
    }

    /// Returns the node of `name`, made with all its ancestors where it was missing; `above` as in [`Self::walk`].
    pub(crate) fn insert(&mut self, name: &LookupName, above: usize) -> NodeId {
        let (mut node, matched) = self.walk(name, above);
        for i in matched..name.label_count() {
            node = self.add_child(node, name.label(i));
        }
        node
    }

    fn add_child(&mut self, parent: NodeId, label: &[u8]) -> NodeId {
        let id = self.nodes.len() as NodeId;
        let at = self.labels.len() as u32;
        self.labels.push(label.len() as u8);
        self.labels.extend_from_slice(label);
        self.nodes.push(TrieNode { parent, label: at });
        let Self { nodes, labels, index } = self;
        let rehash = |&other: &NodeId| {
            let node = nodes[other as usize];
            let start = node.label as usize;
            hash(node.parent, &labels[start + 1..=start + usize::from(labels[start])])
        };
        index.insert_unique(hash(parent, label), id, rehash);
        id
    }

    /// Counts for each node, by its number, those directly below.
    pub(crate) fn children(&self) -> Vec<u32> {
        let mut children = vec![0; self.len()];
        for node in self.nodes.iter().skip(1) {
            children[node.parent as usize] += 1;
        }
        children
    }

    /// Appends the labels from a node up to the root, in wire format without the end.
    pub(crate) fn write_name(&self, id: NodeId, wire: &mut Vec<u8>) {
        let mut node = id;
        while node != ROOT {
            let label = self.label(node);
            wire.push(label.len() as u8);
            wire.extend_from_slice(label);
            node = self.parent(node);
        }
    }

    /// Returns the full name of a node in a tree that hangs from `apex`.
    pub(crate) fn name(&self, id: NodeId, apex: &Name) -> Name {
        let mut wire = Vec::with_capacity(32);
        self.write_name(id, &mut wire);
        wire.extend_from_slice(apex.wire());
        Name::from_wire(&wire).unwrap_or_else(|_| apex.clone())
    }
}

/// Returns the hash of a child's label below its parent's number.
fn hash(parent: u32, label: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u32(parent);
    hasher.write(label);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(text: &str) -> LookupName {
        LookupName::new(&text.parse::<Name>().expect("a name"))
    }

    #[test]
    fn a_walk_ends_at_the_closest_encloser() {
        let mut trie = LabelTrie::new();
        let node = trie.insert(&lookup("a.b.example"), 0);
        assert_eq!(trie.walk(&lookup("A.b.EXAMPLE"), 0), (node, 3));
        assert_eq!(trie.walk(&lookup("x.a.b.example"), 0), (node, 3));
        assert_eq!(trie.walk(&lookup("x.b.example"), 0), (trie.parent(node), 2));
        assert_eq!(trie.walk(&lookup("com"), 0), (ROOT, 0));
    }

    #[test]
    fn inserting_twice_makes_one_node() {
        let mut trie = LabelTrie::new();
        assert_eq!(trie.insert(&lookup("a.b"), 0), trie.insert(&lookup("A.B"), 0));
        assert_eq!(trie.len(), 3);
    }

    #[test]
    fn a_node_knows_its_name() {
        let apex: Name = "example.com".parse().expect("a name");
        let mut trie = LabelTrie::new();
        let node = trie.insert(&lookup("x.y.example.com"), apex.label_count());
        assert_eq!(trie.name(node, &apex).to_string(), "x.y.example.com.");
        assert_eq!(trie.name(ROOT, &apex), apex);
    }
}
