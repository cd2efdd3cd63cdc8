//! Datagrams, in batches: one system call takes up to 32 queries, one sends their replies.

use std::array;
use std::io::{self, IoSlice, IoSliceMut};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::time::Duration;

use nix::libc;
use nix::sys::socket::{
    ControlMessage, ControlMessageOwned, MsgFlags, MultiHeaders, RecvMsg, SockaddrStorage, recvmmsg, sendmmsg,
};
use tokio::io::Interest;
use tokio::net::UdpSocket;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Endpoint;
use crate::later::{Finished, Later};
use crate::responder::{Decision, Transport};

/// Datagrams that one turn takes at most.
const BATCH: usize = 32;
/// Octets kept of a query; what is longer is cut there, and malformed then.
const LONGEST_QUERY: usize = 4096;
/// How long to wait when the socket itself fails, so that a lasting failure does not spin.
const PAUSE: Duration = Duration::from_millis(20);

/// A datagram of a batch; its octets are in the buffer of the same number.
#[derive(Clone, Copy)]
struct Datagram {
    /// Which buffer.
    number: usize,
    /// Octets received.
    length: usize,
    /// The client, as the reply's destination.
    peer: SockaddrStorage,
    /// Where it was sent to; `None` on a socket that has one address only.
    local: Option<Local>,
}

/// The address that a datagram was sent to, from which its reply leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Local {
    address: IpAddr,
    /// The interface where the address is link-local; else 0, and routing decides.
    interface: u32,
}

/// The buffers of one socket, reused for every batch.
struct Buffers {
    queries: Box<[[u8; LONGEST_QUERY]; BATCH]>,
    replies: [Vec<u8>; BATCH],
}

/// Answers what comes to `socket` until `shutdown`. Nothing that a client or the network does ends it.
pub(crate) async fn serve(socket: UdpSocket, endpoint: Endpoint, shutdown: CancellationToken) {
    let socket = Arc::new(socket);
    let mut buffers =
        Buffers { queries: Box::new([[0; LONGEST_QUERY]; BATCH]), replies: array::from_fn(|_| Vec::new()) };
    let mut batch = Vec::with_capacity(BATCH);
    let with_local = socket.local_addr().is_ok_and(|address| address.ip().is_unspecified());
    let waiting = TaskTracker::new();
    loop {
        tokio::select! {
            biased;
            () = shutdown.cancelled() => break,
            _ = socket.readable() => {}
        }
        batch.clear();
        let read = || receive(&socket, with_local, &mut buffers.queries, &mut batch);
        match socket.try_io(Interest::READABLE, read) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
            Err(error) => {
                tracing::debug!(%error, "receiving datagrams failed");
                if !is_of_the_network(&error) {
                    tokio::time::sleep(PAUSE).await;
                }
                continue;
            }
        }
        let Buffers { queries, replies } = &mut buffers;
        batch.retain(|datagram| {
            let (query, reply) =
                (&queries[datagram.number][..datagram.length], &mut replies[datagram.number]);
            reply.clear();
            let Some(source) = source(&datagram.peer) else { return false };
            match endpoint.respond(query, source, Transport::Udp, reply) {
                Decision::Reply => true,
                Decision::Silence => false,
                Decision::Later(later) => {
                    let rest = finish(Arc::clone(&socket), *datagram, endpoint.clone(), later);
                    waiting.spawn(shutdown.clone().run_until_cancelled_owned(rest));
                    false
                }
                Decision::ReplyThen(later) => {
                    let rest = finish(Arc::clone(&socket), *datagram, endpoint.clone(), later);
                    waiting.spawn(shutdown.clone().run_until_cancelled_owned(rest));
                    true
                }
            }
        });
        for run in batch.chunk_by(|one, next| one.local == next.local) {
            send_run(&socket, run, replies).await;
        }
    }
    // They share the socket, which is closed when this returns.
    waiting.close();
    waiting.wait().await;
}

