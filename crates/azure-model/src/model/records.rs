//! Record sets of a configuration: names, types, data.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use zone_store::mistake::Mistake;
use zone_store::name::Name;
use zone_store::rdata;
use zone_store::record::RecordType;

use super::limits;
use super::terms::Terms;
use crate::written::Record;
use azure_catalogue::Cloud;
use azure_objects::config_file::RecordSet;
use azure_objects::diagnostic::Diagnostics;
use azure_objects::located::{Located, Site};

/// Types that a private zone holds (`Private DNS records overview`); its SOA has a table of its own.
const PRIVATE_TYPES: [RecordType; 7] = [
    RecordType::A,
    RecordType::AAAA,
    RecordType::CNAME,
    RecordType::MX,
    RecordType::PTR,
    RecordType::SRV,
    RecordType::TXT,
];

/// What is wrong with a DNAME, and what to write instead: nothing here obeys one (RFC 6672), and as mere data it would
/// mislead.
pub(crate) const DNAME_IS_REFUSED: (&str, &str) =
    ("is not supported here", "write CNAMEs for the names below it");

/// Tells whether Azure imports records of this type from a zone file into a private zone.
pub(crate) fn is_importable(rtype: RecordType) -> bool {
    rtype == RecordType::SOA || PRIVATE_TYPES.contains(&rtype)
}

/// Which types a zone may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A private zone of Azure.
    Private(Terms),
    /// A zone of the public Internet.
    Public,
}

/// Reads the record sets of the zone at `apex`.
pub(super) fn resolve(
    sets: &[RecordSet],
    apex: &Name,
    holder: Holder,
    diagnostics: &mut Diagnostics,
) -> Arc<[Record]> {
    let mut seen: HashMap<(&Name, RecordType), &Site> = HashMap::new();
    let mut records = Vec::new();
    let identify = |set| identify(set, apex, holder, diagnostics);
    let owners: Vec<Option<(Name, RecordType)>> = sets.iter().map(identify).collect();
    for (index, (set, identity)) in sets.iter().zip(&owners).enumerate() {
        let Some((owner, rtype)) = identity else {
            continue;
        };
        let rtype = *rtype;
        if let Some(first) = seen.insert((owner, rtype), &set.site) {
            let problem = format!("has another {rtype} record set, at {}", first.place);
            diagnostics.push(set.name.error(problem).fix("put the records into one set"));
            continue;
        }
        if rtype == RecordType::CNAME && set.records.len() > 1 {
            let problem = format!("has {} records; an alias has one target", set.records.len());
            diagnostics.push(set.records[1].error(problem).fix("remove all but one"));
            continue;
        }
        let first = records.len();
        let owned = OwnedSet { index: index as u32, set, owner, rtype };
        records.extend(read_records(&owned, apex, diagnostics));
        check_size(set, rtype, &records[first..], holder, diagnostics);
    }
    let aliases_beside_others = check_aliases(sets, &owners, diagnostics);
    records
        .retain(|record| record.rtype != RecordType::CNAME || !aliases_beside_others.contains(&record.owner));
    records.into()
}

/// Reports aliases that have other sets beside them (`Overview of DNS zones and records`, CNAME records).
fn check_aliases<'o>(
    sets: &[RecordSet],
    owners: &'o [Option<(Name, RecordType)>],
    diagnostics: &mut Diagnostics,
) -> HashSet<&'o Name> {
    let is_alias = |identity: &&(Name, RecordType)| identity.1 == RecordType::CNAME;
    let aliases: HashSet<&Name> = owners.iter().flatten().filter(is_alias).map(|(owner, _)| owner).collect();
    let mut others: HashMap<&Name, (RecordType, &Site)> = HashMap::new();
    for (set, identity) in sets.iter().zip(owners) {
        match identity {
            Some((owner, rtype)) if *rtype != RecordType::CNAME && aliases.contains(owner) => {
                others.entry(owner).or_insert((*rtype, &set.site));
            }
            _ => {}
        }
    }
    for (set, identity) in sets.iter().zip(owners) {
        let Some((owner, RecordType::CNAME)) = identity else {
            continue;
        };
        if let Some((rtype, first)) = others.get(owner) {
            let problem = format!(
                "CNAME record sets can't coexist with other record sets with the same name; the {rtype} record \
                 set is at {}",
                first.place
            );
            diagnostics.push(set.record_type.error(problem).fix("remove one of the two"));
        }
    }
    others.into_keys().collect()
}

/// Reports sets that are larger than a private zone holds.
fn check_size(
    set: &RecordSet,
    rtype: RecordType,
    records: &[Record],
    holder: Holder,
    diagnostics: &mut Diagnostics,
) {
    let Holder::Private(Terms { cloud, limits }) = holder else {
        return;
    };
    limits.check(&limits::RECORDS, set.records.len(), &set.name, diagnostics);
    let text: usize = records.iter().map(|record| text_length(&record.rdata)).sum();
    if rtype == RecordType::TXT && text > most_text(cloud) {
        diagnostics.push(set.name.error(describe_text(text, most_text(cloud))).fix(TEXT_FIX));
    }
}

/// Returns the most characters in all strings of a TXT record set (`Overview of DNS zones and records`, TXT records).
pub(crate) const fn most_text(cloud: Cloud) -> usize {
    match cloud {
        Cloud::Public => 4096,
        Cloud::China | Cloud::UsGovernment => 1024,
    }
}

