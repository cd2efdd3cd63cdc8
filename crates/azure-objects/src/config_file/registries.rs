//! Container registries, and whom they let in.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::keys::{ID, RESOURCE_GROUP, RULE_ACTION};
use crate::declare::declare;
use crate::form::RawForm;
use crate::id::ObjectKind;
use crate::located::{Located, Site};
use crate::raw::{RawData, RawEntry, RawTable, RawValue};
use crate::refusal::{Refusals, Suggestion, SyntaxRefusal};
use crate::regions::{is_region, normalize_region, unknown_region};
use crate::scalar::ScalarValue;
use crate::schema::Kind;
use crate::schema::Kind::{
    AddressByRegion, AddressOrPrefix, AutoOrBoolean, Boolean, Choice, List, Region, Tables, Text,
};
use crate::walk::Walk;
use crate::words::{AccessAction, NetworkRuleBypass, RuleAction, Sku};

declare! {
    #[table("container_registry", object, large,
        azurerm: "azurerm_container_registry", arm: Some(ObjectKind::ContainerRegistry.resource_type()))]
    /// A container registry: its public names, and what a private endpoint of it writes into a zone.
    pub struct ContainerRegistry {
        /// Its name, 5 to 50 letters and digits; the login server is the name under azurecr.io, or the cloud's azurecr.cn or
        /// azurecr.us.
        name: Located<String> = required(Text) [azurerm],
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// Its home region, which has a replica too.
        location: Option<Located<String>> =
            otherwise(Region, "the cloud's: westeurope, chinaeast2 or usgovvirginia") [azurerm],
        /// Its service tier. Only Premium has private endpoints, replicas and data endpoints.
        sku: Located<Sku> = default(Choice(Sku::WORDS), "\"Premium\"") [azurerm],
        /// Regions of its other replicas. Each is one more member, and one more address, of every private endpoint.
        georeplications: Vec<Located<String>> = default(List(&Region), "[]") [azurerm],
        /// Whether dedicated data endpoints, NAME.REGION.data, have public names; the first private endpoint switches them on, as
        /// in Azure.
        data_endpoint_enabled: Located<bool> = default(Boolean, "false") [azurerm],
        /// Whether the public address lets anybody in; false overrides network_rule_set. Answers of DNS do not change: that is a
        /// matter of the registry, not of names.
        public_network_access_enabled: Located<bool> = default(Boolean, "true") [azurerm],
        /// What its public names lead to: one address, or a table with one for each region.
        public_ip_address: Option<Located<PublicAddress>> =
            otherwise(AddressByRegion, "an address of 203.0.113.0/24 that the name and the region decide"),
        /// Whether its public name leads through privatelink. auto: while it has an approved private endpoint in this file; true:
        /// somebody else's endpoint, or a stale one; false: never.
        privatelink_cname: Located<Option<bool>> = default(AutoOrBoolean, "\"auto\""),
        /// Whom its public side lets in. Only Premium has rules.
        network_rule_set: Option<NetworkRuleSet> =
            otherwise(Kind::Table(&NetworkRuleSet::TABLE), "none: everybody is let in") [azurerm],
        /// Whether Azure's trusted services pass its rules. It says nothing about other clients.
        network_rule_bypass_option: Located<NetworkRuleBypass> =
            default(Choice(NetworkRuleBypass::WORDS), "\"AzureServices\"") [azurerm],
        /// Whether it has regional endpoints, NAME.REGION.geo (preview); each is one more member of every private endpoint.
        regional_endpoint_enabled: Located<bool> = default(Boolean, "false"),
        later [ID]
    }
}

declare! {
    #[table("container_registry.network_rule_set", part, large,
        azurerm: "azurerm_container_registry.network_rule_set", arm: None)]
    /// The rules of a registry's public side: whom it lets in. They do not apply to private endpoints, and answers of DNS do not
    /// change.
    pub struct NetworkRuleSet {
        /// What becomes of clients that no rule names.
        default_action: Located<AccessAction> = default(Choice(AccessAction::WORDS), "\"Allow\"") [azurerm],
        /// Addresses that are let in; at most 200.
        ip_rules as "ip_rule": Vec<IpRule> = default(Tables(&IpRule::TABLE), "[]") [azurerm],
        /// Subnets that are let in by their service endpoint (preview); at most 100, and none in Azure Government and Azure
        /// operated by 21Vianet.
        virtual_networks as "virtual_network": Vec<VirtualNetworkRule> =
            default(Tables(&VirtualNetworkRule::TABLE), "[]") [azurerm],
    }
}

