//! Listeners that come, go and change their meaning while the server answers.

use std::io::Read as _;
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::sync::Arc;

use dns_server::listeners::{ListenAddress, Listeners};
use dns_server::responder::Responder;
use dns_server::service::{ListenerId, ServedListener, Service};
use tokio::runtime::{Builder, Runtime};
use zone_store::snapshot::{NetworkId, Outside, Resolver, Vantage};

use crate::lab::{Asked, LIMIT, eventually, exchange, read_framed, send_framed, snapshot};

/// Listeners that change, and the runtime that it is in.
struct Changing {
    runtime: Runtime,
    listeners: Listeners,
}

/// What a listener is to be.
#[derive(Clone, Copy)]
enum View {
    /// It sees `corp.example`.
    Hub,
    /// It does not.
    Internet,
}

impl Changing {
    fn new() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let nowhere = Service::new(Arc::new(snapshot(Outside::Closed)), []);
        let listeners = runtime.block_on(async { Listeners::new(Arc::new(Responder::new(nowhere))) });
        let listeners = listeners.with_datagrams(crate::datagrams());
        Self { runtime, listeners }
    }

    /// Changes the listeners to these.
    fn change(&mut self, wanted: &[(&str, SocketAddr, View)]) -> Result<(), String> {
        let snapshot = Arc::new(snapshot(Outside::Closed));
        let hub: NetworkId = snapshot.network_named("hub").expect("the network");
        let addresses: Vec<ListenAddress> = wanted
            .iter()
            .map(|&(name, address, _)| ListenAddress { name: name.to_owned(), address })
            .collect();
        let service = |ids: &[ListenerId]| {
            let served = |(&id, &(name, _, view)): (&ListenerId, &(&str, SocketAddr, View))| {
                let resolver = match view {
                    View::Hub => Resolver::AzureDns(hub),
                    View::Internet => Resolver::Internet,
                };
                (id, ServedListener { name: name.into(), vantage: Some(Vantage::Resolver(resolver)) })
            };
            Service::new(snapshot, []).at(ids.iter().zip(wanted).map(served))
        };
        let changed = self.runtime.block_on(self.listeners.change(&addresses, service));
        changed.map_err(|error| error.to_string())
    }

    fn names(&self) -> Vec<String> {
        self.listeners.addresses().into_iter().map(|listener| listener.name).collect()
    }

    /// Returns where the only listener is.
    fn address(&self) -> SocketAddr {
        self.listeners.addresses()[0].address
    }
}

fn address(text: &str) -> SocketAddr {
    text.parse().expect("an address")
}

/// Returns a port of `host` that was free a moment ago.
fn free(host: &str) -> SocketAddr {
    UdpSocket::bind((host, 0)).and_then(|socket| socket.local_addr()).expect("a free port")
}

fn question() -> Vec<u8> {
    Asked::new("www.corp.example", 1).octets()
}

/// Asks over UDP; returns the RCODE.
fn rcode(server: SocketAddr) -> u8 {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    socket.set_read_timeout(Some(LIMIT)).expect("a limit");
    socket.connect(server).expect("a route");
    exchange(&socket, &question())[3] & 15
}

/// Asks over an open connection; returns the RCODE.
fn rcode_over(stream: &mut TcpStream) -> u8 {
    send_framed(stream, &question());
    read_framed(stream)[3] & 15
}

fn connect(server: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect_timeout(&server, LIMIT).expect("connected");
    stream.set_read_timeout(Some(LIMIT)).expect("a limit");
    stream
}

const NOERROR: u8 = 0;
const NXDOMAIN: u8 = 3;
const ANY: &str = "127.0.0.1:0";

#[test]
fn a_listener_that_comes_leaves_the_others_alone() {
    let mut changing = Changing::new();
    changing.change(&[("hub", address(ANY), View::Hub)]).expect("bound");
    let hub = changing.address();
    let mut connection = connect(hub);
    assert_eq!(rcode_over(&mut connection), NOERROR);
    let both = [("internet", address(ANY), View::Internet), ("hub", address(ANY), View::Hub)];
    changing.change(&both).expect("bound");
    assert_eq!(changing.names(), ["internet", "hub"], "in the order in which they are wanted");
    let listeners = changing.listeners.addresses();
    assert_eq!(listeners[1].address, hub, "an ephemeral port stays");
    assert_eq!((rcode(listeners[0].address), rcode(hub)), (NXDOMAIN, NOERROR));
    assert_eq!(rcode_over(&mut connection), NOERROR, "and its connections");
}

