//! Datagrams one by one, as every system can: macOS, Windows, the BSDs; and Linux, where tests ask for it.

use std::io::{self, IoSliceMut};
use std::net::SocketAddr;

use quinn_udp::{RecvMeta, Transmit, UdpSockRef, UdpSocketState};
use socket2::Socket;
use tokio::io::Interest;
use tokio::net::UdpSocket;

use super::datagrams::{Datagram, Datagrams, LONGEST_QUERY, Local};

/// A socket that takes and sends one datagram a call.
#[derive(Debug)]
pub(crate) struct Portable {
    socket: UdpSocket,
    /// On a wildcard address: asks the system for the address that each datagram was sent to, and tells it where replies
    /// leave from. `None` on a socket that has one address, where plain calls do.
    wildcard: Option<UdpSocketState>,
}

impl Portable {
    /// Binds a socket that does not block.
    ///
    /// # Errors
    /// As the system says.
    pub(crate) fn bind(socket: Socket, address: SocketAddr) -> io::Result<Self> {
        let is_wildcard = address.ip().is_unspecified();
        let wildcard = is_wildcard.then(|| UdpSocketState::new(UdpSockRef::from(&socket))).transpose()?;
        socket.bind(&address.into())?;
        Ok(Self { socket: UdpSocket::from_std(socket.into())?, wildcard })
    }
}

impl Datagrams for Portable {
    /// The longest datagram. Windows gives no part of one that does not fit, and Linux may join several from one client
    /// into one of that size.
    const ROOM: usize = 65_536;

    fn socket(&self) -> &UdpSocket {
        &self.socket
    }

    fn receive(&self, buffer: &mut [u8], batch: &mut Vec<Datagram>) -> io::Result<()> {
        let Some(state) = &self.wildcard else {
            let (length, peer) = self.socket.try_recv_from(buffer)?;
            let length = length.min(LONGEST_QUERY);
            batch.push(Datagram { number: 0, start: 0, length, peer, local: None });
            return Ok(());
        };
        let mut metadata = [RecvMeta::default()];
        let mut slices = [IoSliceMut::new(buffer)];
        let read = || state.recv(UdpSockRef::from(&self.socket), &mut slices, &mut metadata);
        self.socket.try_io(Interest::READABLE, read)?;
        let [RecvMeta { addr: peer, len, stride, dst_ip, .. }] = metadata;
        let local = dst_ip.map(|address| Local { address, interface: 0 });
        batch.extend((0..len).step_by(stride.max(1)).enumerate().map(|(number, start)| {
            let length = stride.min(len - start).min(LONGEST_QUERY);
            Datagram { number, start, length, peer, local }
        }));
        Ok(())
    }

    fn send(&self, run: &[Datagram], replies: &[Vec<u8>]) -> io::Result<usize> {
        let Some(datagram) = run.first() else { return Ok(0) };
        let reply = &replies[datagram.number];
        let Some(state) = &self.wildcard else {
            self.socket.try_send_to(reply, datagram.peer)?;
            return Ok(1);
        };
        let transmit = Transmit {
            destination: datagram.peer,
            ecn: None,
            contents: reply,
            segment_size: None,
            src_ip: datagram.local.map(|local| local.address),
        };
        let write = || state.try_send(UdpSockRef::from(&self.socket), &transmit);
        self.socket.try_io(Interest::WRITABLE, write)?;
        Ok(1)
    }
}

#[cfg(all(test, any(target_os = "linux", target_os = "android")))]
mod tests {
    use nix::sys::socket::{getsockopt, sockopt};
    use socket2::{Domain, Type};

    use super::*;

    /// Tells whether the system is asked where each datagram of a socket was sent to.
    fn asks_for_local(address: &str) -> bool {
        let socket = Socket::new(Domain::IPV4, Type::DGRAM, None).expect("a socket");
        socket.set_nonblocking(true).expect("an option");
        let portable = Portable::bind(socket, address.parse().expect("an address")).expect("bound");
        getsockopt(&portable.socket, sockopt::Ipv4PacketInfo).expect("an option")
    }

    #[tokio::test]
    async fn only_a_wildcard_socket_asks_where_datagrams_were_sent_to() {
        assert!(asks_for_local("0.0.0.0:0"));
        assert!(!asks_for_local("127.0.0.1:0"));
    }
}
