//! A compose lab from a user's configuration, as data.
//!
//! In: the text of a configuration and the kind of the on-premises server. Out: the files of the lab. [`generate`] loads the
//! configuration, decides which container has which address (`plan`), and makes the text of each file. The engine of
//! zone-store says what clients must see, and the catalogue says which zones on-premises forwards.
//!
//! It writes no files and opens no sockets.

mod addresses;
mod compose;
mod configuration;
mod forwards;
mod plan;
mod questions;
mod readme;
mod recorder;
mod servers;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::Path;

use azure_model::{Diagnostic, Memory, Place, Refusal};
use formats::{ConfigurationText, load_written};

use crate::plan::Plan;
use crate::questions::Questions;
use crate::recorder::Recorder;

/// The DNS server that on-premises has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnPremises {
    /// ISC's BIND.
    Bind,
    /// NLnet Labs' Unbound.
    Unbound,
    /// dnsmasq, which forwards and does not recurse.
    Dnsmasq,
    /// CoreDNS, which is in no distribution package.
    Coredns,
}

impl OnPremises {
    /// Returns its name as people write it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bind => "BIND",
            Self::Unbound => "Unbound",
            Self::Dnsmasq => "dnsmasq",
            Self::Coredns => "CoreDNS",
        }
    }

    /// Tells whether it asks for a CNAME's target itself where that lies in none of the zone that it forwarded for.
    const fn chases(self) -> bool {
        match self {
            Self::Bind | Self::Unbound => true,
            Self::Dnsmasq | Self::Coredns => false,
        }
    }
}

/// What lab is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Order<'o> {
    /// Its name.
    pub name: &'o str,
    /// The server on-premises.
    pub on_premises: OnPremises,
}

/// A lab.
#[derive(Debug)]
pub struct Lab {
    /// Its files, by path.
    pub files: Vec<File>,
    /// What the configuration's owner should look at.
    pub warnings: Vec<Diagnostic>,
    /// What the lab leaves out, each a sentence.
    pub notes: Vec<String>,
}

/// A file of a lab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the lab's folder, with `/`.
    pub path: String,
    /// What is in it.
    pub octets: Vec<u8>,
}

impl File {
    fn new(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), octets: text.into() }
    }
}

/// Makes a lab of a configuration.
///
/// # Errors
/// Every [`Diagnostic`] of the configuration, or everything in it that cannot be played.
pub fn generate(written: &ConfigurationText<'_>, order: Order<'_>) -> Result<Lab, Vec<Diagnostic>> {
    let recorder = Recorder::new(written.files);
    let loaded = load_written(&ConfigurationText { files: &recorder, ..*written }).map_err(refused)?;
    let plan = Plan::new(&loaded, written.path, order)?;
    let text = configuration::edit(written, &loaded, &plan)?;
    let mut files = zone_files(&recorder, written.path);
    let played = files.iter().fold(Memory::default(), |memory, file| memory.with(&file.path, &*file.octets));
    let config = Path::new(configuration::FILE);
    // The lab's configuration is loaded as Zonite will load it there: what is asked here is what will be served.
    let lab =
        load_written(&ConfigurationText { path: config, text: &text, files: &played }).map_err(refused)?;
    let questions = Questions::new(&lab, &plan);
    if questions.expected.is_empty() {
        let place = Place { file: written.path.display().to_string().into(), line: 0, column: 0 };
        let problem =
            "has no name that clients could ask for: no registry, no resource, no record in a linked zone";
        return Err(vec![Diagnostic::error(place, "", problem).fix("add a [[container_registry]]")]);
    }
    let mut notes = plan.notes.clone();
    notes.extend(questions.notes.iter().cloned());
    let mut own = vec![
        File::new("compose.yaml", compose::write(&plan)),
        File::new(configuration::FILE, text),
        File::new("expect.toml", questions.expectations(&plan)),
        File::new("saw.txt", questions.query_log(&plan)),
        File::new("README.md", readme::write(&plan, &questions, &notes)),
    ];
    own.extend(servers::files(&plan));
    own.extend(servers::resolv_confs(&plan));
    clashes(&own, &files, written.path)?;
    files.extend(own);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Lab { files, warnings: Refusal::to_diagnostics(&loaded.warnings), notes })
}

/// Describes what is refused of a configuration.
#[expect(clippy::needless_pass_by_value, reason = "it takes over what a result holds")]
fn refused(refusals: Vec<Refusal>) -> Vec<Diagnostic> {
    Refusal::to_diagnostics(&refusals)
}

/// Returns the zone files that were read, where the configuration expects them.
fn zone_files(recorder: &Recorder<'_>, config: &Path) -> Vec<File> {
    let folder = config.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    recorder.read_below(folder).into_iter().map(|(path, octets)| File::new(path, octets)).collect()
}

/// Reports zone files that have the name of a file of the lab.
fn clashes(own: &[File], copied: &[File], config: &Path) -> Result<(), Vec<Diagnostic>> {
    let taken: BTreeSet<&str> = own.iter().map(|file| &*file.path).collect();
    let report = |file: &File| {
        let place = Place { file: config.display().to_string().into(), line: 0, column: 0 };
        let problem = format!("its zone file {} has the name of a file of the lab", file.path);
        Diagnostic::error(place, "", problem).fix("rename the zone file")
    };
    let found: Vec<Diagnostic> =
        copied.iter().filter(|file| taken.contains(&*file.path)).map(report).collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}
