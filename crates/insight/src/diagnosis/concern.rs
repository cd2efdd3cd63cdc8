//! Which names a mistake explains that is there whoever asks.

use zone_store::name::Name;

use super::facts::Facts;
use super::hit::Hit;
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
            Self::Resource(index) => {
                facts.subject(name).is_some_and(|subject| subject.part.resource == *index)
            }
        }
    }
}
