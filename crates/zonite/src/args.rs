//! What can be typed: the one definition behind help, completions and the man page.

mod lab;
mod test;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use lab::{LabArgs, LabCommand, NewArgs, Server};
pub(crate) use test::{MatrixFormat, TestArgs};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// A local emulator of Azure private DNS.
#[derive(Debug, Parser)]
#[command(
    name = "zonite",
    version,
    styles = STYLES,
    after_help = "\
CONFIG is a file that ends in .toml or a path with a /. Without it: $ZONITE_CONFIG, ./zonite.toml,
/etc/zonite/zonite.toml, else the built-in example: a container registry with a private endpoint.

Examples:
  zonite                                         serve the built-in example
  zonite serve config/four-networks.toml         serve a configuration
  zonite query --from myVNet myregistry.azurecr.io
                                                 what a client in the network myVNet would get
  zonite check config/four-networks.toml         say what is wrong with a configuration
  zonite test tests/scenarios                    ask what files expect, and show what differs
  zonite lab new mylab --on-premises bind        write a compose lab with a real DNS server on-premises

Exit codes: 0 fine, 1 the answer is \"no\", 2 cannot run."
)]
pub(crate) struct Cli {
    /// What to do; without a command: serve.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer DNS queries.
    Serve(ServeArgs),
    /// Say what is wrong with a configuration.
    Check(CheckArgs),
    /// Show what a client would get, without sending anything.
    Query(QueryArgs),
    /// Ask what files expect, from every network, and show what differs.
    Test(TestArgs),
    /// Write a compose lab for a configuration.
    Lab(LabArgs),
    /// Exit 0 when the server answers, 1 when it does not.
    Healthcheck(HealthcheckArgs),
    /// Write shell completions to standard output.
    Completions(CompletionsArgs),
    /// Write the manual page to standard output, or the pages of all commands to a folder.
    Man(ManArgs),
}

/// Which configuration.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ConfigArg {
    /// The configuration file; - is standard input.
    #[arg(short = 'c', long = "config", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// `zonite serve`.
#[derive(Debug, Default, Args)]
#[command(after_help = "\
Examples:
  zonite serve                                          the built-in example
  zonite serve config/four-networks.toml
  zonite serve --listen 127.0.0.1:0 --ready-file r.json all listeners on free ports, written to r.json
  zonite serve --listen azure_dns=0.0.0.0:53 my.toml    one listener elsewhere
  zonite serve --query-log - my.toml 2>queries.json     one JSON line per query

A change of the configuration, or of a file that it names, is loaded within seconds, and at once on SIGHUP. What is
wrong is logged, and what was served before stays. Listeners keep their addresses until the next start. SIGUSR1 makes
all resolvers forget what they remember. Ctrl-C or SIGTERM ends it. Logs go to standard error; ZONITE_LOG=debug shows
more.")]
pub(crate) struct ServeArgs {
    /// Which configuration.
    #[command(flatten)]
    pub(crate) config: ConfigArg,
    /// The configuration file.
    #[arg(value_name = "CONFIG", conflicts_with = "config")]
    pub(crate) file: Option<PathBuf>,
    /// Move the listener NAME to ADDR, or without NAME= all of them; port 0 is a free port. Repeatable.
    #[arg(long = "listen", value_name = "[NAME=]ADDR", value_parser = parse_listen)]
    pub(crate) listen: Vec<ListenArg>,
    /// Write JSON {name: address} to this file when everything answers.
    #[arg(long, value_name = "FILE")]
    pub(crate) ready_file: Option<PathBuf>,
    /// Do not load the configuration again when it changes; SIGHUP still does.
    #[arg(long)]
    pub(crate) no_watch: bool,
    /// Append one JSON line per query to this file; - is standard error.
    #[arg(long, value_name = "FILE")]
    pub(crate) query_log: Option<PathBuf>,
}

/// One `--listen`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListenArg {
    /// Which listener; `None` means all.
    pub(crate) name: Option<String>,
    /// Where to.
    pub(crate) address: SocketAddr,
}

