//! One try at one upstream: a query over UDP, over TCP where that is not enough, without EDNS where that is too much.

use std::borrow::Cow;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use zone_store::answer::{Answer, ResponseCode};
use zone_store::engine::Query;

use super::failure::UpstreamFailure;
use super::{UpstreamClient, UpstreamOptions};
use crate::wire::query::{Glance, OutgoingEdns, PAYLOAD_SIZE};
use crate::wire::{Outgoing, decode};

/// Octets of the longest datagram that is read: one more than is announced, which shows those that are too long.
const BUFFER: usize = PAYLOAD_SIZE as usize + 1;

/// What Windows reports of a datagram that is longer than the buffer, which has its beginning then (WSAEMSGSIZE). Other
/// systems return the length of the buffer, and no error of theirs has this number.
const MESSAGE_SIZE: i32 = 10_040;

/// What comes to light while a try is still on its way.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// It has answered over UDP that TCP is needed.
    pub(super) to_tcp: AtomicBool,
    /// Datagrams that were no reply to the query.
    pub(super) ignored: AtomicU32,
}

/// One upstream, for one question.
#[derive(Clone, Copy)]
pub(super) struct Try<'q> {
    pub(super) client: &'q UpstreamClient,
    pub(super) query: &'q Query,
    pub(super) address: SocketAddr,
    /// The query carries our mark. Some firewalls swallow queries with options that they do not know, so that the later
    /// tries have none.
    pub(super) marked: bool,
}

