//! Networks, virtual and outside Azure, and the machines in them.

use std::net::{Ipv4Addr, SocketAddr};

use ipnet::IpNet;

use super::keys::{CLIENT_LISTEN, DNS_SERVERS, EGRESS_IP_ADDRESSES, ID, RESOURCE_GROUP};
use crate::declare::declare;
use crate::id::{ObjectKind, child};
use crate::located::Located;
use crate::schema::Kind::{Address, List, Prefix, Region, Socket, Tables, Text};

declare! {
    #[table("virtual_network", object, large,
        azurerm: "azurerm_virtual_network", arm: Some(ObjectKind::VirtualNetwork.resource_type()))]
    /// A virtual network: which clients are in it, and where 168.63.129.16 answers as seen from it.
    pub struct VirtualNetwork {
        /// Its name, and the name of its listener; azure_dns, internet and system are taken.
        name: Located<String> = required(Text) [azurerm],
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// Its region; decides which replica of a registry its clients are led to on the public side.
        location: Option<Located<String>> =
            otherwise(Region, "the cloud's: westeurope, chinaeast2 or usgovvirginia") [azurerm],
        /// Its prefixes. Two networks may overlap, as in Azure; an address in both is REFUSED unless clients decide.
        address_space: Vec<Located<IpNet>> = default(List(&Prefix), "[]") [azurerm],
        /// Source prefixes that count as this network, for instance 127.0.1.0/24 on one machine; a prefix belongs to one network
        /// only.
        clients: Option<Vec<Located<IpNet>>> = otherwise(List(&Prefix), "address_space"),
        /// Its subnets, from which private endpoints take their addresses.
        subnets as "subnet": Vec<Subnet> = default(Tables(&Subnet::TABLE), "[]") [azurerm],
        /// DNS servers of its clients; empty is 168.63.129.16.
        dns_servers: Vec<Located<String>> = shared(DNS_SERVERS) [azurerm],
        /// Addresses that answer as 168.63.129.16 seen from this network, whoever asks. Use it where every client has one source
        /// address, as behind NAT.
        listen: Vec<Located<SocketAddr>> = default(List(&Socket), "[]"),
        /// Addresses that answer as the DNS servers of its clients.
        client_listen: Vec<Located<SocketAddr>> = shared(CLIENT_LISTEN),
        /// Public addresses that its clients are seen with.
        egress_ip_addresses: Vec<Located<Ipv4Addr>> = shared(EGRESS_IP_ADDRESSES),
        later [ID]
    }
}

declare! {
    #[table("virtual_network.subnet", object, small, azurerm: "azurerm_subnet", arm: Some(child::SUBNET))]
    /// A subnet of a virtual network.
    pub struct Subnet {
        /// Its name, by which private endpoints find it.
        name: Located<String> = required(Text) [azurerm],
        /// Its prefixes, inside the network's address_space. Azure keeps the first four addresses and the last one of each.
        address_prefixes: Vec<Located<IpNet>> = required(List(&Prefix)) [azurerm],
        /// Services reached over a service endpoint, as "Microsoft.Storage". Answers of DNS do not change: a service endpoint
        /// keeps the public address. With "Microsoft.ContainerRegistry" a registry can let the subnet in by name.
        service_endpoints: Vec<Located<String>> = default(List(&Text), "[]") [azurerm],
    }
}

declare! {
    #[table("virtual_machine", object, large,
        azurerm: "azurerm_linux_virtual_machine", arm: Some(ObjectKind::VirtualMachine.resource_type()))]
    /// A virtual machine: its names inside its network, and its record in the registration zone of its network.
    pub struct VirtualMachine {
        /// Its name, which is its host name too: NAME.internal.cloudapp.net in its network, and NAME in the registration zone.
        name: Located<String> = required(Text) [azurerm],
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// The network it is in: "name" or "group/name".
        virtual_network: Located<String> = required(Text),
        /// The address of its primary network interface, of its network. Azure registers no other interface.
        private_ip_address: Located<Ipv4Addr> =
            required(Address) [azurerm "azurerm_network_interface.ip_configuration.private_ip_address"],
        later [ID]
    }
}

declare! {
    #[table("network", object, large, azurerm: none, arm: Some(ObjectKind::Network.resource_type()))]
    /// A network outside Azure, as on-premises or a laptop: 168.63.129.16 does not answer there.
    pub struct Network {
        /// Its name; virtual networks and networks share one namespace.
        name: Located<String> = required(Text),
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// Its prefixes.
        address_space: Vec<Located<IpNet>> = default(List(&Prefix), "[]"),
        /// Source prefixes that count as this network; a prefix belongs to one network only.
        clients: Option<Vec<Located<IpNet>>> = otherwise(List(&Prefix), "address_space"),
        /// DNS servers of its clients; empty is the Internet.
        dns_servers: Vec<Located<String>> = shared(DNS_SERVERS),
        /// Addresses that answer as the DNS servers of its clients.
        client_listen: Vec<Located<SocketAddr>> = shared(CLIENT_LISTEN),
        /// Public addresses that its clients are seen with.
        egress_ip_addresses: Vec<Located<Ipv4Addr>> = shared(EGRESS_IP_ADDRESSES),
        later [ID]
    }
}

impl VirtualNetwork {
    /// Describes a network with every other value at its default.
    pub fn new(name: &str) -> Self {
        Self::with(name.into())
    }
}

impl Subnet {
    /// Describes a subnet.
    pub fn new(name: &str, address_prefixes: &[IpNet]) -> Self {
        Self::with(name.into(), address_prefixes.iter().map(|&prefix| prefix.into()).collect())
    }
}

impl VirtualMachine {
    /// Describes a virtual machine in no resource group.
    pub fn new(name: &str, virtual_network: &str, private_ip_address: Ipv4Addr) -> Self {
        Self::with(name.into(), virtual_network.into(), private_ip_address.into())
    }
}

impl Network {
    /// Describes a network with every other value at its default.
    pub fn new(name: &str) -> Self {
        Self::with(name.into())
    }
}
