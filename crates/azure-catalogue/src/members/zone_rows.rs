//! From the owners in a private zone to the public names that lead to them, and back.

use zone_store::name::Name;

use super::expand::canonical;
use super::{Group, PublicRow, Row, Template};
use crate::catalogue::Catalogue;

/// The rows that write into one private zone.
#[derive(Debug, Clone)]
pub struct ZoneRows {
    apex: Name,
    /// What the labels of the zone stand for.
    values: Vec<(&'static str, String)>,
    rows: Vec<(&'static Group, &'static Row)>,
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
        let mut found = ZoneRows { apex: apex.clone(), values: Vec::new(), rows: Vec::new() };
        for group in self.groups_writing_to(apex) {
            for row in group.forms.iter().copied().flatten() {
                let Some(read) = row.record.as_ref().and_then(|record| record.zone.read(apex)) else {
                    continue;
                };
                if found.rows.iter().all(|(_, other)| *other != row) {
                    found.rows.push((group, row));
                }
                if found.values.is_empty() {
                    found.values = read.into_iter().map(|(name, value)| (canonical(name), value)).collect();
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

    /// Lists the public names that lead to an owner in the zone; `None`: no row says what an owner like that is of.
    pub fn public_names(&self, owner: &Name) -> Option<Vec<PublicAlias>> {
        let own = owner.without_dot();
        let own = own.get(..own.len().checked_sub(self.apex.without_dot().len() + 1)?)?;
        let mut names: Option<Vec<PublicAlias>> = None;
        for (group, row) in &self.rows {
            let Some(read) = row.record.as_ref().and_then(|record| record.owner.read(own)) else { continue };
            let names = names.get_or_insert_default();
            let values = [self.values.as_slice(), read.as_slice()].concat();
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
