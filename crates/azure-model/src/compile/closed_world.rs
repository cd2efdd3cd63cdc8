//! Public names that nobody configured: in a closed world each owner in a Private Link zone has its public name, so that a
//! zone with an A record and nothing else already works.

use std::collections::{HashMap, HashSet};

use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::snapshot::SnapshotBuilder;
use zone_store::zone::{Record, Zone};

use super::Compilation;
use crate::model;
use azure_catalogue::catalogue::{Catalogue, is_privatelink};
use azure_catalogue::members::PublicAlias;

/// A public name and the owner that it leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    public: Name,
    private: Name,
    /// Whether the private zone is not just the public one with a privatelink label.
    is_odd: bool,
    origin: Origin,
}

impl Candidate {
    /// Decides between two owners of one public name, whatever the order of the file.
    fn precedes(&self, other: &Self) -> bool {
        (self.is_odd, &self.private) < (other.is_odd, &other.private)
    }
}

/// Lists the public names of a private zone; none for a zone that is not in the catalogue.
pub(super) fn candidates(context: &Compilation<'_>, zone: &Zone, written: &model::Zone) -> Vec<Candidate> {
    let apex = zone.apex();
    let catalogue = Catalogue::of(context.model.cloud());
    if catalogue.zone(apex).is_none() {
        return Vec::new();
    }
    let what = format!("the public side of private DNS zone \"{}\"", apex.without_dot());
    let origin = context.origins.of_named(&written.id, &what, &written.site);
    let rows = catalogue.rows_of(apex);
    let candidate = |alias: PublicAlias| {
        let is_odd = is_odd(apex, &alias);
        Candidate { public: alias.public, private: alias.target, is_odd, origin }
    };
    let mut candidates: Vec<Candidate> = rows.shared_names().into_iter().map(candidate).collect();
    let shared = candidates.len();
    let owners = zone.owners().map(|(owner, _)| owner).filter(|owner| owner != apex && !owner.is_wildcard());
    for owner in owners {
        let aliases = rows.aliases(&owner).into_iter().map(candidate);
        let aliases: Vec<Candidate> = aliases.filter(|one| !candidates[..shared].contains(one)).collect();
        candidates.extend(aliases);
    }
    candidates
}

/// Tells whether the private name is not just the public one with a privatelink label.
fn is_odd(apex: &Name, alias: &PublicAlias) -> bool {
    let own = alias.target.label_count().saturating_sub(apex.label_count());
    let plain = apex.labels().filter(|label| !is_privatelink(label));
    let public_zone = alias.public.labels().skip(own);
    !public_zone.map(<[u8]>::to_ascii_lowercase).eq(plain.map(<[u8]>::to_ascii_lowercase))
}

/// Adds those public names that nothing else simulates; `owners` are the public names that something does.
pub(super) fn add_names<'c>(
    context: &Compilation<'_>,
    builder: &mut SnapshotBuilder,
    candidates: impl Iterator<Item = &'c Candidate>,
    owners: &HashSet<Name>,
) {
    let ttl = context.model.public_chain().registry_ttl.value;
    let simulated = Simulated::new(owners);
    let mut chosen: HashMap<&Name, &Candidate> = HashMap::new();
    for candidate in candidates {
        let is_first = chosen.get(&candidate.public).is_none_or(|other| candidate.precedes(other));
        if is_first && !simulated.holds(&candidate.public, builder) {
            chosen.insert(&candidate.public, candidate);
        }
    }
    for Candidate { public, private, origin, .. } in chosen.into_values() {
        let (owner, rtype, rdata, origin) = (public, RecordType::CNAME, private.wire(), *origin);
        builder.public.add(Record { owner, rtype, ttl, rdata, origin });
    }
}

/// The public names that have records, for the question which others they decide about.
struct Simulated<'o> {
    owners: &'o HashSet<Name>,
    /// The owners and everything above them, if there is a wildcard among them.
    existing: HashSet<Name>,
}

impl<'o> Simulated<'o> {
    fn new(owners: &'o HashSet<Name>) -> Self {
        let has_wildcard = owners.iter().any(Name::is_wildcard);
        let above = |owner: &Name| {
            let owner = owner.clone();
            (0..=owner.label_count()).map(move |labels| owner.rightmost(labels))
        };
        let existing = owners.iter().filter(|_| has_wildcard).flat_map(above).collect();
        Self { owners, existing }
    }

    /// Tells whether a name has records, is in a whole zone, or is what a wildcard stands for (RFC 4592 §3.3.1).
    fn holds(&self, name: &Name, builder: &SnapshotBuilder) -> bool {
        if self.owners.contains(name) {
            return true;
        }
        let mut above = (0..=name.label_count()).rev().map(|labels| name.rightmost(labels));
        if above.clone().any(|ancestor| builder.public.has_zone(&ancestor)) {
            return true;
        }
        let encloser = above.find(|ancestor| self.existing.contains(ancestor));
        encloser
            .and_then(|encloser| encloser.prepend(b"*").ok())
            .is_some_and(|wildcard| self.owners.contains(&wildcard))
    }
}
