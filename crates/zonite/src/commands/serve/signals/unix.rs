//! SIGTERM and Ctrl-C end the server, SIGHUP loads the configuration again, SIGUSR1 clears the caches.

use std::io::IsTerminal as _;

use anyhow::{Context, Result};
use host::HostHandle;
use tokio::signal::unix::{SignalKind, signal};

/// Resolves when somebody wants the program to end.
pub(in crate::commands::serve) fn end() -> Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot wait for Ctrl-C")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Obeys the other signals. Resolves when the terminal is gone, for which SIGHUP stands, too.
pub(in crate::commands::serve) fn obey(host: HostHandle) -> Result<impl Future<Output = ()>> {
    let mut hangup = signal(SignalKind::hangup()).context("cannot wait for SIGHUP")?;
    let mut user = signal(SignalKind::user_defined1()).context("cannot wait for SIGUSR1")?;
    let had_terminal = std::io::stderr().is_terminal();
    Ok(async move {
        loop {
            tokio::select! {
                Some(()) = hangup.recv() => {
                    if had_terminal && !std::io::stderr().is_terminal() {
                        return;
                    }
                    // The log says what came of it.
                    let _ = host.reload().await;
                }
                Some(()) = user.recv() => {
                    host.flush();
                }
                else => return,
            }
        }
    })
}
