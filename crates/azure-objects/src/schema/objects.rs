//! Keys of the objects of Azure: virtual networks, private DNS zones, registries, private endpoints.

use super::access::{EGRESS_IP_ADDRESSES, NETWORK_RULE_SET};
use super::{Key, Kind, Table};
use crate::words::{ConnectionStatus, NetworkRuleBypass, ResolutionPolicy, Sku};
use zone_store::record::MAX_TTL;

/// Any TTL that a record set of Azure may have (`Private DNS records overview`: 1 to 2,147,483,647).
const TTL: Kind = Kind::Integer(1, MAX_TTL as i64);
/// Any TTL that a name server may give, in seconds (RFC 2181 §8).
pub(super) const PUBLIC_TTL: Kind = Kind::Integer(0, MAX_TTL as i64);
/// Any number of 32 bits: serials and timers of a SOA record.
const U32: Kind = Kind::Integer(0, u32::MAX as i64);

pub(super) const RESOURCE_GROUP: Key = Key::described(
    "resource_group",
    Kind::Text,
    "none",
    "Its resource group. Tells objects of one name apart; a reference is \"name\" or \"group/name\".",
)
.azurerm("*.resource_group_name");
pub(super) const ID: Key = Key::later("id", "A free text that other tools know the object by.");
pub(super) const CLIENT_LISTEN: Key = Key::optional(
    "client_listen",
    Kind::List(&Kind::Socket),
    "[]",
    "Addresses that answer as the resolvers its clients get by DHCP: its dns_servers.",
);
pub(super) const DNS_SERVERS: Key = Key::described(
    "dns_servers",
    Kind::List(&Kind::Text),
    "what a network has without any: 168.63.129.16 in a virtual network, the Internet elsewhere",
    "DNS servers of its clients, in order: dns_servers by name, or addresses. One that nobody here has is a [real server](#the-real-world).",
);

/// `[[virtual_network]]`.
pub const VIRTUAL_NETWORK: Table = Table {
    path: "virtual_network",
    doc: "A virtual network: which clients are in it, and where 168.63.129.16 answers as seen from it.",
    keys: &[
        Key::required("name", Kind::Text, "Its name, and the name of its listener; azure_dns, internet and system are taken.").azurerm("azurerm_virtual_network.name"),
        RESOURCE_GROUP,
        Key::described(
            "location",
            Kind::Region,
            "the cloud's: westeurope, chinaeast2 or usgovvirginia",
            "Its region; decides which replica of a registry its clients are led to on the public side.",
        )
        .azurerm("azurerm_virtual_network.location"),
        Key::optional(
            "address_space",
            Kind::List(&Kind::Prefix),
            "[]",
            "Its prefixes. Two networks may overlap, as in Azure; an address in both is REFUSED unless clients decide.",
        )
        .azurerm("azurerm_virtual_network.address_space"),
        Key::described(
            "clients",
            Kind::List(&Kind::Prefix),
            "address_space",
            "Source prefixes that count as this network, for instance 127.0.1.0/24 on one machine; a prefix belongs to one network only.",
        ),
        Key::optional("subnet", Kind::Tables(&SUBNET), "[]", "Its subnets, from which private endpoints take their addresses.").azurerm("azurerm_subnet"),
        DNS_SERVERS.azurerm("azurerm_virtual_network.dns_servers"),
        Key::optional(
            "listen",
            Kind::List(&Kind::Socket),
            "[]",
            "Addresses that answer as 168.63.129.16 seen from this network, whoever asks. Use it where every client has one source address, as behind NAT.",
        ),
        CLIENT_LISTEN,
        EGRESS_IP_ADDRESSES,
        ID,
    ],
};

/// `virtual_network.subnet`.
pub const SUBNET: Table = Table {
    path: "virtual_network.subnet",
    doc: "A subnet of a virtual network.",
    keys: &[
        Key::required("name", Kind::Text, "Its name, by which private endpoints find it.").azurerm("azurerm_subnet.name"),
        Key::required(
            "address_prefixes",
            Kind::List(&Kind::Prefix),
            "Its prefixes, inside the network's address_space. Azure keeps the first four addresses and the last one of each.",
        )
        .azurerm("azurerm_subnet.address_prefixes"),
        Key::optional(
            "service_endpoints",
            Kind::List(&Kind::Text),
            "[]",
            "Services reached over a service endpoint, as \"Microsoft.Storage\". Answers of DNS do not change: a service endpoint keeps the public address. With \"Microsoft.ContainerRegistry\" a registry can let the subnet in by name.",
        )
        .azurerm("azurerm_subnet.service_endpoints"),
    ],
};

