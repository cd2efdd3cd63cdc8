//! Gives a listener its sockets: UDP and TCP on one port.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::bind_error::{BindProblem, BindReason};
use crate::client::Transport;
use crate::listeners::ListenAddress;
use crate::transport::datagrams::{DatagramMode, DatagramSocket};
use crate::transport::sockets::{self, Stack};

/// How often an ephemeral port is drawn again because its TCP side is taken.
const DRAWS: usize = 16;

/// Both sockets of one listener.
#[derive(Debug)]
pub(crate) struct Sockets {
    /// Where they are; never port 0.
    pub(crate) address: SocketAddr,
    pub(crate) datagram: DatagramSocket,
    pub(crate) stream: TcpListener,
}

/// Leaves IPv4 to the listener that has the same port there.
pub(crate) fn stack(listener: &ListenAddress, all: &[ListenAddress]) -> Stack {
    let port = listener.address.port();
    let shared = all.iter().any(|other| other.address.is_ipv4() && other.address.port() == port);
    if shared && port != 0 { Stack::Single } else { Stack::Dual }
}

/// Binds both sockets. Wants a tokio runtime with I/O.
///
/// # Errors
/// Every problem; nothing stays bound then.
pub(crate) fn bind(
    listener: &ListenAddress,
    stack: Stack,
    mode: DatagramMode,
) -> Result<Sockets, Vec<BindProblem>> {
    let mut draws = if listener.address.port() == 0 { DRAWS } else { 1 };
    loop {
        draws -= 1;
        match bind_both(listener, stack, mode) {
            Err(problems)
                if draws > 0 && problems.iter().all(|problem| problem.transport == Transport::Tcp) => {}
            bound => return bound,
        }
    }
}

/// Binds UDP, then TCP to the same port. Where UDP fails for another reason than a taken port, TCP would too.
fn bind_both(
    listener: &ListenAddress,
    stack: Stack,
    mode: DatagramMode,
) -> Result<Sockets, Vec<BindProblem>> {
    let problem = |address, transport, error| BindProblem::new(&listener.name, address, transport, error);
    let bound = sockets::datagram(listener.address, stack, mode)
        .and_then(|socket| Ok((socket.local_addr()?, socket)))
        .map_err(|error| problem(listener.address, Transport::Udp, error));
    let (address, datagram) = match bound {
        Ok((address, socket)) => (address, Ok(socket)),
        Err(found) if matches!(found.reason, BindReason::Taken(_)) => (listener.address, Err(found)),
        Err(found) => return Err(vec![found]),
    };
    let stream = sockets::stream(address, stack).map_err(|error| problem(address, Transport::Tcp, error));
    match (datagram, stream) {
        (Ok(datagram), Ok(stream)) => Ok(Sockets { address, datagram, stream }),
        (datagram, stream) => Err(datagram.err().into_iter().chain(stream.err()).collect()),
    }
}
