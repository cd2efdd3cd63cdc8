//! The record sets of a zone, shared by their copies.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use imbl::OrdMap;

use super::RecordSet;
use crate::form::{RawForm, kind_of_element};
use crate::id::ObjectId;
use crate::located::Site;
use crate::raw::{RawData, RawValue};
use crate::refusal::Refusals;
use crate::schema::Kind;
use crate::walk::Walk;

/// Where a record set stands among those of its zone. A set that is put into the place of another stands where that stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetOrder(u64);

impl SetOrder {
    /// Before every set.
    pub const FIRST: Self = Self(0);

    /// Between two sets that were written one after the other. Others may come between them.
    const STEP: u64 = 1 << 24;
}

/// The record sets of a zone. Copies share them set by set: one that changes holds little of its own, for a zone may have
/// many.
#[derive(Debug, Clone)]
pub struct RecordSets {
    list: OrdMap<SetOrder, Arc<DigestedSet>>,
    /// Whether the sets stand in steps without gaps, as those that were read from a file.
    is_even: bool,
    /// Of what all sets say.
    digest: OnceLock<u64>,
}

/// A record set, and a digest of what it says, wherever that is written.
#[derive(Debug)]
struct DigestedSet {
    set: RecordSet,
    digest: u64,
}

impl From<RecordSet> for DigestedSet {
    fn from(set: RecordSet) -> Self {
        let mut hasher = DefaultHasher::new();
        let RecordSet { name, record_type, ttl, records, .. } = &set;
        (&name.value, &record_type.value, ttl.value, records.len()).hash(&mut hasher);
        records.iter().for_each(|record| record.value.hash(&mut hasher));
        let digest = hasher.finish();
        Self { set, digest }
    }
}

/// What becomes of record sets when a list that was written anew takes their place.
#[derive(Debug)]
pub struct FollowingSets {
    /// The new list, in which what was said before stands where it stood.
    pub sets: RecordSets,
    /// Where something else is said than before, or nothing any more.
    pub changed: Vec<SetOrder>,
}

impl Default for RecordSets {
    fn default() -> Self {
        Self { list: OrdMap::new(), is_even: true, digest: OnceLock::new() }
    }
}

impl RecordSets {
    /// Adds one at the end; returns where it stands.
    pub fn push(&mut self, set: RecordSet) -> SetOrder {
        let last = self.list.get_max().map_or(0, |(order, _)| order.0);
        let order = SetOrder(last + SetOrder::STEP);
        self.digest.take();
        self.list.insert(order, Arc::new(set.into()));
        order
    }

    /// Puts one into the place of another.
    pub fn replace(&mut self, order: SetOrder, set: RecordSet) {
        self.digest.take();
        self.list.insert(order, Arc::new(set.into()));
    }

    /// Takes one away.
    pub fn remove(&mut self, order: SetOrder) {
        self.digest.take();
        self.is_even = false;
        self.list.remove(&order);
    }

    /// Returns the set that stands somewhere.
    pub fn get(&self, order: SetOrder) -> Option<&RecordSet> {
        self.list.get(&order).map(|one| &one.set)
    }

    /// Finds the set of an ID in the zone that these are of. Goes through all of them.
    pub fn find(&self, zone: &ObjectId, id: &ObjectId) -> Option<SetOrder> {
        self.ordered().find(|(_, set)| set.id(zone) == *id).map(|(order, _)| order)
    }

    /// Iterates over the sets, in order.
    pub fn iter(&self) -> impl Iterator<Item = &RecordSet> {
        self.list.values().map(|one| &one.set)
    }

    /// Iterates over the sets and where they stand, in order.
    pub fn ordered(&self) -> impl Iterator<Item = (SetOrder, &RecordSet)> {
        self.list.iter().map(|(&order, one)| (order, &one.set))
    }

