//! Record sets on a label tree, and the one look-up that zones and public names share.
//!
//! At rest a record set costs 20 octets and its RDATA, a node 16 octets and its label.

use crate::name::{LookupName, Name};
use crate::origin::Origin;
use crate::record::{RdataList, RecordSet, RecordType};
use crate::trie::{LabelTrie, NodeId, ROOT};

/// A zone begins at this node: it has authority for what lies below.
pub(crate) const APEX: u8 = 1;
/// Authority ends at this node: it has an NS set and is no apex (RFC 1034 §4.2.1).
pub(crate) const CUT: u8 = 2;

/// Where the sets of one node lie.
#[derive(Clone, Copy, Default)]
pub(crate) struct Span {
    pub(crate) first: u32,
    pub(crate) count: u16,
    pub(crate) flags: u8,
}

/// One record set at rest.
#[derive(Clone, Copy)]
pub(crate) struct StoredSet {
    pub(crate) rtype: u16,
    pub(crate) ttl: u32,
    pub(crate) start: u32,
    pub(crate) length: u32,
    pub(crate) origin: Origin,
}

/// Record sets by owner, immutable.
pub(crate) struct RecordTree {
    pub(crate) trie: LabelTrie,
    pub(crate) spans: Vec<Span>,
    pub(crate) sets: Vec<StoredSet>,
    pub(crate) rdata: Vec<u8>,
}

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
    tree: &'z RecordTree,
    span: Span,
}

impl<'z> Sets<'z> {
    /// Iterates over the sets, by ascending type number.
    pub fn iter(self) -> impl Iterator<Item = RecordSet<'z>> {
        let first = self.span.first as usize;
        let stored = &self.tree.sets[first..first + usize::from(self.span.count)];
        stored.iter().map(move |set| self.tree.open(set))
    }

    fn of_type(self, rtype: RecordType) -> Option<RecordSet<'z>> {
        let first = self.span.first as usize;
        let wanted = u16::from(rtype);
        let stored = &self.tree.sets[first..first + usize::from(self.span.count)];
        stored.iter().find(|set| set.rtype == wanted).map(|set| self.tree.open(set))
    }
}

impl std::fmt::Debug for Sets<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl RecordTree {
    fn open(&self, set: &StoredSet) -> RecordSet<'_> {
        let packed = &self.rdata[set.start as usize..(set.start + set.length) as usize];
        RecordSet {
            rtype: RecordType::from(set.rtype),
            ttl: set.ttl,
            rdata: RdataList::from_packed(packed),
            origin: set.origin,
        }
    }

    /// Returns the sets of a node.
    pub(crate) fn sets_at(&self, node: NodeId) -> Sets<'_> {
        Sets { tree: self, span: self.spans[node as usize] }
    }

    /// Returns one set of a node.
    pub(crate) fn set_at(&self, node: NodeId, rtype: RecordType) -> Option<RecordSet<'_>> {
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
    ) -> (Lookup<'_>, Option<(NodeId, usize)>) {
        let (mut node, mut depth) = (ROOT, above);
        let mut authority = None;
        let mut cut = None;
        loop {
            let flags = self.spans[node as usize].flags;
            if flags & APEX != 0 {
                (authority, cut) = (Some((node, depth)), None);
            } else if flags & CUT != 0 && cut.is_none() {
                cut = Some((node, depth));
            }
            if depth == name.label_count() {
                break;
            }
            match self.trie.child(node, name.label(depth)) {
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
        let lookup = match self.trie.child(node, b"*") {
            Some(source) => self.answer_at(source, rtype, Some(depth)),
            None => Lookup::NxDomain { closest_encloser: depth },
        };
        (lookup, authority)
    }

    /// Returns the referral of a cut on the way; a DS query for the cut itself is answered above it (RFC 4035 §3.1.4.1).
    fn referral(
        &self,
        cut: Option<(NodeId, usize)>,
        exact: Option<NodeId>,
        rtype: RecordType,
    ) -> Option<Lookup<'_>> {
        let (node, depth) = cut?;
        if rtype == RecordType::DS && exact == Some(node) {
            return None;
        }
        Some(Lookup::Referral { ns: self.set_at(node, RecordType::NS)?, cut: depth })
    }

    fn answer_at(&self, node: NodeId, rtype: RecordType, wildcard: Option<usize>) -> Lookup<'_> {
        let sets = self.sets_at(node);
        if rtype == RecordType::ANY && sets.span.count > 0 {
            return Lookup::All { sets, wildcard };
        }
        if let Some(set) = sets.of_type(rtype) {
            return Lookup::Found { set, wildcard };
        }
        if let Some(set) = sets.of_type(RecordType::CNAME) {
            return Lookup::Cname { set, wildcard };
        }
        Lookup::NoData { empty_non_terminal: sets.span.count == 0, wildcard }
    }

    /// Looks up a name that has records of its own; `None` for every other one. Wildcards and cuts do not count.
    pub(crate) fn lookup_exact(&self, name: &LookupName, rtype: RecordType) -> Option<Lookup<'_>> {
        let (node, matched) = self.trie.walk(name, 0);
        let has_sets = matched == name.label_count() && self.spans[node as usize].count > 0;
        has_sets.then(|| self.answer_at(node, rtype, None))
    }

    /// Returns one set of exactly this name, whatever cut lies above it.
    pub(crate) fn exact(&self, name: &LookupName, above: usize, rtype: RecordType) -> Option<RecordSet<'_>> {
        let (node, matched) = self.trie.walk(name, above);
        if matched == name.label_count() { self.set_at(node, rtype) } else { None }
    }

    /// Iterates over every owner with its sets, in the order owners were first written.
    pub(crate) fn owners<'t>(&'t self, apex: &'t Name) -> impl Iterator<Item = (Name, Sets<'t>)> {
        (0..self.trie.len() as NodeId)
            .filter(|&node| self.spans[node as usize].count > 0)
            .map(|node| (self.trie.name(node, apex), self.sets_at(node)))
    }

    /// Counts the octets of memory it holds.
    pub(crate) fn resident_octets(&self) -> usize {
        self.trie.resident_octets()
            + self.spans.capacity() * size_of::<Span>()
            + self.sets.capacity() * size_of::<StoredSet>()
            + self.rdata.capacity()
    }

    /// Counts the record sets.
    pub(crate) fn set_count(&self) -> usize {
        self.sets.len()
    }
}
