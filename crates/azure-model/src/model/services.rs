//! Services of which people write one object: the resource of the catalogue that each of them is, and what a cluster makes
//! besides.

use azure_catalogue::Cloud;
use azure_catalogue::members::made;
use azure_objects::config_file::{
    ConfigFile, CosmosdbAccount, GivenValue, GivenValues, KeyVault, KubernetesCluster, MssqlServer,
    PrivateDnsZone, PrivateEndpoint, PrivateLinkResource, StorageAccount, VirtualNetworkLink, WebApp,
};
use azure_objects::id::{ObjectId, ObjectKind};
use azure_objects::located::{Located, Site};
use azure_objects::normalize_region;
use azure_objects::schema::Table;
use azure_objects::words::{CosmosdbCapability, CosmosdbKind, Replication};

/// A resource of the catalogue, and the object that it is.
#[derive(Debug, Clone)]
pub(super) struct ServiceResource {
    pub(super) id: ObjectId,
    /// The table that the object is written in.
    pub(super) table: &'static Table,
    pub(super) written: PrivateLinkResource,
    /// The group IDs that it has; `None`: all of its type.
    pub(super) only: Option<Vec<&'static str>>,
}

impl From<PrivateLinkResource> for ServiceResource {
    fn from(written: PrivateLinkResource) -> Self {
        Self { id: written.id(), table: &PrivateLinkResource::TABLE, written, only: None }
    }
}

/// Takes the resources out of a configuration, in the order of its tables. What clusters make themselves is added to it.
pub(super) fn take(config: &mut ConfigFile) -> Vec<ServiceResource> {
    let clusters = make_clusters(config);
    let storage = std::mem::take(&mut config.storage_accounts).into_iter().map(ServiceResource::from);
    let vaults = std::mem::take(&mut config.key_vaults).into_iter().map(ServiceResource::from);
    let cosmos = std::mem::take(&mut config.cosmosdb_accounts).into_iter().map(ServiceResource::from);
    let servers = std::mem::take(&mut config.mssql_servers).into_iter().map(ServiceResource::from);
    let apps = std::mem::take(&mut config.web_apps).into_iter().map(ServiceResource::from);
    let others = std::mem::take(&mut config.private_link_resources).into_iter().map(ServiceResource::from);
    storage.chain(vaults).chain(cosmos).chain(servers).chain(apps).chain(clusters).chain(others).collect()
}

/// Describes a resource that stands where the object stands.
fn resource(kind: ObjectKind, name: &Located<String>, site: &Site) -> PrivateLinkResource {
    let mut resource = PrivateLinkResource::of_type(&name.value, kind.resource_type());
    resource.resource_type = Some(name.clone().map(|_| kind.resource_type().to_owned()));
    PrivateLinkResource { name: name.clone(), site: site.clone(), ..resource }
}

fn given(placeholder: &str, values: Vec<Located<String>>) -> GivenValue {
    GivenValue { placeholder: placeholder.into(), values }
}

impl From<StorageAccount> for ServiceResource {
    fn from(account: StorageAccount) -> Self {
        const SECOND: [&str; 6] = [
            "blob_secondary",
            "table_secondary",
            "queue_secondary",
            "file_secondary",
            "dfs_secondary",
            "web_secondary",
        ];
        const FIRST: [&str; 6] = ["blob", "table", "queue", "file", "dfs", "web"];
        let can_be_read =
            matches!(account.account_replication_type.value, Replication::Ragrs | Replication::Ragzrs);
        let second = SECOND.into_iter().filter(|_| can_be_read);
        let written = PrivateLinkResource {
            resource_group: account.resource_group.clone(),
            location: account.location.clone(),
            public_ip_address: account.public_ip_address.clone(),
            privatelink_cname: account.privatelink_cname.clone(),
            ..resource(ObjectKind::StorageAccount, &account.name, &account.site)
        };
        let only = Some(FIRST.into_iter().chain(second).collect());
        Self { id: account.id(), table: &StorageAccount::TABLE, written, only }
    }
}

