//! `check`: every known mistake, from wherever somebody would meet it.
//!
//! Not every network asks for every name: only names of private endpoints are asked for, from where the configuration says
//! something about them, and networks where the same zones, rules or DNS servers decide ask once.

use std::collections::{HashMap, HashSet};

use zone_store::engine::{Decider, Event};
use zone_store::name::{LookupName, Name};
use zone_store::origin::Origin;
use zone_store::record::RecordType;
use zone_store::resolver::ServerId;
use zone_store::snapshot::{Resolver, ZoneId};
use zone_store::zone::Lookup;

use super::budget::Budget;
use super::denied;
use super::detect::detect;
use super::facts::{Facts, Subject};
use super::hit::{Hit, HitKey};
use super::questions::{NameQuestion, QuestionKind};
use super::reading::{EventReading, probe};
use super::seen::Seen;
use super::standing::{self, diverging};
use super::trial::Trial;
use super::{Severity, describe, unasked};
use azure_model::Loaded;
use azure_model::model::{Link, NetworkIndex, ResourcePart, Target, ZoneIndex};
use azure_objects::Refusal;
use azure_objects::diagnostic::Diagnostic;
use azure_objects::id::ObjectId;
use azure_objects::provenance::Provenance;
use azure_objects::words::ResolutionPolicy;
use formats::ConfigurationText;

/// Most questions that are asked for one configuration: some hundred milliseconds.
const MOST_PROBES: usize = 50_000;

