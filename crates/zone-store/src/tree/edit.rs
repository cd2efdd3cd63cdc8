//! A tree that changes owner by owner: the nodes above an owner come and go with it.

use std::collections::HashMap;

use super::RecordTree;
use super::node::{Node, set_children, write_node};
use super::shard::KeyedNode;

/// Changes of a tree.
pub(crate) struct TreeEdit<'t> {
    base: &'t RecordTree,
    /// The nodes that are not as in `base`, by their names.
    nodes: HashMap<Vec<u8>, Vec<u8>>,
}

impl<'t> TreeEdit<'t> {
    /// Begins with what `base` holds.
    pub(crate) fn new(base: &'t RecordTree) -> Self {
        Self { base, nodes: HashMap::new() }
    }

    /// Puts a node into the place of the one that has its name; what lies below stays.
    pub(crate) fn put(&mut self, new: Node<'_>) {
        self.change(new.name(), &|node| {
            let children = Node::at(node).header().children;
            *node = new.whole().to_vec();
            set_children(node, children);
        });
    }

    /// Changes a node, and counts it above if it comes or goes.
    fn change(&mut self, name: &[u8], change: &dyn Fn(&mut Vec<u8>)) {
        let node = self.nodes.entry(name.to_vec()).or_insert_with(|| match self.base.node(name) {
            Some(node) => node.whole().to_vec(),
            None => {
                let mut node = Vec::new();
                write_node(&mut node, 0, 0, name);
                node
            }
        });
        let was = Node::at(node).is_needed();
        change(node);
        let is = Node::at(node).is_needed();
        if was != is
            && let Some((&label, rest)) = name.split_first()
        {
            self.change(&rest[usize::from(label)..], &|node| {
                let children = Node::at(node).header().children;
                set_children(node, if is { children + 1 } else { children - 1 });
            });
        }
    }

    /// Returns the tree that follows; `None`: it would hold too much.
    pub(crate) fn finish(&self) -> Option<RecordTree> {
        let nodes = self.nodes.values().map(|octets| KeyedNode::new(Node::at(octets)));
        self.base.with_nodes(nodes.collect())
    }
}
