//! `zonite reload` and `zonite flush`: tell a server that runs what to do.

use std::io::Write as _;

use anyhow::{Context, Result, bail};

use super::Exit;
use crate::args::TellArgs;
use crate::command_channel::{self, KnownServer, ServerCommand};

/// Tells the server that is meant, and shows what came of it.
pub(crate) fn run(args: &TellArgs, command: ServerCommand) -> Result<Exit> {
    let servers = command_channel::running()?;
    let server = choose(&servers, args.server.as_deref(), command)?;
    let reply = server.tell(command)?;
    if reply.done {
        writeln!(std::io::stdout(), "{}", reply.text).context("cannot write to standard output")?;
        return Ok(Exit::Fine);
    }
    eprintln!("{}", reply.text);
    Ok(Exit::No)
}

/// Finds the server that is meant: the one that is named, or the only one.
fn choose<'s>(
    servers: &'s [KnownServer],
    name: Option<&str>,
    command: ServerCommand,
) -> Result<&'s KnownServer> {
    let meant: Vec<&KnownServer> = match name {
        Some(name) => servers.iter().filter(|server| server.is(name)).collect(),
        None => servers.iter().collect(),
    };
    let list = || servers.iter().map(|server| format!("\n  {server}")).collect::<String>();
    match (&*meant, name) {
        ([one], _) => Ok(one),
        _ if servers.is_empty() => {
            bail!(
                "this user runs no server here; a server accepts commands only from the user who started it"
            )
        }
        ([], Some(name)) => bail!("no server matches {name}; these run:{}", list()),
        (_, Some(name)) => bail!("{name} matches several servers; name one by its process ID:{}", list()),
        (_, None) => bail!(
            "several servers run; name one by its process ID, an address or its ready file, for example \
             zonite {} {}:{}",
            command.word(),
            servers[0].pid(),
            list()
        ),
    }
}
