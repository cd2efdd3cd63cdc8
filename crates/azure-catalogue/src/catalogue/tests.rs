use proptest::prelude::*;

use super::*;

#[path = "../../catalogue/render.rs"]
mod render;

const ROWS: &str = include_str!("../../catalogue/privatelink-zones.tsv");
const CLOUDS: [Cloud; 3] = [Cloud::Public, Cloud::China, Cloud::UsGovernment];

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

/// Values for the placeholders of an entry, of the kind that each would have.
fn values(entry: &Entry) -> Values {
    let value = |placeholder| match placeholder {
        "region" | "regionName" => "westeurope",
        "regionCode" => "we",
        "partitionId" => "3",
        _ => "something",
    };
    entry.zone.placeholders().map(|placeholder| (placeholder, value(placeholder).to_owned())).collect()
}

fn concrete(entry: &Entry) -> Name {
    entry.zone.fill(&values(entry)).expect("a name")
}

#[test]
fn the_table_is_what_the_rows_say() {
    let rendered = render::render(ROWS).expect("rows that can be read");
    assert!(
        rendered == include_str!("table.rs"),
        "catalogue/privatelink-zones.tsv or catalogue/render.rs has changed; \
         run `cargo run -p azure-catalogue --example generate-catalogue`"
    );
}

#[test]
fn a_row_that_cannot_be_read_is_named() {
    for (row, want) in [
        ("a\tb", "row 2: has 2 columns, not 6"),
        ("moon\ta\tb\tc\td\te", "row 2: \"moon\" is no cloud"),
        (
            "public\ta\tb\tc\tprivatelink.a.example\tb.example;c.example",
            "row 2: none of [\"b.example\", \"c.example\"] fits the zone \"privatelink.a.example\"; \
             add it to PUBLIC_ZONES",
        ),
    ] {
        assert_eq!(render::render(&format!("head\n{row}\n")), Err(want.to_owned()));
    }
}

#[test]
fn every_row_is_found_by_its_zone() {
    let mut rows = ROWS.lines().skip(1);
    for entry in table::TABLE {
        let row: Vec<&str> = rows.next().expect("a row").split('\t').collect();
        assert_eq!(row[1..5], [entry.service, entry.resource_type, entry.subresource, entry.zone.text()]);
        assert_eq!(row[5].split(';').collect::<Vec<_>>(), entry.forwarders);
        let zone = concrete(entry);
        let found = Catalogue::of(entry.cloud).zone(&zone).expect("a match");
        assert!(found.entries.contains(&entry), "{zone}");
        assert_eq!(found.values, values(entry), "{zone}");
        assert!(found.entries.iter().all(|other| other.zone == entry.zone), "{zone}");
        assert!(Catalogue::of(entry.cloud).resource_type(entry.resource_type).any(|other| other == entry));
    }
    assert_eq!(rows.next(), None);
}

#[test]
fn entries_are_told_apart() {
    for (at, entry) in table::TABLE.iter().enumerate() {
        let is_twin = |other: &&Entry| {
            (other.cloud, other.resource_type, other.subresource, other.zone)
                == (entry.cloud, entry.resource_type, entry.subresource, entry.zone)
        };
        assert_eq!(table::TABLE[..at].iter().find(is_twin), None);
    }
}

#[test]
fn a_public_zone_has_the_placeholders_of_its_private_zone() {
    for entry in table::TABLE {
        let of = |pattern: Pattern| pattern.placeholders().collect::<Vec<_>>();
        let is_the_same = of(entry.public_zone) == of(entry.zone);
        assert!(is_the_same, "{} {}", entry.zone.text(), entry.public_zone.text());
        assert!(!entry.public_zone.text().contains("privatelink"), "{}", entry.public_zone.text());
    }
}

