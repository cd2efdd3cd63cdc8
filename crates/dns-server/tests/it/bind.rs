//! Binding: all listeners or none, and errors that say what to do.

use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;

use dns_server::listeners::{ListenAddress, Listeners};
use dns_server::responder::Responder;

use zone_store::snapshot::Outside;

use crate::lab::{eventually, service, snapshot};

fn listener(name: &str, address: SocketAddr) -> ListenAddress {
    ListenAddress { name: name.to_owned(), address }
}

fn bound(listeners: &[ListenAddress]) -> Result<Vec<ListenAddress>, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let responder = Arc::new(Responder::new(service(snapshot(Outside::Closed))));
    let listeners = runtime
        .block_on(Listeners::bind_with(responder, listeners, crate::datagrams()))
        .map_err(|error| error.to_string())?;
    Ok(listeners.addresses())
}

fn address(text: &str) -> SocketAddr {
    text.parse().expect("an address")
}

#[test]
fn port_0_is_one_port_for_both_transports() {
    let wanted = [listener("one", address("127.0.0.1:0")), listener("two", address("[::1]:0"))];
    let listeners = bound(&wanted).expect("bound");
    assert_eq!([&*listeners[0].name, &*listeners[1].name], ["one", "two"]);
    assert!(listeners.iter().all(|listener| listener.address.port() != 0), "{listeners:?}");
}

#[test]
fn all_problems_are_told_and_nothing_stays_bound() {
    // Addresses that no other test uses, so that the other transport's side of each port is free.
    let udp = UdpSocket::bind("127.0.0.21:0").expect("a socket");
    let taken = udp.local_addr().expect("an address");
    let tcp = TcpListener::bind("127.0.0.22:0").expect("a socket");
    let half = tcp.local_addr().expect("an address");
    let free = UdpSocket::bind("127.0.0.3:0").and_then(|socket| socket.local_addr()).expect("a free port");
    let listeners = [
        listener("fine", free),
        listener("internet", taken),
        listener("hub", half),
        listener("elsewhere", address("192.0.2.1:5300")),
    ];
    let text = bound(&listeners).expect_err("three of them cannot be bound");
    let own = "the port is taken, by another listener of this process; give each listener an address or a port of its own";
    assert_eq!(
        text.lines().collect::<Vec<_>>(),
        [
            format!("internet: cannot listen on {taken} over UDP: {own}"),
            format!("hub: cannot listen on {half} over TCP: {own}"),
            "elsewhere: cannot listen on 192.0.2.1:5300 over UDP: no interface of this machine has the address; \
             `sudo ip addr add 192.0.2.1/32 dev lo` gives it to this machine"
                .to_owned(),
        ]
    );
    eventually(|| UdpSocket::bind(free).is_ok());
}

#[test]
fn an_ipv4_listener_and_an_ipv6_wildcard_share_a_port() {
    // Another test may have a drawn port on another address; it has not all of them.
    let share = |_| {
        let port =
            UdpSocket::bind("127.0.0.4:0").and_then(|socket| socket.local_addr()).expect("a port").port();
        let four = listener("four", SocketAddr::new([0, 0, 0, 0].into(), port));
        bound(&[four, listener("six", SocketAddr::new([0_u16; 8].into(), port))])
    };
    assert!((0..16).map(share).any(|bound| bound.is_ok()));
}
