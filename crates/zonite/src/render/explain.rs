//! Explanations as a screen of text: the verdict first, then why.

use std::fmt::Write as _;

use azure_model::Provenance;
use expectations::report::paint::{Colour, Paint};
use insight::diagnosis::{LineChange, Rule, Suspect};
use insight::explain::{
    Act, By, ExplainedStep, Explanation, NameFinding, RegistryView, Told, Verdict, outcome_name,
};
use zone_store::answer::ResponseCode;
use zone_store::name::Name;
use zone_store::rdata;
use zone_store::record::RecordType;

use super::layout::{Indents, ScreenLine, layout, of_verdict, wrap};

/// Width of the words in front of the first lines.
const LABEL: usize = 10;

/// The question as it was typed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// Where from.
    pub(crate) from: &'a str,
    /// The resolver, if one was named.
    pub(crate) named: Option<&'a str>,
}

/// Writes everything about one question.
pub(crate) fn screen(explanation: &Explanation, asked: Asked<'_>, paint: Paint) -> String {
    let mut text = headline(explanation, asked, paint);
    let mut lines = vec![ScreenLine::blank()];
    let Explanation { client, resolver, .. } = explanation;
    lines.push(labelled("client", client, client.place.as_ref()));
    if let insight::explain::WhyClient::Several { claims, .. } = &client.why {
        lines.extend(claims.iter().map(|(network, prefix, place)| {
            ScreenLine::new(LABEL, format!("{network} has {prefix}"), Some(place))
        }));
    }
    lines.push(labelled("asks", resolver, resolver.place.as_ref()));
    if let Told::Answer(answer) = &explanation.told {
        lines.extend(answer.errors.iter().map(|error| labelled("error", error, None)));
    }
    way(&explanation.steps, &mut lines);
    if !explanation.near_misses.is_empty() {
        lines.push(ScreenLine::blank());
        lines.push(ScreenLine::heading("Nearly"));
        let misses = explanation.near_misses.iter();
        lines.extend(misses.map(|miss| ScreenLine::new(2, miss.what.to_string(), miss.place.as_ref())));
    }
    if let Some(registry) = explanation.registry.as_ref().filter(|_| resolver.resolver.is_some()) {
        of_registry(registry, &mut lines);
    }
    for suspect in &explanation.suspects {
        of_suspect(suspect, &mut lines);
    }
    text.push_str(&layout(&lines, paint));
    text
}

fn labelled(label: &str, what: &impl ToString, place: Option<&Provenance>) -> ScreenLine {
    ScreenLine::new(0, format!("{label:LABEL$}{}", what.to_string()), place)
}

/// Writes the verdict and the answer in one line.
fn headline(explanation: &Explanation, asked: Asked<'_>, paint: Paint) -> String {
    let Explanation { query, told, verdict, .. } = explanation;
    let word = match (verdict, told) {
        (Some(verdict), _) => verdict.word().to_uppercase(),
        (None, Told::Answer(answer)) => outcome_name(Some(answer.rcode)),
        (None, Told::Silence { .. } | Told::Unknown { .. }) => told.in_short().to_uppercase(),
    };
    let mut line = format!("{}  {}", of_verdict(paint, *verdict, &word), query.name.without_dot());
    if query.rtype != RecordType::A {
        let _ = write!(line, " {}", rdata::type_name(query.rtype));
    }
    let _ = write!(line, " from {}", asked.from);
    if let Some(named) = asked.named {
        let _ = write!(line, " @{named}");
    }
    let _ = match told {
        Told::Unknown { name, rtype, targets } => {
            let (name, kind) = (name.without_dot(), rdata::type_name(*rtype));
            write!(line, ": {name} {kind} would be asked at {}", targets.join(", "))
        }
        Told::Silence { .. } | Told::Answer(_) => write!(line, ": {}", told.in_short()),
    };
    if let Some(other) = other_verdict(explanation) {
        let _ = write!(line, ", but {other}");
    }
    line.push('\n');
    if let Some(suspect) = explanation.suspects.first() {
        let Rule { id, name, title, .. } = suspect.rule;
        let _ = writeln!(
            line,
            "{}{}",
            " ".repeat(word.len() + 2),
            paint.paint(Colour::Bold, &format!("{id} {name}: {title}"))
        );
    }
    line
}

