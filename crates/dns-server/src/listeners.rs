//! Listeners that come and go while the server answers. A change binds all that it wants, or nothing is changed.

use std::future::{Future, pending};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use crate::bind_error::{BindError, BindProblem, BindReason, PortHolder};
use crate::binding::{self, Sockets};
use crate::responder::Responder;
use crate::service::{ListenerId, Service};
pub use crate::transport::datagrams::DatagramMode;
use crate::transport::sockets::Stack;
use crate::transport::{QueryHandler, stream, udp};

/// How often an address that was given up is tried: a child process that is just being started holds the closed socket for
/// a moment.
const RELEASE_LOOKS: usize = 5;
/// How long to wait before the next try.
const RELEASE: Duration = Duration::from_millis(5);

/// An address to serve on, UDP and TCP alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenAddress {
    /// As messages name it.
    pub name: String,
    /// Where; port 0 is an ephemeral one, the same for both transports.
    pub address: SocketAddr,
}

/// Why serving ended before it was told to.
#[derive(Debug, Error)]
pub enum ServeError {
    /// A transport's task panicked: a bug.
    #[error("a transport failed: {0}; this is a bug, please report it")]
    TransportFailed(#[from] JoinError),
}

/// Answers with one responder on listeners that come and go. Wants a tokio runtime with I/O and time.
pub struct Listeners {
    responder: Arc<Responder>,
    mode: DatagramMode,
    /// In the order in which they were wanted.
    open: Vec<OpenListener>,
    /// Listeners that were opened so far.
    count: u32,
    transports: JoinSet<()>,
    /// Room for connections, of all listeners together.
    connections: Arc<Semaphore>,
    /// Connections that live, of listeners that were closed as well.
    conversations: TaskTracker,
}

/// A listener that answers.
struct OpenListener {
    id: ListenerId,
    /// As it was wanted, perhaps with port 0.
    wanted: ListenAddress,
    stack: Stack,
    /// Where it is.
    address: SocketAddr,
    stop: CancellationToken,
    /// What has its sockets.
    tasks: TaskTracker,
}

/// What a change does to the listeners.
struct ListenerPlan {
    wanted: Vec<WantedListener>,
    /// Those that are not wanted any more, by their place among the open ones.
    leaving: Vec<usize>,
}

/// A listener that is wanted.
struct WantedListener {
    listener: ListenAddress,
    stack: Stack,
    /// Its place among the open ones, if its sockets are there already.
    kept: Option<usize>,
    /// Its sockets, if they are new.
    sockets: Option<Sockets>,
}

impl Listeners {
    /// Listens nowhere yet.
    pub fn new(responder: Arc<Responder>) -> Self {
        Self {
            responder,
            mode: DatagramMode::default(),
            open: Vec::new(),
            count: 0,
            transports: JoinSet::new(),
            connections: Arc::new(Semaphore::new(stream::MAX_CONNECTIONS)),
            conversations: TaskTracker::new(),
        }
    }

    /// Listens at these addresses. What the responder serves knows the listeners by their order.
    ///
    /// # Errors
    /// [`BindError`] with all problems; nothing stays bound then.
    pub async fn bind(responder: Arc<Responder>, listeners: &[ListenAddress]) -> Result<Self, BindError> {
        Self::bind_with(responder, listeners, DatagramMode::default()).await
    }

    /// Does the same with another way to move datagrams than the best that the system has, so that tests can try each.
    ///
    /// # Errors
    /// [`BindError`] with all problems; nothing stays bound then.
    pub async fn bind_with(
        responder: Arc<Responder>,
        listeners: &[ListenAddress],
        mode: DatagramMode,
    ) -> Result<Self, BindError> {
        let mut all = Self::new(responder).with_datagrams(mode);
        all.listen(listeners, |_, _| ()).await?;
        Ok(all)
    }

    /// Moves datagrams in another way than the best that the system has.
    #[must_use]
    pub fn with_datagrams(mut self, mode: DatagramMode) -> Self {
        self.mode = mode;
        self
    }

    /// Returns who answers.
    pub fn responder(&self) -> &Arc<Responder> {
        &self.responder
    }

    /// Returns the listeners with the addresses that they have, in the order in which they were wanted.
    pub fn addresses(&self) -> Vec<ListenAddress> {
        let listener =
            |open: &OpenListener| ListenAddress { name: open.wanted.name.clone(), address: open.address };
        self.open.iter().map(listener).collect()
    }

