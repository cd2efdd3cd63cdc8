//! An upstream that does what a test tells it to, over real sockets; and the replies it can make.
//!
//! Everything runs in the one thread of the test, whose clock is paused: it jumps to the next timer whenever nothing else
//! can happen, and what was sent on the loopback interface is there before anything else happens.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::Notify;

use crate::lab::wire;

/// One thing that the upstream does after a query.
#[derive(Clone)]
pub(crate) enum Act {
    /// Sends octets back: as a datagram, or framed.
    Send(Vec<u8>),
    /// Sends octets from another port.
    SendFromElsewhere(Vec<u8>),
    /// Sends octets as they are, without a frame; TCP only.
    SendRaw(Vec<u8>),
    /// Waits until it is told to go on.
    Await(Arc<Notify>),
    /// Resets the connection; TCP only.
    Reset,
}

/// A query that has come.
#[derive(Clone)]
pub(crate) struct Received {
    /// How many came before it.
    pub(crate) number: usize,
    /// Over TCP.
    pub(crate) tcp: bool,
    /// The message.
    pub(crate) query: Vec<u8>,
    /// Who sent it.
    pub(crate) source: SocketAddr,
}

impl Received {
    /// Returns the name and the type asked for, in the case asked.
    pub(crate) fn question(&self) -> (String, u16) {
        let end = question_end(&self.query);
        let name = zone_store::name::Name::from_wire(&self.query[12..end - 4]).expect("a name");
        (name.without_dot(), u16::from_be_bytes([self.query[end - 4], self.query[end - 3]]))
    }

    /// Tells whether it has an OPT record.
    pub(crate) fn has_opt(&self) -> bool {
        self.query[11] == 1
    }
}

/// What it does about each query.
type Script = Arc<dyn Fn(&Received) -> Vec<Act> + Send + Sync>;

/// The upstream; it stops with the runtime.
pub(crate) struct Fake {
    /// Where it listens, over UDP and TCP.
    pub(crate) address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    came: Arc<Notify>,
    script: Script,
}

impl Fake {
    /// Starts one.
    pub(crate) async fn start(script: impl Fn(&Received) -> Vec<Act> + Send + Sync + 'static) -> Arc<Self> {
        let (datagram, stream) = bind().await;
        let fake = Arc::new(Self {
            address: datagram.local_addr().expect("an address"),
            received: Arc::default(),
            came: Arc::default(),
            script: Arc::new(script),
        });
        tokio::spawn(Arc::clone(&fake).serve_udp(Arc::new(datagram)));
        tokio::spawn(Arc::clone(&fake).serve_tcp(stream));
        fake
    }

    /// Returns what has come so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().expect("no panic").clone()
    }

    /// Waits until so many queries have come.
    pub(crate) async fn wait_for(&self, count: usize) {
        loop {
            let came = self.came.notified();
            if self.received().len() >= count {
                return;
            }
            came.await;
        }
    }

    fn take(&self, tcp: bool, query: Vec<u8>, source: SocketAddr) -> Vec<Act> {
        let received = {
            let mut all = self.received.lock().expect("no panic");
            let received = Received { number: all.len(), tcp, query, source };
            all.push(received.clone());
            received
        };
        self.came.notify_waiters();
        (self.script)(&received)
    }

    async fn serve_udp(self: Arc<Self>, socket: Arc<UdpSocket>) {
        let mut buffer = vec![0; 4096];
        loop {
            // An error is news about a reply that came too late for its client.
            let Ok((length, source)) = socket.recv_from(&mut buffer).await else { continue };
            let acts = self.take(false, buffer[..length].to_vec(), source);
            let socket = Arc::clone(&socket);
            tokio::spawn(async move {
                for act in acts {
                    match act {
                        Act::Send(octets) => drop(socket.send_to(&octets, source).await),
                        Act::SendFromElsewhere(octets) => {
                            let other = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
                            other.send_to(&octets, source).await.expect("sent");
                        }
                        Act::Await(told) => told.notified().await,
                        Act::SendRaw(_) | Act::Reset => panic!("of TCP"),
                    }
                }
            });
        }
    }

    async fn serve_tcp(self: Arc<Self>, listener: TcpListener) {
        loop {
            let (stream, source) = listener.accept().await.expect("a connection");
            tokio::spawn(Arc::clone(&self).converse(stream, source));
        }
    }

    async fn converse(self: Arc<Self>, mut stream: TcpStream, source: SocketAddr) {
        let Ok(length) = stream.read_u16().await else { return };
        let mut query = vec![0; usize::from(length)];
        stream.read_exact(&mut query).await.expect("a query");
        for act in self.take(true, query, source) {
            match act {
                Act::Send(octets) => {
                    let length = u16::try_from(octets.len()).expect("short").to_be_bytes();
                    stream.write_all(&[&length, &octets[..]].concat()).await.expect("written");
                }
                Act::SendRaw(octets) => stream.write_all(&octets).await.expect("written"),
                Act::Await(told) => told.notified().await,
                Act::Reset => {
                    reset(stream);
                    return;
                }
                Act::SendFromElsewhere(_) => panic!("of UDP"),
            }
        }
    }
}