/// Networks whose clients see the same.
#[derive(Clone)]
struct View {
    clients: Vec<NetworkIndex>,
    resolver: Resolver,
    /// Whether they ask 168.63.129.16 themselves.
    sees_zones: bool,
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
pub(super) fn lint(loaded: &Loaded, written: Option<&ConfigurationText<'_>>) -> Vec<Diagnostic> {
    within(loaded, written, MOST_PROBES)
}

/// Finds those that so many questions tell, sorted by place; says if they were too few.
pub(super) fn within(
    loaded: &Loaded,
    written: Option<&ConfigurationText<'_>>,
    questions: usize,
) -> Vec<Diagnostic> {
    let facts = Facts::new(loaded);
    let trial = Trial::new(loaded, written);
    let mut found: Vec<Diagnostic> = Refusal::to_diagnostics(&loaded.warnings);
    // What the model says of its warnings was not tried.
    found.iter_mut().for_each(|warning| warning.advice = warning.fix.take());
    let mut told: HashSet<HitKey> = HashSet::new();
    let (hits, is_whole) = hits(&facts, Budget::new(questions));
    for hit in hits.into_iter().filter(|hit| hit.is_sure && !is_warned(loaded, hit)) {
        if told.insert(hit.key()) {
            found.push(describe(hit, &trial));
        }
    }
    if !is_whole {
        found.push(unasked());
    }
    found.sort_by(|a, b| (&a.place, rank(a), &a.problem).cmp(&(&b.place, rank(b), &b.problem)));
    found
}

/// Tells whether the model has warned of the same. What was built in code is told apart by what is said of it.
fn is_warned(loaded: &Loaded, hit: &Hit) -> bool {
    hit.part.is_none()
        && loaded.warnings.iter().any(|warning| {
            let place = &warning.site.place;
            let is_same_place = *place == hit.site.place && *place != Provenance::Code;
            let says_same = || warning.to_diagnostic().problem == hit.problem;
            warning.rule() == Some(hit.rule) && (is_same_place || says_same())
        })
}

fn rank(finding: &Diagnostic) -> (Severity, &'static str) {
    (finding.severity, finding.rule.map_or("", |rule| rule.id))
}

/// Gathers what is wrong; tells whether everything was asked.
pub(super) fn hits(facts: &Facts<'_>, mut budget: Budget) -> (Vec<Hit>, bool) {
    let mut hits = Vec::new();
    let is_whole =
        ask(facts, &mut budget, &mut hits).and_then(|()| denied::everywhere(facts, &mut budget, &mut hits));
    (with_standing(facts, hits), is_whole.is_some())
}

/// Asks for every name from wherever it may be wrong; `None`: the questions did not suffice.
fn ask(facts: &Facts<'_>, budget: &mut Budget, hits: &mut Vec<Hit>) -> Option<()> {
    let mut outlooks = Outlooks::new(facts);
    let mut gone: HashSet<(ResourcePart, Resolver)> = HashSet::new();
    for subject in facts.subjects.iter().filter(|subject| is_worth_asking(facts, subject)) {
        let (shared, own) = outlooks.of(subject);
        for view in shared.iter().chain(&own) {
            budget.take()?;
            let probe = probe(facts.snapshot, view.resolver, &subject.public);
            let reading = EventReading::new(facts, &probe.outcome, probe.trace);
            let (clients, resolver, name) = (&view.clients, view.resolver, &subject.public);
            let seen = Seen { facts, clients, resolver, name, rtype: RecordType::A, reading };
            let found = detect(&seen);
            // An endpoint that is gone, or another tenant's, is one cause for all names of a resource.
            let is_of_part = |hit: &Hit| matches!(hit.rule.id, "M6" | "M8");
            let is_told = found.iter().any(is_of_part) && !gone.insert((subject.part, view.resolver));
            let found = found.into_iter().filter(|hit| !is_told || !is_of_part(hit));
            hits.extend(found.map(|hit| hit.shown_by(name)));
        }
    }
    ask_plain(facts, budget, hits)?;
    diverging(facts, budget, hits)
}

/// Asks for names of no resource, from wherever clients see something else: a name of every zone, and those of every machine.
fn ask_plain(facts: &Facts<'_>, budget: &mut Budget, hits: &mut Vec<Hit>) -> Option<()> {
    let views = views(facts);
    let mut zones: HashSet<Name> = HashSet::new();
    for question in facts.questions().iter().filter(|one| facts.subject(&one.name).is_none()) {
        let is_wanted = match question.kind {
            QuestionKind::Written => {
                let above = zone_above(facts, &question.name);
                let is_hidden = is_lacking(facts, &above, question);
                // An alias may lead anywhere.
                zones.insert(above) || is_hidden || question.rtype == RecordType::CNAME
            }
            QuestionKind::BuiltIn => true,
            QuestionKind::Probe => false,
        };
        for view in views.iter().filter(|_| is_wanted) {
            budget.take()?;
            let probe = super::reading::ask(facts.snapshot, view.resolver, question.to_query());
            let reading = EventReading::new(facts, &probe.outcome, probe.trace);
            let (clients, resolver) = (&view.clients, view.resolver);
            let NameQuestion { name, rtype, .. } = question;
            let found = detect(&Seen { facts, clients, resolver, name, rtype: *rtype, reading });
            hits.extend(found.into_iter().map(|hit| hit.shown_by(name)));
        }
    }
    Some(())
}

/// Tells whether the private zones of a name have not this record: it is one of a shorter zone.
fn is_lacking(facts: &Facts<'_>, apex: &Name, question: &NameQuestion) -> bool {
    let has = |zone: &ZoneIndex| {
        let zone = facts.snapshot.zone(Loaded::zone_id(*zone));
        let found = zone.lookup(&LookupName::new(&question.name), question.rtype);
        matches!(found, Lookup::Found { .. } | Lookup::Cname { .. } | Lookup::All { .. })
    };
    let zones = facts.zones_at(apex);
    !zones.is_empty() && !zones.iter().any(has)
}

/// Returns the longest zone of the file that a name is in, of Azure or of a server; the name itself, if it is in none.
fn zone_above(facts: &Facts<'_>, name: &Name) -> Name {
    let is_zone = |apex: &Name| {
        let mut own = facts.model.servers().iter().flat_map(|server| &server.zones);
        !facts.zones_at(apex).is_empty() || own.any(|zone| zone.apex.value == *apex)
    };
    let above = (1..=name.label_count()).rev().map(|labels| name.rightmost(labels));
    { above }.find(is_zone).unwrap_or_else(|| name.clone())
}

/// Adds what stands there wrong; L5 is left out where another finding is about the same target.
fn with_standing(facts: &Facts<'_>, mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.extend(standing::all(facts).into_iter().map(|standing| standing.hit));
    let at = |hit: &Hit| (hit.subject.clone(), hit.site.path());
    let known: HashSet<(ObjectId, String)> =
        hits.iter().filter(|hit| hit.rule.id == "M12" && hit.is_sure).map(at).collect();
    hits.into_iter().filter(|hit| hit.rule.id != "L5" || !known.contains(&at(hit))).collect()
}

/// Tells whether somebody has or had a private endpoint for a name.
fn is_worth_asking(facts: &Facts<'_>, subject: &Subject) -> bool {
    let has_cname = facts.resource(subject).has_privatelink_cname(subject.part.subresource);
    has_cname || facts.endpoints(subject.part).next().is_some()
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
            views.push(View { clients: Vec::new(), resolver, sees_zones });
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
            let falls_back = link.resolution_policy == ResolutionPolicy::NxDomainRedirect;
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
    unused
        .map(|at| View {
            clients: Vec::new(),
            resolver: Resolver::Server(ServerId(at as u32)),
            sees_zones: false,
        })
        .collect()
}

/// What decides about a name in a network that asks 168.63.129.16 itself.
#[derive(PartialEq, Eq, Hash)]
struct Deciders {
    /// With whether the link falls back.
    zone_of_private: Option<(ZoneId, bool)>,
    zone_of_public: Option<(ZoneId, bool)>,
    rule: Option<Origin>,
    /// The ruleset that has no say: it does not reach Azure's own domains, or a zone comes before it.
    passed_over: Option<usize>,
}

/// From where names are to be asked for: where the configuration says something about them. Networks where the same zones and
/// rules decide are one; names of one service are looked at once, where no longer zone or rule tells them apart.
struct Outlooks<'f, 'm> {
    facts: &'f Facts<'m>,
    views: Vec<View>,
    /// By the public and the private zone of a service; with the positions of the views that have longer zones or rules.
    shared: HashMap<(Name, Name), (Vec<View>, Vec<usize>)>,
}

impl<'f, 'm> Outlooks<'f, 'm> {
    fn new(facts: &'f Facts<'m>) -> Self {
        Self { facts, views: views(facts), shared: HashMap::new() }
    }

