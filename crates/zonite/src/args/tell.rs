//! `zonite reload` and `zonite flush`.

use clap::Args;

pub(super) const RELOAD_EXAMPLES: &str = "\
Examples:
  zonite reload                  the only server that runs
  zonite reload 4711             the one with this process ID
  zonite reload 127.0.0.1:5300   the one that listens on this address
  zonite reload r.json           the one that serve --ready-file r.json started

Prints what has changed. If the new configuration has an error, prints it, and the server goes on
with the old one. A server obeys the user who started it. Exits 0 if it was loaded, 1 if not, 2 if
no server was found, or several.";

pub(super) const FLUSH_EXAMPLES: &str = "\
Examples:
  zonite flush                   the only server that runs
  zonite flush 4711              the one with this process ID
  zonite flush 127.0.0.1:5300    the one that listens on this address
  zonite flush r.json            the one that serve --ready-file r.json started

A server obeys the user who started it. Exits 0, or 2 if no server was found, or several.";

/// A command for a server that runs.
#[derive(Debug, Args)]
pub(crate) struct TellArgs {
    /// Which server, if several run: its process ID, an address that it listens on, or its ready file.
    #[arg(value_name = "SERVER")]
    pub(crate) server: Option<String>,
}
