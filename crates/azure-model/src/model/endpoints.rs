//! Private endpoints: where they are, what they lead to, which zones get their records.

use std::net::Ipv4Addr;

use super::addresses::{Addresses, AllocatedAddresses};
use super::directory::{Directory, Named};
use super::limits::{self, Limits};
use super::members::{MemberKind, ResourceName};
use super::networks::Network;
use super::positions::{NetworkIndex, ResourceIndex, ResourcePart, SubresourceIndex, ZoneIndex};
use super::registries::{self, Registry};
use super::resources::{PrivateLinkResource, Resource, Resources, Subresource};
use super::subnets;
use super::subnets::find_subnet_of;
use super::terms::Terms;
use super::zones::Zone;
use azure_catalogue::Cloud;
use azure_objects::Refusals;
use azure_objects::config_file::{IpConfiguration, PrivateEndpoint};
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{EndpointRefusal, Names, OneOfQuoted, Quoted, Related, ReplicaWord};
use azure_objects::words::ConnectionStatus;

/// A private endpoint of a resource.
#[derive(Debug)]
pub struct Endpoint {
    /// Its ID.
    pub id: ObjectId,
    /// Its name.
    pub name: Located<String>,
    /// Its resource group.
    pub resource_group: Option<Located<String>>,
    /// The network it is in.
    pub network: NetworkIndex,
    /// The subnet its addresses are of.
    pub subnet: Located<String>,
    /// What it leads to.
    pub resource: ResourceIndex,
    /// Which part of it.
    pub subresource: SubresourceIndex,
    /// Whether the owner of the resource accepted it.
    pub connection_status: ConnectionStatus,
    /// The zones of its zone group; empty: none, no records are written.
    pub zone_group: Vec<GroupZone>,
    /// Its members, one address each, in the order of their allocation.
    pub members: Vec<Member>,
    /// Whether the addresses are given, so that Azure adds no member for a new replica.
    pub is_static: bool,
    /// Where it is written.
    pub site: Site,
}

impl Endpoint {
    /// Returns what it leads to, and which part of it.
    pub fn part(&self) -> ResourcePart {
        ResourcePart { resource: self.resource, subresource: self.subresource }
    }

    /// Tells whether the public name of its resource leads through privatelink because of it; `pending_too`: even before
    /// it is approved, and when it was rejected.
    pub(super) fn has_privatelink_cname(&self, pending_too: bool) -> bool {
        match self.connection_status {
            ConnectionStatus::Approved => true,
            ConnectionStatus::Pending | ConnectionStatus::Rejected => pending_too,
            ConnectionStatus::Disconnected => false,
        }
    }
}

/// A zone of a DNS zone group.
#[derive(Debug)]
pub struct GroupZone {
    /// The zone.
    pub zone: ZoneIndex,
    /// Whether it has the recommended name; Azure writes nothing into one that has not.
    pub is_recommended: bool,
    /// Where it is named.
    pub site: Site,
}

/// One member of a private endpoint.
#[derive(Debug)]
pub struct Member {
    /// What it leads to.
    pub kind: MemberKind,
    /// Its address in the subnet.
    pub address: Ipv4Addr,
    /// Where the address is written; of an allocated one, the endpoint.
    pub site: Site,
}

impl Named for Endpoint {
    fn id(&self) -> &ObjectId {
        &self.id
    }

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
    pub(super) terms: Terms,
    pub(super) allocated: &'k AllocatedAddresses,
}

/// Gives endpoints the addresses that they were allocated before, as long as they are in the same subnet.
pub(super) fn keep_addresses(
    written: &[PrivateEndpoint],
    networks: &Directory<Network>,
    allocated: &AllocatedAddresses,
    addresses: &mut Addresses,
) {
    for endpoint in written {
        let allocated = allocated.of_endpoint(&endpoint.id());
        if allocated.is_empty() || has_given_addresses(endpoint) {
            continue;
        }
        let Some(index) = networks.find_silently(&endpoint.virtual_network) else { continue };
        let network = &networks.items()[index];
        let Some(position) = network.subnet_position(&endpoint.subnet) else { continue };
        let subnet = &network.subnets[position];
        for one in allocated.iter().filter(|one| subnet.may_hold(one.address)) {
            let owner = Related::from(&endpoint.site).with_id(endpoint.id());
            addresses.keep(NetworkIndex(index), owner, one.address);
        }
    }
}

