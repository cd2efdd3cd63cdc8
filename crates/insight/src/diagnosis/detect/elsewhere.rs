//! Why a name of no resource was not found, though the file has it: who decided about it is not who has it.

use std::net::Ipv4Addr;

use zone_store::engine::{Decider, Query};
use zone_store::name::LookupName;
use zone_store::origin::Origin;
use zone_store::snapshot::{Resolver, ZoneId};
use zone_store::zone::Lookup;

use super::super::edit::{Edit, NewValue};
use super::super::facts::Facts;
use super::super::hit::Hit;
use super::super::reading::{End, ask};
use super::super::seen::Seen;
use super::super::targets::resolver;
use super::super::wording;
use super::public::{Sought, not_linked, went_to_the_internet};
use azure_model::Loaded;
use azure_model::model::{NetworkIndex, Rule, Ruleset, Zone, ZoneIndex};

/// Finds why a name was not found that a zone, a machine or a server of the file has; nothing where the answer may be meant.
pub(super) fn detect(seen: &Seen<'_, '_>) -> Vec<Hit> {
    if !matches!(seen.reading.end, End::NxDomain | End::NoData | End::Unknown) {
        return Vec::new();
    }
    let decision = seen.reading.decision(seen.name);
    match decision.map(|decision| decision.by) {
        Some(Decider::Zone { zone, link }) => {
            let hidden = shadowed(seen, zone, link).or_else(|| hidden_machine(seen));
            return hidden.into_iter().collect();
        }
        Some(Decider::OwnZone { .. }) => return Vec::new(),
        Some(Decider::BuiltIn { .. } | Decider::Public { .. } | Decider::ClosedWorld) | None => {}
    }
    let asked_azure =
        seen.reading.entered().rev().find_map(|resolver| seen.facts.snapshot.seen_from(resolver));
    let network = asked_azure.map(Facts::network_index);
    match (holder(seen), network) {
        (Some(sought), Some(network)) => not_linked(seen, &sought, network),
        (Some(sought), None) => outside(seen, &sought),
        (None, Some(network)) => ruleset_elsewhere(seen, network).into_iter().collect(),
        (None, None) => Vec::new(),
    }
}

/// Finds the private zone that has the name.
fn holder<'s>(seen: &'s Seen<'_, '_>) -> Option<Sought<'s>> {
    let zone = seen.facts.zones_above(seen.name).find(|zone| has(seen, *zone))?;
    let forward = &seen.facts.model.zones()[zone.0].apex.value;
    Some(Sought { name: seen.name, forward, zone: Some(zone), subject: None })
}

/// Tells whether a private zone would answer the question.
fn has(seen: &Seen<'_, '_>, zone: ZoneIndex) -> bool {
    let zone = seen.facts.snapshot.zone(Loaded::zone_id(zone));
    let found = zone.lookup(&LookupName::new(seen.name), seen.rtype);
    matches!(found, Lookup::Found { .. } | Lookup::Cname { .. } | Lookup::All { .. })
}

/// M12, L9: nobody asked 168.63.129.16. It is a mistake whatever was meant where the zone is linked to the client's own network, or
/// to that of its server.
fn outside(seen: &Seen<'_, '_>, sought: &Sought<'_>) -> Vec<Hit> {
    let is_linked = |network: NetworkIndex| sought.is_linked(seen.facts, network);
    let servers = seen.reading.entered().filter_map(|resolver| match resolver {
        Resolver::Server(id) => Some(seen.facts.server(id).network),
        Resolver::AzureDns(_)
        | Resolver::Inbound(_)
        | Resolver::Client(_)
        | Resolver::Internet
        | Resolver::Public(_) => None,
    });
    let is_seen = seen.clients.iter().copied().chain(servers).any(is_linked);
    let hits = went_to_the_internet(seen, sought).into_iter();
    hits.map(|hit| {
        let is_sure = hit.is_sure && (is_seen || hit.rule.id == "L9");
        hit.sure_if(is_sure)
    })
    .collect()
}

