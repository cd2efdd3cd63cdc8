//! What Azure limits of record sets, for those that a zone file is part of; the others are checked in `model`.

use std::collections::BTreeSet;

use zone_store::name::Name;
use zone_store::record::{RecordSet, RecordType};
use zone_store::zone::{Sets, Zone};

use super::Compilation;
use crate::model::{self, limits, records};
use azure_objects::Refusals;
use azure_objects::refusal::LimitRefusal;

/// Reports how many sets a zone has, and how large those of some owners are; `None`: of all. Zones of a load test are only
/// looked through if their files have TXT records.
pub(super) fn check(
    context: &Compilation<'_>,
    zone: &model::Zone,
    built: &Zone,
    owners: Option<&BTreeSet<Name>>,
    refusals: &mut Refusals,
) {
    let limits = context.model.limits();
    limits.check(&limits::RECORD_SETS, built.set_count(), &zone.apex, refusals);
    let may_be_counted = limits.are_enforced && built.set_count() <= limits::RECORD_SETS.most;
    if !zone.contents.file().is_some_and(|file| may_be_counted || file.has_text()) {
        return;
    }
    let mut check = |owner: &Name, sets: Sets<'_>| {
        sets.iter().for_each(|set| check_set(context, zone, owner, set, refusals));
    };
    match owners {
        Some(owners) => {
            let sets = |owner| built.sets_of(owner).map(|sets| (owner, sets));
            owners.iter().filter_map(sets).for_each(|(owner, sets)| check(owner, sets));
        }
        None => built.owners().for_each(|(owner, sets)| check(&owner, sets)),
    }
}

fn check_set(
    context: &Compilation<'_>,
    zone: &model::Zone,
    owner: &Name,
    set: RecordSet<'_>,
    refusals: &mut Refusals,
) {
    let limits = context.model.limits();
    let most_text = records::most_text(context.model.cloud());
    let text: usize = match set.rtype {
        RecordType::TXT => set.rdata.iter().map(records::text_length).sum(),
        _ => 0,
    };
    let count = set.rdata.len();
    if text <= most_text && !(limits.are_enforced && count > limits::RECORDS.most) {
        return;
    }
    let mine = zone.contents.records_of(owner).filter(|record| record.rtype == set.rtype);
    let (own_count, own_text) =
        mine.fold((0, 0), |(count, text), record| (count + 1, text + records::text_length(&record.rdata)));
    let mut report = |reason: LimitRefusal| {
        let refusal = context.origins.refuse(set.origin, reason);
        refusals.push(refusal.of_record(format!("{owner} {}", set.rtype)));
    };
    if text > most_text && own_text <= most_text {
        report(LimitRefusal::TextLength { length: text, most: most_text });
    }
    if limits.are_enforced && count > limits::RECORDS.most && own_count <= limits::RECORDS.most {
        report(limits::RECORDS.exceeded(count));
    }
}
