//! M22: a name of a registry ends public in a network that the registry lets nobody in from, though it has a private
//! endpoint. What is wrong is the name; the 403 is what people see.

#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv4Addr};

use super::budget::Budget;
use super::facts::Facts;
use super::hit::Hit;
use super::reading::End;
use super::seen::Seen;
use super::wording::{self, DeniedPath};
use crate::access::{self, AccessClient, judge};
use azure_model::model::{NetworkIndex, RegistryIndex, ResourceIndex};

/// Finds the networks where a name of a registry ends public and is denied: one for each network and registry. `None`: the
/// questions did not suffice.
pub(super) fn everywhere(facts: &Facts<'_>, budget: &mut Budget, hits: &mut Vec<Hit>) -> Option<()> {
    let model = facts.model;
    let may_deny = |index: &RegistryIndex| {
        let has_endpoint = facts.approved((*index).into()).next().is_some();
        has_endpoint && model.registries()[index.0].rules.may_deny()
    };
    for registry in (0..model.registries().len()).map(RegistryIndex).filter(may_deny) {
        let names = model.registries()[registry.0].names(model.cloud());
        for network in (0..model.networks().len()).map(NetworkIndex) {
            for (_, name) in &names {
                budget.take()?;
                let address = access::address_from(facts.snapshot, network, name);
                let hit = address.and_then(|address| denied(facts, registry, network, name, address));
                if hit.is_some() {
                    hits.extend(hit);
                    break;
                }
            }
        }
    }
    Some(())
}

/// Finds it in one answer.
pub(super) fn of_answer(seen: &Seen<'_, '_>) -> Option<Hit> {
    let (&[network], End::Addresses(addresses)) = (seen.clients, &seen.reading.end) else { return None };
    let subject = seen.facts.subject(seen.name)?;
    let ResourceIndex::Registry(registry) = subject.part.resource else { return None };
    let address = addresses.iter().find_map(|address| match address {
        IpAddr::V4(address) => Some(*address),
        IpAddr::V6(_) => None,
    })?;
    denied(seen.facts, registry, network, &seen.name.without_dot(), address)
}

/// Describes a public path that is denied; `None`: it is not public, somebody gets in, or no private endpoint could be the way.
fn denied(
    facts: &Facts<'_>,
    registry: RegistryIndex,
    network: NetworkIndex,
    name: &str,
    address: Ipv4Addr,
) -> Option<Hit> {
    let endpoint = facts.approved(registry.into()).next()?;
    let verdict = judge(facts.model, registry, AccessClient::of_network(network), address);
    if !verdict.is_denied_in_public() {
        return None;
    }
    let network = facts.network(network);
    let written = verdict.cases.first().and_then(|case| case.place.clone());
    let at = written.map(|place| format!(", at {place}")).unwrap_or_default();
    let wording = wording::public_path_denied(DeniedPath {
        network: &network.label,
        name,
        registry: &verdict.registry().name.value,
        reason: &format!("{}{at}", verdict.decided_by()),
        endpoint: &endpoint.name.value,
    });
    Some(Hit::new(wording, &network.id, &network.name.site))
}
