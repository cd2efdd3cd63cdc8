//! Watching files: when are they to be read again?

use std::sync::Arc;

use dns_server::clock::Clock;

use crate::footprint::{Footprint, Look};

/// Looks after which files are read that never stand still.
const PATIENCE: usize = 6;

/// How far watching the files has come.
pub(crate) struct Watch {
    clock: Clock,
    footprint: Arc<Footprint>,
    /// What they looked like when they were known to hold what was read.
    known: Option<Look>,
    /// What they looked like at the last look, if that was different, and how many such looks there were.
    unsettled: Option<(Look, usize)>,
}

impl Watch {
    /// Begins with files that were just read.
    pub(crate) fn new(footprint: Arc<Footprint>, clock: Clock) -> Self {
        Self { known: footprint.look_then(clock.wall()), clock, footprint, unsettled: None }
    }

    /// Begins anew with files that were just read.
    pub(crate) fn renew(&mut self, footprint: Arc<Footprint>) {
        *self = Self::new(footprint, self.clock.clone());
    }

    /// Looks at the files; tells whether they are to be read again: once they stand still from one look to the next.
    pub(crate) fn is_due(&mut self) -> bool {
        let look = self.footprint.look();
        if self.known.as_ref() == Some(&look) {
            self.unsettled = None;
            return false;
        }
        let looks = match &self.unsettled {
            Some((before, looks)) if *before != look && *looks < PATIENCE => looks + 1,
            None => 1,
            Some(_) if self.footprint.has_changed() => return true,
            Some(_) => {
                (self.known, self.unsettled) = (Some(look), None);
                return false;
            }
        };
        self.unsettled = Some((look, looks));
        false
    }
}

#[cfg(test)]
mod tests {
    use test_support::program::Folder;

    use super::*;
    use crate::footprint::Noting;

    /// Looks until the files are due, at most a few times; returns at which look.
    fn due(watch: &mut Watch) -> Option<usize> {
        (1..=PATIENCE + 2).find(|_| watch.is_due())
    }

    fn read(folder: &Folder) -> Watch {
        let files = Noting::default();
        let _ = formats::load(&folder.path.join("lab.toml"), &files);
        Watch::new(Arc::new(files.into_footprint()), Clock::system())
    }

    const CONFIG: &str = "[[private_dns_zone]]\nname = \"corp.example\"\nzone_file = \"corp.zone\"\n";

    #[test]
    fn files_are_read_again_once_they_stand_still() {
        let folder = Folder::new();
        folder.file("lab.toml", CONFIG);
        folder.file("corp.zone", "a 60 A 10.0.0.1\n");
        let mut watch = read(&folder);
        assert_eq!(due(&mut watch), None, "nothing has changed");
        folder.file("corp.zone", "a 60 A 10.0.0.2\n");
        assert_eq!(due(&mut watch), Some(2), "the zone file");
        let mut watch = read(&folder);
        folder.file("lab.toml", &CONFIG.replace("corp.example", "corp.test"));
        assert_eq!(due(&mut watch), Some(2), "the configuration");
    }

    #[test]
    fn a_change_right_behind_the_reading_is_seen() {
        let folder = Folder::new();
        folder.file("lab.toml", CONFIG);
        folder.file("corp.zone", "a 60 A 10.0.0.1\n");
        for last in 2..9 {
            let mut watch = read(&folder);
            // The same length, and perhaps the same tick of the file system's clock.
            folder.file("corp.zone", &format!("a 60 A 10.0.0.{last}\n"));
            assert_eq!(due(&mut watch), Some(2), "{last}");
        }
    }

    #[test]
    fn writing_the_same_again_changes_nothing() {
        let folder = Folder::new();
        folder.file("lab.toml", CONFIG);
        folder.file("corp.zone", "");
        let mut watch = read(&folder);
        folder.file("lab.toml", CONFIG);
        assert_eq!(due(&mut watch), None);
    }

    #[test]
    fn missing_files_are_waited_for() {
        let folder = Folder::new();
        let mut watch = read(&folder);
        assert_eq!(due(&mut watch), None);
        folder.file("lab.toml", CONFIG);
        assert_eq!(due(&mut watch), Some(2), "the configuration");
        let mut watch = read(&folder);
        folder.file("corp.zone", "");
        assert_eq!(due(&mut watch), Some(2), "the zone file");
        let mut watch = read(&folder);
        std::fs::remove_file(folder.path.join("corp.zone")).expect("removed");
        assert_eq!(due(&mut watch), Some(2), "its end");
    }

    #[test]
    fn files_that_never_stand_still_are_read_all_the_same() {
        let folder = Folder::new();
        folder.file("lab.toml", CONFIG);
        let mut watch = read(&folder);
        let mut text = CONFIG.to_owned();
        let mut write = || {
            text.push('#');
            folder.file("lab.toml", &text);
        };
        let looks = (1..20).find(|_| {
            write();
            watch.is_due()
        });
        assert_eq!(looks, Some(PATIENCE + 1));
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_elsewhere_are_seen() {
        let folder = Folder::new();
        folder.file("lab.toml", CONFIG);
        folder.file("one.zone", "a 60 A 10.0.0.1\n");
        folder.file("two.zone", "a 60 A 10.0.0.2\n");
        let link = folder.path.join("corp.zone");
        std::os::unix::fs::symlink("one.zone", &link).expect("a link");
        let mut watch = read(&folder);
        assert_eq!(due(&mut watch), None);
        std::fs::remove_file(&link).expect("removed");
        std::os::unix::fs::symlink("two.zone", &link).expect("a link");
        assert_eq!(due(&mut watch), Some(2));
    }
}
