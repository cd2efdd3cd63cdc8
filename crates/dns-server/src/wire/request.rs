//! Reading a query: what a reply copies from it, what it asks, and why it may have no answer.

use zone_store::answer::{Answer, ErrorCode, ResponseCode};
use zone_store::name::Name;
use zone_store::record::RecordType;

use super::cursor::Cursor;
use super::edns::{self, Edns};
use super::header::{Flags, Header};

/// Class IN (RFC 1035 §3.2.4).
const IN: u16 = 1;

/// What a reply copies from its query.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'d> {
    /// The message ID.
    pub id: u16,
    /// The flag word as received.
    pub flags: Flags,
    /// The question section as received, so that its case is echoed; empty when there is not one readable question.
    pub question: &'d [u8],
    /// The OPT record; `None` without one, or when it could not be read.
    pub edns: Option<Edns<'d>>,
}

/// A query that the engine can answer.
#[derive(Debug, Clone)]
pub struct Request<'d> {
    /// What the reply copies.
    pub envelope: Envelope<'d>,
    /// The name asked for, in the case it was asked in.
    pub name: Name,
    /// The type asked for.
    pub rtype: RecordType,
}

/// Why a datagram gets no answer from the engine.
#[derive(Debug, Clone)]
pub enum Unanswerable<'d> {
    /// It gets no reply at all: it has no header, or is itself a response (answering those makes loops).
    Silence,
    /// It gets an error.
    Rejected(Envelope<'d>, Rejection),
    /// It asks nothing but for a server cookie: a COOKIE option and no question (RFC 7873 §5.4).
    CookieRequest(Envelope<'d>),
}

/// What is wrong with a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// The octets are no well-formed query (RFC 1035 §4.1.1).
    Malformed,
    /// The octets are well-formed, but ask nothing.
    NoQuestion,
    /// The opcode is not QUERY.
    NotImplemented,
    /// The EDNS version is over 0 (RFC 6891 §6.1.3).
    BadVersion,
    /// The class is not IN.
    Class,
}

impl Rejection {
    /// Returns the reply. RA is set: every listener leads to a resolver that recurses.
    pub fn answer(self) -> Answer<'static> {
        let refused = |text| Answer::empty(ResponseCode::Refused).with_error(ErrorCode::NotSupported, text);
        match self {
            Self::Malformed | Self::NoQuestion => Answer::empty(ResponseCode::FormErr),
            Self::NotImplemented => Answer::empty(ResponseCode::NotImp),
            Self::BadVersion => Answer::empty(ResponseCode::BADVERS),
            Self::Class => refused("only class IN is served"),
        }
    }
}

/// A question as read.
struct WireQuestion<'d> {
    name: &'d [u8],
    rtype: u16,
    class: u16,
}

