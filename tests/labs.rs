//! `zonite lab new`: the folder that it writes, read by the programs that it is for.

use std::path::Path;

use test_support::program::{self, Folder};

use crate::support::{ZONITE, client, root, zonite};

const CONFIGURATIONS: [&str; 5] = [
    "config/on-premises.toml",
    "config/private-resolver.toml",
    "config/four-networks.toml",
    "config/myregistry-china.toml",
    "crates/lab/tests/odd.toml",
];

/// Writes a lab for each configuration; returns their folders.
fn labs(folder: &Folder, server: &str) -> Vec<String> {
    let into = folder.path.to_str().expect("a path");
    let write = |(at, config): (usize, &&str)| {
        let name = format!("{server}-{at}");
        let (code, out, err) =
            zonite(&["lab", "new", &name, "--on-premises", server, "--folder", into, config]);
        assert_eq!(code, Some(0), "{config}: {err}");
        assert!(out.contains("README.md says how to run it"), "{out}");
        format!("{into}/{name}")
    };
    CONFIGURATIONS.iter().enumerate().map(write).collect()
}

#[test]
fn bind_takes_the_configurations_of_labs() {
    let folder = Folder::new();
    for lab in labs(&folder, "bind") {
        client("named-checkconf", &[&format!("{lab}/onprem-dns/named.conf")]);
    }
}

#[test]
fn unbound_takes_the_configurations_of_labs() {
    let folder = Folder::new();
    for lab in labs(&folder, "unbound") {
        let forwarder = format!("{lab}/forwarder/unbound.conf");
        let onprem = format!("{lab}/onprem-dns/unbound.conf");
        for file in [onprem, forwarder].iter().filter(|file| Path::new(file).exists()) {
            client("unbound-checkconf", &[file]);
        }
    }
}

#[test]
fn dnsmasq_takes_the_configurations_of_labs() {
    let folder = Folder::new();
    for lab in labs(&folder, "dnsmasq") {
        client("dnsmasq", &["--test", "-C", &format!("{lab}/onprem-dns/dnsmasq.conf")]);
    }
}

/// What clients in virtual networks and on the Internet are to see is what Zonite answers; what is seen on-premises
/// depends on the real server there, and `docker/labs/try-new` asks it.
#[test]
fn zonite_answers_what_labs_expect() {
    let folder = Folder::new();
    for lab in labs(&folder, "coredns") {
        let check = zonite(&["check", &format!("{lab}/zonite.toml")]);
        assert!(matches!(check.0, Some(0 | 1)), "{lab}: {check:?}");
        let (code, out, err) = zonite(&["test", "--json", &format!("{lab}/expect.toml")]);
        assert!(matches!(code, Some(0 | 1)), "{lab}: {err}");
        let results: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let compose = std::fs::read_to_string(format!("{lab}/compose.yaml")).expect("a compose file");
        let desk =
            compose.split("\n  desk:").nth(1).and_then(|text| text.split('"').nth(1)).expect("its network");
        let expectations = results["expectations"].as_array().expect("expectations").iter();
        let (mut asked, mut wrong) = (0, Vec::new());
        for one in expectations.filter(|one| one["from"] != desk) {
            asked += 1;
            wrong.extend((one["status"] != "passed").then_some(one));
        }
        assert!(asked > 0 && wrong.is_empty(), "{lab}: {asked} asked, {wrong:#?}");
    }
}

#[test]
fn nothing_is_written_over() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path.join("mylab")).expect("a folder");
    let new = |name: &str, config: &str| {
        program::run(Path::new(ZONITE), &folder.path, &["lab", "new", name, "--on-premises", "bind", config])
    };
    let config = root().join("config/on-premises.toml");
    let config = config.to_str().expect("a path");
    assert_eq!(new("mylab", config).0, Some(0), "an empty folder is no loss");
    let readme = std::fs::read(folder.path.join("mylab/README.md")).expect("a page");
    let (code, _, err) = new("mylab", config);
    assert_eq!(code, Some(2));
    assert!(err.contains("mylab is not empty; remove it, or choose another name"), "{err}");
    assert_eq!(std::fs::read(folder.path.join("mylab/README.md")).expect("a page"), readme);
    let (code, _, err) = new("other/lab", config);
    assert!(code == Some(2) && err.contains("is not a name for a lab"), "{err}");
    let broken = folder.file("broken.toml", "[[container_registry]]\nname = \"myacr\"\n");
    let (code, _, err) = new("broken", broken.to_str().expect("a path"));
    assert!(code == Some(2) && err.contains("1 problem; nothing was written"), "{err}");
    assert!(!folder.path.join("broken").exists());
}

/// A docker command, of which one container is gone, but still counted as connected to a network, until somebody disconnects it.
#[cfg(unix)]
const FORGETFUL_DOCKER: &str = r#"#!/bin/sh
here=$(dirname "$0")
case "$*" in
  "network ls"*) [ -e "$here/removed" ] || echo lab-network ;;
  "network inspect"*) [ -e "$here/disconnected" ] || echo ghost ;;
  "network disconnect --force lab-network ghost") touch "$here/disconnected" ;;
  "network rm lab-network")
    if [ -e "$here/disconnected" ]; then touch "$here/removed"; else
      echo "error while removing network: network lab-network id 6e76 has active endpoints" >&2
      exit 1
    fi ;;
esac
"#;

#[test]
#[cfg(unix)]
fn a_lab_ends_though_the_engine_still_counts_a_container_that_is_gone() {
    let folder = Folder::new();
    let docker = folder.file("docker", FORGETFUL_DOCKER);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&docker, mode).expect("a mode");
    let path = format!("{}:{}", folder.path.display(), std::env::var("PATH").expect("a path"));
    let run = root().join("docker/labs/run");
    let done = std::process::Command::new(run).arg("--down").env("PATH", path).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(folder.path.join("removed").exists(), "the network is still there");
}
