//! One object of an estate, and the lists of a configuration as a store of objects: get, put, delete.
//!
//! Whether an object fits the others is not decided here.

use crate::config_file::{
    ConfigFile, ContainerRegistry, DnsForwardingRuleset, DnsServer, InboundEndpoint, InternetZone, Network,
    PrivateDnsResolver, PrivateDnsZone, PrivateEndpoint, PrivateLinkResource, RecordSet, Rule, Subnet,
    VirtualMachine, VirtualNetwork, VirtualNetworkLink,
};
use crate::id::{ObjectId, ObjectKind, child};

/// One object. A child knows whose child it is.
#[derive(Debug, Clone)]
pub enum Object {
    /// A virtual network with its subnets.
    VirtualNetwork(VirtualNetwork),
    /// A subnet of a virtual network.
    Subnet(ObjectId, Subnet),
    /// A virtual machine.
    VirtualMachine(VirtualMachine),
    /// A private DNS zone. Putting one leaves the links and record sets that the zone has.
    PrivateDnsZone(PrivateDnsZone),
    /// A link of a private DNS zone.
    VirtualNetworkLink(ObjectId, VirtualNetworkLink),
    /// A record set of a private DNS zone.
    RecordSet(ObjectId, RecordSet),
    /// A container registry.
    ContainerRegistry(ContainerRegistry),
    /// A resource of another service.
    PrivateLinkResource(PrivateLinkResource),
    /// A private endpoint.
    PrivateEndpoint(PrivateEndpoint),
    /// A DNS private resolver with its inbound endpoints.
    PrivateDnsResolver(PrivateDnsResolver),
    /// An inbound endpoint of a private resolver.
    InboundEndpoint(ObjectId, InboundEndpoint),
    /// A DNS forwarding ruleset with its rules.
    DnsForwardingRuleset(DnsForwardingRuleset),
    /// A rule of a forwarding ruleset.
    Rule(ObjectId, Rule),
    /// A network outside Azure.
    Network(Network),
    /// A custom DNS server.
    DnsServer(DnsServer),
    /// A zone of the public Internet.
    InternetZone(InternetZone),
}

impl Object {
    /// Returns its ID.
    pub fn id(&self) -> ObjectId {
        match self {
            Self::VirtualNetwork(one) => one.id(),
            Self::Subnet(network, one) => one.id(network),
            Self::VirtualMachine(one) => one.id(),
            Self::PrivateDnsZone(one) => one.id(),
            Self::VirtualNetworkLink(zone, one) => one.id(zone),
            Self::RecordSet(zone, one) => one.id(zone),
            Self::ContainerRegistry(one) => one.id(),
            Self::PrivateLinkResource(one) => one.id(),
            Self::PrivateEndpoint(one) => one.id(),
            Self::PrivateDnsResolver(one) => one.id(),
            Self::InboundEndpoint(resolver, one) => one.id(resolver),
            Self::DnsForwardingRuleset(one) => one.id(),
            Self::Rule(ruleset, one) => one.id(ruleset),
            Self::Network(one) => one.id(),
            Self::DnsServer(one) => one.id(),
            Self::InternetZone(one) => one.id(),
        }
    }
}

/// A change of one object.
#[derive(Debug, Clone)]
pub enum Change {
    /// Creates an object, or puts it into the place of the one that has its ID.
    Put(Box<Object>),
    /// Deletes an object with its children.
    Delete(ObjectId),
}

impl Change {
    /// Describes that an object is put.
    pub fn put(object: Object) -> Self {
        Self::Put(Box::new(object))
    }

    /// Returns the ID of the object that is changed.
    pub fn id(&self) -> ObjectId {
        match self {
            Self::Put(object) => object.id(),
            Self::Delete(id) => id.clone(),
        }
    }
}

/// There is no object of this ID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound(pub ObjectId);

/// Puts an object into a list: in the place of the one that has its ID, else at the end.
fn put_into<T>(list: &mut Vec<T>, object: T, id_of: impl Fn(&T) -> ObjectId) {
    let id = id_of(&object);
    match list.iter_mut().find(|one| id_of(one) == id) {
        Some(there) => *there = object,
        None => list.push(object),
    }
}

