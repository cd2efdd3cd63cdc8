//! Which object of a model: its position among those of its kind. Positions hold for one model; IDs hold for ever.

/// Position of a network in [`super::Model::networks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NetworkIndex(pub usize);

/// Position of a virtual machine in [`super::Model::machines`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MachineIndex(pub usize);

/// Position of a zone in [`super::Model::zones`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ZoneIndex(pub usize);

/// Position of a registry in [`super::Model::registries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegistryIndex(pub usize);

/// Position of an endpoint in [`super::Model::endpoints`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EndpointIndex(pub usize);

/// Position of a server in [`super::Model::servers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ServerIndex(pub usize);

/// Which inbound endpoint of [`super::Model::resolvers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InboundIndex {
    /// Position of the resolver.
    pub resolver: usize,
    /// Position in its endpoints.
    pub endpoint: usize,
}

/// What a private endpoint leads to, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResourceIndex {
    /// In [`super::Model::registries`].
    Registry(RegistryIndex),
    /// In [`super::Model::private_link_resources`].
    PrivateLink(usize),
}

/// Position of a subresource in [`super::PrivateLinkResource::subresources`]; a registry has the first only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SubresourceIndex(pub usize);

/// A part of a resource that private endpoints lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResourcePart {
    /// The resource.
    pub resource: ResourceIndex,
    /// The part of it.
    pub subresource: SubresourceIndex,
}

impl From<RegistryIndex> for ResourcePart {
    /// A registry is one part.
    fn from(registry: RegistryIndex) -> Self {
        Self { resource: ResourceIndex::Registry(registry), subresource: SubresourceIndex::default() }
    }
}
