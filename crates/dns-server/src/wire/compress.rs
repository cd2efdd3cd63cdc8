//! Name compression (RFC 1035 §4.1.4) with a fixed table, so that writing a name never allocates.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// Slots of the table, a power of two. A full table only costs compression.
const SLOTS: usize = 128;
/// Slots looked at for one suffix, which bounds the work whatever the names are.
const PROBES: usize = 8;
/// Pointers have fourteen bits.
const MAX_OFFSET: usize = 0x3FFF;

/// The names that a message holds so far.
pub(super) struct Compressor {
    /// Where the message begins in the output buffer.
    start: usize,
    /// Offsets of suffixes from the start of the message, by hash; 0 is an empty slot, since the header is there.
    slots: [u16; SLOTS],
}

impl Compressor {
    /// Begins a message at `start` of the output buffer.
    pub(super) fn new(start: usize) -> Self {
        Self { start, slots: [0; SLOTS] }
    }

    /// Appends `name`, uncompressed wire octets, and remembers its suffixes.
    ///
    /// Only a suffix in the same case is pointed to, so that every name keeps the case it was asked or written in.
    pub(super) fn write(&mut self, name: &[u8], out: &mut Vec<u8>) {
        let mut rest = name;
        while let Some((&length, _)) = rest.split_first().filter(|(length, _)| **length != 0) {
            let offset = out.len() - self.start;
            if let Some(known) = self.find_or_insert(rest, offset, &out[self.start..]) {
                out.extend_from_slice(&pointer(known));
                return;
            }
            let (label, tail) = rest.split_at((usize::from(length) + 1).min(rest.len()));
            out.extend_from_slice(label);
            rest = tail;
        }
        out.push(0);
    }

    /// Remembers the suffixes of a name that already stands at `offset` of the message.
    pub(super) fn remember(&mut self, name: &[u8], offset: usize, message: &[u8]) {
        let mut at = 0;
        while let Some(&length) = name.get(at).filter(|length| **length != 0) {
            let _ = self.find_or_insert(&name[at..], offset + at, message);
            at += 1 + usize::from(length);
        }
    }

    /// Returns where `suffix` stands already; else notes that it will stand at `offset`.
    fn find_or_insert(&mut self, suffix: &[u8], offset: usize, message: &[u8]) -> Option<u16> {
        let mut hasher = FxHasher::default();
        hasher.write(suffix);
        let hash = hasher.finish() as usize;
        for probe in 0..PROBES {
            let slot = &mut self.slots[(hash + probe) % SLOTS];
            if *slot == 0 {
                if offset <= MAX_OFFSET {
                    *slot = offset as u16;
                }
                return None;
            }
            if stands_at(message, usize::from(*slot), suffix) {
                return Some(*slot);
            }
        }
        None
    }
}

/// Returns the two octets of a pointer to `offset`, which has at most fourteen bits.
fn pointer(offset: u16) -> [u8; 2] {
    (0xC000 | offset).to_be_bytes()
}

/// Returns the octets that point to the name in `written`, which stands at `offset`; `None` where a pointer cannot.
pub(super) fn pointer_to(written: &[u8], offset: usize) -> Option<[u8; 2]> {
    match *written {
        [high, low] if high >= 0xC0 => Some([high, low]),
        // The root is shorter than a pointer to it.
        [_] | [] => None,
        _ => u16::try_from(offset).ok().filter(|at| usize::from(*at) <= MAX_OFFSET).map(pointer),
    }
}

/// Tells whether the name at `at`, its pointers followed, is `name`. Half-written names are never equal.
fn stands_at(message: &[u8], mut at: usize, mut name: &[u8]) -> bool {
    while let Some(&length) = message.get(at) {
        if length >= 0xC0 {
            let Some(&low) = message.get(at + 1) else { return false };
            let target = usize::from(u16::from_be_bytes([length & 0x3F, low]));
            if target >= at {
                return false;
            }
            at = target;
            continue;
        }
        let size = 1 + usize::from(length);
        match (message.get(at..at + size), name.get(..size)) {
            (Some(here), Some(wanted)) if here == wanted => name = &name[size..],
            _ => return false,
        }
        if length == 0 {
            return name.is_empty();
        }
        at += size;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes names after a header of twelve zeros and returns what follows it.
    fn written(names: &[&[u8]]) -> Vec<u8> {
        let mut out = vec![0; 12];
        let mut names_so_far = Compressor::new(0);
        for name in names {
            names_so_far.write(name, &mut out);
        }
        out.split_off(12)
    }

    #[test]
    fn suffixes_become_pointers() {
        assert_eq!(
            written(&[b"\x01a\x02bc\x00", b"\x01x\x02bc\x00", b"\x01x\x02bc\x00"]),
            b"\x01a\x02bc\x00\x01x\xc0\x0e\xc0\x12"
        );
    }

    #[test]
    fn another_case_is_another_name() {
        assert_eq!(written(&[b"\x01a\x00", b"\x01A\x00"]), b"\x01a\x00\x01A\x00");
    }

    #[test]
    fn the_root_is_written_out() {
        assert_eq!(written(&[b"\x00", b"\x00"]), b"\x00\x00");
    }

    #[test]
    fn a_repeated_label_does_not_point_into_itself() {
        assert_eq!(written(&[b"\x01a\x01a\x01a\x00", b"\x01a\x01a\x00"]), b"\x01a\x01a\x01a\x00\xc0\x0e");
    }

    #[test]
    fn offsets_count_from_the_start_of_the_message() {
        let mut out = vec![0xFF; 2 + 12];
        let mut names = Compressor::new(2);
        names.write(b"\x01a\x00", &mut out);
        names.write(b"\x01a\x00", &mut out);
        assert_eq!(out[14..], *b"\x01a\x00\xc0\x0c");
    }

    #[test]
    fn names_past_the_reach_of_pointers_are_written_out() {
        let mut out = vec![0; MAX_OFFSET + 1];
        let mut names = Compressor::new(0);
        names.write(b"\x01a\x00", &mut out);
        names.write(b"\x01a\x00", &mut out);
        assert_eq!(out[MAX_OFFSET + 1..], *b"\x01a\x00\x01a\x00");
        assert_eq!(pointer_to(b"\x01a\x00", MAX_OFFSET + 1), None);
        assert_eq!(pointer_to(b"\x01a\x00", MAX_OFFSET), Some([0xFF, 0xFF]));
    }

    #[test]
    fn a_full_table_only_costs_compression() {
        let mut out = vec![0; 12];
        let mut names = Compressor::new(0);
        for number in 0..2000_u16 {
            let [high, low] = number.to_be_bytes();
            names.write(&[2, high, low, 0], &mut out);
        }
        assert!(out.len() <= 12 + 2000 * 4);
    }
}
