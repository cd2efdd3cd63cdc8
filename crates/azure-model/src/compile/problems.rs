//! What a zone says about its records, taken together, as diagnostics with places.

use zone_store::zone::ZoneProblem;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::origins::Origins;

/// Adds each problem at the place of its later record, naming the place of the earlier one.
pub(super) fn report(problems: &[ZoneProblem], origins: &Origins, diagnostics: &mut Diagnostics) {
    for problem in problems {
        let (origin, first) = problem.origins();
        let place = origins.describe(origin).map_or_else(Place::code, |source| source.place);
        let text = problem.to_string();
        let (problem, fix) = text.split_once("; ").unwrap_or((&text, ""));
        let problem = match first.and_then(|first| origins.describe(first)) {
            Some(source) => format!("{problem} (the other is {source})"),
            None => problem.to_owned(),
        };
        let mut diagnostic = Diagnostic::error(place, "", problem);
        diagnostic.fix = (!fix.is_empty()).then(|| fix.to_owned());
        diagnostics.push(diagnostic);
    }
}
