//! What a zone holds of its own: the records of its configuration, then those of its file.

use std::fmt;
use std::sync::Arc;

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::zone;

use crate::written::{Record, WrittenRecords};
use azure_objects::Refusal;
use azure_objects::located::Located;

/// The records of one zone that somebody wrote. Records of endpoints and of machines are not among them.
///
/// Models share it: while nobody writes to the zone, it stays the same allocation, and what was made of it can be kept.
#[derive(Debug)]
pub struct Contents {
    pub(super) written: WrittenRecords,
    /// What `file` was read from.
    pub(super) path: Option<Located<String>>,
    /// The origin of the first record of `records`; the others follow. No other records ever have it.
    pub(super) first: Origin,
    pub(super) file: Option<Arc<FileRecords>>,
    /// What is wrong with them.
    pub(super) found: Vec<Refusal>,
}

impl Contents {
    /// Tells whether the same is served from both: they may be written at different places.
    pub(crate) fn serves_same(&self, other: &Self) -> bool {
        let same_file = match (&self.file, &other.file) {
            (None, None) => true,
            (Some(mine), Some(other)) => Arc::ptr_eq(mine, other),
            (Some(_), None) | (None, Some(_)) => false,
        };
        self.first == other.first && same_file
    }

    /// Returns what is wrong with them.
    pub(crate) fn found(&self) -> &[Refusal] {
        &self.found
    }

    /// Returns a number that only contents have from which the same own records are served.
    pub(crate) fn number(&self) -> Origin {
        self.first
    }

    /// Returns the records of the configuration.
    pub fn records(&self) -> &[Record] {
        &self.written.records
    }

    /// Iterates over the records of the configuration, each with its data as written.
    pub fn texts(&self) -> impl Iterator<Item = (&Record, &Located<String>)> {
        self.records().iter().enumerate().map(|(position, record)| (record, self.written.text(position)))
    }

    /// Returns what the zone's file holds; `None`: it has no file.
    pub fn file(&self) -> Option<&FileRecords> {
        self.file.as_deref()
    }

    /// Iterates over the records of the configuration, as a zone takes them.
    pub(crate) fn own(&self) -> impl Iterator<Item = zone::Record<'_>> {
        self.records().iter().enumerate().map(|(index, record)| record.at(self.first.offset(index as u32)))
    }

    /// Hands out every record: those of the configuration, then those of the file.
    pub(crate) fn for_each(&self, sink: &mut dyn FnMut(zone::Record<'_>)) {
        self.own().for_each(&mut *sink);
        if let Some(file) = &self.file {
            file.for_each(sink);
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
#[derive(Default, PartialEq)]
pub struct FileRecords {
    /// Each record: owner (a length octet and wire format), type, TTL, origin, length of the RDATA, RDATA.
    octets: Vec<u8>,
    count: usize,
    /// The first SOA at the apex of a private zone, which is not among the others: fields of it may be written elsewhere.
    soa: Option<Soa>,
    has_text: bool,
    refused: Vec<RefusedRecord>,
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
            if let Ok(owner) = Name::from_wire(packed.owner) {
                let Packed { rtype, ttl, origin, rdata, .. } = packed;
                sink(zone::Record { owner: &owner, rtype, ttl, rdata, origin });
            }
        }
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

impl<'o> Packed<'o> {
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
