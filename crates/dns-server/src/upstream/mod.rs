//! Asking the real world: the servers that a configuration names as upstreams, and the machine's own resolvers.
//!
//! [`Upstreams::ask`] puts one question to a list of servers and comes back in time, with an answer or with what each of
//! them did instead. It remembers how each server is doing, and no answers. What goes wrong with one server:
//!
//! | it | what happens |
//! |---|---|
//! | says nothing | the next one is asked after 0.4 to 1.2 s, by its usual speed; its late answer still counts; it is set aside |
//! | refuses the port, cannot be reached | the next one is asked at once; it is set aside |
//! | answers SERVFAIL, REFUSED, NOTIMP or another error | the next one is asked at once |
//! | knows no EDNS (FORMERR, NOTIMP, BADVERS) | it is asked once more, without |
//! | sends a cut or oversized reply | it is asked again over TCP, on a connection of its own |
//! | sends what is no DNS message | the next one is asked at once |
//! | sends something to another ID or question | that is ignored, and counted |
//!
//! A server set aside is asked after all others; now and then one real question is put to it beside them, to see. The
//! same question on its way is asked once. Every try has a socket of its own, with a port and an ID that the system draws
//! at random; the socket is connected, so that the system drops what comes from elsewhere.
//!
//! Our own queries that come back are known by a mark in an EDNS option. Servers that make queries of their own for what
//! they are asked (BIND, Unbound, systemd-resolved) do not pass it on: then the question that comes back waits for itself
//! and is not asked again, and the time-out says that this may be so.

mod complaints;
mod exchange;
mod failure;
mod flights;
mod health;
pub mod machine;
mod own;
mod question;
mod system;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use zone_store::engine::{Ask, Reply};
use zone_store::name::Name;
use zone_store::resolver::Upstream;

use self::complaints::Complaints;
use self::flights::{Flight, Flights};
use self::health::Health;
use self::own::Own;
pub use self::system::{DomainAddresses, ResolverAddresses, SystemResolvers};
use crate::clock::Clock;

/// Questions on their way at a time: each holds a socket or two, and many systems give a process 1024 descriptors.
const MAX_IN_FLIGHT: usize = 400;

/// How upstreams are asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UpstreamOptions {
    /// Asks with random letter case, and accepts a reply only in the same case. A forger must guess the case too. A server
    /// that answers in another case is asked again over TCP.
    pub case_randomization: bool,
}

/// The real world. One for a whole server: it outlives what is served.
pub struct Upstreams {
    client: Arc<UpstreamClient>,
    flights: Arc<Flights>,
}

/// What all questions share.
struct UpstreamClient {
    clock: Clock,
    options: ArcSwap<UpstreamOptions>,
    system: Arc<SystemResolvers>,
    health: Health,
    complaints: Complaints,
    own: Own,
    places: Semaphore,
}

impl Default for Upstreams {
    /// Knows no resolvers of the machine.
    fn default() -> Self {
        Self::new(UpstreamOptions::default(), Arc::default(), Clock::system())
    }
}

impl Upstreams {
    /// Knows nothing of any server yet.
    pub fn new(options: UpstreamOptions, system: Arc<SystemResolvers>, clock: Clock) -> Self {
        let client = UpstreamClient {
            options: ArcSwap::from_pointee(options),
            system,
            health: Health::new(clock.clone()),
            complaints: Complaints::new(clock.clone()),
            clock,
            own: Own::new(),
            places: Semaphore::new(MAX_IN_FLIGHT),
        };
        Self { client: Arc::new(client), flights: Arc::default() }
    }

    /// Asks in another way from now on. Questions on their way end as they began, but for tries that are still to come.
    pub fn set_options(&self, options: UpstreamOptions) {
        self.client.options.store(Arc::new(options));
    }

    /// Says where we listen ourselves: nothing is ever sent there.
    pub fn listen_at(&self, addresses: Vec<SocketAddr>) {
        self.client.own.listen_at(addresses);
    }

    /// Asks, and returns within the time that the question gives, and shortly. Wants a tokio runtime with I/O and time.
    ///
    /// If a caller stops waiting, others that wait for the same question still get the answer.
    pub async fn ask(&self, ask: &Ask) -> Reply<'static> {
        let clock = &self.client.clock;
        let deadline = clock.now() + ask.timeout;
        loop {
            let left = deadline.saturating_duration_since(clock.now());
            let (receiver, flight) = self.flights.join(ask);
            let reply = match flight {
                Some(flight) => {
                    let ask = Ask { timeout: left, ..ask.clone() };
                    tokio::spawn(fly(Arc::clone(&self.client), ask, flight));
                    // It ends in time by itself.
                    receiver.await
                }
                None => match timeout(left, receiver).await {
                    Ok(Ok(Reply::Silence(_))) if clock.now() + question::LEAST < deadline => {
                        // Who came first had less time.
                        continue;
                    }
                    Ok(reply) => reply,
                    Err(_) => Ok(Reply::Silence(format!("{} did not answer in time", list(&ask.targets)))),
                },
            };
            let reply = reply.unwrap_or_else(|_| Reply::Silence("asking failed because of a bug".to_owned()));
            return in_case_of(&ask.query.name, reply);
        }
    }

    /// Says to which upstream a query with this mark was sent, if it is one of ours, and remembers that it came back.
    pub(crate) fn recognize(&self, mark: &[u8], source: IpAddr) -> Option<SocketAddr> {
        let upstream = self.client.own.upstream_of(mark)?;
        self.client.health.note_loop(upstream, source);
        Some(upstream)
    }
}

/// Brings one question to its end, even if no caller waits for it any more.
async fn fly(client: Arc<UpstreamClient>, ask: Ask, flight: Flight) {
    let reply = question::put(&client, &ask, &flight).await;
    flight.land(reply);
}

/// Writes whom a question was for.
fn list(targets: &[Upstream]) -> String {
    targets.iter().map(Upstream::to_string).collect::<Vec<_>>().join(", ")
}

/// Gives the name asked for the case in which it was asked.
fn in_case_of(name: &Name, mut reply: Reply<'static>) -> Reply<'static> {
    if let Reply::Answer(answer) = &mut reply {
        for set in answer.answer.iter_mut().filter(|set| set.owner == *name) {
            set.owner = name.clone();
        }
    }
    reply
}