fn has_given_addresses(endpoint: &PrivateEndpoint) -> bool {
    endpoint.ip_configurations.as_ref().is_some_and(|given| !given.is_empty())
}

pub(super) fn resolve(
    written: Vec<PrivateEndpoint>,
    known: &Known<'_>,
    addresses: &mut Addresses,
    refusals: &mut Refusals,
) -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    let mut waiting = Vec::new();
    for written in written {
        let id = written.id();
        let about = |refusals: &mut Refusals| {
            let subnet = find_subnet(&written, known, refusals);
            let configurations = written.ip_configurations.clone().filter(|given| !given.is_empty());
            let mut endpoint = resolve_one(written, known, refusals)?;
            match configurations {
                Some(given) => give_addresses(&mut endpoint, &given, (known, subnet), addresses, refusals),
                None => waiting.extend(subnet.map(|subnet| (endpoints.len(), subnet))),
            }
            Some(endpoint)
        };
        let endpoint = refusals.about(|| id, about);
        endpoints.extend(endpoint);
    }
    for (index, subnet) in waiting {
        allocate_addresses(&mut endpoints[index], (known, subnet), addresses, refusals);
    }
    let endpoints = Directory::new("private endpoint", endpoints, refusals).into_items();
    check_counts(&endpoints, known.resources.registries(), known.terms.limits, refusals);
    endpoints
}

/// Reports registries with more endpoints than Azure allows.
fn check_counts(endpoints: &[Endpoint], registries: &[Registry], limits: Limits, refusals: &mut Refusals) {
    let mut counts = vec![0_usize; registries.len()];
    for endpoint in endpoints {
        if let ResourceIndex::Registry(index) = endpoint.resource {
            counts[index.0] += 1;
        }
    }
    for (registry, count) in registries.iter().zip(counts) {
        let check =
            |refusals: &mut Refusals| limits.check(&limits::ENDPOINTS, count, &registry.name, refusals);
        refusals.about(|| registry.id.clone(), check);
    }
}

/// Resolves everything but the addresses.
fn resolve_one(written: PrivateEndpoint, known: &Known<'_>, refusals: &mut Refusals) -> Option<Endpoint> {
    let network = known.networks.find_silently(&written.virtual_network).map(NetworkIndex);
    let index = known.resources.find(&written.resource, refusals);
    let resource = index.map(|index| known.resources.get(index));
    let mut zone_group = resolve_group(&written, known, refusals);
    let subresource = resource.and_then(|resource| {
        let subresource = find_subresource(&written, resource, &zone_group, known, refusals)?;
        for one in &mut zone_group {
            let apex = &known.zones.items()[one.zone.0].apex;
            one.is_recommended = resource.writes_to(apex, subresource, known.terms.cloud);
        }
        Some(subresource)
    });
    if let Some(Resource::Registry(registry)) = resource {
        registries::check_tier(registry, &written.resource, refusals);
    }
    let is_static = has_given_addresses(&written);
    Some(Endpoint {
        id: written.id(),
        network: network?,
        resource: index?,
        subresource: subresource?,
        subnet: written.subnet,
        name: written.name,
        resource_group: written.resource_group,
        connection_status: written.connection_status.value,
        zone_group,
        members: Vec::new(),
        is_static,
        site: written.site,
    })
}

/// Resolves the zone group: zones that there are, of different names, not more than Azure takes.
fn resolve_group(written: &PrivateEndpoint, known: &Known<'_>, refusals: &mut Refusals) -> Vec<GroupZone> {
    let references = written.private_dns_zone_group.as_deref().unwrap_or_default();
    limits::ZONES_OF_GROUP.check_always(references, refusals);
    let mut group: Vec<GroupZone> = Vec::new();
    for reference in references {
        let Some(index) = known.zones.find(reference, refusals) else {
            continue;
        };
        let apex = |zone: ZoneIndex| &known.zones.items()[zone.0].apex.value;
        let (zone, site) = (ZoneIndex(index), reference.site.clone());
        if let Some(first) = group.iter().find(|other| apex(other.zone) == apex(zone)) {
            let (zone, first) = (apex(zone).without_dot(), Related::from(&first.site));
            refusals.push(reference.refuse(EndpointRefusal::ZoneTaken { zone, first }));
            continue;
        }
        group.push(GroupZone { zone, is_recommended: false, site });
    }
    group
}

