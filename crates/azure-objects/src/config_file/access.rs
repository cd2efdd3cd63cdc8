//! Who is let into a registry, as written.

use ipnet::Ipv4Net;

use super::section::Section;
use crate::located::{Located, Site};
use crate::schema;
use crate::words::AccessAction;

/// `container_registry.network_rule_set`.
#[derive(Debug, Clone)]
pub struct NetworkRuleSet {
    /// What becomes of clients that no rule names.
    pub default_action: Located<AccessAction>,
    /// Addresses that are let in.
    pub ip_rules: Vec<IpRule>,
    /// Subnets that are let in.
    pub virtual_networks: Vec<VirtualNetworkRule>,
    /// The table.
    pub site: Site,
}

impl Default for NetworkRuleSet {
    /// A rule set that lets everybody in.
    fn default() -> Self {
        Self::read(Section::new(&schema::NETWORK_RULE_SET, Site::code()))
    }
}

impl NetworkRuleSet {
    pub(super) fn read(mut table: Section) -> Self {
        let virtual_networks = table.tables("virtual_network").into_iter();
        Self {
            default_action: table.word("default_action", AccessAction::from_word, AccessAction::Allow),
            ip_rules: table.tables("ip_rule").into_iter().filter_map(IpRule::read).collect(),
            virtual_networks: virtual_networks.map(VirtualNetworkRule::read).collect(),
            site: table.site,
        }
    }
}

/// `container_registry.network_rule_set.ip_rule`.
#[derive(Debug, Clone)]
pub struct IpRule {
    /// The addresses; a single one has the prefix length 32.
    pub ip_range: Located<Ipv4Net>,
}

impl IpRule {
    /// Describes a rule that lets these addresses in.
    pub fn new(ip_range: Ipv4Net) -> Self {
        Self { ip_range: ip_range.into() }
    }

    /// `None`: what was written is no range, and has been reported.
    fn read(mut table: Section) -> Option<Self> {
        Some(Self { ip_range: table.get("ip_range")? })
    }
}

/// `container_registry.network_rule_set.virtual_network`.
#[derive(Debug, Clone)]
pub struct VirtualNetworkRule {
    /// The network: "name" or "group/name".
    pub virtual_network: Located<String>,
    /// The subnet.
    pub subnet: Located<String>,
    /// The table.
    pub site: Site,
}

impl VirtualNetworkRule {
    /// Describes a rule that lets a subnet in.
    pub fn new(virtual_network: &str, subnet: &str) -> Self {
        Self { virtual_network: virtual_network.into(), subnet: subnet.into(), site: Site::code() }
    }

    fn read(mut table: Section) -> Self {
        Self {
            virtual_network: table.need("virtual_network"),
            subnet: table.need("subnet"),
            site: table.site,
        }
    }
}
