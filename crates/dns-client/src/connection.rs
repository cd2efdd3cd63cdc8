//! A TCP connection: messages with their length in front (RFC 1035 §4.2.2).

use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::Duration;

use socket2::{Domain, Socket, Type};
use zone_store::engine::Query;

use crate::codec::{decode_response, encode_query, random_id};
use crate::deadline::Deadline;
use crate::error::NoAnswer;
use crate::response::Response;

/// A connection to a server, for one question or several.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    server: SocketAddr,
    patience: Duration,
}

impl Connection {
    /// Connects from `source`. Connecting, and each answer, may take as long as `patience`.
    pub(crate) fn open(source: IpAddr, server: SocketAddr, patience: Duration) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(server), Type::STREAM, None)?;
        socket.bind(&SocketAddr::new(source, 0).into())?;
        socket.connect_timeout(&server.into(), patience)?;
        Ok(Self { stream: TcpStream::from(socket), server, patience })
    }

    /// Asks, and waits for the answer, as often as the server keeps the connection open.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub fn ask(&mut self, query: &Query) -> Result<Response, NoAnswer> {
        let id = random_id();
        let question = encode_query(id, query)?;
        let octets = self
            .exchange(&question, Deadline::after(self.patience))
            .map_err(|error| NoAnswer::from_system(self.server, self.patience, error))?;
        let no_reply = |error| NoAnswer::NoReply { server: self.server, error };
        decode_response(&octets, id, query).map_err(no_reply)
    }

    /// Sends one message and returns the next one that comes.
    pub(crate) fn exchange(&mut self, message: &[u8], deadline: Deadline) -> io::Result<Vec<u8>> {
        self.send(message, deadline)?;
        self.receive(deadline)
    }

    fn send(&mut self, message: &[u8], deadline: Deadline) -> io::Result<()> {
        let length = u16::try_from(message.len()).map_err(io::Error::other)?;
        self.stream.set_write_timeout(Some(deadline.left()?))?;
        // In one piece: a server need not wait for the rest of a message.
        self.stream.write_all(&[&length.to_be_bytes()[..], message].concat())
    }

    fn receive(&mut self, deadline: Deadline) -> io::Result<Vec<u8>> {
        let mut length = [0; 2];
        self.stream.set_read_timeout(Some(deadline.left()?))?;
        self.stream.read_exact(&mut length)?;
        let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
        self.stream.set_read_timeout(Some(deadline.left()?))?;
        self.stream.read_exact(&mut message)?;
        Ok(message)
    }
}
