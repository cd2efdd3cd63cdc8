//! Ctrl-C, Ctrl-Break, a console that is closed, and a system that shuts down end the server.

use std::future::pending;

use anyhow::{Context, Result};
use host::HostHandle;
use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown};

/// Resolves when somebody wants the program to end. When the console is closed, Windows gives it five seconds for that.
pub(in crate::commands::serve) fn end() -> Result<impl Future<Output = ()>> {
    let mut interrupt = ctrl_c().context("cannot wait for Ctrl-C")?;
    let mut interrupt_group = ctrl_break().context("cannot wait for Ctrl-Break")?;
    let mut close = ctrl_close().context("cannot wait for the console to be closed")?;
    let mut shutdown = ctrl_shutdown().context("cannot wait for the system to shut down")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = interrupt_group.recv() => {}
            _ = close.recv() => {}
            _ = shutdown.recv() => {}
        }
    })
}

/// Never resolves: there are no other signals.
#[expect(clippy::unnecessary_wraps, reason = "Unix can fail here")]
pub(in crate::commands::serve) fn obey(_: HostHandle) -> Result<impl Future<Output = ()>> {
    Ok(pending())
}
