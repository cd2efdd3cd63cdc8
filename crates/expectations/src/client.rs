//! A DNS client: one question over UDP, over TCP when the answer was cut off, never longer than it may take.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query as WireQuery};
use hickory_proto::rr::Name as WireName;
use hickory_proto::serialize::binary::{BinDecodable as _, BinDecoder};
use socket2::{Domain, Socket, Type};
use zone_store::engine::Query;

use crate::observed::Observed;

/// The UDP payload that is announced (DNS flag day 2020).
const PAYLOAD: u16 = 1232;

/// How long an answer is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For each try.
    pub timeout: Duration,
    /// How often a question is sent; at least once.
    pub tries: u32,
}

impl Default for Patience {
    /// As stub resolvers do (resolv.conf(5)): 5 seconds, twice.
    fn default() -> Self {
        Self { timeout: Duration::from_secs(5), tries: 2 }
    }
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// It was waited for in vain.
    #[error("{server} did not answer within {} ms", patience.as_millis())]
    Silence {
        /// Who.
        server: SocketAddr,
        /// How long, all tries together.
        patience: Duration,
    },
    /// Nobody listens there, or there is no way there.
    #[error("{server} cannot be asked: {error}")]
    Unreachable {
        /// Who.
        server: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// The source address is not of this machine.
    #[error("this machine cannot ask from {source_address}: {error}")]
    Source {
        /// The address.
        source_address: IpAddr,
        /// What the system says.
        error: io::Error,
    },
    /// What came is no answer to this question.
    #[error("{server} sent what cannot be read: {text}")]
    Garbage {
        /// Who.
        server: SocketAddr,
        /// What is wrong with it.
        text: String,
    },
}

/// Asks a server; `source` is the address to ask from, if it matters.
///
/// # Errors
/// [`NoAnswer`].
pub fn ask(
    source: Option<IpAddr>,
    server: SocketAddr,
    query: &Query,
    patience: Patience,
) -> Result<Observed, NoAnswer> {
    let exchange = Exchange { source, server, timeout: patience.timeout };
    for _ in 0..patience.tries.max(1) {
        let id = random_id();
        let question = encode(id, query).map_err(|text| NoAnswer::Garbage { server, text })?;
        let Some(mut reply) = exchange.udp(id, query, &question)? else { continue };
        if reply.metadata.truncation {
            match exchange.tcp(id, query, &question) {
                Ok(whole) => reply = whole,
                Err(NoAnswer::Silence { .. }) => continue,
                Err(other) => return Err(other),
            }
        }
        return Ok(Observed::from_message(&reply));
    }
    Err(NoAnswer::Silence { server, patience: patience.timeout * patience.tries.max(1) })
}

/// Between whom, and how long each try may take.
struct Exchange {
    source: Option<IpAddr>,
    server: SocketAddr,
    timeout: Duration,
}

impl Exchange {
    /// Sends one datagram; `None` when no answer to it comes in time.
    fn udp(&self, id: u16, query: &Query, question: &[u8]) -> Result<Option<Message>, NoAnswer> {
        let socket = UdpSocket::bind((self.source_address(), 0)).map_err(|error| self.no_source(error))?;
        socket.connect(self.server).map_err(|error| self.unreachable(error))?;
        socket.send(question).map_err(|error| self.unreachable(error))?;
        let until = Instant::now() + self.timeout;
        let mut octets = vec![0; 65_535];
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            socket.set_read_timeout(Some(left)).map_err(|error| self.unreachable(error))?;
            match socket.recv(&mut octets) {
                // What is no answer to this question may come from anybody, and is not listened to.
                Ok(length) => match decode(&octets[..length], id, query) {
                    Ok(message) => return Ok(Some(message)),
                    Err(_) => continue,
                },
                Err(error) if is_timeout(&error) => return Ok(None),
                Err(error) => return Err(self.unreachable(error)),
            }
        }
    }

    /// Asks over a connection (RFC 7766).
    fn tcp(&self, id: u16, query: &Query, question: &[u8]) -> Result<Message, NoAnswer> {
        let octets = self.connection(question).map_err(|error| match is_timeout(&error) {
            true => NoAnswer::Silence { server: self.server, patience: self.timeout },
            false => self.unreachable(error),
        })?;
        decode(&octets, id, query).map_err(|text| NoAnswer::Garbage { server: self.server, text })
    }

    fn connection(&self, question: &[u8]) -> io::Result<Vec<u8>> {
        let socket = Socket::new(Domain::for_address(self.server), Type::STREAM, None)?;
        socket.bind(&SocketAddr::new(self.source_address(), 0).into())?;
        socket.connect_timeout(&self.server.into(), self.timeout)?;
        let mut stream = TcpStream::from(socket);
        stream.set_read_timeout(Some(self.timeout))?;
        stream.set_write_timeout(Some(self.timeout))?;
        let length = u16::try_from(question.len()).map_err(io::Error::other)?;
        stream.write_all(&[&length.to_be_bytes()[..], question].concat())?;
        let mut length = [0; 2];
        stream.read_exact(&mut length)?;
        let mut octets = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut octets)?;
        Ok(octets)
    }

    fn source_address(&self) -> IpAddr {
        let any =
            if self.server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
        self.source.unwrap_or(any)
    }

    fn no_source(&self, error: io::Error) -> NoAnswer {
        NoAnswer::Source { source_address: self.source_address(), error }
    }

    fn unreachable(&self, error: io::Error) -> NoAnswer {
        NoAnswer::Unreachable { server: self.server, error }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// Returns an identifier that nobody guesses: the keys of a [`RandomState`] come from the system.
fn random_id() -> u16 {
    RandomState::new().build_hasher().finish() as u16
}

/// Writes a question with RD and EDNS, as dig does.
fn encode(id: u16, query: &Query) -> Result<Vec<u8>, String> {
    let mut message = Message::new(id, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = query.recursion_desired;
    let mut decoder = BinDecoder::new(query.name.wire());
    let name = WireName::read(&mut decoder).map_err(|error| error.to_string())?;
    message.add_query(WireQuery::query(name, query.rtype));
    let mut edns = Edns::new();
    edns.set_max_payload(PAYLOAD).set_version(0);
    message.set_edns(edns);
    message.to_vec().map_err(|error| error.to_string())
}

/// Reads an answer; what answers something else is refused.
fn decode(octets: &[u8], id: u16, query: &Query) -> Result<Message, String> {
    const TRUNCATED: u8 = 0b10;
    let message = match Message::from_vec(octets) {
        Ok(message) => message,
        // A message that was cut off need not end with a record.
        Err(_) if octets.get(2).is_some_and(|flags| flags & TRUNCATED != 0) => {
            let head = octets.get(..12).map(<[u8]>::to_vec);
            let mut head = head.ok_or("it is too short")?;
            head[4..].fill(0);
            Message::from_vec(&head).map_err(|error| error.to_string())?
        }
        Err(error) => return Err(error.to_string()),
    };
    let is_ours = message.metadata.id == id && message.metadata.message_type == MessageType::Response;
    let answers = |asked: &WireQuery| {
        let asked_name = asked.name().to_ascii().to_ascii_lowercase();
        asked_name == query.name.to_string().to_ascii_lowercase() && asked.query_type() == query.rtype
    };
    // A refusal may leave the question out (RFC 1035 §4.1.1 does not say).
    match is_ours && message.queries.iter().all(answers) {
        true => Ok(message),
        false => Err("it answers another question".to_owned()),
    }
}