    /// Listens at these addresses from now on, and serves what `service` makes for the identifiers of the listeners, which
    /// are in the order of `wanted`. Sockets that are wanted again stay open, and no query to them is lost, even if the
    /// listener has another name now. Whoever drops the future before its end leaves listeners closed.
    ///
    /// # Errors
    /// [`BindError`] with all problems; the listeners and what is served stay as they were. A listener had to be closed for
    /// one that wants a part of its address; if its address is lost by then, a problem says so, and it stays closed.
    pub async fn change(
        &mut self,
        wanted: &[ListenAddress],
        service: impl FnOnce(&[ListenerId]) -> Service,
    ) -> Result<(), BindError> {
        self.listen(wanted, |responder, ids| responder.swap(service(ids))).await
    }

    async fn listen(
        &mut self,
        wanted: &[ListenAddress],
        swap: impl FnOnce(&Responder, &[ListenerId]),
    ) -> Result<(), BindError> {
        let mut plan = self.plan(wanted);
        self.bind_new(&mut plan).await?;
        // From here on nothing fails.
        for &index in &plan.leaving {
            self.open[index].close().await;
        }
        let fresh = self.arrange(plan.wanted);
        let ids: Vec<ListenerId> = self.open.iter().map(|open| open.id).collect();
        swap(&self.responder, &ids);
        self.note_addresses();
        for (index, sockets) in fresh {
            self.start(index, sockets);
        }
        Ok(())
    }

    /// Finds which sockets are there already. Those of the same name come first; of others, those with the same fixed port
    /// are as good.
    fn plan(&self, wanted: &[ListenAddress]) -> ListenerPlan {
        let new = |listener: &ListenAddress| WantedListener {
            listener: listener.clone(),
            stack: binding::stack(listener, wanted),
            kept: None,
            sockets: None,
        };
        let mut all: Vec<WantedListener> = wanted.iter().map(new).collect();
        let mut leaving: Vec<usize> = (0..self.open.len()).collect();
        for needs_name in [true, false] {
            for one in all.iter_mut().filter(|one| one.kept.is_none()) {
                let fits = |open: &OpenListener| {
                    let has_name = open.wanted.name == one.listener.name;
                    let address = one.listener.address;
                    let is_fixed = !needs_name && address.port() != 0;
                    open.wanted.address == address && open.stack == one.stack && (has_name || is_fixed)
                };
                let found = leaving.iter().position(|&index| fits(&self.open[index]));
                one.kept = found.map(|at| leaving.remove(at));
            }
        }
        ListenerPlan { wanted: all, leaving }
    }

    /// Binds what is not open yet, in the order in which it is wanted.
    async fn bind_new(&mut self, plan: &mut ListenerPlan) -> Result<(), BindError> {
        let ListenerPlan { wanted, leaving } = plan;
        let new = wanted.iter_mut().filter(|one| one.kept.is_none());
        let is_blocked = |one: &WantedListener| leaving.iter().any(|&index| self.open[index].blocks(one));
        let (late, early): (Vec<&mut WantedListener>, Vec<&mut WantedListener>) =
            new.partition(|one| is_blocked(one));
        // As much as possible is tried before anything is closed.
        let problems = bind_all(early, self.mode);
        if !problems.is_empty() || late.is_empty() {
            return if problems.is_empty() { Ok(()) } else { Err(BindError { problems }) };
        }
        let is_in_the_way = |index: &usize| late.iter().any(|one| self.open[*index].blocks(one));
        let in_the_way: Vec<usize> = leaving.iter().copied().filter(is_in_the_way).collect();
        for &index in &in_the_way {
            self.open[index].close().await;
        }
        let mut problems = bind_released(late, self.mode).await;
        if problems.is_empty() {
            return Ok(());
        }
        wanted.iter_mut().for_each(|one| one.sockets = None);
        problems.extend(self.reopen(&in_the_way).await);
        self.note_addresses();
        Err(BindError { problems })
    }

    /// Opens listeners again that were closed; those whose address is lost are gone. Returns what was in the way.
    async fn reopen(&mut self, closed: &[usize]) -> Vec<BindProblem> {
        let mut problems = Vec::new();
        for &index in closed.iter().rev() {
            let OpenListener { wanted, stack, address, .. } = &self.open[index];
            let there = ListenAddress { name: wanted.name.clone(), address: *address };
            let mut again = WantedListener { listener: there, stack: *stack, kept: None, sockets: None };
            problems.extend(bind_released(vec![&mut again], self.mode).await);
            match again.sockets {
                Some(sockets) => self.start(index, sockets),
                None => drop(self.open.remove(index)),
            }
        }
        problems
    }

    /// Puts the listeners into the order in which they are wanted; returns the places of those that are new, with their
    /// sockets.
    fn arrange(&mut self, wanted: Vec<WantedListener>) -> Vec<(usize, Sockets)> {
        let mut before: Vec<Option<OpenListener>> = self.open.drain(..).map(Some).collect();
        let mut fresh = Vec::new();
        for WantedListener { listener, stack, kept, sockets } in wanted {
            if let Some(open) = kept.and_then(|index| before[index].take()) {
                self.open.push(OpenListener { wanted: listener, ..open });
            } else if let Some(sockets) = sockets {
                let id = ListenerId(self.count);
                self.open.push(OpenListener::new(id, listener, stack, sockets.address));
                self.count += 1;
                fresh.push((self.open.len() - 1, sockets));
            }
        }
        fresh
    }

