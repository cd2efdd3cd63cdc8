//! Record sets of a configuration: names, types, data.

use std::collections::{HashMap, HashSet};

use zone_store::mistake::Mistake;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::rdata;
use zone_store::record::RecordType;
use zone_store::zone_file::Dialect;

use super::limits;
use super::terms::Terms;
use crate::written::{Record, ResolvedSet};
use azure_catalogue::Cloud;
use azure_objects::Refusals;
use azure_objects::config_file::{RecordSet, RecordSets, SetOrder};
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{LimitRefusal, RecordRefusal, WithSubject};

/// Tells whether a private zone holds record sets of a type; its SOA has a table of its own.
fn is_private_type(rtype: RecordType) -> bool {
    rtype != RecordType::SOA && Dialect::AzureImport.holds(rtype)
}

/// Which types a zone may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A private zone of Azure.
    Private(Terms),
    /// A zone of the public Internet.
    Public,
}

impl Holder {
    /// Says by whose rules the file of such a zone is read.
    pub(super) fn dialect(self) -> Dialect {
        match self {
            Self::Private(_) => Dialect::AzureImport,
            Self::Public => Dialect::Bind,
        }
    }
}

/// A zone as written.
pub(crate) struct WrittenZone<'z> {
    pub(crate) id: &'z ObjectId,
    pub(crate) apex: &'z Located<Name>,
    pub(crate) sets: &'z RecordSets,
    pub(crate) zone_file: Option<&'z Located<String>>,
    pub(crate) holder: Holder,
}

/// A record set, and where it stands.
pub(super) type OrderedSet<'s> = (SetOrder, &'s RecordSet);

/// Reads record sets of a zone: all of them, or all of some owners. The result has no origins yet.
pub(super) fn resolve(
    zone: &WrittenZone<'_>,
    sets: &[OrderedSet<'_>],
    refusals: &mut Refusals,
) -> Vec<(SetOrder, ResolvedSet)> {
    let &WrittenZone { apex, holder, .. } = zone;
    let mut seen: HashMap<(&Name, RecordType), &Site> = HashMap::new();
    let mut resolved = Vec::new();
    let identify = |(_, set): &OrderedSet<'_>| {
        refusals.about(|| set.id(zone.id), |refusals| identify(set, apex, holder, refusals))
    };
    let owners: Vec<Option<(Name, RecordType)>> = sets.iter().map(identify).collect();
    for (&(order, set), identity) in sets.iter().zip(&owners) {
        let Some((owner, rtype)) = identity else {
            continue;
        };
        let rtype = *rtype;
        if let Some(first) = seen.insert((owner, rtype), &set.site) {
            let taken = RecordRefusal::SetTaken { rtype: rtype.to_string(), first: first.into() };
            refusals.push(set.name.refuse(taken).of(set.id(zone.id)));
            continue;
        }
        if rtype == RecordType::CNAME && set.records.len() > 1 {
            let several = RecordRefusal::SeveralTargets { count: set.records.len() };
            refusals.push(set.records[1].refuse(several).of(set.id(zone.id)));
            continue;
        }
        let about = |refusals: &mut Refusals| {
            let records = read_records(&OwnedSet { set, owner, rtype }, refusals);
            check_services(set, rtype, &records, holder, refusals);
            check_size(set, rtype, &records, holder, refusals);
            records
        };
        let records = refusals.about(|| set.id(zone.id), about);
        resolved.push((order, ResolvedSet { owner: owner.clone(), records, first: Origin::UNKNOWN }));
    }
    let aliases_beside_others = check_aliases(zone, sets, &owners, refusals);
    for (_, set) in resolved.iter_mut().filter(|(_, set)| aliases_beside_others.contains(&set.owner)) {
        set.records.retain(|record| record.rtype != RecordType::CNAME);
    }
    resolved
}

/// Returns the owner that a set has, if its name can be read.
pub(super) fn owner_of(set: &RecordSet, apex: &Name) -> Option<Name> {
    Name::parse(&set.name, apex).ok()
}

/// Reports aliases that have other sets beside them (`Overview of DNS zones and records`, CNAME records).
fn check_aliases<'o>(
    zone: &WrittenZone<'_>,
    sets: &[OrderedSet<'_>],
    owners: &'o [Option<(Name, RecordType)>],
    refusals: &mut Refusals,
) -> HashSet<&'o Name> {
    let is_alias = |identity: &&(Name, RecordType)| identity.1 == RecordType::CNAME;
    let aliases: HashSet<&Name> = owners.iter().flatten().filter(is_alias).map(|(owner, _)| owner).collect();
    let mut others: HashMap<&Name, (RecordType, &Site)> = HashMap::new();
    for ((_, set), identity) in sets.iter().zip(owners) {
        match identity {
            Some((owner, rtype)) if *rtype != RecordType::CNAME && aliases.contains(owner) => {
                others.entry(owner).or_insert((*rtype, &set.site));
            }
            _ => {}
        }
    }
    for ((_, set), identity) in sets.iter().zip(owners) {
        let Some((owner, RecordType::CNAME)) = identity else {
            continue;
        };
        if let Some((rtype, first)) = others.get(owner) {
            let first = (*first).into();
            let beside = RecordRefusal::AliasBesideOthers { rtype: rtype.to_string(), first };
            refusals.push(set.record_type.refuse(beside).of(set.id(zone.id)));
        }
    }
    others.into_keys().collect()
}

