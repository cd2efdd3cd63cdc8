//! What is wrong with a configuration whoever asks: seen in the objects, or by asking resolvers that nobody asks first.

mod clients;
mod endpoints;
mod forwarding;
mod names;

use zone_store::name::Name;

pub(super) use endpoints::unrecorded;
pub(super) use forwarding::{diverging, hidden_rules, unreachable};
pub(super) use names::{private_zone, public_zone, public_zone_of, renamed};

use super::detect::Hit;
use super::facts::Facts;
use azure_model::model::ResourceIndex;

/// A mistake in the objects, and the names that it may be about.
pub(super) struct Standing {
    pub(super) hit: Hit,
    pub(super) concern: Concern,
}

/// Which names a mistake explains.
pub(super) enum Concern {
    /// None, or those that the detectors find themselves.
    Nothing,
    /// This one.
    Name(Name),
    /// Those at and below this one.
    Below(Name),
    /// Those of this resource.
    Resource(ResourceIndex),
}

impl Concern {
    /// Tells whether a name is meant.
    pub(super) fn covers(&self, facts: &Facts<'_>, name: &Name) -> bool {
        match self {
            Self::Nothing => false,
            Self::Name(one) => one == name,
            Self::Below(apex) => name.is_at_or_below(apex),
            Self::Resource(index) => facts.subject(name).is_some_and(|subject| subject.resource == *index),
        }
    }
}

/// Lists what stands there wrong.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Standing> {
    let nothing = |hit| Standing { hit, concern: Concern::Nothing };
    let mut found = endpoints::all(facts);
    found.extend(names::all(facts));
    found.extend(forwarding::all(facts).into_iter().map(nothing));
    found.extend(clients::all(facts).into_iter().map(nothing));
    found
}
