//! One question and its upstreams: which one to ask when, and the result of all tries.

use std::fmt::Write;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};
use zone_store::answer::{Answer, ErrorCode, ResponseCode};
use zone_store::engine::{Ask, Reply};
use zone_store::rdata::type_name;
use zone_store::record::RecordType;
use zone_store::resolver::Upstream;

use super::UpstreamClient;
use super::exchange::{Notes, Try};
use super::failure::{Ignored, UpstreamFailure};
use super::flights::Flight;

/// The least time for which asking is worth while.
pub(super) const LEAST: Duration = Duration::from_millis(50);
/// How long a try waits at most before the next one begins.
const LONGEST_PAUSE: Duration = Duration::from_millis(1200);
/// Most queries to one upstream for one question.
const MAX_TRIES: u32 = 4;
/// Tries after these are sent without our mark.
const MARKED_TRIES: u32 = 2;
/// How long a probe waits.
const PROBE: Duration = Duration::from_secs(2);

/// An upstream that may be asked.
struct AskedUpstream {
    address: SocketAddr,
    tries: u32,
    /// When it was asked first.
    asked: Option<Instant>,
    /// It has let a try go by.
    is_late: bool,
    /// Its answer is the one of use.
    is_done: bool,
    /// What it did in the end; it is not asked again.
    failure: Option<UpstreamFailure>,
    /// An answer of no use.
    answer: Option<Answer<'static>>,
}

/// Asks upstreams until one has an answer, or all have failed, or time is up.
pub(super) async fn put(client: &Arc<UpstreamClient>, ask: &Ask, flight: &Flight) -> Reply<'static> {
    let deadline = client.clock.now() + ask.timeout;
    let Ok(Ok(_place)) = timeout_at(deadline, client.places.acquire()).await else {
        return Reply::Silence("too many questions wait for upstreams".to_owned());
    };
    let mut candidates = candidates(client, ask);
    if candidates.is_empty() {
        return Reply::Silence("this machine has no resolver that can be asked".to_owned());
    }
    probe(client, ask, &candidates);
    let notes: Vec<Notes> = candidates.iter().map(|_| Notes::default()).collect();
    let answer = run(client, ask, &mut candidates, &notes, deadline).await;
    let is_answered = answer.is_some();
    candidates
        .iter_mut()
        .zip(&notes)
        .for_each(|(candidate, notes)| candidate.close(client, notes, is_answered));
    complain(client, ask, &candidates);
    match answer {
        Some(answer) => Reply::Answer(answer),
        None => failed(candidates, flight.joined()),
    }
}

/// Lists the upstreams to ask: the best first, and equally good ones in the given order. If the order must be kept, it only
/// moves those that were set aside to the end.
fn candidates(client: &UpstreamClient, ask: &Ask) -> Vec<AskedUpstream> {
    let mut addresses: Vec<SocketAddr> = Vec::with_capacity(ask.targets.len());
    let mut add = |address: SocketAddr| {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    };
    for target in &ask.targets {
        match target {
            Upstream::System => client.system.get().of(&ask.query.name).iter().copied().for_each(&mut add),
            Upstream::Address(address) => add(*address),
        }
    }
    if addresses.len() > 1 {
        addresses.sort_by_cached_key(|address| {
            let rank = client.health.rank(*address);
            if ask.in_order { rank.by_silence() } else { rank }
        });
    }
    let candidate = |address| {
        let failure = client.own.has(address).then_some(UpstreamFailure::Itself);
        AskedUpstream {
            address,
            tries: 0,
            asked: None,
            is_late: false,
            is_done: false,
            failure,
            answer: None,
        }
    };
    addresses.into_iter().map(candidate).collect()
}

