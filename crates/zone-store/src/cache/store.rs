//! A bounded map from questions to what is remembered of them. Adding and finding take the same time however full it is.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use hashbrown::HashTable;

use super::{CacheQuestion, Moment};
use crate::name::Name;
use crate::record::RecordType;

/// Whose memory, and of what question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CacheKey<'k> {
    /// The label of the resolver, or of another owner of the memory; it survives a change of the snapshot.
    pub(super) whose: &'k str,
    pub(super) name: &'k Name,
    /// `None`: all types.
    pub(super) rtype: Option<RecordType>,
    pub(super) dnssec_ok: bool,
    pub(super) checking_disabled: bool,
}

impl<'k> CacheKey<'k> {
    /// Returns the key of what a question asks about a name.
    pub(super) fn new(whose: &'k str, question: CacheQuestion<'k>) -> Self {
        let CacheQuestion { name, query } = question;
        let (dnssec_ok, checking_disabled) = (query.dnssec_ok, query.checking_disabled);
        Self { whose, name, rtype: Some(query.rtype), dnssec_ok, checking_disabled }
    }

    /// Returns the key of the name, whatever the type.
    pub(super) fn of_name(self) -> Self {
        Self { rtype: None, ..self }
    }
}

/// A [`CacheKey`] at rest.
struct OwnedCacheKey {
    whose: Arc<str>,
    name: Name,
    rtype: Option<RecordType>,
    dnssec_ok: bool,
    checking_disabled: bool,
}

impl OwnedCacheKey {
    fn as_key(&self) -> CacheKey<'_> {
        let Self { whose, name, rtype, dnssec_ok, checking_disabled } = self;
        let (dnssec_ok, checking_disabled) = (*dnssec_ok, *checking_disabled);
        CacheKey { whose, name, rtype: *rtype, dnssec_ok, checking_disabled }
    }
}

struct Slot<V> {
    key: OwnedCacheKey,
    hash: u64,
    /// From then on it is of no use.
    until: Moment,
    /// It was found since the hand last passed.
    is_used: bool,
    value: V,
}

/// From when and until when something is of use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Period {
    pub(super) now: Moment,
    pub(super) until: Moment,
}

/// Where something is remembered.
#[derive(Debug, Clone, Copy)]
pub(super) struct SlotPosition(usize);

/// The map. When it is full, it replaces an entry by the "clock" algorithm: a hand goes round the slots and takes the first
/// one that has expired, or that was not found since the hand last passed.
pub(super) struct Store<V> {
    slots: Vec<Slot<V>>,
    /// Positions in `slots`.
    index: HashTable<u32>,
    hand: usize,
    /// Most slots.
    size: usize,
    hasher: RandomState,
}

impl<V> Store<V> {
    pub(super) fn new(size: usize) -> Self {
        let size = size.min(u32::MAX as usize);
        let (slots, index) = (Vec::new(), HashTable::new());
        Self { slots, index, hand: 0, size, hasher: RandomState::new() }
    }

    pub(super) fn clear(&mut self) {
        self.slots.clear();
        self.index.clear();
        self.hand = 0;
    }

