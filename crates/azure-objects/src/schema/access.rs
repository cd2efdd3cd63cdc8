//! Keys of who is let into a registry: its network rule set, and the addresses that clients are seen with.

use super::{Key, Kind, Table};
use crate::words::AccessAction;

pub(super) const EGRESS_IP_ADDRESSES: Key = Key::optional(
    "egress_ip_addresses",
    Kind::List(&Kind::Address),
    "[]",
    "Public addresses that its clients are seen with: of its NAT gateway, firewall or proxy. The IP rules of registries are compared with them; answers of DNS do not change.",
);

/// What a rule may do; Azure has no rule that denies.
const RULE_ACTION: Key = Key::optional(
    "action",
    Kind::Choice(&["Allow"]),
    "\"Allow\"",
    "What the rule does; Azure knows nothing but Allow.",
);

/// `container_registry.network_rule_set`.
pub const NETWORK_RULE_SET: Table = Table {
    path: "container_registry.network_rule_set",
    doc: "The rules of a registry's public side: whom it lets in. They do not apply to private endpoints, and answers of DNS do not change.",
    keys: &[
        Key::optional(
            "default_action",
            Kind::Choice(AccessAction::WORDS),
            "\"Allow\"",
            "What becomes of clients that no rule names.",
        )
        .azurerm("azurerm_container_registry.network_rule_set.default_action"),
        Key::optional("ip_rule", Kind::Tables(&IP_RULE), "[]", "Addresses that are let in; at most 200.")
            .azurerm("azurerm_container_registry.network_rule_set.ip_rule"),
        Key::optional(
            "virtual_network",
            Kind::Tables(&VIRTUAL_NETWORK_RULE),
            "[]",
            "Subnets that are let in by their service endpoint (preview); at most 100, and none in Azure Government and Azure operated by 21Vianet.",
        )
        .azurerm("azurerm_container_registry.network_rule_set.virtual_network"),
    ],
};

/// `container_registry.network_rule_set.ip_rule`.
pub const IP_RULE: Table = Table {
    path: "container_registry.network_rule_set.ip_rule",
    doc: "Addresses that are let in: public ones, for a registry never sees others on its public side.",
    keys: &[
        RULE_ACTION.azurerm("azurerm_container_registry.network_rule_set.ip_rule.action"),
        Key::required(
            "ip_range",
            Kind::AddressOrPrefix,
            "An IPv4 address, or a prefix without host bits, as \"203.0.113.0/24\".",
        )
        .azurerm("azurerm_container_registry.network_rule_set.ip_rule.ip_range"),
    ],
};

/// `container_registry.network_rule_set.virtual_network`.
pub const VIRTUAL_NETWORK_RULE: Table = Table {
    path: "container_registry.network_rule_set.virtual_network",
    doc: "A subnet that is let in. It needs the service endpoint Microsoft.ContainerRegistry; without, the rule matches nobody.",
    keys: &[
        RULE_ACTION.azurerm("azurerm_container_registry.network_rule_set.virtual_network.action"),
        Key::required(
            "virtual_network",
            Kind::Text,
            "The network of the subnet: \"name\" or \"group/name\".",
        )
        .azurerm("azurerm_container_registry.network_rule_set.virtual_network.subnet_id"),
        Key::required("subnet", Kind::Text, "The subnet.")
            .azurerm("azurerm_container_registry.network_rule_set.virtual_network.subnet_id"),
    ],
};
