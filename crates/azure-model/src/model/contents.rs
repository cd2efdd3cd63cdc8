//! What a zone holds of its own: the records of its configuration, then those of its file.

use std::collections::BTreeSet;
use std::fmt;
use std::hash::{DefaultHasher, Hasher};
use std::sync::{Arc, OnceLock};

use imbl::OrdSet;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::zone;

use crate::written::{Record, ResolvedSet, ResolvedSets, SetsNumber};
use azure_objects::Refusal;
use azure_objects::config_file::{RecordSets, SetOrder};
use azure_objects::id::ObjectId;
use azure_objects::located::Located;

/// The records of one zone that somebody wrote. Records of endpoints and of machines are not among them.
///
/// Models share it: while nobody writes to the zone, it stays the same allocation, and what was made of it can be kept.
#[derive(Debug)]
pub struct Contents {
    pub(super) sets: RecordSets,
    /// The list that `sets` is, for the origins of its records.
    pub(super) list: SetsNumber,
    pub(super) resolved: ResolvedSets,
    pub(super) by_owner: SetsByOwner,
    /// What `file` was read from.
    pub(super) path: Option<Located<String>>,
    pub(super) file: Option<ReadFile>,
    /// No other contents have it, but those from which the same own records are served.
    pub(super) number: Origin,
    /// `None`: nobody knows what they were before.
    pub(super) change: Option<ContentsChange>,
    /// What is wrong with the record sets.
    pub(super) found: Vec<Refusal>,
}

/// How contents differ from earlier ones.
#[derive(Debug, Clone)]
pub(crate) struct ContentsChange {
    /// The number of the earlier ones.
    pub(crate) from: Origin,
    /// The owners that may have other records of the configuration.
    pub(crate) owners: BTreeSet<Name>,
}

/// A zone file that was read.
#[derive(Debug, Clone)]
pub(super) struct ReadFile {
    pub(super) records: Arc<FileRecords>,
    /// What is wrong with it.
    pub(super) found: Vec<Refusal>,
}

/// Where the record sets of each owner stand, by the owner's hash. Made when it is first asked for: most zones never change.
#[derive(Debug, Clone, Default)]
pub(super) struct SetsByOwner {
    hashed: OnceLock<OrdSet<HashedOwner>>,
}

/// The hash of an owner, and a place where one of its sets stands.
type HashedOwner = (u64, SetOrder);

impl SetsByOwner {
    fn of(&self, resolved: &ResolvedSets) -> &OrdSet<HashedOwner> {
        let hashed = |(order, set): (&SetOrder, &Arc<ResolvedSet>)| (hash_of(set.owner.wire()), *order);
        self.hashed.get_or_init(|| resolved.iter().map(hashed).collect())
    }

    /// Puts another set into a place, or takes it away: from `resolved`, and here.
    pub(super) fn replace(
        &mut self,
        resolved: &mut ResolvedSets,
        order: SetOrder,
        set: Option<Arc<ResolvedSet>>,
    ) {
        let now = set.as_ref().map(|set| hash_of(set.owner.wire()));
        let before = match set {
            Some(set) => resolved.insert(order, set),
            None => resolved.remove(&order),
        };
        let before = before.map(|set| hash_of(set.owner.wire()));
        let Some(hashed) = self.hashed.get_mut().filter(|_| before != now) else { return };
        before.map(|hash| hashed.remove(&(hash, order)));
        now.map(|hash| hashed.insert((hash, order)));
    }
}

impl Contents {
    /// Tells whether the same is served from both: they may be written at different places.
    pub(crate) fn serves_same(&self, other: &Self) -> bool {
        self.number == other.number && self.has_same_file(other)
    }