/// Takes the object of an ID out of a list.
fn take_from<T>(list: &mut Vec<T>, id: &ObjectId, id_of: impl Fn(&T) -> ObjectId) -> Result<T, NotFound> {
    let at = list.iter().position(|one| id_of(one) == *id).ok_or_else(|| NotFound(id.clone()))?;
    Ok(list.remove(at))
}

/// Finds the object of an ID in a list.
fn find_in<'l, T>(list: &'l [T], id: &ObjectId, id_of: impl Fn(&T) -> ObjectId) -> Option<&'l T> {
    list.iter().find(|one| id_of(one) == *id)
}

impl ConfigFile {
    /// Returns the object of an ID.
    pub fn get(&self, id: &ObjectId) -> Option<Object> {
        match id.parent() {
            Some(parent) => self.get_child(&parent, id),
            None => self.get_own(id),
        }
    }

    fn get_own(&self, id: &ObjectId) -> Option<Object> {
        Some(match id.kind()? {
            ObjectKind::VirtualNetwork => {
                Object::VirtualNetwork(find_in(&self.virtual_networks, id, VirtualNetwork::id)?.clone())
            }
            ObjectKind::VirtualMachine => {
                Object::VirtualMachine(find_in(&self.virtual_machines, id, VirtualMachine::id)?.clone())
            }
            ObjectKind::PrivateDnsZone => {
                Object::PrivateDnsZone(find_in(&self.private_dns_zones, id, PrivateDnsZone::id)?.clone())
            }
            ObjectKind::ContainerRegistry => Object::ContainerRegistry(
                find_in(&self.container_registries, id, ContainerRegistry::id)?.clone(),
            ),
            ObjectKind::PrivateLinkResource => Object::PrivateLinkResource(
                find_in(&self.private_link_resources, id, PrivateLinkResource::id)?.clone(),
            ),
            ObjectKind::PrivateEndpoint => {
                Object::PrivateEndpoint(find_in(&self.private_endpoints, id, PrivateEndpoint::id)?.clone())
            }
            ObjectKind::PrivateDnsResolver => Object::PrivateDnsResolver(
                find_in(&self.private_dns_resolvers, id, PrivateDnsResolver::id)?.clone(),
            ),
            ObjectKind::DnsForwardingRuleset => Object::DnsForwardingRuleset(
                find_in(&self.dns_forwarding_rulesets, id, DnsForwardingRuleset::id)?.clone(),
            ),
            ObjectKind::Network => Object::Network(find_in(&self.networks, id, Network::id)?.clone()),
            ObjectKind::DnsServer => {
                Object::DnsServer(find_in(&self.dns_servers, id, DnsServer::id)?.clone())
            }
            ObjectKind::InternetZone => {
                Object::InternetZone(find_in(&self.internet.zones, id, InternetZone::id)?.clone())
            }
        })
    }

    fn get_child(&self, parent: &ObjectId, id: &ObjectId) -> Option<Object> {
        let of = parent.clone();
        Some(match parent.kind()? {
            ObjectKind::VirtualNetwork => {
                let network = find_in(&self.virtual_networks, parent, VirtualNetwork::id)?;
                Object::Subnet(of, find_in(&network.subnets, id, |one| one.id(parent))?.clone())
            }
            ObjectKind::PrivateDnsZone => {
                let zone = find_in(&self.private_dns_zones, parent, PrivateDnsZone::id)?;
                if id.last_type().eq_ignore_ascii_case(child::VIRTUAL_NETWORK_LINK) {
                    let link = find_in(&zone.virtual_network_links, id, |one| one.id(parent))?;
                    Object::VirtualNetworkLink(of, link.clone())
                } else {
                    Object::RecordSet(of, find_in(&zone.record_sets, id, |one| one.id(parent))?.clone())
                }
            }
            ObjectKind::PrivateDnsResolver => {
                let resolver = find_in(&self.private_dns_resolvers, parent, PrivateDnsResolver::id)?;
                Object::InboundEndpoint(
                    of,
                    find_in(&resolver.inbound_endpoints, id, |one| one.id(parent))?.clone(),
                )
            }
            ObjectKind::DnsForwardingRuleset => {
                let ruleset = find_in(&self.dns_forwarding_rulesets, parent, DnsForwardingRuleset::id)?;
                Object::Rule(of, find_in(&ruleset.rules, id, |one| one.id(parent))?.clone())
            }
            ObjectKind::VirtualMachine
            | ObjectKind::ContainerRegistry
            | ObjectKind::PrivateLinkResource
            | ObjectKind::PrivateEndpoint
            | ObjectKind::Network
            | ObjectKind::DnsServer
            | ObjectKind::InternetZone => return None,
        })
    }

