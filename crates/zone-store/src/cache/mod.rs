//! What resolvers remember of forwarded answers, as data: bounded, counting down, without a clock of its own.

mod limits;
mod store;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use self::limits::CacheLimits;
use self::store::{CacheKey, Period, SlotPosition, Store};
use crate::answer::{Answer, ErrorCode, ExtendedError, Records, ResponseCode};
use crate::engine::question::Query;
use crate::name::Name;

/// A moment, as the time since some fixed moment of the caller's choice.
pub type Moment = Duration;

/// What a memory is asked: a name of a chain, and what is asked about it.
#[derive(Clone, Copy)]
pub(crate) struct CacheQuestion<'q> {
    pub(crate) name: &'q Name,
    /// Its own name is the first of the chain.
    pub(crate) query: &'q Query,
}

/// Seconds; the TTL of what is given out beyond its time (RFC 8767 §4).
const STALE_TTL: u32 = 30;

/// How long servers that failed are not asked again while there is a stale answer (RFC 8767 §5).
const RECHECK: Duration = Duration::from_secs(30);

/// An answer at rest.
struct Remembered {
    rcode: ResponseCode,
    answer: Vec<Records<'static>>,
    authority: Vec<Records<'static>>,
}

struct CacheEntry {
    stored: Moment,
    expires: Moment,
    answer: Arc<Remembered>,
    /// Until when it is given out beyond its time without asking anybody, because that has just failed.
    stale_until: Moment,
    /// The request to refresh it has already been given out.
    is_being_refreshed: bool,
}

/// What a resolver remembers of a question.
pub(crate) struct CacheHit<'s> {
    pub(crate) answer: Answer<'s>,
    /// It should be asked for again now.
    pub(crate) wants_refresh: bool,
}

/// What came of asking the outside in vain.
#[derive(Debug, Clone)]
pub(crate) enum FailedAsk {
    /// No server answered; the text says what they did.
    Silence(String),
    /// An RCODE that is no answer, and why.
    NotAdmitted(ResponseCode, Vec<ExtendedError>),
}

/// The memories of all resolvers. Cheap to share; each use locks it for a moment.
pub struct Caches {
    answers: Mutex<Store<CacheEntry>>,
    /// By who was asked: what failed does so for every resolver.
    failures: Mutex<Store<(Moment, FailedAsk)>>,
    /// Until when a resolver does not ask a target that was silent, by the labels of both.
    aside: Mutex<HashMap<(Arc<str>, String), Moment>>,
    limits: CacheLimits,
}

impl Default for Caches {
    fn default() -> Self {
        Self::new(CacheLimits::default())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that holds a lock can leave a half-written entry behind.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Caches {
    /// Remembers nothing yet, and never more than `limits` allow.
    pub fn new(limits: CacheLimits) -> Self {
        let (answers, failures) = (Store::new(limits.size), Store::new(limits.size));
        let aside = Mutex::new(HashMap::new());
        Self { answers: Mutex::new(answers), failures: Mutex::new(failures), aside, limits }
    }

    /// Returns how much is remembered, and for how long.
    pub fn limits(&self) -> CacheLimits {
        self.limits
    }

    /// Forgets everything.
    pub fn clear(&self) {
        lock(&self.answers).clear();
        lock(&self.failures).clear();
        lock(&self.aside).clear();
    }

    /// Counts the answers remembered, expired ones among them.
    pub fn len(&self) -> usize {
        lock(&self.answers).len()
    }

    /// Tells whether no answer is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sets a target aside for `time`, because it was silent.
    pub(crate) fn set_aside(&self, resolver: &Arc<str>, target: &str, until: Moment) {
        lock(&self.aside).insert((Arc::clone(resolver), target.to_owned()), until);
    }

    /// Tells whether a resolver has set a target aside.
    pub(crate) fn is_aside(&self, resolver: &Arc<str>, target: &str, now: Moment) -> bool {
        let until = lock(&self.aside).get(&(Arc::clone(resolver), target.to_owned())).copied();
        until.is_some_and(|until| now < until)
    }

    /// Returns what a resolver remembers, its TTLs counted down to `now`. It may be stale, where asking has just failed.
    pub(crate) fn get<'s>(
        &self,
        resolver: &str,
        question: CacheQuestion<'_>,
        now: Moment,
    ) -> Option<CacheHit<'s>> {
        let mut answers = lock(&self.answers);
        let is_usable = |place: &SlotPosition| now < answers.peek(*place).usable_until();
        let key = CacheKey::new(resolver, question);
        let own = answers.find(key).filter(is_usable);
        let place = own.or_else(|| answers.find(key.of_name()).filter(is_usable))?;
        let entry = answers.touch(place);
        if entry.expires <= now {
            let remembered = Arc::clone(&entry.answer);
            drop(answers);
            let answer = remembered.stale("it failed a moment ago");
            return Some(CacheHit { answer, wants_refresh: false });
        }
        let is_late = (entry.expires - now) * 10 <= entry.expires.saturating_sub(entry.stored);
        let wants_refresh = self.limits.prefetch && is_late && !entry.is_being_refreshed;
        entry.is_being_refreshed |= wants_refresh;
        let (remembered, age) = (Arc::clone(&entry.answer), now.saturating_sub(entry.stored));
        drop(answers);
        let age = u32::try_from(age.as_secs()).unwrap_or(u32::MAX);
        Some(CacheHit { answer: remembered.answer(|ttl| ttl.saturating_sub(age)), wants_refresh })
    }

