//! The one place that knows azure-model: from a source to what can be served.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use azure_model::Refusal;
use azure_model::{ConfigFile, Estate, Memory, Origins, Refusals};
pub(crate) use azure_model::{Disk, Files, ListenerSpec, Loaded, Severity};
use dns_server::service::Service;
use dns_server::upstream::UpstreamOptions;
use insight::explain;
use zone_store::snapshot::{NetworkId, NetworkView, Resolver, Snapshot, Vantage};

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
    /// Reads and compiles it. With an `earlier` configuration, it is the next one of that: zones that did not change are
    /// shared, and addresses that were given stay. The files that it was read from are noted whatever comes of it.
    pub(crate) fn read(&self, earlier: Option<&Configuration>) -> SourceReading {
        let files = Noting::default();
        let estate = self.estate(&files, earlier.map(|earlier| &*earlier.estate));
        let footprint = Arc::new(files.into_footprint());
        let configuration = |estate| Configuration {
            source: self.clone(),
            estate: Arc::new(estate),
            footprint: Arc::clone(&footprint),
        };
        SourceReading { configuration: estate.map(configuration), footprint }
    }

    /// Returns the folder of its zone files; `None`: it can have none.
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(formats::folder_of(path)),
            Self::Text { .. } => None,
            Self::Objects { folder, .. } => folder.as_deref(),
        }
    }

    fn estate(&self, disk: &dyn Files, earlier: Option<&Estate>) -> Result<Estate, Vec<Refusal>> {
        let nothing = Memory::default();
        let mut refusals = Refusals::default();
        let (files, folder): (&dyn Files, &Path) = match self.folder() {
            Some(folder) => (disk, folder),
            None => (&nothing, Path::new(".")),
        };
        let objects = match self {
            Self::File(path) => {
                let text = formats::read_text(path, disk)?;
                formats::toml::parse(&text, &path.display().to_string(), &mut refusals)
            }
            Self::Text { name, text } => formats::toml::parse(text, name, &mut refusals),
            Self::Objects { objects, .. } => Some((**objects).clone()),
        };
        match (objects, earlier) {
            (None, _) => Err(refusals.into_sorted()),
            (Some(objects), None) => Estate::new(objects, files, folder, refusals),
            (Some(objects), Some(earlier)) => earlier.next(objects, files, folder, refusals),
        }
    }
}

/// What came of reading a source.
pub(crate) struct SourceReading {
    pub(crate) configuration: Result<Configuration, Vec<Refusal>>,
    pub(crate) footprint: Arc<Footprint>,
}

/// A configuration that can be served: the objects, and what they come to.
pub struct Configuration {
    source: ConfigurationSource,
    estate: Arc<Estate>,
    footprint: Arc<Footprint>,
}

impl Configuration {
    /// Reads and compiles a source.
    ///
    /// # Errors
    /// Every [`Refusal`], sorted by place.
    pub fn load(source: &ConfigurationSource) -> Result<Self, Vec<Refusal>> {
        source.read(None).configuration
    }

    /// Reads and compiles a source as the next one of this configuration: zones that did not change are shared, and
    /// addresses that were given to endpoints and machines stay.
    ///
    /// # Errors
    /// Every [`Refusal`], sorted by place.
    pub fn next(&self, source: &ConfigurationSource) -> Result<Self, Vec<Refusal>> {
        source.read(Some(self)).configuration
    }

    /// Makes the next one of this configuration with objects that are changed in code. Zone files are read again.
    ///
    /// # Errors
    /// Every [`Refusal`], sorted by place.
    pub fn changed(&self, change: impl FnOnce(&mut ConfigFile)) -> Result<Self, Vec<Refusal>> {
        let mut objects = Box::new(self.estate.config().clone());
        change(&mut objects);
        let folder = self.source.folder().map(Path::to_owned);
        self.next(&ConfigurationSource::Objects { objects, folder })
    }

    /// Returns where it comes from.
    pub fn source(&self) -> &ConfigurationSource {
        &self.source
    }

    /// Returns the objects, and what they come to.
    pub fn loaded(&self) -> &Loaded {
        self.estate.loaded()
    }

    /// Returns what answers come from.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        self.estate.snapshot()
    }

    /// Returns what somebody should look at, sorted by place.
    pub fn warnings(&self) -> &[Refusal] {
        &self.loaded().warnings
    }

    /// Returns what it says about serving.
    pub fn settings(&self) -> Settings {
        settings(self.loaded())
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
        let network = |(id, network): (NetworkId, &NetworkView)| {
            let resolver = match network.dns_servers() {
                [] => Resolver::AzureDns(id),
                _ => Resolver::Client(id),
            };
            (network.name.to_string(), resolver)
        };
        let resolvers = self.loaded().compiled.resolvers.iter();
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
        &self.loaded().compiled.listeners
    }

    /// Makes it ready to be served, at no listener yet.
    pub(crate) fn service(&self) -> Service {
        let describe = |origins: &Origins, origin| origins.describe(origin).map(|source| source.to_string());
        let origins = self.loaded().compiled.origins.clone();
        let service = Service::new(Arc::clone(self.snapshot()), [])
            .with_origins(Box::new(move |origin| describe(&origins, origin)));
        if !self.loaded().model.gives_reasons() {
            return service;
        }
        let estate = Arc::clone(&self.estate);
        service.saying_why(Box::new(move |trace| explain::reason(estate.loaded(), trace)))
    }
}

/// Takes the settings out of what was loaded.
pub(crate) fn settings(loaded: &Loaded) -> Settings {
    Settings {
        cache: loaded.model.cache(),
        upstream: UpstreamOptions { case_randomization: loaded.model.randomizes_case() },
        gives_reasons: loaded.model.gives_reasons(),
        outside: loaded.compiled.snapshot.outside().clone(),
    }
}
