//! Services one by one: the names that an endpoint of each creates, seen from a linked network and from the Internet
//! (docs/azure.md#46-members-of-other-services).

use zone_store::record::RecordType;

use super::answers::ask;
use super::load_files;
use azure_model::Loaded;

/// A network that is linked to zones, and an endpoint in it of the resource that is written.
fn estate(zones: &[&str], resource: &str, endpoint: &str) -> Loaded {
    let mut text = String::from(
        "[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.1.0.0/16\"]\n\
         subnet = [{ name = \"pe\", address_prefixes = [\"10.1.1.0/24\"] }]\n",
    );
    for zone in zones {
        text += &format!(
            "[[private_dns_zone]]\nname = \"{zone}\"\n\
             virtual_network_link = [{{ name = \"l\", virtual_network = \"hub\" }}]\n"
        );
    }
    text += &format!("[[private_link_resource]]\n{resource}\n");
    if !endpoint.is_empty() {
        text += &format!(
            "[[private_endpoint]]\nname = \"pe\"\nvirtual_network = \"hub\"\nsubnet = \"pe\"\n\
             private_dns_zone_group = {zones:?}\n{endpoint}\n"
        );
    }
    load_files(&text, &[]).unwrap_or_else(|errors| panic!("{text}{errors:#?}"))
}

/// What a name comes to: the names of the chain without the hops of the public side, and the address.
fn seen(loaded: &Loaded, network: &str, name: &str) -> String {
    let lines = ask(loaded, network, name, RecordType::A);
    let steps = lines[1..]
        .iter()
        .filter(|line| !line.starts_with("authority"))
        .map(|line| line.rsplit(' ').next().unwrap_or_default().trim_end_matches('.').to_owned());
    let mut steps: Vec<String> = steps.filter(|step| !step.ends_with(".trafficmanager.net")).collect();
    if lines[0] != "NoError" {
        steps.push(lines[0].clone());
    }
    steps.join(" > ")
}

fn check(loaded: &Loaded, wanted: &[(&str, &str, &str)]) {
    for (network, name, want) in wanted {
        assert_eq!(seen(loaded, network, name), *want, "{network} {name}");
    }
}

/// The member of a vault is called `default`.
#[test]
fn a_key_vault_has_the_member_default() {
    let vault = "name = \"c\"\ntype = \"Microsoft.KeyVault/vaults\"\npublic_ip_address = \"203.0.113.9\"";
    let given = "resource = \"c\"\nip_configuration = [{ member_name = \"default\", private_ip_address = \"10.1.1.10\" }]";
    let loaded = estate(&["privatelink.vaultcore.azure.net"], vault, given);
    check(
        &loaded,
        &[
            ("hub", "c.vault.azure.net", "c.privatelink.vaultcore.azure.net > 10.1.1.10"),
            ("internet", "c.vault.azure.net", "c.privatelink.vaultcore.azure.net > 203.0.113.9"),
        ],
    );
}

#[test]
fn a_web_app_has_two_names_at_one_address() {
    let app = "name = \"c\"\ntype = \"Microsoft.Web/sites\"\npublic_ip_address = \"203.0.113.9\"\n\
               values = { slot = [\"staging\"] }";
    let zone = ["privatelink.azurewebsites.net"];
    let loaded = estate(&zone, app, "resource = \"c\"");
    check(
        &loaded,
        &[
            ("hub", "c.azurewebsites.net", "c.privatelink.azurewebsites.net > 10.1.1.4"),
            ("hub", "c.scm.azurewebsites.net", "c.scm.privatelink.azurewebsites.net > 10.1.1.4"),
            // The endpoint is the app's; the slot has none, and the zone does not know it.
            ("hub", "c-staging.azurewebsites.net", "203.0.113.9"),
        ],
    );
    let loaded = estate(&zone, app, "resource = \"c\"\nsubresource = \"sites-staging\"");
    let slot = "c-staging.scm.privatelink.azurewebsites.net > 10.1.1.4";
    check(&loaded, &[("hub", "c-staging.scm.azurewebsites.net", slot)]);
}

#[test]
fn every_app_of_an_environment_is_an_alias() {
    let environment = "name = \"calmwater-1\"\ntype = \"Microsoft.App/managedEnvironments\"\npublic_ip_address = \"203.0.113.9\"";
    let zone = ["privatelink.westeurope.azurecontainerapps.io"];
    let private = "calmwater-1.privatelink.westeurope.azurecontainerapps.io";
    let app = "shop.calmwater-1.westeurope.azurecontainerapps.io";
    let loaded = estate(&zone, environment, "resource = \"calmwater-1\"");
    check(&loaded, &[("hub", app, &format!("{private} > 10.1.1.4"))]);
    let empty = estate(&zone, environment, "");
    check(&empty, &[("hub", app, &format!("{private} > NXDomain"))]);
}