    /// Returns a resolver's expired answer, because no server could be asked (RFC 8767 §5). For a while it then counts
    /// as the cached answer.
    pub(crate) fn get_stale<'s>(
        &self,
        resolver: &str,
        question: CacheQuestion<'_>,
        now: Moment,
        why: &str,
    ) -> Option<Answer<'s>> {
        let mut answers = lock(&self.answers);
        let key = CacheKey::new(resolver, question);
        let kept_until = |entry: &CacheEntry| entry.expires.saturating_add(self.limits.serve_stale);
        let is_kept = |place: &SlotPosition| now < kept_until(answers.peek(*place));
        let kept = [key, key.of_name()].into_iter().filter_map(|key| answers.find(key)).filter(is_kept);
        let place = kept.max_by_key(|place| answers.peek(*place).stored)?;
        let entry = answers.touch(place);
        entry.stale_until = now.saturating_add(RECHECK).min(kept_until(entry));
        let remembered = Arc::clone(&entry.answer);
        drop(answers);
        Some(remembered.stale(why))
    }

    /// Remembers an answer for as long as its records allow; what may not be remembered is not (RFC 2308 §5, §7).
    ///
    /// An NXDOMAIN is about all types of the name, if it is about the name asked for and not one that it leads to.
    pub(crate) fn put(
        &self,
        resolver: &Arc<str>,
        question: CacheQuestion<'_>,
        answer: &Answer<'_>,
        now: Moment,
    ) {
        let Some(lifetime) = self.limits.lifetime(answer) else { return };
        let own = |set: &Records<'_>| set.clone().into_owned();
        let key = match answer.rcode == ResponseCode::NXDomain && answer.answer.is_empty() {
            true => CacheKey::new(resolver, question).of_name(),
            false => CacheKey::new(resolver, question),
        };
        let answer = Arc::new(Remembered {
            rcode: answer.rcode,
            answer: answer.answer.iter().map(own).collect(),
            authority: answer.authority.iter().map(own).collect(),
        });
        let expires = now.saturating_add(lifetime);
        let entry =
            CacheEntry { stored: now, expires, answer, stale_until: Moment::ZERO, is_being_refreshed: false };
        let until = expires.saturating_add(self.limits.serve_stale);
        lock(&self.answers).put(resolver, key, entry, Period { now, until });
    }

    /// Returns how asking these targets failed a moment ago.
    pub(crate) fn failure(&self, targets: &str, query: &Query, now: Moment) -> Option<FailedAsk> {
        let failures = lock(&self.failures);
        let (until, failure) =
            failures.peek(failures.find(CacheKey::new(targets, CacheQuestion { name: &query.name, query }))?);
        (now < *until).then(|| failure.clone())
    }

    /// Remembers that asking these targets failed.
    pub(crate) fn put_failure(&self, targets: &str, query: &Query, failure: FailedAsk, now: Moment) {
        if !self.limits.error_ttl.is_zero() {
            let until = now.saturating_add(self.limits.error_ttl);
            let key = CacheKey::new(targets, CacheQuestion { name: &query.name, query });
            lock(&self.failures).put(&targets.into(), key, (until, failure), Period { now, until });
        }
    }
}

impl CacheEntry {
    /// Returns until when it is given out without asking anybody.
    fn usable_until(&self) -> Moment {
        self.expires.max(self.stale_until)
    }
}

impl Remembered {
    /// Makes an answer of it that says that it is beyond its time.
    fn stale<'s>(&self, why: &str) -> Answer<'s> {
        let code = match self.rcode {
            ResponseCode::NXDomain => ErrorCode::StaleNxDomain,
            _ => ErrorCode::StaleAnswer,
        };
        let text = format!("expired answer, because asking again failed: {why}");
        self.answer(|_| STALE_TTL).with_error(code, text)
    }

    /// Makes an answer of it, each TTL as `ttl` says.
    fn answer<'s>(&self, ttl: impl Fn(u32) -> u32) -> Answer<'s> {
        let aged = |set: &Records<'static>| Records { ttl: ttl(set.ttl), ..set.clone() };
        let mut answer = Answer::empty(self.rcode);
        answer.answer = self.answer.iter().map(aged).collect();
        answer.authority = self.authority.iter().map(aged).collect();
        answer
    }
}
