//! Zone files of a configuration: found beside it and nowhere else, their problems reported with file and line.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zone_store::mistake::Mistake;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::rdata;
use zone_store::record::RecordType;
use zone_store::zone;
use zone_store::zone_file::{self, IncludeError, ZoneFileError};

use super::contents::{Contents, FileRecords, RefusedRecord};
use super::records::{self, Record};
use crate::files::Files;
use crate::origins::Origins;
use azure_objects::diagnostic::{Diagnostic, Diagnostics, Place};
use azure_objects::located::Located;
use azure_objects::rules;

/// Seconds; the TTL of records in a file that says none, as Azure's import has it.
const DEFAULT_TTL: u32 = 3600;

/// Reads zone files of one folder and of those below it.
pub(crate) struct ZoneFiles<'f> {
    files: &'f dyn Files,
    folder: PathBuf,
}

/// What reading the zones of a configuration needs: their files, and numbers for what is written.
pub(crate) struct Reading<'r> {
    pub(crate) files: &'r ZoneFiles<'r>,
    pub(crate) origins: &'r Origins,
}

impl Reading<'_> {
    /// Puts the records of a private zone together with those of its file, if it has one. Types that Azure's import skips
    /// are skipped here, with a warning.
    pub(super) fn private(
        &self,
        apex: &Name,
        records: Arc<[Record]>,
        path: Option<&Located<String>>,
        diagnostics: &mut Diagnostics,
    ) -> Contents {
        let file = path.map(|path| self.private_file(path, apex, diagnostics));
        Contents::new(records, file, self.origins)
    }

    /// Does the same for a public zone: a DNAME is refused.
    pub(super) fn public(
        &self,
        apex: &Name,
        records: Arc<[Record]>,
        path: Option<&Located<String>>,
        diagnostics: &mut Diagnostics,
    ) -> Contents {
        let file = path.map(|path| self.public_file(path, apex, diagnostics));
        Contents::new(records, file, self.origins)
    }

    fn private_file(
        &self,
        path: &Located<String>,
        apex: &Name,
        diagnostics: &mut Diagnostics,
    ) -> FileRecords {
        let mut found: Vec<(Origin, Diagnostic)> = Vec::new();
        let records = self.read(path, apex, diagnostics, &mut |record, records| {
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

    fn public_file(&self, path: &Located<String>, apex: &Name, diagnostics: &mut Diagnostics) -> FileRecords {
        let mut found: Vec<(Origin, String)> = Vec::new();
        let records = self.read(path, apex, diagnostics, &mut |record, records| match record.rtype {
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
        path: &Located<String>,
        apex: &Name,
        diagnostics: &mut Diagnostics,
        keep: &mut dyn FnMut(zone::Record<'_>, &mut FileRecords),
    ) -> FileRecords {
        let Self { files, origins } = self;
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

impl<'f> ZoneFiles<'f> {
    /// Confines zone files, and what they include, to `folder`. Their paths are relative to it.
    pub(crate) fn new(files: &'f dyn Files, folder: &Path) -> Self {
        Self { files, folder: folder.to_owned() }
    }

    /// Reads a file by its path relative to the folder, and gives its lines origins. Links may not lead out of it.
    fn source(&self, path: &str, origins: &Origins) -> Result<zone_file::Source, IncludeError> {
        let folder = || match self.folder.to_string_lossy() {
            here if here.is_empty() || here == "." => "the configuration's folder".to_owned(),
            folder => folder.into_owned(),
        };
        let told = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => IncludeError::NotFound { folder: folder() },
            _ => IncludeError::Unreadable { reason: error.to_string() },
        };
        let full = self.files.canonicalize(&self.folder.join(path)).map_err(told)?;
        let root = self.files.canonicalize(&self.folder).map_err(told)?;
        let Ok(inside) = full.strip_prefix(&root) else {
            return Err(IncludeError::Outside { folder: folder() });
        };
        let octets = self.files.read(&full).map_err(told)?;
        let text = String::from_utf8(octets).map_err(|error| {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            IncludeError::NotText { line: good.split(|octet| *octet == b'\n').count() as u32 }
        })?;
        let shown = if self.folder == Path::new(".") { inside.to_owned() } else { self.folder.join(inside) };
        let file: Arc<str> = shown.display().to_string().into();
        let origin = origins.add_file(&file, text.lines().count() as u32 + 1);
        Ok(zone_file::Source { text, file, origin })
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
