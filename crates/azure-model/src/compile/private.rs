//! Private zones: their own records, those of their files, and those that private endpoints write.

use std::collections::HashMap;

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::snapshot::{Link, NetworkId, OnNxDomain, SnapshotBuilder, ZoneId};
use zone_store::zone::{Record, ZoneBuilder};

use super::{Context, closed_world, problems, soa};
use crate::model::{Endpoint, Resource, Zone};
use crate::words::{ConnectionStatus, ResolutionPolicy};

/// Seconds; the TTL of records that a DNS zone group writes.
const ENDPOINT_TTL: u32 = 10;

/// An address that an endpoint writes into a zone.
#[derive(Debug, Clone, Copy)]
struct Written {
    address: [u8; 4],
    origin: Origin,
}

/// What endpoints write into one zone, by owner. The last endpoint of an owner wins, as in Azure.
type ByOwner = HashMap<Name, Written>;

/// Adds the zones and their links.
pub(super) fn add_zones(context: &mut Context<'_>, builder: &mut SnapshotBuilder, networks: &[NetworkId]) {
    let mut by_zone = endpoint_records(context);
    for (index, zone) in context.model.zones().iter().enumerate() {
        let from_endpoints = by_zone.remove(&index).unwrap_or_default();
        if let Some(id) = add_zone(context, builder, zone, &from_endpoints) {
            add_links(context, builder, zone, (id, networks));
        }
    }
}

fn add_zone(
    context: &mut Context<'_>,
    builder: &mut SnapshotBuilder,
    zone: &Zone,
    from_endpoints: &ByOwner,
) -> Option<ZoneId> {
    let apex = &zone.apex.value;
    let mut zone_builder = ZoneBuilder::new(apex.clone(), context.origins.of_site(&zone.site));
    let is_overwritten = |owner: &Name, rtype| rtype == RecordType::A && from_endpoints.contains_key(owner);
    for record in &zone.records {
        if !is_overwritten(&record.owner, record.rtype) {
            let origin = context.origins.of_site(&record.site);
            let (owner, rdata) = (&record.owner, record.rdata.as_slice());
            zone_builder.add(Record { owner, rtype: record.rtype, ttl: record.ttl, rdata, origin });
        }
    }
    let file_soa = add_file(context, zone, &mut zone_builder, &is_overwritten);
    let from_file = file_soa.as_ref().map(|(rdata, ttl, _)| (rdata.as_slice(), *ttl));
    let (rdata, ttl) = soa::private(zone.soa_record.as_ref(), from_file);
    let origin = match (&file_soa, &zone.soa_record) {
        (Some((.., origin)), _) => *origin,
        (None, Some(soa)) => context.origins.of_site(&soa.site),
        (None, None) => context.origins.of_site(&zone.site),
    };
    zone_builder.add(Record { owner: apex, rtype: RecordType::SOA, ttl, rdata: &rdata, origin });
    for (owner, Written { address, origin }) in from_endpoints {
        let (rtype, ttl, origin) = (RecordType::A, ENDPOINT_TTL, *origin);
        zone_builder.add(Record { owner, rtype, ttl, rdata: address, origin });
    }
    match zone_builder.build() {
        Ok(built) => {
            closed_world::note_zone(context, &built, &zone.site);
            Some(builder.add_zone(built))
        }
        Err(found) => {
            problems::report(&found, &context.origins, context.diagnostics);
            None
        }
    }
}

/// Adds the records of the zone's file; its SOA is returned instead, with TTL and origin.
fn add_file(
    context: &mut Context<'_>,
    zone: &Zone,
    zone_builder: &mut ZoneBuilder,
    is_overwritten: &dyn Fn(&Name, RecordType) -> bool,
) -> Option<(Vec<u8>, u32, Origin)> {
    let path = zone.zone_file.as_ref()?;
    let Context { files, origins, diagnostics, .. } = context;
    let mut soa = None;
    files.read_private(path, &zone.apex, (origins, diagnostics), &mut |record| {
        if record.rtype == RecordType::SOA && *record.owner == zone.apex.value {
            soa = Some((record.rdata.to_vec(), record.ttl, record.origin));
        } else if !is_overwritten(record.owner, record.rtype) {
            zone_builder.add(record);
        }
    });
    soa
}

fn add_links(
    context: &mut Context<'_>,
    builder: &mut SnapshotBuilder,
    zone: &Zone,
    (id, networks): (ZoneId, &[NetworkId]),
) {
    for link in &zone.links {
        let on_nxdomain = match link.resolution_policy {
            ResolutionPolicy::Default => OnNxDomain::Final,
            ResolutionPolicy::NxDomainRedirect => OnNxDomain::Redirect,
        };
        let origin = context.origins.of_site(&link.site);
        builder.link(networks[link.network.0], Link { zone: id, on_nxdomain, origin });
    }
}

/// Gathers what approved endpoints write, by position of the zone: only into zones that have the recommended name.
fn endpoint_records(context: &mut Context<'_>) -> HashMap<usize, ByOwner> {
    let model = context.model;
    let mut by_zone: HashMap<usize, ByOwner> = HashMap::new();
    for endpoint in model.endpoints() {
        if endpoint.connection_status != ConnectionStatus::Approved {
            continue;
        }
        let what = format!("private endpoint \"{}\"", endpoint.name.value);
        let origin = context.origins.add_object(&what, &endpoint.site);
        let resource = model.resource(endpoint.resource);
        for zone in &endpoint.zone_group {
            let apex = &model.zones()[zone.0].apex;
            if resource.is_recommended(apex, model.cloud()) {
                let records = by_zone.entry(zone.0).or_default();
                records.extend(records_of(endpoint, resource, apex, origin));
            }
        }
    }
    by_zone
}

/// Lists the records of one endpoint in the zone at `apex` (`Private endpoints of a registry`, DNS records).
fn records_of(
    endpoint: &Endpoint,
    resource: Resource<'_>,
    apex: &Name,
    origin: Origin,
) -> impl Iterator<Item = (Name, Written)> {
    endpoint.members.iter().filter_map(move |member| {
        let owner = Name::parse(&resource.record(&member.kind), apex).ok()?;
        Some((owner, Written { address: member.address.octets(), origin }))
    })
}
