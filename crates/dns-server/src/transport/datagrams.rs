//! How datagrams get from a socket into memory and back: in batches where the system has calls for that, else one by
//! one. Both ways know which address a datagram was sent to, and let the reply leave from there.

use std::io;
use std::net::{IpAddr, SocketAddr};

use socket2::Socket;
use tokio::net::UdpSocket;

#[cfg(any(target_os = "linux", target_os = "android"))]
use super::batched::Batched;
use super::portable::Portable;

/// Datagrams that one turn takes at most, where one call takes several.
pub(crate) const BATCH: usize = 32;
/// Octets kept of a query; what is longer is cut there, and malformed then.
pub(crate) const LONGEST_QUERY: usize = 4096;

/// Which system calls move datagrams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DatagramMode {
    /// One call takes many datagrams, one sends many: recvmmsg(2) and sendmmsg(2).
    #[cfg(any(target_os = "linux", target_os = "android"))]
    #[default]
    Batched,
    /// One call takes one datagram, or sends one, as every system can.
    #[cfg_attr(not(any(target_os = "linux", target_os = "android")), default)]
    Portable,
}

/// A datagram that was received; its octets stay in the buffer that it was received into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Datagram {
    /// Which of its batch.
    pub(crate) number: usize,
    /// Where its octets begin in the buffer.
    pub(crate) start: usize,
    /// How many octets of it were kept.
    pub(crate) length: usize,
    /// The client, as the reply's destination.
    pub(crate) peer: SocketAddr,
    /// Where it was sent to; `None` on a socket that has one address only.
    pub(crate) local: Option<Local>,
}

impl Datagram {
    /// Returns its octets.
    pub(crate) fn octets<'b>(&self, buffer: &'b [u8]) -> &'b [u8] {
        &buffer[self.start..self.start + self.length]
    }
}

/// The address that a datagram was sent to, from which its reply leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Local {
    pub(crate) address: IpAddr,
    /// The interface where the address is link-local; else 0, and routing decides.
    pub(crate) interface: u32,
}

/// A socket that gives and takes datagrams without waiting.
pub(crate) trait Datagrams: Send + Sync + 'static {
    /// Octets that [`Datagrams::receive`] wants to have room for.
    const ROOM: usize;

    /// Returns the socket, to wait for it.
    fn socket(&self) -> &UdpSocket;

    /// Takes datagrams that are there: their octets into `buffer`, the rest to the end of `batch`.
    ///
    /// # Errors
    /// As the system says; `WouldBlock` when there is none.
    fn receive(&self, buffer: &mut [u8], batch: &mut Vec<Datagram>) -> io::Result<()>;

    /// Sends replies to datagrams that came to one address until one cannot be sent; returns how many were.
    ///
    /// # Errors
    /// As the system says about the first one; `WouldBlock` when there is no room for it.
    fn send(&self, run: &[Datagram], replies: &[Vec<u8>]) -> io::Result<usize>;
}

/// A datagram socket of either mode.
#[derive(Debug)]
pub(crate) enum DatagramSocket {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    Batched(Batched),
    Portable(Portable),
}

impl DatagramSocket {
    /// Binds a socket that does not block.
    ///
    /// # Errors
    /// As the system says.
    pub(crate) fn bind(socket: Socket, address: SocketAddr, mode: DatagramMode) -> io::Result<Self> {
        match mode {
            #[cfg(any(target_os = "linux", target_os = "android"))]
            DatagramMode::Batched => Batched::bind(socket, address).map(Self::Batched),
            DatagramMode::Portable => Portable::bind(socket, address).map(Self::Portable),
        }
    }

    /// Returns the address that it has.
    ///
    /// # Errors
    /// As the system says.
    pub(crate) fn local_addr(&self) -> io::Result<SocketAddr> {
        match self {
            #[cfg(any(target_os = "linux", target_os = "android"))]
            Self::Batched(batched) => batched.socket().local_addr(),
            Self::Portable(portable) => portable.socket().local_addr(),
        }
    }
}
