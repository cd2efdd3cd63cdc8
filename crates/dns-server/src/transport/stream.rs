//! TCP (RFC 7766): framed messages, queries of one connection answered concurrently and in any order.
//!
//! hickory-server's stream listener is not used: it never shows its handler a message that its own decoder refuses
//! (and answers those without question and OPT record), it cannot send records with empty RDATA, and it forgets the
//! queries in flight when a client closes its sending side or the server shuts down.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::QueryHandler;
use crate::later::{Finished, Later};
use crate::responder::{ReplyAction, Transport};

/// Connections that a server holds at most; more wait in the kernel's backlog.
pub(crate) const MAX_CONNECTIONS: usize = 1024;
/// Queries of one connection that are answered at once; more are not read until one is done.
const MAX_IN_FLIGHT: usize = 64;
/// How long a client may take for its next query, and to take a reply (RFC 7766 §6.2.3).
const IDLE: Duration = Duration::from_secs(10);
/// How long queries in flight may take after the server was told to stop.
pub(crate) const DRAIN: Duration = Duration::from_secs(5);
/// How long to wait when the process is out of descriptors or memory.
const PAUSE: Duration = Duration::from_millis(100);
/// A frame below this holds no header.
const SHORTEST_QUERY: usize = 12;

/// What the listeners of a server share.
pub(crate) struct Room {
    /// A permit for each connection.
    pub(crate) connections: Arc<Semaphore>,
    /// The connections: they end by themselves soon after their listener.
    pub(crate) conversations: TaskTracker,
}

/// Accepts connections until `shutdown`; the socket is closed then, and the queries in flight go on.
pub(crate) async fn serve(
    listener: TcpListener,
    endpoint: QueryHandler,
    room: Room,
    shutdown: CancellationToken,
) {
    while let Some(accepted) = shutdown.run_until_cancelled(accept(&listener, &room.connections)).await {
        match accepted {
            Ok((stream, peer, permit)) => {
                let (endpoint, shutdown) = (endpoint.clone(), shutdown.clone());
                room.conversations.spawn(async move {
                    converse(stream, peer, endpoint, &shutdown).await;
                    drop(permit);
                });
            }
            // A connection that was gone before it was accepted is no reason to stop, or to say anything.
            Err(error) if is_of_the_client(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "accepting a connection failed");
                shutdown.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
            }
        }
    }
}

/// Accepts one connection, once there is room for it.
async fn accept(
    listener: &TcpListener,
    connections: &Arc<Semaphore>,
) -> io::Result<(TcpStream, IpAddr, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(connections).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer.ip(), permit))
}

/// Tells whether an error of `accept` is about the connection and not about this process (accept(2)).
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{
        ConnectionAborted, ConnectionReset, HostUnreachable, Interrupted, NetworkDown, NetworkUnreachable,
        TimedOut,
    };
    matches!(
        error.kind(),
        ConnectionAborted
            | ConnectionReset
            | HostUnreachable
            | Interrupted
            | NetworkDown
            | NetworkUnreachable
            | TimedOut
    )
}

/// Serves one connection. Reading ends first; writing goes on until every query that was read has its reply.
async fn converse(stream: TcpStream, source: IpAddr, endpoint: QueryHandler, shutdown: &CancellationToken) {
    // Replies are whole messages: waiting for more octets would only delay them.
    let _ = stream.set_nodelay(true);
    let (reader, writer) = stream.into_split();
    let (replies, outbox) = mpsc::channel(MAX_IN_FLIGHT);
    tokio::join!(read_queries(reader, source, endpoint, replies, shutdown), write_replies(writer, outbox));
}

/// Reads queries and answers each in its own task, until the client is done, idle or wrong, or the server stops.
///
/// A place in the channel is taken before a query is read, so that a client that takes no replies is not read from.
async fn read_queries(
    mut reader: OwnedReadHalf,
    source: IpAddr,
    endpoint: QueryHandler,
    replies: mpsc::Sender<Vec<u8>>,
    shutdown: &CancellationToken,
) {
    while let Ok(place) = replies.clone().reserve_owned().await {
        let query = tokio::select! {
            biased;
            () = shutdown.cancelled() => return,
            () = replies.closed() => return,
            read = timeout(IDLE, read_frame(&mut reader)) => read,
        };
        let Ok(Ok(query)) = query else { return };
        let (endpoint, shutdown) = (endpoint.clone(), shutdown.clone());
        tokio::spawn(async move {
            let left = answer(&endpoint, source, &query, place);
            // What is due only after `shutdown` is not done any more.
            shutdown.run_until_cancelled(finish(&endpoint, left)).await;
        });
    }
}

/// What is left of a query, and the place for its reply, if that is not out.
type Left = Option<(Box<Later>, Option<mpsc::OwnedPermit<Vec<u8>>>)>;

