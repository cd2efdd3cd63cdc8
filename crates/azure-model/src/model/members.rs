//! What the members of a private endpoint lead to.

/// What a member of an endpoint leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MemberKind {
    /// The data endpoint of a region: `registry_data_westeurope`.
    Data(String),
    /// The login server: `registry`.
    Registry,
    /// The regional endpoint of a region (preview): `registry_westeurope`.
    Regional(String),
    /// A subresource of any other service: `blob`.
    Subresource(&'static str),
}

impl MemberKind {
    /// Returns the name as `ip_configuration.member_name` has it.
    pub fn member_name(&self) -> String {
        match self {
            Self::Data(region) => format!("registry_data_{region}"),
            Self::Registry => "registry".to_owned(),
            Self::Regional(region) => format!("registry_{region}"),
            Self::Subresource(name) => (*name).to_owned(),
        }
    }

    /// Returns the region that it serves; `None` is all of them.
    pub(super) fn region(&self) -> Option<&str> {
        match self {
            Self::Data(region) | Self::Regional(region) => Some(region),
            Self::Registry | Self::Subresource(_) => None,
        }
    }
}