/// Closes with RST instead of FIN.
fn reset(stream: TcpStream) {
    stream.set_zero_linger().expect("a socket option");
    drop(stream);
}

/// Binds both transports to one port.
async fn bind() -> (UdpSocket, TcpListener) {
    for _ in 0..64 {
        let stream = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        if let Ok(datagram) = UdpSocket::bind(stream.local_addr().expect("an address")).await {
            return (datagram, stream);
        }
    }
    panic!("no port is free over UDP and TCP");
}

fn question_end(query: &[u8]) -> usize {
    let mut at = 12;
    while query[at] != 0 {
        at += 1 + usize::from(query[at]);
    }
    at + 5
}

/// A reply in the making. The query's question is echoed.
#[derive(Clone)]
pub(crate) struct Made {
    id: u16,
    flags: u16,
    question: Vec<u8>,
    sections: [Vec<Vec<u8>>; 3],
}

impl Made {
    /// Begins a reply, with RA and RD.
    pub(crate) fn to(received: &Received) -> Self {
        let query = &received.query;
        let question = query[12..question_end(query)].to_vec();
        let id = u16::from_be_bytes([query[0], query[1]]);
        Self { id, flags: 0x8180, question, sections: [const { Vec::new() }; 3] }
    }

    /// Sets the RCODE.
    pub(crate) fn rcode(mut self, rcode: u16) -> Self {
        self.flags = self.flags & 0xFFF0 | rcode;
        self
    }

    /// Sets the flag word.
    pub(crate) fn flags(mut self, flags: u16) -> Self {
        self.flags = flags;
        self
    }

    /// Changes the ID.
    pub(crate) fn other_id(mut self) -> Self {
        self.id ^= 0x0101;
        self
    }

    /// Asks for another name.
    pub(crate) fn question(mut self, name: &str) -> Self {
        self.question = [&wire(name)[..], &[0, 1, 0, 1]].concat();
        self
    }

    /// Adds a record to the answer section.
    pub(crate) fn answer(self, owner: &str, rtype: u16, rdata: &[u8]) -> Self {
        self.record(0, owner, rtype, rdata)
    }

    /// Adds a record to the authority section.
    pub(crate) fn authority(self, owner: &str, rtype: u16, rdata: &[u8]) -> Self {
        self.record(1, owner, rtype, rdata)
    }

    /// Adds a record to the additional section.
    pub(crate) fn additional(self, owner: &str, rtype: u16, rdata: &[u8]) -> Self {
        self.record(2, owner, rtype, rdata)
    }

    /// Adds a CNAME to the answer section.
    pub(crate) fn alias(self, owner: &str, target: &str) -> Self {
        self.answer(owner, 5, &wire(target))
    }

    /// Adds a SOA record to the authority section.
    pub(crate) fn soa(self, zone: &str) -> Self {
        let numbers = [1_u32, 3600, 300, 2_419_200, 60].map(u32::to_be_bytes).concat();
        self.authority(zone, 6, &[wire("ns.example"), wire("admin.example"), numbers].concat())
    }

    fn record(mut self, section: usize, owner: &str, rtype: u16, rdata: &[u8]) -> Self {
        let length = u16::try_from(rdata.len()).expect("short").to_be_bytes();
        let fixed = [&rtype.to_be_bytes()[..], &[0, 1], &60_u32.to_be_bytes(), &length].concat();
        self.sections[section].push([&wire(owner)[..], &fixed, rdata].concat());
        self
    }

    /// Returns the message.
    pub(crate) fn octets(&self) -> Vec<u8> {
        let count = |section: &Vec<_>| u16::try_from(section.len()).expect("few");
        let [answers, authorities, additionals] = &self.sections;
        let words = [self.id, self.flags, 1, count(answers), count(authorities), count(additionals)];
        let words = words.map(u16::to_be_bytes).concat();
        [words, self.question.clone(), self.sections.concat().concat()].concat()
    }

    /// Sends it.
    pub(crate) fn send(&self) -> Vec<Act> {
        vec![Act::Send(self.octets())]
    }
}
