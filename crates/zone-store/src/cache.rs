//! What resolvers remember of forwarded answers, as data: bounded, counting down, without a clock of its own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::answer::{Answer, Records, ResponseCode};
use crate::name::Name;
use crate::rdata;
use crate::record::RecordType;

/// A moment, as the time since some fixed moment of the caller's choice.
pub type Moment = Duration;

/// How much is remembered, and for how long at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheLimits {
    /// Answers, of all resolvers together; 0 remembers nothing.
    pub size: usize,
    /// The longest time for an answer with records.
    pub maximum_ttl: Duration,
    /// The longest time for NXDOMAIN and NODATA (RFC 2308 §5).
    pub maximum_negative_ttl: Duration,
}

impl Default for CacheLimits {
    /// 10,000 answers, a week (RFC 8767 §4), three hours (RFC 2308 §5).
    fn default() -> Self {
        let (week, three_hours) = (Duration::from_secs(7 * 24 * 3600), Duration::from_secs(3 * 3600));
        Self { size: 10_000, maximum_ttl: week, maximum_negative_ttl: three_hours }
    }
}

/// Whose memory, and of what.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    /// The resolver's label; it survives a change of the snapshot.
    resolver: Arc<str>,
    name: Name,
    rtype: RecordType,
}

struct Entry {
    stored: Moment,
    expires: Moment,
    answer: Remembered,
}

/// An answer at rest.
#[derive(Clone)]
struct Remembered {
    rcode: ResponseCode,
    answer: Vec<Records<'static>>,
    authority: Vec<Records<'static>>,
}

/// The memories of all resolvers. Cheap to share; each use locks it for a moment.
pub struct Caches {
    entries: Mutex<HashMap<Key, Entry>>,
    /// Until when a resolver does not ask a target that was silent, by the labels of both.
    aside: Mutex<HashMap<(Arc<str>, String), Moment>>,
    limits: CacheLimits,
}

impl Default for Caches {
    fn default() -> Self {
        Self::new(CacheLimits::default())
    }
}

impl Caches {
    /// Remembers nothing yet, and never more than `limits` allow.
    pub fn new(limits: CacheLimits) -> Self {
        Self { entries: Mutex::new(HashMap::new()), aside: Mutex::new(HashMap::new()), limits }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.lock().clear();
        self.aside().clear();
    }

    /// Counts the answers remembered, expired ones among them.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Tells whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sets a target aside for `time`, because it was silent.
    pub(crate) fn set_aside(&self, resolver: &Arc<str>, target: &str, until: Moment) {
        self.aside().insert((Arc::clone(resolver), target.to_owned()), until);
    }

    /// Tells whether a resolver has set a target aside.
    pub(crate) fn is_aside(&self, resolver: &Arc<str>, target: &str, now: Moment) -> bool {
        let until = self.aside().get(&(Arc::clone(resolver), target.to_owned())).copied();
        until.is_some_and(|until| now < until)
    }

    fn aside(&self) -> std::sync::MutexGuard<'_, HashMap<(Arc<str>, String), Moment>> {
        self.aside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Entry>> {
        // Nothing that holds the lock can leave a half-written entry behind.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what a resolver remembers, its TTLs counted down to `now`.
    pub(crate) fn get<'s>(
        &self,
        resolver: &Arc<str>,
        name: &Name,
        rtype: RecordType,
        now: Moment,
    ) -> Option<Answer<'s>> {
        let key = Key { resolver: Arc::clone(resolver), name: name.clone(), rtype };
        let entries = self.lock();
        let entry = entries.get(&key).filter(|entry| now < entry.expires)?;
        let age = u32::try_from(now.saturating_sub(entry.stored).as_secs()).unwrap_or(u32::MAX);
        let aged = |set: &Records<'static>| Records { ttl: set.ttl.saturating_sub(age), ..set.clone() };
        let mut answer = Answer::empty(entry.answer.rcode);
        answer.answer = entry.answer.answer.iter().map(aged).collect();
        answer.authority = entry.answer.authority.iter().map(aged).collect();
        Some(answer)
    }

    /// Remembers an answer for as long as its records allow; what may not be remembered is not (RFC 2308 §5, §7).
    pub(crate) fn put(
        &self,
        resolver: &Arc<str>,
        name: &Name,
        rtype: RecordType,
        answer: &Answer<'_>,
        now: Moment,
    ) {
        let Some(lifetime) = self.limits.lifetime(answer).filter(|lifetime| !lifetime.is_zero()) else {
            return;
        };
        if self.limits.size == 0 {
            return;
        }
        let own = |set: &Records<'_>| set.clone().into_owned();
        let answer = Remembered {
            rcode: answer.rcode,
            answer: answer.answer.iter().map(own).collect(),
            authority: answer.authority.iter().map(own).collect(),
        };
        let key = Key { resolver: Arc::clone(resolver), name: name.clone(), rtype };
        let mut entries = self.lock();
        if entries.len() >= self.limits.size && !entries.contains_key(&key) {
            make_room(&mut entries);
        }
        entries.insert(key, Entry { stored: now, expires: now.saturating_add(lifetime), answer });
    }
}

/// Drops the quarter that expires first; what has expired already is in front.
fn make_room(entries: &mut HashMap<Key, Entry>) {
    let mut ends: Vec<(Moment, Key)> =
        entries.iter().map(|(key, entry)| (entry.expires, key.clone())).collect();
    let quarter = ends.len().div_ceil(4);
    ends.sort_unstable_by_key(|(expires, _)| *expires);
    for (_, key) in &ends[..quarter] {
        entries.remove(key);
    }
}

impl CacheLimits {
    /// Returns how long an answer may be remembered; `None`: not at all.
    fn lifetime(&self, answer: &Answer<'_>) -> Option<Duration> {
        let lowest = answer.answer.iter().map(|set| set.ttl).min();
        let soa = answer.authority.iter().find(|set| set.rtype == RecordType::SOA);
        let is_negative = soa.is_some() || answer.rcode == ResponseCode::NXDomain;
        match (answer.rcode, is_negative) {
            (ResponseCode::NoError, false) => Some(Duration::from_secs(lowest?.into()).min(self.maximum_ttl)),
            (ResponseCode::NoError | ResponseCode::NXDomain, true) => {
                let soa = soa?;
                let minimum = soa.rdata().iter().next().and_then(rdata::soa).map(|soa| soa.minimum);
                let seconds = soa.ttl.min(minimum.unwrap_or(0)).min(lowest.unwrap_or(u32::MAX));
                Some(Duration::from_secs(seconds.into()).min(self.maximum_negative_ttl))
            }
            _ => None,
        }
    }
}
