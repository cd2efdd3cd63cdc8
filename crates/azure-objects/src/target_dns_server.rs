//! The address of a DNS server that is written as a table, which azurerm does.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::declare::declare;
use crate::located::Located;
use crate::schema::Kind::{Address, Integer};

declare! {
    #[table("dns_forwarding_ruleset.rule.target_dns_servers", part, small,
        azurerm: "azurerm_private_dns_resolver_forwarding_rule.target_dns_servers", arm: None)]
    /// A DNS server that a rule forwards to, as azurerm writes it.
    pub struct TargetDnsServer {
        /// Its address.
        ip_address: Located<Ipv4Addr> = required(Address) [azurerm],
        /// Its port.
        port: Located<u32> = default(Integer(1, 65_535), "53") [azurerm],
    }
}

impl TargetDnsServer {
    /// Returns address and port as one.
    pub(crate) fn socket(&self) -> SocketAddr {
        SocketAddr::new(IpAddr::V4(self.ip_address.value), u16::try_from(self.port.value).unwrap_or(53))
    }
}
