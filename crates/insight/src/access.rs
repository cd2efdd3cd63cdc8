//! Whether a registry would let a client in, by the path that the client's name resolution takes.
//!
//! The path is given as the address that a name came to, so that it follows from the engine's answer and not from a second
//! idea of resolution. Nothing here routes: a private path says which route it assumes.

mod decide;
mod display;
mod path;
#[cfg(test)]
mod tests;

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

pub use decide::judge;
pub use path::{address_from, address_of};

use azure_model::model::{Endpoint, EndpointIndex, Model, NetworkIndex, Registry, RegistryIndex};
use azure_objects::provenance::Provenance;
use azure_objects::words::{AccessAction, ConnectionStatus};

/// Who wants in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessClient {
    /// The network it is in; `None` is the Internet.
    pub network: Option<NetworkIndex>,
    /// Its own address in the network; it tells which subnet it is in. `None`: any client of the network.
    pub address: Option<Ipv4Addr>,
}

impl AccessClient {
    /// Means any client of a network.
    pub fn of_network(network: NetworkIndex) -> Self {
        Self { network: Some(network), address: None }
    }

    /// Means somebody on the Internet.
    pub fn internet() -> Self {
        Self { network: None, address: None }
    }
}

/// What a registry says to a client on its path.
#[derive(Debug, Clone)]
pub struct AccessVerdict<'m> {
    model: &'m Model,
    /// The registry.
    pub registry: RegistryIndex,
    /// Who wants in.
    pub client: AccessClient,
    /// The address that its name resolution came to.
    pub address: Ipv4Addr,
    /// What that address is.
    pub path: Path,
    /// What is decided, for each way that clients of the network may be seen; at least one.
    pub cases: Vec<JudgedCase>,
    /// Whether Azure's trusted services pass the rules that deny this client; it is none of them.
    pub lets_trusted_services_in: bool,
}

/// What an address is to a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// An address of one of its private endpoints.
    PrivateEndpoint(EndpointIndex),
    /// One of its public addresses.
    Public,
    /// None of them.
    Elsewhere,
}

impl Path {
    /// Returns the word for machines.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PrivateEndpoint(_) => "private_endpoint",
            Self::Public => "public",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// What is decided for one way of being seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedCase {
    /// How the registry sees the client.
    pub source: SeenAs,
    /// What the client gets.
    pub outcome: AccessOutcome,
    /// What decided.
    pub reason: Reason,
    /// Where that is written; `None`: nothing that is written decided.
    pub place: Option<Provenance>,
}

/// How a registry sees a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenAs {
    /// By nothing that matters: the path alone decides.
    Path,
    /// By its subnet, through a service endpoint; the position among the network's subnets.
    Subnet(usize),
    /// By this public address.
    Egress(Ipv4Addr),
    /// By a public address that nobody has written down.
    UnknownEgress,
}

impl SeenAs {
    /// Returns the word for machines.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Subnet(_) => "subnet",
            Self::Egress(_) => "egress",
            Self::UnknownEgress => "unknown_egress",
        }
    }
}

/// What a client gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccessOutcome {
    /// The registry answers.
    Allowed,
    /// The registry answers 403.
    Denied,
    /// Nothing: no traffic passes.
    Unreachable,
    /// It depends on something that the configuration does not say.
    Unknown,
}

impl AccessOutcome {
    /// Returns the word for machines.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Unreachable => "unreachable",
            Self::Unknown => "unknown",
        }
    }
}

/// What decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Rules do not apply to private endpoints. `route`: whether a route to another network is assumed.
    PrivateEndpoint {
        /// Whether the client is in another network than the endpoint.
        assumes_route: bool,
    },
    /// The private endpoint is not approved, so that it passes no traffic.
    NotApproved(ConnectionStatus),
    /// The Internet has no route to private addresses.
    NoRoute,
    /// `public_network_access_enabled = false` overrides every rule.
    PublicAccessDisabled,
    /// A rule has the client's address.
    IpRule(Ipv4Net),
    /// A rule has the client's subnet.
    SubnetRule,
    /// No rule names the client.
    DefaultAction(AccessAction),
    /// There are no rules.
    NoRules,
    /// Some addresses are let in, and nobody knows the client's.
    EgressUnknown,
    /// The address is none of the registry's.
    NotOfRegistry,
}

impl Reason {
    /// Returns the word for machines.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::PrivateEndpoint { .. } => "private_endpoint",
            Self::NotApproved(_) => "connection_not_approved",
            Self::NoRoute => "no_route",
            Self::PublicAccessDisabled => "public_network_access_disabled",
            Self::IpRule(_) => "ip_rule",
            Self::SubnetRule => "virtual_network_rule",
            Self::DefaultAction(_) => "default_action",
            Self::NoRules => "no_rules",
            Self::EgressUnknown => "egress_unknown",
            Self::NotOfRegistry => "not_of_registry",
        }
    }
}

/// Returns the body of the 403 that a registry gives to a client it sees with this address.
///
/// Apostrophes are escaped as on the wire (`Troubleshoot network issues with registry`).
pub fn denied_body(address: &str) -> String {
    format!(
        r#"{{"errors":[{{"code":"DENIED","message":"client with IP \u0027{address}\u0027 is not allowed access. Refer https://aka.ms/acr/firewall to grant access."}}]}}"#
    )
}

impl<'m> AccessVerdict<'m> {
    /// Returns what every client of the network gets; `None`: it depends on how the registry sees them.
    pub fn outcome(&self) -> Option<AccessOutcome> {
        let first = self.cases.first()?.outcome;
        self.cases.iter().all(|case| case.outcome == first).then_some(first)
    }

    /// Tells whether the address is public and every client of the network is denied there.
    pub fn is_denied_in_public(&self) -> bool {
        self.path == Path::Public && self.outcome() == Some(AccessOutcome::Denied)
    }

    /// Returns the body of the 403 of a case; `None`: it is not denied.
    pub fn denied_body(&self, case: &JudgedCase) -> Option<String> {
        match case.outcome {
            AccessOutcome::Denied => Some(denied_body(&self.seen_as(case))),
            AccessOutcome::Allowed | AccessOutcome::Unreachable | AccessOutcome::Unknown => None,
        }
    }

    /// Returns the address that the registry sees, or `<ip>` where nobody knows it.
    fn seen_as(&self, case: &JudgedCase) -> String {
        let own = || self.client.address.map(|address| address.to_string());
        let known = match case.source {
            SeenAs::Egress(address) => Some(address.to_string()),
            SeenAs::Subnet(_) => own(),
            SeenAs::Path | SeenAs::UnknownEgress => None,
        };
        known.unwrap_or_else(|| "<ip>".to_owned())
    }

    /// Returns the registry.
    pub fn registry(&self) -> &'m Registry {
        &self.model.registries()[self.registry.0]
    }

    /// Returns the private endpoint of the path.
    pub fn endpoint(&self) -> Option<&'m Endpoint> {
        match self.path {
            Path::PrivateEndpoint(index) => Some(&self.model.endpoints()[index.0]),
            Path::Public | Path::Elsewhere => None,
        }
    }
}
