//! Any octets as a query: no panic, and a reply that another implementation can read.

#![no_main]

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, LazyLock};

use dns_server::responder::{Client, Decision, Responder, Transport};
use dns_server::service::Service;
use libfuzzer_sys::fuzz_target;

static RESPONDER: LazyLock<Responder> = LazyLock::new(|| {
    let example = include_str!("../../config/four-networks.toml");
    let compiled = azure_model::load_text(example, "example").expect("a configuration").compiled;
    let vantages = compiled.listeners.into_iter().map(|listener| (listener.name, listener.vantage));
    Responder::new(Service::new(compiled.snapshot, vantages))
});

fuzz_target!(|octets: &[u8]| {
    for (listener, transport) in [("azure_dns", Transport::Udp), ("internet", Transport::Tcp)] {
        let listener: Arc<str> = listener.into();
        let source = IpAddr::V4(Ipv4Addr::new(127, 0, 1, 1));
        let mut reply = Vec::new();
        if let Decision::Reply = RESPONDER.respond(octets, Client { source, listener: &listener, transport }, &mut reply) {
            hickory_proto::op::Message::from_vec(&reply).expect("a message");
        }
        assert_eq!(RESPONDER.panics(), 0);
    }
});
