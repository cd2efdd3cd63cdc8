//! What every look-up walks: a name in lower case, its labels found by number from the right.

use crate::name::{MAX_LABELS, MAX_NAME, Name};

/// A name in lower case with its label positions, on the stack: what every lookup walks, rightmost label first.
pub struct LookupName {
    octets: [u8; MAX_NAME],
    starts: [u8; MAX_LABELS + 1],
    count: u8,
}

impl LookupName {
    /// Prepares `name` for lookups.
    pub fn new(name: &Name) -> Self {
        let wire = name.wire();
        let mut prepared = Self { octets: [0; MAX_NAME], starts: [0; MAX_LABELS + 1], count: 0 };
        prepared.octets[..wire.len()].copy_from_slice(wire);
        prepared.octets[..wire.len()].make_ascii_lowercase();
        let mut at = 0;
        while wire[at] != 0 {
            prepared.starts[usize::from(prepared.count)] = at as u8;
            prepared.count += 1;
            at += 1 + usize::from(wire[at]);
        }
        prepared.starts[usize::from(prepared.count)] = at as u8;
        prepared
    }

    /// Counts the labels, without the root.
    pub fn label_count(&self) -> usize {
        usize::from(self.count)
    }

    /// Returns the label at `index` from the right: 0 is the top-level domain. Panics past `label_count`.
    pub fn label(&self, index: usize) -> &[u8] {
        let at = usize::from(self.starts[self.label_count() - 1 - index]);
        &self.octets[at + 1..=at + usize::from(self.octets[at])]
    }

    /// Returns the labels from `above` to `below`, counted from the right, in wire format without the end. Panics past
    /// `label_count`, and if `above` is more than `below`.
    pub(crate) fn between(&self, above: usize, below: usize) -> &[u8] {
        let start = |count: usize| usize::from(self.starts[self.label_count() - count]);
        &self.octets[start(below)..start(above)]
    }
}
