//! A mistake as a detector found it.

use super::edit::Edit;
use super::rules::Rule;
use super::wording::Wording;
use azure_objects::id::ObjectId;
use azure_objects::located::Site;
use zone_store::name::Name;

/// A change that may fix a mistake.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    /// The whole change.
    pub(super) edits: Vec<Edit>,
    /// What it does, one sentence without a period; `None`: what the mistake says.
    pub(super) text: Option<String>,
}

/// A mistake that explains an answer.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) rule: &'static Rule,
    /// The object that is wrong.
    pub(super) subject: ObjectId,
    /// What of it is wrong.
    pub(super) site: Site,
    /// One sentence, without a period.
    pub(super) problem: String,
    /// One sentence, without a period: what each of the changes does that says nothing else, or advice where there are none.
    pub(super) fix: String,
    /// What tells it from others of the rule at the same object: the network that a link is missing to.
    pub(super) part: Option<String>,
    /// Changes that may fix it, the best first.
    pub(super) tries: Vec<Proposal>,
    /// The name whose answer showed it; `None`: it stands there whoever asks.
    pub(super) wanted: Option<Name>,
    /// Whether it is wrong whatever was meant.
    pub(super) is_sure: bool,
}

impl Hit {
    pub(super) fn new(wording: Wording, subject: &ObjectId, site: &Site) -> Self {
        let Wording { rule, problem, fix } = wording;
        Self {
            rule,
            subject: subject.clone(),
            site: site.clone(),
            problem,
            fix,
            part: None,
            tries: Vec::new(),
            wanted: None,
            is_sure: true,
        }
    }

    /// Says what it is about beside its place.
    pub(super) fn about(mut self, part: &str) -> Self {
        self.part = Some(part.to_owned());
        self
    }

    /// Adds a change that may fix it.
    pub(super) fn fixed_by(mut self, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.tries.push(Proposal { edits: edits.into_iter().collect(), text: None });
        self
    }

    /// Adds several, of which one is enough.
    pub(super) fn fixed_by_one_of(mut self, tries: impl IntoIterator<Item = Vec<Edit>>) -> Self {
        self.tries.extend(tries.into_iter().map(|edits| Proposal { edits, text: None }));
        self
    }

    /// Adds another change, with what it does.
    pub(super) fn or_by(mut self, text: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.tries.push(Proposal { edits: edits.into_iter().collect(), text: Some(text.into()) });
        self
    }

    /// Says which name's answer showed it.
    pub(super) fn shown_by(mut self, name: &Name) -> Self {
        self.wanted = Some(name.clone());
        self
    }

    /// Says whether it is wrong whatever was meant.
    pub(super) fn sure_if(mut self, is_sure: bool) -> Self {
        self.is_sure = is_sure;
        self
    }

    /// Returns what tells a mistake from every other.
    pub(super) fn key(&self) -> HitKey {
        let key = self.site.path().rsplit('.').next().unwrap_or_default().to_owned();
        HitKey { rule: self.rule.id, subject: self.subject.clone(), key, part: self.part.clone() }
    }
}

/// What tells a mistake from every other: two that are equal are one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct HitKey {
    rule: &'static str,
    subject: ObjectId,
    /// The key of the value that is wrong.
    key: String,
    part: Option<String>,
}
