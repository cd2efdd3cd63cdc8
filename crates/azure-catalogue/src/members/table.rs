//! Generated from `catalogue/privatelink-members.tsv`; do not edit. To write it anew:
//! `cargo run -p azure-catalogue --example generate-catalogue`

use super::Certainty::{Documented, Inferred, Observed, Unknown};
use super::PublicRow::{Alias, Cname, CnameAlways, CnameTwo, Nothing, Private, PrivateAddress};
use super::{Group, RecordRow, Row, Template};
use crate::catalogue::Pattern;
use crate::cloud::Cloud::{China, Public, UsGovernment};

#[rustfmt::skip]
pub(super) static GROUPS: &[Group] = &[
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("blob"), forms: &[
        &[
            Row { member: Some(Template("blob")), is_sure: true, fqdn: Some(Template("{name}.blob.core.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.blob.core.windows.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("blob_secondary"), forms: &[
        &[
            Row { member: Some(Template("blob_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.blob.core.windows.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.blob.core.windows.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("table"), forms: &[
        &[
            Row { member: Some(Template("table")), is_sure: false, fqdn: Some(Template("{name}.table.core.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.table.core.windows.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("table_secondary"), forms: &[
        &[
            Row { member: Some(Template("table_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.table.core.windows.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.table.core.windows.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("queue"), forms: &[
        &[
            Row { member: Some(Template("queue")), is_sure: false, fqdn: Some(Template("{name}.queue.core.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.queue.core.windows.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("queue_secondary"), forms: &[
        &[
            Row { member: Some(Template("queue_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.queue.core.windows.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.queue.core.windows.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("file"), forms: &[
        &[
            Row { member: Some(Template("file")), is_sure: false, fqdn: Some(Template("{name}.file.core.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.file.core.windows.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("file_secondary"), forms: &[
        &[
            Row { member: Some(Template("file_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.file.core.windows.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.file.core.windows.net") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("dfs"), forms: &[
        &[
            Row { member: Some(Template("dfs")), is_sure: false, fqdn: Some(Template("{name}.dfs.core.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.dfs.core.windows.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("dfs_secondary"), forms: &[
        &[
            Row { member: Some(Template("dfs_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.dfs.core.windows.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.dfs.core.windows.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("web"), forms: &[
        &[
            Row { member: Some(Template("web")), is_sure: false, fqdn: Some(Template("{name}.z{n}.web.core.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.web.core.windows.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("web_secondary"), forms: &[
        &[
            Row { member: Some(Template("web_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.z{n}.web.core.windows.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.web.core.windows.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.StorageSync/storageSyncServices", group_id: Template("afs"), forms: &[
        &[
            Row { member: Some(Template("management")), is_sure: false, fqdn: Some(Template("{name}management.{region}.afs.azure.net")), record: Some(RecordRow { owner: Template("{name}management.{region}"), zone: Pattern("privatelink.afs.azure.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("syncp")), is_sure: false, fqdn: Some(Template("{name}syncp.{region}.afs.azure.net")), record: Some(RecordRow { owner: Template("{name}syncp.{region}"), zone: Pattern("privatelink.afs.azure.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("syncs")), is_sure: false, fqdn: Some(Template("{name}syncs.{region}.afs.azure.net")), record: Some(RecordRow { owner: Template("{name}syncs.{region}"), zone: Pattern("privatelink.afs.azure.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("monitoring")), is_sure: false, fqdn: Some(Template("{name}monitoring.{region}.afs.azure.net")), record: Some(RecordRow { owner: Template("{name}monitoring.{region}"), zone: Pattern("privatelink.afs.azure.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Compute/diskAccesses", group_id: Template("disks"), forms: &[
        &[
            Row { member: Some(Template("diskAccess_1")), is_sure: true, fqdn: Some(Template("md-impexp-{hash}.blob.core.windows.net")), record: Some(RecordRow { owner: Template("md-impexp-{hash}"), zone: Pattern("privatelink.blob.core.windows.net") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.ElasticSan/elasticSans", group_id: Template("volumegroup"), forms: &[
        &[
            Row { member: Some(Template("{volumegroup}")), is_sure: false, fqdn: Some(Template("es-{hash}.z{n}.blob.storage.azure.net")), record: Some(RecordRow { owner: Template("es-{hash}.z{n}"), zone: Pattern("privatelink.blob.core.windows.net") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.FileShares/fileShares", group_id: Template("FileShare"), forms: &[
        &[
            Row { member: Some(Template("FileShare")), is_sure: false, fqdn: Some(Template("{hash}.file.core.windows.net")), record: Some(RecordRow { owner: Template("{hash}"), zone: Pattern("privatelink.file.core.windows.net") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.KeyVault/vaults", group_id: Template("vault"), forms: &[
        &[
            Row { member: Some(Template("default")), is_sure: true, fqdn: Some(Template("{name}.vault.azure.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.vaultcore.azure.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.KeyVault/managedHSMs", group_id: Template("managedhsm"), forms: &[
        &[
            Row { member: Some(Template("default")), is_sure: false, fqdn: Some(Template("{name}.managedhsm.azure.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.managedhsm.azure.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.AppConfiguration/configurationStores", group_id: Template("configurationStores"), forms: &[
        &[
            Row { member: Some(Template("configurationStores")), is_sure: true, fqdn: Some(Template("{name}.azconfig.io")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azconfig.io") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("configurationStores_{replica+}")), is_sure: false, fqdn: Some(Template("{name}-{replica+}.azconfig.io")), record: Some(RecordRow { owner: Template("{name}-{replica+}"), zone: Pattern("privatelink.azconfig.io") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Attestation/attestationProviders", group_id: Template("standard"), forms: &[
        &[
            Row { member: Some(Template("standard")), is_sure: false, fqdn: Some(Template("{name}.{regionCode}.attest.azure.net")), record: Some(RecordRow { owner: Template("{name}.{regionCode}"), zone: Pattern("privatelink.attest.azure.net") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Sql/servers", group_id: Template("sqlServer"), forms: &[
        &[
            Row { member: Some(Template("sqlServer")), is_sure: false, fqdn: Some(Template("{name}.database.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.database.windows.net") }), public_side: Cname, certainty: Documented },
            Row { member: None, is_sure: true, fqdn: Some(Template("{failoverGroup+}.database.windows.net")), record: None, public_side: Alias(Template("{name}.database.windows.net")), certainty: Inferred },
            Row { member: None, is_sure: true, fqdn: Some(Template("{failoverGroup+}.secondary.database.windows.net")), record: None, public_side: Alias(Template("{secondaryServer}.database.windows.net")), certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Sql/managedInstances", group_id: Template("managedInstance"), forms: &[
        &[
            Row { member: Some(Template("managedInstance")), is_sure: false, fqdn: Some(Template("{name}.{dnsPrefix}.database.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.{dnsPrefix}.database.windows.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Sql"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: true, fqdn: Some(Template("{name}.documents.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.documents.azure.com") }), public_side: Cname, certainty: Observed },
            Row { member: Some(Template("{name}-{region+}")), is_sure: true, fqdn: Some(Template("{name}-{region+}.documents.azure.com")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.documents.azure.com") }), public_side: Cname, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("MongoDB"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.mongo.cosmos.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mongo.cosmos.azure.com") }), public_side: Cname, certainty: Observed },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.mongo.cosmos.azure.com")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.mongo.cosmos.azure.com") }), public_side: Cname, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Cassandra"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.cassandra.cosmos.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.cassandra.cosmos.azure.com") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.cassandra.cosmos.azure.com")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.cassandra.cosmos.azure.com") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Gremlin"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.gremlin.cosmos.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.gremlin.cosmos.azure.com") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.gremlin.cosmos.azure.com")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.gremlin.cosmos.azure.com") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Table"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.table.cosmos.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.table.cosmos.azure.com") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.table.cosmos.azure.com")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.table.cosmos.azure.com") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Analytical"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.analytics.cosmos.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.analytics.cosmos.azure.com") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("SqlDedicated"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.sqlx.cosmos.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.sqlx.cosmos.azure.com") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DBforPostgreSQL/serverGroupsv2", group_id: Template("coordinator"), forms: &[
        &[
            Row { member: Some(Template("coordinator")), is_sure: false, fqdn: Some(Template("c-{name}.{hash}.postgres.cosmos.azure.com")), record: Some(RecordRow { owner: Template("c-{name}.{hash}"), zone: Pattern("privatelink.postgres.cosmos.azure.com") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DBforPostgreSQL/serverGroupsv2", group_id: Template("worker-{n+}"), forms: &[
        &[
            Row { member: Some(Template("worker-{n+}")), is_sure: false, fqdn: Some(Template("w{n+}-{name}.{hash}.postgres.cosmos.azure.com")), record: Some(RecordRow { owner: Template("w{n+}-{name}.{hash}"), zone: Pattern("privatelink.postgres.cosmos.azure.com") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DocumentDB/mongoClusters", group_id: Template("MongoCluster"), forms: &[
        &[
            Row { member: Some(Template("MongoCluster")), is_sure: false, fqdn: Some(Template("fc-{hash}-000.mongocluster.cosmos.azure.com")), record: Some(RecordRow { owner: Template("fc-{hash}-000"), zone: Pattern("privatelink.mongocluster.cosmos.azure.com") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DBforPostgreSQL/servers", group_id: Template("postgresqlServer"), forms: &[
        &[
            Row { member: Some(Template("postgresqlServer")), is_sure: false, fqdn: Some(Template("{name}.postgres.database.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.postgres.database.azure.com") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DBforPostgreSQL/flexibleServers", group_id: Template("postgresqlServer"), forms: &[
        &[
            Row { member: Some(Template("postgresqlServer")), is_sure: false, fqdn: Some(Template("{name}.postgres.database.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.postgres.database.azure.com") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DBforMySQL/servers", group_id: Template("mysqlServer"), forms: &[
        &[
            Row { member: Some(Template("mysqlServer")), is_sure: false, fqdn: Some(Template("{name}.mysql.database.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mysql.database.azure.com") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DBforMySQL/flexibleServers", group_id: Template("mysqlServer"), forms: &[
        &[
            Row { member: Some(Template("mysqlServer")), is_sure: false, fqdn: Some(Template("{name}.mysql.database.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mysql.database.azure.com") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DBforMariaDB/servers", group_id: Template("mariadbServer"), forms: &[
        &[
            Row { member: Some(Template("mariadbServer")), is_sure: false, fqdn: Some(Template("{name}.mariadb.database.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mariadb.database.azure.com") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Cache/Redis", group_id: Template("redisCache"), forms: &[
        &[
            Row { member: Some(Template("redisCache")), is_sure: false, fqdn: Some(Template("{name}.redis.cache.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.redis.cache.windows.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Cache/RedisEnterprise", group_id: Template("redisEnterprise"), forms: &[
        &[
            Row { member: Some(Template("redisEnterprise")), is_sure: false, fqdn: Some(Template("{name}.{region}.redisenterprise.cache.azure.net")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.redisenterprise.cache.azure.net") }), public_side: Cname, certainty: Observed },
        ],
        &[
            Row { member: Some(Template("redisEnterprise")), is_sure: false, fqdn: Some(Template("{name}.{region}.redis.azure.net")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.redis.azure.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.HorizonDb/clusters", group_id: Template("default"), forms: &[
        &[
            Row { member: Some(Template("{name}.{id}")), is_sure: true, fqdn: Some(Template("{name}.{id}.horizondb.azure.com")), record: Some(RecordRow { owner: Template("{name}.{id}"), zone: Pattern("privatelink.horizondb.azure.com") }), public_side: Cname, certainty: Unknown },
            Row { member: Some(Template("{name}.{id}.ro")), is_sure: true, fqdn: Some(Template("{name}.{id}.ro.horizondb.azure.com")), record: Some(RecordRow { owner: Template("{name}.{id}.ro"), zone: Pattern("privatelink.horizondb.azure.com") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.EventHub/namespaces", group_id: Template("namespace"), forms: &[
        &[
            Row { member: Some(Template("namespace")), is_sure: false, fqdn: Some(Template("{name}.servicebus.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.servicebus.windows.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.ServiceBus/namespaces", group_id: Template("namespace"), forms: &[
        &[
            Row { member: Some(Template("namespace")), is_sure: true, fqdn: Some(Template("{name}.servicebus.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.servicebus.windows.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Relay/namespaces", group_id: Template("namespace"), forms: &[
        &[
            Row { member: Some(Template("namespace")), is_sure: false, fqdn: Some(Template("{name}.servicebus.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.servicebus.windows.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.NotificationHubs/namespaces", group_id: Template("namespace"), forms: &[
        &[
            Row { member: Some(Template("namespace")), is_sure: true, fqdn: Some(Template("{name}.servicebus.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.servicebus.windows.net") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("namespace")), is_sure: true, fqdn: Some(Template("{name}.notificationhub.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.notificationhub.windows.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.EventGrid/topics", group_id: Template("topic"), forms: &[
        &[
            Row { member: Some(Template("topic")), is_sure: false, fqdn: Some(Template("{name}.{region}.eventgrid.azure.net")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.eventgrid.azure.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.EventGrid/domains", group_id: Template("domain"), forms: &[
        &[
            Row { member: Some(Template("domain")), is_sure: false, fqdn: Some(Template("{name}.{region}.eventgrid.azure.net")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.eventgrid.azure.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.EventGrid/namespaces", group_id: Template("topic"), forms: &[
        &[
            Row { member: Some(Template("topic")), is_sure: false, fqdn: Some(Template("{name}.{region}.eventgrid.azure.net")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.eventgrid.azure.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.EventGrid/partnerNamespaces", group_id: Template("partnernamespace"), forms: &[
        &[
            Row { member: Some(Template("partnernamespace")), is_sure: false, fqdn: Some(Template("{name}.{region}.eventgrid.azure.net")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.eventgrid.azure.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.EventGrid/namespaces", group_id: Template("topicSpace"), forms: &[
        &[
            Row { member: Some(Template("topicSpace")), is_sure: false, fqdn: Some(Template("{name}.{region}.ts.eventgrid.azure.net")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.ts.eventgrid.azure.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.SignalRService/SignalR", group_id: Template("signalr"), forms: &[
        &[
            Row { member: Some(Template("signalr")), is_sure: false, fqdn: Some(Template("{name}.service.signalr.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.service.signalr.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.SignalRService/WebPubSub", group_id: Template("webpubsub"), forms: &[
        &[
            Row { member: Some(Template("webpubsub")), is_sure: false, fqdn: Some(Template("{name}.webpubsub.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.webpubsub.azure.com") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Web/sites", group_id: Template("sites"), forms: &[
        &[
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}.azurewebsites.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azurewebsites.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}.scm.azurewebsites.net")), record: Some(RecordRow { owner: Template("{name}.scm"), zone: Pattern("privatelink.azurewebsites.net") }), public_side: Cname, certainty: Documented },
        ],
        &[
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}-{hash}.{region}.azurewebsites.net")), record: Some(RecordRow { owner: Template("{name}-{hash}.{region}"), zone: Pattern("privatelink.azurewebsites.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}-{hash}.scm.{region}.azurewebsites.net")), record: Some(RecordRow { owner: Template("{name}-{hash}.scm.{region}"), zone: Pattern("privatelink.azurewebsites.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Web/sites", group_id: Template("sites-{slot}"), forms: &[
        &[
            Row { member: Some(Template("sites-{slot}")), is_sure: true, fqdn: Some(Template("{name}-{slot}.azurewebsites.net")), record: Some(RecordRow { owner: Template("{name}-{slot}"), zone: Pattern("privatelink.azurewebsites.net") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("sites-{slot}")), is_sure: true, fqdn: Some(Template("{name}-{slot}.scm.azurewebsites.net")), record: Some(RecordRow { owner: Template("{name}-{slot}.scm"), zone: Pattern("privatelink.azurewebsites.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Web/staticSites", group_id: Template("staticSites"), forms: &[
        &[
            Row { member: Some(Template("default")), is_sure: false, fqdn: Some(Template("{defaultHost}.{partitionId}.azurestaticapps.net")), record: Some(RecordRow { owner: Template("{defaultHost}"), zone: Pattern("privatelink.{partitionId}.azurestaticapps.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("staging")), is_sure: false, fqdn: Some(Template("{defaultHost}-{n+}.{region}.{partitionId}.azurestaticapps.net")), record: Some(RecordRow { owner: Template("{defaultHost}-{n+}.{region}"), zone: Pattern("privatelink.{partitionId}.azurestaticapps.net") }), public_side: Cname, certainty: Inferred },
        ],
        &[
            Row { member: Some(Template("default")), is_sure: false, fqdn: Some(Template("{defaultHost}.azurestaticapps.net")), record: Some(RecordRow { owner: Template("{defaultHost}"), zone: Pattern("privatelink.azurestaticapps.net") }), public_side: Cname, certainty: Observed },
            Row { member: Some(Template("staging")), is_sure: false, fqdn: Some(Template("{defaultHost}-{n+}.{region}.{partitionId}.azurestaticapps.net")), record: Some(RecordRow { owner: Template("{defaultHost}-{n+}.{region}"), zone: Pattern("privatelink.{partitionId}.azurestaticapps.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Search/searchServices", group_id: Template("searchService"), forms: &[
        &[
            Row { member: Some(Template("searchService")), is_sure: true, fqdn: Some(Template("{name}.search.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.search.windows.net") }), public_side: Cname, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.ApiManagement/service", group_id: Template("Gateway"), forms: &[
        &[
            Row { member: Some(Template("Gateway")), is_sure: false, fqdn: Some(Template("{name}.azure-api.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azure-api.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Maps/accounts", group_id: Template("account"), forms: &[
        &[
            Row { member: Some(Template("account")), is_sure: false, fqdn: Some(Template("{guid}.{region}.account.maps.azure.com")), record: Some(RecordRow { owner: Template("{guid}.{region}"), zone: Pattern("privatelink.account.maps.azure.com") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.BotService/botServices", group_id: Template("Bot"), forms: &[
        &[
            Row { member: Some(Template("Bot")), is_sure: false, fqdn: Some(Template("{name}.directline.botframework.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.directline.botframework.com") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.BotService/botServices", group_id: Template("Token"), forms: &[
        &[
            Row { member: Some(Template("Token")), is_sure: false, fqdn: Some(Template("{name}.token.botframework.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.token.botframework.com") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.CognitiveServices/accounts", group_id: Template("account"), forms: &[
        &[
            Row { member: Some(Template("default")), is_sure: true, fqdn: Some(Template("{name}.cognitiveservices.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.cognitiveservices.azure.com") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("secondary")), is_sure: true, fqdn: Some(Template("{name}.openai.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.openai.azure.com") }), public_side: Cname, certainty: Observed },
            Row { member: Some(Template("third")), is_sure: true, fqdn: Some(Template("{name}.services.ai.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.services.ai.azure.com") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.MachineLearningServices/workspaces", group_id: Template("amlworkspace"), forms: &[
        &[
            Row { member: Some(Template("default")), is_sure: false, fqdn: Some(Template("{guid}.workspace.{region}.api.azureml.ms")), record: Some(RecordRow { owner: Template("{guid}.workspace.{region}"), zone: Pattern("privatelink.api.azureml.ms") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("default")), is_sure: false, fqdn: Some(Template("{guid}.workspace.{region}.cert.api.azureml.ms")), record: Some(RecordRow { owner: Template("{guid}.workspace.{region}.cert"), zone: Pattern("privatelink.api.azureml.ms") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("notebook")), is_sure: false, fqdn: Some(Template("ml-{name}-{region}-{guid}.{region}.notebooks.azure.net")), record: Some(RecordRow { owner: Template("ml-{name}-{region}-{guid}.{region}"), zone: Pattern("privatelink.notebooks.azure.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("inference")), is_sure: false, fqdn: Some(Template("*.{region}.inference.ml.azure.com")), record: Some(RecordRow { owner: Template("*.{guid}.inference.{region}"), zone: Pattern("privatelink.api.azureml.ms") }), public_side: Cname, certainty: Documented },
            Row { member: None, is_sure: true, fqdn: Some(Template("{compute+}.{region}.instances.ml.azure.ms")), record: None, public_side: Alias(Template("{guid}.workspace.{region}.api.azureml.ms")), certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.MachineLearningServices/registries", group_id: Template("amlregistry"), forms: &[
        &[
            Row { member: Some(Template("amlregistry")), is_sure: false, fqdn: Some(Template("{guid}.registry.{region}.api.azureml.ms")), record: Some(RecordRow { owner: Template("{guid}.registry.{region}"), zone: Pattern("privatelink.api.azureml.ms") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.VideoIndexer/accounts", group_id: Template("account"), forms: &[
        &[
            Row { member: Some(Template("account")), is_sure: false, fqdn: Some(Template("{guid}.api.videoindexer.ai")), record: Some(RecordRow { owner: Template("{guid}"), zone: Pattern("privatelink.api.videoindexer.ai") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Synapse/workspaces", group_id: Template("Sql"), forms: &[
        &[
            Row { member: Some(Template("Sql")), is_sure: false, fqdn: Some(Template("{name}.sql.azuresynapse.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.sql.azuresynapse.net") }), public_side: Cname, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Synapse/workspaces", group_id: Template("SqlOnDemand"), forms: &[
        &[
            Row { member: Some(Template("SqlOnDemand")), is_sure: false, fqdn: Some(Template("{name}-ondemand.sql.azuresynapse.net")), record: Some(RecordRow { owner: Template("{name}-ondemand"), zone: Pattern("privatelink.sql.azuresynapse.net") }), public_side: Cname, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Synapse/workspaces", group_id: Template("Dev"), forms: &[
        &[
            Row { member: Some(Template("Dev")), is_sure: false, fqdn: Some(Template("{name}.dev.azuresynapse.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.dev.azuresynapse.net") }), public_side: Cname, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Synapse/privateLinkHubs", group_id: Template("Web"), forms: &[
        &[
            Row { member: Some(Template("Web")), is_sure: false, fqdn: Some(Template("web.azuresynapse.net")), record: Some(RecordRow { owner: Template("web"), zone: Pattern("privatelink.azuresynapse.net") }), public_side: CnameAlways, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DataFactory/factories", group_id: Template("dataFactory"), forms: &[
        &[
            Row { member: Some(Template("dataFactory")), is_sure: false, fqdn: Some(Template("{name}.{region}.datafactory.azure.net")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.datafactory.azure.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DataFactory/factories", group_id: Template("portal"), forms: &[
        &[
            Row { member: Some(Template("portal")), is_sure: false, fqdn: Some(Template("adf.azure.com")), record: Some(RecordRow { owner: Template("@"), zone: Pattern("privatelink.adf.azure.com") }), public_side: CnameAlways, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.HDInsight/clusters", group_id: Template("gateway"), forms: &[
        &[
            Row { member: Some(Template("gateway")), is_sure: false, fqdn: Some(Template("{name}.azurehdinsight.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azurehdinsight.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("gateway")), is_sure: false, fqdn: Some(Template("{name}-int.azurehdinsight.net")), record: Some(RecordRow { owner: Template("{name}-int"), zone: Pattern("privatelink.azurehdinsight.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.HDInsight/clusters", group_id: Template("headnode"), forms: &[
        &[
            Row { member: Some(Template("headnode")), is_sure: false, fqdn: Some(Template("{name}-ssh.azurehdinsight.net")), record: Some(RecordRow { owner: Template("{name}-ssh"), zone: Pattern("privatelink.azurehdinsight.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Kusto/Clusters", group_id: Template("cluster"), forms: &[
        &[
            Row { member: Some(Template("Engine")), is_sure: true, fqdn: Some(Template("{name}.{region}.kusto.windows.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.{region}.kusto.windows.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("DataManagement")), is_sure: true, fqdn: Some(Template("ingest-{name}.{region}.kusto.windows.net")), record: Some(RecordRow { owner: Template("ingest-{name}"), zone: Pattern("privatelink.{region}.kusto.windows.net") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("blob-{storage+}")), is_sure: true, fqdn: Some(Template("{storage+}.blob.core.windows.net")), record: Some(RecordRow { owner: Template("{storage+}"), zone: Pattern("privatelink.blob.core.windows.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("queue-{storage+}")), is_sure: true, fqdn: Some(Template("{storage+}.queue.core.windows.net")), record: Some(RecordRow { owner: Template("{storage+}"), zone: Pattern("privatelink.queue.core.windows.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("table-{storage+}")), is_sure: true, fqdn: Some(Template("{storage+}.table.core.windows.net")), record: Some(RecordRow { owner: Template("{storage+}"), zone: Pattern("privatelink.table.core.windows.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Databricks/workspaces", group_id: Template("databricks_ui_api"), forms: &[
        &[
            Row { member: Some(Template("databricks_ui_api")), is_sure: true, fqdn: Some(Template("adb-{id}.{n}.azuredatabricks.net")), record: Some(RecordRow { owner: Template("adb-{id}.{n}"), zone: Pattern("privatelink.azuredatabricks.net") }), public_side: Cname, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Databricks/workspaces", group_id: Template("browser_authentication"), forms: &[
        &[
            Row { member: Some(Template("browser_authentication")), is_sure: false, fqdn: Some(Template("{region}.pl-auth.azuredatabricks.net")), record: Some(RecordRow { owner: Template("{region}.pl-auth"), zone: Pattern("privatelink.azuredatabricks.net") }), public_side: CnameAlways, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.PowerBI/privateLinkServicesForPowerBI", group_id: Template("tenant"), forms: &[
        &[
            Row { member: Some(Template("tenant")), is_sure: false, fqdn: Some(Template("{tenant}-api.privatelink.analysis.windows.net")), record: Some(RecordRow { owner: Template("{tenant}-api"), zone: Pattern("privatelink.analysis.windows.net") }), public_side: Private, certainty: Documented },
            Row { member: Some(Template("tenant")), is_sure: false, fqdn: Some(Template("api.powerbi.com")), record: Some(RecordRow { owner: Template("api"), zone: Pattern("privatelink.analysis.windows.net") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("tenant")), is_sure: false, fqdn: Some(Template("app.analysis.windows.net")), record: Some(RecordRow { owner: Template("app"), zone: Pattern("privatelink.analysis.windows.net") }), public_side: CnameAlways, certainty: Unknown },
            Row { member: Some(Template("onelake")), is_sure: false, fqdn: Some(Template("onelake.dfs.fabric.microsoft.com")), record: Some(RecordRow { owner: Template("onelake"), zone: Pattern("privatelink.pbidedicated.windows.net") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("powerquery")), is_sure: false, fqdn: Some(Template("{tenant}.prod.powerquery.microsoft.com")), record: Some(RecordRow { owner: Template("{tenant}"), zone: Pattern("privatelink.prod.powerquery.microsoft.com") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Fabric/privateLinkServicesForFabric", group_id: Template("workspace"), forms: &[
        &[
            Row { member: Some(Template("workspace")), is_sure: false, fqdn: Some(Template("{workspace}.z{n}.w.api.fabric.microsoft.com")), record: Some(RecordRow { owner: Template("api"), zone: Pattern("privatelink.analysis.windows.net") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("dfs")), is_sure: false, fqdn: Some(Template("{workspace}.z{n}.dfs.fabric.microsoft.com")), record: Some(RecordRow { owner: Template("{workspace}.z{n}.dfs"), zone: Pattern("privatelink.fabric.microsoft.com") }), public_side: Cname, certainty: Observed },
            Row { member: Some(Template("blob")), is_sure: false, fqdn: Some(Template("{workspace}.z{n}.blob.fabric.microsoft.com")), record: Some(RecordRow { owner: Template("{workspace}.z{n}.blob"), zone: Pattern("privatelink.fabric.microsoft.com") }), public_side: Cname, certainty: Unknown },
            Row { member: Some(Template("onelake")), is_sure: false, fqdn: Some(Template("{workspace}.z{n}.onelake.fabric.microsoft.com")), record: Some(RecordRow { owner: Template("{workspace}.z{n}.onelake"), zone: Pattern("privatelink.fabric.microsoft.com") }), public_side: Cname, certainty: Unknown },
            Row { member: Some(Template("warehouse")), is_sure: false, fqdn: Some(Template("{workspace}.z{n}.warehouse.fabric.microsoft.com")), record: Some(RecordRow { owner: Template("{workspace}.z{n}.warehouse"), zone: Pattern("privatelink.fabric.microsoft.com") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Batch/batchAccounts", group_id: Template("batchAccount"), forms: &[
        &[
            Row { member: Some(Template("batchAccount")), is_sure: true, fqdn: Some(Template("{name}.{region}.batch.azure.com")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.batch.azure.com") }), public_side: CnameTwo, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Batch/batchAccounts", group_id: Template("nodeManagement"), forms: &[
        &[
            Row { member: Some(Template("nodeManagement")), is_sure: false, fqdn: Some(Template("{guid}.{region}.service.batch.azure.com")), record: Some(RecordRow { owner: Template("{guid}.{region}.service"), zone: Pattern("privatelink.batch.azure.com") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DesktopVirtualization/workspaces", group_id: Template("global"), forms: &[
        &[
            Row { member: Some(Template("web")), is_sure: true, fqdn: Some(Template("rdweb.wvd.microsoft.com")), record: Some(RecordRow { owner: Template("rdweb"), zone: Pattern("privatelink-global.wvd.microsoft.com") }), public_side: CnameAlways, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DesktopVirtualization/workspaces", group_id: Template("feed"), forms: &[
        &[
            Row { member: Some(Template("web-r0")), is_sure: true, fqdn: Some(Template("{workspaceId}.privatelink.wvd.microsoft.com")), record: Some(RecordRow { owner: Template("{workspaceId}"), zone: Pattern("privatelink.wvd.microsoft.com") }), public_side: Private, certainty: Documented },
            Row { member: Some(Template("web-r1")), is_sure: true, fqdn: Some(Template("{workspaceId}.rdweb-r1.privatelink.wvd.microsoft.com")), record: Some(RecordRow { owner: Template("{workspaceId}.rdweb-r1"), zone: Pattern("privatelink.wvd.microsoft.com") }), public_side: Private, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DesktopVirtualization/hostpools", group_id: Template("connection"), forms: &[
        &[
            Row { member: Some(Template("gateway")), is_sure: false, fqdn: Some(Template("{hostpoolId}.afdfp-rdgateway.wvd.microsoft.com")), record: Some(RecordRow { owner: Template("{hostpoolId}.afdfp-rdgateway"), zone: Pattern("privatelink.wvd.microsoft.com") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.ContainerService/managedClusters", group_id: Template("management"), forms: &[
        &[
            Row { member: Some(Template("management")), is_sure: true, fqdn: Some(Template("{prefix}-{hash}.{guid}.privatelink.{region}.azmk8s.io")), record: Some(RecordRow { owner: Template("{prefix}-{hash}"), zone: Pattern("{guid}.privatelink.{region}.azmk8s.io") }), public_side: Nothing, certainty: Observed },
            Row { member: Some(Template("management")), is_sure: true, fqdn: Some(Template("{prefix}-{hash}.hcp.{region}.azmk8s.io")), record: None, public_side: PrivateAddress, certainty: Inferred },
        ],
        &[
            Row { member: Some(Template("management")), is_sure: true, fqdn: Some(Template("{prefix}-{hash}.privatelink.{region}.azmk8s.io")), record: Some(RecordRow { owner: Template("{prefix}-{hash}"), zone: Pattern("privatelink.{region}.azmk8s.io") }), public_side: Nothing, certainty: Documented },
            Row { member: Some(Template("management")), is_sure: true, fqdn: Some(Template("{prefix}-{hash}.hcp.{region}.azmk8s.io")), record: None, public_side: PrivateAddress, certainty: Inferred },
        ],
        &[
            Row { member: Some(Template("management")), is_sure: true, fqdn: Some(Template("{subdomain}.{subzone}.privatelink.{region}.azmk8s.io")), record: Some(RecordRow { owner: Template("{subdomain}"), zone: Pattern("{subzone}.privatelink.{region}.azmk8s.io") }), public_side: Nothing, certainty: Documented },
            Row { member: Some(Template("management")), is_sure: true, fqdn: Some(Template("{prefix}-{hash}.hcp.{region}.azmk8s.io")), record: None, public_side: PrivateAddress, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.App/ManagedEnvironments", group_id: Template("managedEnvironments"), forms: &[
        &[
            Row { member: Some(Template("managedEnvironments")), is_sure: true, fqdn: Some(Template("{env}.{region}.azurecontainerapps.io")), record: Some(RecordRow { owner: Template("{env}"), zone: Pattern("privatelink.{region}.azurecontainerapps.io") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("managedEnvironments")), is_sure: true, fqdn: Some(Template("*.{env}.{region}.azurecontainerapps.io")), record: None, public_side: Alias(Template("{env}.privatelink.{region}.azurecontainerapps.io")), certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.ContainerRegistry/registries", group_id: Template("registry"), forms: &[
        &[
            Row { member: Some(Template("registry_data_{region+}")), is_sure: true, fqdn: Some(Template("{name}.{region+}.data.azurecr.io")), record: Some(RecordRow { owner: Template("{name}.{region+}.data"), zone: Pattern("privatelink.azurecr.io") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("registry")), is_sure: true, fqdn: Some(Template("{name}.azurecr.io")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azurecr.io") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("registry_{region+}")), is_sure: true, fqdn: Some(Template("{name}.{region+}.geo.azurecr.io")), record: Some(RecordRow { owner: Template("{name}.{region+}.geo"), zone: Pattern("privatelink.azurecr.io") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Devices/IotHubs", group_id: Template("iotHub"), forms: &[
        &[
            Row { member: Some(Template("iotHub")), is_sure: false, fqdn: Some(Template("{name}.azure-devices.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azure-devices.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("eventHub")), is_sure: false, fqdn: Some(Template("iothub-ns-{hash}.servicebus.windows.net")), record: Some(RecordRow { owner: Template("iothub-ns-{hash}"), zone: Pattern("privatelink.servicebus.windows.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Devices/ProvisioningServices", group_id: Template("iotDps"), forms: &[
        &[
            Row { member: Some(Template("iotDps")), is_sure: false, fqdn: Some(Template("{name}.azure-devices-provisioning.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azure-devices-provisioning.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DeviceUpdate/accounts", group_id: Template("DeviceUpdate"), forms: &[
        &[
            Row { member: Some(Template("DeviceUpdate")), is_sure: false, fqdn: Some(Template("{name}.api.adu.microsoft.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.api.adu.microsoft.com") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.IoTCentral/IoTApps", group_id: Template("iotApp"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: true, fqdn: Some(Template("{name}.azureiotcentral.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azureiotcentral.com") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{dps}")), is_sure: true, fqdn: Some(Template("{dps}.azure-devices-provisioning.net")), record: Some(RecordRow { owner: Template("{dps}"), zone: Pattern("privatelink.azure-devices-provisioning.net") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{iotHub+}")), is_sure: true, fqdn: Some(Template("{iotHub+}.azure-devices.net")), record: Some(RecordRow { owner: Template("{iotHub+}"), zone: Pattern("privatelink.azure-devices.net") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{eventHub+}")), is_sure: true, fqdn: Some(Template("{eventHub+}.servicebus.windows.net")), record: Some(RecordRow { owner: Template("{eventHub+}"), zone: Pattern("privatelink.servicebus.windows.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.DigitalTwins/digitalTwinsInstances", group_id: Template("API"), forms: &[
        &[
            Row { member: Some(Template("API")), is_sure: false, fqdn: Some(Template("{name}.api.{regionCode}.digitaltwins.azure.net")), record: Some(RecordRow { owner: Template("{name}.api.{regionCode}"), zone: Pattern("privatelink.digitaltwins.azure.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Media/mediaservices", group_id: Template("keydelivery"), forms: &[
        &[
            Row { member: Some(Template("keydelivery")), is_sure: false, fqdn: Some(Template("{name}.keydelivery.{region}.media.azure.net")), record: Some(RecordRow { owner: Template("{name}.keydelivery.{region}"), zone: Pattern("privatelink.media.azure.net") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Media/mediaservices", group_id: Template("liveevent"), forms: &[
        &[
            Row { member: Some(Template("liveevent")), is_sure: false, fqdn: Some(Template("{event+}-{name}-{regionCode}.channel.media.azure.net")), record: Some(RecordRow { owner: Template("{event+}-{name}-{regionCode}.channel"), zone: Pattern("privatelink.media.azure.net") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Media/mediaservices", group_id: Template("streamingendpoint"), forms: &[
        &[
            Row { member: Some(Template("streamingendpoint")), is_sure: false, fqdn: Some(Template("{endpoint+}-{name}-{regionCode}.streaming.media.azure.net")), record: Some(RecordRow { owner: Template("{endpoint+}-{name}-{regionCode}.streaming"), zone: Pattern("privatelink.media.azure.net") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.HealthcareApis/workspaces", group_id: Template("healthcareworkspace"), forms: &[
        &[
            Row { member: Some(Template("workspace")), is_sure: false, fqdn: Some(Template("{name}.workspace.azurehealthcareapis.com")), record: Some(RecordRow { owner: Template("{name}.workspace"), zone: Pattern("privatelink.azurehealthcareapis.com") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("fhir")), is_sure: false, fqdn: Some(Template("{name}-{service+}.fhir.azurehealthcareapis.com")), record: Some(RecordRow { owner: Template("{name}-{service+}.fhir"), zone: Pattern("privatelink.azurehealthcareapis.com") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("dicom")), is_sure: false, fqdn: Some(Template("{name}-{service+}.dicom.azurehealthcareapis.com")), record: Some(RecordRow { owner: Template("{name}-{service+}"), zone: Pattern("privatelink.dicom.azurehealthcareapis.com") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.HealthcareApis/services", group_id: Template("fhir"), forms: &[
        &[
            Row { member: Some(Template("fhir")), is_sure: false, fqdn: Some(Template("{name}.azurehealthcareapis.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azurehealthcareapis.com") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Automation/automationAccounts", group_id: Template("Webhook"), forms: &[
        &[
            Row { member: Some(Template("Webhook")), is_sure: false, fqdn: Some(Template("{guid}.webhook.{regionCode}.azure-automation.net")), record: Some(RecordRow { owner: Template("{guid}.webhook.{regionCode}"), zone: Pattern("privatelink.azure-automation.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Automation/automationAccounts", group_id: Template("DSCAndHybridWorker"), forms: &[
        &[
            Row { member: Some(Template("jrds")), is_sure: false, fqdn: Some(Template("{guid}.jrds.{regionCode}.azure-automation.net")), record: Some(RecordRow { owner: Template("{guid}.jrds.{regionCode}"), zone: Pattern("privatelink.azure-automation.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("agentsvc")), is_sure: false, fqdn: Some(Template("{guid}.agentsvc.{regionCode}.azure-automation.net")), record: Some(RecordRow { owner: Template("{guid}.agentsvc.{regionCode}"), zone: Pattern("privatelink.azure-automation.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.RecoveryServices/vaults", group_id: Template("AzureBackup"), forms: &[
        &[
            Row { member: Some(Template("backup-fc1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-fc1.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-fc1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Documented },
            Row { member: Some(Template("backup-fab1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-fab1.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-fab1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Documented },
            Row { member: Some(Template("backup-prot1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-prot1.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-prot1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Documented },
            Row { member: Some(Template("backup-rec2")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-rec2.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-rec2"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Documented },
            Row { member: Some(Template("backup-ecs1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-ecs1.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-ecs1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Documented },
            Row { member: Some(Template("backup-id1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-id1.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-id1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Documented },
            Row { member: Some(Template("backup-tel1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-tel1.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-tel1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Documented },
            Row { member: Some(Template("backup-wbcm1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-wbcm1.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-wbcm1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Documented },
            Row { member: Some(Template("backup-prot1b")), is_sure: false, fqdn: Some(Template("{vaultId}-ab-pod01-prot1b.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-prot1b"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Observed },
            Row { member: Some(Template("backup-prot1c")), is_sure: false, fqdn: Some(Template("{vaultId}-ab-pod01-prot1c.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-prot1c"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Observed },
            Row { member: Some(Template("backup-prot1d")), is_sure: false, fqdn: Some(Template("{vaultId}-ab-pod01-prot1d.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-prot1d"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Observed },
            Row { member: Some(Template("blob-{storage+}")), is_sure: false, fqdn: Some(Template("{storage+}.blob.core.windows.net")), record: Some(RecordRow { owner: Template("{storage+}"), zone: Pattern("privatelink.blob.core.windows.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("queue-{storage+}")), is_sure: false, fqdn: Some(Template("{storage+}.queue.core.windows.net")), record: Some(RecordRow { owner: Template("{storage+}"), zone: Pattern("privatelink.queue.core.windows.net") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.RecoveryServices/vaults", group_id: Template("AzureBackup_secondary"), forms: &[
        &[
            Row { member: Some(Template("blob-{storage+}")), is_sure: false, fqdn: Some(Template("{storage+}.blob.core.windows.net")), record: Some(RecordRow { owner: Template("{storage+}"), zone: Pattern("privatelink.blob.core.windows.net") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("queue-{storage+}")), is_sure: false, fqdn: Some(Template("{storage+}.queue.core.windows.net")), record: Some(RecordRow { owner: Template("{storage+}"), zone: Pattern("privatelink.queue.core.windows.net") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("backup-{service+}")), is_sure: false, fqdn: Some(Template("{vaultId}-ab-pod01-{service+}.privatelink.{regionCode}.backup.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-{service+}"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.com") }), public_side: Private, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.RecoveryServices/vaults", group_id: Template("AzureSiteRecovery"), forms: &[
        &[
            Row { member: Some(Template("SiteRecovery-id1")), is_sure: true, fqdn: Some(Template("{vaultId}-asr-pod01-id1.{regionCode}.siterecovery.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-asr-pod01-id1.{regionCode}"), zone: Pattern("privatelink.siterecovery.windowsazure.com") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("SiteRecovery-prot2")), is_sure: true, fqdn: Some(Template("{vaultId}-asr-pod01-prot2.{regionCode}.siterecovery.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-asr-pod01-prot2.{regionCode}"), zone: Pattern("privatelink.siterecovery.windowsazure.com") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("SiteRecovery-rcm1")), is_sure: true, fqdn: Some(Template("{vaultId}-asr-pod01-rcm1.{regionCode}.siterecovery.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-asr-pod01-rcm1.{regionCode}"), zone: Pattern("privatelink.siterecovery.windowsazure.com") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("SiteRecovery-srs1")), is_sure: true, fqdn: Some(Template("{vaultId}-asr-pod01-srs1.{regionCode}.siterecovery.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-asr-pod01-srs1.{regionCode}"), zone: Pattern("privatelink.siterecovery.windowsazure.com") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("SiteRecovery-tel1")), is_sure: true, fqdn: Some(Template("{vaultId}-asr-pod01-tel1.{regionCode}.siterecovery.windowsazure.com")), record: Some(RecordRow { owner: Template("{vaultId}-asr-pod01-tel1.{regionCode}"), zone: Pattern("privatelink.siterecovery.windowsazure.com") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Insights/privateLinkScopes", group_id: Template("azuremonitor"), forms: &[
        &[
            Row { member: Some(Template("api")), is_sure: true, fqdn: Some(Template("api.monitor.azure.com")), record: Some(RecordRow { owner: Template("api"), zone: Pattern("privatelink.monitor.azure.com") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("global.in.ai")), is_sure: true, fqdn: Some(Template("global.in.ai.monitor.azure.com")), record: Some(RecordRow { owner: Template("global.in.ai"), zone: Pattern("privatelink.monitor.azure.com") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("profiler")), is_sure: true, fqdn: Some(Template("profiler.monitor.azure.com")), record: Some(RecordRow { owner: Template("profiler"), zone: Pattern("privatelink.monitor.azure.com") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("live")), is_sure: true, fqdn: Some(Template("live.monitor.azure.com")), record: Some(RecordRow { owner: Template("live"), zone: Pattern("privatelink.monitor.azure.com") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("diagservicesquery")), is_sure: true, fqdn: Some(Template("diagservices-query.monitor.azure.com")), record: Some(RecordRow { owner: Template("diagservices-query"), zone: Pattern("privatelink.monitor.azure.com") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("snapshot")), is_sure: true, fqdn: Some(Template("snapshot.monitor.azure.com")), record: Some(RecordRow { owner: Template("snapshot"), zone: Pattern("privatelink.monitor.azure.com") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("dce-global")), is_sure: true, fqdn: Some(Template("global.handler.control.monitor.azure.com")), record: Some(RecordRow { owner: Template("global.handler.control"), zone: Pattern("privatelink.monitor.azure.com") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("agentsolutionpackstore")), is_sure: true, fqdn: Some(Template("scadvisorcontentpl.blob.core.windows.net")), record: Some(RecordRow { owner: Template("scadvisorcontentpl"), zone: Pattern("privatelink.blob.core.windows.net") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("oms-{region+}")), is_sure: true, fqdn: Some(Template("{workspace+}.oms.opinsights.azure.com")), record: Some(RecordRow { owner: Template("{workspace+}"), zone: Pattern("privatelink.oms.opinsights.azure.com") }), public_side: Cname, certainty: Observed },
            Row { member: Some(Template("ods-{region+}")), is_sure: true, fqdn: Some(Template("{workspace+}.ods.opinsights.azure.com")), record: Some(RecordRow { owner: Template("{workspace+}"), zone: Pattern("privatelink.ods.opinsights.azure.com") }), public_side: Cname, certainty: Observed },
            Row { member: Some(Template("agent-{region+}")), is_sure: true, fqdn: Some(Template("{workspace+}.agentsvc.azure-automation.net")), record: Some(RecordRow { owner: Template("{workspace+}"), zone: Pattern("privatelink.agentsvc.azure-automation.net") }), public_side: Cname, certainty: Observed },
            Row { member: Some(Template("in.ai-{region+}")), is_sure: false, fqdn: Some(Template("{region+}-{n}.in.ai.monitor.azure.com")), record: Some(RecordRow { owner: Template("{region+}-{n}.in.ai"), zone: Pattern("privatelink.monitor.azure.com") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("dce-{region+}")), is_sure: false, fqdn: Some(Template("{region+}.handler.control.monitor.azure.com")), record: Some(RecordRow { owner: Template("{region+}.handler.control"), zone: Pattern("privatelink.monitor.azure.com") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("dce-{dce+}")), is_sure: false, fqdn: Some(Template("{dce+}.{region+}-1.ingest.monitor.azure.com")), record: Some(RecordRow { owner: Template("{dce+}.{region+}-1.ingest"), zone: Pattern("privatelink.monitor.azure.com") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Purview/accounts", group_id: Template("account"), forms: &[
        &[
            Row { member: Some(Template("account")), is_sure: false, fqdn: Some(Template("{name}.purview.azure.com")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.purview.azure.com") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("account")), is_sure: false, fqdn: Some(Template("{name}.scan.purview.azure.com")), record: None, public_side: Alias(Template("{name}.purview.azure.com")), certainty: Inferred },
            Row { member: Some(Template("account")), is_sure: false, fqdn: Some(Template("{name}.catalog.purview.azure.com")), record: None, public_side: Alias(Template("{name}.purview.azure.com")), certainty: Inferred },
            Row { member: Some(Template("account")), is_sure: false, fqdn: Some(Template("{name}.proxy.purview.azure.com")), record: None, public_side: Alias(Template("{name}.purview.azure.com")), certainty: Inferred },
            Row { member: Some(Template("account")), is_sure: false, fqdn: Some(Template("{name}.guardian.purview.azure.com")), record: None, public_side: Alias(Template("{name}.purview.azure.com")), certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Purview/accounts", group_id: Template("portal"), forms: &[
        &[
            Row { member: Some(Template("portal")), is_sure: false, fqdn: Some(Template("web.purview.azure.com")), record: Some(RecordRow { owner: Template("web"), zone: Pattern("privatelink.purviewstudio.azure.com") }), public_side: CnameAlways, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Purview/accounts", group_id: Template("platform"), forms: &[
        &[
            Row { member: Some(Template("platform")), is_sure: false, fqdn: Some(Template("{tenant}-api.purview-service.microsoft.com")), record: Some(RecordRow { owner: Template("{tenant}-api"), zone: Pattern("privatelink.purview-service.microsoft.com") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Migrate/migrateProjects", group_id: Template("Default"), forms: &[
        &[
            Row { member: Some(Template("Default")), is_sure: false, fqdn: Some(Template("{guid}-isv.{regionCode}.hub.privatelink.prod.migration.windowsazure.com")), record: Some(RecordRow { owner: Template("{guid}-isv.{regionCode}.hub"), zone: Pattern("privatelink.prod.migration.windowsazure.com") }), public_side: Private, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Migrate/assessmentProjects", group_id: Template("Default"), forms: &[
        &[
            Row { member: Some(Template("CollectorAgent")), is_sure: true, fqdn: Some(Template("{guid}-agent.{regionCode}.asm.privatelink.prod.migration.windowsazure.com")), record: Some(RecordRow { owner: Template("{guid}-agent.{regionCode}.asm"), zone: Pattern("privatelink.prod.migration.windowsazure.com") }), public_side: Private, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.OffAzure/masterSites", group_id: Template("Default"), forms: &[
        &[
            Row { member: Some(Template("Default")), is_sure: false, fqdn: Some(Template("{guid}-agent.{regionCode}.disc.privatelink.prod.migration.windowsazure.com")), record: Some(RecordRow { owner: Template("{guid}-agent.{regionCode}.disc"), zone: Pattern("privatelink.prod.migration.windowsazure.com") }), public_side: Private, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Authorization/resourceManagementPrivateLinks", group_id: Template("ResourceManagement"), forms: &[
        &[
            Row { member: Some(Template("ResourceManagement")), is_sure: false, fqdn: Some(Template("management.azure.com")), record: Some(RecordRow { owner: Template("management"), zone: Pattern("privatelink.azure.com") }), public_side: CnameAlways, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Dashboard/grafana", group_id: Template("grafana"), forms: &[
        &[
            Row { member: Some(Template("grafana")), is_sure: false, fqdn: Some(Template("{name}-{hash}.{regionCode}.grafana.azure.com")), record: Some(RecordRow { owner: Template("{name}-{hash}.{regionCode}"), zone: Pattern("privatelink.grafana.azure.com") }), public_side: Cname, certainty: Observed },
            Row { member: Some(Template("sso")), is_sure: false, fqdn: Some(Template("sso.{regionCode}.grafana.azure.com")), record: Some(RecordRow { owner: Template("sso.{regionCode}"), zone: Pattern("privatelink.grafana.azure.com") }), public_side: CnameAlways, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Monitor/accounts", group_id: Template("prometheusMetrics"), forms: &[
        &[
            Row { member: Some(Template("prometheusMetrics")), is_sure: false, fqdn: Some(Template("{name}-{hash}.{region}.prometheus.monitor.azure.com")), record: Some(RecordRow { owner: Template("{name}-{hash}"), zone: Pattern("privatelink.{region}.prometheus.monitor.azure.com") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.HybridCompute/privateLinkScopes", group_id: Template("hybridcompute"), forms: &[
        &[
            Row { member: Some(Template("his-global")), is_sure: false, fqdn: Some(Template("gbl.his.arc.azure.com")), record: Some(RecordRow { owner: Template("gbl"), zone: Pattern("privatelink.his.arc.azure.com") }), public_side: CnameAlways, certainty: Observed },
            Row { member: Some(Template("his-{region+}")), is_sure: false, fqdn: Some(Template("{region+}.his.arc.azure.com")), record: Some(RecordRow { owner: Template("{region+}"), zone: Pattern("privatelink.his.arc.azure.com") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("gc-global")), is_sure: false, fqdn: Some(Template("agentserviceapi.guestconfiguration.azure.com")), record: Some(RecordRow { owner: Template("agentserviceapi"), zone: Pattern("privatelink.guestconfiguration.azure.com") }), public_side: CnameAlways, certainty: Documented },
            Row { member: Some(Template("gc-{region+}")), is_sure: false, fqdn: Some(Template("{region+}-gas.guestconfiguration.azure.com")), record: Some(RecordRow { owner: Template("{region+}-gas"), zone: Pattern("privatelink.guestconfiguration.azure.com") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("dp-{region+}")), is_sure: false, fqdn: Some(Template("{region+}.dp.kubernetesconfiguration.azure.com")), record: Some(RecordRow { owner: Template("{region+}"), zone: Pattern("privatelink.dp.kubernetesconfiguration.azure.com") }), public_side: CnameAlways, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "Microsoft.Network/privateLinkServices", group_id: Template("-"), forms: &[
        &[
            Row { member: Some(Template("")), is_sure: true, fqdn: None, record: None, public_side: Nothing, certainty: Documented },
        ],
    ] },
    Group { cloud: Public, resource_type: "vendor:snowflake", group_id: Template("-"), forms: &[
        &[
            Row { member: Some(Template("")), is_sure: true, fqdn: Some(Template("{account}.{region}.privatelink.snowflakecomputing.com")), record: Some(RecordRow { owner: Template("{account}.{region}"), zone: Pattern("privatelink.snowflakecomputing.com") }), public_side: Private, certainty: Observed },
            Row { member: None, is_sure: true, fqdn: Some(Template("ocsp.{account}.{region}.privatelink.snowflakecomputing.com")), record: Some(RecordRow { owner: Template("ocsp.{account}.{region}"), zone: Pattern("privatelink.snowflakecomputing.com") }), public_side: Private, certainty: Inferred },
            Row { member: None, is_sure: true, fqdn: Some(Template("app-{org}-{account}.privatelink.snowflakecomputing.com")), record: Some(RecordRow { owner: Template("app-{org}-{account}"), zone: Pattern("privatelink.snowflakecomputing.com") }), public_side: Private, certainty: Observed },
        ],
    ] },
    Group { cloud: Public, resource_type: "vendor:confluent", group_id: Template("-"), forms: &[
        &[
            Row { member: Some(Template("")), is_sure: true, fqdn: Some(Template("*.{network}.{region}.azure.confluent.cloud")), record: Some(RecordRow { owner: Template("*"), zone: Pattern("{network}.{region}.azure.confluent.cloud") }), public_side: Nothing, certainty: Inferred },
        ],
    ] },
    Group { cloud: Public, resource_type: "vendor:mongodb-atlas", group_id: Template("-"), forms: &[
        &[
            Row { member: Some(Template("")), is_sure: true, fqdn: Some(Template("pl-{n}-{region}.{hash}.mongodb.net")), record: None, public_side: PrivateAddress, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("blob"), forms: &[
        &[
            Row { member: Some(Template("blob")), is_sure: true, fqdn: Some(Template("{name}.blob.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.blob.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("blob_secondary"), forms: &[
        &[
            Row { member: Some(Template("blob_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.blob.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.blob.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("table"), forms: &[
        &[
            Row { member: Some(Template("table")), is_sure: false, fqdn: Some(Template("{name}.table.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.table.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("table_secondary"), forms: &[
        &[
            Row { member: Some(Template("table_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.table.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.table.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("queue"), forms: &[
        &[
            Row { member: Some(Template("queue")), is_sure: false, fqdn: Some(Template("{name}.queue.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.queue.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("queue_secondary"), forms: &[
        &[
            Row { member: Some(Template("queue_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.queue.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.queue.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("file"), forms: &[
        &[
            Row { member: Some(Template("file")), is_sure: false, fqdn: Some(Template("{name}.file.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.file.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("dfs"), forms: &[
        &[
            Row { member: Some(Template("dfs")), is_sure: false, fqdn: Some(Template("{name}.dfs.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.dfs.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("dfs_secondary"), forms: &[
        &[
            Row { member: Some(Template("dfs_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.dfs.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.dfs.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.KeyVault/vaults", group_id: Template("vault"), forms: &[
        &[
            Row { member: Some(Template("default")), is_sure: true, fqdn: Some(Template("{name}.vault.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.vaultcore.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.AppConfiguration/configurationStores", group_id: Template("configurationStores"), forms: &[
        &[
            Row { member: Some(Template("configurationStores")), is_sure: true, fqdn: Some(Template("{name}.azconfig.azure.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azconfig.azure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("configurationStores_{replica+}")), is_sure: false, fqdn: Some(Template("{name}-{replica+}.azconfig.azure.us")), record: Some(RecordRow { owner: Template("{name}-{replica+}"), zone: Pattern("privatelink.azconfig.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Sql/servers", group_id: Template("sqlServer"), forms: &[
        &[
            Row { member: Some(Template("sqlServer")), is_sure: false, fqdn: Some(Template("{name}.database.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.database.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Sql/managedInstances", group_id: Template("managedInstance"), forms: &[
        &[
            Row { member: Some(Template("managedInstance")), is_sure: false, fqdn: Some(Template("{name}.{dnsPrefix}.database.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.{dnsPrefix}.database.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Sql"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: true, fqdn: Some(Template("{name}.documents.azure.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.documents.azure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: true, fqdn: Some(Template("{name}-{region+}.documents.azure.us")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.documents.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("MongoDB"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.mongo.cosmos.azure.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mongo.cosmos.azure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.mongo.cosmos.azure.us")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.mongo.cosmos.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Cassandra"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.cassandra.cosmos.azure.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.cassandra.cosmos.azure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.cassandra.cosmos.azure.us")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.cassandra.cosmos.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Gremlin"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.gremlin.cosmos.azure.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.gremlin.cosmos.azure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.gremlin.cosmos.azure.us")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.gremlin.cosmos.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Table"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.table.cosmos.azure.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.table.cosmos.azure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.table.cosmos.azure.us")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.table.cosmos.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DBforPostgreSQL/servers", group_id: Template("postgresqlServer"), forms: &[
        &[
            Row { member: Some(Template("postgresqlServer")), is_sure: false, fqdn: Some(Template("{name}.postgres.database.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.postgres.database.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DBforPostgreSQL/flexibleServers", group_id: Template("postgresqlServer"), forms: &[
        &[
            Row { member: Some(Template("postgresqlServer")), is_sure: false, fqdn: Some(Template("{name}.postgres.database.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.postgres.database.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DBforMySQL/servers", group_id: Template("mysqlServer"), forms: &[
        &[
            Row { member: Some(Template("mysqlServer")), is_sure: false, fqdn: Some(Template("{name}.mysql.database.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mysql.database.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DBforMySQL/flexibleServers", group_id: Template("mysqlServer"), forms: &[
        &[
            Row { member: Some(Template("mysqlServer")), is_sure: false, fqdn: Some(Template("{name}.mysql.database.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mysql.database.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DBforMariaDB/servers", group_id: Template("mariadbServer"), forms: &[
        &[
            Row { member: Some(Template("mariadbServer")), is_sure: false, fqdn: Some(Template("{name}.mariadb.database.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mariadb.database.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Cache/Redis", group_id: Template("redisCache"), forms: &[
        &[
            Row { member: Some(Template("redisCache")), is_sure: false, fqdn: Some(Template("{name}.redis.cache.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.redis.cache.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.EventHub/namespaces", group_id: Template("namespace"), forms: &[
        &[
            Row { member: Some(Template("namespace")), is_sure: false, fqdn: Some(Template("{name}.servicebus.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.servicebus.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.ServiceBus/namespaces", group_id: Template("namespace"), forms: &[
        &[
            Row { member: Some(Template("namespace")), is_sure: true, fqdn: Some(Template("{name}.servicebus.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.servicebus.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Relay/namespaces", group_id: Template("namespace"), forms: &[
        &[
            Row { member: Some(Template("namespace")), is_sure: false, fqdn: Some(Template("{name}.servicebus.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.servicebus.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.EventGrid/topics", group_id: Template("topic"), forms: &[
        &[
            Row { member: Some(Template("topic")), is_sure: false, fqdn: Some(Template("{name}.{region}.eventgrid.azure.us")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.eventgrid.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.EventGrid/domains", group_id: Template("domain"), forms: &[
        &[
            Row { member: Some(Template("domain")), is_sure: false, fqdn: Some(Template("{name}.{region}.eventgrid.azure.us")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.eventgrid.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Web/sites", group_id: Template("sites"), forms: &[
        &[
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}.azurewebsites.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azurewebsites.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}.scm.azurewebsites.us")), record: Some(RecordRow { owner: Template("{name}.scm"), zone: Pattern("privatelink.azurewebsites.us") }), public_side: Cname, certainty: Inferred },
        ],
        &[
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}-{hash}.{region}.azurewebsites.us")), record: Some(RecordRow { owner: Template("{name}-{hash}.{region}"), zone: Pattern("privatelink.azurewebsites.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}-{hash}.scm.{region}.azurewebsites.us")), record: Some(RecordRow { owner: Template("{name}-{hash}.scm.{region}"), zone: Pattern("privatelink.azurewebsites.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Web/sites", group_id: Template("sites-{slot}"), forms: &[
        &[
            Row { member: Some(Template("sites-{slot}")), is_sure: true, fqdn: Some(Template("{name}-{slot}.azurewebsites.us")), record: Some(RecordRow { owner: Template("{name}-{slot}"), zone: Pattern("privatelink.azurewebsites.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("sites-{slot}")), is_sure: true, fqdn: Some(Template("{name}-{slot}.scm.azurewebsites.us")), record: Some(RecordRow { owner: Template("{name}-{slot}.scm"), zone: Pattern("privatelink.azurewebsites.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Search/searchServices", group_id: Template("searchService"), forms: &[
        &[
            Row { member: Some(Template("searchService")), is_sure: true, fqdn: Some(Template("{name}.search.azure.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.search.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.CognitiveServices/accounts", group_id: Template("account"), forms: &[
        &[
            Row { member: Some(Template("default")), is_sure: true, fqdn: Some(Template("{name}.cognitiveservices.azure.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.cognitiveservices.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.MachineLearningServices/workspaces", group_id: Template("amlworkspace"), forms: &[
        &[
            Row { member: Some(Template("default")), is_sure: false, fqdn: Some(Template("{guid}.workspace.{region}.api.ml.azure.us")), record: Some(RecordRow { owner: Template("{guid}.workspace.{region}"), zone: Pattern("privatelink.api.ml.azure.us") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("default")), is_sure: false, fqdn: Some(Template("{guid}.workspace.{region}.cert.api.ml.azure.us")), record: Some(RecordRow { owner: Template("{guid}.workspace.{region}.cert"), zone: Pattern("privatelink.api.ml.azure.us") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("notebook")), is_sure: false, fqdn: Some(Template("ml-{name}-{region}-{guid}.{region}.notebooks.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("ml-{name}-{region}-{guid}.{region}"), zone: Pattern("privatelink.notebooks.usgovcloudapi.net") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("inference")), is_sure: false, fqdn: Some(Template("*.{region}.inference.ml.azure.us")), record: Some(RecordRow { owner: Template("*.{guid}.inference.{region}"), zone: Pattern("privatelink.api.ml.azure.us") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Synapse/workspaces", group_id: Template("Sql"), forms: &[
        &[
            Row { member: Some(Template("Sql")), is_sure: false, fqdn: Some(Template("{name}.sql.azuresynapse.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.sql.azuresynapse.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Synapse/workspaces", group_id: Template("SqlOnDemand"), forms: &[
        &[
            Row { member: Some(Template("SqlOnDemand")), is_sure: false, fqdn: Some(Template("{name}-ondemand.sql.azuresynapse.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}-ondemand"), zone: Pattern("privatelink.sql.azuresynapse.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Synapse/workspaces", group_id: Template("Dev"), forms: &[
        &[
            Row { member: Some(Template("Dev")), is_sure: false, fqdn: Some(Template("{name}.dev.azuresynapse.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.dev.azuresynapse.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Synapse/privateLinkHubs", group_id: Template("Web"), forms: &[
        &[
            Row { member: Some(Template("Web")), is_sure: false, fqdn: Some(Template("web.azuresynapse.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("web"), zone: Pattern("privatelink.azuresynapse.usgovcloudapi.net") }), public_side: CnameAlways, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DataFactory/factories", group_id: Template("dataFactory"), forms: &[
        &[
            Row { member: Some(Template("dataFactory")), is_sure: false, fqdn: Some(Template("{name}.{region}.datafactory.azure.us")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.datafactory.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.HDInsight/clusters", group_id: Template("gateway"), forms: &[
        &[
            Row { member: Some(Template("gateway")), is_sure: false, fqdn: Some(Template("{name}.azurehdinsight.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azurehdinsight.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("gateway")), is_sure: false, fqdn: Some(Template("{name}-int.azurehdinsight.us")), record: Some(RecordRow { owner: Template("{name}-int"), zone: Pattern("privatelink.azurehdinsight.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.HDInsight/clusters", group_id: Template("headnode"), forms: &[
        &[
            Row { member: Some(Template("headnode")), is_sure: false, fqdn: Some(Template("{name}-ssh.azurehdinsight.us")), record: Some(RecordRow { owner: Template("{name}-ssh"), zone: Pattern("privatelink.azurehdinsight.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Databricks/workspaces", group_id: Template("databricks_ui_api"), forms: &[
        &[
            Row { member: Some(Template("databricks_ui_api")), is_sure: true, fqdn: Some(Template("adb-{id}.{n}.databricks.azure.us")), record: Some(RecordRow { owner: Template("adb-{id}.{n}"), zone: Pattern("privatelink.databricks.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Databricks/workspaces", group_id: Template("browser_authentication"), forms: &[
        &[
            Row { member: Some(Template("browser_authentication")), is_sure: false, fqdn: Some(Template("{region}.pl-auth.databricks.azure.us")), record: Some(RecordRow { owner: Template("{region}.pl-auth"), zone: Pattern("privatelink.databricks.azure.us") }), public_side: CnameAlways, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Batch/batchAccounts", group_id: Template("batchAccount"), forms: &[
        &[
            Row { member: Some(Template("batchAccount")), is_sure: true, fqdn: Some(Template("{name}.{region}.batch.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.batch.usgovcloudapi.net") }), public_side: CnameTwo, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Batch/batchAccounts", group_id: Template("nodeManagement"), forms: &[
        &[
            Row { member: Some(Template("nodeManagement")), is_sure: false, fqdn: Some(Template("{guid}.{region}.service.batch.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{guid}.{region}.service"), zone: Pattern("privatelink.batch.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DesktopVirtualization/workspaces", group_id: Template("global"), forms: &[
        &[
            Row { member: Some(Template("web")), is_sure: true, fqdn: Some(Template("rdweb.wvd.azure.us")), record: Some(RecordRow { owner: Template("rdweb"), zone: Pattern("privatelink-global.wvd.azure.us") }), public_side: CnameAlways, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DesktopVirtualization/workspaces", group_id: Template("feed"), forms: &[
        &[
            Row { member: Some(Template("web-r0")), is_sure: true, fqdn: Some(Template("{workspaceId}.privatelink.wvd.azure.us")), record: Some(RecordRow { owner: Template("{workspaceId}"), zone: Pattern("privatelink.wvd.azure.us") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("web-r1")), is_sure: true, fqdn: Some(Template("{workspaceId}.rdweb-r1.privatelink.wvd.azure.us")), record: Some(RecordRow { owner: Template("{workspaceId}.rdweb-r1"), zone: Pattern("privatelink.wvd.azure.us") }), public_side: Private, certainty: Unknown },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DesktopVirtualization/hostpools", group_id: Template("connection"), forms: &[
        &[
            Row { member: Some(Template("gateway")), is_sure: false, fqdn: Some(Template("{hostpoolId}.afdfp-rdgateway.wvd.azure.us")), record: Some(RecordRow { owner: Template("{hostpoolId}.afdfp-rdgateway"), zone: Pattern("privatelink.wvd.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.ContainerRegistry/registries", group_id: Template("registry"), forms: &[
        &[
            Row { member: Some(Template("registry_data_{region+}")), is_sure: true, fqdn: Some(Template("{name}.{region+}.data.azurecr.us")), record: Some(RecordRow { owner: Template("{name}.{region+}.data"), zone: Pattern("privatelink.azurecr.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("registry")), is_sure: true, fqdn: Some(Template("{name}.azurecr.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azurecr.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("registry_{region+}")), is_sure: true, fqdn: Some(Template("{name}.{region+}.geo.azurecr.us")), record: Some(RecordRow { owner: Template("{name}.{region+}.geo"), zone: Pattern("privatelink.azurecr.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Devices/IotHubs", group_id: Template("iotHub"), forms: &[
        &[
            Row { member: Some(Template("iotHub")), is_sure: false, fqdn: Some(Template("{name}.azure-devices.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azure-devices.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("eventHub")), is_sure: false, fqdn: Some(Template("iothub-ns-{hash}.servicebus.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("iothub-ns-{hash}"), zone: Pattern("privatelink.servicebus.windows.us") }), public_side: Cname, certainty: Unknown },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Devices/ProvisioningServices", group_id: Template("iotDps"), forms: &[
        &[
            Row { member: Some(Template("iotDps")), is_sure: false, fqdn: Some(Template("{name}.azure-devices-provisioning.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azure-devices-provisioning.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.HealthcareApis/workspaces", group_id: Template("healthcareworkspace"), forms: &[
        &[
            Row { member: Some(Template("dicom")), is_sure: false, fqdn: Some(Template("{name}-{service+}.dicom.azurehealthcareapis.us")), record: Some(RecordRow { owner: Template("{name}-{service+}"), zone: Pattern("privatelink.dicom.azurehealthcareapis.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("workspace")), is_sure: false, fqdn: Some(Template("{name}.workspace.azurehealthcareapis.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.workspace.azurehealthcareapis.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("fhir")), is_sure: false, fqdn: Some(Template("{name}-{service+}.fhir.azurehealthcareapis.us")), record: Some(RecordRow { owner: Template("{name}-{service+}"), zone: Pattern("privatelink.fhir.azurehealthcareapis.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Automation/automationAccounts", group_id: Template("Webhook"), forms: &[
        &[
            Row { member: Some(Template("Webhook")), is_sure: false, fqdn: Some(Template("{guid}.webhook.{regionCode}.azure-automation.us")), record: Some(RecordRow { owner: Template("{guid}.webhook.{regionCode}"), zone: Pattern("privatelink.azure-automation.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Automation/automationAccounts", group_id: Template("DSCAndHybridWorker"), forms: &[
        &[
            Row { member: Some(Template("jrds")), is_sure: false, fqdn: Some(Template("{guid}.jrds.{regionCode}.azure-automation.us")), record: Some(RecordRow { owner: Template("{guid}.jrds.{regionCode}"), zone: Pattern("privatelink.azure-automation.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("agentsvc")), is_sure: false, fqdn: Some(Template("{guid}.agentsvc.{regionCode}.azure-automation.us")), record: Some(RecordRow { owner: Template("{guid}.agentsvc.{regionCode}"), zone: Pattern("privatelink.azure-automation.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.RecoveryServices/vaults", group_id: Template("AzureBackup"), forms: &[
        &[
            Row { member: Some(Template("backup-fc1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-fc1.privatelink.{regionCode}.backup.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-fc1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.us") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-fab1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-fab1.privatelink.{regionCode}.backup.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-fab1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.us") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-prot1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-prot1.privatelink.{regionCode}.backup.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-prot1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.us") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-rec2")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-rec2.privatelink.{regionCode}.backup.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-rec2"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.us") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-ecs1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-ecs1.privatelink.{regionCode}.backup.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-ecs1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.us") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-id1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-id1.privatelink.{regionCode}.backup.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-id1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.us") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-tel1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-tel1.privatelink.{regionCode}.backup.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-tel1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.us") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-wbcm1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-wbcm1.privatelink.{regionCode}.backup.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-wbcm1"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.us") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-prot1b")), is_sure: false, fqdn: Some(Template("{vaultId}-ab-pod01-prot1b.privatelink.{regionCode}.backup.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-prot1b"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.us") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-prot1c")), is_sure: false, fqdn: Some(Template("{vaultId}-ab-pod01-prot1c.privatelink.{regionCode}.backup.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-prot1c"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.us") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-prot1d")), is_sure: false, fqdn: Some(Template("{vaultId}-ab-pod01-prot1d.privatelink.{regionCode}.backup.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-prot1d"), zone: Pattern("privatelink.{regionCode}.backup.windowsazure.us") }), public_side: Private, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.RecoveryServices/vaults", group_id: Template("AzureSiteRecovery"), forms: &[
        &[
            Row { member: Some(Template("SiteRecovery-id1")), is_sure: true, fqdn: Some(Template("{vaultId}-asr-pod01-id1.{regionCode}.siterecovery.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-asr-pod01-id1.{regionCode}"), zone: Pattern("privatelink.siterecovery.windowsazure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("SiteRecovery-prot2")), is_sure: true, fqdn: Some(Template("{vaultId}-asr-pod01-prot2.{regionCode}.siterecovery.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-asr-pod01-prot2.{regionCode}"), zone: Pattern("privatelink.siterecovery.windowsazure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("SiteRecovery-rcm1")), is_sure: true, fqdn: Some(Template("{vaultId}-asr-pod01-rcm1.{regionCode}.siterecovery.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-asr-pod01-rcm1.{regionCode}"), zone: Pattern("privatelink.siterecovery.windowsazure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("SiteRecovery-srs1")), is_sure: true, fqdn: Some(Template("{vaultId}-asr-pod01-srs1.{regionCode}.siterecovery.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-asr-pod01-srs1.{regionCode}"), zone: Pattern("privatelink.siterecovery.windowsazure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("SiteRecovery-tel1")), is_sure: true, fqdn: Some(Template("{vaultId}-asr-pod01-tel1.{regionCode}.siterecovery.windowsazure.us")), record: Some(RecordRow { owner: Template("{vaultId}-asr-pod01-tel1.{regionCode}"), zone: Pattern("privatelink.siterecovery.windowsazure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Insights/privateLinkScopes", group_id: Template("azuremonitor"), forms: &[
        &[
            Row { member: Some(Template("api")), is_sure: true, fqdn: Some(Template("api.monitor.azure.us")), record: Some(RecordRow { owner: Template("api"), zone: Pattern("privatelink.monitor.azure.us") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("global.in.ai")), is_sure: true, fqdn: Some(Template("global.in.ai.monitor.azure.us")), record: Some(RecordRow { owner: Template("global.in.ai"), zone: Pattern("privatelink.monitor.azure.us") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("profiler")), is_sure: true, fqdn: Some(Template("profiler.monitor.azure.us")), record: Some(RecordRow { owner: Template("profiler"), zone: Pattern("privatelink.monitor.azure.us") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("live")), is_sure: true, fqdn: Some(Template("live.monitor.azure.us")), record: Some(RecordRow { owner: Template("live"), zone: Pattern("privatelink.monitor.azure.us") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("diagservicesquery")), is_sure: true, fqdn: Some(Template("diagservices-query.monitor.azure.us")), record: Some(RecordRow { owner: Template("diagservices-query"), zone: Pattern("privatelink.monitor.azure.us") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("snapshot")), is_sure: true, fqdn: Some(Template("snapshot.monitor.azure.us")), record: Some(RecordRow { owner: Template("snapshot"), zone: Pattern("privatelink.monitor.azure.us") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("dce-global")), is_sure: true, fqdn: Some(Template("global.handler.control.monitor.azure.us")), record: Some(RecordRow { owner: Template("global.handler.control"), zone: Pattern("privatelink.monitor.azure.us") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("agentsolutionpackstore")), is_sure: true, fqdn: Some(Template("scadvisorcontentpl.blob.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("scadvisorcontentpl"), zone: Pattern("privatelink.blob.core.usgovcloudapi.net") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("oms-{region+}")), is_sure: true, fqdn: Some(Template("{workspace+}.oms.opinsights.azure.us")), record: Some(RecordRow { owner: Template("{workspace+}"), zone: Pattern("privatelink.oms.opinsights.azure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("ods-{region+}")), is_sure: true, fqdn: Some(Template("{workspace+}.ods.opinsights.azure.us")), record: Some(RecordRow { owner: Template("{workspace+}"), zone: Pattern("privatelink.ods.opinsights.azure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("agent-{region+}")), is_sure: true, fqdn: Some(Template("{workspace+}.agentsvc.azure-automation.us")), record: Some(RecordRow { owner: Template("{workspace+}"), zone: Pattern("privatelink.agentsvc.azure-automation.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("in.ai-{region+}")), is_sure: false, fqdn: Some(Template("{region+}-{n}.in.ai.monitor.azure.us")), record: Some(RecordRow { owner: Template("{region+}-{n}.in.ai"), zone: Pattern("privatelink.monitor.azure.us") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("dce-{region+}")), is_sure: false, fqdn: Some(Template("{region+}.handler.control.monitor.azure.us")), record: Some(RecordRow { owner: Template("{region+}.handler.control"), zone: Pattern("privatelink.monitor.azure.us") }), public_side: CnameAlways, certainty: Inferred },
            Row { member: Some(Template("dce-{dce+}")), is_sure: false, fqdn: Some(Template("{dce+}.{region+}-1.ingest.monitor.azure.us")), record: Some(RecordRow { owner: Template("{dce+}.{region+}-1.ingest"), zone: Pattern("privatelink.monitor.azure.us") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("adx-{region+}")), is_sure: false, fqdn: Some(Template("adx.monitor.azure.us")), record: Some(RecordRow { owner: Template("@"), zone: Pattern("privatelink.adx.monitor.azure.us") }), public_side: CnameAlways, certainty: Unknown },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Purview/accounts", group_id: Template("account"), forms: &[
        &[
            Row { member: Some(Template("account")), is_sure: false, fqdn: Some(Template("{name}.purview.azure.us")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.purview.azure.us") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Migrate/migrateProjects", group_id: Template("Default"), forms: &[
        &[
            Row { member: Some(Template("Default")), is_sure: false, fqdn: Some(Template("{guid}-isv.{regionCode}.hub.privatelink.prod.migration.windowsazure.us")), record: Some(RecordRow { owner: Template("{guid}-isv.{regionCode}.hub"), zone: Pattern("privatelink.prod.migration.windowsazure.us") }), public_side: Private, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Migrate/assessmentProjects", group_id: Template("Default"), forms: &[
        &[
            Row { member: Some(Template("CollectorAgent")), is_sure: true, fqdn: Some(Template("{guid}-agent.{regionCode}.asm.privatelink.prod.migration.windowsazure.us")), record: Some(RecordRow { owner: Template("{guid}-agent.{regionCode}.asm"), zone: Pattern("privatelink.prod.migration.windowsazure.us") }), public_side: Private, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("blob"), forms: &[
        &[
            Row { member: Some(Template("blob")), is_sure: true, fqdn: Some(Template("{name}.blob.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.blob.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("blob_secondary"), forms: &[
        &[
            Row { member: Some(Template("blob_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.blob.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.blob.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("table"), forms: &[
        &[
            Row { member: Some(Template("table")), is_sure: false, fqdn: Some(Template("{name}.table.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.table.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("table_secondary"), forms: &[
        &[
            Row { member: Some(Template("table_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.table.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.table.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("queue"), forms: &[
        &[
            Row { member: Some(Template("queue")), is_sure: false, fqdn: Some(Template("{name}.queue.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.queue.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("queue_secondary"), forms: &[
        &[
            Row { member: Some(Template("queue_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.queue.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.queue.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("file"), forms: &[
        &[
            Row { member: Some(Template("file")), is_sure: false, fqdn: Some(Template("{name}.file.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.file.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("dfs"), forms: &[
        &[
            Row { member: Some(Template("dfs")), is_sure: false, fqdn: Some(Template("{name}.dfs.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.dfs.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("dfs_secondary"), forms: &[
        &[
            Row { member: Some(Template("dfs_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.dfs.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.dfs.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.StorageSync/storageSyncServices", group_id: Template("afs"), forms: &[
        &[
            Row { member: Some(Template("management")), is_sure: false, fqdn: Some(Template("{name}management.{region}.afs.azure.cn")), record: Some(RecordRow { owner: Template("{name}management.{region}"), zone: Pattern("privatelink.afs.azure.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("syncp")), is_sure: false, fqdn: Some(Template("{name}syncp.{region}.afs.azure.cn")), record: Some(RecordRow { owner: Template("{name}syncp.{region}"), zone: Pattern("privatelink.afs.azure.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("syncs")), is_sure: false, fqdn: Some(Template("{name}syncs.{region}.afs.azure.cn")), record: Some(RecordRow { owner: Template("{name}syncs.{region}"), zone: Pattern("privatelink.afs.azure.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("monitoring")), is_sure: false, fqdn: Some(Template("{name}monitoring.{region}.afs.azure.cn")), record: Some(RecordRow { owner: Template("{name}monitoring.{region}"), zone: Pattern("privatelink.afs.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.KeyVault/vaults", group_id: Template("vault"), forms: &[
        &[
            Row { member: Some(Template("default")), is_sure: true, fqdn: Some(Template("{name}.vault.azure.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.vaultcore.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Sql/servers", group_id: Template("sqlServer"), forms: &[
        &[
            Row { member: Some(Template("sqlServer")), is_sure: false, fqdn: Some(Template("{name}.database.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.database.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Sql"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: true, fqdn: Some(Template("{name}.documents.azure.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.documents.azure.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: true, fqdn: Some(Template("{name}-{region+}.documents.azure.cn")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.documents.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("MongoDB"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.mongo.cosmos.azure.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mongo.cosmos.azure.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.mongo.cosmos.azure.cn")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.mongo.cosmos.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Cassandra"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.cassandra.cosmos.azure.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.cassandra.cosmos.azure.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.cassandra.cosmos.azure.cn")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.cassandra.cosmos.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Gremlin"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.gremlin.cosmos.azure.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.gremlin.cosmos.azure.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.gremlin.cosmos.azure.cn")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.gremlin.cosmos.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DocumentDB/databaseAccounts", group_id: Template("Table"), forms: &[
        &[
            Row { member: Some(Template("{name}")), is_sure: false, fqdn: Some(Template("{name}.table.cosmos.azure.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.table.cosmos.azure.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("{name}-{region+}")), is_sure: false, fqdn: Some(Template("{name}-{region+}.table.cosmos.azure.cn")), record: Some(RecordRow { owner: Template("{name}-{region+}"), zone: Pattern("privatelink.table.cosmos.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DBforPostgreSQL/servers", group_id: Template("postgresqlServer"), forms: &[
        &[
            Row { member: Some(Template("postgresqlServer")), is_sure: false, fqdn: Some(Template("{name}.postgres.database.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.postgres.database.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DBforPostgreSQL/flexibleServers", group_id: Template("postgresqlServer"), forms: &[
        &[
            Row { member: Some(Template("postgresqlServer")), is_sure: false, fqdn: Some(Template("{name}.postgres.database.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.postgres.database.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DBforMySQL/servers", group_id: Template("mysqlServer"), forms: &[
        &[
            Row { member: Some(Template("mysqlServer")), is_sure: false, fqdn: Some(Template("{name}.mysql.database.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mysql.database.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DBforMySQL/flexibleServers", group_id: Template("mysqlServer"), forms: &[
        &[
            Row { member: Some(Template("mysqlServer")), is_sure: false, fqdn: Some(Template("{name}.mysql.database.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mysql.database.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DBforMariaDB/servers", group_id: Template("mariadbServer"), forms: &[
        &[
            Row { member: Some(Template("mariadbServer")), is_sure: false, fqdn: Some(Template("{name}.mariadb.database.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.mariadb.database.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Cache/Redis", group_id: Template("redisCache"), forms: &[
        &[
            Row { member: Some(Template("redisCache")), is_sure: false, fqdn: Some(Template("{name}.redis.cache.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.redis.cache.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.EventHub/namespaces", group_id: Template("namespace"), forms: &[
        &[
            Row { member: Some(Template("namespace")), is_sure: false, fqdn: Some(Template("{name}.servicebus.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.servicebus.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.ServiceBus/namespaces", group_id: Template("namespace"), forms: &[
        &[
            Row { member: Some(Template("namespace")), is_sure: true, fqdn: Some(Template("{name}.servicebus.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.servicebus.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Relay/namespaces", group_id: Template("namespace"), forms: &[
        &[
            Row { member: Some(Template("namespace")), is_sure: false, fqdn: Some(Template("{name}.servicebus.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.servicebus.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.EventGrid/topics", group_id: Template("topic"), forms: &[
        &[
            Row { member: Some(Template("topic")), is_sure: false, fqdn: Some(Template("{name}.{region}.eventgrid.azure.cn")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.eventgrid.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.EventGrid/domains", group_id: Template("domain"), forms: &[
        &[
            Row { member: Some(Template("domain")), is_sure: false, fqdn: Some(Template("{name}.{region}.eventgrid.azure.cn")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.eventgrid.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.SignalRService/SignalR", group_id: Template("signalr"), forms: &[
        &[
            Row { member: Some(Template("signalr")), is_sure: false, fqdn: Some(Template("{name}.service.signalr.azure.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.signalr.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Web/sites", group_id: Template("sites"), forms: &[
        &[
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}.chinacloudsites.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.chinacloudsites.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}.scm.chinacloudsites.cn")), record: Some(RecordRow { owner: Template("{name}.scm"), zone: Pattern("privatelink.chinacloudsites.cn") }), public_side: Cname, certainty: Inferred },
        ],
        &[
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}-{hash}.{region}.chinacloudsites.cn")), record: Some(RecordRow { owner: Template("{name}-{hash}.{region}"), zone: Pattern("privatelink.chinacloudsites.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("sites")), is_sure: true, fqdn: Some(Template("{name}-{hash}.scm.{region}.chinacloudsites.cn")), record: Some(RecordRow { owner: Template("{name}-{hash}.scm.{region}"), zone: Pattern("privatelink.chinacloudsites.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Web/sites", group_id: Template("sites-{slot}"), forms: &[
        &[
            Row { member: Some(Template("sites-{slot}")), is_sure: true, fqdn: Some(Template("{name}-{slot}.chinacloudsites.cn")), record: Some(RecordRow { owner: Template("{name}-{slot}"), zone: Pattern("privatelink.chinacloudsites.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("sites-{slot}")), is_sure: true, fqdn: Some(Template("{name}-{slot}.scm.chinacloudsites.cn")), record: Some(RecordRow { owner: Template("{name}-{slot}.scm"), zone: Pattern("privatelink.chinacloudsites.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.MachineLearningServices/workspaces", group_id: Template("amlworkspace"), forms: &[
        &[
            Row { member: Some(Template("default")), is_sure: false, fqdn: Some(Template("{guid}.workspace.{region}.api.ml.azure.cn")), record: Some(RecordRow { owner: Template("{guid}.workspace.{region}"), zone: Pattern("privatelink.api.ml.azure.cn") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("default")), is_sure: false, fqdn: Some(Template("{guid}.workspace.{region}.cert.api.ml.azure.cn")), record: Some(RecordRow { owner: Template("{guid}.workspace.{region}.cert"), zone: Pattern("privatelink.api.ml.azure.cn") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("notebook")), is_sure: false, fqdn: Some(Template("ml-{name}-{region}-{guid}.{region}.notebooks.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("ml-{name}-{region}-{guid}.{region}"), zone: Pattern("privatelink.notebooks.chinacloudapi.cn") }), public_side: Cname, certainty: Documented },
            Row { member: Some(Template("inference")), is_sure: false, fqdn: Some(Template("*.{region}.inference.ml.azure.cn")), record: Some(RecordRow { owner: Template("*.{guid}.inference.{region}"), zone: Pattern("privatelink.api.ml.azure.cn") }), public_side: Cname, certainty: Documented },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DataFactory/factories", group_id: Template("dataFactory"), forms: &[
        &[
            Row { member: Some(Template("dataFactory")), is_sure: false, fqdn: Some(Template("{name}.{region}.datafactory.azure.cn")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.datafactory.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.HDInsight/clusters", group_id: Template("gateway"), forms: &[
        &[
            Row { member: Some(Template("gateway")), is_sure: false, fqdn: Some(Template("{name}.azurehdinsight.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azurehdinsight.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("gateway")), is_sure: false, fqdn: Some(Template("{name}-int.azurehdinsight.cn")), record: Some(RecordRow { owner: Template("{name}-int"), zone: Pattern("privatelink.azurehdinsight.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.HDInsight/clusters", group_id: Template("headnode"), forms: &[
        &[
            Row { member: Some(Template("headnode")), is_sure: false, fqdn: Some(Template("{name}-ssh.azurehdinsight.cn")), record: Some(RecordRow { owner: Template("{name}-ssh"), zone: Pattern("privatelink.azurehdinsight.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Kusto/Clusters", group_id: Template("cluster"), forms: &[
        &[
            Row { member: Some(Template("Engine")), is_sure: true, fqdn: Some(Template("{name}.{region}.kusto.windows.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.{region}.kusto.windows.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("DataManagement")), is_sure: true, fqdn: Some(Template("ingest-{name}.{region}.kusto.windows.cn")), record: Some(RecordRow { owner: Template("ingest-{name}"), zone: Pattern("privatelink.{region}.kusto.windows.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Batch/batchAccounts", group_id: Template("batchAccount"), forms: &[
        &[
            Row { member: Some(Template("batchAccount")), is_sure: true, fqdn: Some(Template("{name}.{region}.batch.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}.{region}"), zone: Pattern("privatelink.batch.chinacloudapi.cn") }), public_side: CnameTwo, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Batch/batchAccounts", group_id: Template("nodeManagement"), forms: &[
        &[
            Row { member: Some(Template("nodeManagement")), is_sure: false, fqdn: Some(Template("{guid}.{region}.service.batch.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{guid}.{region}.service"), zone: Pattern("privatelink.batch.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DesktopVirtualization/workspaces", group_id: Template("global"), forms: &[
        &[
            Row { member: Some(Template("web")), is_sure: true, fqdn: Some(Template("rdweb.wvd.azure.cn")), record: Some(RecordRow { owner: Template("rdweb"), zone: Pattern("privatelink-global.wvd.azure.cn") }), public_side: CnameAlways, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DesktopVirtualization/workspaces", group_id: Template("feed"), forms: &[
        &[
            Row { member: Some(Template("web-r0")), is_sure: true, fqdn: Some(Template("{workspaceId}.privatelink.wvd.azure.cn")), record: Some(RecordRow { owner: Template("{workspaceId}"), zone: Pattern("privatelink.wvd.azure.cn") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("web-r1")), is_sure: true, fqdn: Some(Template("{workspaceId}.rdweb-r1.privatelink.wvd.azure.cn")), record: Some(RecordRow { owner: Template("{workspaceId}.rdweb-r1"), zone: Pattern("privatelink.wvd.azure.cn") }), public_side: Private, certainty: Unknown },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DesktopVirtualization/hostpools", group_id: Template("connection"), forms: &[
        &[
            Row { member: Some(Template("gateway")), is_sure: false, fqdn: Some(Template("{hostpoolId}.afdfp-rdgateway.wvd.azure.cn")), record: Some(RecordRow { owner: Template("{hostpoolId}.afdfp-rdgateway"), zone: Pattern("privatelink.wvd.azure.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.ContainerService/managedClusters", group_id: Template("management"), forms: &[
        &[
            Row { member: Some(Template("management")), is_sure: true, fqdn: Some(Template("{prefix}-{hash}.privatelink.{region}.cx.prod.service.azk8s.cn")), record: Some(RecordRow { owner: Template("{prefix}-{hash}"), zone: Pattern("privatelink.{region}.cx.prod.service.azk8s.cn") }), public_side: Nothing, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.App/ManagedEnvironments", group_id: Template("managedEnvironments"), forms: &[
        &[
            Row { member: Some(Template("managedEnvironments")), is_sure: true, fqdn: Some(Template("{env}.{region}.azurecontainerapps.cn")), record: Some(RecordRow { owner: Template("{env}"), zone: Pattern("privatelink.{region}.azurecontainerapps.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.ContainerRegistry/registries", group_id: Template("registry"), forms: &[
        &[
            Row { member: Some(Template("registry_data_{region+}")), is_sure: true, fqdn: Some(Template("{name}.{region+}.data.azurecr.cn")), record: Some(RecordRow { owner: Template("{name}.{region+}.data"), zone: Pattern("privatelink.azurecr.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("registry")), is_sure: true, fqdn: Some(Template("{name}.azurecr.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azurecr.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("registry_{region+}")), is_sure: true, fqdn: Some(Template("{name}.{region+}.geo.azurecr.cn")), record: Some(RecordRow { owner: Template("{name}.{region+}.geo"), zone: Pattern("privatelink.azurecr.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Devices/IotHubs", group_id: Template("iotHub"), forms: &[
        &[
            Row { member: Some(Template("iotHub")), is_sure: false, fqdn: Some(Template("{name}.azure-devices.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azure-devices.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("eventHub")), is_sure: false, fqdn: Some(Template("iothub-ns-{hash}.servicebus.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("iothub-ns-{hash}"), zone: Pattern("privatelink.servicebus.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Devices/ProvisioningServices", group_id: Template("iotDps"), forms: &[
        &[
            Row { member: Some(Template("iotDps")), is_sure: false, fqdn: Some(Template("{name}.azure-devices-provisioning.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.azure-devices-provisioning.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Automation/automationAccounts", group_id: Template("Webhook"), forms: &[
        &[
            Row { member: Some(Template("Webhook")), is_sure: false, fqdn: Some(Template("{guid}.webhook.{regionCode}.azure-automation.cn")), record: Some(RecordRow { owner: Template("{guid}.webhook.{regionCode}"), zone: Pattern("privatelink.azure-automation.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Automation/automationAccounts", group_id: Template("DSCAndHybridWorker"), forms: &[
        &[
            Row { member: Some(Template("jrds")), is_sure: false, fqdn: Some(Template("{guid}.jrds.{regionCode}.azure-automation.cn")), record: Some(RecordRow { owner: Template("{guid}.jrds.{regionCode}"), zone: Pattern("privatelink.azure-automation.cn") }), public_side: Cname, certainty: Inferred },
            Row { member: Some(Template("agentsvc")), is_sure: false, fqdn: Some(Template("{guid}.agentsvc.{regionCode}.azure-automation.cn")), record: Some(RecordRow { owner: Template("{guid}.agentsvc.{regionCode}"), zone: Pattern("privatelink.azure-automation.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("file_secondary"), forms: &[
        &[
            Row { member: Some(Template("file_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.file.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.file.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("web"), forms: &[
        &[
            Row { member: Some(Template("web")), is_sure: false, fqdn: Some(Template("{name}.z{n}.web.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.web.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("web_secondary"), forms: &[
        &[
            Row { member: Some(Template("web_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.z{n}.web.core.usgovcloudapi.net")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.web.core.usgovcloudapi.net") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("file_secondary"), forms: &[
        &[
            Row { member: Some(Template("file_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.file.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.file.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("web"), forms: &[
        &[
            Row { member: Some(Template("web")), is_sure: false, fqdn: Some(Template("{name}.z{n}.web.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}"), zone: Pattern("privatelink.web.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.Storage/storageAccounts", group_id: Template("web_secondary"), forms: &[
        &[
            Row { member: Some(Template("web_secondary")), is_sure: false, fqdn: Some(Template("{name}-secondary.z{n}.web.core.chinacloudapi.cn")), record: Some(RecordRow { owner: Template("{name}-secondary"), zone: Pattern("privatelink.web.core.chinacloudapi.cn") }), public_side: Cname, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.DataFactory/factories", group_id: Template("portal"), forms: &[
        &[
            Row { member: Some(Template("portal")), is_sure: false, fqdn: Some(Template("adf.azure.us")), record: Some(RecordRow { owner: Template("@"), zone: Pattern("privatelink.adf.azure.us") }), public_side: CnameAlways, certainty: Unknown },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.DataFactory/factories", group_id: Template("portal"), forms: &[
        &[
            Row { member: Some(Template("portal")), is_sure: false, fqdn: Some(Template("adf.azure.cn")), record: Some(RecordRow { owner: Template("@"), zone: Pattern("privatelink.adf.azure.cn") }), public_side: CnameAlways, certainty: Unknown },
        ],
    ] },
    Group { cloud: China, resource_type: "Microsoft.RecoveryServices/vaults", group_id: Template("AzureBackup"), forms: &[
        &[
            Row { member: Some(Template("backup-fc1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-fc1.privatelink.{region}.backup.windowsazure.cn")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-fc1"), zone: Pattern("privatelink.{region}.backup.windowsazure.cn") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-fab1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-fab1.privatelink.{region}.backup.windowsazure.cn")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-fab1"), zone: Pattern("privatelink.{region}.backup.windowsazure.cn") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-prot1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-prot1.privatelink.{region}.backup.windowsazure.cn")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-prot1"), zone: Pattern("privatelink.{region}.backup.windowsazure.cn") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-rec2")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-rec2.privatelink.{region}.backup.windowsazure.cn")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-rec2"), zone: Pattern("privatelink.{region}.backup.windowsazure.cn") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-ecs1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-ecs1.privatelink.{region}.backup.windowsazure.cn")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-ecs1"), zone: Pattern("privatelink.{region}.backup.windowsazure.cn") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-id1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-id1.privatelink.{region}.backup.windowsazure.cn")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-id1"), zone: Pattern("privatelink.{region}.backup.windowsazure.cn") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-tel1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-tel1.privatelink.{region}.backup.windowsazure.cn")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-tel1"), zone: Pattern("privatelink.{region}.backup.windowsazure.cn") }), public_side: Private, certainty: Inferred },
            Row { member: Some(Template("backup-wbcm1")), is_sure: true, fqdn: Some(Template("{vaultId}-ab-pod01-wbcm1.privatelink.{region}.backup.windowsazure.cn")), record: Some(RecordRow { owner: Template("{vaultId}-ab-pod01-wbcm1"), zone: Pattern("privatelink.{region}.backup.windowsazure.cn") }), public_side: Private, certainty: Inferred },
        ],
    ] },
    Group { cloud: UsGovernment, resource_type: "Microsoft.Purview/accounts", group_id: Template("portal"), forms: &[
        &[
            Row { member: Some(Template("portal")), is_sure: false, fqdn: Some(Template("web.purview.azure.us")), record: Some(RecordRow { owner: Template("web"), zone: Pattern("privatelink.purviewstudio.azure.us") }), public_side: CnameAlways, certainty: Inferred },
        ],
    ] },
];
