//! The real world: whose addresses may be dialled.

use std::net::{IpAddr, SocketAddr};

use zone_store::resolver::Upstream;

use super::targets::AZURE_DNS;
use crate::diagnostic::Diagnostics;
use crate::located::Located;

/// The address of a server of the real world. 168.63.129.16 is none: it means azure_dns wherever it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RealAddress(SocketAddr);

impl RealAddress {
    /// Returns `None` for 168.63.129.16, whatever the port.
    pub fn new(address: SocketAddr) -> Option<Self> {
        let canonical = SocketAddr::new(address.ip().to_canonical(), address.port());
        (canonical.ip() != IpAddr::V4(AZURE_DNS)).then_some(Self(canonical))
    }

    /// Returns the address, IPv4 where it was an IPv4 address written as IPv6.
    pub fn get(self) -> SocketAddr {
        self.0
    }
}

/// Who is asked for what is not simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RealUpstream {
    /// The resolvers of the machine this runs on.
    System,
    /// The server at this address.
    Address(RealAddress),
}

/// Resolves `internet.upstream`; 168.63.129.16 is reported.
pub(super) fn resolve(
    written: Vec<Located<Upstream>>,
    diagnostics: &mut Diagnostics,
) -> Vec<Located<RealUpstream>> {
    let mut resolved = Vec::new();
    for Located { value, site } in written {
        let upstream = match value {
            Upstream::System => Some(RealUpstream::System),
            Upstream::Address(address) => RealAddress::new(address).map(RealUpstream::Address),
        };
        match upstream {
            Some(upstream) => resolved.push(Located::new(upstream, site)),
            None => {
                let problem = "is Azure's resolver, which is emulated here and never asked";
                let fix = "write the address of another resolver, or \"system\"";
                let written = Located::new(AZURE_DNS.to_string(), site);
                diagnostics.push(written.error(problem).fix(fix));
            }
        }
    }
    resolved
}
