//! Files of expectations with their configurations: found, read, compiled once each, and every network known.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use azure_catalogue::spelling::suggestion;
use azure_model::{Diagnostic, Disk, Loaded, Place, Refusal};
use insight::seat::SeatError;
use insight::{Client, Seat};

use crate::expectation::Expectation;
use crate::filter::Filter;
use crate::parse::{self, Emptiness, ParsedFile};

/// Files of expectations that can be run.
#[derive(Debug)]
pub struct Suite {
    /// In the order they were named; those of a folder by name.
    pub files: Vec<TestFile>,
}

/// One file of expectations.
#[derive(Debug)]
pub struct TestFile {
    /// Its path as it was named or found.
    pub path: PathBuf,
    /// What its networks are made of.
    pub config: Arc<Config>,
    /// What is expected, without what a filter left out.
    pub cases: Vec<TestCase>,
}

/// An expectation whose place in the world is known.
#[derive(Debug)]
pub struct TestCase {
    /// As written.
    pub expectation: Expectation,
    /// Where the client is, and the resolver that it asks.
    pub seat: Seat,
}

/// A configuration, compiled.
#[derive(Debug)]
pub struct Config {
    /// Its path.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// What it comes to.
    pub loaded: Loaded,
}

/// Which files, and how they are read.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Files, and folders of files.
    pub paths: Vec<PathBuf>,
    /// The configuration that takes the place of the one that each file names.
    pub config: Option<PathBuf>,
    /// Which expectations; `None`: all.
    pub filter: Option<Filter>,
    /// Whether expectations may expect nothing.
    pub is_update: bool,
}

impl Suite {
    /// Reads files of expectations and compiles their configurations.
    ///
    /// # Errors
    /// Every [`Diagnostic`] of every file, sorted by place within each.
    pub fn load(selection: &Selection) -> Result<Self, Vec<Diagnostic>> {
        let mut loader = Loader { selection, configs: HashMap::new(), problems: Vec::new() };
        let paths: Vec<PathBuf> = selection.paths.iter().flat_map(|path| loader.find(path)).collect();
        let files: Vec<TestFile> = paths.into_iter().filter_map(|path| loader.file(path)).collect();
        match loader.problems.is_empty() {
            true => Ok(Self { files }),
            false => Err(loader.problems),
        }
    }

    /// Counts the expectations.
    pub fn count(&self) -> usize {
        self.files.iter().map(|file| file.cases.len()).sum()
    }

    /// Iterates over the cases with their files, in order.
    pub fn cases(&self) -> impl Iterator<Item = (&TestFile, &TestCase)> {
        self.files.iter().flat_map(|file| file.cases.iter().map(move |case| (file, case)))
    }
}

/// Reads one file after the other; a configuration is compiled once, or reported once.
struct Loader<'l> {
    selection: &'l Selection,
    configs: HashMap<PathBuf, Option<Arc<Config>>>,
    problems: Vec<Diagnostic>,
}

impl Loader<'_> {
    /// Finds the files that a path stands for.
    fn find(&mut self, path: &Path) -> Vec<PathBuf> {
        if !path.is_dir() {
            return vec![path.to_owned()];
        }
        let mut found = Vec::new();
        if let Err(error) = gather(path, &mut found) {
            self.problems.push(problem(path, format!("cannot be read: {error}")));
        } else if found.is_empty() {
            let empty = problem(path, "has no file of expectations");
            self.problems
                .push(empty.fix("write a .toml with [[expect]] tables into it, or name another folder"));
        }
        found
    }

    fn file(&mut self, path: PathBuf) -> Option<TestFile> {
        let emptiness = if self.selection.is_update { Emptiness::ToBeFilled } else { Emptiness::Refused };
        let parsed = read(&path).and_then(|text| parse::parse(&text, &path, emptiness));
        let ParsedFile { config: written, expect } = match parsed {
            Ok(written) => written,
            Err(problems) => {
                self.problems.extend(problems);
                return None;
            }
        };
        let config = match (&self.selection.config, written) {
            (Some(config), _) => self.config(config, None),
            (None, Some((config, place))) => {
                let folder = path.parent().unwrap_or(Path::new(""));
                self.config(&folder.join(config), Some(place))
            }
            (None, None) => {
                let fix = "write config = \"my.toml\" at its top, relative to it, or name one with --config";
                self.problems.push(problem(&path, "names no configuration").fix(fix));
                return None;
            }
        }?;
        let mut cases = Vec::new();
        for expectation in expect {
            match seat(&expectation, &config) {
                Ok(seat) => cases.push(TestCase { expectation, seat }),
                Err(problem) => self.problems.push(*problem),
            }
        }
        cases.retain(|case| {
            self.selection.filter.as_ref().is_none_or(|filter| filter.takes(&case.expectation))
        });
        Some(TestFile { path, config, cases })
    }

    /// Compiles a configuration, once; `named` is where a file names it.
    fn config(&mut self, path: &Path, named: Option<Place>) -> Option<Arc<Config>> {
        let shown = tidy(path);
        let key = shown.canonicalize().unwrap_or_else(|_| shown.clone());
        if let Some(known) = self.configs.get(&key) {
            return known.clone();
        }
        let compiled = compile(&shown);
        let config = match compiled {
            Ok(config) => Some(Arc::new(config)),
            Err(problems) => {
                if let (Some(place), false) = (named, shown.exists()) {
                    let missing = Diagnostic::error(place, "config", "is not there");
                    self.problems.push(
                        missing
                            .value(format!("\"{}\"", shown.display()))
                            .fix("paths are relative to this file"),
                    );
                } else {
                    self.problems.extend(problems);
                }
                None
            }
        };
        self.configs.insert(key, config.clone());
        config
    }
}

