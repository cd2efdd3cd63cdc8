//! A running server with one network and one zone, and the raw clients that talk to it.

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, UdpSocket};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use dns_server::listeners::{ListenAddress, Listeners};
use dns_server::responder::Responder;
use dns_server::service::Service;
use hickory_proto::op::Message;
use tokio::sync::oneshot;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::resolver::Upstream;
use zone_store::snapshot::{LinkedZone, OnNxDomain, Outside, Snapshot, SnapshotBuilder, Vantage};
use zone_store::zone::{Record, Zone, ZoneBuilder};

/// Longest wait for anything that will come.
pub(crate) const LIMIT: Duration = Duration::from_secs(20);
/// Addresses of `many.corp.example`: more than a datagram holds.
pub(crate) const MANY: u8 = 200;

/// Returns wire octets of a name.
pub(crate) fn wire(name: &str) -> Vec<u8> {
    name.parse::<Name>().expect("a name").wire().to_vec()
}

/// Builds the zone `corp.example`.
pub(crate) fn corp_zone() -> Zone {
    let apex: Name = "corp.example".parse().expect("a name");
    let mut zone = ZoneBuilder::new(apex.clone(), Origin::UNKNOWN);
    let mut add = |owner: &str, rtype: u16, rdata: &[u8]| {
        let owner = Name::parse(owner, &apex).expect("a name");
        let rtype = RecordType::from(rtype);
        zone.add(Record { owner: &owner, rtype, ttl: 10, rdata, origin: Origin::UNKNOWN });
    };
    let numbers = [1_u32, 3600, 300, 2_419_200, 10].map(u32::to_be_bytes).concat();
    add("@", 6, &[wire("ns.corp.example"), wire("admin.corp.example"), numbers].concat());
    add("www", 1, &[10, 0, 0, 1]);
    add("six", 28, &[0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    add("alias", 5, &wire("www.corp.example"));
    add("odd", 65_280, b"\x01\x02\x03");
    add("empty", 65_281, b"");
    add("text", 16, b"\x05hello");
    for last in 0..MANY {
        add("many", 1, &[10, 0, 1, last]);
    }
    zone.build().expect("a zone")
}

/// Builds the snapshot: `hub` (127.0.0.0/16, ::1) sees `corp.example`; what lies beyond is as given.
pub(crate) fn snapshot(outside: Outside) -> Snapshot {
    let mut builder = SnapshotBuilder::default();
    builder.outside = outside;
    let zone = builder.add_zone(corp_zone());
    let hub = builder.add_network("hub", Origin::UNKNOWN);
    for prefix in ["127.0.0.0/16", "::1/128"] {
        let prefix = prefix.parse().expect("a prefix");
        builder.add_clients(hub, prefix, zone_store::clients::Claim::Clients);
    }
    builder.link(hub, LinkedZone { zone, on_nxdomain: OnNxDomain::Final, origin: Origin::UNKNOWN });
    builder.build().expect("a snapshot")
}

/// The name of the one listener.
pub(crate) const LISTENER: &str = "azure_dns";

/// Serves a snapshot at the listener; the source address decides the network.
pub(crate) fn service(snapshot: Snapshot) -> Service {
    Service::new(Arc::new(snapshot), [(LISTENER.to_owned(), Vantage::BySource)])
}

/// A server in a thread of its own; it stops when this is dropped.
pub(crate) struct Lab {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Who answers.
    pub(crate) responder: Arc<Responder>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Lab {
    /// Serves on 127.0.0.1; the source address decides the network.
    pub(crate) fn start() -> Self {
        Self::at("127.0.0.1", Outside::Closed)
    }

    /// Serves on an ephemeral port of `host`.
    pub(crate) fn at(host: &str, outside: Outside) -> Self {
        Self::with(host, Responder::new(service(snapshot(outside))))
    }

    /// Serves on an ephemeral port of `host`, as a responder wants it.
    pub(crate) fn with(host: &str, responder: Responder) -> Self {
        let responder = Arc::new(responder);
        let answering = Arc::clone(&responder);
        let address = SocketAddr::new(host.parse().expect("an address"), 0);
        let listener = ListenAddress { name: LISTENER.to_owned(), address };
        let (stop, stopped) = oneshot::channel();
        let (ready, bound) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let listeners =
                    Listeners::bind_with(answering, &[listener], crate::datagrams()).await.expect("bound");
                ready.send(listeners.addresses()[0].address).expect("awaited");
                let shutdown = async { drop(stopped.await) };
                listeners.serve(shutdown).await.expect("no transport fails");
            });
        });
        let address = bound.recv_timeout(LIMIT).expect("bound in time");
        Self { address, responder, stop: Some(stop), thread: Some(thread) }
    }

    /// Stops the server; returns when it has stopped.
    pub(crate) fn stop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("served without a panic");
        }
    }

    /// Returns a datagram client at `source` that talks to `address`.
    pub(crate) fn udp_to(&self, source: &str, address: &str) -> UdpSocket {
        let source = SocketAddr::new(source.parse().expect("an address"), 0);
        let socket = UdpSocket::bind(source).expect("a socket");
        socket.set_read_timeout(Some(LIMIT)).expect("a limit");
        let address: IpAddr = address.parse().expect("an address");
        socket.connect(SocketAddr::new(address, self.address.port())).expect("connected");
        socket
    }

    /// Returns a datagram client at `source`.
    pub(crate) fn udp(&self, source: &str) -> UdpSocket {
        self.udp_to(source, &self.address.ip().to_string())
    }

    /// Returns a connected stream client.
    pub(crate) fn tcp(&self) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address, LIMIT).expect("connected");
        stream.set_read_timeout(Some(LIMIT)).expect("a limit");
        stream
    }

    /// Asks over UDP from 127.0.0.1 and returns the reply.
    pub(crate) fn ask(&self, query: &[u8]) -> Vec<u8> {
        exchange(&self.udp("127.0.0.1"), query)
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// An address of this machine where nothing listens: port 1 is TCPMUX's.
pub(crate) const CLOSED: SocketAddr = SocketAddr::new(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 1);

/// An outside with one upstream, on this machine, where nothing listens: tests send nothing to anywhere else.
pub(crate) fn nobody() -> Outside {
    Outside::Upstream(vec![Upstream::Address(CLOSED)])
}

/// Waits until `condition` holds. A closed socket lives on for a moment in each child that is just being started.
#[track_caller]
pub(crate) fn eventually(mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < LIMIT, "not within {LIMIT:?}");
        std::thread::yield_now();
    }
}

