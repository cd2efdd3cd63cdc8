//! Record sets on a label tree, and the one look-up that zones and public names share.
//!
//! The nodes lie in shards, by the hash of their names, so that a tree with other record sets for one owner shares all but a
//! few shards with the tree it was made from. Everything about an owner lies together, so that a look-up in a large zone
//! waits for memory as rarely as it can. A set costs 14 octets and its RDATA, a node 8 octets, its name and about 6 octets
//! of index.

mod edit;
mod node;
mod shard;

use std::sync::Arc;

use crate::name::{LookupName, Name};
use crate::record::{RecordSet, RecordType};
use shard::Shard;

pub(crate) use edit::TreeEdit;
pub use node::Sets;
use node::key_of;
pub(crate) use node::{
    APEX, CUT, NodeKey, ROOT_KEY, SUBSTITUTED, TreeNode, WILDCARD, child_key, mark_wildcard, write_node,
    write_set,
};
pub(crate) use shard::KeyedNode;

/// Record sets by owner, immutable. Trees share their shards.
#[derive(Clone)]
pub(crate) struct RecordTree {
    /// The root alone: nothing else is looked at as often.
    root: Arc<Shard>,
    /// By the lowest bits of a node's key; a shard stands at every place that ends in its bits. Their number is a power of 2.
    shards: Vec<Arc<Shard>>,
    sets: usize,
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
    /// The name is below a DNAME, which says how it is called elsewhere (RFC 6672 §2.2).
    Dname {
        /// The DNAME set.
        set: RecordSet<'z>,
        /// Label count of its owner.
        labels: usize,
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

impl RecordTree {
    /// Returns the node that the tree hangs from.
    pub(crate) fn root(&self) -> TreeNode<'_> {
        self.root.first()
    }

    /// Finds the node of a key whose name `is` the right one. Not the root.
    fn find(&self, key: NodeKey, is: impl Fn(&[u8]) -> bool) -> Option<TreeNode<'_>> {
        self.shards[key as usize & (self.shards.len() - 1)].find(key, is)
    }

    /// Returns the node of a name, as [`TreeNode::name`] has it.
    fn node(&self, name: &[u8]) -> Option<TreeNode<'_>> {
        if name.is_empty() { Some(self.root()) } else { self.find(key_of(name), |other| other == name) }
    }

    /// Looks a name up; the root of the tree stands for the `above` rightmost labels, which the caller has matched.
    ///
    /// Returns with it the node of the zone that has authority, if the walk passed one, and that apex's label count.
    pub(crate) fn lookup(
        &self,
        name: &LookupName,
        above: usize,
        rtype: RecordType,
    ) -> (Lookup<'_>, Option<(TreeNode<'_>, usize)>) {
        let (mut node, mut key, mut depth) = (self.root(), ROOT_KEY, above);
        let mut authority = None;
        let mut stop = None;
        loop {
            let flags = node.header().flags;
            if flags & APEX != 0 {
                (authority, stop) = (Some((node, depth)), None);
            }
            // A DNAME says nothing about its own name (RFC 6672 §2.3).
            if flags & (CUT | SUBSTITUTED) != 0
                && stop.is_none()
                && (flags & CUT != 0 || depth < name.label_count())
            {
                stop = Some((node, depth));
            }
            if depth == name.label_count() {
                break;
            }
            let (next_key, next_name) = (child_key(key, name.label(depth)), name.between(above, depth + 1));
            match self.find(next_key, |name| name == next_name) {
                Some(next) => (node, key) = (next, next_key),
                None => break,
            }
            depth += 1;
        }
        let is_exact = depth == name.label_count();
        let stopped = stop.and_then(|(node, labels)| {
            // The DS of a cut is answered above it (RFC 4035 §3.1.4.1).
            let is_asked_above = rtype == RecordType::DS && is_exact && depth == labels;
            if is_asked_above { None } else { Self::stopped_at(node, labels) }
        });
        if let Some(stopped) = stopped {
            return (stopped, authority);
        }
        if is_exact {
            return (Self::answer_at(node, rtype, None), authority);
        }
        let source = (node.header().flags & WILDCARD != 0).then(|| {
            let encloser = name.between(above, depth);
            self.find(child_key(key, b"*"), |name| name.strip_prefix(b"\x01*") == Some(encloser))
        });
        let lookup = match source.flatten() {
            Some(source) => Self::answer_at(source, rtype, Some(depth)),
            None => Lookup::NxDomain { closest_encloser: depth },
        };
        (lookup, authority)
    }

    /// Returns what a node says about the names below it: another server has them, or they have other names.
    fn stopped_at(node: TreeNode<'_>, labels: usize) -> Option<Lookup<'_>> {
        let sets = node.sets();
        match node.header().flags & CUT != 0 {
            true => Some(Lookup::Referral { ns: sets.of_type(RecordType::NS)?, cut: labels }),
            false => Some(Lookup::Dname { set: sets.of_type(RecordType::DNAME)?, labels }),
        }
    }

    fn answer_at(node: TreeNode<'_>, rtype: RecordType, wildcard: Option<usize>) -> Lookup<'_> {
        let sets = node.sets();
        if rtype == RecordType::ANY && !sets.is_empty() {
            return Lookup::All { sets, wildcard };
        }
        if let Some(set) = sets.of_type(rtype) {
            return Lookup::Found { set, wildcard };
        }
        if let Some(set) = sets.of_type(RecordType::CNAME) {
            return Lookup::Cname { set, wildcard };
        }
        Lookup::NoData { empty_non_terminal: sets.is_empty(), wildcard }
    }

    /// Looks up a name that has records of its own; `None` for every other one. Wildcards and cuts do not count.
    pub(crate) fn lookup_exact(&self, name: &LookupName, rtype: RecordType) -> Option<Lookup<'_>> {
        let node = self.node(name.between(0, name.label_count()))?;
        (!node.sets().is_empty()).then(|| Self::answer_at(node, rtype, None))
    }

    /// Returns the sets of exactly this name, whatever cut lies above it; `above` as in [`Self::lookup`].
    pub(crate) fn sets_of(&self, name: &LookupName, above: usize) -> Option<Sets<'_>> {
        Some(self.node(name.between(above, name.label_count()))?.sets())
    }

    /// Iterates over every owner with its sets: the apex, then the others in no order.
    pub(crate) fn owners<'t>(&'t self, apex: &'t Name) -> impl Iterator<Item = (Name, Sets<'t>)> {
        let nodes = self.shards().flat_map(Shard::nodes).filter(|node| !node.sets().is_empty());
        nodes.map(|node| {
            let wire = [node.name(), apex.wire()].concat();
            (Name::from_wire(&wire).unwrap_or_else(|_| apex.clone()), node.sets())
        })
    }

    /// Counts the record sets.
    pub(crate) fn set_count(&self) -> usize {
        self.sets
    }
}
