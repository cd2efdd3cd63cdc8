//! DNS forwarding rulesets: which names 168.63.129.16 forwards for the networks that they are linked to.

use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};

use zone_store::name::Name;

use super::directory::{Directory, Named};
use super::limits::{self, Limits};
use super::networks::Network;
use super::positions::NetworkIndex;
use super::real::AZURE_DNS;
use super::target::Target;
use super::targets::Targets;
use azure_catalogue::Cloud;
use azure_catalogue::catalogue::Catalogue;
use azure_objects::Refusals;
use azure_objects::config_file::{self, DnsForwardingRuleset, without_usual_port};
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{NamingRefusal, RulesetRefusal};

/// Most labels of a rule's domain name (`Azure DNS Private Resolver endpoints and rulesets`).
const MOST_LABELS: usize = 34;

/// A ruleset.
#[derive(Debug)]
pub struct Ruleset {
    /// Its ID.
    pub id: ObjectId,
    /// Its name.
    pub name: Located<String>,
    /// Its resource group.
    pub resource_group: Option<Located<String>>,
    /// The networks that it is linked to; each has no other ruleset.
    pub networks: Vec<NetworkIndex>,
    /// Its rules, without those that are disabled or that Azure ignores.
    pub rules: Vec<Rule>,
    /// Its other rules.
    pub ignored: Vec<IgnoredRule>,
    /// Where it is written.
    pub site: Site,
}

/// A rule that does not count.
#[derive(Debug)]
pub struct IgnoredRule {
    /// The rule.
    pub rule: Rule,
    /// Whether it is enabled; then Azure ignores it, because the domain is reserved for Azure services.
    pub is_enabled: bool,
}

/// A rule that counts.
#[derive(Debug)]
pub struct Rule {
    /// Its ID.
    pub id: ObjectId,
    /// Its name, one of its kind in the ruleset.
    pub name: Located<String>,
    /// The domain name; one of its kind in the ruleset.
    pub domain_name: Located<Name>,
    /// Who is asked, in order; an address means what it means in the first network of the ruleset.
    pub targets: Vec<Located<Target>>,
    /// Where it is written.
    pub site: Site,
}

impl Named for Ruleset {
    const MAY_SHARE_NAMES: bool = false;

    fn id(&self) -> &ObjectId {
        &self.id
    }

    fn name(&self) -> Located<String> {
        self.name.clone()
    }

    fn resource_group(&self) -> Option<&Located<String>> {
        self.resource_group.as_ref()
    }
}

/// Lists the domains of two labels that rules do not reach by a shorter name, nor by that very name: those of Azure's
/// services (`Azure DNS Private Resolver endpoints and rulesets`), as far as the catalogue has them.
pub fn reserved_domains(cloud: Cloud) -> Vec<Name> {
    let last_two = |text: &str| {
        let labels: Vec<&str> = text.rsplit('.').take(2).collect();
        match labels.as_slice() {
            [top, second] if !second.contains('{') => format!("{second}.{top}").parse::<Name>().ok(),
            _ => None,
        }
    };
    let texts = Catalogue::of(cloud).entries().flat_map(|entry| {
        let zones = [entry.zone.text(), entry.public_zone.text()];
        zones.into_iter().chain(entry.forwarders.iter().copied())
    });
    let domains: BTreeSet<Name> = texts.filter_map(last_two).collect();
    domains.into_iter().collect()
}

/// What rules are resolved with.
pub(super) struct Known<'k> {
    pub(super) networks: &'k Directory<Network>,
    pub(super) targets: &'k Targets<'k>,
    pub(super) cloud: Cloud,
    pub(super) limits: Limits,
}

pub(super) fn resolve(
    written: &[DnsForwardingRuleset],
    known: &Known<'_>,
    refusals: &mut Refusals,
) -> Vec<Ruleset> {
    let reserved = reserved_domains(known.cloud);
    let mut taken: HashMap<NetworkIndex, Site> = HashMap::new();
    let mut rulesets = Vec::new();
    for ruleset in written {
        let mut ignored = Vec::new();
        let about = |refusals: &mut Refusals| {
            let networks = link(ruleset, known, &mut taken, refusals);
            known.limits.check(&limits::RULESET_LINKS, networks.len(), &ruleset.name, refusals);
            known.limits.check(&limits::RULES, ruleset.rules.len(), &ruleset.name, refusals);
            let rules = resolve_rules(ruleset, &networks, (known, &reserved), &mut ignored, refusals);
            (networks, rules)
        };
        let (networks, rules) = refusals.about(|| ruleset.id(), about);
        rulesets.push(Ruleset {
            id: ruleset.id(),
            name: ruleset.name.clone(),
            resource_group: ruleset.resource_group.clone(),
            networks,
            rules,
            ignored,
            site: ruleset.site.clone(),
        });
    }
    Directory::new("DNS forwarding ruleset", rulesets, refusals).into_items()
}

