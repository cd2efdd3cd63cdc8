//! What is known about a reason beside its fields.

use azure_catalogue::members::Certainty;

use crate::diagnostic::Severity;
use crate::rules::Rule;

/// One reason in the registry.
#[derive(Debug)]
pub struct ReasonEntry {
    /// What kind of thing is refused, as `virtual network link`.
    pub family: &'static str,
    /// Its name within the family, as `SameName`.
    pub name: &'static str,
    /// When it is refused, one sentence; as it was declared, with blanks around it.
    pub(super) doc: &'static str,
    /// What is wrong; fields stand between braces.
    pub problem: &'static str,
    /// The known mistake that it is, if it is one.
    pub rule: Option<&'static Rule>,
    /// What Azure answers; `None`: nobody has documented it, or it is Zonite's own.
    pub azure: Option<AzureError>,
}

impl ReasonEntry {
    /// Says how bad it is: what is no known mistake is an error.
    pub fn severity(&self) -> Severity {
        self.rule.map_or(Severity::Error, |rule| rule.severity)
    }

    /// Says when it is refused, in one sentence.
    pub fn doc(&self) -> &'static str {
        self.doc.trim()
    }
}

/// What Azure answers.
#[derive(Debug, PartialEq, Eq)]
pub struct AzureError {
    /// The HTTP status.
    pub status: u16,
    /// The error code, as `InvalidResourceReference`.
    pub code: &'static str,
    /// How sure that is.
    pub certainty: Certainty,
    /// Where it is documented or was seen: an issue of GitHub as `owner/repository#number`, or a page.
    pub source: &'static str,
    /// The message; `{subject}`, `{value}` and the reason's fields stand between braces. `None`: nobody has shown it.
    pub message: Option<&'static str>,
}
