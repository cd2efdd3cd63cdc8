//! Which resolvers the machine has. Finding that out is somebody else's business; here they are only kept.

use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use zone_store::name::Name;

/// The servers that a machine asks, in the order in which they are to be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResolverAddresses {
    /// Those for every name that no domain has others for; none at all is allowed.
    pub servers: Vec<SocketAddr>,
    /// Those for names of a domain only.
    pub domains: Vec<DomainAddresses>,
}

/// The servers that a machine asks for names at or below one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainAddresses {
    /// The domain.
    pub domain: Name,
    /// In the order in which they are to be asked.
    pub servers: Vec<SocketAddr>,
}

impl From<Vec<SocketAddr>> for ResolverAddresses {
    fn from(servers: Vec<SocketAddr>) -> Self {
        Self { servers, domains: Vec::new() }
    }
}

impl ResolverAddresses {
    /// Returns the servers for a name: those of the longest domain that holds it.
    pub fn of(&self, name: &Name) -> &[SocketAddr] {
        let holding = self.domains.iter().filter(|one| name.is_at_or_below(&one.domain));
        holding.max_by_key(|one| one.domain.label_count()).map_or(&self.servers, |one| &one.servers)
    }
}

/// The machine's resolvers at the moment: whoever knows them sets them, whoever asks them gets them, without a lock.
#[derive(Debug, Default)]
pub struct SystemResolvers {
    addresses: ArcSwap<ResolverAddresses>,
}

impl SystemResolvers {
    /// Begins with these addresses.
    pub fn new(addresses: impl Into<ResolverAddresses>) -> Self {
        Self { addresses: ArcSwap::from_pointee(addresses.into()) }
    }

    /// Takes other addresses from now on. Questions on their way end with those they began with.
    pub fn set(&self, addresses: impl Into<ResolverAddresses>) {
        self.addresses.store(Arc::new(addresses.into()));
    }

    /// Returns the addresses.
    pub fn get(&self) -> Arc<ResolverAddresses> {
        self.addresses.load_full()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, last], 53))
    }

    #[test]
    fn what_was_set_last_is_what_one_gets() {
        let resolvers = SystemResolvers::new(vec![address(1)]);
        let before = resolvers.get();
        resolvers.set(vec![address(2), address(3)]);
        assert_eq!(before.servers, [address(1)]);
        assert_eq!(resolvers.get().servers, [address(2), address(3)]);
        assert!(SystemResolvers::default().get().servers.is_empty());
    }

    #[test]
    fn the_longest_domain_decides_who_is_asked() {
        let domain = |name: &str, last| DomainAddresses {
            domain: name.parse().expect("a name"),
            servers: vec![address(last)],
        };
        let resolvers = ResolverAddresses {
            servers: vec![address(1)],
            domains: vec![domain("example", 2), domain("corp.example", 3)],
        };
        let check = |name: &str, last| {
            assert_eq!(resolvers.of(&name.parse().expect("a name")), [address(last)], "{name}");
        };
        check("www.example.net", 1);
        check("www.Example", 2);
        check("example", 2);
        check("db.CORP.example", 3);
        check("notcorp.example", 2);
        check(".", 1);
    }
}
