//! Finds out which resolvers the machine really has, without ourselves and without local stubs. Asking them is not here.
//!
//! On Unix, `/etc/resolv.conf` is where every program looks. What it names may be a stub on this machine that merely forwards
//! (systemd-resolved, the dnsmasq of NetworkManager): then the list that the stub itself goes by is taken. On macOS the
//! system writes `/etc/resolv.conf` for the network in use, and the files of `/etc/resolver` send names of one domain
//! elsewhere. On Windows each network adapter has a list.

#[cfg(any(windows, test))]
mod adapters;
mod interfaces;
mod resolv_conf;
mod resolver_folder;
mod search;
mod watch;
#[cfg(windows)]
mod windows;

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use thiserror::Error;
use zone_store::name::Name;

use self::search::Search;
pub use self::watch::watch;
use super::system::{DomainAddresses, ResolverAddresses};
use crate::platform::Platform;

/// A machine's settings, from which its resolvers are known.
#[derive(Debug, Clone)]
pub struct MachineSettings {
    source: SettingsSource,
    /// Where this program listens.
    listeners: Vec<SocketAddr>,
}

/// Where the settings are.
#[derive(Debug, Clone)]
enum SettingsSource {
    /// In files below a folder, as such a system has them.
    Files { root: PathBuf, platform: Platform },
    /// At the network adapters.
    #[cfg(windows)]
    Adapters,
}

/// Which resolvers a machine has at the moment, and why these.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// In the order in which they are to be asked.
    pub servers: Vec<SystemServer>,
    /// Those for names of a domain only.
    pub domains: Vec<SystemDomain>,
    /// What was left out, and what stands for something else.
    pub notes: Vec<Note>,
}

/// A resolver of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemServer {
    /// Where it listens.
    pub address: SocketAddr,
    /// What names it.
    pub place: SettingsPlace,
}

/// The resolvers of the machine for names at or below one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemDomain {
    /// The domain.
    pub domain: Name,
    /// In the order in which they are to be asked.
    pub servers: Vec<SystemServer>,
}

/// A place that names resolvers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsPlace {
    /// A file.
    File(PathBuf),
    /// A network adapter of this name.
    Adapter(String),
    /// All network adapters.
    Adapters,
}

/// Something that people want to know about how resolvers were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// What every machine has cannot be read.
    Unreadable {
        /// What.
        place: SettingsPlace,
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
        /// What names it.
        place: SettingsPlace,
    },
    /// A server was left out: it is 168.63.129.16, in whose place this program stands.
    Emulated {
        /// What names it.
        place: SettingsPlace,
    },
    /// Nothing was left out, and there is no server all the same.
    NoServer {
        /// What should name one.
        place: SettingsPlace,
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
    "the configuration uses the system's resolvers, but this machine has none that can be asked ({}); name them \
     instead: upstream = [\"192.0.2.53\"], with the address of a real resolver, in [internet]", list(.notes)
)]
pub struct NoResolvers {
    /// What was found instead.
    pub notes: Vec<Note>,
}

impl MachineSettings {
    /// This machine; `listeners` are our own addresses, which are never taken for a resolver.
    pub fn new(listeners: impl IntoIterator<Item = SocketAddr>) -> Self {
        Self { source: SettingsSource::here(), listeners: listeners.into_iter().collect() }
    }

    /// A machine of such a system whose files lie below `root`.
    pub fn at(root: &Path, platform: Platform, listeners: impl IntoIterator<Item = SocketAddr>) -> Self {
        let source = SettingsSource::Files { root: root.to_owned(), platform };
        Self { source, listeners: listeners.into_iter().collect() }
    }

    /// Finds the resolvers that the machine has now.
    ///
    /// # Errors
    /// [`NoResolvers`] when there is none but ourselves and stubs.
    pub fn resolvers(&self) -> Result<Found, NoResolvers> {
        match &self.source {
            SettingsSource::Files { root, platform } => {
                Search::of_files(root, *platform, &self.listeners).into_found()
            }
            #[cfg(windows)]
            SettingsSource::Adapters => {
                Search::of_adapters(windows::adapters(), &self.listeners).into_found()
            }
        }
    }
}

impl SettingsSource {
    /// Those of this machine.
    #[cfg(windows)]
    fn here() -> Self {
        Self::Adapters
    }

    /// Those of this machine.
    #[cfg(not(windows))]
    fn here() -> Self {
        Self::Files { root: "/".into(), platform: Platform::HERE }
    }
}

impl Found {
    /// Returns the addresses, in the order in which they are to be asked.
    pub fn addresses(&self) -> ResolverAddresses {
        let addresses = |servers: &[SystemServer]| servers.iter().map(|server| server.address).collect();
        let domain = |one: &SystemDomain| DomainAddresses {
            domain: one.domain.clone(),
            servers: addresses(&one.servers),
        };
        ResolverAddresses {
            servers: addresses(&self.servers),
            domains: self.domains.iter().map(domain).collect(),
        }
    }
}

impl fmt::Display for Found {
    /// Writes `192.0.2.53, 192.0.2.54 (/etc/resolv.conf)`, and then the domains.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_servers(f, &self.servers)?;
        for SystemDomain { domain, servers } in &self.domains {
            write!(f, "; for {}: ", domain.without_dot())?;
            write_servers(f, servers)?;
        }
        Ok(())
    }
}

fn write_servers(f: &mut fmt::Formatter<'_>, servers: &[SystemServer]) -> fmt::Result {
    for (index, server) in servers.iter().enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        match server.address.port() {
            53 => write!(f, "{separator}{}", WithoutPort(server.address))?,
            _ => write!(f, "{separator}{}", server.address)?,
        }
        if servers.get(index + 1).is_none_or(|next| next.place != server.place) {
            write!(f, " ({})", server.place)?;
        }
    }
    Ok(())
}

impl fmt::Display for SettingsPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Adapter(name) => write!(f, "the settings of the adapter \"{name}\""),
            Self::Adapters => f.write_str("the settings of the network adapters"),
        }
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
            Self::Unreadable { place, reason } => write!(f, "{place}: {reason}"),
            Self::Odd { file, oddity: Oddity { line, text, reason } } => {
                write!(f, "{}:{line}: \"{text}\" {reason}", file.display())
            }
            Self::Ourselves { address, place } => {
                write!(f, "{address} in {place} is this program itself")
            }
            Self::Emulated { place } => {
                write!(f, "168.63.129.16 in {place} is never asked: it is what this program emulates")
            }
            Self::NoServer { place: SettingsPlace::Adapters } => {
                f.write_str("no network adapter names a server")
            }
            Self::NoServer { place } => write!(f, "{place} names no server"),
            Self::Stub { address, list: Some(list) } => {
                write!(f, "{address} is a stub of this machine; it asks the servers in {}", list.display())
            }
            Self::Stub { address, list: None } => {
                write!(
                    f,
                    "{address} is the stub of systemd-resolved, and {} names no other server",
                    search::SYSTEMD_RESOLVED
                )
            }
        }
    }
}

/// Writes what was found instead of resolvers.
fn list(notes: &[Note]) -> String {
    notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests;
