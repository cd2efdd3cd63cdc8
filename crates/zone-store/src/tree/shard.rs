//! The parts of a tree: nodes whose keys end in the same bits.

use std::hash::Hasher;
use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::RecordTree;
use super::node::{NodeKey, TreeNode, key_of, write_node};

/// Most nodes of a shard, as long as their keys tell them apart. A change copies a shard or two, and the list of shards.
const MOST_NODES: usize = 1024;
/// Most bits that tell shards apart.
const MOST_BITS: u32 = 24;

/// Some nodes of a tree, one after the other, and where each begins.
#[derive(Default)]
pub(crate) struct Shard {
    octets: Vec<u8>,
    index: HashTable<u32>,
    sets: usize,
    /// How many of the lowest bits of their keys its nodes have in common.
    bits: u32,
}

/// A node, and the key it is found by.
#[derive(Clone, Copy)]
pub(crate) struct KeyedNode<'t> {
    pub(crate) key: NodeKey,
    pub(crate) node: TreeNode<'t>,
}

/// Hashes a key for the index of its shard, where the lowest bits of all keys are the same.
fn index_hash(key: NodeKey) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(key);
    hasher.finish()
}

impl<'t> KeyedNode<'t> {
    pub(crate) fn new(node: TreeNode<'t>) -> Self {
        Self { key: key_of(node.name()), node }
    }
}

impl Shard {
    /// Copies nodes; `None`: they are more than 4 GiB.
    pub(super) fn new(bits: u32, nodes: &[KeyedNode<'_>]) -> Option<Self> {
        let length = nodes.iter().map(|keyed| keyed.node.whole().len()).sum();
        u32::try_from(length).ok()?;
        let (mut octets, mut index) = (Vec::with_capacity(length), HashTable::with_capacity(nodes.len()));
        let mut sets = 0;
        for &KeyedNode { key, node } in nodes {
            let at = octets.len() as u32;
            octets.extend_from_slice(node.whole());
            let hash = |&other: &u32| index_hash(key_of(TreeNode::at(&octets[other as usize..]).name()));
            index.insert_unique(index_hash(key), at, hash);
            sets += node.sets().len();
        }
        Some(Self { octets, index, sets, bits })
    }

    /// Returns the only node of a shard that was made of one.
    pub(super) fn first(&self) -> TreeNode<'_> {
        TreeNode::at(&self.octets)
    }

    /// Finds the node of a key, of several the one whose name `is` the right one.
    pub(super) fn find(&self, key: NodeKey, is: impl Fn(&[u8]) -> bool) -> Option<TreeNode<'_>> {
        let node = |&at: &u32| TreeNode::at(&self.octets[at as usize..]);
        self.index.find(index_hash(key), |at| is(node(at).name())).map(node)
    }

    /// Iterates over the nodes.
    pub(super) fn nodes(&self) -> impl Iterator<Item = TreeNode<'_>> {
        let mut rest = self.octets.as_slice();
        std::iter::from_fn(move || {
            let node = (!rest.is_empty()).then(|| TreeNode::at(rest))?;
            rest = &rest[node.whole().len()..];
            Some(node)
        })
    }

    fn resident_octets(&self) -> usize {
        size_of::<Self>() + self.octets.capacity() + self.index.allocation_size()
    }
}

impl RecordTree {
    /// Returns a tree that is only its root.
    pub(crate) fn empty() -> Self {
        let shard = |nodes| Arc::new(Shard::new(0, nodes).unwrap_or_default());
        let mut root = Vec::new();
        write_node(&mut root, 0, 0, &[]);
        Self { root: shard(&[KeyedNode::new(TreeNode::at(&root))]), shards: vec![shard(&[])], sets: 0 }
    }

    /// Returns this tree with other nodes of these names, which are all different; one that holds nothing is taken away.
    ///
    /// `None`: it would hold too much.
    pub(crate) fn with_nodes(&self, mut nodes: Vec<KeyedNode<'_>>) -> Option<Self> {
        let mut changed = self.clone();
        if let Some(at) = nodes.iter().position(|keyed| keyed.node.name().is_empty()) {
            changed.root = Arc::new(Shard::new(0, &[nodes.remove(at)])?);
            changed.sets = self.sets - self.root.sets + changed.root.sets;
        }
        let place = |keyed: &KeyedNode<'_>| keyed.key as usize & (self.shards.len() - 1);
        nodes.sort_by_key(place);
        for of_shard in nodes.chunk_by(|one, other| place(one) == place(other)) {
            changed.change_shard(of_shard)?;
        }
        Some(changed)
    }

    /// Changes nodes that are in one shard.
    fn change_shard(&mut self, changes: &[KeyedNode<'_>]) -> Option<()> {
        let Some(first) = changes.first() else { return Some(()) };
        let shard = self.shards[first.key as usize & (self.shards.len() - 1)].clone();
        let is_changed = |one: &KeyedNode<'_>| {
            changes.iter().any(|other| other.key == one.key && other.node.name() == one.node.name())
        };
        let old = shard.nodes().map(KeyedNode::new);
        let new = changes.iter().copied().filter(|keyed| keyed.node.is_needed());
        let nodes = old.filter(|one| !is_changed(one)).chain(new).collect();
        self.sets -= shard.sets;
        self.put_shard(first.key as usize, shard.bits, nodes)
    }

    /// Puts nodes whose keys end in the same bits into the places of their shard, or of several if they are many.
    fn put_shard(&mut self, key: usize, bits: u32, nodes: Vec<KeyedNode<'_>>) -> Option<()> {
        let step = 1 << bits;
        let first = key & (step - 1);
        if nodes.len() > MOST_NODES && bits < MOST_BITS {
            if step == self.shards.len() {
                self.shards.extend_from_within(..);
            }
            let (zeros, ones) = nodes.into_iter().partition(|keyed| keyed.key as usize & step == 0);
            self.put_shard(first, bits + 1, zeros)?;
            return self.put_shard(first | step, bits + 1, ones);
        }
        let shard = Arc::new(Shard::new(bits, &nodes)?);
        self.sets += shard.sets;
        for place in (first..self.shards.len()).step_by(step) {
            self.shards[place] = shard.clone();
        }
        Some(())
    }

    /// Iterates over the shards, each once.
    pub(super) fn shards(&self) -> impl Iterator<Item = &Shard> {
        let places = self.shards.iter().enumerate().filter(|(place, shard)| *place < 1 << shard.bits);
        [&self.root].into_iter().chain(places.map(|(_, shard)| shard)).map(|shard| &**shard)
    }

    /// Counts the octets of memory it holds.
    pub(crate) fn resident_octets(&self) -> usize {
        let list = self.shards.capacity() * size_of::<Arc<Shard>>();
        list + self.shards().map(Shard::resident_octets).sum::<usize>()
    }
}
