//! Record sets on a label tree, and the one look-up that zones and public names share.
//!
//! Everything about an owner lies together, so that a look-up in a large zone waits for memory as rarely as it can:
//! a node is its place in one arena, where its label is followed by its record sets and their RDATA. A hash index
//! finds the child of a node by its label. A set costs 14 octets and its RDATA, a node 8 octets, its label and about
//! 5 octets of index.

use hashbrown::HashTable;

use crate::name::{LookupName, Name};
use crate::origin::Origin;
use crate::record::{RdataList, RecordSet, RecordType};
use crate::trie::hash;

/// A zone begins at this node: it has authority for what lies below.
pub(crate) const APEX: u8 = 1;
/// Authority ends at this node: it has an NS set and is no apex (RFC 1034 §4.2.1).
pub(crate) const CUT: u8 = 2;

/// A node of a [`RecordTree`]: where it begins in the arena.
pub(crate) type NodeOffset = u32;

/// The root of every tree.
pub(crate) const ROOT: NodeOffset = 0;

/// Record sets by owner, immutable.
pub(crate) struct RecordTree {
    /// Per node: its parent's place (4 octets), flags (1), length of its label (1), count of its sets (2), the label,
    /// the sets. Per set: type (2), TTL (4), origin (4), length (4), packed RDATA. Numbers are little-endian.
    arena: Vec<u8>,
    index: HashTable<NodeOffset>,
    sets: usize,
}

/// The fixed part of a node.
#[derive(Clone, Copy)]
struct NodeHeader {
    parent: NodeOffset,
    flags: u8,
    label: u8,
    sets: u16,
}

/// Octets of [`NodeHeader`] in the arena.
const HEADER: usize = 8;

/// What a tree holds for a name and a type (RFC 1034 §4.3.2).
#[derive(Debug, Clone, Copy)]
pub enum Lookup<'z> {
    /// The set asked for.
    Found {
        /// The set.
        set: RecordSet<'z>,
        /// Label count of the closest encloser when a wildcard below it matched (RFC 4592 §3.3.1).
        wildcard: Option<usize>,
    },
    /// Every set of the name, for a query of type ANY.
    All {
        /// The sets.
        sets: Sets<'z>,
        /// As in [`Lookup::Found`].
        wildcard: Option<usize>,
    },
    /// The name is an alias.
    Cname {
        /// The CNAME set.
        set: RecordSet<'z>,
        /// As in [`Lookup::Found`].
        wildcard: Option<usize>,
    },
    /// The name exists and has no such set (RFC 2308 §2.2).
    NoData {
        /// It has no set at all: it only lies above others (RFC 4592 §2.2.2).
        empty_non_terminal: bool,
        /// As in [`Lookup::Found`].
        wildcard: Option<usize>,
    },
    /// The name does not exist (RFC 2308 §2.1).
    NxDomain {
        /// Label count of the closest encloser (RFC 4592 §3.3.1).
        closest_encloser: usize,
    },
    /// Another server is to be asked: the name is at or below a zone cut.
    Referral {
        /// The NS set at the cut.
        ns: RecordSet<'z>,
        /// Label count of the cut.
        cut: usize,
    },
}

/// The record sets of one owner.
#[derive(Clone, Copy)]
pub struct Sets<'z> {
    octets: &'z [u8],
    count: u16,
}

impl<'z> Sets<'z> {
    /// Iterates over the sets, by ascending type number.
    pub fn iter(self) -> impl Iterator<Item = RecordSet<'z>> {
        let mut rest = self.octets;
        (0..self.count).map_while(move |_| {
            let (set, next) = read_set(rest)?;
            rest = next;
            Some(set)
        })
    }

    fn of_type(self, rtype: RecordType) -> Option<RecordSet<'z>> {
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

impl RecordTree {
    fn header(&self, node: NodeOffset) -> NodeHeader {
        let octets = self.arena[node as usize..].first_chunk::<HEADER>();
        let [p0, p1, p2, p3, flags, label, s0, s1] = *octets.unwrap_or(&[0; HEADER]);
        let (parent, sets) = (NodeOffset::from_le_bytes([p0, p1, p2, p3]), u16::from_le_bytes([s0, s1]));
        NodeHeader { parent, flags, label, sets }
    }

