//! Datagrams one by one, as every system can: macOS, Windows, the BSDs; and Linux, where tests ask for it.

use std::io::{self, IoSliceMut};
use std::net::SocketAddr;

use quinn_udp::{RecvMeta, Transmit, UdpSockRef, UdpSocketState};
use socket2::Socket;
use tokio::net::UdpSocket;

use super::datagrams::{Datagram, Datagrams, LONGEST_QUERY, Local};

/// A socket that takes and sends one datagram a call.
#[derive(Debug)]
pub(crate) struct Portable {
    socket: UdpSocket,
    /// Asks the system for the address that each datagram was sent to, and tells it where replies leave from.
    state: UdpSocketState,
    /// Bound to a wildcard address.
    with_local: bool,
}

impl Portable {
    /// Binds a socket that does not block.
    ///
    /// # Errors
    /// As the system says.
    pub(crate) fn bind(socket: Socket, address: SocketAddr) -> io::Result<Self> {
        let state = UdpSocketState::new(UdpSockRef::from(&socket))?;
        socket.bind(&address.into())?;
        let with_local = address.ip().is_unspecified();
        Ok(Self { socket: UdpSocket::from_std(socket.into())?, state, with_local })
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
        let mut metadata = [RecvMeta::default()];
        let socket = UdpSockRef::from(&self.socket);
        self.state.recv(socket, &mut [IoSliceMut::new(buffer)], &mut metadata)?;
        let [RecvMeta { addr: peer, len, stride, dst_ip, .. }] = metadata;
        let address = dst_ip.filter(|_| self.with_local);
        let local = address.map(|address| Local { address, interface: 0 });
        batch.extend((0..len).step_by(stride.max(1)).enumerate().map(|(number, start)| {
            let length = stride.min(len - start).min(LONGEST_QUERY);
            Datagram { number, start, length, peer, local }
        }));
        Ok(())
    }

    fn send(&self, run: &[Datagram], replies: &[Vec<u8>]) -> io::Result<usize> {
        let Some(datagram) = run.first() else { return Ok(0) };
        let transmit = Transmit {
            destination: datagram.peer,
            ecn: None,
            contents: &replies[datagram.number],
            segment_size: None,
            src_ip: datagram.local.map(|local| local.address),
        };
        self.state.try_send(UdpSockRef::from(&self.socket), &transmit)?;
        Ok(1)
    }
}
