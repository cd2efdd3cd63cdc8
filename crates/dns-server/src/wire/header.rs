//! The twelve octets in front of every message (RFC 1035 §4.1.1).

use super::cursor::Cursor;

/// Length of a header, in octets.
pub const LENGTH: usize = 12;

const QR: u16 = 0x8000;
const OPCODE: u16 = 0x7800;
const AA: u16 = 0x0400;
const TC: u16 = 0x0200;
const RD: u16 = 0x0100;
const RA: u16 = 0x0080;
const CD: u16 = 0x0010;

/// The flag word: bits, opcode and the low four bits of the RCODE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flags(pub u16);

impl Flags {
    /// Tells whether QR is set: a response.
    pub fn is_response(self) -> bool {
        self.0 & QR != 0
    }

    /// Returns the opcode; 0 is QUERY.
    pub fn opcode(self) -> u8 {
        ((self.0 & OPCODE) >> 11) as u8
    }

    /// Tells whether TC is set: the message was cut.
    pub fn is_truncated(self) -> bool {
        self.0 & TC != 0
    }

    /// Tells whether AA is set: an authoritative answer.
    pub fn is_authoritative(self) -> bool {
        self.0 & AA != 0
    }

    /// Tells whether RA is set: recursion available.
    pub fn has_recursion(self) -> bool {
        self.0 & RA != 0
    }

    /// Tells whether RD is set: recursion desired.
    pub fn recursion_desired(self) -> bool {
        self.0 & RD != 0
    }

    /// Tells whether CD is set: checking disabled (RFC 4035 §3.2.2).
    pub fn checking_disabled(self) -> bool {
        self.0 & CD != 0
    }

    /// Returns the flags of a reply: QR set, opcode, RD and CD copied, all else clear (RFC 1035 §4.1.1, RFC 4035 §3.1.6).
    ///
    /// AD stays clear: nothing here validates.
    pub(super) fn reply(self) -> Self {
        Self(QR | self.0 & (OPCODE | RD | CD))
    }

    /// Sets AA when `set`.
    pub(super) fn authoritative(self, set: bool) -> Self {
        Self(self.0 | if set { AA } else { 0 })
    }

    /// Sets RA when `set`.
    pub(super) fn recursion_available(self, set: bool) -> Self {
        Self(self.0 | if set { RA } else { 0 })
    }

    /// Sets TC when `set`.
    pub(super) fn truncated(self, set: bool) -> Self {
        Self(self.0 | if set { TC } else { 0 })
    }

    /// Puts in the low four bits of an RCODE.
    pub(super) fn rcode(self, low: u8) -> Self {
        Self(self.0 | u16::from(low & 0x0F))
    }
}

/// A header as read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    /// Chosen by the client.
    pub(super) id: u16,
    /// The flag word.
    pub(super) flags: Flags,
    /// QDCOUNT.
    pub(super) questions: u16,
    /// ANCOUNT.
    pub(super) answers: u16,
    /// NSCOUNT.
    pub(super) authorities: u16,
    /// ARCOUNT.
    pub(super) additional: u16,
}

impl Header {
    /// Reads a header; `None` when there are fewer than twelve octets.
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Option<Self> {
        let (id, flags) = (cursor.u16()?, Flags(cursor.u16()?));
        let questions = cursor.u16()?;
        let (answers, authorities) = (cursor.u16()?, cursor.u16()?);
        Some(Self { id, flags, questions, answers, authorities, additional: cursor.u16()? })
    }
}
