//! Why a name was not found, or found with an address that nobody has: what the zone that decided lacks, or still has.

use zone_store::engine::{Decider, NameDecision, NameResult, Query};
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::snapshot::Resolver;

use super::super::changes::{self, renamed};
use super::super::edit::{Edit, NewValue};
use super::super::facts::{Facts, Subject};
use super::super::hit::Hit;
use super::super::reading::{End, ask};
use super::super::rules;
use super::super::seen::Seen;
use super::super::standing::{hidden_rules, public_zone_of, unrecorded};
use super::super::wording::{self, MissingRecord};
use azure_catalogue::catalogue::{Catalogue, is_privatelink};
use azure_model::model::{MemberKind, NetworkIndex, OwnZone, Resource, Server, Zone, ZoneContent, ZoneIndex};
use azure_objects::id::ObjectId;
use azure_objects::located::Site;
use azure_objects::words::ConnectionStatus;

/// A zone that decided.
enum Held<'m> {
    /// A private zone, linked to this network.
    Linked(ZoneIndex, &'m Zone, NetworkIndex),
    /// A zone of a DNS server.
    Own(&'m Server, &'m OwnZone),
}

impl<'m> Held<'m> {
    fn apex(&self) -> &'m Name {
        match self {
            Self::Linked(_, zone, _) => &zone.apex.value,
            Self::Own(_, zone) => &zone.apex.value,
        }
    }

    fn id(&self) -> &'m ObjectId {
        match self {
            Self::Linked(_, zone, _) => &zone.id,
            Self::Own(_, zone) => &zone.id,
        }
    }

    fn site(&self) -> &'m Site {
        match self {
            Self::Linked(_, zone, _) => &zone.apex.site,
            Self::Own(_, zone) => &zone.apex.site,
        }
    }

    /// Returns the table that records are added to.
    fn table(&self) -> String {
        match self {
            Self::Linked(_, zone, _) => zone.site.path(),
            Self::Own(_, zone) => zone.site.path(),
        }
    }

    /// Names it for a sentence.
    fn label(&self) -> String {
        match self {
            Self::Linked(_, zone, _) => {
                let group = zone.resource_group.as_ref().map(|group| format!("{}/", group.value));
                let (group, apex) = (group.unwrap_or_default(), zone.apex.without_dot());
                format!("the zone \"{group}{apex}\"")
            }
            Self::Own(server, zone) => {
                format!("the zone \"{}\" of {}", zone.apex.without_dot(), server.name.value)
            }
        }
    }
}

/// Returns the zone behind a decision.
fn held<'m>(seen: &Seen<'_, 'm>, decision: NameDecision<'_>) -> Option<Held<'m>> {
    let facts = seen.facts;
    match decision.by {
        Decider::Zone { zone, .. } => {
            let (index, zone) = facts.zone_of(zone)?;
            Some(Held::Linked(index, zone, Facts::network_index(facts.snapshot.seen_from(decision.at)?)))
        }
        Decider::OwnZone { zone } => facts.model.servers().iter().find_map(|server| {
            let own = server.zones.iter().find(|own| match own.content {
                ZoneContent::Private(index) => index.0 == zone.0 as usize,
                ZoneContent::Own { .. } => own.apex.value == *facts.snapshot.zone(zone).apex(),
            });
            let is_it = matches!(decision.at, Resolver::Server(id) if std::ptr::eq(facts.server(id), server));
            own.filter(|_| is_it).map(|own| Held::Own(server, own))
        }),
        Decider::BuiltIn { .. } | Decider::Public { .. } | Decider::ClosedWorld => None,
    }
}

/// Returns the decision of a zone about the subject that made the answer.
fn decision<'s>(seen: &'s Seen<'_, '_>, subject: &Subject) -> Option<NameDecision<'s>> {
    let by_zone = |decision: &NameDecision<'_>| {
        let is_about = *decision.name == subject.private || *decision.name == subject.public;
        is_about && matches!(decision.by, Decider::Zone { .. } | Decider::OwnZone { .. })
    };
    seen.reading.decisions().rev().find(by_zone)
}

/// Tells whether a zone, and not the public side, gave the address.
pub(super) fn is_by_zone(seen: &Seen<'_, '_>) -> bool {
    seen.reading.last().is_some_and(|decision| {
        let is_zone = matches!(decision.by, Decider::Zone { .. } | Decider::OwnZone { .. });
        is_zone && matches!(decision.verdict, NameResult::Records { .. })
    })
}

