//! An upstream that says what the name asked for wants it to say, and remembers what it was asked.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::net::UdpSocket;

/// An upstream in the test's own runtime.
pub(crate) struct Upstream {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    fails: Arc<AtomicBool>,
}

impl Upstream {
    /// Starts it. A name that begins with `gone` is NXDOMAIN, one that begins with `bad` is SERVFAIL, all others have this
    /// address, for 10 seconds.
    pub(crate) async fn start(last: u8) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let address = socket.local_addr().expect("an address");
        let (asked, fails) = (Arc::default(), Arc::default());
        let upstream = Self { address, asked: Arc::clone(&asked), fails: Arc::clone(&fails) };
        tokio::spawn(async move {
            let mut octets = [0; 1500];
            while let Ok((length, client)) = socket.recv_from(&mut octets).await {
                asked.lock().expect("no panic").push(name(&octets[12..length]));
                let reply = reply(&octets[..length], last, fails.load(Ordering::Relaxed));
                let _ = socket.send_to(&reply, client).await;
            }
        });
        upstream
    }

    /// Returns the names that it was asked for, in the case they came in.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no panic").clone()
    }

    /// Answers everything with SERVFAIL from now on.
    pub(crate) fn fail(&self) {
        self.fails.store(true, Ordering::Relaxed);
    }
}

/// Reads a name without its dots of the wire.
fn name(mut octets: &[u8]) -> String {
    let mut labels = Vec::new();
    while let Some((&length, rest)) = octets.split_first().filter(|(length, _)| **length > 0) {
        let (label, rest) = rest.split_at(usize::from(length));
        labels.push(String::from_utf8_lossy(label).into_owned());
        octets = rest;
    }
    labels.join(".")
}

fn reply(query: &[u8], last: u8, fails: bool) -> Vec<u8> {
    const SERVFAIL: u8 = 2;
    const NXDOMAIN: u8 = 3;
    const MINIMUM: u32 = 10;
    let asked = name(&query[12..]).to_ascii_lowercase();
    let end = 12 + query[12..].iter().position(|octet| *octet == 0).expect("a root label") + 5;
    let mut reply = query[..end].to_vec();
    reply[2..12].copy_from_slice(&[0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0]);
    if fails || asked.starts_with("bad") {
        reply[3] |= SERVFAIL;
    } else if asked.starts_with("gone") {
        reply[3] |= NXDOMAIN;
        reply[9] = 1;
        // The SOA of the root, whose names are the root.
        let numbers = [1, 3600, 300, 3600, MINIMUM].map(u32::to_be_bytes).concat();
        reply.extend([0, 0, 6, 0, 1, 0, 0, 0, 10, 0, 22, 0, 0]);
        reply.extend(numbers);
    } else {
        reply[7] = 1;
        reply.extend([0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 10, 0, 4, 192, 0, 2, last]);
    }
    reply
}
