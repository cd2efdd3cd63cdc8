//! What signals do on Unix.

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use test_support::client;

use crate::logged::Logged;
use crate::reload::lab;
use crate::support::serve;

/// Sends a signal.
pub(crate) fn send(pid: u32, signal: Signal) {
    kill(Pid::from_raw(pid.cast_signed()), signal).expect("a signal");
}

#[test]
fn sigterm_and_ctrl_c_end_it_cleanly() {
    for signal in [Signal::SIGTERM, Signal::SIGINT] {
        let mut server = serve(&[]);
        send(server.pid(), signal);
        assert_eq!(server.wait(), Some(0), "{signal}");
    }
}

#[test]
fn sighup_loads_the_configuration_and_one_line_says_what_changed() {
    let served = Logged::start(&lab("10.0.0.1"), &[], &["--no-watch"]);
    served.wait_for_address("www.corp.example.", "10.0.0.1");
    served.replace(&lab("10.0.0.2"));
    send(served.server.pid(), Signal::SIGHUP);
    served.wait_for_address("www.corp.example.", "10.0.0.2");
    served.wait_for_log("reloaded lab.toml: 1 zone, 1 network, 2 record sets (+0 -0 ~1)\n");
    assert_eq!(served.log().lines().count(), 1, "{}", served.log());
}

#[test]
fn sigusr1_flushes_the_caches() {
    let served = Logged::start(&lab("10.0.0.1"), &[], &[]);
    send(served.server.pid(), Signal::SIGUSR1);
    served.wait_for_log("flushed the caches: 0 answers are forgotten");
}

#[test]
fn what_has_no_file_outlives_sighup() {
    let mut server = serve(&[]);
    send(server.pid(), Signal::SIGHUP);
    client::ask_udp(server.address("internet"), "myregistry.azurecr.io.", 1);
    send(server.pid(), Signal::SIGTERM);
    assert_eq!(server.wait(), Some(0));
}
