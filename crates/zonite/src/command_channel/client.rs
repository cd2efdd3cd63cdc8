//! The client's side: which servers run, and telling one what to do.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::runtime_folder::{self, ServerContact};
use super::{CommandReply, ServerCommand};
use crate::commands::reachable;

/// How long a server may take to accept a connection, and to say who it is. What it does may take longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A server of this user that runs.
#[derive(Debug)]
pub(crate) struct KnownServer {
    contact: ServerContact,
    /// What it calls its configuration.
    source: String,
    listeners: BTreeMap<String, SocketAddr>,
    ready_file: Option<PathBuf>,
}

/// Finds the servers of this user that run, by their process IDs.
///
/// # Errors
/// When the folder in which they are registered cannot be read. A server that does not answer is left out.
pub(crate) fn running() -> Result<Vec<KnownServer>> {
    Ok(runtime_folder::contacts()?
        .into_iter()
        .filter_map(|contact| KnownServer::meet(contact).ok())
        .collect())
}

impl KnownServer {
    /// Asks a server who it is.
    fn meet(contact: ServerContact) -> Result<Self> {
        let value = exchange(&contact, ServerCommand::Describe, Some(PATIENCE))?;
        let address = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.parse().ok()?));
        let listeners = value["listeners"].as_object().into_iter().flatten().filter_map(address).collect();
        let source = value["source"].as_str().unwrap_or_default().to_owned();
        let ready_file = value["ready_file"].as_str().map(PathBuf::from);
        Ok(Self { contact, source, listeners, ready_file })
    }

    /// Tells it what to do, and waits until it has done so.
    ///
    /// # Errors
    /// When it cannot be reached, or ends meanwhile.
    pub(crate) fn tell(&self, command: ServerCommand) -> Result<CommandReply> {
        let value = exchange(&self.contact, command, None)?;
        let done = value["done"].as_bool().context("the server answers something else")?;
        Ok(CommandReply { done, text: value["text"].as_str().unwrap_or_default().to_owned() })
    }

    /// Returns its process ID.
    pub(crate) fn pid(&self) -> u32 {
        self.contact.pid
    }

    /// Tells whether somebody means it: by its process ID, an address that it listens on, or its ready file.
    pub(crate) fn is(&self, name: &str) -> bool {
        let is_address =
            |address: SocketAddr| self.listeners.values().any(|own| reachable(*own) == reachable(address));
        let is_file = |own: &PathBuf| own.canonicalize().ok() == Path::new(name).canonicalize().ok();
        name.parse() == Ok(self.contact.pid)
            || name.parse().is_ok_and(is_address)
            || self.ready_file.as_ref().is_some_and(|own| own.exists() && is_file(own))
    }
}

impl fmt::Display for KnownServer {
    /// Writes its process ID, its configuration, and where it listens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}", self.contact.pid, self.source)?;
        self.listeners.iter().try_for_each(|(name, address)| write!(f, "  {name}={address}"))
    }
}

/// Sends a command and waits for the reply.
fn exchange(contact: &ServerContact, command: ServerCommand, patience: Option<Duration>) -> Result<Value> {
    let reach = || format!("cannot reach the server with the process ID {}", contact.pid);
    let mut stream = TcpStream::connect_timeout(&contact.address, PATIENCE).with_context(reach)?;
    stream.set_read_timeout(patience)?;
    let line = json!({ "token": contact.token, "command": command.word() });
    stream.write_all(format!("{line}\n").as_bytes()).with_context(reach)?;
    let mut reply = String::new();
    BufReader::new(stream).read_line(&mut reply).with_context(reach)?;
    serde_json::from_str(&reply).context("the server ended before it was done")
}
