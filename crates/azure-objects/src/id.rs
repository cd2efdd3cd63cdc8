//! What an object is called, whoever speaks of it: an ARM resource ID.
//!
//! Nothing else tells objects apart: not a place in a file, not a position in a list.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use thiserror::Error;

/// The subscription of objects that name none.
pub const DEFAULT_SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";
/// The resource group of objects that name none.
pub const DEFAULT_RESOURCE_GROUP: &str = "default";
/// Most octets of an ID that is read: ARM's own limit is below it.
const LONGEST: usize = 2048;
/// Most pairs of type and name below the provider.
const DEEPEST: usize = 5;

/// A kind of object that has a resource group.
///
/// Objects that are not Azure's have IDs too, below providers of our own: `Zonite.Local`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// `virtual_network`.
    VirtualNetwork,
    /// `virtual_machine`.
    VirtualMachine,
    /// `private_dns_zone`.
    PrivateDnsZone,
    /// `container_registry`.
    ContainerRegistry,
    /// `storage_account`.
    StorageAccount,
    /// `key_vault`.
    KeyVault,
    /// `cosmosdb_account`.
    CosmosdbAccount,
    /// `mssql_server`.
    MssqlServer,
    /// `web_app`.
    WebApp,
    /// `kubernetes_cluster`.
    KubernetesCluster,
    /// `private_link_resource`: a resource of any other service.
    PrivateLinkResource,
    /// `private_endpoint`.
    PrivateEndpoint,
    /// `private_dns_resolver`.
    PrivateDnsResolver,
    /// `dns_forwarding_ruleset`.
    DnsForwardingRuleset,
    /// `network`: outside Azure.
    Network,
    /// `dns_server`: a custom DNS server.
    DnsServer,
    /// `internet.zone`.
    InternetZone,
}

impl ObjectKind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::VirtualNetwork,
        Self::VirtualMachine,
        Self::PrivateDnsZone,
        Self::ContainerRegistry,
        Self::StorageAccount,
        Self::KeyVault,
        Self::CosmosdbAccount,
        Self::MssqlServer,
        Self::WebApp,
        Self::KubernetesCluster,
        Self::PrivateLinkResource,
        Self::PrivateEndpoint,
        Self::PrivateDnsResolver,
        Self::DnsForwardingRuleset,
        Self::Network,
        Self::DnsServer,
        Self::InternetZone,
    ];

    /// Returns the provider and the type, as `Microsoft.Network/virtualNetworks`.
    pub const fn resource_type(self) -> &'static str {
        match self {
            Self::VirtualNetwork => "Microsoft.Network/virtualNetworks",
            Self::VirtualMachine => "Microsoft.Compute/virtualMachines",
            Self::PrivateDnsZone => "Microsoft.Network/privateDnsZones",
            Self::ContainerRegistry => "Microsoft.ContainerRegistry/registries",
            Self::StorageAccount => "Microsoft.Storage/storageAccounts",
            Self::KeyVault => "Microsoft.KeyVault/vaults",
            Self::CosmosdbAccount => "Microsoft.DocumentDB/databaseAccounts",
            Self::MssqlServer => "Microsoft.Sql/servers",
            Self::WebApp => "Microsoft.Web/sites",
            Self::KubernetesCluster => "Microsoft.ContainerService/managedClusters",
            Self::PrivateLinkResource => "Zonite.Local/privateLinkResources",
            Self::PrivateEndpoint => "Microsoft.Network/privateEndpoints",
            Self::PrivateDnsResolver => "Microsoft.Network/dnsResolvers",
            Self::DnsForwardingRuleset => "Microsoft.Network/dnsForwardingRulesets",
            Self::Network => "Zonite.Local/networks",
            Self::DnsServer => "Zonite.Local/dnsServers",
            Self::InternetZone => "Zonite.Local/internetZones",
        }
    }
}

/// Types of children, as ARM spells them.
pub mod child {
    /// A subnet of a virtual network.
    pub const SUBNET: &str = "subnets";
    /// A link of a private DNS zone.
    pub const VIRTUAL_NETWORK_LINK: &str = "virtualNetworkLinks";
    /// The zone group of a private endpoint.
    pub const ZONE_GROUP: &str = "privateDnsZoneGroups";
    /// An inbound endpoint of a private resolver.
    pub const INBOUND_ENDPOINT: &str = "inboundEndpoints";
    /// A rule of a forwarding ruleset.
    pub const FORWARDING_RULE: &str = "forwardingRules";
    /// A replica of a registry.
    pub const REPLICATION: &str = "replications";
    /// A zone of a custom DNS server.
    pub const ZONE: &str = "zones";
    /// A forwarder of a custom DNS server.
    pub const FORWARDER: &str = "forwarders";
}

