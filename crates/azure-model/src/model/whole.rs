//! The model: what resolving a configuration came to.

use std::sync::Arc;

use zone_store::cache::CacheLimits;

use super::contents::Contents;
use super::endpoints::Endpoint;
use super::limits::Limits;
use super::listeners::Listener;
use super::machines::Machine;
use super::networks::Network;
use super::positions::{ResourceIndex, ZoneIndex};
use super::real::RealUpstream;
use super::registries::Registry;
use super::resolvers::PrivateDnsResolver;
use super::resources::{PrivateLinkResource, Resource};
use super::rulesets::Ruleset;
use super::servers::Server;
use super::terms::Terms;
use super::zones::{InternetZone, Zone};
use crate::origins::Origins;
use azure_objects::config_file::{Assumptions, PublicChain};
use azure_objects::located::Located;
use azure_objects::words::{Cloud, UnknownSource};

/// A valid configuration. It can only be made by [`Model::new`].
#[derive(Debug)]
pub struct Model {
    pub(super) cloud: Cloud,
    pub(super) unknown_source: UnknownSource,
    pub(super) gives_reasons: bool,
    pub(super) networks: Vec<Network>,
    pub(super) machines: Vec<Machine>,
    pub(super) zones: Vec<Zone>,
    pub(super) internet_zones: Vec<InternetZone>,
    pub(super) upstream: Vec<Located<RealUpstream>>,
    pub(super) randomizes_case: bool,
    pub(super) registries: Vec<Registry>,
    pub(super) private_link_resources: Vec<PrivateLinkResource>,
    pub(super) endpoints: Vec<Endpoint>,
    pub(super) servers: Vec<Server>,
    pub(super) resolvers: Vec<PrivateDnsResolver>,
    pub(super) rulesets: Vec<Ruleset>,
    pub(super) listeners: Vec<Listener>,
    pub(super) public_chain: PublicChain,
    pub(super) limits: Limits,
    pub(super) assumptions: Assumptions,
    pub(super) cache: CacheLimits,
    pub(super) origins: Origins,
}

impl Model {
    /// Returns the cloud whose names hold.
    pub fn cloud(&self) -> Cloud {
        self.cloud
    }

    /// Returns what a source in no network gets.
    pub fn unknown_source(&self) -> UnknownSource {
        self.unknown_source
    }

    /// Tells whether answers carry their reasons.
    pub fn gives_reasons(&self) -> bool {
        self.gives_reasons
    }

    /// Returns the virtual networks, in file order, then the networks outside Azure.
    pub fn networks(&self) -> &[Network] {
        &self.networks
    }

    /// Returns the virtual machines, in file order.
    pub fn machines(&self) -> &[Machine] {
        &self.machines
    }

    /// Returns the private zones, in file order.
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// Puts other contents into a private zone.
    pub(crate) fn set_contents(&mut self, zone: ZoneIndex, contents: Arc<Contents>) {
        self.zones[zone.0].contents = contents;
    }

    /// Returns whose rules hold, and whether its count limits do.
    pub(crate) fn terms(&self) -> Terms {
        Terms { cloud: self.cloud, limits: self.limits }
    }

    /// Returns the public zones, in file order.
    pub fn internet_zones(&self) -> &[InternetZone] {
        &self.internet_zones
    }

    /// Returns who is asked for what is not simulated, in order of preference; empty is a closed world.
    pub fn upstream(&self) -> &[Located<RealUpstream>] {
        &self.upstream
    }

    /// Tells whether real resolvers are asked in letters of random case.
    pub fn randomizes_case(&self) -> bool {
        self.randomizes_case
    }

    /// Returns the registries, in file order.
    pub fn registries(&self) -> &[Registry] {
        &self.registries
    }

    /// Returns the resources of other services, in file order.
    pub fn private_link_resources(&self) -> &[PrivateLinkResource] {
        &self.private_link_resources
    }

    /// Returns what a private endpoint leads to.
    pub fn resource(&self, index: ResourceIndex) -> Resource<'_> {
        match index {
            ResourceIndex::Registry(index) => Resource::Registry(&self.registries[index.0]),
            ResourceIndex::PrivateLink(index) => Resource::PrivateLink(&self.private_link_resources[index]),
        }
    }

    /// Returns the private endpoints, in file order.
    pub fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }

    /// Returns the custom DNS servers, in file order.
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// Returns the private resolvers, in file order.
    pub fn resolvers(&self) -> &[PrivateDnsResolver] {
        &self.resolvers
    }

    /// Returns the rulesets, in file order.
    pub fn rulesets(&self) -> &[Ruleset] {
        &self.rulesets
    }

    /// Returns what is listened on: azure_dns, the networks in file order, the servers, the inbound endpoints, the Internet.
    pub fn listeners(&self) -> &[Listener] {
        &self.listeners
    }

    /// Returns names and TTLs of the public side.
    pub fn public_chain(&self) -> &PublicChain {
        &self.public_chain
    }

    /// Tells whether Azure's count limits hold.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Returns how much resolvers remember.
    pub fn cache(&self) -> CacheLimits {
        self.cache
    }

    /// Returns what the origins of its records stand for, and of what it is compiled to.
    pub fn origins(&self) -> &Origins {
        &self.origins
    }

    /// Returns the answers to what nobody has documented.
    pub fn assumptions(&self) -> &Assumptions {
        &self.assumptions
    }
}