    /// Counts the sets.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Tells whether two are one and the same list; lists that merely look alike are not.
    pub fn is_same(&self, other: &Self) -> bool {
        self.list.ptr_eq(&other.list)
    }

    /// Tells whether two lists say the same in the same order, wherever it is written. Lists that were read from a file
    /// answer at once, however long they are.
    fn says_same(&self, other: &Self) -> bool {
        self.is_same(other) || (self.len() == other.len() && self.digest() == other.digest())
    }

    fn digest(&self) -> u64 {
        *self.digest.get_or_init(|| {
            let mut hasher = DefaultHasher::new();
            self.list.values().for_each(|one| one.digest.hash(&mut hasher));
            hasher.finish()
        })
    }

    /// Lets these sets take the place of those of an earlier list; `None`: there is no room between two of them.
    pub fn following(&self, earlier: &Self) -> Option<FollowingSets> {
        let stands_alike =
            self.is_same(earlier) || (self.is_even && earlier.is_even && self.len() == earlier.len());
        if stands_alike && self.says_same(earlier) {
            return Some(FollowingSets { sets: self.clone(), changed: Vec::new() });
        }
        let before: Vec<(SetOrder, &DigestedSet)> =
            earlier.list.iter().map(|(&order, one)| (order, &**one)).collect();
        let now: Vec<&Arc<DigestedSet>> = self.list.values().collect();
        let says_same =
            |before: &(SetOrder, &DigestedSet), now: &Arc<DigestedSet>| before.1.digest == now.digest;
        let head = before.iter().zip(&now).take_while(|(one, other)| says_same(one, other)).count();
        let (rest_before, rest_now) = (before[head..].iter().rev(), now[head..].iter().rev());
        let tail = rest_before.zip(rest_now).take_while(|(one, other)| says_same(one, other)).count();
        let (gone, come) = (&before[head..before.len() - tail], &now[head..now.len() - tail]);
        let orders = if gone.len() == come.len() {
            gone.iter().map(|(order, _)| *order).collect()
        } else {
            let low = before[..head].last().map_or(0, |(order, _)| order.0);
            let high = before[before.len() - tail..].first().map(|(order, _)| order.0);
            spread(low, high, come.len())?
        };
        let same: HashSet<SetOrder> = orders
            .iter()
            .zip(gone)
            .zip(come)
            .filter(|((order, gone), come)| gone.0 == **order && says_same(gone, come))
            .map(|((order, _), _)| *order)
            .collect();
        let mut changed: Vec<SetOrder> =
            gone.iter().map(|(order, _)| *order).chain(orders.iter().copied()).collect();
        changed.sort();
        changed.dedup();
        changed.retain(|order| !same.contains(order));
        if stands_alike {
            return Some(FollowingSets { sets: self.clone(), changed });
        }
        let kept = |all: &[(SetOrder, &DigestedSet)]| all.iter().map(|(order, _)| *order).collect::<Vec<_>>();
        let all = [kept(&before[..head]), orders, kept(&before[before.len() - tail..])].concat();
        let list = all.into_iter().zip(now.into_iter().cloned()).collect();
        let sets = Self { list, is_even: false, digest: self.digest.clone() };
        Some(FollowingSets { sets, changed })
    }
}

/// Returns `count` places behind `low`, and before `high` if there is something.
fn spread(low: u64, high: Option<u64>, count: usize) -> Option<Vec<SetOrder>> {
    let count = count as u64;
    let step = high.map_or(SetOrder::STEP, |high| (high - low) / (count + 1));
    (step > 0).then(|| (1..=count).map(|number| SetOrder(low + number * step)).collect())
}

impl FromIterator<RecordSet> for RecordSets {
    fn from_iter<I: IntoIterator<Item = RecordSet>>(sets: I) -> Self {
        let orders = (1..).map(|number| SetOrder(number * SetOrder::STEP));
        let list = orders.zip(sets).map(|(order, set)| (order, Arc::new(set.into()))).collect();
        let sets = Self { list, is_even: true, digest: OnceLock::new() };
        // Whoever reads a file goes through all of it anyway.
        sets.digest();
        sets
    }
}

