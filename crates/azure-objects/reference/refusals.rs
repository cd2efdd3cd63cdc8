//! The page of refusals, made of the registry.

use std::fmt::Write as _;

use azure_objects::refusal::{AzureError, Certainty, ReasonEntry, registry};

/// What stands before the tables.
const HEAD: &str = "\
# What is refused

Every reason why Zonite refuses something, or warns of it. A line about a file says where, which key, which value, what is
wrong and what to do. A request to the control plane gets the error that Azure answers, where that is known: status, code
and message. Otherwise it gets 400 `BadRequest` and the words of the line.

The marks are those of [azure.md](azure.md): [O] somebody has shown it, [I] it follows from what was shown of something
alike. A reason without a mark is Zonite's own, or nobody has shown what Azure answers. Words between braces stand for what
is concerned.

This page is made from the registry in `crates/azure-objects/src/refusal`. The test `every_reason_is_triggered` has a
configuration for each reason.
";

/// Writes the page.
pub(crate) fn render() -> String {
    let mut page = HEAD.to_owned();
    let mut family = "";
    for entry in registry() {
        if entry.family != family {
            family = entry.family;
            let columns = "| reason | when | what is said | Azure |\n|---|---|---|---|";
            let _ = write!(page, "\n## {}\n\n{columns}\n", title(family));
        }
        let (name, doc, problem) = (entry.name, entry.doc(), cell(entry.problem));
        let _ = writeln!(page, "| {name}{} | {doc} | {problem} | {} |", mistake(entry), azure(entry));
    }
    page
}

fn title(family: &str) -> String {
    let (first, rest) = family.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// Links the page of a known mistake.
fn mistake(entry: &ReasonEntry) -> String {
    entry
        .rule
        .map_or_else(String::new, |rule| format!(" ([{0}](findings/{0}.md), {1})", rule.id, rule.severity))
}

fn azure(entry: &ReasonEntry) -> String {
    let Some(AzureError { status, code, certainty, source, message }) = &entry.azure else {
        return String::new();
    };
    let mark = match certainty {
        Certainty::Documented => "D",
        Certainty::Observed => "O",
        Certainty::Inferred => "I",
        Certainty::Unknown => "?",
    };
    let message = message.map_or_else(String::new, |message| format!(": {}", cell(message)));
    format!("{status} `{code}` [{mark}] {source}{message}")
}

/// Keeps a sentence as it is.
fn cell(sentence: &str) -> String {
    let text = sentence.replace("{{", "{").replace("}}", "}").replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
