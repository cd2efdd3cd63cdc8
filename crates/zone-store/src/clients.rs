//! Which network a source address belongs to.

use std::collections::HashMap;
use std::net::IpAddr;

use ipnet::IpNet;
use smallvec::SmallVec;

use crate::ids::NetworkId;

/// Networks by source prefix.
///
/// The longest prefix wins, in whatever order prefixes were given. A prefix of `clients` belongs to one network.
/// Address spaces may overlap, as in Azure: an address in two of them belongs to none, unless a `clients` prefix at least
/// as long decides.
#[derive(Debug, Default)]
pub struct ClientTable {
    v4: Prefixes,
    v6: Prefixes,
}

/// Whose address a source is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    /// This network's, by this prefix.
    Of(NetworkId, IpNet),
    /// In the address space of several networks.
    Ambiguous(SmallVec<[NetworkId; 4]>),
    /// It belongs to no network.
    None,
}

/// How a prefix came to be in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Given as a source prefix.
    Clients,
    /// The network's address space, for want of source prefixes.
    AddressSpace,
}

/// The networks that claim one prefix.
type Claims = SmallVec<[(NetworkId, Claim); 1]>;

/// Prefixes of one address family, by length; lengths are kept longest first.
#[derive(Debug, Default)]
struct Prefixes {
    lengths: Vec<u8>,
    claims: HashMap<(u8, u128), Claims>,
}

impl ClientTable {
    /// Gives a prefix to a network.
    pub fn insert(&mut self, prefix: IpNet, network: NetworkId, claim: Claim) {
        let prefix = prefix.trunc();
        let family = match prefix {
            IpNet::V4(_) => &mut self.v4,
            IpNet::V6(_) => &mut self.v6,
        };
        let length = prefix.prefix_len();
        if let Err(place) = family.lengths.binary_search_by(|known| length.cmp(known)) {
            family.lengths.insert(place, length);
        }
        let claims = family.claims.entry((length, bits(prefix.addr(), length))).or_default();
        if !claims.contains(&(network, claim)) {
            claims.push((network, claim));
        }
    }

    /// Finds the network of a source address. An IPv4 address mapped into IPv6 is looked up as IPv4.
    pub fn find(&self, source: IpAddr) -> Membership {
        let source = source.to_canonical();
        let family = if source.is_ipv4() { &self.v4 } else { &self.v6 };
        let mut spaces: SmallVec<[NetworkId; 4]> = SmallVec::new();
        let mut longest = None;
        for &length in &family.lengths {
            let Some(claims) = family.claims.get(&(length, bits(source, length))) else { continue };
            let decided = claims.iter().find(|(_, claim)| *claim == Claim::Clients);
            if let (Some(&(network, _)), None) = (decided, longest) {
                return Membership::Of(network, net(source, length));
            }
            for &(network, claim) in claims {
                if claim == Claim::AddressSpace && !spaces.contains(&network) {
                    longest = longest.or(Some(length));
                    spaces.push(network);
                }
            }
        }
        match (spaces.as_slice(), longest) {
            (&[network], Some(length)) => Membership::Of(network, net(source, length)),
            ([], _) | (_, None) => Membership::None,
            _ => Membership::Ambiguous(spaces),
        }
    }
}

/// Returns the leading `length` bits of an address, as a number that differs between prefixes of that length.
fn bits(address: IpAddr, length: u8) -> u128 {
    let (value, width) = match address {
        IpAddr::V4(v4) => (u128::from(v4.to_bits()), 32),
        IpAddr::V6(v6) => (v6.to_bits(), 128),
    };
    value.checked_shr(width - u32::from(length)).unwrap_or(0)
}

fn net(address: IpAddr, length: u8) -> IpNet {
    IpNet::new(address, length).map_or_else(|_| address.into(), |net| net.trunc())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HUB: NetworkId = NetworkId(0);
    const SPOKE: NetworkId = NetworkId(1);

    /// Builds the table in both orders and asks both.
    fn check(claims: &[(&str, NetworkId, Claim)], source: &str, want: &Membership) {
        let forth: Vec<_> = claims.to_vec();
        let back: Vec<_> = claims.iter().rev().copied().collect();
        for order in [forth, back] {
            let mut table = ClientTable::default();
            for (prefix, network, claim) in order {
                table.insert(prefix.parse().expect("a prefix"), network, claim);
            }
            let mut found = table.find(source.parse().expect("an address"));
            if let Membership::Ambiguous(networks) = &mut found {
                networks.sort();
            }
            assert_eq!(&found, want, "{source} in {claims:?}");
        }
    }

    fn of(network: NetworkId, prefix: &str) -> Membership {
        Membership::Of(network, prefix.parse().expect("a prefix"))
    }

    #[test]
    fn the_longest_prefix_wins_in_any_order() {
        let claims = [("10.0.0.0/8", HUB, Claim::Clients), ("10.1.0.0/16", SPOKE, Claim::Clients)];
        check(&claims, "10.1.2.3", &of(SPOKE, "10.1.0.0/16"));
        check(&claims, "10.2.2.3", &of(HUB, "10.0.0.0/8"));
        check(&claims, "192.0.2.1", &Membership::None);
    }

    #[test]
    fn families_do_not_mix_and_mapped_addresses_are_ipv4() {
        let claims = [("0.0.0.0/0", HUB, Claim::Clients), ("fd00::/8", SPOKE, Claim::Clients)];
        check(&claims, "fd00::1", &of(SPOKE, "fd00::/8"));
        check(&claims, "2001:db8::1", &Membership::None);
        check(&claims, "::ffff:10.0.0.1", &of(HUB, "0.0.0.0/0"));
    }

    #[test]
    fn a_whole_family_is_a_prefix_too() {
        check(&[("::/0", HUB, Claim::Clients)], "2001:db8::1", &of(HUB, "::/0"));
        check(&[("2001:db8::1/128", HUB, Claim::Clients)], "2001:db8::1", &of(HUB, "2001:db8::1/128"));
    }

    #[test]
    fn an_address_in_two_address_spaces_is_nobodys() {
        let both = Membership::Ambiguous(SmallVec::from_slice(&[HUB, SPOKE]));
        for space in ["10.0.0.0/8", "10.1.0.0/16"] {
            let claims = [("10.0.0.0/8", HUB, Claim::AddressSpace), (space, SPOKE, Claim::AddressSpace)];
            check(&claims, "10.1.2.3", &both);
        }
    }

    #[test]
    fn a_clients_prefix_decides_between_address_spaces() {
        let spaces = [("10.0.0.0/8", HUB, Claim::AddressSpace), ("10.0.0.0/8", SPOKE, Claim::AddressSpace)];
        let mut claims = spaces.to_vec();
        claims.push(("10.0.5.0/24", SPOKE, Claim::Clients));
        check(&claims, "10.0.5.9", &of(SPOKE, "10.0.5.0/24"));
        let mut claims = spaces.to_vec();
        claims.push(("10.0.0.0/8", SPOKE, Claim::Clients));
        check(&claims, "10.0.5.9", &of(SPOKE, "10.0.0.0/8"));
    }

    #[test]
    fn a_longer_address_space_is_not_decided_by_a_shorter_clients_prefix() {
        let claims = [("10.0.0.0/8", HUB, Claim::Clients), ("10.1.0.0/16", SPOKE, Claim::AddressSpace)];
        check(&claims, "10.1.2.3", &of(SPOKE, "10.1.0.0/16"));
    }
}
