//! The public names of a registry: from the login server and the data endpoints to an address.
//!
//! The choice of a replica by the client's region is not here yet: a login server leads to its home region.

use zone_store::name::Name;
use zone_store::record::RecordType;

use crate::cloud::region_code;
use crate::diagnostic::Diagnostics;
use crate::located::Located;
use crate::model::registries::is_registry_name;
use crate::model::{Model, Registry};

/// A record of the public side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PublicRecord {
    pub(super) owner: Name,
    pub(super) rtype: RecordType,
    /// Seconds.
    pub(super) ttl: u32,
    pub(super) rdata: Vec<u8>,
}

/// Lists the public records of a registry; names that the templates make impossible are reported.
pub(super) fn of_registry(
    model: &Model,
    registry: &Registry,
    diagnostics: &mut Diagnostics,
) -> Vec<PublicRecord> {
    let (cloud, chain, label) = (model.cloud(), model.public_chain(), registry.label());
    let suffix = cloud.registry_suffix();
    let defaults = cloud.registry_hops();
    let mut records = Vec::new();
    let login = Chain {
        own: label.clone(),
        region: registry.home(),
        templates: templates(registry, &chain.login_hops, &defaults.login),
    };
    let data = registry.regions.iter().filter(|_| registry.has_data_endpoints).map(|region| Chain {
        own: format!("{label}.{region}.data"),
        region,
        templates: templates(registry, &chain.data_hops, &defaults.data),
    });
    if !is_registry_name(&registry.name) {
        return records;
    }
    for chain in std::iter::once(login).chain(data) {
        let mut names = vec![registry.name.clone().map(|_| format!("{}.{suffix}", chain.own))];
        if registry.has_privatelink_cname {
            names.push(registry.name.clone().map(|_| format!("{}.privatelink.{suffix}", chain.own)));
        }
        let own_count = names.len();
        let fill = |template: Located<String>| template.map(|text| fill(&text, &label, chain.region));
        names.extend(chain.templates.iter().cloned().map(fill));
        let names = read_names(&names, diagnostics);
        records.extend(link_up(&names, own_count, model, registry.public_address(chain.region).octets()));
    }
    records
}

/// One chain before its names are read.
struct Chain<'c> {
    /// Its first name, relative to the suffix of registries.
    own: String,
    region: &'c str,
    templates: Vec<Located<String>>,
}

/// Returns the templates that are written, or the cloud's, which stand at the registry's name.
fn templates(
    registry: &Registry,
    written: &Option<Vec<Located<String>>>,
    defaults: &[&str],
) -> Vec<Located<String>> {
    let at_name = |&text: &&str| registry.name.clone().map(|_| text.to_owned());
    written.clone().unwrap_or_else(|| defaults.iter().map(at_name).collect())
}

fn fill(template: &str, registry: &str, region: &str) -> String {
    let filled = template.replace("{registry}", registry).replace("{region}", region);
    filled.replace("{region_code}", region_code(region))
}

pub(super) fn read_names(texts: &[Located<String>], diagnostics: &mut Diagnostics) -> Vec<Name> {
    let mut names = Vec::new();
    for text in texts {
        if text.contains(['{', '}']) {
            let fix = "write {registry}, {region} or {region_code}";
            diagnostics.push(text.error("has an unknown placeholder").fix(fix));
            continue;
        }
        match text.parse::<Name>() {
            Ok(name) if names.contains(&name) => {
                diagnostics.push(
                    text.error("is in this chain twice, so that it would never end")
                        .fix("write another name"),
                );
            }
            Ok(name) => names.push(name),
            Err(error) => diagnostics.push(text.error(error.to_string())),
        }
    }
    names
}

/// Makes each name an alias of the next; the last one owns the address.
pub(super) fn link_up(
    names: &[Name],
    own_count: usize,
    model: &Model,
    address: [u8; 4],
) -> Vec<PublicRecord> {
    let chain = model.public_chain();
    let mut records = Vec::new();
    for (index, owner) in names.iter().enumerate() {
        let owner = owner.clone();
        records.push(match names.get(index + 1) {
            Some(target) => {
                let ttl = if index < own_count { chain.registry_ttl.value } else { chain.hop_ttl.value };
                PublicRecord { owner, rtype: RecordType::CNAME, ttl, rdata: target.wire().to_vec() }
            }
            None => {
                let ttl = chain.address_ttl.value;
                PublicRecord { owner, rtype: RecordType::A, ttl, rdata: address.to_vec() }
            }
        });
    }
    records
}
