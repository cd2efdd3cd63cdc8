//! Tells whether pulls from a container registry stay inside the virtual network: the code under test.

use std::net::{IpAddr, SocketAddr};

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;

/// Returns a resolver that asks one DNS server.
///
/// # Errors
/// As hickory-resolver says.
pub fn resolver(server: SocketAddr) -> Result<TokioResolver, NetError> {
    let mut connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
    connections.iter_mut().for_each(|connection| connection.port = server.port());
    let server = NameServerConfig::new(server.ip(), true, connections);
    let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
    TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()).build()
}

/// Tells whether every address of a registry is a private one.
///
/// # Errors
/// As hickory-resolver says; a name without addresses is an error.
pub async fn stays_inside(resolver: &TokioResolver, registry: &str) -> Result<bool, NetError> {
    let addresses = resolver.lookup_ip(format!("{registry}.")).await?;
    Ok(addresses.iter().all(|address| match address {
        IpAddr::V4(v4) => v4.is_private(),
        IpAddr::V6(v6) => v6.is_unique_local(),
    }))
}
