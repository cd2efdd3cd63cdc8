//! Finds out which resolvers the machine really has, without ourselves and without local stubs. Reads files only; asking
//! is not here.
//!
//! `/etc/resolv.conf` is where every program looks. What it names may be a stub on this machine that merely forwards
//! (systemd-resolved, the dnsmasq of NetworkManager): then the list that the stub itself goes by is taken. On macOS
//! `/etc/resolv.conf` is written by the system and holds; there are no lists of stubs there.

mod resolv_conf;
mod watch;

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use self::watch::watch;
use super::own::arrives_at;

/// Where every program looks for resolvers.
const RESOLV_CONF: &str = "/etc/resolv.conf";
/// What systemd-resolved itself asks.
const SYSTEMD_RESOLVED: &str = "/run/systemd/resolve/resolv.conf";
/// What NetworkManager has from the networks it manages, and what resolvconf tells a dnsmasq. NetworkManager's second
/// file names its own dnsmasq where it runs one, and its first one never does.
const OTHERS: [&str; 4] = [
    "/run/NetworkManager/no-stub-resolv.conf",
    "/run/NetworkManager/resolv.conf",
    "/var/run/NetworkManager/resolv.conf",
    "/run/dnsmasq/resolv.conf",
];
/// The addresses of systemd-resolved's stub.
const SYSTEMD_STUBS: [IpAddr; 2] =
    [IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 53)), IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 54))];

/// Azure's own resolver: whoever is served here stands in its place, and it is never asked.
const EMULATED: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(168, 63, 129, 16));

/// A machine's files, from which its resolvers are known.
#[derive(Debug, Clone)]
pub struct MachineFiles {
    root: PathBuf,
    /// Where this program listens.
    listeners: Vec<SocketAddr>,
}

/// Which resolvers a machine has at the moment, and why these.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// In the order in which they are to be asked.
    pub servers: Vec<SystemServer>,
    /// What was left out, and what stands for something else.
    pub notes: Vec<Note>,
}

/// A resolver of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemServer {
    /// Where it listens.
    pub address: SocketAddr,
    /// The file that names it.
    pub file: PathBuf,
}

/// Something that people want to know about how resolvers were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A file that every machine has cannot be read.
    Unreadable {
        /// Which.
        file: PathBuf,
        /// Why.
        reason: io::ErrorKind,
    },
    /// A line was skipped.
    Odd {
        /// Of which file.
        file: PathBuf,
        /// Which, and why.
        oddity: Oddity,
    },
    /// A server was left out: it is this program.
    Ourselves {
        /// Where it listens.
        address: IpAddr,
        /// The file that names it.
        file: PathBuf,
    },
    /// A server was left out: it is 168.63.129.16, in whose place this program stands.
    Emulated {
        /// The file that names it.
        file: PathBuf,
    },
    /// A server was left out: it is a stub of this machine.
    Stub {
        /// Where it listens.
        address: IpAddr,
        /// The list of servers that it goes by; `None`: there is none that could be asked.
        list: Option<PathBuf>,
    },
}

/// A line of a file that means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oddity {
    /// Counted from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
    /// What is wrong with it, as the end of a sentence that begins with the text.
    pub reason: &'static str,
}

/// The machine has no resolver that could be asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "the configuration wants the system's resolvers, and this machine has none that could be asked ({}); name them \
     instead: upstream = [\"192.0.2.53\"], with the address of a real resolver, in [internet]", list(.notes)
)]
pub struct NoResolvers {
    /// What was found instead.
    pub notes: Vec<Note>,
}

impl MachineFiles {
    /// This machine; `listeners` are our own addresses, which are never taken for a resolver.
    pub fn new(listeners: impl IntoIterator<Item = SocketAddr>) -> Self {
        Self::at(Path::new("/"), listeners)
    }

    /// A machine whose files lie below `root`.
    pub fn at(root: &Path, listeners: impl IntoIterator<Item = SocketAddr>) -> Self {
        Self { root: root.to_owned(), listeners: listeners.into_iter().collect() }
    }

    /// Finds the resolvers that the machine has now.
    ///
    /// # Errors
    /// [`NoResolvers`] when there is none but ourselves and stubs.
    pub fn resolvers(&self) -> Result<Found, NoResolvers> {
        let mut search = Search { machine: self, found: Found::default() };
        let named = search.read(RESOLV_CONF, true);
        for server in &named {
            search.take(server);
        }
        if named.is_empty() {
            // Everything goes through us: what the machine had before is in the lists.
            search.take_first_list(&lists(true));
        }
        match search.found {
            found if found.servers.is_empty() => Err(NoResolvers { notes: found.notes }),
            found => Ok(found),
        }
    }

    /// Turns the path of a file into where it lies.
    fn path(&self, file: &str) -> PathBuf {
        self.root.join(file.trim_start_matches('/'))
    }
}

