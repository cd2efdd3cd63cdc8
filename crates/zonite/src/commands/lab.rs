//! `zonite lab new`: a configuration becomes a folder that Compose can play.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use azure_model::{Disk, Refusal};
use lab::{Lab, OnPremises, Order};

use super::Exit;
use crate::args::{LabArgs, LabCommand, NewArgs, OnPremisesServer};
use crate::source::{self, Text};

/// Runs a command about labs.
pub(crate) fn run(args: &LabArgs) -> Result<Exit> {
    match &args.command {
        LabCommand::New(args) => new(args),
    }
}

/// Writes a lab, whole or not at all.
fn new(args: &NewArgs) -> Result<Exit> {
    let folder = args.folder.join(&args.name);
    check_free(&folder)?;
    let source = source::find(args.config.config.as_deref(), args.file.as_deref());
    let on_premises = match args.on_premises {
        OnPremisesServer::Bind => OnPremises::Bind,
        OnPremisesServer::Unbound => OnPremises::Unbound,
        OnPremisesServer::Dnsmasq => OnPremises::Dnsmasq,
        OnPremisesServer::Coredns => OnPremises::Coredns,
    };
    let order = Order { name: &args.name, on_premises };
    let made = Text::read(&source, &Disk)
        .map_err(|refusals| Refusal::to_diagnostics(&refusals))
        .and_then(|text| lab::generate(&text.as_written(&Disk), order));
    let lab = made.map_err(|findings| {
        findings.iter().for_each(|finding| eprintln!("{finding}"));
        anyhow!("{source}: {}; nothing was written", source::count(findings.len()))
    })?;
    lab.warnings.iter().for_each(|warning| eprintln!("{warning}"));
    write(&lab, &folder)?;
    let mut text = format!(
        "{} has the lab; {} says how to run it.\n",
        folder.display(),
        folder.join("README.md").display()
    );
    if !lab.notes.is_empty() {
        text.push_str("What it leaves out:\n");
        lab.notes.iter().for_each(|note| text.push_str(&format!("- {note}\n")));
    }
    std::io::stdout().write_all(text.as_bytes()).context("cannot write to standard output")?;
    Ok(Exit::Fine)
}

/// Refuses to write over anything.
fn check_free(folder: &Path) -> Result<()> {
    match std::fs::read_dir(folder) {
        Ok(entries) => match entries.count() {
            0 => Ok(()),
            _ => bail!("{} is not empty; remove it, or choose another name", folder.display()),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot write {}", folder.display())),
    }
}

/// Writes the files beside the folder first, so that half a lab never has its name.
fn write(lab: &Lab, folder: &Path) -> Result<()> {
    let temporary = folder.with_extension(format!("{}.tmp", std::process::id()));
    let place = || -> std::io::Result<()> {
        for file in &lab.files {
            let path = temporary.join(&file.path);
            std::fs::create_dir_all(path.parent().unwrap_or(&temporary))?;
            std::fs::write(path, &file.octets)?;
        }
        // An empty folder of this name is replaced.
        std::fs::rename(&temporary, folder)
    };
    place()
        .inspect_err(|_| drop(std::fs::remove_dir_all(&temporary)))
        .with_context(|| format!("cannot write {}", folder.display()))
}
