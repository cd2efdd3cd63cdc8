//! `zonite check`: what is wrong with a configuration.

use std::io::Write;

use anyhow::{Context, Result};
use azure_model::{Diagnostic, Disk, Refusal, Severity};
use insight::diagnosis;

use super::Exit;
use crate::args::{CheckArgs, Denied, Format};
use crate::render::findings::{self, SourceTexts};
use crate::render::sarif;
use crate::source::{self, Text};

/// Reads the configuration and prints every finding.
pub(crate) fn run(args: &CheckArgs) -> Result<Exit> {
    if args.list {
        return print(&findings::list()).map(|()| Exit::Fine);
    }
    let found = source::find(args.config.config.as_deref(), args.file.as_deref());
    let text = Text::read(&found, &Disk);
    let lint = |written: &formats::ConfigurationText<'_>| {
        formats::load_written(written).map(|loaded| diagnosis::lint(&loaded, Some(written)))
    };
    let list = match &text {
        Ok(text) => lint(&text.as_written(&Disk)),
        Err(problems) => Err(problems.clone()),
    };
    let usable = list.is_ok();
    let mut list = list.unwrap_or_else(|problems| Refusal::to_diagnostics(&problems));
    list.retain(|finding| !args.allow.iter().any(|allowed| finding.rule == Some(*allowed)));
    list.iter_mut().for_each(|finding| harden(finding, &args.deny));
    let written = text.as_ref().map(|text| text.text.as_str()).unwrap_or_default();
    let mut sources = SourceTexts::new(&found.to_string(), written);
    print(&match args.format {
        Format::Json => format!("{:#}\n", findings::as_json(&list)),
        Format::Sarif => format!("{:#}\n", sarif::log(&list)),
        Format::Text => findings::text(&list, &found.to_string(), &mut sources),
    })?;
    let counts = list.iter().any(|finding| finding.severity != Severity::Info);
    Ok(match (usable, counts) {
        (true, false) => Exit::Fine,
        (true, true) => Exit::No,
        (false, _) => Exit::Cannot,
    })
}

/// Makes an error of what is denied.
fn harden(finding: &mut Diagnostic, denied: &[Denied]) {
    let is_denied = denied.iter().any(|denied| match denied {
        Denied::Warnings => finding.severity == Severity::Warning,
        Denied::Rule(rule) => finding.rule == Some(*rule),
    });
    if is_denied {
        finding.severity = Severity::Error;
    }
}

fn print(text: &str) -> Result<()> {
    std::io::stdout().write_all(text.as_bytes()).context("cannot write the findings")
}
