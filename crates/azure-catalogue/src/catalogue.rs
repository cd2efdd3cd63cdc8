//! The catalogue of Private Link: which service has which private zone in which cloud, and the public zone beside it.
//!
//! Its rows are Microsoft's ("Azure Private Endpoint private DNS zone values"); `catalogue/README.md` says how they get here.

mod pattern;
mod table;
#[cfg(test)]
mod tests;

use zone_store::name::Name;

pub use pattern::{Pattern, Values};

use crate::cloud::Cloud;
use crate::spelling::edit_distance;

/// One subresource of a service and a private zone of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The cloud it is in.
    pub cloud: Cloud,
    /// The service, as "Storage account".
    pub service: &'static str,
    /// Its type, as "Microsoft.Storage/storageAccounts".
    pub resource_type: &'static str,
    /// The part of it that a private endpoint leads to, as "blob"; the catalogue's spelling.
    pub subresource: &'static str,
    /// The private zone.
    pub zone: Pattern,
    /// The zone of the public names that lead into the private zone; its placeholders are those of `zone`.
    pub public_zone: Pattern,
    /// The zones that a forwarder would send to Azure for the row's service, as the page lists them.
    pub forwarders: &'static [&'static str],
    /// Whether the zone may exist beside its parent; the names of one that may not belong into the parent.
    pub deploy_separately: bool,
}

/// The part of the catalogue that one cloud has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Catalogue {
    cloud: Cloud,
}

impl Catalogue {
    /// Returns the catalogue of a cloud.
    pub const fn of(cloud: Cloud) -> Self {
        Self { cloud }
    }

    /// Returns the cloud that it is of.
    pub const fn cloud(self) -> Cloud {
        self.cloud
    }

    /// Iterates over its entries, in the order of the page.
    pub fn entries(self) -> impl Iterator<Item = &'static Entry> {
        table::TABLE.iter().filter(move |entry| entry.cloud == self.cloud)
    }

    /// Iterates over the entries of a resource type, as "Microsoft.KeyVault/vaults".
    pub fn resource_type(self, name: &str) -> impl Iterator<Item = &'static Entry> {
        self.entries().filter(move |entry| entry.resource_type.eq_ignore_ascii_case(name))
    }

    /// Finds the entries whose private zone begins at `apex`.
    pub fn zone(self, apex: &Name) -> Option<Match> {
        let (pattern, values) = self
            .entries()
            .filter_map(|entry| Some((entry.zone, entry.zone.read(apex)?)))
            .min_by_key(|(_, values)| values.len())?;
        let entries = self.entries().filter(|entry| entry.zone == pattern).collect();
        Some(Match { entries, values })
    }

    /// Lists the public names that lead to a name below a private zone, as `x.blob.core.windows.net` to
    /// `x.privatelink.blob.core.windows.net`; none for a name below no zone of the catalogue.
    pub fn public_names(self, private: &Name) -> Vec<Name> {
        let below = |labels| {
            let apex = private.rightmost(labels);
            self.zone(&apex)?;
            let leading = self.rows_of(&apex).aliases(private).into_iter();
            Some(leading.filter(|alias| alias.target == *private).map(|alias| alias.public).collect())
        };
        (1..private.label_count()).rev().find_map(below).unwrap_or_default()
    }

    /// Finds the name in a private zone that a public name leads to; `None` for a name of no service.
    pub fn private_name(self, public: &Name) -> Option<Name> {
        if public.labels().any(is_privatelink) {
            return None;
        }
        let below = |labels| {
            let suffix = public.rightmost(labels);
            let private = |entry: &Entry| {
                let zone = entry.zone.fill(&entry.public_zone.read(&suffix)?)?;
                (!self.rows_of(&zone).are_private()).then_some(zone)
            };
            rebase(public, &suffix, &self.entries().find_map(private)?)
        };
        (1..public.label_count()).rev().find_map(below)
    }

    /// Lists up to three zones that were probably meant by an unknown `apex`, the nearest first.
    pub fn near(self, apex: &Name) -> Vec<String> {
        const MOST: usize = 3;
        let written = apex.without_dot().to_ascii_lowercase();
        let limit = written.chars().count().div_ceil(6);
        let plain = written.strip_prefix("privatelink.").unwrap_or(&written);
        let mut near: Vec<(usize, String)> = Vec::new();
        for entry in self.entries().filter(|entry| entry.deploy_separately) {
            let zone = entry.zone.like(&written);
            let is_public = entry.public_zone.like(plain) == plain;
            let distance = if is_public { 0 } else { edit_distance(&written, &zone) };
            if distance <= limit && !near.iter().any(|(_, other)| *other == zone) {
                near.push((distance, zone));
            }
        }
        near.sort();
        near.into_iter().take(MOST).map(|(_, zone)| zone).collect()
    }
}

/// The entries of one private zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// One or more, in the order of the page; all have the same zone.
    pub entries: Vec<&'static Entry>,
    /// What stands in the place of the placeholders of that zone.
    pub values: Values,
}

impl Match {
    /// Returns the entry of the service that the zone is named after: subresource `blob` of `privatelink.blob.…`. Where no
    /// subresource is a label of the zone, the page's first.
    pub fn main_entry(&self) -> &'static Entry {
        let names_zone = |entry: &&&'static Entry| {
            entry.zone.text().split('.').any(|label| label.eq_ignore_ascii_case(entry.subresource))
        };
        self.entries.iter().find(names_zone).unwrap_or(&self.entries[0])
    }

    /// Finds the entry of a subresource, in whatever case it is written.
    pub fn subresource(&self, name: &str) -> Option<&'static Entry> {
        self.entries.iter().find(|entry| entry.subresource.eq_ignore_ascii_case(name)).copied()
    }

    /// Lists the subresources, each once.
    pub fn subresources(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = Vec::new();
        for entry in &self.entries {
            if !names.contains(&entry.subresource) {
                names.push(entry.subresource);
            }
        }
        names
    }

    /// Returns the public zone of an entry, its placeholders filled.
    pub fn public_zone(&self, entry: &Entry) -> Option<Name> {
        entry.public_zone.fill(&self.values)
    }

    /// Lists the public zones of all entries, each once.
    pub fn public_zones(&self) -> Vec<Name> {
        let mut zones: Vec<Name> = Vec::new();
        for zone in self.entries.iter().filter_map(|entry| self.public_zone(entry)) {
            if !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        zones
    }

    /// Lists the public names that lead to `private`, a name below the zone at `apex`.
    pub fn public_names(&self, apex: &Name, private: &Name) -> Vec<Name> {
        self.public_zones().iter().filter_map(|zone| rebase(private, apex, zone)).collect()
    }
}

/// Finds another cloud that has a private zone of this name.
pub fn other_cloud(cloud: Cloud, apex: &Name) -> Option<Cloud> {
    [Cloud::Public, Cloud::China, Cloud::UsGovernment]
        .into_iter()
        .find(|&other| other != cloud && Catalogue::of(other).zone(apex).is_some())
}

/// Tells whether a label marks a name of a private zone.
pub fn is_privatelink(label: &[u8]) -> bool {
    label.eq_ignore_ascii_case(b"privatelink") || label.eq_ignore_ascii_case(b"privatelink-global")
}

/// Moves a name from below one ancestor to below another one; `None` when it is not below, or would be too long.
pub fn rebase(name: &Name, from: &Name, to: &Name) -> Option<Name> {
    if !name.is_at_or_below(from) {
        return None;
    }
    let wire = name.wire();
    let own = &wire[..wire.len() - from.wire().len()];
    Name::from_wire(&[own, to.wire()].concat()).ok()
}
