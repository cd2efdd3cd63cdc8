//! Asking the outside world without serving: for commands with `--online`.

use std::sync::Arc;

use anyhow::{Context, Result};
use azure_model::{Loaded, Model};
use dns_server::resolve;
use dns_server::upstream::machine::{Machine, Note};
use dns_server::upstream::{SystemResolvers, UpstreamOptions, Upstreams};
use tokio::time::Instant;
use zone_store::cache::Caches;
use zone_store::engine::{Outcome, Resolution};
use zone_store::resolver::Upstream;
use zone_store::snapshot::{Outside, Snapshot};

/// Runs a resolution to its end, asking for real, as `serve` would with caches that are empty.
///
/// # Errors
/// When the configuration wants the machine's resolvers and there are none, or when the runtime does not start.
pub(crate) fn run<'s>(loaded: &'s Loaded, resolution: &mut Resolution<'s>) -> Result<Outcome<'s>> {
    let resolvers = SystemResolvers::default();
    // Whoever serves the same configuration is none of the machine's real resolvers.
    let listeners = loaded.compiled.listeners.iter().map(|listener| listener.address);
    if wants_system(&loaded.compiled.snapshot) {
        let found = Machine::new(listeners).resolvers()?;
        found.notes.iter().for_each(Note::log);
        resolvers.set(found.addresses());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("cannot start the runtime")?;
    let upstreams = Upstreams::new(options(&loaded.model), Arc::new(resolvers));
    Ok(runtime.block_on(resolve::to_end(resolution, &upstreams, &Caches::default(), Instant::now())))
}

/// Says how a configuration wants upstreams to be asked.
pub(crate) fn options(model: &Model) -> UpstreamOptions {
    UpstreamOptions { case_randomization: model.randomizes_case() }
}

/// Tells whether a snapshot has the machine's resolvers among its upstreams.
pub(crate) fn wants_system(snapshot: &Snapshot) -> bool {
    match snapshot.outside() {
        Outside::Closed => false,
        Outside::Upstream(upstreams) => upstreams.contains(&Upstream::System),
    }
}
