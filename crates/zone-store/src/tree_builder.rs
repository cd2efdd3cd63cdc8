//! Gathers records into a [`RecordTree`] and sees every duplicate and conflict on the way.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use thiserror::Error;

use crate::mistake::Mistake;
use crate::name::{LookupName, Name};
use crate::origin::Origin;
use crate::rdata::article;
use crate::record::{RdataList, Record, RecordSet, RecordType};
use crate::tree::{
    APEX, CUT, KeyedNode, NodeKey, ROOT_KEY, RecordTree, SUBSTITUTED, TreeEdit, TreeNode, child_key,
    mark_wildcard, write_node, write_set,
};
use crate::trie::{self, LabelTrie, NodeId};

/// Most RDATA octets of one tree.
const MAX_RDATA: usize = u32::MAX as usize - 2 * 65_537;

/// What is wrong with the records of a zone, taken together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ZoneProblem {
    /// The owner is not in the zone.
    #[error("{owner} is not in the zone \"{}\"", apex.without_dot())]
    OutOfZone {
        /// The owner.
        owner: Name,
        /// The zone.
        apex: Name,
        /// Where.
        origin: Origin,
    },
    /// The same record twice (RFC 2181 §5).
    #[error("{owner} has this {rtype} record twice")]
    Duplicate {
        /// The owner.
        owner: Name,
        /// Its type.
        rtype: RecordType,
        /// The later one.
        origin: Origin,
        /// The earlier one.
        first: Origin,
    },
    /// A CNAME beside other records (RFC 1034 §3.6.2).
    #[error("{owner} has a CNAME and {} {rtype} record", article(*.rtype))]
    CnameAndOther {
        /// The owner.
        owner: Name,
        /// The type of the other record.
        rtype: RecordType,
        /// The CNAME.
        origin: Origin,
        /// The other record.
        first: Origin,
    },
    /// Two CNAMEs or two DNAMEs of one owner (RFC 2181 §10.1, RFC 6672 §2.4).
    #[error("{owner} has two {rtype} records")]
    TwoAliases {
        /// The owner.
        owner: Name,
        /// Which of the two types.
        rtype: RecordType,
        /// The later one.
        origin: Origin,
        /// The earlier one.
        first: Origin,
    },
    /// Two SOA records.
    #[error("{owner} has two SOA records")]
    TwoSoas {
        /// The owner.
        owner: Name,
        /// The later one.
        origin: Origin,
        /// The earlier one.
        first: Origin,
    },
    /// Records of one set with different TTLs (RFC 2181 §5.2).
    #[error("{owner} {rtype} has the TTL {ttl} here and {first_ttl} before")]
    TtlDiffers {
        /// The owner.
        owner: Name,
        /// Its type.
        rtype: RecordType,
        /// The later TTL, seconds.
        ttl: u32,
        /// The earlier TTL, seconds.
        first_ttl: u32,
        /// The later record.
        origin: Origin,
        /// The earlier record.
        first: Origin,
    },
    /// A SOA below the apex.
    #[error("{owner} has an SOA record, but the zone begins at \"{}\"", apex.without_dot())]
    SoaBelowApex {
        /// The owner.
        owner: Name,
        /// The zone.
        apex: Name,
        /// Where.
        origin: Origin,
    },
    /// No SOA at the apex.
    #[error("the zone \"{}\" has no SOA record", apex.without_dot())]
    NoSoa {
        /// The zone.
        apex: Name,
        /// Where the zone was written.
        origin: Origin,
    },
    /// More RDATA than one zone can hold.
    #[error("the zone \"{}\" holds more than 4 GiB of record data", apex.without_dot())]
    TooLarge {
        /// The zone.
        apex: Name,
        /// The first record that did not fit.
        origin: Origin,
    },
}

impl ZoneProblem {
    /// Returns where the problem was written, and the earlier place it collides with.
    pub fn origins(&self) -> (Origin, Option<Origin>) {
        match *self {
            Self::Duplicate { origin, first, .. }
            | Self::CnameAndOther { origin, first, .. }
            | Self::TwoAliases { origin, first, .. }
            | Self::TwoSoas { origin, first, .. }
            | Self::TtlDiffers { origin, first, .. } => (origin, Some(first)),
            Self::OutOfZone { origin, .. }
            | Self::SoaBelowApex { origin, .. }
            | Self::NoSoa { origin, .. }
            | Self::TooLarge { origin, .. } => (origin, None),
        }
    }
}

