//! Finding what nearly decided, while events are read.

use zone_store::engine::{ChosenRoute, Decider, Event};
use zone_store::name::{LookupName, Name};
use zone_store::rdata;
use zone_store::record::RecordType;
use zone_store::resolver::{Chase, Rule};
use zone_store::snapshot::{NetworkId, Resolver, ZoneId};
use zone_store::zone::Lookup;

use super::super::book::Book;
use super::{Near, NearMiss};
use azure_model::model;
use azure_objects::provenance::Provenance;

/// Who is at work, while events are read.
struct MissFrame {
    resolver: Resolver,
    rtype: RecordType,
    /// The name that somebody else was asked for, and what he went through.
    asked: Option<(Name, Vec<Name>)>,
}

/// Finds what nearly decided about the names that events tell of; each once.
pub(in crate::explain) fn misses(book: Book<'_>, events: &[Event]) -> Vec<NearMiss> {
    let (mut frames, mut found): (Vec<MissFrame>, Vec<NearMiss>) = (Vec::new(), Vec::new());
    for event in events {
        match event {
            Event::Entered { resolver, query } => {
                frames.push(MissFrame { resolver: *resolver, rtype: query.rtype, asked: None });
            }
            Event::Answered { .. } => {
                found.extend(frames.pop().map(|frame| not_asked_again(book, &frame)).unwrap_or_default());
            }
            Event::Forwarded { name, route, .. } => {
                let Some(frame) = frames.last_mut() else { continue };
                frame.asked = Some((name.clone(), Vec::new()));
                found.extend(beside_forward(book, frame, name, *route));
            }
            Event::Decided { name, by, .. } => {
                for frame in &mut frames {
                    frame.asked.iter_mut().for_each(|(_, heard)| heard.push(name.clone()));
                }
                let Some(frame) = frames.last() else { continue };
                found.extend(beside_decision(book, frame, name, *by));
            }
            _ => {}
        }
    }
    while let Some(frame) = frames.pop() {
        found.extend(not_asked_again(book, &frame));
    }
    let mut once: Vec<NearMiss> = Vec::new();
    for miss in found {
        if !once.contains(&miss) {
            once.push(miss);
        }
    }
    once
}

/// Finds what lost against whoever decided about a name.
fn beside_decision(book: Book<'_>, frame: &MissFrame, name: &Name, by: Decider) -> Vec<NearMiss> {
    let lookup = LookupName::new(name);
    if let (Decider::OwnZone { zone }, Resolver::Server(id)) = (by, frame.resolver) {
        let server = book.snapshot().server(id);
        let forwarder = server.forwarders.longest(&lookup).filter(|(_, labels)| *labels > 0);
        return Vec::from_iter(forwarder.map(|(forwarder, labels)| NearMiss {
            name: name.clone(),
            what: Near::ZoneBeforeForwarder {
                forwarder: name.rightmost(labels).without_dot(),
                zone: book.snapshot().zone(zone).apex().without_dot(),
                server: server.name.to_string(),
            },
            place: book.place(forwarder.origin),
        }));
    }
    let Some(network) = book.snapshot().seen_from(frame.resolver) else { return Vec::new() };
    let winner = match by {
        Decider::Zone { zone, .. } => Some(zone),
        Decider::BuiltIn { .. } | Decider::OwnZone { .. } | Decider::Public | Decider::ClosedWorld => None,
    };
    let at = At { book, network, name, rtype: frame.rtype };
    let mut found = at.zones(winner);
    match winner {
        Some(zone) => found.extend(at.rule_after(zone)),
        None => found.extend(at.ignored_rules()),
    }
    found
}

/// Finds what lost against a forwarder or a rule.
fn beside_forward(
    book: Book<'_>,
    frame: &MissFrame,
    name: &Name,
    route: Option<ChosenRoute>,
) -> Vec<NearMiss> {
    let Resolver::Server(id) = frame.resolver else {
        let network = book.snapshot().seen_from(frame.resolver);
        return network
            .map(|network| At { book, network, name, rtype: frame.rtype }.zones(None))
            .unwrap_or_default();
    };
    let server = book.snapshot().server(id);
    let Some(ChosenRoute { labels, .. }) = route else { return Vec::new() };
    let winner = name.rightmost(labels).without_dot();
    let shorter = (1..labels).rev().map(|labels| name.rightmost(labels));
    let shorter = shorter.filter_map(|zone| Some((server.forwarders.get(&zone)?.origin, zone)));
    shorter
        .map(|(origin, zone)| {
            let (forwarder, winner) = (zone.without_dot(), winner.clone());
            let what = Near::ShorterForwarder { forwarder, winner };
            NearMiss { name: name.clone(), what, place: book.place(origin) }
        })
        .collect()
}

/// A name, looked at from a network.
struct At<'b> {
    book: Book<'b>,
    network: NetworkId,
    name: &'b Name,
    rtype: RecordType,
}

