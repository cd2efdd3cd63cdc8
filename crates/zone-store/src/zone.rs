//! One zone: records below an apex, answered by RFC 1034 §4.3.2 and RFC 4592.

use crate::name::{LookupName, Name};
use crate::origin::Origin;
pub use crate::record::Record;
use crate::record::{RecordSet, RecordType};
use crate::tree::RecordTree;
pub use crate::tree::{Lookup, Sets};
pub use crate::tree_builder::ZoneProblem;
use crate::tree_builder::{TreeBuilder, has_soa};

/// A zone, immutable. It always has a SOA.
pub struct Zone {
    apex: Name,
    depth: usize,
    tree: RecordTree,
    origin: Origin,
}

impl Zone {
    /// Returns the name it begins at.
    pub fn apex(&self) -> &Name {
        &self.apex
    }

    /// Returns where it was written.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Answers for a name at or below the apex.
    pub fn lookup(&self, name: &LookupName, rtype: RecordType) -> Lookup<'_> {
        self.tree.lookup(name, self.depth, rtype).0
    }

    /// Returns the SOA set; every zone has one.
    pub fn soa(&self) -> Option<RecordSet<'_>> {
        self.tree.root().sets().of_type(RecordType::SOA)
    }

    /// Returns one set of exactly this name, glue below a cut too; `None` for a name that is not in the zone.
    pub fn exact(&self, name: &Name, rtype: RecordType) -> Option<RecordSet<'_>> {
        self.sets_of(name)?.of_type(rtype)
    }

    /// Returns the sets of exactly this name, whatever cut lies above it; `None` for a name that does not exist.
    pub fn sets_of(&self, name: &Name) -> Option<Sets<'_>> {
        let is_inside = name.is_at_or_below(&self.apex);
        is_inside.then(|| self.tree.sets_of(&LookupName::new(name), self.depth)).flatten()
    }

    /// Tells whether exactly this name has records.
    pub fn has_records(&self, name: &Name) -> bool {
        self.sets_of(name).is_some_and(|sets| !sets.is_empty())
    }

    /// Iterates over every owner with its sets: the apex, then the others in no order.
    pub fn owners(&self) -> impl Iterator<Item = (Name, Sets<'_>)> {
        self.tree.owners(&self.apex)
    }

    /// Counts the octets of memory its records hold.
    pub fn resident_octets(&self) -> usize {
        self.tree.resident_octets()
    }

    /// Counts the record sets, with the SOA.
    pub fn set_count(&self) -> usize {
        self.tree.set_count()
    }
}

/// Gathers the records of a zone, in any order.
pub struct ZoneBuilder {
    apex: Name,
    origin: Origin,
    tree: TreeBuilder,
}

impl ZoneBuilder {
    /// Begins a zone at `apex`.
    pub fn new(apex: Name, origin: Origin) -> Self {
        let mut tree = TreeBuilder::new(apex.clone());
        tree.mark_apex(&apex);
        Self { apex, origin, tree }
    }

    /// Adds one record; what is wrong with it is reported by [`Self::build`].
    pub fn add(&mut self, record: Record<'_>) {
        self.tree.add(record);
    }

    /// Notes a record whose data was refused, so that what it cannot stand beside is seen by [`Self::build`].
    pub fn add_refused(&mut self, owner: &Name, rtype: RecordType, origin: Origin) {
        self.tree.add_refused(owner, rtype, origin);
    }

    /// Returns for each owner where the first of its records of one of these types was written, as far as they have
    /// been added. Goes through all records once.
    pub fn first_origins(&self, owners: &[&Name], rtypes: &[RecordType]) -> Vec<Option<Origin>> {
        self.tree.first_origins(owners, rtypes)
    }

    /// Makes the zone.
    ///
    /// # Errors
    /// Every [`ZoneProblem`] of its records.
    pub fn build(self) -> Result<Zone, Vec<ZoneProblem>> {
        let Self { apex, origin, tree } = self;
        let tree = tree.build()?;
        Self::finish(apex, origin, tree)
    }

    /// Makes the zone that follows from one of the same name when all that it holds of these owners, and of those of the
    /// records that were gathered, gives way to these records. Takes a time that hardly depends on the size of the zone.
    ///
    /// # Errors
    /// Every [`ZoneProblem`] of the gathered records.
    pub fn build_onto<'o>(
        mut self,
        base: &Zone,
        owners: impl IntoIterator<Item = &'o Name>,
    ) -> Result<Zone, Vec<ZoneProblem>> {
        owners.into_iter().for_each(|owner| self.tree.touch(owner));
        let Self { apex, origin, tree } = self;
        let tree = tree.build_onto(&base.tree)?;
        Self::finish(apex, origin, tree)
    }

    fn finish(apex: Name, origin: Origin, tree: RecordTree) -> Result<Zone, Vec<ZoneProblem>> {
        if !has_soa(&tree) {
            return Err(vec![ZoneProblem::NoSoa { apex, origin }]);
        }
        Ok(Zone { depth: apex.label_count(), apex, tree, origin })
    }
}
