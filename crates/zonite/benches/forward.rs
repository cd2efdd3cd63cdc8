//! What forwarding costs: the latency added to a question that the upstream has to answer, and the CPU time of one that
//! is remembered, beside Unbound and dnsmasq with the same upstream in the same run.
//!
//! The upstream is an echo in this process that answers every question with one address. No number here fails anything.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::net::{SocketAddr, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use test_support::client;
use test_support::program::{Folder, RunningServer};

/// Questions whose latency is measured, to the upstream itself and through the program.
const QUESTIONS: usize = 5000;
/// Names that are remembered.
const NAMES: usize = 1000;
/// Questions for them in one round.
const LOAD: usize = 300_000;
const ROUNDS: usize = 3;
/// Clients, and questions of each on their way at a time.
const CLIENTS: usize = 8;
const WINDOW: usize = 16;
/// How long anything may take that will happen.
const LIMIT: Duration = Duration::from_secs(10);

fn main() {
    let upstream = echo();
    let folder = Folder::new();
    let text = format!("[internet]\nlisten = [\"127.0.0.1:0\"]\nupstream = [\"{upstream}\"]\n");
    let config = folder.file("zonite.toml", &text);
    let binary = Path::new(env!("CARGO_BIN_EXE_zonite"));
    let zonite = RunningServer::start(binary, &folder.path, &[&config.to_string_lossy()]);
    let (unbound, dnsmasq) = (unbound(upstream, &folder), dnsmasq(upstream, &folder));
    let mut servers = vec![("zonite", zonite.pid(), zonite.address("internet"))];
    servers.extend(unbound.iter().map(|peer| ("unbound", peer.child.id(), peer.address)));
    servers.extend(dnsmasq.iter().map(|peer| ("dnsmasq", peer.child.id(), peer.address)));
    latency(upstream, &servers);
    cpu(&servers);
}

/// Answers every question with 192.0.2.1, an hour long; returns where.
fn echo() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
    let address = socket.local_addr().expect("an address");
    std::thread::spawn(move || {
        let mut message = [0; 4096];
        loop {
            // An error is news about a reply that nobody waits for.
            let Ok((length, client)) = socket.recv_from(&mut message[..512]) else { continue };
            let Some(name) = message[12..length].iter().position(|octet| *octet == 0) else { continue };
            let end = 12 + name + 5;
            message[2..12].copy_from_slice(&[0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
            message[end..end + 16].copy_from_slice(&[0xC0, 12, 0, 1, 0, 1, 0, 0, 14, 16, 0, 4, 192, 0, 2, 1]);
            let _ = socket.send_to(&message[..end + 16], client);
        }
    });
    address
}

/// A question for a name that is asked in this series only.
fn question(series: &str, number: usize) -> Vec<u8> {
    client::question(&format!("n{number}.{series}.bench.example."), 1)
}

fn connected(server: SocketAddr) -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    socket.connect(server).expect("a route");
    socket.set_read_timeout(Some(LIMIT)).expect("a socket option");
    socket
}

/// Compares questions that nobody remembers: to the upstream, and through each server, in turn.
fn latency(upstream: SocketAddr, servers: &[(&str, u32, SocketAddr)]) {
    let addresses: Vec<SocketAddr> =
        [upstream].into_iter().chain(servers.iter().map(|server| server.2)).collect();
    let sockets: Vec<UdpSocket> = addresses.into_iter().map(connected).collect();
    let mut times = vec![Vec::with_capacity(QUESTIONS); sockets.len()];
    for number in 0..QUESTIONS + 100 {
        let question = question("latency", number);
        for (socket, times) in sockets.iter().zip(&mut times) {
            let began = Instant::now();
            socket.send(&question).expect("sent");
            socket.recv(&mut [0; 1500]).expect("a reply in time");
            // The first ones find nothing warm.
            if number >= 100 {
                times.push(began.elapsed());
            }
        }
    }
    let of = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        [times[QUESTIONS / 2], times[QUESTIONS * 99 / 100]].map(|time| time.as_secs_f64() * 1e6)
    };
    let times: Vec<[f64; 2]> = times.iter_mut().map(of).collect();
    let [median, p99] = times[0];
    println!("a question that is forwarded, {QUESTIONS} one after the other:");
    println!("  the upstream itself  median {median:6.1} µs, p99 {p99:6.1} µs");
    for ((name, ..), [through, through_p99]) in servers.iter().zip(&times[1..]) {
        let (added, added_p99) = (through - median, through_p99 - p99);
        println!("  added by {name:8}    median {added:6.1} µs, p99 {added_p99:6.1} µs");
    }
}

