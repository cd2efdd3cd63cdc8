//! What is known of each upstream: how fast it answers, whether it is silent, whether it knows EDNS.

use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::time::Instant;

use crate::clock::Clock;

/// How long a try waits before the next one begins, at least and at most, and where nothing was measured yet.
const SHORTEST: Duration = Duration::from_millis(400);
const LONGEST: Duration = Duration::from_millis(1200);
const UNMEASURED: Duration = Duration::from_millis(800);
/// How long a measurement counts when upstreams are compared; then the upstream is tried again.
const FRESH: Duration = Duration::from_secs(60);
/// Upstreams whose round trips differ by less than this are equally fast.
const BAND: Duration = Duration::from_millis(250);
/// How long an upstream is set aside at first, and at most.
const FIRST_ASIDE: Duration = Duration::from_secs(2);
const LONGEST_ASIDE: Duration = Duration::from_secs(128);
/// How long a server without EDNS is asked without it.
const PLAIN: Duration = Duration::from_secs(600);
/// Upstreams known at most. More are only seen where the machine's resolvers change all the time.
const MAX_PEERS: usize = 1024;

/// The state of all upstreams. Each use locks it for a moment.
#[derive(Default)]
pub(super) struct Health {
    clock: Clock,
    peers: Mutex<FxHashMap<SocketAddr, Peer>>,
}

/// What is known of one upstream.
#[derive(Default)]
struct Peer {
    round_trip: Option<RoundTrip>,
    aside: Option<Aside>,
    /// It is asked without EDNS until then.
    plain_until: Option<Instant>,
    /// When its query to us was last seen to be our own, and where it came from.
    looped: Option<(Instant, std::net::IpAddr)>,
}

/// Smoothed as RFC 6298 §2 does.
#[derive(Clone, Copy)]
struct RoundTrip {
    smoothed: Duration,
    variation: Duration,
    measured: Instant,
}

/// A silent upstream is asked only after all others.
#[derive(Clone, Copy)]
struct Aside {
    /// When it is to be probed.
    until: Instant,
    /// How long it is set aside when that fails.
    next: Duration,
}

/// How good an upstream is: the lower the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    is_aside: bool,
    band: u128,
}

impl Rank {
    /// Returns what is left of it where speed does not count.
    pub(super) fn by_silence(self) -> Self {
        Self { band: 0, ..self }
    }

    /// Tells whether it is asked only after all others.
    pub(super) fn is_aside(self) -> bool {
        self.is_aside
    }
}

impl Health {
    /// Knows nothing of any upstream yet.
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, peers: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, FxHashMap<SocketAddr, Peer>> {
        // Nothing that holds the lock can leave a peer half-written.
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, address: SocketAddr, change: impl FnOnce(&mut Peer) -> T) -> T {
        let mut peers = self.lock();
        if peers.len() >= MAX_PEERS && !peers.contains_key(&address) {
            peers.clear();
        }
        change(peers.entry(address).or_default())
    }

    /// Says how good an upstream is now.
    pub(super) fn rank(&self, address: SocketAddr) -> Rank {
        let now = self.clock.now();
        let peers = self.lock();
        let Some(peer) = peers.get(&address) else { return Rank { is_aside: false, band: 0 } };
        let fresh = peer.round_trip.filter(|trip| now.duration_since(trip.measured) < FRESH);
        let band = fresh.map_or(0, |trip| trip.smoothed.as_millis() / BAND.as_millis());
        Rank { is_aside: peer.aside.is_some(), band }
    }

    /// Returns how long a try at an upstream waits before the next one begins.
    pub(super) fn patience(&self, address: SocketAddr) -> Duration {
        let trip = self.lock().get(&address).and_then(|peer| peer.round_trip);
        trip.map_or(UNMEASURED, |trip| (trip.smoothed + 4 * trip.variation).clamp(SHORTEST, LONGEST))
    }

    /// Notes how long an upstream took to reply.
    pub(super) fn note_round_trip(&self, address: SocketAddr, took: Duration) {
        let measured = self.clock.now();
        self.with(address, |peer| {
            let trip = match peer.round_trip {
                None => RoundTrip { smoothed: took, variation: took / 2, measured },
                Some(RoundTrip { smoothed, variation, .. }) => RoundTrip {
                    smoothed: (7 * smoothed + took) / 8,
                    variation: (3 * variation + smoothed.abs_diff(took)) / 4,
                    measured,
                },
            };
            peer.round_trip = Some(trip);
        });
    }

    /// Notes that an upstream does its work.
    pub(super) fn note_good(&self, address: SocketAddr) {
        self.with(address, |peer| peer.aside = None);
    }

    /// Sets an upstream aside that is silent or of no use; one that is aside already stays so for no longer.
    pub(super) fn set_aside(&self, address: SocketAddr) {
        let now = self.clock.now();
        self.with(address, |peer| {
            peer.aside.get_or_insert(Aside { until: now + FIRST_ASIDE, next: 2 * FIRST_ASIDE });
        });
    }

