//! Everything that forwards, in the order in which it can be resolved: who there is, then whom they ask.

use super::addresses::Addresses;
use super::delegations::{self, Delegation};
use super::directory::Directory;
use super::limits::{self, Limits};
use super::networks::Network;
use super::positions::{NetworkIndex, ServerIndex};
use super::reading::Reading;
use super::resolvers::{self, PrivateDnsResolver};
use super::rulesets::{self, Ruleset};
use super::servers::{self, Server};
use super::target::Target;
use super::targets::Targets;
use super::terms::Terms;
use super::zones::Zone;
use azure_objects::Refusals;
use azure_objects::config_file::{self, ConfigFile, DnsForwardingRuleset, DnsServer};
use azure_objects::located::Located;

/// What the file says about forwarding.
pub(super) struct Written {
    servers: Vec<DnsServer>,
    resolvers: Vec<config_file::PrivateDnsResolver>,
    rulesets: Vec<DnsForwardingRuleset>,
    /// By position of the network.
    dns_servers: Vec<Vec<Located<String>>>,
}

/// What it refers to, beside the networks.
pub(super) struct Known<'k> {
    pub(super) zones: &'k Directory<Zone>,
    pub(super) terms: Terms,
    pub(super) reading: &'k Reading<'k>,
}

/// What it comes to.
pub(super) struct Resolved {
    pub(super) servers: Vec<Server>,
    pub(super) resolvers: Vec<PrivateDnsResolver>,
    pub(super) rulesets: Vec<Ruleset>,
}

impl Written {
    /// Takes its part out of a configuration.
    pub(super) fn take(config: &mut ConfigFile) -> Self {
        let of_azure = config.virtual_networks.iter_mut().map(|one| &mut one.dns_servers);
        let of_others = config.networks.iter_mut().map(|one| &mut one.dns_servers);
        Self {
            dns_servers: of_azure.chain(of_others).map(std::mem::take).collect(),
            servers: std::mem::take(&mut config.dns_servers),
            resolvers: std::mem::take(&mut config.private_dns_resolvers),
            rulesets: std::mem::take(&mut config.dns_forwarding_rulesets),
        }
    }

    /// Resolves it; the networks are told whom their clients ask.
    pub(super) fn resolve(
        self,
        networks: &mut Directory<Network>,
        known: &Known<'_>,
        addresses: &mut Addresses,
        refusals: &mut Refusals,
    ) -> Resolved {
        let Known { zones, terms: Terms { cloud, limits }, reading } = *known;
        let of_servers = servers::Known { networks, zones, reading };
        let mut servers = servers::resolve(&self.servers, &of_servers, addresses, refusals);
        let resolvers = resolvers::resolve(&self.resolvers, networks, limits, addresses, refusals);
        let targets = Targets::new(networks.items(), &servers, &resolvers);
        let dns_servers = dns_servers(&self.dns_servers, networks.items(), (&targets, limits), refusals);
        let known = rulesets::Known { networks, targets: &targets, cloud, limits };
        let rulesets = rulesets::resolve(&self.rulesets, &known, refusals);
        let forwarders = servers::resolve_forwarders(&self.servers, &servers, &targets, refusals);
        let all = (0..).map(ServerIndex).zip(servers.items());
        let delegations: Vec<Vec<Delegation>> =
            all.map(|(index, server)| delegations::of_server(index, server, &targets)).collect();
        let resolved = forwarders.into_iter().zip(delegations);
        for (server, (forwarders, delegations)) in servers.items_mut().iter_mut().zip(resolved) {
            (server.forwarders, server.delegations) = (forwarders, delegations);
        }
        for (network, dns_servers) in networks.items_mut().iter_mut().zip(dns_servers) {
            network.dns_servers = dns_servers;
        }
        Resolved { servers: servers.into_items(), resolvers, rulesets }
    }
}

/// Resolves whom the clients of each network ask.
fn dns_servers(
    written: &[Vec<Located<String>>],
    networks: &[Network],
    (targets, limits): (&Targets<'_>, Limits),
    refusals: &mut Refusals,
) -> Vec<Vec<Located<Target>>> {
    let mut resolved = Vec::new();
    for (index, list) in written.iter().enumerate() {
        if let Some(surplus) = list.get(limits::DNS_SERVERS.most)
            && networks[index].is_azure
        {
            limits.check(&limits::DNS_SERVERS, list.len(), surplus, refusals);
        }
        let find = |text| targets.find(text, NetworkIndex(index), refusals);
        resolved.push(list.iter().filter_map(find).collect());
    }
    resolved
}
