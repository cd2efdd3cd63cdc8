//! The first test is the one in Zonite's README; the others run the code of this crate.

use pull_check::{resolver, stays_inside};
use zonite_testing::config::VirtualNetworkLink;
use zonite_testing::{Error, Zonite};

#[test]
fn pulls_from_the_hub_stay_inside() -> Result<(), Error> {
    let zonite = Zonite::start_file("../lab.toml")?;
    let answer = zonite.from("hub").ask("contoso.azurecr.io", "A")?;
    assert_eq!(answer.short(), ["contoso.privatelink.azurecr.io.", "10.1.0.5"]);
    Ok(())
}

/// The code under test gets an address; it cannot tell it from Azure's.
#[tokio::test]
async fn the_check_sees_which_networks_were_linked() {
    let zonite = Zonite::start_file("../lab.toml").expect("a model");
    for (network, inside) in [("hub", true), ("spoke", false)] {
        let resolver = resolver(zonite.address_of(network).expect("a network")).expect("a resolver");
        assert_eq!(stays_inside(&resolver, "contoso.azurecr.io").await.expect("addresses"), inside, "{network}");
    }
}

/// The missing link, tried before it is created.
#[tokio::test]
async fn the_missing_link_brings_the_spoke_inside() {
    let zonite = Zonite::start_file("../lab.toml").expect("a model");
    let resolver = resolver(zonite.address_of("spoke").expect("a network")).expect("a resolver");
    zonite
        .change(|model| {
            let link = VirtualNetworkLink::new("spoke-link", "spoke");
            model.private_dns_zones[0].virtual_network_links.push(link);
        })
        .expect("a model");
    assert!(stays_inside(&resolver, "contoso.azurecr.io").await.expect("addresses"));
}

/// A name without addresses is an error for the code under test, not for the test.
#[tokio::test]
async fn the_check_says_that_a_registry_is_not_there() {
    let zonite = Zonite::start_file("../lab.toml").expect("a model");
    let resolver = resolver(zonite.address_of("hub").expect("a network")).expect("a resolver");
    let error = stays_inside(&resolver, "nobody.azurecr.io").await.expect_err("no such registry");
    assert!(error.is_no_records_found(), "{error}");
}
