//! What is refused of zones and of their links.

use super::declare::reasons;
use super::field::Related;

reasons! {
    /// Why a zone is refused.
    pub enum ZoneRefusal("zone") {
        /// A private zone has a name of one label.
        OneLabel
            => "has one label; single-labeled private DNS zones aren't supported"; "write a name of two labels or more"
        /// A private zone has a name of too many labels.
        TooManyLabels { labels: usize, most: usize }
            => "has {labels} labels; the name of a private DNS zone has at most {most}"; "shorten it"
        /// A private zone has a name that Azure keeps for itself.
        Reserved
            => "is reserved by Azure; a private DNS zone cannot have this very name"; "make a zone of a name below it"
        /// A zone is below `.local`.
        Multicast
            => "DNS names ending with `.local` are reserved for use with multicast DNS"; "write a name of a domain of your own" [rule M18]
        /// Two public zones have one name.
        PublicTaken { first: Related }
            => "is the name of another internet.zone, at {first}"; "put the records into one zone"
        /// A zone file is named by an object that came by no file.
        FileOutsideConfiguration
            => "is read with the configuration only"; "put the records into the zone instead"
    }
}

reasons! {
    /// Why a virtual network link of a private zone is refused.
    pub enum LinkRefusal("virtual network link") {
        /// The zone is linked to the network already.
        Linked { first: Related }
            => "is linked to this zone already, at {first}"; "remove one link: there is only one link between a private DNS zone and a virtual network"
        /// A zone that is not of Private Link has a resolution policy.
        PolicyOfOtherZone { zone: String }
            => "is not supported on a link of \"{zone}\": it is no Private Link zone"; "write \"Default\""
            [400 "BadRequest" Observed "Azure/Azure-Landing-Zones#4088"]
        /// The network is linked to another zone of the same name.
        SameName { zone: String, first: Related }
            => "A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with '{zone}' and '{zone}' zones."; "The other link is at {first}; remove one"
            [400 "BadRequest" Observed "MicrosoftDocs/azure-aks-docs#212"
                says "A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with '{zone}' and '{zone}' zones."]
        /// The network registers its machines in another zone already.
        SecondRegistration { zone: String, first: Related }
            => "is a second registration zone of its network; the first is at {first}"; "set registration_enabled = false on one"
            [409 "Conflict" Observed "Azure/terraform-azurerm-caf-enterprise-scale#157"
                says "A virtual network can only be linked to 1 Private DNS zone(s) with auto-registration enabled; conflicting Private DNS zone is \"{zone}\"."]
    }
}
