//! The catalogue's rows as Rust: shared by the program that writes the table and by the test that compares it.

use std::fmt::Write as _;

/// Zones with the footnote "do not deploy this as an additional zone": their names belong into the zone above them.
const NOT_SEPARATE: [&str; 3] = [
    "{regionName}.data.privatelink.azurecr.io",
    "scm.privatelink.azurewebsites.net",
    "scm.privatelink.azurewebsites.us",
];

/// Private zones whose public names are in a zone that neither their name nor their row decides: the suffix that
/// the cloud's endpoint table has for vaults.
const PUBLIC_ZONES: [(&str, &str); 3] = [
    ("privatelink.vaultcore.azure.net", "vault.azure.net"),
    ("privatelink.vaultcore.usgovcloudapi.net", "vault.usgovcloudapi.net"),
    ("privatelink.vaultcore.azure.cn", "vault.azure.cn"),
];

const HEAD: &str = "\
//! Generated from `catalogue/privatelink-zones.tsv`; do not edit. To write it anew:
//! `cargo run -p azure-catalogue --example generate-catalogue`

use super::{Entry, Pattern};
use crate::cloud::Cloud::{China, Public, UsGovernment};

#[rustfmt::skip]
pub(super) static TABLE: &[Entry] = &[
";

/// Writes the table; the error names the row that cannot be read.
pub(crate) fn render(rows: &str) -> Result<String, String> {
    let mut table = HEAD.to_owned();
    for (number, row) in rows.lines().enumerate().skip(1) {
        let entry = render_row(row).map_err(|problem| format!("row {}: {problem}", number + 1))?;
        table.push_str(&entry);
    }
    table.push_str("];\n");
    Ok(table)
}

fn render_row(row: &str) -> Result<String, String> {
    let columns: Vec<&str> = row.split('\t').collect();
    let [cloud, service, resource_type, subresource, zone, forwarders] = columns.as_slice() else {
        return Err(format!("has {} columns, not 6", columns.len()));
    };
    let cloud = match *cloud {
        "public" => "Public",
        "usgov" => "UsGovernment",
        "china" => "China",
        other => return Err(format!("\"{other}\" is no cloud")),
    };
    let forwarders: Vec<&str> = forwarders.split(';').collect();
    let public_zone = public_zone(zone, &forwarders)?;
    let deploy_separately = !NOT_SEPARATE.contains(zone);
    let mut entry = format!("    Entry {{ cloud: {cloud}, service: {service:?}, ");
    let _ = write!(entry, "resource_type: {resource_type:?}, subresource: {subresource:?}, ");
    let _ = write!(entry, "zone: Pattern({zone:?}), public_zone: Pattern({public_zone:?}), ");
    let _ = writeln!(entry, "forwarders: &{forwarders:?}, deploy_separately: {deploy_separately} }},");
    Ok(entry)
}

/// Finds the zone of the public names that lead into a private zone.
///
/// It is the private zone without its privatelink label, if the forwarders agree: they have it, an ancestor of it, it with
/// a region or a resource in front, or, among several, names below it. Else it is the only forwarder.
fn public_zone(zone: &str, forwarders: &[&str]) -> Result<String, String> {
    if let Some((_, public)) = PUBLIC_ZONES.iter().find(|(private, _)| *private == zone) {
        return Ok((*public).to_owned());
    }
    let labels = zone.split('.').filter(|label| !label.starts_with("privatelink"));
    let plain = labels.collect::<Vec<_>>().join(".");
    let is_below = |name: &str, above: &str| name.ends_with(&format!(".{above}"));
    let agrees = |forwarder: &&str| {
        *forwarder == plain
            || *forwarder == zone
            || is_below(&plain, forwarder)
            || is_below(forwarder, &plain) && (forwarder.starts_with('{') || forwarders.len() > 1)
    };
    match forwarders {
        _ if forwarders.iter().any(agrees) => Ok(plain),
        [only] => Ok((*only).to_owned()),
        several => Err(format!("none of {several:?} fits the zone \"{zone}\"; add it to PUBLIC_ZONES")),
    }
}