/// Names the first name of the registry that is reached in another way than the name asked for.
fn other_verdict(explanation: &Explanation) -> Option<String> {
    let names = &explanation.registry.as_ref()?.names;
    let own = names.iter().find(|name| name.told.addresses() == explanation.told.addresses())?;
    let other = names.iter().find(|name| name.verdict != own.verdict)?;
    Some(format!("{} {}: {}", other.role.word(), other.name.without_dot(), other.told.in_short()))
}

/// Writes what each resolver did, under its name.
fn way(steps: &[ExplainedStep], lines: &mut Vec<ScreenLine>) {
    let (mut resolver, mut by): (Option<&str>, Option<&By>) = (None, None);
    let width = names(steps).map(|name| name.without_dot().len()).max().unwrap_or(0);
    for step in steps.iter().skip(said_already(steps)) {
        let Some(line) = line_of(&step.act, width) else { continue };
        if resolver != Some(step.resolver.as_str()) {
            lines.push(ScreenLine::blank());
            lines.push(ScreenLine::heading(step.resolver.clone()));
            (resolver, by) = (Some(step.resolver.as_str()), None);
        }
        if let Act::Decided { by: new, .. } = &step.act
            && by != Some(new)
        {
            lines.push(ScreenLine::new(2, new.to_string(), new.place()));
            by = Some(new);
        }
        lines.push(line);
    }
}

/// Counts the first steps that only say which resolver the client asks.
fn said_already(steps: &[ExplainedStep]) -> usize {
    match steps {
        [
            ExplainedStep { act: Act::Asked { .. }, .. },
            ExplainedStep { act: Act::Forwarded { route: None, unreachable: None, .. }, .. },
            ..,
        ] => 2,
        _ => 0,
    }
}

fn names(steps: &[ExplainedStep]) -> impl Iterator<Item = &Name> {
    steps.iter().filter_map(|step| match &step.act {
        Act::Decided { name, .. } => Some(name),
        _ => None,
    })
}

/// Writes what was done; `None` for what the lines around it say.
fn line_of(act: &Act, width: usize) -> Option<ScreenLine> {
    Some(match act {
        Act::Asked { .. } | Act::Answered { rcode: Some(ResponseCode::NoError) } => return None,
        Act::Decided { name, finding, by } => {
            let (what, place) = found(finding, by);
            let name = name.without_dot();
            ScreenLine::new(4, format!("{name:width$}  {what}"), place)
        }
        Act::FellBack { link, .. } => {
            let what = "falls back to public DNS: the link's resolution_policy is NxDomainRedirect";
            ScreenLine::new(4, what, link.as_ref())
        }
        Act::Forwarded { route, target, unreachable, .. } => {
            let (why, place) = match route {
                Some(route) => (format!("{route}: "), route.place.as_ref()),
                None => (String::new(), None),
            };
            let end = unreachable.as_ref().map(|why| format!("; no answer: {why}")).unwrap_or_default();
            ScreenLine::new(2, format!("{why}asks {target}{end}"), place)
        }
        Act::WentOutside { name, targets } => ScreenLine::new(
            2,
            format!("{} is asked outside, at {}", name.without_dot(), targets.join(", ")),
            None,
        ),
        Act::CameBack { rcode, .. } => {
            ScreenLine::new(2, format!("outside: {}", outcome_name(Some(*rcode))), None)
        }
        Act::Remembered { name } => {
            ScreenLine::new(2, format!("answers {} from its cache", name.without_dot()), None)
        }
        Act::Stopped { why } => ScreenLine::new(2, format!("stopped: {why}"), None),
        Act::Answered { rcode: Some(ResponseCode::NXDomain) } => return None,
        Act::Answered { rcode } => ScreenLine::new(2, format!("answers {}", outcome_name(*rcode)), None),
    })
}

/// Says what there is about a name; the place is left out where the line above has it.
fn found<'f>(finding: &'f NameFinding, by: &By) -> (String, Option<&'f Provenance>) {
    match finding {
        NameFinding::NoData => ("no record of this type".to_owned(), None),
        NameFinding::NxDomain => ("NXDOMAIN".to_owned(), None),
        NameFinding::Delegated => {
            ("is delegated to a server that is not in the configuration".to_owned(), None)
        }
        NameFinding::Records { data, is_alias, is_wildcard, source } => {
            let what = if *is_alias { "alias".to_owned() } else { data.join(", ") };
            let wildcard = if *is_wildcard { " (wildcard)" } else { "" };
            let is_new = source.as_ref().is_some_and(|source| Some(&source.place) != by.place());
            let source = source.as_ref().filter(|_| is_new);
            let of = source.and_then(|source| source.what.as_deref()).map(|what| format!("  of {what}"));
            (format!("{what}{wildcard}{}", of.unwrap_or_default()), source.map(|source| &source.place))
        }
    }
}

