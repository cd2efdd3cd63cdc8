//! Finding what nearly decided: the names of a trace, held against what could have decided about them.

use zone_store::contenders::{Contenders, NearZone};
use zone_store::engine::{ChosenRoute, Decider, Event, Trace, TraceEntry};
use zone_store::name::{LookupName, Name};
use zone_store::rdata;
use zone_store::record::RecordType;
use zone_store::resolver::{Chase, Forwarding, RuleEffect, ServerId};
use zone_store::snapshot::{NetworkId, Resolver, ZoneId};
use zone_store::suffix_map::SuffixMatch;
use zone_store::zone::Lookup;

use super::super::book::Book;
use super::{Near, NearMiss};
use azure_model::{Loaded, model};
use azure_objects::provenance::Provenance;

/// A question put to somebody else, while the trace is read.
struct Passed<'t> {
    /// Who put it.
    by: Resolver,
    /// How many wait for the one who put it.
    depth: usize,
    /// The name asked for.
    asked: &'t Name,
    /// The forwarder or rule that it went by.
    route: Option<ChosenRoute>,
    /// The names that others then looked at.
    heard: Vec<&'t Name>,
}

/// Finds what nearly decided about the names that a trace tells of; each once.
pub(in crate::explain) fn misses(book: Book<'_>, trace: &Trace) -> Vec<NearMiss> {
    let Some((first, query)) = trace.question() else { return Vec::new() };
    // To clients of the Internet no private zone says anything.
    if matches!(first, Resolver::Internet | Resolver::Public(_)) {
        return Vec::new();
    }
    let at = |resolver, name| At::new(book, resolver, name, query.rtype);
    let (mut open, mut found): (Vec<Passed<'_>>, Vec<NearMiss>) = (Vec::new(), Vec::new());
    for TraceEntry { depth, resolver, event } in trace.entries() {
        match event {
            Event::Answered { .. } => found.extend(close(book, query.rtype, &mut open, *depth)),
            Event::Forwarded { name, route, .. } => {
                open.retain(|passed| passed.depth < *depth);
                let (by, route) = (*resolver, *route);
                open.push(Passed { by, depth: *depth, asked: name, route, heard: Vec::new() });
                found.extend(at(*resolver, name).beside_forward(route));
            }
            Event::Decided { name, by, .. } => {
                open.iter_mut().for_each(|passed| passed.heard.push(name));
                found.extend(at(*resolver, name).beside_decision(*by));
            }
            Event::Entered { .. }
            | Event::Redirected { .. }
            | Event::Asked { .. }
            | Event::Replied { .. }
            | Event::Chosen { .. }
            | Event::Exempt { .. }
            | Event::Remembered { .. }
            | Event::Circle { .. }
            | Event::TooManyResolvers { .. }
            | Event::Loop { .. }
            | Event::TooLong => {}
        }
    }
    found.extend(close(book, query.rtype, &mut open, 0));
    let is_azure_asked = trace.resolvers().any(|resolver| book.snapshot().seen_from(resolver).is_some());
    let mut once: Vec<NearMiss> = Vec::new();
    for miss in found {
        let is_asked = is_azure_asked && matches!(miss.what, Near::NotAsked { .. });
        if !once.contains(&miss) && !is_asked {
            once.push(miss);
        }
    }
    once
}

/// Closes the questions that were put by resolvers with at least `depth` others waiting for them, the innermost first; finds
/// what was not asked about the aliases that came back.
fn close(book: Book<'_>, rtype: RecordType, open: &mut Vec<Passed<'_>>, depth: usize) -> Vec<NearMiss> {
    let first = open.partition_point(|passed| passed.depth < depth);
    let done = open.split_off(first);
    let aliases = done.iter().rev().flat_map(|passed| {
        let is_alias = |name: &&&Name| **name != passed.asked;
        passed.heard.iter().filter(is_alias).map(move |alias| (passed, *alias))
    });
    aliases
        .filter_map(|(passed, alias)| At::new(book, passed.by, alias, rtype).not_asked_again(passed.route))
        .collect()
}

/// A name, as a resolver sees it.
struct At<'b> {
    book: Book<'b>,
    resolver: Resolver,
    name: &'b Name,
    rtype: RecordType,
    /// What could decide about it.
    contenders: Contenders<'b>,
}

