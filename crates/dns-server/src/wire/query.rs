//! Writing a query to an upstream, and telling its reply from everything else that comes.

use zone_store::record::RecordType;

use super::cursor::Cursor;
use super::edns;
use super::header::{Flags, Header, LENGTH};

/// The UDP payload size that queries to upstreams announce, in octets: what crosses every link whole (RFC 9715 §3.2).
pub const PAYLOAD_SIZE: u16 = 1232;

/// RD, which every query to an upstream has.
const RD: u16 = 0x0100;
/// CD (RFC 4035 §3.2.2).
const CD: u16 = 0x0010;
/// Class IN.
const IN: [u8; 2] = [0, 1];

/// The OPT record of a query to an upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutgoingEdns<'m> {
    /// The DO bit.
    pub dnssec_ok: bool,
    /// The mark by which the query is known should it come back.
    pub mark: Option<&'m [u8]>,
}

/// A query to an upstream, as octets.
#[derive(Debug, Clone)]
pub struct Outgoing {
    octets: Vec<u8>,
    /// Where the question section ends.
    question_end: usize,
}

/// What a message is that came where a reply was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glance {
    /// The reply: to the same ID, with the same question. Its body may still be malformed.
    Ours {
        /// The TC bit.
        truncated: bool,
    },
    /// The same, but the case of the name is another one.
    OtherCase,
    /// Something else: too short, no response, or to another ID or question.
    NotOurs,
}

impl Outgoing {
    /// Writes a query; `name` is uncompressed wire octets, in the case in which it is to be asked.
    pub fn new(
        id: u16,
        name: &[u8],
        rtype: RecordType,
        checking_disabled: bool,
        edns: Option<OutgoingEdns<'_>>,
    ) -> Self {
        let mut octets = Vec::with_capacity(LENGTH + name.len() + 4 + 64);
        let flags = RD | if checking_disabled { CD } else { 0 };
        for word in [id, flags, 1, 0, 0, u16::from(edns.is_some())] {
            octets.extend_from_slice(&word.to_be_bytes());
        }
        octets.extend_from_slice(name);
        octets.extend_from_slice(&u16::from(rtype).to_be_bytes());
        octets.extend_from_slice(&IN);
        let question_end = octets.len();
        if let Some(OutgoingEdns { dnssec_ok, mark }) = edns {
            edns::write_query_opt(PAYLOAD_SIZE, dnssec_ok, mark, &mut octets);
        }
        Self { octets, question_end }
    }

    /// Returns the message.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Looks at header and question of what came in.
    ///
    /// A server that could not read the question may leave it out of its error (RFC 1035 §4.1.1, FORMERR); that counts.
    pub fn glance(&self, message: &[u8]) -> Glance {
        let mut cursor = Cursor::new(message, 0);
        let Some(header) = Header::parse(&mut cursor) else { return Glance::NotOurs };
        let Header { id, flags: flags @ Flags(bits), questions, .. } = header;
        if !flags.is_response() || flags.opcode() != 0 || id.to_be_bytes() != self.octets[..2] {
            return Glance::NotOurs;
        }
        let ours = Glance::Ours { truncated: flags.is_truncated() };
        if questions == 0 {
            let is_error = !matches!(bits & 0x0F, 0 | 3);
            return if is_error { ours } else { Glance::NotOurs };
        }
        let asked = &self.octets[LENGTH..self.question_end];
        match message.get(LENGTH..self.question_end) {
            Some(question) if questions == 1 && question == asked => ours,
            // Type and class are below any letter of either case here, or differ as octets.
            Some(question) if questions == 1 && differs_in_case_only(question, asked) => Glance::OtherCase,
            _ => Glance::NotOurs,
        }
    }
}

