//! Properties: no octets make the responder panic, and every reply can be read.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::OnceLock;

use dns_server::responder::{QuerySource, ReplyAction, Responder, Transport};
use dns_server::service::ListenerId;
use dns_server::wire::{Request, Sizes, decode, encode};
use hickory_proto::op::Message;
use hickory_proto::rr::RData;
use proptest::collection::vec;
use proptest::prelude::*;
use zone_store::answer::{Answer, Records, ResponseCode};
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::{RdataList, RecordType};
use zone_store::snapshot::Outside;

use crate::lab::{Asked, service, snapshot};

fn responder() -> &'static Responder {
    static RESPONDER: OnceLock<Responder> = OnceLock::new();
    RESPONDER.get_or_init(|| Responder::new(service(snapshot(Outside::Closed))))
}

/// Responds to any octets; checks what is true of every reply.
fn check(message: &[u8], transport: Transport) -> Result<(), TestCaseError> {
    let client =
        QuerySource { source: IpAddr::V4(Ipv4Addr::LOCALHOST), listener: ListenerId::nth(0), transport };
    let mut reply = Vec::new();
    let decision = responder().respond(message, client, &mut reply);
    prop_assert_eq!(responder().panics(), 0);
    if matches!(decision, ReplyAction::Silence) {
        prop_assert!(reply.is_empty());
        return Ok(());
    }
    prop_assert!(message.len() >= 12 && message[2] & 0x80 == 0, "only queries are answered");
    prop_assert_eq!(&reply[..2], &message[..2]);
    let limit = if transport == Transport::Udp { 1232 } else { 65_535 };
    prop_assert!(reply.len() <= limit);
    Message::from_vec(&reply).map_err(|error| TestCaseError::fail(format!("{error}: {reply:?}")))?;
    Ok(())
}

fn transport() -> impl Strategy<Value = Transport> {
    prop_oneof![Just(Transport::Udp), Just(Transport::Tcp)]
}

/// Labels that often share suffixes.
fn name() -> impl Strategy<Value = Name> {
    vec(prop_oneof![Just("corp"), Just("CORP"), Just("example"), Just("a"), Just("b")], 0..6)
        .prop_map(|labels| labels.join(".") + ".")
        .prop_map(|text| text.parse().expect("a name"))
}

/// Record sets of the types whose RDATA is compressed, or not.
fn set() -> impl Strategy<Value = (Name, u16, u32, Vec<Vec<u8>>)> {
    let rdata = prop_oneof![
        vec(any::<[u8; 4]>().prop_map(Vec::from), 1..40).prop_map(|rdata| (1, rdata)),
        vec(name().prop_map(|name| name.wire().to_vec()), 1..9).prop_map(|rdata| (2, rdata)),
        vec((any::<u16>(), name()), 1..9).prop_map(|targets| {
            (15, targets.iter().map(|(n, name)| [&n.to_be_bytes(), name.wire()].concat()).collect())
        }),
        vec((any::<[u8; 6]>(), name()), 1..9).prop_map(|targets| {
            (33, targets.iter().map(|(fixed, name)| [fixed, name.wire()].concat()).collect())
        }),
        (name(), name(), any::<[u8; 20]>())
            .prop_map(|(one, two, rest)| (6, vec![[one.wire(), two.wire(), &rest].concat()])),
        vec(vec(any::<u8>(), 1..60), 1..5).prop_map(|rdata| (65_280, rdata)),
    ];
    (name(), 0_u32..=2_147_483_647, rdata).prop_map(|(owner, ttl, (rtype, rdata))| (owner, rtype, ttl, rdata))
}

/// Returns a record as hickory reads it, uncompressed.
fn uncompressed(rtype: u16, rdata: &[u8]) -> RData {
    let header = [0, 0, 0x80, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0];
    let length = u16::try_from(rdata.len()).expect("short").to_be_bytes();
    let record = [&rtype.to_be_bytes()[..], &[0, 1, 0, 0, 0, 0], &length, rdata].concat();
    let message = Message::from_vec(&[&header[..], &record].concat()).expect("a record");
    message.answers[0].data.clone()
}

