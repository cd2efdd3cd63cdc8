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
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{
    NamingRefusal, OneOfQuoted, ReferenceRefusal, Related, ResourceRefusal, Suggestion, SyntaxRefusal,
};
use azure_objects::schema::Table;
use azure_objects::{Provenance, Refusals};

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

/// Resolves the resources that can be read.
pub(super) fn resolve(
    written: Vec<config_file::PrivateLinkResource>,
    cloud: Cloud,
    refusals: &mut Refusals,
) -> Vec<PrivateLinkResource> {
    let mut resolved: Vec<PrivateLinkResource> = Vec::new();
    let mut sites: HashMap<Name, Site> = HashMap::new();
    for written in written {
        let name = written.name.clone();
        let id = written.id();
        let resource = refusals.about(|| id, |refusals| resolve_one(written, cloud, refusals));
        let Some(resource) = resource else {
            refusals.leave_out(&config_file::PrivateLinkResource::TABLE, &name);
            continue;
        };
        if let Some(first) = sites.get(&resource.private_name) {
            let (zone, first) = (resource.zone.without_dot(), first.into());
            let taken = NamingRefusal::TakenInZone { zone, first };
            refusals.push(name.refuse(taken).of(resource.id));
            continue;
        }
        sites.insert(resource.private_name.clone(), name.site);
        resolved.push(resource);
    }
    resolved
}

fn resolve_one(
    written: config_file::PrivateLinkResource,
    cloud: Cloud,
    refusals: &mut Refusals,
) -> Option<PrivateLinkResource> {
    let (id, zone) = (written.id(), &written.private_dns_zone);
    let found = find_zone(zone, cloud, refusals)?;
    let entry = find_entry(written.subresource.as_ref(), &found, refusals)?;
    let public_zone = found.public_zone(entry)?;
    let (public_name, private_name) = read_name(&written.name, (&public_zone, zone), refusals)?;
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
fn find_zone(zone: &Located<Name>, cloud: Cloud, refusals: &mut Refusals) -> Option<Match> {
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

fn find_entry(
    subresource: Option<&Located<String>>,
    found: &Match,
    refusals: &mut Refusals,
) -> Option<&'static Entry> {
    let Some(subresource) = subresource else {
        return Some(found.main_entry());
    };
    let entry = found.subresource(subresource);
    if entry.is_none() {
        let subresources = OneOfQuoted(found.subresources().iter().map(ToString::to_string).collect());
        refusals.push(subresource.refuse(ResourceRefusal::UnknownSubresource { subresources }));
    }
    entry
}

/// Reads the public and the private name; what cannot stand before a zone is reported.
fn read_name(
    name: &Located<String>,
    (public_zone, zone): (&Name, &Name),
    refusals: &mut Refusals,
) -> Option<(Name, Name)> {
    let is_relative = !name.contains(['@', '*', '/']) && !name.ends_with('.');
    let refused = if is_relative {
        match (Name::parse(name, public_zone), Name::parse(name, zone)) {
            (Ok(public), Ok(private)) => return Some((public.to_lowercase(), private.to_lowercase())),
            (Err(error), _) | (_, Err(error)) => name.refuse(SyntaxRefusal::NotADomainName { error }),
        }
    } else {
        name.refuse(NamingRefusal::NotOfAResource { zone: public_zone.without_dot() })
    };
    refusals.push(refused);
    None
}

/// Registries and other resources, found by reference: "name", "group/name" or the public name.
pub(super) struct Resources<'r> {
    registries: &'r [Registry],
    others: &'r [PrivateLinkResource],
    /// The name of each, and its public name, which nothing shares.
    labels: HashMap<ResourceIndex, (String, String)>,
    /// In the order of the file.
    order: Vec<ResourceIndex>,
    /// By every reference, in lower case.
    by_reference: HashMap<String, Vec<ResourceIndex>>,
}

impl<'r> Resources<'r> {
    pub(super) fn new(registries: &'r [Registry], others: &'r [PrivateLinkResource], cloud: Cloud) -> Self {
        let (labels, order, by_reference) = (HashMap::new(), Vec::new(), HashMap::new());
        let mut resources = Self { registries, others, labels, order, by_reference };
        for (index, registry) in registries.iter().enumerate() {
            let public = format!("{}.{}", registry.label(), cloud.registry_suffix());
            let index = ResourceIndex::Registry(RegistryIndex(index));
            resources.insert(index, &registry.name, registry.resource_group.as_ref(), public);
        }
        for (index, resource) in others.iter().enumerate() {
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
            ResourceIndex::PrivateLink(index) => Resource::PrivateLink(&self.others[index]),
        }
    }

    /// Finds the resource that a reference means; an unknown or ambiguous one is reported.
    pub(super) fn find(&self, reference: &Located<String>, refusals: &mut Refusals) -> Option<ResourceIndex> {
        let wanted = reference.to_lowercase();
        let wanted = wanted.strip_suffix('.').unwrap_or(&wanted);
        match self.by_reference.get(wanted).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            Some(several) => {
                let meant = |index| (self.label(index).to_owned(), Related::from(self.get(*index).place()));
                let meant = several.iter().map(meant).collect();
                refusals.push(ambiguous(reference, "resources".to_owned(), meant));
                None
            }
            // What is refused has been reported.
            None if is_left_out(wanted, refusals) => None,
            None => {
                let suggestion = self.suggestion(reference, refusals);
                refusals.push(reference.refuse(ReferenceRefusal::UnknownResource { suggestion }));
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

    /// Says what could have been meant; resources that were refused, if there are no others.
    fn suggestion(&self, reference: &str, refusals: &Refusals) -> Suggestion {
        const MOST: usize = 6;
        let left_out = TABLES.into_iter().flat_map(|table| refusals.references_left_out(table));
        let left_out = left_out.filter(|name| !name.contains('/'));
        let mut names: Vec<&str> = self.order.iter().map(|index| self.label(index)).collect();
        if names.is_empty() {
            names.extend(left_out);
        }
        let public_names = self.order.iter().map(|index| self.labels[index].1.as_str());
        match (nearest(reference, names.iter().copied().chain(public_names)), names.as_slice()) {
            (Some(meant), _) => Suggestion::Nearest(vec![meant.to_owned()]),
            (None, []) => Suggestion::Neither,
            (None, all) => Suggestion::ThereIs {
                names: all.iter().take(MOST).map(|&name| name.to_owned()).collect(),
                more: all.len().saturating_sub(MOST),
            },
        }
    }
}

/// The tables that resources are written in.
const TABLES: [&Table; 2] =
    [&config_file::ContainerRegistry::TABLE, &config_file::PrivateLinkResource::TABLE];

/// Tells whether a reference may mean a resource that is left out: its public name begins with its name.
fn is_left_out(reference: &str, refusals: &Refusals) -> bool {
    let name = reference.split_once('.').map_or(reference, |(name, _)| name);
    TABLES
        .into_iter()
        .any(|table| refusals.has_left_out(table, reference) || refusals.has_left_out(table, name))
}
