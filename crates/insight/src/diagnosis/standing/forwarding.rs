//! Targets that do not answer, rules that are never followed, targets that disagree.

use zone_store::name::Name;
use zone_store::snapshot::Resolver;

use super::super::changes::replaced;
use super::super::edit::Edit;
use super::super::facts::{AskedTarget, Facts, Subject, asked};
use super::super::hit::Hit;
use super::super::reading::{End, probe};
use super::super::seen::is_right;
use super::super::targets::resolver;
use super::super::wording;
use azure_model::model::{Forwarder, Network, NetworkIndex, Target, ZoneIndex};
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};

/// Lists the mistakes in targets and rules.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Hit> {
    let mut found: Vec<Hit> = targets(facts).filter_map(|asked| unreachable(facts, asked)).collect();
    found.extend(targets(facts).filter_map(stranger));
    let networks = (0..facts.model.networks().len()).map(NetworkIndex);
    found.extend(networks.flat_map(|network| hidden_rules(facts, network)).map(|(.., hit)| hit));
    found
}

/// Lists everybody who is asked, wherever that is written.
fn targets<'m>(facts: &Facts<'m>) -> impl Iterator<Item = AskedTarget<'m>> {
    let model = facts.model;
    let of_clients = model.networks().iter().flat_map(|one| asked(&one.id, &one.dns_servers));
    let forwarders = model.servers().iter().flat_map(|server| &server.forwarders);
    let rules = model.rulesets().iter().flat_map(|ruleset| &ruleset.rules);
    let forwarded = forwarders.flat_map(|one| asked(&one.id, &one.targets));
    of_clients.chain(forwarded).chain(rules.flat_map(|one| asked(&one.id, &one.targets)))
}

/// M11: 168.63.129.16 as a target outside Azure.
pub(in super::super) fn unreachable(facts: &Facts<'_>, asked: AskedTarget<'_>) -> Option<Hit> {
    let AskedTarget { by, target } = asked;
    let Target::Unreachable(network) = target.value else { return None };
    let label = &facts.network(network).label;
    let hit = Hit::new(wording::asked_from_outside(label), by, &target.site);
    Some(hit.fixed_by_one_of(replaced(facts, target)))
}

/// L5: an address of the real Internet.
fn stranger(asked: AskedTarget<'_>) -> Option<Hit> {
    let AskedTarget { by, target } = asked;
    let Target::Address(address) = target.value else { return None };
    let wording = wording::unknown_target(address.get().ip());
    (!address.is_private()).then(|| Hit::new(wording, by, &target.site))
}

/// M15: rules of a network's ruleset that a linked zone hides, each with its domain and the zone.
pub(in super::super) fn hidden_rules(
    facts: &Facts<'_>,
    network: NetworkIndex,
) -> Vec<(Name, ZoneIndex, Hit)> {
    let rulesets = facts.model.rulesets().iter().filter(|ruleset| ruleset.networks.contains(&network));
    let mut found = Vec::new();
    for rule in rulesets.flat_map(|ruleset| &ruleset.rules) {
        let domain = &rule.domain_name;
        let hiding = facts.zones_above(domain).find_map(|index| {
            let zone = &facts.model.zones()[index.0];
            let link = zone.links.iter().find(|link| link.network == network)?;
            Some((index, zone, link))
        });
        let Some((index, zone, link)) = hiding else { continue };
        let is_longer = domain.label_count() > zone.apex.label_count();
        if is_longer && facts.model.assumptions().longer_rule_beats_zone.value {
            continue;
        }
        let (apex, label) = (zone.apex.without_dot(), &facts.network(network).label);
        let wording = wording::zone_hides_rule(&apex, label);
        let edit = Edit::Remove { path: link.site.path() };
        let hit = Hit::new(wording, &rule.id, &domain.site).fixed_by([edit]);
        found.push((domain.value.clone(), index, hit));
    }
    found
}

/// M25: several targets of one forwarder, or several DNS servers of one network, that answer differently for a name; with
/// the networks and servers that use them.
pub(in super::super) fn diverging(facts: &Facts<'_>, subject: &Subject) -> Vec<(Resolver, Hit)> {
    let mut found = Vec::new();
    for (index, server) in facts.model.servers().iter().enumerate() {
        let forwarders = server.forwarders.iter().filter(|one| subject.public.is_at_or_below(&one.zone));
        let Some(forwarder) = forwarders.max_by_key(|one| one.zone.label_count()) else { continue };
        let user = Resolver::Server(zone_store::resolver::ServerId(index as u32));
        let hit = disagreement(facts, subject, Rivals::of_forwarder(forwarder));
        found.extend(hit.map(|hit| (user, hit)));
    }
    for (index, network) in facts.model.networks().iter().enumerate() {
        let user = Resolver::Client(Facts::network_id(NetworkIndex(index)));
        let hit = disagreement(facts, subject, Rivals::of_network(network));
        found.extend(hit.map(|hit| (user, hit)));
    }
    found
}

/// Targets of one forwarder or network, of which any may be asked.
#[derive(Clone, Copy)]
struct Rivals<'m> {
    id: &'m ObjectId,
    site: &'m Site,
    targets: &'m [Located<Target>],
}

impl<'m> Rivals<'m> {
    fn of_forwarder(forwarder: &'m Forwarder) -> Self {
        Self { id: &forwarder.id, site: &forwarder.zone.site, targets: &forwarder.targets }
    }

    fn of_network(network: &'m Network) -> Self {
        Self { id: &network.id, site: &network.name.site, targets: &network.dns_servers }
    }
}

fn disagreement(facts: &Facts<'_>, subject: &Subject, rivals: Rivals<'_>) -> Option<Hit> {
    let Rivals { id, site, targets } = rivals;
    if targets.len() < 2 {
        return None;
    }
    let answers = targets.iter().filter_map(|target| {
        let probe = probe(facts.snapshot, resolver(facts, target.value)?, &subject.public);
        Some((target, End::of(&probe.outcome)))
    });
    let answers: Vec<(&Located<Target>, End)> = answers
        .filter(|(_, end)| !matches!(end, End::Silence | End::Failed(_) | End::Unknown | End::Unseen))
        .collect();
    let (_, first) = answers.first()?;
    let (other, second) = answers.iter().find(|(_, end)| end != first)?;
    let (name, at) = (subject.public.without_dot(), &other.site.place);
    let wording = wording::targets_disagree(&name, &describe(first), &describe(second), at);
    let keep = answers.iter().filter(|(_, end)| is_right(facts, &[], subject, end)).map(|(target, _)| {
        let others = targets.iter().rev().filter(|other| other.site != target.site);
        others.map(|other| Edit::Remove { path: other.site.path() }).collect::<Vec<_>>()
    });
    Some(Hit::new(wording, id, site).fixed_by_one_of(keep.collect::<Vec<_>>()))
}

fn describe(end: &End) -> String {
    match end {
        End::Addresses(addresses) => addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        End::NxDomain => "NXDOMAIN".to_owned(),
        End::Records | End::NoData => "no address".to_owned(),
        End::Failed(_) | End::Silence | End::Unknown | End::Unseen => "nothing".to_owned(),
    }
}
