//! From resources as written to their names, by the rows of the catalogue.

use std::collections::HashMap;

use zone_store::name::Name;

use super::groups::{check_values, find_zone, group_of_zone, groups_of_type};
use super::names::{self, member_of};
use super::values::ResourceValues;
use super::{PrivateLinkResource, Subresource};
use crate::model::members::{PublicSide, RecordPlace, ResourceName};
use crate::model::services::ServiceResource;
use azure_catalogue::Cloud;
use azure_catalogue::catalogue::Match;
use azure_catalogue::members::{Group, expand};
use azure_objects::Refusals;
use azure_objects::config_file;
use azure_objects::located::Site;
use azure_objects::refusal::{NamingRefusal, ResourceRefusal, SyntaxRefusal};

/// Resolves the resources that can be read.
pub(in crate::model) fn resolve(
    services: Vec<ServiceResource>,
    cloud: Cloud,
    refusals: &mut Refusals,
) -> Vec<PrivateLinkResource> {
    let mut resolved = Vec::new();
    let mut sites: HashMap<Name, Site> = HashMap::new();
    for service in services {
        let (name, table) = (service.written.name.clone(), service.table);
        let id = service.id.clone();
        let resource = refusals.about(|| id, |refusals| resolve_one(service, cloud, refusals));
        let Some(resource) = resource else {
            refusals.leave_out(table, &name);
            continue;
        };
        let records: Vec<&RecordPlace> = resource.names().filter_map(own_record).collect();
        if let Some((record, first)) = records.iter().find_map(|one| Some((one, sites.get(&one.owner)?))) {
            let taken = NamingRefusal::TakenInZone { zone: record.zone.without_dot(), first: first.into() };
            refusals.push(name.refuse(taken).of(resource.id.clone()));
            continue;
        }
        sites.extend(records.into_iter().map(|record| (record.owner.clone(), name.site.clone())));
        resolved.push(resource);
    }
    resolved
}

/// Returns the record of a name that no other resource can have.
fn own_record(name: &ResourceName) -> Option<&RecordPlace> {
    name.record.as_ref().filter(|_| name.public_side != PublicSide::CnameAlways)
}

fn resolve_one(
    ServiceResource { id, table, written, only }: ServiceResource,
    cloud: Cloud,
    refusals: &mut Refusals,
) -> Option<PrivateLinkResource> {
    let found = match &written.private_dns_zone {
        Some(zone) => Some(find_zone(zone, cloud, refusals)?),
        None => None,
    };
    check_name(&written, found.as_ref(), refusals)?;
    let mut groups = match (&written.resource_type, &found) {
        (Some(resource_type), _) => groups_of_type(resource_type, &written, cloud, refusals)?,
        (None, Some(found)) => vec![group_of_zone(found, &written, cloud, refusals)?],
        (None, None) => {
            refusals.push(written.site.refuse(ResourceRefusal::NoService));
            return None;
        }
    };
    if let Some(only) = &only {
        groups.retain(|group| only.contains(&group.group_id.text()));
    }
    check_values(&written, &groups, refusals)?;
    let known = ResourceValues { written: &written, zone: written.private_dns_zone.as_deref(), cloud };
    let mut subresources = Vec::new();
    for group in &groups {
        subresources.extend(subresources_of(group, &known, refusals)?);
    }
    Some(PrivateLinkResource {
        id,
        table,
        resource_type: groups.first()?.resource_type,
        name: written.name,
        resource_group: written.resource_group,
        subresources,
        site: written.site,
        public_address: written.public_ip_address.map(|address| address.value),
        privatelink_cname: written.privatelink_cname.value,
    })
}

/// Reports names that cannot stand before a zone.
fn check_name(
    written: &config_file::PrivateLinkResource,
    found: Option<&Match>,
    refusals: &mut Refusals,
) -> Option<()> {
    let name = &written.name;
    let refused = if name.contains(['@', '*', '/']) || name.ends_with('.') {
        let zone = found.and_then(|found| found.public_zone(found.main_entry()));
        name.refuse(match zone {
            Some(zone) => NamingRefusal::NotOfAResource { zone: zone.without_dot() },
            None => NamingRefusal::NotOfAService,
        })
    } else {
        match Name::parse(name, &Name::root()) {
            Ok(_) => return Some(()),
            Err(error) => name.refuse(SyntaxRefusal::NotADomainName { error }),
        }
    };
    refusals.push(refused);
    None
}

/// Fills a group in: one subresource, or one for each value of a placeholder in its ID (`sites-{slot}`).
fn subresources_of(
    group: &'static Group,
    known: &ResourceValues<'_>,
    refusals: &mut Refusals,
) -> Option<Vec<Subresource>> {
    let written = known.written;
    let mut ids: Vec<Vec<(&'static str, String)>> = Vec::new();
    let wanted = written.subresource.as_ref().and_then(|wanted| group.group_id.read(wanted));
    match (wanted, group.group_id.placeholders().next()) {
        (Some(read), _) => ids.push(read),
        (None, None) => ids.push(Vec::new()),
        (None, Some(placeholder)) => {
            let given = written.values.get(placeholder.name);
            let each = given.into_iter().flat_map(|given| &given.values);
            ids.extend(each.map(|value| vec![(placeholder.name, value.to_lowercase())]));
        }
    }
    ids.into_iter().map(|id| subresource(group, &id, known, refusals)).collect()
}

fn subresource(
    group: &'static Group,
    id: &[(&'static str, String)],
    known: &ResourceValues<'_>,
    refusals: &mut Refusals,
) -> Option<Subresource> {
    let rows = group.form(known.zone, |placeholder| known.gives(placeholder));
    let values = known.values(group, rows, id);
    let expanded = match expand(rows, &values) {
        Ok(members) => members,
        Err(missing) => {
            let placeholder = missing.placeholder;
            refusals.push(known.written.name.refuse(ResourceRefusal::MissingValue { placeholder }));
            return None;
        }
    };
    let mut members = Vec::new();
    for member in expanded {
        members.push(member_of(member, &values, known, refusals)?);
    }
    if let Some(zone) = known.zone
        && !members.iter().flat_map(|member| &member.names).any(|name| name.is_in(zone))
        && let Some(placeholder) = known.missing_in_zone(rows, &values)
    {
        refusals.push(known.written.name.refuse(ResourceRefusal::MissingValue { placeholder }));
        return None;
    }
    if known.is_written_as_another_record(rows) {
        let first = members.iter_mut().flat_map(|member| &mut member.names).next()?;
        match names::as_written(&known.written.name, first) {
            Ok(name) => *first = name,
            Err(error) => {
                refusals.push(known.written.name.refuse(SyntaxRefusal::NotADomainName { error }));
                return None;
            }
        }
    }
    let value = |wanted: &str| id.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str());
    Some(Subresource {
        id: group.group_id.fill(value).unwrap_or_else(|_| group.group_id.text().to_owned()),
        group,
        members,
        has_privatelink_cname: known.written.privatelink_cname.unwrap_or(false),
    })
}
