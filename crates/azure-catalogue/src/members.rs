//! What a private endpoint of each service creates: its members, the names of each, the record of each name.
//!
//! The rows come from `catalogue/privatelink-members.tsv`; the README beside it says where they are from. A [`Group`] is what
//! an endpoint asks for (`subresource_names` of azurerm, the group ID of the API). [`expand()`] fills the rows in for one
//! resource.

mod expand;
mod made;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod zone_rows;

use zone_store::name::Name;

pub use expand::{FilledMember, FilledPublicSide, FilledRecord, MemberName, PlaceholderValues, expand};
pub use made::{lists_of, made};
pub use template::{Missing, Placeholder, Template};
pub use zone_rows::{PublicAlias, ZoneRows};

use crate::catalogue::{Catalogue, Pattern};
use crate::cloud::Cloud;

/// What an endpoint of one resource type and group ID creates in one cloud.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// The cloud it is in.
    pub cloud: Cloud,
    /// The resource type, as "Microsoft.Web/sites".
    pub resource_type: &'static str,
    /// The group ID, as "sites" or "sites-{slot}"; compare without case.
    pub group_id: Template,
    /// The rows in each of the forms that the service has; the usual form first. At least one.
    pub forms: &'static [&'static [Row]],
}

/// One name of an endpoint.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// The `member_name` of its address; `None`: the name has no address of its own.
    pub member: Option<Template>,
    /// Whether the member's name is known, and not only a default.
    pub is_sure: bool,
    /// The name that clients use; `None`: the service has no name of its own.
    pub fqdn: Option<Template>,
    /// What is written for it.
    pub record: Option<RecordRow>,
    /// What the public side has for the name.
    pub public_side: PublicRow,
    /// How certain the row is.
    pub certainty: Certainty,
}

/// The A record that a zone group writes for a name.
#[derive(Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// The owner, relative to the zone; "@" is the apex.
    pub owner: Template,
    /// The zone.
    pub zone: Pattern,
}

/// What the public side has for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicRow {
    /// A chain of its own, by way of the privatelink name as soon as an approved endpoint exists.
    Cname,
    /// The same by way of two privatelink names, the older form first (Batch).
    CnameTwo,
    /// A chain by way of the privatelink name for everybody, with or without an endpoint: a name that all customers share.
    CnameAlways,
    /// A CNAME to another public name, for everybody; the private zone has no record of it.
    Alias(Template),
    /// Nothing: the name is below the private zone itself, and no other public name leads to it.
    Private,
    /// Nothing: the service has no public name.
    Nothing,
    /// An A record that holds the private address.
    PrivateAddress,
}

/// How certain a row is (`docs/azure.md` explains the marks).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// A page of the vendor says so.
    Documented,
    /// Seen in public output or code.
    Observed,
    /// Follows from other rows.
    Inferred,
    /// The sensible default; nobody has shown it.
    Unknown,
}

impl Catalogue {
    /// Iterates over the groups of the cloud, in the order of the file.
    pub fn groups(self) -> impl Iterator<Item = &'static Group> {
        table::GROUPS.iter().filter(move |group| group.cloud == self.cloud())
    }

    /// Iterates over the groups of a resource type, in whatever case it is written.
    pub fn groups_of(self, resource_type: &str) -> impl Iterator<Item = &'static Group> {
        self.groups().filter(move |group| group.resource_type.eq_ignore_ascii_case(resource_type))
    }

    /// Iterates over the groups that write into a zone.
    pub fn groups_writing_to(self, apex: &Name) -> impl Iterator<Item = &'static Group> {
        self.groups().filter(move |group| group.zones().any(|zone| zone.read(apex).is_some()))
    }
}

impl Group {
    /// Iterates over the zones that its rows write into, as often as they do.
    pub fn zones(&self) -> impl Iterator<Item = Pattern> {
        let rows = self.forms.iter().copied().flatten();
        rows.filter_map(|row| row.record.as_ref()).map(|record| record.zone)
    }

    /// Finds the form that a resource has: the first whose first record is in the zone at `apex`, and which holds one of the
    /// placeholders that are `given` and that no form before it has; else the usual form.
    pub fn form(&self, apex: Option<&Name>, given: impl Fn(&str) -> bool) -> &'static [Row] {
        let is_in_zone = |rows: &&&'static [Row]| {
            let first = rows.iter().find_map(|row| row.record.as_ref());
            apex.is_none_or(|apex| first.is_some_and(|record| record.zone.read(apex).is_some()))
        };
        let in_zone: Vec<&'static [Row]> = self.forms.iter().filter(is_in_zone).copied().collect();
        let [usual, others @ ..] = in_zone.as_slice() else { return self.forms[0] };
        let is_meant = |rows: &&&'static [Row]| {
            let holds = |rows: &[Row], name: &str| placeholders(rows).any(|one| one.name == name);
            placeholders(rows).any(|one| given(one.name) && !holds(usual, one.name))
        };
        others.iter().find(is_meant).unwrap_or(usual)
    }
}

/// Iterates over the placeholders of rows, each as often as it stands there.
pub fn placeholders(rows: &[Row]) -> impl Iterator<Item = Placeholder> {
    rows.iter().flat_map(|row| {
        let record = row.record.as_ref();
        let target = match row.public_side {
            PublicRow::Alias(target) => Some(target),
            _ => None,
        };
        let texts = [row.member, row.fqdn, record.map(|record| record.owner), target];
        let of_texts = texts.into_iter().flatten().flat_map(Template::placeholders);
        let of_zone = record.into_iter().flat_map(|record| record.zone.placeholders());
        of_texts.chain(of_zone.map(Placeholder::once))
    })
}
