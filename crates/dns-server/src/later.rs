//! Queries that have to wait: for a reply to be due, or for the outside world. Each waits in a task of its own.

use std::future::poll_fn;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use zone_store::answer::Answer;
use zone_store::engine::{Ask, Outcome, Refresh, Resolution, Suspended};

use crate::client::{QuerySource, Transport};
use crate::equipment::{Conclusion, Equipment};
use crate::incoming::{Began, IncomingMessage};
use crate::query_log::QueryRecord;
use crate::resolve;
use crate::service::{ListenerId, Service};
use crate::wire::Request;

/// What is left to do of a query; [`crate::responder::Responder::finish`] does it. Dropped, it is not done, and there is no reply.
pub struct Later {
    wait: Wait,
    /// What is to be asked for again when the reply is out.
    refreshes: Vec<Refresh>,
    service: Arc<Service>,
    /// One of the places for queries that wait.
    _place: OwnedSemaphorePermit,
}

impl std::fmt::Debug for Later {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Later").finish_non_exhaustive()
    }
}

/// What has been done of it.
#[derive(Debug)]
pub struct Finished {
    /// The reply that is due now; `None` is silence.
    pub reply: Option<Vec<u8>>,
    /// What is left to do when it is out: for [`crate::responder::Responder::finish`].
    pub then: Option<Box<Later>>,
}

/// What is waited for.
enum Wait {
    /// Nothing: the reply is out.
    Nothing,
    /// The time at which the reply is due.
    Due { reply: Vec<u8>, after: Duration, record: Option<Box<QueryRecord>> },
    /// The outside world.
    Outside(Box<OutsideWait>),
}

/// A query that waits for the outside world.
struct OutsideWait {
    query: Owned,
    /// How far it has come; its snapshot is that of the query's service.
    resolution: Suspended,
    ask: Ask,
}

/// A [`IncomingMessage`] that lives as long as it has to.
struct Owned {
    service: Arc<Service>,
    message: Vec<u8>,
    source: IpAddr,
    listener: ListenerId,
    transport: Transport,
    began: Option<Began>,
}

impl Later {
    /// Asks for things again when the reply is out.
    pub(crate) fn to_refresh(
        service: &Arc<Service>,
        refreshes: &[Refresh],
        place: OwnedSemaphorePermit,
    ) -> Box<Self> {
        let (refreshes, service) = (refreshes.to_vec(), Arc::clone(service));
        Box::new(Self { wait: Wait::Nothing, refreshes, service, _place: place })
    }

    /// Holds a reply back.
    pub(crate) fn hold(&mut self, reply: Vec<u8>, after: Duration, record: Option<QueryRecord>) {
        self.wait = Wait::Due { reply, after, record: record.map(Box::new) };
    }

    /// Asks the outside world, and goes on with the resolution.
    pub(crate) fn to_ask(
        case: IncomingMessage<'_>,
        resolution: Suspended,
        ask: Ask,
        place: OwnedSemaphorePermit,
    ) -> Box<Self> {
        let QuerySource { source, listener, transport } = case.client;
        let query = Owned {
            service: Arc::clone(case.service),
            message: case.message.to_vec(),
            source,
            listener,
            transport,
            began: case.began,
        };
        let (refreshes, service) = (Vec::new(), Arc::clone(case.service));
        let wait = Wait::Outside(Box::new(OutsideWait { query, resolution, ask }));
        Box::new(Self { wait, refreshes, service, _place: place })
    }
}

/// Waits for what is to be waited for, or asks for things again.
pub(crate) async fn finish(equipment: &Equipment, mut later: Later) -> Finished {
    let reply = match std::mem::replace(&mut later.wait, Wait::Nothing) {
        Wait::Nothing => {
            for refresh in std::mem::take(&mut later.refreshes) {
                let mut resolution = Resolution::refreshing(later.service.snapshot(), refresh);
                run(equipment, &later.service, &mut resolution).await;
            }
            None
        }
        Wait::Due { reply, after, mut record } => {
            tokio::time::sleep(after).await;
            if let Some(record) = &mut record {
                record.duration += after;
            }
            equipment.put(record.map(|record| *record));
            Some(reply)
        }
        Wait::Outside(wait) => {
            let OutsideWait { query, resolution, ask } = *wait;
            let resolution = resolution.wake(query.service.snapshot());
            let work = answer(equipment, &query, AskedOutside { resolution, ask }, &mut later.refreshes);
            guarded(equipment, &query, work).await
        }
    };
    let then = (!later.refreshes.is_empty()).then(|| Box::new(later));
    Finished { reply, then }
}