/// `[[virtual_machine]]`.
pub const VIRTUAL_MACHINE: Table = Table {
    path: "virtual_machine",
    doc: "A virtual machine: its names inside its network, and its record in the registration zone of its network.",
    keys: &[
        Key::required("name", Kind::Text, "Its name, which is its host name too: NAME.internal.cloudapp.net in its network, and NAME in the registration zone.")
            .azurerm("azurerm_linux_virtual_machine.name"),
        RESOURCE_GROUP,
        Key::required("virtual_network", Kind::Text, "The network it is in: \"name\" or \"group/name\"."),
        Key::required("private_ip_address", Kind::Address, "The address of its primary network interface, of its network. Azure registers no other interface.")
            .azurerm("azurerm_network_interface.ip_configuration.private_ip_address"),
        ID,
    ],
};

/// `[[private_dns_zone]]`.
pub const PRIVATE_DNS_ZONE: Table = Table {
    path: "private_dns_zone",
    doc: "A private DNS zone, its links and its records.",
    keys: &[
        Key::required("name", Kind::DomainName, "Its apex: 2 to 34 labels, and none of the names that the cloud reserves, as azure.com. A name may be used once per resource group.").azurerm("azurerm_private_dns_zone.name"),
        RESOURCE_GROUP,
        Key::described(
            "zone_file",
            Kind::Text,
            "none",
            "Records in BIND format, beside those of record_set; a path relative to the configuration file, in its folder or below. Types that a private zone cannot hold are skipped with a warning, as Azure's import does.",
        ),
        Key::described(
            "soa_record",
            Kind::Table(&SOA_RECORD),
            "the SOA record that Azure writes",
            "Fields of its SOA record; the rest stays as Azure writes it.",
        )
        .azurerm("azurerm_private_dns_zone.soa_record"),
        Key::optional(
            "virtual_network_link",
            Kind::Tables(&VIRTUAL_NETWORK_LINK),
            "[]",
            "The networks that see the zone. A zone without a link is seen by nobody.",
        )
        .azurerm("azurerm_private_dns_zone_virtual_network_link"),
        Key::optional("record_set", Kind::Tables(&RECORD_SET), "[]", "Its record sets, written by hand.")
            .azurerm("azurerm_private_dns_*_record"),
        ID,
    ],
};

/// `private_dns_zone.soa_record`.
pub const SOA_RECORD: Table = Table {
    path: "private_dns_zone.soa_record",
    doc: "Fields of a zone's SOA record. Its host is Azure's and cannot be set.",
    keys: &[
        Key::optional(
            "email",
            Kind::DomainName,
            "\"azureprivatedns-host.microsoft.com\"",
            "The responsible mailbox, as a domain name: the dot after the user is the @.",
        )
        .azurerm("azurerm_private_dns_zone.soa_record.email"),
        Key::optional("ttl", TTL, "3600", "Seconds that the SOA record itself may be cached.")
            .azurerm("azurerm_private_dns_zone.soa_record.ttl"),
        Key::optional(
            "serial_number",
            U32,
            "1",
            "Serial number; Azure does not raise it when records change.",
        ),
        Key::optional(
            "refresh_time",
            U32,
            "3600",
            "Seconds after which a secondary would look for changes; Azure has none.",
        )
        .azurerm("azurerm_private_dns_zone.soa_record.refresh_time"),
        Key::optional("retry_time", U32, "300", "Seconds after which it would try again.")
            .azurerm("azurerm_private_dns_zone.soa_record.retry_time"),
        Key::optional("expire_time", U32, "2419200", "Seconds after which it would give up.")
            .azurerm("azurerm_private_dns_zone.soa_record.expire_time"),
        Key::optional(
            "minimum_ttl",
            U32,
            "10",
            "Seconds that NXDOMAIN and NODATA may be cached. Zones of 2019 and 2020 have 300.",
        )
        .azurerm("azurerm_private_dns_zone.soa_record.minimum_ttl"),
    ],
};