/// Tells whether two questions of the same length ask for the same name, in any case, with the same type and class.
fn differs_in_case_only(one: &[u8], other: &[u8]) -> bool {
    let name = one.len().saturating_sub(4);
    one[name..] == other[name..] && one[..name].eq_ignore_ascii_case(&other[..name])
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &[u8] = b"\x03wWw\x07example\x00";

    fn outgoing() -> Outgoing {
        let edns = OutgoingEdns { dnssec_ok: true, mark: Some(b"mark") };
        Outgoing::new(0x1234, NAME, RecordType::A, true, Some(edns))
    }

    #[test]
    fn queries_carry_rd_cd_do_and_the_mark() {
        let want = b"\x12\x34\x01\x10\x00\x01\x00\x00\x00\x00\x00\x01\x03wWw\x07example\x00\x00\x01\x00\x01\
            \x00\x00\x29\x04\xd0\x00\x00\x80\x00\x00\x08\xff\x49\x00\x04mark";
        assert_eq!(outgoing().octets(), want);
        let plain = Outgoing::new(1, NAME, RecordType::A, false, None);
        assert_eq!(plain.octets()[2..12], *b"\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00");
        assert_eq!(plain.octets().len(), 12 + NAME.len() + 4);
    }

    /// Returns a reply with these flags, that many questions, and what follows the header.
    fn reply(id: u16, flags: u16, questions: u16, body: &[u8]) -> Vec<u8> {
        let words = [id, flags, questions, 0, 0, 0].map(u16::to_be_bytes).concat();
        [&words, body].concat()
    }

    #[track_caller]
    fn check(message: &[u8], want: Glance) {
        assert_eq!(outgoing().glance(message), want, "{message:?}");
    }

    #[test]
    fn only_a_reply_to_the_same_question_is_ours() {
        let ours = |truncated| Glance::Ours { truncated };
        let question = |name: &[u8], tail: &[u8]| [name, tail].concat();
        let same = question(NAME, b"\x00\x01\x00\x01");
        check(&reply(0x1234, 0x8180, 1, &same), ours(false));
        check(&reply(0x1234, 0x8380, 1, &same), ours(true));
        check(&reply(0x1235, 0x8180, 1, &same), Glance::NotOurs);
        check(&reply(0x1234, 0x0100, 1, &same), Glance::NotOurs);
        check(&reply(0x1234, 0xA180, 1, &same), Glance::NotOurs);
        check(&reply(0x1234, 0x8180, 2, &same), Glance::NotOurs);
        check(&reply(0x1234, 0x8180, 1, &same[..same.len() - 1]), Glance::NotOurs);
        check(
            &reply(0x1234, 0x8180, 1, &question(b"\x03wWx\x07example\x00", b"\x00\x01\x00\x01")),
            Glance::NotOurs,
        );
        check(&reply(0x1234, 0x8180, 1, &question(NAME, b"\x00\x1c\x00\x01")), Glance::NotOurs);
        check(&reply(0x1234, 0x8180, 1, &question(NAME, b"\x00\x01\x00\x03")), Glance::NotOurs);
        check(
            &reply(0x1234, 0x8180, 1, &question(b"\x03www\x07example\x00", b"\x00\x01\x00\x01")),
            Glance::OtherCase,
        );
        for length in 0..12 {
            check(&reply(0x1234, 0x8180, 1, b"")[..length], Glance::NotOurs);
        }
    }

    #[test]
    fn types_are_compared_as_octets_and_not_as_letters() {
        let asked = Outgoing::new(1, NAME, RecordType::from(0x4142), false, None);
        let other = reply(1, 0x8180, 1, &[NAME, b"\x61\x62\x00\x01"].concat());
        assert_eq!(asked.glance(&other), Glance::NotOurs);
    }

    #[test]
    fn an_error_may_come_without_the_question() {
        check(&reply(0x1234, 0x8181, 0, b""), Glance::Ours { truncated: false });
        check(&reply(0x1234, 0x8180, 0, b""), Glance::NotOurs);
        check(&reply(0x1234, 0x8183, 0, b""), Glance::NotOurs);
    }
}
