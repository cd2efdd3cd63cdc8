//! What is different between two configurations, so that a reload can say what it has changed.
//!
//! A zone that is the same in both, as the same value in memory, is not looked into.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ptr;

use zone_store::name::Name;
use zone_store::record::RecordType;
use zone_store::resolver::{QueryTarget, RuleEffect};
use zone_store::snapshot::{LinkedZone, NetworkId, Snapshot, ZoneId};
use zone_store::zone::Zone;

use crate::configuration::Configuration;
use crate::settings::ChangedSetting;

/// What has become of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// It is there no more.
    Removed,
    /// It is another one.
    Changed,
}

/// What is different between two configurations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// What there is now.
    pub totals: Totals,
    /// Private zones, and zones of custom DNS servers' own.
    pub zones: Vec<ChangedZone>,
    /// Names that are simulated on the public side.
    pub public_names: Vec<ChangedName>,
    /// Networks.
    pub networks: Vec<ChangedName>,
    /// Which network sees which zone, as `hub: corp.example.`.
    pub links: Vec<ChangedName>,
    /// Whom networks and servers ask for which names, as `hub: corp.example.`.
    pub forwarding: Vec<ChangedName>,
    /// Settings.
    pub settings: Vec<ChangedSetting>,
}

/// What there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Zones, without those that Azure gives every network by itself.
    pub zones: usize,
    /// Networks.
    pub networks: usize,
    /// Record sets of the zones, their SOA sets among them.
    pub record_sets: usize,
}

/// A change of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedZone {
    /// Its name.
    pub apex: Name,
    /// What has become of it.
    pub change: ChangeKind,
    /// Its record sets that are different.
    pub sets: Vec<ChangedSet>,
}

/// A change of a record set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSet {
    /// The name whose answers are different.
    pub owner: Name,
    /// The type.
    pub rtype: RecordType,
    /// What has become of it.
    pub change: ChangeKind,
}

/// A change of something that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedName {
    /// Its name.
    pub name: String,
    /// What has become of it.
    pub change: ChangeKind,
}

impl Changes {
    /// Compares two configurations.
    pub(crate) fn between(before: &Configuration, after: &Configuration) -> Self {
        let (old, new) = (before.snapshot(), after.snapshot());
        Self {
            totals: Totals::of(new),
            zones: zones(old, new),
            public_names: named(public_names(old), &public_names(new)),
            networks: named(networks(old), &networks(new)),
            links: named(links(old), &links(new)),
            forwarding: named(forwarding(old), &forwarding(new)),
            settings: after.settings().changes_since(&before.settings()),
        }
    }

    /// Tells whether nothing is different.
    pub fn is_empty(&self) -> bool {
        let Self { totals: _, zones, public_names, networks, links, forwarding, settings } = self;
        let named = [public_names, networks, links, forwarding];
        zones.is_empty() && named.iter().all(|list| list.is_empty()) && settings.is_empty()
    }

    /// Iterates over the names of zones whose answers are different, one for each record set.
    pub fn owners(&self) -> impl Iterator<Item = &Name> {
        self.zones.iter().flat_map(|zone| &zone.sets).map(|set| &set.owner)
    }
}

impl fmt::Display for Changes {
    /// Writes `2 zones, 1 network, 14 record sets (+1 -0 ~2)`: added, removed, changed; then what else is different.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let Totals { zones, networks, record_sets } = self.totals;
        write!(f, "{zones} zone{}, {networks} network{}, ", plural(zones), plural(networks))?;
        let sets = self.zones.iter().flat_map(|zone| &zone.sets).map(|set| set.change);
        write!(f, "{record_sets} record set{} ({})", plural(record_sets), ChangeCounts::of(sets))?;
        let named = [
            ("public names", &self.public_names),
            ("networks", &self.networks),
            ("links", &self.links),
            ("forwarding", &self.forwarding),
        ];
        for (what, list) in named.into_iter().filter(|(_, list)| !list.is_empty()) {
            write!(f, "; {what} ({})", ChangeCounts::of(list.iter().map(|one| one.change)))?;
        }
        self.settings.iter().try_for_each(|setting| write!(f, "; {setting}"))?;
        // What is remembered under other limits is not what a start would have.
        let of_cache = self.settings.iter().any(|setting| setting.key.starts_with("cache."));
        if of_cache { f.write_str("; the caches start empty") } else { Ok(()) }
    }
}

