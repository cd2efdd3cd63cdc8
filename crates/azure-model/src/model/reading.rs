//! What zones hold, resolved: the record sets of the configuration and the records of zone files.
//!
//! Of a zone that is the same as before, nothing is resolved again, and no file is read.

use std::collections::HashMap;
use std::sync::Arc;

use zone_store::mistake::Mistake;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::rdata;
use zone_store::record::RecordType;
use zone_store::zone;
use zone_store::zone_file::{self, ZoneFileError};

use super::contents::{Contents, FileRecords, RefusedRecord};
use super::records::{self, Holder};
use super::zone_files::ZoneFiles;
use crate::origins::Origins;
use azure_objects::config_file::RecordSets;
use azure_objects::diagnostic::{Diagnostic, Diagnostics, Place};
use azure_objects::id::ObjectId;
use azure_objects::located::Located;
use azure_objects::rules;

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
#[derive(Default)]
pub(crate) struct EarlierContents {
    pub(crate) by_zone: HashMap<ObjectId, Arc<Contents>>,
}

/// A zone as written.
pub(super) struct WrittenZone<'z> {
    pub(super) id: &'z ObjectId,
    pub(super) apex: &'z Located<Name>,
    pub(super) sets: &'z RecordSets,
    pub(super) zone_file: Option<&'z Located<String>>,
    pub(super) holder: Holder,
}

impl Reading<'_> {
    /// Puts the records of a zone together with those of its file, if it has one. What is wrong is reported.
    pub(super) fn contents(&self, zone: &WrittenZone<'_>, diagnostics: &mut Diagnostics) -> Arc<Contents> {
        let earlier = self.earlier.by_zone.get(zone.id);
        let contents = match earlier {
            Some(kept) if self.is_unchanged(zone, kept) => kept.clone(),
            _ => Arc::new(self.resolve(zone, earlier.map(|earlier| &**earlier))),
        };
        for found in &contents.found {
            diagnostics.push(found.clone());
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
        let mut found = Diagnostics::default();
        let records = records::resolve(zone.sets, zone.apex, zone.holder, &mut found);
        let file = zone.zone_file.and_then(|path| self.file(zone, path, &mut found));
        let known = earlier.and_then(|earlier| earlier.file.clone());
        let file = match (file, known) {
            (Some(file), Some(known)) if *known == file => Some(known),
            (file, _) => file.map(Arc::new),
        };
        let first = match earlier {
            Some(earlier) if earlier.holds(&records) => {
                self.origins.move_records(earlier.first, &records);
                earlier.first
            }
            _ => self.origins.of_records(&records),
        };
        let (sets, path) = (zone.sets.clone(), zone.zone_file.cloned());
        Contents { sets, path, records, first, file, found: found.into_sorted() }
    }

    /// Reads the file of a zone, by the rules of whose zone it is; `None`: files are not read.
    fn file(
        &self,
        zone: &WrittenZone<'_>,
        path: &Located<String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<FileRecords> {
        let files = self.files?;
        Some(match zone.holder {
            Holder::Private(_) => self.private_file(files, path, zone.apex, diagnostics),
            Holder::Public => self.public_file(files, path, zone.apex, diagnostics),
        })
    }

    /// Types that Azure's import skips are skipped here, with a warning.
    fn private_file(
        &self,
        files: &ZoneFiles<'_>,
        path: &Located<String>,
        apex: &Name,
        diagnostics: &mut Diagnostics,
    ) -> FileRecords {
        let mut found: Vec<(Origin, Diagnostic)> = Vec::new();
        let records = self.read(files, path, apex, diagnostics, &mut |record, records| {
            let what = format!("{} {}", record.owner, rdata::type_name(record.rtype));
            if !records::is_importable(record.rtype) {
                let problem = format!("{what}: a private zone does not hold this type");
                let skipped =
                    Diagnostic::warning(rules::L8, Place::code(), problem).fix("the record is skipped");
                found.push((record.origin, skipped));
            } else if record.ttl == 0 {
                let problem = format!("{what}: 0 is not a TTL of a private zone");
                let refused = Diagnostic::error(Place::code(), "", problem).fix("write 1 to 2147483647");
                found.push((record.origin, refused));
            } else {
                records.push_private(&record, apex);
            }
        });
        for (origin, diagnostic) in found {
            let place = self.origins.describe(origin).map_or_else(Place::code, |source| source.place);
            diagnostics.push(Diagnostic { place, ..diagnostic });
        }
        records
    }

    /// A DNAME is refused.
    fn public_file(
        &self,
        files: &ZoneFiles<'_>,
        path: &Located<String>,
        apex: &Name,
        diagnostics: &mut Diagnostics,
    ) -> FileRecords {
        let mut found: Vec<(Origin, String)> = Vec::new();
        let records = self.read(files, path, apex, diagnostics, &mut |record, records| match record.rtype {
            RecordType::DNAME => found.push((record.origin, record.owner.to_string())),
            _ => records.push(&record),
        });
        let (problem, fix) = records::DNAME_IS_REFUSED;
        for (origin, owner) in found {
            diagnostics.push(self.origins.error(origin, format!("{owner} DNAME: {problem}")).fix(fix));
        }
        records
    }

    /// Reads the file of the zone at `apex`; `keep` decides about each record. What is wrong is reported.
    fn read(
        &self,
        files: &ZoneFiles<'_>,
        path: &Located<String>,
        apex: &Name,
        diagnostics: &mut Diagnostics,
        keep: &mut dyn FnMut(zone::Record<'_>, &mut FileRecords),
    ) -> FileRecords {
        let origins = self.origins;
        let mut records = FileRecords::default();
        let source = match files.source(path, origins) {
            Ok(source) => source,
            Err(error) => {
                diagnostics.push(path.error(error.sentence().to_string()).fix_of(&error));
                return records;
            }
        };
        let mut include = |file: &str| files.source(file, origins);
        let sink = &mut |record: zone::Record<'_>| keep(record, &mut records);
        let errors = zone_file::read(&source, apex, DEFAULT_TTL, &mut include, sink);
        for error in errors {
            diagnostics.push(describe(&error));
            if let Some((owner, (rtype, origin))) = error.owner.zip(error.record) {
                records.refuse(RefusedRecord { owner, rtype, origin });
            }
        }
        records.shrink();
        records
    }
}

fn describe(error: &ZoneFileError) -> Diagnostic {
    let place = Place { file: error.file.clone(), line: error.line, column: 0 };
    let reason = match &error.owner {
        Some(owner) => format!("{owner}: {}", error.problem.sentence()),
        None => error.problem.sentence().to_string(),
    };
    Diagnostic::error(place, "", reason).fix_of(&error.problem)
}
