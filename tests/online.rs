//! `zonite query --online`: the outside world is asked where the answer depends on it, and only there.

use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

use test_support::program::Folder;

use crate::support::{client, serve, zonite};

/// Writes a configuration whose upstream is at an address; one registry is simulated in it.
fn behind(upstream: SocketAddr, folder: &Folder) -> String {
    let text = format!(
        "[internet]\nupstream = [\"{upstream}\"]\n[[container_registry]]\nname = \"contoso\"\n\
         public_ip_address = \"203.0.113.10\"\n"
    );
    folder.file("lab.toml", &text).to_string_lossy().into_owned()
}

/// Asks from the Internet; returns exit code, output and errors.
fn query(config: &str, more: &[&str], name: &str) -> (Option<i32>, String, String) {
    zonite(&[&["query", config, "--from", "internet"][..], more, &[name]].concat())
}

#[test]
fn without_it_what_the_outside_decides_is_unknown_and_names_whom_to_ask() {
    let (folder, asked) = (Folder::new(), UdpSocket::bind("127.0.0.1:0").expect("a port"));
    let upstream = asked.local_addr().expect("an address");
    let (code, out, err) = query(&behind(upstream, &folder), &[], "myregistry.azurecr.io");
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(
        err.contains(&format!("myregistry.azurecr.io. A would be asked at {upstream}; --online asks")),
        "{err}"
    );
    asked.set_nonblocking(true).expect("a socket");
    assert!(asked.recv(&mut [0]).is_err(), "nothing was sent");
}

#[test]
fn with_it_the_upstream_s_answer_is_printed() {
    let (folder, real) = (Folder::new(), serve(&[]));
    let config = behind(real.address("internet"), &folder);
    let (code, out, err) = query(&config, &["--online", "--short"], "myregistry.azurecr.io");
    assert_eq!(code, Some(0), "{err}");
    assert!(out.ends_with("\n20.45.122.144\n"), "{out}");
    let (_, out, _) = query(&config, &["--online"], "myregistry.azurecr.io");
    assert!(out.contains("RESOLVER: internet (online)"), "{out}");
}

#[test]
fn what_is_simulated_is_not_asked_for() {
    let (folder, asked) = (Folder::new(), UdpSocket::bind("127.0.0.1:0").expect("a port"));
    let config = behind(asked.local_addr().expect("an address"), &folder);
    let (code, out, err) = query(&config, &["--online", "--short"], "contoso.azurecr.io");
    assert_eq!(code, Some(0), "{err}");
    assert!(out.ends_with("203.0.113.10\n"), "{out}");
    asked.set_nonblocking(true).expect("a socket");
    assert!(asked.recv(&mut [0]).is_err(), "nothing was sent");
}

#[test]
fn an_upstream_that_does_not_answer_is_named() {
    let folder = Folder::new();
    let gone = UdpSocket::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let (code, out, err) = query(&behind(gone, &folder), &["--online"], "www.example.com");
    assert_eq!(code, Some(0), "as dig: {err}");
    assert!(out.contains("status: SERVFAIL") && out.contains(&gone.to_string()), "{out}");
}

/// An upstream that knows no name: returns the name of the first question, as it was written, while `client` runs.
fn asked_of_upstream(setting: &str, client: impl FnOnce(&str)) -> String {
    let (folder, upstream) = (Folder::new(), UdpSocket::bind("127.0.0.1:0").expect("a port"));
    let address = upstream.local_addr().expect("an address");
    // If the client fails, the upstream must not wait for ever.
    upstream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
    let text = format!("[internet]\nlisten = [\"127.0.0.1:0\"]\nupstream = [\"{address}\"]\n{setting}\n");
    let config = folder.file("lab.toml", &text);
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| {
            let mut octets = [0; 512];
            let (length, source) = upstream.recv_from(&mut octets).expect("a query");
            // QR, RA, NXDOMAIN.
            (octets[2], octets[3]) = (octets[2] | 0x80, 0x83);
            upstream.send_to(&octets[..length], source).expect("a reply");
            let labels = octets[13..].split(|&octet| octet == 0).next().expect("a name");
            String::from_utf8_lossy(labels).into_owned()
        });
        client(&config.to_string_lossy());
        asked.join().expect("a name")
    })
}

const LONG_NAME: &str = "a-long-name-of-many-letters.example";

#[test]
fn names_are_asked_for_in_random_case_only_where_the_configuration_says_so() {
    let online = |config: &str| {
        let (code, out, err) = query(config, &["--online"], LONG_NAME);
        assert!(code == Some(0) && out.contains("NXDOMAIN"), "{out}{err}");
    };
    let served = |config: &str| {
        let server = serve(&[config]);
        let at = server.address("internet");
        let (at, port) = (format!("@{}", at.ip()), at.port().to_string());
        let out = client("dig", &[&at, "-p", &port, LONG_NAME]);
        assert!(out.contains("NXDOMAIN"), "{out}");
    };
    let plain = LONG_NAME.replace('.', "\u{7}");
    for setting in ["", "case_randomization = false"] {
        assert_eq!(asked_of_upstream(setting, online), plain);
        assert_eq!(asked_of_upstream(setting, served), plain);
    }
    for asked in [
        asked_of_upstream("case_randomization = true", online),
        asked_of_upstream("case_randomization = true", served),
    ] {
        assert!(asked != plain && asked.eq_ignore_ascii_case(&plain), "{asked}");
    }
}
