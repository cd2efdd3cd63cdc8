//! Why a name with a private endpoint got its public address: nobody with the private zone was asked.

use zone_store::engine::Decider;
use zone_store::name::Name;
use zone_store::snapshot::Resolver;

use super::super::changes::{helpers, link, linked};
use super::super::edit::{Edit, NewValue};
use super::super::facts::{Chosen, Facts, Subject};
use super::super::hit::Hit;
use super::super::reading::{End, probe};
use super::super::seen::{Seen, is_right};
use super::super::standing::unrecorded;
use super::super::targets::resolver;
use super::super::wording::{self, MissingLink};
use super::missing;
use azure_model::model::{Forwarder, NetworkIndex, Rule, Ruleset, Server, Target, Zone, ZoneIndex};
use azure_objects::words::ResolutionPolicy;

/// The subnet that Azure Firewall has to be in (`Deploy Azure Firewall`).
const FIREWALL_SUBNET: &str = "AzureFirewallSubnet";

/// Finds why the public address was the answer.
pub(super) fn detect(seen: &Seen<'_, '_>, subject: &Subject) -> Vec<Hit> {
    let reading = &seen.reading;
    if reading.redirected() == Some(&subject.private) {
        return missing::detect(seen, subject);
    }
    if let Some(hit) = without_alias(seen, subject) {
        return vec![hit];
    }
    if let Some(Chosen::Rule(ruleset, rule)) = reading.rule_for(&subject.public)
        && let Some(hit) = bypassing_rule(seen, subject, ruleset, rule)
    {
        return vec![hit];
    }
    let decision = reading.decision(&subject.private).or_else(|| reading.decision(&subject.public));
    let by_public = decision.filter(|one| matches!(one.by, Decider::Public { .. } | Decider::ClosedWorld));
    if let Some(network) = by_public.and_then(|decision| seen.facts.snapshot.seen_from(decision.at)) {
        let network = Facts::network_index(network);
        return match unreached_rule(seen, subject, network) {
            Some(hit) => vec![hit],
            None => match facts_zone(seen, subject) {
                Some(sought) => not_linked(seen, &sought, network),
                None => unrecorded(seen.facts, subject.part),
            },
        };
    }
    went_to_the_internet(seen, &Sought::of_subject(seen, subject))
}

/// Describes a name of a resource that some zone has.
fn facts_zone<'s>(seen: &Seen<'_, '_>, subject: &'s Subject) -> Option<Sought<'s>> {
    Some(Sought::of_subject(seen, subject)).filter(|sought| sought.zone.is_some())
}

/// A name, and the private zone that should have decided about it.
pub(super) struct Sought<'s> {
    /// What clients ask for.
    pub(super) name: &'s Name,
    /// What forwarders are to be for.
    pub(super) forward: &'s Name,
    /// The zone that has the record.
    pub(super) zone: Option<ZoneIndex>,
    /// The resource whose name it is; `None`: a record of a plain zone.
    pub(super) subject: Option<&'s Subject>,
}

impl<'s> Sought<'s> {
    fn of_subject(seen: &Seen<'_, '_>, subject: &'s Subject) -> Self {
        let zone = seen.facts.zone_with(subject);
        Self { name: &subject.public, forward: &subject.public_zone, zone, subject: Some(subject) }
    }

    /// Tells whether a network has an endpoint of the resource.
    fn is_held(&self, facts: &Facts<'_>, network: NetworkIndex) -> bool {
        self.subject.is_some_and(|subject| facts.holds(network, subject.part))
    }

    /// Tells whether its zone is linked to a network.
    pub(super) fn is_linked(&self, facts: &Facts<'_>, network: NetworkIndex) -> bool {
        let zone = self.zone.map(|zone| &facts.model.zones()[zone.0]);
        zone.is_some_and(|zone| zone.links.iter().any(|link| link.network == network))
    }
}

/// L10: the public name has no alias into privatelink, so that no private zone decides about anything.
fn without_alias(seen: &Seen<'_, '_>, subject: &Subject) -> Option<Hit> {
    let resource = seen.facts.resource(subject);
    if subject.is_private_only() || resource.has_privatelink_cname(subject.part.subresource) {
        return None;
    }
    let wording = wording::without_alias(&seen.asking(&subject.public), &subject.private.without_dot());
    let site = &resource.name().site;
    let path = site.path();
    let table = path.rsplit_once('.').map_or(path.clone(), |(table, _)| table.to_owned());
    Some(Hit::new(wording, resource.id(), site).fixed_by([Edit::Drop { table, key: "privatelink_cname" }]))
}