/// A third-party server; ended when the value goes.
struct Peer {
    child: Child,
    address: SocketAddr,
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn unbound(upstream: SocketAddr, folder: &Folder) -> Option<Peer> {
    start("unbound", |port| {
        let text = format!(
            "server:\n  interface: 127.0.0.1@{port}\n  module-config: \"iterator\"\n  do-daemonize: no\n  chroot: \"\"\n  \
             username: \"\"\n  pidfile: \"\"\n  use-syslog: no\n  do-not-query-localhost: no\n  num-threads: 2\n  \
             so-reuseport: yes\nremote-control:\n  control-enable: no\nforward-zone:\n  name: \".\"\n  \
             forward-addr: 127.0.0.1@{}\n",
            upstream.port()
        );
        let config = folder.file("unbound.conf", &text);
        vec!["-d".to_owned(), "-c".to_owned(), config.to_string_lossy().into_owned()]
    })
}

fn dnsmasq(upstream: SocketAddr, folder: &Folder) -> Option<Peer> {
    start("dnsmasq", |port| {
        let text = format!(
            "port={port}\nlisten-address=127.0.0.1\nbind-interfaces\nno-resolv\nno-hosts\ncache-size=10000\n\
             server=127.0.0.1#{}\n",
            upstream.port()
        );
        let config = folder.file("dnsmasq.conf", &text);
        let fixed = ["--keep-in-foreground", "--user", "--group", "--pid-file", "-C"].map(str::to_owned);
        fixed.into_iter().chain([config.to_string_lossy().into_owned()]).collect()
    })
}

/// Starts a peer and waits until it answers; `None`, and a word about it, where it is not installed.
fn start(program: &str, args: impl Fn(u16) -> Vec<String>) -> Option<Peer> {
    let address = UdpSocket::bind("127.0.0.1:0").and_then(|probe| probe.local_addr()).expect("a free port");
    let mut command = Command::new(program);
    command.args(args(address.port())).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(child) = command.spawn() else {
        println!("{program} is not installed");
        return None;
    };
    let peer = Peer { child, address };
    let began = Instant::now();
    while !client::answers_yet(address, &question("start", 0)) {
        assert!(began.elapsed() < LIMIT, "{program} does not answer");
    }
    Some(peer)
}

/// Compares the CPU time of questions whose answers are remembered, one server after the other, round by round.
fn cpu(servers: &[(&str, u32, SocketAddr)]) {
    let tick = seconds_per_tick();
    let questions: Vec<Vec<u8>> = (0..NAMES).map(|number| question("cpu", number)).collect();
    let mut costs = vec![Vec::new(); servers.len()];
    for _ in 0..ROUNDS {
        for ((_, pid, address), costs) in servers.iter().zip(&mut costs) {
            load(*address, &questions, NAMES);
            let before = ticks(*pid);
            let answered = load(*address, &questions, LOAD);
            costs.push((ticks(*pid) - before) as f64 * tick / answered as f64 * 1e6);
        }
    }
    println!("a question whose answer is remembered, {ROUNDS} rounds of {LOAD}, CPU time of the server:");
    let medians: Vec<f64> = costs
        .iter_mut()
        .map(|costs| {
            costs.sort_by(f64::total_cmp);
            costs[ROUNDS / 2]
        })
        .collect();
    for ((name, ..), cost) in servers.iter().zip(&medians) {
        println!("  {name:8} {cost:5.2} µs, {:4.2} times zonite's", cost / medians[0]);
    }
}

/// Asks so many questions, a window of each client at a time; returns how many were answered.
fn load(server: SocketAddr, questions: &[Vec<u8>], count: usize) -> usize {
    let clients: Vec<UdpSocket> = (0..CLIENTS).map(|_| connected(server)).collect();
    let mut numbers = (0..count).map(|number| number % questions.len());
    let mut answered = 0;
    while answered < count {
        let mut sent = [0; CLIENTS];
        for (client, sent) in clients.iter().zip(&mut sent) {
            for number in numbers.by_ref().take(WINDOW) {
                client.send(&questions[number]).expect("sent");
                *sent += 1;
            }
        }
        for (client, sent) in clients.iter().zip(sent) {
            for _ in 0..sent {
                client.recv(&mut [0; 1500]).expect("a reply in time");
                answered += 1;
            }
        }
    }
    answered
}

/// Returns the CPU time of a process so far, in ticks: that of all its threads, its own and the system's (proc(5)).
fn ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("a process");
    let fields = stat.rsplit_once(") ").expect("a name").1;
    fields.split(' ').skip(11).take(2).map(|field| field.parse::<u64>().expect("ticks")).sum()
}

fn seconds_per_tick() -> f64 {
    let output = Command::new("getconf").arg("CLK_TCK").output().expect("getconf");
    let ticks: f64 = String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number");
    1.0 / ticks
}