/// Encodes sets as the answer to a query.
fn encoded(sets: &[(Name, u16, u32, Vec<Vec<u8>>)], question: &Name) -> Vec<u8> {
    let query = Asked::new(&question.to_string(), 1).octets();
    let request = Request::parse(&query).expect("a query");
    let mut answer = Answer::empty(ResponseCode::NoError);
    for (owner, rtype, ttl, rdata) in sets {
        let mut packed = Vec::new();
        rdata.iter().for_each(|rdata| RdataList::pack(&mut packed, rdata));
        let (owner, rtype) = (owner.clone(), RecordType::from(*rtype));
        answer.answer.push(Records {
            owner,
            rtype,
            ttl: *ttl,
            packed: Cow::Owned(packed),
            origin: Origin::UNKNOWN,
        });
    }
    let mut reply = Vec::new();
    encode(&request.envelope, &answer, Sizes::tcp(1232), None, &mut reply);
    reply
}

/// What a decoded answer holds, as lines; names compare without case, since compression may take another's.
fn lines(answer: &Answer<'_>) -> Vec<String> {
    let line = |set: &Records<'_>, rdata: &[u8]| {
        format!("{} {} {} {rdata:?}", set.owner.to_lowercase(), u16::from(set.rtype), set.ttl)
    };
    let sets = answer.answer.iter().chain(&answer.authority);
    sets.flat_map(|set| set.rdata().iter().map(|rdata| line(set, rdata)).collect::<Vec<_>>()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_octets_are_survived(message in vec(any::<u8>(), 0..600), transport in transport()) {
        check(&message, transport)?;
    }

    #[test]
    fn any_damage_to_a_query_is_survived(
        owner in name(),
        rtype in prop_oneof![Just(1), Just(255), any::<u16>()],
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        tail in vec(any::<u8>(), 0..3),
        transport in transport(),
    ) {
        let query = Asked::new(&owner.to_string(), rtype).edns(1232, 0, b"\x00\x0a\x00\x08abcdefgh");
        let mut message = query.octets();
        for (at, octet) in damage {
            let at = at.index(message.len());
            message[at] = octet;
        }
        message.extend(tail);
        check(&message, transport)?;
    }

    #[test]
    fn what_is_encoded_is_what_is_decoded(sets in vec(set(), 0..6), question in name()) {
        let reply = encoded(&sets, &question);
        let message = Message::from_vec(&reply).expect("a message");
        let mut read = message.answers.iter();
        for (owner, rtype, ttl, rdata) in &sets {
            for rdata in rdata {
                let record = read.next().expect("as many records");
                prop_assert_eq!(record.name.to_string(), owner.to_string());
                prop_assert_eq!((u16::from(record.record_type()), record.ttl), (*rtype, *ttl));
                // The names of hickory compare without case; their texts do not.
                prop_assert_eq!(record.data.to_string(), uncompressed(*rtype, rdata).to_string());
            }
        }
        prop_assert!(read.next().is_none());
    }

    #[test]
    fn any_octets_are_read_or_refused_as_a_reply(
        head in prop_oneof![Just(Vec::new()), Just(b"\x12\x34\x81\x80\x00\x00\x00\x03\x00\x02\x00\x01".to_vec())],
        body in vec(any::<u8>(), 0..400),
    ) {
        if let Err(error) = decode(&[head, body].concat()) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn any_damage_to_a_reply_is_survived(
        sets in vec(set(), 0..6),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
    ) {
        let mut reply = encoded(&sets, &Name::root());
        for (at, octet) in damage {
            let at = at.index(reply.len());
            reply[at] = octet;
        }
        if let Ok(answer) = decode(&reply) {
            let query = Asked::new(".", 1).edns(1232, 0, b"").octets();
            let request = Request::parse(&query).expect("a query");
            let mut again = Vec::new();
            encode(&request.envelope, &answer, Sizes::tcp(1232), None, &mut again);
            let again = decode(&again).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(lines(&again), lines(&answer));
        }
    }

    #[test]
    fn what_is_encoded_is_what_an_upstream_reply_is_read_as(sets in vec(set(), 0..6)) {
        let reply = encoded(&sets, &Name::root());
        let answer = decode(&reply).map_err(|error| TestCaseError::fail(error.to_string()))?;
        // Sets of one owner and type come together, with the lowest TTL.
        let ttl = |owner: &Name, rtype: u16| {
            let same = sets.iter().filter(|(o, t, ..)| o == owner && *t == rtype);
            same.map(|(_, _, ttl, _)| *ttl).min().unwrap_or_default()
        };
        let mut want: Vec<String> = sets
            .iter()
            .flat_map(|(owner, rtype, _, rdata)| {
                let line = |rdata: &Vec<u8>| format!("{} {rtype} {} {rdata:?}", owner.to_lowercase(), ttl(owner, *rtype));
                rdata.iter().map(line).collect::<Vec<_>>()
            })
            .collect();
        let mut got = lines(&answer);
        want.sort();
        got.sort();
        prop_assert_eq!(got, want);
    }
}