    /// Creates an object, or puts it into the place of the one that has its ID.
    ///
    /// # Errors
    /// [`NotFound`] when it is a child of an object that is not there.
    pub fn put(&mut self, object: Object) -> Result<(), NotFound> {
        match object {
            Object::VirtualNetwork(one) => put_into(&mut self.virtual_networks, one, VirtualNetwork::id),
            Object::VirtualMachine(one) => put_into(&mut self.virtual_machines, one, VirtualMachine::id),
            Object::PrivateDnsZone(one) => self.put_zone(one),
            Object::ContainerRegistry(one) => {
                put_into(&mut self.container_registries, one, ContainerRegistry::id);
            }
            Object::PrivateLinkResource(one) => {
                put_into(&mut self.private_link_resources, one, PrivateLinkResource::id);
            }
            Object::PrivateEndpoint(one) => put_into(&mut self.private_endpoints, one, PrivateEndpoint::id),
            Object::PrivateDnsResolver(one) => {
                put_into(&mut self.private_dns_resolvers, one, PrivateDnsResolver::id);
            }
            Object::DnsForwardingRuleset(one) => {
                put_into(&mut self.dns_forwarding_rulesets, one, DnsForwardingRuleset::id);
            }
            Object::Network(one) => put_into(&mut self.networks, one, Network::id),
            Object::DnsServer(one) => put_into(&mut self.dns_servers, one, DnsServer::id),
            Object::InternetZone(one) => put_into(&mut self.internet.zones, one, InternetZone::id),
            Object::Subnet(of, one) => put_into(&mut self.network(&of)?.subnets, one, |one| one.id(&of)),
            Object::VirtualNetworkLink(of, one) => {
                put_into(&mut self.zone(&of)?.virtual_network_links, one, |one| one.id(&of));
            }
            Object::RecordSet(of, one) => {
                put_into(self.zone(&of)?.record_sets.edit(), one, |one| one.id(&of));
            }
            Object::InboundEndpoint(of, one) => {
                put_into(&mut self.resolver(&of)?.inbound_endpoints, one, |one| one.id(&of));
            }
            Object::Rule(of, one) => put_into(&mut self.ruleset(&of)?.rules, one, |one| one.id(&of)),
        }
        Ok(())
    }