impl At<'_> {
    fn miss(&self, what: Near, place: Option<Provenance>) -> NearMiss {
        NearMiss { name: self.name.clone(), what, place }
    }

    /// Finds zones that the name is in beside the one that decided.
    fn zones(&self, winner: Option<ZoneId>) -> Vec<NearMiss> {
        let (book, snapshot) = (self.book, self.book.snapshot());
        let labels = |id: ZoneId| snapshot.zone(id).apex().label_count();
        let mut found = Vec::new();
        for id in book.zones_of(self.name) {
            let Some(zone) = book.zone(id).filter(|_| Some(id) != winner) else { continue };
            let data = data(book, id, self.name, self.rtype);
            let place = Some(zone.site.place.clone());
            let links = snapshot.network(self.network).links();
            let is_linked = links.values().any(|link| link.zone == id);
            match winner {
                Some(winner) if is_linked && labels(winner) > labels(id) => {
                    let winner_is_empty = snapshot.zone(winner).set_count() <= 1;
                    let (zone, winner) = (book.zone_label(id), book.zone_label(winner));
                    found.push(self.miss(Near::LessSpecific { zone, winner, winner_is_empty, data }, place));
                }
                Some(winner) if !is_linked && labels(winner) > labels(id) => {}
                Some(winner)
                    if data.is_empty() || data == self::data(book, winner, self.name, self.rtype) => {}
                // A zone of this name is linked, and the name lacked there as here.
                None if data.is_empty() && links.get(snapshot.zone(id).apex()).is_some() => {}
                Some(_) | None if !is_linked => {
                    found.push(self.miss(self.not_linked(id, zone, data), place));
                }
                Some(_) | None => {}
            }
        }
        found
    }

    fn not_linked(&self, id: ZoneId, zone: &model::Zone, data: Vec<String>) -> Near {
        let label = |link: &model::Link| self.book.model().networks()[link.network.0].label.clone();
        Near::NotLinked {
            zone: self.book.zone_label(id),
            network: self.book.network_label(self.network),
            linked_to: zone.links.iter().map(label).collect(),
            data,
        }
    }

    /// Finds the rule that would have forwarded, had there been no zone.
    fn rule_after(&self, zone: ZoneId) -> Option<NearMiss> {
        let rules = self.book.snapshot().network(self.network).rules();
        let (rule, labels) = rules.longest(&LookupName::new(self.name))?;
        let Rule::Forward(forwarder) = rule else { return None };
        let what = Near::ZoneBeforeRule {
            rule: self.name.rightmost(labels).without_dot(),
            zone: self.book.zone_label(zone),
        };
        (labels > 0).then(|| self.miss(what, self.book.place(forwarder.origin)))
    }

    /// Finds rules that do not count: disabled ones, and those that do not reach Azure's own domains.
    fn ignored_rules(&self) -> Vec<NearMiss> {
        let label = self.book.network_label(self.network);
        let is_linked = |ruleset: &&model::Ruleset| {
            ruleset.networks.iter().any(|index| self.book.model().networks()[index.0].label == label)
        };
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
        let rules = self.book.snapshot().network(self.network).rules();
        if let Some((Rule::Exempt, labels)) = rules.longest(&LookupName::new(self.name)) {
            let shorter = ruleset.rules.iter().filter(|rule| self.name.is_at_or_below(&rule.domain_name));
            found.extend(shorter.max_by_key(|rule| rule.domain_name.label_count()).map(|rule| {
                let what = Near::ReservedDomain {
                    rule: dotted(&rule.domain_name),
                    domain: self.name.rightmost(labels).without_dot(),
                };
                self.miss(what, Some(rule.site.place.clone()))
            }));
        }
        found
    }
}

/// Finds what would have decided about the aliases of an answer that came whole.
fn not_asked_again(book: Book<'_>, frame: &MissFrame) -> Vec<NearMiss> {
    let Some((asked, heard)) = &frame.asked else { return Vec::new() };
    let aliases = heard.iter().filter(|name| *name != asked);
    aliases.filter_map(|alias| missed_by(book, frame, asked, alias)).collect()
}

fn missed_by(book: Book<'_>, frame: &MissFrame, asked: &Name, alias: &Name) -> Option<NearMiss> {
    let (snapshot, lookup) = (book.snapshot(), LookupName::new(alias));
    let is_rule = !matches!(frame.resolver, Resolver::Server(_));
    let miss = |what: String, data: Vec<String>, place| {
        let what = Near::NotAskedAgain { what, data, is_rule };
        Some(NearMiss { name: alias.clone(), what, place })
    };
    let Resolver::Server(id) = frame.resolver else {
        let (link, _) =
            snapshot.network(book.snapshot().seen_from(frame.resolver)?).links().longest(&lookup)?;
        let data = data(book, link.zone, alias, frame.rtype);
        return miss(
            format!("the linked zone {}", book.zone_label(link.zone)),
            data,
            book.place(link.origin),
        );
    };
    let server = snapshot.server(id);
    if server.chase == Chase::Own {
        return None;
    }
    if let Some((&zone, _)) = server.zones.longest(&lookup) {
        let (apex, place) = (snapshot.zone(zone).apex().without_dot(), snapshot.zone(zone).origin());
        return miss(format!("its own zone {apex}"), data(book, zone, alias, frame.rtype), book.place(place));
    }
    let (forwarder, labels) = server.forwarders.longest(&lookup)?;
    let chosen = server.forwarders.longest(&LookupName::new(asked)).map(|(chosen, _)| chosen.origin);
    if labels == 0 || chosen == Some(forwarder.origin) {
        return None;
    }
    let what = format!("forwarder {}", alias.rightmost(labels).without_dot());
    miss(what, Vec::new(), book.place(forwarder.origin))
}

/// Returns what a zone has for a name.
fn data(book: Book<'_>, zone: ZoneId, name: &Name, rtype: RecordType) -> Vec<String> {
    match book.snapshot().zone(zone).lookup(&LookupName::new(name), rtype) {
        Lookup::Found { set, .. } | Lookup::Cname { set, .. } => {
            let text = |octets| format!("{} {}", set.rtype, rdata::display(set.rtype, octets));
            set.rdata.iter().map(text).collect()
        }
        Lookup::All { .. } | Lookup::NoData { .. } | Lookup::NxDomain { .. } | Lookup::Referral { .. } => {
            Vec::new()
        }
    }
}

fn dotted(name: &Name) -> String {
    if name.is_root() { ".".to_owned() } else { name.without_dot() }
}
