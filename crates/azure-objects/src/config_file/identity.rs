//! The IDs of objects as written.

use super::{
    ContainerRegistry, CosmosdbAccount, DnsForwardingRuleset, DnsServer, DnsServerZone, Forwarder,
    InboundEndpoint, InternetZone, KeyVault, KubernetesCluster, MssqlServer, Network, PrivateDnsResolver,
    PrivateDnsZone, PrivateEndpoint, PrivateLinkResource, RecordSet, Rule, StorageAccount, Subnet,
    VirtualMachine, VirtualNetwork, VirtualNetworkLink, WebApp,
};
use crate::id::{ObjectId, ObjectKind, child};

/// Gives objects that have a name and a resource group their IDs.
macro_rules! identified {
    ($($object:ident),+) => {
        $(impl $object {
            /// Returns its ID.
            pub fn id(&self) -> ObjectId {
                let group = self.resource_group.as_ref().map(|group| group.as_str());
                ObjectId::new(ObjectKind::$object, group, &self.name)
            }
        })+
    };
}
identified! {
    VirtualNetwork, VirtualMachine, ContainerRegistry, StorageAccount, KeyVault, CosmosdbAccount, MssqlServer, WebApp,
    KubernetesCluster, PrivateEndpoint, PrivateDnsResolver, DnsForwardingRuleset, Network,
    DnsServer
}

impl PrivateDnsZone {
    /// Returns its ID.
    pub fn id(&self) -> ObjectId {
        let group = self.resource_group.as_ref().map(|group| group.as_str());
        ObjectId::new(ObjectKind::PrivateDnsZone, group, &self.name.without_dot())
    }
}

impl PrivateLinkResource {
    /// Returns its ID. Two services may have a resource of one name, so the private zone or the type is part of it.
    pub fn id(&self) -> ObjectId {
        let group = self.resource_group.as_ref().map(|group| group.as_str());
        let of_type = self.resource_type.as_ref().map(|one| one.replace('/', "."));
        let of_zone = || self.private_dns_zone.as_ref().map(|zone| zone.without_dot());
        let name = format!("{}.{}", self.name.value, of_type.or_else(of_zone).unwrap_or_default());
        ObjectId::new(ObjectKind::PrivateLinkResource, group, &name)
    }
}

impl InternetZone {
    /// Returns its ID.
    pub fn id(&self) -> ObjectId {
        ObjectId::new(ObjectKind::InternetZone, None, &self.name.without_dot())
    }
}

impl VirtualNetworkLink {
    /// Returns its ID in a private DNS zone.
    pub fn id(&self, zone: &ObjectId) -> ObjectId {
        zone.child(child::VIRTUAL_NETWORK_LINK, &self.name)
    }
}

impl RecordSet {
    /// Returns its ID in a zone: an absolute name is the relative one, and that of the apex is `@`.
    pub fn id(&self, zone: &ObjectId) -> ObjectId {
        let name = self.name.as_str();
        let relative = name.strip_suffix('.').and_then(|name| {
            let at = name.len().checked_sub(zone.name().len())?;
            let (front, back) = name.split_at_checked(at)?;
            let is_below = back.eq_ignore_ascii_case(zone.name());
            is_below.then(|| if front.is_empty() { "@" } else { front.strip_suffix('.').unwrap_or(name) })
        });
        zone.child(&self.record_type.to_ascii_uppercase(), relative.unwrap_or(name))
    }
}

impl Subnet {
    /// Returns its ID in a virtual network.
    pub fn id(&self, network: &ObjectId) -> ObjectId {
        network.child(child::SUBNET, &self.name)
    }
}

impl Rule {
    /// Returns its ID in a ruleset.
    pub fn id(&self, ruleset: &ObjectId) -> ObjectId {
        ruleset.child(child::FORWARDING_RULE, &self.name)
    }
}

impl InboundEndpoint {
    /// Returns its ID in a private resolver.
    pub fn id(&self, resolver: &ObjectId) -> ObjectId {
        resolver.child(child::INBOUND_ENDPOINT, &self.name)
    }
}

impl Forwarder {
    /// Returns its ID in a custom DNS server.
    pub fn id(&self, server: &ObjectId) -> ObjectId {
        server.child(child::FORWARDER, &self.zone.to_string())
    }
}

impl DnsServerZone {
    /// Returns its ID in a custom DNS server; `None`: it has no name of its own, and takes that of a private zone.
    pub fn id(&self, server: &ObjectId) -> Option<ObjectId> {
        let named = self.name.as_ref().map(|name| name.without_dot());
        let name =
            named.or_else(|| self.private_dns_zone.as_ref().map(|reference| reference.value.clone()))?;
        Some(server.child(child::ZONE, &name.replace('/', "~")))
    }
}
