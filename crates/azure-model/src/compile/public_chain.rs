//! The public names of a registry: from the login server, the data and the regional endpoints to an address.
//!
//! The client's region decides which replica a login server leads to: the one in that region, else the one at home.
//! Azure's choice of the nearest one is not here: distances are not known.

use std::collections::BTreeMap;

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::zone::Record;

use crate::model::registries::is_registry_name;
use crate::model::{Model, Registry};
use azure_catalogue::hash::hash_of;
use azure_catalogue::regions::region_code;
use azure_objects::Refusals;
use azure_objects::located::Located;
use azure_objects::refusal::{RecordRefusal, SyntaxRefusal};

/// Most octets of a label (RFC 1035 §2.3.4).
const LONGEST_LABEL: usize = 63;

/// A record of the public side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PublicRecord {
    pub(super) owner: Name,
    pub(super) rtype: RecordType,
    /// Seconds.
    pub(super) ttl: u32,
    pub(super) rdata: Vec<u8>,
}

impl PublicRecord {
    /// Returns it as a tree takes it.
    pub(super) fn as_record(&self, origin: Origin) -> Record<'_> {
        let Self { owner, rtype, ttl, rdata } = self;
        Record { owner, rtype: *rtype, ttl: *ttl, rdata, origin }
    }
}

/// A name of the public side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PublicName {
    /// What it has wherever one asks.
    pub(super) everywhere: PublicRecord,
    /// What it has instead when seen from a region.
    pub(super) by_region: BTreeMap<String, PublicRecord>,
}

impl PublicName {
    /// Takes a record that everybody sees.
    pub(super) fn everywhere(record: PublicRecord) -> Self {
        Self { everywhere: record, by_region: BTreeMap::new() }
    }
}

/// Lists the public names of a registry; names that the templates make impossible are reported. A name that would have
/// to hold two things at once is in the list twice.
pub(super) fn of_registry(model: &Model, registry: &Registry, refusals: &mut Refusals) -> Vec<PublicName> {
    let mut names = Vec::new();
    if !is_registry_name(&registry.name) {
        return names;
    }
    let (hops, written, label) = (model.cloud().registry_hops(), model.public_chain(), registry.label());
    let profile: &[&str] = if registry.regions.len() > 1 { &[hops.profile] } else { &[] };
    let login = templates(registry, &written.login_hops, profile.iter().chain(&hops.login));
    let data = templates(registry, &written.data_hops, &hops.data);
    let regional = templates(registry, &None, &hops.login);
    for region in &registry.regions {
        let chain = ChainPattern { model, own: label.clone(), region, templates: &login };
        let seen_from = (region != registry.home()).then_some(region.as_str());
        chain.add_to(&mut names, seen_from, registry, refusals);
    }
    for region in &registry.regions {
        let mut add = |kind: &str, templates: &[Located<String>]| {
            let chain = ChainPattern { model, own: format!("{label}.{region}.{kind}"), region, templates };
            chain.add_to(&mut names, None, registry, refusals);
        };
        if registry.has_data_endpoints {
            add("data", &data);
        }
        if registry.has_regional_endpoints {
            add("geo", &regional);
        }
    }
    names
}

/// One chain before its names are read.
struct ChainPattern<'c> {
    model: &'c Model,
    /// Its first name, relative to the suffix of registries.
    own: String,
    region: &'c str,
    templates: &'c [Located<String>],
}

impl ChainPattern<'_> {
    /// Adds the records of its names, for everybody or for those who ask from a region.
    fn add_to(
        &self,
        names: &mut Vec<PublicName>,
        seen_from: Option<&str>,
        registry: &Registry,
        refusals: &mut Refusals,
    ) {
        let (model, label) = (self.model, registry.label());
        let suffix = model.cloud().registry_suffix();
        let mut texts = vec![registry.name.clone().map(|_| format!("{}.{suffix}", self.own))];
        if registry.has_privatelink_cname {
            texts.push(registry.name.clone().map(|_| format!("{}.privatelink.{suffix}", self.own)));
        }
        let own_count = texts.len();
        let fill = |template: Located<String>| template.map(|text| fill(&text, &label, self.region));
        texts.extend(self.templates.iter().cloned().map(fill));
        let chain = read_names(&texts, refusals);
        for record in link_up(&chain, own_count, model, registry.public_address(self.region).octets()) {
            add(names, record, seen_from);
        }
    }
}

/// Adds a record. What a region sees is kept apart only where it differs from what everybody sees.
fn add(names: &mut Vec<PublicName>, record: PublicRecord, seen_from: Option<&str>) {
    let same_owner = |name: &&mut PublicName| name.everywhere.owner == record.owner;
    match (names.iter_mut().find(same_owner), seen_from) {
        (Some(name), _) if name.everywhere == record => {}
        (Some(name), Some(region)) => {
            name.by_region.insert(region.to_owned(), record);
        }
        (Some(_) | None, _) => names.push(PublicName::everywhere(record)),
    }
}

/// Returns the templates that are written, or the cloud's, which stand at the registry's name.
fn templates<'d>(
    registry: &Registry,
    written: &Option<Vec<Located<String>>>,
    defaults: impl IntoIterator<Item = &'d &'d str>,
) -> Vec<Located<String>> {
    let at_name = |&text: &&str| registry.name.clone().map(|_| text.to_owned());
    written.clone().unwrap_or_else(|| defaults.into_iter().map(at_name).collect())
}

/// Fills a template. Where the registry's name makes a label too long, it becomes a label of its own.
fn fill(template: &str, registry: &str, region: &str) -> String {
    let fill = |template: &str| {
        let filled = template.replace("{registry}", registry).replace("{region}", region);
        filled.replace("{region_code}", region_code(region)).replace("{profile}", &profile(registry))
    };
    let filled = fill(template);
    if filled.split('.').all(|label| label.len() <= LONGEST_LABEL) {
        return filled;
    }
    fill(&template.replace("{registry}-", "{registry}."))
}

/// Returns 32 hexadecimal digits that a registry's name decides, as the profiles of Traffic Manager are called.
fn profile(registry: &str) -> String {
    format!("{:032x}", hash_of(registry.bytes()))
}

pub(super) fn read_names(texts: &[Located<String>], refusals: &mut Refusals) -> Vec<Name> {
    let mut names = Vec::new();
    for text in texts {
        if text.contains(['{', '}']) {
            refusals.push(text.refuse(RecordRefusal::UnknownPlaceholder));
            continue;
        }
        match text.parse::<Name>() {
            Ok(name) if names.contains(&name) => {
                refusals.push(text.refuse(RecordRefusal::TwiceInChain));
            }
            Ok(name) => names.push(name),
            Err(error) => refusals.push(text.refuse(SyntaxRefusal::NotADomainName { error })),
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
