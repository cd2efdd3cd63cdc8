//! The text of every refusal, each from a configuration that a person could have written.

mod access;
mod arm;
mod endpoints;
mod every_reason;
mod forwarding;
mod in_code;
mod left_out;
mod limits;
mod machines;
mod objects;
mod records;
mod resources;
mod text;
mod upstreams;
mod zones;

use super::check;

/// A network and a registry that are fine.
const FINE: &str = r#"[[virtual_network]]
name = "hub"
address_space = ["10.0.0.0/16"]
subnet = [{ name = "default", address_prefixes = ["10.0.0.0/24"] }]
[[container_registry]]
name = "myregistry"
"#;

/// Checks a text that follows [`FINE`]; its first line is line 7.
fn check_after_fine(text: &str, want: &[&str]) {
    check(&format!("{FINE}{text}"), want);
}

/// Checks a record set of the zone `corp.example`; its first line is line 4.
fn check_record_set(set: &str, want: &[&str]) {
    check(
        &format!("[[private_dns_zone]]\nname = \"corp.example\"\n[[private_dns_zone.record_set]]\n{set}"),
        want,
    );
}
