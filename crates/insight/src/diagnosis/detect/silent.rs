//! Why nobody answered: a circle, or 168.63.129.16 asked from where it does not answer.

use zone_store::name::Name;

use super::super::edit::{Edit, NewValue};
use super::super::facts::{AskedTarget, Chosen, asked};
use super::super::hit::Hit;
use super::super::rules;
use super::super::seen::Seen;
use super::super::standing::unreachable;
use super::super::wording;
use azure_objects::Refusal;

/// Finds circles and unreachable targets on the way.
pub(super) fn detect(seen: &Seen<'_, '_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    if seen.reading.is_circle() {
        hits.extend(circle(seen));
    }
    if seen.reading.is_cut_off() {
        hits.extend(targets(seen).filter_map(|asked| unreachable(seen.facts, asked)));
    }
    hits
}

/// Lists the targets that were to be asked: those of the client's network, then those chosen.
fn targets<'s>(seen: &'s Seen<'_, 's>) -> impl Iterator<Item = AskedTarget<'s>> {
    let of_clients = seen.clients.iter().flat_map(|client| {
        let network = seen.facts.network(*client);
        asked(&network.id, &network.dns_servers)
    });
    let of_chosen = |chosen: Chosen<'s>| asked(chosen.id(), chosen.targets());
    let chosen = seen.reading.chosen.iter().flat_map(move |followed| of_chosen(followed.chosen));
    of_clients.chain(chosen)
}

/// M13: one forwarder or rule of the circle has to go; which one, is tried from the last.
fn circle(seen: &Seen<'_, '_>) -> Option<Hit> {
    let last = seen.reading.chosen.last()?.chosen;
    let places: Vec<_> = targets(seen).map(|asked| &asked.target.site.place).collect();
    let told =
        |warning: &&Refusal| warning.rule() == Some(rules::M13) && places.contains(&&warning.site.place);
    let told = seen.facts.loaded.warnings.iter().find(told);
    let problem = told.map(|warning| warning.to_diagnostic().problem);
    let at = |warning: &Refusal| targets(seen).find(|asked| asked.target.site.place == warning.site.place);
    let (by, site) = match told.and_then(at) {
        Some(asked) => (asked.by, &asked.target.site),
        None => (last.id(), last.site()),
    };
    let wording = wording::circle(problem, &seen.name.without_dot());
    let hit = Hit::new(wording, by, site);
    let ends = seen.reading.chosen.iter().rev().flat_map(|followed| way_out(&followed.chosen));
    Some(ends.fold(hit, |hit, (text, edits)| hit.or_by(text, edits)))
}

/// Lists what ends a circle at one of its steps, in words and as a change: no rule, no forwarder, or one to 168.63.129.16.
fn way_out(chosen: &Chosen<'_>) -> Vec<(String, Vec<Edit>)> {
    let written = |domain: &Name| if domain.is_root() { ".".to_owned() } else { domain.without_dot() };
    match chosen {
        Chosen::Rule(_, rule) => {
            let text = format!("remove the rule for \"{}\"", written(&rule.domain_name));
            vec![(text, vec![Edit::Remove { path: rule.site.path() }])]
        }
        Chosen::Forwarder(server, forwarder) => {
            let to = NewValue::List(vec!["168.63.129.16".to_owned()]);
            let set = Edit::Set { table: forwarder.site.path(), key: "to", value: to };
            let (zone, server) = (written(&forwarder.zone), &server.name.value);
            let forward = format!("let {server} forward \"{zone}\" to 168.63.129.16");
            let remove = format!("remove the forwarder \"{zone}\" of {server}");
            vec![(forward, vec![set]), (remove, vec![Edit::Remove { path: forwarder.site.path() }])]
        }
    }
}
