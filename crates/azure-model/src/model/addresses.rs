//! Private addresses: which of them Azure keeps for itself, which are given in the file, which come next.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::net::Ipv4Addr;

use ipnet::IpNet;

use super::networks::Subnet;
use super::positions::NetworkIndex;
use azure_objects::Refusals;
use azure_objects::id::ObjectId;
use azure_objects::located::Located;
use azure_objects::refusal::{NetworkRefusal, Related};

/// Addresses at the start of each prefix of a subnet that Azure keeps (`Azure Virtual Network FAQ`).
const RESERVED_FIRST: u32 = 4;
/// Addresses at the end of each prefix of a subnet that Azure keeps (`Azure Virtual Network FAQ`).
const RESERVED_LAST: u32 = 1;

/// The addresses of one prefix that machines and endpoints may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Usable {
    first: u32,
    count: u32,
}

impl Usable {
    /// `None`: the prefix is of IPv6, or too small.
    fn of(prefix: IpNet) -> Option<Self> {
        let IpNet::V4(prefix) = prefix else {
            return None;
        };
        let (network, broadcast) = (u32::from(prefix.network()), u32::from(prefix.broadcast()));
        let count = (broadcast - network).checked_sub(RESERVED_FIRST + RESERVED_LAST - 1)?;
        (count > 0).then_some(Self { first: network + RESERVED_FIRST, count })
    }

    fn last(self) -> u32 {
        self.first + self.count - 1
    }
}

impl Subnet {
    /// Tells whether Azure keeps an address of this subnet for itself.
    pub fn is_reserved(&self, address: Ipv4Addr) -> bool {
        let in_usable = |usable: Usable| (usable.first..=usable.last()).contains(&u32::from(address));
        self.contains(address) && !self.usable().any(in_usable)
    }

    /// Tells whether an address is one that machines and endpoints of this subnet may have.
    pub(super) fn may_hold(&self, address: Ipv4Addr) -> bool {
        self.contains(address) && !self.is_reserved(address)
    }

    /// Counts the addresses that machines and endpoints may have.
    pub fn capacity(&self) -> u64 {
        self.usable().map(|usable| u64::from(usable.count)).sum()
    }

    /// Says which addresses may be written: `10.0.0.4 to 10.0.0.254`.
    pub(super) fn describe_usable(&self) -> String {
        let describe =
            |usable: Usable| format!("{} to {}", Ipv4Addr::from(usable.first), Ipv4Addr::from(usable.last()));
        self.usable().map(describe).collect::<Vec<_>>().join(" or ")
    }

    fn usable(&self) -> impl Iterator<Item = Usable> {
        self.prefixes.iter().filter_map(|&prefix| Usable::of(prefix))
    }

    /// Returns the fifth address of the first prefix that has one for machines and endpoints.
    pub(super) fn first_usable(&self) -> Option<Ipv4Addr> {
        self.usable_at(0)
    }

    /// Returns the usable address at a position, counted through all prefixes.
    fn usable_at(&self, position: u64) -> Option<Ipv4Addr> {
        let mut rest = position;
        for usable in self.usable() {
            if rest < u64::from(usable.count) {
                return Some(Ipv4Addr::from(usable.first + rest as u32));
            }
            rest -= u64::from(usable.count);
        }
        None
    }
}

/// How many addresses a subnet had left when they were too few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full {
    pub(super) left: usize,
}

/// The addresses that Azure has allocated: an endpoint keeps them as long as it is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllocatedAddresses {
    by_endpoint: BTreeMap<ObjectId, Vec<AllocatedAddress>>,
}

/// The address that a member of an endpoint was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AllocatedAddress {
    /// The name of the member, as `registry`.
    pub(super) member: String,
    pub(super) address: Ipv4Addr,
}

impl AllocatedAddresses {
    /// Takes the addresses of the members of endpoints.
    pub(super) fn new(endpoints: impl Iterator<Item = (ObjectId, Vec<AllocatedAddress>)>) -> Self {
        Self { by_endpoint: endpoints.collect() }
    }

    pub(super) fn of_endpoint(&self, endpoint: &ObjectId) -> &[AllocatedAddress] {
        self.by_endpoint.get(endpoint).map_or(&[], Vec::as_slice)
    }
}

/// Who has which private address, in every network.
///
/// Whatever has a given address is given it before the first one is allocated: an allocation never takes it then.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    owners: HashMap<(NetworkIndex, Ipv4Addr), Related>,
    /// By network and position of the subnet: how far allocation has come.
    positions: HashMap<(NetworkIndex, usize), u64>,
}

