//! A configuration that fits together: references resolved, nothing in it that Azure would refuse.
//!
//! Records of zones are packed into [`Contents`], those of zone files among them.

mod addresses;
mod contents;
mod directory;
mod endpoints;
mod forwarding;
pub(crate) mod limits;
mod listeners;
mod loops;
mod machines;
mod network_rules;
mod networks;
mod own_listeners;
pub(crate) mod reading;
mod real;
pub(crate) mod records;
pub(crate) mod registries;
mod resolvers;
mod resources;
mod rulesets;
mod servers;
mod targets;
pub(crate) mod zone_files;
mod zones;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use zone_store::cache::CacheLimits;

pub use addresses::AllocatedAddresses;
pub use contents::{Contents, FileRecords, WrittenRecords};
pub(crate) use contents::{RefusedRecord, Soa};
pub use endpoints::{Endpoint, EndpointIndex, GroupZone, Member, MemberKind};
pub use limits::Limits;
pub use listeners::{Listener, ListenerView};
pub use machines::{Machine, MachineIndex};
pub use network_rules::{NetworkRules, SubnetRule};
pub use networks::{Network, NetworkIndex, Subnet};
use reading::EarlierContents;
pub(crate) use reading::Reading;
pub(crate) use reading::WrittenZone;
pub use real::{RealAddress, RealUpstream};
pub(crate) use records::Holder;
pub use records::Record;
pub use registries::{Registry, RegistryIndex};
pub use resolvers::{InboundEndpoint, InboundIndex, PrivateDnsResolver};
pub use resources::{PrivateLinkResource, Resource, ResourceIndex};
pub(crate) use rulesets::reserved_domains;
pub use rulesets::{IgnoredRule, Rule, Ruleset};
pub use servers::{Forwarder, OwnZone, Server, ServerIndex, ZoneContent};
pub use targets::AZURE_DNS;
pub use targets::Target;
pub(crate) use zone_files::ZoneFiles;
pub use zones::MULTICAST;
pub use zones::{InternetZone, Link, Zone, ZoneIndex};

use crate::files::Files;
use crate::origins::Origins;
use azure_objects::config_file::{self, Assumptions, ConfigFile, PublicChain};
use azure_objects::diagnostic::{Diagnostic, Diagnostics};
use azure_objects::located::Located;
use azure_objects::words::{Cloud, UnknownSource};

/// A valid configuration. It can only be made by [`Model::new`].
#[derive(Debug)]
pub struct Model {
    cloud: Cloud,
    unknown_source: UnknownSource,
    gives_reasons: bool,
    networks: Vec<Network>,
    machines: Vec<Machine>,
    zones: Vec<Zone>,
    internet_zones: Vec<InternetZone>,
    upstream: Vec<Located<RealUpstream>>,
    randomizes_case: bool,
    registries: Vec<Registry>,
    private_link_resources: Vec<PrivateLinkResource>,
    endpoints: Vec<Endpoint>,
    servers: Vec<Server>,
    resolvers: Vec<PrivateDnsResolver>,
    rulesets: Vec<Ruleset>,
    listeners: Vec<Listener>,
    public_chain: PublicChain,
    limits: Limits,
    assumptions: Assumptions,
    cache: CacheLimits,
    origins: Origins,
}

/// What was decided before, and stays.
#[derive(Debug, Default)]
pub(crate) struct Past {
    pub(crate) origins: Origins,
    pub(crate) contents: EarlierContents,
    pub(crate) addresses: AllocatedAddresses,
}

impl Past {
    /// Takes what a model has decided.
    pub(crate) fn of(model: &Model) -> Self {
        let origins = model.origins.clone();
        Self { origins, contents: EarlierContents::of(model), addresses: AllocatedAddresses::of(model) }
    }
}

/// Whose rules hold, and whether its count limits do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) cloud: Cloud,
    pub(crate) limits: Limits,
}

fn cache_limits(cache: &config_file::Cache) -> CacheLimits {
    let seconds = |seconds: &Located<u32>| Duration::from_secs(seconds.value.into());
    CacheLimits {
        size: cache.size.value as usize,
        maximum_ttl: seconds(&cache.maximum_ttl),
        maximum_negative_ttl: seconds(&cache.maximum_negative_ttl),
        error_ttl: seconds(&cache.error_ttl),
        serve_stale: seconds(&cache.serve_stale),
        prefetch: cache.prefetch.value,
    }
}

