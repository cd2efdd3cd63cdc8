//! What a zone says about its records, taken together, as diagnostics with places.

use zone_store::zone::ZoneProblem;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, halves};
use crate::origins::Origins;

/// Adds each problem at the place of its later record, naming the place of the earlier one.
pub(super) fn report(problems: &[ZoneProblem], origins: &Origins, diagnostics: &mut Diagnostics) {
    for problem in problems {
        let (origin, first) = problem.origins();
        let place = origins.describe(origin).map_or_else(Place::code, |source| source.place);
        let (problem, fix) = halves(&problem.to_string());
        let problem = match first.and_then(|first| origins.describe(first)) {
            Some(source) => format!("{problem} (the other is {source})"),
            None => problem,
        };
        diagnostics.push(Diagnostic { fix, ..Diagnostic::error(place, "", problem) });
    }
}