/// Does what is left of one datagram's query, and sends the reply when it is there. The buffers of the loop are not used.
async fn finish(socket: Arc<UdpSocket>, datagram: Datagram, endpoint: Endpoint, later: Box<Later>) {
    let mut left = Some(later);
    while let Some(later) = left {
        let Finished { reply, then } = endpoint.responder.finish(*later).await;
        if let Some(reply) = reply {
            send_run(&socket, &[Datagram { number: 0, ..datagram }], &[reply]).await;
        }
        left = then;
    }
}

/// Tells whether the error is news about an earlier reply, delivered late (ICMP), and not about the socket.
fn is_of_the_network(error: &io::Error) -> bool {
    use io::ErrorKind::{
        ConnectionRefused, ConnectionReset, HostUnreachable, Interrupted, NetworkDown, NetworkUnreachable,
    };
    matches!(
        error.kind(),
        ConnectionRefused
            | ConnectionReset
            | HostUnreachable
            | Interrupted
            | NetworkDown
            | NetworkUnreachable
    )
}

/// Returns the address of a peer.
fn source(peer: &SockaddrStorage) -> Option<IpAddr> {
    let v4 = peer.as_sockaddr_in().map(|address| IpAddr::V4(address.ip()));
    v4.or_else(|| peer.as_sockaddr_in6().map(|address| IpAddr::V6(address.ip())))
}

/// Takes the datagrams that are there, at most [`BATCH`].
fn receive(
    socket: &UdpSocket,
    with_local: bool,
    queries: &mut [[u8; LONGEST_QUERY]; BATCH],
    batch: &mut Vec<Datagram>,
) -> io::Result<()> {
    // Fresh headers for every batch: the kernel shortens them, and they may not be kept across an await.
    let control = with_local.then(|| nix::cmsg_space!(libc::in6_pktinfo));
    let mut headers = MultiHeaders::<SockaddrStorage>::preallocate(BATCH, control);
    let mut slices = queries.each_mut().map(|query| [IoSliceMut::new(query)]);
    let received =
        recvmmsg(socket.as_raw_fd(), &mut headers, slices.iter_mut(), MsgFlags::MSG_DONTWAIT, None)?;
    batch.extend(received.enumerate().filter_map(|(number, message)| {
        let local = if with_local { local(&message) } else { None };
        Some(Datagram { number, length: message.bytes, peer: message.address?, local })
    }));
    Ok(())
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

/// Sends the replies of datagrams that came to one address. A reply that cannot be sent is given up.
async fn send_run(socket: &UdpSocket, run: &[Datagram], replies: &[Vec<u8>]) {
    let mut rest = run;
    while !rest.is_empty() {
        match socket.try_io(Interest::WRITABLE, || send(socket, rest, replies)) {
            Ok(sent) => rest = &rest[sent.clamp(1, rest.len())..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                if socket.writable().await.is_err() {
                    return;
                }
            }
            // The call reports the first datagram's error only when it sent nothing.
            Err(error) => {
                tracing::debug!(%error, "sending a reply failed");
                rest = &rest[1..];
            }
        }
    }
}

/// Sends replies until one cannot be; returns how many went out.
fn send(socket: &UdpSocket, run: &[Datagram], replies: &[Vec<u8>]) -> io::Result<usize> {
    let peers: [Option<SockaddrStorage>; BATCH] =
        array::from_fn(|at| run.get(at).map(|datagram| datagram.peer));
    let slices: [[IoSlice<'_>; 1]; BATCH] = array::from_fn(|at| {
        let reply = run.get(at).map_or(&[][..], |datagram| &replies[datagram.number]);
        [IoSlice::new(reply)]
    });
    let (slices, peers) = (&slices[..run.len()], &peers[..run.len()]);
    let (fd, flags) = (socket.as_raw_fd(), MsgFlags::MSG_DONTWAIT);
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

/// Says that a datagram leaves from `address`, by whichever interface leads to the peer.
fn packet_info_v4(address: Ipv4Addr) -> libc::in_pktinfo {
    libc::in_pktinfo {
        ipi_ifindex: 0,
        ipi_spec_dst: libc::in_addr { s_addr: u32::from_ne_bytes(address.octets()) },
        ipi_addr: libc::in_addr { s_addr: 0 },
    }
}
