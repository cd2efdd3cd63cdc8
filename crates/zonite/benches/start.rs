//! How long the program takes from its start to the first answer of the built-in example, and its memory then.
//!
//! Both are printed as the median of many starts; no number here fails anything.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::net::UdpSocket;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const STARTS: usize = 41;

fn main() {
    // The listener's port is fixed, so that asking can begin before the program is there.
    let probe = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    let address = probe.local_addr().expect("an address");
    drop(probe);
    let question = test_support::client::question("myregistry.azurecr.io.", 1);
    let mut starts: Vec<(Duration, u64)> =
        (0..STARTS).map(|_| start(&address.to_string(), &question)).collect();
    starts.sort();
    let times: Vec<Duration> = starts.iter().map(|(time, _)| *time).collect();
    let mut memory: Vec<u64> = starts.iter().map(|(_, memory)| *memory).collect();
    memory.sort_unstable();
    println!(
        "start to first answer: median {:.2} ms ({:.2} to {:.2}), {STARTS} starts",
        times[STARTS / 2].as_secs_f64() * 1e3,
        times[0].as_secs_f64() * 1e3,
        times[STARTS - 1].as_secs_f64() * 1e3
    );
    println!("resident memory then: median {:.1} MiB", memory[STARTS / 2] as f64 / 1024.0);
}

/// Starts the program, asks until it answers, ends it; returns the time taken and its resident KiB.
fn start(address: &str, question: &[u8]) -> (Duration, u64) {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    socket.connect(address).expect("a route");
    socket.set_read_timeout(Some(Duration::from_millis(1))).expect("a socket option");
    let began = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_zonite"))
        .args(["serve", "--listen", &format!("internet={address}")])
        .args(["--listen", "azure_dns=127.0.0.1:0", "--listen", "myVNet=127.0.0.1:0"])
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut reply = [0; 1500];
    // A refused datagram comes back as an error at once: the program does not listen yet.
    while socket.send(question).and_then(|_| socket.recv(&mut reply)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(5), "no answer");
    }
    let took = began.elapsed();
    let memory = resident(&Path::new("/proc").join(child.id().to_string()).join("status"));
    child.kill().and_then(|()| child.wait()).expect("it ends");
    (took, memory)
}

fn resident(status: &Path) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
