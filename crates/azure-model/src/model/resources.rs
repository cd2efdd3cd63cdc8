//! What private endpoints lead to: container registries, and resources of the other services of the catalogue.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use zone_store::name::Name;

use super::directory::ambiguous;
use super::members::MemberKind;
use super::positions::{RegistryIndex, ResourceIndex};
use super::registries::{Registry, documentation_address};
use azure_catalogue::Cloud;
use azure_catalogue::catalogue::{Catalogue, Entry, Match, other_cloud};
use azure_catalogue::spelling::nearest;
use azure_objects::config_file;
use azure_objects::diagnostic::Diagnostics;
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::provenance::Provenance;

/// The type of container registries, which have a table of their own.
const REGISTRIES: &str = "Microsoft.ContainerRegistry/registries";

/// What a private endpoint leads to.
#[derive(Debug, Clone, Copy)]
pub enum Resource<'m> {
    /// A container registry.
    Registry(&'m Registry),
    /// A resource of another service.
    PrivateLink(&'m PrivateLinkResource),
}

impl Resource<'_> {
    /// Returns where its name is written.
    pub(super) fn place(&self) -> &Provenance {
        match self {
            Self::Registry(registry) => &registry.name.site.place,
            Self::PrivateLink(resource) => &resource.name.site.place,
        }
    }

    /// Lists what an endpoint has an address for, in the order of allocation.
    pub fn members(&self) -> Vec<MemberKind> {
        match self {
            Self::Registry(registry) => registry.members(),
            Self::PrivateLink(resource) => vec![MemberKind::Subresource(resource.entry.subresource)],
        }
    }

    /// Returns the name that a member's record has in the private zone, relative to it.
    pub fn record(&self, member: &MemberKind) -> String {
        match (self, member) {
            (Self::Registry(registry), MemberKind::Data(region)) => {
                format!("{}.{region}.data", registry.label())
            }
            (Self::Registry(registry), MemberKind::Regional(region)) => {
                format!("{}.{region}.geo", registry.label())
            }
            (Self::Registry(registry), MemberKind::Registry | MemberKind::Subresource(_)) => registry.label(),
            (Self::PrivateLink(resource), _) => resource.name.to_ascii_lowercase(),
        }
    }

    /// Names its kind for a sentence.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Registry(_) => "registry",
            Self::PrivateLink(_) => "resource",
        }
    }

    /// Tells whether a zone at `apex` has the recommended name; zone groups write into no other.
    pub fn is_recommended(&self, apex: &Name, cloud: Cloud) -> bool {
        match self {
            Self::Registry(_) => apex.without_dot().eq_ignore_ascii_case(cloud.registry_private_zone()),
            Self::PrivateLink(resource) => resource.zone.value == *apex,
        }
    }
}

/// A resource of a service that is no container registry.
#[derive(Debug)]
pub struct PrivateLinkResource {
    /// Its ID.
    pub id: ObjectId,
    /// What stands before the zone, in public and in private.
    pub name: Located<String>,
    /// Its resource group.
    pub resource_group: Option<Located<String>>,
    /// Its private zone.
    pub zone: Located<Name>,
    /// The zone of its public name.
    pub public_zone: Name,
    /// Its public name.
    pub public_name: Name,
    /// Its name in the private zone.
    pub private_name: Name,
    /// Its service, and the part of it that endpoints lead to.
    pub entry: &'static Entry,
    /// What its public name leads to.
    pub public_address: Ipv4Addr,
    /// Whether its public name leads through privatelink.
    pub has_privatelink_cname: bool,
    /// Where it is written.
    pub site: Site,
    pub(super) privatelink_cname: Option<bool>,
}

/// The resources that could be read, and the names of those that could not.
pub(super) struct Resolved {
    pub(super) resources: Vec<PrivateLinkResource>,
    refused: Vec<String>,
}

pub(super) fn resolve(
    written: Vec<config_file::PrivateLinkResource>,
    cloud: Cloud,
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let mut resolved = Resolved { resources: Vec::new(), refused: Vec::new() };
    let mut sites: HashMap<Name, Site> = HashMap::new();
    for written in written {
        let name = written.name.clone();
        let Some(resource) = resolve_one(written, cloud, diagnostics) else {
            resolved.refused.push(name.to_lowercase());
            continue;
        };
        if let Some(first) = sites.get(&resource.private_name) {
            let zone = resource.zone.without_dot();
            let problem = format!("is the name of another resource in \"{zone}\", at {}", first.place);
            diagnostics.push(name.error(problem).fix("rename one of them: it is the name of a server"));
            continue;
        }
        sites.insert(resource.private_name.clone(), name.site);
        resolved.resources.push(resource);
    }
    resolved
}

