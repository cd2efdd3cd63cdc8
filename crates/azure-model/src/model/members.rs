//! What the members of a private endpoint lead to, and their names.

use azure_catalogue::members::Certainty;
use zone_store::name::Name;

/// What a member of an endpoint leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MemberKind {
    /// The data endpoint of a region: `registry_data_westeurope`.
    Data(String),
    /// The login server: `registry`.
    Registry,
    /// The regional endpoint of a region (preview): `registry_westeurope`.
    Regional(String),
    /// A member of any other service: `blob`, `default`.
    Service(String),
}

impl MemberKind {
    /// Returns the name as `ip_configuration.member_name` has it.
    pub fn member_name(&self) -> String {
        match self {
            Self::Data(region) => format!("registry_data_{region}"),
            Self::Registry => "registry".to_owned(),
            Self::Regional(region) => format!("registry_{region}"),
            Self::Service(name) => name.clone(),
        }
    }

    /// Returns the region that it serves; `None` is all of them.
    pub(super) fn region(&self) -> Option<&str> {
        match self {
            Self::Data(region) | Self::Regional(region) => Some(region),
            Self::Registry | Self::Service(_) => None,
        }
    }
}

/// A member that an endpoint of a resource has, with the names that have its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceMember {
    /// What it leads to.
    pub kind: MemberKind,
    /// Its names; the first is the one that people know.
    pub names: Vec<ResourceName>,
}

/// A name of a resource: what clients ask for, and where its private address is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceName {
    /// The name that clients use; `None`: the service gives it none.
    pub public: Option<Name>,
    /// The zone that forwarders know its public name by: `vault.azure.net`.
    pub public_zone: Option<Name>,
    /// The A record that a zone group writes for it; `None`: it has none of its own.
    pub record: Option<RecordPlace>,
    /// What the public side has for it.
    pub public_side: PublicSide,
    /// How certain all this is.
    pub certainty: Certainty,
}

impl ResourceName {
    /// Tells whether its record is in the zone at `apex`.
    pub fn is_in(&self, apex: &Name) -> bool {
        self.record.as_ref().is_some_and(|record| record.zone == *apex)
    }
}

/// Where a zone group writes an A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPlace {
    /// The zone.
    pub zone: Name,
    /// The whole name of the record.
    pub owner: Name,
}

/// What the public side has for a name of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicSide {
    /// A chain of its own, by way of the privatelink name as soon as an approved endpoint exists.
    Cname,
    /// The same by way of an older privatelink name and then the one of the record.
    CnameTwo {
        /// The older one.
        older: Name,
    },
    /// A chain by way of the privatelink name for everybody: all customers share the name.
    CnameAlways,
    /// A CNAME to another name, for everybody.
    Alias(Name),
    /// Nothing: clients ask for the name in the private zone.
    Private,
    /// Nothing: the service has no public name.
    Nothing,
    /// An A record with the private address of the member.
    PrivateAddress,
}

impl PublicSide {
    /// Tells whether a client that asks for the public name can be led into the private zone.
    pub fn leads_to_record(&self) -> bool {
        matches!(self, Self::Cname | Self::CnameTwo { .. } | Self::CnameAlways)
    }

    /// Tells whether the certificate of the service holds the name in the private zone: clients ask for no other.
    pub fn certifies_private_name(&self) -> bool {
        matches!(self, Self::Private | Self::Nothing)
    }
}
