//! Which zones on-premises forwards to Azure: the public ones of the linked private zones, as the catalogue has them.

use azure_catalogue::Catalogue;
use azure_catalogue::catalogue::Match;
use azure_model::Model;
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
                    "{shown} is not a private zone of the catalogue: its public zone is not known, and on-premises does not \
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
            found.push(beside(&row, apex));
        }
    }
    (without_covered(&found), notes)
}

/// Forwards a private zone that does not lie below its public one, so that a server that asks for a CNAME's target by
/// itself asks the right one: by the zone that the page lists for it, else by its own name.
fn beside(row: &Match, apex: &Name) -> Forward {
    let listed =
        row.entries.iter().flat_map(|entry| entry.forwarders).filter_map(|text| text.parse::<Name>().ok());
    let zone = listed.into_iter().find(|zone| apex.is_at_or_below(zone)).unwrap_or_else(|| apex.clone());
    let why =
        format!("{} is not below its public zone, so servers look it up separately", apex.without_dot());
    Forward { zone, why }
}

/// Takes out what lies at or below another zone of the list.
fn without_covered(found: &[Forward]) -> Vec<Forward> {
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
