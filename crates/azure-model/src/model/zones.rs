//! Private zones with their links, and zones of the public Internet.

use std::collections::HashMap;
use std::sync::Arc;

use zone_store::name::Name;

use super::contents::Contents;
use super::directory::{Directory, Named};
use super::limits::{self, Limits};
use super::networks::Network;
use super::positions::NetworkIndex;
use super::reading::{Reading, WrittenZone};
use super::records::Holder;
use super::terms::Terms;
use azure_catalogue::catalogue::Catalogue;
use azure_objects::config_file::{self, PrivateDnsZone, SoaRecord, VirtualNetworkLink};
use azure_objects::diagnostic::Diagnostics;
use azure_objects::id::ObjectId;
use azure_objects::located::{Located, Site};
use azure_objects::rules;
use azure_objects::words::{Cloud, ResolutionPolicy};

/// Fewest labels of a private zone's name (`What is a private Azure DNS zone?`).
const FEWEST_LABELS: usize = 2;
/// Most labels of a private zone's name (`What is a private Azure DNS zone?`).
const MOST_LABELS: usize = 34;

/// What is wrong with a zone below `.local`, in the words of Azure's command line, and what to do.
pub const MULTICAST: (&str, &str) = (
    "DNS names ending with `.local` are reserved for use with multicast DNS",
    "write a name of a domain of your own",
);

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
    diagnostics: &mut Diagnostics,
) -> Directory<Zone> {
    let limits = terms.limits;
    if let Some(surplus) = written.get(limits::ZONES.most) {
        limits.check(&limits::ZONES, written.len(), &surplus.name, diagnostics);
    }
    let resolve_one = |zone| resolve_one(zone, networks, terms, reading, diagnostics);
    let zones = written.into_iter().map(resolve_one).collect();
    let zones = Directory::new("private DNS zone", zones, diagnostics);
    check_shared_names(zones.items(), diagnostics);
    check_zone_counts(zones.items(), networks.items(), limits, diagnostics);
    zones
}

fn resolve_one(
    written: PrivateDnsZone,
    networks: &Directory<Network>,
    terms: Terms,
    reading: &Reading<'_>,
    diagnostics: &mut Diagnostics,
) -> Zone {
    let Terms { cloud, limits } = terms;
    let id = written.id();
    check_apex(&written.name, cloud, diagnostics);
    let (apex, sets, zone_file) = (&written.name, &written.record_sets, written.zone_file.as_ref());
    let zone = WrittenZone { id: &id, apex, sets, zone_file, holder: Holder::Private(terms) };
    let contents = reading.contents(&zone, diagnostics);
    let links = resolve_links(&written, networks, cloud, diagnostics);
    let registrations = links.iter().filter(|link| link.registration_enabled).count();
    limits.check(&limits::LINKS, links.len(), &written.name, diagnostics);
    limits.check(&limits::REGISTRATION_LINKS, registrations, &written.name, diagnostics);
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
fn check_apex(apex: &Located<Name>, cloud: Cloud, diagnostics: &mut Diagnostics) {
    let labels = apex.label_count();
    let text = apex.without_dot();
    if labels < FEWEST_LABELS {
        let problem = "has one label; single-labeled private DNS zones aren't supported";
        diagnostics.push(apex.error(problem).fix("write a name of two labels or more"));
    } else if labels > MOST_LABELS {
        let problem =
            format!("has {labels} labels; the name of a private DNS zone has at most {MOST_LABELS}");
        diagnostics.push(apex.error(problem).fix("shorten it"));
    } else if cloud.reserved_zones().iter().any(|reserved| text.eq_ignore_ascii_case(reserved)) {
        let problem = "is reserved by Azure; a private DNS zone cannot have this very name";
        diagnostics.push(apex.error(problem).fix("make a zone of a name below it"));
    } else if apex.labels().last().is_some_and(|label| label.eq_ignore_ascii_case(b"local")) {
        let (problem, fix) = MULTICAST;
        diagnostics.push(apex.error(problem).of_rule(rules::M18).fix(fix));
    }
}

fn resolve_links(
    zone: &PrivateDnsZone,
    networks: &Directory<Network>,
    cloud: Cloud,
    diagnostics: &mut Diagnostics,
) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut names: HashMap<String, &Site> = HashMap::new();
    let mut linked: HashMap<NetworkIndex, &Site> = HashMap::new();
    for link in &zone.virtual_network_links {
        check_policy(link, &zone.name, cloud, diagnostics);
        if link.name.is_missing(diagnostics) {
            // Reported as missing or empty.
        } else if let Some(first) = names.get(&link.name.to_lowercase()) {
            let problem = format!("is the name of another link of this zone, at {}", first.place);
            diagnostics.push(link.name.error(problem).fix("rename one of them"));
        } else {
            names.insert(link.name.to_lowercase(), &link.name.site);
        }
        let Some(network) = networks.find(&link.virtual_network, diagnostics).map(NetworkIndex) else {
            continue;
        };
        if let Some(first) = linked.get(&network) {
            let problem = format!("is linked to this zone already, at {}", first.place);
            let fix =
                "remove one link: there is only one link between a private DNS zone and a virtual network";
            diagnostics.push(link.virtual_network.error(problem).fix(fix));
            continue;
        }
        linked.insert(network, &link.site);
        links.push(Link {
            id: link.id(&zone.id()),
            name: link.name.clone(),
            network,
            resolution_policy: link.resolution_policy.value,
            registration_enabled: link.registration_enabled.value,
            site: link.site.clone(),
        });
    }
    links
}