impl<'d> Request<'d> {
    /// Reads a query.
    ///
    /// # Errors
    /// [`Unanswerable`] says whether to stay silent or which error to send.
    pub fn parse(datagram: &'d [u8]) -> Result<Self, Unanswerable<'d>> {
        let mut cursor = Cursor::new(datagram, 0);
        let Some(header) = Header::parse(&mut cursor).filter(|header| !header.flags.is_response()) else {
            return Err(Unanswerable::Silence);
        };
        let mut envelope = Envelope { id: header.id, flags: header.flags, question: &[], edns: None };
        match read_body(datagram, cursor, &header, &mut envelope)
            .and_then(|question| check(&envelope, &question))
        {
            // Other opcodes give the sections other meanings (RFC 2136 §2), so this goes before FORMERR.
            _ if header.flags.opcode() != 0 => {
                Err(Unanswerable::Rejected(envelope, Rejection::NotImplemented))
            }
            Ok((name, rtype)) => Ok(Self { envelope, name, rtype }),
            Err(Rejection::NoQuestion) if envelope.edns.is_some_and(|edns| edns.cookie.is_some()) => {
                Err(Unanswerable::CookieRequest(envelope))
            }
            Err(rejection) => Err(Unanswerable::Rejected(envelope, rejection)),
        }
    }
}

/// Walks all sections; puts what it learns into `envelope` even when something later is wrong.
///
/// Octets after the counted sections are an error: such a message was cut, padded or put together by mistake, and
/// guessing which would hide that. (BIND 9 ignores them, at the price of answering broken queries as if they were whole.)
fn read_body<'d>(
    datagram: &'d [u8],
    mut cursor: Cursor<'d>,
    header: &Header,
    envelope: &mut Envelope<'d>,
) -> Result<WireQuestion<'d>, Rejection> {
    let mut question = None;
    if header.questions == 1 {
        let read = read_question(&mut cursor).ok_or(Rejection::Malformed)?;
        // The name, two octets of type, two of class: right behind the header.
        let length = read.name.len() + 4;
        envelope.question =
            datagram.get(super::header::LENGTH..super::header::LENGTH + length).unwrap_or_default();
        question = Some(read);
    } else {
        for _ in 0..header.questions {
            cursor.skip_name().and_then(|_| cursor.take(4)).ok_or(Rejection::Malformed)?;
        }
    }
    let mut well_formed = true;
    for _ in 0..u32::from(header.answers) + u32::from(header.authorities) {
        well_formed &= read_record(&mut cursor, None).ok_or(Rejection::Malformed)?;
    }
    for _ in 0..header.additional {
        well_formed &= read_record(&mut cursor, Some(&mut envelope.edns)).ok_or(Rejection::Malformed)?;
    }
    match question {
        _ if !well_formed || !cursor.is_at_end() => Err(Rejection::Malformed),
        Some(question) => Ok(question),
        None if header.questions == 0 => Err(Rejection::NoQuestion),
        None => Err(Rejection::Malformed),
    }
}

/// Reads one question; a compressed name is `None`, since nothing stands before it.
fn read_question<'d>(cursor: &mut Cursor<'d>) -> Option<WireQuestion<'d>> {
    Some(WireQuestion { name: cursor.plain_name()?, rtype: cursor.u16()?, class: cursor.u16()? })
}

/// Walks over one record. An OPT record goes into `edns`; `edns` is `None` where OPT may not stand (RFC 6891 §6.1.1).
///
/// `None` when it runs past the end; false when the walk can go on but the message is malformed.
fn read_record<'d>(cursor: &mut Cursor<'d>, edns: Option<&mut Option<Edns<'d>>>) -> Option<bool> {
    let is_root = cursor.skip_name()?;
    if cursor.u16()? == edns::OPT {
        let (opt, options) = Edns::parse(cursor)?;
        return Some(match edns {
            Some(seen @ None) if is_root => {
                *seen = Some(opt);
                options.is_some()
            }
            _ => false,
        });
    }
    cursor.take(6)?;
    let length = cursor.u16()?;
    cursor.take(usize::from(length))?;
    Some(true)
}

/// Checks what the question asks for.
fn check(envelope: &Envelope<'_>, question: &WireQuestion<'_>) -> Result<(Name, RecordType), Rejection> {
    if envelope.edns.is_some_and(|edns| edns.version > 0) {
        return Err(Rejection::BadVersion);
    }
    if question.class != IN {
        return Err(Rejection::Class);
    }
    let name = Name::from_wire(question.name).map_err(|_| Rejection::Malformed)?;
    Ok((name, question.rtype.into()))
}

#[cfg(test)]
mod tests {
    use super::super::cookie::Cookie;
    use super::*;

    const QUESTION: &[u8] = b"\x03wWw\x07example\x00\x00\x01\x00\x01";
    const OPT: &[u8] = b"\x00\x00\x29\x04\xd0\x00\x00\x80\x00\x00\x00";
    const COOKIE: Cookie<'static> = Cookie { client: *b"abcdefgh", server: b"" };
    const A: &[u8] = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x05\x00\x04\x0a\x00\x00\x01";

    /// Builds a query with ID 0x1234 from its flags, counts and what follows the header.
    fn message(flags: u16, counts: [u16; 4], body: &[&[u8]]) -> Vec<u8> {
        let mut octets = vec![0x12, 0x34];
        octets.extend(flags.to_be_bytes());
        octets.extend(counts.iter().flat_map(|count| count.to_be_bytes()));
        octets.extend(body.concat());
        octets
    }

