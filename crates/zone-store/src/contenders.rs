//! What could decide about a name: for those who explain why something else did.
//!
//! The engine does not come here. It asks each source for its longest match, in its own order, and records what matched.

use crate::name::{LookupName, Name};
use crate::resolver::{Forwarding, Resolver, RuleEffect};
use crate::snapshot::{LinkedZone, Snapshot, ZoneId};
use crate::suffix_map::SuffixMatch;

/// Everything of a snapshot with a suffix of a name, as one resolver sees it; in each list the longest suffix first.
#[derive(Debug, Default)]
pub struct Contenders<'s> {
    /// All zones of the snapshot, whoever sees them; those of one name in the order they were added.
    pub zones: Vec<SuffixMatch<NearZone<'s>>>,
    /// Rules of the ruleset of the network that the resolver looks at.
    pub rules: Vec<SuffixMatch<&'s RuleEffect>>,
    /// Forwarders of the resolver, if it is a custom DNS server.
    pub forwarders: Vec<SuffixMatch<&'s Forwarding>>,
    /// Zones of its own, if it is a custom DNS server.
    pub own_zones: Vec<SuffixMatch<ZoneId>>,
}

/// A zone, and how a resolver sees it.
#[derive(Debug, Clone, Copy)]
pub struct NearZone<'s> {
    /// The zone.
    pub zone: ZoneId,
    /// Its link to the network that the resolver looks at; `None`: the resolver does not see it by a link.
    pub link: Option<&'s LinkedZone>,
}

impl<'s> Contenders<'s> {
    /// Returns the link whose zone has the longest name.
    pub fn longest_link(&self) -> Option<&'s LinkedZone> {
        self.zones.iter().find_map(|zone| zone.value.link)
    }
}

impl Snapshot {
    /// Finds everything that could decide about a name, had it been asked, or had it been the longest. Panics on a resolver of
    /// another snapshot.
    pub fn contenders(&self, resolver: Resolver, name: &Name) -> Contenders<'_> {
        let name = &LookupName::new(name);
        let network = self.seen_from(resolver).map(|id| self.network(id));
        let links = network.map(|network| network.links().matches(name)).unwrap_or_default();
        let near = |found: SuffixMatch<ZoneId>| {
            let link = links.iter().map(|link| link.value).find(|link| link.zone == found.value);
            SuffixMatch { value: NearZone { zone: found.value, link }, labels: found.labels }
        };
        let zones = self.zones_above(name).into_iter().map(near).collect();
        let rules = network.map(|network| network.rules().matches(name)).unwrap_or_default();
        let Resolver::Server(id) = resolver else {
            return Contenders { zones, rules, ..Contenders::default() };
        };
        let server = self.server(id);
        let owned = |found: SuffixMatch<&ZoneId>| SuffixMatch { value: *found.value, labels: found.labels };
        let own_zones = server.zones.matches(name).into_iter().map(owned).collect();
        Contenders { zones, rules, forwarders: server.forwarders.matches(name), own_zones }
    }
}
