//! The one place that knows azure-model: from a source to what can be served.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use azure_model::{
    ConfigFile, Diagnostic, Diagnostics, Files, ListenerSpec, Loaded, Memory, Origins, Written,
};
use dns_server::service::Service;
use insight::explain;
use zone_store::snapshot::{Network, NetworkId, Resolver, Snapshot, Vantage};

use crate::footprint::{Footprint, Noting};
use crate::settings::Settings;

/// Where a configuration comes from.
#[derive(Debug, Clone)]
pub enum ConfigurationSource {
    /// A file, with the zone files that it names. It can be read again.
    File(PathBuf),
    /// A text without other files; `name` stands for it in messages.
    Text {
        /// What it is called.
        name: String,
        /// The text.
        text: String,
    },
    /// Objects that were built or changed in code.
    Objects {
        /// The objects.
        objects: Box<ConfigFile>,
        /// The folder of their zone files; `None`: they can have none.
        folder: Option<PathBuf>,
    },
}

impl fmt::Display for ConfigurationSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Text { name, .. } => f.write_str(name),
            Self::Objects { .. } => f.write_str("the objects in code"),
        }
    }
}

impl ConfigurationSource {
    /// Reads and compiles it. The files that it was read from are noted whatever comes of it.
    pub(crate) fn read(&self) -> SourceReading {
        let files = Noting::default();
        let loaded = self.load_from(&files);
        let footprint = Arc::new(files.into_footprint());
        let configuration = |loaded| Configuration {
            source: self.clone(),
            loaded: Arc::new(loaded),
            footprint: Arc::clone(&footprint),
        };
        SourceReading { configuration: loaded.map(configuration), footprint }
    }

    fn load_from(&self, disk: &dyn Files) -> Result<Loaded, Vec<Diagnostic>> {
        let nothing = Memory::default();
        match self {
            Self::File(path) => azure_model::load(path, disk),
            Self::Text { name, text } => {
                azure_model::load_written(&Written { path: Path::new(name), text, files: &nothing })
            }
            Self::Objects { objects, folder } => {
                let (files, folder): (&dyn Files, &Path) = match folder {
                    Some(folder) => (disk, folder),
                    None => (&nothing, Path::new(".")),
                };
                azure_model::load_config((**objects).clone(), files, folder, Diagnostics::default())
            }
        }
    }
}

/// What came of reading a source.
pub(crate) struct SourceReading {
    pub(crate) configuration: Result<Configuration, Vec<Diagnostic>>,
    pub(crate) footprint: Arc<Footprint>,
}

/// A configuration that can be served: the objects, and what they come to.
pub struct Configuration {
    source: ConfigurationSource,
    loaded: Arc<Loaded>,
    footprint: Arc<Footprint>,
}

impl Configuration {
    /// Reads and compiles a source.
    ///
    /// # Errors
    /// Every [`Diagnostic`], sorted by place.
    pub fn load(source: &ConfigurationSource) -> Result<Self, Vec<Diagnostic>> {
        source.read().configuration
    }

    /// Returns where it comes from.
    pub fn source(&self) -> &ConfigurationSource {
        &self.source
    }

    /// Returns the objects, and what they come to.
    pub fn loaded(&self) -> &Arc<Loaded> {
        &self.loaded
    }

    /// Returns what answers come from.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.loaded.compiled.snapshot
    }

    /// Returns what somebody should look at, sorted by place.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.loaded.warnings
    }

    /// Returns what it says about serving.
    pub fn settings(&self) -> Settings {
        Settings::of(&self.loaded)
    }

    /// Names every place where a client can be, and every resolver that it can ask directly after `@`; the public side
    /// comes first.
    pub fn places(&self) -> Vec<String> {
        self.vantages().map(|(place, _)| place).collect()
    }

    /// Returns what a place fixes about its queries; `None` if there is no such place.
    pub(crate) fn vantage_of(&self, place: &str) -> Option<Vantage> {
        self.vantages().find(|(name, _)| name == place).map(|(_, vantage)| vantage)
    }

    fn vantages(&self) -> impl Iterator<Item = (String, Vantage)> {
        let network = |(id, network): (NetworkId, &Network)| {
            let resolver = match network.dns_servers() {
                [] => Resolver::AzureDns(id),
                _ => Resolver::Client(id),
            };
            (network.name.to_string(), resolver)
        };
        let resolvers = self.loaded.compiled.resolvers.iter();
        let direct = resolvers.map(|(name, resolver)| (format!("@{name}"), *resolver));
        let networks = self.snapshot().networks().map(network);
        let all = [("internet".to_owned(), Resolver::Internet)].into_iter().chain(networks).chain(direct);
        all.map(|(place, resolver)| (place, Vantage::Resolver(resolver)))
    }

    /// Returns the files that it was read from.
    pub(crate) fn footprint(&self) -> &Arc<Footprint> {
        &self.footprint
    }

    /// Returns the listeners that it asks for.
    pub(crate) fn listeners(&self) -> &[ListenerSpec] {
        &self.loaded.compiled.listeners
    }

    /// Makes it ready to be served, at no listener yet.
    pub(crate) fn service(&self) -> Service {
        let describe = |origins: &Origins, origin| origins.describe(origin).map(|source| source.to_string());
        let origins = self.loaded.compiled.origins.clone();
        let service = Service::new(Arc::clone(self.snapshot()), [])
            .with_origins(Box::new(move |origin| describe(&origins, origin)));
        if !self.loaded.model.gives_reasons() {
            return service;
        }
        let loaded = Arc::clone(&self.loaded);
        service.saying_why(Box::new(move |events| explain::reason(&loaded, events)))
    }
}