/// Finds why a name that private endpoints have an address for was not found.
pub(super) fn detect(seen: &Seen<'_, '_>, subject: &Subject) -> Vec<Hit> {
    let found = decision(seen, subject).filter(|decision| decision.is_negative());
    let Some((decision, held)) = found.and_then(|one| Some((one, held(seen, one)?))) else {
        return unrecorded(seen.facts, subject.part);
    };
    if *decision.name == subject.public {
        return public_name_zone(seen, &subject.public, &held).into_iter().collect();
    }
    if let Held::Linked(index, zone, network) = held {
        let found = shadowed(seen, subject, zone, network)
            .or_else(|| other_zone(seen, subject, index, zone, network));
        if let Some(hit) = found {
            return vec![hit];
        }
        let mut hits = rules_hidden_by(seen, decision.name, index, network);
        hits.extend(lacking(seen, subject, &held));
        return hits;
    }
    lacking(seen, subject, &held)
}

/// M5: a longer zone is linked beside the one that has the name.
fn shadowed(seen: &Seen<'_, '_>, subject: &Subject, zone: &Zone, network: NetworkIndex) -> Option<Hit> {
    let facts = seen.facts;
    let is_linked = |zone: &Zone| zone.links.iter().any(|link| link.network == network);
    let behind = facts.zones_above(&subject.private).find(|&other| {
        let other_zone = &facts.model.zones()[other.0];
        other_zone.apex.label_count() < zone.apex.label_count()
            && is_linked(other_zone)
            && facts.has(other, &subject.private)
    })?;
    let (apex, behind) = (zone.apex.without_dot(), facts.model.zones()[behind.0].apex.without_dot());
    let label = &facts.network(network).label;
    let wording = wording::shadowed(&seen.asking(&subject.public), &apex, &behind, label);
    let link = zone.links.iter().find(|link| link.network == network)?;
    Some(Hit::new(wording, &zone.id, &zone.apex.site).fixed_by([Edit::Remove { path: link.site.path() }]))
}

/// M7: another zone of this very name has the record.
fn other_zone(
    seen: &Seen<'_, '_>,
    subject: &Subject,
    index: ZoneIndex,
    zone: &Zone,
    network: NetworkIndex,
) -> Option<Hit> {
    let facts = seen.facts;
    if facts.siblings(subject).any(|sibling| facts.has(index, &sibling.private)) {
        return None;
    }
    let twin = facts.zones_at(&zone.apex).iter().copied().find(|&twin| facts.has(twin, &subject.private))?;
    let twin = &facts.model.zones()[twin.0];
    let link = zone.links.iter().find(|link| link.network == network)?;
    let label = &facts.network(network).label;
    let asking = seen.asking(&subject.public);
    let wording = wording::other_zone_has_it(&asking, label, &zone.apex.without_dot(), &twin.apex.site.place);
    let is_empty = facts.record_count(index) == 0;
    let is_near = facts.holds(network, subject.part)
        || seen.clients.iter().any(|client| facts.holds(*client, subject.part));
    let edits = changes::link(twin, label).into_iter().chain([Edit::Remove { path: link.site.path() }]);
    Some(Hit::new(wording, &link.id, &link.site).fixed_by(edits).sure_if(is_empty || is_near))
}

/// M15: rules for this name that the zone hides.
fn rules_hidden_by(seen: &Seen<'_, '_>, name: &Name, zone: ZoneIndex, network: NetworkIndex) -> Vec<Hit> {
    let hidden = hidden_rules(seen.facts, network).into_iter();
    hidden.filter(|(domain, by, _)| *by == zone && name.is_at_or_below(domain)).map(|(.., hit)| hit).collect()
}

