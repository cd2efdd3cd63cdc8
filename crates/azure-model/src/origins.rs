//! Names for the opaque origins of a snapshot: a line of a zone file, or what the configuration has at a place.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use zone_store::origin::Origin;

use crate::written::{NumberedRecords, SetsNumber};
use azure_objects::config_file::RecordSets;
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::RefusalReason;
use azure_objects::{Place, Provenance, Refusal};

/// What every [`Origin`] of a snapshot stands for.
///
/// Clones share one table, to which more can be added while others read. A number is never given to anything else, and what
/// is there already keeps its number: so what was built with it can be kept when something else changes.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    table: Arc<RwLock<OriginTable>>,
}

#[derive(Debug, Default)]
struct OriginTable {
    /// By first number, ascending; each goes up to the next one. 0 is [`Origin::UNKNOWN`].
    ranges: Vec<Range>,
    next: u32,
    /// The numbers of objects, each with what is said of it.
    known: HashMap<(ObjectId, Option<Arc<str>>), Origin>,
    /// First number and count of the lines of files.
    files: HashMap<Arc<str>, (Origin, u32)>,
    /// By the first number of a range: where what it stands for is written now, if the change that moved it is accepted.
    pending: HashMap<u32, RangeContent>,
    /// The record sets of zones, by their numbers.
    sets: Vec<RecordSets>,
    /// As `pending`, of record sets.
    pending_sets: HashMap<SetsNumber, RecordSets>,
}

#[derive(Debug)]
struct Range {
    first: u32,
    count: u32,
    written: RangeContent,
}

/// What the numbers of a range stand for.
#[derive(Debug, Clone)]
enum RangeContent {
    /// The lines of a file, from the first on.
    Lines(Arc<str>),
    /// Records of the configuration.
    Records(NumberedRecords),
    /// An object, and what it is called if its place does not say it all.
    Object(ObjectId, Option<Arc<str>>, Site),
}

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What it is, as `private endpoint "myPrivateEndpoint"`; `None`: the place says it all.
    pub what: Option<Arc<str>>,
    /// Where it is written.
    pub place: Provenance,
}

impl fmt::Display for Source {
    /// Writes `private endpoint "x" at zonite.toml:30:1`, or only the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            Some(what) => write!(f, "{what} at {}", self.place),
            None => write!(f, "{}", self.place),
        }
    }
}

impl Origins {
    /// Gives the lines of a file consecutive numbers; line `n` is the result's `offset(n - 1)`. They are the same when the
    /// file is read again.
    pub(crate) fn add_file(&self, file: &Arc<str>, lines: u32) -> Origin {
        self.change(|table| match table.files.get(file) {
            Some(&(first, count)) if lines <= count => first,
            _ => {
                let first = table.add(lines.max(1), RangeContent::Lines(file.clone()));
                table.files.insert(file.clone(), (first, lines.max(1)));
                first
            }
        })
    }

    /// Gives each of these records of the configuration a number; returns that of the first, which the others follow. No two
    /// calls return the same.
    pub(crate) fn of_records(&self, records: NumberedRecords) -> Origin {
        self.change(|table| table.add((records.places.len() as u32).max(1), RangeContent::Records(records)))
    }

    /// Gives a number to the record sets of a zone.
    pub(crate) fn add_sets(&self, sets: &RecordSets) -> SetsNumber {
        self.change(|table| {
            table.sets.push(sets.clone());
            SetsNumber(table.sets.len() as u32 - 1)
        })
    }

    /// Puts other record sets into the place of those of a number: in force with [`Self::commit`].
    pub(crate) fn move_sets(&self, number: SetsNumber, sets: &RecordSets) {
        self.change(|table| {
            table.pending_sets.insert(number, sets.clone());
        });
    }

