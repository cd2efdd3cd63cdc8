//! What answers: listeners on a thread of their own, one for each place that somebody has asked for.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use dns_server::responder::Responder;
use dns_server::listeners::{BindError, Listener, Listeners};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc as requests;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::error::Error;

/// Where every listener is at first: a free port.
const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Somebody asks where a place answers, and nobody has before.
struct Request {
    place: String,
    reply: mpsc::Sender<Result<SocketAddr, BindError>>,
}

/// Listeners that answer until the value is dropped.
pub(crate) struct Server {
    /// `None` once the thread is to end.
    requests: Option<requests::UnboundedSender<Request>>,
    thread: Option<JoinHandle<()>>,
    addresses: Mutex<HashMap<String, SocketAddr>>,
}

impl Server {
    /// Starts the thread; nothing listens yet.
    pub(crate) fn start(responder: Arc<Responder>) -> Result<Self, Error> {
        let runtime = Builder::new_current_thread().enable_io().enable_time().build();
        let runtime = runtime.map_err(|error| Error::System { what: "an event loop", error })?;
        let (requests, incoming) = requests::unbounded_channel();
        let thread = thread::Builder::new()
            .name("zonite".to_owned())
            .spawn(move || run(&runtime, &responder, incoming))
            .map_err(|error| Error::System { what: "a thread", error })?;
        Ok(Self { requests: Some(requests), thread: Some(thread), addresses: Mutex::default() })
    }

    /// Returns where a place answers; it begins to with the first call.
    pub(crate) fn address_of(&self, place: &str) -> Result<SocketAddr, Error> {
        let mut addresses = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&address) = addresses.get(place) {
            return Ok(address);
        }
        let gone = || Error::System {
            what: "to answer any longer",
            error: std::io::Error::other("the thread that answers has ended"),
        };
        let (reply, bound) = mpsc::channel();
        let request = Request { place: place.to_owned(), reply };
        self.requests.as_ref().ok_or_else(gone)?.send(request).map_err(|_| gone())?;
        let address = bound.recv().map_err(|_| gone())??;
        addresses.insert(place.to_owned(), address);
        Ok(address)
    }
}

impl Drop for Server {
    /// Stops answering, and waits until the ports are free.
    fn drop(&mut self) {
        self.requests = None;
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join)
            && !thread::panicking()
        {
            std::panic::resume_unwind(panic);
        }
    }
}

/// Binds what is asked for and answers there, until nobody can ask any more.
fn run(runtime: &Runtime, responder: &Arc<Responder>, mut requests: requests::UnboundedReceiver<Request>) {
    runtime.block_on(async {
        let stop = CancellationToken::new();
        let mut serving: JoinSet<Result<(), ServeError>> = JoinSet::new();
        while let Some(Request { place, reply }) = requests.recv().await {
            let bound = server::bind(&[Listener { name: place, address: ANY_PORT }]).await;
            let address = bound.map(|bound| {
                let address = bound.addresses()[0].1;
                serving.spawn(bound.serve(Arc::clone(responder), stop.clone().cancelled_owned()));
                address
            });
            // Whoever asked waits for the reply.
            let _ = reply.send(address);
        }
        stop.cancel();
        while serving.join_next().await.is_some() {}
    });
}
