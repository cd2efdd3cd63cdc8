//! What private endpoints write into zones, and whose records they write over.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use zone_store::name::Name;
use zone_store::origin::Origin;

use super::Compilation;
use crate::model::{Endpoint, EndpointIndex, Resource, ZoneIndex};
use azure_catalogue::Cloud;
use azure_objects::Refusals;
use azure_objects::refusal::{RecordRefusal, Related};
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

/// An address that an endpoint writes into a zone, and the endpoint's origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EndpointRecord {
    pub(super) address: Ipv4Addr,
    pub(super) origin: Origin,
}

/// A manual record that an endpoint has written over.
#[derive(Clone)]
pub(super) struct Lost {
    pub(super) owner: Name,
    /// What the endpoint wrote instead.
    pub(super) by: EndpointRecord,
    pub(super) address: Ipv4Addr,
    pub(super) origin: Origin,
}

/// What endpoints write into one zone, by owner.
pub(super) type ByOwner = HashMap<Name, EndpointRecord>;

/// Gathers what approved endpoints write, by position of the zone: only into zones that have the recommended name.
/// The last endpoint of an owner wins; what others wrote is noted as overwritten.
pub(super) fn gather(context: &mut Compilation<'_>) -> HashMap<usize, ByOwner> {
    let model = context.model;
    let mut by_zone: HashMap<usize, ByOwner> = HashMap::new();
    let mut writers: HashMap<Origin, EndpointIndex> = HashMap::new();
    for (index, endpoint) in model.endpoints().iter().enumerate() {
        if endpoint.connection_status != ConnectionStatus::Approved {
            continue;
        }
        let by = EndpointIndex(index);
        let origin = origin_of(context, endpoint);
        writers.insert(origin, by);
        for group_zone in endpoint.zone_group.iter().filter(|zone| zone.is_recommended) {
            let zone = group_zone.zone;
            let apex = &model.zones()[zone.0].apex;
            let records = by_zone.entry(zone.0).or_default();
            for (owner, address) in
                records_of(endpoint, model.resource(endpoint.resource), apex, model.cloud())
            {
                if let Some(lost) = records.insert(owner.clone(), EndpointRecord { address, origin }) {
                    let was_of = writers.get(&lost.origin).copied();
                    let (address, origin) = (lost.address, lost.origin);
                    context.overwritten.push(Overwritten { zone, owner, by, was_of, address, origin });
                }
            }
        }
    }
    by_zone
}

fn origin_of(context: &Compilation<'_>, endpoint: &Endpoint) -> Origin {
    let what = format!("private endpoint \"{}\"", endpoint.name.value);
    context.origins.of_named(&endpoint.id, &what, &endpoint.site)
}

/// Returns the endpoints of a model by their origins.
pub(super) fn by_origin(context: &Compilation<'_>) -> HashMap<Origin, EndpointIndex> {
    let endpoints = context.model.endpoints().iter().enumerate();
    endpoints.map(|(index, endpoint)| (origin_of(context, endpoint), EndpointIndex(index))).collect()
}

/// Warns of a manual record that an endpoint has overwritten with another address; an exported zone has the same one.
pub(super) fn warn_of_manual(context: &Compilation<'_>, lost: &Lost, refusals: &mut Refusals) {
    let Lost { owner, by, address, origin } = lost;
    if by.address == *address {
        return;
    }
    let is_writer = |endpoint: &&Endpoint| origin_of(context, endpoint) == by.origin;
    let Some(Endpoint { id, name, .. }) = context.model.endpoints().iter().find(is_writer) else {
        return;
    };
    let overwritten = RecordRefusal::Overwritten {
        owner: owner.clone(),
        address: *address,
        endpoint: name.value.clone(),
        first: Related::from(&name.site).with_id(id.clone()),
        by: by.address,
    };
    refusals.push(context.origins.refuse(*origin, overwritten));
}

/// Lists the records of one endpoint in the zone at `apex` (`Private endpoints of a registry`, DNS records).
fn records_of(
    endpoint: &Endpoint,
    resource: Resource<'_>,
    apex: &Name,
    cloud: Cloud,
) -> impl Iterator<Item = (Name, Ipv4Addr)> {
    let members = resource.members(endpoint.subresource, cloud);
    endpoint.members.iter().flat_map(move |member| {
        let names = members.iter().filter(|one| one.kind == member.kind).flat_map(|one| &one.names);
        let records = names.filter_map(|name| name.record.as_ref()).filter(|record| record.zone == *apex);
        records.map(|record| (record.owner.clone(), member.address)).collect::<Vec<_>>()
    })
}