impl From<KeyVault> for ServiceResource {
    fn from(vault: KeyVault) -> Self {
        let written = PrivateLinkResource {
            resource_group: vault.resource_group.clone(),
            public_ip_address: vault.public_ip_address.clone(),
            privatelink_cname: vault.privatelink_cname.clone(),
            ..resource(ObjectKind::KeyVault, &vault.name, &vault.site)
        };
        Self { id: vault.id(), table: &KeyVault::TABLE, written, only: None }
    }
}

impl From<CosmosdbAccount> for ServiceResource {
    fn from(account: CosmosdbAccount) -> Self {
        let api = match account.kind.value {
            CosmosdbKind::GlobalDocumentDb => "Sql",
            CosmosdbKind::MongoDb => "MongoDB",
        };
        let more = account.capabilities.iter().map(|capability| match capability.value {
            CosmosdbCapability::EnableCassandra => "Cassandra",
            CosmosdbCapability::EnableGremlin => "Gremlin",
            CosmosdbCapability::EnableTable => "Table",
        });
        let regions = account.geo_locations.iter().flatten().map(|one| one.location.clone());
        let regions: Vec<Located<String>> =
            regions.map(|region| region.map(|name| normalize_region(&name))).collect();
        let values = (!regions.is_empty()).then(|| given("region", regions));
        let written = PrivateLinkResource {
            resource_group: account.resource_group.clone(),
            location: account.location.clone(),
            values: GivenValues(values.into_iter().collect()),
            public_ip_address: account.public_ip_address.clone(),
            privatelink_cname: account.privatelink_cname.clone(),
            ..resource(ObjectKind::CosmosdbAccount, &account.name, &account.site)
        };
        let only = Some(std::iter::once(api).chain(more).collect());
        Self { id: account.id(), table: &CosmosdbAccount::TABLE, written, only }
    }
}

impl From<MssqlServer> for ServiceResource {
    fn from(server: MssqlServer) -> Self {
        let groups = &server.failover_groups;
        let names = groups.iter().map(|group| group.name.clone()).collect();
        let partners: Vec<Located<String>> =
            groups.iter().map(|group| group.partner_server.clone()).collect();
        let values = match partners.is_empty() {
            true => Vec::new(),
            false => vec![given("failoverGroup", names), given("secondaryServer", partners)],
        };
        let written = PrivateLinkResource {
            resource_group: server.resource_group.clone(),
            values: GivenValues(values),
            public_ip_address: server.public_ip_address.clone(),
            privatelink_cname: server.privatelink_cname.clone(),
            ..resource(ObjectKind::MssqlServer, &server.name, &server.site)
        };
        Self { id: server.id(), table: &MssqlServer::TABLE, written, only: None }
    }
}

impl From<WebApp> for ServiceResource {
    fn from(app: WebApp) -> Self {
        let values = (!app.slots.is_empty()).then(|| given("slot", app.slots.clone()));
        let written = PrivateLinkResource {
            resource_group: app.resource_group.clone(),
            location: app.location.clone(),
            values: GivenValues(values.into_iter().collect()),
            public_ip_address: app.public_ip_address.clone(),
            privatelink_cname: app.privatelink_cname.clone(),
            ..resource(ObjectKind::WebApp, &app.name, &app.site)
        };
        Self { id: app.id(), table: &WebApp::TABLE, written, only: None }
    }
}

/// Writes what clusters make themselves: the private link of the API server, its endpoint, and with "System" its zone and link,
/// in the resource group of the nodes (`Create a private AKS cluster`).
fn make_clusters(config: &mut ConfigFile) -> Vec<ServiceResource> {
    let cloud = config.cloud.value;
    let clusters = std::mem::take(&mut config.kubernetes_clusters);
    clusters.into_iter().map(|cluster| make_cluster(&cluster, cloud, config)).collect()
}

