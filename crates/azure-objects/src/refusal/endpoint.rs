//! What is refused of private endpoints and of the resources that they lead to.

use super::declare::reasons;
use super::field::{Names, OneOfQuoted, Quoted, Related, ReplicaWord, Suggestion};

reasons! {
    /// Why a private endpoint is refused.
    pub enum EndpointRefusal("private endpoint") {
        /// Two zones of a zone group have one name.
        ZoneTaken { zone: String, first: Related }
            => "DuplicateResourceName: its zone group has a zone \"{zone}\" already, at {first}"; "remove one of the two"
            [400 "DuplicateResourceName" Observed "hashicorp/terraform-provider-azurerm#28966"]
        /// The resource has several subresources, and nothing says which one is meant.
        WhichSubresource { subresources: OneOfQuoted }
            => "has several subresources"; "write subresource = {subresources}"
        /// The resource has no such subresource.
        NoSubresource { resource: String, subresources: OneOfQuoted }
            => "is no subresource of \"{resource}\""; "write {subresources}"
        /// The resource has no such member.
        UnknownMember { kind: &'static str, members: Quoted }
            => "is no member of this {kind}"; "its members are {members}"
        /// A member is given two addresses.
        MemberTwice
            => "has an address already"; "remove one ip_configuration"
        /// Some members are given addresses, and others are not.
        MissingMembers { replica: ReplicaWord, endpoint: String, given: Names, missing: Names }
            => "{replica}Private Endpoint {endpoint} contains static ipconfigurations: {given} missing these membernames/groupids: {missing}"; "add an ip_configuration for each, or remove all so that addresses are allocated"
            [rule M28 400 "PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps" Observed "hashicorp/terraform-provider-azurerm#18443"
                says "{replica}Private Endpoint {endpoint} contains static ipconfigurations: {given} missing these membernames/groupids: {missing}"]
        /// The subnet has too few addresses.
        SubnetFull { left: usize, capacity: u64, subnet: String, prefixes: Names, needed: usize, members: Names }
            => "has {left} of {capacity} addresses left ({prefixes}, of which Azure keeps the first four and the last), but this endpoint needs {needed}: {members}"; "widen the subnet, or move the endpoint to another"
            [rule M28 400 "SubnetIsFull" Observed "MicrosoftDocs/azure-docs#88211"
                says "Subnet {subnet} with address prefix {prefixes} does not have enough capacity for {needed} IP addresses."]
    }
}

reasons! {
    /// Why a container registry, or a rule of one, is refused.
    pub enum RegistryRefusal("container registry") {
        /// Something needs the Premium tier.
        NeedsPremium { feature: &'static str, sku: &'static str, first: Related }
            => "{feature} are of the Premium tier, but the registry is {sku}, at {first}"; "write sku = \"Premium\", or remove it"
        /// A replica is in a region that the registry is in already.
        RegionTwice
            => "is a region of this registry already"; "remove it: a registry is in a region once"
        /// A rule lets a subnet in, in a cloud without service endpoints of registries.
        RuleOfCloud { service: &'static str, cloud: &'static str }
            => "{service} is no service endpoint of the cloud \"{cloud}\""; "remove the rule; use a private endpoint"
        /// A rule lets a subnet in that has no service endpoint.
        NoServiceEndpoint { service: &'static str }
            => "has no service endpoint {service}, so that this rule matches nobody"; "add it to the subnet's service_endpoints" [rule L20]
        /// A rule lets a subnet in whose network has a private endpoint of the registry.
        RuleAndEndpoint { network: String, endpoint: String, first: Related }
            => "\"{network}\" has the private endpoint \"{endpoint}\" of this registry, at {first}; both from one network are not supported"; "remove this rule" [rule L21]
    }
}

reasons! {
    /// Why a resource of another service is refused.
    pub enum ResourceRefusal("private link resource") {
        /// The private zone is one of another cloud.
        ZoneOfCloud { of: &'static str, cloud: &'static str }
            => "is a zone of the cloud \"{of}\", and this file's is \"{cloud}\""; "set cloud = \"{of}\", or write a zone of this cloud"
        /// The cloud has no such private zone.
        UnknownZone { cloud: &'static str, suggestion: Suggestion }
            => "is no Private Link zone of the cloud \"{cloud}\""; (suggestion)
        /// The private zone is that of registries.
        ZoneOfRegistries
            => "is the zone of container registries"; "write a [[container_registry]] instead"
        /// The names of the zone are in a shorter one.
        ZoneInAnother { parent: String }
            => "must not be deployed as a zone of its own: its names are in \"{parent}\""; "write \"{parent}\""
        /// The names of the zone are in that of registries.
        ZoneInRegistries { parent: String }
            => "must not be deployed as a zone of its own: its names are in \"{parent}\""; "write a [[container_registry]] instead"
        /// The service has no such subresource.
        UnknownSubresource { subresources: OneOfQuoted }
            => "is no subresource of this service"; "write {subresources}"
        /// Neither a type nor a private zone says which service it is of.
        NoService
            => "has neither a type nor a private_dns_zone, so that its service is not known"; "write its type, as type = \"Microsoft.Storage/storageAccounts\""
        /// The cloud has no such type with private endpoints.
        UnknownType { cloud: &'static str, suggestion: Suggestion }
            => "is no type with private endpoints of the cloud \"{cloud}\""; (suggestion)
        /// The type is that of registries.
        TypeOfRegistries
            => "is the type of container registries"; "write a [[container_registry]] instead"
        /// The names of the service hold something that nobody has said.
        MissingValue { placeholder: &'static str }
            => "has names that hold its {placeholder}, which is not known"; "write values = {{ {placeholder} = \"…\" }}"
    }
}
