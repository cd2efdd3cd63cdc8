//! The folder in which servers that run are registered, each in a file that says how to reach it.
//!
//! Beside each such file lies a lock that its server holds as long as it lives: a file whose lock is free was left behind by a
//! server that was killed, and goes at the next look.

use std::fs::{File, TryLockError};
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use dns_server::platform::Platform;
use serde_json::{Value, json};

use super::private;

/// Puts the folder somewhere else.
const VARIABLE: &str = "ZONITE_RUNTIME_DIR";

/// How a server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ServerContact {
    /// Its process ID.
    pub(super) pid: u32,
    /// Where it takes commands; a loopback address.
    pub(super) address: SocketAddr,
    /// What it obeys only with.
    pub(super) token: String,
}

/// A server's entry in the folder. It goes when the value goes.
#[derive(Debug)]
pub(super) struct Registration {
    entry: PathBuf,
    lock: PathBuf,
    /// Held.
    _lock_file: File,
}

impl Drop for Registration {
    fn drop(&mut self) {
        remove(&self.entry, &self.lock);
    }
}

/// Registers a server in the first folder that can be used.
///
/// # Errors
/// What keeps it from each folder.
pub(super) fn register(contact: &ServerContact) -> Result<Registration> {
    let mut problems = Vec::new();
    for folder in folders() {
        match register_in(&folder, contact) {
            Ok(registration) => return Ok(registration),
            Err(error) => problems.push(format!("{}: {error}", folder.display())),
        }
    }
    Err(anyhow!("{}; {VARIABLE} may name another folder", problems.join("; ")))
}

fn register_in(folder: &Path, contact: &ServerContact) -> io::Result<Registration> {
    private::make_folder(folder)?;
    let name = random()?;
    let (entry, lock) = (folder.join(format!("{name}.json")), folder.join(format!("{name}.lock")));
    let lock_file = private::create_file(&lock)?;
    lock_file.lock()?;
    let registration = Registration { entry, lock, _lock_file: lock_file };
    let ServerContact { pid, address, token } = contact;
    let text = json!({ "pid": pid, "address": address.to_string(), "token": token }).to_string();
    // Whoever looks meanwhile sees nothing, or all of it.
    let temporary = folder.join(format!("{name}.tmp"));
    private::create_file(&temporary)?.write_all(text.as_bytes())?;
    std::fs::rename(temporary, &registration.entry)?;
    Ok(registration)
}

/// Returns 16 octets from the system that nobody can guess, as hexadecimal digits.
///
/// # Errors
/// When the system has none.
pub(super) fn random() -> io::Result<String> {
    let mut octets = [0; 16];
    getrandom::fill(&mut octets).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(octets.iter().map(|octet| format!("{octet:02x}")).collect())
}

/// Returns how to reach every server of this user that runs.
///
/// # Errors
/// When a folder that is there cannot be used.
pub(super) fn contacts() -> Result<Vec<ServerContact>> {
    let mut contacts = Vec::new();
    for folder in folders().iter().filter(|folder| folder.exists()) {
        contacts.extend(contacts_in(folder).with_context(|| folder.display().to_string())?);
    }
    contacts.sort_by_key(|contact| contact.pid);
    Ok(contacts)
}

fn contacts_in(folder: &Path) -> io::Result<Vec<ServerContact>> {
    private::check_folder(folder)?;
    let mut contacts = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let entry = file?.path();
        if entry.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let lock = entry.with_extension("lock");
        if is_held(&lock)? {
            contacts.extend(std::fs::read_to_string(&entry).ok().and_then(|text| parse(&text)));
        } else {
            remove(&entry, &lock);
        }
    }
    Ok(contacts)
}