/// `zonite check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zonite check config/four-networks.toml
  zonite check --format json my.toml | jq '.[].problem'

Exits 0 when nothing is wrong, 1 when there are warnings only, 2 when the configuration cannot be used.")]
pub(crate) struct CheckArgs {
    /// Which configuration.
    #[command(flatten)]
    pub(crate) config: ConfigArg,
    /// The configuration file.
    #[arg(value_name = "CONFIG", conflicts_with = "config")]
    pub(crate) file: Option<PathBuf>,
    /// For people or for machines.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One line each, with the place.
    Text,
    /// An array of objects.
    Json,
}

/// `zonite query`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zonite query --from myVNet myregistry.azurecr.io        in the built-in example
  zonite query --from internet myregistry.azurecr.io AAAA
  zonite query config/four-networks.toml --from hub otheracr.azurecr.io
  zonite query config/four-networks.toml --from 127.0.2.5 --short otheracr.azurecr.io
  zonite query config/four-networks.toml --from hub @internet myacr.azurecr.io
  zonite query config/private-resolver.toml --from hub @onprem-dns myacr.azurecr.io
  zonite query config/myregistry-china.toml --from internet --json myregistry.azurecr.cn

Exits 0 on any RCODE, as dig does, and 2 where the answer is not known without asking the outside world.")]
pub(crate) struct QueryArgs {
    /// Which configuration.
    #[command(flatten)]
    pub(crate) config: ConfigArg,
    /// Where the client is: a network (its own DNS servers are asked), internet, or an address.
    #[arg(long, value_name = "NETWORK")]
    pub(crate) from: Option<String>,
    /// Only the record data, a line each.
    #[arg(long, conflicts_with = "json")]
    pub(crate) short: bool,
    /// JSON in the form of RFC 8427.
    #[arg(long)]
    pub(crate) json: bool,
    // Brackets in a doc comment would be links.
    #[arg(
        value_name = "WORD",
        required = true,
        help = "[CONFIG] [@RESOLVER] NAME [TYPE]; the type is A unless given"
    )]
    pub(crate) words: Vec<String>,
}

/// `zonite healthcheck`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zonite healthcheck                        the first listener of the configuration that serve would use
  zonite healthcheck --server 127.0.0.1:53
  zonite healthcheck --ready-file r.json    the first address that serve wrote")]
pub(crate) struct HealthcheckArgs {
    /// Which configuration.
    #[command(flatten)]
    pub(crate) config: ConfigArg,
    /// The configuration file.
    #[arg(value_name = "CONFIG", conflicts_with = "config")]
    pub(crate) file: Option<PathBuf>,
    /// The server to ask.
    #[arg(long, value_name = "ADDR", value_parser = parse_server, conflicts_with = "ready_file")]
    pub(crate) server: Option<SocketAddr>,
    /// The file that serve wrote.
    #[arg(long, value_name = "FILE")]
    pub(crate) ready_file: Option<PathBuf>,
}

/// `zonite completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// For which shell.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// `zonite man`.
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Write zonite.1, zonite-serve.1 and so on to this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
}

fn parse_listen(text: &str) -> Result<ListenArg, String> {
    let (name, address) = match text.rsplit_once('=') {
        Some((name, address)) => (Some(name.to_owned()), address),
        None => (None, text),
    };
    Ok(ListenArg { name, address: parse_server(address)? })
}

/// Reads `ADDRESS:PORT`, or an address alone, which means port 53. `localhost` is 127.0.0.1; no other name is known here.
fn parse_server(text: &str) -> Result<SocketAddr, String> {
    let text = &text.replace("localhost", "127.0.0.1");
    let alone = || text.parse::<IpAddr>().map(|address| SocketAddr::new(address, 53));
    text.parse().or_else(|_| alone()).map_err(|_| {
        format!("\"{text}\" is not an address and a port; write for example 127.0.0.1:5300 or [::1]:5300")
    })
}
