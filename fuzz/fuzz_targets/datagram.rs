//! Any octets as a query: no panic, and a reply that another implementation can read.

#![no_main]

use std::net::{IpAddr, Ipv4Addr};
use std::sync::LazyLock;

use dns_server::responder::{Client, Decision, Responder, Transport};
use libfuzzer_sys::fuzz_target;
use zone_store::snapshot::{Resolver, Vantage};

static RESPONDER: LazyLock<Responder> = LazyLock::new(|| {
    let example = include_str!("../../config/four-networks.toml");
    Responder::new(azure_model::load_text(example, "example").expect("a configuration").compiled.snapshot)
});

fuzz_target!(|octets: &[u8]| {
    for (vantage, transport) in [(Vantage::BySource, Transport::Udp), (Vantage::Resolver(Resolver::Internet), Transport::Tcp)] {
        let client = Client { source: IpAddr::V4(Ipv4Addr::new(127, 0, 1, 1)), vantage, transport };
        let mut reply = Vec::new();
        if RESPONDER.respond(octets, client, &mut reply) == Decision::Reply {
            hickory_proto::op::Message::from_vec(&reply).expect("a message");
        }
        assert_eq!(RESPONDER.panics(), 0);
    }
});
