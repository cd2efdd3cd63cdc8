//! A DNS client that can be any address: one question, one answer, never more than a few seconds.

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;

use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query};
use hickory_proto::rr::{Name, RecordType};

/// How long a test waits for an answer before it fails.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// How to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// One datagram.
    Udp,
    /// One connection.
    Tcp,
}

/// Encodes a question with RD and EDNS, as dig does.
pub fn question(name: &str, rtype: u16) -> Vec<u8> {
    let mut message = Message::new(4711, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = true;
    let name = Name::from_ascii(name).expect("a name");
    message.add_query(Query::query(name, RecordType::from(rtype)));
    let mut edns = Edns::new();
    edns.set_max_payload(1232).set_version(0);
    message.set_edns(edns);
    message.to_vec().expect("it encodes")
}

/// Sends octets from `source` and returns the octets that come back.
pub fn exchange(transport: Transport, source: IpAddr, server: SocketAddr, octets: &[u8]) -> Vec<u8> {
    match transport {
        Transport::Udp => {
            let socket = UdpSocket::bind((source, 0)).expect("the source address is ours");
            socket.set_read_timeout(Some(PATIENCE)).expect("a socket option");
            socket.connect(server).expect("a route");
            socket.send(octets).expect("it is sent");
            let mut reply = vec![0; 65_535];
            let length = socket.recv(&mut reply).expect("an answer in time");
            reply.truncate(length);
            reply
        }
        Transport::Tcp => {
            let mut stream = connect_from(source, server);
            stream.write_all(&frame(octets)).expect("it is sent");
            read_frame(&mut stream)
        }
    }
}

/// Tells whether nothing comes back within a short while.
pub fn is_silent(transport: Transport, source: IpAddr, server: SocketAddr, name: &str, rtype: u16) -> bool {
    const WHILE: Duration = Duration::from_millis(300);
    let question = question(name, rtype);
    let mut octet = [0; 1];
    match transport {
        Transport::Udp => {
            let socket = UdpSocket::bind((source, 0)).expect("the source address is ours");
            socket.set_read_timeout(Some(WHILE)).expect("a socket option");
            socket.connect(server).expect("a route");
            socket.send(&question).expect("it is sent");
            socket.recv(&mut octet).is_err()
        }
        Transport::Tcp => {
            let mut stream = connect_from(source, server);
            stream.set_read_timeout(Some(WHILE)).expect("a socket option");
            stream.write_all(&frame(&question)).expect("it is sent");
            !matches!(stream.read(&mut octet), Ok(1))
        }
    }
}

/// Asks and decodes.
pub fn ask(transport: Transport, source: IpAddr, server: SocketAddr, name: &str, rtype: u16) -> Message {
    let reply = exchange(transport, source, server, &question(name, rtype));
    Message::from_vec(&reply).expect("the answer decodes")
}

/// Puts the length in front (RFC 1035 §4.2.2).
pub fn frame(octets: &[u8]) -> Vec<u8> {
    let length = u16::try_from(octets.len()).expect("a message");
    [&length.to_be_bytes()[..], octets].concat()
}

/// Reads one message with its length in front.
pub fn read_frame(stream: &mut TcpStream) -> Vec<u8> {
    let mut length = [0; 2];
    stream.read_exact(&mut length).expect("an answer in time");
    let mut reply = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut reply).expect("a whole answer");
    reply
}

/// Connects with a source address of choice.
pub fn connect_from(source: IpAddr, server: SocketAddr) -> TcpStream {
    let stream = if source.is_loopback() && source == default_source(server) {
        TcpStream::connect_timeout(&server, PATIENCE).expect("a connection")
    } else {
        bound_stream(source, server)
    };
    stream.set_read_timeout(Some(PATIENCE)).expect("a socket option");
    stream
}

fn default_source(server: SocketAddr) -> IpAddr {
    let socket = UdpSocket::bind((if server.is_ipv4() { "0.0.0.0" } else { "::" }, 0)).expect("a socket");
    socket.connect(server).expect("a route");
    socket.local_addr().expect("an address").ip()
}

fn bound_stream(source: IpAddr, server: SocketAddr) -> TcpStream {
    use nix::sys::socket as sys;
    let family = if server.is_ipv4() { sys::AddressFamily::Inet } else { sys::AddressFamily::Inet6 };
    let socket =
        sys::socket(family, sys::SockType::Stream, sys::SockFlag::SOCK_CLOEXEC, None).expect("a socket");
    let local = sys::SockaddrStorage::from(SocketAddr::new(source, 0));
    let remote = sys::SockaddrStorage::from(server);
    use std::os::fd::AsRawFd;
    sys::bind(socket.as_raw_fd(), &local).expect("the source address is ours");
    sys::connect(socket.as_raw_fd(), &remote).expect("a connection");
    TcpStream::from(socket)
}

/// Asks once over UDP; `None` when nothing comes back soon, as while a server starts.
pub fn try_exchange(server: SocketAddr, octets: &[u8]) -> Option<Vec<u8>> {
    let socket = UdpSocket::bind("127.0.0.1:0").ok()?;
    socket.set_read_timeout(Some(Duration::from_millis(20))).ok()?;
    socket.connect(server).ok()?;
    socket.send(octets).ok()?;
    let mut reply = vec![0; 65_535];
    // A port that nobody has yet refuses at once; a short wait would make this spin.
    let length = match socket.recv(&mut reply) {
        Ok(length) => length,
        Err(_) => {
            std::thread::park_timeout(Duration::from_millis(10));
            return None;
        }
    };
    reply.truncate(length);
    Some(reply)
}