/// M3, M4, M20: the zone has not the records that it should have.
fn lacking(seen: &Seen<'_, '_>, subject: &Subject, held: &Held<'_>) -> Vec<Hit> {
    let facts = seen.facts;
    let has = |name: &Name| match held {
        Held::Linked(index, ..) => facts.has(*index, name),
        Held::Own(server, zone) => facts.own_has(server, zone, name),
    };
    let resource = facts.resource(subject);
    let has_another = facts.siblings(subject).any(|sibling| has(&sibling.private));
    let mut unrecorded = unrecorded(facts, subject.part);
    if !has_another && !unrecorded.is_empty() {
        return unrecorded;
    }
    let rule = match (&subject.member, resource) {
        _ if !has_another => rules::M20,
        (MemberKind::Data(region) | MemberKind::Regional(region), Resource::Registry(registry))
            if region != registry.home() =>
        {
            rules::M4
        }
        _ => rules::M3,
    };
    let private = subject.private.without_dot();
    let expected = facts.expected(subject);
    let own = expected.iter().find(|(network, _)| seen.clients.contains(network)).or(expected.first());
    let Some((_, address)) = own else { return Vec::new() };
    let relative = private
        .strip_suffix(&format!(".{}", held.apex().without_dot().to_lowercase()))
        .unwrap_or(&private)
        .to_owned();
    let wording = wording::missing_record(
        rule,
        MissingRecord {
            asking: &seen.asking(&subject.public),
            is_public: matches!(seen.reading.end, End::Addresses(_)),
            name: &private,
            zone: &held.label(),
            relative: &relative,
            address: *address,
        },
    );
    let entries = vec![
        ("name", NewValue::text(relative)),
        ("type", NewValue::text("A")),
        ("records", NewValue::List(vec![address.to_string()])),
    ];
    let add = Edit::Add { table: held.table(), key: "record_set", entries, comment: None };
    let hit = Hit::new(wording, held.id(), held.site()).fixed_by([add]).sure_if(has_another);
    unrecorded.insert(0, hit);
    unrecorded
}

/// M8: the zone has an address that no endpoint has.
pub(super) fn wrong_address(seen: &Seen<'_, '_>, subject: &Subject) -> Vec<Hit> {
    let Some((origin, held)) = record(seen) else { return Vec::new() };
    let expected: Vec<String> =
        seen.facts.expected(subject).iter().map(|(_, address)| address.to_string()).collect();
    let wording = wording::wrong_address(&seen.asking(&subject.public), &expected);
    let site = seen.facts.loaded.compiled.origins.site(origin).unwrap_or_else(|| held.site().clone());
    let tries = expected
        .into_iter()
        .map(|address| vec![Edit::Replace { path: site.path(), value: NewValue::Text(address) }]);
    vec![Hit::new(wording, held.id(), &site).fixed_by_one_of(tries)]
}

/// Returns the record that the answer ended with, and its zone.
fn record<'m>(seen: &Seen<'_, 'm>) -> Option<(Origin, Held<'m>)> {
    let last = seen.reading.last()?;
    let held = held(seen, last)?;
    match last.verdict {
        NameResult::Records { origin, .. } => Some((origin, held)),
        NameResult::Cname { .. }
        | NameResult::NoData { .. }
        | NameResult::NxDomain { .. }
        | NameResult::Delegated => None,
    }
}

/// Finds what is wrong with a name whose resource has no private endpoint that takes connections.
pub(super) fn without_endpoint(seen: &Seen<'_, '_>, subject: &Subject) -> Vec<Hit> {
    let facts = seen.facts;
    match seen.reading.end {
        End::Addresses(_) if is_by_zone(seen) => {
            let Some((origin, held)) = record(seen) else { return Vec::new() };
            if !subject.private.is_at_or_below(held.apex()) {
                return Vec::new();
            }
            stale_record(seen, subject, origin, &held)
        }
        End::Addresses(_) | End::Unknown => unrecorded(facts, subject.part),
        End::NxDomain | End::NoData => {
            let Some(decision) = decision(seen, subject).filter(|decision| decision.is_negative()) else {
                return Vec::new();
            };
            let Some(held) = held(seen, decision) else { return Vec::new() };
            if *decision.name == subject.public {
                return public_name_zone(seen, &subject.public, &held).into_iter().collect();
            }
            let mut hits = unrecorded(facts, subject.part);
            hits.extend(gone_or_of_others(seen, subject, &held));
            hits
        }
        End::Records | End::Failed(_) | End::Silence | End::Unseen => Vec::new(),
    }
}

