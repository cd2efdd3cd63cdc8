//! What zones hold, resolved: the record sets of the configuration and the records of zone files.
//!
//! Of a zone that is the same as before, nothing is resolved again, and no file is read.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::rdata;
use zone_store::zone;
use zone_store::zone_file::{self, ZoneFileError, ZoneFileNotice};

use super::contents::{Contents, ContentsChange, FileRecords, ReadFile, RefusedRecord, SetsByOwner};
use super::records::{self, Holder, OrderedSet, WrittenZone};
use super::terms::Terms;
use super::zone_files::ZoneFiles;
use crate::origins::Origins;
use crate::written::{NumberedRecords, ResolvedSet, SetsNumber};
use azure_objects::config_file::{FollowingSets, SetOrder};
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{RecordRefusal, SyntaxRefusal, WithSubject, ZoneRefusal};
use azure_objects::{Place, Refusal, Refusals};

/// Resolves what zones hold.
pub(crate) struct Reading<'r> {
    /// `None`: the files were read before, and are not looked at again.
    pub(crate) files: Option<&'r ZoneFiles<'r>>,
    pub(crate) origins: &'r Origins,
    pub(crate) earlier: &'r EarlierContents,
}

/// What zones held before, by their IDs.
#[derive(Debug, Default)]
pub(crate) struct EarlierContents {
    by_zone: HashMap<ObjectId, Arc<Contents>>,
    /// `None`: nothing was resolved before.
    terms: Option<Terms>,
}

impl EarlierContents {
    /// Takes the contents of zones, and whose rules held.
    pub(super) fn new(zones: impl Iterator<Item = (ObjectId, Arc<Contents>)>, terms: Terms) -> Self {
        Self { by_zone: zones.collect(), terms: Some(terms) }
    }

    /// Returns what a zone held, where the same rules hold.
    fn of_id(&self, zone: &WrittenZone<'_>) -> Option<&Arc<Contents>> {
        let known = self.by_zone.get(zone.id)?;
        match zone.holder {
            Holder::Private(terms) => (self.terms == Some(terms)).then_some(known),
            Holder::Public => Some(known),
        }
    }
}