/// M14: a rule sent the public name away, and the zone that knows the private one is linked beside it.
fn bypassing_rule(seen: &Seen<'_, '_>, subject: &Subject, ruleset: &Ruleset, rule: &Rule) -> Option<Hit> {
    let facts = seen.facts;
    let zone = facts.zones_above(&subject.private).find(|&zone| {
        facts.has(zone, &subject.private)
            && facts.model.zones()[zone.0].links.iter().any(|link| ruleset.networks.contains(&link.network))
    })?;
    let apex = facts.model.zones()[zone.0].apex.without_dot();
    let wording = wording::rule_bypasses_zone(&seen.asking(&subject.public), &apex);
    let remove = Edit::Remove { path: rule.site.path() };
    Some(Hit::new(wording, &rule.id, &rule.domain_name.site).fixed_by([remove]))
}

/// M16: a rule would have led to the right answer, if it reached names of Azure's services.
fn unreached_rule(seen: &Seen<'_, '_>, subject: &Subject, network: NetworkIndex) -> Option<Hit> {
    let facts = seen.facts;
    let rulesets = facts.model.rulesets().iter().filter(|ruleset| ruleset.networks.contains(&network));
    let mut rules = rulesets.flat_map(|ruleset| {
        let ignored = ruleset.ignored.iter().filter(|one| one.is_enabled).map(|one| &one.rule);
        ruleset.rules.iter().chain(ignored).map(move |rule| (ruleset, rule))
    });
    let (ruleset, rule) = rules.find(|(_, rule)| {
        subject.public.is_at_or_below(&rule.domain_name.value)
            && rule.targets.iter().any(|target| leads_there(seen, subject, target.value))
    })?;
    let written = match rule.domain_name.is_root() {
        true => ".".to_owned(),
        false => format!("{}.", rule.domain_name.without_dot()),
    };
    let domain = longer_domain(subject);
    let wording = wording::rule_does_not_reach(&written, &subject.public.without_dot(), &domain);
    let targets = rule.targets.iter().filter_map(|target| address(facts, target.value)).collect();
    let entries = vec![
        ("name", NewValue::text(label_of(&subject.public))),
        ("domain_name", NewValue::text(&domain)),
        ("target_dns_servers", NewValue::List(targets)),
    ];
    let add = Edit::Add { table: ruleset.site.path(), key: "rule", entries, comment: None };
    Some(Hit::new(wording, &rule.id, &rule.domain_name.site).fixed_by([add]))
}

/// Returns the shortest domain that a rule may be for and that has the subject in it.
fn longer_domain(subject: &Subject) -> String {
    let zone = subject.public_zone.clone();
    let name = if zone.label_count() > 2 { zone } else { subject.public.clone() };
    format!("{}.", name.without_dot())
}

fn label_of(name: &Name) -> String {
    name.labels().next().map(|label| String::from_utf8_lossy(label).into_owned()).unwrap_or_default()
}

/// Tells whether a target would answer rightly.
fn leads_there(seen: &Seen<'_, '_>, subject: &Subject, target: Target) -> bool {
    let Some(resolver) = resolver(seen.facts, target) else { return false };
    let probe = probe(seen.facts.snapshot, resolver, &subject.public);
    is_right(seen.facts, &[], subject, &End::of(&probe.outcome))
}

/// Writes a target as an address.
fn address(facts: &Facts<'_>, target: Target) -> Option<String> {
    match target {
        Target::Server(index) => Some(facts.model.servers()[index.0].address.value.to_string()),
        Target::Inbound(index) => {
            let resolver = &facts.model.resolvers()[index.resolver];
            Some(resolver.inbound_endpoints[index.endpoint].address.value.to_string())
        }
        Target::Address(address) if address.get().port() == 53 => Some(address.get().ip().to_string()),
        Target::Address(address) => Some(address.get().to_string()),
        Target::AzureDns(_) | Target::Unreachable(_) | Target::Internet => None,
    }
}

/// M1, M26: 168.63.129.16 was asked from a network that the zone is not linked to.
pub(super) fn not_linked(seen: &Seen<'_, '_>, sought: &Sought<'_>, network: NetworkIndex) -> Vec<Hit> {
    let facts = seen.facts;
    let Some(index) = sought.zone.filter(|_| !sought.is_linked(facts, network)) else { return Vec::new() };
    let zone = &facts.model.zones()[index.0];
    let (label, apex) = (&facts.network(network).label, zone.apex.without_dot());
    let missing = MissingLink {
        asking: &seen.asking(sought.name),
        zone: &apex,
        network: label,
        is_direct: seen.clients == [network] || seen.clients.is_empty(),
    };
    let wording = match firewall(seen, network) {
        Some(server) => wording::proxy_not_linked(missing, &server.name.value),
        None => wording::not_linked(missing),
    };
    let hit = Hit::new(wording, &zone.id, &zone.apex.site).about(label);
    let is_sure = is_link_missing(seen, sought, network);
    let moved = taken_link(facts, network, zone);
    let falls_back = linked(zone, label, ResolutionPolicy::NxDomainRedirect).into_iter().chain(moved.clone());
    let text = format!("link \"{apex}\" to {label}, with resolution_policy = \"NxDomainRedirect\"");
    let hit = hit.fixed_by(link(zone, label).into_iter().chain(moved)).or_by(text, falls_back);
    vec![hit.sure_if(is_sure)]
}

