//! Private zones with their links, and zones of the public Internet.

use std::collections::HashMap;
use std::sync::Arc;

use zone_store::name::Name;

use super::contents::Contents;
use super::directory::{Directory, Named};
use super::limits::{self, Limits};
use super::networks::Network;
use super::positions::NetworkIndex;
use super::reading::Reading;
use super::records::{Holder, WrittenZone};
use super::terms::Terms;
use azure_catalogue::catalogue::Catalogue;
use azure_objects::Refusals;
use azure_objects::config_file::{self, PrivateDnsZone, SoaRecord, VirtualNetworkLink};
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::refusal::{LinkRefusal, NamingRefusal, Related, ZoneRefusal};
use azure_objects::schema::Table;
use azure_objects::words::{Cloud, ResolutionPolicy};

/// Fewest labels of a private zone's name (`What is a private Azure DNS zone?`).
const FEWEST_LABELS: usize = 2;
/// Most labels of a private zone's name (`What is a private Azure DNS zone?`).
const MOST_LABELS: usize = 34;

/// A private DNS zone.
#[derive(Debug)]
pub struct Zone {
    /// Its ID.
    pub id: ObjectId,
    /// Its apex.
    pub apex: Located<Name>,
    /// Its resource group.
    pub resource_group: Option<Located<String>>,
    /// Fields of its SOA record that were written.
    pub soa_record: Option<SoaRecord>,
    /// Its own records and those of its file, without those of endpoints and machines.
    pub contents: Arc<Contents>,
    /// The networks that see it; each once.
    pub links: Vec<Link>,
    /// Where it is written.
    pub site: Site,
}

/// A link of a zone.
#[derive(Debug)]
pub struct Link {
    /// Its ID.
    pub id: ObjectId,
    /// Its name, one of its kind in the zone.
    pub name: Located<String>,
    /// The network that sees the zone.
    pub network: NetworkIndex,
    /// What an NXDOMAIN means.
    pub resolution_policy: ResolutionPolicy,
    /// Whether virtual machines of the network are registered.
    pub registration_enabled: bool,
    /// Where it is written.
    pub site: Site,
}

impl Named for Zone {
    const TABLES: &'static [&'static Table] = &[&PrivateDnsZone::TABLE];

    fn id(&self) -> &ObjectId {
        &self.id
    }

    fn name(&self) -> Located<String> {
        Located::new(self.apex.without_dot(), self.apex.site.clone())
    }

    fn resource_group(&self) -> Option<&Located<String>> {
        self.resource_group.as_ref()
    }
}

pub(super) fn resolve(
    written: Vec<PrivateDnsZone>,
    networks: &Directory<Network>,
    terms: Terms,
    reading: &Reading<'_>,
    refusals: &mut Refusals,
) -> Directory<Zone> {
    let limits = terms.limits;
    if let Some(surplus) = written.get(limits::ZONES.most) {
        limits.check(&limits::ZONES, written.len(), &surplus.name, refusals);
    }
    let resolve_one = |zone: PrivateDnsZone| {
        let id = zone.id();
        refusals.about(|| id, |refusals| resolve_one(zone, networks, terms, reading, refusals))
    };
    let zones = written.into_iter().map(resolve_one).collect();
    let zones = Directory::new("private DNS zone", zones, refusals);
    check_shared_names(zones.items(), refusals);
    check_zone_counts(zones.items(), networks.items(), limits, refusals);
    zones
}

fn resolve_one(
    written: PrivateDnsZone,
    networks: &Directory<Network>,
    terms: Terms,
    reading: &Reading<'_>,
    refusals: &mut Refusals,
) -> Zone {
    let Terms { cloud, limits } = terms;
    let id = written.id();
    check_apex(&written.name, cloud, refusals);
    let (apex, sets, zone_file) = (&written.name, &written.record_sets, written.zone_file.as_ref());
    let zone = WrittenZone { id: &id, apex, sets, zone_file, holder: Holder::Private(terms) };
    let contents = reading.contents(&zone, refusals);
    let links = resolve_links(&written, networks, cloud, refusals);
    let registrations = links.iter().filter(|link| link.registration_enabled).count();
    limits.check(&limits::LINKS, links.len(), &written.name, refusals);
    limits.check(&limits::REGISTRATION_LINKS, registrations, &written.name, refusals);
    Zone {
        id,
        apex: written.name,
        resource_group: written.resource_group,
        soa_record: written.soa_record,
        contents,
        links,
        site: written.site,
    }
}

/// Reports names that a private zone cannot have (`What is a private Azure DNS zone?`, restrictions).
fn check_apex(apex: &Located<Name>, cloud: Cloud, refusals: &mut Refusals) {
    let labels = apex.label_count();
    let text = apex.without_dot();
    if labels < FEWEST_LABELS {
        refusals.push(apex.refuse(ZoneRefusal::OneLabel));
    } else if labels > MOST_LABELS {
        refusals.push(apex.refuse(ZoneRefusal::TooManyLabels { labels, most: MOST_LABELS }));
    } else if cloud.reserved_zones().iter().any(|reserved| text.eq_ignore_ascii_case(reserved)) {
        refusals.push(apex.refuse(ZoneRefusal::Reserved));
    } else if apex.labels().last().is_some_and(|label| label.eq_ignore_ascii_case(b"local")) {
        refusals.push(apex.refuse(ZoneRefusal::Multicast));
    }
}

