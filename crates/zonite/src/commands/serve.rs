//! `zonite serve`: listeners, greeting, ready file, the end.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result, bail};
use azure_model::{Compiled, Loaded};
use dns_server::server::{self, Listener};
use serde_json::{Map, Value};
use zone_store::snapshot::{Resolver, Vantage};

use super::Exit;
use crate::args::{ListenArg, ServeArgs};
use crate::source::{self, Source};

/// Serves until Ctrl-C or SIGTERM.
pub(crate) fn run(args: &ServeArgs) -> Result<Exit> {
    start_log()?;
    let found = source::find(args.config.config.as_deref(), args.file.as_deref());
    let loaded = source::load(&found)?;
    let listeners = moved(&loaded.compiled, &args.listen)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_io()
        .enable_time()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(async {
        let ended = end()?;
        let bound = server::bind(&listeners).await?;
        let addresses = bound.addresses();
        // The sockets exist: whatever is sent from here on is answered.
        if let Some(path) = &args.ready_file {
            write_ready(path, &addresses)?;
        }
        greet(&greeting(&found, &loaded, &listeners, &addresses));
        bound.serve(loaded.compiled.snapshot, ended).await?;
        tracing::info!("ended");
        Ok(Exit::Fine)
    })
}

/// Sends logs to standard error; `ZONITE_LOG` decides how much.
fn start_log() -> Result<()> {
    use std::io::IsTerminal;
    let filter = std::env::var("ZONITE_LOG").unwrap_or_else(|_| "info".to_owned());
    let filter = tracing_subscriber::EnvFilter::try_new(&filter)
        .with_context(|| format!("ZONITE_LOG={filter}: write a level, for example debug"))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    Ok(())
}

/// Puts the listeners where `--listen` wants them.
fn moved(compiled: &Compiled, moves: &[ListenArg]) -> Result<Vec<Listener>> {
    let mut listeners: Vec<Listener> = compiled
        .listeners
        .iter()
        .map(|spec| Listener { name: spec.name.clone(), address: spec.address, vantage: spec.vantage })
        .collect();
    for ListenArg { name, address } in moves {
        let Some(name) = name else {
            if address.port() != 0 && listeners.len() > 1 {
                bail!(
                    "--listen {address} would put {} listeners on one address; write port 0, or --listen NAME={address}",
                    listeners.len()
                );
            }
            listeners.iter_mut().for_each(|listener| listener.address = *address);
            continue;
        };
        match listeners.iter_mut().find(|listener| listener.name == *name) {
            Some(listener) => listener.address = *address,
            None => {
                let known: Vec<&str> = listeners.iter().map(|listener| &*listener.name).collect();
                bail!("--listen: there is no listener \"{name}\"; there are: {}", known.join(", "));
            }
        }
    }
    Ok(listeners)
}

/// Resolves when somebody wants the program to end.
fn end() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot wait for Ctrl-C")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Writes the addresses as JSON, all at once or not at all.
fn write_ready(path: &Path, addresses: &[(String, SocketAddr)]) -> Result<()> {
    let object: Map<String, Value> =
        addresses.iter().map(|(name, address)| (name.clone(), address.to_string().into())).collect();
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    std::fs::write(&temporary, format!("{:#}\n", Value::Object(object)))
        .and_then(|()| std::fs::rename(&temporary, path))
        .with_context(|| format!("cannot write the ready file {}", path.display()))
}

/// Writes one line per address: whose view it is, and how to ask it.
fn greeting(
    source: &Source,
    loaded: &Loaded,
    listeners: &[Listener],
    addresses: &[(String, SocketAddr)],
) -> String {
    let (snapshot, example) = (&*loaded.compiled.snapshot, example(loaded));
    let command = |address: SocketAddr| format!("dig @{} -p {} {example}", address.ip(), address.port());
    let commands: Vec<String> = addresses.iter().map(|(_, address)| command(*address)).collect();
    let width = commands.iter().map(String::len).max().unwrap_or(0);
    let mut text = format!("Zonite {} serves {source}\n\n", env!("CARGO_PKG_VERSION"));
    for (listener, command) in listeners.iter().zip(commands) {
        let view = match listener.vantage {
            Vantage::BySource => "168.63.129.16; the source address decides the network".to_owned(),
            Vantage::Resolver(Resolver::AzureDns(network)) => {
                format!("168.63.129.16 as seen from {}", snapshot.network(network).name)
            }
            Vantage::Resolver(Resolver::Internet) => "the public Internet".to_owned(),
            Vantage::Resolver(other) => snapshot.label(other).into_owned(),
        };
        let _ = writeln!(text, "  {command:<width$}  # {view}");
    }
    text.push_str("\nReady. Ctrl-C ends it.\n");
    text
}

/// Picks a name worth asking for: a registry, else a record of a linked zone, else the root.
fn example(loaded: &Loaded) -> String {
    let suffix = loaded.model.cloud().registry_suffix();
    let registry = loaded.model.registries().first().map(|registry| format!("{}.{suffix}", registry.label()));
    let snapshot = &*loaded.compiled.snapshot;
    let record = || {
        let links = snapshot.networks().flat_map(|(_, network)| network.links().values());
        let mut owners = links
            .map(|link| snapshot.zone(link.zone))
            .flat_map(|zone| zone.owners().map(|(owner, _)| owner).filter(|owner| owner != zone.apex()));
        owners.next().map(|owner| owner.without_dot())
    };
    registry.or_else(record).unwrap_or_else(|| ".".to_owned())
}

fn greet(text: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody has to read it.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