    /// Returns the number of an object whose place says it all. If it is written elsewhere than before, it keeps its number,
    /// and the place is in force with [`Self::commit`].
    pub(crate) fn of(&self, object: &ObjectId, site: &Site) -> Origin {
        self.change(|table| table.number(object, None, site))
    }

    /// Does the same for an object that is called something: `private endpoint "x"`.
    pub(crate) fn of_named(&self, object: &ObjectId, what: &str, site: &Site) -> Origin {
        self.change(|table| table.number(object, Some(what.into()), site))
    }

    /// Puts in force what was said since the last time.
    pub(crate) fn commit(&self) {
        self.change(|table| {
            for (first, written) in std::mem::take(&mut table.pending) {
                if let Ok(at) = table.ranges.binary_search_by_key(&first, |range| range.first) {
                    table.ranges[at].written = written;
                }
            }
            for (SetsNumber(at), sets) in std::mem::take(&mut table.pending_sets) {
                table.sets[at as usize] = sets;
            }
        });
    }

    /// Forgets what was said since the last time.
    pub(crate) fn discard(&self) {
        self.change(|table| {
            table.pending.clear();
            table.pending_sets.clear();
        });
    }

    /// Says what an origin stands for; `None` for one that is unknown.
    pub fn describe(&self, origin: Origin) -> Option<Source> {
        self.read(|table| {
            let (written, index) = table.find(origin)?;
            let what = match written {
                RangeContent::Object(_, what, _) => what.clone(),
                RangeContent::Lines(_) | RangeContent::Records(_) => None,
            };
            Some(Source { what, place: table.place(written, index)? })
        })
    }

    /// Returns the object that an origin stands for; `None` for a record, a line of a zone file, and an unknown one.
    pub fn object(&self, origin: Origin) -> Option<ObjectId> {
        self.read(|table| match table.find(origin)?.0 {
            RangeContent::Object(object, ..) => Some(object.clone()),
            RangeContent::Lines(_) | RangeContent::Records(_) => None,
        })
    }

    /// Returns where in the configuration an origin is written; `None` for a line of a zone file, and an unknown one.
    pub fn site(&self, origin: Origin) -> Option<Site> {
        self.read(|table| match table.find(origin)? {
            (RangeContent::Records(records), index) => Some(table.text(records, index)?.site.clone()),
            (RangeContent::Object(.., site), _) => Some(site.clone()),
            (RangeContent::Lines(_), _) => None,
        })
    }

    /// Refuses what an origin stands for, with key and value where the configuration has them.
    pub(crate) fn refuse(&self, origin: Origin, reason: impl Into<RefusalReason>) -> Refusal {
        let reason = reason.into();
        let found = self.read(|table| {
            let (written, index) = table.find(origin)?;
            Some(match written {
                RangeContent::Records(records) => table.text(records, index)?.refuse(reason.clone()),
                RangeContent::Object(id, _, site) => site.refuse(reason.clone()).of(id.clone()),
                RangeContent::Lines(_) => {
                    Site::table(table.place(written, index)?, "".into()).refuse(reason.clone())
                }
            })
        });
        found.unwrap_or_else(|| Site::code().refuse(reason))
    }