    /// Tells whether both have the records of one file.
    pub(crate) fn has_same_file(&self, other: &Self) -> bool {
        match (&self.file, &other.file) {
            (None, None) => true,
            (Some(mine), Some(other)) => Arc::ptr_eq(&mine.records, &other.records),
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Returns what is wrong with them.
    pub(crate) fn found(&self) -> impl Iterator<Item = &Refusal> {
        self.found.iter().chain(self.file.iter().flat_map(|file| &file.found))
    }

    /// Returns a number that only contents have from which the same own records are served.
    pub(crate) fn number(&self) -> Origin {
        self.number
    }

    /// Returns how they differ from earlier ones.
    pub(crate) fn change(&self) -> Option<&ContentsChange> {
        self.change.as_ref()
    }

    /// Returns the record sets that the records are of.
    pub(crate) fn sets(&self) -> &RecordSets {
        &self.sets
    }

    /// Finds the record set of an ID in the zone at `apex`.
    pub(crate) fn find(&self, zone: &ObjectId, apex: &Name, id: &ObjectId) -> Option<SetOrder> {
        let owner = Name::parse(id.name(), apex).ok()?;
        let is = |order: &SetOrder| self.sets.get(*order).is_some_and(|set| set.id(zone) == *id);
        self.orders_of(&owner).find(is)
    }

    /// Iterates over where the record sets of an owner stand, in order.
    pub(super) fn orders_of(&self, owner: &Name) -> impl Iterator<Item = SetOrder> {
        self.resolved_of(owner).map(|(order, _)| order)
    }

    /// Iterates over the record sets of an owner and where they stand, in order.
    fn resolved_of(&self, owner: &Name) -> impl Iterator<Item = (SetOrder, &ResolvedSet)> {
        let hash = hash_of(owner.wire());
        let all = self.by_owner.of(&self.resolved).range((hash, SetOrder::FIRST)..);
        let of_hash = all.take_while(move |(other, _)| *other == hash);
        of_hash.filter_map(move |&(_, order)| {
            let set = self.resolved.get(&order).filter(|set| set.owner == *owner)?;
            Some((order, &**set))
        })
    }

    /// Iterates over the records of the configuration.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.resolved.values().flat_map(|set| &set.records)
    }

    /// Iterates over the records that the configuration has of an owner.
    pub(crate) fn records_of(&self, owner: &Name) -> impl Iterator<Item = &Record> {
        self.resolved_of(owner).flat_map(|(_, set)| &set.records)
    }

    /// Iterates over the records of the configuration, each with its data as written.
    pub fn texts(&self) -> impl Iterator<Item = (&Record, &Located<String>)> {
        self.resolved.iter().flat_map(|(order, set)| {
            let written = self.sets.get(*order);
            set.records.iter().filter_map(move |record| Some((record, record.text(written?)?)))
        })
    }

    /// Returns what the zone's file holds; `None`: it has no file.
    pub fn file(&self) -> Option<&FileRecords> {
        self.file.as_ref().map(|file| &*file.records)
    }

    /// Hands out every record: those of the configuration, then those of the file.
    pub(crate) fn for_each(&self, sink: &mut dyn FnMut(zone::Record<'_>)) {
        self.resolved.values().flat_map(|set| set.own()).for_each(&mut *sink);
        if let Some(file) = self.file() {
            file.for_each(sink);
        }
    }

    /// Hands out the records of one owner: those of the configuration, then those of the file.
    pub(crate) fn for_each_of(&self, owner: &Name, sink: &mut dyn FnMut(zone::Record<'_>)) {
        self.resolved_of(owner).flat_map(|(_, set)| set.own()).for_each(&mut *sink);
        if let Some(file) = self.file() {
            file.for_each_of(owner, sink);
        }
    }
}

/// A record whose data is wrong: it is not served, and still decides what may stand beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusedRecord {
    pub(crate) owner: Name,
    pub(crate) rtype: RecordType,
    pub(crate) origin: Origin,
}

/// The records of a zone file, in its order. Packed: a file may have a million.
#[derive(Default)]
pub struct FileRecords {
    /// Each record: owner (a length octet and wire format), type, TTL, origin, length of the RDATA, RDATA.
    octets: Vec<u8>,
    count: usize,
    /// The first SOA at the apex of a private zone, which is not among the others: fields of it may be written elsewhere.
    soa: Option<Soa>,
    has_text: bool,
    refused: Vec<RefusedRecord>,
    /// By the hashes of their owners, where records begin. Made when it is first asked for.
    by_owner: OnceLock<Vec<OwnerHash>>,
}

/// A record of a file by its owner's hash.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct OwnerHash {
    hash: u64,
    at: u32,
}

impl PartialEq for FileRecords {
    fn eq(&self, other: &Self) -> bool {
        let Self { octets, count, soa, has_text, refused, by_owner: _ } = self;
        (octets, count, soa, has_text, refused)
            == (&other.octets, &other.count, &other.soa, &other.has_text, &other.refused)
    }
}

/// The SOA record of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Soa {
    pub(crate) rdata: Vec<u8>,
    pub(crate) ttl: u32,
    pub(crate) origin: Origin,
}

impl fmt::Debug for FileRecords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileRecords").field("count", &self.count).finish_non_exhaustive()
    }
}

impl FileRecords {
    /// Adds a record of a private zone at `apex`; the first SOA there is kept apart.
    pub(super) fn push_private(&mut self, record: &zone::Record<'_>, apex: &Name) {
        if record.rtype == RecordType::SOA && record.owner == apex && self.soa.is_none() {
            let (rdata, ttl, origin) = (record.rdata.to_vec(), record.ttl, record.origin);
            self.soa = Some(Soa { rdata, ttl, origin });
        } else {
            self.push(record);
        }
    }

    /// Adds a record.
    pub(super) fn push(&mut self, record: &zone::Record<'_>) {
        self.has_text |= record.rtype == RecordType::TXT;
        let owner = record.owner.wire();
        // Names have 255 octets at most, and RDATA 65,535 (RFC 1035 §2.3.4, §3.2.1).
        let (owner_length, rdata_length) = (owner.len() as u8, record.rdata.len() as u16);
        self.octets.push(owner_length);
        self.octets.extend_from_slice(owner);
        self.octets.extend_from_slice(&u16::from(record.rtype).to_be_bytes());
        self.octets.extend_from_slice(&record.ttl.to_be_bytes());
        self.octets.extend_from_slice(&record.origin.0.to_be_bytes());
        self.octets.extend_from_slice(&rdata_length.to_be_bytes());
        self.octets.extend_from_slice(record.rdata);
        self.count += 1;
    }

