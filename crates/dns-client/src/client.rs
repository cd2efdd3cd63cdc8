//! Asking one server.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use hickory_proto::op::Message;
use zone_store::engine::Query;

use crate::codec::{decode, encode_query, random_id};
use crate::connection::Connection;
use crate::deadline::{Deadline, is_timeout};
use crate::error::NoAnswer;
use crate::response::Response;

/// How long a client waits for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For each try, the connection after a truncated datagram included.
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

/// What carries questions and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transports {
    /// Datagrams; a connection if an answer is truncated (RFC 7766 §5).
    UdpThenTcp,
    /// Datagrams; a truncated answer is returned as it is.
    UdpOnly,
    /// Connections.
    TcpOnly,
}

/// Asks one server.
#[derive(Debug, Clone, Copy)]
pub struct DnsClient {
    server: SocketAddr,
    source: Option<IpAddr>,
    transports: Transports,
    patience: Patience,
}

impl DnsClient {
    /// Asks `server` as stub resolvers do: UDP, then TCP; 5 seconds, twice; from whichever address the system takes.
    pub fn new(server: SocketAddr) -> Self {
        Self { server, source: None, transports: Transports::UdpThenTcp, patience: Patience::default() }
    }

    /// Asks from this address of the machine; `None` leaves it to the system.
    #[must_use]
    pub fn from_source(self, source: impl Into<Option<IpAddr>>) -> Self {
        Self { source: source.into(), ..self }
    }

    /// Asks over these transports.
    #[must_use]
    pub fn over(self, transports: Transports) -> Self {
        Self { transports, ..self }
    }

    /// Waits this long.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Asks, and waits for the answer. Every RCODE is an answer.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub fn ask(&self, query: &Query) -> Result<Response, NoAnswer> {
        let tries = self.patience.tries.max(1);
        for _ in 0..tries {
            match self.attempt(query)? {
                Some(message) => return Ok(Response::from_message(&message)),
                None => continue,
            }
        }
        Err(NoAnswer::Silence { server: self.server, patience: self.patience.timeout * tries })
    }

    /// Sends octets once, and returns the octets that come back first, whatever they are. Over UDP nothing follows a
    /// truncated answer.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub fn exchange(&self, octets: &[u8]) -> Result<Vec<u8>, NoAnswer> {
        let deadline = Deadline::after(self.patience.timeout);
        let reply = match self.transports {
            Transports::TcpOnly => self.over_tcp(octets, deadline)?,
            Transports::UdpThenTcp | Transports::UdpOnly => {
                self.over_udp(octets, deadline, |reply| Some(reply.to_vec()))?
            }
        };
        reply.ok_or(NoAnswer::Silence { server: self.server, patience: self.patience.timeout })
    }

    /// Opens a connection to the server.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub fn connect(&self) -> Result<Connection, NoAnswer> {
        Connection::open(self.source_address(), self.server, self.patience.timeout)
            .map_err(|error| NoAnswer::from_system(self.server, self.patience.timeout, error))
    }

    /// Sends the question once; `None` if no answer to it comes in time.
    fn attempt(&self, query: &Query) -> Result<Option<Message>, NoAnswer> {
        let deadline = Deadline::after(self.patience.timeout);
        let id = random_id();
        let question = encode_query(id, query)?;
        if self.transports != Transports::TcpOnly {
            // A datagram that does not answer this question may come from anyone: it is ignored.
            let found = self.over_udp(&question, deadline, |reply| decode(reply, id, query).ok())?;
            let is_whole =
                |message: &Message| self.transports == Transports::UdpOnly || !message.metadata.truncation;
            if found.as_ref().is_none_or(is_whole) {
                return Ok(found);
            }
        }
        let Some(octets) = self.over_tcp(&question, deadline)? else { return Ok(None) };
        let no_reply = |error| NoAnswer::NoReply { server: self.server, error };
        decode(&octets, id, query).map(Some).map_err(no_reply)
    }

    /// Sends one datagram; returns the first reply that `read` takes, `None` if there is none in time.
    fn over_udp<T>(
        &self,
        question: &[u8],
        deadline: Deadline,
        read: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<Option<T>, NoAnswer> {
        let source_address = self.source_address();
        let socket = UdpSocket::bind((source_address, 0))
            .map_err(|error| NoAnswer::Source { source_address, error })?;
        let receive = || -> io::Result<T> {
            socket.connect(self.server)?;
            socket.send(question)?;
            let mut octets = vec![0; 65_535];
            loop {
                socket.set_read_timeout(Some(deadline.left()?))?;
                let length = socket.recv(&mut octets)?;
                if let Some(found) = read(&octets[..length]) {
                    return Ok(found);
                }
            }
        };
        self.in_time(receive())
    }

    /// Asks over a connection of its own (RFC 7766); `None` if no reply comes in time.
    fn over_tcp(&self, question: &[u8], deadline: Deadline) -> Result<Option<Vec<u8>>, NoAnswer> {
        let exchange = || -> io::Result<Vec<u8>> {
            let mut connection = Connection::open(self.source_address(), self.server, deadline.left()?)?;
            connection.exchange(question, deadline)
        };
        self.in_time(exchange())
    }

    /// Tells silence from failure.
    fn in_time<T>(&self, result: io::Result<T>) -> Result<Option<T>, NoAnswer> {
        match result {
            Ok(found) => Ok(Some(found)),
            Err(error) if is_timeout(&error) => Ok(None),
            Err(error) => Err(NoAnswer::Unreachable { server: self.server, error }),
        }
    }

    fn source_address(&self) -> IpAddr {
        let any =
            if self.server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
        self.source.unwrap_or(any)
    }
}
