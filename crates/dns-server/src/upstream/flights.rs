//! Questions on their way: the same one is asked once, and everybody who waits for it gets the answer.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxBuildHasher;
use tokio::sync::oneshot;
use zone_store::engine::{Ask, Reply};
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::resolver::Upstream;

/// What makes two questions the same; the case of the name, and how long each is waited for, do not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct FlightKey {
    name: Name,
    rtype: RecordType,
    dnssec_ok: bool,
    checking_disabled: bool,
    targets: Vec<Upstream>,
    in_order: bool,
}

impl From<&Ask> for FlightKey {
    fn from(ask: &Ask) -> Self {
        let Ask { targets, in_order, query, timeout: _ } = ask;
        Self {
            name: query.name.clone(),
            rtype: query.rtype,
            dnssec_ok: query.dnssec_ok,
            checking_disabled: query.checking_disabled,
            targets: targets.clone(),
            in_order: *in_order,
        }
    }
}

/// A caller that waits.
type Waiting = oneshot::Sender<Reply<'static>>;

/// The questions on their way, with those who wait for them: as many as queries may wait at a time.
#[derive(Default)]
pub(super) struct Flights {
    waiting: Mutex<HashMap<FlightKey, Vec<Waiting>, FxBuildHasher>>,
}

/// One question in flight. If it is dropped without a reply, the callers that wait learn that there will be none.
pub(super) struct Flight {
    flights: Arc<Flights>,
    key: FlightKey,
    has_landed: bool,
}

impl Flights {
    fn lock(&self) -> MutexGuard<'_, HashMap<FlightKey, Vec<Waiting>, FxBuildHasher>> {
        // Nothing that holds the lock can leave the map half-written.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a question. It has to be put when there is a flight; else it is on its way already.
    pub(super) fn join(self: &Arc<Self>, ask: &Ask) -> (oneshot::Receiver<Reply<'static>>, Option<Flight>) {
        let (sender, receiver) = oneshot::channel();
        let key = FlightKey::from(ask);
        let is_first = match self.lock().entry(key.clone()) {
            Entry::Occupied(mut waiting) => {
                waiting.get_mut().push(sender);
                false
            }
            Entry::Vacant(place) => {
                place.insert(vec![sender]);
                true
            }
        };
        (receiver, is_first.then(|| Flight { flights: Arc::clone(self), key, has_landed: false }))
    }
}

impl Flight {
    /// Counts those who have joined on the way.
    pub(super) fn joined(&self) -> usize {
        self.flights.lock().get(&self.key).map_or(0, |waiting| waiting.len().saturating_sub(1))
    }

    /// Hands the reply to everybody who waits, also to those who have left.
    pub(super) fn land(mut self, reply: Reply<'static>) {
        self.has_landed = true;
        let mut waiting = self.flights.lock().remove(&self.key).unwrap_or_default();
        let last = waiting.pop();
        for other in waiting {
            let _ = other.send(reply.clone());
        }
        if let Some(last) = last {
            let _ = last.send(reply);
        }
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        // The same question may be in flight again, for another caller.
        if !self.has_landed {
            self.flights.lock().remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use zone_store::answer::{Answer, ResponseCode};
    use zone_store::engine::Query;

    use super::*;

    fn ask(name: &str) -> Ask {
        let query = Query::new(name.parse().expect("a name"), RecordType::A);
        Ask { targets: vec![Upstream::System], in_order: false, query, timeout: Duration::from_secs(3) }
    }

    fn answer() -> Reply<'static> {
        Reply::Answer(Answer::empty(ResponseCode::NXDomain))
    }

    #[test]
    fn the_same_question_is_asked_once_and_all_who_wait_get_the_answer() {
        let flights = Arc::new(Flights::default());
        let (mut first, flight) = flights.join(&ask("www.example"));
        let (mut second, none) = flights.join(&ask("WWW.Example"));
        let (left, _) = flights.join(&ask("www.example"));
        drop(left);
        let flight = flight.expect("the first asks");
        assert!(none.is_none());
        assert_eq!(flight.joined(), 2);
        flight.land(answer());
        for receiver in [&mut first, &mut second] {
            assert!(matches!(receiver.try_recv(), Ok(Reply::Answer(_))));
        }
        assert!(flights.join(&ask("www.example")).1.is_some(), "it is on its way no more");
    }

    #[test]
    fn whatever_decides_about_the_answer_tells_questions_apart() {
        let flights = Arc::new(Flights::default());
        let base = ask("www.example");
        let mut others = vec![base.clone(); 5];
        others[1].query.rtype = RecordType::AAAA;
        others[2].query.dnssec_ok = true;
        others[3].query.checking_disabled = true;
        others[4].targets.push(Upstream::System);
        let flying: Vec<_> = others.iter().map(|other| flights.join(other)).collect();
        assert!(flying.iter().all(|(_, flight)| flight.is_some()));
    }

    #[test]
    fn a_question_that_crashes_leaves_nobody_waiting() {
        let flights = Arc::new(Flights::default());
        let (mut receiver, flight) = flights.join(&ask("www.example"));
        drop(flight);
        assert!(matches!(receiver.try_recv(), Err(oneshot::error::TryRecvError::Closed)));
        assert!(flights.join(&ask("www.example")).1.is_some());
    }
}
