//! The public names of a resource that is no registry: from its public name to an address.

use super::public_chain::{PublicName, link_up, read_names};
use crate::model::{Model, PrivateLinkResource};
use azure_catalogue::Cloud;
use azure_objects::Refusals;
use azure_objects::located::Located;
use azure_objects::refusal::RecordRefusal;

/// Lists the public names of a resource; names that the templates make impossible are reported.
pub(super) fn of_resource(
    model: &Model,
    resource: &PrivateLinkResource,
    refusals: &mut Refusals,
) -> Vec<PublicName> {
    let at_name = |text: String| resource.name.clone().map(|_| text);
    let mut names = vec![at_name(resource.public_name.without_dot())];
    if resource.has_privatelink_cname {
        names.push(at_name(resource.private_name.without_dot()));
    }
    let own_count = names.len();
    match &model.public_chain().resource_hops {
        Some(templates) => {
            names.extend(templates.iter().filter_map(|template| fill(template, resource, refusals)));
        }
        None => names.push(at_name(default_hop(resource, model.cloud()))),
    }
    let names = read_names(&names, refusals);
    let records = link_up(&names, own_count, model, resource.public_address.octets());
    records.into_iter().map(PublicName::everywhere).collect()
}

/// Fills a template; an unknown placeholder is reported.
fn fill(
    template: &Located<String>,
    resource: &PrivateLinkResource,
    refusals: &mut Refusals,
) -> Option<Located<String>> {
    let public_zone = resource.public_zone.without_dot();
    let name = resource.name.to_ascii_lowercase();
    let filled = template.replace("{resource}", &name).replace("{public_zone}", &public_zone);
    if filled.contains(['{', '}']) {
        refusals.push(template.refuse(RecordRefusal::UnknownResourcePlaceholder));
        return None;
    }
    Some(template.clone().map(|_| filled))
}

/// Returns the name between a resource and its address: shaped like Azure's where the shape is known
/// (`blob.mwh20prdstr02e.store.core.windows.net`), else the public name below Traffic Manager's suffix. It carries the
/// resource's name, so that it never stands for a real one.
fn default_hop(resource: &PrivateLinkResource, cloud: Cloud) -> String {
    let public_zone = resource.public_zone.without_dot();
    match public_zone.split_once(".core.") {
        Some((service, suffix)) => {
            format!("{service}.{}.store.core.{suffix}", resource.name.to_ascii_lowercase())
        }
        None => format!("{}.{}", resource.public_name.without_dot(), cloud.traffic_manager_suffix()),
    }
}