/// Writes the verdict on each name of a registry.
fn of_registry(registry: &RegistryView, lines: &mut Vec<ScreenLine>) {
    lines.push(ScreenLine::blank());
    let endpoint = if registry.has_endpoint { "" } else { ", which has no private endpoint here" };
    let text = format!("Registry {}{endpoint}: {}", registry.name, registry.verdict.word());
    lines.push(ScreenLine { is_heading: true, ..ScreenLine::new(0, text, Some(&registry.place)) });
    let width = registry.names.iter().map(|name| name.name.without_dot().len()).max().unwrap_or(0);
    for name in &registry.names {
        let (role, verdict, short) = (name.role.word(), name.verdict.word(), name.told.in_short());
        let note = name.note.as_ref().map(|note| format!(", {note}")).unwrap_or_default();
        let text = format!("{role:8}  {:width$}  {verdict:7}  {short}{note}", name.name.without_dot());
        lines.push(ScreenLine::new(2, text, None));
    }
    if !registry.has_data_endpoints {
        lines.push(ScreenLine::new(
            2,
            "data      comes from a storage account: it has no data endpoints",
            None,
        ));
    }
    let mut told: Vec<&[String]> = Vec::new();
    for access in registry.names.iter().filter_map(|name| name.access.as_ref()) {
        if !told.contains(&access.lines.as_slice()) {
            told.push(&access.lines);
            let label = if told.len() == 1 { "access" } else { "" };
            wrap(&format!("{label:8}  {}", access.lines.join("\n")), Indents { first: 2, others: 12 }, lines);
        }
    }
}

/// Writes a known mistake, and the change that fixes it.
fn of_suspect(suspect: &Suspect, lines: &mut Vec<ScreenLine>) {
    lines.push(ScreenLine::blank());
    let Rule { id, name, .. } = suspect.rule;
    let title = format!("{id} {name}  ({})", suspect.rule.page());
    lines.push(ScreenLine { is_heading: true, ..ScreenLine::new(0, title, Some(&suspect.place)) });
    wrap(&suspect.reason, Indents { first: 2, others: 2 }, lines);
    let said = [("fix", &suspect.fix), ("advice", &suspect.advice)].into_iter();
    for (word, text) in said.filter_map(|(word, text)| Some((word, text.as_ref()?))) {
        wrap(&format!("{word}: {text}"), Indents { first: 2, others: 2 }, lines);
    }
    let Some(fix) = &suspect.verified_fix else { return };
    let text = format!("tried: with this change of {} the answer is {}", fix.file, fix.answer.join(", "));
    lines.push(ScreenLine::new(2, text, None));
    for line in &fix.lines {
        let sign = match line.change {
            LineChange::Added => '+',
            LineChange::Removed => '-',
        };
        let text = format!("{:>5} {sign} {}", line.line, line.text);
        lines.push(ScreenLine::new(2, text.trim_end(), None));
    }
}

/// Writes a line for each network.
pub(crate) fn networks(all: &[(String, Explanation)], paint: Paint) -> String {
    let rows: Vec<[String; 4]> = all.iter().map(|(network, explanation)| row(network, explanation)).collect();
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2)];
    let mut text = String::new();
    for ([network, resolver, answer, verdict], (_, explanation)) in rows.iter().zip(all) {
        let _ = write!(text, "{network:0$}  {resolver:1$}  {answer:2$}  ", widths[0], widths[1], widths[2]);
        text.push_str(&of_verdict(paint, explanation.verdict, verdict));
        if let Some(suspect) = explanation.suspects.first() {
            let _ = write!(
                text,
                "{:1$}{2} {3}",
                "",
                9_usize.saturating_sub(verdict.len()),
                suspect.rule.id,
                suspect.rule.name
            );
        }
        text.push('\n');
    }
    text
}

fn row(network: &str, explanation: &Explanation) -> [String; 4] {
    let resolver = explanation.resolver.resolver.clone().unwrap_or_else(|| "nobody".to_owned());
    let verdict = explanation.verdict.map(Verdict::word).unwrap_or_default();
    [network.to_owned(), resolver, explanation.told.in_short(), verdict.to_owned()]
}