/// Runs a resolution to its end, asking the outside world wherever it is needed.
async fn run<'s>(equipment: &Equipment, service: &Service, resolution: &mut Resolution<'s>) -> Outcome<'s> {
    resolve::to_end(resolution, &equipment.upstreams, &service.caches, &equipment.epoch).await
}

/// A resolution at the moment when the outside world is asked.
struct AskedOutside<'s> {
    resolution: Resolution<'s>,
    ask: Ask,
}

/// Takes a query to its end, and notes what should be asked for again.
async fn answer(
    equipment: &Equipment,
    query: &Owned,
    asked: AskedOutside<'_>,
    refreshes: &mut Vec<Refresh>,
) -> Option<Vec<u8>> {
    let case = query.case(equipment);
    let AskedOutside { mut resolution, ask } = asked;
    // The attempt has read the same octets.
    let envelope = Request::parse(case.message).ok()?.envelope;
    let clock = equipment.epoch.clock();
    resolve::ask_outside(&mut resolution, &equipment.upstreams, &ask, clock).await;
    let outcome = run(equipment, case.service, &mut resolution).await;
    refreshes.extend_from_slice(resolution.refreshes());
    let due = resolution.waited();
    // Even a sleep of nothing takes until the next millisecond.
    if !due.is_zero() {
        tokio::time::sleep(due).await;
    }
    let mut answer = answer_of(outcome);
    if let Some(answer) = &mut answer {
        case.service.add_reason(resolution.trace(), answer);
    }
    let mut reply = Vec::new();
    if let Some(answer) = &answer {
        case.write(&envelope, answer, &mut reply);
    }
    let conclusion = Conclusion { question: None, answer: answer.as_ref(), trace: resolution.trace() };
    equipment.conclude(case, conclusion);
    answer.is_some().then_some(reply)
}

/// Does the work; when that panics, returns SERVFAIL.
async fn guarded(
    equipment: &Equipment,
    owned: &Owned,
    work: impl Future<Output = Option<Vec<u8>>>,
) -> Option<Vec<u8>> {
    let mut work = pin!(work);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(poll) => poll,
        Err(_) => {
            let mut reply = Vec::new();
            let is_reply = equipment.apologize(owned.case(equipment), 0, &mut reply);
            Poll::Ready(is_reply.then_some(reply))
        }
    })
    .await
}

impl Owned {
    fn case<'c>(&'c self, equipment: &'c Equipment) -> IncomingMessage<'c> {
        let client = QuerySource { source: self.source, listener: self.listener, transport: self.transport };
        IncomingMessage {
            service: &self.service,
            message: &self.message,
            client,
            cookies: equipment.cookies(),
            began: self.began,
        }
    }
}

/// Returns what an outcome sends; `None` is nothing.
pub(crate) fn answer_of(outcome: Outcome<'_>) -> Option<Answer<'_>> {
    match outcome {
        Outcome::Answer(answer) => Some(answer),
        // Only a reply that nobody here gives leads to the unknown.
        Outcome::Silence(_) | Outcome::Unknown(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use zone_store::snapshot::{Resolver, SnapshotBuilder, Vantage};

    use super::*;

    #[tokio::test]
    async fn a_panic_while_waiting_becomes_servfail_and_is_counted() {
        let snapshot = Arc::new(SnapshotBuilder::default().build().expect("a snapshot"));
        let vantages = [("here".to_owned(), Vantage::Resolver(Resolver::Internet))];
        let equipment = Equipment::default();
        let query = Owned {
            service: Arc::new(Service::new(snapshot, vantages)),
            message: b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01x\x00\x00\x01\x00\x01".to_vec(),
            source: IpAddr::from([127, 0, 0, 1]),
            listener: ListenerId::nth(0),
            transport: Transport::Tcp,
            began: None,
        };
        let work = async {
            tokio::task::yield_now().await;
            panic!("a bug")
        };
        let reply = guarded(&equipment, &query, work).await.expect("a reply");
        assert_eq!(reply[..4], *b"\x12\x34\x81\x82");
        assert_eq!(equipment.panics(), 1);
    }
}
