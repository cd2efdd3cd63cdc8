//! Reads the network adapters of this machine (`GetAdaptersAddresses`).

use std::io;
use std::net::{IpAddr, SocketAddr, SocketAddrV6};

use ipconfig::{IfType, OperStatus};

use super::adapters::Adapter;

/// The port of every resolver of an adapter; there is no way to give another.
const PORT: u16 = 53;

/// Reads all adapters.
///
/// # Errors
/// As the system says.
pub(super) fn adapters() -> io::Result<Vec<Adapter>> {
    let adapters = ipconfig::get_adapters().map_err(io::Error::other)?;
    Ok(adapters.iter().map(adapter).collect())
}

fn adapter(adapter: &ipconfig::Adapter) -> Adapter {
    let is_loopback = adapter.if_type() == IfType::SoftwareLoopback;
    Adapter {
        name: adapter.friendly_name().to_owned(),
        is_up: adapter.oper_status() == OperStatus::IfOperStatusUp && !is_loopback,
        metric: adapter.ipv4_metric().min(adapter.ipv6_metric()),
        servers: adapter.dns_servers().iter().map(|&ip| server(ip, adapter.ipv6_if_index())).collect(),
    }
}

/// A link-local address is one on the network of its adapter.
fn server(ip: IpAddr, interface: u32) -> SocketAddr {
    match ip {
        IpAddr::V6(ip) if ip.is_unicast_link_local() => SocketAddrV6::new(ip, PORT, 0, interface).into(),
        ip => SocketAddr::new(ip, PORT),
    }
}
