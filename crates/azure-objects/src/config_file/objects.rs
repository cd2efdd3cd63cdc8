//! Objects of Azure, as written.

use std::net::{Ipv4Addr, SocketAddr};

use ipnet::IpNet;
use zone_store::name::Name;

use super::access::NetworkRuleSet;
use super::record_sets::RecordSets;
use super::section::Section;
use crate::located::{Located, Site};
use crate::schema;
use crate::words::{ConnectionStatus, NetworkRuleBypass, ResolutionPolicy, Sku};

/// `[[virtual_network]]`.
#[derive(Debug, Clone)]
pub struct VirtualNetwork {
    /// Its name.
    pub name: Located<String>,
    /// Tells objects of one name apart.
    pub resource_group: Option<Located<String>>,
    /// Its region; `None` is the cloud's default.
    pub location: Option<Located<String>>,
    /// Its prefixes.
    pub address_space: Vec<Located<IpNet>>,
    /// Whether every prefix of `address_space` could be read; if not, subnets may be inside one that could not.
    pub address_space_is_whole: bool,
    /// Source prefixes that count as this network; `None` is its address space.
    pub clients: Option<Vec<Located<IpNet>>>,
    /// Its subnets.
    pub subnets: Vec<Subnet>,
    /// DNS servers of its clients; empty is 168.63.129.16.
    pub dns_servers: Vec<Located<String>>,
    /// Addresses that answer as seen from it.
    pub listen: Vec<Located<SocketAddr>>,
    /// Addresses that answer as the DNS servers of its clients.
    pub client_listen: Vec<Located<SocketAddr>>,
    /// Public addresses that its clients are seen with.
    pub egress_ip_addresses: Vec<Located<Ipv4Addr>>,
    /// The table.
    pub site: Site,
}

impl VirtualNetwork {
    /// Describes a network with every other value at its default.
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), ..Self::read(Section::new(&schema::VIRTUAL_NETWORK, Site::code())) }
    }

    pub(super) fn read(mut table: Section) -> Self {
        Self {
            name: table.need("name"),
            resource_group: table.get("resource_group"),
            location: table.get("location"),
            address_space_is_whole: table.is_whole("address_space"),
            address_space: table.list("address_space"),
            clients: table.optional_list("clients"),
            subnets: table.tables("subnet").into_iter().map(Subnet::read).collect(),
            dns_servers: table.list("dns_servers"),
            listen: table.list("listen"),
            client_listen: table.list("client_listen"),
            egress_ip_addresses: table.list("egress_ip_addresses"),
            site: table.site,
        }
    }
}

/// A subnet of a virtual network.
#[derive(Debug, Clone)]
pub struct Subnet {
    /// Its name.
    pub name: Located<String>,
    /// Its prefixes.
    pub address_prefixes: Vec<Located<IpNet>>,
    /// Whether `address_prefixes` are there and every one of them could be read.
    pub address_prefixes_are_whole: bool,
    /// Services reached over a service endpoint.
    pub service_endpoints: Vec<Located<String>>,
}

impl Subnet {
    /// Describes a subnet.
    pub fn new(name: &str, address_prefixes: &[IpNet]) -> Self {
        let address_prefixes = address_prefixes.iter().map(|&prefix| prefix.into()).collect();
        let service_endpoints = Vec::new();
        Self { name: name.into(), address_prefixes, address_prefixes_are_whole: true, service_endpoints }
    }

    fn read(mut table: Section) -> Self {
        Self {
            name: table.need("name"),
            address_prefixes_are_whole: table.is_written("address_prefixes")
                && table.is_whole("address_prefixes"),
            address_prefixes: table.list("address_prefixes"),
            service_endpoints: table.list("service_endpoints"),
        }
    }
}

/// `[[virtual_machine]]`.
#[derive(Debug, Clone)]
pub struct VirtualMachine {
    /// Its name, which is its host name too.
    pub name: Located<String>,
    /// Tells objects of one name apart.
    pub resource_group: Option<Located<String>>,
    /// The network it is in.
    pub virtual_network: Located<String>,
    /// The address of its primary network interface; `None`: what was written is none, and the machine is left out.
    pub private_ip_address: Option<Located<Ipv4Addr>>,
    /// The table.
    pub site: Site,
}

