//! What is remembered of an upstream, as its clients see it: refreshes, stale answers, failures.

use std::sync::Arc;
use std::time::Duration;

use dns_server::upstream::Upstreams;
use tokio::sync::Notify;
use tokio::time::advance;
use zone_store::cache::{CacheLimits, Caches};

use crate::lab::Asked;
use crate::upstream_fake::{Act, Fake, Made};
use crate::upstream_lab::{Served, Way, ask, recursive, said, serve_with};

const NAME: &str = "www.example.net";

/// Serves what an upstream says, with a memory.
async fn serve(fake: &Fake, change: impl FnOnce(&mut CacheLimits)) -> Served {
    let mut limits = CacheLimits::default();
    change(&mut limits);
    serve_with(recursive(&[fake.address], Way::Direct), Upstreams::default(), Caches::new(limits)).await
}

/// Asks, and says the reply.
async fn told(served: &Served) -> String {
    said(&ask(served.address, &Asked::new(NAME, 1).edns(1232, 0, b"").octets()).await)
}

/// The answer to the query of this number; its TTL is 60.
fn numbered(number: u8) -> String {
    format!("NOERROR | {NAME} A 192.0.2.{number}")
}

#[tokio::test(start_paused = true)]
async fn a_client_does_not_wait_for_the_refresh_that_it_sets_off() {
    let go_on = Arc::new(Notify::new());
    let waits_for = Arc::clone(&go_on);
    let fake = Fake::start(move |received| {
        let number = u8::try_from(received.number).expect("few");
        let reply = Made::to(received).answer(NAME, 1, &[192, 0, 2, number]).send();
        match number {
            1 => [vec![Act::Await(Arc::clone(&waits_for))], reply].concat(),
            _ => reply,
        }
    })
    .await;
    let served = serve(&fake, |limits| limits.prefetch = true).await;
    assert_eq!(told(&served).await, numbered(0));
    advance(Duration::from_secs(50)).await;
    assert_eq!(told(&served).await, numbered(0));
    assert_eq!(fake.received().len(), 1, "it is too early");
    advance(Duration::from_secs(5)).await;
    assert_eq!(told(&served).await, numbered(0), "the upstream has not answered yet");
    fake.wait_for(2).await;
    assert_eq!(told(&served).await, numbered(0));
    assert_eq!(fake.received().len(), 2, "one refresh is enough");
    go_on.notify_one();
    while told(&served).await == numbered(0) {
        tokio::task::yield_now().await;
    }
    advance(Duration::from_secs(30)).await;
    assert_eq!((told(&served).await, fake.received().len()), (numbered(1), 2));
}

#[tokio::test(start_paused = true)]
async fn stale_answers_come_with_the_reason_once_the_upstream_has_failed() {
    let fake = Fake::start(|received| match received.number {
        0 => Made::to(received).answer(NAME, 1, &[192, 0, 2, 0]).send(),
        _ => Vec::new(),
    })
    .await;
    let served = serve(&fake, |limits| limits.serve_stale = Duration::from_secs(3600)).await;
    assert_eq!(told(&served).await, numbered(0));
    advance(Duration::from_secs(60)).await;
    for reason in ["did not answer", "it failed a moment ago"] {
        let told = told(&served).await;
        let why = "EDE 3 expired answer, because asking again failed: ";
        assert!(told.starts_with(&format!("{} | {why}", numbered(0))) && told.contains(reason), "{told}");
    }
    let tried = fake.received().len();
    advance(Duration::from_secs(20)).await;
    told(&served).await;
    assert_eq!(fake.received().len(), tried, "nobody is asked for a while");
    advance(Duration::from_secs(3600)).await;
    assert!(told(&served).await.starts_with("SERVFAIL"));
}

#[tokio::test(start_paused = true)]
async fn a_dead_upstream_is_not_asked_by_every_query() {
    let fake = Fake::start(|received| Made::to(received).rcode(5).send()).await;
    let served = serve(&fake, |limits| limits.error_ttl = Duration::from_secs(30)).await;
    let first = told(&served).await;
    assert!(first.starts_with("SERVFAIL | EDE 22 "), "{first}");
    for _ in 0..3 {
        assert_eq!(
            told(&served).await,
            format!("{first} | EDE 13 it failed a moment ago and was not asked again")
        );
    }
    assert_eq!(fake.received().len(), 1);
    advance(Duration::from_secs(30)).await;
    assert_eq!((told(&served).await, fake.received().len()), (first, 2));
}
