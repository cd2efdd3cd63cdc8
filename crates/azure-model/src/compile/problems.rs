//! What a zone says about its records, taken together, as refusals with places.

use zone_store::zone::ZoneProblem;

use crate::origins::Origins;
use azure_objects::Refusals;
use azure_objects::refusal::{RecordRefusal, WithSubject};

/// Adds each problem where its later record is written, naming the place of the earlier one.
pub(super) fn report(problems: &[ZoneProblem], origins: &Origins, refusals: &mut Refusals) {
    for problem in problems {
        let (origin, first) = problem.origins();
        let told = WithSubject(problem.clone());
        let reason = match first.and_then(|first| origins.describe(first)) {
            Some(source) => RecordRefusal::Together { problem: told, other: source.to_string() },
            None => RecordRefusal::InZone { problem: told },
        };
        refusals.push(origins.refuse(origin, reason));
    }
}
