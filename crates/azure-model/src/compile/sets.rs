//! What Azure limits of record sets, for those that a zone file is part of; the others are checked in `model`.

use zone_store::name::Name;
use zone_store::record::{RecordSet, RecordType};
use zone_store::zone::Zone;

use super::Compilation;
use crate::model::{self, limits, records};
use azure_objects::Refusals;
use azure_objects::refusal::LimitRefusal;

/// Reports how many sets a zone has, and how large they are. Zones of a load test are only looked through if their
/// files have TXT records.
pub(super) fn check(context: &Compilation<'_>, zone: &model::Zone, built: &Zone, refusals: &mut Refusals) {
    let limits = context.model.limits();
    limits.check(&limits::RECORD_SETS, built.set_count(), &zone.apex, refusals);
    let may_be_counted = limits.are_enforced && built.set_count() <= limits::RECORD_SETS.most;
    if !zone.contents.file().is_some_and(|file| may_be_counted || file.has_text()) {
        return;
    }
    for (owner, sets) in built.owners() {
        for set in sets.iter() {
            check_set(context, zone, &owner, set, refusals);
        }
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
    let mine =
        zone.contents.records().iter().filter(|record| record.rtype == set.rtype && record.owner == *owner);
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
