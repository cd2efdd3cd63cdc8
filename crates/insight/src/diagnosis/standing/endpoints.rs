//! Private endpoints that write no records, or write over each other's.

use std::collections::HashSet;

use zone_store::name::Name;

use super::super::changes::{reference, renamed};
use super::super::concern::{Concern, Standing};
use super::super::edit::{Edit, NewValue};
use super::super::facts::Facts;
use super::super::hit::Hit;
use super::super::wording;
use azure_model::model::{Endpoint, Resource, ResourceIndex, ZoneIndex};
use azure_objects::words::ConnectionStatus;

/// Lists the mistakes of every endpoint.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Standing> {
    let resources: HashSet<ResourceIndex> =
        facts.model.endpoints().iter().map(|endpoint| endpoint.resource).collect();
    let without = resources.into_iter().flat_map(|resource| unrecorded(facts, resource));
    let mut found: Vec<Standing> = without.map(|hit| Standing { hit, concern: Concern::Nothing }).collect();
    found.extend(shared_zones(facts));
    found
}

/// M20: endpoints of a resource that write nothing, though they should.
pub(in super::super) fn unrecorded(facts: &Facts<'_>, resource: ResourceIndex) -> Vec<Hit> {
    let mut hits = Vec::new();
    let is_served = facts.approved(resource).next().is_some();
    for endpoint in facts.endpoints(resource) {
        match endpoint.connection_status {
            ConnectionStatus::Approved => hits.extend(of_group(facts, endpoint)),
            ConnectionStatus::Pending if !is_served => hits.push(waiting(endpoint)),
            ConnectionStatus::Pending | ConnectionStatus::Rejected | ConnectionStatus::Disconnected => {}
        }
    }
    hits
}

/// M20: a zone group that writes nothing, or none where nobody wrote the records by hand.
fn of_group(facts: &Facts<'_>, endpoint: &Endpoint) -> Vec<Hit> {
    let recommended = recommended(facts, endpoint.resource);
    let right_zone = recommended.as_ref().and_then(|apex| facts.zones_at(apex).first().copied());
    let Some(name) = recommended.as_ref().map(Name::without_dot) else { return Vec::new() };
    if endpoint.zone_group.is_empty() {
        if facts.is_recorded(endpoint.resource) {
            return Vec::new();
        }
        let hit = Hit::new(wording::no_zone_group(&name), &endpoint.id, &endpoint.name.site);
        let set = |zone| Edit::Set {
            table: endpoint.site.path(),
            key: "private_dns_zone_group",
            value: NewValue::List(vec![reference(facts, zone)]),
        };
        return vec![hit.fixed_by_one_of(right_zone.map(|zone| vec![set(zone)]))];
    }
    let wrong = endpoint.zone_group.iter().filter(|zone| !zone.is_recommended);
    let of_zone = |zone: &azure_model::model::GroupZone| {
        let written = facts.model.zones()[zone.zone.0].apex.without_dot();
        let hit = Hit::new(wording::not_recommended_zone(&written, &name), &endpoint.id, &zone.site);
        match (right_zone, &recommended) {
            (Some(right), _) => {
                let value = NewValue::Text(reference(facts, right));
                hit.fixed_by([Edit::Replace { path: zone.site.path(), value }])
            }
            (None, Some(apex)) => hit.fixed_by(renamed(facts, zone.zone, apex)),
            (None, None) => hit,
        }
    };
    wrong.map(of_zone).collect()
}

/// M20: an endpoint that waits.
fn waiting(endpoint: &Endpoint) -> Hit {
    let value = NewValue::text("Approved");
    let set = Edit::Set { table: endpoint.site.path(), key: "connection_status", value };
    Hit::new(wording::pending(), &endpoint.id, &endpoint.name.site).fixed_by([set])
}

/// Returns the zone that records of a resource belong into.
pub(super) fn recommended(facts: &Facts<'_>, resource: ResourceIndex) -> Option<Name> {
    match facts.model.resource(resource) {
        Resource::Registry(_) => facts.model.cloud().registry_private_zone().parse().ok(),
        Resource::PrivateLink(resource) => Some(resource.zone.value.clone()),
    }
}

/// M10: two endpoints of one resource write into one zone; the last one wins, and deleting either deletes the record.
fn shared_zones(facts: &Facts<'_>) -> Vec<Standing> {
    let mut told = HashSet::new();
    let mut found = Vec::new();
    for overwritten in &facts.loaded.compiled.overwritten {
        let Some(first) = overwritten.was_of else { continue };
        if !told.insert((overwritten.zone, first, overwritten.by)) {
            continue;
        }
        let endpoints = facts.model.endpoints();
        let (first, last) = (&endpoints[first.0], &endpoints[overwritten.by.0]);
        let site = group_site(last, overwritten.zone);
        let at = &first.name.site.place;
        let wording = wording::endpoints_share_zone(&last.name.value, &first.name.value, at);
        let leave =
            |endpoint: &Endpoint| vec![Edit::Remove { path: group_site(endpoint, overwritten.zone).path() }];
        let hit = Hit::new(wording, &last.id, site).fixed_by_one_of([leave(last), leave(first)]);
        found.push(Standing { hit, concern: Concern::Resource(last.resource) });
    }
    found
}

/// Returns where an endpoint names a zone.
fn group_site(endpoint: &Endpoint, zone: ZoneIndex) -> &azure_objects::located::Site {
    let group = endpoint.zone_group.iter().find(|group| group.zone == zone);
    group.map_or(&endpoint.name.site, |group| &group.site)
}
