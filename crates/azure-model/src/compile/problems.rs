//! What a zone says about its records, taken together, as diagnostics with places.

use zone_store::mistake::Mistake;
use zone_store::zone::ZoneProblem;

use crate::origins::Origins;
use azure_objects::diagnostic::Diagnostics;

/// Adds each problem where its later record is written, naming the place of the earlier one.
pub(super) fn report(problems: &[ZoneProblem], origins: &Origins, diagnostics: &mut Diagnostics) {
    for problem in problems {
        let (origin, first) = problem.origins();
        let reason = match first.and_then(|first| origins.describe(first)) {
            Some(source) => format!("{} (the other is {source})", problem.sentence()),
            None => problem.sentence().to_string(),
        };
        diagnostics.push(origins.error(origin, reason).fix_of(problem));
    }
}
