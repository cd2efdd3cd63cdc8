//! Servers that ask an upstream, in three ways, and what their clients see.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use dns_server::clock::Clock;
use dns_server::listeners::{ListenAddress, Listeners};
use dns_server::responder::Responder;
use dns_server::service::Service;
use dns_server::upstream::{SystemResolvers, UpstreamOptions, Upstreams};
use hickory_proto::op::Message;
use hickory_proto::rr::rdata::opt::EdnsOption;
use tokio::net::UdpSocket;
use tokio::time::timeout;
use zone_store::answer::rcode_name;
use zone_store::cache::Caches;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::resolver::{CustomDnsServer, Forwarding, QueryTarget, Upstream};
use zone_store::snapshot::{LinkedZone, OnNxDomain, Outside, Resolver, SnapshotBuilder, Vantage};
use zone_store::zone::{Record, ZoneBuilder};

use crate::lab::{Asked, LISTENER, wire};

/// Longer than anything takes, on a clock that jumps.
const LIMIT: Duration = Duration::from_secs(60);

/// How a question comes to the upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// A resolver on the Internet has it as its upstream.
    Direct,
    /// A private zone has an alias for the name, which leads outside: `alias.corp.example`.
    MidChain,
    /// A custom DNS server forwards to another server, which forwards to the upstream.
    TwoServers,
}

/// A server that runs in the test's own runtime.
pub(crate) struct Served {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Who answers.
    pub(crate) responder: Arc<Responder>,
}

/// Serves, until the runtime ends.
pub(crate) async fn serve(service: Service, upstreams: Upstreams) -> Served {
    serve_with(service, upstreams, Caches::default()).await
}

/// Serves with a memory of its own.
pub(crate) async fn serve_with(service: Service, upstreams: Upstreams, caches: Caches) -> Served {
    let responder = Arc::new(Responder::new(service.with_caches(caches.into())).with_upstreams(upstreams));
    let listener = ListenAddress { name: LISTENER.to_owned(), address: ([127, 0, 0, 1], 0).into() };
    let listeners = Listeners::bind(Arc::clone(&responder), &[listener]).await.expect("bound");
    let address = listeners.addresses()[0].address;
    tokio::spawn(listeners.serve(std::future::pending()));
    Served { address, responder }
}

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

/// A resolver on the Internet with these upstreams, or a network that sees `corp.example` as well.
pub(crate) fn recursive(upstreams: &[SocketAddr], way: Way) -> Service {
    let mut builder = SnapshotBuilder::default();
    builder.outside = Outside::Upstream(upstreams.iter().copied().map(Upstream::Address).collect());
    let apex = name("corp.example");
    let mut zone = ZoneBuilder::new(apex.clone(), Origin::UNKNOWN);
    let numbers = [1_u32, 3600, 300, 2_419_200, 10].map(u32::to_be_bytes).concat();
    let soa = [wire("ns.corp.example"), wire("admin.corp.example"), numbers].concat();
    for (owner, rtype, rdata) in
        [("@", 6, &soa[..]), ("www", 1, &[10, 0, 0, 1]), ("alias", 5, &wire("www.example.net"))]
    {
        let owner = Name::parse(owner, &apex).expect("a name");
        let rtype = RecordType::from(rtype);
        zone.add(Record { owner: &owner, rtype, ttl: 10, rdata, origin: Origin::UNKNOWN });
    }
    let zone = builder.add_zone(zone.build().expect("a zone"));
    let hub = builder.add_network("hub", Origin::UNKNOWN);
    builder.link(hub, LinkedZone { zone, on_nxdomain: OnNxDomain::Final, origin: Origin::UNKNOWN });
    let resolver = if way == Way::MidChain { Resolver::AzureDns(hub) } else { Resolver::Internet };
    let listeners = [(LISTENER.to_owned(), Vantage::Resolver(resolver))];
    Service::new(Arc::new(builder.build().expect("a snapshot")), listeners)
}

/// A custom DNS server that forwards everything to these addresses.
pub(crate) fn forwarding(label: &str, targets: &[SocketAddr], timeout: Duration) -> Service {
    let mut builder = SnapshotBuilder::default();
    let network = builder.add_network("onprem", Origin::UNKNOWN);
    let mut server = CustomDnsServer::new(label, network, Origin::UNKNOWN);
    server.timeout = timeout;
    let targets = targets.iter().copied().map(QueryTarget::Address).collect();
    server.forward(&Name::root(), Forwarding { targets, origin: Origin::UNKNOWN });
    let vantage = Vantage::Resolver(Resolver::Server(builder.add_server(server)));
    Service::new(Arc::new(builder.build().expect("a snapshot")), [(LISTENER.to_owned(), vantage)])
}

