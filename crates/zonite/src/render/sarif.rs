//! Findings as SARIF 2.1.0 (OASIS), for tools that show them beside the lines.

use azure_model::{Diagnostic, Provenance, Severity};
use insight::diagnosis::{self, Rule};
use serde_json::{Value, json};

/// Where the schema of the format is.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The rule of what is refused and no known mistake.
const ERROR: &str = "error";

/// Makes a log of one run.
pub(crate) fn log(findings: &[Diagnostic]) -> Value {
    let mut rules: Vec<Value> = diagnosis::rules().iter().map(|rule| descriptor(rule)).collect();
    rules.push(json!({
        "id": ERROR,
        "name": "refused",
        "shortDescription": { "text": "Azure, or the format of the file, refuses this." },
        "defaultConfiguration": { "level": "error" },
    }));
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "zonite",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(result).collect::<Value>(),
        }],
    })
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "name": rule.name,
        "shortDescription": { "text": rule.title },
        "help": { "text": format!("See {}.", rule.page()) },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(finding: &Diagnostic) -> Value {
    let said = [("Fix", &finding.fix), ("Advice", &finding.advice)].into_iter();
    let fix: String = said.filter_map(|(word, text)| Some(format!(" {word}: {}.", text.as_ref()?))).collect();
    let subject = Some(finding.subject()).filter(|subject| !subject.is_empty());
    let subject = subject.map(|subject| format!("{subject}: ")).unwrap_or_default();
    let mut result = json!({
        "ruleId": finding.rule.map_or(ERROR, |rule| rule.id),
        "level": level(finding.severity),
        "message": { "text": format!("{subject}{}.{fix}", finding.problem.trim_end_matches('.')) },
    });
    if finding.place.line() > 0 {
        result["locations"] = json!([{ "physicalLocation": location(&finding.place) }]);
    }
    result
}

fn location(place: &Provenance) -> Value {
    let mut region = json!({ "startLine": place.line() });
    if place.column() > 0 {
        region["startColumn"] = json!(place.column());
    }
    json!({ "artifactLocation": { "uri": uri(&place.holder()) }, "region": region })
}

/// Writes a path as a relative or a file URI (RFC 3986 §2.1).
fn uri(path: &str) -> String {
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~/".contains(&octet);
    let escape = |octet: u8| if plain(octet) { (octet as char).to_string() } else { format!("%{octet:02X}") };
    let escaped: String = path.bytes().map(escape).collect();
    if path.starts_with('/') { format!("file://{escaped}") } else { escaped }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
