//! Looks again and again which resolvers the machine has: laptops change networks.

use std::sync::Arc;
use std::time::Duration;

use super::{Found, MachineSettings, NoResolvers, Note};
use crate::upstream::SystemResolvers;

/// How often the files are looked at. They are small, and read as a whole: no clock of a file system hides a change.
const PERIOD: Duration = Duration::from_secs(2);

/// Keeps `resolvers` at what the machine has, beginning with what was found already; what is new is logged. Never ends;
/// wants a tokio runtime with time.
///
/// When the machine has none any more, those it had last stay.
pub async fn watch(machine: MachineSettings, found: Found, resolvers: Arc<SystemResolvers>) {
    let mut known = Ok(found);
    loop {
        tokio::time::sleep(PERIOD).await;
        let machine = machine.clone();
        let Ok(now) = tokio::task::spawn_blocking(move || machine.resolvers()).await else { return };
        if now != known {
            tell(&now, &resolvers);
            if let Ok(found) = &now {
                resolvers.set(found.addresses());
            }
            known = now;
        }
    }
}

/// Logs what is new.
fn tell(now: &Result<Found, NoResolvers>, resolvers: &SystemResolvers) {
    match now {
        Ok(found) => {
            tracing::info!("the system's resolvers are now {found}");
            found.notes.iter().for_each(Note::log);
        }
        Err(NoResolvers { notes }) => {
            let kept: Vec<String> = resolvers.get().servers.iter().map(ToString::to_string).collect();
            let kept = kept.join(", ");
            tracing::warn!("the system has no resolver any more ({}); {kept} stay", super::list(notes));
        }
    }
}

impl Note {
    /// Logs it, as loudly as it deserves.
    pub fn log(&self) {
        match self {
            Self::Unreadable { .. } | Self::Odd { .. } => tracing::warn!("{self}"),
            Self::Ourselves { .. } | Self::Emulated { .. } | Self::NoServer { .. } | Self::Stub { .. } => {
                tracing::info!("{self}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Files;
    use super::*;

    /// Lets the watcher look a few times; the clock is the test's.
    async fn addresses(resolvers: &SystemResolvers) -> Vec<String> {
        tokio::time::sleep(PERIOD * 3).await;
        resolvers.get().servers.iter().map(ToString::to_string).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn changes_are_followed_and_the_last_good_set_is_kept() {
        let files = Files::new();
        files.write("/etc/resolv.conf", "nameserver 192.0.2.1\n");
        let machine = files.machine(&["127.0.0.1:53"]);
        let found = machine.resolvers().expect("a resolver");
        let resolvers = Arc::new(SystemResolvers::new(found.addresses()));
        let watcher = tokio::spawn(watch(machine, found, Arc::clone(&resolvers)));
        for (text, want) in [
            ("nameserver 192.0.2.1\n", "192.0.2.1:53"),
            ("nameserver 192.0.2.2\n", "192.0.2.2:53"),
            ("", "192.0.2.2:53"),
            ("nameserver 127.0.0.1\n", "192.0.2.2:53"),
            ("nameserver 127.0.0.53\n", "192.0.2.2:53"),
            ("nameserver 192.0.2.3\n", "192.0.2.3:53"),
        ] {
            files.write("/etc/resolv.conf", text);
            assert_eq!(addresses(&resolvers).await, [want], "{text:?}");
        }
        files.remove("/etc/resolv.conf");
        assert_eq!(addresses(&resolvers).await, ["192.0.2.3:53"], "without the file");
        files.write("/etc/resolv.conf", "nameserver 127.0.0.1\n");
        files.write("/run/NetworkManager/no-stub-resolv.conf", "nameserver 192.0.2.4\n");
        assert_eq!(addresses(&resolvers).await, ["192.0.2.4:53"], "the next network, behind ourselves");
        assert!(!watcher.is_finished());
        watcher.abort();
    }
}
