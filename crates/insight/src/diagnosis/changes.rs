//! Changes that detectors propose.

use super::edit::{Edit, NewValue};
use super::facts::Facts;
use azure_model::model::{Target, Zone, ZoneIndex};
use azure_objects::located::Located;
use azure_objects::words::ResolutionPolicy;
use zone_store::name::Name;

/// Describes a link of a zone to a network.
pub(super) fn link(zone: &Zone, network: &str) -> Vec<Edit> {
    linked(zone, network, ResolutionPolicy::Default)
}

/// Describes a link of a zone to a network, with what becomes of names that the zone lacks.
pub(super) fn linked(zone: &Zone, network: &str, policy: ResolutionPolicy) -> Vec<Edit> {
    let plain = format!("{}-link", network.replace('/', "-"));
    let is_taken = zone.links.iter().any(|link| link.name.eq_ignore_ascii_case(&plain));
    let name = if is_taken { format!("{plain}-2") } else { plain };
    let mut entries = vec![("name", NewValue::text(name)), ("virtual_network", NewValue::text(network))];
    if policy == ResolutionPolicy::NxDomainRedirect {
        entries.push(("resolution_policy", NewValue::text("NxDomainRedirect")));
    }
    vec![Edit::Add { table: zone.site.path(), key: "virtual_network_link", entries, comment: None }]
}

/// Lists who answers inside Azure and can be asked from outside: inbound endpoints, then servers.
pub(super) fn helpers(facts: &Facts<'_>) -> Vec<String> {
    let endpoints = facts.model.resolvers().iter().flat_map(|resolver| &resolver.inbound_endpoints);
    let endpoints = endpoints.map(|endpoint| endpoint.address.value.to_string());
    let servers = facts.model.servers().iter().filter(|server| facts.network(server.network).is_azure);
    endpoints.chain(servers.map(|server| server.address.value.to_string())).collect()
}

/// Lists changes that put somebody who answers in the place of a target.
pub(super) fn replaced(facts: &Facts<'_>, target: &Located<Target>) -> Vec<Vec<Edit>> {
    let replace = |helper| vec![Edit::Replace { path: target.site.path(), value: NewValue::Text(helper) }];
    helpers(facts).into_iter().map(replace).collect()
}

/// Describes another name of a zone, with every reference to it.
pub(super) fn renamed(facts: &Facts<'_>, index: ZoneIndex, apex: &Name) -> Vec<Edit> {
    let zone = &facts.model.zones()[index.0];
    let name = apex.without_dot();
    let old = reference(facts, index);
    let reference = old.replace(&zone.apex.without_dot(), &name);
    let groups = facts.model.endpoints().iter().flat_map(|endpoint| &endpoint.zone_group);
    let groups = groups
        .filter(|group| group.zone == index)
        .map(|group| Edit::Replace { path: group.site.path(), value: NewValue::text(&reference) });
    let set = Edit::Set { table: zone.site.path(), key: "name", value: NewValue::text(name) };
    [set].into_iter().chain(groups).collect()
}

/// Writes a zone as references do: with its resource group where another one has its name.
pub(super) fn reference(facts: &Facts<'_>, zone: ZoneIndex) -> String {
    let zone = &facts.model.zones()[zone.0];
    let name = zone.apex.without_dot();
    match &zone.resource_group {
        Some(group) if facts.zones_at(&zone.apex).len() > 1 => format!("{}/{name}", group.value),
        _ => name,
    }
}
