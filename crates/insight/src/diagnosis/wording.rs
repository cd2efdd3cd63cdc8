//! What findings say: for each rule its sentences, all in one place. Who finds a mistake passes what it is about, already
//! named; nothing is looked up here.
//!
//! A problem and a fix are one sentence each, without a period. A reader sees them without their page.

mod azure;
mod own;

pub(super) use azure::*;
pub(super) use own::*;

use super::rules::Rule;

/// What a finding of a rule says.
#[derive(Debug, Clone)]
pub(super) struct Wording {
    pub(super) rule: &'static Rule,
    /// What is wrong.
    pub(super) problem: String,
    /// What to do.
    pub(super) fix: String,
}

impl Wording {
    fn new(rule: &'static Rule, problem: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { rule, problem: problem.into(), fix: fix.into() }
    }
}

/// Some clients, and the public name that they ask for.
#[derive(Debug)]
pub(super) struct AskedName {
    /// As `clients of hub`.
    pub(super) who: String,
    /// Without the dot at its end.
    pub(super) name: String,
    /// Whether they get an answer, though another one.
    pub(super) is_found: bool,
}

impl AskedName {
    /// Says what they get who do not reach the private zone.
    fn miss_it(&self) -> String {
        if self.is_found { self.get_public_address() } else { self.do_not_find() }
    }

    fn get_public_address(&self) -> String {
        format!("{} get the public address of {}", self.who, self.name)
    }

    fn do_not_find(&self) -> String {
        format!("{} do not find {}", self.who, self.name)
    }
}
