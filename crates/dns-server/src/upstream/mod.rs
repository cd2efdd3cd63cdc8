//! Asking the real world: the servers that a configuration names as upstreams, and the machine's own resolvers.

pub mod machine;
mod system;

pub use self::system::SystemResolvers;
