//! Regions as names of service tags spell them: `WestEurope`.

/// Every region of Azure that the tables of this module's parent know, ascending without regard to case.
const SPELLED: [&str; 75] = [
    "AustraliaCentral",
    "AustraliaCentral2",
    "AustraliaEast",
    "AustraliaSoutheast",
    "AustriaEast",
    "BelgiumCentral",
    "BrazilSouth",
    "BrazilSoutheast",
    "CanadaCentral",
    "CanadaEast",
    "CentralIndia",
    "CentralUS",
    "CentralUSEUAP",
    "ChileCentral",
    "ChinaEast",
    "ChinaEast2",
    "ChinaEast3",
    "ChinaNorth",
    "ChinaNorth2",
    "ChinaNorth3",
    "DenmarkEast",
    "EastAsia",
    "EastUS",
    "EastUS2",
    "EastUS2EUAP",
    "FranceCentral",
    "FranceSouth",
    "GermanyNorth",
    "GermanyWestCentral",
    "IndonesiaCentral",
    "IsraelCentral",
    "ItalyNorth",
    "JapanEast",
    "JapanWest",
    "JioIndiaCentral",
    "JioIndiaWest",
    "KoreaCentral",
    "KoreaSouth",
    "MalaysiaWest",
    "MexicoCentral",
    "NewZealandNorth",
    "NorthCentralUS",
    "NorthEurope",
    "NorwayEast",
    "NorwayWest",
    "PolandCentral",
    "QatarCentral",
    "SouthAfricaNorth",
    "SouthAfricaWest",
    "SouthCentralUS",
    "SoutheastAsia",
    "SouthIndia",
    "SpainCentral",
    "SwedenCentral",
    "SwedenSouth",
    "SwitzerlandNorth",
    "SwitzerlandWest",
    "TaiwanNorth",
    "TaiwanNorthwest",
    "UAECentral",
    "UAENorth",
    "UKSouth",
    "UKWest",
    "USDoDCentral",
    "USDoDEast",
    "USGovArizona",
    "USGovIowa",
    "USGovTexas",
    "USGovVirginia",
    "WestCentralUS",
    "WestEurope",
    "WestIndia",
    "WestUS",
    "WestUS2",
    "WestUS3",
];

/// Returns a region as service tags spell it; one that is not known stands for itself.
pub fn spelled(region: &str) -> &str {
    SPELLED.iter().find(|spelled| spelled.eq_ignore_ascii_case(region)).copied().unwrap_or(region)
}

#[cfg(test)]
mod tests {
    use super::super::{GEO_CODES, WITHOUT_CODE};
    use super::*;

    #[test]
    fn every_known_region_has_a_spelling_and_no_other_has() {
        let known = GEO_CODES.iter().map(|&(region, _)| region).chain(WITHOUT_CODE);
        let mut known: Vec<String> = known.map(str::to_owned).collect();
        known.sort();
        assert_eq!(SPELLED.map(str::to_ascii_lowercase).to_vec(), known);
    }

    #[test]
    fn service_tags_spell_regions_as_microsoft_does() {
        for (region, want) in [
            ("westeurope", "WestEurope"),
            ("australiaeast", "AustraliaEast"),
            ("germanywestcentral", "GermanyWestCentral"),
            ("eastus2", "EastUS2"),
            ("usgovvirginia", "USGovVirginia"),
            ("chinaeast2", "ChinaEast2"),
            ("moonbase1", "moonbase1"),
        ] {
            assert_eq!(spelled(region), want);
        }
    }
}
