//! How a node lies in memory: what it is, its name, its record sets.
//!
//! A node stands for itself: it holds the labels between the apex and it, and no place of another node. So a node can be
//! written anew, and copied, without the others.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::origin::Origin;
use crate::record::{RdataList, RecordSet, RecordType};

/// A zone begins at this node: it has authority for what lies below.
pub(crate) const APEX: u8 = 1;
/// Authority ends at this node: it has an NS set and is no apex (RFC 1034 §4.2.1).
pub(crate) const CUT: u8 = 2;

/// A wildcard lies directly below this node (RFC 4592 §2.1.1).
pub(crate) const WILDCARD: u8 = 4;
/// Names below this node have others below the target of its DNAME (RFC 6672 §2.1).
pub(crate) const SUBSTITUTED: u8 = 8;

/// What a node is found by: the hash of its labels, the rightmost first.
pub(crate) type NodeKey = u64;

/// The key of every tree's root, which has no label.
pub(crate) const ROOT_KEY: NodeKey = 0;

/// Octets of [`NodeHeader`] in memory.
const HEADER: usize = 8;
/// Octets of a set in memory, without its RDATA.
const SET: usize = 14;

/// Returns the key of the node under `label`, which is in lower case, below that of `parent`.
pub(crate) fn child_key(parent: NodeKey, label: &[u8]) -> NodeKey {
    let mut hasher = FxHasher::default();
    hasher.write_u64(parent);
    hasher.write(label);
    hasher.finish()
}

/// Returns the key of the node of a name, as [`TreeNode::name`] has it.
pub(super) fn key_of(name: &[u8]) -> NodeKey {
    match name.split_first() {
        Some((&length, rest)) => {
            let (label, parent) = rest.split_at(usize::from(length));
            child_key(key_of(parent), label)
        }
        None => ROOT_KEY,
    }
}

/// The fixed part of a node: count of the nodes directly below (4 octets), flags (1), length of its name (1), count of its
/// sets (2). The name follows, then the sets: type (2), TTL (4), origin (4), length (4), packed RDATA. Numbers are
/// little-endian.
#[derive(Clone, Copy, Default)]
pub(crate) struct NodeHeader {
    /// Nodes directly below.
    pub(crate) children: u32,
    /// [`APEX`], [`CUT`], [`WILDCARD`], [`SUBSTITUTED`].
    pub(crate) flags: u8,
    name: u8,
    sets: u16,
}

/// A node where it lies.
#[derive(Clone, Copy)]
pub(crate) struct TreeNode<'t> {
    /// From its header on; other nodes may follow.
    octets: &'t [u8],
}

impl<'t> TreeNode<'t> {
    /// Reads the node that `octets` begin with.
    pub(crate) fn at(octets: &'t [u8]) -> Self {
        Self { octets }
    }

    pub(crate) fn header(self) -> NodeHeader {
        let [c0, c1, c2, c3, flags, name, s0, s1] = *self.octets.first_chunk().unwrap_or(&[0; HEADER]);
        let (children, sets) = (u32::from_le_bytes([c0, c1, c2, c3]), u16::from_le_bytes([s0, s1]));
        NodeHeader { children, flags, name, sets }
    }

    /// Returns the labels between the apex and the node, in lower case and wire format without the end.
    pub(crate) fn name(self) -> &'t [u8] {
        &self.octets[HEADER..HEADER + usize::from(self.header().name)]
    }

    /// Returns the record sets.
    pub(crate) fn sets(self) -> Sets<'t> {
        let header = self.header();
        Sets { octets: &self.octets[HEADER + usize::from(header.name)..], count: header.sets }
    }

    pub(super) fn below(self) -> Below {
        let NodeHeader { children, flags, .. } = self.header();
        Below { children, has_wildcard: flags & WILDCARD != 0 }
    }

    /// Tells whether anything is here, or below.
    pub(super) fn is_needed(self) -> bool {
        let NodeHeader { children, flags, name, sets } = self.header();
        name == 0 || sets > 0 || children > 0 || flags & APEX != 0
    }

    /// Returns the octets of the node alone.
    pub(crate) fn whole(self) -> &'t [u8] {
        let sets = self.sets();
        let length: usize = sets.iter().map(|set| SET + set.rdata.packed().len()).sum();
        &self.octets[..self.octets.len() - sets.octets.len() + length]
    }
}