/// Finds the part of the resource that an endpoint leads to: the one that is written, the one whose public name is the
/// reference, the only one, or else the only one that writes into a zone of the group.
fn find_subresource(
    written: &PrivateEndpoint,
    resource: Resource<'_>,
    zone_group: &[GroupZone],
    known: &Known<'_>,
    refusals: &mut Refusals,
) -> Option<SubresourceIndex> {
    let Resource::PrivateLink(service) = resource else { return Some(SubresourceIndex::default()) };
    let all = &service.subresources;
    let names = || OneOfQuoted(all.iter().map(|one| one.id.clone()).collect());
    if let Some(wanted) = &written.subresource {
        let found = all.iter().position(|one| one.id.eq_ignore_ascii_case(wanted));
        if found.is_none() {
            let reason = EndpointRefusal::NoSubresource { resource: service.label(), subresources: names() };
            refusals.push(wanted.refuse(reason));
        }
        return found.map(SubresourceIndex);
    }
    let reference = written.resource.strip_suffix('.').unwrap_or(&written.resource);
    let is_meant = |name: &ResourceName| {
        name.public.as_ref().is_some_and(|public| public.without_dot().eq_ignore_ascii_case(reference))
    };
    if let Some(meant) = all.iter().position(|one| one.names().any(is_meant)) {
        return Some(SubresourceIndex(meant));
    }
    let apexes = || zone_group.iter().map(|one| &known.zones.items()[one.zone.0].apex.value);
    let writes =
        |index: &SubresourceIndex| apexes().any(|apex| resource.writes_to(apex, *index, known.terms.cloud));
    let mut fitting = (0..all.len()).map(SubresourceIndex).filter(|index| all.len() == 1 || writes(index));
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(only),
        // Slots and second addresses are asked for by their own names.
        (Some(first), Some(_)) if is_usual(service, first) => Some(first),
        _ => {
            let reason = EndpointRefusal::WhichSubresource { subresources: names() };
            refusals.push(written.resource.refuse(reason));
            None
        }
    }
}

/// Tells whether a subresource is the one that others of the same zones stand beside: its ID is the beginning of theirs, as
/// `sites` of `sites-staging` and `blob` of `blob_secondary`.
fn is_usual(service: &PrivateLinkResource, index: SubresourceIndex) -> bool {
    let usual = &service.subresources[index.0];
    let zones = |one: &Subresource| {
        one.names()
            .filter_map(|name| name.record.as_ref())
            .map(|record| record.zone.clone())
            .collect::<Vec<_>>()
    };
    let mine = zones(usual);
    let beside = service.subresources.iter().filter(|one| zones(one).iter().any(|zone| mine.contains(zone)));
    beside.into_iter().all(|one| one.id.starts_with(&usual.id))
}

/// Finds network and subnet; what there is not is reported, and a subnet whose prefixes were refused is none.
fn find_subnet(endpoint: &PrivateEndpoint, known: &Known<'_>, refusals: &mut Refusals) -> Option<usize> {
    let network = known.networks.find(&endpoint.virtual_network, refusals)?;
    let network = &known.networks.items()[network];
    find_subnet_of(&endpoint.subnet, network, refusals)
}