fn make_cluster(cluster: &KubernetesCluster, cloud: Cloud, config: &mut ConfigFile) -> ServiceResource {
    let name = &cluster.name;
    let region =
        cluster.location.as_ref().map_or(cloud.default_region().to_owned(), |one| normalize_region(one));
    let group = cluster.resource_group.as_ref().map_or("default", |group| group.as_str());
    let nodes: Located<String> = name.clone().map(|name| format!("MC_{group}_{name}_{region}"));
    let seed = format!("{group}/{}", name.value);
    let make = |placeholder: &str| made(placeholder, &seed).unwrap_or_default();
    let prefix = cluster.dns_prefix.as_ref().unwrap_or(name).to_ascii_lowercase();
    let mut values = vec![
        given("prefix", vec![name.clone().map(|_| prefix)]),
        given("hash", vec![name.clone().map(|_| make("hash"))]),
        given("guid", vec![name.clone().map(|_| make("guid"))]),
    ];
    let mut written = PrivateLinkResource {
        resource_group: cluster.resource_group.clone(),
        location: cluster.location.clone(),
        ..resource(ObjectKind::KubernetesCluster, name, &cluster.site)
    };
    let reference = &cluster.private_dns_zone_id;
    let zone = if reference.eq_ignore_ascii_case("None") {
        None
    } else if reference.eq_ignore_ascii_case("System") {
        let apex = format!("{}.privatelink.{region}.azmk8s.io", make("guid"));
        Some(own_zone(cluster, &apex, &nodes, config))
    } else {
        written.private_dns_zone = apex_of(config, reference);
        Some(reference.clone())
    };
    if !cluster.private_cluster_public_fqdn_enabled.value {
        values.push(given("public_fqdn", Vec::new()));
    }
    written.values = GivenValues(values);
    let mut endpoint = PrivateEndpoint::new("kube-apiserver", "", "", "");
    endpoint.virtual_network = cluster.virtual_network.clone();
    endpoint.subnet = cluster.subnet.clone();
    endpoint.resource = cluster.name.clone();
    endpoint.resource_group = Some(nodes);
    endpoint.private_dns_zone_group = zone.map(|zone| vec![zone]);
    endpoint.name = name.clone().map(|_| "kube-apiserver".to_owned());
    endpoint.site = cluster.site.clone();
    config.private_endpoints.push(endpoint);
    ServiceResource { id: cluster.id(), table: &KubernetesCluster::TABLE, written, only: None }
}

/// Adds the zone of a cluster with the link to its network; returns a reference to it.
fn own_zone(
    cluster: &KubernetesCluster,
    apex: &str,
    nodes: &Located<String>,
    config: &mut ConfigFile,
) -> Located<String> {
    let reference = cluster.private_dns_zone_id.clone().map(|_| format!("{}/{apex}", nodes.value));
    let Ok(parsed) = apex.parse() else { return reference };
    let mut link = VirtualNetworkLink::new(&cluster.name, "");
    link.name = cluster.name.clone();
    link.virtual_network = cluster.virtual_network.clone();
    link.site = cluster.site.clone();
    let mut zone = PrivateDnsZone::new(parsed);
    zone.name = Located::new(zone.name.value, cluster.private_dns_zone_id.site.clone());
    zone.resource_group = Some(nodes.clone());
    zone.virtual_network_links = vec![link];
    zone.site = cluster.site.clone();
    config.private_dns_zones.push(zone);
    reference
}

/// Returns the name of the zone that a reference means, at the reference; `None`: there is none.
fn apex_of(config: &ConfigFile, reference: &Located<String>) -> Option<Located<zone_store::name::Name>> {
    let name = reference.rsplit_once('/').map_or(reference.as_str(), |(_, name)| name);
    let name = name.strip_suffix('.').unwrap_or(name);
    let zone =
        config.private_dns_zones.iter().find(|zone| zone.name.without_dot().eq_ignore_ascii_case(name))?;
    Some(Located::new(zone.name.value.clone(), reference.site.clone()))
}
