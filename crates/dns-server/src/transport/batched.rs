//! Datagrams in batches: one system call takes up to 32 queries, one sends their replies (Linux, Android).

use std::array;
use std::io::{self, IoSlice, IoSliceMut};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::AsRawFd;

use nix::libc;
use nix::sys::socket::{
    ControlMessage, ControlMessageOwned, MsgFlags, MultiHeaders, RecvMsg, SockaddrStorage, recvmmsg,
    sendmmsg, setsockopt, sockopt,
};
use socket2::Socket;
use tokio::io::Interest;
use tokio::net::UdpSocket;

use super::datagrams::{BATCH, Datagram, Datagrams, LONGEST_QUERY, Local};

/// A socket that takes and sends many datagrams at once.
#[derive(Debug)]
pub(crate) struct Batched {
    socket: UdpSocket,
    /// Bound to a wildcard address: the kernel tells which address each datagram was sent to.
    with_local: bool,
}

impl Batched {
    /// Binds a socket that does not block.
    ///
    /// # Errors
    /// As the system says.
    pub(crate) fn bind(socket: Socket, address: SocketAddr) -> io::Result<Self> {
        let with_local = address.ip().is_unspecified();
        match address {
            SocketAddr::V4(_) if with_local => setsockopt(&socket, sockopt::Ipv4PacketInfo, &true)?,
            SocketAddr::V6(_) if with_local => setsockopt(&socket, sockopt::Ipv6RecvPacketInfo, &true)?,
            SocketAddr::V4(_) | SocketAddr::V6(_) => {}
        }
        socket.bind(&address.into())?;
        Ok(Self { socket: UdpSocket::from_std(socket.into())?, with_local })
    }

    /// Takes datagrams with one call.
    fn read(&self, buffer: &mut [u8], batch: &mut Vec<Datagram>) -> io::Result<()> {
        // Fresh headers for every batch: the kernel shortens them, and they may not be kept across an await.
        let control = self.with_local.then(|| nix::cmsg_space!(libc::in6_pktinfo));
        let mut headers = MultiHeaders::<SockaddrStorage>::preallocate(BATCH, control);
        let mut places = buffer.chunks_exact_mut(LONGEST_QUERY);
        let mut slices: [[IoSliceMut<'_>; 1]; BATCH] =
            array::from_fn(|_| [IoSliceMut::new(places.next().unwrap_or_default())]);
        let fd = self.socket.as_raw_fd();
        let received = recvmmsg(fd, &mut headers, slices.iter_mut(), MsgFlags::MSG_DONTWAIT, None)?;
        batch.extend(received.enumerate().filter_map(|(number, message)| {
            let local = if self.with_local { local(&message) } else { None };
            let (start, length) = (number * LONGEST_QUERY, message.bytes);
            Some(Datagram { number, start, length, peer: peer(message.address?)?, local })
        }));
        Ok(())
    }

    /// Sends replies to datagrams that came to one address with one call.
    fn write(&self, run: &[Datagram], replies: &[Vec<u8>]) -> io::Result<usize> {
        let peers: [Option<SockaddrStorage>; BATCH] =
            array::from_fn(|at| run.get(at).map(|datagram| SockaddrStorage::from(datagram.peer)));
        let slices: [[IoSlice<'_>; 1]; BATCH] = array::from_fn(|at| {
            let reply = run.get(at).map_or(&[][..], |datagram| &replies[datagram.number]);
            [IoSlice::new(reply)]
        });
        let (slices, peers) = (&slices[..run.len()], &peers[..run.len()]);
        let (fd, flags) = (self.socket.as_raw_fd(), MsgFlags::MSG_DONTWAIT);
        match run.first().and_then(|datagram| datagram.local) {
            None => {
                let mut headers = MultiHeaders::preallocate(run.len(), None);
                Ok(sendmmsg(fd, &mut headers, slices, peers, [], flags)?.count())
            }
            Some(Local { address: IpAddr::V4(address), .. }) => {
                let info = packet_info_v4(address);
                let space = nix::cmsg_space!(libc::in_pktinfo);
                let mut headers = MultiHeaders::preallocate(run.len(), Some(space));
                let control = [ControlMessage::Ipv4PacketInfo(&info)];
                Ok(sendmmsg(fd, &mut headers, slices, peers, control, flags)?.count())
            }
            Some(Local { address: IpAddr::V6(address), interface }) => {
                let info = libc::in6_pktinfo {
                    ipi6_addr: libc::in6_addr { s6_addr: address.octets() },
                    ipi6_ifindex: interface,
                };
                let space = nix::cmsg_space!(libc::in6_pktinfo);
                let mut headers = MultiHeaders::preallocate(run.len(), Some(space));
                let control = [ControlMessage::Ipv6PacketInfo(&info)];
                Ok(sendmmsg(fd, &mut headers, slices, peers, control, flags)?.count())
            }
        }
    }
}

impl Datagrams for Batched {
    const ROOM: usize = BATCH * LONGEST_QUERY;

    fn socket(&self) -> &UdpSocket {
        &self.socket
    }

    fn receive(&self, buffer: &mut [u8], batch: &mut Vec<Datagram>) -> io::Result<()> {
        self.socket.try_io(Interest::READABLE, || self.read(buffer, batch))
    }

    fn send(&self, run: &[Datagram], replies: &[Vec<u8>]) -> io::Result<usize> {
        self.socket.try_io(Interest::WRITABLE, || self.write(run, replies))
    }
}

/// Returns the address of a peer.
fn peer(peer: SockaddrStorage) -> Option<SocketAddr> {
    let v4 = peer.as_sockaddr_in().map(|address| SocketAddr::V4((*address).into()));
    v4.or_else(|| peer.as_sockaddr_in6().map(|address| SocketAddr::V6((*address).into())))
}

/// Reads where a datagram was sent to (RFC 3542 §6.1).
fn local(message: &RecvMsg<'_, '_, SockaddrStorage>) -> Option<Local> {
    message.cmsgs().ok()?.find_map(|control| match control {
        ControlMessageOwned::Ipv4PacketInfo(info) => {
            let address = Ipv4Addr::from(info.ipi_spec_dst.s_addr.to_ne_bytes());
            Some(Local { address: IpAddr::V4(address), interface: 0 })
        }
        ControlMessageOwned::Ipv6PacketInfo(info) => {
            let address = Ipv6Addr::from(info.ipi6_addr.s6_addr);
            let interface = if address.is_unicast_link_local() { info.ipi6_ifindex } else { 0 };
            Some(Local { address: IpAddr::V6(address), interface })
        }
        _ => None,
    })
}

/// Says that a datagram leaves from `address`, by whichever interface leads to the peer.
fn packet_info_v4(address: Ipv4Addr) -> libc::in_pktinfo {
    libc::in_pktinfo {
        ipi_ifindex: 0,
        ipi_spec_dst: libc::in_addr { s_addr: u32::from_ne_bytes(address.octets()) },
        ipi_addr: libc::in_addr { s_addr: 0 },
    }
}
