//! Loading a file again: when somebody asks for it, or because it has changed.
//!
//! A thread of its own does it, so that neither reading nor compiling takes time from queries.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::mpsc::UnboundedSender;

use crate::configuration::{Configuration, ConfigurationSource, Refusal, Severity, SourceReading};
use crate::error::ApplyError;
use crate::handle::{HostCommand, Then};
use crate::replacement::Replacement;
use crate::watch::Watch;
use dns_server::clock::Clock;

/// How often the files are looked at.
const PERIOD: Duration = Duration::from_millis(500);

/// What the thread can be told.
enum ReloadRequest {
    /// Load now.
    Load(Then<Replacement>),
    /// The host has ended.
    End,
}

/// Asks the thread to load.
#[derive(Clone)]
pub(crate) struct Reloader {
    requests: Sender<ReloadRequest>,
}

/// What the thread has.
struct Work {
    source: ConfigurationSource,
    /// What is served.
    current: Arc<ArcSwap<Configuration>>,
    watch: Watch,
    commands: UnboundedSender<HostCommand>,
}

impl Reloader {
    /// Starts the thread; it looks after the files by itself if it `watches`.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn start(
        current: &Arc<ArcSwap<Configuration>>,
        watches: bool,
        commands: UnboundedSender<HostCommand>,
        clock: Clock,
    ) -> std::io::Result<Self> {
        let (requests, incoming) = channel();
        let configuration = current.load();
        let watch = Watch::new(configuration.footprint().clone(), clock);
        let work =
            Work { source: configuration.source().clone(), current: Arc::clone(current), watch, commands };
        thread::Builder::new().name("reload".to_owned()).spawn(move || work.run(&incoming, watches))?;
        Ok(Self { requests })
    }

    /// Loads, and calls `then` with what came of it.
    pub(crate) fn load(&self, then: Then<Replacement>) {
        // A host that has ended drops it.
        let _ = self.requests.send(ReloadRequest::Load(then));
    }

    /// Ends the thread, once it is done with what it does.
    pub(crate) fn end(&self) {
        let _ = self.requests.send(ReloadRequest::End);
    }
}

impl Work {
    /// Loads on every request, and when the files have changed if that is wanted.
    fn run(mut self, requests: &Receiver<ReloadRequest>, watches: bool) {
        loop {
            let request = match watches {
                true => requests.recv_timeout(PERIOD),
                false => requests.recv().map_err(RecvTimeoutError::from),
            };
            match request {
                Ok(ReloadRequest::Load(then)) => self.load(then),
                Err(RecvTimeoutError::Timeout) if self.watch.is_due() => self.load(Box::new(drop)),
                Err(RecvTimeoutError::Timeout) => {}
                Ok(ReloadRequest::End) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Loads the source and lets the host serve it; the log says what came of it, whoever wanted it.
    fn load(&mut self, then: Then<Replacement>) {
        let SourceReading { configuration, footprint } = self.source.read(Some(&self.current.load()));
        self.watch.renew(footprint);
        let name = self.source.to_string();
        match configuration {
            Ok(configuration) => {
                log_findings(configuration.warnings());
                let result = self.apply(configuration);
                log_result(&name, &result);
                then(result);
            }
            Err(findings) => {
                log_findings(&findings);
                let result = Err(ApplyError::Configuration(findings));
                log_result(&name, &result);
                then(result);
            }
        }
    }
}

impl Work {
    /// Lets the host serve a configuration, and waits for what comes of it: finding out what is different is no work for the
    /// host.
    fn apply(&self, configuration: Configuration) -> Result<Replacement, ApplyError> {
        let (reply, result) = channel();
        let then = move |result| drop(reply.send(result));
        let _ = self.commands.send(HostCommand::Apply(Box::new(configuration), Box::new(then)));
        result.recv().unwrap_or(Err(ApplyError::Ended))
    }
}

fn log_findings(findings: &[Refusal]) {
    for finding in findings {
        match finding.severity() {
            Severity::Error => tracing::error!("{finding}"),
            Severity::Warning => tracing::warn!("{finding}"),
            Severity::Info => tracing::info!("{finding}"),
        }
    }
}

fn log_result(name: &str, result: &Result<Replacement, ApplyError>) {
    match result {
        Ok(applied) => tracing::info!("reloaded {name}: {applied}"),
        Err(error) => tracing::error!("{name}: {error}; the old configuration is still served"),
    }
}
