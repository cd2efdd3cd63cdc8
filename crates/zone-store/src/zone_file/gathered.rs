//! The records of a zone file, until it is read to its end: then those of each set are put together.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::dialect::{Dialect, StatedTtl};
use super::notice::{Deviation, ZoneFileNotice};
use crate::name::Name;
use crate::origin::Origin;
use crate::rdata;
use crate::record::{Record, RecordType};

/// Records in the order of the file. Packed: a file may have a million.
#[derive(Default)]
pub(super) struct GatheredRecords {
    records: Vec<Gathered>,
    /// The owner (wire format) and the RDATA of each, in order.
    octets: Vec<u8>,
}

struct Gathered {
    start: usize,
    ttl: u32,
    /// As in [`StatedTtl`].
    block: u32,
    origin: Origin,
    rtype: RecordType,
    rdata_length: u16,
    owner_length: u8,
    is_dropped: bool,
}

impl Gathered {
    fn owner<'o>(&self, octets: &'o [u8]) -> &'o [u8] {
        &octets[self.start..self.start + usize::from(self.owner_length)]
    }

    fn rdata<'o>(&self, octets: &'o [u8]) -> &'o [u8] {
        let start = self.start + usize::from(self.owner_length);
        &octets[start..start + usize::from(self.rdata_length)]
    }

    /// Returns what two records of one set have in common beside the owner: signatures of two sets are two sets (RFC 4034 §3).
    fn set_type(&self, octets: &[u8]) -> (u16, Option<[u8; 2]>) {
        let covered = (self.rtype == RecordType::RRSIG).then(|| self.rdata(octets).first_chunk().copied());
        (self.rtype.into(), covered.flatten())
    }

    fn is_of_set(&self, other: &Self, octets: &[u8]) -> bool {
        self.set_type(octets) == other.set_type(octets)
            && self.owner(octets).eq_ignore_ascii_case(other.owner(octets))
    }

    fn set_hash(&self, octets: &[u8]) -> u64 {
        let mut hasher = FxHasher::default();
        self.owner(octets).iter().for_each(|octet| hasher.write_u8(octet.to_ascii_lowercase()));
        hasher.write_u16(self.rtype.into());
        hasher.finish()
    }
}

impl GatheredRecords {
    /// Adds a record.
    pub(super) fn push(&mut self, record: &Record<'_>) {
        let Record { owner, ttl, rtype, rdata, origin } = *record;
        let (start, owner) = (self.octets.len(), owner.wire());
        let block = self
            .records
            .last()
            .map_or(0, |last| last.block + u32::from(!last.owner(&self.octets).eq_ignore_ascii_case(owner)));
        // Names have 255 octets at most, and RDATA 65,535 (RFC 1035 §2.3.4, §3.2.1).
        let (owner_length, rdata_length) = (owner.len() as u8, rdata.len() as u16);
        self.octets.extend_from_slice(owner);
        self.octets.extend_from_slice(rdata);
        self.records.push(Gathered {
            start,
            ttl,
            block,
            origin,
            rtype,
            rdata_length,
            owner_length,
            is_dropped: false,
        });
    }

    /// Gives the records of each set one TTL, and leaves out what is there twice; returns what it has changed.
    pub(super) fn settle(&mut self, dialect: Dialect) -> Vec<ZoneFileNotice> {
        let hash_of = |(index, record): (usize, &Gathered)| (record.set_hash(&self.octets), index);
        let mut hashed: Vec<(u64, usize)> = self.records.iter().enumerate().map(hash_of).collect();
        hashed.sort_unstable();
        let mut notices = Vec::new();
        for of_hash in hashed.chunk_by(|one, other| one.0 == other.0).filter(|chunk| chunk.len() > 1) {
            let mut rest: Vec<usize> = of_hash.iter().map(|&(_, index)| index).collect();
            while let Some(&first) = rest.first() {
                let is_of_set =
                    |&index: &usize| self.records[index].is_of_set(&self.records[first], &self.octets);
                let (set, others): (Vec<usize>, Vec<usize>) = rest.into_iter().partition(is_of_set);
                rest = others;
                self.settle_set(set, dialect, &mut notices);
            }
        }
        notices.sort_by_key(|notice| notice.origin.0);
        notices
    }

    /// Settles one set, whose records are in the order of the file.
    fn settle_set(&mut self, mut set: Vec<usize>, dialect: Dialect, notices: &mut Vec<ZoneFileNotice>) {
        let rtype = self.records[set[0]].rtype;
        let mut seen: HashSet<Cow<'_, [u8]>> = HashSet::with_capacity(set.len());
        let mut found: Vec<(usize, Deviation)> = Vec::new();
        set.retain(|&index| {
            let data = rdata::in_lower_case(rtype, self.records[index].rdata(&self.octets));
            let deviation = match rtype == RecordType::CNAME && dialect.ignores_second_alias() {
                true if !seen.is_empty() => Deviation::SecondAlias,
                _ if seen.contains(&data) => Deviation::Duplicate,
                _ => return seen.insert(data),
            };
            found.push((index, deviation));
            false
        });
        drop(seen);
        for (index, _) in &found {
            self.records[*index].is_dropped = true;
        }
        let stated = |&index: &usize| {
            let Gathered { block, ttl, .. } = self.records[index];
            StatedTtl { block, ttl }
        };
        let ttl = dialect.ttl_of_set(&set.iter().map(stated).collect::<Vec<_>>());
        for index in set {
            let record = &mut self.records[index];
            if let Some(served) = ttl.filter(|&served| served != record.ttl) {
                found.push((index, Deviation::OtherTtl { ttl: record.ttl, served }));
                record.ttl = served;
            }
        }
        for (index, deviation) in found {
            let record = &self.records[index];
            if let Ok(owner) = Name::from_wire(record.owner(&self.octets)) {
                notices.push(ZoneFileNotice { origin: record.origin, owner, rtype, deviation });
            }
        }
    }

    /// Hands out what is left, in the order of the file.
    pub(super) fn for_each(&self, sink: &mut dyn FnMut(Record<'_>)) {
        for record in self.records.iter().filter(|record| !record.is_dropped) {
            if let Ok(owner) = Name::from_wire(record.owner(&self.octets)) {
                let (ttl, rtype, origin) = (record.ttl, record.rtype, record.origin);
                sink(Record { owner: &owner, ttl, rtype, rdata: record.rdata(&self.octets), origin });
            }
        }
    }
}