impl VirtualMachine {
    /// Describes a virtual machine in no resource group.
    pub fn new(name: &str, virtual_network: &str, private_ip_address: Ipv4Addr) -> Self {
        Self {
            name: name.into(),
            virtual_network: virtual_network.into(),
            private_ip_address: Some(private_ip_address.into()),
            ..Self::read(Section::new(&schema::VIRTUAL_MACHINE, Site::code()))
        }
    }

    pub(super) fn read(mut table: Section) -> Self {
        Self {
            name: table.need("name"),
            resource_group: table.get("resource_group"),
            virtual_network: table.need("virtual_network"),
            private_ip_address: table.get("private_ip_address"),
            site: table.site,
        }
    }
}

/// `[[private_dns_zone]]`.
#[derive(Debug, Clone)]
pub struct PrivateDnsZone {
    /// Its apex.
    pub name: Located<Name>,
    /// Tells zones of one name apart.
    pub resource_group: Option<Located<String>>,
    /// A file with more records, relative to the configuration file.
    pub zone_file: Option<Located<String>>,
    /// Fields of its SOA record; `None` is Azure's, or the zone file's.
    pub soa_record: Option<SoaRecord>,
    /// Its links.
    pub virtual_network_links: Vec<VirtualNetworkLink>,
    /// Its record sets.
    pub record_sets: RecordSets,
    /// The table.
    pub site: Site,
}

impl PrivateDnsZone {
    /// Describes a zone with every other value at its default.
    pub fn new(name: Name) -> Self {
        Self { name: name.into(), ..Self::read(Section::new(&schema::PRIVATE_DNS_ZONE, Site::code())) }
    }

    pub(super) fn read(mut table: Section) -> Self {
        let links = table.tables("virtual_network_link");
        Self {
            name: table.need("name"),
            resource_group: table.get("resource_group"),
            zone_file: table.get("zone_file"),
            soa_record: table.optional_table("soa_record").map(SoaRecord::read),
            virtual_network_links: links.into_iter().map(VirtualNetworkLink::read).collect(),
            record_sets: table.tables("record_set").into_iter().map(RecordSet::read).collect(),
            site: table.site,
        }
    }
}

/// `private_dns_zone.soa_record`.
#[derive(Debug, Clone)]
pub struct SoaRecord {
    /// The responsible mailbox, as a domain name.
    pub email: Located<Name>,
    /// Seconds.
    pub ttl: Located<u32>,
    /// Serial number.
    pub serial_number: Located<u32>,
    /// Seconds.
    pub refresh_time: Located<u32>,
    /// Seconds.
    pub retry_time: Located<u32>,
    /// Seconds.
    pub expire_time: Located<u32>,
    /// Seconds that a negative answer may be cached.
    pub minimum_ttl: Located<u32>,
    /// Keys that are written; beside a zone file with a SOA, only those count.
    pub written: Vec<&'static str>,
    /// The table.
    pub site: Site,
}

impl Default for SoaRecord {
    /// The SOA record that Azure writes.
    fn default() -> Self {
        Self::read(Section::new(&schema::SOA_RECORD, Site::code()))
    }
}

impl SoaRecord {
    fn read(mut table: Section) -> Self {
        let keys = schema::SOA_RECORD.keys.iter().map(|key| key.name);
        Self {
            written: keys.filter(|key| table.is_written(key)).collect(),
            email: table.need("email"),
            ttl: table.need("ttl"),
            serial_number: table.need("serial_number"),
            refresh_time: table.need("refresh_time"),
            retry_time: table.need("retry_time"),
            expire_time: table.need("expire_time"),
            minimum_ttl: table.need("minimum_ttl"),
            site: table.site,
        }
    }
}

/// `[[private_dns_zone.virtual_network_link]]`.
#[derive(Debug, Clone)]
pub struct VirtualNetworkLink {
    /// Its name.
    pub name: Located<String>,
    /// The network that sees the zone: "name" or "group/name".
    pub virtual_network: Located<String>,
    /// Whether virtual machines are registered.
    pub registration_enabled: Located<bool>,
    /// What an NXDOMAIN means.
    pub resolution_policy: Located<ResolutionPolicy>,
    /// The table.
    pub site: Site,
}

