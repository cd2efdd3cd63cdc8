//! What private endpoints lead to: container registries, and resources of the other services of the catalogue.

mod find;
mod groups;
mod names;
mod resolve;
mod values;

use std::net::Ipv4Addr;

use zone_store::name::Name;

pub(super) use find::Resources;
pub(super) use resolve::resolve;

use super::members::{PublicSide, RecordPlace, ResourceMember, ResourceName};
use super::positions::SubresourceIndex;
use super::registries::{Registry, documentation_address};
use azure_catalogue::Cloud;
use azure_catalogue::members::{Certainty, Group};
use azure_objects::Provenance;
use azure_objects::config_file;
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::schema::Table;

/// What a private endpoint leads to.
#[derive(Debug, Clone, Copy)]
pub enum Resource<'m> {
    /// A container registry.
    Registry(&'m Registry),
    /// A resource of another service.
    PrivateLink(&'m PrivateLinkResource),
}

impl<'m> Resource<'m> {
    /// Returns its ID.
    pub fn id(&self) -> &'m ObjectId {
        match self {
            Self::Registry(registry) => &registry.id,
            Self::PrivateLink(resource) => &resource.id,
        }
    }

    /// Returns its name.
    pub fn name(&self) -> &'m Located<String> {
        match self {
            Self::Registry(registry) => &registry.name,
            Self::PrivateLink(resource) => &resource.name,
        }
    }

    /// Returns where its name is written.
    pub(super) fn place(&self) -> &Provenance {
        &self.name().site.place
    }

    /// Counts its subresources; a registry is one.
    pub fn subresource_count(&self) -> usize {
        match self {
            Self::Registry(_) => 1,
            Self::PrivateLink(resource) => resource.subresources.len(),
        }
    }

    /// Lists what an endpoint of a subresource has an address for, in the order of allocation.
    pub fn members(&self, subresource: SubresourceIndex, cloud: Cloud) -> Vec<ResourceMember> {
        match self {
            Self::Registry(registry) => registry_members(registry, cloud),
            Self::PrivateLink(resource) => resource.subresources[subresource.0].members.clone(),
        }
    }

    /// Tells whether the public names of a subresource lead through privatelink.
    pub fn has_privatelink_cname(&self, subresource: SubresourceIndex) -> bool {
        match self {
            Self::Registry(registry) => registry.has_privatelink_cname,
            Self::PrivateLink(resource) => resource.subresources[subresource.0].has_privatelink_cname,
        }
    }

    /// Names its kind for a sentence.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Registry(_) => "registry",
            Self::PrivateLink(_) => "resource",
        }
    }

    /// Tells whether an endpoint of a subresource writes into a zone at `apex`; zone groups write into no other.
    pub fn writes_to(&self, apex: &Name, subresource: SubresourceIndex, cloud: Cloud) -> bool {
        self.members(subresource, cloud).iter().flat_map(|member| &member.names).any(|name| name.is_in(apex))
    }
}

/// A resource of a service that is no container registry.
#[derive(Debug)]
pub struct PrivateLinkResource {
    /// Its ID.
    pub id: ObjectId,
    /// Its name, as it is written.
    pub name: Located<String>,
    /// Its resource group.
    pub resource_group: Option<Located<String>>,
    /// The table that it is written in.
    pub table: &'static Table,
    /// Its type, as "Microsoft.Storage/storageAccounts".
    pub resource_type: &'static str,
    /// The parts of it that endpoints lead to. At least one.
    pub subresources: Vec<Subresource>,
    /// Where it is written.
    pub site: Site,
    pub(super) public_address: Option<Ipv4Addr>,
    pub(super) privatelink_cname: Option<bool>,
}

/// A part of a resource that private endpoints lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subresource {
    /// Its group ID: "blob".
    pub id: String,
    /// The row of the catalogue.
    pub group: &'static Group,
    /// What an endpoint of it has an address for, in the order of allocation.
    pub members: Vec<ResourceMember>,
    /// Whether its public names lead through privatelink.
    pub has_privatelink_cname: bool,
}

impl Subresource {
    /// Iterates over its names, member by member.
    pub fn names(&self) -> impl Iterator<Item = &ResourceName> {
        self.members.iter().flat_map(|member| &member.names)
    }
}

impl PrivateLinkResource {
    /// Iterates over the names of all its subresources.
    pub fn names(&self) -> impl Iterator<Item = &ResourceName> {
        self.subresources.iter().flat_map(Subresource::names)
    }

    /// Returns the name that people know it by: its first public name, else its first private one, else its name.
    pub fn label(&self) -> String {
        let public = self.names().find_map(|name| name.public.as_ref());
        let private = || self.names().find_map(|name| name.record.as_ref()).map(|record| &record.owner);
        public.or_else(private).map_or_else(|| self.name.to_ascii_lowercase(), Name::without_dot)
    }

    /// Names it for a sentence: `storage account "mystorage"`; `private link resource` and the name that tells it apart.
    pub fn description(&self) -> String {
        let kind = self.table.path.replace('_', " ");
        match self.table == &config_file::PrivateLinkResource::TABLE {
            true => format!("{kind} \"{}\"", self.label()),
            false => format!("{kind} \"{}\"", self.name.value),
        }
    }

    /// Returns what a public name of it leads to.
    pub fn public_address(&self, name: &Name) -> Ipv4Addr {
        let decided = || documentation_address(&name.to_lowercase().without_dot(), "");
        self.public_address.unwrap_or_else(decided)
    }
}

/// Lists the members of a registry (`Private endpoints of a registry`, DNS records).
fn registry_members(registry: &Registry, cloud: Cloud) -> Vec<ResourceMember> {
    let suffix = cloud.registry_suffix().parse::<Name>().ok();
    let zone = cloud.registry_private_zone().parse::<Name>().ok();
    let member = |kind| {
        let own = registry.relative_name(&kind);
        let public = suffix.as_ref().and_then(|suffix| Name::parse(&own, suffix).ok());
        let record =
            zone.clone().and_then(|zone| Some(RecordPlace { owner: Name::parse(&own, &zone).ok()?, zone }));
        let (public_zone, public_side, certainty) =
            (suffix.clone(), PublicSide::Cname, Certainty::Documented);
        let name = ResourceName { public, public_zone, record, public_side, certainty };
        ResourceMember { kind, names: vec![name] }
    };
    registry.members().into_iter().map(member).collect()
}