/// Puts the question also to those set aside whose time has come, while a better one is asked.
fn probe(client: &Arc<UpstreamClient>, ask: &Ask, candidates: &[AskedUpstream]) {
    let [first, others @ ..] = candidates else { return };
    if others.is_empty() || client.health.rank(first.address).is_aside() {
        return;
    }
    for address in others.iter().filter(|other| other.failure.is_none()).map(|other| other.address) {
        if client.health.claim_probe(address) {
            let (client, query) = (Arc::clone(client), ask.query.clone());
            tokio::spawn(async move {
                let notes = Notes::default();
                let attempt = Try { client: &client, query: &query, address, marked: true };
                if let Ok(Ok(answer)) = timeout(PROBE, attempt.run(&notes)).await
                    && !judge(&answer).is_some_and(|failure| failure.is_lasting())
                {
                    client.health.note_good(address);
                }
            });
        }
    }
}

/// Tries one upstream after the other, and the silent ones again; returns the first answer of use.
///
/// Tries that have had no reply stay open, so that a late one counts.
async fn run(
    client: &UpstreamClient,
    ask: &Ask,
    candidates: &mut [AskedUpstream],
    notes: &[Notes],
    deadline: Instant,
) -> Option<Answer<'static>> {
    let mut open = Vec::new();
    loop {
        let until = match next(candidates) {
            Some(number) => {
                let (attempt, patience) = candidates[number].begin(client, ask);
                open.push((number, Box::pin(attempt.run(&notes[number]))));
                deadline.min(client.clock.now() + patience)
            }
            None if open.is_empty() => return None,
            None => deadline,
        };
        match first(&mut open, until).await {
            Some((number, outcome)) => {
                if let Some(answer) = candidates[number].take(client, outcome) {
                    return Some(answer);
                }
                // Whatever else it says now, it has failed.
                open.retain(|(other, _)| *other != number);
            }
            None if until == deadline => return None,
            None => lapse(client, candidates, notes),
        }
    }
}

/// Chooses the upstream to ask next: the best of those asked least.
fn next(candidates: &[AskedUpstream]) -> Option<usize> {
    let left = |candidate: &AskedUpstream| candidate.failure.is_none() && candidate.tries < MAX_TRIES;
    let left = candidates.iter().enumerate().filter(|(_, candidate)| left(candidate));
    left.min_by_key(|(_, candidate)| candidate.tries).map(|(number, _)| number)
}

/// Notes that the time of all tries is over; they stay open.
fn lapse(client: &UpstreamClient, candidates: &mut [AskedUpstream], notes: &[Notes]) {
    for (candidate, notes) in candidates.iter_mut().zip(notes) {
        if candidate.tries > 0 && candidate.failure.is_none() && !notes.to_tcp.load(Ordering::Relaxed) {
            candidate.is_late = true;
            client.health.set_aside(candidate.address);
        }
    }
}

/// Tries on their way, each with the number of its upstream.
type Open<F> = Vec<(usize, Pin<Box<F>>)>;

/// Waits until one of the open tries has come to its end, and takes it out.
async fn first<F: Future>(open: &mut Open<F>, until: Instant) -> Option<(usize, F::Output)> {
    let ended = poll_fn(|context| {
        for at in 0..open.len() {
            if let Poll::Ready(outcome) = open[at].1.as_mut().poll(context) {
                let (number, _) = open.swap_remove(at);
                return Poll::Ready((number, outcome));
            }
        }
        Poll::Pending
    });
    timeout_at(until, ended).await.ok()
}

