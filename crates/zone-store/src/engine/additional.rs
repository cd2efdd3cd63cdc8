//! The additional section: addresses of the names that records lead to.

use crate::answer::{Answer, Records};
use crate::name::Name;
use crate::record::{RecordSet, RecordType};
use crate::zone::Zone;

/// Lists the names in a set whose addresses the client asks for next: the targets of SRV, MX and NS records (RFC 2782,
/// RFC 1035 §3.3.9, §3.3.11), each once; nothing for other types.
pub(super) fn targets(set: RecordSet<'_>) -> Vec<Name> {
    let before = match set.rtype {
        RecordType::SRV => 6,
        RecordType::MX => 2,
        RecordType::NS => 0,
        _ => return Vec::new(),
    };
    let mut targets: Vec<Name> = Vec::new();
    for target in set.rdata.iter().filter_map(|rdata| Name::from_wire(rdata.get(before..)?).ok()) {
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    targets
}

/// Adds the addresses that zones have for names, glue among them: each set once (RFC 2181 §5).
pub(super) fn add_addresses<'s>(
    targets: &[Name],
    zone_of: impl Fn(&Name) -> Option<&'s Zone>,
    answer: &mut Answer<'s>,
) {
    for target in targets {
        let Some(zone) = zone_of(target) else { continue };
        for rtype in [RecordType::A, RecordType::AAAA] {
            let addresses = zone.exact(target, rtype);
            answer.additional.extend(addresses.map(|set| Records::from_set(target.clone(), set)));
        }
    }
}
