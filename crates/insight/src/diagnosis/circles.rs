//! M13: resolvers that ask each other in a circle, as the engine finds it when it is asked.
//!
//! Everybody who forwards is asked for a name below every zone that is forwarded. The engine asks the second target only if the
//! first is silent; so every other target is asked by itself, whether it comes back to who would ask it.

use std::collections::HashSet;

use zone_store::engine::{Event, Query, Trace};
use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::resolver::ServerId;
use zone_store::snapshot::Resolver;

use super::edit::{Edit, NewValue};
use super::facts::{Chosen, Facts};
use super::hit::Hit;
use super::questions::probes;
use super::reading::{EventReading, Probe, ask};
use super::targets::resolver;
use super::wording;
use azure_model::model::{NetworkIndex, Target};
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};

/// Resolvers that ask each other.
#[derive(Debug, Clone)]
pub(super) struct Circle {
    /// They begin and end with the same one.
    resolvers: Vec<Resolver>,
    pub(super) hit: Hit,
}

impl Circle {
    /// Tells whether it is the same one, wherever it begins.
    pub(super) fn is_of(&self, facts: &Facts<'_>, resolvers: &[Resolver]) -> bool {
        members(facts, &self.resolvers) == members(facts, resolvers)
    }
}

/// Returns who is in a circle: 168.63.129.16 of a network is one, however it is asked.
fn members(facts: &Facts<'_>, resolvers: &[Resolver]) -> HashSet<Resolver> {
    resolvers.iter().map(|resolver| plain(facts, *resolver)).collect()
}

fn plain(facts: &Facts<'_>, resolver: Resolver) -> Resolver {
    facts.snapshot.seen_from(resolver).map_or(resolver, Resolver::AzureDns)
}

/// Finds the circles of a file, each once.
pub(super) fn circles(facts: &Facts<'_>) -> Vec<Circle> {
    let mut found: Vec<Circle> = Vec::new();
    let mut add = |circle: Circle| {
        if !found.iter().any(|known| known.is_of(facts, &circle.resolvers)) {
            found.push(circle);
        }
    };
    for asker in askers(facts) {
        for name in probes(facts) {
            let probe = ask(facts.snapshot, asker, Query::new(name.clone(), RecordType::A));
            let reading = EventReading::new(facts, &probe.outcome, probe.trace.clone());
            let begins_here =
                |resolvers: &[Resolver]| resolvers.first().is_some_and(|first| plain(facts, *first) == asker);
            let stopped = stopped(&probe.trace).filter(|stop| begins_here(stop.resolvers));
            stopped.filter_map(|stop| of_stop(facts, &reading, stop)).for_each(&mut add);
            for followed in reading.chosen.iter().filter(|one| one.name == name).take(1) {
                by_others(facts, asker, &name, followed.chosen).for_each(&mut add);
            }
        }
    }
    found
}

/// Lists everybody who forwards: the servers, then 168.63.129.16 of networks with a ruleset.
fn askers(facts: &Facts<'_>) -> Vec<Resolver> {
    let servers = facts.model.servers().iter().enumerate();
    let servers = servers.filter(|(_, server)| !server.forwarders.is_empty());
    let networks = (0..facts.model.networks().len()).map(NetworkIndex);
    let has_rules = |network: &NetworkIndex| {
        facts.model.rulesets().iter().any(|ruleset| ruleset.networks.contains(network))
    };
    servers
        .map(|(index, _)| Resolver::Server(ServerId(index as u32)))
        .chain(networks.filter(has_rules).map(|network| Resolver::AzureDns(Facts::network_id(network))))
        .collect()
}

/// A question that was not put to somebody, because the circle was closed.
#[derive(Clone, Copy)]
pub(super) struct ClosedCircle<'t> {
    name: &'t Name,
    pub(super) resolvers: &'t [Resolver],
    /// Who was not asked.
    target: Option<Resolver>,
}

/// Reads the circles that the engine stopped at.
pub(super) fn stopped(trace: &Trace) -> impl Iterator<Item = ClosedCircle<'_>> {
    trace.events().filter_map(|event| match event {
        Event::Circle { name, resolvers } => {
            Some(ClosedCircle { name, resolvers, target: resolvers.last().copied() })
        }
        _ => None,
    })
}