#[test]
fn cosmos_has_an_address_for_each_region() {
    let account = "name = \"c\"\ntype = \"Microsoft.DocumentDB/databaseAccounts\"\nsubresource = \"Sql\"\n\
                   values = { region = [\"westeurope\", \"northeurope\"] }";
    let loaded = estate(&["privatelink.documents.azure.com"], account, "resource = \"c\"");
    check(
        &loaded,
        &[
            ("hub", "c.documents.azure.com", "c.privatelink.documents.azure.com > 10.1.1.4"),
            (
                "hub",
                "c-westeurope.documents.azure.com",
                "c-westeurope.privatelink.documents.azure.com > 10.1.1.5",
            ),
            (
                "hub",
                "c-northeurope.documents.azure.com",
                "c-northeurope.privatelink.documents.azure.com > 10.1.1.6",
            ),
        ],
    );
}

#[test]
fn a_workspace_of_machine_learning_writes_into_two_zones() {
    let workspace = "name = \"ws\"\ntype = \"Microsoft.MachineLearningServices/workspaces\"\n\
                     values = { guid = \"0a-1b\", inference_endpoint = [\"ep\"] }";
    let zones = ["privatelink.api.azureml.ms", "privatelink.notebooks.azure.net"];
    let loaded = estate(&zones, workspace, "resource = \"ws\"");
    let private = |name: &str, address: &str| format!("{name} > {address}");
    check(
        &loaded,
        &[
            (
                "hub",
                "0a-1b.workspace.westeurope.api.azureml.ms",
                &private("0a-1b.workspace.westeurope.privatelink.api.azureml.ms", "10.1.1.4"),
            ),
            (
                "hub",
                "ml-ws-westeurope-0a-1b.westeurope.notebooks.azure.net",
                &private("ml-ws-westeurope-0a-1b.westeurope.privatelink.notebooks.azure.net", "10.1.1.5"),
            ),
            (
                "hub",
                "ep.westeurope.inference.ml.azure.com",
                &private("ep.0a-1b.inference.westeurope.privatelink.api.azureml.ms", "10.1.1.6"),
            ),
        ],
    );
}

/// All customers share these names: linking an empty zone breaks them, endpoint or not.
#[test]
fn names_that_everybody_shares_always_lead_through_privatelink() {
    let other = "name = \"c\"\ntype = \"Microsoft.KeyVault/vaults\"";
    let loaded = estate(&["privatelink.monitor.azure.com"], other, "");
    let private = "global.in.ai.privatelink.monitor.azure.com";
    check(&loaded, &[("hub", "global.in.ai.monitor.azure.com", &format!("{private} > NXDomain"))]);
    let scope = "name = \"s\"\ntype = \"Microsoft.Insights/privateLinkScopes\"\npublic_ip_address = \"203.0.113.9\"\n\
                 values = { workspace = \"0a-1b\" }";
    let loaded = estate(&["privatelink.monitor.azure.com"], scope, "resource = \"s\"");
    check(
        &loaded,
        &[
            ("hub", "global.in.ai.monitor.azure.com", &format!("{private} > 10.1.1.5")),
            ("internet", "global.in.ai.monitor.azure.com", &format!("{private} > 203.0.113.9")),
            // Its zone is not in the group, and not linked.
            (
                "hub",
                "0a-1b.ods.opinsights.azure.com",
                "0a-1b.privatelink.ods.opinsights.azure.com > 203.0.113.9",
            ),
        ],
    );
}

/// The private name is in no public zone; the public name holds the private address.
#[test]
fn a_kubernetes_cluster_has_no_public_chain() {
    let cluster = "name = \"p\"\ntype = \"Microsoft.ContainerService/managedClusters\"\n\
                   values = { hash = \"1\", guid = \"0a\" }";
    let zone = "0a.privatelink.westeurope.azmk8s.io";
    let loaded = estate(&[zone], cluster, "resource = \"p\"");
    let private = format!("p-1.{zone}");
    check(
        &loaded,
        &[
            ("hub", &private, "10.1.1.4"),
            ("internet", &private, "NXDomain"),
            ("internet", "p-1.hcp.westeurope.azmk8s.io", "10.1.1.4"),
            ("internet", "p-1.0a.westeurope.azmk8s.io", "NXDomain"),
        ],
    );
}

