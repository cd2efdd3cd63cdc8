//! The record sets of a zone, shared by their copies.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::RecordSet;
use crate::form::RawForm;
use crate::located::Site;
use crate::raw::{RawData, RawValue};
use crate::refusal::Refusals;
use crate::schema::Kind;
use crate::walk::Walk;

/// The record sets of a zone. Copies share them until one of the copies changes, for a zone may have many.
#[derive(Debug, Clone, Default)]
pub struct RecordSets {
    shared: Arc<Shared>,
}

#[derive(Debug, Clone, Default)]
struct Shared {
    list: Vec<RecordSet>,
    /// Of what the sets say, wherever that is written.
    digest: OnceLock<u64>,
}

impl RecordSets {
    /// Adds one at the end.
    pub fn push(&mut self, set: RecordSet) {
        self.edit().push(set);
    }

    /// Returns the list, to change it; copies keep what they have.
    pub fn edit(&mut self) -> &mut Vec<RecordSet> {
        let shared = Arc::make_mut(&mut self.shared);
        shared.digest.take();
        &mut shared.list
    }

    /// Tells whether two are one and the same list; lists that merely look alike are not.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Tells whether two lists say the same in the same order, wherever it is written. Lists that were read from a file
    /// answer at once, however long they are.
    pub fn says_same(&self, other: &Self) -> bool {
        self.is_same(other) || (self.len() == other.len() && self.digest() == other.digest())
    }

    fn digest(&self) -> u64 {
        *self.shared.digest.get_or_init(|| {
            let mut hasher = DefaultHasher::new();
            for RecordSet { name, record_type, ttl, records, .. } in &self.shared.list {
                (&name.value, &record_type.value, ttl.value, records.len()).hash(&mut hasher);
                records.iter().for_each(|record| record.value.hash(&mut hasher));
            }
            hasher.finish()
        })
    }
}

impl Deref for RecordSets {
    type Target = [RecordSet];

    fn deref(&self) -> &[RecordSet] {
        &self.shared.list
    }
}

impl FromIterator<RecordSet> for RecordSets {
    fn from_iter<I: IntoIterator<Item = RecordSet>>(sets: I) -> Self {
        let shared = Shared { list: sets.into_iter().collect(), digest: OnceLock::new() };
        let sets = Self { shared: Arc::new(shared) };
        // Whoever reads a file goes through all of it anyway.
        sets.digest();
        sets
    }
}

impl PartialEq for RecordSets {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self[..] == other[..]
    }
}

impl RawForm for RecordSets {
    fn read(walk: &mut Walk<'_>, kind: Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Self> {
        Some(Vec::<RecordSet>::read(walk, kind, raw, at_key)?.into())
    }

    fn write(&self, kind: Kind) -> RawData<'_> {
        self.shared.list.write(kind)
    }

    /// They are looked at together with their zone, for that is done only when they change.
    fn check(&self, _kind: Kind, _refusals: &mut Refusals) -> bool {
        true
    }

    fn retain(&mut self, _kind: Kind, _refusals: &mut Refusals) {}
}

impl From<Vec<RecordSet>> for RecordSets {
    fn from(sets: Vec<RecordSet>) -> Self {
        sets.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_say_the_same_are_told_from_others_after_every_change() {
        let set = |name: &str, records: &[&str]| RecordSet::new(name, "A", records);
        let mut one: RecordSets = vec![set("a", &["10.0.0.1"]), set("b", &["10.0.0.2"])].into();
        let mut other: RecordSets = vec![set("a", &["10.0.0.1"])].into();
        assert!(!one.says_same(&other));
        other.push(set("b", &["10.0.0.2"]));
        assert!(one.says_same(&other) && !one.is_same(&other));
        let copy = one.clone();
        one.edit()[1].ttl.value = 1;
        assert!(!one.says_same(&copy) && copy.says_same(&other));
        // The boundary between two records is part of what is said.
        let joined: RecordSets = vec![set("a", &["xy", ""])].into();
        let split: RecordSets = vec![set("a", &["x", "y"])].into();
        assert!(!joined.says_same(&split));
    }
}