/// An ARM resource ID.
///
/// IDs that differ in case only are equal, hash alike and sort alike; each is printed as it was written, but for the words
/// that ARM itself puts into every ID, and the types of [`ObjectKind`].
#[derive(Clone)]
pub struct ObjectId {
    written: Arc<str>,
    /// In lower case.
    folded: Arc<str>,
}

/// Why a text is no ID of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ObjectIdError {
    /// It does not begin like one.
    #[error(
        "does not begin with /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/PROVIDER/TYPE/NAME"
    )]
    Shape,
    /// A part of it is empty.
    #[error("has an empty part")]
    Empty,
    /// A type has no name behind it.
    #[error("ends with a type that has no name behind it")]
    NoName,
    /// It has octets that no ID has.
    #[error("has a character that no ID has: a control character, or one of < > % & ? #")]
    Character,
    /// It is too long, or has too many parts.
    #[error("is longer than an ID can be")]
    Length,
}

impl ObjectId {
    /// Names an object; `None` is the default resource group.
    pub fn new(kind: ObjectKind, resource_group: Option<&str>, name: &str) -> Self {
        let group = resource_group.unwrap_or(DEFAULT_RESOURCE_GROUP);
        let (subscription, resource_type) = (DEFAULT_SUBSCRIPTION, kind.resource_type());
        Self::of_text(&format!(
            "/subscriptions/{subscription}/resourceGroups/{group}/providers/{resource_type}/{name}"
        ))
    }

    /// Names a child of this object.
    #[must_use]
    pub fn child(&self, child_type: &str, name: &str) -> Self {
        Self::of_text(&format!("{}/{child_type}/{name}", self.written))
    }

    /// Reads an ID.
    ///
    /// # Errors
    /// [`ObjectIdError`] for what is no ID of a resource in a resource group.
    pub fn parse(text: &str) -> Result<Self, ObjectIdError> {
        if text.len() > LONGEST {
            return Err(ObjectIdError::Length);
        }
        if text.chars().any(|one| one.is_control() || "<>%&?#".contains(one)) {
            return Err(ObjectIdError::Character);
        }
        let parts: Vec<&str> = text.strip_prefix('/').ok_or(ObjectIdError::Shape)?.split('/').collect();
        let [subscriptions, subscription, groups, group, providers, provider, rest @ ..] = parts.as_slice()
        else {
            return Err(ObjectIdError::Shape);
        };
        let is = |part: &str, word: &str| part.eq_ignore_ascii_case(word);
        if !(is(subscriptions, "subscriptions") && is(groups, "resourceGroups") && is(providers, "providers"))
        {
            return Err(ObjectIdError::Shape);
        }
        if parts.iter().any(|part| part.is_empty()) {
            return Err(ObjectIdError::Empty);
        }
        match rest.len() {
            0 => return Err(ObjectIdError::Shape),
            length if length % 2 == 1 => return Err(ObjectIdError::NoName),
            length if length / 2 > DEEPEST => return Err(ObjectIdError::Length),
            _ => {}
        }
        let resource_type = format!("{provider}/{}", rest[0]);
        let known =
            ObjectKind::ALL.iter().map(|kind| kind.resource_type()).find(|known| is(known, &resource_type));
        let resource_type = known.unwrap_or(&resource_type);
        let names = rest[1..].join("/");
        Ok(Self::of_text(&format!(
            "/subscriptions/{subscription}/resourceGroups/{group}/providers/{resource_type}/{names}"
        )))
    }

    fn of_text(text: &str) -> Self {
        let written: Arc<str> = text.into();
        let has_upper_case = text.bytes().any(|octet| octet.is_ascii_uppercase());
        let folded = if has_upper_case { text.to_ascii_lowercase().into() } else { written.clone() };
        Self { written, folded }
    }

    /// Returns the ID as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Returns the kind of the object, or of the object that it is a child of; `None`: a type that is not modelled.
    pub fn kind(&self) -> Option<ObjectKind> {
        let [provider, resource_type] = [self.part(5)?, self.part(6)?];
        let found = |kind: &ObjectKind| {
            let known = kind.resource_type().split_once('/');
            known.is_some_and(|(known, name)| {
                known.eq_ignore_ascii_case(provider) && name.eq_ignore_ascii_case(resource_type)
            })
        };
        ObjectKind::ALL.into_iter().find(found)
    }

