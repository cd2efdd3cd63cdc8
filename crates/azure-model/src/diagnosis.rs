//! What is known to go wrong with private DNS in Azure, found in a configuration: `check` looks everywhere, `explain` at
//! one name seen from one network.
//!
//! Nothing is resolved here: questions go through the engine, and the objects only say why it answered so. A change is
//! proposed as lines of the file only after the engine has given the right answer on the changed configuration.

pub(crate) mod rules;

use zone_store::engine::{Event, Outcome, Query};
use zone_store::snapshot::{NetworkId, Resolver};

pub use rules::{Rule, rule, rules};

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::load::{Loaded, Written};

/// What `check` has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The known mistake; `None`: what Azure or the file format refuses.
    pub rule: Option<&'static Rule>,
    /// How bad it is: the rule's, and an error for what is refused.
    pub severity: Severity,
    /// Where it is written.
    pub place: Place,
    /// Path of the key with positions; empty when no key is concerned.
    pub key: String,
    /// The value as written, shortened; `None` when it is not a value.
    pub value: Option<String>,
    /// What is wrong, one sentence.
    pub problem: String,
    /// What to do, one sentence; `None` when the problem says it.
    pub fix: Option<String>,
}

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
    pub events: &'a [Event],
}

/// A known mistake that probably made this answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The mistake.
    pub rule: &'static Rule,
    /// Why it is suspected for this name, seen from this network; one sentence.
    pub reason: String,
    /// Where it is written.
    pub place: Place,
    /// What to do, one sentence.
    pub fix: String,
    /// The change of the file that was tried and helps; `None`: none is known.
    pub mended: Option<Mended>,
}

/// A change of the configuration after which the engine gives the right answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
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
    pub change: Change,
    /// Its number, from 1: in the changed file if it comes, in the old one if it goes.
    pub line: u32,
    /// Its text, without a line end.
    pub text: String,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is in the old file only.
    Removed,
    /// It is in the changed file only.
    Added,
}

/// Finds known mistakes, sorted by place; warnings of the model are among them.
pub fn lint(loaded: &Loaded) -> Vec<Finding> {
    loaded.warnings.iter().map(Finding::of_diagnostic).collect()
}

/// Says what probably made this answer wrong, the likeliest first; empty if the answer is right.
pub fn suspects(case: &Case<'_>, written: &Written<'_>) -> Vec<Suspect> {
    let _ = (case, written);
    Vec::new()
}

impl Finding {
    /// Takes over a problem of a configuration, such as one that cannot be used.
    pub fn of_diagnostic(diagnostic: &Diagnostic) -> Self {
        let Diagnostic { rule, severity, place, key, value, problem, fix } = diagnostic.clone();
        Self { rule, severity, place, key, value, problem, fix }
    }
}
