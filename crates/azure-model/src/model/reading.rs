//! What zones hold, resolved: the record sets of the configuration and the records of zone files.
//!
//! Of a zone that is the same as before, nothing is resolved again, and no file is read.

use std::collections::HashMap;
use std::sync::Arc;

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::rdata;
use zone_store::record::RecordType;
use zone_store::zone;
use zone_store::zone_file::{self, ZoneFileError};

use super::contents::{Contents, FileRecords, RefusedRecord};
use super::records::{self, Holder, WrittenZone};
use super::terms::Terms;
use super::zone_files::ZoneFiles;
use crate::origins::Origins;
use crate::written::WrittenRecords;
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{RecordRefusal, SyntaxRefusal, WithSubject, ZoneRefusal};
use azure_objects::{Place, Refusal, Refusals};

/// Seconds; the TTL of records in a file that says none, as Azure's import has it.
const DEFAULT_TTL: u32 = 3600;

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
        for found in &contents.found {
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
        kept.written.sets.is_same(zone.sets) && has_same_file
    }

    /// Resolves a zone. What is as it was keeps its numbers, wherever it is written now.
    fn resolve(&self, zone: &WrittenZone<'_>, earlier: Option<&Contents>) -> Contents {
        let mut found = Refusals::default();
        let about = |found: &mut Refusals| {
            let written = self.written(zone, earlier, found);
            let file = zone.zone_file.and_then(|path| self.file_of(zone, path, earlier, found));
            (written, file)
        };
        let (written, file) = found.about(|| zone.id.clone(), about);
        let first = match earlier {
            Some(earlier) if earlier.written.is_same(&written) => {
                self.origins.move_records(earlier.first, &written);
                earlier.first
            }
            _ => self.origins.of_records(&written),
        };
        Contents { written, path: zone.zone_file.cloned(), first, file, found: found.into_sorted() }
    }

    /// Reads the record sets of a zone. Sets that say what they said before were accepted then.
    fn written(
        &self,
        zone: &WrittenZone<'_>,
        earlier: Option<&Contents>,
        refusals: &mut Refusals,
    ) -> WrittenRecords {
        let said_before = earlier.filter(|earlier| earlier.written.sets.says_same(zone.sets));
        let records = match said_before {
            Some(earlier) => earlier.written.records.clone(),
            None => records::resolve(zone, refusals),
        };
        WrittenRecords { sets: zone.sets.clone(), records }
    }

    /// Returns what the file of a zone holds: what it held before, if that is the same, or if files are not read again.
    fn file_of(
        &self,
        zone: &WrittenZone<'_>,
        path: &Located<String>,
        earlier: Option<&Contents>,
        refusals: &mut Refusals,
    ) -> Option<Arc<FileRecords>> {
        let known =
            earlier.filter(|earlier| earlier.path.as_ref().is_some_and(|known| known.value == path.value));
        let known = known.and_then(|earlier| earlier.file.clone());
        if known.is_some() && self.files.is_none() {
            return known;
        }
        let file = self.file(zone, path, refusals)?;
        Some(known.filter(|known| **known == file).unwrap_or_else(|| Arc::new(file)))
    }

    /// Reads the file of a zone, by the rules of whose zone it is; `None`: files are not read.
    fn file(
        &self,
        zone: &WrittenZone<'_>,
        path: &Located<String>,
        refusals: &mut Refusals,
    ) -> Option<FileRecords> {
        let Some(files) = self.files else {
            refusals.push(path.refuse(ZoneRefusal::FileOutsideConfiguration));
            return None;
        };
        Some(match zone.holder {
            Holder::Private(_) => self.private_file(files, path, zone.apex, refusals),
            Holder::Public => self.public_file(files, path, zone.apex, refusals),
        })
    }

    /// Types that Azure's import skips are skipped here, with a warning.
    fn private_file(
        &self,
        files: &ZoneFiles<'_>,
        path: &Located<String>,
        apex: &Name,
        refusals: &mut Refusals,
    ) -> FileRecords {
        let mut found: Vec<(Origin, String, RecordRefusal)> = Vec::new();
        let records = self.read(files, path, apex, refusals, &mut |record, records| {
            let reason = match (records::is_importable(record.rtype), record.ttl) {
                (false, _) => RecordRefusal::Skipped,
                (true, 0) => RecordRefusal::NoTtl,
                (true, _) => return records.push_private(&record, apex),
            };
            let what = format!("{} {}", record.owner, rdata::type_name(record.rtype));
            found.push((record.origin, what, reason));
        });
        for (origin, what, reason) in found {
            refusals.push(self.origins.refuse(origin, reason).of_record(what));
        }
        records
    }

    /// A DNAME is refused.
    fn public_file(
        &self,
        files: &ZoneFiles<'_>,
        path: &Located<String>,
        apex: &Name,
        refusals: &mut Refusals,
    ) -> FileRecords {
        let mut found: Vec<(Origin, String)> = Vec::new();
        let records = self.read(files, path, apex, refusals, &mut |record, records| match record.rtype {
            RecordType::DNAME => found.push((record.origin, record.owner.to_string())),
            _ => records.push(&record),
        });
        for (origin, owner) in found {
            let refused = self.origins.refuse(origin, RecordRefusal::Dname);
            refusals.push(refused.of_record(format!("{owner} DNAME")));
        }
        records
    }

    /// Reads the file of the zone at `apex`; `keep` decides about each record. What is wrong is reported.
    fn read(
        &self,
        files: &ZoneFiles<'_>,
        path: &Located<String>,
        apex: &Name,
        refusals: &mut Refusals,
        keep: &mut dyn FnMut(zone::Record<'_>, &mut FileRecords),
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
        let sink = &mut |record: zone::Record<'_>| keep(record, &mut records);
        let errors = zone_file::read(&source, apex, DEFAULT_TTL, &mut include, sink);
        for error in errors {
            if let Some((owner, (rtype, origin))) = error.owner.clone().zip(error.record) {
                records.refuse(RefusedRecord { owner, rtype, origin });
            }
            refusals.push(refuse(error));
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
