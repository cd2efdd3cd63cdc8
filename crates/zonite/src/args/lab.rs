//! What can be typed after `zonite lab`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::ConfigArg;

/// `zonite lab`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zonite lab new mylab --on-premises bind config/on-premises.toml
                                     write the folder mylab; its README.md says how to play it")]
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
  zonite lab new mylab --on-premises dnsmasq               of the configuration that serve would use
  zonite lab new mylab --on-premises unbound --folder /tmp config/private-resolver.toml

Zonite takes 168.63.129.16 on a network of its own. Each virtual network, six at most, has a client there; on-premises has
a desk and the server, which forwards the public zones of the linked private zones to the configuration's inbound endpoint,
else to an Unbound in the first virtual network with links. expect.toml says what every client is to see, and README.md how
to play the lab and what is not played. A CoreDNS is checked by reading only: it is in no distribution package.

Exits 0 when the folder is written, 2 when the configuration cannot be played.")]
pub(crate) struct NewArgs {
    /// The lab's name; the folder of this name must be empty, if it is there.
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
    /// Write NAME into this folder instead of the working one.
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
            Err("is not the name of a lab; write letters, digits, hyphens, and --folder for where to put it"
                .to_owned())
        }
    }
}
