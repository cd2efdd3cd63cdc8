//! Private endpoints: where they are, what they lead to, which zones get their records.

use std::net::Ipv4Addr;

use super::directory::{Directory, Named};
use super::networks::{Network, NetworkIndex};
use super::registries::Registry;
use super::resources::{Resource, ResourceIndex, Resources};
use super::zones::{Zone, ZoneIndex};
use crate::config_file::{IpConfiguration, PrivateEndpoint};
use crate::diagnostic::Diagnostics;
use crate::located::{Located, Site};
use crate::words::ConnectionStatus;

/// A private endpoint of a resource.
#[derive(Debug)]
pub struct Endpoint {
    /// Its name.
    pub name: Located<String>,
    /// Its resource group.
    pub resource_group: Option<Located<String>>,
    /// The network it is in.
    pub network: NetworkIndex,
    /// What it leads to.
    pub resource: ResourceIndex,
    /// Whether the owner of the resource accepted it.
    pub connection_status: ConnectionStatus,
    /// The zones of its zone group; empty: none, no records are written.
    pub zone_group: Vec<ZoneIndex>,
    /// Its members, one address each.
    pub members: Vec<Member>,
    /// Where it is written.
    pub site: Site,
}

/// One member of a private endpoint.
#[derive(Debug)]
pub struct Member {
    /// What it leads to.
    pub kind: MemberKind,
    /// Its address in the subnet.
    pub address: Ipv4Addr,
    /// Where the address is written.
    pub site: Site,
}

/// What a member of an endpoint leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MemberKind {
    /// The login server: `registry`.
    Registry,
    /// The data endpoint of a region: `registry_data_westeurope`.
    Data(String),
    /// A subresource of any other service: `blob`.
    Subresource(&'static str),
}

impl MemberKind {
    /// Lists the members of a registry's endpoint.
    pub(super) fn of_registry(registry: &Registry) -> Vec<Self> {
        std::iter::once(Self::Registry).chain(registry.regions.iter().cloned().map(Self::Data)).collect()
    }

    /// Returns the name as `ip_configuration.member_name` has it.
    pub fn member_name(&self) -> String {
        match self {
            Self::Registry => "registry".to_owned(),
            Self::Data(region) => format!("registry_data_{region}"),
            Self::Subresource(name) => (*name).to_owned(),
        }
    }
}

impl Named for Endpoint {
    fn name(&self) -> Located<String> {
        self.name.clone()
    }

    fn resource_group(&self) -> Option<&Located<String>> {
        self.resource_group.as_ref()
    }
}

/// What endpoints refer to.
pub(super) struct Known<'k> {
    pub(super) networks: &'k Directory<Network>,
    pub(super) zones: &'k Directory<Zone>,
    pub(super) resources: &'k Resources<'k>,
}