    /// Tells whether to probe an upstream that was set aside now; the caller must then probe it.
    ///
    /// Until the probe has an answer it is set aside for twice as long as before.
    pub(super) fn claim_probe(&self, address: SocketAddr) -> bool {
        let now = self.clock.now();
        self.with(address, |peer| match &mut peer.aside {
            Some(aside) if aside.until <= now => {
                *aside = Aside { until: now + aside.next, next: (2 * aside.next).min(LONGEST_ASIDE) };
                true
            }
            Some(_) | None => false,
        })
    }

    /// Notes that an upstream answers only without EDNS.
    pub(super) fn note_plain(&self, address: SocketAddr) {
        let until = self.clock.now() + PLAIN;
        self.with(address, |peer| peer.plain_until = Some(until));
    }

    /// Tells whether an upstream is to be asked without EDNS.
    pub(super) fn is_plain(&self, address: SocketAddr) -> bool {
        let until = self.lock().get(&address).and_then(|peer| peer.plain_until);
        until.is_some_and(|until| self.clock.now() < until)
    }

    /// Notes that a query to an upstream has come back, from `source`.
    pub(super) fn note_loop(&self, address: SocketAddr, source: std::net::IpAddr) {
        let now = self.clock.now();
        self.with(address, |peer| peer.looped = Some((now, source)));
    }

    /// Returns where a query to an upstream has come back from since then; `None`: it has not.
    pub(super) fn looped_since(&self, address: SocketAddr, since: Instant) -> Option<std::net::IpAddr> {
        let looped = self.lock().get(&address).and_then(|peer| peer.looped);
        looped.filter(|(at, _)| *at >= since).map(|(_, source)| source)
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn address(last: u8) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, last], 53))
    }

    #[tokio::test(start_paused = true)]
    async fn patience_follows_the_round_trip_within_bounds() {
        let health = Health::default();
        assert_eq!(health.patience(address(1)), UNMEASURED);
        for (took, want) in [(1, 400), (10_000, 1200)] {
            health.note_round_trip(address(took as u8), Duration::from_millis(took));
            assert_eq!(health.patience(address(took as u8)), Duration::from_millis(want), "{took} ms");
        }
        health.note_round_trip(address(3), Duration::from_millis(300));
        assert_eq!(health.patience(address(3)), Duration::from_millis(900));
        (0..50).for_each(|_| health.note_round_trip(address(3), Duration::from_millis(500)));
        let patience = health.patience(address(3)).as_millis();
        assert!((495..520).contains(&patience), "{patience} ms");
    }

    #[tokio::test(start_paused = true)]
    async fn faster_ones_rank_before_slower_ones_while_the_measurement_is_fresh() {
        let health = Health::default();
        health.note_round_trip(address(1), Duration::from_millis(300));
        health.note_round_trip(address(2), Duration::from_millis(20));
        health.note_round_trip(address(3), Duration::from_millis(50));
        assert!(health.rank(address(2)) < health.rank(address(1)));
        assert_eq!(health.rank(address(2)).by_silence(), health.rank(address(1)).by_silence());
        assert_eq!(health.rank(address(2)), health.rank(address(3)));
        assert_eq!(health.rank(address(2)), health.rank(address(4)), "never asked: worth a try");
        advance(FRESH).await;
        assert_eq!(health.rank(address(1)), health.rank(address(2)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_one_ranks_last_and_is_probed_ever_more_seldom() {
        let health = Health::default();
        health.note_round_trip(address(1), Duration::from_millis(1));
        assert!(!health.claim_probe(address(1)));
        health.set_aside(address(1));
        assert!(health.rank(address(1)).is_aside() && health.rank(address(1)) > health.rank(address(2)));
        for seconds in [2, 4, 8, 16, 32, 64, 128, 128] {
            advance(Duration::from_millis(seconds * 1000 - 1)).await;
            health.set_aside(address(1));
            assert!(!health.claim_probe(address(1)), "before {seconds} s");
            advance(Duration::from_millis(1)).await;
            assert!(health.claim_probe(address(1)), "after {seconds} s");
            assert!(!health.claim_probe(address(1)), "once");
        }
        assert!(health.rank(address(1)).by_silence() > health.rank(address(2)).by_silence());
        health.note_good(address(1));
        assert!(!health.rank(address(1)).is_aside());
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_without_edns_is_asked_without_it_for_a_while() {
        let health = Health::default();
        health.note_plain(address(1));
        assert_eq!([1, 2].map(|last| health.is_plain(address(last))), [true, false]);
        advance(PLAIN).await;
        assert!(!health.is_plain(address(1)));
    }

    #[test]
    fn the_number_of_upstreams_known_is_bounded() {
        let health = Health::default();
        for port in 1..=5000 {
            health.with(SocketAddr::from(([192, 0, 2, 1], port)), |_| ());
        }
        assert!(health.lock().len() <= MAX_PEERS);
    }
}
