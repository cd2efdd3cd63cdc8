//! The file that says where the server listens, written when it answers.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use dns_server::listeners::ListenAddress;
use serde_json::{Map, Value};
use tokio::sync::watch;

/// Writes the addresses as JSON, all at once or not at all.
pub(super) fn write(path: &Path, listeners: &[ListenAddress]) -> Result<()> {
    let address = |listener: &ListenAddress| (listener.name.clone(), listener.address.to_string().into());
    let object: Map<String, Value> = listeners.iter().map(address).collect();
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    std::fs::write(&temporary, format!("{:#}\n", Value::Object(object)))
        .and_then(|()| std::fs::rename(&temporary, path))
        .inspect_err(|_| drop(std::fs::remove_file(&temporary)))
        .with_context(|| format!("cannot write the ready file {}", path.display()))
}

/// Removes the ready file of a server before this one: nobody is ready yet.
pub(super) fn remove_stale(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove the stale ready file {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Writes the file again whenever a reload changes the listeners. Never ends while the server runs.
pub(super) async fn follow(path: PathBuf, mut listeners: watch::Receiver<Vec<ListenAddress>>) {
    while listeners.changed().await.is_ok() {
        let now = listeners.borrow_and_update().clone();
        if let Err(error) = write(&path, &now) {
            tracing::error!("{error:#}");
        }
    }
}