impl VirtualNetworkLink {
    /// Describes a link with every other value at its default.
    pub fn new(name: &str, virtual_network: &str) -> Self {
        let absent = Section::new(&schema::VIRTUAL_NETWORK_LINK, Site::code());
        Self { name: name.into(), virtual_network: virtual_network.into(), ..Self::read(absent) }
    }

    fn read(mut table: Section) -> Self {
        let policy = table.word("resolution_policy", ResolutionPolicy::from_word, ResolutionPolicy::Default);
        Self {
            name: table.need("name"),
            virtual_network: table.need("virtual_network"),
            registration_enabled: table.need("registration_enabled"),
            resolution_policy: policy,
            site: table.site,
        }
    }
}

/// A record set of a private or an internet zone.
#[derive(Debug, Clone)]
pub struct RecordSet {
    /// Its name: relative, `@`, or absolute.
    pub name: Located<String>,
    /// Its type, as text.
    pub record_type: Located<String>,
    /// Seconds.
    pub ttl: Located<u32>,
    /// Data of each record, in presentation format.
    pub records: Vec<Located<String>>,
    /// The table.
    pub site: Site,
}

impl RecordSet {
    /// Describes a record set with the default TTL.
    pub fn new(name: &str, record_type: &str, records: &[&str]) -> Self {
        let absent = Section::new(&schema::RECORD_SET, Site::code());
        let records = records.iter().map(|&record| record.into()).collect();
        Self { name: name.into(), record_type: record_type.into(), records, ..Self::read(absent) }
    }

    pub(super) fn read(mut table: Section) -> Self {
        Self {
            name: table.need("name"),
            record_type: table.need("type"),
            ttl: table.need("ttl"),
            records: table.list("records"),
            site: table.site,
        }
    }
}

/// What a registry's public names lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicAddress {
    /// One address in every region.
    One(Ipv4Addr),
    /// An address per region; a region that is not listed has its default.
    ByRegion(Vec<(String, Ipv4Addr)>),
}

/// `[[container_registry]]`.
#[derive(Debug, Clone)]
pub struct ContainerRegistry {
    /// Its name.
    pub name: Located<String>,
    /// Tells objects of one name apart.
    pub resource_group: Option<Located<String>>,
    /// Its home region; `None` is the cloud's default.
    pub location: Option<Located<String>>,
    /// Its service tier.
    pub sku: Located<Sku>,
    /// Regions of its replicas.
    pub georeplications: Vec<Located<String>>,
    /// Whether data endpoints have public names even without a private endpoint.
    pub data_endpoint_enabled: Located<bool>,
    /// Whether the public address lets anybody in.
    pub public_network_access_enabled: Located<bool>,
    /// Whom its public address lets in; `None` is everybody.
    pub network_rule_set: Option<NetworkRuleSet>,
    /// Whom the rules do not concern.
    pub network_rule_bypass_option: Located<NetworkRuleBypass>,
    /// Whether it has regional endpoints.
    pub regional_endpoint_enabled: Located<bool>,
    /// What its public names lead to; `None` is an address that the name decides.
    pub public_ip_address: Option<Located<PublicAddress>>,
    /// Whether its public name leads through privatelink; `None` is "auto".
    pub privatelink_cname: Located<Option<bool>>,
    /// The table.
    pub site: Site,
}

impl ContainerRegistry {
    /// Describes a registry with every other value at its default.
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), ..Self::read(Section::new(&schema::CONTAINER_REGISTRY, Site::code())) }
    }

    pub(super) fn read(mut table: Section) -> Self {
        Self {
            name: table.need("name"),
            resource_group: table.get("resource_group"),
            location: table.get("location"),
            sku: table.word("sku", Sku::from_word, Sku::Premium),
            georeplications: table.list("georeplications"),
            data_endpoint_enabled: table.need("data_endpoint_enabled"),
            public_network_access_enabled: table.need("public_network_access_enabled"),
            network_rule_set: table.optional_table("network_rule_set").map(NetworkRuleSet::read),
            network_rule_bypass_option: table.word(
                "network_rule_bypass_option",
                NetworkRuleBypass::from_word,
                NetworkRuleBypass::AzureServices,
            ),
            regional_endpoint_enabled: table.need("regional_endpoint_enabled"),
            public_ip_address: table.get("public_ip_address"),
            privatelink_cname: table.need("privatelink_cname"),
            site: table.site,
        }
    }
}

