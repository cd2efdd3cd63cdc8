//! From the owners in a private zone to the public names that lead to them, and back.

use zone_store::name::Name;

use super::{Group, PublicRow, Row, Template, made};
use crate::catalogue::{Catalogue, rebase};

/// The placeholder of a number that a service makes, and that a record may lack.
const STAMP: &str = "n";

/// The rows that write into one private zone.
#[derive(Debug, Clone)]
pub struct ZoneRows {
    apex: Name,
    /// What the labels of the zone stand for.
    values: Vec<(&'static str, String)>,
    rows: Vec<(&'static Group, &'static Row)>,
    /// The public zones of the table of zones.
    public_zones: Vec<Name>,
}

/// A public name and what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAlias {
    /// The public name.
    pub public: Name,
    /// The target of its CNAME record.
    pub target: Name,
}

impl Catalogue {
    /// Gathers the rows that write into the zone at `apex`; there are none if no service has it.
    pub fn rows_of(self, apex: &Name) -> ZoneRows {
        let public_zones = self.zone(apex).map(|found| found.public_zones()).unwrap_or_default();
        let (values, rows) = (Vec::new(), Vec::new());
        let mut found = ZoneRows { apex: apex.clone(), values, rows, public_zones };
        for group in self.groups_writing_to(apex) {
            for row in group.forms.iter().copied().flatten() {
                let Some(read) = row.record.as_ref().and_then(|record| record.zone.read(apex)) else {
                    continue;
                };
                if found.rows.iter().all(|(_, other)| *other != row) {
                    found.rows.push((group, row));
                }
                if found.values.is_empty() {
                    found.values = read;
                }
            }
        }
        found
    }
}

impl Row {
    /// Tells whether somebody who asks for the public name can be led into the private zone.
    fn leads_to_record(&self) -> bool {
        matches!(self.public_side, PublicRow::Cname | PublicRow::CnameTwo | PublicRow::CnameAlways)
    }
}

impl ZoneRows {
    /// Tells whether no public name leads into the zone: clients ask for the names in it.
    pub fn are_private(&self) -> bool {
        !self.rows.is_empty() && !self.rows.iter().any(|(_, row)| row.leads_to_record())
    }

    /// Lists the names that all customers share and that lead into the zone for everybody.
    pub fn shared_names(&self) -> Vec<PublicAlias> {
        let shared = self.rows.iter().filter(|(_, row)| row.public_side == PublicRow::CnameAlways);
        let mut names: Vec<PublicAlias> = Vec::new();
        for alias in shared.filter_map(|(_, row)| self.alias(row, &self.values)) {
            if !names.contains(&alias) {
                names.push(alias);
            }
        }
        names
    }

    /// Lists the public names that lead to an owner in the zone. Of an owner that no row knows, they are its labels in front of
    /// the public zones.
    pub fn aliases(&self, owner: &Name) -> Vec<PublicAlias> {
        let of_zone = |zone: &Name| {
            Some(PublicAlias { public: rebase(owner, &self.apex, zone)?, target: owner.clone() })
        };
        let of_no_row = || match self.are_private() {
            true => Vec::new(),
            false => self.public_zones.iter().filter_map(of_zone).collect(),
        };
        self.known_aliases(owner).unwrap_or_else(of_no_row)
    }

    /// Lists the public names that the rows have for an owner; `None`: no row says what an owner like that is of.
    fn known_aliases(&self, owner: &Name) -> Option<Vec<PublicAlias>> {
        let own = owner.without_dot();
        let own = own.get(..own.len().checked_sub(self.apex.without_dot().len() + 1)?)?;
        let mut names: Option<Vec<PublicAlias>> = None;
        for (group, row) in &self.rows {
            let Some(read) = row.record.as_ref().and_then(|record| record.owner.read(own)) else { continue };
            let names = names.get_or_insert_default();
            // The stamp of a static website is in its public name only.
            let stamp = made(STAMP, own).map(|value| (STAMP, value));
            let values = [self.values.as_slice(), read.as_slice(), stamp.as_slice()].concat();
            let beside = group.forms.iter().copied().flatten().filter(|other| other.record.is_none());
            for one in [*row].into_iter().chain(beside) {
                let alias = self.alias(one, &values);
                names.extend(alias.filter(|alias| !names.contains(alias)));
            }
        }
        names
    }

    /// Returns what the public name of a row leads to; `None`: it has none, or holds more than the values say.
    fn alias(&self, row: &Row, values: &[(&'static str, String)]) -> Option<PublicAlias> {
        let value =
            |wanted: &str| values.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str());
        let fill = |template: Template| template.fill(value).ok();
        let public: Name = fill(row.fqdn?)?.parse().ok()?;
        let target = match row.public_side {
            PublicRow::Alias(target) => fill(target)?.parse().ok()?,
            _ if row.leads_to_record() => Name::parse(&fill(row.record.as_ref()?.owner)?, &self.apex).ok()?,
            _ => return None,
        };
        Some(PublicAlias { public, target })
    }
}
