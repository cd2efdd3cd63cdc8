//! Who is told of every query: each observer gets each record once, on a thread of their own.

use std::thread;
use std::time::Duration;

use dns_server::clock::Clock;
use dns_server::query_log::{self, QueryRecord, QueryRecords, QuerySink};
use tokio::sync::oneshot;

/// Records that may wait; more are dropped.
const CAPACITY: usize = 16_384;
/// Records that are handed over in one go.
const BATCH: usize = 512;
/// How often dropped records are told of.
const PERIOD: Duration = Duration::from_secs(1);

/// Is told of every query.
pub trait Observer: Send {
    /// Takes queries, in the order in which they were answered. `is_last`: no more are there at the moment, so that what is
    /// kept back should be written.
    fn queries(&mut self, batch: &[QueryRecord], is_last: bool);
}

/// The thread that tells the observers.
pub(crate) struct Observers {
    sink: QuerySink,
    ended: oneshot::Receiver<()>,
}

impl Observers {
    /// Starts the thread.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn start(observers: Vec<Box<dyn Observer>>, clock: Clock) -> std::io::Result<Self> {
        let (sink, records) = query_log::channel(CAPACITY);
        let (end, ended) = oneshot::channel();
        let tell = move || {
            tell_all(records, observers, &clock);
            let _ = end.send(());
        };
        thread::Builder::new().name("observers".to_owned()).spawn(tell)?;
        Ok(Self { sink, ended })
    }

    /// Returns where records go.
    pub(crate) fn sink(&self) -> QuerySink {
        self.sink.clone()
    }

    /// Waits until the observers have been told of everything.
    pub(crate) async fn end(self) {
        self.sink.end().await;
        let _ = self.ended.await;
    }
}

/// Tells the observers, until there are no more records.
fn tell_all(mut records: QueryRecords, mut observers: Vec<Box<dyn Observer>>, clock: &Clock) {
    let mut batch = Vec::with_capacity(BATCH);
    let (mut told, mut when) = (0, clock.now());
    while records.wait(&mut batch, BATCH) {
        let is_last = records.is_empty();
        observers.iter_mut().for_each(|observer| observer.queries(&batch, is_last));
        batch.clear();
        if records.dropped() > told && clock.since(when) >= PERIOD {
            (told, when) = (records.dropped(), clock.now());
            tracing::warn!(dropped = told, "the query log cannot keep up; lines are dropped");
        }
    }
    if records.dropped() > 0 {
        tracing::warn!(dropped = records.dropped(), "lines are missing from the query log");
    }
}
