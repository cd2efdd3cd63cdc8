//! The simulated public side: internet zones and the chains of registries and other resources, one source per owner.

use std::collections::{HashMap, HashSet};

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::snapshot::SnapshotBuilder;
use zone_store::zone::Record;

use super::public_chain::{self, PublicRecord};
use super::{Context, resource_chain, soa};
use crate::located::Site;
use crate::model::InternetZone;

/// Who gives public owners their records, and which.
struct Giver {
    origin: Origin,
    records: Vec<PublicRecord>,
}

/// The public names so far.
#[derive(Default)]
struct Given {
    /// Those of internet zones, where each is written.
    by_zones: HashMap<Name, Origin>,
    /// Those of registries and other resources.
    by_chains: HashMap<Name, Giver>,
}

/// Adds the public names of a model; returns them.
pub(super) fn add_names(context: &mut Context<'_>, builder: &mut SnapshotBuilder) -> HashSet<Name> {
    let mut given = Given::default();
    for zone in context.model.internet_zones() {
        add_zone(context, builder, zone, &mut given.by_zones);
    }
    for registry in context.model.registries() {
        let what = format!("container registry \"{}\"", registry.name.value);
        let origin = context.origins.add_object(&what, &registry.site);
        let records = public_chain::of_registry(context.model, registry, context.diagnostics);
        add_chain(context, builder, (&registry.site, Giver { origin, records }), &mut given);
    }
    for resource in context.model.private_link_resources() {
        let what = format!("private link resource \"{}\"", resource.public_name.without_dot());
        let origin = context.origins.add_object(&what, &resource.site);
        let records = resource_chain::of_resource(context.model, resource, context.diagnostics);
        add_chain(context, builder, (&resource.site, Giver { origin, records }), &mut given);
    }
    given.by_zones.into_keys().chain(given.by_chains.into_keys()).collect()
}

/// Adds the chain of the object at `site`, owner by owner; an owner that has other records already is reported.
fn add_chain(
    context: &mut Context<'_>,
    builder: &mut SnapshotBuilder,
    (site, Giver { origin, records }): (&Site, Giver),
    given: &mut Given,
) {
    let mut by_owner: HashMap<Name, Vec<PublicRecord>> = HashMap::new();
    for record in records {
        by_owner.entry(record.owner.clone()).or_default().push(record);
    }
    let mut by_owner: Vec<_> = by_owner.into_iter().collect();
    by_owner.sort_by(|one, other| one.0.cmp(&other.0));
    for (owner, records) in by_owner {
        if let Some(&first) = given.by_zones.get(&owner) {
            report_conflict(context, site, &owner, first);
            continue;
        }
        match given.by_chains.get(&owner) {
            Some(giver) if giver.records == records => {}
            Some(giver) => report_conflict(context, site, &owner, giver.origin),
            None => {
                add_records(builder, &records, origin);
                given.by_chains.insert(owner, Giver { origin, records });
            }
        }
    }
}

fn add_records(builder: &mut SnapshotBuilder, records: &[PublicRecord], origin: Origin) {
    for PublicRecord { owner, rtype, ttl, rdata } in records {
        builder.public.add(Record { owner, rtype: *rtype, ttl: *ttl, rdata, origin });
    }
}

/// Reports that a public name of the object at `site` has other records already.
fn report_conflict(context: &mut Context<'_>, site: &Site, owner: &Name, first: Origin) {
    let first = context.origins.describe(first).map(|source| source.to_string()).unwrap_or_default();
    let problem =
        format!("its public name \"{}\" has other records already, from {first}", owner.without_dot());
    context.diagnostics.push(site.error(problem).fix("remove one of the two, or change [public_chain]"));
}

/// Adds an internet zone; its owners go to `owners`, those of two zones are reported.
fn add_zone(
    context: &mut Context<'_>,
    builder: &mut SnapshotBuilder,
    zone: &InternetZone,
    owners: &mut HashMap<Name, Origin>,
) {
    let apex = &zone.apex.value;
    let zone_origin = context.origins.of_site(&zone.site);
    if !zone.overlay {
        builder.public.begin_zone(apex, zone_origin);
    }
    let mut has_soa = false;
    let mut mine: HashMap<Name, Origin> = HashMap::new();
    let mut taken: Vec<(Name, Origin)> = Vec::new();
    let mut add = |record: Record<'_>| {
        has_soa |= record.rtype == RecordType::SOA;
        match owners.get(record.owner) {
            Some(&first) => taken.push((record.owner.clone(), first)),
            None => {
                mine.entry(record.owner.clone()).or_insert(record.origin);
                builder.public.add(record);
            }
        }
    };
    for record in &zone.records {
        let (owner, rdata, origin) = (&record.owner, &record.rdata, context.origins.of_site(&record.site));
        add(Record { owner, rtype: record.rtype, ttl: record.ttl, rdata, origin });
    }
    if let Some(path) = &zone.zone_file {
        context.files.read(path, apex, (&mut context.origins, context.diagnostics), &mut add);
    }
    if !zone.overlay && !has_soa {
        let (rdata, ttl, origin) = (soa::public(), soa::PUBLIC_TTL, zone_origin);
        builder.public.add(Record { owner: apex, rtype: RecordType::SOA, ttl, rdata: &rdata, origin });
    }
    owners.extend(mine);
    taken.dedup();
    for (owner, first) in taken {
        report_conflict(context, &zone.site, &owner, first);
    }
}
