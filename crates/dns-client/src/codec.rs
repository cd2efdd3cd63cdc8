//! Questions to octets, octets to messages.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use hickory_proto::ProtoError;
use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query as WireQuery};
use hickory_proto::rr::Name as WireName;
use hickory_proto::serialize::binary::{BinDecodable as _, BinDecoder};
use zone_store::engine::Query;

use crate::error::NoReply;
use crate::response::Response;

/// The UDP payload size that the client announces, in octets (DNS Flag Day 2020).
const PAYLOAD: u16 = 1232;

/// Writes a question with EDNS, as dig does. The OPT record comes last, without options.
///
/// # Errors
/// [`ProtoError`] if the name has no form on the wire.
pub fn encode_query(id: u16, query: &Query) -> Result<Vec<u8>, ProtoError> {
    let mut message = Message::new(id, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = query.recursion_desired;
    message.metadata.checking_disabled = query.checking_disabled;
    let mut decoder = BinDecoder::new(query.name.wire());
    let name = WireName::read(&mut decoder)?;
    message.add_query(WireQuery::query(name, query.rtype));
    let mut edns = Edns::new();
    edns.set_max_payload(PAYLOAD).set_version(0).set_dnssec_ok(query.dnssec_ok);
    message.set_edns(edns);
    message.to_vec()
}

/// Returns an identifier that cannot be guessed: the keys of a [`RandomState`] come from the system.
pub(crate) fn random_id() -> u16 {
    RandomState::new().build_hasher().finish() as u16
}

/// Reads an answer, for those who have sockets of their own.
///
/// # Errors
/// [`NoReply`] for what is no answer to this question.
pub fn decode_response(octets: &[u8], id: u16, query: &Query) -> Result<Response, NoReply> {
    decode(octets, id, query).map(|message| Response::from_message(&message))
}

/// Reads an answer; refuses what answers something else.
pub(crate) fn decode(octets: &[u8], id: u16, query: &Query) -> Result<Message, NoReply> {
    let message = match Message::from_vec(octets) {
        Ok(message) => message,
        // A truncated message need not end with a whole record; its header is all that is needed.
        Err(error) => Message::from_vec(&header_of_truncated(octets).ok_or(error)?)?,
    };
    let is_ours = message.metadata.id == id && message.metadata.message_type == MessageType::Response;
    let answers = |asked: &WireQuery| {
        let asked_name = asked.name().to_ascii().to_ascii_lowercase();
        asked_name == query.name.to_string().to_ascii_lowercase() && asked.query_type() == query.rtype
    };
    // A refusal may leave the question out (RFC 1035 §4.1.1 does not say).
    match is_ours && message.queries.iter().all(answers) {
        true => Ok(message),
        false => Err(NoReply::Foreign),
    }
}

/// Returns the header of a message with TC and nothing behind it; `None` if it has none.
fn header_of_truncated(octets: &[u8]) -> Option<Vec<u8>> {
    const TRUNCATED: u8 = 0b10;
    let mut header = octets.get(..12)?.to_vec();
    (header[2] & TRUNCATED != 0).then_some(())?;
    header[4..].fill(0);
    Some(header)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn query() -> Query {
        Query::new("www.example.".parse().expect("a name"), 1.into())
    }

    proptest! {
        #[test]
        fn octets_never_panic(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&octets, 1, &query());
        }
    }

    #[test]
    fn a_question_is_no_answer_to_itself() {
        let question = encode_query(7, &query()).expect("octets");
        assert!(matches!(decode(&question, 7, &query()), Err(NoReply::Foreign)));
    }

    #[test]
    fn every_bit_of_a_question_is_sent() {
        let plain = Query { recursion_desired: false, ..query() };
        let bits = |query: &Query| {
            let octets = encode_query(7, query).expect("octets");
            // RD and CD are in the header; DO is in the OPT record's flags, before the length of its options.
            (octets[2] & 1 != 0, octets[3] & 0x10 != 0, octets[octets.len() - 4] & 0x80 != 0)
        };
        assert_eq!(bits(&plain), (false, false, false));
        assert_eq!(bits(&query()), (true, false, false));
        assert_eq!(bits(&Query { checking_disabled: true, ..plain.clone() }), (false, true, false));
        assert_eq!(bits(&Query { dnssec_ok: true, ..plain }), (false, false, true));
    }
}
