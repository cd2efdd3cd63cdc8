//! The lab's own addresses, and which subnets an engine of containers can make.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};

/// The platform network; an address in it is an address in a virtual network.
pub(crate) const PLATFORM: Ipv4Net = net([168, 63, 129, 0], 24);
/// Azure's resolver on it (`What is IP address 168.63.129.16?`).
pub(crate) const AZURE_DNS: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);
/// The gateway address of the platform network; no machine has it.
pub(crate) const PLATFORM_GATEWAY: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 254);
/// The Internet (RFC 5737).
pub(crate) const INTERNET: Ipv4Net = net([198, 51, 100, 0], 24);
/// The resolver there.
pub(crate) const INTERNET_DNS: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 53);
/// The server on-premises, as the Internet sees it.
pub(crate) const SERVER_OUTSIDE: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 20);
/// The client there.
pub(crate) const OUTSIDER: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 30);
/// Networks that have room on the platform network: slices of 32 addresses, without the first, which 168.63.129.16 lies
/// in, and the last, which the gateway lies in.
pub(crate) const MOST_NETWORKS: usize = 6;
/// Longest prefix of a subnet with room for a gateway and two containers.
const LONGEST: u8 = 29;
/// What can be no subnet: the engine's and the kernel's own, multicast, and the lab's own.
const TAKEN: [Ipv4Net; 7] = [
    PLATFORM,
    INTERNET,
    net([0, 0, 0, 0], 8),
    net([127, 0, 0, 0], 8),
    net([169, 254, 0, 0], 16),
    net([198, 18, 0, 0], 15),
    net([224, 0, 0, 0], 3),
];

const fn net(octets: [u8; 4], length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(octets[0], octets[1], octets[2], octets[3]), length)
}

/// Returns the slice of the platform network that the network at this position has.
pub(crate) fn slice(position: usize) -> Ipv4Net {
    let first = 32 * (position as u8 + 1);
    net([168, 63, 129, first], 27)
}

/// Returns the subnet on which clients of the network at this position reach the DNS servers that they are given
/// (RFC 2544).
pub(crate) fn dhcp(position: usize) -> Ipv4Net {
    net([198, 18, position as u8, 0], 28)
}

/// Returns the address at this distance from the beginning of a subnet.
pub(crate) fn at(subnet: Ipv4Net, distance: u32) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(subnet.network()).saturating_add(distance))
}

/// Tells whether two subnets have an address in common.
pub(crate) fn overlap(one: Ipv4Net, other: Ipv4Net) -> bool {
    one.contains(&other.network()) || other.contains(&one.network())
}

/// Why containers cannot stand in a subnet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Objection {
    /// It is too small.
    #[error("{0} has no room for a gateway and two containers")]
    TooSmall(Ipv4Net),
    /// It overlaps with what a lab cannot give away.
    #[error("{subnet} overlaps with {taken}, which the lab needs itself")]
    Taken {
        /// The subnet.
        subnet: Ipv4Net,
        /// What it overlaps with.
        taken: Ipv4Net,
    },
    /// It overlaps with another subnet of the lab.
    #[error("{subnet} overlaps with {way}, the private way into the virtual network")]
    OnTheWay {
        /// The subnet.
        subnet: Ipv4Net,
        /// The private way.
        way: Ipv4Net,
    },
    /// The given address cannot be assigned.
    #[error("{address} is the first, the last or the gateway's address of {subnet}")]
    Special {
        /// The subnet.
        subnet: Ipv4Net,
        /// The address.
        address: Ipv4Addr,
    },
    /// Everything is taken.
    #[error("{0} has no free address")]
    Full(Ipv4Net),
    /// The address that matters is outside.
    #[error("it is in no prefix of its network")]
    Outside,
}

/// Checks that a subnet can be made.
///
/// # Errors
/// Why not.
pub(crate) fn check(subnet: Ipv4Net) -> Result<(), Objection> {
    if subnet.prefix_len() > LONGEST {
        return Err(Objection::TooSmall(subnet));
    }
    match TAKEN.iter().find(|taken| overlap(**taken, subnet)) {
        Some(&taken) => Err(Objection::Taken { subnet, taken }),
        None => Ok(()),
    }
}

/// Tells whether a container can have this address: not the subnet's first or last, nor the gateway's.
pub(crate) fn can_have(subnet: Ipv4Net, address: Ipv4Addr) -> bool {
    let is_special = [subnet.network(), subnet.broadcast(), at(subnet, 1)].contains(&address);
    subnet.contains(&address) && !is_special
}

