//! Whom somebody asks.

use super::positions::{InboundIndex, NetworkIndex, ServerIndex};
use super::real::RealAddress;

/// Whom somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// 168.63.129.16, asked from this network.
    AzureDns(NetworkIndex),
    /// 168.63.129.16, asked from this network outside Azure: nobody answers.
    Unreachable(NetworkIndex),
    /// A resolver on the public Internet.
    Internet,
    /// A custom DNS server.
    Server(ServerIndex),
    /// An inbound endpoint.
    Inbound(InboundIndex),
    /// A server of the real world.
    Address(RealAddress),
}