/// Tells whether a server that lives holds the lock.
fn is_held(lock: &Path) -> io::Result<bool> {
    match File::open(lock).map(|file| file.try_lock()) {
        Ok(Ok(())) => Ok(false),
        Ok(Err(TryLockError::WouldBlock)) => Ok(true),
        Ok(Err(TryLockError::Error(error))) => Err(error),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn parse(text: &str) -> Option<ServerContact> {
    let value: Value = serde_json::from_str(text).ok()?;
    Some(ServerContact {
        pid: value["pid"].as_u64()?.try_into().ok()?,
        address: value["address"].as_str()?.parse().ok()?,
        token: value["token"].as_str()?.to_owned(),
    })
}

/// Removes an entry; somebody else may have done so.
fn remove(entry: &Path, lock: &Path) {
    let _ = std::fs::remove_file(entry);
    let _ = std::fs::remove_file(lock);
}

fn folders() -> Vec<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folders_on(Platform::HERE, private::user(), variable)
}

/// Returns where servers of a user are registered, the best place first.
fn folders_on(
    platform: Platform,
    user: Option<u32>,
    variable: impl Fn(&str) -> Option<PathBuf>,
) -> Vec<PathBuf> {
    if let Some(folder) = variable(VARIABLE) {
        return vec![folder];
    }
    let of_system = match (platform, user) {
        (Platform::Windows, _) => variable("LOCALAPPDATA").map(|folder| folder.join("Zonite").join("run")),
        (Platform::Linux, Some(0)) => Some(PathBuf::from("/run/zonite")),
        (Platform::MacOs | Platform::Unix, Some(0)) => Some(PathBuf::from("/var/run/zonite")),
        // A variable of a session: root of a session and root of a service are the same user.
        (Platform::Linux | Platform::MacOs | Platform::Unix, _) => {
            variable("XDG_RUNTIME_DIR").map(|folder| folder.join("zonite"))
        }
    };
    let temporary = match platform {
        Platform::Windows => variable("TEMP"),
        Platform::Linux | Platform::MacOs | Platform::Unix => {
            Some(variable("TMPDIR").unwrap_or_else(|| PathBuf::from("/tmp")))
        }
    };
    let own = user.map_or_else(|| "zonite".to_owned(), |user| format!("zonite-{user}"));
    of_system.into_iter().chain(temporary.map(|folder| folder.join(own))).collect()
}

#[cfg(test)]
mod tests {
    use test_support::program::Folder;

    use super::*;

    fn contact(pid: u32) -> ServerContact {
        let address = "127.0.0.1:40000".parse().expect("an address");
        ServerContact { pid, address, token: "secret".to_owned() }
    }

    #[test]
    fn servers_are_found_as_long_as_they_live() {
        let folder = Folder::new();
        let path = folder.path.join("run");
        let one = register_in(&path, &contact(1)).expect("registered");
        let two = register_in(&path, &contact(2)).expect("registered");
        let mut found = contacts_in(&path).expect("a folder");
        found.sort_by_key(|contact| contact.pid);
        assert_eq!(found, [contact(1), contact(2)]);
        drop(one);
        assert_eq!(contacts_in(&path).expect("a folder"), [contact(2)]);
        drop(two);
        assert_eq!(std::fs::read_dir(&path).expect("a folder").count(), 0, "nothing is left");
    }

    #[test]
    fn what_a_killed_server_left_behind_is_removed() {
        let folder = Folder::new();
        let path = folder.path.join("run");
        private::make_folder(&path).expect("a folder");
        std::fs::write(path.join("a.json"), "{}").expect("a file");
        std::fs::write(path.join("b.json"), "{}").expect("a file");
        std::fs::write(path.join("b.lock"), "").expect("a file");
        assert_eq!(contacts_in(&path).expect("a folder"), []);
        assert_eq!(std::fs::read_dir(&path).expect("a folder").count(), 0);
    }

    #[test]
    fn each_system_has_a_folder_of_the_user() {
        let check = |platform, user, variables: &[(&str, &str)], want: &[&str]| {
            let variable = |name: &str| {
                variables.iter().find(|(known, _)| *known == name).map(|(_, value)| PathBuf::from(value))
            };
            let want: Vec<PathBuf> = want.iter().map(PathBuf::from).collect();
            assert_eq!(folders_on(platform, user, variable), want, "{platform:?} {user:?} {variables:?}");
        };
        let session = ("XDG_RUNTIME_DIR", "/run/user/1000");
        check(Platform::Linux, Some(1000), &[session], &["/run/user/1000/zonite", "/tmp/zonite-1000"]);
        check(Platform::Linux, Some(1000), &[], &["/tmp/zonite-1000"]);
        check(Platform::Linux, Some(0), &[session], &["/run/zonite", "/tmp/zonite-0"]);
        let own = ("TMPDIR", "/var/folders/x/T");
        check(Platform::MacOs, Some(501), &[own], &["/var/folders/x/T/zonite-501"]);
        check(Platform::MacOs, Some(0), &[], &["/var/run/zonite", "/tmp/zonite-0"]);
        let local = ("LOCALAPPDATA", "/users/me/local");
        let want = ["/users/me/local/Zonite/run", "/users/me/temp/zonite"];
        check(Platform::Windows, None, &[local, ("TEMP", "/users/me/temp")], &want);
        check(Platform::Linux, Some(0), &[(VARIABLE, "/elsewhere")], &["/elsewhere"]);
    }
}
