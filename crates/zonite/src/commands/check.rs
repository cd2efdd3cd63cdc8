//! `zonite check`: what is wrong with a configuration.

use std::io::Write;

use anyhow::{Context, Result};
use azure_model::Diagnostic;
use serde_json::{Value, json};

use super::Exit;
use crate::args::{CheckArgs, Format};
use crate::source;

/// Reads the configuration and prints every finding.
pub(crate) fn run(args: &CheckArgs) -> Result<Exit> {
    let found = source::find(args.config.config.as_deref(), args.file.as_deref());
    let (findings, usable) = match source::read(&found) {
        Ok(loaded) => {
            for f in azure_model::diagnosis::lint(&loaded) {
                println!("{} [{}] {}; {:?}", f.place, f.rule.map_or("-", |r| r.id), f.problem, f.fix);
            }
            (loaded.warnings, true)
        }
        Err(findings) => (findings, false),
    };
    let text = match args.format {
        Format::Json => format!("{:#}\n", findings.iter().map(as_json).collect::<Value>()),
        Format::Text if findings.is_empty() => format!("{found}: nothing wrong\n"),
        Format::Text => {
            let lines: String = findings.iter().map(|finding| format!("{finding}\n")).collect();
            format!("{lines}{}\n", source::count(findings.len()))
        }
    };
    std::io::stdout().write_all(text.as_bytes()).context("cannot write the findings")?;
    Ok(match (usable, findings.is_empty()) {
        (true, true) => Exit::Fine,
        (true, false) => Exit::No,
        (false, _) => Exit::Cannot,
    })
}

fn as_json(finding: &Diagnostic) -> Value {
    json!({
        "severity": finding.severity.to_string(),
        "file": finding.place.file.to_string(),
        "line": finding.place.line,
        "column": finding.place.column,
        "key": finding.key,
        "value": finding.value,
        "problem": finding.problem,
        "fix": finding.fix,
    })
}