#[test]
fn names_lead_into_private_zones_and_back() {
    for (cloud, public, private) in [
        (Cloud::Public, "mystorage.blob.core.windows.net", "mystorage.privatelink.blob.core.windows.net"),
        (Cloud::Public, "v1.z3.blob.storage.azure.net", "v1.z3.privatelink.blob.core.windows.net"),
        (Cloud::Public, "myvault.vault.azure.net", "myvault.privatelink.vaultcore.azure.net"),
        (Cloud::China, "myvault.vault.azure.cn", "myvault.privatelink.vaultcore.azure.cn"),
        (
            Cloud::UsGovernment,
            "myvault.vault.usgovcloudapi.net",
            "myvault.privatelink.vaultcore.usgovcloudapi.net",
        ),
        (Cloud::Public, "reg.azurecr.io", "reg.privatelink.azurecr.io"),
        (Cloud::Public, "reg.westeurope.data.azurecr.io", "reg.westeurope.data.privatelink.azurecr.io"),
        (Cloud::Public, "app.azurewebsites.net", "app.privatelink.azurewebsites.net"),
        (Cloud::Public, "app.scm.azurewebsites.net", "app.scm.privatelink.azurewebsites.net"),
        (Cloud::Public, "acc.westeurope.batch.azure.com", "acc.westeurope.privatelink.batch.azure.com"),
        (
            Cloud::Public,
            "env.westeurope.azurecontainerapps.io",
            "env.privatelink.westeurope.azurecontainerapps.io",
        ),
        (
            Cloud::Public,
            "ns.westeurope-1.ts.eventgrid.azure.net",
            "ns.westeurope-1.privatelink.ts.eventgrid.azure.net",
        ),
        (
            Cloud::Public,
            "ws.workspace.azurehealthcareapis.com",
            "ws.workspace.privatelink.azurehealthcareapis.com",
        ),
        (Cloud::Public, "mi.abc123.database.windows.net", "mi.privatelink.abc123.database.windows.net"),
        (Cloud::Public, "srv.database.windows.net", "srv.privatelink.database.windows.net"),
        (Cloud::Public, "hub.azure-devices.net", "hub.privatelink.azure-devices.net"),
        (Cloud::China, "s.service.signalr.azure.cn", "s.privatelink.signalr.azure.cn"),
        (
            Cloud::UsGovernment,
            "ns.servicebus.usgovcloudapi.net",
            "ns.privatelink.servicebus.usgovcloudapi.net",
        ),
    ] {
        let catalogue = Catalogue::of(cloud);
        assert_eq!(catalogue.private_name(&name(public)), Some(name(private)), "{public}");
        let back = catalogue.public_names(&name(private));
        assert!(back.contains(&name(public)), "{private}: {back:?}");
    }
}

#[test]
fn names_of_no_service_lead_nowhere() {
    let catalogue = Catalogue::of(Cloud::Public);
    for text in
        [".", "azurecr.io", "example.com", "www.example.com", "reg.azurecr.cn", "*.westeurope.example"]
    {
        assert_eq!(catalogue.private_name(&name(text)), None, "{text}");
        assert_eq!(catalogue.public_names(&name(text)), [], "{text}");
    }
    assert_eq!(catalogue.private_name(&name("reg.privatelink.azurecr.io")), None);
    assert_eq!(catalogue.public_names(&name("privatelink.azurecr.io")), []);
}

#[test]
fn a_region_fills_the_placeholders_of_regions() {
    let zone = |cloud, text: &str| {
        let entry = Catalogue::of(cloud).entries().find(|entry| entry.zone.text() == text).expect("an entry");
        entry.zone.in_region("westeurope").map(|name| name.without_dot())
    };
    for (text, want) in [
        ("privatelink.{regionName}.kusto.windows.net", Some("privatelink.westeurope.kusto.windows.net")),
        ("privatelink.{regionCode}.backup.windowsazure.com", Some("privatelink.we.backup.windowsazure.com")),
        (
            "privatelink.{region}.prometheus.monitor.azure.com",
            Some("privatelink.westeurope.prometheus.monitor.azure.com"),
        ),
        ("privatelink.azurecr.io", Some("privatelink.azurecr.io")),
        ("privatelink.{dnsPrefix}.database.windows.net", None),
    ] {
        assert_eq!(zone(Cloud::Public, text).as_deref(), want, "{text}");
    }
}

