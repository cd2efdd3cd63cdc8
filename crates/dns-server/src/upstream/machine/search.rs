//! Looks through the settings of a machine for its resolvers.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use zone_store::name::Name;

#[cfg(any(windows, test))]
use super::adapters::{self, Adapter};
use super::resolver_folder::{self, ResolverFile};
use super::{Found, NoResolvers, Note, Oddity, SettingsPlace, SystemDomain, SystemServer, resolv_conf};
use crate::platform::Platform;
use crate::upstream::own::arrives_at;

/// Where every program looks for resolvers.
pub(super) const RESOLV_CONF: &str = "/etc/resolv.conf";
/// What systemd-resolved itself asks.
pub(super) const SYSTEMD_RESOLVED: &str = "/run/systemd/resolve/resolv.conf";
/// What NetworkManager has from the networks it manages, and what resolvconf tells a dnsmasq. NetworkManager's second
/// file names its own dnsmasq where it runs one, and its first one never does.
pub(super) const OTHERS: [&str; 4] = [
    "/run/NetworkManager/no-stub-resolv.conf",
    "/run/NetworkManager/resolv.conf",
    "/var/run/NetworkManager/resolv.conf",
    "/run/dnsmasq/resolv.conf",
];
/// The addresses of systemd-resolved's stub.
const SYSTEMD_STUBS: [IpAddr; 2] =
    [IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 53)), IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 54))];

/// Where macOS has the resolvers of single domains.
const RESOLVER_FOLDER: &str = "/etc/resolver";

/// Azure's own resolver: whoever is served here stands in its place, and it is never asked.
const EMULATED: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(168, 63, 129, 16));

/// Returns the lists that stubs go by; systemd-resolved's only where it may be the one.
fn lists(systemd: bool) -> Vec<&'static str> {
    let systemd = systemd.then_some(SYSTEMD_RESOLVED);
    systemd.into_iter().chain(OTHERS).collect()
}

/// A search for resolvers under way.
pub(super) struct Search<'m> {
    listeners: &'m [SocketAddr],
    found: Found,
}

impl<'m> Search<'m> {
    fn new(listeners: &'m [SocketAddr]) -> Self {
        Self { listeners, found: Found::default() }
    }

    /// Looks through the files below `root`.
    pub(super) fn of_files(root: &'m Path, platform: Platform, listeners: &'m [SocketAddr]) -> Self {
        let mut search = FileSearch { root, search: Self::new(listeners) };
        search.run();
        if platform == Platform::MacOs {
            search.read_domains();
        }
        search.search.closed(SettingsPlace::File(RESOLV_CONF.into()))
    }

    /// Looks through the network adapters, which could not be read if there is an error.
    #[cfg(any(windows, test))]
    pub(super) fn of_adapters(adapters: io::Result<Vec<Adapter>>, listeners: &'m [SocketAddr]) -> Self {
        let mut search = Self::new(listeners);
        match adapters {
            Ok(adapters) => {
                for server in adapters::servers(adapters) {
                    let others = search.without_ourselves(vec![server.address], &server.place);
                    others.into_iter().for_each(|server| search.add(server));
                }
            }
            Err(error) => {
                search.note(Note::Unreadable { place: SettingsPlace::Adapters, reason: error.kind() });
            }
        }
        search.closed(SettingsPlace::Adapters)
    }

    /// Says why there is no server, if nothing else does.
    fn closed(mut self, place: SettingsPlace) -> Self {
        if self.found.servers.is_empty() && self.found.notes.is_empty() {
            self.note(Note::NoServer { place });
        }
        self
    }

    /// Ends the search.
    ///
    /// # Errors
    /// [`NoResolvers`] when there is none but ourselves and stubs.
    pub(super) fn into_found(self) -> Result<Found, NoResolvers> {
        match self.found {
            found if found.servers.is_empty() => Err(NoResolvers { notes: found.notes }),
            found => Ok(found),
        }
    }

    /// Returns the servers that a place names, without ourselves.
    fn without_ourselves(&mut self, servers: Vec<SocketAddr>, place: &SettingsPlace) -> Vec<SystemServer> {
        let (own, others): (Vec<_>, Vec<_>) =
            servers.into_iter().partition(|server| arrives_at(*server, self.listeners));
        for server in own {
            self.note(Note::Ourselves { address: server.ip(), place: place.clone() });
        }
        others.into_iter().map(|address| SystemServer { address, place: place.clone() }).collect()
    }

    fn add(&mut self, server: SystemServer) {
        if self.may_ask(&server) && self.found.servers.iter().all(|known| known.address != server.address) {
            self.found.servers.push(server);
        }
    }

    /// Tells whether a server may be asked, and notes why not.
    fn may_ask(&mut self, server: &SystemServer) -> bool {
        let is_emulated = server.address.ip().to_canonical() == EMULATED;
        if is_emulated {
            self.note(Note::Emulated { place: server.place.clone() });
        }
        !is_emulated
    }

    fn note(&mut self, note: Note) {
        if !self.found.notes.contains(&note) {
            self.found.notes.push(note);
        }
    }
}

