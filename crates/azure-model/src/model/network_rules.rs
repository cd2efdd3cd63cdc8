//! Whom the public side of a registry lets in: its network rule set, checked against networks and subnets.

use ipnet::Ipv4Net;

use super::directory::Directory;
use super::limits::{self, Limits};
use super::networks::{Network, SERVICE_ENDPOINT};
use super::positions::NetworkIndex;
use super::subnets::find_subnet_of;
use azure_objects::Refusals;
use azure_objects::config_file::{ContainerRegistry, NetworkRuleSet, VirtualNetworkRule};
use azure_objects::located::{Located, Site};
use azure_objects::refusal::RegistryRefusal;
use azure_objects::words::{AccessAction, Cloud, NetworkRuleBypass};

/// What a registry is told about clients on its public side.
#[derive(Debug)]
pub struct NetworkRules {
    /// Whether the public side lets anybody in; `false` overrides everything below.
    pub public_access: Located<bool>,
    /// What becomes of clients that no rule names; `None`: there is no rule set, and everybody is let in.
    pub default_action: Option<Located<AccessAction>>,
    /// Public addresses that are let in.
    pub ip_rules: Vec<Located<Ipv4Net>>,
    /// Subnets that are let in by their service endpoint.
    pub subnet_rules: Vec<SubnetRule>,
    /// Whom the rules do not concern.
    pub bypass: Located<NetworkRuleBypass>,
}

impl NetworkRules {
    /// Tells whether there may be a client that is denied.
    pub fn may_deny(&self) -> bool {
        let denies = |action: &Located<AccessAction>| action.value == AccessAction::Deny;
        !self.public_access.value || self.default_action.as_ref().is_some_and(denies)
    }
}

/// A subnet that a registry lets in.
#[derive(Debug)]
pub struct SubnetRule {
    /// Its network.
    pub network: NetworkIndex,
    /// Its position among the subnets of the network.
    pub subnet: usize,
    /// Where the rule is written.
    pub site: Site,
}

/// What rules refer to.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    pub(super) networks: &'k Directory<Network>,
    pub(super) cloud: Cloud,
    pub(super) limits: Limits,
}

/// Resolves the rules of a registry; its tier is checked elsewhere.
pub(super) fn resolve(
    written: &ContainerRegistry,
    known: Known<'_>,
    refusals: &mut Refusals,
) -> NetworkRules {
    let rule_set = written.network_rule_set.as_ref();
    if let Some(rule_set) = rule_set {
        let (name, limits) = (&written.name, known.limits);
        limits.check(&limits::IP_RULES, rule_set.ip_rules.len(), name, refusals);
        limits.check(&limits::SUBNET_RULES, rule_set.virtual_networks.len(), name, refusals);
    }
    let ip_rules = rule_set.into_iter().flat_map(|rule_set| &rule_set.ip_rules);
    NetworkRules {
        public_access: written.public_network_access_enabled.clone(),
        default_action: rule_set.map(|rule_set| rule_set.default_action.clone()),
        ip_rules: ip_rules.map(|rule| rule.ip_range.clone()).collect(),
        subnet_rules: resolve_subnets(rule_set, known, refusals),
        bypass: written.network_rule_bypass_option.clone(),
    }
}

fn resolve_subnets(
    rule_set: Option<&NetworkRuleSet>,
    known: Known<'_>,
    refusals: &mut Refusals,
) -> Vec<SubnetRule> {
    let rules = rule_set.into_iter().flat_map(|rule_set| &rule_set.virtual_networks);
    rules.filter_map(|rule| resolve_subnet(rule, known, refusals)).collect()
}

/// Finds the subnet of a rule. Clouds without service endpoints of registries have no such rule
/// (`Restrict access to a container registry using a service endpoint`).
fn resolve_subnet(
    rule: &VirtualNetworkRule,
    known: Known<'_>,
    refusals: &mut Refusals,
) -> Option<SubnetRule> {
    let index = known.networks.find(&rule.virtual_network, refusals)?;
    let network = &known.networks.items()[index];
    let subnet = find_subnet_of(&rule.subnet, network, refusals)?;
    if !known.cloud.has_registry_service_endpoints() {
        let (service, cloud) = (SERVICE_ENDPOINT, known.cloud.word());
        refusals.push(rule.subnet.refuse(RegistryRefusal::RuleOfCloud { service, cloud }));
    } else if !network.subnets[subnet].has_registry_endpoint() {
        let refused = RegistryRefusal::NoServiceEndpoint { service: SERVICE_ENDPOINT };
        refusals.push(rule.subnet.refuse(refused));
    }
    Some(SubnetRule { network: NetworkIndex(index), subnet, site: rule.site.clone() })
}
