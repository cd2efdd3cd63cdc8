//! The kinds of objects that have a list of their own in a configuration.

/// Calls a macro with the kinds that have a list of their own in a configuration, and the lists.
macro_rules! with_own_kinds {
    ($use:ident! $($before:tt)*) => {
        $use! {
            $($before)*
            VirtualNetwork: virtual_networks,
            VirtualMachine: virtual_machines,
            PrivateDnsZone: private_dns_zones,
            ContainerRegistry: container_registries,
            StorageAccount: storage_accounts,
            KeyVault: key_vaults,
            CosmosdbAccount: cosmosdb_accounts,
            MssqlServer: mssql_servers,
            WebApp: web_apps,
            KubernetesCluster: kubernetes_clusters,
            PrivateLinkResource: private_link_resources,
            PrivateEndpoint: private_endpoints,
            PrivateDnsResolver: private_dns_resolvers,
            DnsForwardingRuleset: dns_forwarding_rulesets,
            Network: networks,
            DnsServer: dns_servers,
            InternetZone: internet.zones
        }
    };
}
pub(crate) use with_own_kinds;
