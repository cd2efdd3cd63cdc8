//! `check`: every known mistake, from wherever somebody would meet it.
//!
//! Not every network asks for every name: networks with the same links, rules and DNS servers see the same, and only names
//! of private endpoints are asked for, from where the configuration says something about them.

use std::collections::{HashMap, HashSet};

use zone_store::name::LookupName;
use zone_store::resolver::ServerId;
use zone_store::snapshot::Resolver;

use super::detect::{Hit, Seen, detect};
use super::facts::{Facts, Subject};
use super::reading::probe;
use super::standing::{self, diverging};
use super::{Finding, Severity};
use crate::diagnostic::Place;
use crate::load::Loaded;
use crate::model::{NetworkIndex, Target};

/// Most questions that are asked for one configuration: some hundred milliseconds.
const MOST_PROBES: usize = 50_000;

/// Networks whose clients see the same.
struct View {
    clients: Vec<NetworkIndex>,
    resolver: Resolver,
}

/// What decides about the answers of a network's clients.
#[derive(PartialEq, Eq, Hash)]
struct Sight {
    targets: Vec<Target>,
    /// The zones linked to it, each with whether the link falls back.
    links: Vec<(usize, bool)>,
    ruleset: Option<usize>,
}

/// Finds known mistakes, sorted by place.
pub(super) fn lint(loaded: &Loaded) -> Vec<Finding> {
    let facts = Facts::new(loaded);
    let mut found: Vec<Finding> = loaded.warnings.iter().map(Finding::of_diagnostic).collect();
    let warned = found.iter().filter_map(|one| Some((one.rule?.id, one.place.clone(), None)));
    let mut told: HashSet<(&'static str, Place, Option<String>)> = warned.collect();
    let (hits, is_whole) = hits(&facts);
    for hit in hits.into_iter().filter(|hit| hit.is_sure) {
        if told.insert((hit.rule.id, hit.site.place.clone(), hit.part.clone())) {
            found.push(Finding::of_hit(hit));
        }
    }
    if !is_whole {
        found.push(Finding::unasked());
    }
    found.sort_by(|a, b| (&a.place, rank(a), &a.problem).cmp(&(&b.place, rank(b), &b.problem)));
    found
}

fn rank(finding: &Finding) -> (Severity, &'static str) {
    (finding.severity, finding.rule.map_or("", |rule| rule.id))
}

/// Gathers what is wrong; tells whether everything was asked.
fn hits(facts: &Facts<'_>) -> (Vec<Hit>, bool) {
    let mut hits = Vec::new();
    let views = views(facts);
    let mut left = MOST_PROBES;
    for subject in facts.subjects.iter().filter(|subject| is_worth_asking(facts, subject)) {
        for view in views.iter().filter(|view| is_near(facts, view, subject)) {
            if left == 0 {
                return (with_standing(facts, hits), false);
            }
            left -= 1;
            let probe = probe(facts.snapshot, view.resolver, &subject.public);
            let asked = (view.resolver, &subject.public);
            let seen = Seen::new(facts, &view.clients, asked, (&probe.outcome, &probe.events));
            hits.extend(detect(&seen));
        }
        if facts.approved(subject.resource).next().is_some() {
            hits.extend(diverging(facts, subject).into_iter().map(|(_, hit)| hit));
        }
    }
    (with_standing(facts, hits), true)
}

/// Adds what stands there wrong; L5 is left out where another finding is about the same target.
fn with_standing(facts: &Facts<'_>, mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.extend(standing::all(facts).into_iter().map(|standing| standing.hit));
    let known: HashSet<Place> = hits
        .iter()
        .filter(|hit| hit.rule.id == "M12" && hit.is_sure)
        .map(|hit| hit.site.place.clone())
        .collect();
    hits.into_iter().filter(|hit| hit.rule.id != "L5" || !known.contains(&hit.site.place)).collect()
}

/// Tells whether somebody has or had a private endpoint for a name.
fn is_worth_asking(facts: &Facts<'_>, subject: &Subject) -> bool {
    use crate::model::Resource;
    let has_cname = match facts.resource(subject) {
        Resource::Registry(registry) => registry.has_privatelink_cname,
        Resource::PrivateLink(resource) => resource.has_privatelink_cname,
    };
    has_cname || facts.endpoints(subject.resource).next().is_some()
}

/// Groups the networks by what their clients see, and adds the servers that no network has.
fn views(facts: &Facts<'_>) -> Vec<View> {
    let mut groups: HashMap<Sight, usize> = HashMap::new();
    let mut views: Vec<View> = Vec::new();
    let links = links(facts);
    let mut rulesets: HashMap<NetworkIndex, usize> = HashMap::new();
    for (at, ruleset) in facts.model.rulesets().iter().enumerate() {
        rulesets.extend(ruleset.networks.iter().map(|network| (*network, at)));
    }
    for (at, network) in facts.model.networks().iter().enumerate() {
        let index = NetworkIndex(at);
        let targets: Vec<Target> = network.dns_servers.iter().map(|target| target.value).collect();
        let sees_zones = targets.is_empty() && network.is_azure;
        let key = match sees_zones {
            true => Sight { targets, links: links[at].clone(), ruleset: rulesets.get(&index).copied() },
            false => Sight { targets, links: Vec::new(), ruleset: None },
        };
        let view = *groups.entry(key).or_insert_with(|| {
            let resolver = Resolver::Client(Facts::network_id(index));
            views.push(View { clients: Vec::new(), resolver });
            views.len() - 1
        });
        views[view].clients.push(index);
    }
    views.extend(unused_servers(facts));
    views
}

/// Lists for each network the zones linked to it, each with whether it falls back.
fn links(facts: &Facts<'_>) -> Vec<Vec<(usize, bool)>> {
    let mut links = vec![Vec::new(); facts.model.networks().len()];
    for (at, zone) in facts.model.zones().iter().enumerate() {
        for link in &zone.links {
            let falls_back = link.resolution_policy == crate::words::ResolutionPolicy::NxDomainRedirect;
            links[link.network.0].push((at, falls_back));
        }
    }
    links
}

/// Lists the servers that no network gives to its clients, and nobody forwards to.
fn unused_servers(facts: &Facts<'_>) -> Vec<View> {
    let of_clients = facts.model.networks().iter().flat_map(|network| &network.dns_servers);
    let forwarders = facts.model.servers().iter().flat_map(|server| &server.forwarders);
    let rules = facts.model.rulesets().iter().flat_map(|ruleset| &ruleset.rules);
    let targets = of_clients.chain(forwarders.flat_map(|one| &one.targets));
    let targets = targets.chain(rules.flat_map(|rule| &rule.targets));
    let used: HashSet<usize> = targets
        .filter_map(|target| match target.value {
            Target::Server(index) => Some(index.0),
            Target::AzureDns(_)
            | Target::Unreachable(_)
            | Target::Internet
            | Target::Inbound(_)
            | Target::Address(_) => None,
        })
        .collect();
    let unused = (0..facts.model.servers().len()).filter(|index| !used.contains(index));
    unused.map(|at| View { clients: Vec::new(), resolver: Resolver::Server(ServerId(at as u32)) }).collect()
}

/// Tells whether a configuration says something about a name seen from there: there are DNS servers, or an endpoint of it, or
/// a zone or a rule that it is in.
fn is_near(facts: &Facts<'_>, view: &View, subject: &Subject) -> bool {
    let Some(&first) = view.clients.first() else { return true };
    let network = facts.network(first);
    if !network.dns_servers.is_empty() {
        return true;
    }
    if !network.is_azure {
        return false;
    }
    let built = facts.snapshot.network(Facts::network_id(first));
    let (public, private) = (LookupName::new(&subject.public), LookupName::new(&subject.private));
    built.links().longest(&private).is_some()
        || built.links().longest(&public).is_some()
        || built.rules().longest(&public).is_some()
        || view.clients.iter().any(|client| facts.holds(*client, subject.resource))
}