/// A search through the files below a folder.
struct FileSearch<'m> {
    root: &'m Path,
    search: Search<'m>,
}

impl FileSearch<'_> {
    /// Finds the servers for every name.
    fn run(&mut self) {
        let named = self.read(RESOLV_CONF, true);
        for server in &named {
            self.take(server);
        }
        if named.is_empty() {
            // Everything goes through us: what the machine had before is in the lists.
            self.take_first_list(&lists(true));
        }
    }

    /// Returns the servers of a file without ourselves. What is missing is told only if it is `wanted`.
    fn read(&mut self, file: &str, wanted: bool) -> Vec<SystemServer> {
        let Some(text) = self.read_text(file, wanted) else { return Vec::new() };
        let read = resolv_conf::parse(&text);
        self.note_oddities(Path::new(file), read.oddities);
        self.search.without_ourselves(read.servers, &SettingsPlace::File(file.into()))
    }

    fn read_text(&mut self, file: &str, wanted: bool) -> Option<String> {
        match std::fs::read(self.path(file)) {
            Ok(octets) => Some(String::from_utf8_lossy(&octets).into_owned()),
            Err(error) => {
                if wanted || error.kind() != io::ErrorKind::NotFound {
                    let place = SettingsPlace::File(file.into());
                    self.search.note(Note::Unreadable { place, reason: error.kind() });
                }
                None
            }
        }
    }

    fn note_oddities(&mut self, file: &Path, oddities: Vec<Oddity>) {
        for oddity in oddities {
            self.search.note(Note::Odd { file: file.to_owned(), oddity });
        }
    }

    /// Takes a server of `/etc/resolv.conf`, or what stands behind it.
    fn take(&mut self, server: &SystemServer) {
        let address = server.address.ip();
        if !address.is_loopback() {
            return self.search.add(server.clone());
        }
        let is_systemd = SYSTEMD_STUBS.contains(&address);
        let lists = if is_systemd { vec![SYSTEMD_RESOLVED] } else { lists(false) };
        match self.take_first_list(&lists) {
            Some(list) => self.search.note(Note::Stub { address, list: Some(list.into()) }),
            None if is_systemd => self.search.note(Note::Stub { address, list: None }),
            // Without a list it forwards by, it is a resolver in its own right: Unbound, Docker's 127.0.0.11.
            None => self.search.add(server.clone()),
        }
    }

    /// Takes the servers of the first list that has any that are not on this machine; returns the list.
    fn take_first_list<'l>(&mut self, lists: &[&'l str]) -> Option<&'l str> {
        for list in lists {
            let mut servers = self.read(list, false);
            servers.retain(|server| !server.address.ip().is_loopback());
            if !servers.is_empty() {
                servers.into_iter().for_each(|server| self.search.add(server));
                return Some(list);
            }
        }
        None
    }

    /// Finds the servers for names of single domains, in the order of the domains.
    fn read_domains(&mut self) {
        let Ok(folder) = std::fs::read_dir(self.path(RESOLVER_FOLDER)) else { return };
        let is_shown = |name: &String| !name.starts_with('.');
        let mut names: Vec<String> = folder
            .flatten()
            .filter_map(|file| file.file_name().into_string().ok())
            .filter(is_shown)
            .collect();
        names.sort();
        let mut files: Vec<(Name, PathBuf, ResolverFile)> =
            names.iter().filter_map(|name| self.read_domain(name)).collect();
        files.sort_by(|(one, _, file), (other, _, next)| {
            one.to_string().cmp(&other.to_string()).then(file.order.cmp(&next.order))
        });
        for (domain, path, file) in files {
            self.take_domain(domain, path, file);
        }
    }

    /// Reads the file of a domain; `None` if it is none.
    fn read_domain(&mut self, name: &str) -> Option<(Name, PathBuf, ResolverFile)> {
        let path = format!("{RESOLVER_FOLDER}/{name}");
        let mut file = resolver_folder::parse(&self.read_text(&path, true)?);
        let path = PathBuf::from(path);
        self.note_oddities(&path, std::mem::take(&mut file.oddities));
        let text = file.domain.as_deref().unwrap_or(name);
        match text.parse::<Name>() {
            Ok(domain) => Some((domain.to_lowercase(), path, file)),
            Err(_) => {
                let reason = "is no domain";
                self.note_oddities(&path, vec![Oddity { line: 1, text: text.to_owned(), reason }]);
                None
            }
        }
    }

    fn take_domain(&mut self, domain: Name, path: PathBuf, file: ResolverFile) {
        let mut servers = self.search.without_ourselves(file.servers, &SettingsPlace::File(path));
        servers.retain(|server| self.search.may_ask(server));
        if servers.is_empty() {
            return;
        }
        let domains = &mut self.search.found.domains;
        match domains.last_mut().filter(|last| last.domain == domain) {
            Some(last) => last.servers.append(&mut servers),
            None => domains.push(SystemDomain { domain, servers }),
        }
    }

    /// Turns the path of a file into where it lies.
    fn path(&self, file: &str) -> PathBuf {
        self.root.join(file.trim_start_matches('/'))
    }
}