impl Addresses {
    /// Notes the address that an object is given; a second owner in one network is reported.
    pub(super) fn give(
        &mut self,
        network: NetworkIndex,
        owner: &ObjectId,
        address: &Located<Ipv4Addr>,
        refusals: &mut Refusals,
    ) {
        match self.owners.entry((network, address.value)) {
            Entry::Vacant(place) => {
                place.insert(Related::from(&address.site).with_id(owner.clone()));
            }
            Entry::Occupied(first) => {
                let taken =
                    NetworkRefusal::AddressTaken { address: address.value, first: first.get().clone() };
                refusals.push(address.refuse(taken).of(owner.clone()));
            }
        }
    }

    /// Notes an address that was allocated before: nothing else gets it.
    pub(super) fn keep(&mut self, network: NetworkIndex, owner: Related, address: Ipv4Addr) {
        self.owners.insert((network, address), owner);
    }

    /// Takes the lowest addresses of a subnet that nobody has, for an owner: all of them, or none.
    pub(super) fn allocate(
        &mut self,
        (network, subnet_position): (NetworkIndex, usize),
        subnet: &Subnet,
        count: usize,
        owner: &Related,
    ) -> Result<Vec<Ipv4Addr>, Full> {
        let position = self.positions.entry((network, subnet_position)).or_default();
        let mut next = *position;
        let mut found = Vec::with_capacity(count);
        while found.len() < count {
            let address = subnet.usable_at(next).ok_or(Full { left: found.len() })?;
            next += 1;
            if !self.owners.contains_key(&(network, address)) {
                found.push(address);
            }
        }
        *position = next;
        self.owners.extend(found.iter().map(|&address| ((network, address), owner.clone())));
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use azure_objects::Site;
    use azure_objects::id::ObjectKind;

    use super::*;

    fn subnet(prefixes: &[&str]) -> Subnet {
        let prefixes = prefixes.iter().map(|prefix| prefix.parse().expect("a prefix")).collect();
        Subnet { name: "default".into(), prefixes, service_endpoints: Vec::new() }
    }

    #[test]
    fn azure_keeps_the_first_four_addresses_and_the_last() {
        for (prefixes, capacity, usable) in [
            (&["10.0.0.0/24"][..], 251, "10.0.0.4 to 10.0.0.254"),
            (&["10.0.0.8/29"], 3, "10.0.0.12 to 10.0.0.14"),
            (&["10.0.0.0/30"], 0, ""),
            (&["10.0.0.0/32", "fd00::/64"], 0, ""),
            (&["10.0.0.0/29", "10.1.0.0/29"], 6, "10.0.0.4 to 10.0.0.6 or 10.1.0.4 to 10.1.0.6"),
            (&["0.0.0.0/0"], (1 << 32) - 5, "0.0.0.4 to 255.255.255.254"),
        ] {
            let subnet = subnet(prefixes);
            assert_eq!((subnet.capacity(), subnet.describe_usable().as_str()), (capacity, usable));
        }
        let subnet = subnet(&["10.0.0.8/29"]);
        for (last, want) in [(8, true), (11, true), (12, false), (14, false), (15, true), (16, false)] {
            assert_eq!(subnet.is_reserved(Ipv4Addr::new(10, 0, 0, last)), want, "{last}");
        }
    }

    #[test]
    fn allocation_is_all_or_nothing_and_goes_through_every_prefix() {
        let subnet = subnet(&["10.0.0.0/29", "10.1.0.0/29"]);
        let mut addresses = Addresses::default();
        let place = (NetworkIndex(0), 0);
        let given = Located::from(Ipv4Addr::new(10, 0, 0, 5));
        let owner = ObjectId::new(ObjectKind::VirtualMachine, None, "vm");
        addresses.give(NetworkIndex(0), &owner, &given, &mut Refusals::default());
        let mut allocate = |count| {
            let found = addresses.allocate(place, &subnet, count, &Related::from(&Site::code()));
            found.map(|found| found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(allocate(3).as_deref(), Ok("10.0.0.4 10.0.0.6 10.1.0.4"));
        assert_eq!(allocate(3), Err(Full { left: 2 }));
        assert_eq!(allocate(2).as_deref(), Ok("10.1.0.5 10.1.0.6"));
        assert_eq!(allocate(1), Err(Full { left: 0 }));
    }
}