    /// Counts what is remembered, what is of no use any more too.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    fn hash(&self, key: CacheKey<'_>) -> u64 {
        self.hasher.hash_one(key)
    }

    fn position(&self, key: CacheKey<'_>, hash: u64) -> Option<usize> {
        let is = |&at: &u32| self.slots[at as usize].key.as_key() == key;
        self.index.find(hash, is).map(|&at| at as usize)
    }

    /// Finds where something is remembered; it stays there until something is put.
    pub(super) fn find(&self, key: CacheKey<'_>) -> Option<SlotPosition> {
        self.position(key, self.hash(key)).map(SlotPosition)
    }

    /// Returns what is remembered there.
    pub(super) fn peek(&self, SlotPosition(at): SlotPosition) -> &V {
        &self.slots[at].value
    }

    /// Returns what is remembered there, which is of use.
    pub(super) fn touch(&mut self, SlotPosition(at): SlotPosition) -> &mut V {
        let slot = &mut self.slots[at];
        slot.is_used = true;
        &mut slot.value
    }

    /// Remembers a value for a period.
    pub(super) fn put(&mut self, whose: &Arc<str>, key: CacheKey<'_>, value: V, period: Period) {
        let Period { now, until } = period;
        if self.size == 0 {
            return;
        }
        let hash = self.hash(key);
        let CacheKey { name, rtype, dnssec_ok, checking_disabled, .. } = key;
        let own = || OwnedCacheKey {
            whose: Arc::clone(whose),
            name: name.clone(),
            rtype,
            dnssec_ok,
            checking_disabled,
        };
        if let Some(at) = self.position(key, hash) {
            let slot = &mut self.slots[at];
            (slot.value, slot.until) = (value, until);
            return;
        }
        let slot = Slot { key: own(), hash, until, is_used: false, value };
        let at = match self.slots.len() < self.size {
            true => {
                self.slots.push(slot);
                self.slots.len() - 1
            }
            false => {
                let at = self.free(now);
                self.slots[at] = slot;
                at
            }
        };
        let slots = &self.slots;
        self.index.insert_unique(hash, at as u32, |&at| slots[at as usize].hash);
    }

    /// Takes the slot out of the index that is to be used again.
    fn free(&mut self, now: Moment) -> usize {
        loop {
            let at = self.hand;
            self.hand = (at + 1) % self.slots.len();
            let slot = &mut self.slots[at];
            if slot.is_used && now < slot.until {
                slot.is_used = false;
                continue;
            }
            if let Ok(entry) = self.index.find_entry(slot.hash, |&other| other as usize == at) {
                entry.remove();
            }
            return at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: Moment = Moment::from_secs(100);

    fn name(number: u32) -> Name {
        format!("n{number}.example").parse().expect("a name")
    }

    fn key(name: &Name) -> CacheKey<'_> {
        CacheKey { whose: "x", name, rtype: Some(RecordType::A), dnssec_ok: false, checking_disabled: false }
    }

    fn put(store: &mut Store<u32>, number: u32, until: Moment) {
        store.put(&"x".into(), key(&name(number)), number, Period { now: Moment::ZERO, until });
    }

    fn has(store: &mut Store<u32>, number: u32) -> bool {
        store.find(key(&name(number))).is_some_and(|place| *store.touch(place) == number)
    }

    #[test]
    fn a_full_store_drops_what_was_not_found_since_the_hand_passed() {
        let mut store = Store::new(4);
        (0..4).for_each(|number| put(&mut store, number, END));
        assert!(has(&mut store, 0) && has(&mut store, 2));
        put(&mut store, 4, END);
        put(&mut store, 5, END);
        assert_eq!(store.len(), 4);
        let left: Vec<u32> = (0..6).filter(|&number| has(&mut store, number)).collect();
        assert_eq!(left, [0, 2, 4, 5]);
    }

    #[test]
    fn what_is_of_no_use_goes_first_even_if_it_was_found() {
        let mut store = Store::new(2);
        put(&mut store, 0, Moment::ZERO);
        put(&mut store, 1, END);
        assert!(has(&mut store, 0) && has(&mut store, 1));
        put(&mut store, 2, END);
        assert!(!has(&mut store, 0) && has(&mut store, 1) && has(&mut store, 2));
    }

    #[test]
    fn questions_are_told_apart_by_all_that_they_say() {
        let (one, mut store) = (name(1), Store::new(100));
        let plain = key(&one);
        let keys = [
            plain,
            plain.of_name(),
            CacheKey { whose: "y", ..plain },
            CacheKey { rtype: Some(RecordType::AAAA), ..plain },
            CacheKey { dnssec_ok: true, ..plain },
            CacheKey { checking_disabled: true, ..plain },
        ];
        for (number, key) in keys.into_iter().enumerate() {
            store.put(&key.whose.into(), key, number, Period { now: Moment::ZERO, until: END });
        }
        for (number, key) in keys.into_iter().enumerate() {
            assert_eq!(store.find(key).map(|place| *store.peek(place)), Some(number));
        }
        let upper: Name = "N1.EXAMPLE".parse().expect("a name");
        assert_eq!(store.find(key(&upper)).map(|place| *store.peek(place)), Some(0), "case does not count");
    }

    #[test]
    fn a_store_of_size_zero_remembers_nothing() {
        let mut store = Store::new(0);
        put(&mut store, 0, END);
        assert_eq!(store.len(), 0);
    }
}
