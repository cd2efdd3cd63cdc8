//! `zonite serve`: arguments, greeting, ready file, signals, query log. What runs is [`host::Host`].

mod greeting;
mod query_log;
mod ready_file;
mod signals;
mod surroundings;

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use host::{
    ApplyError, Configuration, Host, HostHandle, HostOptions, Move, Observer, Placement, PlacementError,
};

use tokio::task::JoinHandle;

use self::surroundings::Surroundings;
use super::Exit;
use crate::args::{ListenArg, ServeArgs};
use crate::command_channel::{CommandChannel, ServedHost};
use crate::source::{self, ConfigSource};

/// Serves until Ctrl-C or SIGTERM.
pub(crate) fn run(args: &ServeArgs) -> Result<Exit> {
    start_log()?;
    if let Some(path) = &args.ready_file {
        ready_file::remove_stale(path)?;
    }
    let found = source::find(args.config.config.as_deref(), args.file.as_deref());
    let configuration = source::load_for_host(&found)?;
    let log = args.query_log.as_deref().map(query_log::QueryLog::open).transpose()?;
    let observers = log.into_iter().map(|log| Box::new(log) as Box<dyn Observer>).collect();
    let moves =
        args.listen.iter().map(|ListenArg { name, address }| Move { name: name.clone(), address: *address });
    let placement = Placement::Configured(moves.collect());
    let options = HostOptions { placement, watches: !args.no_watch, observers, ..HostOptions::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_io()
        .enable_time()
        .build()
        .context("cannot start the runtime")?;
    let panics = runtime.block_on(serve(args, &found, configuration, options))?;
    tracing::info!(panics, "ended");
    Ok(Exit::Fine)
}

/// Serves the configuration that was found; returns how many queries panicked.
async fn serve(
    args: &ServeArgs,
    found: &ConfigSource,
    configuration: Configuration,
    options: HostOptions,
) -> Result<u64> {
    let ended = signals::end()?;
    let host = Host::start(configuration, options).await.map_err(explain)?;
    let greeting = greeting::greeting(&host, &Surroundings::look(), config_words(found).as_deref());
    let handle = host.handle();
    let mut obedience = tokio::spawn(signals::obey(handle.clone())?);
    let commands = take_commands(handle.clone(), args.ready_file.as_deref()).await;
    // The sockets exist: whatever is sent from here on is answered.
    if let Some(path) = &args.ready_file {
        let mut listeners = handle.listeners();
        ready_file::write(path, &listeners.borrow_and_update().clone())?;
        tokio::spawn(ready_file::follow(path.clone(), listeners));
    }
    greet(&greeting);
    let shutdown = async {
        tokio::select! {
            () = ended => {}
            _ = &mut obedience => {}
        }
    };
    let served = host.run(shutdown).await;
    obedience.abort();
    commands.iter().for_each(JoinHandle::abort);
    served?;
    Ok(handle.panics())
}

/// Obeys `zonite reload` and `zonite flush` in a task. Where that is not possible, the log says why, and nothing else is
/// lost.
async fn take_commands(host: HostHandle, ready_file: Option<&Path>) -> Option<JoinHandle<()>> {
    let ready_file = ready_file.and_then(|path| std::path::absolute(path).ok());
    match CommandChannel::open().await {
        Ok(channel) => Some(tokio::spawn(channel.run(ServedHost { host, ready_file }))),
        Err(error) => {
            tracing::info!("zonite reload and zonite flush cannot reach this server: {error:#}");
            None
        }
    }
}

/// Returns what a command line says to mean the same configuration: nothing for the built-in example. `None`: standard
/// input cannot be read again.
fn config_words(found: &ConfigSource) -> Option<String> {
    match found {
        ConfigSource::File(path) => {
            let path = path.to_string_lossy();
            let option = if source::is_config(&path) { "" } else { "-c " };
            Some(format!("{option}{}", surroundings::word(&path)))
        }
        ConfigSource::Stdin => None,
        ConfigSource::BuiltIn => Some(String::new()),
    }
}

/// Says why nothing is served, in the words of the command line.
fn explain(error: ApplyError) -> anyhow::Error {
    match error {
        ApplyError::Placement(PlacementError::OneAddress { address, count }) => anyhow!(
            "--listen {address} would put {count} listeners on one address; write port 0, or --listen NAME={address}"
        ),
        ApplyError::Placement(error @ PlacementError::UnknownListener { .. }) => anyhow!("--listen: {error}"),
        other => other.into(),
    }
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

fn greet(text: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody has to read it.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
