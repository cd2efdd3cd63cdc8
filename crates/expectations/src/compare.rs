//! What was expected beside what was seen.

use std::net::IpAddr;

use crate::expectation::{Aspect, Wanted, WantedRecord};
use crate::observed::{Observed, SILENCE, SeenRecord};
use crate::seen::{Outcome, Seen, Suspected};

/// How exactly answers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// To the letter.
    Exact,
    /// As a server's answer can be expected to be: caches count TTLs down, so that a TTL is the highest allowed; the
    /// records of one set may rotate (RFC 1034 §3.6); names compare without case (RFC 4343).
    Wire,
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
    pub lines: Vec<Line>,
}

/// One line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
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
    Seen,
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
        let line = |side, text| Line { side, content: Content::Text(text) };
        let lines = vec![line(Side::Expected, expected.into()), line(Side::Seen, seen.into())];
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
pub fn compare(wanted: &Wanted, seen: &Seen, strictness: Strictness) -> Option<Compared> {
    let observed = match &seen.outcome {
        Outcome::Answer(observed) => observed,
        Outcome::Silence(why) => return Some(silence(wanted, why)),
        Outcome::Unknown(_) | Outcome::NotAsked(_) => return None,
    };
    let mut compared = Compared::default();
    let mut push = |difference: Option<Difference>| compared.differences.extend(difference);
    push(wanted.rcode.as_ref().and_then(|rcode| {
        let differs = *rcode != observed.rcode;
        differs.then(|| Difference::of_texts(Aspect::Rcode, rcode, &observed.rcode))
    }));
    push(wanted.authoritative.and_then(|wanted| {
        let word = |set: bool| if set { "the AA bit" } else { "no AA bit" };
        let seen = observed.is_authoritative();
        (wanted != seen).then(|| Difference::of_texts(Aspect::Authoritative, word(wanted), word(seen)))
    }));
    push(records(Aspect::Answer, wanted.answer.as_deref(), &observed.answer, strictness));
    push(wanted.address.and_then(|address| only_address(address, observed)));
    push(wanted.contains.as_ref().and_then(|text| contains(text, observed)));
    push(wanted.private.and_then(|private| privacy(private, observed)));
    push(wanted.ttl_at_most.and_then(|most| ttl_at_most(most, observed)));
    push(records(Aspect::Authority, wanted.authority.as_deref(), &observed.authority, strictness));
    push(records(Aspect::Additional, wanted.additional.as_deref(), &observed.additional, strictness));
    if let Some(rule) = wanted.explains {
        match &seen.suspected {
            Suspected::Mistakes(found) if found.first().is_some_and(|found| found.rule == rule) => {}
            Suspected::Mistakes(found) => {
                let label = |rule: &azure_model::diagnosis::Rule| format!("{} {}", rule.id, rule.name);
                let first = found.first().map(|found| format!("{}: {}", label(found.rule), found.reason));
                let first = first.unwrap_or_else(|| "no known mistake".to_owned());
                push(Some(Difference::of_texts(Aspect::Explains, label(rule), first)));
            }
            Suspected::NotKnown(why) => compared.not_checked.push((Aspect::Explains, why.clone())),
        }
    }
    Some(compared)
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

/// Compares a section, in order.
fn records(
    aspect: Aspect,
    wanted: Option<&[WantedRecord]>,
    seen: &[SeenRecord],
    strictness: Strictness,
) -> Option<Difference> {
    let wanted = in_order(wanted?, strictness, |record| (&record.owner, &record.kind, &record.data));
    let seen = in_order(seen, strictness, |record| (&record.owner, &record.kind, &record.data));
    let fits = |wanted: &WantedRecord, seen: &SeenRecord| record_fits(wanted, seen, strictness);
    if wanted.len() == seen.len() && wanted.iter().zip(&seen).all(|(wanted, seen)| fits(wanted, seen)) {
        return None;
    }
    // A longest common subsequence: sections are short, so that the whole table may be filled.
    let mut common = vec![vec![0_usize; seen.len() + 1]; wanted.len() + 1];
    for (i, want) in wanted.iter().enumerate().rev() {
        for (j, saw) in seen.iter().enumerate().rev() {
            let without = common[i + 1][j].max(common[i][j + 1]);
            common[i][j] = if fits(want, saw) { 1 + common[i + 1][j + 1] } else { without };
        }
    }
    let (mut lines, mut i, mut j) = (Vec::new(), 0, 0);
    while i < wanted.len() || j < seen.len() {
        let both = i < wanted.len() && j < seen.len() && fits(wanted[i], seen[j]);
        if both {
            lines.push(Line { side: Side::Both, content: seen[j].content() });
            (i, j) = (i + 1, j + 1);
        } else if j == seen.len() || (i < wanted.len() && common[i + 1][j] >= common[i][j + 1]) {
            lines.push(Line { side: Side::Expected, content: wanted[i].content() });
            i += 1;
        } else {
            lines.push(Line { side: Side::Seen, content: seen[j].content() });
            j += 1;
        }
    }
    let none = |side| Line { side, content: Content::Text("(no record)".to_owned()) };
    lines.extend(wanted.is_empty().then(|| none(Side::Expected)));
    lines.extend(seen.is_empty().then(|| none(Side::Seen)));
    Some(Difference { aspect, lines })
}

/// Sorts the records of each set, where their order means nothing; sets keep their order.
fn in_order<T>(
    section: &[T],
    strictness: Strictness,
    key: impl Fn(&T) -> (&String, &String, &String),
) -> Vec<&T> {
    let mut section: Vec<&T> = section.iter().collect();
    if strictness == Strictness::Wire {
        let is_same_set = |a: &&T, b: &&T| {
            let ((a_owner, a_kind, _), (b_owner, b_kind, _)) = (key(a), key(b));
            a_owner.eq_ignore_ascii_case(b_owner) && a_kind == b_kind
        };
        for set in section.chunk_by_mut(is_same_set) {
            set.sort_by_key(|record| key(record).2.to_ascii_lowercase());
        }
    }
    section
}

fn record_fits(wanted: &WantedRecord, seen: &SeenRecord, strictness: Strictness) -> bool {
    let (names_fit, ttl_fits) = match strictness {
        Strictness::Exact => (
            wanted.owner == seen.owner && wanted.data == seen.data,
            wanted.ttl.is_none_or(|ttl| ttl == seen.ttl),
        ),
        Strictness::Wire => (
            wanted.owner.eq_ignore_ascii_case(&seen.owner) && data_fits(wanted, seen),
            wanted.ttl.is_none_or(|ttl| seen.ttl <= ttl),
        ),
    };
    names_fit && ttl_fits && wanted.kind == seen.kind
}

/// Compares RDATA; that of types that hold a name or address and no text, without case.
fn data_fits(wanted: &WantedRecord, seen: &SeenRecord) -> bool {
    match &*wanted.kind {
        "CNAME" | "NS" | "PTR" | "MX" | "SRV" | "SOA" | "A" | "AAAA" => {
            wanted.data.eq_ignore_ascii_case(&seen.data)
        }
        _ => wanted.data == seen.data,
    }
}

fn only_address(wanted: IpAddr, observed: &Observed) -> Option<Difference> {
    let addresses = observed.addresses();
    let is_it = |text: &&str| text.parse() == Ok(wanted);
    let is_met = addresses.len() == 1 && addresses.iter().all(is_it);
    (!is_met).then(|| Difference::of_texts(Aspect::Address, wanted.to_string(), all_of(observed)))
}

fn contains(text: &str, observed: &Observed) -> Option<Difference> {
    let is_met = observed.answer.iter().any(|record| record.to_string().contains(text));
    let mut lines = vec![Line {
        side: Side::Expected,
        content: Content::Text(format!("a record that contains \"{text}\"")),
    }];
    lines.extend(observed.answer.iter().map(|record| Line { side: Side::Seen, content: record.content() }));
    if observed.answer.is_empty() {
        lines.push(Line { side: Side::Seen, content: Content::Text("(no record)".to_owned()) });
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
    let mut lines = vec![Line { side: Side::Expected, content: expected }];
    let high = observed.answer.iter().filter(|record| record.ttl > most);
    lines.extend(high.map(|record| Line { side: Side::Seen, content: record.content() }));
    (lines.len() > 1).then_some(Difference { aspect: Aspect::TtlAtMost, lines })
}

/// Writes all addresses of an answer.
fn all_of(observed: &Observed) -> String {
    match &*observed.addresses() {
        [] => "no address".to_owned(),
        addresses => addresses.join(", "),
    }
}

/// Whether the addresses of an answer are private (RFC 1918, RFC 4193).
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
            Ok(IpAddr::V4(v4)) => v4.is_private(),
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

impl SeenRecord {
    fn content(&self) -> Content {
        Content::Record([self.owner.clone(), self.ttl.to_string(), self.kind.clone(), self.data.clone()])
    }
}

impl WantedRecord {
    fn content(&self) -> Content {
        let ttl = self.ttl.map_or_else(|| "*".to_owned(), |ttl| ttl.to_string());
        Content::Record([self.owner.clone(), ttl, self.kind.clone(), self.data.clone()])
    }
}