/// docs/azure.md#5-the-table-of-zones: the zones with the footnote.
#[test]
fn s4_5_zones_that_must_not_be_deployed_are_marked() {
    let marked = table::TABLE.iter().filter(|entry| !entry.deploy_separately);
    assert_eq!(
        marked.map(|entry| entry.zone.text()).collect::<Vec<_>>(),
        [
            "{regionName}.data.privatelink.azurecr.io",
            "scm.privatelink.azurewebsites.net",
            "scm.privatelink.azurewebsites.us",
        ]
    );
}

#[test]
fn the_service_that_a_zone_is_named_after_comes_first() {
    for (zone, want) in [
        ("privatelink.blob.core.windows.net", "blob"),
        ("privatelink.table.core.windows.net", "table"),
        ("privatelink.vaultcore.azure.net", "vault"),
        ("privatelink.servicebus.windows.net", "namespace"),
        ("privatelink.azurewebsites.net", "sites"),
        ("privatelink.westeurope.kusto.windows.net", "cluster"),
    ] {
        let found = Catalogue::of(Cloud::Public).zone(&name(zone)).expect("a match");
        assert_eq!(found.main_entry().subresource, want, "{zone}");
        assert!(found.subresources().contains(&want), "{zone}");
    }
}

#[test]
fn zones_that_were_meant_are_near() {
    for (written, want) in [
        ("privatelink.blob.core.window.net", "privatelink.blob.core.windows.net"),
        ("blob.core.windows.net", "privatelink.blob.core.windows.net"),
        ("vault.azure.net", "privatelink.vaultcore.azure.net"),
        ("privatelink.vault.azure.net", "privatelink.vaultcore.azure.net"),
        ("privatelink.westeurope.kusto.window.net", "privatelink.westeurope.kusto.windows.net"),
    ] {
        let near = Catalogue::of(Cloud::Public).near(&name(written));
        assert_eq!(near.first().map(String::as_str), Some(want), "{written}: {near:?}");
        assert!(near.len() <= 3);
    }
    assert_eq!(Catalogue::of(Cloud::Public).near(&name("x.example")), [] as [&str; 0]);
}

#[test]
fn a_zone_of_another_cloud_is_known_as_such() {
    let china = name("privatelink.blob.core.chinacloudapi.cn");
    assert_eq!(other_cloud(Cloud::Public, &china), Some(Cloud::China));
    assert_eq!(other_cloud(Cloud::China, &china), None);
}

/// Labels that get far into the table, so that random names do.
const LABELS: [&str; 20] = [
    "privatelink",
    "privatelink-global",
    "blob",
    "core",
    "windows",
    "net",
    "azure",
    "com",
    "azurecr",
    "io",
    "data",
    "westeurope",
    "database",
    "scm",
    "azurewebsites",
    "vaultcore",
    "vault",
    "*",
    "X",
    "azmk8s",
];

fn fits(pattern: &str, name: &Name) -> bool {
    let labels: Vec<String> =
        name.labels().map(|label| String::from_utf8_lossy(label).to_ascii_lowercase()).collect();
    let fixed: Vec<&str> = pattern.split('.').collect();
    labels.len() == fixed.len()
        && fixed.iter().zip(&labels).all(|(fixed, label)| fixed.starts_with('{') || fixed == label)
}

fn check_any(name: &Name) -> Result<(), TestCaseError> {
    for cloud in CLOUDS {
        let catalogue = Catalogue::of(cloud);
        for entry in catalogue.zone(name).iter().flat_map(|found| &found.entries) {
            prop_assert!(fits(entry.zone.text(), name), "{name} {}", entry.zone.text());
        }
        let _ = catalogue.public_names(name);
        if let Some(private) = catalogue.private_name(name) {
            prop_assert!(catalogue.public_names(&private).contains(name), "{name} {private}");
        }
        prop_assert!(catalogue.near(name).len() <= 3);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_name_matches_rows_that_fit_it(labels in prop::collection::vec(prop::sample::select(&LABELS[..]), 0..7)) {
        check_any(&labels.join(".").parse().unwrap_or_else(|_| Name::root()))?;
    }

    #[test]
    fn any_octets_match_rows_that_fit_them(octets in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..63), 0..4)) {
        let mut name = Name::root();
        for label in &octets {
            name = name.prepend(label).expect("a short name");
        }
        check_any(&name)?;
    }
}
