//! Records of virtual machines in the registration zone of their network.

use std::collections::{BTreeMap, HashMap};
use std::net::Ipv4Addr;

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::zone::{Record, ZoneBuilder};

use super::Compilation;
use crate::model::{Machine, MachineIndex, NetworkIndex, Zone, ZoneIndex};
use azure_objects::Refusal;
use azure_objects::refusal::RecordRefusal;

/// Seconds; the TTL of every record that Azure writes for a virtual machine.
pub(super) const TTL: u32 = 10;

/// The record of a virtual machine that is not served, because its owner has another one: a manual record wins over
/// automatic ones, and of those the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unregistered {
    /// The registration zone.
    pub zone: ZoneIndex,
    /// The owner of both records.
    pub owner: Name,
    /// The machine that is not found by its name.
    pub machine: MachineIndex,
    /// Where the record comes from that is served instead, for [`crate::Origins`].
    pub instead: Origin,
}

/// A machine, where it is in the model, and the origin of its records.
#[derive(Clone, Copy)]
pub(super) struct Placed<'m> {
    pub(super) index: MachineIndex,
    pub(super) machine: &'m Machine,
    pub(super) origin: Origin,
}

/// The machines of a model by network, in file order.
pub(super) struct Machines<'m> {
    by_network: HashMap<NetworkIndex, Vec<Placed<'m>>>,
}

impl<'m> Machines<'m> {
    pub(super) fn new(context: &mut Compilation<'m>) -> Self {
        let mut by_network: HashMap<NetworkIndex, Vec<Placed<'m>>> = HashMap::new();
        for (index, machine) in context.model.machines().iter().enumerate() {
            let what = format!("virtual machine \"{}\"", machine.name.value);
            let origin = context.origins.of_named(&machine.id, &what, &machine.site);
            let placed = Placed { index: MachineIndex(index), machine, origin };
            by_network.entry(machine.network).or_default().push(placed);
        }
        Self { by_network }
    }

    /// Iterates over every machine.
    pub(super) fn all(&self) -> impl Iterator<Item = &Placed<'m>> {
        self.by_network.values().flatten()
    }

    pub(super) fn of(&self, network: NetworkIndex) -> &[Placed<'m>] {
        self.by_network.get(&network).map_or(&[], Vec::as_slice)
    }
}

/// A machine as it registers in a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Registered {
    pub(super) owner: Name,
    address: Ipv4Addr,
    /// The machine's origin.
    machine: Origin,
}

/// A machine that is not found by its name in a zone.
#[derive(Debug, Clone)]
pub(super) struct Loser {
    pub(super) owner: Name,
    /// The machine's origin.
    pub(super) machine: Origin,
    /// Where the record comes from that is served instead.
    pub(super) instead: Origin,
}

/// Lists the machines that register in a zone, in file order, and those whose names there would be none.
pub(super) fn registered(zone: &Zone, machines: &Machines<'_>) -> (Vec<Registered>, Vec<Refusal>) {
    let links = zone.links.iter().filter(|link| link.registration_enabled);
    let mut placed: Vec<Placed<'_>> = links.flat_map(|link| machines.of(link.network)).copied().collect();
    placed.sort_by_key(|placed| placed.index);
    let (mut registered, mut too_long) = (Vec::new(), Vec::new());
    for Placed { machine, origin, .. } in placed {
        match zone.apex.prepend(machine.label().as_bytes()) {
            Ok(owner) => {
                let (address, machine) = (machine.address.value, origin);
                registered.push(Registered { owner, address, machine });
            }
            Err(error) => {
                let too_long_name = machine.name.refuse(RecordRefusal::MachineName { error });
                too_long.push(too_long_name.of(machine.id.clone()));
            }
        }
    }
    (registered, too_long)
}

/// Adds the records of machines. The zone's other records have been added: they win. Returns who is not found.
pub(super) fn register<'r>(
    builder: &mut ZoneBuilder,
    registered: impl Iterator<Item = &'r Registered>,
) -> Vec<Loser> {
    let mut by_owner: BTreeMap<&Name, Vec<&Registered>> = BTreeMap::new();
    for one in registered {
        by_owner.entry(&one.owner).or_default().push(one);
    }
    let owners: Vec<&Name> = by_owner.keys().copied().collect();
    let manual = builder.first_origins(&owners, &[RecordType::A, RecordType::CNAME]);
    let mut unregistered = Vec::new();
    for ((owner, machines), manual) in by_owner.into_iter().zip(manual) {
        let Some((last, others)) = machines.split_last() else { continue };
        let (losers, instead) = match manual {
            Some(manual) => (machines.as_slice(), manual),
            None => (others, last.machine),
        };
        if manual.is_none() {
            let (rtype, ttl, origin, rdata) = (RecordType::A, TTL, last.machine, last.address.octets());
            builder.add(Record { owner, rtype, ttl, rdata: &rdata, origin });
        }
        unregistered.extend(losers.iter().map(|loser| {
            let (owner, machine) = (owner.clone(), loser.machine);
            Loser { owner, machine, instead }
        }));
    }
    unregistered
}
