//! Zone files of a configuration: found beside it and nowhere else, their problems reported with file and line.

use std::path::{Path, PathBuf};

use zone_store::name::Name;
use zone_store::zone::Record;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::files::Files;
use crate::located::Located;
use crate::model::records;
use crate::origins::Origins;

/// Reads zone files of one folder and of those below it.
pub(crate) struct ZoneFiles<'f> {
    files: &'f dyn Files,
    folder: PathBuf,
}

impl<'f> ZoneFiles<'f> {
    /// Confines zone files to `folder`.
    pub(crate) fn new(files: &'f dyn Files, folder: &Path) -> Self {
        Self { files, folder: folder.to_owned() }
    }

    /// Reads the file of the zone at `apex` and hands each record to `sink`.
    pub(super) fn read(
        &self,
        path: &Located<String>,
        apex: &Name,
        (origins, diagnostics): (&mut Origins, &mut Diagnostics),
        sink: &mut dyn FnMut(Record<'_>),
    ) {
        let _ = (apex, origins, sink);
        let _text = self.text(path, diagnostics);
    }

    /// Does the same for a private zone: types that Azure's import skips are skipped here, with a warning.
    pub(super) fn read_private(
        &self,
        path: &Located<String>,
        apex: &Name,
        (origins, diagnostics): (&mut Origins, &mut Diagnostics),
        sink: &mut dyn FnMut(Record<'_>),
    ) {
        let mut skipped = Vec::new();
        self.read(path, apex, (origins, diagnostics), &mut |record| {
            if records::is_importable(record.rtype) {
                sink(record);
            } else {
                skipped.push((record.owner.clone(), record.rtype, record.origin));
            }
        });
        for (owner, rtype, origin) in skipped {
            let place = origins.describe(origin).map_or_else(Place::code, |source| source.place);
            let problem =
                format!("{owner} {rtype}: a private zone does not hold this type; the record is skipped");
            diagnostics.push(Diagnostic::warning(place, problem));
        }
    }

    /// Reads a text that the configuration names; what stands in the way is reported.
    fn text(&self, path: &Located<String>, diagnostics: &mut Diagnostics) -> Option<String> {
        match self.load(Path::new(&path.value)) {
            Ok(text) => Some(text),
            Err(problem) => {
                diagnostics
                    .push(path.error(problem).fix("write the path of a file beside the configuration"));
                None
            }
        }
    }

    /// Reads a file by its path relative to the folder; links may not lead out of it.
    fn load(&self, path: &Path) -> Result<String, String> {
        let told = |error: std::io::Error| format!("cannot be read: {}", kind_in_words(&error));
        let full = self.files.canonicalize(&self.folder.join(path)).map_err(told)?;
        let folder = self.files.canonicalize(&self.folder).map_err(told)?;
        if !full.starts_with(&folder) {
            return Err("is outside the folder of the configuration".to_owned());
        }
        let octets = self.files.read(&full).map_err(told)?;
        String::from_utf8(octets).map_err(|error| {
            let line =
                error.as_bytes()[..error.utf8_error().valid_up_to()].split(|octet| *octet == b'\n').count();
            format!("is not UTF-8 text (line {line})")
        })
    }
}

/// Says why a file could not be read, the same on every system for the usual reasons.
fn kind_in_words(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
