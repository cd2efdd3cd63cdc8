//! Asking over a real socket: UDP first, TCP where the answer does not fit (RFC 7766 §5).

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::rdata::opt::{EdnsCode, EdnsOption};
use hickory_proto::rr::{self, RData, RecordType};
use hickory_proto::serialize::binary::{BinEncodable, BinEncoder, NameEncoding};
use zone_store::name::Name;
use zone_store::rdata;

use crate::answer::{Answer, Rcode, Record};
use crate::error::Error;

/// The UDP payload size that the client takes, in octets (DNS Flag Day 2020).
const PAYLOAD: u16 = 1232;
/// The option code of Extended DNS Errors (RFC 8914 §2).
const EXTENDED_ERROR: u16 = 15;

/// What is asked.
pub(crate) struct Question {
    name: rr::Name,
    kind: RecordType,
}

impl Question {
    /// Reads a name and a type.
    pub(crate) fn new(name: &str, kind: &str) -> Result<Self, Error> {
        let wrong = |why: String| Error::Name { name: name.to_owned(), why };
        let absolute: Name =
            name.parse().map_err(|error: zone_store::name::NameError| wrong(error.to_string()))?;
        let kind = rdata::parse_type(kind).ok_or_else(|| Error::Type(kind.to_owned()))?;
        let name = rr::Name::from_ascii(absolute.to_string()).map_err(|error| wrong(error.to_string()))?;
        Ok(Self { name, kind })
    }

    /// Encodes it with RD and EDNS, as stub resolvers do.
    fn message(&self, id: u16) -> Message {
        let mut message = Message::new(id, MessageType::Query, OpCode::Query);
        message.metadata.recursion_desired = true;
        message.add_query(Query::query(self.name.clone(), self.kind));
        let mut edns = Edns::new();
        edns.set_max_payload(PAYLOAD).set_version(0);
        message.set_edns(edns);
        message
    }
}

/// Asks a server and reads its answer.
pub(crate) fn ask(server: SocketAddr, question: &Question, patience: Duration) -> Result<Answer, Error> {
    let deadline = Instant::now() + patience;
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Error::NoAnswer { server, patience },
        _ => Error::System { what: "a question over a socket of its own", error },
    };
    let garbled = |why: String| Error::NotAnAnswer { server, why };
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
    // One question a socket: its port tells questions apart.
    let id = socket.local_addr().map_err(failed)?.port();
    let octets = question.message(id).to_vec().map_err(|error| garbled(error.to_string()))?;
    let reply = over_udp(&socket, server, &octets, deadline).map_err(failed)?;
    let mut message = read(&reply, question, id).map_err(garbled)?;
    if message.metadata.truncation {
        let reply = over_tcp(server, &octets, deadline).map_err(failed)?;
        message = read(&reply, question, id).map_err(garbled)?;
    }
    Ok(answer(&message))
}

fn over_udp(socket: &UdpSocket, server: SocketAddr, octets: &[u8], deadline: Instant) -> io::Result<Vec<u8>> {
    socket.connect(server)?;
    socket.send(octets)?;
    socket.set_read_timeout(Some(left(deadline)?))?;
    let mut reply = vec![0; usize::from(PAYLOAD)];
    let length = socket.recv(&mut reply)?;
    reply.truncate(length);
    Ok(reply)
}

/// Sends and reads one message with its length in front (RFC 1035 §4.2.2).
fn over_tcp(server: SocketAddr, octets: &[u8], deadline: Instant) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect_timeout(&server, left(deadline)?)?;
    let length = u16::try_from(octets.len()).map_err(io::Error::other)?;
    stream.write_all(&[&length.to_be_bytes()[..], octets].concat())?;
    stream.set_read_timeout(Some(left(deadline)?))?;
    let mut length = [0; 2];
    stream.read_exact(&mut length)?;
    stream.set_read_timeout(Some(left(deadline)?))?;
    let mut reply = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut reply)?;
    Ok(reply)
}

/// Returns the time that is left, which is never nothing.
fn left(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
}

/// Decodes a message, if it answers the question.
fn read(octets: &[u8], question: &Question, id: u16) -> Result<Message, String> {
    let message = Message::from_vec(octets).map_err(|error| error.to_string())?;
    let asked = message.queries.first().is_some_and(|query| {
        query.name().eq_ignore_root_case(&question.name) && query.query_type() == question.kind
    });
    match message.metadata.id == id && message.metadata.message_type == MessageType::Response && asked {
        true => Ok(message),
        false => Err("it is about another question".to_owned()),
    }
}

fn answer(message: &Message) -> Answer {
    let records = |section: &[rr::Record]| section.iter().map(record).collect();
    Answer {
        rcode: rcode(message.metadata.response_code),
        is_authoritative: message.metadata.authoritative,
        answer: records(&message.answers),
        authority: records(&message.authorities),
        additional: records(&message.additionals),
        reasons: reasons(message),
    }
}

fn rcode(code: ResponseCode) -> Rcode {
    match code {
        ResponseCode::NoError => Rcode::NoError,
        ResponseCode::FormErr => Rcode::FormErr,
        ResponseCode::ServFail => Rcode::ServFail,
        ResponseCode::NXDomain => Rcode::NxDomain,
        ResponseCode::NotImp => Rcode::NotImp,
        ResponseCode::Refused => Rcode::Refused,
        other => Rcode::Other(other.into()),
    }
}

fn record(record: &rr::Record) -> Record {
    let kind = record.record_type();
    let octets = match &record.data {
        RData::Update0(_) => Vec::new(),
        data => wire(data),
    };
    let owner = Name::from_wire(&wire(&record.name)).map(|name| name.to_string());
    Record {
        owner: owner.unwrap_or_else(|_| record.name.to_string()),
        ttl: record.ttl,
        kind: rdata::type_name(kind).to_string(),
        data: rdata::display(kind, &octets).to_string(),
    }
}

/// Encodes without compression what was decoded before.
fn wire(item: &impl BinEncodable) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut encoder = BinEncoder::new(&mut octets);
    encoder.set_name_encoding(NameEncoding::Uncompressed);
    match item.emit(&mut encoder) {
        Ok(()) => octets,
        Err(_) => Vec::new(),
    }
}

/// Returns the texts of the Extended DNS Errors (RFC 8914 §2: a code in two octets, then UTF-8).
fn reasons(message: &Message) -> Vec<String> {
    let Some(edns) = &message.edns else { return Vec::new() };
    let text = |(code, option): &(EdnsCode, EdnsOption)| match option {
        EdnsOption::Unknown(EXTENDED_ERROR, octets) if u16::from(*code) == EXTENDED_ERROR => {
            octets.get(2..).map(|text| String::from_utf8_lossy(text).into_owned())
        }
        _ => None,
    };
    edns.options().options.iter().filter_map(text).collect()
}