#[test]
fn a_backup_vault_writes_into_the_zone_of_its_region_code() {
    let vault = "name = \"v\"\ntype = \"Microsoft.RecoveryServices/vaults\"\nsubresource = \"AzureBackup\"\n\
                 values = { vaultId = \"7\" }";
    let zone = "privatelink.we.backup.windowsazure.com";
    let loaded = estate(&[zone], vault, "resource = \"v\"");
    let name = format!("7-ab-pod01-fab1.{zone}");
    check(&loaded, &[("hub", &name, "10.1.1.5"), ("internet", &name, "NXDomain")]);
    assert_eq!(loaded.model.endpoints()[0].members.len(), 13);
}

/// The old name comes first; a zone that is linked for it shadows the new one.
#[test]
fn batch_has_two_privatelink_names() {
    let account = "name = \"c\"\ntype = \"Microsoft.Batch/batchAccounts\"\nsubresource = \"batchAccount\"";
    let (old, new) = ("privatelink.westeurope.batch.azure.com", "privatelink.batch.azure.com");
    let public = "c.westeurope.batch.azure.com";
    let chain = format!("c.{old} > c.westeurope.{new} > 10.1.1.4");
    let loaded = estate(&[new], account, "resource = \"c\"");
    check(&loaded, &[("hub", public, &chain)]);
    let both = estate(&[new, old], account, "resource = \"c\"");
    check(&both, &[("hub", public, &format!("c.{old} > NXDomain"))]);
}

/// Each part of an account has its own endpoints, and its own public chain.
#[test]
fn an_endpoint_is_of_one_part_of_a_storage_account() {
    let account =
        "name = \"c\"\ntype = \"Microsoft.Storage/storageAccounts\"\npublic_ip_address = \"203.0.113.9\"";
    let loaded =
        estate(&["privatelink.dfs.core.windows.net"], account, "resource = \"c\"\nsubresource = \"dfs\"");
    check(
        &loaded,
        &[
            ("hub", "c.dfs.core.windows.net", "c.privatelink.dfs.core.windows.net > 10.1.1.4"),
            ("hub", "c.blob.core.windows.net", "blob.c.store.core.windows.net > 203.0.113.9"),
            (
                "internet",
                "c-secondary.blob.core.windows.net",
                "blob.c-secondary.store.core.windows.net > 203.0.113.9",
            ),
        ],
    );
}

/// What people write as one object: `storage_account`, `web_app` and so on.
fn objects(zones: &[&str], objects: &str) -> Loaded {
    let mut text = String::from(
        "[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.1.0.0/16\"]\n\
         subnet = [{ name = \"pe\", address_prefixes = [\"10.1.1.0/24\"] }]\n[[virtual_network]]\nname = \"spoke\"\n",
    );
    for zone in zones {
        text += &format!(
            "[[private_dns_zone]]\nname = \"{zone}\"\n\
             virtual_network_link = [{{ name = \"l\", virtual_network = \"hub\" }}]\n"
        );
    }
    text += objects;
    load_files(&text, &[]).unwrap_or_else(|errors| panic!("{text}{errors:#?}"))
}

/// An endpoint of a resource in the hub.
fn endpoint(name: &str, resource: &str, subresource: &str, zone: &str) -> String {
    format!(
        "[[private_endpoint]]\nname = \"{name}\"\nvirtual_network = \"hub\"\nsubnet = \"pe\"\nresource = \"{resource}\"\n\
         subresource = \"{subresource}\"\nprivate_dns_zone_group = [\"{zone}\"]\n"
    )
}

#[test]
fn a_storage_account_is_one_object_with_endpoints_by_subresource() {
    let zones = ["privatelink.blob.core.windows.net", "privatelink.file.core.windows.net"];
    let account = "[[storage_account]]\nname = \"c\"\naccount_replication_type = \"RAGRS\"\npublic_ip_address = \"203.0.113.9\"\n";
    let of = |at: usize, subresource: &str| endpoint(subresource, "c", subresource, zones[at]);
    let loaded =
        objects(&zones, &[account, &of(0, "blob"), &of(1, "file"), &of(0, "blob_secondary")].concat());
    check(
        &loaded,
        &[
            ("hub", "c.blob.core.windows.net", "c.privatelink.blob.core.windows.net > 10.1.1.4"),
            ("hub", "c.file.core.windows.net", "c.privatelink.file.core.windows.net > 10.1.1.5"),
            (
                "hub",
                "c-secondary.blob.core.windows.net",
                "c-secondary.privatelink.blob.core.windows.net > 10.1.1.6",
            ),
            ("hub", "c.queue.core.windows.net", "queue.c.store.core.windows.net > 203.0.113.9"),
        ],
    );
    let plain = objects(&zones, "[[storage_account]]\nname = \"c\"\n");
    check(&plain, &[("internet", "c-secondary.blob.core.windows.net", "NXDomain")]);
}

