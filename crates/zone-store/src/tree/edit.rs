//! A tree that changes owner by owner: the nodes above an owner come and go with it.

use std::collections::HashMap;

use super::RecordTree;
use super::node::{Below, TreeNode, set_below, write_node};
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
    pub(crate) fn put(&mut self, new: TreeNode<'_>) {
        self.change(new.name(), &|node| {
            let below = TreeNode::at(node).below();
            *node = new.whole().to_vec();
            set_below(node, below);
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
        let was = TreeNode::at(node).is_needed();
        change(node);
        let is = TreeNode::at(node).is_needed();
        if was != is
            && let Some((&label, rest)) = name.split_first()
        {
            let is_wildcard = name.starts_with(b"\x01*");
            self.change(&rest[usize::from(label)..], &|node| {
                let Below { children, has_wildcard } = TreeNode::at(node).below();
                let children = if is { children + 1 } else { children - 1 };
                let has_wildcard = if is_wildcard { is } else { has_wildcard };
                set_below(node, Below { children, has_wildcard });
            });
        }
    }

    /// Returns the tree that follows; `None`: it would hold too much.
    pub(crate) fn finish(&self) -> Option<RecordTree> {
        let nodes = self.nodes.values().map(|octets| KeyedNode::new(TreeNode::at(octets)));
        self.base.with_nodes(nodes.collect())
    }
}
