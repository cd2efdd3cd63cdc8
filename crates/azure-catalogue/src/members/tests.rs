use super::*;
use crate::regions::geo_code;

#[path = "../../catalogue/render_members.rs"]
mod render_members;

const ROWS: &str = include_str!("../../catalogue/privatelink-members.tsv");
const CLOUDS: [Cloud; 3] = [Cloud::Public, Cloud::China, Cloud::UsGovernment];

/// Returns the values that a resource in West Europe has if nobody says more.
fn values(group: &Group, rows: &[Row], resource: &str, given: &[(&str, &str)]) -> PlaceholderValues {
    let mut values = PlaceholderValues::default();
    for (placeholder, value) in given {
        values.or_set(placeholder, value.split(',').map(str::to_owned));
    }
    values.or_set("regionCode", geo_code("westeurope").map(str::to_owned));
    for placeholder in placeholders(rows) {
        let list = if placeholder.repeats {
            lists_of(placeholder.name, group.resource_type, resource, Some("westeurope"))
        } else if placeholder.name == "region" {
            vec!["westeurope".to_owned()]
        } else {
            made(placeholder.name, resource).into_iter().collect()
        };
        values.or_set(placeholder.name, list);
    }
    values
}

fn group(resource_type: &str, group_id: &str) -> &'static Group {
    let mut groups = Catalogue::of(Cloud::Public).groups_of(resource_type);
    groups.find(|group| group.group_id.read(group_id).is_some()).expect("a group")
}

/// Writes members as "member: fqdn > owner in zone, …".
fn written(resource_type: &str, group_id: &str, resource: &str, given: &[(&str, &str)]) -> Vec<String> {
    let group = group(resource_type, group_id);
    let rows = group.form(None, |name| given.iter().any(|(given, _)| *given == name));
    let members = expand(rows, &values(group, rows, resource, given)).expect("members");
    let name = |name: &MemberName| {
        let fqdn = name.fqdn.as_deref().unwrap_or("-");
        match &name.record {
            Some(record) => format!("{fqdn} > {} in {}", record.owner, record.zone.without_dot()),
            None => fqdn.to_owned(),
        }
    };
    let names = |member: &FilledMember| member.names.iter().map(name).collect::<Vec<_>>().join(", ");
    members.iter().map(|member| format!("{}: {}", member.name, names(member))).collect()
}

#[test]
fn the_table_is_what_the_rows_say() {
    let rendered = render_members::render(ROWS).expect("rows that can be read");
    assert!(
        rendered == include_str!("table.rs"),
        "catalogue/privatelink-members.tsv or catalogue/render_members.rs has changed; \
         run `cargo run -p azure-catalogue --example generate-catalogue`"
    );
}

#[test]
fn a_row_that_cannot_be_read_is_named() {
    for (row, want) in [
        ("a\tb", "line 2: has 2 columns, not 11"),
        ("a\tb\tc\t1\td\te\tf\tcname\tmoon\tD\tg", "line 2: \"moon\" is no cloud"),
        ("a\tb\tc\t1\td\te\tf\tcname\tpublic\tX\tg", "line 2: \"X\" is no mark"),
        ("a\tb\tc\t1\td\te\tf\tperhaps\tpublic\tD\tg", "line 2: \"perhaps\" is no public side"),
    ] {
        assert_eq!(render_members::render(&format!("head\n{row}\n")), Err(want.to_owned()));
    }
}

/// Whatever a resource is called, all that it needs but its region can be made.
#[test]
fn every_group_of_every_cloud_can_be_expanded() {
    for group in CLOUDS.into_iter().flat_map(|cloud| Catalogue::of(cloud).groups()) {
        for rows in group.forms {
            let given = [
                ("slot", "staging"),
                ("subzone", "sub"),
                ("secondaryServer", "other"),
                ("n", "1"),
                ("event", "e"),
                ("endpoint", "default"),
            ];
            let members = expand(rows, &values(group, rows, "contoso", &given));
            let members = members.unwrap_or_else(|missing| panic!("{} {missing:?}", group.resource_type));
            assert!(!members.is_empty(), "{} {}", group.resource_type, group.group_id.text());
            for name in members.iter().flat_map(|member| &member.names) {
                let texts = [name.fqdn.as_deref(), name.record.as_ref().map(|record| record.owner.as_str())];
                assert!(texts.into_iter().flatten().all(|text| !text.contains(['{', '}'])), "{name:?}");
            }
        }
    }
}