    /// Tells those who ask upstreams where we are ourselves.
    fn note_addresses(&self) {
        self.responder.upstreams().listen_at(self.open.iter().map(|open| open.address).collect());
    }

    /// Starts both transports of a listener.
    fn start(&mut self, index: usize, sockets: Sockets) {
        let open = &mut self.open[index];
        (open.stop, open.tasks) = (CancellationToken::new(), TaskTracker::new());
        let endpoint = QueryHandler { responder: Arc::clone(&self.responder), listener: open.id };
        let datagrams = udp::serve(sockets.datagram, endpoint.clone(), open.stop.clone());
        let room = stream::Room {
            connections: Arc::clone(&self.connections),
            conversations: self.conversations.clone(),
        };
        let streams = stream::serve(sockets.stream, endpoint, room, open.stop.clone());
        self.transports.spawn(open.tasks.track_future(datagrams));
        self.transports.spawn(open.tasks.track_future(streams));
    }

    /// Waits until a transport ends by itself, which it does not if there is no bug. Whoever drops the future loses nothing.
    pub async fn failed(&mut self) -> ServeError {
        loop {
            match self.transports.join_next().await {
                // Its listener was closed.
                Some(Ok(())) => {}
                Some(Err(error)) => return error.into(),
                None => pending().await,
            }
        }
    }

    /// Answers until `shutdown` is there, then stops.
    ///
    /// # Errors
    /// [`ServeError`] when a transport ends by itself; the others are stopped then, too.
    pub async fn serve(mut self, shutdown: impl Future<Output = ()>) -> Result<(), ServeError> {
        let early = tokio::select! {
            () = shutdown => Ok(()),
            error = self.failed() => Err(error),
        };
        let stopped = self.stop().await;
        early.and(stopped)
    }

    /// Closes all listeners, and finishes the queries in flight, but for those that wait.
    ///
    /// # Errors
    /// [`ServeError`] when a transport has ended by itself.
    pub async fn stop(mut self) -> Result<(), ServeError> {
        self.open.iter().for_each(|open| open.stop.cancel());
        let mut stopped = Ok(());
        while let Some(ended) = self.transports.join_next().await {
            stopped = stopped.and(ended);
        }
        self.conversations.close();
        if timeout(stream::DRAIN, self.conversations.wait()).await.is_err() {
            tracing::warn!(connections = self.conversations.len(), "connections were cut off at shutdown");
        }
        Ok(stopped?)
    }
}

impl OpenListener {
    fn new(id: ListenerId, wanted: ListenAddress, stack: Stack, address: SocketAddr) -> Self {
        Self { id, wanted, stack, address, stop: CancellationToken::new(), tasks: TaskTracker::new() }
    }

    /// Tells whether its sockets keep a new listener from its address.
    fn blocks(&self, one: &WantedListener) -> bool {
        overlap(self.address, one.listener.address)
    }

    /// Stops answering; the sockets are closed at the end of it.
    async fn close(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// Binds listeners; returns what is in the way.
fn bind_all(wanted: Vec<&mut WantedListener>, mode: DatagramMode) -> Vec<BindProblem> {
    let mut problems = Vec::new();
    for one in wanted {
        match binding::bind(&one.listener, one.stack, mode) {
            Ok(sockets) => one.sockets = Some(sockets),
            Err(found) => problems.extend(found),
        }
    }
    problems
}

/// Binds listeners whose addresses were just given up; returns what is in the way.
async fn bind_released(mut wanted: Vec<&mut WantedListener>, mode: DatagramMode) -> Vec<BindProblem> {
    for _ in 0..RELEASE_LOOKS {
        let missing = wanted.iter_mut().filter(|one| one.sockets.is_none());
        if bind_all(missing.map(|one| &mut **one).collect(), mode).is_empty() {
            return Vec::new();
        }
        tokio::time::sleep(RELEASE).await;
    }
    bind_all(wanted.into_iter().filter(|one| one.sockets.is_none()).collect(), mode)
}

/// Tells whether a socket may keep another one from its address: the same port, and the same address or a wildcard.
fn overlap(one: SocketAddr, other: SocketAddr) -> bool {
    let (one_ip, other_ip) = (one.ip().to_canonical(), other.ip().to_canonical());
    let touches = one_ip == other_ip || one_ip.is_unspecified() || other_ip.is_unspecified();
    one.port() == other.port() && other.port() != 0 && touches
}
