//! Why nobody answered: a circle, or 168.63.129.16 asked from where it does not answer.

use super::super::edit::{Edit, Scalar};
use super::super::facts::Chosen;
use super::super::rules;
use super::super::standing::unreachable;
use super::public::helpers;
use super::{Hit, Seen};
use azure_model::model::Target;
use azure_objects::diagnostic::Diagnostic;
use azure_objects::located::Located;

/// Finds circles and unreachable targets on the way.
pub(super) fn detect(seen: &Seen<'_, '_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    if seen.reading.is_circle {
        hits.extend(circle(seen));
    }
    if seen.reading.is_cut_off {
        hits.extend(targets(seen).filter_map(|target| unreachable(seen.facts, target)));
    }
    hits
}

/// Lists the targets that were to be asked: those of the client's network, then those chosen.
fn targets<'s>(seen: &'s Seen<'_, 's>) -> impl Iterator<Item = &'s Located<Target>> {
    let of_clients = seen.clients.iter().flat_map(|client| &seen.facts.network(*client).dns_servers);
    let chosen = seen.reading.chosen.iter().flat_map(|(_, chosen)| match chosen {
        Chosen::Forwarder(_, forwarder) => &forwarder.targets,
        Chosen::Rule(_, rule) => &rule.targets,
    });
    of_clients.chain(chosen)
}

/// M13: one forwarder or rule of the circle has to go; which one, is tried from the last.
fn circle(seen: &Seen<'_, '_>) -> Option<Hit> {
    let (_, last) = seen.reading.chosen.last()?;
    let places: Vec<_> = targets(seen).map(|target| &target.site.place).collect();
    let told = |warning: &&Diagnostic| warning.rule == Some(rules::M13) && places.contains(&&warning.place);
    let told = seen.facts.loaded.warnings.iter().find(told);
    let problem = match told {
        Some(warning) => warning.problem.clone(),
        None => format!("resolvers ask each other in a circle for {}", seen.name.without_dot()),
    };
    let at = |warning: &Diagnostic| targets(seen).find(|target| target.site.place == warning.place);
    let site = match (told.and_then(at), last) {
        (Some(target), _) => &target.site,
        (None, Chosen::Forwarder(_, forwarder)) => &forwarder.site,
        (None, Chosen::Rule(_, rule)) => &rule.site,
    };
    let fix = "ask somebody there who does not ask back";
    let ends = seen.reading.chosen.iter().rev().flat_map(|(_, chosen)| way_out(chosen));
    Some(Hit::new(rules::M13, site, problem, fix).fixed_by_one_of(ends))
}

/// Lists what ends a circle at one of its steps: no rule, no forwarder, or one to 168.63.129.16.
fn way_out(chosen: &Chosen<'_>) -> Vec<Vec<Edit>> {
    match chosen {
        Chosen::Rule(_, rule) => vec![vec![Edit::Remove { path: rule.site.path() }]],
        Chosen::Forwarder(_, forwarder) => {
            let to = Scalar::List(vec!["168.63.129.16".to_owned()]);
            let set = Edit::Set { table: forwarder.site.path(), key: "to", value: to };
            vec![vec![set], vec![Edit::Remove { path: forwarder.site.path() }]]
        }
    }
}

/// Lists changes that put somebody who answers in the place of a target.
pub(in super::super) fn replaced(facts: &super::Facts<'_>, target: &Located<Target>) -> Vec<Vec<Edit>> {
    let replace = |helper| vec![Edit::Replace { path: target.site.path(), value: Scalar::Text(helper) }];
    helpers(facts).into_iter().map(replace).collect()
}
