//! Which zones on-premises forwards to Azure: the public ones of the linked private zones, as the catalogue has them.

use azure_model::{Catalogue, Model};
use zone_store::name::Name;

/// A zone that on-premises forwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Forward {
    /// The zone.
    pub(crate) zone: Name,
    /// Why, for a comment.
    pub(crate) why: String,
}

/// Lists the zones to forward, none below another one, and what no row of the catalogue says.
pub(crate) fn of(model: &Model) -> (Vec<Forward>, Vec<String>) {
    let (mut found, mut notes) = (Vec::new(), Vec::new());
    for zone in model.zones().iter().filter(|zone| !zone.links.is_empty()) {
        let apex = &zone.apex.value;
        let shown = apex.without_dot();
        let Some(row) = Catalogue::of(model.cloud()).zone(apex) else {
            if is_privatelink(apex) {
                let note = format!(
                    "{shown} is no private zone of the catalogue: its public zone is not known, and on-premises does not \
                     forward it."
                );
                notes.push(note);
            } else {
                found.push(Forward {
                    zone: apex.clone(),
                    why: "a private zone of the configuration".to_owned(),
                });
            }
            continue;
        };
        let public = row.public_zones();
        let is_covered = public.iter().any(|zone| apex.is_at_or_below(zone));
        let service = row.main_entry().service;
        let forward = |zone: Name| Forward { zone, why: format!("the public zone of {shown} ({service})") };
        found.extend(public.into_iter().map(forward));
        if !is_covered {
            let why = "it does not lie below its public zone, and servers ask for it by itself".to_owned();
            found.push(Forward { zone: apex.clone(), why });
        }
    }
    (without_covered(found), notes)
}

/// Takes out what lies at or below another zone of the list.
fn without_covered(found: Vec<Forward>) -> Vec<Forward> {
    let is_covered = |at: usize, forward: &Forward| {
        found.iter().enumerate().any(|(other_at, other)| {
            let is_below = forward.zone.is_at_or_below(&other.zone);
            is_below && (forward.zone != other.zone || other_at < at)
        })
    };
    let kept = found.iter().enumerate().filter(|(at, forward)| !is_covered(*at, forward));
    kept.map(|(_, forward)| forward.clone()).collect()
}

fn is_privatelink(apex: &Name) -> bool {
    apex.labels().any(|label| label.eq_ignore_ascii_case(b"privatelink"))
}
