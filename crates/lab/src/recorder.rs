//! Notes which files a configuration is made of, so that they can be copied.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use azure_model::Files;

/// Hands files through, and keeps what was in them.
pub(crate) struct Recorder<'f> {
    files: &'f dyn Files,
    read: RefCell<BTreeMap<PathBuf, Vec<u8>>>,
}

impl<'f> Recorder<'f> {
    /// Records what is read from `files`.
    pub(crate) fn new(files: &'f dyn Files) -> Self {
        Self { files, read: RefCell::default() }
    }

    /// Returns what was read below a folder, by its path there, with `/`. Zone files lie nowhere else.
    pub(crate) fn read_below(&self, folder: &Path) -> Vec<(String, Vec<u8>)> {
        let Ok(folder) = self.files.canonicalize(folder) else { return Vec::new() };
        let inside = |path: &Path| {
            let parts = path.strip_prefix(&folder).ok()?.components();
            let words: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            Some(words.join("/"))
        };
        self.read.borrow().iter().filter_map(|(path, octets)| Some((inside(path)?, octets.clone()))).collect()
    }
}

impl Files for Recorder<'_> {
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.canonicalize(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let octets = self.files.read(path)?;
        self.read.borrow_mut().insert(path.to_owned(), octets.clone());
        Ok(octets)
    }
}