/// The servers of a way to an upstream; the client asks the first.
pub(crate) struct Lab {
    way: Way,
    servers: Vec<Served>,
    upstreams: Vec<SocketAddr>,
}

impl Lab {
    /// Starts the servers.
    pub(crate) async fn start(way: Way, upstreams: &[SocketAddr]) -> Self {
        Self::with(way, upstreams, UpstreamOptions::default()).await
    }

    /// Starts them with options.
    pub(crate) async fn with(way: Way, upstreams: &[SocketAddr], options: UpstreamOptions) -> Self {
        let real = || Upstreams::new(options, Arc::new(SystemResolvers::default()), Clock::system());
        let servers = match way {
            Way::Direct | Way::MidChain => vec![serve(recursive(upstreams, way), real()).await],
            Way::TwoServers => {
                let second = forwarding("second", upstreams, Duration::from_secs(3));
                let second = serve(second, real()).await;
                // It waits longer than the second, whose reason it passes on.
                let first = forwarding("first", &[second.address], Duration::from_secs(4));
                vec![serve(first, real()).await, second]
            }
        };
        Self { way, servers, upstreams: upstreams.to_vec() }
    }

    /// Returns the server that the client asks.
    pub(crate) fn first(&self) -> &Served {
        &self.servers[0]
    }

    /// Asks for `www.example.net`, in this way, and says the reply.
    pub(crate) async fn ask(&self) -> String {
        let name = if self.way == Way::MidChain { "alias.corp.example" } else { "www.example.net" };
        self.ask_for(name, 1).await
    }

    /// Asks and says the reply, with addresses as UPSTREAM and SECOND.
    pub(crate) async fn ask_for(&self, name: &str, rtype: u16) -> String {
        let query = Asked::new(name, rtype).edns(1232, 0, b"").octets();
        self.said(&ask(self.first().address, &query).await)
    }

    /// Says a reply: RCODE, the answer section, the authority section's owners, Extended DNS Errors.
    pub(crate) fn said(&self, reply: &[u8]) -> String {
        let mut text = said(reply);
        for (number, address) in self.upstreams.iter().enumerate() {
            let label =
                if self.upstreams.len() == 1 { "UPSTREAM".to_owned() } else { format!("UPSTREAM-{number}") };
            text = text.replace(&address.to_string(), &label);
        }
        if let [_, second] = &*self.servers {
            text = text.replace(&second.address.to_string(), "SECOND");
        }
        text
    }

    /// Counts what the servers remember, and makes them forget it.
    pub(crate) fn flush(&self) -> usize {
        self.servers.iter().map(|server| server.responder.flush()).sum()
    }
}

/// Sends one query and returns the one reply.
pub(crate) async fn ask(server: SocketAddr, query: &[u8]) -> Vec<u8> {
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
    socket.connect(server).await.expect("connected");
    socket.send(query).await.expect("sent");
    let mut reply = vec![0; 4096];
    let length = timeout(LIMIT, socket.recv(&mut reply)).await.expect("in time").expect("a reply");
    reply.truncate(length);
    reply
}

/// Says a reply in one line.
pub(crate) fn said(reply: &[u8]) -> String {
    let message = Message::from_vec(reply).expect("a well-formed reply");
    let mut parts = vec![rcode_name(message.metadata.response_code).into_owned()];
    let owner = |name: &hickory_proto::rr::Name| name.to_string().trim_end_matches('.').to_owned();
    let record = |r: &hickory_proto::rr::Record| format!("{} {} {}", owner(&r.name), r.record_type(), r.data);
    parts.extend(message.answers.iter().map(record));
    parts.extend(message.authorities.iter().map(|r| format!("[{} {}]", owner(&r.name), r.record_type())));
    parts.extend(message.additionals.iter().map(|r| format!("+{}", record(r))));
    if message.metadata.truncation {
        parts.push("TC".to_owned());
    }
    let options = message.edns.iter().flat_map(|edns| edns.options().as_ref());
    parts.extend(options.filter_map(|(_, option)| match option {
        EdnsOption::Unknown(15, data) => {
            let code = u16::from_be_bytes([data[0], data[1]]);
            Some(format!("EDE {code} {}", String::from_utf8_lossy(&data[2..])))
        }
        _ => None,
    }));
    parts.join(" | ")
}
