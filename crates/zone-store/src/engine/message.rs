//! A message from another server: which part of it belongs to the answer, and the links of its chain.
//!
//! Nothing here trusts the order of records in a message, nor that they were asked for.

#[cfg(test)]
mod tests;

use super::question::Query;
use crate::answer::{Answer, Chain, Records};
use crate::name::Name;
use crate::record::{RdataList, RecordType};

/// Most CNAMEs that one resolver follows for one question.
pub const MAX_CHAIN: usize = 16;

/// One CNAME of a message, with all that comes with it.
pub(super) struct ChainLink<'s> {
    /// The DNAME that it was made of, if any, and its signatures.
    pub(super) before: Vec<Records<'s>>,
    pub(super) alias: Records<'s>,
    /// Where it leads; `None` when its RDATA is no name.
    pub(super) target: Option<Name>,
    /// Its signatures.
    pub(super) after: Option<Records<'s>>,
}

/// Takes what the real world says down to what was asked: the chain from the name asked for, in its order, and in the
/// authority section the zones that its names are in. Whatever else a message holds is neither used nor remembered, for
/// it may be poison (RFC 5452 §6). Signatures and proofs of absence stay only for who wants them (RFC 4035 §3.2.1).
pub(super) fn reduce<'s>(reply: &mut Answer<'s>, query: &Query) {
    reply.additional.clear();
    let (chain, end) = chain(&reply.answer, query);
    reply.answer = chain;
    let holds = |zone: &Name| {
        let mut owners = aliases(&reply.answer).map(|alias| &alias.owner);
        end.is_at_or_below(zone) || owners.any(|owner| owner.is_at_or_below(zone))
    };
    reply.authority.retain(|set| match is_of_dnssec(set.rtype) {
        true => query.dnssec_ok,
        false => matches!(set.rtype, RecordType::SOA | RecordType::NS) && holds(&set.owner),
    });
    reply.authoritative = false;
    reply.recursion_available = true;
}

/// Lists the chain of a section from the name asked for, one CNAME more than anybody follows at most; returns its last
/// name with it.
fn chain<'s>(section: &[Records<'s>], query: &Query) -> (Chain<'s>, Name) {
    let (mut chain, mut current) = (Chain::new(), query.name.clone());
    for _ in 0..=MAX_CHAIN {
        let Some(ChainLink { before, alias, target, after }) = link(section, &current, query) else { break };
        chain.extend(before.into_iter().chain([alias]).chain(after));
        match target {
            Some(target) if !has_alias(&chain, &target) => current = target,
            // A loop, or not a name: following the chain detects both.
            Some(_) | None => return (chain, current),
        }
    }
    chain.extend(wanted(section, &current, query));
    (chain, current)
}

/// Returns the CNAME that a section has for a name, unless it has what was asked for.
pub(super) fn link<'s>(section: &[Records<'s>], name: &Name, query: &Query) -> Option<ChainLink<'s>> {
    if matches!(query.rtype, RecordType::CNAME | RecordType::ANY)
        || set_of(section, name, query.rtype).is_some()
    {
        return None;
    }
    let alias = set_of(section, name, RecordType::CNAME)?.clone();
    let target = alias.rdata().iter().next().and_then(|rdata| Name::from_wire(rdata).ok());
    let signatures = |owner, rtype| query.dnssec_ok.then(|| signatures(section, owner, rtype)).flatten();
    let makes = |set: &&Records<'s>| {
        let substitute = set.rdata().iter().next().and_then(|rdata| Name::from_wire(rdata).ok());
        set.rtype == RecordType::DNAME
            && set.owner != *name
            && name.is_at_or_below(&set.owner)
            && substitute.zip(target.as_ref()).is_some_and(|(above, target)| target.is_at_or_below(&above))
    };
    let dname = section.iter().find(makes);
    let before = dname.into_iter().flat_map(|set| [Some(set.clone()), signatures(&set.owner, set.rtype)]);
    let (before, after) = (before.flatten().collect(), signatures(name, RecordType::CNAME));
    Some(ChainLink { before, alias, target, after })
}

/// Returns what a section has of the type asked for at a name, with its signatures if they are wanted.
pub(super) fn wanted<'s>(section: &[Records<'s>], name: &Name, query: &Query) -> Chain<'s> {
    if query.rtype == RecordType::ANY {
        return section.iter().filter(|set| set.owner == *name).cloned().collect();
    }
    let found = set_of(section, name, query.rtype).cloned();
    let is_signed = query.dnssec_ok && found.is_some();
    let signatures = is_signed.then(|| signatures(section, name, query.rtype)).flatten();
    found.into_iter().chain(signatures).collect()
}

/// Tells whether a CNAME of a chain has this owner.
pub(super) fn has_alias(chain: &[Records<'_>], owner: &Name) -> bool {
    aliases(chain).any(|alias| alias.owner == *owner)
}

/// Iterates over the CNAMEs of a chain.
pub(super) fn aliases<'c, 's>(chain: &'c [Records<'s>]) -> impl Iterator<Item = &'c Records<'s>> {
    chain.iter().filter(|set| set.rtype == RecordType::CNAME)
}

/// Returns the set of this owner and type; a section holds one at most.
fn set_of<'r, 's>(section: &'r [Records<'s>], owner: &Name, rtype: RecordType) -> Option<&'r Records<'s>> {
    section.iter().find(|set| set.rtype == rtype && set.owner == *owner)
}

/// Returns the signatures of a set, as one set, however the section holds them.
fn signatures<'s>(section: &[Records<'_>], owner: &Name, rtype: RecordType) -> Option<Records<'s>> {
    let covered = u16::from(rtype).to_be_bytes();
    let of_owner = || section.iter().filter(|set| set.rtype == RecordType::RRSIG && set.owner == *owner);
    let mut packed = Vec::new();
    let of_set =
        of_owner().flat_map(|set| set.rdata().iter().map(|rdata| (set.ttl, rdata)).collect::<Vec<_>>());
    let ttls = of_set.filter(|(_, rdata)| rdata.starts_with(&covered)).map(|(ttl, rdata)| {
        RdataList::pack(&mut packed, rdata);
        ttl
    });
    let ttl = ttls.min()?;
    let (owner, origin) = (owner.clone(), crate::origin::Origin::UNKNOWN);
    Some(Records { owner, rtype: RecordType::RRSIG, ttl, packed: packed.into(), origin })
}

/// Tells whether a type stands beside the answer for those who validate it only.
fn is_of_dnssec(rtype: RecordType) -> bool {
    matches!(rtype, RecordType::RRSIG | RecordType::NSEC | RecordType::NSEC3 | RecordType::DS)
}
