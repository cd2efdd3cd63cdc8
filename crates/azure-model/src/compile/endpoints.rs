//! What private endpoints write into zones, and whose records they write over.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use zone_store::name::Name;
use zone_store::origin::Origin;

use super::Context;
use crate::model::{Endpoint, EndpointIndex, Resource, ZoneIndex};
use azure_objects::rules;
use azure_objects::words::ConnectionStatus;

/// Seconds; the TTL of records that a DNS zone group writes.
pub(super) const TTL: u32 = 10;

/// An A record that is not served, because a private endpoint has written its own over it.
///
/// In Azure the last writer wins, and deleting either endpoint then deletes the record that the other one needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overwritten {
    /// The zone.
    pub zone: ZoneIndex,
    /// The owner of both records.
    pub owner: Name,
    /// The endpoint whose record is there instead.
    pub by: EndpointIndex,
    /// The endpoint whose record it was; `None`: a manual record, of the configuration or a zone file.
    pub was_of: Option<EndpointIndex>,
    /// What the record had; the endpoint may have written the same.
    pub address: Ipv4Addr,
    /// Where the record comes from, for [`crate::Origins`].
    pub origin: Origin,
}

/// An address that an endpoint writes into a zone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub(super) address: Ipv4Addr,
    pub(super) origin: Origin,
    pub(super) by: EndpointIndex,
}

/// What endpoints write into one zone, by owner.
pub(super) type ByOwner = HashMap<Name, Written>;

/// Gathers what approved endpoints write, by position of the zone: only into zones that have the recommended name.
/// The last endpoint of an owner wins; the others go to `overwritten`.
pub(super) fn gather(
    context: &mut Context<'_>,
    overwritten: &mut Vec<Overwritten>,
) -> HashMap<usize, ByOwner> {
    let model = context.model;
    let mut by_zone: HashMap<usize, ByOwner> = HashMap::new();
    for (index, endpoint) in model.endpoints().iter().enumerate() {
        if endpoint.connection_status != ConnectionStatus::Approved {
            continue;
        }
        let by = EndpointIndex(index);
        let what = format!("private endpoint \"{}\"", endpoint.name.value);
        let origin = context.origins.of_object(&what, &endpoint.site);
        for group_zone in endpoint.zone_group.iter().filter(|zone| zone.is_recommended) {
            let zone = group_zone.zone;
            let apex = &model.zones()[zone.0].apex;
            let records = by_zone.entry(zone.0).or_default();
            for (owner, address) in records_of(endpoint, model.resource(endpoint.resource), apex) {
                let written = Written { address, origin, by };
                if let Some(Written { address, origin, by: first }) = records.insert(owner.clone(), written) {
                    overwritten.push(Overwritten { zone, owner, by, was_of: Some(first), address, origin });
                }
            }
        }
    }
    by_zone
}

/// Warns of manual records that an endpoint has overwritten with another address; an exported zone has the same one.
pub(super) fn warn_of_manual(context: &mut Context<'_>, overwritten: &[Overwritten], by_owner: &ByOwner) {
    for Overwritten { owner, by, address, origin, .. } in overwritten {
        let Some(written) = by_owner.get(owner).filter(|written| written.address != *address) else {
            continue;
        };
        let endpoint = &context.model.endpoints()[by.0].name;
        let problem = format!(
            "{owner} A {address} is not served: private endpoint \"{}\", at {}, writes {} over it, as Azure does",
            endpoint.value, endpoint.site.place, written.address
        );
        let fix = "remove the record, or the zone from the endpoint's private_dns_zone_group";
        context.diagnostics.push(context.origins.error(*origin, problem).of_rule(rules::L6).fix(fix));
    }
}

/// Lists the records of one endpoint in the zone at `apex` (`Private endpoints of a registry`, DNS records).
fn records_of(
    endpoint: &Endpoint,
    resource: Resource<'_>,
    apex: &Name,
) -> impl Iterator<Item = (Name, Ipv4Addr)> {
    endpoint.members.iter().filter_map(move |member| {
        let owner = Name::parse(&resource.record(&member.kind), apex).ok()?;
        Some((owner, member.address))
    })
}
