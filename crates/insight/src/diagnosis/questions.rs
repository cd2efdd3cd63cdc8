//! What a whole file is asked: every name that it has records for, from every place that it has clients or resolvers in.

use std::collections::HashSet;

use zone_store::engine::Query;
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::snapshot::{Resolver, ZoneId};

use super::facts::Facts;
use azure_model::Loaded;
use azure_model::model::{NetworkIndex, ZoneContent};

/// A label that nobody has.
const PROBE: &[u8] = b"zonite-probe";

/// One question about a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NameQuestion {
    pub(super) name: Name,
    pub(super) rtype: RecordType,
    pub(super) kind: QuestionKind,
}

impl NameQuestion {
    pub(super) fn to_query(&self) -> Query {
        Query::new(self.name.clone(), self.rtype)
    }
}

/// Why a name is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum QuestionKind {
    /// The file has it, or a resource of the file.
    Written,
    /// Every network has such names of its machines.
    BuiltIn,
    /// Nobody has it: what becomes of it shows circles.
    Probe,
}

/// Lists what a file has records for, and a name that nobody has for every zone that is forwarded; `None`: more than `most`.
pub(super) fn questions(facts: &Facts<'_>, most: usize) -> Option<Vec<NameQuestion>> {
    let mut found: HashSet<NameQuestion> = HashSet::new();
    let mut add = |name: Name, rtype, kind| {
        found.insert(NameQuestion { name, rtype, kind });
        (found.len() <= most).then_some(())
    };
    for subject in &facts.subjects {
        add(subject.public.clone(), RecordType::A, QuestionKind::Written)?;
        add(subject.private.clone(), RecordType::A, QuestionKind::Written)?;
    }
    let networks = facts.snapshot.networks();
    let built_in: HashSet<ZoneId> =
        networks.flat_map(|(_, network)| network.built_in().values().copied()).collect();
    for (id, zone) in facts.snapshot.zones() {
        let kind = if built_in.contains(&id) { QuestionKind::BuiltIn } else { QuestionKind::Written };
        for (owner, sets) in zone.owners() {
            let asked = plain(&owner);
            for set in sets.iter().filter(|set| !is_of_zone(set.rtype)) {
                add(asked.clone(), set.rtype, kind)?;
            }
        }
    }
    for (_, owner, sets) in facts.snapshot.public().sets() {
        // Hops between a service's public name and its address are nobody's question.
        let is_asked = facts.model.internet_zones().iter().any(|zone| owner.is_at_or_below(&zone.apex));
        for set in sets.iter().filter(|set| is_asked && !is_of_zone(set.rtype)) {
            add(plain(&owner), set.rtype, QuestionKind::Written)?;
        }
    }
    for name in probes(facts) {
        add(name, RecordType::A, QuestionKind::Probe)?;
    }
    let mut found: Vec<NameQuestion> = found.into_iter().collect();
    found.sort();
    Some(found)
}

/// Returns a name in a zone that nobody has.
pub(super) fn probe_of(zone: &Name) -> Name {
    zone.prepend(PROBE).unwrap_or_else(|_| zone.clone())
}

/// Tells whether records are about the zone itself.
fn is_of_zone(rtype: RecordType) -> bool {
    matches!(rtype, RecordType::SOA | RecordType::NS)
}

/// Returns a name that a wildcard stands for; other names are what they are.
fn plain(owner: &Name) -> Name {
    let parent = owner.parent().filter(|_| owner.is_wildcard());
    parent.map_or_else(|| owner.clone(), |parent| probe_of(&parent))
}

/// Lists a name that nobody has for every zone that somebody forwards, or has; those of shorter zones first.
pub(super) fn probes(facts: &Facts<'_>) -> Vec<Name> {
    let mut zones: Vec<Name> = forwarded(facts).into_iter().collect();
    zones.sort_by_key(|zone| (zone.label_count(), zone.to_string()));
    zones.iter().map(probe_of).collect()
}

/// Lists the zones that somebody forwards, and those that somebody has.
fn forwarded(facts: &Facts<'_>) -> HashSet<Name> {
    let model = facts.model;
    let forwarders = model.servers().iter().flat_map(|server| &server.forwarders);
    let rules = model.rulesets().iter().flat_map(|ruleset| &ruleset.rules);
    let own = model.servers().iter().flat_map(|server| &server.zones);
    let own = own.filter(|zone| matches!(zone.content, ZoneContent::Own { .. }));
    forwarders
        .map(|one| one.zone.value.clone())
        .chain(rules.map(|rule| rule.domain_name.value.clone()))
        .chain(own.map(|zone| zone.apex.value.clone()))
        .chain(model.zones().iter().map(|zone| zone.apex.value.clone()))
        .collect()
}

/// From where a file is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Viewpoint {
    /// As a client of this network.
    Network(String),
    /// At a server or an inbound endpoint of this name.
    Resolver(String),
}

impl Viewpoint {
    /// Finds the same place in a configuration; with the client's network.
    pub(super) fn find(&self, loaded: &Loaded) -> Option<(Resolver, Option<NetworkIndex>)> {
        match self {
            Self::Network(name) => {
                let id = loaded.compiled.snapshot.network_named(name)?;
                Some((Resolver::Client(id), Some(Facts::network_index(id))))
            }
            Self::Resolver(name) => {
                let known = loaded.compiled.resolvers.iter().find(|(known, _)| known == name);
                known.map(|(_, resolver)| (*resolver, None))
            }
        }
    }
}

/// Lists the places of a file: its networks, its servers and its inbound endpoints.
pub(super) fn places(loaded: &Loaded) -> Vec<Viewpoint> {
    let networks = loaded.compiled.snapshot.networks();
    let networks = networks.map(|(_, network)| Viewpoint::Network(network.name.to_string()));
    let resolvers = loaded.compiled.resolvers.iter().map(|(name, _)| Viewpoint::Resolver(name.clone()));
    networks.chain(resolvers).collect()
}
