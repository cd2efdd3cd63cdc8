//! From objects as written to a model: each kind in the order in which others refer to it.

use std::path::Path;
use std::time::Duration;

use zone_store::cache::CacheLimits;

use super::addresses::Addresses;
use super::past::Past;
use super::reading::Reading;
use super::terms::Terms;
use super::whole::Model;
use super::zone_files::ZoneFiles;
use super::{
    consequences, endpoints, forwarding, listeners, machines, network_rules, networks, own_listeners, real,
    registries, resources, services, zones,
};
use crate::files::Files;
use azure_objects::config_file::{self, ConfigFile};
use azure_objects::located::Located;
use azure_objects::{Refusal, Refusals};

fn cache_limits(cache: &config_file::Cache) -> CacheLimits {
    let seconds = |seconds: &Located<u32>| Duration::from_secs(seconds.value.into());
    CacheLimits {
        size: cache.size.value as usize,
        maximum_ttl: seconds(&cache.maximum_ttl),
        maximum_negative_ttl: seconds(&cache.maximum_negative_ttl),
        error_ttl: seconds(&cache.error_ttl),
        serve_stale: seconds(&cache.serve_stale),
        prefetch: cache.prefetch.value,
    }
}

impl Model {
    /// Checks a configuration and resolves its references.
    ///
    /// Its zone files are relative to the working folder of `files`.
    ///
    /// # Errors
    /// Every [`Refusal`], sorted by place.
    pub fn new(config: ConfigFile, files: &dyn Files) -> Result<Self, Vec<Refusal>> {
        let mut refusals = Refusals::default();
        let files = ZoneFiles::new(files, Path::new("."));
        let model = Self::resolve(config, Some(&files), &Past::default(), &mut refusals);
        if refusals.has_errors() { Err(refusals.into_sorted()) } else { Ok(model) }
    }

    /// Does the same, and returns what is left when the objects that do not fit are taken out.
    pub(crate) fn resolve(
        mut config: ConfigFile,
        files: Option<&ZoneFiles<'_>>,
        past: &Past,
        refusals: &mut Refusals,
    ) -> Self {
        config.leave_out_refused(refusals);
        let services = services::take(&mut config);
        let terms = Terms::of(&config);
        let (Terms { cloud, limits }, allocated) = (terms, &past.addresses);
        let reading = Reading { files, origins: &past.origins, earlier: &past.contents };
        let mut listeners = listeners::of_networks(&config);
        let forwarding = forwarding::Written::take(&mut config);
        let mut networks = networks::resolve(config.virtual_networks, config.networks, cloud, refusals);
        let mut addresses = Addresses::default();
        endpoints::keep_addresses(&config.private_endpoints, &networks, allocated, &mut addresses);
        let machines = machines::resolve(config.virtual_machines, &networks, &mut addresses, refusals);
        let zones = zones::resolve(config.private_dns_zones, &networks, terms, &reading, refusals);
        let known = forwarding::Known { zones: &zones, terms, reading: &reading };
        let forwarding = forwarding.resolve(&mut networks, &known, &mut addresses, refusals);
        listeners.extend(listeners::of_resolvers(&forwarding.servers, &forwarding.resolvers));
        let own = config.azure_dns.listen.as_deref();
        let listeners = listeners::resolve(own, listeners, &config.internet.listen, refusals);
        let upstream = real::resolve(config.internet.upstream, refusals);
        let internet_zones = zones::resolve_internet(config.internet.zones, &reading, refusals);
        let mut registries = registries::resolve(
            config.container_registries,
            network_rules::Known { networks: &networks, cloud, limits },
            refusals,
        );
        let mut private_link_resources = resources::resolve(services, cloud, refusals);
        let resources = resources::Resources::new(registries.items(), &private_link_resources, cloud);
        let known =
            endpoints::Known { networks: &networks, zones: &zones, resources: &resources, terms, allocated };
        let endpoints = endpoints::resolve(config.private_endpoints, &known, &mut addresses, refusals);
        let pending_too = config.assumptions.pending_privatelink_cname.value;
        consequences::of_registries(&mut registries, &endpoints, pending_too);
        consequences::check_subnet_rules(registries.items(), &endpoints, networks.items(), refusals);
        consequences::of_resources(&mut private_link_resources, &endpoints, pending_too);
        let model = Self {
            cloud,
            unknown_source: config.azure_dns.unknown_source.value,
            gives_reasons: config.azure_dns.explain.value,
            networks: networks.into_items(),
            machines,
            zones: zones.into_items(),
            internet_zones,
            upstream,
            randomizes_case: config.internet.case_randomization.value,
            registries: registries.into_items(),
            private_link_resources,
            endpoints,
            servers: forwarding.servers,
            resolvers: forwarding.resolvers,
            rulesets: forwarding.rulesets,
            listeners,
            limits,
            public_chain: config.public_chain,
            assumptions: config.assumptions,
            cache: cache_limits(&config.cache),
            origins: past.origins.clone(),
        };
        own_listeners::check(&model, refusals);
        model
    }
}