    fn label(&self, node: NodeOffset, header: NodeHeader) -> &[u8] {
        let start = node as usize + HEADER;
        &self.arena[start..start + usize::from(header.label)]
    }

    /// Returns the child of `parent` under `label`, which is in lower case.
    fn child(&self, parent: NodeOffset, label: &[u8]) -> Option<NodeOffset> {
        let is = |&node: &NodeOffset| {
            let header = self.header(node);
            header.parent == parent && self.label(node, header) == label
        };
        self.index.find(hash(parent, label), is).copied()
    }

    /// Returns the sets of a node.
    fn sets_at(&self, node: NodeOffset) -> Sets<'_> {
        let header = self.header(node);
        let start = node as usize + HEADER + usize::from(header.label);
        Sets { octets: &self.arena[start..], count: header.sets }
    }

    /// Returns one set of a node.
    pub(crate) fn set_at(&self, node: NodeOffset, rtype: RecordType) -> Option<RecordSet<'_>> {
        self.sets_at(node).of_type(rtype)
    }

    /// Looks a name up; the root of the tree stands for the `above` rightmost labels, which the caller has matched.
    ///
    /// Returns with it the node of the zone that has authority, if the walk passed one, and that apex's label count.
    pub(crate) fn lookup(
        &self,
        name: &LookupName,
        above: usize,
        rtype: RecordType,
    ) -> (Lookup<'_>, Option<(NodeOffset, usize)>) {
        let (mut node, mut depth) = (ROOT, above);
        let mut authority = None;
        let mut cut = None;
        loop {
            let flags = self.header(node).flags;
            if flags & APEX != 0 {
                (authority, cut) = (Some((node, depth)), None);
            } else if flags & CUT != 0 && cut.is_none() {
                cut = Some((node, depth));
            }
            if depth == name.label_count() {
                break;
            }
            match self.child(node, name.label(depth)) {
                Some(next) => node = next,
                None => break,
            }
            depth += 1;
        }
        let exact = depth == name.label_count();
        if let Some(referral) = self.referral(cut, exact.then_some(node), rtype) {
            return (referral, authority);
        }
        if exact {
            return (self.answer_at(node, rtype, None), authority);
        }
        let lookup = match self.child(node, b"*") {
            Some(source) => self.answer_at(source, rtype, Some(depth)),
            None => Lookup::NxDomain { closest_encloser: depth },
        };
        (lookup, authority)
    }

    /// Returns the referral of a cut on the way; a DS query for the cut itself is answered above it (RFC 4035 §3.1.4.1).
    fn referral(
        &self,
        cut: Option<(NodeOffset, usize)>,
        exact: Option<NodeOffset>,
        rtype: RecordType,
    ) -> Option<Lookup<'_>> {
        let (node, depth) = cut?;
        if rtype == RecordType::DS && exact == Some(node) {
            return None;
        }
        Some(Lookup::Referral { ns: self.set_at(node, RecordType::NS)?, cut: depth })
    }

    fn answer_at(&self, node: NodeOffset, rtype: RecordType, wildcard: Option<usize>) -> Lookup<'_> {
        let sets = self.sets_at(node);
        if rtype == RecordType::ANY && sets.count > 0 {
            return Lookup::All { sets, wildcard };
        }
        if let Some(set) = sets.of_type(rtype) {
            return Lookup::Found { set, wildcard };
        }
        if let Some(set) = sets.of_type(RecordType::CNAME) {
            return Lookup::Cname { set, wildcard };
        }
        Lookup::NoData { empty_non_terminal: sets.count == 0, wildcard }
    }

    /// Looks up a name that has records of its own; `None` for every other one. Wildcards and cuts do not count.
    pub(crate) fn lookup_exact(&self, name: &LookupName, rtype: RecordType) -> Option<Lookup<'_>> {
        let node = self.find(name, 0)?;
        (self.header(node).sets > 0).then(|| self.answer_at(node, rtype, None))
    }

    /// Returns one set of exactly this name, whatever cut lies above it.
    pub(crate) fn exact(&self, name: &LookupName, above: usize, rtype: RecordType) -> Option<RecordSet<'_>> {
        self.set_at(self.find(name, above)?, rtype)
    }

    /// Returns the node of a name; `above` as in [`Self::lookup`].
    fn find(&self, name: &LookupName, above: usize) -> Option<NodeOffset> {
        (above..name.label_count()).try_fold(ROOT, |node, index| self.child(node, name.label(index)))
    }

    /// Iterates over every owner with its sets, in the order owners were first written.
    pub(crate) fn owners<'t>(&'t self, apex: &'t Name) -> impl Iterator<Item = (Name, Sets<'t>)> {
        let mut next = ROOT as usize;
        std::iter::from_fn(move || {
            loop {
                if next >= self.arena.len() {
                    return None;
                }
                let node = next as NodeOffset;
                let sets = self.sets_at(node);
                next = self.arena.len() - sets.octets.len();
                next += sets.iter().map(|set| SET + set.rdata.packed().len()).sum::<usize>();
                if sets.count > 0 {
                    return Some((self.name(node, apex), sets));
                }
            }
        })
    }

    /// Returns the full name of a node.
    fn name(&self, node: NodeOffset, apex: &Name) -> Name {
        let mut wire = Vec::with_capacity(32);
        let mut node = node;
        while node != ROOT {
            let header = self.header(node);
            wire.push(header.label);
            wire.extend_from_slice(self.label(node, header));
            node = header.parent;
        }
        wire.extend_from_slice(apex.wire());
        Name::from_wire(&wire).unwrap_or_else(|_| apex.clone())
    }

    /// Counts the octets of memory it holds.
    pub(crate) fn resident_octets(&self) -> usize {
        self.arena.capacity() + self.index.allocation_size()
    }

    /// Counts the record sets.
    pub(crate) fn set_count(&self) -> usize {
        self.sets
    }
}

