//! Which rows of the catalogue a resource has: found by its private zone, or by its type.

use zone_store::name::Name;

use super::values::{INFERENCE_ENDPOINT, PUBLIC_FQDN};
use azure_catalogue::Cloud;
use azure_catalogue::catalogue::{Catalogue, Match, other_cloud};
use azure_catalogue::members::{Group, placeholders};
use azure_catalogue::spelling::nearest;
use azure_objects::Refusals;
use azure_objects::config_file;
use azure_objects::located::Located;
use azure_objects::refusal::{OneOfQuoted, ResourceRefusal, Suggestion, SyntaxRefusal};

/// The type of container registries, which have a table of their own.
const REGISTRIES: &str = "Microsoft.ContainerRegistry/registries";

/// Finds the zone in the catalogue; reports why it cannot be the zone of such a resource.
pub(super) fn find_zone(zone: &Located<Name>, cloud: Cloud, refusals: &mut Refusals) -> Option<Match> {
    let catalogue = Catalogue::of(cloud);
    let Some(found) = catalogue.zone(zone) else {
        refusals.push(zone.refuse(unknown(zone, cloud)));
        return None;
    };
    let is_of_registries = found.entries.iter().all(|entry| entry.resource_type == REGISTRIES);
    let is_separate = found.entries.iter().all(|entry| entry.deploy_separately);
    let parent = || {
        let is_zone = |labels: &usize| catalogue.zone(&zone.rightmost(*labels)).is_some();
        let labels = (1..zone.label_count()).rev().find(is_zone)?;
        Some(zone.rightmost(labels).without_dot())
    };
    let reason = match (is_separate, parent()) {
        (true, _) if !is_of_registries => return Some(found),
        (true, _) => ResourceRefusal::ZoneOfRegistries,
        (false, Some(parent)) if !is_of_registries => ResourceRefusal::ZoneInAnother { parent },
        (false, parent) => ResourceRefusal::ZoneInRegistries { parent: parent.unwrap_or_default() },
    };
    refusals.push(zone.refuse(reason));
    None
}

/// Says why a zone is not in the catalogue of a cloud, and what was probably meant.
fn unknown(zone: &Name, cloud: Cloud) -> ResourceRefusal {
    if let Some(other) = other_cloud(cloud, zone) {
        return ResourceRefusal::ZoneOfCloud { of: other.word(), cloud: cloud.word() };
    }
    let near: Vec<String> = Catalogue::of(cloud).near(zone).iter().map(ToString::to_string).collect();
    let suggestion = match near.is_empty() {
        true => Suggestion::RecommendedZone,
        false => Suggestion::Nearest(near),
    };
    ResourceRefusal::UnknownZone { cloud: cloud.word(), suggestion }
}

/// Finds the group that a resource with a private zone has: the subresource that is written, else the one that the zone is
/// named after.
pub(super) fn group_of_zone(
    found: &Match,
    written: &config_file::PrivateLinkResource,
    cloud: Cloud,
    refusals: &mut Refusals,
) -> Option<&'static Group> {
    let apex = written.private_dns_zone.as_deref()?;
    let groups: Vec<&'static Group> = Catalogue::of(cloud).groups_writing_to(apex).collect();
    let Some(subresource) = &written.subresource else {
        let main = found.main_entry();
        let is_main = |group: &&&'static Group| {
            group.resource_type.eq_ignore_ascii_case(main.resource_type)
                && group.group_id.text().eq_ignore_ascii_case(main.subresource)
        };
        return groups.iter().find(is_main).or(groups.first()).copied();
    };
    choose(subresource, &groups, refusals)
}

/// Lists the groups of a type; of those only the subresource that is written.
pub(super) fn groups_of_type(
    resource_type: &Located<String>,
    written: &config_file::PrivateLinkResource,
    cloud: Cloud,
    refusals: &mut Refusals,
) -> Option<Vec<&'static Group>> {
    let catalogue = Catalogue::of(cloud);
    let groups: Vec<&'static Group> = catalogue.groups_of(resource_type).collect();
    if groups.is_empty() || resource_type.eq_ignore_ascii_case(REGISTRIES) {
        let types = catalogue.groups().map(|group| group.resource_type);
        let reason = match nearest(resource_type, types) {
            _ if !groups.is_empty() => ResourceRefusal::TypeOfRegistries,
            Some(meant) => {
                let suggestion = Suggestion::Nearest(vec![meant.to_owned()]);
                ResourceRefusal::UnknownType { cloud: cloud.word(), suggestion }
            }
            None => {
                let suggestion = Suggestion::RecommendedZone;
                ResourceRefusal::UnknownType { cloud: cloud.word(), suggestion }
            }
        };
        refusals.push(resource_type.refuse(reason));
        return None;
    }
    match &written.subresource {
        Some(subresource) => Some(vec![choose(subresource, &groups, refusals)?]),
        None => Some(groups),
    }
}

/// Finds a subresource among groups, in whatever case it is written.
fn choose(
    subresource: &Located<String>,
    groups: &[&'static Group],
    refusals: &mut Refusals,
) -> Option<&'static Group> {
    let fixed = groups.iter().find(|group| group.group_id.text().eq_ignore_ascii_case(subresource));
    let found = fixed.or_else(|| groups.iter().find(|group| group.group_id.read(subresource).is_some()));
    if found.is_none() {
        let mut names: Vec<String> = Vec::new();
        for group in groups {
            let name = group.group_id.text().to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let subresources = OneOfQuoted(names);
        refusals.push(subresource.refuse(ResourceRefusal::UnknownSubresource { subresources }));
    }
    found.copied()
}

/// Reports values of placeholders that no row of the groups has.
pub(super) fn check_values(
    written: &config_file::PrivateLinkResource,
    groups: &[&'static Group],
    refusals: &mut Refusals,
) -> Option<()> {
    let rows = || groups.iter().flat_map(|group| group.forms.iter().copied());
    let mut known: Vec<&'static str> = rows().flat_map(placeholders).map(|one| one.name).collect();
    known.extend(groups.iter().flat_map(|group| group.group_id.placeholders()).map(|one| one.name));
    known.extend([INFERENCE_ENDPOINT, PUBLIC_FQDN]);
    known.sort_unstable();
    known.dedup();
    let mut is_right = true;
    for given in &written.values.0 {
        if !known.contains(&given.placeholder.as_str()) {
            is_right = false;
            let suggestion = match nearest(&given.placeholder, known.iter().copied()) {
                Some(meant) => Suggestion::Nearest(vec![meant.to_owned()]),
                None => Suggestion::Keys(known.iter().map(|&name| name.to_owned()).collect()),
            };
            refusals.push(given.placeholder.refuse(SyntaxRefusal::UnknownKey { suggestion }));
        }
    }
    is_right.then_some(())
}
