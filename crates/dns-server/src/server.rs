//! Binds the listeners, all or none, and answers on them until told to stop.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use thiserror::Error;
use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

pub use crate::bind_error::{BindError, BindProblem, BindReason, Holder};
use crate::responder::{Responder, Transport};
use crate::transport::sockets::{self, Stack};
use crate::transport::{Endpoint, stream, udp};

/// How often an ephemeral port is drawn again because its TCP side is taken.
const DRAWS: usize = 16;

/// An address to serve on, UDP and TCP alike.
#[derive(Debug, Clone)]
pub struct Listener {
    /// As messages name it, and as a [`crate::service::Service`] knows it.
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

/// Listeners that have their sockets and wait to be served.
#[derive(Debug)]
pub struct Bound {
    sockets: Vec<Sockets>,
}

/// Both sockets of one listener.
#[derive(Debug)]
struct Sockets {
    name: String,
    address: SocketAddr,
    datagram: UdpSocket,
    stream: TcpListener,
}

/// Binds every listener, over UDP and TCP. Wants a tokio runtime with I/O and time.
///
/// # Errors
/// [`BindError`] with all problems; nothing stays bound then.
pub async fn bind(listeners: &[Listener]) -> Result<Bound, BindError> {
    let mut sockets = Vec::with_capacity(listeners.len());
    let mut problems = Vec::new();
    for listener in listeners {
        match bind_one(listener, stack(listener, listeners)) {
            Ok(bound) => sockets.push(bound),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(Bound { sockets }) } else { Err(BindError { problems }) }
}

/// Leaves IPv4 to the listener that has the same port there.
fn stack(listener: &Listener, all: &[Listener]) -> Stack {
    let port = listener.address.port();
    let shared = all.iter().any(|other| other.address.is_ipv4() && other.address.port() == port);
    if shared && port != 0 { Stack::Single } else { Stack::Dual }
}

fn bind_one(listener: &Listener, stack: Stack) -> Result<Sockets, Vec<BindProblem>> {
    let mut draws = if listener.address.port() == 0 { DRAWS } else { 1 };
    loop {
        draws -= 1;
        match bind_both(listener, stack) {
            Err(problems)
                if draws > 0 && problems.iter().all(|problem| problem.transport == Transport::Tcp) => {}
            bound => return bound,
        }
    }
}

/// Binds UDP, then TCP to the same port. Where UDP fails for another reason than a taken port, TCP would too.
fn bind_both(listener: &Listener, stack: Stack) -> Result<Sockets, Vec<BindProblem>> {
    let problem = |address, transport, error| BindProblem::new(&listener.name, address, transport, error);
    let bound = sockets::datagram(listener.address, stack)
        .and_then(|socket| Ok((socket.local_addr()?, socket)))
        .map_err(|error| problem(listener.address, Transport::Udp, error));
    let (address, datagram) = match bound {
        Ok((address, socket)) => (address, Ok(socket)),
        Err(found) if matches!(found.reason, BindReason::Taken(_)) => (listener.address, Err(found)),
        Err(found) => return Err(vec![found]),
    };
    let stream = sockets::stream(address, stack).map_err(|error| problem(address, Transport::Tcp, error));
    match (datagram, stream) {
        (Ok(datagram), Ok(stream)) => Ok(Sockets { name: listener.name.clone(), address, datagram, stream }),
        (datagram, stream) => Err(datagram.err().into_iter().chain(stream.err()).collect()),
    }
}

impl Bound {
    /// Returns each listener's name and the address it has, in the order given to [`bind`].
    pub fn addresses(&self) -> Vec<(String, SocketAddr)> {
        self.sockets.iter().map(|sockets| (sockets.name.clone(), sockets.address)).collect()
    }

    /// Answers with `responder` until `shutdown` is there; then finishes the queries in flight, but for those that wait.
    ///
    /// Whoever keeps the responder can swap what is served meanwhile.
    ///
    /// # Errors
    /// [`ServeError`] when a transport ends by itself; the others are stopped then, too.
    pub async fn serve(
        self,
        responder: Arc<Responder>,
        shutdown: impl Future<Output = ()>,
    ) -> Result<(), ServeError> {
        responder.upstreams.listen_at(self.sockets.iter().map(|sockets| sockets.address).collect());
        let stop = CancellationToken::new();
        let mut transports = self.spawn(&responder, &stop);
        let early = tokio::select! {
            () = shutdown => Ok(()),
            Some(ended) = transports.join_next() => ended,
        };
        stop.cancel();
        while let Some(ended) = transports.join_next().await {
            ended?;
        }
        Ok(early?)
    }

    /// Starts both transports of each listener.
    fn spawn(self, responder: &Arc<Responder>, stop: &CancellationToken) -> JoinSet<()> {
        let connections = Arc::new(Semaphore::new(stream::MAX_CONNECTIONS));
        let mut transports = JoinSet::new();
        for Sockets { name, datagram, stream, .. } in self.sockets {
            let endpoint = Endpoint { responder: Arc::clone(responder), listener: name.into() };
            transports.spawn(udp::serve(datagram, endpoint.clone(), stop.clone()));
            transports.spawn(stream::serve(stream, endpoint, Arc::clone(&connections), stop.clone()));
        }
        transports
    }
}