    /// Returns the resource group.
    pub fn resource_group(&self) -> &str {
        self.part(3).unwrap_or_default()
    }

    /// Returns the name: the last part.
    pub fn name(&self) -> &str {
        self.written.rsplit('/').next().unwrap_or_default()
    }

    /// Returns the type of the last part: `A` of a record set, `virtualNetworkLinks` of a link.
    pub fn last_type(&self) -> &str {
        self.written.rsplit('/').nth(1).unwrap_or_default()
    }

    /// Returns the object that this one is a child of; `None`: it is no child.
    pub fn parent(&self) -> Option<Self> {
        if self.written.split('/').count() <= 9 {
            return None;
        }
        let end = self.written.rmatch_indices('/').nth(1).map(|(at, _)| at)?;
        Some(Self { written: self.written[..end].into(), folded: self.folded[..end].into() })
    }

    /// Tells whether this object is a child of another, or a child's child.
    pub fn is_below(&self, other: &Self) -> bool {
        self.folded.strip_prefix(&*other.folded).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Returns a part, counted from 0, without the empty one in front of the first slash.
    fn part(&self, position: usize) -> Option<&str> {
        self.written.split('/').nth(position + 1)
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl PartialEq for ObjectId {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for ObjectId {}

impl PartialOrd for ObjectId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ObjectId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded.cmp(&other.folded)
    }
}

impl Hash for ObjectId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    const ZONE: &str =
        "/subscriptions/s/resourceGroups/Hub/providers/Microsoft.Network/privateDnsZones/corp.example";

    #[test]
    fn ids_that_differ_in_case_are_one() {
        let (one, other) = (ObjectId::parse(ZONE), ObjectId::parse(&ZONE.to_uppercase()));
        assert_eq!(one, other);
        let both: HashSet<ObjectId> = [one, other].into_iter().flatten().collect();
        assert_eq!(both.len(), 1);
    }

    #[test]
    fn an_id_is_printed_as_it_was_written_with_the_words_of_arm() {
        let written =
            "/SUBSCRIPTIONS/s/resourcegroups/Hub/PROVIDERS/microsoft.network/privatednszones/corp.Example";
        let id = ObjectId::parse(written).expect("an ID");
        let want =
            "/subscriptions/s/resourceGroups/Hub/providers/Microsoft.Network/privateDnsZones/corp.Example";
        assert_eq!(id.to_string(), want);
    }

    #[test]
    fn children_know_their_parents() {
        let zone = ObjectId::new(ObjectKind::PrivateDnsZone, None, "corp.example");
        let set = zone.child("A", "www");
        assert_eq!((set.name(), set.last_type(), set.resource_group()), ("www", "A", "default"));
        assert_eq!((set.kind(), set.parent()), (Some(ObjectKind::PrivateDnsZone), Some(zone.clone())));
        assert!(set.is_below(&zone) && !zone.is_below(&set) && !zone.is_below(&zone));
        assert_eq!(zone.parent(), None);
        let longer = ObjectId::new(ObjectKind::PrivateDnsZone, None, "corp.example.net");
        assert!(!longer.is_below(&zone));
    }

    #[test]
    fn what_is_no_id_is_refused_with_the_reason() {
        for (text, want) in [
            ("", ObjectIdError::Shape),
            ("/subscriptions/s/resourceGroups/g", ObjectIdError::Shape),
            ("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network", ObjectIdError::Shape),
            ("/subscriptions/s/groups/g/providers/Microsoft.Network/t/n", ObjectIdError::Shape),
            ("/subscriptions//resourceGroups/g/providers/Microsoft.Network/t/n", ObjectIdError::Empty),
            ("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/t", ObjectIdError::NoName),
            ("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/t/n/u", ObjectIdError::NoName),
            ("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/t/n?x", ObjectIdError::Character),
        ] {
            assert_eq!(ObjectId::parse(text), Err(want), "{text}");
        }
        assert_eq!(ObjectId::parse(&"/a".repeat(2000)), Err(ObjectIdError::Length));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_what_is_read_is_read_again(text in "(/[a-zA-Z.]{0,3}){0,12}|.{0,80}") {
            let full = format!("/subscriptions/s/resourceGroups/g/providers/P{text}");
            for text in [&text, &full] {
                if let Ok(id) = ObjectId::parse(text) {
                    prop_assert_eq!(ObjectId::parse(id.as_str()), Ok(id.clone()));
                    prop_assert!(id.as_str().eq_ignore_ascii_case(text));
                }
            }
        }
    }
}
