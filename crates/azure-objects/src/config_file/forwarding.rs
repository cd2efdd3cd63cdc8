//! What forwards, as written: networks outside Azure, custom DNS servers, private resolvers, rulesets.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use ipnet::IpNet;
use zone_store::name::Name;

use super::objects::RecordSet;
use super::record_sets::RecordSets;
use super::section::Section;
use crate::located::{Located, Site};
use crate::schema;
use crate::words::Chase;

/// `[[network]]`.
#[derive(Debug, Clone)]
pub struct Network {
    /// Its name.
    pub name: Located<String>,
    /// Tells objects of one name apart.
    pub resource_group: Option<Located<String>>,
    /// Its prefixes.
    pub address_space: Vec<Located<IpNet>>,
    /// Source prefixes that count as this network; `None` is its address space.
    pub clients: Option<Vec<Located<IpNet>>>,
    /// DNS servers of its clients; empty is the Internet.
    pub dns_servers: Vec<Located<String>>,
    /// Addresses that answer as the DNS servers of its clients.
    pub client_listen: Vec<Located<SocketAddr>>,
    /// Public addresses that its clients are seen with.
    pub egress_ip_addresses: Vec<Located<Ipv4Addr>>,
    /// The table.
    pub site: Site,
}

impl Network {
    /// Describes a network with every other value at its default.
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), ..Self::read(Section::new(&schema::NETWORK, Site::code())) }
    }

    pub(super) fn read(mut table: Section) -> Self {
        Self {
            name: table.need("name"),
            resource_group: table.get("resource_group"),
            address_space: table.list("address_space"),
            clients: table.optional_list("clients"),
            dns_servers: table.list("dns_servers"),
            client_listen: table.list("client_listen"),
            egress_ip_addresses: table.list("egress_ip_addresses"),
            site: table.site,
        }
    }
}

/// `[[dns_server]]`.
#[derive(Debug, Clone)]
pub struct DnsServer {
    /// Its name.
    pub name: Located<String>,
    /// Tells nothing apart: the names of servers are unique.
    pub resource_group: Option<Located<String>>,
    /// The network outside Azure that it is in.
    pub network: Option<Located<String>>,
    /// The virtual network that it is in.
    pub virtual_network: Option<Located<String>>,
    /// Its address; `None`: what was written is none, and the server is left out.
    pub private_ip_address: Option<Located<Ipv4Addr>>,
    /// Addresses that answer as this server.
    pub listen: Vec<Located<SocketAddr>>,
    /// Whether it answers for names outside its zones.
    pub recursion: Located<bool>,
    /// What becomes of the CNAMEs of a forwarded answer.
    pub chase: Located<Chase>,
    /// How long it waits for each target.
    pub timeout: Located<Duration>,
    /// Where queries go, by zone.
    pub forwarders: Vec<Forwarder>,
    /// Its own zones.
    pub zones: Vec<DnsServerZone>,
    /// The table.
    pub site: Site,
}

impl DnsServer {
    /// Describes a server in no network yet, with every other value at its default.
    pub fn new(name: &str, private_ip_address: Ipv4Addr) -> Self {
        Self {
            name: name.into(),
            private_ip_address: Some(private_ip_address.into()),
            ..Self::read(Section::new(&schema::DNS_SERVER, Site::code()))
        }
    }

    pub(super) fn read(mut table: Section) -> Self {
        let forwarders = table.tables("forwarder").into_iter().filter_map(Forwarder::read).collect();
        Self {
            name: table.need("name"),
            resource_group: table.get("resource_group"),
            network: table.get("network"),
            virtual_network: table.get("virtual_network"),
            private_ip_address: table.get("private_ip_address"),
            listen: table.list("listen"),
            recursion: table.need("recursion"),
            chase: table.word("chase", Chase::from_word, Chase::Upstream),
            timeout: table.need("timeout"),
            forwarders,
            zones: table.tables("zone").into_iter().map(DnsServerZone::read).collect(),
            site: table.site,
        }
    }
}

/// `dns_server.forwarder`.
#[derive(Debug, Clone)]
pub struct Forwarder {
    /// The zone; the root is the default forwarder.
    pub zone: Located<Name>,
    /// Who is asked, in order; `None`: one of them was refused.
    pub to: Option<Vec<Located<String>>>,
    /// The table.
    pub site: Site,
}

impl Forwarder {
    /// Describes a forwarder.
    pub fn new(zone: Name, to: &[&str]) -> Self {
        let to = to.iter().map(|&target| target.into()).collect();
        Self { zone: zone.into(), to: Some(to), site: Site::code() }
    }

    fn read(mut table: Section) -> Option<Self> {
        Some(Self { zone: table.get("zone")?, to: table.whole_list("to"), site: table.site })
    }
}

/// `[[dns_server.zone]]`.
#[derive(Debug, Clone)]
pub struct DnsServerZone {
    /// Its apex; `None` is that of the private zone.
    pub name: Option<Located<Name>>,
    /// Its record sets.
    pub record_sets: RecordSets,
    /// A file with more records, relative to the configuration file.
    pub zone_file: Option<Located<String>>,
    /// A private zone that is served as it is.
    pub private_dns_zone: Option<Located<String>>,
    /// Whether the table has a name, even if it was refused.
    pub is_named: bool,
    /// The table.
    pub site: Site,
}

