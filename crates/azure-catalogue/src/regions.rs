//! Regions, and their short codes as names of the public side have them.

mod spelling;

pub use spelling::spelled;

use crate::spelling::nearest;

/// Codes seen in public chains of registries; there they differ from the geo-code.
const REGISTRY_CODES: [(&str, &str); 4] =
    [("canadacentral", "cac"), ("northeurope", "neu"), ("swedencentral", "sec"), ("westeurope", "weu")];

/// Geo-codes, ascending by region (`Azure Private Endpoint private DNS zone values`, `{regionCode}`).
const GEO_CODES: [(&str, &str); 61] = [
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
    ("italynorth", "itn"),
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
    ("polandcentral", "plc"),
    ("qatarcentral", "qac"),
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

/// Regions that the table of geo-codes does not list, ascending (`List of Azure regions`).
const WITHOUT_CODE: [&str; 14] = [
    "austriaeast",
    "belgiumcentral",
    "chilecentral",
    "chinaeast3",
    "chinanorth3",
    "denmarkeast",
    "indonesiacentral",
    "israelcentral",
    "malaysiawest",
    "mexicocentral",
    "newzealandnorth",
    "spaincentral",
    "taiwannorth",
    "taiwannorthwest",
];

/// Returns the code that hop names of a registry have for a region; a region without a known one stands for itself.
pub fn region_code(region: &str) -> &str {
    let seen = REGISTRY_CODES.iter().find(|(name, _)| *name == region);
    seen.map(|&(_, code)| code).or_else(|| geo_code(region)).unwrap_or(region)
}

/// Returns the geo-code of a region, if it is known.
pub fn geo_code(region: &str) -> Option<&'static str> {
    let at = GEO_CODES.binary_search_by_key(&region, |&(name, _)| name).ok()?;
    Some(GEO_CODES[at].1)
}

/// Tells whether Azure is known to have a region; one that is younger than this table is not.
pub fn is_known(region: &str) -> bool {
    geo_code(region).is_some() || WITHOUT_CODE.binary_search(&region).is_ok()
}

/// Returns the region that was probably meant by an unknown one.
pub fn near(region: &str) -> Option<&'static str> {
    nearest(region, GEO_CODES.iter().map(|&(name, _)| name).chain(WITHOUT_CODE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s2_4_regions_have_the_codes_seen_in_public_chains() {
        for (region, code) in [
            ("swedencentral", "sec"),
            ("eastus", "eus"),
            ("canadacentral", "cac"),
            ("japaneast", "jpe"),
            ("eastus2", "eus2"),
            ("westeurope", "weu"),
            ("northeurope", "neu"),
        ] {
            assert_eq!(region_code(region), code, "{region}");
        }
    }

    #[test]
    fn other_regions_have_their_geo_code_or_stand_for_themselves() {
        for (region, code) in [("uksouth", "uks"), ("usgovarizona", "uga"), ("moonbase1", "moonbase1")] {
            assert_eq!(region_code(region), code, "{region}");
        }
    }

    #[test]
    fn every_region_is_found_and_no_code_is_used_twice() {
        assert!(GEO_CODES.is_sorted_by(|(one, _), (other, _)| one < other));
        assert!(WITHOUT_CODE.is_sorted_by(|one, other| one < other));
        assert!(WITHOUT_CODE.iter().all(|region| is_known(region) && geo_code(region).is_none()));
        let mut codes: Vec<&str> = GEO_CODES.iter().map(|(region, _)| region_code(region)).collect();
        codes.sort_unstable();
        assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "{codes:?}");
        assert!(codes.iter().all(|code| code.len() <= 4), "{codes:?}");
    }
}
