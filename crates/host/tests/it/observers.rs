//! Observers: each is told of every query, once, and of all of them before the host has ended.

use std::sync::{Arc, Mutex};

use dns_server::query_log::QueryRecord;
use host::{HostOptions, Observer};

use crate::lab::{Lab, ask};

/// Notes the names that were asked for, and whether it was told last that no more are there.
#[derive(Clone, Default)]
struct Notes {
    names: Arc<Mutex<Vec<String>>>,
    is_last: Arc<Mutex<bool>>,
}

impl Observer for Notes {
    fn queries(&mut self, batch: &[QueryRecord], is_last: bool) {
        let asked = batch
            .iter()
            .map(|record| record.question.as_ref().map_or_else(String::new, |asked| asked.0.to_string()));
        self.names.lock().expect("no panic").extend(asked);
        *self.is_last.lock().expect("no panic") = is_last;
    }
}

#[tokio::test]
async fn each_observer_is_told_of_every_query_once() {
    const TEXT: &str = "[internet]\nlisten = [\"127.0.0.1:0\"]\n";
    let (one, other) = (Notes::default(), Notes::default());
    let observers: Vec<Box<dyn Observer>> = vec![Box::new(one.clone()), Box::new(other.clone())];
    let options = HostOptions { watches: false, observers, ..HostOptions::default() };
    let lab = Lab::start_with(TEXT, options).await.expect("started");
    let mut want = Vec::new();
    for number in 0..1000 {
        let name = format!("n{number}.example.");
        ask(lab.address("internet"), &name, 1).await.expect("an answer");
        want.push(name);
        if number == 500 {
            lab.reload(&format!("{TEXT}[cache]\nsize = 7\n")).await.expect("reloaded");
        }
    }
    // The handle is kept beyond the end of the host, and with it everything that could still log a query.
    let handle = lab.handle.clone();
    lab.stop().await;
    for notes in [one, other] {
        assert_eq!(*notes.names.lock().expect("no panic"), want);
        assert!(*notes.is_last.lock().expect("no panic"));
    }
    drop(handle);
}