    /// Says in a word what became of a query.
    fn outcome(octets: &[u8]) -> String {
        match Request::parse(octets) {
            Ok(request) => format!("{} {}", request.name, u16::from(request.rtype)),
            Err(Unanswerable::Silence) => "silence".to_owned(),
            Err(Unanswerable::CookieRequest(envelope)) => format!("cookie for {:#06x}", envelope.id),
            Err(Unanswerable::Rejected(envelope, rejection)) => {
                let question = if envelope.question.is_empty() { " no question" } else { "" };
                let edns = if envelope.edns.is_some() { " opt" } else { "" };
                format!("{rejection:?}{question}{edns}")
            }
        }
    }

    #[track_caller]
    fn check(flags: u16, counts: [u16; 4], body: &[&[u8]], want: &str) {
        assert_eq!(outcome(&message(flags, counts, body)), want);
    }

    fn question(rtype: u16, class: u16) -> Vec<u8> {
        [&b"\x01x\x00"[..], &rtype.to_be_bytes(), &class.to_be_bytes()].concat()
    }

    fn opt(version: u8, options: &[u8]) -> Vec<u8> {
        let length = u16::try_from(options.len()).expect("short").to_be_bytes();
        [b"\x00\x00\x29\x04\xd0\x00", &[version][..], b"\x00\x00", &length, options].concat()
    }

    #[test]
    fn questions_are_read_in_the_case_asked() {
        check(0x0100, [1, 0, 0, 0], &[QUESTION], "wWw.example. 1");
        check(0x0100, [1, 0, 0, 1], &[QUESTION, OPT], "wWw.example. 1");
        check(0x0100, [1, 0, 0, 0], &[&question(65_280, 1)], "x. 65280");
        check(0x0100, [1, 0, 0, 0], &[b"\x00\x00\x02\x00\x01"], ". 2");
    }

    #[test]
    fn envelopes_hold_what_a_reply_copies() {
        let octets = message(0x0110, [1, 0, 0, 1], &[QUESTION, &opt(0, b"\x00\x0a\x00\x08abcdefgh")]);
        let Envelope { id, flags, question, edns } = Request::parse(&octets).expect("a query").envelope;
        assert_eq!((id, flags.recursion_desired(), question), (0x1234, true, QUESTION));
        let want =
            Edns { payload_size: 1232, version: 0, dnssec_ok: false, cookie: Some(COOKIE), mark: None };
        assert_eq!(edns, Some(want));
    }

    #[test]
    fn short_datagrams_and_responses_get_silence() {
        let query = message(0x0100, [1, 0, 0, 0], &[QUESTION]);
        for length in 0..12 {
            assert_eq!(outcome(&query[..length]), "silence", "{length} octets");
        }
        check(0x8100, [1, 0, 0, 0], &[QUESTION], "silence");
    }

    #[test]
    fn cut_messages_are_malformed() {
        let query = message(0x0100, [1, 1, 0, 1], &[QUESTION, A, OPT]);
        for length in 12..query.len() {
            assert!(outcome(&query[..length]).starts_with("Malformed"), "{length} octets");
        }
        assert_eq!(outcome(&query), "wWw.example. 1");
    }

    #[test]
    fn other_opcodes_are_not_implemented() {
        check(0x2000, [1, 0, 0, 0], &[QUESTION], "NotImplemented");
        check(0x2800, [1, 1, 1, 1], &[QUESTION, A, A, OPT], "NotImplemented opt");
        check(0x7800, [0, 0, 0, 0], &[], "NotImplemented no question");
        check(0x1000, [1, 0, 0, 0], &[b"\xff"], "NotImplemented no question");
    }

    #[test]
    fn exactly_one_question_is_asked() {
        check(0x0100, [0, 0, 0, 0], &[], "NoQuestion no question");
        check(0x0100, [0, 0, 0, 1], &[OPT], "NoQuestion no question opt");
        check(0x0100, [0, 0, 0, 0], &[b"\x00"], "Malformed no question");
        check(0x0100, [2, 0, 0, 1], &[QUESTION, QUESTION, OPT], "Malformed no question opt");
        check(0x0100, [65_535, 0, 0, 0], &[QUESTION], "Malformed no question");
    }