impl Mistake for ZoneProblem {
    fn fix(&self) -> Option<Cow<'_, str>> {
        let fix = match self {
            Self::OutOfZone { .. } => {
                "move it to its own zone, or write it relative, without the dot at its end"
            }
            Self::Duplicate { .. } => "remove one",
            Self::CnameAndOther { .. } => "an alias can have no other records: remove one of the two",
            Self::TwoAliases { .. } => "an alias has one target: remove one",
            Self::TwoSoas { .. } => "a zone has one: remove one",
            Self::TtlDiffers { .. } => "the records of a set share one TTL: make them equal",
            Self::SoaBelowApex { .. } => "an SOA stands at the apex only",
            Self::NoSoa { .. } => "add one at its apex",
            Self::TooLarge { .. } => "split it",
        };
        Some(fix.into())
    }
}

struct Raw {
    node: NodeId,
    rtype: u16,
    ttl: u32,
    rdata: OctetRange,
    origin: Origin,
}

/// A run of octets in the gathered RDATA.
#[derive(Clone, Copy)]
struct OctetRange {
    start: u32,
    length: u16,
}

impl OctetRange {
    fn of(self, all: &[u8]) -> &[u8] {
        &all[self.start as usize..self.start as usize + usize::from(self.length)]
    }
}

/// The nodes of all names, by their numbers.
#[derive(Default)]
struct WrittenNodes {
    octets: Vec<u8>,
    /// The key of each node, and where it begins.
    places: Vec<(NodeKey, usize)>,
}

/// Gathers records in any order.
pub(crate) struct TreeBuilder {
    apex: Name,
    above: usize,
    trie: LabelTrie,
    raws: Vec<Raw>,
    rdata: Vec<u8>,
    apexes: HashSet<NodeId>,
    /// Owner and type of records whose data was refused.
    refused: Vec<(NodeId, u16, Origin)>,
    /// Owners of which a tree that is built on holds nothing any more.
    touched: HashSet<NodeId>,
    problems: Vec<ZoneProblem>,
}

impl TreeBuilder {
    /// Returns an empty tree that hangs from `apex`.
    pub(crate) fn new(apex: Name) -> Self {
        let above = apex.label_count();
        let (raws, rdata, refused, problems) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (trie, apexes, touched) = (LabelTrie::new(), HashSet::new(), HashSet::new());
        Self { apex, above, trie, raws, rdata, apexes, refused, touched, problems }
    }

    /// Adds one record.
    pub(crate) fn add(&mut self, record: Record<'_>) {
        let Record { owner, rtype, ttl, rdata, origin } = record;
        if !owner.is_at_or_below(&self.apex) {
            self.problems.push(ZoneProblem::OutOfZone {
                owner: owner.clone(),
                apex: self.apex.clone(),
                origin,
            });
            return;
        }
        if self.rdata.len() > MAX_RDATA {
            self.problems.push(ZoneProblem::TooLarge { apex: self.apex.clone(), origin });
            return;
        }
        let node = self.trie.insert(&LookupName::new(owner), self.above);
        let start = self.rdata.len() as u32;
        let length = u16::try_from(rdata.len()).unwrap_or(u16::MAX);
        self.rdata.extend_from_slice(&rdata[..usize::from(length)]);
        self.raws.push(Raw { node, rtype: rtype.into(), ttl, rdata: OctetRange { start, length }, origin });
    }

    /// Notes a record whose data was refused: it is not served, but an alias beside it is seen.
    pub(crate) fn add_refused(&mut self, owner: &Name, rtype: RecordType, origin: Origin) {
        if owner.is_at_or_below(&self.apex) {
            let node = self.trie.insert(&LookupName::new(owner), self.above);
            self.refused.push((node, rtype.into(), origin));
        }
    }

    /// Marks `name` as the apex of a zone.
    pub(crate) fn mark_apex(&mut self, name: &Name) {
        let node = self.trie.insert(&LookupName::new(name), self.above);
        self.apexes.insert(node);
    }

    /// Tells whether `name` was marked as the apex of a zone.
    pub(crate) fn is_apex(&self, name: &Name) -> bool {
        let (node, matched) = self.trie.walk(&LookupName::new(name), self.above);
        matched == name.label_count() && self.apexes.contains(&node)
    }

    /// Returns for each owner where the first of its records of one of these types was written.
    pub(crate) fn first_origins(&self, owners: &[&Name], rtypes: &[RecordType]) -> Vec<Option<Origin>> {
        let node_of = |owner: &Name| {
            if !owner.is_at_or_below(&self.apex) {
                return None;
            }
            let (node, matched) = self.trie.walk(&LookupName::new(owner), self.above);
            (matched == owner.label_count()).then_some(node)
        };
        let nodes: Vec<Option<NodeId>> = owners.iter().map(|owner| node_of(owner)).collect();
        let mut found: HashMap<NodeId, Option<Origin>> =
            nodes.iter().flatten().map(|&node| (node, None)).collect();
        for raw in &self.raws {
            if rtypes.contains(&RecordType::from(raw.rtype))
                && let Some(first) = found.get_mut(&raw.node)
            {
                first.get_or_insert(raw.origin);
            }
        }
        nodes.into_iter().map(|node| found.get(&node?).copied().flatten()).collect()
    }