/// `[[private_link_resource]]`.
#[derive(Debug, Clone)]
pub struct PrivateLinkResource {
    /// What stands before the zone, in public and in private.
    pub name: Located<String>,
    /// Tells objects of one name apart.
    pub resource_group: Option<Located<String>>,
    /// The private zone that the catalogue has for it.
    pub private_dns_zone: Located<Name>,
    /// What a private endpoint leads to; `None` is the one that the zone is named after.
    pub subresource: Option<Located<String>>,
    /// What its public name leads to; `None` is an address that the name decides.
    pub public_ip_address: Option<Located<Ipv4Addr>>,
    /// Whether its public name leads through privatelink; `None` is "auto".
    pub privatelink_cname: Located<Option<bool>>,
    /// The table.
    pub site: Site,
}

impl PrivateLinkResource {
    /// Describes a resource with every other value at its default.
    pub fn new(name: &str, private_dns_zone: Name) -> Self {
        let absent = Section::new(&schema::PRIVATE_LINK_RESOURCE, Site::code());
        Self { name: name.into(), private_dns_zone: private_dns_zone.into(), ..Self::read(absent) }
    }

    pub(super) fn read(mut table: Section) -> Self {
        Self {
            name: table.need("name"),
            resource_group: table.get("resource_group"),
            private_dns_zone: table.need("private_dns_zone"),
            subresource: table.get("subresource"),
            public_ip_address: table.get("public_ip_address"),
            privatelink_cname: table.need("privatelink_cname"),
            site: table.site,
        }
    }
}

/// `[[private_endpoint]]`.
#[derive(Debug, Clone)]
pub struct PrivateEndpoint {
    /// Its name.
    pub name: Located<String>,
    /// Tells objects of one name apart.
    pub resource_group: Option<Located<String>>,
    /// The network it is in.
    pub virtual_network: Located<String>,
    /// The subnet its addresses are of.
    pub subnet: Located<String>,
    /// The resource that it leads to.
    pub resource: Located<String>,
    /// Whether the owner of the resource accepted it.
    pub connection_status: Located<ConnectionStatus>,
    /// The zones that get its records; `None` writes none.
    pub private_dns_zone_group: Option<Vec<Located<String>>>,
    /// The address of each member; `None` leaves them to be allocated.
    pub ip_configurations: Option<Vec<IpConfiguration>>,
    /// The table.
    pub site: Site,
}

impl PrivateEndpoint {
    /// Describes an endpoint with every other value at its default.
    pub fn new(name: &str, virtual_network: &str, subnet: &str, resource: &str) -> Self {
        Self {
            name: name.into(),
            virtual_network: virtual_network.into(),
            subnet: subnet.into(),
            resource: resource.into(),
            ..Self::read(Section::new(&schema::PRIVATE_ENDPOINT, Site::code()))
        }
    }

    pub(super) fn read(mut table: Section) -> Self {
        let is_written = table.is_written("ip_configuration");
        let tables = table.tables("ip_configuration").into_iter();
        // One that was refused leaves none, lest its member be called missing.
        let ip_configurations: Option<Vec<_>> = tables.map(IpConfiguration::read).collect();
        Self {
            name: table.need("name"),
            resource_group: table.get("resource_group"),
            virtual_network: table.need("virtual_network"),
            subnet: table.need("subnet"),
            resource: table.need("resource"),
            connection_status: table.word(
                "connection_status",
                ConnectionStatus::from_word,
                ConnectionStatus::Approved,
            ),
            private_dns_zone_group: table.optional_list("private_dns_zone_group"),
            ip_configurations: ip_configurations.filter(|_| is_written),
            site: table.site,
        }
    }
}

/// The address of one member of a private endpoint.
#[derive(Debug, Clone)]
pub struct IpConfiguration {
    /// `registry`, `registry_data_` and a region, or the subresource.
    pub member_name: Located<String>,
    /// An address of the subnet.
    pub private_ip_address: Located<Ipv4Addr>,
}

impl IpConfiguration {
    /// Describes the address of a member.
    pub fn new(member_name: &str, private_ip_address: Ipv4Addr) -> Self {
        Self { member_name: member_name.into(), private_ip_address: private_ip_address.into() }
    }

    fn read(mut table: Section) -> Option<Self> {
        let member_name = table.get("member_name")?;
        Some(Self { member_name, private_ip_address: table.get("private_ip_address")? })
    }
}
