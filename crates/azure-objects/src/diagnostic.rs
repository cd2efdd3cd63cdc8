//! What is wrong with a file, where, and what to write instead, as text for whoever wrote it.
//!
//! Why something is refused is not decided here: `refusal` makes these of its reasons.

use std::fmt;

use crate::provenance::Provenance;
use crate::rules::Rule;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The configuration cannot be used.
    Error,
    /// It can, and somebody should look.
    Warning,
    /// It may be meant so.
    Info,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        })
    }
}

/// One problem of a configuration, as a line about a file says it: a refusal, or a known mistake that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The known mistake that it is, if it is one.
    pub rule: Option<&'static Rule>,
    /// How bad it is.
    pub severity: Severity,
    /// Where the value, key or table begins, or which way it came.
    pub place: Provenance,
    /// Path with positions, as `private_dns_zone[0].record_set[2].ttl`; empty when no key is concerned.
    pub key: String,
    /// The value as written, shortened; `None` when the problem is not a value.
    pub value: Option<String>,
    /// What is wrong, without the value: "is not a TTL".
    pub problem: String,
    /// What to write or do; `None` when the problem says it. Of a mistake in a configuration that can be used, it was tried.
    pub fix: Option<String>,
    /// What may help, where nothing could be tried.
    pub advice: Option<String>,
}

impl Diagnostic {
    /// Describes an error.
    pub fn error(place: impl Into<Provenance>, key: impl Into<String>, problem: impl Into<String>) -> Self {
        let (place, key, problem) = (place.into(), key.into(), problem.into());
        Self {
            rule: None,
            severity: Severity::Error,
            place,
            key,
            value: None,
            problem,
            fix: None,
            advice: None,
        }
    }

    /// Makes it the known mistake that it is, which says how bad it is.
    #[must_use]
    pub fn of_rule(self, rule: &'static Rule) -> Self {
        Self { rule: Some(rule), severity: rule.severity, ..self }
    }

    /// Adds the value as written; it is shortened to one line of 60 characters.
    #[must_use]
    pub fn value(mut self, value: impl AsRef<str>) -> Self {
        self.value = Some(shorten(value.as_ref()));
        self
    }

    /// Returns what the problem is a statement about, as `private_dns_zone.ttl = 0`; empty for a problem that says so itself.
    pub fn subject(&self) -> String {
        let key = without_positions(&self.key);
        match (&self.value, self.rule) {
            _ if key.is_empty() => String::new(),
            (Some(value), _) => format!("{key} = {value}"),
            (None, None) => key,
            (None, Some(_)) => String::new(),
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    /// Writes one line: `zonite.toml:12:9: error: record_set.ttl = 0: is not a TTL; write 1 to 2147483647`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: ", self.place, self.severity)?;
        // What was built in code has no key.
        let (key, value) = (without_positions(&self.key), self.value.as_deref().unwrap_or_default());
        match (key.is_empty(), value.is_empty()) {
            (true, true) => {}
            (false, true) => write!(f, "{key}: ")?,
            (true, false) => write!(f, "{value}: ")?,
            (false, false) => write!(f, "{key} = {value}: ")?,
        }
        f.write_str(&self.problem)?;
        if let Some(fix) = self.fix.as_ref().or(self.advice.as_ref()) {
            let is_sentence = self.problem.ends_with('.') && fix.starts_with(char::is_uppercase);
            let separator = if is_sentence { " " } else { "; " };
            write!(f, "{separator}{fix}")?;
        }
        Ok(())
    }
}

/// Removes `[0]` and the like from a key path.
pub fn without_positions(key: &str) -> String {
    let mut inside = false;
    key.chars()
        .filter(|&character| {
            let was_inside = inside;
            inside = match character {
                '[' => true,
                ']' => false,
                _ => inside,
            };
            !(inside || was_inside)
        })
        .collect()
}

/// Puts a text on one line of at most 60 characters.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().count() > LONGEST {
            return line.chars().take(LONGEST - 1).chain(['…']).collect();
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Place;

    #[test]
    fn a_diagnostic_is_one_line() {
        let place = Place { file: "zonite.toml".into(), line: 12, column: 9 };
        let diagnostic = Diagnostic::error(place, "private_dns_zone[0].record_set[2].ttl", "is not a TTL")
            .value("0")
            .fix("write 1 to 2147483647");
        assert_eq!(
            diagnostic.to_string(),
            "zonite.toml:12:9: error: private_dns_zone.record_set.ttl = 0: is not a TTL; write 1 to 2147483647"
        );
    }

    #[test]
    fn a_diagnostic_of_what_was_built_in_code_has_its_value() {
        let diagnostic =
            Diagnostic::error(Provenance::Code, "", "is no virtual network").value("\"nowhere\"");
        assert_eq!(diagnostic.to_string(), "code: error: \"nowhere\": is no virtual network");
    }

    #[test]
    fn long_values_are_cut_and_put_on_one_line() {
        assert_eq!(shorten("[\n  \"a\",\n  \"b\",\n]"), "[ \"a\", \"b\", ]");
        assert_eq!(shorten(&"a".repeat(100)).chars().count(), 60);
    }
}