fn resolve_links(
    zone: &PrivateDnsZone,
    networks: &Directory<Network>,
    cloud: Cloud,
    refusals: &mut Refusals,
) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut names: HashMap<String, &Site> = HashMap::new();
    let mut linked: HashMap<NetworkIndex, &Site> = HashMap::new();
    for link in &zone.virtual_network_links {
        let id = link.id(&zone.id());
        let known = refusals.about(
            || id.clone(),
            |refusals| {
                check_policy(link, &zone.name, cloud, refusals);
                check_name(&link.name, &mut names, refusals);
                networks.find(&link.virtual_network, refusals).map(NetworkIndex)
            },
        );
        let Some(network) = known else { continue };
        if let Some(first) = linked.get(&network) {
            let linked = LinkRefusal::Linked { first: (*first).into() };
            refusals.push(link.virtual_network.refuse(linked).of(id));
            continue;
        }
        linked.insert(network, &link.site);
        links.push(Link {
            id,
            name: link.name.clone(),
            network,
            resolution_policy: link.resolution_policy.value,
            registration_enabled: link.registration_enabled.value,
            site: link.site.clone(),
        });
    }
    links
}

/// Reports a name that another link of the zone has.
fn check_name<'l>(name: &'l Located<String>, names: &mut HashMap<String, &'l Site>, refusals: &mut Refusals) {
    match names.get(&name.to_lowercase()) {
        Some(first) => {
            let (kind, parent, first) = ("link", "zone", Related::from(*first));
            refusals.push(name.refuse(NamingRefusal::TakenInParent { kind, parent, first }));
        }
        None => {
            names.insert(name.to_lowercase(), &name.site);
        }
    }
}

/// Reports `NxDomainRedirect` where it is not allowed (`Fallback to internet for Azure Private DNS zones`).
fn check_policy(link: &VirtualNetworkLink, apex: &Name, cloud: Cloud, refusals: &mut Refusals) {
    if link.resolution_policy.value == ResolutionPolicy::NxDomainRedirect
        && !is_private_link_zone(apex, cloud)
    {
        let policy = link.resolution_policy.clone().map(|policy| policy.word().to_owned());
        refusals.push(policy.refuse(LinkRefusal::PolicyOfOtherZone { zone: apex.without_dot() }));
    }
}

/// Tells whether a zone is of Private Link: by its labels, `privatelink` anywhere or `privatelink-global` first, or because
/// the catalogue of the cloud has it.
fn is_private_link_zone(apex: &Name, cloud: Cloud) -> bool {
    let is_first_global =
        apex.labels().next().is_some_and(|label| label.eq_ignore_ascii_case(b"privatelink-global"));
    is_first_global
        || apex.labels().any(|label| label.eq_ignore_ascii_case(b"privatelink"))
        || Catalogue::of(cloud).zone(apex).is_some()
}

/// Reports two zones of one name, or two registration zones, that one network would see.
fn check_shared_names(zones: &[Zone], refusals: &mut Refusals) {
    let mut seen: HashMap<(NetworkIndex, &Name), &Link> = HashMap::new();
    let mut registers: HashMap<NetworkIndex, (&Zone, &Link)> = HashMap::new();
    for zone in zones {
        for link in &zone.links {
            if let Some(first) = seen.insert((link.network, &zone.apex.value), link) {
                let (zone, first) =
                    (zone.apex.without_dot(), Related::from(&first.site).with_id(first.id.clone()));
                let same_name = LinkRefusal::SameName { zone, first };
                refusals.push(link.site.refuse(same_name).of(link.id.clone()));
            }
            if !link.registration_enabled {
                continue;
            }
            if let Some((first_zone, first)) = registers.insert(link.network, (zone, link)) {
                let first = Related::from(&first.site).with_id(first.id.clone());
                let second = LinkRefusal::SecondRegistration { zone: first_zone.apex.without_dot(), first };
                refusals.push(link.site.refuse(second).of(link.id.clone()));
            }
        }
    }
}

/// Reports networks that are linked to more zones than Azure resolves for them.
fn check_zone_counts(zones: &[Zone], networks: &[Network], limits: Limits, refusals: &mut Refusals) {
    let mut counts = vec![0_usize; networks.len()];
    for link in zones.iter().flat_map(|zone| &zone.links) {
        counts[link.network.0] += 1;
    }
    for (network, count) in networks.iter().zip(counts) {
        let check =
            |refusals: &mut Refusals| limits.check(&limits::ZONES_OF_NETWORK, count, &network.name, refusals);
        refusals.about(|| network.id.clone(), check);
    }
}

/// A zone of the public Internet.
#[derive(Debug)]
pub struct InternetZone {
    /// Its ID.
    pub id: ObjectId,
    /// Its apex.
    pub apex: Located<Name>,
    /// Whether only its own names are simulated.
    pub overlay: bool,
    /// Its own records and those of its file.
    pub contents: Arc<Contents>,
    /// Where it is written.
    pub site: Site,
}

pub(super) fn resolve_internet(
    written: Vec<config_file::InternetZone>,
    reading: &Reading<'_>,
    refusals: &mut Refusals,
) -> Vec<InternetZone> {
    let mut zones: Vec<InternetZone> = Vec::new();
    let mut seen: HashMap<Name, Site> = HashMap::new();
    for zone in written {
        if let Some(first) = seen.get(&zone.name.value) {
            let taken = ZoneRefusal::PublicTaken { first: first.into() };
            refusals.push(zone.name.refuse(taken).of(zone.id()));
            continue;
        }
        seen.insert(zone.name.value.clone(), zone.name.site.clone());
        let (id, apex, sets, zone_file) = (zone.id(), &zone.name, &zone.record_sets, zone.zone_file.as_ref());
        let written = WrittenZone { id: &id, apex, sets, zone_file, holder: Holder::Public };
        let contents = refusals.about(|| id.clone(), |refusals| reading.contents(&written, refusals));
        zones.push(InternetZone {
            id,
            contents,
            apex: zone.name,
            overlay: zone.overlay.value,
            site: zone.site,
        });
    }
    zones
}
