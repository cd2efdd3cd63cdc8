//! The simulated part of the public name space: one label tree of single names and whole zones.
//!
//! A whole zone owns all names below its apex. A single name owns nothing but itself: its neighbours are outside.

use std::sync::LazyLock;

use crate::name::{LookupName, Name};
use crate::origin::Origin;
use crate::rdata;
use crate::record::{Record, RecordSet, RecordType};
use crate::tree::{Lookup, RecordTree};
use crate::tree_builder::{TreeBuilder, ZoneProblem};
use crate::zone::{Zone, ZoneBuilder};

/// The simulated public names, immutable.
pub struct PublicNames {
    tree: RecordTree,
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
    /// Asks for a name; `query` is the same name as `name`.
    pub fn lookup(&self, name: &Name, query: &LookupName, rtype: RecordType) -> PublicLookup<'_> {
        let (lookup, authority) = self.tree.lookup(query, 0, rtype);
        let Some((apex, depth)) = authority else {
            return match lookup {
                Lookup::NoData { empty_non_terminal: true, wildcard: None } => {
                    PublicLookup::Outside { empty_non_terminal: true }
                }
                Lookup::NxDomain { .. } | Lookup::Referral { .. } => {
                    PublicLookup::Outside { empty_non_terminal: false }
                }
                Lookup::Found { .. } | Lookup::All { .. } | Lookup::Cname { .. } | Lookup::NoData { .. } => {
                    PublicLookup::Simulated { lookup, soa: None }
                }
            };
        };
        let soa = self.tree.set_at(apex, RecordType::SOA).map(|soa| (name.rightmost(depth), soa));
        PublicLookup::Simulated { lookup, soa }
    }

    /// Tells whether a name is simulated: a single name, or in a whole zone.
    pub fn owns(&self, name: &Name) -> bool {
        matches!(self.lookup(name, &LookupName::new(name), RecordType::ANY), PublicLookup::Simulated { .. })
    }

    /// Iterates over every simulated owner.
    pub fn owners(&self) -> impl Iterator<Item = Name> {
        static ROOT: LazyLock<Name> = LazyLock::new(Name::root);
        self.tree.owners(&ROOT).map(|(name, _)| name)
    }
}

/// Gathers the simulated public names.
pub struct PublicBuilder {
    tree: TreeBuilder,
    zones: Vec<(Name, Origin)>,
    soas: Vec<Name>,
}

impl Default for PublicBuilder {
    fn default() -> Self {
        Self { tree: TreeBuilder::new(Name::root()), zones: Vec::new(), soas: Vec::new() }
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

    /// Makes the tree.
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
        match self.tree.build() {
            Ok(tree) if missing.is_empty() => Ok(PublicNames { tree }),
            Ok(_) => Err(missing),
            Err(problems) => Err(problems.into_iter().chain(missing).collect()),
        }
    }
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