    fn read<T>(&self, read: impl FnOnce(&OriginTable) -> T) -> T {
        // A table is whole after every addition, so one that a panic has left behind is as good as any.
        read(&self.table.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change<T>(&self, change: impl FnOnce(&mut OriginTable) -> T) -> T {
        change(&mut self.table.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl OriginTable {
    fn add(&mut self, count: u32, written: RangeContent) -> Origin {
        let first = self.next.max(1);
        self.next = first.saturating_add(count);
        self.ranges.push(Range { first, count, written });
        Origin(first)
    }

    fn number(&mut self, object: &ObjectId, what: Option<Arc<str>>, site: &Site) -> Origin {
        let written = RangeContent::Object(object.clone(), what.clone(), site.clone());
        match self.known.get(&(object.clone(), what.clone())) {
            Some(&known) => {
                if self.find(known).and_then(|(there, _)| self.place(there, 0)) != Some(site.place.clone()) {
                    self.pending.insert(known.0, written);
                }
                known
            }
            None => {
                let origin = self.add(1, written);
                self.known.insert((object.clone(), what), origin);
                origin
            }
        }
    }

    /// Returns where the number at `index` of a range is written; `None`: it is a record that is not there any more.
    fn place(&self, written: &RangeContent, index: u32) -> Option<Provenance> {
        Some(match written {
            RangeContent::Lines(file) => Place { file: file.clone(), line: index + 1, column: 0 }.into(),
            RangeContent::Records(records) => self.text(records, index)?.site.place.clone(),
            RangeContent::Object(.., site) => site.place.clone(),
        })
    }

    /// Returns the data of a record as written.
    fn text(&self, records: &NumberedRecords, index: u32) -> Option<&Located<String>> {
        let SetsNumber(at) = records.list;
        let sets = self.pending_sets.get(&records.list).unwrap_or(&self.sets[at as usize]);
        records.text(index, sets)
    }

    /// Finds the range of an origin, and how far inside it is.
    fn find(&self, origin: Origin) -> Option<(&RangeContent, u32)> {
        let at = self.ranges.partition_point(|range| range.first <= origin.0).checked_sub(1)?;
        let range = &self.ranges[at];
        let index = origin.0 - range.first;
        let written = self.pending.get(&range.first).unwrap_or(&range.written);
        (index < range.count).then_some((written, index))
    }
}

#[cfg(test)]
mod tests {
    use azure_objects::id::ObjectKind;

    use super::*;

    #[test]
    fn lines_and_objects_are_told_apart() {
        let origins = Origins::default();
        let first = origins.add_file(&"first.zone".into(), 10);
        let place = Place { file: "zonite.toml".into(), line: 7, column: 3 };
        let site = Site::table(place, "private_endpoint[0]".into());
        let id = ObjectId::new(ObjectKind::PrivateEndpoint, None, "pe");
        let endpoint = origins.of_named(&id, "private endpoint \"pe\"", &site);
        let zone = origins.add_file(&"a.zone".into(), 3);
        let site_at = origins.of(&id, &site);
        assert_eq!(
            origins.of_named(&id, "private endpoint \"pe\"", &site),
            endpoint,
            "what is known keeps its number"
        );
        for (origin, want) in [
            (first, Some("first.zone:1")),
            (first.offset(9), Some("first.zone:10")),
            (site_at, Some("zonite.toml:7:3")),
            (endpoint, Some("private endpoint \"pe\" at zonite.toml:7:3")),
            (zone.offset(2), Some("a.zone:3")),
            (site_at.offset(1), None),
            (origins.of(&id, &site), Some("zonite.toml:7:3")),
            (Origin::UNKNOWN, None),
        ] {
            assert_eq!(origins.describe(origin).map(|source| source.to_string()).as_deref(), want);
        }
    }

    #[test]
    fn what_moves_keeps_its_number_and_a_refused_change_leaves_no_trace() {
        let origins = Origins::default();
        let id = ObjectId::new(ObjectKind::PrivateDnsZone, None, "corp.example");
        let at = |line| {
            let place = Place { file: "zonite.toml".into(), line, column: 1 };
            Site::table(place, "private_dns_zone[0]".into())
        };
        let place = |origin| origins.describe(origin).map(|source| source.to_string());
        let first = origins.of(&id, &at(3));
        assert_eq!(origins.of(&id, &at(5)), first);
        assert_eq!(place(first).as_deref(), Some("zonite.toml:5:1"));
        origins.discard();
        assert_eq!(place(first).as_deref(), Some("zonite.toml:3:1"));
        origins.of(&id, &at(7));
        origins.commit();
        origins.discard();
        assert_eq!(place(first).as_deref(), Some("zonite.toml:7:1"));
    }
}