#[test]
fn every_zone_of_the_other_table_has_a_group_that_writes_into_it() {
    let mut without = Vec::new();
    for entry in CLOUDS.into_iter().flat_map(|cloud| Catalogue::of(cloud).entries()) {
        let wanted = entry.zone.text().replace("regionName", "region");
        let writes = |group: &Group| group.zones().any(|zone| zone.text() == wanted);
        if !Catalogue::of(entry.cloud).groups_of(entry.resource_type).any(writes) {
            without.push(format!("{:?} {} {wanted}", entry.cloud, entry.resource_type));
        }
    }
    // Registries write into the zone above, as `privatelink-zones.tsv` says of all but the one of US Government.
    assert_eq!(
        without,
        [
            "Public Microsoft.ContainerRegistry/registries {region}.data.privatelink.azurecr.io",
            "Public Microsoft.Web/sites scm.privatelink.azurewebsites.net",
            "UsGovernment Microsoft.ContainerRegistry/registries {region}.privatelink.azurecr.us",
            "UsGovernment Microsoft.Web/sites scm.privatelink.azurewebsites.us",
        ]
    );
}

/// What clients ask for is below the public zone that the other table has beside the private one.
#[test]
fn public_names_are_in_the_public_zones_of_the_other_table() {
    let mut others = Vec::new();
    for group in CLOUDS.into_iter().flat_map(|cloud| Catalogue::of(cloud).groups()) {
        for row in group.forms.iter().copied().flatten().filter(|row| row.public_side == PublicRow::Cname) {
            let (Some(fqdn), Some(record)) = (row.fqdn, &row.record) else { continue };
            let zone = record.zone.text();
            let of_zone = Catalogue::of(group.cloud)
                .entries()
                .filter(|entry| entry.zone.text().replace("regionName", "region") == zone);
            let publics: Vec<String> =
                of_zone.map(|entry| entry.public_zone.text().replace("regionName", "region")).collect();
            if !publics.iter().any(|public| fqdn.text().ends_with(public.as_str())) {
                others.push(format!("{:?} {}", group.cloud, fqdn.text()));
            }
        }
    }
    // Zones that the other table does not have, and the one name that has a public zone of its own.
    assert_eq!(
        others,
        [
            "Public {name}.sqlx.cosmos.azure.com",
            "Public {name}.{id}.horizondb.azure.com",
            "Public {name}.{id}.ro.horizondb.azure.com",
            "Public {name}.notificationhub.windows.net",
            "Public *.{region}.inference.ml.azure.com",
            "China *.{region}.inference.ml.azure.cn",
            "UsGovernment *.{region}.inference.ml.azure.us",
        ]
    );
}

#[test]
fn members_have_the_names_and_addresses_of_their_service() {
    for (resource_type, group_id, given, want) in [
        (
            "Microsoft.KeyVault/vaults",
            "vault",
            &[][..],
            &["default: c.vault.azure.net > c in privatelink.vaultcore.azure.net"][..],
        ),
        (
            "microsoft.web/sites",
            "Sites",
            &[],
            &["sites: c.azurewebsites.net > c in privatelink.azurewebsites.net, \
               c.scm.azurewebsites.net > c.scm in privatelink.azurewebsites.net"],
        ),
        (
            "Microsoft.Web/sites",
            "sites-staging",
            &[("slot", "staging")],
            &["sites-staging: c-staging.azurewebsites.net > c-staging in privatelink.azurewebsites.net, \
               c-staging.scm.azurewebsites.net > c-staging.scm in privatelink.azurewebsites.net"],
        ),
        (
            "Microsoft.Web/sites",
            "sites",
            &[("hash", "a1b2")],
            &[
                "sites: c-a1b2.westeurope.azurewebsites.net > c-a1b2.westeurope in privatelink.azurewebsites.net, \
               c-a1b2.scm.westeurope.azurewebsites.net > c-a1b2.scm.westeurope in privatelink.azurewebsites.net",
            ],
        ),
        (
            "Microsoft.DocumentDB/databaseAccounts",
            "Sql",
            &[("region", "westeurope,northeurope")],
            &[
                "c: c.documents.azure.com > c in privatelink.documents.azure.com",
                "c-westeurope: c-westeurope.documents.azure.com > c-westeurope in privatelink.documents.azure.com",
                "c-northeurope: c-northeurope.documents.azure.com > c-northeurope in privatelink.documents.azure.com",
            ],
        ),
        (
            "Microsoft.App/ManagedEnvironments",
            "managedEnvironments",
            &[("env", "calmwater-1")],
            &["managedEnvironments: calmwater-1.westeurope.azurecontainerapps.io > calmwater-1 in \
               privatelink.westeurope.azurecontainerapps.io, *.calmwater-1.westeurope.azurecontainerapps.io"],
        ),
    ] {
        assert_eq!(written(resource_type, group_id, "c", given), want, "{resource_type}");
    }
}