impl<'b> At<'b> {
    fn new(book: Book<'b>, resolver: Resolver, name: &'b Name, rtype: RecordType) -> Self {
        let contenders = book.snapshot().contenders(resolver, name);
        Self { book, resolver, name, rtype, contenders }
    }

    fn miss(&self, what: Near, place: Option<Provenance>) -> NearMiss {
        NearMiss { name: self.name.clone(), what, place }
    }

    /// Writes a suffix of the name.
    fn suffix(&self, labels: usize) -> String {
        self.name.rightmost(labels).without_dot()
    }

    /// Finds what lost against whoever decided about the name.
    fn beside_decision(&self, by: Decider) -> Vec<NearMiss> {
        if let (Decider::OwnZone { zone }, Resolver::Server(id)) = (by, self.resolver) {
            return Vec::from_iter(self.forwarder_after(zone, id));
        }
        let Some(network) = self.book.snapshot().seen_from(self.resolver) else {
            return self.zones_not_asked(by);
        };
        let winner = match by {
            Decider::Zone { zone, .. } => Some(zone),
            Decider::BuiltIn { .. }
            | Decider::OwnZone { .. }
            | Decider::Public { .. }
            | Decider::ClosedWorld => None,
        };
        let mut found = self.zones(network, winner);
        match winner {
            Some(zone) => {
                found.extend(self.rule_after(zone));
                found.extend(self.built_in_after(zone, network));
            }
            None => {
                found.extend(self.ignored_rules(network));
                found.extend(self.rules_elsewhere(network));
            }
        }
        found
    }

    /// Finds the forwarder that would have been followed, had the server no zone of its own.
    fn forwarder_after(&self, zone: ZoneId, server: ServerId) -> Option<NearMiss> {
        let forwarder = self.contenders.forwarders.first().filter(|forwarder| forwarder.labels > 0)?;
        let what = Near::ZoneBeforeForwarder {
            forwarder: self.suffix(forwarder.labels),
            zone: self.book.snapshot().zone(zone).apex().without_dot(),
            server: self.book.snapshot().server(server).name.to_string(),
        };
        Some(self.miss(what, self.book.place(forwarder.value.origin)))
    }

    /// Finds what lost against a forwarder or a rule.
    fn beside_forward(&self, route: Option<ChosenRoute>) -> Vec<NearMiss> {
        let Resolver::Server(_) = self.resolver else {
            let network = self.book.snapshot().seen_from(self.resolver);
            return network.map(|network| self.zones(network, None)).unwrap_or_default();
        };
        let Some(ChosenRoute { labels, .. }) = route else { return Vec::new() };
        let is_shorter = |one: &&SuffixMatch<&Forwarding>| (1..labels).contains(&one.labels);
        let shorter = self.contenders.forwarders.iter().filter(is_shorter);
        shorter
            .map(|one| {
                let (forwarder, winner) = (self.suffix(one.labels), self.suffix(labels));
                self.miss(Near::ShorterForwarder { forwarder, winner }, self.book.place(one.value.origin))
            })
            .collect()
    }

    /// Finds zones that the name is in beside the one that decided.
    fn zones(&self, network: NetworkId, winner: Option<ZoneId>) -> Vec<NearMiss> {
        let (book, snapshot) = (self.book, self.book.snapshot());
        let labels = |id: ZoneId| snapshot.zone(id).apex().label_count();
        let mut found = Vec::new();
        for near in &self.contenders.zones {
            let NearZone { zone: id, link } = near.value;
            let Some(zone) = book.zone(id).filter(|_| Some(id) != winner) else { continue };
            let (data, place) = (self.data(id), Some(zone.site.place.clone()));
            let is_linked = link.is_some();
            match winner {
                Some(winner) if is_linked && labels(winner) > near.labels => {
                    let winner_is_empty = snapshot.zone(winner).set_count() <= 1;
                    let (zone, winner) = (book.zone_label(id), book.zone_label(winner));
                    found.push(self.miss(Near::LessSpecific { zone, winner, winner_is_empty, data }, place));
                }
                Some(winner) if !is_linked && labels(winner) > near.labels => {}
                Some(winner) if data.is_empty() || data == self.data(winner) => {}
                // A zone of this name is linked, and the name lacked there as here.
                None if data.is_empty() && self.has_linked_twin(near.labels) => {}
                Some(_) | None if !is_linked => {
                    found.push(self.miss(self.not_linked(network, id, data), place));
                }
                Some(_) | None => {}
            }
        }
        found
    }