/// Sends one datagram and receives one.
pub(crate) fn exchange(socket: &UdpSocket, query: &[u8]) -> Vec<u8> {
    socket.send(query).expect("sent");
    receive(socket)
}

/// Receives one datagram.
pub(crate) fn receive(socket: &UdpSocket) -> Vec<u8> {
    let mut reply = vec![0; 65_535];
    let length = socket.recv(&mut reply).expect("a reply in time");
    reply.truncate(length);
    reply
}

/// Writes one framed message.
pub(crate) fn send_framed(stream: &mut TcpStream, query: &[u8]) {
    let length = u16::try_from(query.len()).expect("short").to_be_bytes();
    stream.write_all(&[&length, query].concat()).expect("written");
}

/// Reads one framed message.
pub(crate) fn read_framed(stream: &mut TcpStream) -> Vec<u8> {
    let mut length = [0; 2];
    stream.read_exact(&mut length).expect("a length in time");
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut message).expect("a message in time");
    message
}

/// A query as octets, built piece by piece.
#[derive(Clone)]
pub(crate) struct Asked {
    id: u16,
    flags: u16,
    question: Vec<u8>,
    additional: Vec<u8>,
    additional_count: u16,
}

impl Asked {
    /// Asks for a name and a type, with RD, in class IN.
    pub(crate) fn new(name: &str, rtype: u16) -> Self {
        let question = [&wire(name)[..], &rtype.to_be_bytes(), &[0, 1]].concat();
        Self { id: 0x4A4A, flags: 0x0100, question, additional: Vec::new(), additional_count: 0 }
    }

    /// Sets the message ID.
    pub(crate) fn id(mut self, id: u16) -> Self {
        self.id = id;
        self
    }

    /// Sets the flag word.
    pub(crate) fn flags(mut self, flags: u16) -> Self {
        self.flags = flags;
        self
    }

    /// Sets the class.
    pub(crate) fn class(mut self, class: u16) -> Self {
        let at = self.question.len() - 2;
        self.question[at..].copy_from_slice(&class.to_be_bytes());
        self
    }

    /// Adds an OPT record.
    pub(crate) fn edns(mut self, payload_size: u16, version: u8, options: &[u8]) -> Self {
        let length = u16::try_from(options.len()).expect("short").to_be_bytes();
        let opt =
            [&[0, 0, 41][..], &payload_size.to_be_bytes(), &[0, version, 0, 0], &length, options].concat();
        self.additional.extend(opt);
        self.additional_count += 1;
        self
    }

    /// Takes the question away.
    pub(crate) fn without_question(self) -> Self {
        Self { question: Vec::new(), ..self }
    }

    /// Returns the message.
    pub(crate) fn octets(&self) -> Vec<u8> {
        let questions = u16::from(!self.question.is_empty());
        let words =
            [self.id, self.flags, questions, 0, 0, self.additional_count].map(u16::to_be_bytes).concat();
        [words, self.question.clone(), self.additional.clone()].concat()
    }
}

/// Says a reply in one line: RCODE as a number, flags, record counts, OPT size, answers' RDATA.
#[track_caller]
pub(crate) fn summary(reply: &[u8]) -> String {
    let message = Message::from_vec(reply).expect("a well-formed reply");
    let meta = &message.metadata;
    let flags: String = [
        ("aa ", meta.authoritative),
        ("tc ", meta.truncation),
        ("rd ", meta.recursion_desired),
        ("ra ", meta.recursion_available),
        ("ad ", meta.authentic_data),
        ("cd ", meta.checking_disabled),
    ]
    .into_iter()
    .filter_map(|(name, set)| set.then_some(name))
    .collect();
    let opt = message.edns.as_ref().map_or_else(|| "-".to_owned(), |edns| edns.max_payload().to_string());
    let counts = format!("{}/{}", message.answers.len(), message.authorities.len());
    format!("rcode {} {flags}{counts} opt {opt}", u16::from(meta.response_code))
}
