//! Keys of what forwards: networks outside Azure, custom DNS servers, private resolvers, rulesets.

use super::access::EGRESS_IP_ADDRESSES;
use super::{Key, Kind, RECORD_SET, Table};
use crate::schema::objects::{CLIENT_LISTEN, DNS_SERVERS, ID, RESOURCE_GROUP};
use crate::words::Chase;

/// `[[network]]`.
pub const NETWORK: Table = Table {
    path: "network",
    doc: "A network outside Azure, as on-premises or a laptop: 168.63.129.16 does not answer there.",
    keys: &[
        Key::required("name", Kind::Text, "Its name; virtual networks and networks share one namespace."),
        RESOURCE_GROUP,
        Key::optional("address_space", Kind::List(&Kind::Prefix), "[]", "Its prefixes."),
        Key::described(
            "clients",
            Kind::List(&Kind::Prefix),
            "address_space",
            "Source prefixes that count as this network; a prefix belongs to one network only.",
        ),
        DNS_SERVERS,
        CLIENT_LISTEN,
        EGRESS_IP_ADDRESSES,
        ID,
    ],
};

/// `[[dns_server]]`.
pub const DNS_SERVER: Table = Table {
    path: "dns_server",
    doc: "A custom DNS server: its own zones, and forwarders for everything else.",
    keys: &[
        Key::required("name", Kind::Text, "Its name."),
        RESOURCE_GROUP,
        Key::described(
            "network",
            Kind::Text,
            "none: it is in a virtual_network",
            "The network outside Azure that it is in; one of network and virtual_network must be there.",
        ),
        Key::described(
            "virtual_network",
            Kind::Text,
            "none: it is in a network",
            "The virtual network that it is in.",
        ),
        Key::required(
            "private_ip_address",
            Kind::Address,
            "Its address; elsewhere in the file this address means this server, and is never dialled.",
        ),
        Key::optional("listen", Kind::List(&Kind::Socket), "[]", "Addresses that answer as this server."),
        Key::optional(
            "recursion",
            Kind::Boolean,
            "true",
            "Whether it answers for names outside its zones; without: REFUSED.",
        ),
        Key::optional(
            "chase",
            Kind::Choice(Chase::WORDS),
            "\"upstream\"",
            "What becomes of the CNAMEs of a forwarded answer: upstream returns them as they came (dnsmasq), own puts every target through its own zones and forwarders (BIND, Unbound).",
        ),
        Key::optional(
            "timeout",
            Kind::Duration,
            "\"3s\"",
            "How long it waits for each target of a forwarder; real servers that follow each other in the list share it.",
        ),
        Key::described(
            "forwarder",
            Kind::Tables(&FORWARDER),
            "none: it asks the Internet, as with root hints",
            "Where queries go, by zone; the longest zone decides.",
        ),
        Key::optional("zone", Kind::Tables(&DNS_SERVER_ZONE), "[]", "Its own authoritative zones."),
        ID,
    ],
};

/// `dns_server.forwarder`.
pub const FORWARDER: Table = Table {
    path: "dns_server.forwarder",
    doc: "Where queries for names below a zone go.",
    keys: &[
        Key::required("zone", Kind::DomainNameOrRoot, "The zone; \".\" is the default forwarder."),
        Key::required(
            "to",
            Kind::List(&Kind::Text),
            "Who is asked, in order, until one is not silent: dns_servers, \"resolver/endpoint\", \"azure_dns\" (or 168.63.129.16), \"internet\", addresses with a port if it is not 53. An address that nobody here has is a [real server](#the-real-world).",
        ),
    ],
};

/// `[[dns_server.zone]]`.
pub const DNS_SERVER_ZONE: Table = Table {
    path: "dns_server.zone",
    doc: "An authoritative zone of a custom DNS server; it may hold any type, and delegations.",
    keys: &[
        Key::described(
            "name",
            Kind::DomainName,
            "the name of private_dns_zone; required without one",
            "Its apex.",
        ),
        Key::optional("record_set", Kind::Tables(&RECORD_SET), "[]", "Its record sets."),
        Key::described(
            "zone_file",
            Kind::Text,
            "none",
            "Records in BIND format; a path relative to the configuration file.",
        ),
        Key::described(
            "private_dns_zone",
            Kind::Text,
            "none",
            "A private_dns_zone that is served as it is, with the records of endpoints and machines.",
        ),
    ],
};