    /// Returns the views of a name that it shares with its service, and those of its own.
    fn of(&mut self, subject: &Subject) -> (&[View], Vec<View>) {
        let facts = self.facts;
        let base = (subject.public_zone.clone(), subject.private_zone.clone());
        let (views, public, private) = (&self.views, &base.0, &base.1);
        let of_service = || {
            let (deep, shallow): (Vec<usize>, Vec<usize>) =
                (0..views.len()).partition(|&at| is_deep(facts, &views[at], public, private));
            (merged(facts, shallow.iter().map(|&at| &views[at]), public, private), deep)
        };
        let (shared, deep) = self.shared.entry(base.clone()).or_insert_with(of_service);
        let deep = deep.iter().map(|&at| &views[at]);
        let mut own = merged(facts, deep, &subject.public, &subject.private);
        let holders = facts.approved(subject.part).map(|endpoint| endpoint.network);
        let holders = holders.filter(|holder| facts.network(*holder).dns_servers.is_empty());
        own.extend(holders.map(|holder| View {
            clients: vec![holder],
            resolver: Resolver::Client(Facts::network_id(holder)),
            sees_zones: true,
        }));
        (shared, own)
    }
}

/// Tells whether a network has links or rules for some names of a service only.
fn is_deep(facts: &Facts<'_>, view: &View, public: &Name, private: &Name) -> bool {
    let Some((first, true)) = view.clients.first().map(|first| (*first, view.sees_zones)) else {
        return false;
    };
    let is_below = |name: &Name| {
        (name.is_at_or_below(public) && name != public && !name.is_at_or_below(private))
            || (name.is_at_or_below(private) && name != private)
    };
    let built = facts.snapshot.network(Facts::network_id(first));
    let has_zone = built.links().values().any(|link| is_below(facts.snapshot.zone(link.zone).apex()));
    let rulesets = facts.model.rulesets().iter().filter(|ruleset| ruleset.networks.contains(&first));
    has_zone || rulesets.flat_map(|ruleset| &ruleset.rules).any(|rule| is_below(&rule.domain_name))
}

/// Puts views together where the same decides about a public and a private name; those where nothing does are left out.
fn merged<'v>(
    facts: &Facts<'_>,
    views: impl Iterator<Item = &'v View>,
    public: &Name,
    private: &Name,
) -> Vec<View> {
    let mut groups: HashMap<Deciders, usize> = HashMap::new();
    let mut found: Vec<View> = Vec::new();
    for view in views {
        if !view.sees_zones {
            // Clients outside Azure that were given no server ask the Internet, which is nobody's mistake.
            let has_servers = |first: &NetworkIndex| !facts.network(*first).dns_servers.is_empty();
            found.extend(view.clients.first().is_none_or(has_servers).then(|| view.clone()));
        } else if let Some(deciders) = deciders(facts, view, public, private) {
            match groups.get(&deciders) {
                Some(&at) => found[at].clients.extend(&view.clients),
                None => {
                    groups.insert(deciders, found.len());
                    found.push(view.clone());
                }
            }
        }
    }
    found
}

