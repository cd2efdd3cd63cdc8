//! `zonite serve`: listeners, greeting, ready file, signals, the end.

mod footprint;
mod inventory;
mod query_log;
mod reload;
mod system;

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result, bail};
use azure_model::{Compiled, ListenerSpec, Loaded};
use dns_server::query_log::QuerySink;
use dns_server::responder::Responder;
use dns_server::server::{self, Listener};
use dns_server::upstream::Upstreams;
use ipnet::IpNet;
use serde_json::{Map, Value};
use tokio::signal::unix::{SignalKind, signal};
use zone_store::cache::Caches;
use zone_store::clients::Membership;
use zone_store::snapshot::{Resolver, Vantage};

use self::footprint::{Footprint, Noting};
use self::reload::{Now, Reloader};
use self::system::System;
use super::{Exit, reachable};
use crate::args::{ListenArg, ServeArgs};
use crate::online;
use crate::source::{self, Source};

/// Serves until Ctrl-C or SIGTERM.
pub(crate) fn run(args: &ServeArgs) -> Result<Exit> {
    start_log()?;
    if let Some(path) = &args.ready_file {
        remove_stale(path)?;
    }
    let found = source::find(args.config.config.as_deref(), args.file.as_deref());
    let files = Noting::default();
    let loaded = source::load_through(&found, &files)?;
    check_moves(&loaded.compiled, &args.listen)?;
    let (sink, writer) = args.query_log.as_deref().map(query_log::start).transpose()?.unzip();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_io()
        .enable_time()
        .build()
        .context("cannot start the runtime")?;
    let served = runtime.block_on(serve(args, found, (loaded, files.into_footprint()), sink));
    // Whatever could still log a query goes with the runtime; then the writer comes to its end.
    drop(runtime);
    let _ = writer.map(thread::JoinHandle::join);
    let panics = served?;
    tracing::info!(panics, "ended");
    Ok(Exit::Fine)
}

/// Serves a configuration; returns how many queries panicked.
async fn serve(
    args: &ServeArgs,
    source: Source,
    (loaded, footprint): (Loaded, Footprint),
    log: Option<QuerySink>,
) -> Result<u64> {
    let ended = end()?;
    let listeners = placed(&loaded.compiled, &args.listen);
    let system = System::new(&listeners);
    system.prepare(&loaded.compiled.snapshot)?;
    let bound = server::bind(&listeners).await?;
    let addresses = bound.addresses();
    let asked = system.describe(&loaded.compiled.snapshot);
    let greeting = greeting(&source, &loaded, &addresses, asked.as_deref());
    let caches = Caches::new(loaded.model.cache());
    let upstreams = Upstreams::new(online::options(&loaded.model), system.resolvers());
    let responder =
        Responder::new(reload::service(loaded).with_caches(Arc::new(caches))).with_upstreams(upstreams);
    let responder = Arc::new(match log {
        Some(log) => responder.with_log(log),
        None => responder,
    });
    let (now, signals) = mpsc::channel();
    let mut obedience = tokio::spawn(obey(Arc::clone(&responder), now)?);
    let reloader =
        Reloader::new(source, args.listen.clone(), &listeners, (Arc::clone(&responder), system), footprint);
    let watches = !args.no_watch;
    let reloading = thread::Builder::new()
        .name("reload".to_owned())
        .spawn(move || reloader.run(&signals, watches))
        .context("cannot start the thread that reloads")?;
    // The sockets exist: whatever is sent from here on is answered.
    if let Some(path) = &args.ready_file {
        write_ready(path, &addresses)?;
    }
    greet(&greeting);
    let shutdown = async {
        tokio::select! {
            () = ended => {}
            _ = &mut obedience => {}
        }
    };
    let served = bound.serve(Arc::clone(&responder), shutdown).await;
    // Nobody can signal any more, which ends the reloading.
    obedience.abort();
    let _ = reloading.join();
    served?;
    Ok(responder.panics())
}

/// Obeys signals: SIGHUP loads the configuration again, SIGUSR1 flushes the caches. Ends when the terminal is gone, for
/// which SIGHUP stands, too.
fn obey(responder: Arc<Responder>, now: mpsc::Sender<Now>) -> Result<impl Future<Output = ()>> {
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
                    // It fails when the program ends.
                    let _ = now.send(Now);
                }
                Some(()) = user.recv() => {
                    tracing::info!("flushed the caches: {} answers are forgotten", responder.flush());
                }
                else => return,
            }
        }
    })
}

/// Sends logs to standard error; `ZONITE_LOG` decides how much.
fn start_log() -> Result<()> {
    let filter = std::env::var("ZONITE_LOG").unwrap_or_else(|_| "info".to_owned());
    let filter = tracing_subscriber::EnvFilter::try_new(&filter)
        .with_context(|| format!("ZONITE_LOG={filter}: write a level, for example debug"))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // A log that cannot be written, to a terminal that is gone, is no reason to panic.
        .log_internal_errors(false)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    Ok(())
}

