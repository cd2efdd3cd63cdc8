//! M15: rules of a network's ruleset that a linked zone hides, so that names that their targets know are not found.

use std::net::IpAddr;

use zone_store::engine::Query;
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::snapshot::Resolver;

use super::super::edit::{Edit, NewValue};
use super::super::facts::Facts;
use super::super::hit::Hit;
use super::super::questions::probe_of;
use super::super::reading::{End, ask};
use super::super::targets::resolver;
use super::super::wording;
use azure_model::model::{Link, NetworkIndex, Rule, Zone, ZoneIndex};

/// Most records that a change adds.
const MOST_ADDED: usize = 5;

/// A rule, the linked zone that hides it, and where.
struct Hidden<'m> {
    network: NetworkIndex,
    rule: &'m Rule,
    index: ZoneIndex,
    zone: &'m Zone,
    link: &'m Link,
}

/// A name that a rule's target knows, and the zone does not.
struct LostName {
    name: Name,
    end: End,
}

/// Finds hidden rules of a network, each with its domain and the zone.
pub(in super::super) fn hidden_rules(
    facts: &Facts<'_>,
    network: NetworkIndex,
) -> Vec<(Name, ZoneIndex, Hit)> {
    let rulesets = facts.model.rulesets().iter().filter(|ruleset| ruleset.networks.contains(&network));
    let hidden = rulesets.flat_map(|ruleset| &ruleset.rules).filter_map(|rule| hidden(facts, network, rule));
    hidden
        .filter_map(|hidden| {
            let lost = lost(facts, &hidden);
            let hit = (!lost.is_empty()).then(|| describe(facts, &hidden, &lost))?;
            Some((hidden.rule.domain_name.value.clone(), hidden.index, hit))
        })
        .collect()
}

fn hidden<'m>(facts: &Facts<'m>, network: NetworkIndex, rule: &'m Rule) -> Option<Hidden<'m>> {
    let domain = &rule.domain_name;
    let (index, zone, link) = facts.zones_above(domain).find_map(|index| {
        let zone = &facts.model.zones()[index.0];
        let link = zone.links.iter().find(|link| link.network == network)?;
        Some((index, zone, link))
    })?;
    let is_longer = domain.label_count() > zone.apex.label_count();
    let is_followed = is_longer && facts.model.assumptions().longer_rule_beats_zone.value;
    (!is_followed).then_some(Hidden { network, rule, index, zone, link })
}

/// Lists what the target would say to names that this network does not find: those of the file, and one that nobody has. A target
/// that is nobody of the file may know any.
fn lost(facts: &Facts<'_>, hidden: &Hidden<'_>) -> Vec<LostName> {
    let domain = &hidden.rule.domain_name.value;
    let probe = (probe_of(domain), RecordType::A);
    let Some(target) = hidden.rule.targets.iter().find_map(|target| resolver(facts, target.value)) else {
        return vec![LostName { name: probe.0, end: End::Unseen }];
    };
    let names = facts.questions().iter().filter(|one| one.name.is_at_or_below(domain));
    let names = names.map(|one| (one.name.clone(), one.rtype)).chain([probe]);
    let own = Resolver::AzureDns(Facts::network_id(hidden.network));
    let end = |resolver, name: &Name, rtype| {
        End::of(&ask(facts.snapshot, resolver, Query::new(name.clone(), rtype)).outcome)
    };
    let is_known = |end: &End| matches!(end, End::Addresses(_) | End::Records | End::Unknown | End::Unseen);
    names
        .filter(|(name, rtype)| matches!(end(own, name, *rtype), End::NxDomain | End::NoData))
        .map(|(name, rtype)| LostName { end: end(target, &name, rtype), name })
        .filter(|lost| is_known(&lost.end))
        .collect()
}

fn describe(facts: &Facts<'_>, hidden: &Hidden<'_>, lost: &[LostName]) -> Hit {
    let Hidden { rule, zone, link, .. } = hidden;
    let (apex, label) = (zone.apex.without_dot(), &facts.network(hidden.network).label);
    let wording = wording::zone_hides_rule(&apex, label);
    let hit = Hit::new(wording, &rule.id, &rule.domain_name.site);
    let hit = hit.fixed_by([Edit::Remove { path: link.site.path() }]);
    match records(zone, lost) {
        Some((text, edits)) => hit.or_by(text, edits),
        None => hit,
    }
}

/// Describes the records that the zone lacks; `None`: not all of them are known, or they are too many.
fn records(zone: &Zone, lost: &[LostName]) -> Option<(String, Vec<Edit>)> {
    if lost.len() > MOST_ADDED {
        return None;
    }
    let (mut said, mut edits) = (Vec::new(), Vec::new());
    for LostName { name, end } in lost {
        let End::Addresses(addresses) = end else { return None };
        let addresses: Vec<String> =
            addresses.iter().filter(|one| one.is_ipv4()).map(IpAddr::to_string).collect();
        let apex = format!(".{}", zone.apex.without_dot().to_lowercase());
        let name = name.without_dot().to_lowercase();
        let relative = name.strip_suffix(&apex).unwrap_or("@").to_owned();
        if addresses.is_empty() {
            return None;
        }
        said.push(format!("\"{relative}\" A {}", addresses.join(", ")));
        let entries = vec![
            ("name", NewValue::text(relative)),
            ("type", NewValue::text("A")),
            ("records", NewValue::List(addresses)),
        ];
        edits.push(Edit::Add { table: zone.site.path(), key: "record_set", entries, comment: None });
    }
    Some((format!("add to \"{}\": {}", zone.apex.without_dot(), said.join("; ")), edits))
}
