//! One object of an estate, and the lists of a configuration as a store of objects: get, put, delete.
//!
//! Whether an object fits the others is not decided here.

use crate::config_file::{
    ConfigFile, ContainerRegistry, CosmosdbAccount, DnsForwardingRuleset, DnsServer, InboundEndpoint,
    InternetZone, KeyVault, KubernetesCluster, MssqlServer, Network, PrivateDnsResolver, PrivateDnsZone,
    PrivateEndpoint, PrivateLinkResource, RecordSet, Rule, StorageAccount, Subnet, VirtualMachine,
    VirtualNetwork, VirtualNetworkLink, WebApp,
};
use crate::id::{ObjectId, ObjectKind, child};
use crate::own_kinds::with_own_kinds;

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
    /// A storage account.
    StorageAccount(StorageAccount),
    /// A key vault.
    KeyVault(KeyVault),
    /// A Cosmos DB account.
    CosmosdbAccount(CosmosdbAccount),
    /// A SQL server.
    MssqlServer(MssqlServer),
    /// A web app with its slots.
    WebApp(WebApp),
    /// A private Kubernetes cluster.
    KubernetesCluster(KubernetesCluster),
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

/// Writes what is the same for every kind that has a list of its own.
macro_rules! own_kinds {
    ($($kind:ident: $($list:ident).+),+) => {
        impl Object {
            /// Returns its ID.
            pub fn id(&self) -> ObjectId {
                match self {
                    $(Self::$kind(one) => one.id(),)+
                    Self::Subnet(network, one) => one.id(network),
                    Self::VirtualNetworkLink(zone, one) => one.id(zone),
                    Self::RecordSet(zone, one) => one.id(zone),
                    Self::InboundEndpoint(resolver, one) => one.id(resolver),
                    Self::Rule(ruleset, one) => one.id(ruleset),
                }
            }
        }

        impl ConfigFile {
            fn get_own(&self, id: &ObjectId) -> Option<Object> {
                Some(match id.kind()? {
                    $(ObjectKind::$kind => Object::$kind(find_in(&self.$($list).+, id, $kind::id)?.clone()),)+
                })
            }

            /// Puts an object of a list of its own; returns one that is a child.
            fn put_own(&mut self, object: Object) -> Option<Object> {
                match object {
                    $(Object::$kind(one) => put_into(&mut self.$($list).+, one, $kind::id),)+
                    child => return Some(child),
                }
                None
            }

            fn delete_own(&mut self, kind: ObjectKind, id: &ObjectId) -> Result<(), NotFound> {
                match kind {
                    $(ObjectKind::$kind => take_from(&mut self.$($list).+, id, $kind::id).map(drop),)+
                }
            }
        }
    };
}
with_own_kinds! { own_kinds! }

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
                    let sets = &zone.record_sets;
                    Object::RecordSet(of, sets.get(sets.find(parent, id)?)?.clone())
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
            _ => return None,
        })
    }

    /// Creates an object, or puts it into the place of the one that has its ID.
    ///
    /// # Errors
    /// [`NotFound`] when it is a child of an object that is not there.
    pub fn put(&mut self, object: Object) -> Result<(), NotFound> {
        let object = match object {
            Object::PrivateDnsZone(zone) => {
                self.put_zone(zone);
                return Ok(());
            }
            other => other,
        };
        match self.put_own(object) {
            Some(child) => self.put_child(child),
            None => Ok(()),
        }
    }

    fn put_child(&mut self, object: Object) -> Result<(), NotFound> {
        match object {
            Object::Subnet(of, one) => put_into(&mut self.network(&of)?.subnets, one, |one| one.id(&of)),
            Object::VirtualNetworkLink(of, one) => {
                put_into(&mut self.zone(&of)?.virtual_network_links, one, |one| one.id(&of));
            }
            Object::RecordSet(of, one) => {
                let sets = &mut self.zone(&of)?.record_sets;
                match sets.find(&of, &one.id(&of)) {
                    Some(order) => sets.replace(order, one),
                    None => {
                        sets.push(one);
                    }
                }
            }
            Object::InboundEndpoint(of, one) => {
                put_into(&mut self.resolver(&of)?.inbound_endpoints, one, |one| one.id(&of));
            }
            Object::Rule(of, one) => put_into(&mut self.ruleset(&of)?.rules, one, |one| one.id(&of)),
            own => return Err(NotFound(own.id())),
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
        self.delete_own(kind, id)
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
                let sets = &mut self.zone(of)?.record_sets;
                let order = sets.find(of, id).ok_or_else(|| NotFound(id.clone()))?;
                sets.remove(order);
                Ok(())
            }
            ObjectKind::PrivateDnsResolver => {
                take_from(&mut self.resolver(of)?.inbound_endpoints, id, |one| one.id(of)).map(drop)
            }
            ObjectKind::DnsForwardingRuleset => {
                take_from(&mut self.ruleset(of)?.rules, id, |one| one.id(of)).map(drop)
            }
            _ => Err(NotFound(id.clone())),
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