fn resolve_one(
    written: config_file::PrivateLinkResource,
    cloud: Cloud,
    diagnostics: &mut Diagnostics,
) -> Option<PrivateLinkResource> {
    let (id, zone) = (written.id(), &written.private_dns_zone);
    let found = find_zone(zone, cloud, diagnostics)?;
    let entry = find_entry(written.subresource.as_ref(), &found, diagnostics)?;
    let public_zone = found.public_zone(entry)?;
    let (public_name, private_name) = read_name(&written.name, (&public_zone, zone), diagnostics)?;
    let given = written.public_ip_address.map(|address| address.value);
    let decided = || documentation_address(&public_name.to_lowercase().without_dot(), "");
    Some(PrivateLinkResource {
        id,
        public_address: given.unwrap_or_else(decided),
        name: written.name,
        resource_group: written.resource_group,
        zone: written.private_dns_zone,
        public_zone,
        public_name,
        private_name,
        entry,
        has_privatelink_cname: written.privatelink_cname.unwrap_or(false),
        site: written.site,
        privatelink_cname: written.privatelink_cname.value,
    })
}

/// Finds the zone in the catalogue; reports why it cannot be the zone of such a resource.
fn find_zone(zone: &Located<Name>, cloud: Cloud, diagnostics: &mut Diagnostics) -> Option<Match> {
    if zone.is_root() {
        return None;
    }
    let catalogue = Catalogue::of(cloud);
    let Some(found) = catalogue.zone(zone) else {
        let (problem, fix) = describe_unknown(zone, cloud);
        diagnostics.push(zone.error(problem).fix(fix));
        return None;
    };
    let is_of_registries = found.entries.iter().all(|entry| entry.resource_type == REGISTRIES);
    let is_separate = found.entries.iter().all(|entry| entry.deploy_separately);
    let parent = || {
        let is_zone = |labels: &usize| catalogue.zone(&zone.rightmost(*labels)).is_some();
        let labels = (1..zone.label_count()).rev().find(is_zone)?;
        Some(zone.rightmost(labels).without_dot())
    };
    let problem = match (is_separate, is_of_registries) {
        (true, false) => return Some(found),
        (true, true) => "is the zone of container registries".to_owned(),
        (false, _) => {
            let parent = parent().unwrap_or_default();
            format!("must not be deployed as a zone of its own: its names are in \"{parent}\"")
        }
    };
    let fix = match parent() {
        Some(parent) if !is_of_registries => format!("write \"{parent}\""),
        _ => "write a [[container_registry]] instead".to_owned(),
    };
    diagnostics.push(zone.error(problem).fix(fix));
    None
}

/// Says why a zone is not in the catalogue of a cloud, and what was probably meant.
fn describe_unknown(zone: &Name, cloud: Cloud) -> (String, String) {
    if let Some(other) = other_cloud(cloud, zone) {
        let problem =
            format!("is a zone of the cloud \"{}\", and this file's is \"{}\"", other.word(), cloud.word());
        return (problem, format!("set cloud = \"{}\", or write a zone of this cloud", other.word()));
    }
    let problem = format!("is no Private Link zone of the cloud \"{}\"", cloud.word());
    let near: Vec<String> =
        Catalogue::of(cloud).near(zone).iter().map(|zone| format!("\"{zone}\"")).collect();
    let fix = match near.as_slice() {
        [] => "write the private zone that Microsoft recommends for the service".to_owned(),
        near => format!("did you mean {}?", near.join(" or ")),
    };
    (problem, fix)
}

fn find_entry(
    subresource: Option<&Located<String>>,
    found: &Match,
    diagnostics: &mut Diagnostics,
) -> Option<&'static Entry> {
    let Some(subresource) = subresource else {
        return Some(found.main_entry());
    };
    let entry = found.subresource(subresource);
    if entry.is_none() {
        let names: Vec<String> = found.subresources().iter().map(|name| format!("\"{name}\"")).collect();
        let problem = "is no subresource of this zone";
        diagnostics.push(subresource.error(problem).fix(format!("write {}", names.join(" or "))));
    }
    entry
}

/// Reads the public and the private name; what cannot stand before a zone is reported.
fn read_name(
    name: &Located<String>,
    (public_zone, zone): (&Name, &Name),
    diagnostics: &mut Diagnostics,
) -> Option<(Name, Name)> {
    let is_relative = !name.contains(['@', '*', '/']) && !name.ends_with('.');
    let refused = if is_relative {
        match (Name::parse(name, public_zone), Name::parse(name, zone)) {
            (Ok(public), Ok(private)) => return Some((public.to_lowercase(), private.to_lowercase())),
            (Err(error), _) | (_, Err(error)) => name.error(error.to_string()).fix_of(&error),
        }
    } else {
        let fix = format!("write what stands before \"{}\"", public_zone.without_dot());
        name.error("is not the name of a resource").fix(fix)
    };
    diagnostics.push(refused);
    None
}