/// M8: a record that was left behind.
fn stale_record(seen: &Seen<'_, '_>, subject: &Subject, origin: Origin, held: &Held<'_>) -> Vec<Hit> {
    let facts = seen.facts;
    let wording = wording::stale_record(&seen.asking(&subject.public));
    let site = facts.loaded.compiled.origins.site(origin).unwrap_or_else(|| held.site().clone());
    let path = site.path();
    let set = path.rsplit_once('.').map_or(path.clone(), |(set, _)| set.to_owned());
    let hit = Hit::new(wording, held.id(), &site);
    vec![match fall_back(held) {
        Some(fall_back) => hit.fixed_by([fall_back, Edit::Remove { path: set }]),
        None => hit.fixed_by([Edit::Remove { path: set }]),
    }]
}

/// Describes `NxDomainRedirect` on the link that was used.
fn fall_back(held: &Held<'_>) -> Option<Edit> {
    let Held::Linked(_, zone, network) = held else { return None };
    let link = zone.links.iter().find(|link| link.network == *network)?;
    let value = NewValue::text("NxDomainRedirect");
    Some(Edit::Set { table: link.site.path(), key: "resolution_policy", value })
}

/// M6, M8: the public name leads through privatelink, because of an endpoint that is gone, or of somebody else's.
fn gone_or_of_others(seen: &Seen<'_, '_>, subject: &Subject, held: &Held<'_>) -> Option<Hit> {
    let facts = seen.facts;
    let is_left = |sibling: &Subject| facts.zone_with(sibling).is_some();
    let had_one = facts.endpoints(subject.part).any(|endpoint| {
        matches!(endpoint.connection_status, ConnectionStatus::Rejected | ConnectionStatus::Disconnected)
    });
    if facts.endpoints(subject.part).next().is_some() && !had_one {
        return None;
    }
    let was_ours = had_one || facts.siblings(subject).any(is_left);
    // Some names lead into privatelink whoever has an endpoint.
    if !was_ours && !facts.resource(subject).has_privatelink_cname(subject.part.subresource) {
        return None;
    }
    let is_own = matches!(held, Held::Own(..));
    let wording = wording::no_endpoint(&seen.asking(&subject.public), was_ours, &held.label(), is_own);
    let link = match held {
        Held::Linked(_, zone, network) => zone.links.iter().find(|link| link.network == *network),
        Held::Own(..) => None,
    };
    let (id, site) = link.map_or((held.id(), held.site()), |link| (&link.id, &link.site));
    Some(Hit::new(wording, id, site).fixed_by_one_of(fall_back(held).map(|edit| vec![edit])))
}

/// M9: a private zone has the name of a public one.
fn public_name_zone(seen: &Seen<'_, '_>, public: &Name, held: &Held<'_>) -> Option<Hit> {
    let Held::Linked(index, zone, _) = held else { return None };
    let private = public_zone_of(seen.facts.model.cloud(), &zone.apex);
    let name = private.as_ref().map(Name::without_dot);
    let wording = wording::hides_public_zone(&seen.asking(public), &zone.apex.without_dot(), name.as_deref());
    let hit = Hit::new(wording, &zone.id, &zone.apex.site).sure_if(private.is_some());
    Some(match private {
        Some(private) => hit.fixed_by(renamed(seen.facts, *index, &private)),
        None => hit,
    })
}

/// Looks at an answer for a name that no resource of the configuration has.
pub(super) fn of_other(seen: &Seen<'_, '_>) -> Vec<Hit> {
    if !matches!(seen.reading.end, End::NxDomain | End::NoData) {
        return Vec::new();
    }
    let Some(decision) = seen.reading.last().filter(|decision| decision.is_negative()) else {
        return Vec::new();
    };
    let Some(held) = held(seen, decision) else { return Vec::new() };
    let mut hits = Vec::new();
    if let Held::Linked(index, _, network) = held {
        hits.extend(rules_hidden_by(seen, decision.name, index, network));
    }
    let is_of_service = Catalogue::of(seen.facts.model.cloud()).private_name(decision.name).is_some();
    let is_private = decision.name.labels().any(is_privatelink);
    let has_public_name = || {
        let query = Query::new(decision.name.clone(), seen.rtype);
        let probe = ask(seen.facts.snapshot, Resolver::Internet, query);
        matches!(End::of(&probe.outcome), End::Addresses(_) | End::Records | End::Unknown)
    };
    if !is_private && hits.is_empty() && (is_of_service || has_public_name()) {
        hits.extend(public_name_zone(seen, decision.name, &held));
    }
    hits
}
