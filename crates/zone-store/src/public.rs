//! The simulated part of the public name space: one label tree of single names and whole zones.
//!
//! A whole zone owns all names below its apex. A single name owns nothing but itself: its neighbours are outside.
//! Some single names have other records in some locations; a small tree per location holds those and nothing else.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::ids::LocationId;
use crate::name::{LookupName, Name};
use crate::origin::Origin;
use crate::rdata;
use crate::record::{Record, RecordSet, RecordType};
use crate::tree::{Lookup, RecordTree, Sets};
use crate::tree_builder::{TreeBuilder, ZoneProblem};
use crate::zone::{Zone, ZoneBuilder};

/// The simulated public names, immutable.
pub struct PublicNames {
    tree: RecordTree,
    /// By location; `None` where a location sees what everybody sees.
    overlays: Vec<Option<RecordTree>>,
}

/// What the simulated public side says to a name.
#[derive(Debug, Clone)]
pub enum PublicLookup<'s> {
    /// It is simulated. The SOA is that of its zone; `None` for a single name, which has no zone.
    Simulated {
        /// What the tree holds.
        lookup: Lookup<'s>,
        /// The apex of the whole zone and its SOA.
        soa: Option<(Name, RecordSet<'s>)>,
    },
    /// It is not: only the real outside knows it.
    Outside {
        /// Simulated names lie below it.
        empty_non_terminal: bool,
    },
}

impl PublicNames {
    /// Asks for a name as it is seen from a location; `None` sees what no location changes. `query` is the same name
    /// as `name`.
    pub fn lookup(
        &self,
        location: Option<LocationId>,
        name: &Name,
        query: &LookupName,
        rtype: RecordType,
    ) -> PublicLookup<'_> {
        let (mut lookup, authority) = self.tree.lookup(query, 0, rtype);
        if let Some(overlay) = self.overlay(location)
            && let Some(there) = overlay.lookup_exact(query, rtype)
        {
            lookup = there;
        }
        let Some((apex, depth)) = authority else {
            return match lookup {
                Lookup::NoData { empty_non_terminal: true, wildcard: None } => {
                    PublicLookup::Outside { empty_non_terminal: true }
                }
                Lookup::NxDomain { .. } | Lookup::Referral { .. } => {
                    PublicLookup::Outside { empty_non_terminal: false }
                }
                Lookup::Found { .. }
                | Lookup::All { .. }
                | Lookup::Cname { .. }
                | Lookup::Dname { .. }
                | Lookup::NoData { .. } => PublicLookup::Simulated { lookup, soa: None },
            };
        };
        let soa = apex.sets().of_type(RecordType::SOA).map(|soa| (name.rightmost(depth), soa));
        PublicLookup::Simulated { lookup, soa }
    }

    fn overlay(&self, location: Option<LocationId>) -> Option<&RecordTree> {
        self.overlays.get(location?.0 as usize)?.as_ref()
    }

    /// Tells whether a name is simulated, as seen from a location: a single name, or in a whole zone.
    pub fn owns(&self, location: Option<LocationId>, name: &Name) -> bool {
        let lookup = self.lookup(location, name, &LookupName::new(name), RecordType::ANY);
        matches!(lookup, PublicLookup::Simulated { .. })
    }

    /// Iterates over every owner with its sets: first what is seen wherever one asks, then what each location sees instead.
    pub fn sets(&self) -> impl Iterator<Item = (Option<LocationId>, Name, Sets<'_>)> {
        static ROOT: LazyLock<Name> = LazyLock::new(Name::root);
        let overlays = (0..).map(LocationId).zip(&self.overlays);
        let overlays = overlays.filter_map(|(id, tree)| Some((Some(id), tree.as_ref()?)));
        let trees = [(None, &self.tree)].into_iter().chain(overlays);
        trees
            .flat_map(|(location, tree)| tree.owners(&ROOT).map(move |(owner, sets)| (location, owner, sets)))
    }

    /// Iterates over every owner that is simulated wherever one asks.
    pub fn owners(&self) -> impl Iterator<Item = Name> {
        static ROOT: LazyLock<Name> = LazyLock::new(Name::root);
        self.tree.owners(&ROOT).map(|(name, _)| name)
    }
}