/// Returns what decides about a public and a private name there, as the engine records it; `None` if nothing does.
fn deciders(facts: &Facts<'_>, view: &View, public: &Name, private: &Name) -> Option<Deciders> {
    let first = *view.clients.first()?;
    let (by_public, by_private) =
        (FirstDecider::of(facts, view.resolver, public), FirstDecider::of(facts, view.resolver, private));
    let is_silent = by_private.zone.is_none() && by_public == FirstDecider::default();
    let ruleset = || facts.model.rulesets().iter().position(|ruleset| ruleset.networks.contains(&first));
    let is_passed_over = by_public.is_exempt || by_public.zone.is_some();
    (!is_silent).then(|| Deciders {
        zone_of_private: by_private.zone,
        zone_of_public: by_public.zone,
        rule: by_public.rule,
        passed_over: is_passed_over.then(ruleset).flatten(),
    })
}

/// What decides first about a name: the zone or the rule that the engine takes; nothing where the public side decides.
#[derive(Default, PartialEq, Eq)]
struct FirstDecider {
    /// With whether the link falls back.
    zone: Option<(ZoneId, bool)>,
    rule: Option<Origin>,
    /// Whether the network's ruleset does not reach the name.
    is_exempt: bool,
}

impl FirstDecider {
    /// Reads the trace of a question for the name.
    fn of(facts: &Facts<'_>, resolver: Resolver, asked: &Name) -> Self {
        let mut found = Self::default();
        for event in probe(facts.snapshot, resolver, asked).trace.events() {
            match event {
                Event::Decided { name, by: Decider::Zone { zone, link }, .. } if name == asked => {
                    let link = facts.loaded.link(*zone, *link);
                    let falls_back =
                        |link: &Link| link.resolution_policy == ResolutionPolicy::NxDomainRedirect;
                    found.zone = Some((*zone, link.is_some_and(falls_back)));
                    return found;
                }
                Event::Chosen { name, route } if name == asked => {
                    found.rule = Some(route.origin);
                    return found;
                }
                Event::Exempt { name } if name == asked => found.is_exempt = true,
                _ => {}
            }
        }
        found
    }
}
