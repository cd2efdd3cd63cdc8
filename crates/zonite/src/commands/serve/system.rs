//! The machine's own resolvers, for configurations that name `"system"` as an upstream.

use std::sync::{Arc, Mutex, PoisonError};

use dns_server::server::Listener;
use dns_server::upstream::SystemResolvers;
use dns_server::upstream::machine::{self, Machine, NoResolvers, Note};
use tokio::runtime::Handle;
use zone_store::resolver::Upstream;
use zone_store::snapshot::{Outside, Snapshot};

use crate::online::wants_system;

/// Looks for the machine's resolvers once a configuration wants them, and follows them from then on.
pub(crate) struct System {
    machine: Machine,
    resolvers: Arc<SystemResolvers>,
    runtime: Handle,
    /// Somebody follows them already.
    followed: Mutex<bool>,
}

impl System {
    /// Knows which listeners are ours; looks for nothing yet. Wants a tokio runtime to be entered.
    pub(crate) fn new(listeners: &[Listener]) -> Self {
        Self {
            machine: Machine::new(listeners.iter().map(|listener| listener.address)),
            resolvers: Arc::default(),
            runtime: Handle::current(),
            followed: Mutex::new(false),
        }
    }

    /// Returns where the resolvers are kept; empty until a configuration wants them.
    pub(crate) fn resolvers(&self) -> Arc<SystemResolvers> {
        Arc::clone(&self.resolvers)
    }

    /// Finds the machine's resolvers if a snapshot wants them and nobody did before; says which they are.
    ///
    /// # Errors
    /// [`NoResolvers`] when they are wanted and the machine has none.
    pub(crate) fn prepare(&self, snapshot: &Snapshot) -> Result<(), NoResolvers> {
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if *followed || !wants_system(snapshot) {
            return Ok(());
        }
        let found = self.machine.resolvers()?;
        self.resolvers.set(found.addresses());
        tracing::info!("the system's resolvers are {found}");
        found.notes.iter().for_each(Note::log);
        self.runtime.spawn(machine::watch(self.machine.clone(), found, self.resolvers()));
        *followed = true;
        Ok(())
    }

    /// Says who is asked for names that a snapshot does not simulate; `None` in a closed world.
    pub(crate) fn describe(&self, snapshot: &Snapshot) -> Option<String> {
        let Outside::Upstream(upstreams) = snapshot.outside() else { return None };
        let one = |upstream: &Upstream| match upstream {
            Upstream::System => {
                let addresses: Vec<String> = self.resolvers.get().iter().map(ToString::to_string).collect();
                format!("the system's resolvers ({})", addresses.join(", "))
            }
            Upstream::Address(address) => address.to_string(),
        };
        Some(upstreams.iter().map(one).collect::<Vec<_>>().join(", then "))
    }
}
