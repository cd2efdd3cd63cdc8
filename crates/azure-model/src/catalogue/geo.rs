//! Geo codes: how the zones of Azure Backup, Site Recovery and Automation write a region.

/// Returns the geo code of a region ("Geo-code mapping" of Azure Backup); `None` for a region that the list lacks.
///
/// These are not the codes in the host names of registries: West Europe is `we` here and `weu` there.
pub fn geo_code(region: &str) -> Option<&'static str> {
    let at = CODES.binary_search_by_key(&region, |(name, _)| name).ok()?;
    Some(CODES[at].1)
}

/// Regions and their codes, by region.
#[rustfmt::skip]
const CODES: [(&str, &str); 58] = [
    ("australiacentral", "acl"),
    ("australiacentral2", "acl2"),
    ("australiaeast", "ae"),
    ("australiasoutheast", "ase"),
    ("brazilsouth", "brs"),
    ("brazilsoutheast", "bse"),
    ("canadacentral", "cnc"),
    ("canadaeast", "cne"),
    ("centralindia", "inc"),
    ("centralus", "cus"),
    ("centraluseuap", "ccy"),
    ("chinaeast", "sha"),
    ("chinaeast2", "sha2"),
    ("chinanorth", "bjb"),
    ("chinanorth2", "bjb2"),
    ("eastasia", "ea"),
    ("eastus", "eus"),
    ("eastus2", "eus2"),
    ("eastus2euap", "ecy"),
    ("francecentral", "frc"),
    ("francesouth", "frs"),
    ("germanynorth", "gn"),
    ("germanywestcentral", "gwc"),
    ("japaneast", "jpe"),
    ("japanwest", "jpw"),
    ("jioindiacentral", "jic"),
    ("jioindiawest", "jiw"),
    ("koreacentral", "krc"),
    ("koreasouth", "krs"),
    ("northcentralus", "ncus"),
    ("northeurope", "ne"),
    ("norwayeast", "nwe"),
    ("norwaywest", "nww"),
    ("southafricanorth", "san"),
    ("southafricawest", "saw"),
    ("southcentralus", "scus"),
    ("southeastasia", "sea"),
    ("southindia", "ins"),
    ("swedencentral", "sdc"),
    ("swedensouth", "sds"),
    ("switzerlandnorth", "szn"),
    ("switzerlandwest", "szw"),
    ("uaecentral", "uac"),
    ("uaenorth", "uan"),
    ("uksouth", "uks"),
    ("ukwest", "ukw"),
    ("usdodcentral", "udc"),
    ("usdodeast", "ude"),
    ("usgovarizona", "uga"),
    ("usgoviowa", "ugi"),
    ("usgovtexas", "ugt"),
    ("usgovvirginia", "ugv"),
    ("westcentralus", "wcus"),
    ("westeurope", "we"),
    ("westindia", "inw"),
    ("westus", "wus"),
    ("westus2", "wus2"),
    ("westus3", "wus3"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_in_order_and_found() {
        assert!(CODES.is_sorted());
        assert_eq!(geo_code("westeurope"), Some("we"));
        assert_eq!(geo_code("usgovvirginia"), Some("ugv"));
        assert_eq!(geo_code("atlantis"), None);
    }
}
