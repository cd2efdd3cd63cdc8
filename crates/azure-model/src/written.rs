//! Records that a configuration holds, ready for a zone, and where each is written.

use std::sync::Arc;

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::zone;

use azure_objects::config_file::RecordSets;
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
    /// Which of the zone's record sets it is of.
    pub(crate) set: u32,
    /// Which of the set's records it is.
    pub(crate) position: u32,
}

impl Record {
    /// Tells whether the same is served for both, wherever they are written.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let Self { owner, rtype, ttl, rdata, set: _, position: _ } = self;
        // A name keeps its letters on the wire.
        (owner.wire(), rtype, ttl, rdata) == (other.owner.wire(), &other.rtype, &other.ttl, &other.rdata)
    }

    /// Returns the record as a zone takes it.
    pub(crate) fn at(&self, origin: Origin) -> zone::Record<'_> {
        let Self { owner, rtype, ttl, rdata, .. } = self;
        zone::Record { owner, rtype: *rtype, ttl: *ttl, rdata, origin }
    }
}

/// Records of the configuration, and the record sets that they were read from.
#[derive(Debug, Clone)]
pub struct WrittenRecords {
    pub(crate) sets: RecordSets,
    pub(crate) records: Arc<[Record]>,
}

impl WrittenRecords {
    /// Returns the data of a record as written. Panics beyond the last record.
    pub(crate) fn text(&self, position: usize) -> &Located<String> {
        let Record { set, position, .. } = &self.records[position];
        &self.sets[*set as usize].records[*position as usize]
    }

    /// Counts the records.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// Tells whether the same is served for both, wherever they are written.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.records, &other.records)
            || self.len() == other.len()
                && self.records.iter().zip(&*other.records).all(|(one, other)| one.is_same(other))
    }
}