#[test]
fn a_cosmos_account_has_the_subresources_of_its_kind() {
    let zone = "privatelink.mongo.cosmos.azure.com";
    let account = "[[cosmosdb_account]]\nname = \"c\"\nkind = \"MongoDB\"\n\
                   geo_location = [{ location = \"West Europe\" }, { location = \"northeurope\" }]\n";
    let loaded = objects(&[zone], &format!("{account}{}", endpoint("pe", "c", "MongoDB", zone)));
    let north = "c-northeurope.privatelink.mongo.cosmos.azure.com > 10.1.1.6";
    check(&loaded, &[("hub", "c-northeurope.mongo.cosmos.azure.com", north)]);
    check(&loaded, &[("internet", "c.documents.azure.com", "NXDomain")]);
}

/// The listener of a failover group is an alias of the server that is primary.
#[test]
fn a_failover_group_leads_to_its_primary_server() {
    let zone = "privatelink.database.windows.net";
    let servers = "[[mssql_server]]\nname = \"one\"\nfailover_group = [{ name = \"fog\", partner_server = \"two\" }]\n\
                   [[mssql_server]]\nname = \"two\"\n";
    let of = |server: &str| endpoint(server, server, "sqlServer", zone);
    let loaded = objects(&[zone], &[servers, &of("one"), &of("two")].concat());
    check(
        &loaded,
        &[
            (
                "hub",
                "fog.database.windows.net",
                "one.database.windows.net > one.privatelink.database.windows.net > 10.1.1.4",
            ),
            (
                "hub",
                "fog.secondary.database.windows.net",
                "two.database.windows.net > two.privatelink.database.windows.net > 10.1.1.5",
            ),
        ],
    );
}

#[test]
fn a_web_app_has_an_endpoint_for_each_slot() {
    let zone = "privatelink.azurewebsites.net";
    let app = "[[web_app]]\nname = \"c\"\nslot = [\"staging\"]\n[[key_vault]]\nname = \"c\"\n";
    let loaded =
        objects(&[zone], &format!("{app}{}", endpoint("pe", "c.azurewebsites.net", "sites-staging", zone)));
    let slot = "c-staging.scm.privatelink.azurewebsites.net > 10.1.1.4";
    check(&loaded, &[("hub", "c-staging.scm.azurewebsites.net", slot)]);
}

/// A cluster makes its endpoint, its zone and the link itself: only the network of its nodes sees the name.
#[test]
fn a_cluster_has_the_zone_that_it_asks_for() {
    let cluster = |more: &str| {
        format!(
            "[[kubernetes_cluster]]\nname = \"shop\"\nvirtual_network = \"hub\"\nsubnet = \"pe\"\n{more}\n"
        )
    };
    let names = |loaded: &Loaded| -> Vec<String> {
        let names = loaded.model.private_link_resources()[0].names();
        names.filter_map(|name| name.public.as_ref()).map(|name| name.without_dot()).collect()
    };
    let system = objects(&[], &cluster("private_cluster_public_fqdn_enabled = true"));
    let [private, public] = names(&system).try_into().expect("two names");
    assert!(
        private.starts_with("shop-") && private.ends_with(".privatelink.westeurope.azmk8s.io"),
        "{private}"
    );
    check(
        &system,
        &[("hub", &private, "10.1.1.4"), ("spoke", &private, "NXDomain"), ("internet", &private, "NXDomain")],
    );
    check(&system, &[("internet", &public, "10.1.1.4"), ("spoke", &public, "10.1.1.4")]);
    let zone = "privatelink.westeurope.azmk8s.io";
    let own = objects(&[zone], &cluster(&format!("private_dns_zone_id = \"{zone}\"")));
    let [private] = names(&own).try_into().expect("one name");
    assert!(private.ends_with(&format!(".{zone}")) && private.matches('.').count() == 4, "{private}");
    check(&own, &[("hub", &private, "10.1.1.4"), ("spoke", &private, "NXDomain")]);
    let none =
        objects(&[], &cluster("private_dns_zone_id = \"none\"\nprivate_cluster_public_fqdn_enabled = true"));
    let public = names(&none).pop().expect("a public name");
    check(&none, &[("hub", &public, "10.1.1.4"), ("internet", &public, "10.1.1.4")]);
}
