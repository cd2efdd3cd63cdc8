//! Records of virtual machines in the registration zone of their network.

use std::collections::{BTreeMap, HashMap};

use zone_store::name::{Name, NameError};
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::zone::{Record, ZoneBuilder};

use super::Context;
use crate::model::{Machine, MachineIndex, NetworkIndex, Zone, ZoneIndex};
use azure_objects::diagnostic::Diagnostic;
use azure_objects::located::Located;

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
    pub(super) fn new(context: &mut Context<'m>) -> Self {
        let mut by_network: HashMap<NetworkIndex, Vec<Placed<'m>>> = HashMap::new();
        for (index, machine) in context.model.machines().iter().enumerate() {
            let what = format!("virtual machine \"{}\"", machine.name.value);
            let origin = context.origins.of_object(&what, &machine.site);
            let placed = Placed { index: MachineIndex(index), machine, origin };
            by_network.entry(machine.network).or_default().push(placed);
        }
        Self { by_network }
    }

    pub(super) fn of(&self, network: NetworkIndex) -> &[Placed<'m>] {
        self.by_network.get(&network).map_or(&[], Vec::as_slice)
    }
}

/// Adds the records of the machines that register in a zone. Its other records have been added: they win.
pub(super) fn register(
    context: &mut Context<'_>,
    builder: &mut ZoneBuilder,
    (index, zone): (ZoneIndex, &Zone),
    machines: &Machines<'_>,
) {
    let links = zone.links.iter().filter(|link| link.registration_enabled);
    let mut registered: Vec<Placed<'_>> = links.flat_map(|link| machines.of(link.network)).copied().collect();
    registered.sort_by_key(|placed| placed.index);
    let mut by_owner: BTreeMap<Name, Vec<Placed<'_>>> = BTreeMap::new();
    for placed in registered {
        match zone.apex.prepend(placed.machine.label().as_bytes()) {
            Ok(owner) => by_owner.entry(owner).or_default().push(placed),
            Err(error) => context.diagnostics.push(too_long(&placed.machine.name, &error)),
        }
    }
    let owners: Vec<&Name> = by_owner.keys().collect();
    let manual = builder.first_origins(&owners, &[RecordType::A, RecordType::CNAME]);
    for ((owner, machines), manual) in by_owner.iter().zip(manual) {
        let Some((last, others)) = machines.split_last() else { continue };
        let (losers, instead) = match manual {
            Some(manual) => (machines.as_slice(), manual),
            None => (others, last.origin),
        };
        if manual.is_none() {
            let (rtype, ttl, origin, rdata) =
                (RecordType::A, TTL, last.origin, last.machine.address.octets());
            builder.add(Record { owner, rtype, ttl, rdata: &rdata, origin });
        }
        context.unregistered.extend(losers.iter().map(|loser| {
            let (zone, owner, machine) = (index, owner.clone(), loser.index);
            Unregistered { zone, owner, machine, instead }
        }));
    }
}

/// Reports a machine whose name in the registration zone would be none.
fn too_long(name: &Located<String>, error: &NameError) -> Diagnostic {
    name.error(format!("with its registration zone, {error}")).fix_of(error)
}