/// What to do about a TXT record set that is too long.
pub(crate) const TEXT_FIX: &str = "shorten it";

/// Says that the strings of a TXT record set are too long.
pub(crate) fn describe_text(length: usize, most: usize) -> String {
    format!("has {length} characters in its strings; a TXT record set of this cloud has at most {most}")
}

/// Counts the octets in the strings of TXT RDATA, without their length octets (RFC 1035 §3.3.14).
pub(crate) fn text_length(rdata: &[u8]) -> usize {
    let mut rest = rdata;
    let mut length = 0;
    while let Some((&first, tail)) = rest.split_first() {
        let string = usize::from(first).min(tail.len());
        length += string;
        rest = &tail[string..];
    }
    length
}

/// Reads the owner and the type of a set.
fn identify(
    set: &RecordSet,
    apex: &Name,
    holder: Holder,
    diagnostics: &mut Diagnostics,
) -> Option<(Name, RecordType)> {
    let owner = read_owner(&set.name, apex, diagnostics);
    let rtype = read_type(&set.record_type, holder, diagnostics);
    let (owner, rtype) = (owner?, rtype?);
    if rtype == RecordType::CNAME && owner == *apex {
        let problem = "is a CNAME at the apex, beside the zone's SOA";
        diagnostics.push(set.name.error(problem).fix("write A records there, or give the alias a name"));
        return None;
    }
    if rtype == RecordType::SOA && owner != *apex {
        diagnostics.push(
            set.name.error("is below the apex; an SOA record stands at \"@\"").fix("write name = \"@\""),
        );
        return None;
    }
    Some((owner, rtype))
}

fn read_owner(name: &Located<String>, apex: &Name, diagnostics: &mut Diagnostics) -> Option<Name> {
    if name.is_missing(diagnostics) {
        return None;
    }
    match Name::parse(name, apex) {
        Ok(owner) if owner.is_at_or_below(apex) => Some(owner),
        Ok(_) => {
            let problem = format!("is not in the zone \"{}\"", apex.without_dot());
            diagnostics
                .push(name.error(problem).fix("write it relative to the zone, without a dot at its end"));
            None
        }
        Err(error) => {
            diagnostics.push(name.error(error.to_string()).fix_of(&error));
            None
        }
    }
}

fn read_type(text: &Located<String>, holder: Holder, diagnostics: &mut Diagnostics) -> Option<RecordType> {
    if text.is_missing(diagnostics) {
        return None;
    }
    let rtype = rdata::parse_type(text);
    let (problem, fix) = match (rtype, holder) {
        (Some(rtype), Holder::Private(_)) if PRIVATE_TYPES.contains(&rtype) => return Some(rtype),
        (Some(RecordType::SOA), Holder::Private(_)) => {
            ("is written by Azure in a private zone", "change its fields with soa_record")
        }
        (Some(RecordType::NS), Holder::Private(_)) => {
            ("cannot be in a private zone: it has no delegations", "make a private zone of the child's name")
        }
        (Some(_), Holder::Private(_)) => {
            ("cannot be in a private zone", "it holds A, AAAA, CNAME, MX, PTR, SRV and TXT records")
        }
        (Some(RecordType::DNAME), Holder::Public) => DNAME_IS_REFUSED,
        (Some(rtype), Holder::Public) if !is_only_asked_for(rtype) => return Some(rtype),
        (Some(_), Holder::Public) => ("is a type of questions, not of records", "write a type such as \"A\""),
        (None, _) => ("is not a record type", "write a type such as \"A\""),
    };
    diagnostics.push(text.error(problem).fix(fix));
    None
}

/// Tells whether a type is only ever asked for, or belongs to a message instead of a zone.
fn is_only_asked_for(rtype: RecordType) -> bool {
    matches!(
        rtype,
        RecordType::ANY | RecordType::AXFR | RecordType::IXFR | RecordType::OPT | RecordType::TSIG
    )
}

/// A record set whose owner and type are known.
struct OwnedSet<'s> {
    /// Its position in the zone.
    index: u32,
    set: &'s RecordSet,
    owner: &'s Name,
    rtype: RecordType,
}

fn read_records(owned: &OwnedSet<'_>, apex: &Name, diagnostics: &mut Diagnostics) -> Vec<Record> {
    let &OwnedSet { index, set, owner, rtype } = owned;
    let mut seen: HashSet<Vec<u8>> = HashSet::new();
    let mut records = Vec::with_capacity(set.records.len());
    for (position, text) in set.records.iter().enumerate() {
        match rdata::parse_text(rtype, text, apex) {
            Ok(rdata) if set.records.len() > 1 && !seen.insert(rdata.clone()) => {
                diagnostics.push(text.error("is in this record set twice").fix("remove one"));
            }
            Ok(rdata) => {
                let (owner, ttl, position) = (owner.clone(), set.ttl.value, position as u32);
                records.push(Record { owner, rtype, ttl, rdata, set: index, position });
            }
            Err(error) => {
                // The value stands before the problem already.
                let is_about_all = error.subject() == Some(text.as_str());
                let reason = if is_about_all { error.to_string() } else { error.sentence().to_string() };
                diagnostics.push(text.error(reason).fix_of(&error));
            }
        }
    }
    records
}