/// `[[private_dns_zone.virtual_network_link]]`.
pub const VIRTUAL_NETWORK_LINK: Table = Table {
    path: "private_dns_zone.virtual_network_link",
    doc: "A link: the network's resolver answers from the zone.",
    keys: &[
        Key::required("name", Kind::Text, "Its name, unique in the zone.")
            .azurerm("azurerm_private_dns_zone_virtual_network_link.name"),
        Key::required("virtual_network", Kind::Text, "The network that sees the zone: \"name\" or \"group/name\". One link per zone and network.")
            .azurerm("azurerm_private_dns_zone_virtual_network_link.virtual_network_id"),
        Key::optional(
            "registration_enabled",
            Kind::Boolean,
            "false",
            "Whether virtual machines of the network are registered in the zone, with a TTL of 10. A network registers in one zone only.",
        )
        .azurerm("azurerm_private_dns_zone_virtual_network_link.registration_enabled"),
        Key::optional(
            "resolution_policy",
            Kind::Choice(ResolutionPolicy::WORDS),
            "\"Default\"",
            "What an NXDOMAIN of the zone means: the end, or another try on the public side, for queries of type A, AAAA and CNAME. Azure accepts NxDomainRedirect on zones of Private Link only.",
        )
        .azurerm("azurerm_private_dns_zone_virtual_network_link.resolution_policy"),
        ID,
    ],
};

/// `private_dns_zone.record_set`.
pub const RECORD_SET: Table =
    record_set("private_dns_zone.record_set", &[SET_NAME, SET_TYPE, set_ttl(TTL), SET_RECORDS, ID]);

/// `internet.zone.record_set`: no private zone, so that a TTL may be 0.
pub const PUBLIC_RECORD_SET: Table =
    record_set("internet.zone.record_set", &[SET_NAME, SET_TYPE, set_ttl(PUBLIC_TTL), SET_RECORDS, ID]);

const fn record_set(path: &'static str, keys: &'static [Key]) -> Table {
    Table { path, doc: "A record set: a name, a type, a TTL and the data of its records.", keys }
}

const SET_NAME: Key = Key::required(
    "name",
    Kind::Text,
    "Its name: relative, \"@\" for the apex, or absolute with a dot at its end.",
)
.azurerm("azurerm_private_dns_*_record.name");
const SET_TYPE: Key = Key::required(
    "type",
    Kind::Text,
    "The type of its records; a private zone holds A, AAAA, CNAME, MX, PTR, SRV and TXT.",
);
const fn set_ttl(kind: Kind) -> Key {
    Key::optional("ttl", kind, "3600", "Seconds.").azurerm("azurerm_private_dns_*_record.ttl")
}
const SET_RECORDS: Key = Key::required(
    "records",
    Kind::List(&Kind::Text),
    "Data of each record, in presentation format; an empty array serves nothing.",
)
.azurerm("azurerm_private_dns_*_record.records");

/// `[[container_registry]]`.
pub const CONTAINER_REGISTRY: Table = Table {
    path: "container_registry",
    doc: "A container registry: its public names, and what a private endpoint of it writes into a zone.",
    keys: &[
        Key::required("name", Kind::Text, "Its name, 5 to 50 letters and digits; the login server is the name under azurecr.io, or the cloud's azurecr.cn or azurecr.us.")
            .azurerm("azurerm_container_registry.name"),
        RESOURCE_GROUP,
        Key::described(
            "location",
            Kind::Region,
            "the cloud's: westeurope, chinaeast2 or usgovvirginia",
            "Its home region, which has a replica too.",
        )
        .azurerm("azurerm_container_registry.location"),
        Key::optional("sku", Kind::Choice(Sku::WORDS), "\"Premium\"", "Its service tier. Only Premium has private endpoints, replicas and data endpoints.")
            .azurerm("azurerm_container_registry.sku"),
        Key::optional("georeplications", Kind::List(&Kind::Region), "[]", "Regions of its other replicas. Each is one more member, and one more address, of every private endpoint.")
            .azurerm("azurerm_container_registry.georeplications"),
        Key::optional(
            "data_endpoint_enabled",
            Kind::Boolean,
            "false",
            "Whether dedicated data endpoints, NAME.REGION.data, have public names; the first private endpoint switches them on, as in Azure.",
        )
        .azurerm("azurerm_container_registry.data_endpoint_enabled"),
        Key::optional(
            "public_network_access_enabled",
            Kind::Boolean,
            "true",
            "Whether the public address lets anybody in; false overrides network_rule_set. Answers of DNS do not change: that is a matter of the registry, not of names.",
        )
        .azurerm("azurerm_container_registry.public_network_access_enabled"),
        Key::described(
            "public_ip_address",
            Kind::AddressByRegion,
            "an address of 203.0.113.0/24 that the name and the region decide",
            "What its public names lead to: one address, or a table with one for each region.",
        ),
        Key::optional(
            "privatelink_cname",
            Kind::AutoOrBoolean,
            "\"auto\"",
            "Whether its public name leads through privatelink. auto: while it has an approved private endpoint in this file; true: somebody else's endpoint, or a stale one; false: never.",
        ),
        Key::described(
            "network_rule_set",
            Kind::Table(&NETWORK_RULE_SET),
            "none: everybody is let in",
            "Whom its public side lets in. Only Premium has rules.",
        )
        .azurerm("azurerm_container_registry.network_rule_set"),
        Key::optional(
            "network_rule_bypass_option",
            Kind::Choice(NetworkRuleBypass::WORDS),
            "\"AzureServices\"",
            "Whether Azure's trusted services pass its rules. It says nothing about other clients.",
        )
        .azurerm("azurerm_container_registry.network_rule_bypass_option"),
        Key::optional(
            "regional_endpoint_enabled",
            Kind::Boolean,
            "false",
            "Whether it has regional endpoints, NAME.REGION.geo (preview); each is one more member of every private endpoint.",
        ),
        ID,
    ],
};

