//! Targets that do not answer, and targets that nobody has declared.

use super::super::changes::replaced;
use super::super::facts::{AskedTarget, Facts, asked};
use super::super::hit::Hit;
use super::super::wording;
use super::hidden::hidden_rules;
use azure_model::model::{NetworkIndex, Target};

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
