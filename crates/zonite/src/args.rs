//! What can be typed: the one definition behind help, completions and the man page.

mod lab;
mod tell;
mod test;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use azure_catalogue::spelling;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use insight::diagnosis::{self, Rule};

pub(crate) use lab::{LabArgs, LabCommand, NewArgs, OnPremisesServer};
pub(crate) use tell::TellArgs;
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
CONFIG is a file that ends in .toml, or a path with a /. Without it Zonite takes the first of
$ZONITE_CONFIG, ./zonite.toml and /etc/zonite/zonite.toml that exists, or else the built-in example:
a container registry with a private endpoint.

Examples:
  zonite                                         serve the built-in example
  zonite serve config/four-networks.toml         serve a configuration
  zonite query --from myVNet myregistry.azurecr.io
                                                 what a client in the network myVNet would get
  zonite explain config/four-networks.toml --from onprem myacr.azurecr.io
                                                 why it gets that, and which mistake it looks like
  zonite check config/four-networks.toml         report what is wrong with a configuration
  zonite test tests/scenarios                    check expectations, and show what differs
  zonite lab new mylab --on-premises bind        write a compose lab with a real DNS server on-premises

Exit codes: 0 means success, 1 means that the answer is \"no\", 2 means that the command cannot run."
)]
pub(crate) struct Cli {
    /// What to do; the default is serve.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer DNS queries.
    Serve(ServeArgs),
    /// Report what is wrong with a configuration.
    Check(CheckArgs),
    /// Show what a client would get; sends nothing without --online.
    Query(QueryArgs),
    /// Print what a firewall must allow for a registry.
    Endpoints(EndpointsArgs),
    /// Explain why a client gets its answer.
    Explain(ExplainArgs),
    /// Check expectations from every network, and show what differs.
    Test(TestArgs),
    /// Write a compose lab for a configuration.
    Lab(LabArgs),
    /// Tell a running server to load its configuration again.
    #[command(after_help = tell::RELOAD_EXAMPLES)]
    Reload(TellArgs),
    /// Tell a running server to clear the caches of all resolvers.
    #[command(after_help = tell::FLUSH_EXAMPLES)]
    Flush(TellArgs),
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
  zonite serve config/laptop.toml                       real names too, from this machine's resolvers
  zonite serve --listen 127.0.0.1:0 --ready-file r.json all listeners on free ports, written to r.json
  zonite serve --listen azure_dns=0.0.0.0:53 my.toml    one listener elsewhere
  zonite serve --query-log - my.toml 2>queries.json     one JSON line per query

Zonite loads a change of the configuration, or of a file that it names, within seconds. It loads it at once on zonite reload,
or on SIGHUP on Unix. Everything applies: listeners open, close and move, and those that stay lose no query. If the new
configuration has an error, Zonite logs it and serves the old one.

The upstream \"system\" means the resolvers of this machine, but never Zonite itself. If the machine has a local stub, Zonite
asks the servers behind it. Zonite follows when the machine changes networks.

zonite flush, or SIGUSR1 on Unix, clears the caches of all resolvers. Ctrl-C or SIGTERM ends the server; on Windows Ctrl-C,
Ctrl-Break or closing the console. Logs go to standard error; ZONITE_LOG=debug shows more.")]
pub(crate) struct ServeArgs {
    /// Which configuration.
    #[command(flatten)]
    pub(crate) config: ConfigArg,
    /// The configuration file.
    #[arg(value_name = "CONFIG", conflicts_with = "config")]
    pub(crate) file: Option<PathBuf>,
    /// Move the listener NAME to ADDR; without NAME=, move all listeners. Port 0 is a free port. Repeatable.
    #[arg(long = "listen", value_name = "[NAME=]ADDR", value_parser = parse_listen)]
    pub(crate) listen: Vec<ListenArg>,
    /// Write JSON {name: address} to this file when all listeners answer, and again when a reload changes it.
    #[arg(long, value_name = "FILE")]
    pub(crate) ready_file: Option<PathBuf>,
    /// Do not load the configuration again when it changes; zonite reload and SIGHUP still load it.
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
  zonite check --deny warnings --deny M6 my.toml          warnings and M6 are errors
  zonite check --allow unknown-target my.toml             by name or by ID
  zonite check --format json my.toml | jq -r '.[].rule'
  zonite check --format sarif my.toml > findings.sarif    for code scanning
  zonite check --list                                     all mistakes that check looks for

Every mistake has an ID that never changes, and a page, docs/findings/ID.md. The exit code is 0 if nothing is found, apart
from what is allowed and from severity info. It is 1 if something is found, and 2 if the configuration cannot be used.")]
pub(crate) struct CheckArgs {
    /// Which configuration.
    #[command(flatten)]
    pub(crate) config: ConfigArg,
    /// The configuration file.
    #[arg(value_name = "CONFIG", conflicts_with = "config")]
    pub(crate) file: Option<PathBuf>,
    /// The output format: for people or for programs.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Do not report this mistake. Repeatable.
    #[arg(long, value_name = "ID|NAME", value_parser = parse_rule)]
    pub(crate) allow: Vec<&'static Rule>,
    /// Report this mistake, or all warnings, as an error. Repeatable.
    #[arg(long, value_name = "ID|NAME|warnings", value_parser = parse_denied)]
    pub(crate) deny: Vec<Denied>,
    /// List the mistakes that check looks for; read no configuration.
    #[arg(long)]
    pub(crate) list: bool,
}

/// One `--deny`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Denied {
    /// Every warning.
    Warnings,
    /// One mistake.
    Rule(&'static Rule),
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the line they are about.
    Text,
    /// An array of objects.
    Json,
    /// SARIF 2.1.0.
    Sarif,
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

Query sends nothing. If the answer depends on a real server, because the name is not simulated and there is an upstream,
or because a forwarder leads to a real address, query prints the servers to ask. With --online it asks them.

The exit code is 0 for every RCODE, as with dig, and 2 if the answer is unknown without asking a real server.")]
pub(crate) struct QueryArgs {
    /// Which configuration.
    #[command(flatten)]
    pub(crate) config: ConfigArg,
    /// Where the client is: a network (it asks its DNS servers), internet, or an address (it asks 168.63.129.16).
    #[arg(long, value_name = "NETWORK")]
    pub(crate) from: Option<String>,
    /// Print only the record data, one line each.
    #[arg(long, conflicts_with = "json")]
    pub(crate) short: bool,
    /// Print JSON in the format of RFC 8427.
    #[arg(long)]
    pub(crate) json: bool,
    /// Ask upstreams and real forwarders if the answer depends on them.
    #[arg(long)]
    pub(crate) online: bool,
    // Brackets in a doc comment would be links.
    #[arg(
        value_name = "WORD",
        required = true,
        help = "[CONFIG] [@RESOLVER] NAME [TYPE]; the default type is A"
    )]
    pub(crate) words: Vec<String>,
}

/// `zonite endpoints`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zonite endpoints                                                    the built-in example
  zonite endpoints config/registry-firewall.toml                      every registry of a file
  zonite endpoints config/registry-firewall.toml --registry contoso   one of them
  zonite endpoints config/registry-firewall.toml --registry tools --json

The text has names and port, service tags, addresses of private endpoints, and NO_PROXY for each
network in which names of the registry lead to private addresses. --json prints the format of az acr show-endpoints:
an object with --registry, an array without.

The exit code is 0, or 2 if there is no such registry.")]
pub(crate) struct EndpointsArgs {
    /// Which configuration.
    #[command(flatten)]
    pub(crate) config: ConfigArg,
    /// The configuration file.
    #[arg(value_name = "CONFIG", conflicts_with = "config")]
    pub(crate) file: Option<PathBuf>,
    /// Print only this registry, by name or login server.
    #[arg(long, value_name = "REGISTRY")]
    pub(crate) registry: Option<String>,
    /// Print JSON in the format of az acr show-endpoints.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `zonite explain`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zonite explain --from myVNet myregistry.azurecr.io      in the built-in example
  zonite explain config/four-networks.toml --from onprem myacr.azurecr.io
  zonite explain config/four-networks.toml --from 127.0.2.5 otheracr.azurecr.io
  zonite explain config/private-resolver.toml --from hub @onprem-dns myacr.azurecr.io
  zonite explain config/private-resolver.toml --from onprem @10.1.1.4 myacr.azurecr.io
  zonite explain config/four-networks.toml --all-networks myacr.azurecr.io
  zonite explain --json --from internet myregistry.azurecr.io | jq .verdict

Explain sends nothing. The exit code is 0 for every answer, and 2 if the answer is unknown without asking a real server.")]
pub(crate) struct ExplainArgs {
    /// Which configuration.
    #[command(flatten)]
    pub(crate) config: ConfigArg,
    /// Where the client is: a network (it asks its DNS servers), internet, or an address (it asks 168.63.129.16).
    #[arg(long, value_name = "NETWORK")]
    pub(crate) from: Option<String>,
    /// Print one line for each network, and for the Internet.
    #[arg(long, conflicts_with = "from")]
    pub(crate) all_networks: bool,
    /// Print JSON; docs/explain.md describes it.
    #[arg(long)]
    pub(crate) json: bool,
    /// When to use colors; auto: on a terminal, unless NO_COLOR is set.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,
    // Brackets in a doc comment would be links.
    #[arg(
        value_name = "WORD",
        required = true,
        help = "[CONFIG] [@RESOLVER] NAME [TYPE]; RESOLVER is a name or an address, the default type is A"
    )]
    pub(crate) words: Vec<String>,
}

