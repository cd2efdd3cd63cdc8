//! Answers as JSON (RFC 8427).

use serde_json::{Map, Value, json};
use zone_store::answer::{Answer, Records};
use zone_store::engine::Query;
use zone_store::rdata;

/// Returns the message as an object of RFC 8427 §2.1, with the sections as arrays of RRs.
///
/// RDATA is given as `RDATAHEX` and, for every type, as `rdata` with the type's name in presentation format (§2.2).
pub(crate) fn message(query: &Query, answer: &Answer<'_>) -> Value {
    let sections = [
        ("answerRRs", "ANCOUNT", &*answer.answer),
        ("authorityRRs", "NSCOUNT", &*answer.authority),
        ("additionalRRs", "ARCOUNT", &*answer.additional),
    ];
    let mut object = Map::new();
    let bit = |set: bool| Value::from(u8::from(set));
    for (key, value) in [
        ("ID", 0.into()),
        ("QR", 1.into()),
        ("Opcode", 0.into()),
        ("AA", bit(answer.authoritative)),
        ("TC", 0.into()),
        ("RD", bit(query.recursion_desired)),
        ("RA", bit(answer.recursion_available)),
        ("AD", 0.into()),
        ("CD", 0.into()),
        ("RCODE", u16::from(answer.rcode).into()),
        ("QDCOUNT", 1.into()),
        ("QNAME", query.name.to_string().into()),
        ("QTYPE", u16::from(query.rtype).into()),
        ("QTYPEname", rdata::type_name(query.rtype).to_string().into()),
        ("QCLASS", 1.into()),
        ("QCLASSname", "IN".into()),
    ] {
        object.insert(key.to_owned(), value);
    }
    for (records_key, count_key, section) in sections {
        let records: Vec<Value> = section.iter().flat_map(records).collect();
        object.insert(count_key.to_owned(), records.len().into());
        if !records.is_empty() {
            object.insert(records_key.to_owned(), records.into());
        }
    }
    if !answer.errors.is_empty() {
        let errors = answer.errors.iter().map(|error| {
            json!({ "code": error.code.number(), "name": super::error_name(error.code), "text": error.text })
        });
        object.insert("extendedErrors".to_owned(), errors.collect());
    }
    Value::Object(object)
}

fn records<'r>(set: &'r Records<'_>) -> impl Iterator<Item = Value> + 'r {
    let octets: Vec<&[u8]> = set.rdata().iter().collect();
    octets.into_iter().map(|octets| {
        let kind = rdata::type_name(set.rtype).to_string();
        let mut object = Map::new();
        object.insert("NAME".to_owned(), set.owner.to_string().into());
        object.insert("TYPE".to_owned(), u16::from(set.rtype).into());
        object.insert("TYPEname".to_owned(), kind.clone().into());
        object.insert("CLASS".to_owned(), 1.into());
        object.insert("CLASSname".to_owned(), "IN".into());
        object.insert("TTL".to_owned(), set.ttl.into());
        object.insert("RDLENGTH".to_owned(), octets.len().into());
        object.insert(
            "RDATAHEX".to_owned(),
            octets.iter().map(|octet| format!("{octet:02X}")).collect::<String>().into(),
        );
        object.insert(format!("rdata{kind}"), rdata::display(set.rtype, octets).to_string().into());
        Value::Object(object)
    })
}
