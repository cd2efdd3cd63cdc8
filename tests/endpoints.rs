//! `zonite endpoints`: the page, the form of `az acr show-endpoints`, what is refused.

use serde_json::{Value, json};

use crate::support::{run_page, zonite};

const CONFIG: &str = "config/registry-firewall.toml";

fn json_of(args: &[&str]) -> (Value, String) {
    let (code, out, err) = zonite(&[&["endpoints"], args, &["--json"]].concat());
    assert_eq!(code, Some(0), "{err}");
    (serde_json::from_str(&out).expect("JSON"), err)
}

#[test]
fn every_command_of_the_endpoints_page_prints_what_it_shows() {
    let count = run_page("docs/endpoints.md");
    assert!(count >= 3, "only {count} commands");
}

#[test]
fn json_has_the_form_of_az_acr_show_endpoints() {
    let (contoso, err) = json_of(&[CONFIG, "--registry", "contoso"]);
    let data =
        |region: &str| json!({ "region": region, "endpoint": format!("contoso.{region}.data.azurecr.io") });
    let want = json!({ "loginServer": "contoso.azurecr.io", "dataEndpoints": [data("westeurope"), data("northeurope")] });
    assert_eq!(contoso, want);
    assert_eq!(err, "");
}

#[test]
fn without_data_endpoints_json_has_the_wildcard_and_the_hint_of_az_is_on_standard_error() {
    let (tools, err) = json_of(&[CONFIG, "--registry", "tools.azurecr.io"]);
    let blobs = json!([{ "region": "westeurope", "endpoint": "*.blob.core.windows.net" }]);
    assert_eq!(tools, json!({ "loginServer": "tools.azurecr.io", "dataEndpoints": blobs }));
    let hint = "WARNING: To configure client firewall w/o using wildcard storage blob urls, use \"az acr update --name tools \
                --data-endpoint-enabled\" to enable dedicated data endpoints.\n";
    assert_eq!(err, hint);
}

#[test]
fn without_a_registry_json_is_an_array_of_all() {
    let (all, _) = json_of(&[CONFIG]);
    let servers: Vec<&Value> =
        all.as_array().expect("an array").iter().map(|one| &one["loginServer"]).collect();
    assert_eq!(servers, ["contoso.azurecr.io", "tools.azurecr.io"]);
    let (one, _) = json_of(&["config/myregistry-china.toml"]);
    assert_eq!(one[0]["loginServer"], "myregistry.azurecr.cn");
}

#[test]
fn regional_endpoints_are_listed_where_they_are_enabled() {
    let folder = test_support::program::Folder::new();
    folder.file("r.toml", "[[container_registry]]\nname = \"contoso\"\nregional_endpoint_enabled = true\n");
    let path = folder.path.join("r.toml");
    let (one, _) = json_of(&["-c", path.to_str().expect("a path"), "--registry", "contoso"]);
    let want = json!([{ "region": "westeurope", "endpoint": "contoso.westeurope.geo.azurecr.io" }]);
    assert_eq!(one["regionalEndpoints"], want);
}

#[test]
fn an_unknown_registry_lists_the_known_and_a_file_without_one_says_so() {
    let (code, out, err) = zonite(&["endpoints", CONFIG, "--registry", "nobody"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(
        err.contains("there is no registry \"nobody\"; --registry takes one of: contoso, tools"),
        "{err}"
    );
    let (code, _, err) = zonite(&["endpoints", "config/auto-registration.toml"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("has no container_registry"), "{err}");
}
