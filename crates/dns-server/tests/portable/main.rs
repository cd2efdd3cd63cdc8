//! The server over real sockets, with the implementation of datagrams that is not made for Linux: what macOS and Windows
//! run, held to the same tests.

#![expect(clippy::disallowed_methods, reason = "tests wait with a limit")]

#[path = "../it/bind.rs"]
mod bind;
#[path = "../it/clients.rs"]
mod clients;
#[path = "../it/lab.rs"]
mod lab;
#[path = "../it/listeners.rs"]
mod listeners;
#[path = "../it/tcp.rs"]
mod tcp;
#[path = "../it/udp.rs"]
mod udp;
#[path = "../it/waiting.rs"]
mod waiting;

use dns_server::listeners::DatagramMode;

/// How every server of these tests moves datagrams.
pub(crate) fn datagrams() -> DatagramMode {
    DatagramMode::Portable
}
