//! What is known to go wrong with private DNS in Azure, found in a configuration: `check` looks everywhere, `explain` at
//! one name seen from one network.
//!
//! Nothing is resolved here: questions go through the engine, and the objects only say why it answered so. A change is
//! proposed as lines of the file only after the engine has given the right answer on the changed configuration.

mod budget;
mod changes;
mod circles;
mod concern;
mod denied;
mod detect;
mod facts;
mod fix;
mod hit;
mod lint;
#[cfg(test)]
mod properties;
mod questions;
mod reading;
mod seen;
mod standing;
mod targets;
#[cfg(test)]
mod tests;
mod trial;
mod wording;

use std::collections::HashSet;

use zone_store::engine::{Outcome, Query, Trace};
use zone_store::record::RecordType;
use zone_store::snapshot::{NetworkId, Resolver};

pub use azure_objects::rules::{self, Rule, rule, rules};

use concern::{Concern, Standing};
use detect::detect;
use facts::Facts;
use fix::Cure;
use hit::Hit;
use reading::{End, EventReading, probe};
use seen::Seen;
use trial::Trial;

use azure_model::Loaded;
use azure_model::model::NetworkIndex;
use azure_objects::diagnostic::{Diagnostic, Severity};
use azure_objects::id::ObjectId;
use azure_objects::provenance::Provenance;
use formats::ConfigurationText;
use formats::toml::edit;

/// One question, where it was asked, and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The configuration.
    pub loaded: &'a Loaded,
    /// The network of the client; `None` for one on the Internet.
    pub network: Option<NetworkId>,
    /// Whom the client asked.
    pub resolver: Resolver,
    /// What it asked.
    pub query: &'a Query,
    /// What it got.
    pub outcome: &'a Outcome<'a>,
    /// What happened on the way.
    pub trace: &'a Trace,
}

/// A known mistake that probably made this answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The mistake.
    pub rule: &'static Rule,
    /// The object that is wrong.
    pub subject: ObjectId,
    /// Why it is suspected for this name, seen from this network; one sentence.
    pub reason: String,
    /// Where it is written.
    pub place: Provenance,
    /// What to do, one sentence: it was tried, and helps this client without taking anything away from another. `None`: nothing
    /// is known that does.
    pub fix: Option<String>,
    /// What may help, one sentence, where nothing could be tried.
    pub advice: Option<String>,
    /// The change of the file that was tried and helps.
    pub verified_fix: Option<VerifiedFix>,
}

/// A change of the configuration after which the engine gives the right answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedFix {
    /// The file.
    pub file: String,
    /// The lines that go and come, in the order of the file.
    pub lines: Vec<ChangedLine>,
    /// What the same client gets then: the data of the answer's last record set, or the RCODE.
    pub answer: Vec<String>,
}

/// One line of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedLine {
    /// Whether it comes or goes.
    pub change: LineChange,
    /// Its number, from 1: in the changed file if it comes, in the old one if it goes.
    pub line: u32,
    /// Its text, without a line end.
    pub text: String,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineChange {
    /// It is in the old file only.
    Removed,
    /// It is in the changed file only.
    Added,
}

/// Finds known mistakes, sorted by place; warnings of the model are among them. Without the text that was `written` no change is
/// tried, and all that is said of what to do is advice.
pub fn lint(loaded: &Loaded, written: Option<&ConfigurationText<'_>>) -> Vec<Diagnostic> {
    lint::lint(loaded, written)
}

/// Says what probably made this answer wrong, the likeliest first; empty if the answer is right.
pub fn suspects(case: &Case<'_>, written: &ConfigurationText<'_>) -> Vec<Suspect> {
    let facts = Facts::new(case.loaded);
    let clients: Vec<NetworkIndex> = case.network.map(Facts::network_index).into_iter().collect();
    let reading = EventReading::new(&facts, case.outcome, case.trace.clone());
    let (resolver, name) = (case.resolver, &case.query.name);
    let rtype = case.query.rtype;
    let seen = Seen { facts: &facts, clients: &clients, resolver, name, rtype, reading };
    let mut told = HashSet::new();
    let hits = hits(&seen).into_iter().filter(|hit| told.insert(hit.key()));
    let trial = Trial::new(case.loaded, Some(written));
    hits.map(|hit| suspect(case, &trial, hit)).collect()
}

fn suspect(case: &Case<'_>, trial: &Trial<'_>, hit: Hit) -> Suspect {
    let Cure { fix, advice } = fix::cure_of(case, trial, &hit);
    let (fix, verified_fix) = fix.map_or((None, None), |(text, change)| (Some(text), change));
    let Hit { rule, subject, problem: reason, site, .. } = hit;
    Suspect { rule, subject, reason, place: site.place, fix, advice, verified_fix }
}

/// Gathers what explains one answer.
fn hits(seen: &Seen<'_, '_>) -> Vec<Hit> {
    let facts = seen.facts;
    let subject = facts.subject(seen.name);
    let is_right = subject.is_some_and(|subject| seen.is_right(subject)) || has_only_ipv4(seen);
    let mut hits = if is_right { Vec::new() } else { detect(seen) };
    let standing = standing::all(facts).into_iter();
    // An alias is wrong whatever it leads to.
    let is_meant = |one: &Standing| {
        one.concern.covers(facts, seen.name) && (!is_right || matches!(one.concern, Concern::Name(_)))
    };
    hits.extend(standing.filter(is_meant).map(|standing| standing.hit));
    hits.extend(standing::diverging_for(seen));
    hits.extend(denied::of_answer(seen));
    hits.extend(detect::private_name_asked(seen));
    hits
}

/// Tells whether a name has no IPv6 addresses while it has others: that is no mistake, few names have them.
fn has_only_ipv4(seen: &Seen<'_, '_>) -> bool {
    let has_others = || {
        let probe = probe(seen.facts.snapshot, seen.resolver, seen.name);
        matches!(End::of(&probe.outcome), End::Addresses(_))
    };
    seen.rtype == RecordType::AAAA && seen.reading.end == End::NoData && has_others()
}

/// Describes what was found as a line about the file.
fn describe(hit: Hit, trial: &Trial<'_>) -> Diagnostic {
    let Cure { fix, advice } = fix::cure(trial, &hit);
    let Hit { rule, site, problem, .. } = hit;
    let line = Diagnostic::error(site.place.clone(), site.path(), problem).of_rule(rule);
    Diagnostic { fix: fix.map(|(text, _)| text), advice, ..line }
}

/// Says that a configuration is too large to ask everything.
fn unasked() -> Diagnostic {
    let problem = "too many names and networks: not every name was asked for from every network";
    Diagnostic { severity: Severity::Info, ..Diagnostic::error(Provenance::Code, "", problem) }
}
