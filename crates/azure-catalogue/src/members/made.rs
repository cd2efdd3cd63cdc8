//! What stands for a placeholder when nobody says it: what the service would make itself, decided by the resource's name.

use crate::hash::hash_of;

/// Placeholders that stand for the resource's own name, unless they are given.
const OWN_NAME: [&str; 12] = [
    "account",
    "defaultHost",
    "dps",
    "endpoint",
    "env",
    "event",
    "network",
    "org",
    "prefix",
    "subdomain",
    "volumegroup",
    "workspace",
];

/// Placeholders of which a service makes a GUID.
const GUIDS: [&str; 5] = ["guid", "tenant", "vaultId", "workspaceId", "hostpoolId"];

/// Returns what a service makes for a placeholder, the same for the same resource; `None` for what only the configuration can
/// say, as a region.
pub fn made(placeholder: &str, resource: &str) -> Option<String> {
    let resource = resource.to_ascii_lowercase();
    let hash = hash(&[placeholder, &resource]);
    Some(match placeholder {
        "name" => resource,
        _ if OWN_NAME.contains(&placeholder) => resource,
        _ if GUIDS.contains(&placeholder) => guid(hash),
        "hash" => format!("{:08x}", hash >> 96),
        "id" => format!("{:016}", hash % 10_u128.pow(16)),
        "n" | "partitionId" => "1".to_owned(),
        "dnsPrefix" => format!("{:012x}", hash >> 80),
        _ => return None,
    })
}

/// Returns the values of a placeholder that repeats a row, unless they are given: none, but for what every such resource has.
pub fn lists_of(placeholder: &str, resource_type: &str, resource: &str, region: Option<&str>) -> Vec<String> {
    let storage = |count: usize| {
        let hash = hash(&["storage", resource]);
        (1..=count).map(|number| format!("{:012x}{number:02}", hash >> 80)).collect()
    };
    match placeholder {
        "region" => region.map(str::to_owned).into_iter().collect(),
        "storage" if resource_type.eq_ignore_ascii_case("Microsoft.Kusto/Clusters") => storage(2),
        "storage" => storage(1),
        _ => Vec::new(),
    }
}

fn hash(words: &[&str]) -> u128 {
    hash_of(words.iter().flat_map(|word| word.bytes().chain([0])))
}

/// Writes a number as a GUID of version 4 (RFC 9562 §5.4).
fn guid(number: u128) -> String {
    let number = number & !(0xf000 << 64) & !(0xc000 << 48) | 0x4000 << 64 | 0x8000 << 48;
    let digits = format!("{number:032x}");
    let groups = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    groups.join("-")
}
