//! Machines as they are found in the wild, as files.

use std::sync::atomic::{AtomicU32, Ordering};

use super::adapters::Adapter;
use super::search::{OTHERS, RESOLV_CONF, SYSTEMD_RESOLVED};
use super::*;

/// The files of a machine, which go when the value goes.
pub(super) struct Files {
    root: PathBuf,
}

impl Files {
    pub(super) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("zonite-machine-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&root).expect("a folder");
        Self { root }
    }

    pub(super) fn write(&self, file: &str, text: &str) {
        let path = self.root.join(&file[1..]);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    pub(super) fn remove(&self, file: &str) {
        std::fs::remove_file(self.root.join(&file[1..])).expect("removed");
    }

    pub(super) fn machine(&self, listeners: &[&str]) -> MachineSettings {
        self.machine_of(Platform::Linux, listeners)
    }

    pub(super) fn machine_of(&self, platform: Platform, listeners: &[&str]) -> MachineSettings {
        MachineSettings::at(
            &self.root,
            platform,
            listeners.iter().map(|address| address.parse().expect("an address")),
        )
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

const NO_STUB: &str = OTHERS[0];
const NETWORK_MANAGER: &str = OTHERS[1];
const DNSMASQ: &str = OTHERS[3];

/// Writes files, listens on 127.0.0.1:53, and compares what is found, written out, and each note.
#[track_caller]
fn check(files: &[(&str, &str)], want: &str, notes: &[&str]) {
    check_listening(&["127.0.0.1:53"], files, want, notes);
}

#[track_caller]
fn check_listening(listeners: &[&str], files: &[(&str, &str)], want: &str, notes: &[&str]) {
    let machine = Files::new();
    files.iter().for_each(|(file, text)| machine.write(file, text));
    let found = machine.machine(listeners).resolvers().unwrap_or_else(|error| panic!("{files:?}: {error}"));
    assert_eq!(found.to_string(), want, "{files:?}");
    let told: Vec<String> = found.notes.iter().map(ToString::to_string).collect();
    assert_eq!(told, notes, "{files:?}");
}

/// Does the same where nothing is found.
#[track_caller]
fn check_none(files: &[(&str, &str)], reason: &str) {
    let machine = Files::new();
    files.iter().for_each(|(file, text)| machine.write(file, text));
    let error = machine.machine(&["127.0.0.1:53"]).resolvers().expect_err("none").to_string();
    assert!(error.contains("upstream = [\"192.0.2.53\"]"), "what to write: {error}");
    assert!(error.contains(reason), "{files:?}: {error}");
}

#[test]
fn the_servers_of_resolv_conf_are_taken_in_order() {
    check(
        &[(RESOLV_CONF, "nameserver 192.0.2.1\nnameserver 192.0.2.2\n")],
        "192.0.2.1, 192.0.2.2 (/etc/resolv.conf)",
        &[],
    );
    check(
        &[(RESOLV_CONF, "nameserver 2001:db8::1\nnameserver fe80::1%9")],
        "2001:db8::1, fe80::1%9 (/etc/resolv.conf)",
        &[],
    );
}

#[test]
fn we_are_left_out() {
    let ours = "127.0.0.1 in /etc/resolv.conf is this program itself";
    let files = [(RESOLV_CONF, "nameserver 127.0.0.1\nnameserver 192.0.2.1\n")];
    check(&files, "192.0.2.1 (/etc/resolv.conf)", &[ours]);
    check_listening(&["0.0.0.0:53"], &files, "192.0.2.1 (/etc/resolv.conf)", &[ours]);
    check_listening(&["[::]:53"], &files, "192.0.2.1 (/etc/resolv.conf)", &[ours]);
    check_listening(&["[::ffff:127.0.0.1]:53"], &files, "192.0.2.1 (/etc/resolv.conf)", &[ours]);
    let files = [(RESOLV_CONF, "nameserver ::1\nnameserver 192.0.2.1\n")];
    let ours = "::1 in /etc/resolv.conf is this program itself";
    check_listening(&["[::1]:53"], &files, "192.0.2.1 (/etc/resolv.conf)", &[ours]);
}

#[test]
fn what_is_emulated_is_never_asked() {
    let left_out = "168.63.129.16 in /etc/resolv.conf is never asked: it is what this program emulates";
    let files = [(RESOLV_CONF, "nameserver 168.63.129.16\nnameserver 192.0.2.1\n")];
    check(&files, "192.0.2.1 (/etc/resolv.conf)", &[left_out]);
    check_none(&[(RESOLV_CONF, "nameserver ::ffff:168.63.129.16\n")], left_out);
}

#[test]
fn another_port_of_the_same_address_is_somebody_else() {
    let files = [(RESOLV_CONF, "nameserver 127.0.0.1\n")];
    check_listening(&["127.0.0.1:5300"], &files, "127.0.0.1 (/etc/resolv.conf)", &[]);
    check_listening(&["127.0.0.2:53"], &files, "127.0.0.1 (/etc/resolv.conf)", &[]);
}

#[test]
fn behind_systemd_resolved_its_own_list_counts() {
    let list = (SYSTEMD_RESOLVED, "nameserver 192.0.2.1\nnameserver 2001:db8::1\nsearch home.example\n");
    let stub =
        |address| format!("{address} is a stub of this machine; it asks the servers in {SYSTEMD_RESOLVED}");
    for address in ["127.0.0.53", "127.0.0.54"] {
        let resolv_conf = format!("nameserver {address}\noptions edns0 trust-ad\n");
        let want = format!("192.0.2.1, 2001:db8::1 ({SYSTEMD_RESOLVED})");
        check(&[(RESOLV_CONF, &resolv_conf), list], &want, &[&stub(address)]);
    }
    let lists_us = (SYSTEMD_RESOLVED, "nameserver 127.0.0.1\nnameserver 192.0.2.1\n");
    check(
        &[(RESOLV_CONF, "nameserver 127.0.0.53\n"), lists_us],
        &format!("192.0.2.1 ({SYSTEMD_RESOLVED})"),
        &[&format!("127.0.0.1 in {SYSTEMD_RESOLVED} is this program itself"), &stub("127.0.0.53")],
    );
}

#[test]
fn a_stub_without_a_list_is_never_asked() {
    let resolv_conf = (RESOLV_CONF, "nameserver 127.0.0.53\n");
    let reason = "127.0.0.53 is the stub of systemd-resolved, and /run/systemd/resolve/resolv.conf names no other server";
    check_none(&[resolv_conf], reason);
    check_none(&[resolv_conf, (SYSTEMD_RESOLVED, "nameserver 127.0.0.1\n")], reason);
    check_none(&[resolv_conf, (SYSTEMD_RESOLVED, "nameserver 127.0.0.53\n")], reason);
    let files = [(RESOLV_CONF, "nameserver 127.0.0.53\nnameserver 192.0.2.9\n")];
    check(&files, "192.0.2.9 (/etc/resolv.conf)", &[reason]);
}

#[test]
fn behind_networkmanagers_dnsmasq_its_own_list_counts() {
    for stub in ["127.0.0.1", "127.0.1.1", "::1"] {
        let resolv_conf = format!("nameserver {stub}\n");
        let note = |list| format!("{stub} is a stub of this machine; it asks the servers in {list}");
        for list in [NO_STUB, NETWORK_MANAGER, DNSMASQ] {
            let files = [(RESOLV_CONF, &*resolv_conf), (list, "nameserver 192.0.2.1\n")];
            check_listening(&[], &files, &format!("192.0.2.1 ({list})"), &[&note(list)]);
        }
        let own_stub = (NETWORK_MANAGER, "nameserver 127.0.0.1\n");
        let files = [(RESOLV_CONF, &*resolv_conf), own_stub, (NO_STUB, "nameserver 192.0.2.1\n")];
        check_listening(&[], &files, &format!("192.0.2.1 ({NO_STUB})"), &[&note(NO_STUB)]);
    }
}

#[test]
fn a_resolver_of_this_machine_without_any_list_is_real() {
    check_listening(&[], &[(RESOLV_CONF, "nameserver 127.0.0.1\n")], "127.0.0.1 (/etc/resolv.conf)", &[]);
    check(&[(RESOLV_CONF, "nameserver 127.0.0.11\n")], "127.0.0.11 (/etc/resolv.conf)", &[]);
    // systemd-resolved runs beside it, and is not what it asks.
    let files = [(RESOLV_CONF, "nameserver 127.0.0.2\n"), (SYSTEMD_RESOLVED, "nameserver 192.0.2.1\n")];
    check(&files, "127.0.0.2 (/etc/resolv.conf)", &[]);
}

#[test]
fn when_everything_goes_through_us_the_lists_count() {
    let ours = "127.0.0.1 in /etc/resolv.conf is this program itself";
    for list in [SYSTEMD_RESOLVED, NO_STUB, NETWORK_MANAGER] {
        let files = [(RESOLV_CONF, "nameserver 127.0.0.1\n"), (list, "nameserver 192.0.2.1\n")];
        check(&files, &format!("192.0.2.1 ({list})"), &[ours]);
    }
}

#[test]
fn none_at_all_is_told_with_what_to_write() {
    check_none(&[], "/etc/resolv.conf: entity not found");
    check_none(&[(RESOLV_CONF, "")], "/etc/resolv.conf names no server");
    check_none(
        &[(RESOLV_CONF, "nameserver 127.0.0.1\n")],
        "127.0.0.1 in /etc/resolv.conf is this program itself",
    );
    check_none(
        &[(RESOLV_CONF, "nameserver nobody\n")],
        "/etc/resolv.conf:1: \"nameserver nobody\" is not an address",
    );
}

#[test]
fn octets_that_are_no_text_are_odd_lines() {
    let files = Files::new();
    std::fs::create_dir_all(files.root.join("etc")).expect("a folder");
    std::fs::write(files.root.join("etc/resolv.conf"), b"\xff\xfe\0\nnameserver 192.0.2.1\n")
        .expect("a file");
    let found = files.machine(&[]).resolvers().expect("a resolver");
    assert_eq!(found.to_string(), "192.0.2.1 (/etc/resolv.conf)");
    assert_eq!(found.notes.len(), 1);
}

/// Writes files of a Mac that listens on 127.0.0.1:5300.
#[track_caller]
fn check_mac(files: &[(&str, &str)], want: &str, notes: &[&str]) {
    let machine = Files::new();
    files.iter().for_each(|(file, text)| machine.write(file, text));
    let found = machine.machine_of(Platform::MacOs, &["127.0.0.1:5300"]).resolvers().expect("a resolver");
    assert_eq!(found.to_string(), want, "{files:?}");
    let told: Vec<String> = found.notes.iter().map(ToString::to_string).collect();
    assert_eq!(told, notes, "{files:?}");
}

#[test]
fn a_mac_has_other_resolvers_for_some_domains() {
    let primary = (RESOLV_CONF, "# This file is written by macOS\nnameserver 192.0.2.1\n");
    check_mac(&[primary], "192.0.2.1 (/etc/resolv.conf)", &[]);
    check_mac(
        &[
            primary,
            ("/etc/resolver/corp.example", "nameserver 10.0.0.53\nnameserver 10.0.0.54\n"),
            ("/etc/resolver/lab", "domain lab.example\nnameserver 10.9.0.53\nport 5353\n"),
            ("/etc/resolver/.DS_Store", "\0"),
        ],
        "192.0.2.1 (/etc/resolv.conf); for corp.example: 10.0.0.53, 10.0.0.54 (/etc/resolver/corp.example); \
         for lab.example: 10.9.0.53:5353 (/etc/resolver/lab)",
        &[],
    );
}

#[test]
fn on_a_mac_files_of_one_domain_are_asked_in_their_order() {
    let files = [
        (RESOLV_CONF, "nameserver 192.0.2.1\n"),
        ("/etc/resolver/a", "domain corp.example\nnameserver 10.0.0.2\nsearch_order 2\n"),
        ("/etc/resolver/b", "domain Corp.Example\nnameserver 10.0.0.1\nsearch_order 1\n"),
    ];
    let want = "192.0.2.1 (/etc/resolv.conf); for corp.example: 10.0.0.1 (/etc/resolver/b), 10.0.0.2 (/etc/resolver/a)";
    check_mac(&files, want, &[]);
}

#[test]
fn on_a_mac_we_are_left_out_of_the_domain_that_leads_to_us() {
    let files = [
        (RESOLV_CONF, "nameserver 192.0.2.1\n"),
        ("/etc/resolver/azurecr.io", "nameserver 127.0.0.1\nport 5300\n"),
        ("/etc/resolver/azure.example", "nameserver 168.63.129.16\n"),
        ("/etc/resolver/a..b", "nameserver 192.0.2.9\n"),
    ];
    check_mac(
        &files,
        "192.0.2.1 (/etc/resolv.conf)",
        &[
            "/etc/resolver/a..b:1: \"a..b\" is no domain",
            "168.63.129.16 in /etc/resolver/azure.example is never asked: it is what this program emulates",
            "127.0.0.1 in /etc/resolver/azurecr.io is this program itself",
        ],
    );
}

#[test]
fn the_folder_of_a_mac_means_nothing_elsewhere() {
    let files =
        [(RESOLV_CONF, "nameserver 192.0.2.1\n"), ("/etc/resolver/corp.example", "nameserver 10.0.0.53\n")];
    check(&files, "192.0.2.1 (/etc/resolv.conf)", &[]);
}

fn adapter(name: &str, metric: u32, servers: &[&str]) -> Adapter {
    let servers = servers.iter().map(|address| address.parse().expect("an address")).collect();
    Adapter { name: name.to_owned(), is_up: true, metric, servers }
}

#[test]
fn on_windows_the_adapters_name_resolvers_and_we_are_left_out() {
    let adapters = vec![
        adapter("Wi-Fi", 40, &["192.0.2.1:53", "168.63.129.16:53"]),
        adapter("VPN", 5, &["127.0.0.1:53", "10.0.0.53:53"]),
    ];
    let listeners = ["127.0.0.1:53".parse().expect("an address")];
    let found = Search::of_adapters(Ok(adapters), &listeners).into_found().expect("a resolver");
    let (vpn, wifi) = ("the settings of the adapter \"VPN\"", "the settings of the adapter \"Wi-Fi\"");
    assert_eq!(found.to_string(), format!("10.0.0.53 ({vpn}), 192.0.2.1 ({wifi})"));
    let told: Vec<String> = found.notes.iter().map(ToString::to_string).collect();
    let emulated = format!("168.63.129.16 in {wifi} is never asked: it is what this program emulates");
    assert_eq!(told, [format!("127.0.0.1 in {vpn} is this program itself"), emulated]);
}

#[test]
fn on_windows_none_at_all_is_told_with_what_to_write() {
    for (adapters, want) in [
        (Ok(Vec::new()), "(no network adapter names a server)"),
        (
            Err(io::ErrorKind::PermissionDenied.into()),
            "(the settings of the network adapters: permission denied)",
        ),
    ] {
        let error = Search::of_adapters(adapters, &[]).into_found().expect_err("none").to_string();
        assert!(error.contains(want) && error.contains("upstream = [\"192.0.2.53\"]"), "{error}");
    }
}