    #[test]
    fn compressed_questions_are_malformed() {
        check(0x0100, [1, 0, 0, 0], &[b"\xc0\x0c\x00\x01\x00\x01"], "Malformed no question");
        check(0x0100, [1, 0, 0, 0], &[b"\x01a\xc0\x0c\x00\x01\x00\x01"], "Malformed no question");
    }

    #[test]
    fn trailing_octets_are_malformed() {
        check(0x0100, [1, 0, 0, 0], &[QUESTION, b"\x00"], "Malformed");
        check(0x0100, [1, 0, 0, 1], &[QUESTION, OPT, b"garbage"], "Malformed opt");
    }

    #[test]
    fn other_records_are_walked_over() {
        check(0x0100, [1, 1, 1, 2], &[QUESTION, A, A, A, OPT], "wWw.example. 1");
        check(0x0100, [1, 1, 0, 0], &[QUESTION, b"\x80\x00\x01"], "Malformed");
    }

    #[test]
    fn one_opt_record_may_stand_in_the_additional_section() {
        check(0x0100, [1, 0, 0, 2], &[QUESTION, OPT, OPT], "Malformed opt");
        check(0x0100, [1, 1, 0, 0], &[QUESTION, OPT], "Malformed");
        check(0x0100, [1, 0, 1, 0], &[QUESTION, OPT], "Malformed");
        check(0x0100, [1, 0, 0, 1], &[QUESTION, b"\x01a", OPT], "Malformed");
    }

    #[test]
    fn versions_over_0_are_bad() {
        check(0x0100, [1, 0, 0, 1], &[QUESTION, &opt(1, b"")], "BadVersion opt");
        check(0x0100, [1, 0, 0, 1], &[QUESTION, &opt(255, b"\xff")], "BadVersion opt");
    }

    #[test]
    fn options_are_well_formed() {
        check(
            0x0100,
            [1, 0, 0, 1],
            &[QUESTION, &opt(0, b"\x00\x03\x00\x00\xff\xff\x00\x01x")],
            "wWw.example. 1",
        );
        check(0x0100, [1, 0, 0, 1], &[QUESTION, &opt(0, b"\x00\x03\x00\x01")], "Malformed opt");
        check(0x0100, [1, 0, 0, 1], &[QUESTION, &opt(0, b"\x00\x03\x00")], "Malformed opt");
    }

    #[test]
    fn cookies_have_8_or_16_to_40_octets() {
        for length in 0..=41_u8 {
            let options = [&[0, 10, 0, length][..], &vec![b'c'; usize::from(length)]].concat();
            let want =
                if length == 8 || (16..=40).contains(&length) { "wWw.example. 1" } else { "Malformed opt" };
            check(0x0100, [1, 0, 0, 1], &[QUESTION, &opt(0, &options)], want);
        }
        // RFC 7873 §5.2: only the first one counts.
        let options = b"\x00\x0a\x00\x08abcdefgh\x00\x0a\x00\x01x";
        check(0x0100, [1, 0, 0, 1], &[QUESTION, &opt(0, options)], "wWw.example. 1");
    }

    #[test]
    fn without_a_question_a_cookie_may_be_asked_for() {
        let cookie = b"\x00\x0a\x00\x08abcdefgh";
        check(0x0100, [0, 0, 0, 1], &[&opt(0, cookie)], "cookie for 0x1234");
        check(0x0100, [0, 0, 0, 1], &[&opt(0, b"\x00\x0a\x00\x07abcdefg")], "Malformed no question opt");
        check(0x0100, [0, 0, 0, 1], &[&opt(1, cookie)], "NoQuestion no question opt");
        check(0x0900, [0, 0, 0, 1], &[&opt(0, cookie)], "NotImplemented no question opt");
    }

    #[test]
    fn only_class_in_is_served() {
        for class in [0, 3, 4, 254, 255] {
            check(0x0100, [1, 0, 0, 0], &[&question(1, class)], "Class");
        }
    }
}
