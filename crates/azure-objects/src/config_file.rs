//! A configuration as written: typed values with their places, references still by name.
//!
//! Each kind of object is declared once (`declare.rs`): its struct, its keys, how it is read and written. Values are of their
//! kind here; whether they fit together is decided by `model`. The same structs are the way to build a configuration in code:
//! `new` fills in the schema's defaults, and every field is public.

mod endpoints;
mod given_values;
mod identity;
mod keys;
mod networks;
mod record_sets;
mod registries;
mod resolvers;
mod servers;
mod services;
mod settings;
mod zones;

pub use crate::target_dns_server::TargetDnsServer;
pub use endpoints::{IpConfiguration, PrivateEndpoint, PrivateLinkResource};
pub use given_values::{GivenValue, GivenValues};
pub use networks::{Network, Subnet, VirtualMachine, VirtualNetwork};
pub use record_sets::{FollowingSets, RecordSets, SetOrder};
pub use registries::{ContainerRegistry, IpRule, NetworkRuleSet, PublicAddress, VirtualNetworkRule};
pub use resolvers::{DnsForwardingRuleset, InboundEndpoint, PrivateDnsResolver, Rule};
pub use servers::{DnsServer, DnsServerZone, Forwarder};
pub use services::{
    CosmosdbAccount, FailoverGroup, GeoLocation, KeyVault, KubernetesCluster, MssqlServer, StorageAccount,
    WebApp,
};
pub use settings::{
    Assumptions, AzureDns, Cache, DEFAULT_LISTEN, Internet, InternetZone, Limits, PublicChain,
};
pub use zones::{PrivateDnsZone, RecordSet, SoaRecord, VirtualNetworkLink};

use crate::declare::declare;
use crate::form::{Declared, RawForm, is_kept};
use crate::located::{Located, Site};
use crate::own_kinds::with_own_kinds;
use crate::raw::{RawDocument, RawTable};
use crate::refusal::Refusals;
pub use crate::scalar::{address_of_server, without_usual_port};
use crate::schema::Key;
use crate::schema::Kind::{self, Choice, Tables};
use crate::walk::Walk;
use crate::words::Cloud;