impl AskedUpstream {
    /// Begins a try; says how long it waits before the next one begins.
    fn begin<'q>(&mut self, client: &'q UpstreamClient, ask: &'q Ask) -> (Try<'q>, Duration) {
        let marked = self.tries < MARKED_TRIES;
        let patience = client.health.patience(self.address) * 2_u32.pow(self.tries);
        self.tries += 1;
        self.asked.get_or_insert_with(|| client.clock.now());
        (Try { client, query: &ask.query, address: self.address, marked }, patience.min(LONGEST_PAUSE))
    }

    /// Takes what a try has come to; returns the answer if it is of use.
    fn take(
        &mut self,
        client: &UpstreamClient,
        outcome: Result<Answer<'static>, UpstreamFailure>,
    ) -> Option<Answer<'static>> {
        let failure = match outcome {
            Err(failure) => failure,
            Ok(answer) => match judge(&answer) {
                None => {
                    client.health.note_good(self.address);
                    self.is_done = true;
                    return Some(answer);
                }
                Some(failure) => {
                    self.answer = matches!(failure, UpstreamFailure::Rcode(_)).then_some(answer);
                    failure
                }
            },
        };
        if failure.is_lasting() {
            client.health.set_aside(self.address);
        }
        self.failure = Some(failure);
        None
    }

    /// Says what it did, now that no more is waited for.
    fn close(&mut self, client: &UpstreamClient, notes: &Notes, is_answered: bool) {
        let Some(asked) = self.asked else { return };
        if let Some(UpstreamFailure::Rcode(rcode)) = self.failure
            && let Some(through) = client.health.looped_since(self.address, asked)
        {
            self.failure = Some(UpstreamFailure::Loop { rcode, through });
        }
        let is_silent = !self.is_done && (self.is_late || !is_answered);
        if self.failure.is_none() && is_silent {
            let time = client.clock.since(asked);
            let ignored = Ignored(notes.ignored.load(Ordering::Relaxed));
            self.failure = Some(match notes.to_tcp.load(Ordering::Relaxed) {
                true => UpstreamFailure::SilentOverTcp(time),
                false => UpstreamFailure::Silent { tries: self.tries, time, ignored },
            });
        }
    }
}

/// Says why an answer is of no use; `None`: it is.
fn judge(answer: &Answer<'_>) -> Option<UpstreamFailure> {
    match answer.rcode {
        // A name that has become too long through a DNAME (RFC 6672 §2.2) is an answer.
        ResponseCode::NoError | ResponseCode::NXDomain | ResponseCode::YXDomain => {
            let has = |rtype| answer.authority.iter().any(|set| set.rtype == rtype);
            let is_final = answer.authoritative || answer.recursion_available || !answer.answer.is_empty();
            let is_referral = !is_final && has(RecordType::NS) && !has(RecordType::SOA);
            is_referral.then_some(UpstreamFailure::Referral)
        }
        rcode => Some(UpstreamFailure::Rcode(rcode)),
    }
}

/// Puts what failed into the log.
fn complain(client: &UpstreamClient, ask: &Ask, candidates: &[AskedUpstream]) {
    let mut failures = candidates.iter().filter_map(|c| Some((c.address, c.failure.as_ref()?))).peekable();
    if failures.peek().is_some() {
        let asked = format!("{} {}", ask.query.name.without_dot(), type_name(ask.query.rtype));
        failures.for_each(|(address, failure)| client.complaints.note(address, failure, &asked));
    }
}

/// Returns the result if no upstream had a useful answer: the first failure that was answered, or else silence.
fn failed(candidates: Vec<AskedUpstream>, joined: usize) -> Reply<'static> {
    let mut text = String::new();
    for AskedUpstream { address, failure, .. } in &candidates {
        let separator = if text.is_empty() { "" } else { "; " };
        // Writing into a String never fails.
        let _ = match failure {
            Some(failure) => write!(text, "{separator}{address} {failure}"),
            None => write!(text, "{separator}{address} was not asked, for lack of time"),
        };
    }
    let tries: usize = candidates.iter().map(|candidate| candidate.tries as usize).sum();
    match candidates.into_iter().find_map(|candidate| candidate.answer) {
        Some(mut answer) => {
            answer.answer.clear();
            answer.authority.clear();
            Reply::Answer(answer.with_error(ErrorCode::NoReachableAuthority, text))
        }
        None => {
            // One of those who wait for the answer has asked; each query of ours that came round would be one more.
            if tries > 0 && joined >= tries {
                let _ = write!(
                    text,
                    "; the same question came in {joined} more times meanwhile: does the upstream forward to us?"
                );
            }
            Reply::Silence(text)
        }
    }
}
