//! What one answer, seen from one place, says about the configuration. `check` asks from everywhere and keeps what is wrong
//! whatever was meant; `explain` asks once and keeps everything. There is one detector for both.

mod missing;
mod public;
mod silent;

pub(super) use public::resolver;
pub(super) use silent::replaced;
use zone_store::engine::{Event, Outcome};
use zone_store::name::Name;
use zone_store::snapshot::Resolver;

use super::edit::Edit;
use super::facts::{Facts, Subject};
use super::reading::{End, Reading};
use super::rules::{self, Rule};
use azure_model::model::NetworkIndex;
use azure_objects::located::Site;

/// A mistake that explains an answer.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) rule: &'static Rule,
    pub(super) site: Site,
    /// One sentence, without a period.
    pub(super) problem: String,
    /// One sentence, without a period.
    pub(super) fix: String,
    /// What tells it from others of the rule at the same place: the network that a link is missing to.
    pub(super) part: Option<String>,
    /// Changes that may fix it, the best first; each is a whole.
    pub(super) tries: Vec<Vec<Edit>>,
    /// Whether it is wrong whatever was meant.
    pub(super) is_sure: bool,
}

impl Hit {
    pub(super) fn new(
        rule: &'static Rule,
        site: &Site,
        problem: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        let (problem, fix) = (problem.into(), fix.into());
        Self { rule, site: site.clone(), problem, fix, part: None, tries: Vec::new(), is_sure: true }
    }

    /// Says what it is about beside its place.
    pub(super) fn about(mut self, part: &str) -> Self {
        self.part = Some(part.to_owned());
        self
    }

    /// Adds a change that may fix it.
    pub(super) fn fixed_by(mut self, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.tries.push(edits.into_iter().collect());
        self
    }

    /// Adds several, of which one is enough.
    pub(super) fn fixed_by_one_of(mut self, tries: impl IntoIterator<Item = Vec<Edit>>) -> Self {
        self.tries.extend(tries);
        self
    }

    /// Says whether it is wrong whatever was meant.
    pub(super) fn sure_if(mut self, is_sure: bool) -> Self {
        self.is_sure = is_sure;
        self
    }
}

/// An answer, and who got it.
pub(super) struct Seen<'a, 'm> {
    pub(super) facts: &'a Facts<'m>,
    /// The networks whose clients get it; none for a resolver that was asked directly.
    pub(super) clients: &'a [NetworkIndex],
    /// Whom was asked.
    pub(super) resolver: Resolver,
    pub(super) name: &'a Name,
    pub(super) reading: Reading<'m>,
}

impl<'a, 'm> Seen<'a, 'm> {
    pub(super) fn new(
        facts: &'a Facts<'m>,
        clients: &'a [NetworkIndex],
        (resolver, name): (Resolver, &'a Name),
        (outcome, events): (&Outcome<'_>, &[Event]),
    ) -> Self {
        Self { facts, clients, resolver, name, reading: Reading::new(facts, outcome, events) }
    }

    /// Names who got the answer: "clients of spoke", or the resolver.
    pub(super) fn who(&self) -> String {
        match self.clients {
            [] => match self.resolver {
                Resolver::Client(id) | Resolver::AzureDns(id) => {
                    format!("clients of {}", self.facts.snapshot.network(id).name)
                }
                Resolver::Internet => "clients on the Internet".to_owned(),
                other @ (Resolver::Inbound(_) | Resolver::Server(_) | Resolver::Public(_)) => {
                    format!("whoever asks {}", self.facts.snapshot.label(other))
                }
            },
            [one] => format!("clients of {}", self.facts.network(*one).label),
            [first, rest @ ..] => {
                format!("clients of {} and {} more", self.facts.network(*first).label, rest.len())
            }
        }
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

/// Finds what explains an answer, the likeliest first; nothing for one that is right.
pub(super) fn detect(seen: &Seen<'_, '_>) -> Vec<Hit> {
    let mut hits = silent::detect(seen);
    match seen.facts.subject(seen.name) {
        Some(subject) if seen.facts.expected(subject).is_empty() => {
            hits.extend(missing::without_endpoint(seen, subject));
        }
        Some(subject) => of_endpoint(seen, subject, &mut hits),
        None => hits.extend(missing::of_other(seen)),
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
    let subject = seen.facts.subject(seen.name).filter(|subject| subject.private == *seen.name)?;
    let (private, public) = (subject.private.without_dot(), subject.public.without_dot());
    let problem = format!("no certificate has the name {private}, so that TLS fails even where DNS works");
    let site = match seen.facts.resource(subject) {
        azure_model::model::Resource::Registry(registry) => &registry.name.site,
        azure_model::model::Resource::PrivateLink(resource) => &resource.name.site,
    };
    Some(Hit::new(rules::M21, site, problem, format!("ask for {public}")).sure_if(false))
}
