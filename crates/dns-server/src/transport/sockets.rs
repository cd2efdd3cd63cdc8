//! Makes the sockets of a listener, with the options that the standard library does not set.

use std::io;
use std::net::SocketAddr;
use std::os::fd::AsRawFd;

use nix::sys::socket::{
    AddressFamily, SockFlag, SockType, SockaddrStorage, bind, setsockopt, socket, sockopt,
};
use tokio::net::{TcpListener, TcpSocket, UdpSocket};

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

/// Binds a datagram socket. On a wildcard address the kernel tells which address each datagram was sent to.
///
/// # Errors
/// As the system says.
pub(crate) fn datagram(address: SocketAddr, stack: Stack) -> io::Result<UdpSocket> {
    let family = if address.is_ipv4() { AddressFamily::Inet } else { AddressFamily::Inet6 };
    let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
    let socket = socket(family, SockType::Datagram, flags, None)?;
    if address.is_ipv6() && stack == Stack::Single {
        setsockopt(&socket, sockopt::Ipv6V6Only, &true)?;
    }
    match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => {
            setsockopt(&socket, sockopt::Ipv4PacketInfo, &true)?;
        }
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => {
            setsockopt(&socket, sockopt::Ipv6RecvPacketInfo, &true)?;
        }
        SocketAddr::V4(_) | SocketAddr::V6(_) => {}
    }
    bind(socket.as_raw_fd(), &SockaddrStorage::from(address))?;
    UdpSocket::from_std(socket.into())
}

/// Binds a listening stream socket.
///
/// # Errors
/// As the system says.
pub(crate) fn stream(address: SocketAddr, stack: Stack) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A restarted server does not wait for the connections of the one before it.
    socket.set_reuseaddr(true)?;
    if address.is_ipv6() && stack == Stack::Single {
        setsockopt(&socket, sockopt::Ipv6V6Only, &true)?;
    }
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
