//! A model as it is kept: what it was made of, for the next change, and what is served of it.

use std::path::{Path, PathBuf};

use azure_model::{Compiled, ConfigFile, Diagnostic, Diagnostics, Disk, Files, Loaded, Memory};
use dns_server::service::Service;
use zone_store::cache::CacheLimits;
use zone_store::snapshot::{Network, NetworkId, Resolver, Vantage};

use crate::error::Error;

/// What stands for a text in diagnostics.
const TEXT: &str = "model";

/// A model without a mistake, about to be served.
pub(crate) struct Model {
    pub(crate) kept: Kept,
    /// What answers.
    pub(crate) service: Service,
}

/// What is kept of a model that is served.
pub(crate) struct Kept {
    /// What it was made of.
    source: Source,
    /// What a client can be, and the resolvers it can ask directly.
    pub(crate) places: Vec<String>,
    /// How much its resolvers remember.
    pub(crate) cache: CacheLimits,
}

/// What a model is made of.
#[derive(Clone)]
struct Source {
    config: ConfigFile,
    /// The folder of its zone files; `None`: it came from no file, and can have none.
    folder: Option<PathBuf>,
}

impl Model {
    /// Makes the model of a text.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        Self::read(text, TEXT, None)
    }

    /// Makes the model of a file.
    pub(crate) fn load(path: &Path) -> Result<Self, Error> {
        let text = azure_model::read_text(path, &Disk).map_err(Error::Model)?;
        Self::read(&text, &path.display().to_string(), Some(azure_model::folder_of(path).to_owned()))
    }

    fn read(text: &str, name: &str, folder: Option<PathBuf>) -> Result<Self, Error> {
        let mut diagnostics = Diagnostics::default();
        match ConfigFile::parse(text, name, &mut diagnostics) {
            Some(config) => Self::build(Source { config, folder }, diagnostics),
            None => Err(errors_only(diagnostics.into_sorted())),
        }
    }

    fn build(source: Source, diagnostics: Diagnostics) -> Result<Self, Error> {
        let Source { config, folder } = source.clone();
        let memory = Memory::default();
        let (files, folder): (&dyn Files, &Path) = match &folder {
            Some(folder) => (&Disk, folder),
            None => (&memory, Path::new(".")),
        };
        let loaded = azure_model::load_config(config, files, folder, diagnostics);
        let Loaded { model, compiled, .. } = loaded.map_err(errors_only)?;
        let vantages = vantages(&compiled);
        let places = vantages.iter().map(|(place, _)| place.clone()).collect();
        let service = Service::new(compiled.snapshot, vantages);
        Ok(Self { kept: Kept { source, places, cache: model.cache() }, service })
    }
}

impl Kept {
    /// Makes the model that a change leads to.
    pub(crate) fn changed(&self, change: impl FnOnce(&mut ConfigFile)) -> Result<Model, Error> {
        let mut source = self.source.clone();
        change(&mut source.config);
        Model::build(source, Diagnostics::default())
    }
}

/// Leaves out what one may look at: a test is told why its model cannot be served.
fn errors_only(list: Vec<Diagnostic>) -> Error {
    Error::Model(list.into_iter().filter(|one| one.severity == azure_model::Severity::Error).collect())
}

/// Names who can be asked, the public side first, and what each place fixes about its queries.
fn vantages(compiled: &Compiled) -> Vec<(String, Vantage)> {
    let network = |(id, network): (NetworkId, &Network)| {
        let resolver = match network.dns_servers() {
            [] => Resolver::AzureDns(id),
            _ => Resolver::Client(id),
        };
        (network.name.to_string(), resolver)
    };
    let direct = compiled.resolvers.iter().map(|(name, resolver)| (format!("@{name}"), *resolver));
    let networks = compiled.snapshot.networks().map(network);
    let all = [("internet".to_owned(), Resolver::Internet)].into_iter().chain(networks).chain(direct);
    all.map(|(place, resolver)| (place, Vantage::Resolver(resolver))).collect()
}
