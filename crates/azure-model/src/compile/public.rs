//! The simulated public side: internet zones and the chains of registries and other resources, one source per owner.

use std::collections::{HashMap, HashSet};

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::snapshot::SnapshotBuilder;
use zone_store::zone::Record;

use super::public_chain::{self, PublicName};
use super::{Compilation, resource_chain, soa};
use crate::model::InternetZone;
use azure_objects::refusal::RecordRefusal;

/// Which public owners have records already.
#[derive(Default)]
struct TakenOwners {
    /// By internet zones.
    by_zones: HashMap<Name, Origin>,
    /// By objects, each of which may give what another one has given if it is the same.
    by_objects: HashMap<Name, (Origin, PublicName)>,
}

/// Adds the public names of a model; returns them.
pub(super) fn add_names(context: &mut Compilation<'_>, builder: &mut SnapshotBuilder) -> HashSet<Name> {
    let mut taken = TakenOwners::default();
    for zone in context.model.internet_zones() {
        add_zone(context, builder, zone, &mut taken.by_zones);
    }
    for registry in context.model.registries() {
        let what = format!("container registry \"{}\"", registry.name.value);
        let origin = context.origins.of_named(&registry.id, &what, &registry.site);
        let names = public_chain::of_registry(context.model, registry, context.refusals);
        add_object(context, builder, origin, names, &mut taken);
    }
    for (index, resource) in context.model.private_link_resources().iter().enumerate() {
        let origin = context.origins.of_named(&resource.id, &resource.description(), &resource.site);
        let names = resource_chain::of_resource(context.model, index, context.refusals);
        add_object(context, builder, origin, names, &mut taken);
    }
    taken.by_zones.into_keys().chain(taken.by_objects.into_keys()).collect()
}

/// Adds the public names of one object; those that have other records already are reported.
fn add_object(
    context: &mut Compilation<'_>,
    builder: &mut SnapshotBuilder,
    origin: Origin,
    mut names: Vec<PublicName>,
    taken: &mut TakenOwners,
) {
    names.sort_by(|one, other| one.everywhere.owner.cmp(&other.everywhere.owner));
    for name in names {
        let owner = &name.everywhere.owner;
        if let Some(&first) = taken.by_zones.get(owner) {
            report_conflict(context, origin, owner, first);
            continue;
        }
        match taken.by_objects.get(owner) {
            Some((_, given)) if *given == name => {}
            Some(&(first, _)) => report_conflict(context, origin, owner, first),
            None => {
                add_name(builder, &name, origin);
                taken.by_objects.insert(owner.clone(), (origin, name));
            }
        }
    }
}

fn add_name(builder: &mut SnapshotBuilder, name: &PublicName, origin: Origin) {
    builder.public.add(name.everywhere.as_record(origin));
    for (region, record) in &name.by_region {
        let location = builder.location(region);
        builder.public.add_at(location, record.as_record(origin));
    }
}

/// Reports that a public name of an object has other records already.
fn report_conflict(context: &mut Compilation<'_>, object: Origin, owner: &Name, first: Origin) {
    let other = context.origins.describe(first).map(|source| source.to_string()).unwrap_or_default();
    let taken = RecordRefusal::PublicNameTaken { name: owner.without_dot(), other };
    context.refusals.push(context.origins.refuse(object, taken));
}

/// Adds an internet zone; its owners go to `owners`, those of two zones are reported.
fn add_zone(
    context: &mut Compilation<'_>,
    builder: &mut SnapshotBuilder,
    zone: &InternetZone,
    owners: &mut HashMap<Name, Origin>,
) {
    let apex = &zone.apex.value;
    let zone_origin = context.origins.of(&zone.id, &zone.site);
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
    zone.contents.for_each(&mut add);
    if !zone.overlay && !has_soa {
        let (rdata, ttl, origin) = (soa::public(), soa::PUBLIC_TTL, zone_origin);
        builder.public.add(Record { owner: apex, rtype: RecordType::SOA, ttl, rdata: &rdata, origin });
    }
    owners.extend(mine);
    taken.dedup();
    for (owner, first) in taken {
        report_conflict(context, zone_origin, &owner, first);
    }
}
