//! Writing a reply: an answer as data becomes octets that fit their transport.

use zone_store::answer::{Answer, Records, ResponseCode};
use zone_store::rdata::names_in;
use zone_store::record::RecordType;

use super::compress::{Compressor, pointer_to};
use super::cookie::Cookie;
use super::cursor::Cursor;
use super::edns::{Edns, OptRecord};
use super::header::LENGTH;
use super::request::Envelope;

/// Largest UDP reply to a client without EDNS, in octets (RFC 1035 §4.2.1), and the least that EDNS can ask for.
const PLAIN_UDP: usize = 512;
/// Largest UDP reply whatever the client takes: with its headers it crosses every IPv6 link whole (RFC 8200 §5).
const LARGEST_UDP: usize = 1232;
/// Largest TCP reply (RFC 1035 §4.2.2).
const LARGEST_TCP: usize = 65_535;

/// How large a reply may be, and what its OPT record says of the server; octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// The reply has at most this many octets; at least 512.
    pub limit: usize,
    /// The largest UDP query that the server takes, as its OPT record says.
    pub payload_size: u16,
}

impl Sizes {
    /// Returns the sizes of a reply over UDP: what the client takes, from 512 to 1232 octets (RFC 6891 §6.2.5).
    pub fn udp(client: Option<&Edns<'_>>, payload_size: u16) -> Self {
        let limit =
            client.map_or(PLAIN_UDP, |edns| usize::from(edns.payload_size).clamp(PLAIN_UDP, LARGEST_UDP));
        Self { limit, payload_size }
    }

    /// Returns the sizes of a reply over TCP.
    pub fn tcp(payload_size: u16) -> Self {
        Self { limit: LARGEST_TCP, payload_size }
    }
}

/// Appends the reply to `out`.
///
/// What does not fit is left out record by record from the end; TC is set when that hits the answer or the authority
/// section, not for the additional one (RFC 2181 §9). The OPT record always goes out (RFC 6891 §7), with the texts of
/// Extended DNS Errors cut before a record is; `cookie` is what it returns to a client that sent one.
pub fn encode(
    envelope: &Envelope<'_>,
    answer: &Answer<'_>,
    sizes: Sizes,
    cookie: Option<Cookie<'_>>,
    out: &mut Vec<u8>,
) {
    let rcode = expressible(answer.rcode, envelope.edns.is_some());
    let opt = envelope.edns.map(|query| OptRecord {
        query,
        payload_size: sizes.payload_size,
        cookie,
        rcode_high: rcode.high(),
        errors: &answer.errors,
    });
    let reserved = opt.map_or(0, |opt| opt.least_length());
    let mut writer = Writer::new(envelope.question, sizes.limit.saturating_sub(reserved), out);
    let (answers, answer_fits) = writer.section(&answer.answer);
    let (authorities, fits) = if answer_fits { writer.section(&answer.authority) } else { (0, false) };
    let mut additionals = if fits { writer.whole_sets(&answer.additional) } else { 0 };
    let start = writer.start;
    if let Some(opt) = opt {
        opt.write(sizes.limit.saturating_sub(out.len() - start), out);
        additionals += 1;
    }
    let flags = envelope
        .flags
        .reply()
        .authoritative(answer.authoritative)
        .recursion_available(answer.recursion_available)
        .truncated(!fits)
        .rcode(rcode.low());
    let questions = u16::from(!envelope.question.is_empty());
    let words = [envelope.id, flags.0, questions, answers, authorities, additionals];
    for (octets, word) in out[start..].chunks_exact_mut(2).zip(words) {
        octets.copy_from_slice(&word.to_be_bytes());
    }
}

/// Returns the RCODE itself, or SERVFAIL where it needs more than four bits and there is no OPT record for the rest.
fn expressible(rcode: ResponseCode, edns: bool) -> ResponseCode {
    if rcode.high() > 0 && !edns { ResponseCode::ServFail } else { rcode }
}

/// A message that is being written, without its OPT record.
struct Writer<'o> {
    out: &'o mut Vec<u8>,
    /// Where the message begins in `out`.
    start: usize,
    /// Most octets of the message.
    limit: usize,
    names: Compressor,
}

impl<'o> Writer<'o> {
    /// Leaves room for the header and writes the question as it came.
    fn new(question: &[u8], limit: usize, out: &'o mut Vec<u8>) -> Self {
        let start = out.len();
        out.extend_from_slice(&[0; LENGTH]);
        out.extend_from_slice(question);
        let mut names = Compressor::new(start);
        let asked = Cursor::new(question, 0).plain_name().unwrap_or_default();
        names.remember(asked, LENGTH, &out[start..]);
        Self { out, start, limit, names }
    }