impl PartialEq for RecordSets {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self.iter().eq(other.iter())
    }
}

impl RawForm for RecordSets {
    fn read(walk: &mut Walk<'_>, kind: Kind, raw: &RawValue<'_>, at_key: &Site) -> Option<Self> {
        Some(Vec::<RecordSet>::read(walk, kind, raw, at_key)?.into())
    }

    fn write(&self, kind: Kind) -> RawData<'_> {
        let of_element = kind_of_element(kind);
        RawData::Array(self.iter().map(|set| set.write(of_element).into()).collect())
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

    fn set(name: &str, records: &[&str]) -> RecordSet {
        RecordSet::new(name, "A", records)
    }

    fn sets(names: &str) -> RecordSets {
        names.split_whitespace().map(|name| set(name, &["10.0.0.1"])).collect()
    }

    fn names(sets: &RecordSets) -> Vec<&str> {
        sets.iter().map(|set| set.name.as_str()).collect()
    }

    #[test]
    fn lists_that_say_the_same_are_told_from_others_after_every_change() {
        let mut one: RecordSets = vec![set("a", &["10.0.0.1"]), set("b", &["10.0.0.2"])].into();
        let mut other: RecordSets = vec![set("a", &["10.0.0.1"])].into();
        assert!(!one.says_same(&other));
        let second = other.push(set("b", &["10.0.0.2"]));
        assert!(one.says_same(&other) && !one.is_same(&other));
        let copy = one.clone();
        one.replace(second, RecordSet { ttl: 1.into(), ..set("b", &["10.0.0.2"]) });
        assert!(!one.says_same(&copy) && copy.says_same(&other));
        // The boundary between two records is part of what is said.
        let joined: RecordSets = vec![set("a", &["xy", ""])].into();
        let split: RecordSets = vec![set("a", &["x", "y"])].into();
        assert!(!joined.says_same(&split));
    }

    #[test]
    fn what_was_said_before_stands_where_it_stood() {
        for (before, now, changed) in [
            ("a b c d", "a b c d", 0),
            ("a b c d", "a x c d", 1),
            ("a b c d", "a x c y", 2),
            ("a b c d", "a b x c d", 1),
            ("a b c d", "x a b c d", 1),
            ("a b c d", "a b c d x y", 2),
            ("a b c d", "a d", 2),
            ("a b c d", "x", 4),
            ("a b c d", "", 4),
            ("", "a b", 2),
            ("a a a", "a a", 1),
        ] {
            let (before, now) = (sets(before), sets(now));
            let following = now.following(&before).expect("there is room");
            assert_eq!(names(&following.sets), names(&now));
            assert_eq!(following.changed.len(), changed, "{before:?}");
            for (order, set) in
                following.sets.ordered().filter(|(order, _)| !following.changed.contains(order))
            {
                assert_eq!(before.get(order).map(|one| &one.name), Some(&set.name));
            }
            let gone = |order: &SetOrder| following.sets.get(*order).is_none();
            let all_gone = before.ordered().filter(|(order, _)| gone(order));
            assert!(all_gone.into_iter().all(|(order, _)| following.changed.contains(&order)));
        }
    }

    #[test]
    fn when_there_is_no_room_between_two_sets_it_is_said() {
        let mut sets = sets("a z");
        let mut rounds = 0;
        loop {
            let now = std::iter::once("a")
                .chain(["b"; 40][..rounds % 40].iter().copied())
                .chain(names(&sets).split_off(1));
            let now: RecordSets = now.map(|name| set(name, &["10.0.0.1"])).collect();
            let Some(following) = now.following(&sets) else { break };
            sets = following.sets;
            rounds += 1;
            assert!(rounds < 1000, "there is room for ever");
        }
    }
}