/// Finds where an expectation's client is, and the resolver that it asks.
fn seat(expectation: &Expectation, config: &Config) -> Result<Seat, Box<Diagnostic>> {
    let snapshot = &config.loaded.compiled.snapshot;
    let found = match expectation.from.strip_prefix('@') {
        Some(resolver) => Seat::asking(&config.loaded, Client::Internet, Some(resolver)),
        None => Client::read(snapshot, &expectation.from).map(|client| Seat::of(snapshot, client)),
    };
    found.map_err(|error| Box::new(no_seat(expectation, config, &error)))
}

/// Describes a `from` that matches no network and no resolver.
fn no_seat(expectation: &Expectation, config: &Config, error: &SeatError) -> Diagnostic {
    let snapshot = &config.loaded.compiled.snapshot;
    let (problem, known): (_, Vec<String>) = match error {
        SeatError::NoNetwork { .. } => {
            let networks = snapshot.networks().map(|(_, network)| network.name.to_string());
            let others = ["internet", "an address"].map(str::to_owned);
            ("is not a network of the configuration".to_owned(), networks.chain(others).collect())
        }
        SeatError::NoResolver { resolvers, .. } => {
            let named = resolvers.iter().filter(|name| *name != "azure_dns").map(|name| format!("@{name}"));
            let internet = "@internet".to_owned();
            ("is not a resolver of the configuration".to_owned(), named.chain([internet]).collect())
        }
        SeatError::SeveralResolvers { resolvers, .. } => {
            let named = resolvers.iter().map(|name| format!("@{name}"));
            ("is the address of several resolvers".to_owned(), named.collect())
        }
        SeatError::OutOfReach { networks } => {
            ("is 168.63.129.16, which answers each network for itself".to_owned(), networks.clone())
        }
    };
    let key = format!("expect[{}].from", expectation.position);
    let unknown = Diagnostic::error(expectation.from_place.clone(), key, problem);
    let unknown = unknown.value(format!("\"{}\"", expectation.from));
    match suggestion(&expectation.from, known.iter().map(|name| &**name)) {
        Some(suggestion) => unknown.fix(format!("{suggestion} There are {}", known.join(", "))),
        None => unknown.fix(format!("there are {}", known.join(", "))),
    }
}

/// Gathers the files of expectations of a folder and the folders in it, by name.
fn gather(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let entries = std::fs::read_dir(folder)?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let is_meant = std::fs::read_to_string(&path).is_ok_and(|text| parse::is_meant(&text));
            found.extend(is_meant.then_some(path));
        }
    }
    Ok(())
}

fn compile(path: &Path) -> Result<Config, Vec<Diagnostic>> {
    let text = formats::read_text(path, &Disk).map_err(|refusals| Refusal::to_diagnostics(&refusals))?;
    let loaded = formats::load_written(&formats::ConfigurationText { path, text: &text, files: &Disk })
        .map_err(|refusals| Refusal::to_diagnostics(&refusals))?;
    Ok(Config { path: path.to_owned(), text, loaded })
}

fn read(path: &Path) -> Result<String, Vec<Diagnostic>> {
    std::fs::read_to_string(path).map_err(|error| vec![problem(path, format!("cannot be read: {error}"))])
}

fn problem(path: &Path, text: impl Into<String>) -> Diagnostic {
    let place = Place { file: path.display().to_string().into(), line: 0, column: 0 };
    Diagnostic::error(place, "", text)
}

/// Takes `folder/..` out of a path, so that messages are short.
fn tidy(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut plain = PathBuf::new();
    for component in path.components() {
        let is_named = matches!(plain.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::CurDir => {}
            Component::ParentDir if is_named => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_without_detours() {
        for (path, want) in [
            ("tests/scenarios/../../config/lab.toml", "config/lab.toml"),
            ("./lab.toml", "lab.toml"),
            ("../config/lab.toml", "../config/lab.toml"),
            ("/a/../b", "/b"),
        ] {
            assert_eq!(tidy(Path::new(path)), Path::new(want), "{path}");
        }
    }
}