    /// Says that an owner has no records but those that are added.
    pub(crate) fn touch(&mut self, owner: &Name) {
        if owner.is_at_or_below(&self.apex) {
            let node = self.trie.insert(&LookupName::new(owner), self.above);
            self.touched.insert(node);
        }
    }

    /// Makes a tree of the records.
    ///
    /// # Errors
    /// Every problem seen, in the order of the owners.
    pub(crate) fn build(self) -> Result<RecordTree, Vec<ZoneProblem>> {
        let apex = self.apex.clone();
        let nodes = self.write()?;
        let keyed = |&(key, at)| KeyedNode { key, node: TreeNode::at(&nodes.octets[at..]) };
        let tree = RecordTree::empty().with_nodes(nodes.places.iter().map(keyed).collect());
        tree.ok_or_else(|| too_large(apex))
    }

    /// Makes the tree that follows from `base` when owners that were touched, or have records here, have these and no others.
    ///
    /// # Errors
    /// Every problem seen, in the order of the owners.
    pub(crate) fn build_onto(mut self, base: &RecordTree) -> Result<RecordTree, Vec<ZoneProblem>> {
        let (apex, touched) = (self.apex.clone(), std::mem::take(&mut self.touched));
        let nodes = self.write()?;
        let mut edit = TreeEdit::new(base);
        for (number, &(_, at)) in (0..).zip(&nodes.places) {
            let node = TreeNode::at(&nodes.octets[at..]);
            if touched.contains(&number) || !node.sets().is_empty() {
                edit.put(node);
            }
        }
        edit.finish().ok_or_else(|| too_large(apex))
    }

    /// Sorts the records into sets, owner by owner, and writes a node for each name.
    fn write(mut self) -> Result<WrittenNodes, Vec<ZoneProblem>> {
        self.raws.sort_by_key(|raw| (raw.node, raw.rtype));
        let raws = std::mem::take(&mut self.raws);
        self.check_refused(&raws);
        let mut owners = raws.chunk_by(|a, b| a.node == b.node).peekable();
        let children = self.trie.children();
        let mut nodes = WrittenNodes::default();
        let (mut name, mut packed) = (Vec::new(), Vec::new());
        for (node, children) in (0..).zip(children) {
            let records = owners.next_if(|records| records[0].node == node).unwrap_or_default();
            let flags = self.flags(node, records);
            let key = match node {
                trie::ROOT => ROOT_KEY,
                _ => child_key(nodes.places[self.trie.parent(node) as usize].0, self.trie.label(node)),
            };
            name.clear();
            self.trie.write_name(node, &mut name);
            let at = write_node(&mut nodes.octets, children, flags, &name);
            nodes.places.push((key, at));
            if self.trie.label(node) == b"*" {
                let (_, parent) = nodes.places[self.trie.parent(node) as usize];
                mark_wildcard(&mut nodes.octets[parent..]);
            }
            for same_type in records.chunk_by(|a, b| a.rtype == b.rtype) {
                write_set(&mut nodes.octets, at, self.pack(same_type, &mut packed));
            }
            if !records.is_empty() {
                self.check_owner(records, flags);
            }
        }
        if self.problems.is_empty() { Ok(nodes) } else { Err(self.problems) }
    }

    fn flags(&self, node: NodeId, records: &[Raw]) -> u8 {
        let has = |rtype: RecordType| records.iter().any(|record| record.rtype == u16::from(rtype));
        let authority = match self.apexes.contains(&node) {
            true => APEX,
            false if has(RecordType::NS) => CUT,
            false => 0,
        };
        authority | if has(RecordType::DNAME) { SUBSTITUTED } else { 0 }
    }