/// `[[private_dns_resolver]]`.
pub const PRIVATE_DNS_RESOLVER: Table = Table {
    path: "private_dns_resolver",
    doc: "A DNS private resolver.",
    keys: &[
        Key::required("name", Kind::Text, "Its name.").azurerm("azurerm_private_dns_resolver.name"),
        RESOURCE_GROUP,
        Key::required("virtual_network", Kind::Text, "The network it is in.")
            .azurerm("azurerm_private_dns_resolver.virtual_network_id"),
        Key::optional("inbound_endpoint", Kind::Tables(&INBOUND_ENDPOINT), "[]", "Its inbound endpoints.")
            .azurerm("azurerm_private_dns_resolver_inbound_endpoint"),
        ID,
    ],
};

/// `private_dns_resolver.inbound_endpoint`.
pub const INBOUND_ENDPOINT: Table = Table {
    path: "private_dns_resolver.inbound_endpoint",
    doc: "An address in the network that answers as 168.63.129.16 does there, for whoever can reach it.",
    keys: &[
        Key::required("name", Kind::Text, "Its name; elsewhere \"resolver/endpoint\" means it.")
            .azurerm("azurerm_private_dns_resolver_inbound_endpoint.name"),
        Key::described(
            "private_ip_address",
            Kind::Address,
            "the fifth address of the subnet",
            "Its address; elsewhere in the file this address means this endpoint.",
        )
        .azurerm("azurerm_private_dns_resolver_inbound_endpoint.ip_configurations.private_ip_address"),
        Key::described(
            "subnet",
            Kind::Text,
            "none; then private_ip_address must be there",
            "The subnet it is in.",
        )
        .azurerm("azurerm_private_dns_resolver_inbound_endpoint.ip_configurations.subnet_id"),
        Key::optional("listen", Kind::List(&Kind::Socket), "[]", "Addresses that answer as this endpoint."),
    ],
};

/// `[[dns_forwarding_ruleset]]`.
pub const DNS_FORWARDING_RULESET: Table = Table {
    path: "dns_forwarding_ruleset",
    doc: "Rules that 168.63.129.16 and inbound endpoints of the linked networks forward by.",
    keys: &[
        Key::required("name", Kind::Text, "Its name.")
            .azurerm("azurerm_private_dns_resolver_dns_forwarding_ruleset.name"),
        RESOURCE_GROUP,
        Key::optional(
            "virtual_networks",
            Kind::List(&Kind::Text),
            "[]",
            "The networks that it is linked to; a network has one ruleset.",
        )
        .azurerm("azurerm_private_dns_resolver_virtual_network_link.virtual_network_id"),
        Key::optional("rule", Kind::Tables(&RULE), "[]", "Its rules; the longest domain name decides.")
            .azurerm("azurerm_private_dns_resolver_forwarding_rule"),
        ID,
    ],
};

/// `dns_forwarding_ruleset.rule`.
pub const RULE: Table = Table {
    path: "dns_forwarding_ruleset.rule",
    doc: "Where queries for names below a domain name go.",
    keys: &[
        Key::required("name", Kind::Text, "Its name, one of its kind in the ruleset.")
            .azurerm("azurerm_private_dns_resolver_forwarding_rule.name"),
        Key::required(
            "domain_name",
            Kind::Text,
            "The domain name with a dot at its end; \".\" is every name but those of Azure's services.",
        )
        .azurerm("azurerm_private_dns_resolver_forwarding_rule.domain_name"),
        Key::required(
            "target_dns_servers",
            Kind::List(&Kind::TargetDnsServer),
            "Who is asked, in order, until one is not silent; a silent one is set aside for 30 minutes. An address of a server or inbound endpoint of this file means it, as the first network of the ruleset sees it; any other is a [real server](#the-real-world).",
        )
        .azurerm("azurerm_private_dns_resolver_forwarding_rule.target_dns_servers"),
        Key::optional("enabled", Kind::Boolean, "true", "Whether the rule counts.")
            .azurerm("azurerm_private_dns_resolver_forwarding_rule.enabled"),
    ],
};

/// A table of `dns_forwarding_ruleset.rule.target_dns_servers`.
pub const TARGET_DNS_SERVER: Table = Table {
    path: "dns_forwarding_ruleset.rule.target_dns_servers",
    doc: "A DNS server that a rule forwards to.",
    keys: &[
        Key::required("ip_address", Kind::Address, "Its address.")
            .azurerm("azurerm_private_dns_resolver_forwarding_rule.target_dns_servers.ip_address"),
        Key::optional("port", Kind::Integer(1, 65_535), "53", "Its port.")
            .azurerm("azurerm_private_dns_resolver_forwarding_rule.target_dns_servers.port"),
    ],
};
