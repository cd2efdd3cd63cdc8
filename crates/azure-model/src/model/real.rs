//! The real world: whose addresses may be dialled.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use zone_store::resolver::Upstream;

use azure_objects::Refusals;
use azure_objects::located::Located;
use azure_objects::refusal::NetworkRefusal;

/// The address of Azure's resolver (`What is IP address 168.63.129.16?`).
pub const AZURE_DNS: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

/// The address of a server of the real world. 168.63.129.16 is none: it means azure_dns wherever it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RealAddress(SocketAddr);

impl RealAddress {
    /// Returns `None` for 168.63.129.16, whatever the port.
    pub fn new(address: SocketAddr) -> Option<Self> {
        let canonical = SocketAddr::new(address.ip().to_canonical(), address.port());
        (canonical.ip() != IpAddr::V4(AZURE_DNS)).then_some(Self(canonical))
    }

    /// Tells whether it is an address of the public Internet (IANA's registries of special-purpose addresses).
    pub fn is_public(self) -> bool {
        match self.0.ip() {
            IpAddr::V4(address) => !NOT_PUBLIC_V4.iter().any(|(prefix, length)| {
                address.to_bits() >> (32 - length) == Ipv4Addr::from(*prefix).to_bits() >> (32 - length)
            }),
            IpAddr::V6(address) => match address.segments() {
                [0x2001, 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] => false,
                [first, ..] => first & 0xe000 == 0x2000,
            },
        }
    }

    /// Tells whether it is an address of a private network or of this machine. Addresses of documentation are neither:
    /// they play the Internet in labs.
    pub fn is_private(self) -> bool {
        match self.0.ip() {
            IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
            IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
        }
    }

    /// Returns the address, IPv4 where it was an IPv4 address written as IPv6.
    pub fn get(self) -> SocketAddr {
        self.0
    }
}

/// IPv4 prefixes that are not of the public Internet, with their lengths.
const NOT_PUBLIC_V4: [([u8; 4], u32); 14] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

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
    refusals: &mut Refusals,
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
                let written = Located::new(AZURE_DNS.to_string(), site);
                refusals.push(written.refuse(NetworkRefusal::AzureAsUpstream));
            }
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn real(text: &str) -> Option<RealAddress> {
        RealAddress::new(SocketAddr::new(text.parse().expect("an address"), 53))
    }

    #[test]
    fn the_address_of_azures_resolver_is_no_real_one_however_it_is_written() {
        assert_eq!(real("168.63.129.16"), None);
        assert_eq!(real("::ffff:168.63.129.16"), None);
        assert!(real("168.63.129.17").is_some());
    }

    #[test]
    fn addresses_of_the_public_internet_are_told_from_local_ones() {
        for public in
            ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "::ffff:8.8.8.8", "2001:4860:4860::8888"]
        {
            assert!(real(public).is_some_and(RealAddress::is_public), "{public}");
        }
        for local in [
            "10.0.0.53",
            "172.31.0.1",
            "192.168.0.53",
            "127.0.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "192.0.2.53",
            "224.0.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "::1",
            "fd00::53",
            "fe80::1",
            "2001:db8::53",
            "::",
        ] {
            assert!(real(local).is_some_and(|address| !address.is_public()), "{local}");
        }
    }
}
