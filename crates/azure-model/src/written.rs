//! Records that a configuration holds, ready for a zone, and where each is written.

use std::sync::Arc;

use imbl::OrdMap;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::zone;

use azure_objects::config_file::{RecordSet, RecordSets, SetOrder};
use azure_objects::located::Located;

/// One record, ready for a zone.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its owner, absolute.
    pub owner: Name,
    /// Its type.
    pub rtype: RecordType,
    /// Seconds.
    pub ttl: u32,
    /// Uncompressed RDATA.
    pub rdata: Vec<u8>,
    /// Which of the set's records it is.
    pub(crate) position: u32,
}

impl Record {
    /// Tells whether the same is served for both, wherever they are written.
    fn is_same(&self, other: &Self) -> bool {
        let Self { owner, rtype, ttl, rdata, position: _ } = self;
        // A name keeps its letters on the wire.
        (owner.wire(), rtype, ttl, rdata) == (other.owner.wire(), &other.rtype, &other.ttl, &other.rdata)
    }

    /// Returns the data as written in the set that the record is of.
    pub(crate) fn text<'s>(&self, set: &'s RecordSet) -> Option<&'s Located<String>> {
        set.records.get(self.position as usize)
    }

    /// Returns the record as a zone takes it.
    fn at(&self, origin: Origin) -> zone::Record<'_> {
        let Self { owner, rtype, ttl, rdata, .. } = self;
        zone::Record { owner, rtype: *rtype, ttl: *ttl, rdata, origin }
    }
}

/// What a record set of the configuration comes to.
#[derive(Debug)]
pub(crate) struct ResolvedSet {
    pub(crate) owner: Name,
    pub(crate) records: Vec<Record>,
    /// The origin of its first record; the others follow.
    pub(crate) first: Origin,
}

impl ResolvedSet {
    /// Tells whether the same is served for both, wherever they are written.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.owner == other.owner
            && self.records.len() == other.records.len()
            && self.records.iter().zip(&other.records).all(|(one, other)| one.is_same(other))
    }

    /// Iterates over the records, as a zone takes them.
    pub(crate) fn own(&self) -> impl Iterator<Item = zone::Record<'_>> {
        (0..).zip(&self.records).map(|(index, record)| record.at(self.first.offset(index)))
    }
}

/// What record sets come to, by where they stand.
pub(crate) type ResolvedSets = OrdMap<SetOrder, Arc<ResolvedSet>>;

/// Records of the configuration that have consecutive numbers, and the record sets that they are of.
#[derive(Debug, Clone)]
pub(crate) struct NumberedRecords {
    /// The list of sets, which is another one after the zone has changed.
    pub(crate) list: SetsNumber,
    /// Of each record: its set, and which of the set's records it is.
    pub(crate) places: Arc<[(SetOrder, u32)]>,
}

/// The number of a zone's list of record sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct SetsNumber(pub(crate) u32);

impl NumberedRecords {
    /// Returns the data of a record as written in a list of sets; `None`: the list has no such record any more.
    pub(crate) fn text<'s>(&self, position: u32, sets: &'s RecordSets) -> Option<&'s Located<String>> {
        let (order, record) = *self.places.get(position as usize)?;
        sets.get(order)?.records.get(record as usize)
    }
}
