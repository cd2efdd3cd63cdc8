//! The whole way from a file to what can be served.

use std::path::Path;

use azure_model::{Estate, Files, Loaded, Memory};
use azure_objects::refusal::SyntaxRefusal;
use azure_objects::{ConfigFile, Provenance, Refusal, Refusals, Site};

use crate::toml;

/// Loads a configuration file and the zone files that it names.
///
/// # Errors
/// Every [`Refusal`] of every stage, sorted by place.
pub fn load(path: &Path, files: &dyn Files) -> Result<Loaded, Vec<Refusal>> {
    let text = read_text(path, files)?;
    load_written(&ConfigurationText { path, text: &text, files })
}

/// Reads the text of a configuration.
///
/// # Errors
/// One [`Refusal`] that says why it cannot be read.
pub fn read_text(path: &Path, files: &dyn Files) -> Result<String, Vec<Refusal>> {
    let name = path.display().to_string();
    let octets = files.read(path).map_err(|error| vec![unreadable(&name, &error.to_string())])?;
    String::from_utf8(octets).map_err(|_| vec![unreadable(&name, "it is not UTF-8 text")])
}

/// A configuration as it is written.
#[derive(Clone, Copy)]
pub struct ConfigurationText<'a> {
    /// Its path, whose folder its zone files are in; a name that stands for it, if it is no file.
    pub path: &'a Path,
    /// Its text.
    pub text: &'a str,
    /// Its zone files.
    pub files: &'a dyn Files,
}

/// Loads a configuration whose text has been read.
///
/// # Errors
/// Every [`Refusal`] of every stage, sorted by place.
pub fn load_written(written: &ConfigurationText<'_>) -> Result<Loaded, Vec<Refusal>> {
    let ConfigurationText { path, text, files } = *written;
    let mut refusals = Refusals::default();
    match toml::parse(text, &path.display().to_string(), &mut refusals) {
        Some(config) => load_config(config, files, folder_of(path), refusals),
        None => Err(refusals.into_sorted()),
    }
}

/// Returns the folder that the paths in a configuration file are relative to.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Loads a configuration from a text without any other file; `name` stands for it in refusals.
///
/// # Errors
/// Every [`Refusal`] of every stage, sorted by place.
pub fn load_text(text: &str, name: &str) -> Result<Loaded, Vec<Refusal>> {
    load_written(&ConfigurationText { path: Path::new(name), text, files: &Memory::default() })
}

/// Loads a configuration that was parsed, or built in code; its zone files are relative to `folder`.
///
/// # Errors
/// Every [`Refusal`] of every stage, sorted by place. What `refusals` holds already is among them.
pub fn load_config(
    config: ConfigFile,
    files: &dyn Files,
    folder: &Path,
    refusals: Refusals,
) -> Result<Loaded, Vec<Refusal>> {
    Estate::new(config, files, folder, refusals).map(Estate::into_loaded)
}

/// Says that what a name stands for cannot be read.
pub fn unreadable(name: &str, why: &str) -> Refusal {
    Site::table(Provenance::whole_file(name), "".into())
        .refuse(SyntaxRefusal::Unreadable { why: why.to_owned() })
}
