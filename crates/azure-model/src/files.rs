//! How a configuration gets at its files: from a disk, or from memory.

use std::collections::HashMap;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Reads files.
pub trait Files {
    /// Returns the path without links and `..`, so that folders can be compared.
    ///
    /// # Errors
    /// Whatever the system says, a missing file among it.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Returns the octets of a file.
    ///
    /// # Errors
    /// Whatever the system says.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
}

/// The file system; only regular files are read, for a pipe may never end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Files for Disk {
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        std::fs::read(path)
    }
}

/// Files by path, in memory.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: HashMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// Adds a file.
    #[must_use]
    pub fn with(mut self, path: impl AsRef<Path>, text: impl Into<Vec<u8>>) -> Self {
        self.files.insert(normalize(path.as_ref()), text.into());
        self
    }
}

impl Files for Memory {
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        let path = normalize(path);
        let is_known = self.files.keys().any(|file| file.starts_with(&path));
        is_known.then_some(path).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.get(&normalize(path)).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// Takes `.` and `..` out of a path.
fn normalize(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => plain.push(component),
        }
    }
    plain
}