/// Reports SRV records of a private zone that differ in the port only (Azure/azure-cli#21716).
fn check_services(
    set: &RecordSet,
    rtype: RecordType,
    records: &[Record],
    holder: Holder,
    refusals: &mut Refusals,
) {
    if rtype != RecordType::SRV || holder == Holder::Public {
        return;
    }
    // Priority, weight, port, target (RFC 2782).
    let without_port = |record: &Record| [&record.rdata[..4], &record.rdata[6..]].concat();
    let mut seen: HashMap<Vec<u8>, &Record> = HashMap::new();
    for record in records {
        if let Some(first) = seen.insert(without_port(record), record) {
            let first = (&set.records[first.position as usize].site).into();
            let text = &set.records[record.position as usize];
            refusals.push(text.refuse(RecordRefusal::SrvTwice { first }));
        }
    }
}

/// Reports sets that are larger than a private zone holds.
fn check_size(
    set: &RecordSet,
    rtype: RecordType,
    records: &[Record],
    holder: Holder,
    refusals: &mut Refusals,
) {
    let Holder::Private(Terms { cloud, limits }) = holder else {
        return;
    };
    limits.check(&limits::RECORDS, set.records.len(), &set.name, refusals);
    let text: usize = records.iter().map(|record| text_length(&record.rdata)).sum();
    if rtype == RecordType::TXT && text > most_text(cloud) {
        refusals.push(set.name.refuse(LimitRefusal::TextLength { length: text, most: most_text(cloud) }));
    }
}

/// Returns the most characters in all strings of a TXT record set (`Overview of DNS zones and records`, TXT records).
pub(crate) const fn most_text(cloud: Cloud) -> usize {
    match cloud {
        Cloud::Public => 4096,
        Cloud::China | Cloud::UsGovernment => 1024,
    }
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
    refusals: &mut Refusals,
) -> Option<(Name, RecordType)> {
    if !set.check_values(refusals) {
        return None;
    }
    let owner = read_owner(&set.name, apex, refusals);
    if let (Holder::Private(_), Some(owner)) = (holder, &owner)
        && owner.labels().enumerate().any(|(at, label)| label.contains(&b'*') && (at > 0 || label != b"*"))
    {
        refusals.push(set.name.refuse(RecordRefusal::Wildcard { zone: apex.without_dot() }));
        return None;
    }
    let rtype = read_type(&set.record_type, holder, refusals);
    let (owner, rtype) = (owner?, rtype?);
    if rtype == RecordType::CNAME && owner == *apex {
        refusals.push(set.name.refuse(RecordRefusal::AliasAtApex));
        return None;
    }
    if rtype == RecordType::SOA && owner != *apex {
        refusals.push(set.name.refuse(RecordRefusal::SoaBelowApex));
        return None;
    }
    Some((owner, rtype))
}

fn read_owner(name: &Located<String>, apex: &Name, refusals: &mut Refusals) -> Option<Name> {
    match Name::parse(name, apex) {
        Ok(owner) if owner.is_at_or_below(apex) => Some(owner),
        Ok(_) => {
            refusals.push(name.refuse(RecordRefusal::OutsideZone { zone: apex.without_dot() }));
            None
        }
        Err(error) => {
            refusals.push(name.refuse(RecordRefusal::Owner { error }));
            None
        }
    }
}

fn read_type(text: &Located<String>, holder: Holder, refusals: &mut Refusals) -> Option<RecordType> {
    let rtype = rdata::parse_type(text);
    let reason = match (rtype, holder) {
        (Some(rtype), Holder::Private(_)) if is_private_type(rtype) => return Some(rtype),
        (Some(RecordType::SOA), Holder::Private(_)) => RecordRefusal::SoaOfAzure,
        (Some(RecordType::NS), Holder::Private(_)) => RecordRefusal::Delegation,
        (Some(_), Holder::Private(_)) => RecordRefusal::TypeOfPublicZones,
        (Some(rtype), Holder::Public) if !is_only_asked_for(rtype) => return Some(rtype),
        (Some(_), Holder::Public) => RecordRefusal::TypeOfQuestions,
        (None, _) => RecordRefusal::UnknownType,
    };
    refusals.push(text.refuse(reason));
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
    set: &'s RecordSet,
    owner: &'s Name,
    rtype: RecordType,
}

fn read_records(owned: &OwnedSet<'_>, refusals: &mut Refusals) -> Vec<Record> {
    let &OwnedSet { set, owner, rtype } = owned;
    // Names in the data are absolute, with a dot at their end or without: so azurerm, az and ARM take them.
    let root = Name::root();
    let mut seen: HashSet<Vec<u8>> = HashSet::new();
    let mut records = Vec::with_capacity(set.records.len());
    for (position, text) in set.records.iter().enumerate() {
        match rdata::parse_text(rtype, text, &root) {
            Ok(rdata) if set.records.len() > 1 && !seen.insert(rdata.clone()) => {
                refusals.push(text.refuse(RecordRefusal::Twice));
            }
            Ok(rdata) => {
                let (owner, ttl, position) = (owner.clone(), set.ttl.value, position as u32);
                records.push(Record { owner, rtype, ttl, rdata, position });
            }
            Err(error) => {
                // The value stands before the problem already.
                let is_about_all = error.subject() == Some(text.as_str());
                refusals.push(text.refuse(match is_about_all {
                    true => RecordRefusal::Data { error },
                    false => RecordRefusal::PartOfData { error: WithSubject(error) },
                }));
            }
        }
    }
    records
}