/// How many changes of each kind there are.
#[derive(Default)]
struct ChangeCounts {
    added: usize,
    removed: usize,
    changed: usize,
}

impl ChangeCounts {
    fn of(changes: impl Iterator<Item = ChangeKind>) -> Self {
        let mut counts = Self::default();
        for change in changes {
            *match change {
                ChangeKind::Added => &mut counts.added,
                ChangeKind::Removed => &mut counts.removed,
                ChangeKind::Changed => &mut counts.changed,
            } += 1;
        }
        counts
    }
}

impl fmt::Display for ChangeCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{} -{} ~{}", self.added, self.removed, self.changed)
    }
}

impl Totals {
    fn of(snapshot: &Snapshot) -> Self {
        let zones: Vec<&Zone> = own_zones(snapshot).collect();
        Self {
            zones: zones.len(),
            networks: snapshot.networks().count(),
            record_sets: zones.iter().map(|zone| zone.set_count()).sum(),
        }
    }
}

/// Iterates over the zones without those that Azure gives every network by itself.
fn own_zones(snapshot: &Snapshot) -> impl Iterator<Item = &Zone> {
    let built_in: HashSet<ZoneId> =
        snapshot.networks().flat_map(|(_, network)| network.built_in().values().copied()).collect();
    snapshot.zones().filter(move |(id, _)| !built_in.contains(id)).map(|(_, zone)| zone)
}

/// Compares zones. Those of one name are told apart by their order.
fn zones(before: &Snapshot, after: &Snapshot) -> Vec<ChangedZone> {
    let (mut before, after) = (numbered(before), numbered(after));
    let mut changes = Vec::new();
    for (key, zone) in after {
        let old = before.remove(&key);
        if old.is_some_and(|old| ptr::eq(old, zone)) {
            continue;
        }
        let sets = sets(old, Some(zone));
        if old.is_none() || !sets.is_empty() {
            let change = if old.is_some() { ChangeKind::Changed } else { ChangeKind::Added };
            changes.push(ChangedZone { apex: key.0, change, sets });
        }
    }
    let removed =
        |((apex, _), zone)| ChangedZone { apex, change: ChangeKind::Removed, sets: sets(Some(zone), None) };
    changes.extend(before.into_iter().map(removed));
    changes
}

fn numbered(snapshot: &Snapshot) -> BTreeMap<(Name, usize), &Zone> {
    let mut counts: HashMap<&Name, usize> = HashMap::new();
    let mut numbered = BTreeMap::new();
    for zone in own_zones(snapshot) {
        let count = counts.entry(zone.apex()).or_insert(0);
        *count += 1;
        numbered.insert((zone.apex().clone(), *count), zone);
    }
    numbered
}

/// Compares the record sets of two zones.
fn sets(before: Option<&Zone>, after: Option<&Zone>) -> Vec<ChangedSet> {
    let hashes = |zone: Option<&Zone>| -> BTreeMap<(Name, u16), u64> {
        let owners = zone.into_iter().flat_map(Zone::owners);
        let sets = owners.flat_map(|(owner, sets)| sets.iter().map(move |set| (owner.clone(), set)));
        sets.map(|(owner, set)| ((owner, set.rtype.into()), hash((set.ttl, set.rdata.packed())))).collect()
    };
    let change = |((owner, rtype), change)| ChangedSet { owner, rtype: RecordType::from(rtype), change };
    differences(hashes(before), &hashes(after)).into_iter().map(change).collect()
}

/// Returns the simulated public names; one that a location sees otherwise comes with the location.
fn public_names(snapshot: &Snapshot) -> BTreeMap<String, u64> {
    let mut names = BTreeMap::new();
    for (location, owner, sets) in snapshot.public().sets() {
        let name = match location {
            Some(id) => format!("{owner} in {}", snapshot.location(id)),
            None => owner.to_string(),
        };
        let sets: Vec<(u16, u32, &[u8])> =
            sets.iter().map(|set| (set.rtype.into(), set.ttl, set.rdata.packed())).collect();
        names.insert(name.to_lowercase(), hash(sets));
    }
    names
}