    /// Tells whether a zone whose name has this many labels is linked.
    fn has_linked_twin(&self, labels: usize) -> bool {
        self.contenders.zones.iter().any(|near| near.labels == labels && near.value.link.is_some())
    }

    fn not_linked(&self, network: NetworkId, id: ZoneId, data: Vec<String>) -> Near {
        let links = self.book.zone(id).map(|zone| zone.links.as_slice()).unwrap_or_default();
        let label = |link: &model::Link| self.book.model().networks()[link.network.0].label.clone();
        Near::NotLinked {
            zone: self.book.zone_label(id),
            network: self.book.network_label(network),
            linked_to: links.iter().map(label).collect(),
            data,
        }
    }

    /// Finds the rule that would have forwarded, had there been no zone.
    fn rule_after(&self, zone: ZoneId) -> Option<NearMiss> {
        let SuffixMatch { value: RuleEffect::Forward(forwarder), labels: labels @ 1.. } =
            self.contenders.rules.first()?
        else {
            return None;
        };
        let what = Near::ZoneBeforeRule { rule: self.suffix(*labels), zone: self.book.zone_label(zone) };
        Some(self.miss(what, self.book.place(forwarder.origin)))
    }

    /// Finds private zones that have the name, where the Internet decided.
    fn zones_not_asked(&self, by: Decider) -> Vec<NearMiss> {
        if !matches!(by, Decider::Public { .. } | Decider::ClosedWorld) {
            return Vec::new();
        }
        let miss = |near: &SuffixMatch<NearZone<'_>>| {
            let id = near.value.zone;
            let (zone, data) = (self.book.zone(id)?, self.data(id));
            let label = |link: &model::Link| self.book.model().networks()[link.network.0].label.clone();
            let linked_to = zone.links.iter().map(label).collect();
            let what = Near::NotAsked { zone: self.book.zone_label(id), linked_to, data };
            Some(self.miss(what, Some(zone.site.place.clone())))
        };
        let has_it = |near: &&SuffixMatch<NearZone<'_>>| !self.data(near.value.zone).is_empty();
        self.contenders.zones.iter().filter(has_it).filter_map(miss).collect()
    }

    /// Finds the name that the network has of a machine, had no linked zone come first.
    fn built_in_after(&self, winner: ZoneId, network: NetworkId) -> Option<NearMiss> {
        let snapshot = self.book.snapshot();
        let built_in = snapshot.network(network).built_in().longest(&LookupName::new(self.name))?.0;
        let data = self.data(*built_in);
        if data.is_empty() || !self.data(winner).is_empty() {
            return None;
        }
        let (network, winner) = (self.book.network_label(network), self.book.zone_label(winner));
        Some(self.miss(Near::ZoneBeforeBuiltIn { network, winner, data }, None))
    }

    /// Finds rules that would have forwarded, were their ruleset linked to the network.
    fn rules_elsewhere(&self, network: NetworkId) -> Vec<NearMiss> {
        let network_index = Loaded::network_index(network);
        let label = |index: &model::NetworkIndex| self.book.model().networks()[index.0].label.clone();
        let rulesets = self.book.model().rulesets().iter();
        let others = rulesets.filter(|ruleset| !ruleset.networks.contains(&network_index));
        let longest = others.filter_map(|ruleset| {
            let is_meant = |rule: &&model::Rule| {
                !rule.domain_name.is_root() && self.name.is_at_or_below(&rule.domain_name)
            };
            let rule =
                ruleset.rules.iter().filter(is_meant).max_by_key(|rule| rule.domain_name.label_count())?;
            Some((ruleset, rule))
        });
        longest
            .map(|(ruleset, rule)| {
                let what = Near::RulesetNotLinked {
                    rule: dotted(&rule.domain_name),
                    ruleset: ruleset.name.value.clone(),
                    network: self.book.network_label(network),
                    linked_to: ruleset.networks.iter().map(label).collect(),
                };
                self.miss(what, Some(rule.domain_name.site.place.clone()))
            })
            .collect()
    }

    /// Finds rules that do not count: disabled ones, and those that do not reach Azure's own domains.
    fn ignored_rules(&self, network: NetworkId) -> Vec<NearMiss> {
        let is_linked =
            |ruleset: &&model::Ruleset| ruleset.networks.contains(&Loaded::network_index(network));
        let Some(ruleset) = self.book.model().rulesets().iter().find(is_linked) else { return Vec::new() };
        let mut found = Vec::new();
        let covers = |ignored: &&model::IgnoredRule| self.name.is_at_or_below(&ignored.rule.domain_name);
        for model::IgnoredRule { rule, is_enabled } in ruleset.ignored.iter().filter(covers) {
            let domain = dotted(&rule.domain_name);
            let what = match is_enabled {
                false => Near::DisabledRule { rule: domain },
                true => Near::ReservedDomain { rule: domain.clone(), domain },
            };
            found.push(self.miss(what, Some(rule.domain_name.site.place.clone())));
        }
        found.extend(self.rule_behind_exemption());
        found
    }

    /// Finds the longest rule that would have forwarded, if Azure's own domains were not exempt.
    fn rule_behind_exemption(&self) -> Option<NearMiss> {
        let (exemption, shorter) = self.contenders.rules.split_first()?;
        let RuleEffect::Exempt = exemption.value else { return None };
        shorter.iter().find_map(|rule| match rule.value {
            RuleEffect::Exempt => None,
            RuleEffect::Forward(forwarder) => {
                let (rule, domain) =
                    (dotted(&self.name.rightmost(rule.labels)), self.suffix(exemption.labels));
                let what = Near::ReservedDomain { rule, domain };
                Some(self.miss(what, self.book.place(forwarder.origin)))
            }
        })
    }

    /// Finds what would have decided about an alias, had its resolver not taken the answer whole that came by `route`.
    fn not_asked_again(&self, route: Option<ChosenRoute>) -> Option<NearMiss> {
        let (book, snapshot) = (self.book, self.book.snapshot());
        let is_rule = !matches!(self.resolver, Resolver::Server(_));
        let miss = |what: String, data: Vec<String>, place| {
            Some(self.miss(Near::NotAskedAgain { what, data, is_rule }, place))
        };
        let Resolver::Server(id) = self.resolver else {
            let link = self.contenders.longest_link()?;
            let what = format!("the linked zone {}", book.zone_label(link.zone));
            return miss(what, self.data(link.zone), book.place(link.origin));
        };
        if snapshot.server(id).chase == Chase::Own {
            return None;
        }
        if let Some(&SuffixMatch { value: zone, .. }) = self.contenders.own_zones.first() {
            let what = format!("its own zone {}", snapshot.zone(zone).apex().without_dot());
            return miss(what, self.data(zone), book.place(snapshot.zone(zone).origin()));
        }
        let forwarder = self.contenders.forwarders.first()?;
        if forwarder.labels == 0 || route.is_some_and(|route| route.origin == forwarder.value.origin) {
            return None;
        }
        let what = format!("forwarder {}", self.suffix(forwarder.labels));
        miss(what, Vec::new(), book.place(forwarder.value.origin))
    }

    /// Returns what a zone has for the name.
    fn data(&self, zone: ZoneId) -> Vec<String> {
        match self.book.snapshot().zone(zone).lookup(&LookupName::new(self.name), self.rtype) {
            Lookup::Found { set, .. } | Lookup::Cname { set, .. } | Lookup::Dname { set, .. } => {
                let text = |octets| format!("{} {}", set.rtype, rdata::display(set.rtype, octets));
                set.rdata.iter().map(text).collect()
            }
            Lookup::All { .. }
            | Lookup::NoData { .. }
            | Lookup::NxDomain { .. }
            | Lookup::Referral { .. } => Vec::new(),
        }
    }
}

fn dotted(name: &Name) -> String {
    if name.is_root() { ".".to_owned() } else { name.without_dot() }
}
