//! Any octets as a query: no panic, and a reply that another implementation can read.

#![no_main]

use std::net::{IpAddr, Ipv4Addr};
use std::sync::LazyLock;

use dns_server::responder::{QuerySource, ReplyAction, Responder, Transport};
use dns_server::service::{ListenerId, Service};
use libfuzzer_sys::fuzz_target;

/// Who answers, and how many listeners there are: azure_dns is the first, the Internet the last.
static SERVED: LazyLock<(Responder, u32)> = LazyLock::new(|| {
    let example = include_str!("../../config/four-networks.toml");
    let compiled = formats::load_text(example, "example").expect("a configuration").compiled;
    let listeners = compiled.listeners.len() as u32;
    let vantages = compiled.listeners.into_iter().map(|listener| (listener.name, listener.vantage));
    (Responder::new(Service::new(compiled.snapshot, vantages)), listeners)
});

fuzz_target!(|octets: &[u8]| {
    let (responder, listeners) = &*SERVED;
    for (listener, transport) in [(0, Transport::Udp), (listeners - 1, Transport::Tcp)] {
        let source = IpAddr::V4(Ipv4Addr::new(127, 0, 1, 1));
        let mut reply = Vec::new();
        if let ReplyAction::Reply = responder.respond(octets, QuerySource { source, listener: ListenerId::nth(listener), transport }, &mut reply) {
            hickory_proto::op::Message::from_vec(&reply).expect("a message");
        }
        assert_eq!(responder.panics(), 0);
    }
});
