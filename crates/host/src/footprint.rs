//! Which files a configuration was read from, and whether they have changed since.
//!
//! Looking at a handful of files twice a second costs nothing that could be measured, works on every file system, bind
//! mounts and network shares among them, and follows files that are replaced, deleted or not there yet. Notifications
//! of the kernel do less of that and would be one dependency more.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::configuration::{Disk, Files};

/// A file that was changed this long ago may be changed again without a trace in its metadata.
const FRESH: Duration = Duration::from_secs(2);

/// The disk, with a note of everything that was read from it.
#[derive(Default)]
pub(crate) struct Noting {
    footprint: RefCell<Footprint>,
}

impl Noting {
    /// Returns what was read.
    pub(crate) fn into_footprint(self) -> Footprint {
        self.footprint.into_inner()
    }
}

impl Files for Noting {
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        let found = Disk.canonicalize(path);
        self.footprint.borrow_mut().links.insert(path.to_owned(), found.as_ref().ok().cloned());
        found
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        // The stamp comes first: what changes after it is seen at the next look.
        let stamp = stamp(path);
        let read = Disk.read(path);
        let digest = read.as_ref().ok().map(|octets| digest(octets));
        self.footprint.borrow_mut().files.insert(path.to_owned(), FileState { stamp, digest });
        read
    }
}

/// The files that a configuration was read from.
#[derive(Default)]
pub(crate) struct Footprint {
    files: BTreeMap<PathBuf, FileState>,
    /// Where paths led to; `None`: nowhere.
    links: BTreeMap<PathBuf, Option<PathBuf>>,
}

/// A file as it was read; `None` for one that was not there.
struct FileState {
    stamp: Option<Stamp>,
    digest: Option<u64>,
}

/// What the file system says about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: SystemTime,
    length: u64,
    inode: u64,
}

/// What all files look like at one moment.
#[derive(PartialEq, Eq)]
pub(crate) struct Look {
    stamps: Vec<Option<Stamp>>,
    links: Vec<Option<PathBuf>>,
}

impl Footprint {
    /// Looks at all files.
    pub(crate) fn look(&self) -> Look {
        Look {
            stamps: self.files.keys().map(|path| stamp(path)).collect(),
            links: self.links.keys().map(|path| Disk.canonicalize(path).ok()).collect(),
        }
    }

    /// Returns what they looked like when they were read, just `now`; `None` when that does not prove that they are the same.
    pub(crate) fn look_then(&self, now: SystemTime) -> Option<Look> {
        let stamps: Vec<Option<Stamp>> = self.files.values().map(|seen| seen.stamp).collect();
        let is_fresh = |stamp: &Stamp| now.duration_since(stamp.modified).is_ok_and(|age| age < FRESH);
        let links = self.links.values().cloned().collect();
        (!stamps.iter().flatten().any(is_fresh)).then_some(Look { stamps, links })
    }

    /// Tells whether any of them holds something else than was read.
    pub(crate) fn has_changed(&self) -> bool {
        let now = |path| Disk.read(path).ok().map(|octets| digest(&octets));
        self.links.iter().any(|(path, led)| Disk.canonicalize(path).ok() != *led)
            || self.files.iter().any(|(path, seen)| now(path) != seen.digest)
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(path).ok()?;
    Some(Stamp { modified: metadata.modified().ok()?, length: metadata.len(), inode: inode(&metadata) })
}

/// Returns the number of a file, which another file of the same path does not have.
#[cfg(unix)]
fn inode(metadata: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

/// Windows tells no such number without opening the file; time and length have to do.
#[cfg(not(unix))]
fn inode(_: &std::fs::Metadata) -> u64 {
    0
}

fn digest(octets: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    octets.hash(&mut hasher);
    hasher.finish()
}
