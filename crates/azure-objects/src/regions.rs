//! Regions of Azure as people write them.

use azure_catalogue::regions;

use crate::refusal::{Meant, ValueRefusal};

/// Writes a region as Azure's resource manager does: `West Europe` is `westeurope`.
pub fn normalize_region(text: &str) -> String {
    text.chars().filter(|character| *character != ' ').collect::<String>().to_ascii_lowercase()
}

/// Tells whether a normalized text may be the name of a region.
pub(crate) fn is_region(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|octet| octet.is_ascii_alphanumeric())
}

/// Says that Azure is not known to have a region, whose name is normalized; `None`: it is.
pub(crate) fn unknown_region(region: &str) -> Option<ValueRefusal> {
    let meant = || Meant(regions::near(region).map(str::to_owned));
    (!regions::is_known(region)).then(|| ValueRefusal::UnknownRegion { meant: meant() })
}
