//! Who asks, at which listener, over what.

use std::fmt;
use std::net::IpAddr;

use crate::service::ListenerId;

/// Who asks, and where.
#[derive(Debug, Clone, Copy)]
pub struct QuerySource {
    /// Where the query came from; IPv4-mapped IPv6 counts as IPv4.
    pub source: IpAddr,
    /// The listener it came to.
    pub listener: ListenerId,
    /// What carries the reply.
    pub transport: Transport,
}

/// What carries messages; it decides how large they may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Datagrams: small, with TC where an answer does not fit.
    Udp,
    /// Framed messages on a connection (RFC 7766).
    Tcp,
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
        })
    }
}
