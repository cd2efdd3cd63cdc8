//! What is refused of networks, subnets and addresses in them.

use std::net::Ipv4Addr;

use super::declare::reasons;
use super::field::{AddressSpace, Instead, Related, UsableAddresses};

reasons! {
    /// Why a network, a subnet or an address in one is refused.
    pub enum NetworkRefusal("network") {
        /// The cloud has no service endpoints of registries.
        ServiceEndpointOfCloud { cloud: &'static str }
            => "is no service endpoint of the cloud \"{cloud}\""; "remove it; use a private endpoint"
        /// A subnet has no prefix.
        NoPrefix
            => "has no address_prefixes"; "write one"
        /// A subnet is not in its network.
        OutsideNetwork { subnet: String, network: String }
            => "is outside the network's address_space"; "write a prefix inside it, or widen address_space"
            [400 "NetcfgSubnetRangeOutsideVnet" Observed "MicrosoftDocs/azure-docs#123869"
                says "Subnet '{subnet}' is not valid because its IP address range is outside the IP address range of virtual network '{network}'."]
        /// Two prefixes of an address space have addresses in common.
        SpacesOverlap { prefix: String, first: Related }
            => "overlaps with the prefix of this address_space \"{prefix}\" at {first}"; "write another prefix"
        /// Two subnets have addresses in common.
        SubnetsOverlap { subnet: String, network: String, prefix: String, first: Related }
            => "overlaps with the subnet of this network \"{prefix}\" at {first}"; "write another prefix"
            [400 "NetcfgSubnetRangesOverlap" Observed "MicrosoftDocs/azure-docs#123869"
                says "Subnet '{subnet}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '{network}'."]
        /// A prefix is written as clients of two networks.
        SharedClients { network: String, first: Related }
            => "is among the clients of \"{network}\" too, at {first}"; "a prefix belongs to one network; remove one of the two"
        /// An address is in none of the network's prefixes.
        AddressOutsideNetwork { network: String, prefixes: AddressSpace }
            => "is outside the address_space of \"{network}\""; (prefixes)
        /// An address is not in the subnet.
        AddressOutsideSubnet { subnet: String, usable: UsableAddresses }
            => "is outside the subnet \"{subnet}\""; (usable)
        /// An address is one that Azure keeps for itself.
        ReservedAddress { address: Ipv4Addr, subnet: String, usable: UsableAddresses }
            => "is reserved by Azure, as the first four addresses and the last of the subnet \"{subnet}\" are"; (usable)
            [400 "PrivateIPAddressInReservedRange" Observed "hashicorp/terraform-provider-azurerm#4225"]
        /// Something else in the network has the address.
        AddressTaken { address: Ipv4Addr, first: Related }
            => "is the address of something else in this network, at {first}"; "write another address of the subnet"
            [400 "PrivateIPAddressIsAllocated" Observed "F5Networks/terraform-azure-bigip-module#63"
                says "IP configuration {subject} is using the private IP address {address} which is already allocated to resource {first}."]
        /// 168.63.129.16 is to be asked for what is not simulated.
        AzureAsUpstream
            => "is Azure's resolver, which is emulated here and never asked"; "write the address of another resolver, or \"system\""
        /// A real server is one of this program's own listeners.
        OwnListener { listener: String, first: Related, instead: Instead }
            => "is this program itself: {listener} at {first} answers there"; (instead)
        /// Two listeners cannot be open at once.
        ListenerTaken { listener: String, first: Related }
            => "is taken by {listener} at {first}"; "write another port or address" [rule L4]
    }
}
