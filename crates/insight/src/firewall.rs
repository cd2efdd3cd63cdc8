//! What a firewall, and a proxy, in front of clients must know of a registry.
//!
//! Names and tags, never addresses of the public side: those are Microsoft's, and change every week.

mod private;
#[cfg(test)]
mod tests;

use std::fmt;

pub use private::{Exempt, PrivateTarget, exempt_from_proxies, private_targets};

use azure_catalogue::Cloud;
use azure_catalogue::regions::spelled;
use azure_model::model::{MemberKind, Model, Registry, RegistryIndex};

/// The one port of a registry, of its data and of everything around it.
pub const PORT: u16 = 443;

/// What clients of a registry connect to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirements {
    /// The registry's endpoints, as `az acr show-endpoints` has them.
    pub endpoints: Endpoints,
    /// Every name, the registry's own first.
    pub hosts: Vec<AllowedHost>,
    /// The same as service tags, for rules that know addresses only.
    pub service_tags: Vec<ServiceTag>,
    /// Whether layers come from data endpoints of its own.
    pub has_data_endpoints: bool,
    /// Names that must be allowed before data endpoints are switched on; empty: they are on, or its tier has none.
    pub before_data_endpoints: Vec<String>,
}

/// The answer of `az acr show-endpoints`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// The login server.
    pub login_server: String,
    /// Where layers come from, by region; without data endpoints the wildcard of storage accounts.
    pub data_endpoints: Vec<Regional>,
    /// Its regional endpoints; `None`: they are not enabled.
    pub regional_endpoints: Option<Vec<Regional>>,
}

/// An endpoint of a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regional {
    /// The region, as `westeurope`.
    pub region: String,
    /// The name.
    pub endpoint: String,
}

/// A name that clients connect to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHost {
    /// A domain name, or a wildcard.
    pub name: String,
    /// What is there.
    pub purpose: Purpose,
}

/// What a name is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Authentication, manifests, pushes.
    LoginServer,
    /// Layers of this region.
    DataEndpoint(String),
    /// The login server of this region alone.
    RegionalEndpoint(String),
    /// Layers, in storage accounts that are Microsoft's to choose.
    StorageAccounts,
    /// The certificate of every registry.
    Certificate,
    /// Microsoft's own images.
    MicrosoftRegistry,
    /// Layers of Microsoft's own images.
    MicrosoftRegistryData,
    /// The sign-in of `az login` and `az acr login`.
    SignIn,
    /// The resource manager, which `az acr` asks.
    ResourceManager,
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LoginServer => f.write_str("login server"),
            Self::DataEndpoint(region) => write!(f, "data endpoint of {region}"),
            Self::RegionalEndpoint(region) => write!(f, "regional endpoint of {region}"),
            Self::StorageAccounts => f.write_str("layers, in storage accounts of Microsoft's choice"),
            Self::Certificate => f.write_str("certificate of every registry"),
            Self::MicrosoftRegistry => f.write_str("Microsoft's own images"),
            Self::MicrosoftRegistryData => f.write_str("layers of Microsoft's own images"),
            Self::SignIn => f.write_str("sign-in, where az acr login is used"),
            Self::ResourceManager => f.write_str("resource manager, where az acr is used"),
        }
    }
}

/// A service tag: a name for addresses that Azure keeps up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceTag {
    /// The tag, as `AzureContainerRegistry.WestEurope`.
    pub name: String,
    /// What its addresses serve.
    pub purpose: &'static str,
}

/// Lists what clients of a registry connect to.
pub fn requirements(model: &Model, index: RegistryIndex) -> Requirements {
    let (registry, cloud) = (&model.registries()[index.0], model.cloud());
    let endpoints = endpoints(registry, cloud);
    Requirements {
        hosts: hosts(registry, &endpoints, cloud),
        service_tags: service_tags(registry),
        has_data_endpoints: registry.has_data_endpoints,
        before_data_endpoints: match registry.is_premium() && !registry.has_data_endpoints {
            true => registry.regions.iter().map(|region| registry.data_endpoint(region, cloud)).collect(),
            false => Vec::new(),
        },
        endpoints,
    }
}