/// Gathers the simulated public names.
pub struct PublicBuilder {
    tree: TreeBuilder,
    overlays: BTreeMap<LocationId, TreeBuilder>,
    zones: Vec<(Name, Origin)>,
    soas: Vec<Name>,
}

impl Default for PublicBuilder {
    fn default() -> Self {
        let (tree, overlays) = (TreeBuilder::new(Name::root()), BTreeMap::new());
        Self { tree, overlays, zones: Vec::new(), soas: Vec::new() }
    }
}

impl PublicBuilder {
    /// Declares that a whole zone begins at `apex`; its records, a SOA among them, follow by [`Self::add`].
    pub fn begin_zone(&mut self, apex: &Name, origin: Origin) {
        self.tree.mark_apex(apex);
        self.zones.push((apex.clone(), origin));
    }

    /// Tells whether a whole zone begins at `apex`.
    pub fn has_zone(&self, apex: &Name) -> bool {
        self.tree.is_apex(apex)
    }

    /// Adds one record, of a whole zone or of a single name.
    pub fn add(&mut self, record: Record<'_>) {
        if record.rtype == RecordType::SOA {
            self.soas.push(record.owner.clone());
        }
        self.tree.add(record);
    }

    /// Adds one record of a single name that has these records, and no others, when seen from a location.
    pub fn add_at(&mut self, location: LocationId, record: Record<'_>) {
        self.overlays.entry(location).or_insert_with(|| TreeBuilder::new(Name::root())).add(record);
    }

    /// Makes the tree, and one for each location that sees something else.
    ///
    /// # Errors
    /// Every [`ZoneProblem`] of the records.
    pub fn build(self) -> Result<PublicNames, Vec<ZoneProblem>> {
        let without_soa = |(apex, _): &(Name, Origin)| !self.soas.contains(apex);
        let missing: Vec<ZoneProblem> = self
            .zones
            .into_iter()
            .filter(without_soa)
            .map(|(apex, origin)| ZoneProblem::NoSoa { apex, origin })
            .collect();
        let (overlays, problems) = build_overlays(self.overlays);
        let problems = problems.into_iter().chain(missing);
        match self.tree.build() {
            Ok(tree) => {
                let problems: Vec<ZoneProblem> = problems.collect();
                if problems.is_empty() { Ok(PublicNames { tree, overlays }) } else { Err(problems) }
            }
            Err(of_tree) => Err(of_tree.into_iter().chain(problems).collect()),
        }
    }
}

/// Makes the trees of the locations, each at its place; returns their problems beside them.
fn build_overlays(
    builders: BTreeMap<LocationId, TreeBuilder>,
) -> (Vec<Option<RecordTree>>, Vec<ZoneProblem>) {
    let (mut overlays, mut problems) = (Vec::new(), Vec::new());
    for (location, builder) in builders {
        overlays.resize_with(location.0 as usize, || None);
        overlays.push(builder.build().map_err(|found| problems.extend(found)).ok());
    }
    (overlays, problems)
}

/// The SOA of the public root.
const ROOT_SOA: &str = "a.root-servers.net. nstld.verisign-grs.com. 2026010100 1800 900 604800 86400";

/// Returns the root zone of a closed world: nothing but the root's SOA.
///
/// It gives negative answers the authority that the real root would give (RFC 2308 §3).
pub(crate) fn closed_root() -> &'static Zone {
    static ZONE: LazyLock<Zone> = LazyLock::new(|| {
        let rdata = rdata::parse_text(RecordType::SOA, ROOT_SOA, &Name::root());
        let rdata = rdata.unwrap_or_else(|_| unreachable!("the root's SOA is a constant"));
        let mut builder = ZoneBuilder::new(Name::root(), Origin::UNKNOWN);
        let (owner, rtype, ttl) = (&Name::root(), RecordType::SOA, 86_400);
        builder.add(Record { owner, rtype, ttl, rdata: &rdata, origin: Origin::UNKNOWN });
        builder.build().unwrap_or_else(|_| unreachable!("the root's SOA is a constant"))
    });
    &ZONE
}
