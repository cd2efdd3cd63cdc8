//! `zonite reload` and `zonite flush`: which server is meant, what it says, and whom it obeys.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;

use serde_json::Value;
use test_support::program::RunningServer;

use crate::logged::Logged;
use crate::reload::lab;
use crate::support::{ZONITE, root, serve};

/// Runs a command for a server; returns exit code, standard output and standard error.
fn tell(server: &RunningServer, args: &[&str]) -> (Option<i32>, String, String) {
    server.tell(Path::new(ZONITE), args)
}

/// Starts a server that is registered where another one is.
fn beside(server: &RunningServer, args: &[&str]) -> RunningServer {
    let folder = &server.runtime_folder;
    RunningServer::start_registered(Path::new(ZONITE), &root(), args, std::process::Stdio::inherit(), folder)
}

#[test]
fn reload_loads_the_configuration_and_says_what_changed() {
    let served = Logged::start(&lab("10.0.0.1"), &[], &["--no-watch"]);
    served.replace(&lab("10.0.0.2"));
    assert_eq!(served.reload(), "reloaded lab.toml: 1 zone, 1 network, 2 record sets (+0 -0 ~1)\n");
    served.wait_for_address("www.corp.example.", "10.0.0.2");
}

#[test]
fn reload_says_what_is_wrong_and_the_old_configuration_stays() {
    let served = Logged::start(&lab("10.0.0.1"), &[], &["--no-watch"]);
    served.replace(&lab("10.0.0.256"));
    let (code, out, err) = tell(&served.server, &["reload"]);
    assert_eq!((code, &*out), (Some(1), ""), "{err}");
    assert!(err.contains("\"10.0.0.256\": is not an IPv4 address"), "{err}");
    assert!(err.ends_with("lab.toml: 1 problem; the old configuration is still served\n"), "{err}");
    served.wait_for_address("www.corp.example.", "10.0.0.1");
}

#[test]
fn reload_of_what_has_no_file_says_so() {
    let server = serve(&[]);
    let (code, _, err) = tell(&server, &["reload"]);
    assert_eq!((code, &*err), (Some(1), "the built-in example cannot be loaded again\n"));
}

#[test]
fn flush_clears_the_caches() {
    let served = Logged::start(&lab("10.0.0.1"), &[], &[]);
    let (code, out, err) = tell(&served.server, &["flush"]);
    assert_eq!((code, &*out), (Some(0), "flushed the caches: 0 answers are forgotten\n"), "{err}");
    served.wait_for_log("flushed the caches: 0 answers are forgotten");
}

#[test]
fn with_several_servers_one_is_named_by_its_process_an_address_or_its_ready_file() {
    let first = serve(&[]);
    let four = &["config/four-networks.toml"];
    let second = beside(&first, four);
    let (code, _, err) = tell(&first, &["flush"]);
    assert_eq!(code, Some(2), "{err}");
    let line = |server: &RunningServer, source| format!("\n  {}  {source}  azure_dns=", server.pid());
    assert!(err.contains(&line(&first, "the built-in example")), "{err}");
    assert!(err.contains(&line(&second, "config/four-networks.toml")), "{err}");
    let (process, address) = (second.pid().to_string(), second.address("hub").to_string());
    let file = second.own_ready_file();
    for name in [&process, &address, file.to_str().expect("a path")] {
        let (code, out, err) = tell(&first, &["reload", name]);
        assert_eq!(code, Some(0), "{name}: {err}");
        assert!(out.starts_with("reloaded config/four-networks.toml: "), "{name}: {out}");
    }
    let (code, _, err) = tell(&first, &["reload", "127.0.0.1:1"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("no server matches 127.0.0.1:1; these run:\n  "), "{err}");
}

#[test]
fn servers_that_were_killed_are_not_found() {
    let server = serve(&[]);
    drop(beside(&server, &[]));
    assert_eq!(tell(&server, &["flush"]).0, Some(0), "there is one only");
}

#[cfg(unix)]
#[test]
fn a_server_that_ends_leaves_nothing_behind() {
    let mut server = serve(&[]);
    crate::signals::send(server.pid(), nix::sys::signal::Signal::SIGTERM);
    assert_eq!(server.wait(), Some(0));
    assert_eq!(std::fs::read_dir(&server.runtime_folder).expect("a folder").count(), 0);
    let (code, _, err) = tell(&server, &["flush"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("this user runs no server here"), "{err}");
}

/// Returns where a server takes commands, and with which token.
fn contact(server: &RunningServer) -> (SocketAddr, String) {
    let files = std::fs::read_dir(&server.runtime_folder).expect("a folder");
    let mut paths = files.map(|file| file.expect("a file").path());
    let entry = paths.find(|path| path.extension().is_some_and(|extension| extension == "json"));
    let text = std::fs::read_to_string(entry.expect("an entry")).expect("its text");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let field = |name: &str| value[name].as_str().expect("a text").to_owned();
    (field("address").parse().expect("an address"), field("token"))
}

#[test]
fn who_does_not_know_the_token_gets_no_answer() {
    let server = serve(&[]);
    let (address, token) = contact(&server);
    assert!(address.ip().is_loopback(), "{address}");
    let wrong = "0".repeat(token.len());
    for text in [
        format!("{{\"token\":\"{wrong}\",\"command\":\"flush\"}}\n"),
        "{\"command\":\"flush\"}\n".to_owned(),
        "POST / HTTP/1.1\r\nHost: localhost\r\n\r\n{\"command\":\"flush\"}\n".to_owned(),
        "x".repeat(5000),
    ] {
        let mut stream = TcpStream::connect(address).expect("a connection");
        // The server may close it before all is sent.
        let _ = stream.write_all(text.as_bytes());
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply);
        assert_eq!(reply, b"", "{text:?}");
    }
    assert_eq!(tell(&server, &["flush"]).0, Some(0), "the server lives");
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_can_look_into_is_not_used_and_the_server_runs_all_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let folder = test_support::program::Folder::new();
    let open = folder.path.join("open");
    std::fs::create_dir(&open).expect("a folder");
    std::fs::set_permissions(&open, PermissionsExt::from_mode(0o755)).expect("permissions");
    let log = std::fs::File::create(folder.path.join("log")).expect("a file");
    let server = RunningServer::start_registered(Path::new(ZONITE), &root(), &[], log, &open);
    let text = std::fs::read_to_string(folder.path.join("log")).expect("the log");
    let want = format!("cannot reach this server: {}: it is not a folder of this user only", open.display());
    assert!(text.contains(&want), "{text}");
    let (code, _, err) = tell(&server, &["reload"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("it is not a folder of this user only"), "{err}");
}
