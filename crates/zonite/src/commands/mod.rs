//! One file a command.

pub(crate) mod check;
pub(crate) mod endpoints;
pub(crate) mod explain;
pub(crate) mod healthcheck;
pub(crate) mod lab;
pub(crate) mod query;
pub(crate) mod serve;
pub(crate) mod tell;
pub(crate) mod test;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Fine.
    Fine,
    /// It ran, and the answer is "no".
    No,
    /// It cannot run, or cannot know.
    Cannot,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::No => 1,
            Exit::Cannot => 2,
        })
    }
}

/// Turns a wildcard address into one that can be asked.
pub(crate) fn reachable(server: SocketAddr) -> SocketAddr {
    let address = match server.ip() {
        IpAddr::V4(v4) if v4.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(v6) if v6.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        address => address,
    };
    SocketAddr::new(address, server.port())
}
