//! Private endpoints, and the resources of other services that they lead to.

use std::net::Ipv4Addr;

use zone_store::name::Name;

use super::given_values::GivenValues;
use super::keys::{ID, RESOURCE_GROUP};
use crate::declare::declare;
use crate::id::ObjectKind;
use crate::located::Located;
use crate::schema::Kind::{
    Address, AutoOrBoolean, Choice, DomainName, List, Region, Tables, Text, ValuesByName,
};
use crate::words::ConnectionStatus;

declare! {
    #[table("private_link_resource", object, large,
        azurerm: none, arm: Some(ObjectKind::PrivateLinkResource.resource_type()))]
    /// A resource of any other service with private endpoints: its public name, and what an endpoint of it writes.
    pub struct PrivateLinkResource {
        /// Its name; or, beside private_dns_zone, what stands before the zone, as topic.westeurope in
        /// topic.westeurope.eventgrid.azure.net.
        name: Located<String> = required(Text),
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// Its type in Azure, as "Microsoft.Web/sites". It decides which names it has, and in which zones.
        resource_type as "type": Option<Located<String>> = otherwise(Text, "the one that private_dns_zone is of"),
        /// The private zone that Microsoft's table has for its service, as "privatelink.blob.core.windows.net", regions filled in.
        /// The zone itself need not be in the file. It is needed where type is absent.
        private_dns_zone: Option<Located<Name>> = otherwise(DomainName, "the ones that type has"),
        /// The part of it that private endpoints lead to, as "blob".
        subresource: Option<Located<String>> =
            otherwise(
                Text,
                "beside type all that it has; else the one that the zone is named after, else the catalogue's first"
            )
            [azurerm "azurerm_private_endpoint.private_service_connection.subresource_names"],
        /// Its region.
        location: Option<Located<String>> = otherwise(Region, "the cloud's default region") [azurerm "*.location"],
        /// What else its names hold, as { hash = "a1b2", slot = ["staging"] }: what the service makes itself, and what names are
        /// repeated for.
        values: GivenValues = default(ValuesByName, "{}"),
        /// What its public name leads to.
        public_ip_address: Option<Located<Ipv4Addr>> =
            otherwise(Address, "an address of 203.0.113.0/24 that the public name decides"),
        /// The same as for a registry: auto, true or false.
        privatelink_cname: Located<Option<bool>> = default(AutoOrBoolean, "\"auto\""),
        later [ID]
    }
}

declare! {
    #[table("private_endpoint", object, large,
        azurerm: "azurerm_private_endpoint", arm: Some(ObjectKind::PrivateEndpoint.resource_type()))]
    /// A private endpoint: addresses of a resource inside a virtual network, and the zones that get its records.
    pub struct PrivateEndpoint {
        /// Its name; origins of records and messages name it.
        name: Located<String> = required(Text) [azurerm],
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// The network it is in: "name" or "group/name".
        virtual_network: Located<String> = required(Text),
        /// The subnet of that network it takes its addresses from.
        subnet: Located<String> = required(Text) [azurerm "azurerm_private_endpoint.subnet_id"],
        /// The container_registry or private_link_resource that it leads to: its name, or its public name.
        resource: Located<String> =
            required(Text)
            [azurerm "azurerm_private_endpoint.private_service_connection.private_connection_resource_id"],
        /// The part of the resource that it leads to, as "blob".
        subresource: Option<Located<String>> =
            otherwise(Text, "the only one that the resource has, or that writes into a zone of the group")
            [azurerm "azurerm_private_endpoint.private_service_connection.subresource_names"],
        /// Whether the owner of the resource accepted it. Only an Approved one has records, and changes the public name.
        connection_status: Located<ConnectionStatus> = default(Choice(ConnectionStatus::WORDS), "\"Approved\""),
        /// The private zones that get its records: "name" or "group/name", at most 5. Only a zone of the recommended name is
        /// written to; a group makes no link.
        private_dns_zone_group: Option<Vec<Located<String>>> =
            otherwise(List(&Text), "none: no records are written")
            [azurerm "azurerm_private_endpoint.private_dns_zone_group.private_dns_zone_ids"],
        /// The address of each member; all of them, if any. A replica that is added later needs one too, as in Azure.
        ip_configurations as "ip_configuration": Option<Vec<IpConfiguration>> =
            otherwise(Tables(&IpConfiguration::TABLE), "none: addresses are allocated from the subnet, from its fifth on, in the order of the file")
            [azurerm],
        later [ID]
    }
}

declare! {
    #[table("private_endpoint.ip_configuration", part, small,
        azurerm: "azurerm_private_endpoint.ip_configuration", arm: None)]
    /// The address of one member of a private endpoint.
    pub struct IpConfiguration {
        /// "registry", or "registry_data_" or "registry_" and a region; else the member of the service, as "blob" or "default".
        member_name: Located<String> = required(Text) [azurerm],
        /// An address of the subnet, none of those that Azure keeps.
        private_ip_address: Located<Ipv4Addr> = required(Address) [azurerm],
    }
}

impl PrivateLinkResource {
    /// Describes a resource with every other value at its default.
    pub fn new(name: &str, private_dns_zone: Name) -> Self {
        Self { private_dns_zone: Some(private_dns_zone.into()), ..Self::with(name.into()) }
    }

    /// Describes a resource of a type with every other value at its default.
    pub fn of_type(name: &str, resource_type: &str) -> Self {
        Self { resource_type: Some(resource_type.into()), ..Self::with(name.into()) }
    }
}

impl PrivateEndpoint {
    /// Describes an endpoint with every other value at its default.
    pub fn new(name: &str, virtual_network: &str, subnet: &str, resource: &str) -> Self {
        Self::with(name.into(), virtual_network.into(), subnet.into(), resource.into())
    }
}

impl IpConfiguration {
    /// Describes the address of a member.
    pub fn new(member_name: &str, private_ip_address: Ipv4Addr) -> Self {
        Self::with(member_name.into(), private_ip_address.into())
    }
}
