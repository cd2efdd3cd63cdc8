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
