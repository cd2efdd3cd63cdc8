//! Which configuration: found by the rules of the help text, read, compiled.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Result, anyhow};
use azure_model::{Disk, Files, Loaded, Memory, Refusal};
use dns_server::platform::Platform;
use formats::ConfigurationText;
use host::Configuration;

/// The built-in example.
const EXAMPLE: &str = include_str!("../../../config/myregistry.toml");
/// Its name in messages.
const EXAMPLE_NAME: &str = "the built-in example";
/// The name of standard input in messages.
const STDIN_NAME: &str = "standard input";

/// Where the configuration comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ConfigSource {
    /// This file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// The example in the program.
    BuiltIn,
}

impl fmt::Display for ConfigSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Stdin => f.write_str(STDIN_NAME),
            Self::BuiltIn => f.write_str(EXAMPLE_NAME),
        }
    }
}

/// Tells whether a word names a configuration file: it ends in `.toml` or contains a `/`; or a `\`, where that separates
/// folders.
pub(crate) fn is_config(word: &str) -> bool {
    word.ends_with(".toml") || word.contains(std::path::is_separator)
}

/// Returns where a configuration is looked for when none is named, in this order.
fn places(platform: Platform, variable: impl Fn(&str) -> Option<PathBuf>) -> Vec<PathBuf> {
    let of_system = match platform {
        Platform::Windows => variable("ProgramData").map(|folder| folder.join("Zonite").join("zonite.toml")),
        Platform::Linux | Platform::MacOs | Platform::Unix => Some(PathBuf::from("/etc/zonite/zonite.toml")),
    };
    std::iter::once(PathBuf::from("zonite.toml")).chain(of_system).collect()
}

/// Finds the configuration: `-c FILE`, a word, `$ZONITE_CONFIG`, the usual places, the example.
pub(crate) fn find(flag: Option<&Path>, word: Option<&Path>) -> ConfigSource {
    let named = flag.or(word).map(Path::to_owned);
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let usual = || places(Platform::HERE, variable).into_iter().find(|path| path.exists());
    match named.or_else(|| variable("ZONITE_CONFIG")).or_else(usual) {
        Some(path) if path.as_os_str() == "-" => ConfigSource::Stdin,
        Some(path) => ConfigSource::File(path),
        None => ConfigSource::BuiltIn,
    }
}

/// The text of a configuration, and what it is called in messages.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    path: PathBuf,
    /// As it was read.
    pub(crate) text: String,
    /// Whether zone files may stand beside it.
    is_file: bool,
}

impl Text {
    /// Reads it; standard input can be read once.
    ///
    /// # Errors
    /// One refusal that says why it cannot be read.
    pub(crate) fn read(source: &ConfigSource, files: &dyn Files) -> Result<Self, Vec<Refusal>> {
        let (path, text, is_file) = match source {
            ConfigSource::BuiltIn => (EXAMPLE_NAME.into(), EXAMPLE.to_owned(), false),
            ConfigSource::File(path) => (path.clone(), formats::read_text(path, files)?, true),
            ConfigSource::Stdin => match std::io::read_to_string(std::io::stdin()) {
                Ok(text) => (STDIN_NAME.into(), text, false),
                Err(error) => {
                    return Err(vec![formats::unreadable(STDIN_NAME, &error.to_string())]);
                }
            },
        };
        Ok(Self { path, text, is_file })
    }

    /// Returns it for loading, and for trying changes.
    pub(crate) fn as_written<'a>(&'a self, files: &'a dyn Files) -> ConfigurationText<'a> {
        static NONE: LazyLock<Memory> = LazyLock::new(Memory::default);
        let files: &dyn Files = if self.is_file { files } else { &*NONE };
        ConfigurationText { path: &self.path, text: &self.text, files }
    }
}

/// Reads and compiles a configuration; findings go to standard error.
///
/// # Errors
/// One line that sums up.
pub(crate) fn load(source: &ConfigSource) -> Result<Loaded> {
    Ok(load_text(source)?.1)
}

/// Does the same for a host, which can load a file again.
///
/// # Errors
/// One line that sums up.
pub(crate) fn load_for_host(source: &ConfigSource) -> Result<Configuration> {
    let from = match source {
        ConfigSource::File(path) => host::ConfigurationSource::File(path.clone()),
        ConfigSource::Stdin | ConfigSource::BuiltIn => {
            let Text { text, .. } =
                Text::read(source, &Disk).map_err(|findings| failure(source, &findings))?;
            host::ConfigurationSource::Text { name: source.to_string(), text }
        }
    };
    match Configuration::load(&from) {
        Ok(configuration) => {
            configuration.warnings().iter().for_each(|warning| eprintln!("{warning}"));
            Ok(configuration)
        }
        Err(findings) => Err(failure(source, &findings)),
    }
}

/// Does the same, and keeps the text.
///
/// # Errors
/// One line that sums up.
pub(crate) fn load_text(source: &ConfigSource) -> Result<(Text, Loaded)> {
    match Text::read(source, &Disk) {
        Ok(text) => {
            let loaded = tell(source, formats::load_written(&text.as_written(&Disk)))?;
            Ok((text, loaded))
        }
        Err(findings) => Err(failure(source, &findings)),
    }
}

/// Writes findings to standard error.
fn tell(source: &ConfigSource, read: Result<Loaded, Vec<Refusal>>) -> Result<Loaded> {
    match read {
        Ok(loaded) => {
            loaded.warnings.iter().for_each(|warning| eprintln!("{warning}"));
            Ok(loaded)
        }
        Err(findings) => Err(failure(source, &findings)),
    }
}

fn failure(source: &ConfigSource, findings: &[Refusal]) -> anyhow::Error {
    findings.iter().for_each(|finding| eprintln!("{finding}"));
    anyhow!("{source}: {}; nothing was done", count(findings.len()))
}

/// Writes a number of problems.
pub(crate) fn count(problems: usize) -> String {
    if problems == 1 { "1 problem".to_owned() } else { format!("{problems} problems") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_system_has_its_place_for_the_configuration() {
        let variable = |name: &str| (name == "ProgramData").then(|| PathBuf::from("/programs"));
        let of_system = |platform| places(platform, variable).pop();
        assert_eq!(of_system(Platform::Windows), Some("/programs/Zonite/zonite.toml".into()));
        assert_eq!(of_system(Platform::MacOs), Some("/etc/zonite/zonite.toml".into()));
        assert_eq!(places(Platform::Windows, |_| None), [PathBuf::from("zonite.toml")]);
    }
}
