//! What answers: a host on a thread of its own, with a listener for each place that somebody has asked for.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use host::{ApplyError, Configuration, Host, HostHandle, HostOptions, Placement};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::error::Error;

/// A host that answers until the value is dropped.
pub(crate) struct RunningHost {
    host: HostHandle,
    /// Dropped, it stops the host.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    addresses: Mutex<HashMap<String, SocketAddr>>,
}

impl RunningHost {
    /// Starts the thread; nothing listens yet.
    pub(crate) fn start(configuration: Configuration) -> Result<Self, Error> {
        let runtime = Builder::new_current_thread().enable_io().enable_time().build();
        let runtime = runtime.map_err(|error| Error::System { what: "an event loop", error })?;
        let (stop, stopped) = oneshot::channel();
        let (ready, started) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("zonite".to_owned())
            .spawn(move || run(&runtime, configuration, &ready, stopped))
            .map_err(|error| Error::System { what: "a thread", error })?;
        let host = started.recv().unwrap_or(Err(ApplyError::Ended))?;
        Ok(Self { host, stop: Some(stop), thread: Some(thread), addresses: Mutex::default() })
    }

    /// Serves another configuration from now on.
    pub(crate) fn apply(&self, configuration: Configuration) -> Result<(), Error> {
        let (reply, result) = mpsc::channel();
        self.host.apply_then(configuration, move |result| drop(reply.send(result)));
        result.recv().unwrap_or(Err(ApplyError::Ended))?;
        Ok(())
    }

    /// Returns where a place answers; it begins to with the first call.
    pub(crate) fn address_of(&self, place: &str) -> Result<SocketAddr, Error> {
        let known = self.host.configuration().places();
        if !known.iter().any(|known| known == place) {
            return Err(Error::NoSuchPlace { place: place.to_owned(), known });
        }
        let mut addresses = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&address) = addresses.get(place) {
            return Ok(address);
        }
        let (reply, result) = mpsc::channel();
        self.host.open_then(place, move |result| drop(reply.send(result)));
        let address = result.recv().unwrap_or(Err(ApplyError::Ended))?;
        addresses.insert(place.to_owned(), address);
        Ok(address)
    }

    /// Returns what is served.
    pub(crate) fn configuration(&self) -> Arc<Configuration> {
        self.host.configuration()
    }

    /// Makes every resolver forget what it remembers.
    pub(crate) fn flush(&self) {
        self.host.flush();
    }
}

impl Drop for RunningHost {
    /// Stops answering, and waits until the ports are free.
    fn drop(&mut self) {
        self.stop = None;
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join)
            && !thread::panicking()
        {
            std::panic::resume_unwind(panic);
        }
    }
}

/// Runs a host until it is stopped.
fn run(
    runtime: &Runtime,
    configuration: Configuration,
    ready: &mpsc::Sender<Result<HostHandle, ApplyError>>,
    stopped: oneshot::Receiver<()>,
) {
    runtime.block_on(async {
        // Files are loaded again when somebody says so, and listeners opened when somebody asks.
        let options = HostOptions {
            placement: Placement::Places(Vec::new()),
            watches: false,
            ..HostOptions::default()
        };
        match Host::start(configuration, options).await {
            Ok(host) => {
                // Whoever starts the thread waits for it.
                let _ = ready.send(Ok(host.handle()));
                let served = host.run(async { drop(stopped.await) }).await;
                served.unwrap_or_else(|error| panic!("{error}"));
            }
            Err(error) => drop(ready.send(Err(error))),
        }
    });
}