    /// Deletes an object with its children.
    ///
    /// # Errors
    /// [`NotFound`] when it is not there.
    pub fn delete(&mut self, id: &ObjectId) -> Result<(), NotFound> {
        let kind = id.kind().ok_or_else(|| NotFound(id.clone()))?;
        if let Some(parent) = id.parent() {
            return self.delete_child(kind, &parent, id);
        }
        match kind {
            ObjectKind::VirtualNetwork => {
                take_from(&mut self.virtual_networks, id, VirtualNetwork::id).map(drop)
            }
            ObjectKind::VirtualMachine => {
                take_from(&mut self.virtual_machines, id, VirtualMachine::id).map(drop)
            }
            ObjectKind::PrivateDnsZone => {
                take_from(&mut self.private_dns_zones, id, PrivateDnsZone::id).map(drop)
            }
            ObjectKind::ContainerRegistry => {
                take_from(&mut self.container_registries, id, ContainerRegistry::id).map(drop)
            }
            ObjectKind::PrivateLinkResource => {
                take_from(&mut self.private_link_resources, id, PrivateLinkResource::id).map(drop)
            }
            ObjectKind::PrivateEndpoint => {
                take_from(&mut self.private_endpoints, id, PrivateEndpoint::id).map(drop)
            }
            ObjectKind::PrivateDnsResolver => {
                take_from(&mut self.private_dns_resolvers, id, PrivateDnsResolver::id).map(drop)
            }
            ObjectKind::DnsForwardingRuleset => {
                take_from(&mut self.dns_forwarding_rulesets, id, DnsForwardingRuleset::id).map(drop)
            }
            ObjectKind::Network => take_from(&mut self.networks, id, Network::id).map(drop),
            ObjectKind::DnsServer => take_from(&mut self.dns_servers, id, DnsServer::id).map(drop),
            ObjectKind::InternetZone => take_from(&mut self.internet.zones, id, InternetZone::id).map(drop),
        }
    }

    fn delete_child(&mut self, kind: ObjectKind, of: &ObjectId, id: &ObjectId) -> Result<(), NotFound> {
        match kind {
            ObjectKind::VirtualNetwork => {
                take_from(&mut self.network(of)?.subnets, id, |one| one.id(of)).map(drop)
            }
            ObjectKind::PrivateDnsZone
                if id.last_type().eq_ignore_ascii_case(child::VIRTUAL_NETWORK_LINK) =>
            {
                take_from(&mut self.zone(of)?.virtual_network_links, id, |one| one.id(of)).map(drop)
            }
            ObjectKind::PrivateDnsZone => {
                take_from(self.zone(of)?.record_sets.edit(), id, |one| one.id(of)).map(drop)
            }
            ObjectKind::PrivateDnsResolver => {
                take_from(&mut self.resolver(of)?.inbound_endpoints, id, |one| one.id(of)).map(drop)
            }
            ObjectKind::DnsForwardingRuleset => {
                take_from(&mut self.ruleset(of)?.rules, id, |one| one.id(of)).map(drop)
            }
            ObjectKind::VirtualMachine
            | ObjectKind::ContainerRegistry
            | ObjectKind::PrivateLinkResource
            | ObjectKind::PrivateEndpoint
            | ObjectKind::Network
            | ObjectKind::DnsServer
            | ObjectKind::InternetZone => Err(NotFound(id.clone())),
        }
    }

    /// Puts a zone; one that is there keeps its children.
    fn put_zone(&mut self, mut zone: PrivateDnsZone) {
        let id = zone.id();
        match self.private_dns_zones.iter_mut().find(|one| one.id() == id) {
            Some(there) => {
                zone.virtual_network_links = std::mem::take(&mut there.virtual_network_links);
                zone.record_sets = std::mem::take(&mut there.record_sets);
                *there = zone;
            }
            None => self.private_dns_zones.push(zone),
        }
    }

    fn network(&mut self, id: &ObjectId) -> Result<&mut VirtualNetwork, NotFound> {
        self.virtual_networks.iter_mut().find(|one| one.id() == *id).ok_or_else(|| NotFound(id.clone()))
    }

    fn zone(&mut self, id: &ObjectId) -> Result<&mut PrivateDnsZone, NotFound> {
        self.private_dns_zones.iter_mut().find(|one| one.id() == *id).ok_or_else(|| NotFound(id.clone()))
    }

    fn resolver(&mut self, id: &ObjectId) -> Result<&mut PrivateDnsResolver, NotFound> {
        self.private_dns_resolvers.iter_mut().find(|one| one.id() == *id).ok_or_else(|| NotFound(id.clone()))
    }

    fn ruleset(&mut self, id: &ObjectId) -> Result<&mut DnsForwardingRuleset, NotFound> {
        self.dns_forwarding_rulesets
            .iter_mut()
            .find(|one| one.id() == *id)
            .ok_or_else(|| NotFound(id.clone()))
    }
}
