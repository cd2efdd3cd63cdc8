//! The machine's own resolvers, for configurations that name `"system"` as an upstream.

use std::net::SocketAddr;
use std::sync::Arc;

use dns_server::listeners::ListenAddress;
use dns_server::upstream::SystemResolvers;
use dns_server::upstream::machine::{self, Found, MachineSettings, NoResolvers, Note};
use tokio::task::JoinHandle;

/// Looks for the machine's resolvers while a configuration wants them, and follows them.
#[derive(Default)]
pub(crate) struct System {
    resolvers: Arc<SystemResolvers>,
    following: Option<Following>,
}

/// A task that follows the machine's resolvers.
struct Following {
    /// Our own addresses, which are no resolvers.
    own: Vec<SocketAddr>,
    task: JoinHandle<()>,
}

impl Drop for Following {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What a configuration wants to be done about the machine's resolvers.
pub(crate) enum SystemStep {
    /// Nothing.
    Stay,
    /// They are not wanted any more.
    Leave,
    /// They are to be followed, beginning with these.
    Follow(MachineSettings, Found, Vec<SocketAddr>),
}

impl System {
    /// Returns where the resolvers are kept; empty until a configuration wants them.
    pub(crate) fn resolvers(&self) -> &Arc<SystemResolvers> {
        &self.resolvers
    }

    /// Finds the machine's resolvers, if they are `wanted` and not followed yet, or were found when others of these
    /// addresses were our own. Changes nothing.
    ///
    /// # Errors
    /// [`NoResolvers`] if the machine has none.
    pub(crate) fn prepare(
        &self,
        wanted: bool,
        listeners: &[ListenAddress],
    ) -> Result<SystemStep, NoResolvers> {
        let own: Vec<SocketAddr> = listeners.iter().map(|listener| listener.address).collect();
        match (&self.following, wanted) {
            (None, false) => Ok(SystemStep::Stay),
            (Some(_), false) => Ok(SystemStep::Leave),
            (Some(following), true) if following.own == own => Ok(SystemStep::Stay),
            (Some(_) | None, true) => {
                let machine = MachineSettings::new(own.iter().copied());
                let found = machine.resolvers()?;
                Ok(SystemStep::Follow(machine, found, own))
            }
        }
    }

    /// Does what was prepared. Wants a tokio runtime with time.
    pub(crate) fn take(&mut self, step: SystemStep) {
        match step {
            SystemStep::Stay => {}
            SystemStep::Leave => {
                self.following = None;
                self.resolvers.set(Vec::new());
            }
            SystemStep::Follow(machine, found, own) => {
                if *self.resolvers.get() != found.addresses() {
                    tracing::info!("the system's resolvers are {found}");
                    found.notes.iter().for_each(Note::log);
                }
                self.resolvers.set(found.addresses());
                let task = tokio::spawn(machine::watch(machine, found, Arc::clone(&self.resolvers)));
                self.following = Some(Following { own, task });
            }
        }
    }
}
