//! Answers datagrams. How they get from the socket into memory and back is not here.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::QueryHandler;
use super::datagrams::{BATCH, Datagram, DatagramSocket, Datagrams};
use crate::later::{Finished, Later};
use crate::responder::{ReplyAction, Transport};

/// How long to wait when the socket itself fails, so that a lasting failure does not spin.
const PAUSE: Duration = Duration::from_millis(20);

/// Answers what comes to `socket` until `shutdown`. Nothing that a client or the network does ends it.
pub(crate) async fn serve(socket: DatagramSocket, endpoint: QueryHandler, shutdown: CancellationToken) {
    match socket {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        DatagramSocket::Batched(socket) => answer(socket, endpoint, shutdown).await,
        DatagramSocket::Portable(socket) => answer(socket, endpoint, shutdown).await,
    }
}

/// The buffers of one socket, reused for every batch.
struct Buffers {
    queries: Box<[u8]>,
    /// One for each datagram of a batch; it grows where a batch is longer than usual.
    replies: Vec<Vec<u8>>,
}

/// Answers on a socket of either mode.
async fn answer<S: Datagrams>(socket: S, endpoint: QueryHandler, shutdown: CancellationToken) {
    let socket = Arc::new(socket);
    let mut buffers =
        Buffers { queries: vec![0; S::ROOM].into_boxed_slice(), replies: vec![Vec::new(); BATCH] };
    let mut batch = Vec::with_capacity(BATCH);
    let waiting = TaskTracker::new();
    loop {
        tokio::select! {
            biased;
            () = shutdown.cancelled() => break,
            _ = socket.socket().readable() => {}
        }
        batch.clear();
        match socket.receive(&mut buffers.queries, &mut batch) {
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
        replies.resize_with(replies.len().max(batch.len()), Vec::new);
        batch.retain(|datagram| {
            let reply = &mut replies[datagram.number];
            reply.clear();
            match endpoint.respond(datagram.octets(queries), datagram.peer.ip(), Transport::Udp, reply) {
                ReplyAction::Reply => true,
                ReplyAction::Silence => false,
                ReplyAction::Later(later) => {
                    let rest = finish(Arc::clone(&socket), *datagram, endpoint.clone(), later);
                    waiting.spawn(shutdown.clone().run_until_cancelled_owned(rest));
                    false
                }
                ReplyAction::ReplyThen(later) => {
                    let rest = finish(Arc::clone(&socket), *datagram, endpoint.clone(), later);
                    waiting.spawn(shutdown.clone().run_until_cancelled_owned(rest));
                    true
                }
            }
        });
        for run in batch.chunk_by(|one, next| one.local == next.local) {
            send_run(&*socket, run, replies).await;
        }
    }
    // They share the socket, which is closed when this returns.
    waiting.close();
    waiting.wait().await;
}

/// Does what is left of one datagram's query, and sends the reply when it is there. The buffers of the loop are not used.
async fn finish<S: Datagrams>(socket: Arc<S>, datagram: Datagram, endpoint: QueryHandler, later: Box<Later>) {
    let mut left = Some(later);
    while let Some(later) = left {
        let Finished { reply, then } = endpoint.responder.finish(*later).await;
        if let Some(reply) = reply {
            send_run(&*socket, &[Datagram { number: 0, ..datagram }], &[reply]).await;
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

/// Sends the replies of datagrams that came to one address. A reply that cannot be sent is given up.
async fn send_run<S: Datagrams>(socket: &S, run: &[Datagram], replies: &[Vec<u8>]) {
    let mut rest = run;
    while !rest.is_empty() {
        match socket.send(rest, replies) {
            Ok(sent) => rest = &rest[sent.clamp(1, rest.len())..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                if socket.socket().writable().await.is_err() {
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
