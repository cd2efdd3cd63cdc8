//! Zone files of a configuration: found beside it and nowhere else.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zone_store::zone_file::{self, IncludeError};

use crate::files::Files;
use crate::origins::Origins;

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

    /// Reads a file by its path relative to the folder, and gives its lines origins. Links may not lead out of it.
    pub(super) fn source(&self, path: &str, origins: &Origins) -> Result<zone_file::ZoneText, IncludeError> {
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
        let shown = if self.folder == Path::new(".") { inside.to_owned() } else { self.folder.join(inside) };
        let file: Arc<str> = shown.display().to_string().into();
        let lines = octets.iter().filter(|&&octet| octet == b'\n').count() as u32 + 1;
        let origin = origins.add_file(&file, lines);
        Ok(zone_file::ZoneText::new(octets, file, origin))
    }
}