#[test]
fn a_listener_that_goes_frees_its_port_and_ends_its_connections() {
    let mut changing = Changing::new();
    let both = [("hub", address(ANY), View::Hub), ("internet", address(ANY), View::Internet)];
    changing.change(&both).expect("bound");
    let [hub, internet] = [0, 1].map(|index: usize| changing.listeners.addresses()[index].address);
    let (mut gone, mut stays) = (connect(internet), connect(hub));
    assert_eq!((rcode_over(&mut gone), rcode_over(&mut stays)), (NXDOMAIN, NOERROR));
    changing.change(&both[..1]).expect("nothing to bind");
    assert_eq!(gone.read(&mut [0]).expect("closed"), 0);
    assert_eq!(rcode_over(&mut stays), NOERROR);
    eventually(|| UdpSocket::bind(internet).is_ok() && std::net::TcpListener::bind(internet).is_ok());
}

#[test]
fn sockets_stay_open_when_their_listener_has_another_name() {
    let mut changing = Changing::new();
    let [one, two] = [free("127.0.0.31"), free("127.0.0.32")];
    changing.change(&[("hub", one, View::Hub), ("hub#2", two, View::Hub)]).expect("bound");
    let mut connection = connect(two);
    assert_eq!(rcode_over(&mut connection), NOERROR);
    changing.change(&[("hub", two, View::Hub)]).expect("nothing to bind");
    assert_eq!(rcode_over(&mut connection), NOERROR, "the first of two is gone, and the second has its name");
}

#[test]
fn two_listeners_exchange_their_addresses() {
    let mut changing = Changing::new();
    let [one, two] = [free("127.0.0.33"), free("127.0.0.34")];
    changing.change(&[("hub", one, View::Hub), ("internet", two, View::Internet)]).expect("bound");
    assert_eq!((rcode(one), rcode(two)), (NOERROR, NXDOMAIN));
    let mut connection = connect(one);
    changing.change(&[("hub", two, View::Hub), ("internet", one, View::Internet)]).expect("exchanged");
    assert_eq!((rcode(one), rcode(two)), (NXDOMAIN, NOERROR));
    assert_eq!(rcode_over(&mut connection), NXDOMAIN, "without a moment in which nobody listens");
}

#[test]
fn a_listener_moves_from_one_address_to_all_addresses_and_back() {
    let mut changing = Changing::new();
    // Another test may have the port on another address; it has not all of them.
    let moved = (0..16).any(|_| {
        let one = free("127.0.0.35");
        changing.change(&[("hub", one, View::Hub)]).expect("bound");
        let all = SocketAddr::new([0, 0, 0, 0].into(), one.port());
        let is_moved = changing.change(&[("hub", all, View::Hub)]).is_ok();
        assert_eq!(rcode(one), NOERROR, "moved or not, it answers there");
        if is_moved {
            assert_eq!(rcode(SocketAddr::new([127, 0, 0, 36].into(), one.port())), NOERROR);
            changing.change(&[("hub", one, View::Hub)]).expect("moved back");
            assert_eq!(rcode(one), NOERROR);
        }
        is_moved
    });
    assert!(moved);
}

#[test]
fn what_cannot_be_bound_changes_nothing() {
    let mut changing = Changing::new();
    let holder = UdpSocket::bind("127.0.0.37:0").expect("a socket");
    let taken = holder.local_addr().expect("an address");
    changing.change(&[("hub", address(ANY), View::Hub)]).expect("bound");
    let hub = changing.address();
    let error = changing
        .change(&[
            ("hub", hub, View::Internet),
            ("fine", free("127.0.0.38"), View::Hub),
            ("taken", taken, View::Hub),
        ])
        .expect_err("it is taken");
    assert!(
        error.starts_with(&format!("taken: cannot listen on {taken} over UDP: the port is taken")),
        "{error}"
    );
    assert_eq!(changing.names(), ["hub"]);
    assert_eq!(rcode(hub), NOERROR, "it still sees what it saw");
}

#[test]
fn a_listener_that_was_closed_in_vain_is_opened_again() {
    let mut changing = Changing::new();
    let one = free("127.0.0.39");
    // All addresses cannot be had, for somebody else has one of them.
    let _holder = UdpSocket::bind(("127.0.0.40", one.port())).expect("a port of another address");
    changing.change(&[("hub", one, View::Hub)]).expect("bound");
    let all = SocketAddr::new([0, 0, 0, 0].into(), one.port());
    let error = changing.change(&[("all", all, View::Internet)]).expect_err("it is taken");
    assert!(error.starts_with("all: cannot listen on 0.0.0.0:"), "{error}");
    assert!(!error.contains('\n'), "the old listener has its address again: {error}");
    assert_eq!((changing.names(), rcode(one)), (vec!["hub".to_owned()], NOERROR));
    assert_eq!(rcode_over(&mut connect(one)), NOERROR);
}