/// M30: a rule of a ruleset that is linked to other networks would have forwarded the name to somebody who has it.
fn ruleset_elsewhere(seen: &Seen<'_, '_>, network: NetworkIndex) -> Option<Hit> {
    let facts = seen.facts;
    let has_another = facts.model.rulesets().iter().any(|ruleset| ruleset.networks.contains(&network));
    let rules = facts
        .model
        .rulesets()
        .iter()
        .flat_map(|ruleset| ruleset.rules.iter().map(move |rule| (ruleset, rule)));
    let (ruleset, rule): (&Ruleset, &Rule) = rules
        .filter(|(_, rule)| !rule.domain_name.is_root() && seen.name.is_at_or_below(&rule.domain_name))
        .max_by_key(|(_, rule)| rule.domain_name.label_count())
        .filter(|(ruleset, rule)| !ruleset.networks.contains(&network) && is_answered(seen, rule))?;
    let label = &facts.network(network).label;
    let linked: Vec<&str> =
        ruleset.networks.iter().map(|network| facts.network(*network).label.as_str()).collect();
    let domain = rule.domain_name.without_dot();
    let wording = wording::ruleset_not_linked(&seen.asking(seen.name), label, &domain, &linked);
    let hit = Hit::new(wording, &ruleset.id, &ruleset.name.site).about(label);
    // A network has one ruleset: to take it from another one is no small change.
    if has_another {
        return Some(hit.sure_if(false));
    }
    let networks = linked.iter().copied().chain([label.as_str()]).map(str::to_owned).collect();
    let set =
        Edit::Set { table: ruleset.site.path(), key: "virtual_networks", value: NewValue::List(networks) };
    Some(hit.fixed_by([set]))
}

/// Tells whether a target of a rule has the name.
fn is_answered(seen: &Seen<'_, '_>, rule: &Rule) -> bool {
    let targets = rule.targets.iter().filter_map(|target| resolver(seen.facts, target.value));
    let query = || Query::new(seen.name.clone(), seen.rtype);
    let mut ends = targets.map(|target| End::of(&ask(seen.facts.snapshot, target, query()).outcome));
    ends.any(|end| matches!(end, End::Addresses(_) | End::Records))
}

/// M5: a shorter linked zone has the name, and this one hides it.
fn shadowed(seen: &Seen<'_, '_>, zone: ZoneId, link: Origin) -> Option<Hit> {
    let facts = seen.facts;
    let link = facts.loaded.link(zone, link)?;
    let (_, zone) = facts.zone_of(zone)?;
    let is_linked = |zone: &Zone| zone.links.iter().any(|other| other.network == link.network);
    let behind = facts.zones_above(seen.name).find(|&other| {
        let other_zone = &facts.model.zones()[other.0];
        other_zone.apex.label_count() < zone.apex.label_count() && is_linked(other_zone) && has(seen, other)
    })?;
    let (apex, behind) = (zone.apex.without_dot(), facts.model.zones()[behind.0].apex.without_dot());
    let wording =
        wording::shadowed(&seen.asking(seen.name), &apex, &behind, &facts.network(link.network).label);
    Some(Hit::new(wording, &zone.id, &zone.apex.site).fixed_by([Edit::Remove { path: link.site.path() }]))
}

/// M5: a linked zone decides about a name that the network has of one of its machines.
fn hidden_machine(seen: &Seen<'_, '_>) -> Option<Hit> {
    let facts = seen.facts;
    let decision = seen.reading.decision(seen.name).filter(|decision| decision.is_negative())?;
    let Decider::Zone { zone, .. } = decision.by else { return None };
    let (_, zone) = facts.zone_of(zone)?;
    let id = facts.snapshot.seen_from(decision.at)?;
    let (network, name) = (facts.snapshot.network(id), LookupName::new(seen.name));
    let built_in = facts.snapshot.zone(*network.built_in().longest(&name)?.0);
    let Lookup::Found { set, .. } = built_in.lookup(&name, seen.rtype) else { return None };
    let label = &facts.network(Facts::network_index(id)).label;
    let apex = zone.apex.without_dot();
    let wording = wording::hides_machines(&seen.asking(seen.name), &apex, label);
    let link = zone.links.iter().find(|link| link.network == Facts::network_index(id))?;
    let hit = Hit::new(wording, &zone.id, &zone.apex.site);
    let hit = hit.fixed_by([Edit::Remove { path: link.site.path() }]);
    let full = seen.name.without_dot();
    let relative = full.strip_suffix(&format!(".{apex}")).unwrap_or("@").to_owned();
    let data = set.rdata.iter().map(|octets| data_of(seen, octets)).collect::<Vec<_>>();
    let text = format!("add \"{relative}\" {} {}", seen.rtype, data.join(", "));
    let entries = vec![
        ("name", NewValue::text(relative)),
        ("type", NewValue::text(seen.rtype.to_string())),
        ("records", NewValue::List(data)),
    ];
    let add = Edit::Add { table: zone.site.path(), key: "record_set", entries, comment: None };
    Some(hit.or_by(text, [add]))
}

/// Writes data as a record set has it.
fn data_of(seen: &Seen<'_, '_>, octets: &[u8]) -> String {
    match <[u8; 4]>::try_from(octets) {
        Ok(address) => Ipv4Addr::from(address).to_string(),
        Err(_) => zone_store::rdata::display(seen.rtype, octets).to_string(),
    }
}
