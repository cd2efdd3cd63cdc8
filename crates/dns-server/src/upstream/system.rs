//! The machine's resolvers, only stored: another module finds them.

use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;

/// The machine's current resolvers. One task sets them, and others read them without a lock.
#[derive(Debug, Default)]
pub struct SystemResolvers {
    addresses: ArcSwap<Vec<SocketAddr>>,
}

impl SystemResolvers {
    /// Begins with these addresses, in the order in which they are to be asked; none at all is allowed.
    pub fn new(addresses: Vec<SocketAddr>) -> Self {
        Self { addresses: ArcSwap::from_pointee(addresses) }
    }

    /// Takes other addresses from now on. Questions on their way end with those they began with.
    pub fn set(&self, addresses: Vec<SocketAddr>) {
        self.addresses.store(Arc::new(addresses));
    }

    /// Returns the addresses, in the order in which they are to be asked.
    pub fn get(&self) -> Arc<Vec<SocketAddr>> {
        self.addresses.load_full()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_last_is_what_one_gets() {
        let address = |last| SocketAddr::from(([192, 0, 2, last], 53));
        let resolvers = SystemResolvers::new(vec![address(1)]);
        let before = resolvers.get();
        resolvers.set(vec![address(2), address(3)]);
        assert_eq!((*before).clone(), [address(1)]);
        assert_eq!((*resolvers.get()).clone(), [address(2), address(3)]);
        assert!(SystemResolvers::default().get().is_empty());
    }
}
