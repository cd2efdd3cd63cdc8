//! Where the program runs: what a person there can ask it with.

use std::net::{IpAddr, UdpSocket};
use std::path::Path;

use ipnet::IpNet;
use zone_store::clients::Membership;
use zone_store::snapshot::Snapshot;

/// What a person can ask the program with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Surroundings {
    /// A shell on the same machine, where there is a dig or can be one.
    Shell,
    /// Nothing but the program itself: it runs in a Docker container without dig, as the image is. The value is the
    /// container's ID.
    Container(String),
}

impl Surroundings {
    /// Looks where this process runs.
    pub(super) fn look() -> Self {
        // A development container is a machine to whoever works in it.
        if !Path::new("/.dockerenv").exists() || is_on_path("dig") {
            return Self::Shell;
        }
        let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        container_of(&mounts).map_or(Self::Shell, |id| Self::Container(id.to_owned()))
    }

    /// Returns the words that run this program beside itself, as a shell reads them.
    pub(super) fn program(&self) -> String {
        let program = std::env::args().next().unwrap_or_else(|| "zonite".to_owned());
        match self {
            Self::Shell => word(&program),
            Self::Container(id) => format!("docker exec {id} {}", word(&program)),
        }
    }
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Finds a container's ID in its mounts (proc_pid_mountinfo(5)): Docker lays a file of a folder of this name over
/// `/etc/hostname`, whatever name the container has.
fn container_of(mounts: &str) -> Option<&str> {
    let is_id = |part: &&str| part.len() == 64 && part.bytes().all(|octet| octet.is_ascii_hexdigit());
    mounts.lines().find_map(|line| {
        let mut fields = line.split(' ').skip(3);
        let (source, target) = (fields.next()?, fields.next()?);
        let id = (target == "/etc/hostname").then(|| source.split('/').find(is_id)).flatten()?;
        id.get(..12)
    })
}

/// Writes a word so that a shell reads it as one.
pub(super) fn word(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:@,+=\\".contains(letter);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Finds an address of this machine that is in a network of a snapshot: the one from which the system would send to one of
/// `prefixes`. Nothing is sent.
pub(super) fn own_address(snapshot: &Snapshot, prefixes: impl Iterator<Item = IpNet>) -> Option<IpAddr> {
    prefixes
        .filter_map(source_towards)
        .find(|source| !source.is_loopback() && matches!(snapshot.membership(*source), Membership::Of(..)))
}

/// Returns the address from which the system would send to a prefix.
fn source_towards(prefix: IpNet) -> Option<IpAddr> {
    let any = if prefix.addr().is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(any).ok()?;
    socket.connect((prefix.hosts().next()?, 53)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mounts_of_a_container_have_its_id() {
        let id = "c6019b9e7fc6a43cd5c8887a7cea64de66c5c4eabb894f84d1899302f2e3af19";
        let folder = format!("/var/lib/docker/containers/{id}");
        let mounts = format!(
            "71 69 0:42 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k\n\
             86 69 254:0 {folder}/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/vda rw\n\
             87 69 254:0 {folder}/hostname /etc/hostname rw,relatime - ext4 /dev/vda rw\n"
        );
        assert_eq!(container_of(&mounts), Some("c6019b9e7fc6"));
        assert_eq!(container_of(&mounts.replace(id, "some-other-folder")), None);
        assert_eq!(container_of("22 1 254:0 / / rw - ext4 /dev/vda rw\n"), None);
    }

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        for (text, want) in [
            ("target/zonite", "target/zonite"),
            ("my lab.toml", "'my lab.toml'"),
            ("it's", r"'it'\''s'"),
            ("", "''"),
        ] {
            assert_eq!(word(text), want);
        }
    }
}
