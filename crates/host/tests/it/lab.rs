//! A host that runs in the test's own runtime, and questions to it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use dns_client::{Query, Response, decode_response, encode_query};
use host::{ApplyError, Configuration, ConfigurationSource, Host, HostHandle, HostOptions, Replacement};
use test_support::client;
use test_support::program::Folder;
use tokio::net::UdpSocket;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long an answer is waited for.
const LIMIT: Duration = Duration::from_secs(10);

/// A host that serves `lab.toml` of a folder of its own, which nothing watches.
pub(crate) struct Lab {
    pub(crate) handle: HostHandle,
    pub(crate) folder: Folder,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl Lab {
    /// Starts it.
    pub(crate) async fn start(text: &str) -> Result<Self, ApplyError> {
        Self::start_with(text, HostOptions { watches: false, ..HostOptions::default() }).await
    }

    /// Starts it with options.
    pub(crate) async fn start_with(text: &str, options: HostOptions) -> Result<Self, ApplyError> {
        let folder = Folder::new();
        let path = folder.file("lab.toml", text);
        let host = Host::start(load(&path)?, options).await?;
        let (stop, stopped) = oneshot::channel();
        let handle = host.handle();
        let running = tokio::spawn(async move {
            let served = host.run(async { drop(stopped.await) }).await;
            served.expect("no transport fails");
        });
        Ok(Self { handle, folder, stop, running })
    }

    /// Writes another text into the file, and loads it.
    pub(crate) async fn reload(&self, text: &str) -> Result<Replacement, ApplyError> {
        self.folder.file("lab.toml", text);
        self.handle.reload().await
    }

    /// Stops the host and waits for its end.
    pub(crate) async fn stop(self) {
        drop(self.stop);
        self.running.await.expect("it ends");
    }

    /// Returns where a listener is; `None` if there is none of this name.
    pub(crate) fn find(&self, name: &str) -> Option<SocketAddr> {
        let listeners = self.handle.listeners();
        let found = listeners.borrow().iter().find(|listener| listener.name == name).cloned();
        found.map(|listener| listener.address)
    }

    /// Returns where a listener is.
    #[track_caller]
    pub(crate) fn address(&self, name: &str) -> SocketAddr {
        self.find(name)
            .unwrap_or_else(|| panic!("no listener {name}: {:?}", self.handle.listeners().borrow()))
    }
}

/// Loads a file.
fn load(path: &Path) -> Result<Configuration, ApplyError> {
    let source = ConfigurationSource::File(path.to_owned());
    Configuration::load(&source).map_err(ApplyError::Configuration)
}

/// The usual source of questions.
pub(crate) const LOCAL: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Asks over UDP; `None` if no answer comes.
pub(crate) async fn ask(server: SocketAddr, name: &str, rtype: u16) -> Option<Response> {
    ask_from(LOCAL, server, &client::query(name, rtype)).await
}

/// Does the same from an address of choice.
pub(crate) async fn ask_from(source: IpAddr, server: SocketAddr, query: &Query) -> Option<Response> {
    const ID: u16 = 4711;
    let socket = UdpSocket::bind((source, 0)).await.expect("a socket");
    socket.connect(server).await.expect("a route");
    socket.send(&encode_query(ID, query).expect("octets")).await.expect("sent");
    let mut reply = vec![0; 4096];
    let length = timeout(LIMIT, socket.recv(&mut reply)).await.ok()?.ok()?;
    Some(decode_response(&reply[..length], ID, query).expect("an answer to the question"))
}

/// Says what came in a line: RCODE, flags, records of all sections, and why.
pub(crate) fn said(response: Option<&Response>) -> String {
    let Some(response) = response else { return "silence".to_owned() };
    let mut text = format!("{} {}", response.rcode_name(), response.flags.join(" "));
    for record in [&response.answer, &response.authority, &response.additional].into_iter().flatten() {
        text += &format!(" | {record}");
    }
    response.errors.iter().for_each(|error| text += &format!(" | EDE {error}"));
    text
}