/// Returns what takes the network away from another zone of the same name, if it is linked to one.
fn taken_link(facts: &Facts<'_>, network: NetworkIndex, zone: &Zone) -> Option<Edit> {
    let twins = facts.zones_at(&zone.apex).iter().map(|twin| &facts.model.zones()[twin.0]);
    let link = twins.flat_map(|twin| &twin.links).find(|link| link.network == network)?;
    Some(Edit::Remove { path: link.site.path() })
}

/// Tells whether the missing link is a mistake whatever was meant: somebody shows that these clients are to see the zone.
fn is_link_missing(seen: &Seen<'_, '_>, sought: &Sought<'_>, network: NetworkIndex) -> bool {
    let facts = seen.facts;
    let was_sent = seen.reading.chosen.iter().any(|followed| {
        let domain = match followed.chosen {
            Chosen::Forwarder(_, forwarder) => &forwarder.zone.value,
            Chosen::Rule(_, rule) => &rule.domain_name.value,
        };
        followed.name == *sought.name && !domain.is_root()
    });
    let is_own = seen.clients.contains(&network) && sought.is_held(facts, network);
    let is_shown = |client: &NetworkIndex| sought.is_linked(facts, *client) || sought.is_held(facts, *client);
    is_own || was_sent || seen.clients.iter().any(is_shown)
}

/// Finds the firewall that asked from a network: a server that forwards everything, in the firewall's subnet.
fn firewall<'m>(seen: &Seen<'_, 'm>, network: NetworkIndex) -> Option<&'m Server> {
    let servers = seen.reading.entered().filter_map(|resolver| match resolver {
        Resolver::Server(id) => Some(seen.facts.server(id)),
        Resolver::AzureDns(_)
        | Resolver::Inbound(_)
        | Resolver::Client(_)
        | Resolver::Internet
        | Resolver::Public(_) => None,
    });
    let place = seen.facts.network(network);
    let is_firewall = |server: &&Server| {
        let subnet = place.subnets.iter().find(|subnet| subnet.contains(server.address.value));
        server.network == network
            && server.forwarders.iter().all(|forwarder| forwarder.zone.is_root())
            && subnet.is_some_and(|subnet| subnet.name.eq_ignore_ascii_case(FIREWALL_SUBNET))
    };
    servers.rev().find(is_firewall)
}

/// M2, M12, L9: the Internet, or a server of the real world, was asked for the public name.
pub(super) fn went_to_the_internet(seen: &Seen<'_, '_>, sought: &Sought<'_>) -> Vec<Hit> {
    let facts = seen.facts;
    let by_forwarder = seen.reading.chosen.iter().rev().find_map(|followed| match followed.chosen {
        Chosen::Forwarder(server, forwarder) => Some((server, Some(forwarder))),
        Chosen::Rule(..) => None,
    });
    let last_server = || {
        seen.reading.entered().rev().find_map(|resolver| match resolver {
            Resolver::Server(id) => Some((facts.server(id), None)),
            Resolver::AzureDns(_)
            | Resolver::Inbound(_)
            | Resolver::Client(_)
            | Resolver::Internet
            | Resolver::Public(_) => None,
        })
    };
    let Some((server, forwarder)) = by_forwarder.or_else(last_server) else {
        return without_server(seen, sought);
    };
    let of_private = sought.subject.and_then(|subject| {
        let is_private =
            |zone: &Name| subject.private.is_at_or_below(zone) && !subject.public.is_at_or_below(zone);
        let private = server.forwarders.iter().find(|one| is_private(&one.zone))?;
        Some(half_forwarded(seen, subject, server, private))
    });
    let hit = match of_private {
        Some(hit) => hit,
        None if facts.network(server.network).is_azure => bypass(seen, sought, server, forwarder),
        None => unforwarded(seen, sought, server),
    };
    vec![hit]
}

