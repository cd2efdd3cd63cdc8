//! Why nobody answered: a circle, or 168.63.129.16 asked from where it does not answer.

use super::super::circles;
use super::super::facts::{AskedTarget, Chosen, asked};
use super::super::hit::Hit;
use super::super::seen::Seen;
use super::super::standing::unreachable;

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

/// M13: the circle that the engine stopped at; it is told where `check` tells it.
fn circle(seen: &Seen<'_, '_>) -> Option<Hit> {
    let stop = seen.reading.stops().next()?;
    let known = seen.facts.circles().iter().find(|circle| circle.is_of(seen.facts, stop.resolvers));
    let found = || circles::of_stop(seen.facts, &seen.reading, stop).map(|circle| circle.hit);
    known.map(|circle| circle.hit.clone()).or_else(found)
}
