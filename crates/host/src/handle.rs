//! Telling a running host what to do.

use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use dns_server::listeners::ListenAddress;
use dns_server::responder::Responder;
use dns_server::upstream::SystemResolvers;
use tokio::sync::{mpsc, oneshot, watch};

use crate::configuration::Configuration;
use crate::error::ApplyError;
use crate::reloader::Reloader;
use crate::replacement::Replacement;

/// What is done when a command has been obeyed.
pub(crate) type Then<T> = Box<dyn FnOnce(Result<T, ApplyError>) + Send>;

/// What a host can be told.
pub(crate) enum HostCommand {
    /// Serve this from now on.
    Apply(Box<Configuration>, Then<Replacement>),
    /// Listen for this place, too.
    Open(String, Then<SocketAddr>),
}

/// Tells a host what to do while it runs. Clones tell the same host.
#[derive(Clone)]
pub struct HostHandle {
    pub(crate) commands: mpsc::UnboundedSender<HostCommand>,
    pub(crate) reloader: Option<Reloader>,
    pub(crate) responder: Arc<Responder>,
    pub(crate) configuration: Arc<ArcSwap<Configuration>>,
    pub(crate) listeners: watch::Receiver<Vec<ListenAddress>>,
    pub(crate) system: Arc<SystemResolvers>,
}

impl HostHandle {
    /// Reads the configuration's source again and serves it. The log says what came of it, too.
    ///
    /// # Errors
    /// [`ApplyError`]; the old configuration is still served.
    pub async fn reload(&self) -> Result<Replacement, ApplyError> {
        let Some(reloader) = &self.reloader else {
            let source_name = self.configuration().source().to_string();
            tracing::warn!("{source_name} cannot be loaded again");
            return Err(ApplyError::NotReloadable { source_name });
        };
        wait(|then| reloader.load(then)).await
    }

    /// Serves another configuration from now on.
    ///
    /// # Errors
    /// [`ApplyError`]; the old configuration is still served.
    pub async fn apply(&self, configuration: Configuration) -> Result<Replacement, ApplyError> {
        wait(|then| self.apply_then(configuration, then)).await
    }

    /// Does the same for those who cannot wait in a task: `then` is called with the result, on the host's thread. If the
    /// host has ended, it is dropped.
    pub fn apply_then(
        &self,
        configuration: Configuration,
        then: impl FnOnce(Result<Replacement, ApplyError>) + Send + 'static,
    ) {
        // A host that has ended drops it.
        let _ = self.commands.send(HostCommand::Apply(Box::new(configuration), Box::new(then)));
    }

    /// Opens the listener of a [place](Configuration::places), if there is none yet, and calls `then` with its address; for
    /// hosts whose [`Placement`](crate::Placement) is by places. If the host has ended, `then` is dropped.
    pub fn open_then(&self, place: &str, then: impl FnOnce(Result<SocketAddr, ApplyError>) + Send + 'static) {
        let _ = self.commands.send(HostCommand::Open(place.to_owned(), Box::new(then)));
    }

    /// Makes every resolver forget what it remembers; returns how many answers that were.
    pub fn flush(&self) -> usize {
        let forgotten = self.responder.flush();
        tracing::info!("flushed the caches: {forgotten} answers are forgotten");
        forgotten
    }

    /// Returns what is served now.
    pub fn configuration(&self) -> Arc<Configuration> {
        self.configuration.load_full()
    }

    /// Returns the listeners with the addresses that they have, and whoever waits for it is told when they change.
    pub fn listeners(&self) -> watch::Receiver<Vec<ListenAddress>> {
        self.listeners.clone()
    }

    /// Returns the machine's own resolvers; empty if the configuration does not want them.
    pub fn system_resolvers(&self) -> Vec<SocketAddr> {
        self.system.get().servers.clone()
    }

    /// Counts the queries whose answering panicked. Above 0 there is a bug to report.
    pub fn panics(&self) -> u64 {
        self.responder.panics()
    }
}

/// Waits for what comes of a command.
async fn wait<T: Send + 'static>(tell: impl FnOnce(Then<T>)) -> Result<T, ApplyError> {
    let (reply, result) = oneshot::channel();
    tell(Box::new(move |result| drop(reply.send(result))));
    result.await.unwrap_or(Err(ApplyError::Ended))
}
