//! Asking the outside world without serving.

use std::sync::Arc;

use dns_server::clock::{Clock, Epoch};
use dns_server::resolve;
use dns_server::upstream::machine::{MachineSettings, NoResolvers, Note};
use dns_server::upstream::{SystemResolvers, Upstreams};
use zone_store::cache::Caches;
use zone_store::engine::{Outcome, Resolution};

use crate::configuration::{self, Loaded};

/// Runs a resolution to its end, asking for real, as a host would with caches that are empty. Wants a tokio runtime with I/O
/// and time.
///
/// # Errors
/// [`NoResolvers`] if the configuration wants the machine's resolvers and there are none.
pub async fn resolve<'s>(
    loaded: &'s Loaded,
    resolution: &mut Resolution<'s>,
) -> Result<Outcome<'s>, NoResolvers> {
    let settings = configuration::settings(loaded);
    let resolvers = SystemResolvers::default();
    if settings.wants_system() {
        // A server of the same configuration is not one of the machine's real resolvers.
        let listeners = loaded.compiled.listeners.iter().map(|listener| listener.address);
        let found = MachineSettings::new(listeners).resolvers()?;
        found.notes.iter().for_each(Note::log);
        resolvers.set(found.addresses());
    }
    let epoch = Epoch::begin(Clock::system());
    let upstreams = Upstreams::new(settings.upstream, Arc::new(resolvers), epoch.clock().clone());
    Ok(resolve::to_end(resolution, &upstreams, &Caches::default(), &epoch).await)
}
