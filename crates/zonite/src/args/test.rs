//! What can be typed after `zonite test`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::parse_server;

/// `zonite test`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zonite test tests/scenarios                            all files of a folder, without sockets
  zonite test --filter '*.data.*' tests/scenarios        only some names or networks
  zonite test --matrix tests/scenarios/four-networks.toml
                                                         a table of names and networks: private, public, broken
  zonite test --list tests/scenarios/myregistry.toml     what would be asked
  zonite test --json tests/scenarios/myregistry.toml     results for a program

Against servers:
  zonite test --ready-file r.json my-tests.toml          a running zonite serve --ready-file r.json
  zonite test --server 168.63.129.16 --as hub my-tests.toml
                                                         Azure itself, from a machine in the network hub
  zonite test --resolv-conf --as hub my-tests.toml       the name servers of this machine

What only the emulator knows is reported as not checked, never as passed. A real cache counts TTLs down. So against servers an
expected TTL is an upper limit, and the records of a set may come in any order.

The exit code is 0 if everything that was checked is as expected, and 1 if something is not. It is 2 if the command cannot
run, if an answer is unknown, or if nothing was checked.")]
pub(crate) struct TestArgs {
    /// Files of expectations, or folders of such files.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Use this configuration instead of the one that each file names.
    #[arg(short = 'c', long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Ask this server; --as says which network it answers for.
    #[arg(long, value_name = "ADDR", value_parser = parse_server, group = "way")]
    pub(crate) server: Option<SocketAddr>,
    /// Ask the name servers of this machine, or of FILE; --as says which network it is in.
    #[arg(
        long,
        value_name = "FILE",
        group = "way",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "/etc/resolv.conf"
    )]
    pub(crate) resolv_conf: Option<PathBuf>,
    /// Ask the listeners of a running server, which serve --ready-file wrote.
    #[arg(long, value_name = "FILE", group = "way")]
    pub(crate) ready_file: Option<PathBuf>,
    /// The network that this machine is in; expectations from other networks are not checked.
    #[arg(long = "as", value_name = "NETWORK", conflicts_with = "ready_file", requires = "way")]
    pub(crate) network: Option<String>,
    /// How long each of two tries waits for a server.
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = parse_time)]
    pub(crate) timeout: Duration,
    /// Only names or places that contain this text; with * or ?, the text is a pattern for all of it.
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Show what would be asked, and ask nothing.
    #[arg(long, group = "output")]
    pub(crate) list: bool,
    /// Replace expectations that are not met with the answers seen, and show the change.
    #[arg(long, group = "output")]
    pub(crate) update: bool,
    /// Show what the answers say about open questions.
    #[arg(long, group = "output")]
    pub(crate) report: bool,
    /// Show a table of names and networks, as text or in Markdown for a pull request.
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        group = "output",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "text"
    )]
    pub(crate) matrix: Option<MatrixFormat>,
    /// Print the results as JSON.
    #[arg(long, group = "output")]
    pub(crate) json: bool,
    /// Print the results in the Test Anything Protocol.
    #[arg(long, group = "output")]
    pub(crate) tap: bool,
    /// Also write the results as JUnit's XML to this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
}

/// How a matrix is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MatrixFormat {
    /// For a terminal.
    Text,
    /// For a pull request.
    Markdown,
}

/// Reads `5s` or `300ms`.
fn parse_time(text: &str) -> Result<Duration, String> {
    const LONGEST: Duration = Duration::from_secs(60);
    let time = match text.strip_suffix("ms") {
        Some(number) => number.parse().ok().map(Duration::from_millis),
        None => text.strip_suffix('s').and_then(|number| number.parse().ok()).map(Duration::from_secs),
    };
    let allowed = time.filter(|time| !time.is_zero() && *time <= LONGEST);
    allowed.ok_or_else(|| "is not a time; write for example 5s or 300ms, at most 60s".to_owned())
}
