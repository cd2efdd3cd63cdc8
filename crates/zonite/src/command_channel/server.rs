//! The server's side: takes commands as long as it runs.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use host::{ApplyError, HostHandle};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::runtime_folder::{self, Registration, ServerContact};
use super::{CommandReply, ServerCommand};

/// Connections at a time; more wait.
const MAX_CONNECTIONS: usize = 8;
/// How long a client may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(5);
/// Octets of a command that are read at most.
const LONGEST_COMMAND: u64 = 1024;
/// How long to wait when the process is out of descriptors or memory.
const PAUSE: Duration = Duration::from_millis(100);

/// Where a server takes commands. It is registered as long as the value lives.
pub(crate) struct CommandChannel {
    listener: TcpListener,
    token: String,
    _registration: Registration,
}

/// What is told what to do.
pub(crate) struct ServedHost {
    /// Tells the host.
    pub(crate) host: HostHandle,
    /// The ready file, if it writes one; an absolute path.
    pub(crate) ready_file: Option<PathBuf>,
}

impl CommandChannel {
    /// Opens a port on a loopback address, and registers it. Wants a tokio runtime with I/O.
    ///
    /// # Errors
    /// When there is no loopback address, or no folder to register in.
    pub(crate) async fn open() -> Result<Self> {
        let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await {
            Ok(listener) => listener,
            Err(_) => TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await.context("no loopback address")?,
        };
        let (address, token) = (listener.local_addr()?, runtime_folder::random()?);
        let contact = ServerContact { pid: std::process::id(), address, token: token.clone() };
        let registration = runtime_folder::register(&contact)?;
        Ok(Self { listener, token, _registration: registration })
    }

    /// Obeys. Never ends; whoever drops the future ends it.
    pub(crate) async fn run(self, served: ServedHost) {
        let shared = Arc::new((self.token, served));
        let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        loop {
            let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let shared = Arc::clone(&shared);
                    tokio::spawn(async move {
                        let (token, served) = &*shared;
                        // A client that is gone has no use for an error.
                        let _ = converse(stream, token, served).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::debug!(%error, "accepting a command failed");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }
}

/// Takes one command and answers it.
async fn converse(mut stream: TcpStream, token: &str, served: &ServedHost) -> io::Result<()> {
    let (reader, mut writer) = stream.split();
    let mut line = Vec::new();
    let mut reader = BufReader::new(reader.take(LONGEST_COMMAND));
    timeout(PATIENCE, reader.read_until(b'\n', &mut line)).await??;
    let Some(command) = command(&line, token) else { return Ok(()) };
    let mut reply = served.obey(command).await.to_string();
    reply.push('\n');
    writer.write_all(reply.as_bytes()).await?;
    writer.shutdown().await
}

/// Reads a command; `None` if it is none, or if the token is another.
fn command(line: &[u8], token: &str) -> Option<ServerCommand> {
    let value: Value = serde_json::from_slice(line).ok()?;
    let is_known = is_same(value["token"].as_str()?, token);
    is_known.then(|| ServerCommand::of_word(value["command"].as_str()?)).flatten()
}

/// Compares two texts in a time that does not depend on where they differ.
fn is_same(one: &str, other: &str) -> bool {
    let differing = |(one, other): (u8, u8)| one ^ other;
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).map(differing).fold(0, |all, one| all | one) == 0
}

impl ServedHost {
    /// Does what it is told, and says in JSON what came of it.
    async fn obey(&self, command: ServerCommand) -> Value {
        match command {
            ServerCommand::Describe => self.describe(),
            ServerCommand::Flush => {
                let forgotten = self.host.flush();
                let text = format!("flushed the caches: {forgotten} answers are forgotten");
                json!({ "done": true, "text": text })
            }
            ServerCommand::Reload => {
                let CommandReply { done, text } = self.reload().await;
                json!({ "done": done, "text": text })
            }
        }
    }

    async fn reload(&self) -> CommandReply {
        let name = self.host.configuration().source().to_string();
        match self.host.reload().await {
            Ok(replacement) => CommandReply { done: true, text: format!("reloaded {name}: {replacement}") },
            Err(error) => {
                let text = match &error {
                    ApplyError::NotReloadable { .. } => error.to_string(),
                    ApplyError::Configuration(findings) => {
                        let mut lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
                        lines.push(format!("{name}: {error}; the old configuration is still served"));
                        lines.join("\n")
                    }
                    _ => format!("{name}: {error}; the old configuration is still served"),
                };
                CommandReply { done: false, text }
            }
        }
    }

    fn describe(&self) -> Value {
        let listeners: Map<String, Value> = self
            .host
            .listeners()
            .borrow()
            .iter()
            .map(|listener| (listener.name.clone(), listener.address.to_string().into()))
            .collect();
        json!({
            "done": true,
            "source": self.host.configuration().source().to_string(),
            "listeners": listeners,
            "ready_file": self.ready_file.as_ref().map(|path| path.to_string_lossy()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_knows_the_token_is_obeyed() {
        let check = |line: &str, want| assert_eq!(command(line.as_bytes(), "secret"), want, "{line}");
        check("{\"token\":\"secret\",\"command\":\"reload\"}\n", Some(ServerCommand::Reload));
        check("{\"command\":\"flush\",\"token\":\"secret\"}", Some(ServerCommand::Flush));
        check("{\"token\":\"secreT\",\"command\":\"reload\"}", None);
        check("{\"token\":\"secret1\",\"command\":\"reload\"}", None);
        check("{\"token\":\"\",\"command\":\"reload\"}", None);
        check("{\"command\":\"reload\"}", None);
        check("{\"token\":\"secret\",\"command\":\"stop\"}", None);
        check("POST / HTTP/1.1", None);
        check("", None);
    }
}
