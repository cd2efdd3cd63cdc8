//! A configuration that fits together: references resolved, nothing in it that Azure would refuse.
//!
//! `whole.rs` is the model itself, and `resolve.rs` the way to it; a file each for the kinds of objects. Records of zones are
//! packed into [`Contents`], those of zone files among them.

mod addresses;
mod consequences;
mod contents;
mod delegations;
mod directory;
mod endpoints;
mod forwarding;
pub(crate) mod limits;
mod listeners;
mod machines;
mod members;
mod network_rules;
mod networks;
mod own_listeners;
mod past;
mod positions;
pub(crate) mod reading;
mod real;
pub(crate) mod records;
pub(crate) mod registries;
mod resolve;
mod resolvers;
mod resources;
mod rulesets;
mod servers;
mod services;
mod subnets;
mod target;
mod targets;
mod terms;
mod whole;
pub(crate) mod zone_files;
mod zones;

pub use addresses::AllocatedAddresses;
pub use contents::{Contents, FileRecords};
pub(crate) use contents::{RefusedRecord, Soa};
pub use delegations::Delegation;
pub use endpoints::{Endpoint, GroupZone, Member};
pub use limits::Limits;
pub use listeners::{Listener, ListenerView};
pub use machines::Machine;
pub use members::{MemberKind, PublicSide, RecordPlace, ResourceMember, ResourceName};
pub use network_rules::{NetworkRules, SubnetRule};
pub use networks::{Network, Subnet};
pub(crate) use past::Past;
pub use positions::{
    EndpointIndex, InboundIndex, MachineIndex, NetworkIndex, RegistryIndex, ResourceIndex, ResourcePart,
    ServerIndex, SubresourceIndex, ZoneIndex,
};
pub(crate) use reading::{EarlierContents, Reading};
pub use real::{AZURE_DNS, RealAddress, RealUpstream};
pub(crate) use records::Holder;
pub(crate) use records::WrittenZone;
pub use registries::Registry;
pub use resolvers::{InboundEndpoint, PrivateDnsResolver};
pub use resources::{PrivateLinkResource, Resource, Subresource};
pub use rulesets::reserved_domains;
pub use rulesets::{IgnoredRule, Rule, Ruleset};
pub use servers::{Forwarder, OwnZone, Server, ZoneContent};
pub use target::Target;
pub use whole::Model;
pub(crate) use zone_files::ZoneFiles;
pub use zones::{InternetZone, Link, Zone};

pub use crate::written::Record;
