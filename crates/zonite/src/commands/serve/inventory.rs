//! What a snapshot holds, counted, so that a reload can say what it has changed.

use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use zone_store::name::Name;
use zone_store::snapshot::Snapshot;

/// The zones of a snapshot, without those that Azure gives every network by itself.
pub(crate) struct Inventory {
    zones: usize,
    networks: usize,
    /// By zone, owner and type: the records.
    sets: HashMap<u64, u64>,
}

impl Inventory {
    /// Goes through a snapshot.
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let built_in: Vec<_> =
            snapshot.networks().flat_map(|(_, network)| network.built_in().values().copied()).collect();
        let mut inventory = Self { zones: 0, networks: snapshot.networks().count(), sets: HashMap::new() };
        // Zones of one name are told apart by their order.
        let mut counts: HashMap<&Name, usize> = HashMap::new();
        for (_, zone) in snapshot.zones().filter(|(id, _)| !built_in.contains(id)) {
            inventory.zones += 1;
            let count = counts.entry(zone.apex()).or_insert(0);
            *count += 1;
            for (owner, sets) in zone.owners() {
                for set in sets.iter() {
                    let key = hash((zone.apex(), *count, &owner, u16::from(set.rtype)));
                    inventory.sets.insert(key, hash((set.ttl, set.rdata.packed())));
                }
            }
        }
        inventory
    }

    /// Says what it holds and how it differs from the one before.
    pub(crate) fn since<'i>(&'i self, before: &'i Self) -> Change<'i> {
        Change { before, after: self }
    }
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Two inventories, to be told apart.
pub(crate) struct Change<'i> {
    before: &'i Inventory,
    after: &'i Inventory,
}

impl fmt::Display for Change<'_> {
    /// Writes `2 zones, 1 network, 14 record sets (+1 -0 ~2)`: added, removed, changed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = (&self.before.sets, &self.after.sets);
        let added = after.keys().filter(|key| !before.contains_key(key)).count();
        let removed = before.keys().filter(|key| !after.contains_key(key)).count();
        let changed =
            after.iter().filter(|(key, set)| before.get(key).is_some_and(|was| was != *set)).count();
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let (zones, networks, sets) = (self.after.zones, self.after.networks, after.len());
        write!(f, "{zones} zone{}, {networks} network{}, ", plural(zones), plural(networks))?;
        write!(f, "{sets} record set{} (+{added} -{removed} ~{changed})", plural(sets))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inventory(records: &str) -> Inventory {
        let text = format!(
            "[[virtual_network]]\nname = \"hub\"\naddress_space = [\"10.0.0.0/16\"]\n\
             [[private_dns_zone]]\nname = \"corp.example\"\nrecord_set = [{records}]\n"
        );
        let loaded = azure_model::load_text(&text, "test").expect("a configuration");
        Inventory::of(&loaded.compiled.snapshot)
    }

    #[track_caller]
    fn check(before: &str, after: &str, want: &str) {
        assert_eq!(inventory(after).since(&inventory(before)).to_string(), want);
    }

    #[test]
    fn changes_are_counted_by_record_set() {
        let one = r#"{ name = "a", type = "A", records = ["10.0.0.1"] }"#;
        let other = r#"{ name = "a", type = "A", records = ["10.0.0.2"] }"#;
        let more = r#"{ name = "b", type = "A", records = ["10.0.0.1"] }"#;
        // The SOA is a record set too.
        check(one, one, "1 zone, 1 network, 2 record sets (+0 -0 ~0)");
        check(one, other, "1 zone, 1 network, 2 record sets (+0 -0 ~1)");
        check("", &format!("{one}, {more}"), "1 zone, 1 network, 3 record sets (+2 -0 ~0)");
        check(one, more, "1 zone, 1 network, 2 record sets (+1 -1 ~0)");
        check(one, "", "1 zone, 1 network, 1 record set (+0 -1 ~0)");
    }
}
