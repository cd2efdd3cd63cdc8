//! Makes the sockets of a listener, with the options that the standard library does not set.

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Protocol, SockRef, Socket, Type};
use tokio::net::{TcpListener, TcpSocket};

use super::datagrams::{DatagramMode, DatagramSocket};

/// Connections that the kernel holds until they are accepted.
const BACKLOG: u32 = 1024;

/// Tells whether a socket on this address also takes IPv4 (RFC 3493 §5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stack {
    /// An IPv6 wildcard takes IPv4 too.
    Dual,
    /// IPv6 only: another listener has the port on IPv4.
    Single,
}

/// Binds a datagram socket. On a wildcard address the system tells which address each datagram was sent to.
///
/// # Errors
/// As the system says.
pub(crate) fn datagram(address: SocketAddr, stack: Stack, mode: DatagramMode) -> io::Result<DatagramSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    choose_stack(&SockRef::from(&socket), address, stack)?;
    DatagramSocket::bind(socket, address, mode)
}

/// Binds a listening stream socket.
///
/// # Errors
/// As the system says.
pub(crate) fn stream(address: SocketAddr, stack: Stack) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // On Unix, a restarted server does not wait for the connections of the one before it. On Windows it never does, and
    // the option would let two servers have one port.
    if cfg!(unix) {
        socket.set_reuseaddr(true)?;
    }
    choose_stack(&SockRef::from(&socket), address, stack)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Says whether an IPv6 socket takes IPv4; what it does unasked is another thing on every system.
fn choose_stack(socket: &SockRef<'_>, address: SocketAddr, stack: Stack) -> io::Result<()> {
    if address.is_ipv4() {
        return Ok(());
    }
    socket.set_only_v6(stack == Stack::Single)
}
