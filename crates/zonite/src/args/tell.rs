//! `zonite reload` and `zonite flush`.

use clap::Args;

pub(super) const RELOAD_EXAMPLES: &str = "\
Examples:
  zonite reload                  the only server that runs
  zonite reload 4711             the one with this process ID
  zonite reload 127.0.0.1:5300   the one that listens on this address
  zonite reload r.json           the one that serve --ready-file r.json started

Prints what has changed. If the new configuration has an error, it prints the error, and the
server keeps the old one. A server accepts commands only from the user who started it.

The exit code is 0 if the configuration was loaded, and 1 if not. It is 2 if no server was found,
or several.";

pub(super) const FLUSH_EXAMPLES: &str = "\
Examples:
  zonite flush                   the only server that runs
  zonite flush 4711              the one with this process ID
  zonite flush 127.0.0.1:5300    the one that listens on this address
  zonite flush r.json            the one that serve --ready-file r.json started

A server accepts commands only from the user who started it. The exit code is 0, or 2 if no server
was found, or several.";

/// A command for a server that runs.
#[derive(Debug, Args)]
pub(crate) struct TellArgs {
    /// Which server, if several run: its process ID, an address that it listens on, or its ready file.
    #[arg(value_name = "SERVER")]
    pub(crate) server: Option<String>,
}
