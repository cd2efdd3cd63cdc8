//! Zone files of a configuration: found beside it and nowhere else, their problems reported with file and line.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zone_store::mistake::Mistake;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::rdata;
use zone_store::record::RecordType;
use zone_store::zone::Record;
use zone_store::zone_file::{self, IncludeError, ZoneFileError};

use crate::files::Files;
use crate::model::records;
use crate::origins::Origins;
use azure_objects::diagnostic::{Diagnostic, Diagnostics, Place};
use azure_objects::located::Located;
use azure_objects::rules;

/// Seconds; the TTL of records in a file that says none, as Azure's import has it.
const DEFAULT_TTL: u32 = 3600;

/// Owner, type and origin of a record whose data is wrong.
type Refused = (Name, RecordType, Origin);

/// Reads zone files of one folder and of those below it.
pub(crate) struct ZoneFiles<'f> {
    files: &'f dyn Files,
    folder: PathBuf,
}

impl<'f> ZoneFiles<'f> {
    /// Confines zone files, and what they include, to `folder`. Their paths are relative to it.
    pub(crate) fn new(files: &'f dyn Files, folder: &Path) -> Self {
        Self { files, folder: folder.to_owned() }
    }

    /// Reads the file of the zone at `apex` and hands each record to `sink`; what is wrong is reported, and records whose
    /// data is wrong are returned.
    fn read(
        &self,
        path: &Located<String>,
        apex: &Name,
        (origins, diagnostics): (&mut Origins, &mut Diagnostics),
        sink: &mut dyn FnMut(Record<'_>),
    ) -> Vec<Refused> {
        let source = match self.source(path, origins) {
            Ok(source) => source,
            Err(error) => {
                diagnostics.push(path.error(error.sentence().to_string()).fix_of(&error));
                return Vec::new();
            }
        };
        let mut include = |file: &str| self.source(file, origins);
        let mut refused = Vec::new();
        for error in zone_file::read(&source, apex, DEFAULT_TTL, &mut include, sink) {
            diagnostics.push(describe(&error));
            refused
                .extend(error.owner.zip(error.record).map(|(owner, (rtype, origin))| (owner, rtype, origin)));
        }
        refused
    }

    /// Does the same for a private zone: types that Azure's import skips are skipped here, with a warning.
    pub(super) fn read_private(
        &self,
        path: &Located<String>,
        apex: &Name,
        (origins, diagnostics): (&mut Origins, &mut Diagnostics),
        sink: &mut dyn FnMut(Record<'_>),
    ) -> Vec<Refused> {
        let mut found: Vec<(Origin, Diagnostic)> = Vec::new();
        let refused = self.read(path, apex, (origins, diagnostics), &mut |record| {
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
                sink(record);
            }
        });
        for (origin, diagnostic) in found {
            let place = origins.describe(origin).map_or_else(Place::code, |source| source.place);
            diagnostics.push(Diagnostic { place, ..diagnostic });
        }
        refused
    }

    /// Does the same for a public zone: a DNAME is refused.
    pub(super) fn read_public(
        &self,
        path: &Located<String>,
        apex: &Name,
        (origins, diagnostics): (&mut Origins, &mut Diagnostics),
        sink: &mut dyn FnMut(Record<'_>),
    ) {
        let mut found: Vec<(Origin, String)> = Vec::new();
        self.read(path, apex, (origins, diagnostics), &mut |record| match record.rtype {
            RecordType::DNAME => found.push((record.origin, record.owner.to_string())),
            _ => sink(record),
        });
        let (problem, fix) = records::DNAME_IS_REFUSED;
        for (origin, owner) in found {
            diagnostics.push(origins.error(origin, format!("{owner} DNAME: {problem}")).fix(fix));
        }
    }

    /// Reads a file by its path relative to the folder, and gives its lines origins. Links may not lead out of it.
    fn source(&self, path: &str, origins: &mut Origins) -> Result<zone_file::Source, IncludeError> {
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