/// Finds a registry by name, `group/name` or login server.
pub fn find(model: &Model, text: &str) -> Option<RegistryIndex> {
    let is_meant = |registry: &Registry| {
        let group = registry.resource_group.as_ref();
        let in_group = group.map(|group| format!("{}/{}", group.value, registry.name.value));
        let names = [Some(registry.name.value.clone()), Some(registry.login_server(model.cloud())), in_group];
        names.iter().flatten().any(|name| name.eq_ignore_ascii_case(text.trim_end_matches('.')))
    };
    model.registries().iter().position(is_meant).map(RegistryIndex)
}

fn endpoints(registry: &Registry, cloud: Cloud) -> Endpoints {
    let of_regions = |endpoint: &dyn Fn(&str) -> String| {
        let regional = |region: &String| Regional { region: region.clone(), endpoint: endpoint(region) };
        registry.regions.iter().map(regional).collect::<Vec<_>>()
    };
    Endpoints {
        login_server: registry.login_server(cloud),
        data_endpoints: of_regions(&|region| match registry.has_data_endpoints {
            true => registry.data_endpoint(region, cloud),
            false => storage_accounts(cloud),
        }),
        regional_endpoints: registry
            .has_regional_endpoints
            .then(|| of_regions(&|region| registry.regional_endpoint(region, cloud))),
    }
}

/// Returns the wildcard of every storage account's blobs.
fn storage_accounts(cloud: Cloud) -> String {
    format!("*.blob.{}", cloud.storage_suffix())
}

/// Lists the names (`Configure rules to access an Azure container registry behind a firewall`).
fn hosts(registry: &Registry, endpoints: &Endpoints, cloud: Cloud) -> Vec<AllowedHost> {
    let mut hosts = Vec::new();
    let mut add = |name: &str, purpose| hosts.push(AllowedHost { name: name.to_owned(), purpose });
    add(&endpoints.login_server, Purpose::LoginServer);
    for Regional { region, endpoint } in endpoints.regional_endpoints.iter().flatten() {
        add(endpoint, Purpose::RegionalEndpoint(region.clone()));
    }
    if registry.has_data_endpoints {
        for Regional { region, endpoint } in &endpoints.data_endpoints {
            add(endpoint, Purpose::DataEndpoint(region.clone()));
        }
    } else {
        add(&storage_accounts(cloud), Purpose::StorageAccounts);
    }
    add(cloud.registry_suffix(), Purpose::Certificate);
    for (server, data) in cloud.microsoft_registries() {
        add(server, Purpose::MicrosoftRegistry);
        add(data, Purpose::MicrosoftRegistryData);
    }
    add(cloud.sign_in_server(), Purpose::SignIn);
    add(cloud.resource_manager(), Purpose::ResourceManager);
    hosts
}

/// Lists the tags, those of single regions first (`Virtual network service tags`).
fn service_tags(registry: &Registry) -> Vec<ServiceTag> {
    let mut tags = Vec::new();
    let mut add = |name: String, purpose| tags.push(ServiceTag { name, purpose });
    for region in &registry.regions {
        add(format!("AzureContainerRegistry.{}", spelled(region)), "registries of one region");
    }
    add("AzureContainerRegistry".to_owned(), "registries of every region, instead of those above");
    if !registry.has_data_endpoints {
        for region in &registry.regions {
            add(format!("Storage.{}", spelled(region)), "layers, in storage accounts of one region");
        }
    }
    add("MicrosoftContainerRegistry".to_owned(), "Microsoft's own images");
    add("AzureFrontDoor.FirstParty".to_owned(), "Microsoft's own images, with the one above");
    add("AzureActiveDirectory".to_owned(), "sign-in, where az acr login is used");
    add("AzureResourceManager".to_owned(), "resource manager, where az acr is used");
    tags
}

/// Returns the name of the registry's endpoint that a member stands for; `None`: it is of another service.
fn public_name(registry: &Registry, member: &MemberKind, cloud: Cloud) -> Option<String> {
    registry.names(cloud).into_iter().find(|(kind, _)| kind == member).map(|(_, name)| name)
}