impl DnsServerZone {
    /// Describes a zone without records.
    pub fn new(name: Name) -> Self {
        let absent = Section::new(&schema::DNS_SERVER_ZONE, Site::code());
        Self { name: Some(name.into()), ..Self::read(absent) }
    }

    fn read(mut table: Section) -> Self {
        Self {
            is_named: table.is_written("name"),
            name: table.get("name"),
            record_sets: table.tables("record_set").into_iter().map(RecordSet::read).collect(),
            zone_file: table.get("zone_file"),
            private_dns_zone: table.get("private_dns_zone"),
            site: table.site,
        }
    }
}

/// `[[private_dns_resolver]]`.
#[derive(Debug, Clone)]
pub struct PrivateDnsResolver {
    /// Its name.
    pub name: Located<String>,
    /// Tells nothing apart: the names of resolvers are unique.
    pub resource_group: Option<Located<String>>,
    /// The network it is in.
    pub virtual_network: Located<String>,
    /// Its inbound endpoints.
    pub inbound_endpoints: Vec<InboundEndpoint>,
    /// The table.
    pub site: Site,
}

impl PrivateDnsResolver {
    /// Describes a resolver without endpoints.
    pub fn new(name: &str, virtual_network: &str) -> Self {
        let absent = Section::new(&schema::PRIVATE_DNS_RESOLVER, Site::code());
        Self { name: name.into(), virtual_network: virtual_network.into(), ..Self::read(absent) }
    }

    pub(super) fn read(mut table: Section) -> Self {
        let endpoints =
            table.named_tables("inbound_endpoint", InboundEndpoint::read, |one| one.name.is_empty());
        Self {
            name: table.need("name"),
            resource_group: table.get("resource_group"),
            virtual_network: table.need("virtual_network"),
            inbound_endpoints: endpoints,
            site: table.site,
        }
    }
}

/// `private_dns_resolver.inbound_endpoint`.
#[derive(Debug, Clone)]
pub struct InboundEndpoint {
    /// Its name.
    pub name: Located<String>,
    /// Its address; `None` is the fifth of the subnet.
    pub private_ip_address: Option<Located<Ipv4Addr>>,
    /// The subnet it is in.
    pub subnet: Option<Located<String>>,
    /// Addresses that answer as this endpoint.
    pub listen: Vec<Located<SocketAddr>>,
    /// Whether the table has an address, even if it was refused.
    pub is_addressed: bool,
    /// The table.
    pub site: Site,
}

impl InboundEndpoint {
    /// Describes an endpoint with an address of its own.
    pub fn new(name: &str, private_ip_address: Ipv4Addr) -> Self {
        Self {
            name: name.into(),
            private_ip_address: Some(private_ip_address.into()),
            ..Self::read(Section::new(&schema::INBOUND_ENDPOINT, Site::code()))
        }
    }

    fn read(mut table: Section) -> Self {
        Self {
            name: table.need("name"),
            is_addressed: table.is_written("private_ip_address"),
            private_ip_address: table.get("private_ip_address"),
            subnet: table.get("subnet"),
            listen: table.list("listen"),
            site: table.site,
        }
    }
}

/// `[[dns_forwarding_ruleset]]`.
#[derive(Debug, Clone)]
pub struct DnsForwardingRuleset {
    /// Its name.
    pub name: Located<String>,
    /// Tells nothing apart: the names of rulesets are unique.
    pub resource_group: Option<Located<String>>,
    /// The networks it is linked to.
    pub virtual_networks: Vec<Located<String>>,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// The table.
    pub site: Site,
}

impl DnsForwardingRuleset {
    /// Describes a ruleset without rules and links.
    pub fn new(name: &str) -> Self {
        let absent = Section::new(&schema::DNS_FORWARDING_RULESET, Site::code());
        Self { name: name.into(), ..Self::read(absent) }
    }

    pub(super) fn read(mut table: Section) -> Self {
        Self {
            name: table.need("name"),
            resource_group: table.get("resource_group"),
            virtual_networks: table.list("virtual_networks"),
            rules: table.tables("rule").into_iter().map(Rule::read).collect(),
            site: table.site,
        }
    }
}

/// `dns_forwarding_ruleset.rule`.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub name: Located<String>,
    /// The domain name, with a dot at its end.
    pub domain_name: Located<String>,
    /// Who is asked, in order; `None`: one of them was refused.
    pub target_dns_servers: Option<Vec<Located<SocketAddr>>>,
    /// Whether the rule counts.
    pub enabled: Located<bool>,
    /// The table.
    pub site: Site,
}

impl Rule {
    /// Describes a rule that counts.
    pub fn new(name: &str, domain_name: &str, target_dns_servers: &[SocketAddr]) -> Self {
        let targets = target_dns_servers.iter().map(|&target| target.into()).collect();
        Self {
            name: name.into(),
            domain_name: domain_name.into(),
            target_dns_servers: Some(targets),
            ..Self::read(Section::new(&schema::RULE, Site::code()))
        }
    }

    fn read(mut table: Section) -> Self {
        Self {
            name: table.need("name"),
            domain_name: table.need("domain_name"),
            target_dns_servers: table.whole_list("target_dns_servers"),
            enabled: table.need("enabled"),
            site: table.site,
        }
    }
}