fn networks(snapshot: &Snapshot) -> BTreeMap<String, ()> {
    snapshot.networks().map(|(_, network)| (network.name.to_string(), ())).collect()
}

fn links(snapshot: &Snapshot) -> BTreeMap<String, bool> {
    let mut links = BTreeMap::new();
    for (_, network) in snapshot.networks() {
        for LinkedZone { zone, on_nxdomain, .. } in network.links().values() {
            let name = format!("{}: {}", network.name, snapshot.zone(*zone).apex());
            links.insert(name, *on_nxdomain == zone_store::snapshot::OnNxDomain::Redirect);
        }
    }
    links
}

/// Returns whom networks and servers ask, by the names that they ask for.
fn forwarding(snapshot: &Snapshot) -> BTreeMap<String, Vec<String>> {
    let labels = |targets: &[QueryTarget]| {
        targets.iter().map(|target| snapshot.label_of(target).into_owned()).collect()
    };
    let mut forwarding = BTreeMap::new();
    let of_network = |id: NetworkId| {
        let network = snapshot.network(id);
        network.rules().iter().map(move |(domain, rule)| (format!("{}: {domain}", network.name), rule))
    };
    for (name, rule) in snapshot.networks().flat_map(|(id, _)| of_network(id)) {
        // The domains that Azure exempts from rules are nobody's change.
        if let RuleEffect::Forward(to) = rule {
            forwarding.insert(name, labels(&to.targets));
        }
    }
    for (_, network) in snapshot.networks().filter(|(_, network)| !network.dns_servers().is_empty()) {
        forwarding.insert(format!("clients of {}", network.name), labels(network.dns_servers()));
    }
    for (_, server) in snapshot.servers() {
        for (zone, to) in server.forwarders.iter() {
            forwarding.insert(format!("{}: {zone}", server.name), labels(&to.targets));
        }
    }
    forwarding
}

fn named<V: PartialEq>(before: BTreeMap<String, V>, after: &BTreeMap<String, V>) -> Vec<ChangedName> {
    differences(before, after).into_iter().map(|(name, change)| ChangedName { name, change }).collect()
}

