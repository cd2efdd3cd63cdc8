//! A host: what runs from its start to its end.

use std::pin::pin;
use std::sync::Arc;

use arc_swap::ArcSwap;
use dns_server::clock::Clock;
use dns_server::listeners::{ListenAddress, Listeners, ServeError};
use dns_server::responder::Responder;
use dns_server::service::{ListenerId, ServedListener, Service};
use dns_server::upstream::{UpstreamOptions, Upstreams};
use tokio::sync::{mpsc, watch};
use zone_store::cache::{CacheLimits, Caches};
use zone_store::snapshot::SnapshotBuilder;

use crate::configuration::{Configuration, ConfigurationSource};
use crate::error::ApplyError;
use crate::handle::{HostCommand, HostHandle};
use crate::observers::{Observer, Observers};
use crate::placement::{PlacedListener, Placement};
use crate::reloader::Reloader;
use crate::replacement::Replacement;
use crate::system::System;

/// How a host serves.
pub struct HostOptions {
    /// Which listeners there are, and where.
    pub placement: Placement,
    /// Whether a configuration from a file is loaded again when its files change.
    pub watches: bool,
    /// Who is told of every query.
    pub observers: Vec<Box<dyn Observer>>,
    /// Where the time comes from.
    pub clock: Clock,
}

impl Default for HostOptions {
    /// Listens where the configuration says, watches its files, tells nobody of queries.
    fn default() -> Self {
        Self {
            placement: Placement::Configured(Vec::new()),
            watches: true,
            observers: Vec::new(),
            clock: Clock::system(),
        }
    }
}

/// A configuration that is served, and all that lives as long as it is.
pub struct Host {
    listeners: Listeners,
    placement: Placement,
    system: System,
    observers: Option<Observers>,
    /// Tells others where the listeners are.
    addresses: watch::Sender<Vec<ListenAddress>>,
    commands: mpsc::UnboundedReceiver<HostCommand>,
    handle: HostHandle,
    /// Ends the thread that loads.
    _loading: Option<Loading>,
}

/// The thread that loads; it ends when this is dropped.
struct Loading(Reloader);

impl Drop for Loading {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Host {
    /// Opens the listeners, all or none. They answer once the caller lets [`Host::run`] run, or anything else in the runtime.
    /// Wants a tokio runtime with I/O and time.
    ///
    /// # Errors
    /// [`ApplyError`]; nothing stays open then.
    pub async fn start(configuration: Configuration, options: HostOptions) -> Result<Self, ApplyError> {
        let HostOptions { placement, watches, observers, clock } = options;
        let observers =
            (!observers.is_empty()).then(|| Observers::start(observers, clock.clone())).transpose()?;
        let system = System::default();
        let responder = Arc::new(responder(&system, observers.as_ref(), &clock));
        let configuration = Arc::new(configuration);
        let (commands, incoming) = mpsc::unbounded_channel();
        let (addresses, listeners) = watch::channel(Vec::new());
        let handle = HostHandle {
            commands: commands.clone(),
            reloader: None,
            responder: Arc::clone(&responder),
            configuration: Arc::new(ArcSwap::new(Arc::clone(&configuration))),
            listeners,
            system: Arc::clone(system.resolvers()),
        };
        let listeners = Listeners::new(responder);
        let mut host = Self {
            listeners,
            placement,
            system,
            observers,
            addresses,
            commands: incoming,
            handle,
            _loading: None,
        };
        // A start is a change from nothing: there is no setting that only a start applies.
        host.apply(Arc::clone(&configuration)).await?;
        if let ConfigurationSource::File(_) = configuration.source() {
            let reloader = Reloader::start(&host.handle.configuration, watches, commands, clock)?;
            host.handle.reloader = Some(reloader.clone());
            host._loading = Some(Loading(reloader));
        }
        Ok(host)
    }

    /// Returns what tells it what to do while it runs.
    pub fn handle(&self) -> HostHandle {
        self.handle.clone()
    }

    /// Returns the listeners with the addresses that they have, in the order of the configuration.
    pub fn listeners(&self) -> Vec<ListenAddress> {
        self.listeners.addresses()
    }