/// Returns the lists that stubs go by; systemd-resolved's only where it may be the one.
fn lists(systemd: bool) -> Vec<&'static str> {
    let systemd = systemd.then_some(SYSTEMD_RESOLVED);
    systemd.into_iter().chain(OTHERS).collect()
}

/// A search for resolvers under way.
struct Search<'m> {
    machine: &'m MachineFiles,
    found: Found,
}

impl Search<'_> {
    /// Reads a file, and returns the servers in it without ourselves. What is missing is told only if it is `wanted`.
    fn read(&mut self, file: &str, wanted: bool) -> Vec<SystemServer> {
        let octets = match std::fs::read(self.machine.path(file)) {
            Ok(octets) => octets,
            Err(error) => {
                if wanted || error.kind() != io::ErrorKind::NotFound {
                    self.note(Note::Unreadable { file: file.into(), reason: error.kind() });
                }
                return Vec::new();
            }
        };
        let read = resolv_conf::parse(&String::from_utf8_lossy(&octets));
        for oddity in read.oddities {
            self.note(Note::Odd { file: file.into(), oddity });
        }
        let (own, others): (Vec<_>, Vec<_>) =
            read.servers.into_iter().partition(|server| arrives_at(*server, &self.machine.listeners));
        for server in own {
            self.note(Note::Ourselves { address: server.ip(), file: file.into() });
        }
        others.into_iter().map(|address| SystemServer { address, file: file.into() }).collect()
    }

    /// Takes a server of `/etc/resolv.conf`, or what stands behind it.
    fn take(&mut self, server: &SystemServer) {
        let address = server.address.ip();
        if !address.is_loopback() {
            return self.add(server.clone());
        }
        let is_systemd = SYSTEMD_STUBS.contains(&address);
        let lists = if is_systemd { vec![SYSTEMD_RESOLVED] } else { lists(false) };
        match self.take_first_list(&lists) {
            Some(list) => self.note(Note::Stub { address, list: Some(list.into()) }),
            None if is_systemd => self.note(Note::Stub { address, list: None }),
            // Without a list it forwards by, it is a resolver in its own right: Unbound, Docker's 127.0.0.11.
            None => self.add(server.clone()),
        }
    }

    /// Takes the servers of the first list that has any that are not on this machine; returns the list.
    fn take_first_list<'l>(&mut self, lists: &[&'l str]) -> Option<&'l str> {
        for list in lists {
            let mut servers = self.read(list, false);
            servers.retain(|server| !server.address.ip().is_loopback());
            if !servers.is_empty() {
                servers.into_iter().for_each(|server| self.add(server));
                return Some(list);
            }
        }
        None
    }

    fn add(&mut self, server: SystemServer) {
        if server.address.ip().to_canonical() == EMULATED {
            return self.note(Note::Emulated { file: server.file });
        }
        if self.found.servers.iter().all(|known| known.address != server.address) {
            self.found.servers.push(server);
        }
    }

    fn note(&mut self, note: Note) {
        if !self.found.notes.contains(&note) {
            self.found.notes.push(note);
        }
    }
}

impl Found {
    /// Returns the addresses, in the order in which they are to be asked.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.servers.iter().map(|server| server.address).collect()
    }
}

impl fmt::Display for Found {
    /// Writes `192.0.2.53, 192.0.2.54 (/etc/resolv.conf)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, server) in self.servers.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            match server.address.port() {
                53 => write!(f, "{separator}{}", WithoutPort(server.address))?,
                _ => write!(f, "{separator}{}", server.address)?,
            }
            let next = self.servers.get(index + 1);
            if next.is_none_or(|next| next.file != server.file) {
                write!(f, " ({})", server.file.display())?;
            }
        }
        Ok(())
    }
}

/// An address without its port, with its scope.
struct WithoutPort(SocketAddr);

impl fmt::Display for WithoutPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            SocketAddr::V6(v6) if v6.scope_id() != 0 => write!(f, "{}%{}", v6.ip(), v6.scope_id()),
            other => other.ip().fmt(f),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { file, reason } => write!(f, "{}: {reason}", file.display()),
            Self::Odd { file, oddity: Oddity { line, text, reason } } => {
                write!(f, "{}:{line}: \"{text}\" {reason}", file.display())
            }
            Self::Ourselves { address, file } => {
                write!(f, "{address} in {} is this program itself", file.display())
            }
            Self::Emulated { file } => {
                write!(f, "{EMULATED} in {} is never asked: it is what this program emulates", file.display())
            }
            Self::Stub { address, list: Some(list) } => {
                write!(f, "{address} is a stub of this machine, which asks those of {}", list.display())
            }
            Self::Stub { address, list: None } => {
                write!(
                    f,
                    "{address} is the stub of systemd-resolved, and {SYSTEMD_RESOLVED} names no other server"
                )
            }
        }
    }
}

/// Writes what was found instead of resolvers.
fn list(notes: &[Note]) -> String {
    match notes {
        [] => format!("{RESOLV_CONF} names no server"),
        notes => notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    }
}

#[cfg(test)]
mod tests;
