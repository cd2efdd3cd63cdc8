//! What was expected beside what was seen.

mod section;

use std::net::IpAddr;

use crate::expectation::{Aspect, Wanted};
use crate::observed::{Observed, SILENCE};
use crate::seen::{Observation, ObservedOutcome, Suspected};

/// How exactly answers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// To the letter.
    Exact,
    /// As a server's answer can be expected to be: caches count TTLs down, so that a TTL is the highest allowed; the
    /// records of one set may rotate (RFC 1034 §3.6); names compare without case (RFC 4343).
    Wire,
    /// As what an answer means is read from it: the order of records counts, and a TTL is the highest allowed.
    Meaning,
}

/// What a comparison found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// What differs, in the order of reports.
    pub differences: Vec<Difference>,
    /// What could not be compared, and why.
    pub not_checked: Vec<(Aspect, String)>,
}

/// One thing that was expected otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What.
    pub aspect: Aspect,
    /// What was expected, and what was seen, line by line in the order of a diff.
    pub lines: Vec<DiffLine>,
}

/// One line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// Where it stands.
    pub side: Side,
    /// What it says.
    pub content: Content,
}

/// On which side of a diff a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// On both.
    Both,
    /// It was expected and is not there.
    Expected,
    /// It is there and was not expected.
    Observation,
}

/// What a line of a difference says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A record: owner, TTL, type and RDATA, to be aligned with its neighbours.
    Record([String; 4]),
    /// Anything else.
    Text(String),
}

impl Difference {
    fn of_texts(aspect: Aspect, expected: impl Into<String>, seen: impl Into<String>) -> Self {
        let line = |side, text| DiffLine { side, content: Content::Text(text) };
        let lines = vec![line(Side::Expected, expected.into()), line(Side::Observation, seen.into())];
        Self { aspect, lines }
    }

    /// Returns the texts of one side, records as `OWNER TTL TYPE RDATA`.
    pub fn side(&self, side: Side) -> Vec<String> {
        let lines = self.lines.iter().filter(|line| line.side == side || line.side == Side::Both);
        lines.map(|line| line.content.to_text()).collect()
    }
}

impl Content {
    /// Returns it on one line.
    pub fn to_text(&self) -> String {
        match self {
            Self::Record(fields) => fields.join(" "),
            Self::Text(text) => text.clone(),
        }
    }
}

/// Compares everything that is expected; `None`: nothing was seen, so nothing can be compared.
pub fn compare(wanted: &Wanted, seen: &Observation, strictness: Strictness) -> Option<Compared> {
    let observed = match &seen.outcome {
        ObservedOutcome::Answer(observed) => observed,
        ObservedOutcome::Silence(why) => return Some(silence(wanted, why)),
        ObservedOutcome::Unknown(_) | ObservedOutcome::NotAsked(_) => return None,
    };
    let mut compared = Compared::default();
    let mut push = |difference: Option<Difference>| compared.differences.extend(difference);
    push(rcode(wanted, observed));
    push(wanted.authoritative.and_then(|wanted| {
        let word = |set: bool| if set { "the AA bit" } else { "no AA bit" };
        let seen = observed.is_authoritative();
        (wanted != seen).then(|| Difference::of_texts(Aspect::Authoritative, word(wanted), word(seen)))
    }));
    push(section::records(Aspect::Answer, wanted.answer.as_deref(), &observed.answer, strictness));
    push(wanted.address.and_then(|address| only_address(address, observed)));
    push(wanted.contains.as_ref().and_then(|text| contains(text, observed)));
    push(wanted.private.and_then(|private| privacy(private, observed)));
    push(wanted.ttl_at_most.and_then(|most| ttl_at_most(most, observed)));
    push(section::records(Aspect::Authority, wanted.authority.as_deref(), &observed.authority, strictness));
    push(section::records(
        Aspect::Additional,
        wanted.additional.as_deref(),
        &observed.additional,
        strictness,
    ));
    if let Some(rule) = wanted.explains {
        match &seen.suspected {
            Suspected::Mistakes(found) if found.first().is_some_and(|found| found.rule == rule) => {}
            Suspected::Mistakes(found) => {
                let label = |rule: &insight::diagnosis::Rule| format!("{} {}", rule.id, rule.name);
                let first = found.first().map(|found| format!("{}: {}", label(found.rule), found.reason));
                let first = first.unwrap_or_else(|| "no known mistake".to_owned());
                push(Some(Difference::of_texts(Aspect::Explains, label(rule), first)));
            }
            Suspected::NotKnown(why) => compared.not_checked.push((Aspect::Explains, why.clone())),
        }
    }
    Some(compared)
}

