//! An answer, seen from one place.

use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::snapshot::Resolver;

use super::facts::{Facts, Subject};
use super::reading::{End, EventReading};
use super::wording::AskedName;
use azure_model::model::NetworkIndex;

/// An answer, and who got it.
pub(super) struct Seen<'a, 'm> {
    pub(super) facts: &'a Facts<'m>,
    /// The networks whose clients get it; none for a resolver that was asked directly.
    pub(super) clients: &'a [NetworkIndex],
    /// Whom was asked.
    pub(super) resolver: Resolver,
    pub(super) name: &'a Name,
    /// The type of the records asked for.
    pub(super) rtype: RecordType,
    pub(super) reading: EventReading<'m>,
}

impl Seen<'_, '_> {
    /// Names who got the answer: "clients of spoke", or the resolver.
    fn who(&self) -> String {
        match self.clients {
            [] => match self.resolver {
                Resolver::Client(id) | Resolver::AzureDns(id) => {
                    format!("clients of {}", self.facts.snapshot.network(id).name)
                }
                Resolver::Internet => "clients on the Internet".to_owned(),
                other @ (Resolver::Inbound(_) | Resolver::Server(_) | Resolver::Public(_)) => {
                    format!("clients of {}", self.facts.snapshot.label(other))
                }
            },
            [one] => format!("clients of {}", self.facts.network(*one).label),
            [first, rest @ ..] => {
                format!("clients of {} and {} more", self.facts.network(*first).label, rest.len())
            }
        }
    }

    /// Names who asked, and for what.
    pub(super) fn asking(&self, name: &Name) -> AskedName {
        let is_found = !matches!(self.reading.end, End::NxDomain | End::NoData);
        AskedName { who: self.who(), name: name.without_dot(), is_found }
    }

    /// Tells whether the answer is what the endpoints of the subject say: those of the client's own network, if it has one.
    pub(super) fn is_right(&self, subject: &Subject) -> bool {
        is_right(self.facts, self.clients, subject, &self.reading.end)
    }
}

/// Tells whether an end is what the endpoints of a subject say, seen from these networks.
pub(super) fn is_right(facts: &Facts<'_>, clients: &[NetworkIndex], subject: &Subject, end: &End) -> bool {
    let End::Addresses(found) = end else { return false };
    let expected = facts.expected(subject);
    let own: Vec<_> = expected.iter().filter(|(network, _)| clients.contains(network)).copied().collect();
    let wanted = if own.is_empty() { expected } else { own };
    !found.is_empty() && found.iter().all(|address| wanted.iter().any(|(_, wanted)| address == wanted))
}