    /// Answers and obeys until `shutdown` is there. Then it finishes the queries in flight, but for those that wait, and lets
    /// the observers finish.
    ///
    /// # Errors
    /// [`ServeError`] if a transport ends by itself; the others are stopped then, too.
    pub async fn run(mut self, shutdown: impl Future<Output = ()>) -> Result<(), ServeError> {
        let mut shutdown = pin!(shutdown);
        let early = loop {
            tokio::select! {
                () = &mut shutdown => break Ok(()),
                error = self.listeners.failed() => break Err(error),
                Some(command) = self.commands.recv() => self.obey(command).await,
            }
        };
        let stopped = self.listeners.stop().await;
        if let Some(observers) = self.observers {
            observers.end().await;
        }
        early.and(stopped)
    }

    async fn obey(&mut self, command: HostCommand) {
        match command {
            HostCommand::Apply(configuration, then) => then(self.apply(Arc::new(*configuration)).await),
            HostCommand::Open(place, then) => then(self.open(&place).await),
        }
    }

    /// Serves a configuration, with everything that it says. Whatever can fail comes first and changes nothing.
    async fn apply(&mut self, configuration: Arc<Configuration>) -> Result<Replacement, ApplyError> {
        let placed = self.placement.place(&configuration)?;
        let wanted: Vec<ListenAddress> = placed.iter().map(|placed| placed.listener.clone()).collect();
        let settings = configuration.settings();
        let step = self.system.prepare(settings.wants_system(), &wanted)?;
        let before = self.listeners.addresses();
        let Self { listeners, system, .. } = self;
        let responder = Arc::clone(listeners.responder());
        let make_service = |ids: &[ListenerId]| {
            system.take(step);
            responder.upstreams().set_options(settings.upstream);
            let caches = caches(&responder.service(), settings.cache);
            configuration.service().at(served(ids, placed)).with_caches(caches)
        };
        listeners.change(&wanted, make_service).await?;
        let now = self.listeners.addresses();
        self.addresses.send_if_modified(|known| std::mem::replace(known, now.clone()) != now);
        let missing = |list: &[ListenAddress], from: &[ListenAddress]| -> Vec<ListenAddress> {
            list.iter().filter(|listener| !from.contains(listener)).cloned().collect()
        };
        Ok(Replacement {
            before: self.handle.configuration.swap(Arc::clone(&configuration)),
            after: configuration,
            opened: missing(&now, &before),
            closed: missing(&before, &now),
        })
    }

    /// Opens the listener of a place, if there is none yet.
    async fn open(&mut self, place: &str) -> Result<std::net::SocketAddr, ApplyError> {
        let configuration = self.handle.configuration();
        let no_such_place = || ApplyError::NoSuchPlace { place: place.to_owned() };
        let Placement::Places(places) = &mut self.placement else { return Err(no_such_place()) };
        configuration.vantage_of(place).ok_or_else(no_such_place)?;
        if !places.iter().any(|known| known == place) {
            places.push(place.to_owned());
            if let Err(error) = self.apply(configuration).await {
                if let Placement::Places(places) = &mut self.placement {
                    places.pop();
                }
                return Err(error);
            }
        }
        let listeners = self.listeners.addresses();
        let found = listeners.iter().find(|listener| listener.name == place);
        found.map(|listener| listener.address).ok_or_else(no_such_place)
    }
}

/// Makes a responder that serves nothing yet.
fn responder(system: &System, observers: Option<&Observers>, clock: &Clock) -> Responder {
    let nothing =
        Arc::new(SnapshotBuilder::default().build().unwrap_or_else(|_| unreachable!("it holds no zone")));
    let upstreams = Upstreams::new(UpstreamOptions::default(), Arc::clone(system.resolvers()), clock.clone());
    let responder =
        Responder::new(Service::new(nothing, [])).with_clock(clock.clone()).with_upstreams(upstreams);
    match observers {
        Some(observers) => responder.with_log(observers.sink()),
        None => responder,
    }
}

/// Returns the caches that go on, unless the configuration wants others: those begin empty, as at a start.
fn caches(current: &Service, limits: CacheLimits) -> Arc<Caches> {
    match current.caches().limits() == limits {
        true => Arc::clone(current.caches()),
        false => Arc::new(Caches::new(limits)),
    }
}

fn served(ids: &[ListenerId], placed: Vec<PlacedListener>) -> Vec<(ListenerId, ServedListener)> {
    let served =
        |PlacedListener { listener, vantage }| ServedListener { name: listener.name.into(), vantage };
    ids.iter().copied().zip(placed.into_iter().map(served)).collect()
}