/// Puts the framed reply to one query in its place, if it is due now.
fn answer(endpoint: &QueryHandler, source: IpAddr, query: &[u8], place: mpsc::OwnedPermit<Vec<u8>>) -> Left {
    let mut reply = vec![0; 2];
    match endpoint.respond(query, source, Transport::Tcp, &mut reply) {
        ReplyAction::Reply => {
            place.send(framed(reply));
            None
        }
        ReplyAction::ReplyThen(later) => {
            place.send(framed(reply));
            Some((later, None))
        }
        ReplyAction::Silence => None,
        ReplyAction::Later(later) => Some((later, Some(place))),
    }
}

/// Does what is left of one query.
async fn finish(endpoint: &QueryHandler, left: Left) {
    let Some((later, mut place)) = left else { return };
    let mut left = Some(later);
    while let Some(later) = left {
        let Finished { reply, then } = endpoint.responder.finish(*later).await;
        if let (Some(place), Some(reply)) = (place.take(), reply) {
            place.send(framed([vec![0; 2], reply].concat()));
        }
        left = then;
    }
}

/// Writes the length of a message into the two octets in front of it (RFC 1035 §4.2.2).
fn framed(mut reply: Vec<u8>) -> Vec<u8> {
    let length = (reply.len() - 2) as u16;
    reply[..2].copy_from_slice(&length.to_be_bytes());
    reply
}

/// Reads one message behind its length (RFC 1035 §4.2.2); a frame without room for a header is an error.
async fn read_frame(reader: &mut OwnedReadHalf) -> io::Result<Vec<u8>> {
    let length = usize::from(reader.read_u16().await?);
    if length < SHORTEST_QUERY {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut frame = vec![0; length];
    reader.read_exact(&mut frame).await?;
    Ok(frame)
}

/// Writes framed replies until there can be no more, or the client does not take them.
async fn write_replies(mut writer: OwnedWriteHalf, mut outbox: mpsc::Receiver<Vec<u8>>) {
    while let Some(reply) = outbox.recv().await {
        if !matches!(timeout(IDLE, writer.write_all(&reply)).await, Ok(Ok(()))) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use zone_store::snapshot::{Resolver, SnapshotBuilder, Vantage};

    use super::*;
    use crate::responder::Responder;
    use crate::service::{ListenerId, Service};

    const QUERY: &[u8] = b"\x00\x12\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01x\x00\x00\x01\x00\x01";

    /// Serves with room for `room` connections until the test ends; returns where, and how to stop it.
    async fn start(room: usize) -> (SocketAddr, CancellationToken) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("bound");
        let address = listener.local_addr().expect("an address");
        let snapshot = Arc::new(SnapshotBuilder::default().build().expect("a snapshot"));
        let listeners = [("here".to_owned(), Vantage::Resolver(Resolver::Internet))];
        let responder = Responder::new(Service::new(snapshot, listeners));
        let endpoint = QueryHandler { responder: Arc::new(responder), listener: ListenerId::nth(0) };
        let shutdown = CancellationToken::new();
        let room = Room { connections: Arc::new(Semaphore::new(room)), conversations: TaskTracker::new() };
        tokio::spawn(serve(listener, endpoint, room, shutdown.clone()));
        (address, shutdown)
    }

    // The clock of these tests is paused: it jumps to the next timer whenever nothing else can happen.

    #[tokio::test(start_paused = true)]
    async fn idle_connections_are_closed() {
        let (address, _shutdown) = start(8).await;
        let mut stream = TcpStream::connect(address).await.expect("connected");
        stream.write_all(&QUERY[..5]).await.expect("written");
        assert_eq!(stream.read(&mut [0; 64]).await.expect("closed"), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn connections_past_the_limit_wait_for_room() {
        let (address, _shutdown) = start(1).await;
        let mut first = TcpStream::connect(address).await.expect("connected");
        let mut second = TcpStream::connect(address).await.expect("connected");
        second.write_all(QUERY).await.expect("written");
        assert_eq!(first.read(&mut [0; 64]).await.expect("closed for idleness"), 0);
        assert!(second.read(&mut [0; 64]).await.expect("a reply") > 2);
    }

    #[tokio::test]
    async fn stopping_ends_connections() {
        let (address, shutdown) = start(8).await;
        let mut stream = TcpStream::connect(address).await.expect("connected");
        stream.write_all(QUERY).await.expect("written");
        let length = stream.read_u16().await.expect("a reply");
        stream.read_exact(&mut vec![0; usize::from(length)]).await.expect("a reply");
        shutdown.cancel();
        assert_eq!(stream.read(&mut [0; 64]).await.expect("closed"), 0);
    }
}
