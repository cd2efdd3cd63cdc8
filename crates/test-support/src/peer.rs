//! Other people's servers, from the system's packages: started on a free port, asked, ended.

use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::process::{Child, Command, Stdio};

use crate::client;
use crate::program::Folder;

/// How often a server is asked until it is up; a try that is refused comes back at once.
const TRIES: usize = 500;

/// A third-party server; ended when the value goes.
pub struct PeerServer {
    child: Child,
    /// Where it answers, over UDP and TCP.
    pub address: SocketAddr,
    _folder: Folder,
}

impl PeerServer {
    /// Starts a server on a free port of 127.0.0.1 and waits until it answers `question` in some way.
    ///
    /// `command` writes the configuration for a port into a folder and says how to start the server.
    pub fn start(question: &[u8], command: impl Fn(u16, &Folder) -> Command) -> Self {
        // Somebody else may take the port first.
        (0..3)
            .find_map(|_| Self::try_start(question, &command))
            .expect("the peer answers on one of three ports")
    }

    fn try_start(question: &[u8], command: &impl Fn(u16, &Folder) -> Command) -> Option<Self> {
        let folder = Folder::new();
        // Free for both: a server that gets no TCP port may still answer over UDP.
        let probe = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = probe.local_addr().expect("an address");
        let probes = (probe, UdpSocket::bind(address).ok()?);
        let mut command = command(address.port(), &folder);
        drop(probes);
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}; tests/run installs what is missing"));
        let peer = Self { child, address, _folder: folder };
        let is_up = (0..TRIES).any(|_| client::answers_yet(address, question));
        (is_up && TcpStream::connect(address).is_ok()).then_some(peer)
    }
}

impl Drop for PeerServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
