//! M25: several targets, of which any may be asked, that know different names.

use zone_store::engine::{Outcome, Query};
use zone_store::name::Name;
use zone_store::record::RecordType;

use super::super::budget::Budget;
use super::super::edit::Edit;
use super::super::facts::Facts;
use super::super::hit::Hit;
use super::super::questions::QuestionKind;
use super::super::reading::{End, ask};
use super::super::seen::{Seen, is_right};
use super::super::targets::{label, resolver};
use super::super::wording;
use azure_model::model::{Forwarder, Network, NetworkIndex, Rule, Target};
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};

/// Most names that one finding lists.
const MOST_TOLD: usize = 3;

/// Targets of one forwarder, rule or network, of which any may be asked.
#[derive(Clone, Copy)]
struct Rivals<'m> {
    id: &'m ObjectId,
    site: &'m Site,
    targets: &'m [Located<Target>],
    /// The names that they are asked; `None`: all.
    domain: Option<&'m Name>,
    /// Longer ones of the same server or ruleset are asked instead.
    others: Others<'m>,
}

/// What goes before a forwarder or a rule.
#[derive(Clone, Copy)]
enum Others<'m> {
    Nothing,
    Forwarders(&'m [Forwarder]),
    Rules(&'m [Rule]),
}

impl<'m> Rivals<'m> {
    fn of_network(network: &'m Network) -> Self {
        let Network { id, name, dns_servers, .. } = network;
        Self { id, site: &name.site, targets: dns_servers, domain: None, others: Others::Nothing }
    }

    /// Tells whether they are asked for a name.
    fn are_asked(&self, name: &Name) -> bool {
        let Some(domain) = self.domain else { return true };
        let is_longer =
            |other: &Name| name.is_at_or_below(other) && other.label_count() > domain.label_count();
        let is_taken = match self.others {
            Others::Nothing => false,
            Others::Forwarders(others) => others.iter().any(|other| is_longer(&other.zone)),
            Others::Rules(others) => others.iter().any(|other| is_longer(&other.domain_name)),
        };
        name.is_at_or_below(domain) && !is_taken
    }
}

/// Lists all targets that stand beside others.
fn rivals<'m>(facts: &Facts<'m>) -> impl Iterator<Item = Rivals<'m>> + use<'m> {
    let model = facts.model;
    let networks = model.networks().iter().map(Rivals::of_network);
    let forwarders = model.servers().iter().flat_map(|server| {
        server.forwarders.iter().map(|one| Rivals {
            id: &one.id,
            site: &one.zone.site,
            targets: &one.targets,
            domain: Some(&one.zone),
            others: Others::Forwarders(&server.forwarders),
        })
    });
    let rules = model.rulesets().iter().flat_map(|ruleset| {
        ruleset.rules.iter().map(|one| Rivals {
            id: &one.id,
            site: &one.domain_name.site,
            targets: &one.targets,
            domain: Some(&one.domain_name),
            others: Others::Rules(&ruleset.rules),
        })
    });
    networks.chain(forwarders).chain(rules).filter(|rivals| rivals.targets.len() > 1)
}

/// Finds targets that disagree about names of the file; `None`: the questions did not suffice.
pub(in super::super) fn diverging(facts: &Facts<'_>, budget: &mut Budget, hits: &mut Vec<Hit>) -> Option<()> {
    for rivals in rivals(facts) {
        let mut found: Vec<Disagreement<'_>> = Vec::new();
        // Clients ask for the public name.
        let is_private = |name: &Name| facts.subject(name).is_some_and(|subject| subject.public != *name);
        let asked = facts.questions().iter().filter(|one| one.kind == QuestionKind::Written);
        let asked = asked.filter(|one| !is_private(&one.name));
        for question in asked.filter(|one| rivals.are_asked(&one.name)) {
            rivals.targets.iter().try_for_each(|_| budget.take())?;
            let is_new = found.last().is_none_or(|last| last.name != question.name);
            found.extend(disagreement(facts, rivals, &question.name, question.rtype).filter(|_| is_new));
        }
        hits.extend(describe(facts, rivals, &found));
    }
    Some(())
}