/// `zonite healthcheck`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zonite healthcheck                        asks the first listener of the configuration that serve uses
  zonite healthcheck --server 127.0.0.1:53
  zonite healthcheck --ready-file r.json    asks the first address that serve wrote")]
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

/// Reads `ADDRESS:PORT`, or an address, which means port 53. `localhost` is 127.0.0.1; other names are errors.
fn parse_server(text: &str) -> Result<SocketAddr, String> {
    let text = &text.replace("localhost", "127.0.0.1");
    let alone = || text.parse::<IpAddr>().map(|address| SocketAddr::new(address, 53));
    text.parse().or_else(|_| alone()).map_err(|_| {
        format!("\"{text}\" is not an address and a port; write for example 127.0.0.1:5300 or [::1]:5300")
    })
}

fn parse_rule(text: &str) -> Result<&'static Rule, String> {
    diagnosis::rule(text).ok_or_else(|| {
        let names = || diagnosis::rules().iter().map(|rule| rule.name);
        let part = text.to_lowercase();
        let with_part: Vec<&str> = names().filter(|name| name.contains(&part)).collect();
        let suggestion = match with_part.is_empty() {
            true => spelling::suggestion(text, names()),
            false => Some(spelling::did_you_mean(&with_part)),
        };
        let hint = suggestion.unwrap_or_else(|| "zonite check --list prints them all".to_owned());
        format!("there is no such ID or name; {hint}")
    })
}

fn parse_denied(text: &str) -> Result<Denied, String> {
    if text.eq_ignore_ascii_case("warnings") {
        return Ok(Denied::Warnings);
    }
    parse_rule(text).map(Denied::Rule)
}