/// Finds the networks of a ruleset; one that has a ruleset is reported.
fn link(
    ruleset: &DnsForwardingRuleset,
    known: &Known<'_>,
    taken: &mut HashMap<NetworkIndex, Site>,
    refusals: &mut Refusals,
) -> Vec<NetworkIndex> {
    let mut networks = Vec::new();
    for reference in &ruleset.virtual_networks {
        let Some(network) = known.networks.find(reference, refusals).map(NetworkIndex) else { continue };
        match taken.get(&network) {
            Some(first) => {
                refusals.push(reference.refuse(RulesetRefusal::Linked { first: first.into() }));
            }
            None => {
                taken.insert(network, reference.site.clone());
                networks.push(network);
            }
        }
    }
    networks
}

fn resolve_rules(
    ruleset: &DnsForwardingRuleset,
    networks: &[NetworkIndex],
    (known, reserved): (&Known<'_>, &[Name]),
    ignored: &mut Vec<IgnoredRule>,
    refusals: &mut Refusals,
) -> Vec<Rule> {
    let ruleset_id = ruleset.id();
    let mut names: HashMap<String, &Site> = HashMap::new();
    let mut rules: Vec<Rule> = Vec::new();
    let mut seen: HashMap<Name, Site> = HashMap::new();
    for rule in &ruleset.rules {
        if let Some(first) = names.insert(rule.name.to_lowercase(), &rule.name.site) {
            let (kind, parent) = ("rule", "ruleset");
            let taken = NamingRefusal::TakenInParent { kind, parent, first: first.into() };
            refusals.push(rule.name.refuse(taken));
        }
        let id = rule.id(&ruleset_id);
        let (domain_name, targets) = refusals.about(
            || id.clone(),
            |refusals| {
                let domain_name = read_domain_name(&rule.domain_name, refusals);
                (domain_name, resolve_targets(rule, networks, known, refusals))
            },
        );
        let Some(domain_name) = domain_name else { continue };
        let is_enabled = rule.enabled.value;
        let is_reserved = reserved.contains(&domain_name.value);
        if is_enabled && is_reserved {
            refusals.push(rule.domain_name.refuse(RulesetRefusal::ReservedDomain).of(id.clone()));
        }
        let (name, site) = (rule.name.clone(), rule.site.clone());
        if is_reserved || !is_enabled {
            ignored.push(IgnoredRule { rule: Rule { id, name, domain_name, targets, site }, is_enabled });
            continue;
        }
        if let Some(first) = seen.get(&domain_name.value) {
            let taken = RulesetRefusal::DomainTaken { first: first.into() };
            refusals.push(rule.domain_name.refuse(taken).of(id));
            continue;
        }
        seen.insert(domain_name.value.clone(), domain_name.site.clone());
        rules.push(Rule { id, name, domain_name, targets, site });
    }
    rules
}

/// Reads a domain name with a dot at its end.
fn read_domain_name(text: &Located<String>, refusals: &mut Refusals) -> Option<Located<Name>> {
    if text.as_str() == "." {
        return Some(Located::new(Name::root(), text.site.clone()));
    }
    if !text.ends_with('.') {
        refusals.push(text.refuse(RulesetRefusal::NoDot { domain: text.value.clone() }));
        return None;
    }
    match text.parse::<Name>() {
        Ok(name) if name.label_count() > MOST_LABELS => {
            let (labels, most) = (name.label_count(), MOST_LABELS);
            refusals.push(text.refuse(RulesetRefusal::TooManyLabels { labels, most }));
            None
        }
        Ok(name) => Some(Located::new(name, text.site.clone())),
        Err(error) => {
            refusals.push(text.refuse(RulesetRefusal::NotADomainName { error }));
            None
        }
    }
}

/// Resolves the targets of a rule: modelled servers and endpoints by their addresses.
fn resolve_targets(
    rule: &config_file::Rule,
    networks: &[NetworkIndex],
    known: &Known<'_>,
    refusals: &mut Refusals,
) -> Vec<Located<Target>> {
    let written = &rule.target_dns_servers;
    if written.is_empty() {
        refusals.push(rule.site.refuse(RulesetRefusal::NoTarget));
    }
    if let Some(surplus) = written.get(limits::RULE_TARGETS.most) {
        known.limits.check(&limits::RULE_TARGETS, written.len(), &as_written(surplus), refusals);
    }
    let mut targets = Vec::new();
    for address in written {
        let text = as_written(address);
        if is_azure_dns(address) {
            refusals.push(text.refuse(RulesetRefusal::AzureAsTarget));
            continue;
        }
        let from = networks.first().copied().unwrap_or(NetworkIndex(usize::MAX));
        let target = known.targets.at(address.value, from, &text, refusals);
        targets.extend(target.map(|target| Located::new(target, address.site.clone())));
    }
    targets
}

/// Writes an address without the usual port.
fn as_written(address: &Located<SocketAddr>) -> Located<String> {
    address.clone().map(without_usual_port)
}

fn is_azure_dns(address: &SocketAddr) -> bool {
    address.ip().to_canonical() == IpAddr::V4(AZURE_DNS)
}