/// Finds targets that disagree about the name of an answer, and that were asked for it.
pub(in super::super) fn diverging_for(seen: &Seen<'_, '_>) -> Vec<Hit> {
    let of_network = |rivals: &Rivals<'_>| {
        let is_client = |client: &NetworkIndex| seen.facts.network(*client).id == *rivals.id;
        let asks_them = matches!(seen.resolver, zone_store::snapshot::Resolver::Client(_));
        asks_them && seen.clients.iter().any(is_client)
    };
    let were_asked =
        |rivals: &Rivals<'_>| seen.reading.chosen.iter().any(|followed| followed.chosen.id() == rivals.id);
    let asked = rivals(seen.facts).filter(|rivals| of_network(rivals) || were_asked(rivals));
    asked
        .filter_map(|rivals| {
            let found = disagreement(seen.facts, rivals, seen.name, seen.rtype)?;
            describe(seen.facts, rivals, &[found])
        })
        .collect()
}

/// A name that targets say different things about.
struct Disagreement<'m> {
    name: Name,
    /// What each says that says anything.
    said: Vec<Said<'m>>,
}

/// What a target says.
struct Said<'m> {
    target: &'m Located<Target>,
    end: End,
    data: Vec<Vec<u8>>,
}

fn disagreement<'m>(
    facts: &Facts<'_>,
    rivals: Rivals<'m>,
    name: &Name,
    rtype: RecordType,
) -> Option<Disagreement<'m>> {
    let say = |target: &'m Located<Target>| {
        let query = Query::new(name.clone(), rtype);
        let probe = ask(facts.snapshot, resolver(facts, target.value)?, query);
        Some(Said { target, end: End::of(&probe.outcome), data: data(&probe.outcome) })
    };
    // Who does not answer is left out by those who ask; of others nobody knows what they say.
    let counts =
        |said: &Said<'_>| !matches!(said.end, End::Silence | End::Failed(_) | End::Unknown | End::Unseen);
    let said: Vec<Said<'_>> = rivals.targets.iter().filter_map(say).filter(counts).collect();
    let first = said.first()?;
    let differs = |other: &Said<'_>| is_found(other) != is_found(first) || other.data != first.data;
    said.iter().any(differs).then(|| Disagreement { name: name.clone(), said })
}

fn is_found(said: &Said<'_>) -> bool {
    matches!(said.end, End::Addresses(_) | End::Records)
}

/// Returns the records at the end of an answer, in an order of its own.
fn data(outcome: &Outcome<'_>) -> Vec<Vec<u8>> {
    let Outcome::Answer(answer) = outcome else { return Vec::new() };
    let last = answer.answer.last().filter(|_| matches!(End::of(outcome), End::Addresses(_) | End::Records));
    let mut data: Vec<Vec<u8>> =
        last.map(|last| last.rdata().iter().map(<[u8]>::to_vec).collect()).unwrap_or_default();
    data.sort();
    data
}

fn describe(facts: &Facts<'_>, rivals: Rivals<'_>, found: &[Disagreement<'_>]) -> Option<Hit> {
    if found.is_empty() {
        return None;
    }
    let tell = |one: &Disagreement<'_>| {
        let said = one
            .said
            .iter()
            .map(|said| format!("{} from {}", word(&said.end), label(facts, said.target.value)));
        format!("{}: {}", one.name.without_dot(), said.collect::<Vec<_>>().join(", "))
    };
    let told: Vec<String> = found.iter().take(MOST_TOLD).map(tell).collect();
    let hit = Hit::new(wording::targets_disagree(&told, found.len() - told.len()), rivals.id, rivals.site);
    let keep = rivals.targets.iter().filter(|target| knows_all(facts, target, found));
    let keep = keep.map(|target| {
        let others = rivals.targets.iter().rev().filter(|other| other.site != target.site);
        let edits: Vec<Edit> = others.map(|other| Edit::Remove { path: other.site.path() }).collect();
        (format!("keep {} alone", label(facts, target.value)), edits)
    });
    Some(keep.fold(hit, |hit, (text, edits)| hit.or_by(text, edits)))
}

/// Tells whether a target says what the endpoints say, for every name that it is about.
fn knows_all(facts: &Facts<'_>, target: &Located<Target>, found: &[Disagreement<'_>]) -> bool {
    found.iter().all(|one| {
        let own = one.said.iter().find(|said| said.target.site == target.site);
        let subject = facts.subject(&one.name);
        own.zip(subject).is_some_and(|(said, subject)| is_right(facts, &[], subject, &said.end))
    })
}

fn word(end: &End) -> String {
    match end {
        End::Addresses(addresses) => addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        End::NxDomain => "NXDOMAIN".to_owned(),
        End::NoData => "no record".to_owned(),
        End::Records => "a record".to_owned(),
        End::Failed(_) | End::Silence | End::Unknown | End::Unseen => "nothing".to_owned(),
    }
}