/// Checks that there is something to listen on, and that `--listen` moves listeners that exist, each to one address.
fn check_moves(compiled: &Compiled, moves: &[ListenArg]) -> Result<()> {
    let known: Vec<&str> = compiled.listeners.iter().map(|listener| &*listener.name).collect();
    if known.is_empty() {
        bail!(
            "the configuration has no listener; add listen = [\"127.0.0.1:5300\"] to [azure_dns], to [internet] \
             or to a [[virtual_network]]"
        );
    }
    for ListenArg { name, address } in moves {
        match name {
            None if address.port() != 0 && known.len() > 1 => bail!(
                "--listen {address} would put {} listeners on one address; write port 0, or --listen NAME={address}",
                known.len()
            ),
            Some(name) if !known.contains(&&**name) => {
                bail!("--listen: there is no listener \"{name}\"; there are: {}", known.join(", "))
            }
            None | Some(_) => {}
        }
    }
    Ok(())
}

/// Puts the listeners where `--listen` wants them.
fn placed(compiled: &Compiled, moves: &[ListenArg]) -> Vec<Listener> {
    let place = |spec: &azure_model::ListenerSpec| {
        let concerns = |to: &&ListenArg| to.name.as_ref().is_none_or(|name| *name == spec.name);
        // The last one wins.
        let address = moves.iter().rfind(concerns).map_or(spec.address, |to| to.address);
        Listener { name: spec.name.clone(), address }
    };
    compiled.listeners.iter().map(place).collect()
}

/// Resolves when somebody wants the program to end.
fn end() -> Result<impl Future<Output = ()>> {
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
        .inspect_err(|_| drop(std::fs::remove_file(&temporary)))
        .with_context(|| format!("cannot write the ready file {}", path.display()))
}

/// Removes the ready file of a server before this one: nobody is ready yet.
fn remove_stale(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove the stale ready file {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Writes one line per address: whose view it is, and how to ask it; and whom the program asks itself.
fn greeting(
    source: &Source,
    loaded: &Loaded,
    addresses: &[(String, SocketAddr)],
    upstreams: Option<&str>,
) -> String {
    let (snapshot, example) = (&*loaded.compiled.snapshot, example(loaded));
    let command = |(listener, (_, address)): (&ListenerSpec, &(String, SocketAddr))| {
        let from = match listener.vantage {
            Vantage::BySource => seat(loaded, reachable(*address).ip()),
            Vantage::Resolver(_) => Some(String::new()),
        };
        Some(format!("dig{} {} {example}", from?, dig_server(*address)))
    };
    let pairs = loaded.compiled.listeners.iter().zip(addresses);
    let nobody = "(no address of this machine is in a network: give one clients = [\"127.0.0.0/8\"])";
    let commands: Vec<String> =
        pairs.map(|pair| command(pair).unwrap_or_else(|| nobody.to_owned())).collect();
    let width = commands.iter().map(String::len).max().unwrap_or(0);
    let mut text = format!("Zonite {} serves {source}\n\n", env!("CARGO_PKG_VERSION"));
    for (listener, command) in loaded.compiled.listeners.iter().zip(commands) {
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
    if let Some(upstreams) = upstreams {
        let _ = write!(text, "\nEvery name that is not simulated is asked at {upstreams}.\n");
    }
    text.push_str("\nReady. Ctrl-C ends it.\n");
    text
}

/// Writes a server as dig takes it: not a wildcard, and without the usual port.
fn dig_server(address: SocketAddr) -> String {
    let address = reachable(address);
    match address.port() {
        53 => format!("@{}", address.ip()),
        port => format!("@{} -p {port}", address.ip()),
    }
}

/// Finds how dig asks from inside a network: its usual address, or with `-b` one of a network's loopback addresses.
fn seat(loaded: &Loaded, listener: IpAddr) -> Option<String> {
    if matches!(loaded.compiled.snapshot.membership(listener), Membership::Of(..)) {
        return Some(String::new());
    }
    let clients = loaded.model.networks().iter().filter_map(|network| network.clients.as_ref()).flatten();
    let first =
        |prefix: &IpNet| prefix.hosts().next().filter(|address| address.is_ipv4() && address.is_loopback());
    clients.filter_map(first).next().map(|address| format!(" -b {address}"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_to_paste_name_an_address_that_can_be_asked() {
        let check = |address: &str, want: &str| {
            assert_eq!(dig_server(address.parse().expect("an address")), want, "{address}");
        };
        check("127.0.0.1:5300", "@127.0.0.1 -p 5300");
        check("168.63.129.16:53", "@168.63.129.16");
        check("0.0.0.0:53", "@127.0.0.1");
        check("0.0.0.0:5300", "@127.0.0.1 -p 5300");
        check("[::]:53", "@::1");
    }
}
