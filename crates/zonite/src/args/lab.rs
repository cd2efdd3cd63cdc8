//! What can be typed after `zonite lab`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::ConfigArg;

/// `zonite lab`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zonite lab new mylab --on-premises bind config/on-premises.toml
                                     write the folder mylab; its README.md says how to run it")]
pub(crate) struct LabArgs {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: LabCommand,
}

/// What to do with labs.
#[derive(Debug, Subcommand)]
pub(crate) enum LabCommand {
    /// Write a compose lab for a configuration: Zonite as Azure, a real DNS server on-premises, a client in each network.
    New(NewArgs),
}

/// `zonite lab new`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zonite lab new mylab --on-premises bind config/on-premises.toml
  zonite lab new mylab --on-premises dnsmasq               for the configuration that serve uses
  zonite lab new mylab --on-premises unbound --folder /tmp config/private-resolver.toml

In the lab Zonite has 168.63.129.16 on its own network. Each virtual network, six at most, has a client there. On-premises has
a desk and the DNS server. The server forwards the public zones of the linked private zones to the configuration's inbound
endpoint, or else to an Unbound in the first virtual network with links. expect.toml says what every client must see.
README.md says how to run the lab and what it leaves out. A CoreDNS configuration was checked only by reading, because no
distribution package has CoreDNS.

The exit code is 0 if the folder is written, and 2 if no lab can be made from the configuration.")]
pub(crate) struct NewArgs {
    /// The lab's name; a folder of this name must be empty.
    #[arg(value_name = "NAME", value_parser = parse_name)]
    pub(crate) name: String,
    /// The DNS server on-premises.
    #[arg(long, value_enum, value_name = "SERVER")]
    pub(crate) on_premises: OnPremisesServer,
    /// Which configuration.
    #[command(flatten)]
    pub(crate) config: ConfigArg,
    /// The configuration file.
    #[arg(value_name = "CONFIG", conflicts_with = "config")]
    pub(crate) file: Option<PathBuf>,
    /// Write NAME into this folder instead of the current one.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
}

/// A DNS server that labs can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnPremisesServer {
    /// ISC's BIND.
    Bind,
    /// NLnet Labs' Unbound.
    Unbound,
    /// Simon Kelley's dnsmasq.
    Dnsmasq,
    /// CoreDNS.
    Coredns,
}

/// Reads the name of a lab, which becomes that of a folder.
fn parse_name(text: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match !text.is_empty() && !text.starts_with(['.', '-']) && text.chars().all(is_plain) {
        true => Ok(text.to_owned()),
        false => {
            Err("is not a name for a lab; use letters, digits and hyphens, and --folder for another place"
                .to_owned())
        }
    }
}