/// Reports `NxDomainRedirect` where it is not allowed (`Fallback to internet for Azure Private DNS zones`).
fn check_policy(link: &VirtualNetworkLink, apex: &Name, cloud: Cloud, diagnostics: &mut Diagnostics) {
    if link.resolution_policy.value == ResolutionPolicy::NxDomainRedirect
        && !is_private_link_zone(apex, cloud)
    {
        let policy = link.resolution_policy.clone().map(|policy| policy.word().to_owned());
        let problem =
            format!("is not supported on a link of \"{}\": it is no Private Link zone", apex.without_dot());
        diagnostics.push(policy.error(problem).fix("write \"Default\""));
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
fn check_shared_names(zones: &[Zone], diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<(NetworkIndex, &Name), &Link> = HashMap::new();
    let mut registers: HashMap<NetworkIndex, &Link> = HashMap::new();
    for zone in zones {
        for link in &zone.links {
            if let Some(first) = seen.insert((link.network, &zone.apex.value), link) {
                let name = zone.apex.without_dot();
                let problem = format!(
                    "A virtual network cannot be linked to multiple zones with overlapping namespaces. \
                     You tried to link virtual network with '{name}' and '{name}' zones."
                );
                let fix = format!("The other link is at {}; remove one", first.site.place);
                diagnostics.push(link.site.error(problem).fix(fix));
            }
            if !link.registration_enabled {
                continue;
            }
            if let Some(first) = registers.insert(link.network, link) {
                let problem = format!(
                    "is a second registration zone of its network; the first is at {}",
                    first.site.place
                );
                diagnostics.push(link.site.error(problem).fix("set registration_enabled = false on one"));
            }
        }
    }
}

/// Reports networks that are linked to more zones than Azure resolves for them.
fn check_zone_counts(zones: &[Zone], networks: &[Network], limits: Limits, diagnostics: &mut Diagnostics) {
    let mut counts = vec![0_usize; networks.len()];
    for link in zones.iter().flat_map(|zone| &zone.links) {
        counts[link.network.0] += 1;
    }
    for (network, count) in networks.iter().zip(counts) {
        limits.check(&limits::ZONES_OF_NETWORK, count, &network.name, diagnostics);
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
    diagnostics: &mut Diagnostics,
) -> Vec<InternetZone> {
    let mut zones: Vec<InternetZone> = Vec::new();
    let mut seen: HashMap<Name, Site> = HashMap::new();
    for zone in written {
        if let Some(first) = seen.get(&zone.name.value) {
            let problem = format!("is the name of another internet.zone, at {}", first.place);
            diagnostics.push(zone.name.error(problem).fix("put the records into one zone"));
            continue;
        }
        seen.insert(zone.name.value.clone(), zone.name.site.clone());
        let (id, apex, sets, zone_file) = (zone.id(), &zone.name, &zone.record_sets, zone.zone_file.as_ref());
        let written = WrittenZone { id: &id, apex, sets, zone_file, holder: Holder::Public };
        let contents = reading.contents(&written, diagnostics);
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
