//! Private endpoints that write no records, or write over each other's.

use std::collections::HashSet;

use zone_store::name::Name;

use super::super::changes::{reference, renamed};
use super::super::concern::{Concern, Standing};
use super::super::edit::{Edit, NewValue};
use super::super::facts::Facts;
use super::super::hit::Hit;
use super::super::wording;
use azure_catalogue::members::Certainty;
use azure_model::model::{Endpoint, GroupZone, ResourceName, ResourcePart, ZoneIndex};
use azure_objects::words::ConnectionStatus;

/// Lists the mistakes of every endpoint.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Standing> {
    let parts: HashSet<ResourcePart> = facts.model.endpoints().iter().map(Endpoint::part).collect();
    let without = parts.into_iter().flat_map(|part| unrecorded(facts, part));
    let mut found: Vec<Standing> = without.map(|hit| Standing { hit, concern: Concern::Nothing }).collect();
    found.extend(shared_zones(facts));
    found
}

/// M20: endpoints of a resource that write nothing, though they should.
pub(in super::super) fn unrecorded(facts: &Facts<'_>, part: ResourcePart) -> Vec<Hit> {
    let mut hits = Vec::new();
    let is_served = facts.approved(part).next().is_some();
    for endpoint in facts.endpoints(part) {
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
    let recommended = recommended(facts, endpoint);
    let is_in_group = |apex: &&Name| {
        endpoint.zone_group.iter().any(|one| facts.model.zones()[one.zone.0].apex.value == **apex)
    };
    // The zone that is meant is the first one that the group lacks.
    let recommended = recommended.iter().find(|apex| !is_in_group(apex)).or(recommended.first());
    let right_zone = recommended.and_then(|apex| facts.zones_at(apex).first().copied());
    let Some(name) = recommended.map(Name::without_dot) else { return Vec::new() };
    if endpoint.zone_group.is_empty() {
        if facts.is_recorded(endpoint.part()) {
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
    let of_zone = |zone: &GroupZone| {
        let written = facts.model.zones()[zone.zone.0].apex.without_dot();
        let hit = Hit::new(wording::not_recommended_zone(&written, &name), &endpoint.id, &zone.site);
        match (right_zone, recommended) {
            (Some(right), _) => {
                let value = NewValue::Text(reference(facts, right));
                hit.fixed_by([Edit::Replace { path: zone.site.path(), value }])
            }
            (None, Some(apex)) => hit.fixed_by(renamed(facts, zone.zone, apex)),
            (None, None) => hit,
        }
    };
    let hits: Vec<Hit> = wrong.map(of_zone).collect();
    if hits.is_empty() { missing_zones(facts, endpoint) } else { hits }
}

/// M20: an endpoint that waits.
fn waiting(endpoint: &Endpoint) -> Hit {
    let value = NewValue::text("Approved");
    let set = Edit::Set { table: endpoint.site.path(), key: "connection_status", value };
    Hit::new(wording::pending(), &endpoint.id, &endpoint.name.site).fixed_by([set])
}

/// Lists the zones that records of an endpoint belong into, each once.
fn recommended(facts: &Facts<'_>, endpoint: &Endpoint) -> Vec<Name> {
    let mut zones: Vec<Name> = Vec::new();
    for name in names_of(facts, endpoint) {
        zones.extend(name.record.map(|record| record.zone).filter(|zone| !zones.contains(zone)));
    }
    zones
}

/// Lists the names that an endpoint has.
fn names_of(facts: &Facts<'_>, endpoint: &Endpoint) -> Vec<ResourceName> {
    let members = facts.model.resource(endpoint.resource).members(endpoint.subresource, facts.model.cloud());
    members.into_iter().flat_map(|member| member.names).collect()
}

/// M20: zones of the endpoint that are not in its zone group, so that some of its names have no record.
fn missing_zones(facts: &Facts<'_>, endpoint: &Endpoint) -> Vec<Hit> {
    let mut told: Vec<Name> = Vec::new();
    let mut hits = Vec::new();
    for name in names_of(facts, endpoint) {
        let (Some(record), false) = (name.record, name.certainty == Certainty::Unknown) else { continue };
        let is_in_group = |one: &GroupZone| facts.model.zones()[one.zone.0].apex.value == record.zone;
        let is_written = facts.zones_above(&record.owner).any(|zone| facts.has(zone, &record.owner));
        if endpoint.zone_group.iter().any(is_in_group) || is_written || told.contains(&record.zone) {
            continue;
        }
        let (zone, asked) = (record.zone.without_dot(), name.public.as_ref().unwrap_or(&record.owner));
        let wording = wording::zone_group_lacks(&zone, &asked.without_dot());
        let hit = Hit::new(wording, &endpoint.id, &endpoint.name.site);
        let held = endpoint.zone_group.iter().map(|one| reference(facts, one.zone));
        let found = facts.zones_at(&record.zone).first().map(|&zone| reference(facts, zone));
        let value = found.map(|found| NewValue::List(held.chain([found]).collect()));
        let set = |value| Edit::Set { table: endpoint.site.path(), key: "private_dns_zone_group", value };
        hits.push(hit.fixed_by_one_of(value.map(|value| vec![set(value)])));
        told.push(record.zone);
    }
    hits
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
        let zone = facts.model.zones()[overwritten.zone.0].apex.without_dot();
        let leave = |hit: Hit, endpoint: &Endpoint| {
            let text = format!("take \"{zone}\" out of the private_dns_zone_group of \"{}\"", *endpoint.name);
            hit.or_by(text, [Edit::Remove { path: group_site(endpoint, overwritten.zone).path() }])
        };
        let hit = leave(leave(Hit::new(wording, &last.id, site), last), first);
        found.push(Standing { hit, concern: Concern::Resource(last.resource) });
    }
    found
}

/// Returns where an endpoint names a zone.
fn group_site(endpoint: &Endpoint, zone: ZoneIndex) -> &azure_objects::located::Site {
    let group = endpoint.zone_group.iter().find(|group| group.zone == zone);
    group.map_or(&endpoint.name.site, |group| &group.site)
}
