//! Services of which people write one object, though its parts have endpoints of their own: storage accounts, key vaults,
//! Cosmos DB accounts, SQL servers, web apps, Kubernetes clusters.

use std::net::Ipv4Addr;

use super::keys::{ID, RESOURCE_GROUP};
use crate::declare::declare;
use crate::id::ObjectKind;
use crate::located::Located;
use crate::schema::Key;
use crate::schema::Kind::{Address, AutoOrBoolean, Boolean, Choice, List, Region, Tables, Text};
use crate::words::{CosmosdbCapability, CosmosdbKind, Replication};

const LOCATION: Key =
    Key::described("location", Region, "the cloud's: westeurope, chinaeast2 or usgovvirginia", "Its region.")
        .azurerm("*.location");
const PUBLIC_IP_ADDRESS: Key = Key::described(
    "public_ip_address",
    Address,
    "addresses of 203.0.113.0/24 that its public names decide",
    "What its public names lead to.",
);
const PRIVATELINK_CNAME: Key = Key::optional(
    "privatelink_cname",
    AutoOrBoolean,
    "\"auto\"",
    "The same as for a registry: auto, true or false. Each part of it has its own endpoints.",
);

declare! {
    #[table("storage_account", object, large,
        azurerm: "azurerm_storage_account", arm: Some(ObjectKind::StorageAccount.resource_type()))]
    /// A storage account: blob, dfs, file, queue, table and web under one name. A private endpoint names the subresource.
    pub struct StorageAccount {
        /// Its name.
        name: Located<String> = required(Text) [azurerm],
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// Its region.
        location: Option<Located<String>> = shared(LOCATION),
        /// How its data is copied. RAGRS and RAGZRS have a readable second place, NAME-secondary, with subresources such as
        /// "blob_secondary".
        account_replication_type: Located<Replication> = default(Choice(Replication::WORDS), "\"LRS\"") [azurerm],
        /// What its public names lead to.
        public_ip_address: Option<Located<Ipv4Addr>> = shared(PUBLIC_IP_ADDRESS),
        /// Whether its public names lead through privatelink.
        privatelink_cname: Located<Option<bool>> = shared(PRIVATELINK_CNAME),
        later [ID]
    }
}

declare! {
    #[table("key_vault", object, large, azurerm: "azurerm_key_vault", arm: Some(ObjectKind::KeyVault.resource_type()))]
    /// A key vault. The member of its endpoints is "default".
    pub struct KeyVault {
        /// Its name.
        name: Located<String> = required(Text) [azurerm],
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// What its public name leads to.
        public_ip_address: Option<Located<Ipv4Addr>> = shared(PUBLIC_IP_ADDRESS),
        /// Whether its public name leads through privatelink.
        privatelink_cname: Located<Option<bool>> = shared(PRIVATELINK_CNAME),
        later [ID]
    }
}

declare! {
    #[table("cosmosdb_account", object, large,
        azurerm: "azurerm_cosmosdb_account", arm: Some(ObjectKind::CosmosdbAccount.resource_type()))]
    /// A Cosmos DB account: its name, and one more for each region, with an address each.
    pub struct CosmosdbAccount {
        /// Its name.
        name: Located<String> = required(Text) [azurerm],
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// Its region.
        location: Option<Located<String>> = shared(LOCATION),
        /// Which API it has: GlobalDocumentDB has the subresource "Sql" and those of its capabilities, MongoDB has "MongoDB".
        kind: Located<CosmosdbKind> = default(Choice(CosmosdbKind::WORDS), "\"GlobalDocumentDB\"") [azurerm],
        /// More of its APIs: EnableCassandra, EnableGremlin, EnableTable.
        capabilities: Vec<Located<CosmosdbCapability>> =
            default(List(&Choice(CosmosdbCapability::WORDS)), "[]") [azurerm],
        /// The regions that its data is in.
        geo_locations as "geo_location": Option<Vec<GeoLocation>> =
            otherwise(Tables(&GeoLocation::TABLE), "its own region") [azurerm],
        /// What its public names lead to.
        public_ip_address: Option<Located<Ipv4Addr>> = shared(PUBLIC_IP_ADDRESS),
        /// Whether its public names lead through privatelink.
        privatelink_cname: Located<Option<bool>> = shared(PRIVATELINK_CNAME),
        later [ID]
    }
}