    /// Writes the records of one set side by side into `packed`, seeing duplicates and differing TTLs.
    fn pack<'p>(&mut self, raws: &[Raw], packed: &'p mut Vec<u8>) -> RecordSet<'p> {
        packed.clear();
        for raw in raws {
            RdataList::pack(packed, raw.rdata.of(&self.rdata));
        }
        if raws.len() > 1 {
            self.compare(raws);
        }
        let Raw { rtype, ttl, origin, .. } = raws[0];
        let (rtype, rdata) = (RecordType::from(rtype), RdataList::from_packed(packed));
        RecordSet { rtype, ttl, rdata, origin }
    }

    /// Compares the records of one set with each other.
    fn compare(&mut self, raws: &[Raw]) {
        let Raw { node, rtype, ttl: first_ttl, origin: first_origin, .. } = raws[0];
        let owner = self.trie.name(node, &self.apex);
        let rtype = RecordType::from(rtype);
        let mut seen: HashMap<&[u8], Origin> = HashMap::with_capacity(raws.len());
        for &Raw { ttl, origin, ref rdata, .. } in raws {
            // A signature has the TTL of what it covers (RFC 4034 §3).
            if ttl != first_ttl && rtype != RecordType::RRSIG {
                let (owner, first) = (owner.clone(), first_origin);
                self.problems.push(ZoneProblem::TtlDiffers { owner, rtype, ttl, first_ttl, origin, first });
            }
            match seen.entry(rdata.of(&self.rdata)) {
                Entry::Vacant(place) => {
                    place.insert(origin);
                }
                Entry::Occupied(twin) => {
                    let (owner, first) = (owner.clone(), *twin.get());
                    self.problems.push(ZoneProblem::Duplicate { owner, rtype, origin, first });
                }
            }
        }
    }

    /// Sees aliases beside other records where one of the two was refused.
    fn check_refused(&mut self, raws: &[Raw]) {
        let cname = u16::from(RecordType::CNAME);
        self.refused.sort_by_key(|&(node, rtype, _)| (node, rtype));
        for refused in self.refused.chunk_by(|a, b| a.0 == b.0) {
            let node = refused[0].0;
            let first = raws.partition_point(|raw| raw.node < node);
            let read = raws[first..].iter().take_while(|raw| raw.node == node);
            let of_owner = || {
                let read = read.clone().map(|raw| (raw.rtype, raw.origin, true));
                read.chain(refused.iter().map(|&(_, rtype, origin)| (rtype, origin, false)))
            };
            let alias = of_owner().find(|&(rtype, ..)| rtype == cname);
            let other = of_owner().find(|&(rtype, ..)| !may_stand_beside_cname(rtype));
            if let (Some((_, origin, alias_was_read)), Some((rtype, first, other_was_read))) = (alias, other)
                && !(alias_was_read && other_was_read)
            {
                let owner = self.trie.name(node, &self.apex);
                let rtype = RecordType::from(rtype);
                self.problems.push(ZoneProblem::CnameAndOther { owner, rtype, origin, first });
            }
        }
    }

    /// Sees what one owner cannot have: an alias beside other records, two aliases, a SOA that is not at an apex.
    fn check_owner(&mut self, raws: &[Raw], flags: u8) {
        let name = || self.trie.name(raws[0].node, &self.apex);
        let of = |rtype: RecordType| raws.iter().filter(move |raw| raw.rtype == u16::from(rtype));
        if let Some(alias) = of(RecordType::CNAME).next()
            && let Some(other) = raws.iter().find(|raw| !may_stand_beside_cname(raw.rtype))
        {
            let (rtype, origin, first) = (RecordType::from(other.rtype), alias.origin, other.origin);
            self.problems.push(ZoneProblem::CnameAndOther { owner: name(), rtype, origin, first });
        }
        for rtype in [RecordType::CNAME, RecordType::DNAME] {
            let mut aliases = of(rtype);
            if let (Some(first), Some(second)) = (aliases.next(), aliases.next()) {
                let (origin, first) = (second.origin, first.origin);
                self.problems.push(ZoneProblem::TwoAliases { owner: name(), rtype, origin, first });
            }
        }
        if let Some(soa) = of(RecordType::SOA).next() {
            if flags & APEX == 0 {
                let (apex, origin) = (self.apex.clone(), soa.origin);
                self.problems.push(ZoneProblem::SoaBelowApex { owner: name(), apex, origin });
            }
            if let Some(second) = of(RecordType::SOA).nth(1) {
                let (origin, first) = (second.origin, soa.origin);
                self.problems.push(ZoneProblem::TwoSoas { owner: name(), origin, first });
            }
        }
    }
}

fn too_large(apex: Name) -> Vec<ZoneProblem> {
    vec![ZoneProblem::TooLarge { apex, origin: Origin::UNKNOWN }]
}

/// Tells what a CNAME's owner may have besides: the CNAME and its DNSSEC records (RFC 4034 §3, §4; RFC 2535 §2.3.5).
fn may_stand_beside_cname(rtype: u16) -> bool {
    [RecordType::CNAME, RecordType::RRSIG, RecordType::NSEC, RecordType::KEY].map(u16::from).contains(&rtype)
}

/// Tells whether the apex has a SOA.
pub(crate) fn has_soa(tree: &RecordTree) -> bool {
    tree.root().sets().of_type(RecordType::SOA).is_some()
}