/// Describes a circle where it closes.
pub(super) fn of_stop(
    facts: &Facts<'_>,
    reading: &EventReading<'_>,
    stop: ClosedCircle<'_>,
) -> Option<Circle> {
    let steps = stop.resolvers.len().saturating_sub(1);
    let chosen: Vec<Chosen<'_>> = {
        let of_name = reading.chosen.iter().rev().filter(|followed| followed.name == *stop.name);
        of_name.take(steps).map(|followed| followed.chosen).collect()
    };
    let last = *chosen.first()?;
    let is_target = |target: &&Located<Target>| resolver(facts, target.value) == stop.target;
    let site = last.targets().iter().find(is_target).map_or(last.site(), |target| &target.site);
    Some(describe(facts, stop.resolvers, &chosen, Close { by: last.id(), site }))
}

/// Where a circle closes.
#[derive(Clone, Copy)]
struct Close<'m> {
    by: &'m ObjectId,
    site: &'m Site,
}

/// Finds targets that the engine asks only if others are silent, and that come back to who asks them.
fn by_others<'f>(
    facts: &'f Facts<'_>,
    asker: Resolver,
    name: &'f Name,
    chosen: Chosen<'f>,
) -> impl Iterator<Item = Circle> + use<'f> {
    let targets = chosen.targets().iter().filter(move |_| chosen.targets().len() > 1);
    targets.filter_map(move |target| {
        let first = resolver(facts, target.value)?;
        let Probe { outcome, trace } = ask(facts.snapshot, first, Query::new(name.clone(), RecordType::A));
        let mut resolvers = vec![asker];
        if plain(facts, first) == asker {
            resolvers.push(first);
        } else {
            resolvers.extend(way_to(facts, &trace, asker, name)?);
        }
        let reading = EventReading::new(facts, &outcome, trace);
        let others = reading.chosen.iter().filter(|followed| followed.name == *name);
        let all: Vec<Chosen<'_>> =
            [chosen].into_iter().chain(others.take(resolvers.len() - 2).map(|one| one.chosen)).collect();
        let close = Close { by: chosen.id(), site: &target.site };
        Some(describe(facts, &resolvers, &all, close))
    })
}

/// Returns who asks whom until a resolver is asked for a name; `None`: it is not.
fn way_to(facts: &Facts<'_>, trace: &Trace, end: Resolver, name: &Name) -> Option<Vec<Resolver>> {
    let mut way: Vec<Resolver> = Vec::new();
    for entry in trace.entries() {
        if let Event::Entered { resolver, query } = &entry.event {
            way.truncate(entry.depth);
            way.push(*resolver);
            if plain(facts, *resolver) == end && query.name == *name {
                return Some(way);
            }
        }
    }
    None
}

fn describe(facts: &Facts<'_>, resolvers: &[Resolver], chosen: &[Chosen<'_>], close: Close<'_>) -> Circle {
    let zones = chosen.iter().map(|chosen| match chosen {
        Chosen::Forwarder(_, forwarder) => &forwarder.zone.value,
        Chosen::Rule(_, rule) => &rule.domain_name.value,
    });
    let names = match zones.max_by_key(|zone| zone.label_count()).filter(|zone| !zone.is_root()) {
        Some(zone) => format!("names below {}", zone.without_dot()),
        None => "names".to_owned(),
    };
    let labels: Vec<_> = resolvers.iter().map(|resolver| facts.snapshot.label(*resolver)).collect();
    let hit = Hit::new(wording::circle(&names, &labels.join(" > ")), close.by, close.site);
    let hit = chosen.iter().flat_map(way_out).fold(hit, |hit, (text, edits)| hit.or_by(text, edits));
    Circle { resolvers: resolvers.to_vec(), hit }
}

/// Lists what ends a circle at one of its steps, in words and as a change: no rule, no forwarder, or one to 168.63.129.16.
fn way_out(chosen: &Chosen<'_>) -> Vec<(String, Vec<Edit>)> {
    let written = |domain: &Name| if domain.is_root() { ".".to_owned() } else { domain.without_dot() };
    match chosen {
        Chosen::Rule(_, rule) => {
            let text = format!("remove the rule for \"{}\"", written(&rule.domain_name));
            vec![(text, vec![Edit::Remove { path: rule.site.path() }])]
        }
        Chosen::Forwarder(server, forwarder) => {
            let to = NewValue::List(vec!["168.63.129.16".to_owned()]);
            let set = Edit::Set { table: forwarder.site.path(), key: "to", value: to };
            let (zone, server) = (written(&forwarder.zone), &server.name.value);
            let forward = format!("let {server} forward \"{zone}\" to 168.63.129.16");
            let remove = format!("remove the forwarder \"{zone}\" of {server}");
            vec![(forward, vec![set]), (remove, vec![Edit::Remove { path: forwarder.site.path() }])]
        }
    }
}
