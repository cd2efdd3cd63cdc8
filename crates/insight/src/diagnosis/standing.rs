//! What is wrong with a configuration whoever asks: seen in the objects, or by asking resolvers that nobody asks first.

mod clients;
mod endpoints;
mod forwarding;
mod hidden;
mod names;
mod rivals;

pub(super) use endpoints::unrecorded;
pub(super) use forwarding::unreachable;
pub(super) use hidden::hidden_rules;
pub(super) use names::public_zone_of;
pub(super) use rivals::{diverging, diverging_for};

use super::concern::{Concern, Standing};
use super::facts::Facts;

/// Lists what stands there wrong.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Standing> {
    let nothing = |hit| Standing { hit, concern: Concern::Nothing };
    let mut found = endpoints::all(facts);
    found.extend(names::all(facts));
    found.extend(forwarding::all(facts).into_iter().map(nothing));
    found.extend(facts.circles().iter().map(|circle| nothing(circle.hit.clone())));
    found.extend(clients::all(facts).into_iter().map(nothing));
    found
}