/// Returns the address of this last octet, or the first that is free; those that Azure keeps in each subnet come last
/// (`Private IP addresses`: the first four).
pub(crate) fn pick(subnet: Ipv4Net, wanted: u8, taken: &[Ipv4Addr]) -> Option<Ipv4Addr> {
    let is_free = |address: &Ipv4Addr| can_have(subnet, *address) && !taken.contains(address);
    let [a, b, c, _] = subnet.network().octets();
    let usual = || subnet.hosts().filter(|address| *address >= at(subnet, 4)).find(is_free);
    let wanted = Some(Ipv4Addr::new(a, b, c, wanted)).filter(is_free);
    wanted.or_else(usual).or_else(|| subnet.hosts().find(is_free))
}

/// Returns the IPv4 prefixes, cut to at most 256 addresses: the part that `inside` lies in, if it does, else the first.
pub(crate) fn halls(prefixes: &[IpNet], inside: Option<Ipv4Addr>) -> Vec<Ipv4Net> {
    let v4 = prefixes.iter().filter_map(|prefix| match prefix {
        IpNet::V4(v4) => Some(v4.trunc()),
        IpNet::V6(_) => None,
    });
    let cut = |prefix: Ipv4Net| {
        let base = inside.filter(|address| prefix.contains(address)).unwrap_or(prefix.network());
        Ipv4Net::new(base, prefix.prefix_len().max(24)).map_or(prefix, |cut| cut.trunc())
    };
    let mut halls: Vec<Ipv4Net> = v4.map(cut).collect();
    // A stable sort: the others stay in the order of the file.
    halls.sort_by_key(|hall| !inside.is_some_and(|address| hall.contains(&address)));
    halls
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subnet(text: &str) -> Ipv4Net {
        text.parse().expect("a subnet")
    }

    #[test]
    fn six_slices_hold_neither_azures_resolver_nor_the_gateway() {
        for position in 0..MOST_NETWORKS {
            let slice = slice(position);
            assert!(
                PLATFORM.contains(&slice)
                    && !slice.contains(&AZURE_DNS)
                    && !slice.contains(&PLATFORM_GATEWAY)
            );
        }
        assert!(slice(MOST_NETWORKS).contains(&PLATFORM_GATEWAY));
    }

    #[test]
    fn what_an_engine_cannot_make_is_refused() {
        let objects = |text: &str| check(subnet(text)).is_err();
        assert!(!objects("10.1.0.0/24") && !objects("10.1.0.8/29") && !objects("20.0.0.0/16"));
        assert!(objects("10.1.0.0/30") && objects("168.63.128.0/17") && objects("0.0.0.0/0"));
        assert!(objects("127.0.0.0/16") && objects("239.0.0.0/24") && objects("198.51.100.128/25"));
    }

    #[test]
    fn nobody_gets_the_gateway_or_a_taken_address() {
        let small = subnet("10.0.0.8/29");
        assert_eq!(pick(small, 9, &[]), Some(Ipv4Addr::new(10, 0, 0, 12)));
        assert_eq!(pick(small, 13, &[]), Some(Ipv4Addr::new(10, 0, 0, 13)));
        let usual: Vec<Ipv4Addr> = small.hosts().filter(|address| address.octets()[3] >= 12).collect();
        assert_eq!(pick(small, 13, &usual), Some(Ipv4Addr::new(10, 0, 0, 10)));
        let all: Vec<Ipv4Addr> = small.hosts().collect();
        assert_eq!(pick(small, 12, &all), None);
    }

    #[test]
    fn a_large_prefix_is_cut_around_the_address_that_matters() {
        let prefixes =
            ["192.168.0.0/16".parse().expect("a prefix"), "10.0.0.0/26".parse().expect("a prefix")];
        let cut = |inside: Option<[u8; 4]>| halls(&prefixes, inside.map(Ipv4Addr::from));
        assert_eq!(cut(None), [subnet("192.168.0.0/24"), subnet("10.0.0.0/26")]);
        assert_eq!(cut(Some([192, 168, 7, 53]))[0], subnet("192.168.7.0/24"));
        assert_eq!(cut(Some([10, 0, 0, 5]))[0], subnet("10.0.0.0/26"));
    }
}
