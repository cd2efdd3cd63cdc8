//! The server over real sockets, with real and with hostile clients. Ports are ephemeral, every wait is bounded.

#![expect(
    clippy::disallowed_methods,
    reason = "tests wait with a limit, and measure the time that tokio pauses"
)]

mod bind;
mod clients;
mod clock;
mod cookie_peers;
mod cookies;
mod lab;
mod listeners;
mod properties;
mod tcp;
mod udp;
mod upstream;
mod upstream_client;
mod upstream_fake;
mod upstream_lab;
mod upstream_memory;
mod waiting;

use dns_server::listeners::DatagramMode;

/// How every server of these tests moves datagrams.
pub(crate) fn datagrams() -> DatagramMode {
    DatagramMode::default()
}