/// Appends a node to `octets` that has no sets yet; returns where it begins.
pub(crate) fn write_node(octets: &mut Vec<u8>, children: u32, flags: u8, name: &[u8]) -> usize {
    let at = octets.len();
    octets.extend_from_slice(&children.to_le_bytes());
    // A name has 255 octets at most, the root's among them.
    octets.extend_from_slice(&[flags, name.len() as u8, 0, 0]);
    octets.extend_from_slice(name);
    at
}

/// Notes that a wildcard lies directly below the node at the start of `octets`.
pub(crate) fn mark_wildcard(octets: &mut [u8]) {
    octets[size_of::<u32>()] |= WILDCARD;
}

/// What lies directly below a node.
#[derive(Clone, Copy)]
pub(super) struct Below {
    pub(super) children: u32,
    pub(super) has_wildcard: bool,
}

/// Writes what lies directly below the node at the start of `octets`.
pub(super) fn set_below(octets: &mut [u8], below: Below) {
    let (children, rest) = octets.split_at_mut(size_of::<u32>());
    children.copy_from_slice(&below.children.to_le_bytes());
    rest[0] = rest[0] & !WILDCARD | if below.has_wildcard { WILDCARD } else { 0 };
}

/// Appends a set to the node at `node`, the last one of `octets`; sets come by ascending type number.
pub(crate) fn write_set(octets: &mut Vec<u8>, node: usize, set: RecordSet<'_>) {
    let packed = set.rdata.packed();
    octets.extend_from_slice(&u16::from(set.rtype).to_le_bytes());
    for number in [set.ttl, set.origin.0, packed.len() as u32] {
        octets.extend_from_slice(&number.to_le_bytes());
    }
    octets.extend_from_slice(packed);
    let count = node + HEADER - 2;
    let sets = u16::from_le_bytes([octets[count], octets[count + 1]]) + 1;
    octets[count..count + 2].copy_from_slice(&sets.to_le_bytes());
}

/// The record sets of one owner.
#[derive(Clone, Copy)]
pub struct Sets<'z> {
    octets: &'z [u8],
    count: u16,
}

impl<'z> Sets<'z> {
    /// Counts the sets.
    pub fn len(self) -> usize {
        usize::from(self.count)
    }

    /// Tells whether there are none: the name only lies above others.
    pub fn is_empty(self) -> bool {
        self.count == 0
    }

    /// Iterates over the sets, by ascending type number.
    pub fn iter(self) -> impl Iterator<Item = RecordSet<'z>> {
        let mut rest = self.octets;
        (0..self.count).map_while(move |_| {
            let (set, next) = read_set(rest)?;
            rest = next;
            Some(set)
        })
    }

    pub(crate) fn of_type(self, rtype: RecordType) -> Option<RecordSet<'z>> {
        self.iter().find(|set| set.rtype == rtype)
    }
}

/// Reads the set at the start of `octets`; returns what lies behind it.
fn read_set(octets: &[u8]) -> Option<(RecordSet<'_>, &[u8])> {
    let (rtype, octets) = octets.split_first_chunk()?;
    let (ttl, octets) = octets.split_first_chunk()?;
    let (origin, octets) = octets.split_first_chunk()?;
    let (length, octets) = octets.split_first_chunk()?;
    let (packed, rest) = octets.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let set = RecordSet {
        rtype: RecordType::from(u16::from_le_bytes(*rtype)),
        ttl: u32::from_le_bytes(*ttl),
        rdata: RdataList::from_packed(packed),
        origin: Origin(u32::from_le_bytes(*origin)),
    };
    Some((set, rest))
}

impl std::fmt::Debug for Sets<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