    fn length(&self) -> usize {
        self.out.len() - self.start
    }

    /// Writes the records that fit, in order; returns how many, and whether those were all.
    fn section(&mut self, sets: &[Records<'_>]) -> (u16, bool) {
        let mut count = 0;
        for set in sets {
            let (written, all) = self.set(set);
            count += written;
            if !all {
                return (count, false);
            }
        }
        (count, true)
    }

    /// Writes the sets that fit whole, in order, and returns how many records they have.
    ///
    /// Part of a set would look like all of it, since nothing says that additional records are missing (RFC 2181 §5, §9).
    fn whole_sets(&mut self, sets: &[Records<'_>]) -> u16 {
        let mut count = 0;
        for set in sets {
            let before = self.out.len();
            let (written, all) = self.set(set);
            if !all {
                self.out.truncate(before);
                break;
            }
            count += written;
        }
        count
    }

    /// Writes the records of one set that fit; returns how many, and whether those were all.
    ///
    /// After the first that does not fit nothing more may be compressed: its names are remembered, but gone.
    fn set(&mut self, set: &Records<'_>) -> (u16, bool) {
        let mut owner: Option<[u8; 2]> = None;
        let mut count = 0;
        for rdata in set.rdata().iter() {
            let before = self.out.len();
            match owner {
                Some(pointer) => self.out.extend_from_slice(&pointer),
                None => {
                    self.names.write(set.owner.wire(), self.out);
                    owner = pointer_to(&self.out[before..], before - self.start);
                }
            }
            self.record(set, rdata);
            if self.length() > self.limit {
                self.out.truncate(before);
                return (count, false);
            }
            count += 1;
        }
        (count, true)
    }

    /// Writes what follows the owner.
    fn record(&mut self, set: &Records<'_>, rdata: &[u8]) {
        self.out.extend_from_slice(&u16::from(set.rtype).to_be_bytes());
        self.out.extend_from_slice(&[0, 1]);
        self.out.extend_from_slice(&set.ttl.to_be_bytes());
        let length_at = self.out.len();
        self.out.extend_from_slice(&[0, 0]);
        self.rdata(set.rtype, rdata);
        let length = self.out.len() - length_at - 2;
        self.out[length_at..length_at + 2].copy_from_slice(&(length as u16).to_be_bytes());
    }

    /// Writes RDATA, compressing the names that may be (RFC 3597 §4).
    fn rdata(&mut self, rtype: RecordType, rdata: &[u8]) {
        let mut written = 0;
        for name in names_in(rtype, rdata) {
            self.out.extend_from_slice(&rdata[written..name.start]);
            written = name.end;
            self.names.write(&rdata[name], self.out);
        }
        self.out.extend_from_slice(&rdata[written..]);
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use hickory_proto::op::Message;
    use hickory_proto::rr::RData;
    use zone_store::answer::{ErrorCode, ExtendedError};
    use zone_store::name::Name;
    use zone_store::origin::Origin;
    use zone_store::record::RdataList;

    use super::super::header::Flags;
    use super::*;

    const QUESTION: &[u8] = b"\x03wWw\x07Example\x00\x00\x01\x00\x01";
    const COOKIE: Cookie<'static> = Cookie { client: *b"cookie!!", server: b"" };
    const OWNER: &str = "wWw.Example";

    fn name(text: &str) -> Name {
        text.parse().expect("a name")
    }

    fn set(owner: &str, rtype: RecordType, rdata: &[&[u8]]) -> Records<'static> {
        let mut packed = Vec::new();
        rdata.iter().for_each(|rdata| RdataList::pack(&mut packed, rdata));
        Records { owner: name(owner), rtype, ttl: 10, packed: Cow::Owned(packed), origin: Origin::UNKNOWN }
    }

    fn addresses(owner: &str, count: u8) -> Records<'static> {
        let rdata: Vec<[u8; 4]> = (0..count).map(|last| [10, 0, 0, last]).collect();
        set(owner, RecordType::A, &rdata.iter().map(<[u8; 4]>::as_slice).collect::<Vec<_>>())
    }

    fn envelope(flags: u16, edns: Option<Edns<'static>>) -> Envelope<'static> {
        Envelope { id: 0x1234, flags: Flags(flags), question: QUESTION, edns }
    }

    fn edns(payload_size: u16) -> Option<Edns<'static>> {
        Some(Edns { payload_size, version: 0, dnssec_ok: false, cookie: Some(COOKIE), mark: None })
    }

    fn encoded(envelope: &Envelope<'_>, answer: &Answer<'_>) -> Vec<u8> {
        let mut out = Vec::new();
        let cookie = envelope.edns.and_then(|edns| edns.cookie);
        encode(envelope, answer, Sizes::udp(envelope.edns.as_ref(), 1224), cookie, &mut out);
        out
    }

    #[track_caller]
    fn decoded(envelope: &Envelope<'_>, answer: &Answer<'_>) -> Message {
        Message::from_vec(&encoded(envelope, answer)).expect("a message")
    }

    #[track_caller]
    fn check_flags(query: u16, answer: &Answer<'_>, want: u16) {
        let octets = encoded(&envelope(query, None), answer);
        assert_eq!(u16::from_be_bytes([octets[2], octets[3]]), want, "query flags {query:#06x}");
    }

    #[test]
    fn flags_are_made_or_copied() {
        let recursive = Answer::empty(ResponseCode::NoError);
        let authoritative = Answer { authoritative: true, recursion_available: false, ..recursive.clone() };
        check_flags(0x0000, &recursive, 0x8080);
        check_flags(0x0100, &recursive, 0x8180);
        check_flags(0x0100, &authoritative, 0x8500);
        check_flags(0x0110, &Answer::empty(ResponseCode::NXDomain), 0x8193);
        // AD, Z, TC, RA and an RCODE in a query are not echoed.
        check_flags(0x07EF, &recursive, 0x8180);
        check_flags(0x2000, &Answer::empty(ResponseCode::NotImp), 0xA084);
    }

    #[test]
    fn questions_are_echoed_octet_by_octet() {
        let octets = encoded(&envelope(0, None), &Answer::empty(ResponseCode::NoError));
        assert_eq!(octets[12..], *QUESTION);
        let none = Envelope { question: &[], ..envelope(0, None) };
        assert_eq!(encoded(&none, &Answer::empty(ResponseCode::FormErr)).len(), 12);
    }

    #[test]
    fn owners_and_well_known_rdata_are_compressed() {
        let mut answer = Answer::empty(ResponseCode::NoError);
        answer.answer.push(set(OWNER, RecordType::CNAME, &[name("x.Example").wire()]));
        answer.answer.push(addresses("x.Example", 2));
        let octets = encoded(&envelope(0, None), &answer);
        let records = &octets[12 + QUESTION.len()..];
        assert_eq!(records[..16], *b"\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x0a\x00\x04\x01x\xc0\x10");
        assert_eq!(records[16..32], *b"\xc0\x29\x00\x01\x00\x01\x00\x00\x00\x0a\x00\x04\x0a\x00\x00\x00");
        assert_eq!(records[32..], *b"\xc0\x29\x00\x01\x00\x01\x00\x00\x00\x0a\x00\x04\x0a\x00\x00\x01");
    }

    #[test]
    fn names_in_later_types_are_not_compressed() {
        let mut answer = Answer::empty(ResponseCode::NoError);
        let target = [b"\x00\x01\x00\x02\x00\x35", name(OWNER).wire()].concat();
        answer.answer.push(set(OWNER, RecordType::SRV, &[&target]));
        let octets = encoded(&envelope(0, None), &answer);
        assert!(octets.ends_with(&target));
    }

    #[test]
    fn malformed_rdata_goes_out_as_it_is() {
        for rdata in [&b""[..], b"\x05ab", b"\xc0\x0c", b"\x00\x01"] {
            let mut answer = Answer::empty(ResponseCode::NoError);
            answer.answer.push(set(OWNER, RecordType::MX, &[rdata]));
            answer.answer.push(set(OWNER, RecordType::SOA, &[rdata]));
            assert!(encoded(&envelope(0, None), &answer).ends_with(rdata));
        }
    }

    #[test]
    fn opt_answers_opt() {
        let mut answer = Answer::empty(ResponseCode::NoError).with_error(ErrorCode::Prohibited, "because");
        assert!(decoded(&envelope(0, None), &answer).edns.is_none());
        let asked = Edns { dnssec_ok: true, ..edns(4096).expect("some") };
        answer.additional.push(addresses("x.Example", 1));
        let octets = encoded(&envelope(0, Some(asked)), &answer);
        assert_eq!(octets[10..12], [0, 2]);
        assert!(octets.ends_with(
            b"\x00\x00\x29\x04\xc8\x00\x00\x80\x00\x00\x19\x00\x0a\x00\x08cookie!!\x00\x0f\x00\x09\x00\x12because"
        ));
    }

    #[test]
    fn long_rcodes_are_split_between_header_and_opt() {
        let answer = Answer::empty(ResponseCode::BADVERS);
        let octets = encoded(&envelope(0, edns(1232)), &answer);
        assert_eq!(octets[3] & 0x0F, 0);
        let message = Message::from_vec(&octets).expect("a message");
        assert_eq!(u16::from(message.metadata.response_code), 16);
        let plain = decoded(&envelope(0, None), &answer);
        assert_eq!(plain.metadata.response_code, ResponseCode::ServFail);
    }

    #[track_caller]
    fn check_limit(client: Option<u16>, want: usize) {
        let edns = client.and_then(edns);
        assert_eq!(Sizes::udp(edns.as_ref(), 1224), Sizes { limit: want, payload_size: 1224 });
    }

    #[test]
    fn udp_replies_have_what_the_client_takes_from_512_to_1232_octets() {
        check_limit(None, 512);
        check_limit(Some(0), 512);
        check_limit(Some(511), 512);
        check_limit(Some(800), 800);
        check_limit(Some(1232), 1232);
        check_limit(Some(65_535), 1232);
    }

    #[test]
    fn answers_that_do_not_fit_are_cut_between_records_and_keep_opt() {
        for (client, limit) in [(None, 512), (Some(512), 512), (Some(700), 700), (Some(4096), 1232)] {
            let mut answer = Answer::empty(ResponseCode::NoError);
            answer.answer.push(addresses(OWNER, 200));
            let envelope = envelope(0, client.and_then(edns));
            let octets = encoded(&envelope, &answer);
            let message = Message::from_vec(&octets).expect("a message");
            assert!(message.metadata.truncation);
            assert_eq!(message.edns.is_some(), client.is_some());
            assert!((limit - 15..=limit).contains(&octets.len()), "{} of {limit}", octets.len());
        }
    }

    #[test]
    fn cut_authority_records_set_tc_too() {
        let mut answer = Answer::empty(ResponseCode::NoError);
        answer.answer.push(addresses(OWNER, 10));
        answer.authority.push(addresses(OWNER, 200));
        answer.additional.push(addresses(OWNER, 1));
        let message = decoded(&envelope(0, edns(4096)), &answer);
        assert_eq!((message.metadata.truncation, message.answers.len()), (true, 10));
        assert!(message.additionals.is_empty());
    }

    #[test]
    fn cut_additional_records_set_no_tc_and_leave_no_part_of_a_set() {
        let mut answer = Answer::empty(ResponseCode::NoError);
        answer.answer.push(addresses(OWNER, 10));
        answer.additional.push(addresses("a.Example", 2));
        answer.additional.push(addresses("b.Example", 200));
        let message = decoded(&envelope(0, edns(4096)), &answer);
        assert_eq!((message.metadata.truncation, message.answers.len()), (false, 10));
        assert_eq!(message.additionals.len(), 2);
    }

    #[test]
    fn error_texts_are_cut_before_records_are() {
        let mut answer = Answer::empty(ResponseCode::NoError);
        answer.answer.push(addresses(OWNER, 20));
        answer.errors = vec![ExtendedError { code: ErrorCode::Other, text: "ä".repeat(2000) }; 20];
        let octets = encoded(&envelope(0, edns(512)), &answer);
        let message = Message::from_vec(&octets).expect("a message");
        assert_eq!((message.metadata.truncation, message.answers.len()), (false, 20));
        assert!((511..=512).contains(&octets.len()), "{}", octets.len());
        let options = message.edns.expect("OPT").options().as_ref().len();
        assert_eq!(options, 1 + 8, "the cookie and the first eight errors");
        assert!(octets.windows(4).any(|text| text == "ää".as_bytes()));
    }

    #[test]
    fn tcp_replies_hold_65535_octets() {
        let mut answer = Answer::empty(ResponseCode::NoError);
        let texts: Vec<Vec<u8>> = (0..300_u16).map(|n| [&[255][..], &[n as u8; 255]].concat()).collect();
        answer.answer.push(set(OWNER, RecordType::TXT, &texts.iter().map(Vec::as_slice).collect::<Vec<_>>()));
        let mut out = vec![0xFF; 2];
        encode(&envelope(0, edns(512)), &answer, Sizes::tcp(1232), None, &mut out);
        let message = Message::from_vec(&out[2..]).expect("a message");
        assert!(message.metadata.truncation && message.edns.is_some());
        assert!((65_535 - 268..=65_535).contains(&(out.len() - 2)));
    }

    #[test]
    fn unknown_types_and_empty_rdata_are_kept() {
        let mut answer = Answer::empty(ResponseCode::NoError);
        answer.answer.push(set(OWNER, RecordType::Unknown(65_280), &[b"\x01\x02"]));
        let message = decoded(&envelope(0, None), &answer);
        assert!(matches!(&message.answers[0].data, RData::Unknown { rdata, .. } if rdata.anything == [1, 2]));
        answer.answer[0] = set(OWNER, RecordType::Unknown(65_280), &[b""]);
        assert!(encoded(&envelope(0, None), &answer).ends_with(b"\xff\x00\x00\x01\x00\x00\x00\x0a\x00\x00"));
    }
}