impl Model {
    /// Checks a configuration and resolves its references.
    ///
    /// Its zone files are relative to the working folder of `files`.
    ///
    /// # Errors
    /// Every [`Diagnostic`], sorted by place.
    pub fn new(config: ConfigFile, files: &dyn Files) -> Result<Self, Vec<Diagnostic>> {
        let mut diagnostics = Diagnostics::default();
        let files = ZoneFiles::new(files, Path::new("."));
        let model = Self::resolve(config, Some(&files), &Past::default(), &mut diagnostics);
        if diagnostics.has_errors() { Err(diagnostics.into_sorted()) } else { Ok(model) }
    }

    /// Does the same, and returns what is left when the objects that do not fit are taken out.
    pub(crate) fn resolve(
        mut config: ConfigFile,
        files: Option<&ZoneFiles<'_>>,
        past: &Past,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let cloud = config.cloud.value;
        let limits = Limits { are_enforced: config.limits.enforce.value };
        let terms = Terms { cloud, limits };
        let reading = Reading { files, origins: &past.origins, earlier: &past.contents };
        let mut listeners = listeners::of_networks(&config);
        let forwarding = forwarding::Written::take(&mut config);
        let mut networks = networks::resolve(config.virtual_networks, config.networks, cloud, diagnostics);
        let mut addresses = addresses::Addresses::default();
        endpoints::keep_addresses(&config.private_endpoints, &networks, past, &mut addresses);
        let machines = machines::resolve(config.virtual_machines, &networks, &mut addresses, diagnostics);
        let zones = zones::resolve(config.private_dns_zones, &networks, terms, &reading, diagnostics);
        let known = forwarding::Known { zones: &zones, terms, reading: &reading };
        let forwarding = forwarding.resolve(&mut networks, &known, &mut addresses, diagnostics);
        listeners.extend(listeners::of_resolvers(&forwarding.servers, &forwarding.resolvers));
        let own = config.azure_dns.listen.as_deref();
        let listeners = listeners::resolve(own, listeners, &config.internet.listen, diagnostics);
        let upstream = real::resolve(config.internet.upstream, diagnostics);
        let internet_zones = zones::resolve_internet(config.internet.zones, &reading, diagnostics);
        let mut registries = registries::resolve(
            config.container_registries,
            network_rules::Known { networks: &networks, cloud, limits },
            diagnostics,
        );
        let mut resolved = resources::resolve(config.private_link_resources, cloud, diagnostics);
        let resources = resources::Resources::new(registries.items(), &resolved, cloud);
        let known =
            endpoints::Known { networks: &networks, zones: &zones, resources: &resources, terms, past };
        let endpoints = endpoints::resolve(config.private_endpoints, &known, &mut addresses, diagnostics);
        let pending_too = config.assumptions.pending_privatelink_cname.value;
        registries::note_endpoints(&mut registries, &endpoints, pending_too);
        network_rules::check_endpoints(registries.items(), &endpoints, networks.items(), diagnostics);
        resources::note_endpoints(&mut resolved.resources, &endpoints, pending_too);
        let model = Self {
            cloud,
            unknown_source: config.azure_dns.unknown_source.value,
            gives_reasons: config.azure_dns.explain.value,
            networks: networks.into_items(),
            machines,
            zones: zones.into_items(),
            internet_zones,
            upstream,
            randomizes_case: config.internet.case_randomization.value,
            registries: registries.into_items(),
            private_link_resources: resolved.resources,
            endpoints,
            servers: forwarding.servers,
            resolvers: forwarding.resolvers,
            rulesets: forwarding.rulesets,
            listeners,
            limits,
            public_chain: config.public_chain,
            assumptions: config.assumptions,
            cache: cache_limits(&config.cache),
            origins: past.origins.clone(),
        };
        loops::check(&model, diagnostics);
        own_listeners::check(&model, diagnostics);
        model
    }

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

    /// Returns what a private zone holds, for changing it.
    pub(crate) fn contents_of(&self, zone: ZoneIndex) -> EarlierContents {
        EarlierContents::of_zone(self, &self.zones[zone.0])
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
