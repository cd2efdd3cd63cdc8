//! The simulated public side: internet zones and the chains of registries, one source per owner.

use std::collections::HashMap;

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::snapshot::SnapshotBuilder;
use zone_store::zone::Record;

use super::public_chain::{self, PublicRecord};
use super::{Context, soa};
use crate::located::Site;
use crate::model::InternetZone;

/// Who gives a public owner its records.
struct Giver {
    origin: Origin,
    records: Vec<PublicRecord>,
}

/// Adds the public names of a model.
pub(super) fn add_names(context: &mut Context<'_>, builder: &mut SnapshotBuilder) {
    let mut owners: HashMap<Name, Origin> = HashMap::new();
    for zone in context.model.internet_zones() {
        add_zone(context, builder, zone, &mut owners);
    }
    let mut givers: HashMap<Name, Giver> = HashMap::new();
    for registry in context.model.registries() {
        let what = format!("container registry \"{}\"", registry.name.value);
        let origin = context.origins.add_object(&what, &registry.site);
        let mut by_owner: HashMap<Name, Vec<PublicRecord>> = HashMap::new();
        for record in public_chain::of_registry(context.model, registry, context.diagnostics) {
            by_owner.entry(record.owner.clone()).or_default().push(record);
        }
        let mut by_owner: Vec<_> = by_owner.into_iter().collect();
        by_owner.sort_by(|one, other| one.0.cmp(&other.0));
        for (owner, records) in by_owner {
            if let Some(&first) = owners.get(&owner) {
                report_conflict(context, &registry.site, &owner, first);
                continue;
            }
            match givers.get(&owner) {
                Some(giver) if giver.records == records => {}
                Some(giver) => report_conflict(context, &registry.site, &owner, giver.origin),
                None => {
                    add_records(builder, &records, origin);
                    givers.insert(owner, Giver { origin, records });
                }
            }
        }
    }
}

fn add_records(builder: &mut SnapshotBuilder, records: &[PublicRecord], origin: Origin) {
    for PublicRecord { owner, rtype, ttl, rdata } in records {
        builder.public.add(Record { owner, rtype: *rtype, ttl: *ttl, rdata, origin });
    }
}

/// Reports that a public name of the registry at `site` has other records already.
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
    for (record, origin) in context.origins.number(&zone.records) {
        add(record.at(origin));
    }
    if let Some(path) = &zone.zone_file {
        context.files.read_public(path, apex, (&mut context.origins, context.diagnostics), &mut add);
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
