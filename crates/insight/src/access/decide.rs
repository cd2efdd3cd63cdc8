//! The decision itself: what the address is, how the registry sees the client, which rule counts.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::{AccessClient, AccessOutcome, AccessVerdict, JudgedCase, Path, Reason, SeenAs};
use azure_model::model::{Endpoint, EndpointIndex, Model, NetworkRules, RegistryIndex, ResourceIndex};
use azure_objects::provenance::Provenance;
use azure_objects::words::{AccessAction, ConnectionStatus, NetworkRuleBypass};

/// Judges whether a registry lets a client in whose name resolution came to `address`.
pub fn judge(
    model: &Model,
    registry: RegistryIndex,
    client: AccessClient,
    address: Ipv4Addr,
) -> AccessVerdict<'_> {
    let path = path(model, registry, client, address);
    let rules = &model.registries()[registry.0].rules;
    let cases = match path {
        Path::PrivateEndpoint(endpoint) => vec![through(&model.endpoints()[endpoint.0], client)],
        Path::Public => {
            sources(model, client).into_iter().map(|source| decide(rules, client, source)).collect()
        }
        Path::Elsewhere => vec![case(SeenAs::Path, AccessOutcome::Unreachable, Reason::NotOfRegistry, None)],
    };
    let lets_trusted_services_in = match rules.bypass.value {
        NetworkRuleBypass::AzureServices => cases.iter().any(|case| case.outcome == AccessOutcome::Denied),
        NetworkRuleBypass::None => false,
    };
    AccessVerdict { model, registry, client, address, path, cases, lets_trusted_services_in }
}

/// Finds out what an address is. Where networks share it, the client's own comes first, then an approved endpoint.
fn path(model: &Model, registry: RegistryIndex, client: AccessClient, address: Ipv4Addr) -> Path {
    let is_of_registry = |endpoint: &Endpoint| endpoint.resource == ResourceIndex::Registry(registry);
    let has_address = |endpoint: &Endpoint| endpoint.members.iter().any(|member| member.address == address);
    let rank = |endpoint: &Endpoint| {
        let is_near = Some(endpoint.network) == client.network;
        (!is_near, endpoint.connection_status != ConnectionStatus::Approved)
    };
    let endpoints = model.endpoints().iter().enumerate();
    let ours = endpoints.filter(|(_, endpoint)| is_of_registry(endpoint) && has_address(endpoint));
    match ours.min_by_key(|(_, endpoint)| rank(endpoint)) {
        Some((index, _)) => Path::PrivateEndpoint(EndpointIndex(index)),
        None if model.registries()[registry.0].has_public_address(address) => Path::Public,
        None => Path::Elsewhere,
    }
}

fn case(source: SeenAs, outcome: AccessOutcome, reason: Reason, place: Option<&Provenance>) -> JudgedCase {
    JudgedCase { source, outcome, reason, place: place.cloned() }
}

/// Decides for a private path: rules do not count, the connection and the route do.
fn through(endpoint: &Endpoint, client: AccessClient) -> JudgedCase {
    let place = Some(&endpoint.site.place);
    let (outcome, reason) = match (client.network, endpoint.connection_status) {
        (None, _) => (AccessOutcome::Unreachable, Reason::NoRoute),
        (Some(network), ConnectionStatus::Approved) => {
            let assumes_route = network != endpoint.network;
            (AccessOutcome::Allowed, Reason::PrivateEndpoint { assumes_route })
        }
        (
            Some(_),
            status
            @ (ConnectionStatus::Pending | ConnectionStatus::Rejected | ConnectionStatus::Disconnected),
        ) => (AccessOutcome::Unreachable, Reason::NotApproved(status)),
    };
    case(SeenAs::Path, outcome, reason, place)
}

/// Lists how the registry may see the client on its public side: by a subnet that has a service endpoint, and by the
/// public addresses of those who are in no such subnet.
fn sources(model: &Model, client: AccessClient) -> Vec<SeenAs> {
    let Some(network) = client.network.map(|index| &model.networks()[index.0]) else {
        return vec![SeenAs::UnknownEgress];
    };
    let may_be_in = |position: &usize| {
        let subnet = &network.subnets[*position];
        client.address.is_none_or(|address| subnet.contains(address))
    };
    let positions: Vec<usize> = (0..network.subnets.len()).filter(may_be_in).collect();
    let (known, others): (Vec<usize>, Vec<usize>) =
        positions.into_iter().partition(|&position| network.subnets[position].has_registry_endpoint());
    let mut sources: Vec<SeenAs> = known.into_iter().map(SeenAs::Subnet).collect();
    if !sources.is_empty() && others.is_empty() {
        return sources;
    }
    match network.egress.as_slice() {
        [] => sources.push(SeenAs::UnknownEgress),
        addresses => sources.extend(addresses.iter().map(|address| SeenAs::Egress(address.value))),
    }
    sources
}

/// Decides for the public path, in Azure's order (`Configure public IP network rules`): access disabled, then the rules that
/// let somebody in, then the default action.
fn decide(rules: &NetworkRules, client: AccessClient, source: SeenAs) -> JudgedCase {
    if !rules.public_access.value {
        let place = Some(&rules.public_access.site.place);
        return case(source, AccessOutcome::Denied, Reason::PublicAccessDisabled, place);
    }
    let Some(default) = &rules.default_action else {
        return case(source, AccessOutcome::Allowed, Reason::NoRules, None);
    };
    if let Some((reason, place)) = matching(rules, client, &source) {
        return case(source, AccessOutcome::Allowed, reason, Some(place));
    }
    let place = Some(&default.site.place);
    match (default.value, &source) {
        (AccessAction::Deny, SeenAs::UnknownEgress) if !rules.ip_rules.is_empty() => {
            case(source, AccessOutcome::Unknown, Reason::EgressUnknown, None)
        }
        (AccessAction::Deny, _) => {
            case(source, AccessOutcome::Denied, Reason::DefaultAction(AccessAction::Deny), place)
        }
        (AccessAction::Allow, _) => {
            case(source, AccessOutcome::Allowed, Reason::DefaultAction(AccessAction::Allow), place)
        }
    }
}

/// Finds the rule that lets a client in, and where it is written.
fn matching<'r>(
    rules: &'r NetworkRules,
    client: AccessClient,
    source: &SeenAs,
) -> Option<(Reason, &'r Provenance)> {
    let by_range = |has: &dyn Fn(&Ipv4Net) -> bool| {
        let rule = rules.ip_rules.iter().find(|rule| has(&rule.value))?;
        Some((Reason::IpRule(rule.value), &rule.site.place))
    };
    match source {
        SeenAs::Subnet(position) => {
            let is_ours = |network, subnet| Some(network) == client.network && subnet == *position;
            let rule = rules.subnet_rules.iter().find(|rule| is_ours(rule.network, rule.subnet))?;
            Some((Reason::SubnetRule, &rule.site.place))
        }
        SeenAs::Egress(address) => by_range(&|range| range.contains(address)),
        SeenAs::UnknownEgress => by_range(&|range| range.prefix_len() == 0),
        SeenAs::Path => None,
    }
}
