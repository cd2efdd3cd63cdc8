//! Knowing ourselves: addresses that are our own listeners', and queries of ours that come back.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use arc_swap::ArcSwap;

/// Octets of a mark: the server's, then the upstream's address and port.
const MARK: usize = 8 + 16 + 2;

/// Who we are.
pub(super) struct Own {
    /// Where we listen.
    listeners: ArcSwap<Vec<SocketAddr>>,
    /// Drawn at the start; no other server has it.
    token: [u8; 8],
}

impl Own {
    /// Draws a token.
    pub(super) fn new() -> Self {
        let mut token = [0; 8];
        // Without randomness no query is sent, so none can come back.
        let _ = getrandom::fill(&mut token);
        Self { listeners: ArcSwap::default(), token }
    }

    /// Says where we listen from now on.
    pub(super) fn listen_at(&self, addresses: Vec<SocketAddr>) {
        self.listeners.store(addresses.into());
    }

    /// Tells whether what is sent to an address arrives at one of our listeners.
    pub(super) fn has(&self, address: SocketAddr) -> bool {
        arrives_at(address, &self.listeners.load())
    }

    /// Returns the mark of a query to an upstream.
    pub(super) fn mark(&self, upstream: SocketAddr) -> [u8; MARK] {
        let ip = match upstream.ip() {
            IpAddr::V4(ip) => ip.to_ipv6_mapped(),
            IpAddr::V6(ip) => ip,
        };
        let mut mark = [0; MARK];
        mark[..8].copy_from_slice(&self.token);
        mark[8..24].copy_from_slice(&ip.octets());
        mark[24..].copy_from_slice(&upstream.port().to_be_bytes());
        mark
    }

    /// Returns the upstream to which a query with this mark was sent; `None` when it is not ours.
    pub(super) fn upstream_of(&self, mark: &[u8]) -> Option<SocketAddr> {
        let (token, rest) = mark.split_first_chunk::<8>()?;
        let (ip, port) = rest.split_first_chunk::<16>()?;
        let port = u16::from_be_bytes(port.try_into().ok()?);
        let address = SocketAddr::new(Ipv6Addr::from(*ip).to_canonical(), port);
        (*token == self.token).then_some(address)
    }
}

/// Tells whether what is sent to an address arrives at one of these listeners of this machine.
pub(super) fn arrives_at(address: SocketAddr, listeners: &[SocketAddr]) -> bool {
    // Linux takes the unspecified address as a destination for the loopback one.
    let ip = match address.ip().to_canonical() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    let receives = |listener: &SocketAddr| {
        let there = listener.ip().to_canonical();
        let is_wildcard = there.is_unspecified() && (there.is_ipv6() || ip.is_ipv4()) && is_here(ip);
        listener.port() == address.port() && (there == ip || is_wildcard)
    };
    listeners.iter().any(receives)
}

/// Tells whether an address is this machine's: only then can a socket have it.
fn is_here(ip: IpAddr) -> bool {
    ip.is_loopback() || UdpSocket::bind((ip, 0)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    #[track_caller]
    fn check(listener: &str, upstream: &str, want: bool) {
        let own = Own::new();
        own.listen_at(vec![address("192.0.2.7:9"), address(listener)]);
        assert_eq!(own.has(address(upstream)), want, "{upstream}, listening on {listener}");
    }

    #[test]
    fn an_upstream_is_ourselves_where_it_arrives_at_a_listener() {
        check("127.0.0.1:53", "127.0.0.1:53", true);
        check("127.0.0.1:53", "127.0.0.1:54", false);
        check("127.0.0.1:53", "127.0.0.2:53", false);
        check("127.0.0.1:53", "[::ffff:127.0.0.1]:53", true);
        check("127.0.0.1:53", "0.0.0.0:53", true);
        check("0.0.0.0:53", "127.0.0.9:53", true);
        check("0.0.0.0:53", "192.0.2.1:53", false);
        check("0.0.0.0:53", "[::1]:53", false);
        check("[::]:53", "127.0.0.1:53", true);
        check("[::]:53", "[::1]:53", true);
    }

    #[test]
    fn marks_lead_back_to_the_upstream_and_are_nobody_elses() {
        let (own, other) = (Own::new(), Own::new());
        for upstream in ["192.0.2.1:53", "[2001:db8::1]:5353"].map(address) {
            let mark = own.mark(upstream);
            assert_eq!(own.upstream_of(&mark), Some(upstream));
            assert_eq!(other.upstream_of(&mark), None);
            assert_eq!(own.upstream_of(&mark[..25]), None);
            assert_eq!(own.upstream_of(&[&mark[..], b"x"].concat()), None);
        }
        assert_eq!(own.upstream_of(b""), None);
    }
}
