//! A bounds-checked walk over the octets of a message: every read past the end is `None`.

/// Longest label, in octets; larger length octets are compression pointers or undefined (RFC 1035 §4.1.4).
const MAX_LABEL: u8 = 63;
/// Longest name, in octets (RFC 1035 §3.1).
const MAX_NAME: usize = 255;
/// Most compression pointers of one name. A name has at most 127 labels, and who compresses points once or twice.
const MAX_POINTERS: usize = 64;

/// A position in a message.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'d> {
    octets: &'d [u8],
    at: usize,
}

impl<'d> Cursor<'d> {
    /// Starts at `at`.
    pub(super) fn new(octets: &'d [u8], at: usize) -> Self {
        Self { octets, at }
    }

    /// Tells whether every octet was read.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.octets.len()
    }

    /// Reads `count` octets.
    pub(super) fn take(&mut self, count: usize) -> Option<&'d [u8]> {
        let taken = self.octets.get(self.at..)?.get(..count)?;
        self.at += count;
        Some(taken)
    }

    /// Reads one octet.
    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take(1).map(|octets| octets[0])
    }

    /// Reads two octets, high one first.
    pub(super) fn u16(&mut self) -> Option<u16> {
        let (octets, _) = self.take(2)?.split_first_chunk::<2>()?;
        Some(u16::from_be_bytes(*octets))
    }

    /// Reads a name that may not be compressed, and returns its octets with the root label.
    pub(super) fn plain_name(&mut self) -> Option<&'d [u8]> {
        let start = self.at;
        loop {
            let length = self.u8()?;
            if length > MAX_LABEL {
                return None;
            }
            self.take(usize::from(length))?;
            if self.at - start > MAX_NAME {
                return None;
            }
            if length == 0 {
                return self.octets.get(start..self.at);
            }
        }
    }

    /// Reads a name that may be compressed, and appends its octets, uncompressed and with the root label, to `out`.
    ///
    /// Each pointer leads to before the labels that it ends, so there is no circle. `None` leaves part of a name in `out`.
    pub(super) fn name(&mut self, out: &mut Vec<u8>) -> Option<()> {
        let start = out.len();
        let (mut at, mut bound, mut pointers) = (self.at, self.at, 0);
        let mut after = None;
        loop {
            let length = *self.octets.get(at)?;
            if length >= 0xC0 {
                let low = *self.octets.get(at + 1)?;
                after = after.or(Some(at + 2));
                at = usize::from(u16::from_be_bytes([length & 0x3F, low]));
                pointers += 1;
                if at >= bound || pointers > MAX_POINTERS {
                    return None;
                }
                bound = at;
                continue;
            }
            let end = at + 1 + usize::from(length);
            if length > MAX_LABEL || out.len() - start + (end - at) > MAX_NAME {
                return None;
            }
            out.extend_from_slice(self.octets.get(at..end)?);
            at = end;
            if length == 0 {
                self.at = after.unwrap_or(at);
                return Some(());
            }
        }
    }

    /// Returns where the next octet is read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Skips a name that may be compressed; tells whether it was the root. Pointers are not followed.
    pub(super) fn skip_name(&mut self) -> Option<bool> {
        let start = self.at;
        loop {
            let length = self.u8()?;
            if length >= 0xC0 {
                self.u8()?;
                return Some(false);
            }
            if length > MAX_LABEL {
                return None;
            }
            self.take(usize::from(length))?;
            if self.at - start > MAX_NAME {
                return None;
            }
            if length == 0 {
                return Some(self.at - start == 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_past_the_end_are_none() {
        let mut cursor = Cursor::new(&[1, 2, 3], 0);
        assert_eq!(cursor.u16(), Some(0x0102));
        assert_eq!(cursor.u16(), None);
        assert_eq!(cursor.u8(), Some(3));
        assert!(cursor.is_at_end());
        assert_eq!(cursor.take(usize::MAX), None);
        assert_eq!(Cursor::new(&[], 9).u8(), None);
    }

    #[test]
    fn plain_names_hold_no_pointer_and_at_most_255_octets() {
        let mut longest = b"\x3f".to_vec();
        longest.extend([b'a'; 63]);
        let label = longest.clone();
        longest.extend(label.iter().chain(&label).copied());
        longest.extend([61; 62]);
        longest.push(0);
        assert_eq!(longest.len(), 255);
        assert_eq!(Cursor::new(&longest, 0).plain_name(), Some(&longest[..]));
        longest[192] = 62;
        longest.insert(193, b'a');
        assert_eq!(Cursor::new(&longest, 0).plain_name(), None);
        for octets in [&b"\x01a\xc0\x0c"[..], b"\x40a\x00", b"\x01", b"\x01a", b""] {
            assert_eq!(Cursor::new(octets, 0).plain_name(), None, "{octets:?}");
        }
    }

    #[track_caller]
    fn check_name(octets: &[u8], at: usize, want: Option<(&[u8], usize)>) {
        let mut cursor = Cursor::new(octets, at);
        let mut out = b"before".to_vec();
        let read = cursor.name(&mut out).map(|()| (&out[6..], cursor.position()));
        assert_eq!(read, want, "{octets:?} at {at}");
    }

    #[test]
    fn pointers_lead_backwards_and_names_stay_short() {
        check_name(b"\x01a\x00", 0, Some((b"\x01a\x00", 3)));
        check_name(b"\x01a\x00\x01b\xc0\x00!", 3, Some((b"\x01b\x01a\x00", 7)));
        check_name(b"\x01a\x00\xc0\x00\xc0\x03!", 5, Some((b"\x01a\x00", 7)));
        // To itself, forward, into itself, off the end, and cut.
        for (octets, at) in [
            (&b"\xc0\x00"[..], 0),
            (b"\xc0\x02\x00", 0),
            (b"\x01a\xc0\x00", 0),
            (b"\x01a\xc0\x01", 0),
            (b"\x00\xff\xff", 1),
            (b"\x00\xc0", 1),
            (b"\x05ab", 0),
            (b"\x40\x00", 0),
            (b"", 0),
        ] {
            check_name(octets, at, None);
        }
        // 63 pointers, one after the other, and a 65th.
        let mut octets = b"\x01a\x00\xc0\x00".to_vec();
        (0..63_u8).for_each(|number| octets.extend([0xC0, 3 + 2 * number]));
        check_name(&octets, octets.len() - 2, Some((b"\x01a\x00", octets.len())));
        octets.extend([0xC0, 3 + 2 * 63]);
        check_name(&octets, octets.len() - 2, None);
        // 255 octets through pointers, and 256.
        let label = [&[61][..], &[b'x'; 61]].concat();
        let mut octets = [&label[..], &label, &label, &label, b"\x00"].concat();
        let longest = octets.len();
        octets.extend(b"\x05abcde\xc0\x00\x06abcdef\xc0\x00");
        assert!(matches!(Cursor::new(&octets, longest).name(&mut Vec::new()), Some(())));
        check_name(&octets, longest + 8, None);
    }

    #[test]
    fn skipping_tells_the_root_from_pointers_and_other_names() {
        for (octets, want) in [
            (&b"\x00"[..], Some(true)),
            (b"\x01a\x00", Some(false)),
            (b"\xc0\x0c", Some(false)),
            (b"\x01a\xc0\x0c", Some(false)),
            (b"\xc0", None),
            (b"\x80\x00", None),
            (b"\x02a", None),
        ] {
            assert_eq!(Cursor::new(octets, 0).skip_name(), want, "{octets:?}");
        }
    }
}
