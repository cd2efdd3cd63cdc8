//! Loading the configuration again: on a signal, or because its files have changed.
//!
//! A thread of its own does it, so that neither reading nor compiling takes time from queries. What is served is
//! replaced as a whole, or not at all.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use azure_model::{Loaded, Origins, Severity};
use dns_server::responder::Responder;
use dns_server::server::Listener;
use dns_server::service::Service;
use insight::explain;

use super::footprint::{Footprint, Look, Noting};
use super::inventory::Inventory;
use super::placed;
use super::system::System;
use crate::args::ListenArg;
use crate::source::{self, Source};

/// How often the files are looked at. They are read once they have stood still from one look to the next.
const PERIOD: Duration = Duration::from_millis(500);
/// Looks after which files are read that never stand still.
const PATIENCE: usize = 6;

/// Somebody wants the configuration to be loaded now.
pub(crate) struct Now;

/// Keeps a responder at what its configuration says.
pub(crate) struct Reloader {
    source: Source,
    moves: Vec<ListenArg>,
    /// The listeners that are bound, as they were wanted.
    bound: Vec<(String, SocketAddr)>,
    responder: Arc<Responder>,
    system: System,
    watch: Watch,
}

/// How far watching the files has come.
struct Watch {
    footprint: Footprint,
    /// What they looked like when they were known to hold what was read.
    known: Option<Look>,
    /// What they looked like at the last look, if that was different, and how many such looks there were.
    unsettled: Option<(Look, usize)>,
}

impl Watch {
    fn new(footprint: Footprint) -> Self {
        Self { known: footprint.look_then(), footprint, unsettled: None }
    }

    /// Looks at the files; tells whether they are to be read again.
    fn is_due(&mut self) -> bool {
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

impl Reloader {
    /// Begins with what was loaded from `source`, and how.
    pub(crate) fn new(
        source: Source,
        moves: Vec<ListenArg>,
        listeners: &[Listener],
        (responder, system): (Arc<Responder>, System),
        footprint: Footprint,
    ) -> Self {
        Self { source, moves, bound: wanted(listeners), responder, system, watch: Watch::new(footprint) }
    }

    /// Loads on every signal, and when the files have changed if that is wanted; ends when nobody can signal any more.
    pub(crate) fn run(mut self, signals: &Receiver<Now>, watches: bool) {
        loop {
            let signal = match watches {
                true => signals.recv_timeout(PERIOD),
                false => signals.recv().map_err(RecvTimeoutError::from),
            };
            match signal {
                Ok(Now) => self.reload(),
                Err(RecvTimeoutError::Timeout) if self.watch.is_due() => self.reload(),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Loads the configuration and serves it; where that fails, says why and changes nothing.
    fn reload(&mut self) {
        if !matches!(self.source, Source::File(_)) {
            tracing::warn!("{} cannot be loaded again", self.source);
            return;
        }
        let files = Noting::default();
        let read = source::read_through(&self.source, &files);
        self.watch = Watch::new(files.into_footprint());
        let findings = read.as_ref().map_or_else(|findings| findings, |loaded| &loaded.warnings);
        for finding in findings {
            match finding.severity {
                Severity::Error => tracing::error!("{finding}"),
                Severity::Warning => tracing::warn!("{finding}"),
                Severity::Info => tracing::info!("{finding}"),
            }
        }
        match read {
            Ok(loaded) => match self.system.prepare(&loaded.compiled.snapshot) {
                Ok(()) => self.swap(loaded),
                Err(none) => tracing::error!("{}: {none}; what was served before stays", self.source),
            },
            Err(findings) => {
                let problems = source::count(findings.len());
                tracing::error!("{}: {problems}; what was served before stays", self.source);
            }
        }
    }

    /// Serves what was compiled, and says what is new.
    fn swap(&self, loaded: Loaded) {
        let after = Inventory::of(&loaded.compiled.snapshot);
        let before = Inventory::of(self.responder.service().snapshot());
        let moved = wanted(&placed(&loaded.compiled, &self.moves)) != self.bound;
        let caches = Arc::clone(self.responder.service().caches());
        self.responder.swap(service(loaded).with_caches(caches));
        let restart = if moved { "; listeners changed: restart to apply" } else { "" };
        tracing::info!("reloaded {}: {}{restart}", self.source, after.since(&before));
    }
}

/// Makes a configuration ready to be served. It is kept beside its snapshot only if answers are to carry their reasons.
pub(crate) fn service(loaded: Loaded) -> Service {
    let describe = |origins: &Origins, origin| origins.describe(origin).map(|source| source.to_string());
    let vantages = loaded.compiled.listeners.iter();
    let vantages: Vec<_> = vantages.map(|listener| (listener.name.clone(), listener.vantage)).collect();
    let service = Service::new(Arc::clone(&loaded.compiled.snapshot), vantages);
    if !loaded.model.gives_reasons() {
        let origins = loaded.compiled.origins;
        return service.with_origins(Box::new(move |origin| describe(&origins, origin)));
    }
    let loaded = Arc::new(loaded);
    let book = Arc::clone(&loaded);
    service
        .with_origins(Box::new(move |origin| describe(&book.compiled.origins, origin)))
        .saying_why(Box::new(move |events| explain::reason(&loaded, events)))
}

/// Returns names and addresses in an order that the configuration does not decide.
fn wanted(listeners: &[Listener]) -> Vec<(String, SocketAddr)> {
    let mut wanted: Vec<_> =
        listeners.iter().map(|listener| (listener.name.clone(), listener.address)).collect();
    wanted.sort();
    wanted
}

#[cfg(test)]
mod tests {
    use test_support::program::Folder;

    use super::*;

    /// Looks until the files are due, at most a few times; returns at which look.
    fn due(watch: &mut Watch) -> Option<usize> {
        (1..=PATIENCE + 2).find(|_| watch.is_due())
    }

    fn read(folder: &Folder) -> Watch {
        let files = Noting::default();
        let _ = azure_model::load(&folder.path.join("lab.toml"), &files);
        Watch::new(files.into_footprint())
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