/// `[[private_link_resource]]`.
pub const PRIVATE_LINK_RESOURCE: Table = Table {
    path: "private_link_resource",
    doc: "A resource of any other service with private endpoints: its public name, and what an endpoint of it writes.",
    keys: &[
        Key::required(
            "name",
            Kind::Text,
            "Its name: what stands before the zone, in public and in private, as mystorage in mystorage.blob.core.windows.net.",
        ),
        RESOURCE_GROUP,
        Key::required(
            "private_dns_zone",
            Kind::DomainName,
            "The private zone that Microsoft's table has for its service, as \"privatelink.blob.core.windows.net\", regions filled in. The zone itself need not be in the file.",
        ),
        Key::described(
            "subresource",
            Kind::Text,
            "the one that the zone is named after, else the catalogue's first",
            "What a private endpoint leads to, where the zone has several; the member_name of its endpoints.",
        )
        .azurerm("azurerm_private_endpoint.private_service_connection.subresource_names"),
        Key::described(
            "public_ip_address",
            Kind::Address,
            "an address of 203.0.113.0/24 that the public name decides",
            "What its public name leads to.",
        ),
        Key::optional(
            "privatelink_cname",
            Kind::AutoOrBoolean,
            "\"auto\"",
            "The same as for a registry: auto, true or false.",
        ),
        ID,
    ],
};

/// `[[private_endpoint]]`.
pub const PRIVATE_ENDPOINT: Table = Table {
    path: "private_endpoint",
    doc: "A private endpoint: addresses of a resource inside a virtual network, and the zones that get its records.",
    keys: &[
        Key::required("name", Kind::Text, "Its name; origins of records and messages name it.").azurerm("azurerm_private_endpoint.name"),
        RESOURCE_GROUP,
        Key::required("virtual_network", Kind::Text, "The network it is in: \"name\" or \"group/name\"."),
        Key::required("subnet", Kind::Text, "The subnet of that network it takes its addresses from.")
            .azurerm("azurerm_private_endpoint.subnet_id"),
        Key::required(
            "resource",
            Kind::Text,
            "The container_registry or private_link_resource that it leads to: its name, or its public name.",
        )
        .azurerm("azurerm_private_endpoint.private_service_connection.private_connection_resource_id"),
        Key::optional(
            "connection_status",
            Kind::Choice(ConnectionStatus::WORDS),
            "\"Approved\"",
            "Whether the owner of the resource accepted it. Only an Approved one has records, and changes the public name.",
        ),
        Key::described(
            "private_dns_zone_group",
            Kind::List(&Kind::Text),
            "none: no records are written",
            "The private zones that get its records: \"name\" or \"group/name\", at most 5. Only a zone of the recommended name is written to; a group makes no link.",
        )
        .azurerm("azurerm_private_endpoint.private_dns_zone_group.private_dns_zone_ids"),
        Key::described(
            "ip_configuration",
            Kind::Tables(&IP_CONFIGURATION),
            "none: addresses are allocated from the subnet, from its fifth on, in the order of the file",
            "The address of each member; all of them, if any. A replica that is added later needs one too, as in Azure.",
        )
        .azurerm("azurerm_private_endpoint.ip_configuration"),
        ID,
    ],
};

/// `private_endpoint.ip_configuration`.
pub const IP_CONFIGURATION: Table = Table {
    path: "private_endpoint.ip_configuration",
    doc: "The address of one member of a private endpoint.",
    keys: &[
        Key::required(
            "member_name",
            Kind::Text,
            "\"registry\", or \"registry_data_\" or \"registry_\" and a region; else the subresource, as \"blob\".",
        )
        .azurerm("azurerm_private_endpoint.ip_configuration.member_name"),
        Key::required("private_ip_address", Kind::Address, "An address of the subnet, none of those that Azure keeps.")
            .azurerm("azurerm_private_endpoint.ip_configuration.private_ip_address"),
    ],
};