/// Octets of a set in the arena, without its RDATA.
const SET: usize = 14;

/// Writes a [`RecordTree`], node by node: parents before children.
pub(crate) struct TreeWriter {
    tree: RecordTree,
    last: NodeOffset,
}

impl TreeWriter {
    /// Begins a tree of about `nodes` nodes that hold about `octets` octets of RDATA.
    pub(crate) fn new(nodes: usize, octets: usize) -> Self {
        let arena = Vec::with_capacity(octets + nodes * (HEADER + SET + 12));
        let index = HashTable::with_capacity(nodes);
        Self { tree: RecordTree { arena, index, sets: 0 }, last: ROOT }
    }

    /// Adds a node without sets; the first one is the root. `None` when the tree is full (4 GiB).
    pub(crate) fn begin(&mut self, parent: NodeOffset, label: &[u8], flags: u8) -> Option<NodeOffset> {
        let RecordTree { arena, index, .. } = &mut self.tree;
        let place = NodeOffset::try_from(arena.len()).ok()?;
        arena.extend_from_slice(&parent.to_le_bytes());
        arena.extend_from_slice(&[flags, label.len() as u8, 0, 0]);
        arena.extend_from_slice(label);
        self.last = place;
        if place != ROOT {
            let arena = &*arena;
            index.insert_unique(hash(parent, label), place, |&node| hash_at(arena, node));
        }
        Some(place)
    }

    /// Adds a set to the node begun last; sets come by ascending type number.
    pub(crate) fn add_set(&mut self, set: RecordSet<'_>) {
        let arena = &mut self.tree.arena;
        let packed = set.rdata.packed();
        arena.extend_from_slice(&u16::from(set.rtype).to_le_bytes());
        for number in [set.ttl, set.origin.0, packed.len() as u32] {
            arena.extend_from_slice(&number.to_le_bytes());
        }
        arena.extend_from_slice(packed);
        self.tree.sets += 1;
        let count = self.last as usize + HEADER - 2;
        let sets = u16::from_le_bytes([arena[count], arena[count + 1]]) + 1;
        arena[count..count + 2].copy_from_slice(&sets.to_le_bytes());
    }

    /// Ends the tree.
    pub(crate) fn finish(mut self) -> RecordTree {
        self.tree.arena.shrink_to_fit();
        self.tree
    }
}

/// Returns the hash under which a node of the arena stands in the index.
fn hash_at(arena: &[u8], node: NodeOffset) -> u64 {
    let octets = &arena[node as usize..];
    let parent = octets.first_chunk::<4>().map_or(ROOT, |parent| NodeOffset::from_le_bytes(*parent));
    hash(parent, &octets[HEADER..HEADER + usize::from(octets[5])])
}
