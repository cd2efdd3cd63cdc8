//! A configuration as written: typed values with their places, references still by name.
//!
//! Values are of their kind here; whether they fit together is decided by `model`. The same structs are the way to
//! build a configuration in code: `new` fills in the schema's defaults, and every field is public.

mod access;
mod forwarding;
mod identity;
mod objects;
mod record_sets;
mod section;
mod settings;
mod walk;

pub use access::{IpRule, NetworkRuleSet, VirtualNetworkRule};
pub use forwarding::{
    DnsForwardingRuleset, DnsServer, DnsServerZone, Forwarder, InboundEndpoint, Network, PrivateDnsResolver,
    Rule,
};
pub use objects::{
    ContainerRegistry, IpConfiguration, PrivateDnsZone, PrivateEndpoint, PrivateLinkResource, PublicAddress,
    RecordSet, SoaRecord, Subnet, VirtualMachine, VirtualNetwork, VirtualNetworkLink,
};
pub use record_sets::RecordSets;
pub use settings::{Assumptions, AzureDns, Cache, Internet, InternetZone, Limits, PublicChain};

use crate::located::{Located, Site};
use crate::raw::RawDocument;
use crate::refusal::Refusals;
use crate::schema;
use crate::words::Cloud;
use section::Section;
use walk::Walk;
pub use walk::address_of_server;

/// A whole configuration.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// Whose names and suffixes hold.
    pub cloud: Located<Cloud>,
    /// The resolver at 168.63.129.16.
    pub azure_dns: AzureDns,
    /// The public side.
    pub internet: Internet,
    /// Virtual networks.
    pub virtual_networks: Vec<VirtualNetwork>,
    /// Virtual machines.
    pub virtual_machines: Vec<VirtualMachine>,
    /// Private DNS zones.
    pub private_dns_zones: Vec<PrivateDnsZone>,
    /// Container registries.
    pub container_registries: Vec<ContainerRegistry>,
    /// Resources of other services.
    pub private_link_resources: Vec<PrivateLinkResource>,
    /// Private endpoints.
    pub private_endpoints: Vec<PrivateEndpoint>,
    /// Networks outside Azure.
    pub networks: Vec<Network>,
    /// Custom DNS servers.
    pub dns_servers: Vec<DnsServer>,
    /// DNS private resolvers.
    pub private_dns_resolvers: Vec<PrivateDnsResolver>,
    /// DNS forwarding rulesets.
    pub dns_forwarding_rulesets: Vec<DnsForwardingRuleset>,
    /// Names and TTLs of the public side.
    pub public_chain: PublicChain,
    /// Azure's count limits.
    pub limits: Limits,
    /// What resolvers remember.
    pub cache: Cache,
    /// Answers to what nobody has documented.
    pub assumptions: Assumptions,
}

impl Default for ConfigFile {
    /// An empty configuration.
    fn default() -> Self {
        Self::read(Section::new(&schema::ROOT, Site::code()))
    }
}

impl ConfigFile {
    /// Takes the objects out of a document. What is wrong goes to `refusals`, and the rest is returned.
    pub fn from_document(document: &RawDocument<'_>, refusals: &mut Refusals) -> Self {
        Self::read(Walk::root(document, &schema::ROOT, refusals))
    }

    fn read(mut root: Section) -> Self {
        Self {
            cloud: root.word("cloud", Cloud::from_word, Cloud::Public),
            azure_dns: AzureDns::read(root.table("azure_dns", &schema::AZURE_DNS)),
            internet: Internet::read(root.table("internet", &schema::INTERNET)),
            virtual_networks: root
                .named_tables("virtual_network", VirtualNetwork::read, |one| one.name.is_empty()),
            virtual_machines: root
                .named_tables("virtual_machine", VirtualMachine::read, |one| one.name.is_empty()),
            private_dns_zones: root
                .named_tables("private_dns_zone", PrivateDnsZone::read, |one| one.name.is_root()),
            container_registries: root
                .named_tables("container_registry", ContainerRegistry::read, |one| one.name.is_empty()),
            private_link_resources: root.named_tables(
                "private_link_resource",
                PrivateLinkResource::read,
                |one| one.name.is_empty(),
            ),
            private_endpoints: root
                .tables("private_endpoint")
                .into_iter()
                .map(PrivateEndpoint::read)
                .collect(),
            networks: root.named_tables("network", Network::read, |one| one.name.is_empty()),
            dns_servers: root.named_tables("dns_server", DnsServer::read, |one| one.name.is_empty()),
            private_dns_resolvers: root.named_tables(
                "private_dns_resolver",
                PrivateDnsResolver::read,
                |one| one.name.is_empty(),
            ),
            dns_forwarding_rulesets: root.named_tables(
                "dns_forwarding_ruleset",
                DnsForwardingRuleset::read,
                |one| one.name.is_empty(),
            ),
            public_chain: PublicChain::read(root.table("public_chain", &schema::PUBLIC_CHAIN)),
            limits: Limits::read(root.table("limits", &schema::LIMITS)),
            cache: Cache::read(root.table("cache", &schema::CACHE)),
            assumptions: Assumptions::read(root.table("assumptions", &schema::ASSUMPTIONS)),
        }
    }
}
