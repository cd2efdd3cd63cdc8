//! Reloading and applying: what is said about it, and what stays.

use std::sync::mpsc;
use std::time::Duration;

use host::{
    ApplyError, ChangeKind, Configuration, ConfigurationSource, Host, HostOptions, Placement, Replacement,
};

use crate::lab::{Lab, ask};

/// A network that sees two zones, one of which has these record sets.
fn text(records: &str) -> String {
    let link = "virtual_network_link = [{ name = \"l\", virtual_network = \"hub\" }]";
    format!(
        "[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.0.0.0/16\"]\nlisten = [\"127.0.0.1:0\"]\n\
         [[private_dns_zone]]\nname = \"one.example\"\nrecord_set = [{records}]\n{link}\n\
         [[private_dns_zone]]\nname = \"two.example\"\nrecord_set = [{}]\n{link}\n",
        a("www", 2)
    )
}

fn a(name: &str, last: u8) -> String {
    format!("{{ name = \"{name}\", type = \"A\", records = [\"10.0.0.{last}\"] }}")
}

/// Finds a zone of what is served; the same address in memory is the same zone.
fn zone(replacement: &Replacement, before: bool, apex: &str) -> *const () {
    let configuration = if before { &replacement.before } else { &replacement.after };
    let mut zones = configuration.snapshot().zones();
    let found = zones.find(|(_, zone)| zone.apex().to_string() == apex).expect("the zone");
    std::ptr::from_ref(found.1).cast()
}

#[tokio::test]
async fn a_reload_says_what_it_has_changed() {
    let lab = Lab::start(&text(&a("www", 1))).await.expect("started");
    let replacement =
        lab.reload(&text(&format!("{}, {}", a("www", 9), a("new", 1)))).await.expect("reloaded");
    let changes = replacement.changes();
    let owners: Vec<String> = changes.owners().map(ToString::to_string).collect();
    assert_eq!(owners, ["new.one.example.", "www.one.example."]);
    assert_eq!(changes.zones[0].change, ChangeKind::Changed);
    assert_eq!(replacement.to_string(), "2 zones, 1 network, 5 record sets (+1 -0 ~1)");
    let answer = ask(lab.address("hub"), "www.one.example.", 1).await.expect("an answer");
    assert_eq!(answer.addresses(), [std::net::IpAddr::from([10, 0, 0, 9])]);
    lab.stop().await;
}

#[tokio::test]
async fn zones_that_did_not_change_are_the_same_in_memory() {
    let lab = Lab::start(&text(&a("www", 1))).await.expect("started");
    let replacement = lab.reload(&text(&a("www", 9))).await.expect("reloaded");
    for (apex, is_same) in [("one.example.", false), ("two.example.", true)] {
        assert_eq!(zone(&replacement, true, apex) == zone(&replacement, false, apex), is_same, "{apex}");
    }
    lab.stop().await;
}

#[tokio::test]
async fn a_broken_file_changes_nothing_and_every_mistake_is_told() {
    let lab = Lab::start(&text(&a("www", 1))).await.expect("started");
    let broken = text("{ name = \"www\", type = \"A\", records = [\"10.0.0.256\"] }") + "nonsense = 1\n";
    let Err(ApplyError::Configuration(findings)) = lab.reload(&broken).await else { panic!("it is broken") };
    assert_eq!(findings.len(), 2, "{findings:?}");
    let answer = ask(lab.address("hub"), "www.one.example.", 1).await.expect("an answer");
    assert_eq!(answer.addresses(), [std::net::IpAddr::from([10, 0, 0, 1])]);
    lab.stop().await;
}

#[tokio::test]
async fn a_change_of_the_file_is_seen_by_who_watches() {
    let lab = Lab::start_with(&text(&a("www", 1)), HostOptions::default()).await.expect("started");
    let path = lab.folder.path.join("lab.toml");
    std::fs::write(path, text(&a("www", 1)) + "[internet]\nlisten = [\"127.0.0.1:0\"]\n").expect("written");
    let mut listeners = lab.handle.listeners();
    let comes = listeners.wait_for(|now| now.iter().any(|listener| listener.name == "internet"));
    tokio::time::timeout(Duration::from_secs(20), comes).await.expect("in time").expect("the host runs");
    lab.stop().await;
}

#[tokio::test]
async fn what_has_no_file_cannot_be_loaded_again() {
    let source = ConfigurationSource::Text { name: "an example".to_owned(), text: text("") };
    let configuration = Configuration::load(&source).expect("a configuration");
    let host = Host::start(configuration, HostOptions::default()).await.expect("started");
    let error = host.handle().reload().await.err().expect("it has no file");
    assert_eq!(error.to_string(), "an example cannot be loaded again");
}

#[tokio::test]
async fn objects_that_are_changed_in_code_are_the_next_configuration() {
    let lab = Lab::start(&text(&a("www", 1))).await.expect("started");
    let changed = lab.handle.configuration().changed(|objects| {
        objects.private_dns_zones.pop();
    });
    let replacement = lab.handle.apply(changed.expect("a configuration")).await.expect("applied");
    assert_eq!(replacement.changes().zones[0].change, ChangeKind::Removed);
    assert_eq!(zone(&replacement, true, "one.example."), zone(&replacement, false, "one.example."));
    let gone = ask(lab.address("hub"), "www.two.example.", 1).await.expect("an answer");
    assert_eq!(gone.rcode_name(), "NXDOMAIN");
    lab.stop().await;
}

#[tokio::test]
async fn places_get_a_listener_when_somebody_asks_and_keep_it() {
    let options = HostOptions { placement: Placement::Places(Vec::new()), ..HostOptions::default() };
    let lab = Lab::start_with(&text(&a("www", 1)), options).await.expect("started");
    assert!(lab.handle.listeners().borrow().is_empty());
    let open = |place: &str| {
        let (reply, result) = mpsc::channel();
        lab.handle.open_then(place, move |result| drop(reply.send(result)));
        async move {
            tokio::task::spawn_blocking(move || result.recv().expect("a result")).await.expect("no panic")
        }
    };
    let hub = open("hub").await.expect("opened");
    assert_eq!(open("hub").await.expect("it is open"), hub);
    let nowhere = open("nowhere").await.expect_err("there is no such place");
    assert_eq!(nowhere.to_string(), "there is no place \"nowhere\"");
    lab.reload("").await.expect("reloaded");
    let refused = ask(hub, "www.one.example.", 1).await.expect("an answer");
    assert_eq!(refused.errors, ["the configuration has no listener hub any more"]);
    lab.reload(&text(&a("www", 3))).await.expect("reloaded");
    let again = ask(hub, "www.one.example.", 1).await.expect("an answer");
    assert_eq!(again.addresses(), [std::net::IpAddr::from([10, 0, 0, 3])]);
    lab.stop().await;
}

#[tokio::test]
async fn a_host_that_has_ended_says_so() {
    let lab = Lab::start(&text("")).await.expect("started");
    let handle = lab.handle.clone();
    lab.stop().await;
    let ended = handle.reload().await.err().expect("it has ended");
    assert!(matches!(ended, ApplyError::Ended), "{ended}");
}
