//! A bounds-checked walk over the octets of a message: every read past the end is `None`.

/// Longest label, in octets; larger length octets are compression pointers or undefined (RFC 1035 §4.1.4).
const MAX_LABEL: u8 = 63;
/// Longest name, in octets (RFC 1035 §3.1).
const MAX_NAME: usize = 255;

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
