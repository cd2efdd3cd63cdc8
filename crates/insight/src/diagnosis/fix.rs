//! Changes that are tried: the text is changed, loaded, and everything asked again. Only what then gives the right answer, and
//! takes nothing away from anybody, is called a fix.

use std::net::IpAddr;

use similar::{ChangeTag, TextDiff};
use zone_store::engine::{Outcome, Query};
use zone_store::snapshot::Resolver;

use super::facts::Facts;
use super::hit::Hit;
use super::reading::{End, Probe, ask};
use super::rules::{self, Rule};
use super::seen::is_right;
use super::trial::{Changed, Effect, Trial};
use super::{Case, ChangedLine, LineChange, VerifiedFix};
use azure_model::Loaded;
use azure_model::model::NetworkIndex;
use zone_store::rdata;

/// Mistakes that show in no answer yet, or in some answers by chance: of a whole file, their fix need not change one.
const LATENT: [&Rule; 3] = [rules::M10, rules::M17, rules::M25];
/// Mistakes whose fix changes no answer.
const UNSEEN: [&Rule; 1] = [rules::M17];
/// Said of a change that could not be tried.
const UNTRIED: &str = "not tried: the file has too many names and networks";

/// What to do about a mistake.
#[derive(Debug, Default)]
pub(super) struct Cure {
    /// What helps, with the change that was tried.
    pub(super) fix: Option<(String, Option<VerifiedFix>)>,
    /// What may help, where nothing could be tried.
    pub(super) advice: Option<String>,
}

impl Cure {
    fn advice(text: &str) -> Self {
        Self { fix: None, advice: Some(text.to_owned()) }
    }
}

/// Finds what to do about a mistake of a file.
pub(super) fn cure(trial: &Trial<'_>, hit: &Hit) -> Cure {
    let is_latent = LATENT.contains(&hit.rule);
    first_that(trial, hit, |_, effect| (effect == Effect::Better || is_latent).then_some(None))
}

/// Finds what to do about an answer: what gives the right one.
pub(super) fn cure_of(case: &Case<'_>, trial: &Trial<'_>, hit: &Hit) -> Cure {
    let is_unseen = UNSEEN.contains(&hit.rule);
    first_that(trial, hit, |changed, _| {
        right_answer(case, trial, changed).map(Some).or_else(|| is_unseen.then_some(None))
    })
}

/// Returns the first change that does no harm, and that `helps`. Where there are none, or none can be tried, the rest is advice;
/// nothing is said where each does harm.
fn first_that(
    trial: &Trial<'_>,
    hit: &Hit,
    helps: impl Fn(&Changed, Effect) -> Option<Option<VerifiedFix>>,
) -> Cure {
    if hit.tries.is_empty() || trial.written().is_none() {
        return Cure::advice(&hit.fix);
    }
    let mut cure = Cure::default();
    for one in &hit.tries {
        let text = one.text.as_ref().unwrap_or(&hit.fix);
        let Some(changed) = trial.changed(&one.edits) else { continue };
        match trial.effect(&changed, hit.wanted.as_ref()) {
            Effect::Worse => {}
            Effect::Unknown => return Cure::advice(&format!("{text} ({UNTRIED})")),
            effect @ (Effect::Better | Effect::None) => match helps(&changed, effect) {
                Some(fix) => return Cure { fix: Some((text.clone(), fix)), advice: None },
                None => cure.advice = Some(hit.fix.clone()),
            },
        }
    }
    cure
}

/// Asks the question of a case again after a change; `None`: the answer is not right then.
fn right_answer(case: &Case<'_>, trial: &Trial<'_>, changed: &Changed) -> Option<VerifiedFix> {
    let (written, after) = (trial.written()?, &changed.loaded);
    let network = match case.network {
        Some(id) => {
            let name = &case.loaded.compiled.snapshot.network(id).name;
            Some(after.compiled.snapshot.network_named(name)?)
        }
        None => None,
    };
    let probe = ask(&after.compiled.snapshot, same_resolver(case, after)?, case.query.clone());
    let clients: Vec<NetworkIndex> = network.map(Facts::network_index).into_iter().collect();
    if !is_fixed(&Facts::new(after), &clients, case.query, &probe) {
        return None;
    }
    let lines = difference(written.text, &changed.text);
    Some(VerifiedFix { file: written.path.display().to_string(), lines, answer: describe(&probe.outcome) })
}

/// Finds the resolver that stands for the same one in a changed configuration: a network may ask others now.
fn same_resolver(case: &Case<'_>, changed: &Loaded) -> Option<Resolver> {
    let (before, after) = (&case.loaded.compiled.snapshot, &changed.compiled.snapshot);
    let network = |id| after.network_named(&before.network(id).name);
    Some(match case.resolver {
        Resolver::Client(id) => Resolver::Client(network(id)?),
        Resolver::AzureDns(id) => Resolver::AzureDns(network(id)?),
        Resolver::Inbound(_) => {
            let label = before.label(case.resolver);
            changed.compiled.resolvers.iter().find(|(known, _)| *known == label)?.1
        }
        Resolver::Server(id) => Resolver::Server(after.server_named(&before.server(id).name)?),
        // What a public resolver says of simulated names is what the Internet says.
        Resolver::Internet | Resolver::Public(_) => Resolver::Internet,
    })
}

/// Tells whether an answer is right: the address of an endpoint, and where there is none, any public address, or any record
/// of a name that is no resource's.
fn is_fixed(facts: &Facts<'_>, clients: &[NetworkIndex], query: &Query, probe: &Probe<'_>) -> bool {
    let end = End::of(&probe.outcome);
    let Some(subject) = facts.subject(&query.name) else {
        return matches!(end, End::Addresses(_) | End::Records);
    };
    if !facts.expected(subject).is_empty() {
        return is_right(facts, clients, subject, &end);
    }
    matches!(end, End::Addresses(addresses) if addresses.iter().all(is_public))
}

/// Tells whether an address is one of the Internet (RFC 1918, RFC 4193).
pub(super) fn is_public(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => !v4.is_private(),
        IpAddr::V6(v6) => !v6.is_unique_local(),
    }
}

/// Writes an answer in a few words: the data of its last record set, or its RCODE.
fn describe(outcome: &Outcome<'_>) -> Vec<String> {
    let Outcome::Answer(answer) = outcome else { return Vec::new() };
    match answer.answer.last() {
        Some(last) => last.rdata().iter().map(|data| rdata::display(last.rtype, data).to_string()).collect(),
        None => vec![zone_store::answer::rcode_name(answer.rcode).into_owned()],
    }
}

/// Lists the lines that differ, without empty ones.
fn difference(old: &str, new: &str) -> Vec<ChangedLine> {
    let diff = TextDiff::from_lines(old, new);
    let changed = |change: similar::Change<&str>| {
        let (kind, index) = match change.tag() {
            ChangeTag::Equal => return None,
            ChangeTag::Delete => (LineChange::Removed, change.old_index()?),
            ChangeTag::Insert => (LineChange::Added, change.new_index()?),
        };
        let text = change.value().trim_end_matches(['\n', '\r']).to_owned();
        if text.is_empty() {
            return None;
        }
        Some(ChangedLine { change: kind, line: index as u32 + 1, text })
    };
    diff.iter_all_changes().filter_map(changed).collect()
}
