//! Keys that several tables have, and kinds of their values.

use zone_store::record::MAX_TTL;

use crate::schema::{Key, Kind};

/// Any TTL, in seconds (RFC 2181 §8). `Private DNS records overview` has 1 to 2,147,483,647 for Azure; its API takes 0 as well
/// (docs/azure.md#31-records).
pub(super) const TTL: Kind = Kind::Integer(0, MAX_TTL as i64);
/// Any number of 32 bits: serials and timers of a SOA record.
pub(super) const U32: Kind = Kind::Integer(0, u32::MAX as i64);

pub(super) const RESOURCE_GROUP: Key = Key::described(
    "resource_group",
    Kind::Text,
    "none",
    "Its resource group. Tells objects of one name apart; a reference is \"name\" or \"group/name\".",
)
.azurerm("*.resource_group_name");
pub(super) const ID: Key = Key::later("id", "A free text that other tools know the object by.");
pub(super) const CLIENT_LISTEN: Key = Key::optional(
    "client_listen",
    Kind::List(&Kind::Socket),
    "[]",
    "Addresses that answer as the resolvers its clients get by DHCP: its dns_servers.",
);
pub(super) const DNS_SERVERS: Key = Key::described(
    "dns_servers",
    Kind::List(&Kind::Text),
    "what a network has without any: 168.63.129.16 in a virtual network, the Internet elsewhere",
    "DNS servers of its clients, in order: dns_servers by name, or addresses. One that nobody here has is a [real server](#the-real-world).",
);
pub(super) const EGRESS_IP_ADDRESSES: Key = Key::optional(
    "egress_ip_addresses",
    Kind::List(&Kind::Address),
    "[]",
    "Public addresses that its clients are seen with: of its NAT gateway, firewall or proxy. The IP rules of registries are compared with them; answers of DNS do not change.",
);
pub(super) const RULE_ACTION: Key = Key::optional(
    "action",
    Kind::Choice(crate::words::RuleAction::WORDS),
    "\"Allow\"",
    "What the rule does; Azure knows nothing but Allow.",
);
