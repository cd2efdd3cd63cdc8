//! What a refusal looks like: a line about a file, and the error that ARM would answer.

use std::fmt;

use super::Refusal;
use crate::diagnostic::Diagnostic;

/// The error of a request, as ARM answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArmError {
    /// The HTTP status.
    pub status: u16,
    /// Azure's error code; `BadRequest` where nobody has documented one.
    pub code: &'static str,
    /// Azure's message where it is known, else what is wrong and what to do.
    pub message: String,
    /// The ID of the object that is refused, and behind a `#` the key; `None`: none is.
    pub target: Option<String>,
}

/// The status and the code of what nobody has seen Azure refuse.
const OWN: (u16, &str) = (400, "BadRequest");

impl Refusal {
    /// Describes it for whoever wrote a file.
    pub fn to_diagnostic(&self) -> Diagnostic {
        let problem = match &self.record {
            Some(record) => format!("{record}: {}", self.reason.problem()),
            None => self.reason.problem(),
        };
        let described = Diagnostic {
            advice: None,
            rule: self.rule(),
            severity: self.severity(),
            place: self.site.place.clone(),
            key: self.site.path(),
            value: None,
            problem,
            fix: self.reason.fix(),
        };
        match &self.value {
            Some(value) => described.value(value),
            None => described,
        }
    }

    /// Describes several for whoever wrote a file.
    pub fn to_diagnostics(refusals: &[Self]) -> Vec<Diagnostic> {
        refusals.iter().map(Self::to_diagnostic).collect()
    }

    /// Describes it for whoever sent a request.
    pub fn to_arm(&self) -> ArmError {
        let azure = self.reason.entry().azure.as_ref();
        let (status, code) = azure.map_or(OWN, |azure| (azure.status, azure.code));
        let message = match azure.and_then(|azure| azure.message) {
            Some(template) => self.fill(template),
            None => self.in_one_sentence(),
        };
        let key = self.site.key();
        let target = self.subject.as_ref().map(|subject| match key.is_empty() {
            true => subject.to_string(),
            false => format!("{subject}#{key}"),
        });
        ArmError { status, code, message, target }
    }

    /// Writes value, problem and fix: `"10.0.0.300" is not an IPv4 address; write an IPv4 address`.
    fn in_one_sentence(&self) -> String {
        let Diagnostic { value, problem, fix, .. } = self.to_diagnostic();
        let value = value.map_or_else(String::new, |value| format!("{value} "));
        let fix = fix.map_or_else(String::new, |fix| format!("; {fix}"));
        format!("{value}{problem}{fix}")
    }

    /// Puts the fields of the reason into Azure's message.
    fn fill(&self, template: &str) -> String {
        let subject = self.subject.as_ref().map(ToString::to_string).unwrap_or_default();
        let value = self.value.as_deref().unwrap_or_default().trim_matches('"').to_owned();
        let mut fields = self.reason.fields();
        fields.extend([("subject", subject), ("value", value)]);
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once('{') {
            let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
            let field = fields.iter().find(|(known, _)| *known == name);
            filled.push_str(before);
            filled.push_str(field.map_or("", |(_, text)| text));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

impl fmt::Display for Refusal {
    /// Writes one line: `zonite.toml:12:9: error: record_set.ttl = -1: is out of range; write an integer from 0 to 2147483647`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_diagnostic().fmt(f)
    }
}
