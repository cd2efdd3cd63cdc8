//! What one answer, seen from one place, says about the configuration. `check` asks from everywhere and keeps what is wrong
//! whatever was meant; `explain` asks once and keeps everything. There is one detector for both.

mod elsewhere;
mod missing;
mod public;
mod silent;

use super::facts::Subject;
use super::hit::Hit;
use super::reading::End;
use super::seen::Seen;
use super::wording;

/// Finds what explains an answer, the likeliest first; nothing for one that is right.
pub(super) fn detect(seen: &Seen<'_, '_>) -> Vec<Hit> {
    let mut hits = silent::detect(seen);
    match seen.facts.subject(seen.name) {
        Some(subject) if seen.facts.expected(subject).is_empty() => {
            hits.extend(missing::without_endpoint(seen, subject));
        }
        Some(subject) => of_endpoint(seen, subject, &mut hits),
        None => {
            hits.extend(missing::of_other(seen));
            hits.extend(elsewhere::detect(seen));
        }
    }
    hits
}

/// Looks at an answer for a name that private endpoints have an address for.
fn of_endpoint(seen: &Seen<'_, '_>, subject: &Subject, hits: &mut Vec<Hit>) {
    let is_expected =
        |address: &std::net::IpAddr| seen.facts.expected(subject).iter().any(|(_, wanted)| address == wanted);
    match &seen.reading.end {
        End::Addresses(found) if found.iter().all(is_expected) => {}
        End::Addresses(_) if missing::is_by_zone(seen) => {
            hits.extend(missing::wrong_address(seen, subject));
        }
        End::Addresses(_) | End::Unknown => hits.extend(public::detect(seen, subject)),
        End::NxDomain | End::NoData => hits.extend(missing::detect(seen, subject)),
        End::Records | End::Failed(_) | End::Silence | End::Unseen => {}
    }
}

/// Says that a client should ask for the public name, if it asks for the private one.
pub(super) fn private_name_asked(seen: &Seen<'_, '_>) -> Option<Hit> {
    let is_asked = |subject: &&Subject| subject.private == *seen.name && !subject.is_private_only();
    let subject = seen.facts.subject(seen.name).filter(is_asked)?;
    let wording =
        wording::privatelink_name_asked(&subject.private.without_dot(), &subject.public.without_dot());
    let resource = seen.facts.resource(subject);
    Some(Hit::new(wording, resource.id(), &resource.name().site).sure_if(false))
}