/// M2: the forwarder is for the privatelink zone, which nobody asks for.
fn half_forwarded(seen: &Seen<'_, '_>, subject: &Subject, server: &Server, forwarder: &Forwarder) -> Hit {
    let zone = subject.public_zone.without_dot();
    let (asking, forwarded) = (seen.asking(&subject.public), forwarder.zone.without_dot());
    let wording = wording::only_privatelink_forwarded(&asking, &server.name.value, &forwarded, &zone);
    let set = Edit::Set { table: forwarder.site.path(), key: "zone", value: NewValue::text(&zone) };
    Hit::new(wording, &forwarder.id, &forwarder.zone.site).fixed_by([set])
}

/// M12: a server in a virtual network asks somebody else than 168.63.129.16.
fn bypass(seen: &Seen<'_, '_>, sought: &Sought<'_>, server: &Server, forwarder: Option<&Forwarder>) -> Hit {
    let whom =
        forwarder.and_then(|one| one.targets.first()).map_or(
            "the Internet".to_owned(),
            |target| match target.value {
                Target::Address(address) => address.get().ip().to_string(),
                _ => "the Internet".to_owned(),
            },
        );
    let wording = wording::bypasses_azure(&seen.asking(sought.name), &server.name.value, &whom);
    let to = || NewValue::List(vec!["168.63.129.16".to_owned()]);
    let (id, site, edit) = match forwarder {
        Some(forwarder) => {
            let site = forwarder.targets.first().map_or(&forwarder.site, |target| &target.site);
            (&forwarder.id, site, Edit::Set { table: forwarder.site.path(), key: "to", value: to() })
        }
        None => {
            let entries = vec![("zone", NewValue::text(".")), ("to", to())];
            let add = Edit::Add { table: server.site.path(), key: "forwarder", entries, comment: None };
            (&server.id, &server.name.site, add)
        }
    };
    let label = &seen.facts.network(server.network).label;
    let zone = sought.zone.map(|zone| &seen.facts.model.zones()[zone.0]);
    let hit = Hit::new(wording, id, site).fixed_by([edit.clone()]);
    let Some(zone) = zone.filter(|_| !sought.is_linked(seen.facts, server.network)) else { return hit };
    let text = format!(
        "let {} forward to 168.63.129.16, and link \"{}\" to {label}",
        server.name.value,
        zone.apex.without_dot()
    );
    hit.or_by(text, link(zone, label).into_iter().chain([edit]))
}

/// L9: a server outside Azure does not forward the public zone to Azure. It is a mistake where it does so for other services.
fn unforwarded(seen: &Seen<'_, '_>, sought: &Sought<'_>, server: &Server) -> Hit {
    let zone = sought.forward.without_dot();
    let wording = wording::not_forwarded(&seen.asking(sought.name), &server.name.value, &zone);
    let leads_to_azure = |forwarder: &&Forwarder| {
        let is_meant =
            |subject: &&Subject| subject.public.is_at_or_below(&forwarder.zone) && !forwarder.zone.is_root();
        let target = forwarder.targets.first().map(|target| target.value);
        seen.facts
            .subjects
            .iter()
            .find(is_meant)
            .is_some_and(|subject| target.is_some_and(|target| leads_there(seen, subject, target)))
    };
    let is_sure = server.forwarders.iter().any(|forwarder| leads_to_azure(&forwarder));
    let helpers = helpers(seen.facts);
    let tries = helpers.into_iter().map(|helper| {
        let entries = vec![("zone", NewValue::text(&zone)), ("to", NewValue::List(vec![helper]))];
        vec![Edit::Add { table: server.site.path(), key: "forwarder", entries, comment: None }]
    });
    Hit::new(wording, &server.id, &server.name.site).fixed_by_one_of(tries).sure_if(is_sure)
}

/// M12, L9: the clients were given the Internet.
fn without_server(seen: &Seen<'_, '_>, sought: &Sought<'_>) -> Vec<Hit> {
    let (facts, Some(&client)) = (seen.facts, seen.clients.first()) else { return Vec::new() };
    let network = facts.network(client);
    let asking = seen.asking(sought.name);
    if !network.is_azure {
        let tries = helpers(facts).into_iter().map(|helper| {
            let value = NewValue::List(vec![helper]);
            vec![Edit::Set { table: network.site.path(), key: "dns_servers", value }]
        });
        let site = network.dns_servers.first().map_or(&network.name.site, |target| &target.site);
        return vec![
            Hit::new(wording::clients_ask_internet(&asking), &network.id, site)
                .fixed_by_one_of(tries)
                .sure_if(false),
        ];
    }
    let Some(target) = network.dns_servers.first() else { return Vec::new() };
    let set = Edit::Set { table: network.site.path(), key: "dns_servers", value: NewValue::List(Vec::new()) };
    vec![Hit::new(wording::clients_bypass_azure(&asking), &network.id, &target.site).fixed_by([set])]
}