impl Reading<'_> {
    /// Puts the records of a zone together with those of its file, if it has one. What is wrong is reported.
    pub(crate) fn contents(&self, zone: &WrittenZone<'_>, refusals: &mut Refusals) -> Arc<Contents> {
        let earlier = self.earlier.of_id(zone);
        let contents = match earlier {
            Some(kept) if self.is_unchanged(zone, kept) => kept.clone(),
            _ => Arc::new(self.resolve(zone, earlier.map(|earlier| &**earlier))),
        };
        for found in contents.found() {
            refusals.push(found.clone());
        }
        contents
    }

    fn is_unchanged(&self, zone: &WrittenZone<'_>, kept: &Contents) -> bool {
        let has_same_file = match (zone.zone_file, &kept.path) {
            (None, None) => true,
            (Some(path), Some(known)) => path.value == known.value && self.files.is_none(),
            (Some(_), None) | (None, Some(_)) => false,
        };
        kept.sets.is_same(zone.sets) && has_same_file
    }

    /// Resolves a zone. What is as it was keeps its numbers, wherever it is written now.
    fn resolve(&self, zone: &WrittenZone<'_>, earlier: Option<&Contents>) -> Contents {
        let following = earlier.and_then(|earlier| Some((earlier, zone.sets.following(&earlier.sets)?)));
        match following {
            Some((earlier, following)) => self.follow(zone, earlier, following),
            None => self.resolve_all(zone, earlier),
        }
    }

    /// Resolves a zone of which nothing is known but what its file held.
    fn resolve_all(&self, zone: &WrittenZone<'_>, earlier: Option<&Contents>) -> Contents {
        let (file, path) = (self.file_of(zone, earlier), zone.zone_file.cloned());
        let mut found = Refusals::default();
        let sets: Vec<OrderedSet<'_>> = zone.sets.ordered().collect();
        let resolve = |found: &mut Refusals| records::resolve(zone, &sets, found);
        let resolved = found.about(|| zone.id.clone(), resolve);
        let list = self.origins.add_sets(zone.sets);
        let (number, resolved) = self.number(list, resolved);
        let (sets, resolved, found) =
            (zone.sets.clone(), resolved.into_iter().collect(), found.into_sorted());
        let by_owner = SetsByOwner::default();
        Contents { sets, list, resolved, by_owner, path, file, number, change: None, found }
    }

    /// Resolves a zone whose record sets follow earlier ones: of the owners of those that changed, all sets, and no others.
    /// What was there was accepted.
    pub(crate) fn follow(
        &self,
        zone: &WrittenZone<'_>,
        earlier: &Contents,
        following: FollowingSets,
    ) -> Contents {
        let FollowingSets { sets, changed } = following;
        self.origins.move_sets(earlier.list, &sets);
        let owners = |order: &SetOrder| {
            let before = earlier.resolved.get(order).map(|set| set.owner.clone());
            let now = sets.get(*order).and_then(|set| records::owner_of(set, zone.apex));
            before.into_iter().chain(now)
        };
        let owners: BTreeSet<Name> = changed.iter().flat_map(owners).collect();
        let beside = owners.iter().flat_map(|owner| earlier.orders_of(owner));
        let orders: BTreeSet<SetOrder> = beside.chain(changed).collect();
        let some: Vec<OrderedSet<'_>> =
            orders.iter().filter_map(|&order| Some((order, sets.get(order)?))).collect();
        let mut found = Refusals::default();
        let resolve = |found: &mut Refusals| records::resolve(zone, &some, found);
        let mut now = found.about(|| zone.id.clone(), resolve);
        let gone: Vec<SetOrder> = orders.into_iter().filter(|order| sets.get(*order).is_none()).collect();
        now.retain(|(order, set)| !earlier.resolved.get(order).is_some_and(|before| before.is_same(set)));
        let (mut resolved, mut by_owner) = (earlier.resolved.clone(), earlier.by_owner.clone());
        let (mut number, mut change) = (earlier.number, None);
        if !(gone.is_empty() && now.is_empty()) {
            let (first, now) = self.number(earlier.list, now);
            let now = now.into_iter().map(|(order, set)| (order, Some(set)));
            for (order, set) in gone.into_iter().map(|order| (order, None)).chain(now) {
                by_owner.replace(&mut resolved, order, set);
            }
            (number, change) = (first, Some(ContentsChange { from: earlier.number, owners }));
        }
        let (file, path) = (self.file_of(zone, Some(earlier)), zone.zone_file.cloned());
        let (list, found) = (earlier.list, found.into_sorted());
        Contents { sets, list, resolved, by_owner, path, file, number, change, found }
    }

    /// Gives numbers to the records of sets; returns the first of them.
    fn number(
        &self,
        list: SetsNumber,
        sets: Vec<(SetOrder, ResolvedSet)>,
    ) -> (Origin, Vec<(SetOrder, Arc<ResolvedSet>)>) {
        let places = |(order, set): &(SetOrder, ResolvedSet)| {
            let order = *order;
            set.records.iter().map(move |record| (order, record.position)).collect::<Vec<_>>()
        };
        let places = sets.iter().flat_map(places).collect();
        let first = self.origins.of_records(NumberedRecords { list, places });
        let mut next = first;
        let numbered = sets.into_iter().map(|(order, mut set)| {
            set.first = next;
            next = next.offset(set.records.len() as u32);
            (order, Arc::new(set))
        });
        (first, numbered.collect())
    }

    /// Returns what the file of a zone holds: what it held before, if that is the same, or if files are not read again.
    fn file_of(&self, zone: &WrittenZone<'_>, earlier: Option<&Contents>) -> Option<ReadFile> {
        let path = zone.zone_file?;
        let known =
            earlier.filter(|earlier| earlier.path.as_ref().is_some_and(|known| known.value == path.value));
        let known = known.and_then(|earlier| earlier.file.clone());
        if known.is_some() && self.files.is_none() {
            return known;
        }
        let mut found = Refusals::default();
        let read = |found: &mut Refusals| self.file(zone, path, found);
        let records = Arc::new(found.about(|| zone.id.clone(), read));
        let known = known.map(|known| known.records).filter(|known| *known == records);
        Some(ReadFile { records: known.unwrap_or(records), found: found.into_sorted() })
    }

    /// Reads the file of a zone. It is refused where files are not read.
    fn file(&self, zone: &WrittenZone<'_>, path: &Located<String>, refusals: &mut Refusals) -> FileRecords {
        let Some(files) = self.files else {
            refusals.push(path.refuse(ZoneRefusal::FileOutsideConfiguration));
            return FileRecords::default();
        };
        self.read(zone, files, path, refusals)
    }

    /// Reads the file of a zone, by the rules of whose zone it is. What is wrong is reported.
    fn read(
        &self,
        zone: &WrittenZone<'_>,
        files: &ZoneFiles<'_>,
        path: &Located<String>,
        refusals: &mut Refusals,
    ) -> FileRecords {
        let origins = self.origins;
        let mut records = FileRecords::default();
        let source = match files.source(path, origins) {
            Ok(source) => source,
            Err(error) => {
                refusals.push(path.refuse(SyntaxRefusal::ZoneFileUnreadable { error: WithSubject(error) }));
                return records;
            }
        };
        let mut include = |file: &str| files.source(file, origins);
        let sink = &mut |record: zone::Record<'_>| match zone.holder {
            Holder::Private(_) => records.push_private(&record, zone.apex),
            Holder::Public => records.push(&record),
        };
        let report = zone_file::read(&source, zone.apex, zone.holder.dialect(), &mut include, sink);
        for error in report.errors {
            if let Some((owner, (rtype, origin))) = error.owner.clone().zip(error.record) {
                records.refuse(RefusedRecord { owner, rtype, origin });
            }
            refusals.push(refuse(error));
        }
        for ZoneFileNotice { origin, owner, rtype, deviation } in report.notices {
            let refused =
                origins.refuse(origin, RecordRefusal::NotAsWritten { deviation: WithSubject(deviation) });
            refusals.push(refused.of_record(format!("{owner} {}", rdata::type_name(rtype))));
        }
        records.shrink();
        records
    }
}

fn refuse(error: ZoneFileError) -> Refusal {
    let site = Site::table(Place { file: error.file, line: error.line, column: 0 }, "".into());
    let refused = site.refuse(SyntaxRefusal::ZoneFile { error: WithSubject(error.problem) });
    match error.owner {
        Some(owner) => refused.of_record(owner.to_string()),
        None => refused,
    }
}
