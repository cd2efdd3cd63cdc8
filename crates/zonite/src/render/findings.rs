//! Findings for people, with the line that they are about, and as JSON.

use std::collections::HashMap;
use std::fmt::Write;

use azure_model::{Diagnostic, Provenance, Severity};
use insight::diagnosis;
use serde_json::{Value, json};

/// Files whose lines are shown, each read once.
pub(crate) struct SourceTexts {
    texts: HashMap<String, Option<String>>,
}

impl SourceTexts {
    /// Begins with the configuration, which may be no file.
    pub(crate) fn new(name: &str, text: &str) -> Self {
        Self { texts: HashMap::from([(name.to_owned(), Some(text.to_owned()))]) }
    }

    /// Returns a line of a file; `None` if it cannot be read.
    fn line(&mut self, place: &Provenance) -> Option<&str> {
        let name = place.holder().into_owned();
        let text = self.texts.entry(name).or_insert_with_key(|name| std::fs::read_to_string(name).ok());
        text.as_deref()?.lines().nth((place.line() as usize).checked_sub(1)?)
    }
}

/// Writes every finding, and how many there are.
pub(crate) fn text(findings: &[Diagnostic], config: &str, sources: &mut SourceTexts) -> String {
    if findings.is_empty() {
        return format!("{config}: nothing wrong\n");
    }
    let mut text: String = findings.iter().map(|finding| one(finding, sources) + "\n").collect();
    text.push_str(&count(findings));
    text
}

/// Writes `zonite.toml:8:8: warning [M1 zone-not-linked]: …`, the line with a mark, the fix and the page.
fn one(finding: &Diagnostic, sources: &mut SourceTexts) -> String {
    let mut text = format!("{}: {}", finding.place, finding.severity);
    if let Some(rule) = finding.rule {
        let _ = write!(text, " [{} {}]", rule.id, rule.name);
    }
    let subject = Some(finding.subject()).filter(|subject| !subject.is_empty());
    let subject = subject.map(|subject| format!("{subject}: ")).unwrap_or_default();
    let _ = writeln!(text, ": {subject}{}", finding.problem);
    let number = finding.place.line().to_string();
    let blank = " ".repeat(number.len());
    if let Some(line) = sources.line(&finding.place) {
        let _ = writeln!(text, "{blank} |\n{number} | {line}");
        if finding.place.column() > 0 {
            let (before, marked) = span(line, finding.place.column() as usize - 1);
            let _ = writeln!(text, "{blank} | {}{}", " ".repeat(before), "^".repeat(marked));
        }
    }
    if let Some(fix) = &finding.fix {
        let _ = writeln!(text, "{blank} = fix: {fix}");
    }
    if let Some(advice) = &finding.advice {
        let _ = writeln!(text, "{blank} = advice: {advice}");
    }
    if let Some(rule) = finding.rule {
        let _ = writeln!(text, "{blank} = page: {}", rule.page());
    }
    text
}

/// Returns how many characters stand before a column, and how many the key, value or table there has.
fn span(line: &str, column: usize) -> (usize, usize) {
    let rest: Vec<char> = line.chars().skip(column).collect();
    let closing = match rest.first() {
        Some('"' | '\'') => rest.iter().skip(1).position(|c| *c == rest[0]).map(|at| at + 2),
        Some('[') => rest.iter().rposition(|c| *c == ']').map(|at| at + 1),
        Some('{') => rest.iter().position(|c| *c == '}').map(|at| at + 1),
        _ => rest.iter().position(|c| c.is_whitespace() || matches!(c, ',' | ']' | '}')),
    };
    let column = column.min(line.chars().count());
    (column, closing.unwrap_or(rest.len()).max(1))
}

/// Writes "2 findings: 1 error, 1 warning".
fn count(findings: &[Diagnostic]) -> String {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "info")];
    let parts =
        kinds.into_iter().map(|(severity, word)| (of(severity), word)).filter(|(count, _)| *count > 0);
    let plural = |count: usize, word: &str| match (count, word) {
        (1, _) | (_, "info") => format!("{count} {word}"),
        _ => format!("{count} {word}s"),
    };
    let parts: Vec<String> = parts.map(|(count, word)| plural(count, word)).collect();
    format!("{}: {}\n", plural(findings.len(), "finding"), parts.join(", "))
}

/// Makes an array of objects.
pub(crate) fn as_json(findings: &[Diagnostic]) -> Value {
    findings.iter().map(one_as_json).collect()
}

fn one_as_json(finding: &Diagnostic) -> Value {
    json!({
        "rule": finding.rule.map_or("error", |rule| rule.id),
        "name": finding.rule.map(|rule| rule.name),
        "severity": finding.severity.to_string(),
        "file": finding.place.holder().into_owned(),
        "line": finding.place.line(),
        "column": finding.place.column(),
        "key": finding.key,
        "value": finding.value,
        "problem": finding.problem,
        "fix": finding.fix,
        "advice": finding.advice,
        "page": finding.rule.map(diagnosis::Rule::page),
    })
}

/// Lists the mistakes that are looked for.
pub(crate) fn list() -> String {
    let widest = diagnosis::rules().iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let line = |rule: &&diagnosis::Rule| {
        let severity = rule.severity.to_string();
        format!("{:<4} {:<widest$} {severity:<8} {}\n", rule.id, rule.name, rule.title)
    };
    diagnosis::rules().iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_under_the_value_or_the_key() {
        for (line, column, want) in [
            ("name = \"hub\"   # hub", 7, (7, 5)),
            ("rule = [{ to = [\"a\"] }]", 8, (8, 14)),
            ("enabled = true", 10, (10, 4)),
            ("[[zone]]", 0, (0, 8)),
            ("ttl = 0, x", 6, (6, 1)),
            ("x", 9, (1, 1)),
        ] {
            assert_eq!(span(line, column), want, "{line}");
        }
    }
}