declare! {
    #[table("cosmosdb_account.geo_location", part, small, azurerm: "azurerm_cosmosdb_account.geo_location", arm: None)]
    /// A region of a Cosmos DB account.
    pub struct GeoLocation {
        /// The region.
        location: Located<String> = required(Region) [azurerm],
    }
}

declare! {
    #[table("mssql_server", object, large,
        azurerm: "azurerm_mssql_server", arm: Some(ObjectKind::MssqlServer.resource_type()))]
    /// A SQL server, and the failover groups of which it is the primary.
    pub struct MssqlServer {
        /// Its name.
        name: Located<String> = required(Text) [azurerm],
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// Failover groups: each has the public names GROUP and GROUP.secondary, aliases of the servers.
        failover_groups as "failover_group": Vec<FailoverGroup> = default(Tables(&FailoverGroup::TABLE), "[]") [azurerm "azurerm_mssql_failover_group"],
        /// What its public name leads to.
        public_ip_address: Option<Located<Ipv4Addr>> = shared(PUBLIC_IP_ADDRESS),
        /// Whether its public name leads through privatelink.
        privatelink_cname: Located<Option<bool>> = shared(PRIVATELINK_CNAME),
        later [ID]
    }
}

declare! {
    #[table("mssql_server.failover_group", part, small, azurerm: "azurerm_mssql_failover_group", arm: None)]
    /// A failover group.
    pub struct FailoverGroup {
        /// Its name, which is the listener's.
        name: Located<String> = required(Text) [azurerm],
        /// The name of the secondary server.
        partner_server: Located<String> = required(Text) [azurerm],
    }
}

declare! {
    #[table("web_app", object, large, azurerm: "azurerm_linux_web_app", arm: Some(ObjectKind::WebApp.resource_type()))]
    /// A web app of App Service with its deployment slots: each has two names, with `scm` and without, at one address.
    pub struct WebApp {
        /// Its name.
        name: Located<String> = required(Text) [azurerm],
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// Its region.
        location: Option<Located<String>> = shared(LOCATION),
        /// Its slots. An endpoint of one has the subresource "sites-SLOT".
        slots as "slot": Vec<Located<String>> = default(List(&Text), "[]") [azurerm "azurerm_linux_web_app_slot.name"],
        /// What its public names lead to.
        public_ip_address: Option<Located<Ipv4Addr>> = shared(PUBLIC_IP_ADDRESS),
        /// Whether its public names lead through privatelink.
        privatelink_cname: Located<Option<bool>> = shared(PRIVATELINK_CNAME),
        later [ID]
    }
}

declare! {
    #[table("kubernetes_cluster", object, large,
        azurerm: "azurerm_kubernetes_cluster", arm: Some(ObjectKind::KubernetesCluster.resource_type()))]
    /// A private cluster of Azure Kubernetes Service. It makes the private endpoint of its API server itself, and with "System" the
    /// zone, its link and its record.
    pub struct KubernetesCluster {
        /// Its name.
        name: Located<String> = required(Text) [azurerm],
        /// Tells objects of one name apart.
        resource_group: Option<Located<String>> = shared(RESOURCE_GROUP),
        /// Its region.
        location: Option<Located<String>> = shared(LOCATION),
        /// The network of its nodes: "name" or "group/name".
        virtual_network: Located<String> = required(Text),
        /// The subnet of its nodes, which has the address of the API server.
        subnet: Located<String> = required(Text) [azurerm "azurerm_kubernetes_cluster.default_node_pool.vnet_subnet_id"],
        /// The beginning of its names.
        dns_prefix: Option<Located<String>> = otherwise(Text, "its name") [azurerm],
        /// "System": a zone of its own that only its network sees; "None": no zone, so that the public name is needed; else a
        /// private zone of the file, "name" or "group/name".
        private_dns_zone_id: Located<String> = default(Text, "\"System\"") [azurerm],
        /// Whether a public name holds the private address.
        private_cluster_public_fqdn_enabled: Located<bool> = default(Boolean, "false") [azurerm],
        later [ID]
    }
}

impl StorageAccount {
    /// Describes an account with every other value at its default.
    pub fn new(name: &str) -> Self {
        Self::with(name.into())
    }
}

impl KubernetesCluster {
    /// Describes a cluster with every other value at its default.
    pub fn new(name: &str, virtual_network: &str, subnet: &str) -> Self {
        Self::with(name.into(), virtual_network.into(), subnet.into())
    }
}