declare! {
    #[table("container_registry.network_rule_set.ip_rule", object, small,
        azurerm: "azurerm_container_registry.network_rule_set.ip_rule", arm: None)]
    /// Addresses that are let in: public ones, for a registry never sees others on its public side.
    pub struct IpRule {
        /// What the rule does.
        action: Located<RuleAction> = shared(RULE_ACTION) [azurerm],
        /// An IPv4 address, or a prefix without host bits, as "203.0.113.0/24".
        ip_range: Located<Ipv4Net> = required(AddressOrPrefix) [azurerm],
    }
}

declare! {
    #[table("container_registry.network_rule_set.virtual_network", object, small,
        azurerm: "azurerm_container_registry.network_rule_set.virtual_network", arm: None)]
    /// A subnet that is let in. It needs the service endpoint Microsoft.ContainerRegistry; without, the rule matches nobody.
    pub struct VirtualNetworkRule {
        /// What the rule does.
        action: Located<RuleAction> = shared(RULE_ACTION) [azurerm],
        /// The network of the subnet: "name" or "group/name".
        virtual_network: Located<String> =
            required(Text) [azurerm "azurerm_container_registry.network_rule_set.virtual_network.subnet_id"],
        /// The subnet.
        subnet: Located<String> =
            required(Text) [azurerm "azurerm_container_registry.network_rule_set.virtual_network.subnet_id"],
    }
}

impl ContainerRegistry {
    /// Describes a registry with every other value at its default.
    pub fn new(name: &str) -> Self {
        Self::with(name.into())
    }
}

impl Default for NetworkRuleSet {
    /// A rule set that lets everybody in.
    fn default() -> Self {
        Self::with()
    }
}

impl IpRule {
    /// Describes a rule that lets these addresses in; a single one has the prefix length 32.
    pub fn new(ip_range: Ipv4Net) -> Self {
        Self::with(ip_range.into())
    }
}

impl VirtualNetworkRule {
    /// Describes a rule that lets a subnet in.
    pub fn new(virtual_network: &str, subnet: &str) -> Self {
        Self::with(virtual_network.into(), subnet.into())
    }
}

/// What a registry's public names lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicAddress {
    /// One address in every region.
    One(Ipv4Addr),
    /// An address per region; a region that is not listed has its default, and of one that is listed twice the first counts.
    ByRegion(Vec<(String, Ipv4Addr)>),
}

impl RawForm for Located<PublicAddress> {
    fn read(walk: &mut Walk<'_>, kind: Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Self> {
        let site = at_key.at(raw.place.clone());
        match &raw.data {
            RawData::Table(table) => read_regions(walk, table, &site).map(|value| Self::new(value, site)),
            _ => Located::<Ipv4Addr>::read(walk, kind, raw, at_key)
                .map(|address| address.map(PublicAddress::One)),
        }
    }

    fn write(&self, kind: Kind) -> RawData<'_> {
        match &self.value {
            PublicAddress::One(address) => address.write(kind),
            PublicAddress::ByRegion(addresses) => {
                let mut table = RawTable::default();
                for (region, address) in addresses {
                    if table.get(region).is_none() {
                        table.push(region.as_str(), address.write(kind));
                    }
                }
                RawData::Table(table)
            }
        }
    }

    fn check(&self, _kind: Kind, _refusals: &mut Refusals) -> bool {
        true
    }

    fn retain(&mut self, _kind: Kind, _refusals: &mut Refusals) {}
}

/// Reads `{ westeurope = "203.0.113.1" }`.
fn read_regions(walk: &mut Walk<'_>, table: &RawTable<'_>, site: &Site) -> Option<PublicAddress> {
    let inner = Site::table(site.place.clone(), site.path().into());
    let mut addresses = Vec::new();
    let mut is_whole = true;
    for RawEntry { key, place, value } in &table.entries {
        let at_key = inner.of_key(key, place.clone());
        let region = normalize_region(key);
        if !is_region(&region) {
            let suggestion = Suggestion::OfKind(Kind::Region);
            walk.refusals.push(at_key.refuse(SyntaxRefusal::UnknownKey { suggestion }));
            continue;
        }
        walk.refusals.extend(unknown_region(&region).map(|reason| at_key.refuse(reason)));
        match Located::<Ipv4Addr>::read(walk, Kind::Address, value, &at_key) {
            Some(address) => addresses.push((region, address.value)),
            None => is_whole = false,
        }
    }
    is_whole.then_some(PublicAddress::ByRegion(addresses))
}