impl Try<'_> {
    /// Asks until the caller gives up.
    ///
    /// # Errors
    /// [`UpstreamFailure`], where there is no readable reply; whether its RCODE is of any use is not looked at.
    pub(super) async fn run(self, notes: &Notes) -> Result<Answer<'static>, UpstreamFailure> {
        let health = &self.client.health;
        if health.is_plain(self.address) {
            return self.exchange(false, notes).await;
        }
        let answer = self.exchange(true, notes).await?;
        // RFC 6891 §6.2.2, §7: what servers say that know no EDNS, or not its version 0.
        let is_odd =
            |rcode| matches!(rcode, ResponseCode::FormErr | ResponseCode::NotImp | ResponseCode::BADVERS);
        if !is_odd(answer.rcode) {
            return Ok(answer);
        }
        let plain = self.exchange(false, notes).await?;
        if !is_odd(plain.rcode) {
            health.note_plain(self.address);
        }
        Ok(plain)
    }

    /// Asks over UDP, then over TCP if need be.
    async fn exchange(self, edns: bool, notes: &Notes) -> Result<Answer<'static>, UpstreamFailure> {
        // Once for the query and its reply: the options may change in between.
        let options = **self.client.options.load();
        let outgoing = self.outgoing(edns, options).map_err(|error| UpstreamFailure::Local(error.into()))?;
        let mut buffer = [0; BUFFER];
        let sent = self.client.clock.now();
        let length = self.over_udp(&outgoing, options, &mut buffer, notes).await?;
        self.client.health.note_round_trip(self.address, self.client.clock.since(sent));
        match length {
            Some(length) => decode(&buffer[..length]).map_err(UpstreamFailure::NotDns),
            None => {
                notes.to_tcp.store(true, Ordering::Relaxed);
                decode(&over_tcp(self.address, &outgoing).await?).map_err(UpstreamFailure::NotDns)
            }
        }
    }

    /// Writes the query, with a random ID and random letter case.
    fn outgoing(self, edns: bool, options: UpstreamOptions) -> Result<Outgoing, getrandom::Error> {
        let mut id = [0; 2];
        getrandom::fill(&mut id)?;
        let mut name = Cow::Borrowed(self.query.name.wire());
        if options.case_randomization {
            let mut bits = [0_u8; 32];
            getrandom::fill(&mut bits)?;
            // Length octets are below any letter.
            for (at, octet) in name.to_mut().iter_mut().enumerate().filter(|(_, o)| o.is_ascii_alphabetic()) {
                *octet = octet.to_ascii_lowercase() ^ (bits[at / 8] >> (at % 8) & 1) << 5;
            }
        }
        let mark = self.client.own.mark(self.address);
        let mark = self.marked.then_some(&mark[..]);
        let edns = edns.then_some(OutgoingEdns { dnssec_ok: self.query.dnssec_ok, mark });
        let Query { rtype, checking_disabled, .. } = *self.query;
        Ok(Outgoing::new(u16::from_be_bytes(id), &name, rtype, checking_disabled, edns))
    }

    /// Sends a datagram and waits for the reply to it; `None`: it does not fit, or is in another case, so ask over TCP.
    ///
    /// The socket is new, so that the system draws another port; it is connected, so that the system drops what comes
    /// from elsewhere and reports what comes back by ICMP.
    async fn over_udp(
        self,
        outgoing: &Outgoing,
        options: UpstreamOptions,
        buffer: &mut [u8; BUFFER],
        notes: &Notes,
    ) -> Result<Option<usize>, UpstreamFailure> {
        let any: SocketAddr = match self.address {
            SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
            SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
        };
        let socket = UdpSocket::bind(any).await.map_err(UpstreamFailure::Local)?;
        socket.connect(self.address).await.map_err(UpstreamFailure::of_socket)?;
        socket.send(outgoing.octets()).await.map_err(UpstreamFailure::of_socket)?;
        loop {
            let length = received(socket.recv(buffer).await)?;
            match outgoing.glance(&buffer[..length]) {
                Glance::Ours { truncated: true } => return Ok(None),
                Glance::Ours { truncated: false } if length == BUFFER => return Ok(None),
                Glance::Ours { truncated: false } => return Ok(Some(length)),
                Glance::OtherCase if !options.case_randomization => return Ok(Some(length)),
                Glance::OtherCase => return Ok(None),
                Glance::NotOurs => {
                    notes.ignored.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }
}

/// Says what it means that a connected datagram socket has received this: octets of a datagram, [`BUFFER`] if it is longer.
fn received(result: io::Result<usize>) -> Result<usize, UpstreamFailure> {
    result.or_else(|error| match error.kind() {
        _ if error.raw_os_error() == Some(MESSAGE_SIZE) => Ok(BUFFER),
        // There is no connection to reset: Windows says so that ICMP has reported a closed port.
        io::ErrorKind::ConnectionReset => Err(UpstreamFailure::Refused),
        _ => Err(UpstreamFailure::of_socket(error)),
    })
}

/// Asks over a separate TCP connection: queries over TCP are so rare that it is not worth keeping one open.
async fn over_tcp(address: SocketAddr, outgoing: &Outgoing) -> Result<Vec<u8>, UpstreamFailure> {
    let of_tcp = |error: io::Error| match error.kind() {
        io::ErrorKind::ConnectionRefused => UpstreamFailure::RefusedOverTcp,
        io::ErrorKind::UnexpectedEof => UpstreamFailure::Closed,
        io::ErrorKind::BrokenPipe => UpstreamFailure::Reset,
        _ => UpstreamFailure::of_socket(error),
    };
    let mut stream = TcpStream::connect(address).await.map_err(of_tcp)?;
    let _ = stream.set_nodelay(true);
    let octets = outgoing.octets();
    let framed = [&(octets.len() as u16).to_be_bytes(), octets].concat();
    stream.write_all(&framed).await.map_err(of_tcp)?;
    loop {
        let length = usize::from(stream.read_u16().await.map_err(of_tcp)?);
        let mut message = vec![0; length];
        stream.read_exact(&mut message).await.map_err(of_tcp)?;
        match outgoing.glance(&message) {
            Glance::Ours { truncated: true } => return Err(UpstreamFailure::Cut),
            Glance::Ours { truncated: false } | Glance::OtherCase => return Ok(message),
            Glance::NotOurs => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datagram_that_does_not_fit_is_cut_on_every_system() {
        let of_windows = received(Err(io::Error::from_raw_os_error(MESSAGE_SIZE)));
        assert_eq!(of_windows.ok(), Some(BUFFER));
    }

    #[test]
    fn a_closed_port_is_refused_on_every_system() {
        for kind in [io::ErrorKind::ConnectionRefused, io::ErrorKind::ConnectionReset] {
            let failure = received(Err(kind.into())).expect_err("no datagram").to_string();
            assert_eq!(failure, "refused the connection (nothing listens there)");
        }
    }
}