/// Compares two maps, in the order of their keys.
fn differences<K: Ord + Clone, V: PartialEq>(
    mut before: BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
) -> Vec<(K, ChangeKind)> {
    let mut changes = Vec::new();
    for (key, value) in after {
        match before.remove(key) {
            None => changes.push((key.clone(), ChangeKind::Added)),
            Some(old) if old != *value => changes.push((key.clone(), ChangeKind::Changed)),
            Some(_) => {}
        }
    }
    changes.extend(before.into_keys().map(|key| (key, ChangeKind::Removed)));
    changes.sort_by(|(one, _), (other, _)| one.cmp(other));
    changes
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::ConfigurationSource;

    fn load(text: &str) -> Configuration {
        let source = ConfigurationSource::Text { name: "test".to_owned(), text: text.to_owned() };
        Configuration::load(&source).unwrap_or_else(|findings| panic!("{findings:?}"))
    }

    fn between(before: &str, after: &str) -> Changes {
        Changes::between(&load(before), &load(after))
    }

    fn zone(name: &str, records: &str) -> String {
        format!("[[private_dns_zone]]\nname = \"{name}\"\nrecord_set = [{records}]\n")
    }

    const HUB: &str = "[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.0.0.0/16\"]\n";
    const LINK: &str = "[[private_dns_zone.virtual_network_link]]\nname = \"l\"\nvirtual_network = \"hub\"\n";
    const A: &str = "{ name = \"a\", type = \"A\", records = [\"10.0.0.1\"] }";
    const OTHER_A: &str = "{ name = \"a\", type = \"A\", records = [\"10.0.0.2\"] }";
    const B: &str = "{ name = \"b\", type = \"A\", records = [\"10.0.0.1\"] }";

    #[track_caller]
    fn check(before: &str, after: &str, want: &str) {
        let one = |records| HUB.to_owned() + &zone("corp.example", records);
        assert_eq!(between(&one(before), &one(after)).to_string(), want);
    }

    #[test]
    fn changes_are_counted_by_record_set() {
        // The SOA is a record set, too.
        check(A, A, "1 zone, 1 network, 2 record sets (+0 -0 ~0)");
        check(A, OTHER_A, "1 zone, 1 network, 2 record sets (+0 -0 ~1)");
        check("", &format!("{A}, {B}"), "1 zone, 1 network, 3 record sets (+2 -0 ~0)");
        check(A, B, "1 zone, 1 network, 2 record sets (+1 -1 ~0)");
        check(A, "", "1 zone, 1 network, 1 record set (+0 -1 ~0)");
    }

    #[test]
    fn zones_and_the_names_whose_answers_are_different_are_named() {
        let before = zone("one.example", A) + &zone("two.example", A) + &zone("three.example", A);
        let after = zone("two.example", OTHER_A) + &zone("three.example", A) + &zone("four.example", B);
        let changes = between(&before, &after);
        let zones: Vec<(String, ChangeKind, usize)> =
            changes.zones.iter().map(|zone| (zone.apex.to_string(), zone.change, zone.sets.len())).collect();
        assert_eq!(
            zones,
            [
                ("four.example.".to_owned(), ChangeKind::Added, 2),
                ("two.example.".to_owned(), ChangeKind::Changed, 1),
                ("one.example.".to_owned(), ChangeKind::Removed, 2),
            ]
        );
        let owners: Vec<String> = changes.owners().map(ToString::to_string).collect();
        assert_eq!(
            owners,
            ["four.example.", "b.four.example.", "a.two.example.", "one.example.", "a.one.example."]
        );
    }

    #[test]
    fn zones_of_one_name_are_told_apart() {
        let group = |group: &str, records: &str| {
            zone("corp.example", records).replacen("name", &format!("resource_group = \"{group}\"\nname"), 1)
        };
        let changes = between(&(group("one", A) + &group("two", B)), &(group("one", A) + &group("two", A)));
        assert_eq!(changes.to_string(), "2 zones, 0 networks, 4 record sets (+1 -1 ~0)");
    }

    #[test]
    fn what_decides_who_sees_what_counts_besides() {
        let zone = zone("corp.example", A);
        let policy = "resolution_policy = \"NxDomainRedirect\"\n";
        let private = self::zone("privatelink.azurecr.io", A);
        let internet = "[[internet.zone]]\nname = \"public.example\"\noverlay = true\n\
                        record_set = [{ name = \"www\", type = \"A\", records = [\"192.0.2.1\"] }]\n";
        let rules = "[[private_dns_resolver]]\nname = \"r\"\nvirtual_network = \"hub\"\n\
                     [[dns_forwarding_ruleset]]\nname = \"rules\"\nvirtual_networks = [\"hub\"]\n\
                     rule = [{ name = \"x\", domain_name = \"x.example.\", target_dns_servers = [\"192.0.2.53\"] }]\n";
        let base = HUB.to_owned() + &zone;
        let private_link = HUB.to_owned() + &private + LINK;
        for (before, after, want) in [
            (&base, &(base.clone() + LINK), "; links (+1 -0 ~0)"),
            (&private_link, &(private_link.clone() + policy), "; links (+0 -0 ~1)"),
            (&base, &(base.clone() + internet), "; public names (+1 -0 ~0)"),
            (&base, &(base.clone() + rules), "; forwarding (+1 -0 ~0)"),
            (
                &(base.clone() + rules),
                &(base.clone() + &rules.replace("192.0.2.53", "192.0.2.54")),
                "; forwarding (+0 -0 ~1)",
            ),
            (&base, &zone, "; networks (+0 -1 ~0)"),
            (
                &base,
                &(base.clone() + "[cache]\nsize = 7\n"),
                "; cache.size = 7 (was 10000); the caches start empty",
            ),
        ] {
            let changes = between(before, after);
            assert!(changes.to_string().ends_with(want), "{changes} does not end with {want:?}");
            assert!(!changes.is_empty() && between(after, after).is_empty());
        }
    }
}
