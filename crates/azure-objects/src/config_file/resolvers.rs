//! Private resolvers with their inbound endpoints, and forwarding rulesets with their rules.

use std::net::{Ipv4Addr, SocketAddr};

use super::keys::{ID, RESOURCE_GROUP};
use crate::declare::declare;
use crate::id::{ObjectKind, child};
use crate::located::Located;
use crate::schema::Kind;
use crate::schema::Kind::{Address, Boolean, List, Socket, Tables, Text};

declare! {
    #[table("private_dns_resolver", object, large,
        azurerm: "azurerm_private_dns_resolver", arm: Some(ObjectKind::PrivateDnsResolver.resource_type()))]
    /// A DNS private resolver.
    pub struct PrivateDnsResolver {
        /// Its name.
        name: Located<String> = required(Text) [azurerm],
        /// Tells nothing apart: the names of resolvers are unique.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// The network it is in.
        virtual_network: Located<String> = required(Text) [azurerm "azurerm_private_dns_resolver.virtual_network_id"],
        /// Its inbound endpoints.
        inbound_endpoints as "inbound_endpoint": Vec<InboundEndpoint> =
            default(Tables(&InboundEndpoint::TABLE), "[]") [azurerm],
        later [ID]
    }
}

declare! {
    #[table("private_dns_resolver.inbound_endpoint", object, small,
        azurerm: "azurerm_private_dns_resolver_inbound_endpoint", arm: Some(child::INBOUND_ENDPOINT))]
    /// An address in the network that answers as 168.63.129.16 does there, for whoever can reach it.
    pub struct InboundEndpoint {
        /// Its name; elsewhere "resolver/endpoint" means it.
        name: Located<String> = required(Text) [azurerm],
        /// Its address; elsewhere in the file this address means this endpoint.
        private_ip_address: Option<Located<Ipv4Addr>> =
            otherwise(Address, "the fifth address of the subnet")
            [azurerm "azurerm_private_dns_resolver_inbound_endpoint.ip_configurations.private_ip_address"],
        /// The subnet it is in.
        subnet: Option<Located<String>> =
            otherwise(Text, "none; then private_ip_address must be there")
            [azurerm "azurerm_private_dns_resolver_inbound_endpoint.ip_configurations.subnet_id"],
        /// Addresses that answer as this endpoint.
        listen: Vec<Located<SocketAddr>> = default(List(&Socket), "[]"),
    }
}

declare! {
    #[table("dns_forwarding_ruleset", object, large,
        azurerm: "azurerm_private_dns_resolver_dns_forwarding_ruleset",
        arm: Some(ObjectKind::DnsForwardingRuleset.resource_type()))]
    /// Rules that 168.63.129.16 and inbound endpoints of the linked networks forward by.
    pub struct DnsForwardingRuleset {
        /// Its name.
        name: Located<String> = required(Text) [azurerm],
        /// Tells nothing apart: the names of rulesets are unique.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// The networks that it is linked to; a network has one ruleset.
        virtual_networks: Vec<Located<String>> =
            default(List(&Text), "[]")
            [azurerm "azurerm_private_dns_resolver_virtual_network_link.virtual_network_id"],
        /// Its rules; the longest domain name decides.
        rules as "rule": Vec<Rule> = default(Tables(&Rule::TABLE), "[]") [azurerm],
        later [ID]
    }
}

declare! {
    #[table("dns_forwarding_ruleset.rule", object, small,
        azurerm: "azurerm_private_dns_resolver_forwarding_rule", arm: Some(child::FORWARDING_RULE))]
    /// Where queries for names below a domain name go.
    pub struct Rule {
        /// Its name, one of its kind in the ruleset.
        name: Located<String> = required(Text) [azurerm],
        /// The domain name with a dot at its end; "." is every name but those of Azure's services.
        domain_name: Located<String> = required(Text) [azurerm],
        /// Who is asked, in order, until one is not silent; a silent one is set aside for 30 minutes. An address of a server or
        /// inbound endpoint of this file means it, as the first network of the ruleset sees it; any other is a
        /// [real server](#the-real-world).
        target_dns_servers: Vec<Located<SocketAddr>> = required(List(&Kind::TargetDnsServer)) [azurerm],
        /// Whether the rule counts.
        enabled: Located<bool> = default(Boolean, "true") [azurerm],
    }
}

impl PrivateDnsResolver {
    /// Describes a resolver without endpoints.
    pub fn new(name: &str, virtual_network: &str) -> Self {
        Self::with(name.into(), virtual_network.into())
    }
}

impl InboundEndpoint {
    /// Describes an endpoint with an address of its own.
    pub fn new(name: &str, private_ip_address: Ipv4Addr) -> Self {
        Self { private_ip_address: Some(private_ip_address.into()), ..Self::with(name.into()) }
    }
}

impl DnsForwardingRuleset {
    /// Describes a ruleset without rules and links.
    pub fn new(name: &str) -> Self {
        Self::with(name.into())
    }
}

impl Rule {
    /// Describes a rule that counts.
    pub fn new(name: &str, domain_name: &str, target_dns_servers: &[SocketAddr]) -> Self {
        let targets = target_dns_servers.iter().map(|&target| target.into()).collect();
        Self::with(name.into(), domain_name.into(), targets)
    }
}
