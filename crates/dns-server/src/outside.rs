//! Asking the outside world for a suspended resolution. The one place where upstreams are to be plugged in.

use zone_store::engine::{Ask, Reply};

/// Returns what came of asking: always silence, which the engine turns into SERVFAIL with the reason.
///
/// There is no upstream client yet; a forwarder or rule that names an address which is nobody's here gets SERVFAIL.
#[expect(clippy::unused_async, reason = "an upstream client will wait here")]
pub(crate) async fn ask<'s>(_ask: &Ask) -> Reply<'s> {
    Reply::Silence("this version asks no upstream".to_owned())
}