#[test]
fn a_workspace_of_machine_learning_has_names_in_two_zones() {
    let guid = ("guid", "0a1b2c3d-0000-4000-8000-000000000000");
    assert_eq!(
        written("Microsoft.MachineLearningServices/workspaces", "amlworkspace", "c", &[guid]),
        [
            "default: 0a1b2c3d-0000-4000-8000-000000000000.workspace.westeurope.api.azureml.ms > \
                 0a1b2c3d-0000-4000-8000-000000000000.workspace.westeurope in privatelink.api.azureml.ms, \
                 0a1b2c3d-0000-4000-8000-000000000000.workspace.westeurope.cert.api.azureml.ms > \
                 0a1b2c3d-0000-4000-8000-000000000000.workspace.westeurope.cert in privatelink.api.azureml.ms",
            "notebook: ml-c-westeurope-0a1b2c3d-0000-4000-8000-000000000000.westeurope.notebooks.azure.net > \
                 ml-c-westeurope-0a1b2c3d-0000-4000-8000-000000000000.westeurope in privatelink.notebooks.azure.net",
            "inference: *.westeurope.inference.ml.azure.com > \
                 *.0a1b2c3d-0000-4000-8000-000000000000.inference.westeurope in privatelink.api.azureml.ms",
        ]
    );
}

#[test]
fn a_backup_vault_has_the_code_of_its_region_and_a_name_for_each_service() {
    let names = written(
        "Microsoft.RecoveryServices/vaults",
        "AzureBackup",
        "c",
        &[("vaultId", "7"), ("storage", "pod01")],
    );
    assert_eq!(
        names[0],
        "backup-fc1: 7-ab-pod01-fc1.privatelink.we.backup.windowsazure.com > 7-ab-pod01-fc1 in \
         privatelink.we.backup.windowsazure.com"
    );
    assert_eq!(
        names.last().map(String::as_str),
        Some("queue-pod01: pod01.queue.core.windows.net > pod01 in privatelink.queue.core.windows.net")
    );
    assert_eq!(names.len(), 13);
}

#[test]
fn the_zone_of_a_resource_decides_which_form_it_has() {
    let group = group("Microsoft.ContainerService/managedClusters", "management");
    let first = |zone: &str, given: &'static [&'static str]| {
        let apex = (!zone.is_empty()).then(|| zone.parse::<Name>().expect("a name"));
        group.form(apex.as_ref(), |name| given.contains(&name))[0].fqdn.map(Template::text)
    };
    let own = Some("{prefix}-{hash}.privatelink.{region}.azmk8s.io");
    assert_eq!(first("", &[]), Some("{prefix}-{hash}.{guid}.privatelink.{region}.azmk8s.io"));
    assert_eq!(first("privatelink.westeurope.azmk8s.io", &["hash"]), own);
    let sub_zone = Some("{subdomain}.{subzone}.privatelink.{region}.azmk8s.io");
    assert_eq!(first("team.privatelink.westeurope.azmk8s.io", &["subzone"]), sub_zone);
}

#[test]
fn templates_are_read_and_filled() {
    let read = |template: &'static str, text: &str| {
        Template(template).read(text).map(|values| {
            values.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
        })
    };
    assert_eq!(read("{prefix}-{hash}", "Shop-1a2b").as_deref(), Some("prefix=shop hash=1a2b"));
    assert_eq!(read("{name}.{region}", "topic.westeurope").as_deref(), Some("name=topic region=westeurope"));
    assert_eq!(read("{a}-{b}.{b}", "x-y-z.z").as_deref(), Some("a=x-y b=z"));
    for (template, text) in
        [("{name}", "a.b"), ("{name}", ""), ("{a}-{b}.{b}", "x-y.z"), ("{name}.scm", "a.git")]
    {
        assert_eq!(read(template, text), None, "{template} {text}");
    }
    let value = |name: &str| (name == "name").then_some("c");
    assert_eq!(Template("{name}.scm").fill(value), Ok("c.scm".to_owned()));
    assert_eq!(Template("{name}.{region+}").fill(value), Err(Missing { placeholder: "region" }));
}

#[test]
fn what_a_service_makes_is_the_same_for_the_same_resource() {
    let guid = made("guid", "contoso").expect("a GUID");
    assert_eq!(made("guid", "CONTOSO"), Some(guid.clone()));
    assert_ne!(made("guid", "fabrikam"), Some(guid.clone()));
    assert_ne!(made("tenant", "contoso"), Some(guid.clone()));
    let lengths: Vec<usize> = guid.split('-').map(str::len).collect();
    assert_eq!(lengths, [8, 4, 4, 4, 12]);
    assert_eq!(&guid[14..15], "4");
    assert_eq!(made("region", "contoso"), None);
}
