//! Sections compared record by record, as a diff.

use dns_client::PrintedRecord;

use super::{Content, DiffLine, Difference, Side, Strictness};
use crate::expectation::{Aspect, WantedRecord};

/// Compares a section, in order.
pub(super) fn records(
    aspect: Aspect,
    wanted: Option<&[WantedRecord]>,
    seen: &[PrintedRecord],
    strictness: Strictness,
) -> Option<Difference> {
    let wanted = in_order(wanted?, strictness, |record| (&record.owner, &record.kind, &record.data));
    let seen = in_order(seen, strictness, |record| (&record.owner, &record.kind, &record.data));
    let fits = |wanted: &WantedRecord, seen: &PrintedRecord| record_fits(wanted, seen, strictness);
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
    let none = |side| DiffLine { side, content: Content::Text("(no record)".to_owned()) };
    let (mut lines, mut i, mut j) = (Vec::new(), 0, 0);
    lines.extend(wanted.is_empty().then(|| none(Side::Expected)));
    while i < wanted.len() || j < seen.len() {
        let both = i < wanted.len() && j < seen.len() && fits(wanted[i], seen[j]);
        if both {
            lines.push(DiffLine { side: Side::Both, content: seen[j].into() });
            (i, j) = (i + 1, j + 1);
        } else if j == seen.len() || (i < wanted.len() && common[i + 1][j] >= common[i][j + 1]) {
            lines.push(DiffLine { side: Side::Expected, content: wanted[i].content() });
            i += 1;
        } else {
            lines.push(DiffLine { side: Side::Observation, content: seen[j].into() });
            j += 1;
        }
    }
    lines.extend(seen.is_empty().then(|| none(Side::Observation)));
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

fn record_fits(wanted: &WantedRecord, seen: &PrintedRecord, strictness: Strictness) -> bool {
    let (names_fit, ttl_fits) = match strictness {
        Strictness::Exact => (
            wanted.owner == seen.owner && wanted.data == seen.data,
            wanted.ttl.is_none_or(|ttl| ttl == seen.ttl),
        ),
        Strictness::Wire | Strictness::Meaning => (
            wanted.owner.eq_ignore_ascii_case(&seen.owner) && data_fits(wanted, seen),
            wanted.ttl.is_none_or(|ttl| seen.ttl <= ttl),
        ),
    };
    names_fit && ttl_fits && wanted.kind == seen.kind
}

/// Compares RDATA; that of types that hold a name or address and no text, without case.
fn data_fits(wanted: &WantedRecord, seen: &PrintedRecord) -> bool {
    match &*wanted.kind {
        "CNAME" | "NS" | "PTR" | "MX" | "SRV" | "SOA" | "A" | "AAAA" => {
            wanted.data.eq_ignore_ascii_case(&seen.data)
        }
        _ => wanted.data == seen.data,
    }
}

impl From<&PrintedRecord> for Content {
    fn from(PrintedRecord { owner, ttl, kind, data }: &PrintedRecord) -> Self {
        Self::Record([owner.clone(), ttl.to_string(), kind.clone(), data.clone()])
    }
}

impl WantedRecord {
    pub(super) fn content(&self) -> Content {
        let ttl = self.ttl.map_or_else(|| "*".to_owned(), |ttl| ttl.to_string());
        Content::Record([self.owner.clone(), ttl, self.kind.clone(), self.data.clone()])
    }
}