declare! {
    #[table("", settings, large, azurerm: none, arm: None)]
    /// The configuration file.
    pub struct ConfigFile {
        /// The cloud whose names and suffixes hold: Azure, Azure operated by 21Vianet, or Azure Government.
        cloud: Located<Cloud> = default(Choice(Cloud::WORDS), "\"public\"") [azurerm "provider.environment"],
        /// The resolver at 168.63.129.16.
        azure_dns: AzureDns = default(Kind::Table(&AzureDns::TABLE), "{}"),
        /// What the outside world sees.
        internet: Internet = default(Kind::Table(&Internet::TABLE), "{}"),
        /// Virtual networks.
        virtual_networks as "virtual_network": Vec<VirtualNetwork> =
            default(Tables(&VirtualNetwork::TABLE), "[]") [azurerm "azurerm_virtual_network"],
        /// Virtual machines.
        virtual_machines as "virtual_machine": Vec<VirtualMachine> =
            default(Tables(&VirtualMachine::TABLE), "[]") [azurerm "azurerm_linux_virtual_machine"],
        /// Private DNS zones.
        private_dns_zones as "private_dns_zone": Vec<PrivateDnsZone> =
            default(Tables(&PrivateDnsZone::TABLE), "[]") [azurerm "azurerm_private_dns_zone"],
        /// Container registries.
        container_registries as "container_registry": Vec<ContainerRegistry> =
            default(Tables(&ContainerRegistry::TABLE), "[]") [azurerm "azurerm_container_registry"],
        /// Storage accounts.
        storage_accounts as "storage_account": Vec<StorageAccount> =
            default(Tables(&StorageAccount::TABLE), "[]") [azurerm "azurerm_storage_account"],
        /// Key vaults.
        key_vaults as "key_vault": Vec<KeyVault> =
            default(Tables(&KeyVault::TABLE), "[]") [azurerm "azurerm_key_vault"],
        /// Cosmos DB accounts.
        cosmosdb_accounts as "cosmosdb_account": Vec<CosmosdbAccount> =
            default(Tables(&CosmosdbAccount::TABLE), "[]") [azurerm "azurerm_cosmosdb_account"],
        /// SQL servers.
        mssql_servers as "mssql_server": Vec<MssqlServer> =
            default(Tables(&MssqlServer::TABLE), "[]") [azurerm "azurerm_mssql_server"],
        /// Web apps of App Service.
        web_apps as "web_app": Vec<WebApp> =
            default(Tables(&WebApp::TABLE), "[]") [azurerm "azurerm_linux_web_app"],
        /// Private clusters of Azure Kubernetes Service.
        kubernetes_clusters as "kubernetes_cluster": Vec<KubernetesCluster> =
            default(Tables(&KubernetesCluster::TABLE), "[]") [azurerm "azurerm_kubernetes_cluster"],
        /// Resources of any other service with private endpoints.
        private_link_resources as "private_link_resource": Vec<PrivateLinkResource> =
            default(Tables(&PrivateLinkResource::TABLE), "[]"),
        /// Private endpoints.
        private_endpoints as "private_endpoint": Vec<PrivateEndpoint> =
            default(Tables(&PrivateEndpoint::TABLE), "[]") [azurerm "azurerm_private_endpoint"],
        /// Names and TTLs of the simulated public side.
        public_chain: PublicChain = default(Kind::Table(&PublicChain::TABLE), "{}"),
        /// Answers to what nobody has documented.
        assumptions: Assumptions = default(Kind::Table(&Assumptions::TABLE), "{}"),
        /// Azure's count limits.
        limits: Limits = default(Kind::Table(&Limits::TABLE), "{}"),
        /// Networks outside Azure.
        networks as "network": Vec<Network> = default(Tables(&Network::TABLE), "[]"),
        /// Custom DNS servers.
        dns_servers as "dns_server": Vec<DnsServer> = default(Tables(&DnsServer::TABLE), "[]"),
        /// DNS private resolvers.
        private_dns_resolvers as "private_dns_resolver": Vec<PrivateDnsResolver> =
            default(Tables(&PrivateDnsResolver::TABLE), "[]") [azurerm "azurerm_private_dns_resolver"],
        /// DNS forwarding rulesets.
        dns_forwarding_rulesets as "dns_forwarding_ruleset": Vec<DnsForwardingRuleset> =
            default(Tables(&DnsForwardingRuleset::TABLE), "[]")
            [azurerm "azurerm_private_dns_resolver_dns_forwarding_ruleset"],
        /// What resolvers remember of forwarded answers.
        cache: Cache = default(Kind::Table(&Cache::TABLE), "{}"),
        later [
            Key::later("control", "The control interface."),
            Key::later("metrics", "Counters for a monitoring system."),
            Key::later("query_log", "A log of queries."),
            Key::later("fault", "Faults to inject.")
        ]
    }
}

/// Leaves the refused objects of several lists out; what is refused of each is refused of its ID.
macro_rules! leave_out_refused {
    ($config:ident, $refusals:ident, $($object:ident: $($list:ident).+),+) => {
        $($config.$($list).+.retain_mut(|one| {
            let id = one.id();
            $refusals.about(|| id, |refusals| is_kept(one, Kind::Table(&$object::TABLE), refusals))
        });)+
    };
}

impl Default for ConfigFile {
    /// An empty configuration.
    fn default() -> Self {
        Self::with()
    }
}

impl ConfigFile {
    /// Takes the objects out of a document. What is wrong goes to `refusals`; an object of which a value is refused is left
    /// out, and a setting keeps its default.
    pub fn from_document(document: &RawDocument<'_>, refusals: &mut Refusals) -> Self {
        let site = Site::table(document.place.clone(), "".into());
        Walk::new(document.is_intact, refusals).table(&document.root, &Self::TABLE, &site).unwrap_or_default()
    }

    /// Writes the objects as neutral values: keys in the order of the schema, without those that say what holds without them.
    pub fn to_table(&self) -> RawTable<'_> {
        self.write_fields(&Self::TABLE)
    }

    /// Leaves out the objects of which a value is refused, where they came by no file: a reader does the same. Record sets stay;
    /// they are looked at together with their zone.
    pub fn leave_out_refused(&mut self, refusals: &mut Refusals) {
        self.check(Kind::Table(&Self::TABLE), refusals);
        with_own_kinds! { leave_out_refused! self, refusals, }
    }
}

#[cfg(test)]
mod tests;