    /// Notes a record whose data is wrong.
    pub(super) fn refuse(&mut self, record: RefusedRecord) {
        self.refused.push(record);
    }

    /// Gives back what was allocated beyond the records.
    pub(super) fn shrink(&mut self) {
        self.octets.shrink_to_fit();
    }

    /// Counts the records.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns the SOA record of a private zone's file; `None`: the file has none.
    pub(crate) fn soa(&self) -> Option<&Soa> {
        self.soa.as_ref()
    }

    /// Tells whether there are TXT records.
    pub(crate) fn has_text(&self) -> bool {
        self.has_text
    }

    /// Returns the records whose data is wrong.
    pub(crate) fn refused(&self) -> &[RefusedRecord] {
        &self.refused
    }

    /// Hands out every record, in the order of the file.
    pub(crate) fn for_each(&self, sink: &mut dyn FnMut(zone::Record<'_>)) {
        let mut rest = self.octets.as_slice();
        while let Some(packed) = Packed::take(&mut rest) {
            packed.hand_to(sink);
        }
    }

    /// Hands out the records of one owner, in the order of the file.
    fn for_each_of(&self, owner: &Name, sink: &mut dyn FnMut(zone::Record<'_>)) {
        let (index, hash) = (self.by_owner.get_or_init(|| self.hash_owners()), hash_of(owner.wire()));
        let first = index.partition_point(|one| one.hash < hash);
        for OwnerHash { at, .. } in index[first..].iter().take_while(|one| one.hash == hash) {
            match Packed::take(&mut &self.octets[*at as usize..]) {
                Some(packed) if packed.owner.eq_ignore_ascii_case(owner.wire()) => packed.hand_to(sink),
                _ => {}
            }
        }
    }

    fn hash_owners(&self) -> Vec<OwnerHash> {
        let (mut index, mut rest) = (Vec::with_capacity(self.count), self.octets.as_slice());
        let mut at = 0;
        while let Some(packed) = Packed::take(&mut rest) {
            index.push(OwnerHash { hash: hash_of(packed.owner), at });
            at = (self.octets.len() - rest.len()) as u32;
        }
        index.sort_unstable();
        index
    }
}

/// One record of [`FileRecords`].
struct Packed<'o> {
    owner: &'o [u8],
    rtype: RecordType,
    ttl: u32,
    origin: Origin,
    rdata: &'o [u8],
}

/// Hashes a name on the wire without regard to case.
fn hash_of(owner: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    owner.iter().for_each(|octet| hasher.write_u8(octet.to_ascii_lowercase()));
    hasher.finish()
}

impl<'o> Packed<'o> {
    fn hand_to(self, sink: &mut dyn FnMut(zone::Record<'_>)) {
        if let Ok(owner) = Name::from_wire(self.owner) {
            let Self { rtype, ttl, origin, rdata, .. } = self;
            sink(zone::Record { owner: &owner, rtype, ttl, rdata, origin });
        }
    }

    /// Takes the first record off; `None`: there is none left.
    fn take(rest: &mut &'o [u8]) -> Option<Self> {
        let (&[owner_length], tail) = rest.split_first_chunk()?;
        let (owner, tail) = tail.split_at_checked(owner_length.into())?;
        let (&rtype, tail) = tail.split_first_chunk()?;
        let (&ttl, tail) = tail.split_first_chunk()?;
        let (&origin, tail) = tail.split_first_chunk()?;
        let (&rdata_length, tail) = tail.split_first_chunk()?;
        let (rdata, tail) = tail.split_at_checked(u16::from_be_bytes(rdata_length).into())?;
        *rest = tail;
        let rtype = RecordType::from(u16::from_be_bytes(rtype));
        let (ttl, origin) = (u32::from_be_bytes(ttl), Origin(u32::from_be_bytes(origin)));
        Some(Self { owner, rtype, ttl, origin, rdata })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_a_file_come_back_as_they_were() {
        let written = [
            ("a.example", RecordType::A, vec![10, 0, 0, 4]),
            ("a.example", RecordType::TXT, vec![0; 65_535]),
        ];
        let mut file = FileRecords::default();
        for (index, (owner, rtype, rdata)) in written.iter().enumerate() {
            let owner: Name = owner.parse().expect("a name");
            let origin = Origin(7 + index as u32);
            file.push(&zone::Record { owner: &owner, rtype: *rtype, ttl: 300, rdata, origin });
        }
        let mut found = Vec::new();
        file.for_each(&mut |record| {
            assert_eq!(record.ttl, 300);
            assert_eq!(record.origin, Origin(7 + found.len() as u32));
            found.push((record.owner.without_dot(), record.rtype, record.rdata.to_vec()));
        });
        let written = written.map(|(owner, rtype, rdata)| (owner.to_owned(), rtype, rdata));
        assert_eq!(found, written);
        assert_eq!(file.len(), 2);
    }
}