/// Compares the RCODE. Where none is written, only an answer about the name will do: a server that fails or refuses has no
/// records either.
fn rcode(wanted: &Wanted, observed: &Observed) -> Option<Difference> {
    let is_about_answer = Wanted { explains: None, ..wanted.clone() } != Wanted::default();
    let expected = match wanted.rcode.as_deref() {
        Some(rcode) if rcode != observed.rcode => rcode,
        None if is_about_answer && !matches!(&*observed.rcode, "NOERROR" | "NXDOMAIN") => {
            "NOERROR or NXDOMAIN"
        }
        Some(_) | None => return None,
    };
    Some(Difference::of_texts(Aspect::Rcode, expected, &observed.rcode))
}

/// Compares with no answer.
fn silence(wanted: &Wanted, why: &str) -> Compared {
    let expected = match wanted.rcode.as_deref() {
        Some(SILENCE) => return Compared::default(),
        Some(rcode) => rcode,
        None => "an answer",
    };
    let seen = if why.is_empty() { SILENCE.to_owned() } else { format!("{SILENCE}: {why}") };
    let differences = vec![Difference::of_texts(Aspect::Rcode, expected, seen)];
    Compared { differences, not_checked: Vec::new() }
}

fn only_address(wanted: IpAddr, observed: &Observed) -> Option<Difference> {
    let addresses = observed.addresses();
    let is_it = |text: &&str| text.parse() == Ok(wanted);
    let is_met = addresses.len() == 1 && addresses.iter().all(is_it);
    (!is_met).then(|| Difference::of_texts(Aspect::Address, wanted.to_string(), all_of(observed)))
}

fn contains(text: &str, observed: &Observed) -> Option<Difference> {
    let is_met = observed.answer.iter().any(|record| record.to_string().contains(text));
    let mut lines = vec![DiffLine {
        side: Side::Expected,
        content: Content::Text(format!("a record that contains \"{text}\"")),
    }];
    lines.extend(
        observed.answer.iter().map(|record| DiffLine { side: Side::Observation, content: record.into() }),
    );
    if observed.answer.is_empty() {
        lines.push(DiffLine { side: Side::Observation, content: Content::Text("(no record)".to_owned()) });
    }
    (!is_met).then_some(Difference { aspect: Aspect::Contains, lines })
}

fn privacy(wanted: bool, observed: &Observed) -> Option<Difference> {
    let expected = if wanted { "private addresses only" } else { "a public address" };
    let is_met = match Privacy::of(observed) {
        Privacy::Private => wanted,
        Privacy::Public | Privacy::Mixed => !wanted,
        Privacy::NoAddress => false,
    };
    (!is_met).then(|| Difference::of_texts(Aspect::Private, expected, all_of(observed)))
}

fn ttl_at_most(most: u32, observed: &Observed) -> Option<Difference> {
    let expected = Content::Text(format!("no TTL above {most}"));
    let mut lines = vec![DiffLine { side: Side::Expected, content: expected }];
    let high = observed.answer.iter().filter(|record| record.ttl > most);
    lines.extend(high.map(|record| DiffLine { side: Side::Observation, content: record.into() }));
    if observed.answer.is_empty() {
        lines.push(DiffLine { side: Side::Observation, content: Content::Text("(no record)".to_owned()) });
    }
    (lines.len() > 1).then_some(Difference { aspect: Aspect::TtlAtMost, lines })
}

/// Writes all addresses of an answer.
fn all_of(observed: &Observed) -> String {
    match &*observed.addresses() {
        [] => "no address".to_owned(),
        addresses => addresses.join(", "),
    }
}

/// Whether the addresses of an answer are private (RFC 1918, RFC 6598, RFC 4193).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// There are none.
    NoAddress,
    /// All are.
    Private,
    /// None is.
    Public,
    /// Some are.
    Mixed,
}

impl Privacy {
    /// Looks at the addresses of an answer.
    pub fn of(observed: &Observed) -> Self {
        let is_private = |text: &&str| match text.parse() {
            Ok(IpAddr::V4(v4)) => v4.is_private() || matches!(v4.octets(), [100, 64..=127, ..]),
            Ok(IpAddr::V6(v6)) => v6.is_unique_local(),
            Err(_) => false,
        };
        let addresses = observed.addresses();
        match (addresses.len(), addresses.iter().filter(|text| is_private(text)).count()) {
            (0, _) => Self::NoAddress,
            (all, private) if all == private => Self::Private,
            (_, 0) => Self::Public,
            _ => Self::Mixed,
        }
    }
}