/// Registries and other resources, found by reference: "name", "group/name" or the public name.
pub(super) struct Resources<'r> {
    registries: &'r [Registry],
    resolved: &'r Resolved,
    /// The name of each, and its public name, which nothing shares.
    labels: HashMap<ResourceIndex, (String, String)>,
    /// In the order of the file.
    order: Vec<ResourceIndex>,
    /// By every reference, in lower case.
    by_reference: HashMap<String, Vec<ResourceIndex>>,
}

impl<'r> Resources<'r> {
    pub(super) fn new(registries: &'r [Registry], resolved: &'r Resolved, cloud: Cloud) -> Self {
        let (labels, order, by_reference) = (HashMap::new(), Vec::new(), HashMap::new());
        let mut resources = Self { registries, resolved, labels, order, by_reference };
        for (index, registry) in registries.iter().enumerate() {
            let public = format!("{}.{}", registry.label(), cloud.registry_suffix());
            let index = ResourceIndex::Registry(RegistryIndex(index));
            resources.insert(index, &registry.name, registry.resource_group.as_ref(), public);
        }
        for (index, resource) in resolved.resources.iter().enumerate() {
            let public = resource.public_name.without_dot();
            let index = ResourceIndex::PrivateLink(index);
            resources.insert(index, &resource.name, resource.resource_group.as_ref(), public);
        }
        resources
    }

    fn insert(
        &mut self,
        index: ResourceIndex,
        name: &str,
        group: Option<&Located<String>>,
        public_name: String,
    ) {
        let in_group = group.map(|group| format!("{}/{name}", group.value).to_lowercase());
        for reference in
            [Some(name.to_lowercase()), in_group, Some(public_name.clone())].into_iter().flatten()
        {
            let found = self.by_reference.entry(reference).or_default();
            if !found.contains(&index) {
                found.push(index);
            }
        }
        self.labels.insert(index, (name.to_owned(), public_name));
        self.order.push(index);
    }

    pub(super) fn registries(&self) -> &'r [Registry] {
        self.registries
    }

    /// Returns the resource at a position.
    pub(super) fn get(&self, index: ResourceIndex) -> Resource<'r> {
        match index {
            ResourceIndex::Registry(index) => Resource::Registry(&self.registries[index.0]),
            ResourceIndex::PrivateLink(index) => Resource::PrivateLink(&self.resolved.resources[index]),
        }
    }

    /// Finds the resource that a reference means; an unknown or ambiguous one is reported.
    pub(super) fn find(
        &self,
        reference: &Located<String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResourceIndex> {
        if reference.is_missing(diagnostics) {
            return None;
        }
        let wanted = reference.to_lowercase();
        let wanted = wanted.strip_suffix('.').unwrap_or(&wanted);
        match self.by_reference.get(wanted).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            Some(several) => {
                let meant = |index| (self.label(index).to_owned(), self.get(*index).place().clone());
                let meant: Vec<_> = several.iter().map(meant).collect();
                diagnostics.push(ambiguous(reference, "resources", &meant));
                None
            }
            // What is refused has been reported.
            None if self.resolved.refused.iter().any(|name| name == wanted) => None,
            None => {
                let problem = "is no container registry and no private link resource";
                diagnostics.push(reference.error(problem).fix(self.suggestion(reference)));
                None
            }
        }
    }

    /// Returns the shortest text that means a resource alone: its name, or its public name if another one has the name.
    fn label(&self, index: &ResourceIndex) -> &str {
        let (name, public_name) = &self.labels[index];
        let is_shared = self.by_reference.get(&name.to_lowercase()).is_some_and(|twins| twins.len() > 1);
        if is_shared { public_name } else { name }
    }

    /// Says what could have been meant.
    fn suggestion(&self, reference: &str) -> String {
        const MOST: usize = 6;
        let names: Vec<&str> = self.order.iter().map(|index| self.label(index)).collect();
        let public_names = self.order.iter().map(|index| self.labels[index].1.as_str());
        match (nearest(reference, names.iter().copied().chain(public_names)), names.as_slice()) {
            (Some(meant), _) => format!("did you mean \"{meant}\"?"),
            (None, []) => "the file has neither".to_owned(),
            (None, all) if all.len() <= MOST => format!("there is {}", all.join(", ")),
            (None, all) => format!("there is {}, and {} more", all[..MOST].join(", "), all.len() - MOST),
        }
    }
}