pub(super) fn resolve(
    written: Vec<PrivateEndpoint>,
    known: &Known<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Endpoint> {
    let endpoints =
        written.into_iter().filter_map(|endpoint| resolve_one(endpoint, known, diagnostics)).collect();
    let endpoints = Directory::new("private endpoint", endpoints, diagnostics).into_items();
    check_addresses(&endpoints, diagnostics);
    endpoints
}

fn resolve_one(
    written: PrivateEndpoint,
    known: &Known<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Endpoint> {
    let network = known.networks.find(&written.virtual_network, diagnostics).map(NetworkIndex);
    let resource = known.resources.find(&written.resource, diagnostics);
    if let Some(network) = network {
        check_subnet(&written, &known.networks.items()[network.0], diagnostics);
    }
    let zone_group: Vec<ZoneIndex> = written
        .private_dns_zone_group
        .iter()
        .flatten()
        .filter_map(|zone| known.zones.find(zone, diagnostics).map(ZoneIndex))
        .collect();
    let resource = resource?;
    let members = resolve_members(&written, known.resources.get(resource), diagnostics);
    Some(Endpoint {
        network: network?,
        resource,
        name: written.name,
        resource_group: written.resource_group,
        connection_status: written.connection_status.value,
        zone_group,
        members,
        site: written.site,
    })
}

/// Reports an unknown subnet, and addresses outside it.
fn check_subnet(endpoint: &PrivateEndpoint, network: &Network, diagnostics: &mut Diagnostics) {
    if endpoint.subnet.is_empty() {
        return;
    }
    let Some(subnet) = network.subnet(&endpoint.subnet) else {
        let names: Vec<&str> = network.subnets.iter().map(|subnet| subnet.name.as_str()).collect();
        let fix = match names.as_slice() {
            [] => "the network has no subnet: add one".to_owned(),
            _ => format!("there is {}", names.join(", ")),
        };
        diagnostics.push(endpoint.subnet.error(format!("is no subnet of \"{}\"", network.label)).fix(fix));
        return;
    };
    for configuration in endpoint.ip_configurations.iter().flatten() {
        let address = &configuration.private_ip_address;
        if !subnet.contains(address.value) {
            let prefixes: Vec<String> = subnet.prefixes.iter().map(ToString::to_string).collect();
            let problem = format!("is outside the subnet \"{}\"", subnet.name);
            diagnostics
                .push(address.error(problem).fix(format!("write an address of {}", prefixes.join(" or "))));
        }
    }
}

fn resolve_members(
    endpoint: &PrivateEndpoint,
    resource: Resource<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Member> {
    let wanted = resource.members();
    let names =
        |kinds: &[MemberKind]| kinds.iter().map(MemberKind::member_name).collect::<Vec<_>>().join(", ");
    let Some(configurations) = &endpoint.ip_configurations else {
        let problem = "has no ip_configuration; this version does not allocate addresses yet";
        let fix = format!("give the address of each member: {}", names(&wanted));
        diagnostics.push(endpoint.site.error(problem).fix(fix));
        return Vec::new();
    };
    let mut members: Vec<Member> = Vec::new();
    for configuration in configurations {
        members.extend(resolve_member(configuration, &wanted, &members, diagnostics));
    }
    let is_missing = |kind: &MemberKind| {
        configurations.iter().all(|given| !given.member_name.eq_ignore_ascii_case(&kind.member_name()))
    };
    let missing: Vec<MemberKind> = wanted.iter().filter(|kind| is_missing(kind)).cloned().collect();
    if !missing.is_empty() {
        let problem = format!(
            "contains static ipconfigurations that are missing these membernames: {}",
            names(&missing)
        );
        diagnostics.push(endpoint.site.error(problem).fix("add an ip_configuration for each"));
    }
    members
}

fn resolve_member(
    configuration: &IpConfiguration,
    wanted: &[MemberKind],
    earlier: &[Member],
    diagnostics: &mut Diagnostics,
) -> Option<Member> {
    let name = &configuration.member_name;
    let kind = wanted.iter().find(|kind| kind.member_name().eq_ignore_ascii_case(name)).cloned();
    let Some(kind) = kind else {
        let members: Vec<String> = wanted.iter().map(|kind| format!("\"{}\"", kind.member_name())).collect();
        let fix = format!("its members are {}", members.join(", "));
        diagnostics.push(name.error("is no member of this resource").fix(fix));
        return None;
    };
    if earlier.iter().any(|member| member.kind == kind) {
        diagnostics.push(name.error("has an address already").fix("remove one ip_configuration"));
        return None;
    }
    let Located { value: address, site } = configuration.private_ip_address.clone();
    Some(Member { kind, address, site })
}

/// Reports an address that two members in one network have.
fn check_addresses(endpoints: &[Endpoint], diagnostics: &mut Diagnostics) {
    let mut taken = std::collections::HashMap::new();
    for endpoint in endpoints {
        for member in &endpoint.members {
            if let Some(first) = taken.insert((endpoint.network, member.address), &member.site) {
                let problem = format!("is an address of another member, at {}", first.place);
                let twin = Located::new(member.address, member.site.clone());
                diagnostics.push(twin.error(problem).fix("write another address of the subnet"));
            }
        }
    }
}