/// Gives an endpoint the addresses of the file.
fn give_addresses(
    endpoint: &mut Endpoint,
    given: &[IpConfiguration],
    (known, subnet): (&Known<'_>, Option<usize>),
    addresses: &mut Addresses,
    refusals: &mut Refusals,
) {
    let network = &known.networks.items()[endpoint.network.0];
    let resource = known.resources.get(endpoint.resource);
    let wanted = kinds(resource, endpoint.subresource, known.terms.cloud);
    for configuration in given {
        let address = &configuration.private_ip_address;
        if let Some(subnet) = subnet {
            subnets::check_address(address, &network.subnets[subnet], refusals);
        }
        if let Some(member) = resolve_member(configuration, (resource, &wanted), &endpoint.members, refusals)
        {
            addresses.give(endpoint.network, &endpoint.id, address, refusals);
            endpoint.members.push(member);
        }
    }
    check_missing(endpoint, given, (resource, &wanted), refusals);
}

fn kinds(resource: Resource<'_>, subresource: SubresourceIndex, cloud: Cloud) -> Vec<MemberKind> {
    resource.members(subresource, cloud).into_iter().map(|member| member.kind).collect()
}

fn resolve_member(
    configuration: &IpConfiguration,
    (resource, wanted): (Resource<'_>, &[MemberKind]),
    earlier: &[Member],
    refusals: &mut Refusals,
) -> Option<Member> {
    let name = &configuration.member_name;
    let Some(kind) = wanted.iter().find(|kind| name.eq_ignore_ascii_case(&kind.member_name())) else {
        let members = Quoted(wanted.iter().map(MemberKind::member_name).collect());
        refusals.push(name.refuse(EndpointRefusal::UnknownMember { kind: resource.kind(), members }));
        return None;
    };
    if earlier.iter().any(|member| member.kind == *kind) {
        refusals.push(name.refuse(EndpointRefusal::MemberTwice));
        return None;
    }
    let Located { value: address, site } = configuration.private_ip_address.clone();
    Some(Member { kind: kind.clone(), address, site })
}

/// Reports members that have no address among those given, in Azure's words
/// (`Geo-replication in Azure Container Registry`).
fn check_missing(
    endpoint: &Endpoint,
    given: &[IpConfiguration],
    (resource, wanted): (Resource<'_>, &[MemberKind]),
    refusals: &mut Refusals,
) {
    let is_given = |kind: &&MemberKind| {
        given.iter().any(|one| one.member_name.eq_ignore_ascii_case(&kind.member_name()))
    };
    let missing: Vec<&MemberKind> = wanted.iter().filter(|kind| !is_given(kind)).collect();
    if missing.is_empty() {
        return;
    }
    let is_of_replica = |kind: &&MemberKind| match resource {
        Resource::Registry(registry) => kind.region().is_some_and(|region| region != registry.home()),
        Resource::PrivateLink(_) => false,
    };
    let refused = EndpointRefusal::MissingMembers {
        replica: ReplicaWord(missing.iter().any(is_of_replica)),
        endpoint: endpoint.name.value.clone(),
        given: Names(given.iter().map(|one| one.member_name.value.clone()).collect()),
        missing: Names(missing.iter().map(|kind| kind.member_name()).collect()),
    };
    refusals.push(endpoint.name.refuse(refused).of(endpoint.id.clone()));
}

/// Allocates an address for each member.
fn allocate_addresses(
    endpoint: &mut Endpoint,
    (known, position): (&Known<'_>, usize),
    addresses: &mut Addresses,
    refusals: &mut Refusals,
) {
    let subnet = &known.networks.items()[endpoint.network.0].subnets[position];
    let wanted = kinds(known.resources.get(endpoint.resource), endpoint.subresource, known.terms.cloud);
    let (place, site) = ((endpoint.network, position), endpoint.site.clone());
    let allocated = known.allocated.of_endpoint(&endpoint.id);
    let kept = |kind: &MemberKind| {
        let mine = allocated.iter().find(|one| one.member == kind.member_name()).map(|one| one.address);
        mine.filter(|&address| subnet.may_hold(address))
    };
    let new = wanted.iter().filter(|kind| kept(kind).is_none()).count();
    let owner = Related::from(&site).with_id(endpoint.id.clone());
    match addresses.allocate(place, subnet, new, &owner) {
        Ok(found) => {
            let mut found = found.into_iter();
            let member = |kind: MemberKind| {
                let address = kept(&kind).or_else(|| found.next())?;
                Some(Member { kind, address, site: site.clone() })
            };
            endpoint.members = wanted.into_iter().filter_map(member).collect();
        }
        Err(full) => {
            let refused = EndpointRefusal::SubnetFull {
                left: full.left,
                capacity: subnet.capacity(),
                subnet: subnet.name.clone(),
                prefixes: Names(subnet.prefixes.iter().map(ToString::to_string).collect()),
                needed: wanted.len(),
                members: Names(wanted.iter().map(MemberKind::member_name).collect()),
            };
            refusals.push(endpoint.subnet.refuse(refused).of(endpoint.id.clone()));
        }
    }
}
